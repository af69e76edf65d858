//! Tables whose rows name the type of a body: `Status | Meaning | Schema`, `Required | Schema`.

use super::context::Context;
use super::draft::{Body, Draft, Type};
use super::table_context::TableContext;
use super::{links, names, row_values, types};
use crate::dialect::{Column, Dialect};
use crate::model;
use crate::page::{Item, Row, Side};
use crate::syntax::markdown::Span;

/// Reads the first row of a call that goes well. Whether there is one with a type.
pub fn read(of_page: &TableContext<'_, '_>, draft: &mut Draft<'_>, context: Context<'_>) -> bool {
    let table = of_page.table;
    let body =
        table.rows().filter(|row| !is_failure(*row, context)).find_map(|row| body(row, of_page, context));
    let Some(body) = body else { return false };
    let rows = table.rows.iter().map(|row| row.count).sum();
    draft.bodies.push(Body { rows, ..body });
    true
}

/// The word in the name of an argument that is the body.
const BODY: &str = "body";

/// `| body | body | [Tree](#tree) |`: the only argument in the body is the body itself, where its type is a structure that
/// stands elsewhere. Where no column says what travels where, that is the only row that has the name of its type. Gives
/// the place of the row as well.
pub fn argument(
    of_page: &TableContext<'_, '_>,
    sends_body: bool,
    context: Context<'_>,
) -> Option<(Span, Body)> {
    let rows = || of_page.table.rows();
    let is_placed = rows().any(|row| row.cell(Column::Location).is_some());
    let is_body = |row: &Row<'_>| match is_placed {
        true => is_said_in_body(*row, context.dialect),
        // Where rows say what must be sent, each of one word is a member like the others.
        false => {
            sends_body
                && (!of_page.table.has_required || has_words(&row.name().text))
                && has_name_of_type(*row, context)
        }
    };
    let mut bodies = rows().filter(is_body);
    let row = bodies.next().filter(|_| of_page.side == Side::Request)?;
    let is_called_so = !is_placed
        || row.name().text.to_ascii_lowercase().contains(BODY)
        || !is_member_of_sample(&row.name().text, of_page, context);
    if !is_called_so || bodies.next().is_some() || rows().any(|row| row.depth > 0) {
        return None;
    }
    let cell = row.cell(Column::Type).or_else(|| row.cell(Column::Schema))?;
    let links: Vec<_> = links::of_text(context.text(cell.span), context).collect();
    let ty = known(schema(&cell.text)?, context.dialect).filter(|ty| structure(ty).is_some())?;
    let origin = context.origin(row.span);
    if links.is_empty() && !is_placed {
        return None;
    }
    let body = Body {
        side: of_page.side,
        ty: Type::from(ty),
        linked: links::named_types(cell, &cell.text, context),
        links,
        docs: row_values::docs(row, origin, context),
        origin,
        rows: row.count,
    };
    Some((row.span, body))
}

/// Whether a block of the request shows a member of this name that holds more: `"boat": {`.
fn is_member_of_sample(name: &str, of_page: &TableContext<'_, '_>, context: Context<'_>) -> bool {
    let sent = of_page.sections.iter().filter(|section| section.side != Side::Response);
    let mut blocks = sent.flat_map(|section| &section.items).filter_map(|item| match item {
        Item::Code { body, .. } => Some(context.text(*body)),
        _ => None,
    });
    let quoted = format!("\"{name}\"");
    let holds = |rest: &str| {
        rest.trim_start().strip_prefix(':').is_some_and(|rest| rest.trim_start().starts_with(['{', '[']))
    };
    blocks.any(|code| code.match_indices(&quoted).any(|(at, _)| holds(&code[at + quoted.len()..])))
}

/// `| *anonymous* | [[Tree](#tree)] |`: the only row of an answer, without a name, is the answer itself. One with the word for
/// the values of a map says that the answer is a map of them.
pub fn unnamed(row: Row<'_>, of_page: &TableContext<'_, '_>, context: Context<'_>) -> Option<Body> {
    let is_alone =
        of_page.table.rows.len() == 1 && of_page.side == Side::Response && of_page.titles.is_empty();
    let is_mark = |c: char| !c.is_alphanumeric();
    let is_map = row.name().text.trim_matches(is_mark) == names::MAP_VALUES;
    let is_it = is_alone && (is_map || names::stands_for_value(row, context));
    let cell = row.cell(Column::Type).filter(|_| is_it)?;
    let ty = Type::from(known(schema(&cell.text)?, context.dialect)?);
    let ty = if is_map { Type::map(ty) } else { ty };
    let origin = context.origin(row.span);
    Some(Body {
        side: of_page.side,
        ty,
        linked: links::named_types(cell, &cell.text, context),
        links: links::of_text(context.text(cell.span), context).collect(),
        docs: row_values::docs(row, origin, context),
        origin,
        rows: row.count,
    })
}

