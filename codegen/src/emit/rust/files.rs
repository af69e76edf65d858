//! Files: tokens in, formatted text out.

use super::Options;
use crate::emit::{File, MARKER, Tree};
use proc_macro2::TokenStream;

/// Formats one file.
pub(super) fn render(options: &Options, tree: Tree, path: String, items: TokenStream) -> File {
    let text = format(items, &path);
    let command = &options.command;
    let head = format!("// {MARKER} from documentation pages. Do not edit; run `{command}`.");
    File { tree, path, text: format!("{head}\n{text}") }
}

/// The text of some items.
pub(super) fn format(items: TokenStream, of: &str) -> String {
    // The tokens are given away: parsing ones that somebody else holds too copies them all.
    let file = match syn::parse2(items) {
        Ok(file) => file,
        Err(error) => panic!("the tokens emitted for {of} are not Rust: {error}"),
    };
    spread(&prettyplease::unparse(&file))
}

/// Puts an empty line before each item that follows another; prettyplease prints none.
fn spread(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    let mut before = "";
    for line in text.lines() {
        if is_gap(before, line) {
            out.push('\n');
        }
        out.push_str(line);
        out.push('\n');
        before = line;
    }
    out
}

fn is_gap(before: &str, line: &str) -> bool {
    let (last, next) = (before.trim_start(), line.trim_start());
    let same_depth = before.len() - last.len() == line.len() - next.len();
    let starts_item =
        ["///", "#[", "pub ", "impl", "mod ", "fn ", "use "].iter().any(|it| next.starts_with(it));
    let ends_item = last.ends_with('}') && !["use ", "//"].iter().any(|it| last.starts_with(it));
    let is_use = |text: &str| text.starts_with("use ") || text.starts_with("pub use ");
    let is_mod = |text: &str| text.starts_with("pub mod ");
    let ends_head = (is_use(last) && !is_use(next))
        || (last.starts_with("//!") && !next.starts_with("//!"))
        || (is_mod(last) && !is_mod(next) && !next.starts_with("#[cfg"));
    same_depth && starts_item && (ends_item || ends_head)
}
