//! Tables of parameters right under the title of a call.

use super::{Item, Section, Side, TableKind, presence, sections};
use crate::dialect::{Column, Dialect, Role, normalize};
use crate::syntax::markdown;

/// A table of parameters below a heading that opens no section, as under the title of a call, opens one itself, unless
/// the call has parameters elsewhere or shows its answer before.
pub fn open<'a>(text: &str, mut sections: Vec<Section<'a>>, dialect: &Dialect) -> Vec<Section<'a>> {
    types(text, &mut sections, dialect);
    let is_titled = |section: &Section<'_>| {
        section.side == Side::None && matches!(section.role, Role::Other | Role::Description)
    };
    // `Optional parameters` go on with what stands right under the call.
    let goes_on = |section: &Section<'_>| presence(&section.heading, dialect).is_some();
    let has_own = sections.iter().any(|section| {
        section.side == Side::Request && section.items.iter().any(is_table) && !goes_on(section)
    });
    let first =
        sections.iter().position(|section| is_titled(section) && section.items.iter().any(lists_parameters));
    let answer = sections.iter().position(|section| section.side == Side::Response);
    let Some(at) = first.filter(|at| !has_own && answer.is_none_or(|answer| *at < answer)) else {
        return sections;
    };
    let mut out = Vec::with_capacity(sections.len() + 1);
    for (index, mut section) in sections.into_iter().enumerate() {
        let cut = section.items.iter().position(lists_parameters).filter(|_| index == at);
        let below = cut.map(|cut| section.items.split_off(cut));
        let (span, status) = (section.span, None);
        out.push(section);
        out.extend(below.map(|items| Section {
            role: Role::Request,
            side: Side::Request,
            level: sections::LABEL,
            span,
            status,
            items,
            ..sections::first()
        }));
    }
    out
}

/// A heading that a sentence on the answer links to titles a type: `Returns a [lamp](#lamp-object) object.`
fn types(text: &str, sections: &mut [Section<'_>], dialect: &Dialect) {
    let lines = sections.iter().filter(|section| section.describes_call()).flat_map(Section::lines);
    let begins = |line: &str| {
        let line = line.trim_start().to_lowercase();
        dialect.notes.returns.iter().any(|word| line.starts_with(word.as_str()))
    };
    let told = lines.filter(|line| begins(&line.text)).flat_map(|line| markdown::links(line.span.of(text)));
    let returned: Vec<String> = told
        .filter_map(|link| link.target.strip_prefix('#'))
        .map(|name| normalize(name).into_owned())
        .collect();
    let is_type = |section: &&mut Section<'_>| {
        section.side == Side::None
            && section.nested
            && section.role == Role::Other
            && section.level > 0
            && section.has_table()
            && returned.contains(&normalize(&section.heading).into_owned())
    };
    if !returned.is_empty() {
        sections.iter_mut().filter(is_type).for_each(|section| section.role = Role::Types);
    }
}

fn is_table(item: &Item<'_>) -> bool {
    matches!(item, Item::Table(table) if table.kind == TableKind::Fields)
}

/// A table that can be of nothing but fields: names with types, marks of what must be sent, or places.
fn lists_parameters(item: &Item<'_>) -> bool {
    let Item::Table(table) = item else { return false };
    let has = |column| table.columns.contains(&Some(column));
    table.kind == TableKind::Fields && (has(Column::Type) || has(Column::Required) || has(Column::Location))
}
