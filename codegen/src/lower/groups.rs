//! Groups: the tables of an endpoint, each with the side it speaks of and the title it stands under.

use crate::dialect::{Dialect, Role};
use crate::markdown::Span;
use crate::page::{Endpoint, Item, Section, Side, Table, TableKind};

/// One table and what is said about its place.
#[derive(Debug)]
pub struct Group<'p, 'a> {
    /// The table.
    pub table: &'p Table<'a>,
    /// The half of the call.
    pub side: Side,
    /// The role heading above it.
    pub role: Role,
    /// Titles that may name its parent: caption, then heading; empty for the root of the side.
    pub titles: Vec<Vec<String>>,
    /// The text of the title as written.
    pub title: String,
    /// The heading or caption.
    pub origin: Span,
    /// A second table under one heading goes on with the first unless a caption names it.
    pub continues: bool,
}

/// All tables of the sides, in file order.
pub fn read<'p, 'a>(endpoint: &'p Endpoint<'a>, dialect: &Dialect) -> Vec<Group<'p, 'a>> {
    let mut groups = Vec::new();
    for section in &endpoint.sections {
        let mut seen = 0;
        for item in &section.items {
            let Item::Table(table) = item else { continue };
            let Some(group) = group(section, table, seen, dialect) else { continue };
            seen += usize::from(table.kind == TableKind::Fields);
            groups.push(group);
        }
    }
    groups
}

fn group<'p, 'a>(section: &'p Section<'a>, table: &'p Table<'a>, seen: usize, dialect: &Dialect) -> Option<Group<'p, 'a>> {
    let side = match (section.side, section.role) {
        // The address section may carry the table of its placeholders.
        (Side::None, Role::Url | Role::Method) if table.kind == TableKind::Fields => Side::Request,
        // Types that stand apart serve both sides.
        (Side::None, Role::Types) => Side::None,
        (Side::None, _) => return None,
        (side, _) => side,
    };
    let caption = table.caption.as_ref().map(|line| (super::titles::parse(&line.text, dialect), line));
    let by_caption = caption.filter(|(paths, line)| !paths.is_empty() && line.text.chars().count() < 60);
    let mut group = Group { table, side, role: section.role, titles: Vec::new(), title: String::new(), origin: table.span, continues: false };
    if section.nested {
        group.titles = super::titles::parse(&section.heading, dialect);
        group.title = section.heading.to_string();
        group.origin = section.span;
        group.continues = seen > 0;
    } else {
        group.origin = if section.level > 0 { section.span } else { table.span };
    }
    if let Some((paths, line)) = by_caption.filter(|_| seen > 0 || table.kind != TableKind::Fields) {
        group.title = line.text.to_string();
        group.origin = line.span;
        group.titles = paths;
        group.continues = false;
    }
    Some(group)
}