/// The name of the structure that a type is, or that it is a list of.
fn structure(ty: &model::Type) -> Option<&str> {
    match ty {
        model::Type::Object(name) => Some(name),
        model::Type::Array(inner) => match &**inner {
            model::Type::Object(name) => Some(name),
            _ => None,
        },
        _ => None,
    }
}

/// Whether a cell says that the argument travels in the body.
fn is_said_in_body(row: Row<'_>, dialect: &Dialect) -> bool {
    let said = row.cell(Column::Location).and_then(|cell| dialect.locations.get(&cell.text));
    said == Some(model::Location::Body)
}

/// `| new_tree | [NewTree](NewTree.md) |`: whether the type of a row links to another page or table, and the row has its
/// name. On the same page a name of one word, `tree`, may as well be that of a field.
fn has_name_of_type(row: Row<'_>, context: Context<'_>) -> bool {
    let folded = |text: &str| -> String {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    row.cell(Column::Type).is_some_and(|cell| {
        let name = &row.name().text;
        // Few types are links.
        links::of_text(context.text(cell.span), context)
            .any(|link| link.page != context.file.id || has_words(name))
            && schema(&cell.text)
                .and_then(|text| known(text, context.dialect))
                .as_ref()
                .and_then(structure)
                .is_some_and(|of| {
                    let of = folded(of);
                    !of.is_empty() && of == folded(name)
                })
    })
}

/// Whether a name is made of several words: `new_tree`, `newTree`.
fn has_words(name: &str) -> bool {
    let mut inside = name.chars().skip(1);
    inside.any(|c| !c.is_alphanumeric() || c.is_uppercase())
}

fn body(row: Row<'_>, of_page: &TableContext<'_, '_>, context: Context<'_>) -> Option<Body> {
    let cell = row.cell(Column::Schema)?;
    let text = schema(&cell.text)?;
    let ty = known(text, context.dialect)?;
    let origin = context.origin(row.span);
    Some(Body {
        side: of_page.side,
        ty: Type::from(ty),
        linked: links::named_types(cell, text, context),
        links: links::of_text(context.text(cell.span), context).collect(),
        docs: row_values::docs(row, origin, context),
        origin,
        rows: 0,
    })
}

/// The part of a cell that says the type: `application/json: Tree` is a tree, and of several media types the first counts.
pub(super) fn schema(cell: &str) -> Option<&str> {
    let is_mark = |c: char| matches!(c, '*' | '`' | ' ');
    let is_media = |word: &str| {
        let kind = word.trim_matches(is_mark).split_once('/').map_or("", |(kind, _)| kind);
        !kind.is_empty() && kind.bytes().all(|byte| byte.is_ascii_lowercase())
    };
    let line = cell.lines().map(str::trim).find(|line| !line.is_empty())?;
    let behind = line.split_once(':').filter(|(media, _)| is_media(media)).map(|(_, behind)| behind);
    Some(behind.unwrap_or(line).trim_matches(is_mark))
}

/// The type that a text says, unless it says that there is nothing.
fn known(text: &str, dialect: &Dialect) -> Option<model::Type> {
    let parsed = types::parse(text, dialect);
    let is_nothing = parsed.nullable || dialect.is_nothing(text) || parsed.ty == model::Type::Any;
    (parsed.known && !is_nothing).then_some(parsed.ty)
}

/// Whether a row speaks of a call that failed: `404`, `4XX`, `default`.
pub(super) fn is_failure(row: Row<'_>, context: Context<'_>) -> bool {
    let text = context.text(row.span);
    let mut words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.next().is_some_and(|first| {
        let is_code = first.len() == 3
            && first.starts_with(['4', '5'])
            && !first.bytes().all(|byte| byte.is_ascii_lowercase());
        is_code || first.eq_ignore_ascii_case("default")
    })
}
