//! `book`: the documentation as a book, and every link of it.

use crate::shell::{root, run, target};
use std::fs;
use std::path::Path;
use std::process::Command;

/// Builds the book and follows the links of its pages; without mdBook it says so.
pub(crate) fn build() -> Result<(), String> {
    if Command::new("mdbook").arg("--version").output().is_err() {
        println!("mdbook is not installed: the book is not built (`cargo install --locked mdbook@0.5`)");
        return Ok(());
    }
    let folder = target().join("book");
    run(&format!("mdbook build {} --dest-dir {}", root().join("docs").display(), folder.display()))?;
    let mut dead = Vec::new();
    for entry in fs::read_dir(&folder).map_err(|error| error.to_string())?.flatten() {
        let page = entry.path();
        if page.extension().is_some_and(|extension| extension == "html") && !page.ends_with("print.html") {
            dead.extend(dead_links(&page)?);
        }
    }
    if dead.is_empty() { Ok(()) } else { Err(format!("links that lead nowhere:\n{}", dead.join("\n"))) }
}

/// Links of a page to files or anchors that are not there.
fn dead_links(page: &Path) -> Result<Vec<String>, String> {
    let read = |path: &Path| fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()));
    let (text, mut dead) = (read(page)?, Vec::new());
    for link in text.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        if link.contains("://") || link.starts_with("mailto:") {
            continue;
        }
        let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
        let file = if path.is_empty() { page.to_owned() } else { page.with_file_name(path) };
        let is_dead =
            !file.exists() || !anchor.is_empty() && !read(&file)?.contains(&format!("id=\"{anchor}\""));
        if is_dead {
            dead.push(format!("{}: {link}", page.display()));
        }
    }
    Ok(dead)
}
