//! Rows under titles of their own: parameters that a heading each names and a few lines describe.

use super::{Item, Section, Side, Table, lists};
use crate::dialect::{Dialect, Role};
use crate::syntax::markdown::Line;

/// Puts the parameters that headings name into the section above, where no table lists them.
pub fn join<'a>(text: &'a str, sections: Vec<Section<'a>>, dialect: &Dialect) -> Vec<Section<'a>> {
    let mut out: Vec<Section<'a>> = Vec::with_capacity(sections.len());
    // The section that the last role opened.
    let mut opened = None;
    let mut rest = sections.into_iter().peekable();
    while let Some(section) = rest.next() {
        let is_last = rest.peek().is_none_or(|next| next.level <= section.level);
        let above = opened.filter(|_| is_last).and_then(|at: usize| out.get_mut(at));
        let row = above.as_ref().and_then(|above| row(text, above, &section, dialect));
        match (above, row) {
            (Some(above), Some(row)) => match above.items.last_mut() {
                Some(Item::Table(table)) => lists::extend(table, row),
                _ => above.items.push(Item::Table(row)),
            },
            _ => {
                opened = if section.nested { opened } else { Some(out.len()) };
                out.push(section);
            }
        }
    }
    out
}

/// The parameter that a section is about.
fn row<'a>(
    text: &'a str,
    above: &Section<'a>,
    section: &Section<'a>,
    dialect: &Dialect,
) -> Option<Table<'a>> {
    let lists_fields = above.side != Side::None
        && !matches!(above.role, Role::RequestExample | Role::ResponseExample | Role::Auth)
        && above.items.iter().all(|item| match item {
            Item::Lines(_) => true,
            Item::Table(table) => table.of_list,
            Item::Code { .. } => false,
        });
    if !lists_fields || !section.nested || section.level <= above.level {
        return None;
    }
    let lines: Option<Vec<&[Line<'a>]>> = section
        .items
        .iter()
        .map(|item| match item {
            Item::Lines(lines) => Some(&lines[..]),
            _ => None,
        })
        .collect();
    let lines: Vec<&Line<'a>> = lines?.into_iter().flatten().collect();
    lists::under_heading(text, section.span, &lines, dialect)
}
