//! Links of rows to tables, and the names that such links go by.

use super::anchor::Anchor;
use super::context::Context;
use super::draft::Type;
use super::{numbers, types};
use crate::dialect::Column;
use crate::page::{Row, Section};
use crate::source::SourceFile;
use crate::syntax::markdown::{self, Cell};
use smol_str::SmolStr;

/// The places that links in the name, type and descriptions of a row lead to, as far as they are in the doc set.
pub fn of_row(row: Row<'_>, context: Context<'_>) -> Vec<Anchor> {
    let named =
        [Column::Name, Column::Type, Column::Schema].into_iter().filter_map(|column| row.cell(column));
    let mut links = Vec::new();
    for cell in named.chain(row.descriptions()) {
        let raw = context.text(cell.span);
        let leads_away = |link: &markdown::Link<'_>| !is_own(raw, link.target);
        let targets = markdown::links(raw).into_iter().filter(leads_away);
        links.extend(targets.filter_map(|link| target(link.target, context.file, context)));
        let numbers = numbers::in_text(&cell.text, context.dialect);
        links.extend(numbers.iter().map(|number| Anchor::numbered(context.file.id, number)));
    }
    links
}

/// Whether a link leads to the place that it stands at itself: `<a id="p-hull" href="#p-hull">hull</a>`.
fn is_own(raw: &str, target: &str) -> bool {
    let Some(name) = target.strip_prefix('#').filter(|name| !name.is_empty()) else { return false };
    ["id", "name"]
        .iter()
        .any(|key| ['"', '\''].iter().any(|quote| raw.contains(&format!("{key}={quote}{name}{quote}"))))
}

/// The places that the links of a text lead to.
pub fn of_text(text: &str, context: Context<'_>) -> impl Iterator<Item = Anchor> {
    markdown::links(text).into_iter().filter_map(move |link| target(link.target, context.file, context))
}

/// The type of a cell that links words which are type words too: `[[Set](#schemaset)]`. `text` is the part of it that
/// says the type.
pub fn named_types(cell: &Cell<'_>, text: &str, context: Context<'_>) -> Option<Box<Type>> {
    let links = markdown::links(context.text(cell.span));
    let dialect = context.dialect;
    let is_word = |text: &&str| dialect.types.get(text).is_some() || dialect.formats.get(text).is_some();
    let names: Vec<&str> = links.iter().map(|link| link.text.as_ref()).filter(is_word).collect();
    if names.is_empty() {
        return None;
    }
    let parsed = types::parse_with_names(text, &names, dialect);
    parsed.known.then(|| Box::new(Type::from(parsed.ty)))
}

fn target(link: &str, from: &SourceFile, context: Context<'_>) -> Option<Anchor> {
    let (page, name) = context.shared.pages.target(from, link)?;
    let name = fold(&name);
    (page != from.id || !name.is_empty()).then_some(Anchor { page, name })
}

/// What links to the heading of a section end in: its anchors, and its words.
pub fn anchors(section: &Section<'_>, page: u32) -> Vec<Anchor> {
    let words = slug(&section.heading);
    named(&section.anchors, page).chain(Some(Anchor { page, name: words })).filter(is_named).collect()
}

/// Names that a page gives a place.
pub fn named(names: &[&str], page: u32) -> impl Iterator<Item = Anchor> {
    names.iter().map(move |name| Anchor { page, name: fold(name) }).filter(is_named)
}

fn is_named(anchor: &Anchor) -> bool {
    !anchor.name.is_empty()
}

/// A name in the form in which names are compared.
pub fn fold(anchor: &str) -> SmolStr {
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
