//! Links of rows to tables of the same page, and the names that such links go by.

use super::context::Context;
use crate::dialect::Column;
use crate::page::{Row, Section};
use crate::syntax::markdown;
use smol_str::SmolStr;

/// The anchors of this page that links in the name, type and descriptions of a row lead to.
pub fn of_row(row: Row<'_>, context: Context<'_>) -> Vec<SmolStr> {
    let named =
        [Column::Name, Column::Type, Column::Schema].into_iter().filter_map(|column| row.cell(column));
    let mut links = Vec::new();
    for cell in named.chain(row.descriptions()) {
        let found = markdown::links(context.text(cell.span)).into_iter();
        let targets = found.filter_map(|link| link.target.strip_prefix('#')).map(fold);
        links.extend(targets.filter(|target| !target.is_empty()));
    }
    links
}

/// What links to the heading of a section end in: its anchor, or its words.
pub fn anchors(section: &Section<'_>) -> Vec<SmolStr> {
    let words = slug(&section.heading);
    let all = section.anchor.map(fold).into_iter().chain(Some(words));
    all.filter(|anchor| !anchor.is_empty()).collect()
}

pub(super) fn fold(anchor: &str) -> SmolStr {
    anchor.trim_start_matches('#').trim().to_lowercase().into()
}

/// The anchor that a renderer makes of a heading: lower case, dashes for blanks, no punctuation.
fn slug(heading: &str) -> SmolStr {
    let of_slug = |c: char| match c {
        c if c.is_whitespace() => Some('-'),
        c if c.is_alphanumeric() || matches!(c, '-' | '_') => Some(c),
        _ => None,
    };
    heading.trim().chars().filter_map(of_slug).flat_map(char::to_lowercase).collect::<String>().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_has_the_anchor_that_renderers_give_it() {
        assert_eq!(slug("What it's made of: Box"), "what-its-made-of-box");
        assert_eq!(slug("Pegged Orders Info"), "pegged-orders-info");
        assert_eq!(slug("箱子 (box)"), "箱子-box");
    }
}
