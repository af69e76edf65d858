//! Stage 2 of 9: syntax. In: text. Out: trees with spans and no meaning: Markdown documents, JSON and HTTP samples.

pub mod http;
pub mod json;
pub mod markdown;
pub mod samples;
mod text;
#[cfg(test)]
mod tests;
