//! Headings: which section titles which.

use super::{Item, Section, Side, TableKind, titles as page_titles};
use crate::syntax::markdown::Line;

/// A title is a few words; a longer bold line is a sentence.
const MAX_TITLE: usize = 80;

/// The section that titles each section: itself, or the nearest heading above it that opens no role.
pub fn titles(sections: &[Section<'_>]) -> Vec<usize> {
    let mut titles = Vec::with_capacity(sections.len());
    // Headings without a role, each of a higher level than the one before.
    let mut above: Vec<usize> = Vec::new();
    let mut last_side = 0;
    for (at, section) in sections.iter().enumerate() {
        if section.nested && section.level > 0 {
            above.retain(|title| sections[*title].level < section.level);
            above.push(at);
            titles.push(at);
            continue;
        }
        let over = |title: &usize| {
            let level = sections[*title].level;
            level < section.level
                || level == section.level && *title > last_side && !has_fields(&sections[*title])
        };
        let nearest = above.iter().rev().find(|title| over(title)).or(above.last());
        titles.push(nearest.copied().unwrap_or(0));
        if section.side != Side::None {
            last_side = at;
        }
    }
    titles
}

/// Whether a table of fields stands in a section.
pub fn has_fields(section: &Section<'_>) -> bool {
    section.items.iter().any(|item| matches!(item, Item::Table(table) if table.kind == TableKind::Fields))
}

/// A line that is bold as a whole and says no more than a title.
pub fn is_bold_title(text: &str, line: &Line<'_>) -> bool {
    let raw = line.span.of(text).trim();
    let inside =
        page_titles::BOLD.iter().find_map(|(opens, ends)| raw.strip_prefix(opens)?.strip_suffix(ends));
    let is_whole =
        inside.is_some_and(|inside| !inside.contains("**") && !inside.trim_end().ends_with([':', '：']));
    is_whole && page_titles::is_bold(text, line.span) && line.text.chars().count() <= MAX_TITLE
}
