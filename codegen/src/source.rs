//! Stage 1 of 9: source. In: paths of a doc set. Out: [`SourceFile`]s with text, language and line table.

mod file;
mod language;
mod lines;
mod read;
mod template;
mod walk;

pub use file::{SourceFile, stem};
pub use language::{is_language, language_of_folder, language_of_text};
pub use read::{Error, bytes, text, visible};
pub use template::Templates;
pub use walk::{Entries, entries, find, is_page, is_page_of};
