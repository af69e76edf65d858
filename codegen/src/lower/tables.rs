//! Tables: what each kind of table of a call comes to.

use super::context::Context;
use super::draft::{Content, Draft, Table};
use super::table_context::TableContext;
use super::{bodies, enums, fields, row_repairs};
use crate::diagnostic::{Diagnostic, code};
use crate::page::{TableKind, placement, titles};

/// One table: its rows as fields or values, or a diagnostic.
pub fn read(of_page: &TableContext<'_, '_>, draft: &mut Draft<'_>, context: Context<'_>) {
    if !of_page.table.has_separator {
        draft.diagnostics.push(row_repairs::no_separator(of_page.table, context));
    }
    if let Some(column) = of_page.table.repeated {
        let found = Diagnostic::new(&code::COLUMN_REPEATED, "two columns describe the fields");
        draft.diagnostics.push(found.label(context.origin(column), "joined with the first"));
    }
    let spelled_out = || fields::spelled_out(of_page, context).filter(|_| of_page.kind == TableKind::Bodies);
    let content = match of_page.kind {
        TableKind::Fields => fields::read(of_page, draft, context),
        TableKind::Values => enums::read(of_page.table, context),
        TableKind::NamedValues => return enums::of_names(of_page, draft, context),
        TableKind::Bodies | TableKind::Other => match spelled_out() {
            Some(content) => content,
            None if of_page.kind == TableKind::Bodies && bodies::read(of_page, draft, context) => return,
            None => return draft.diagnostics.push(unknown_table(of_page, context)),
        },
    };
    draft.tables.push(described(of_page, content, context));
}

/// A table with what is said about its place.
fn described(of_page: &TableContext<'_, '_>, content: Content, context: Context<'_>) -> Table {
    Table {
        side: of_page.side,
        titles: of_page.titles.clone(),
        title: of_page.title.to_owned(),
        caption: caption(of_page, context),
        origin: context.origin(of_page.origin),
        continues: of_page.continues,
        is_foreign: of_page.is_foreign,
        follows: of_page.follows,
        variant: of_page.variant.clone(),
        anchors: of_page.anchors.clone(),
        is_list_body: of_page.is_list_body,
        definition: None,
        content,
    }
}

/// The line above a table that has no title, where it is one: in bold, with a number, a few words, or before a colon.
fn caption(of_page: &TableContext<'_, '_>, context: Context<'_>) -> Option<String> {
    let line = of_page.table.caption.as_ref().filter(|_| of_page.title.is_empty())?;
    let text = line.text.trim();
    let is_sentence = text.ends_with(['.', '。', ';', '；', ',', '，', '!', '！', '?', '？']);
    if is_sentence && placement::has_word(text, &context.dialect.nesting.members) {
        return in_code(context.text(line.span)).map(str::to_owned);
    }
    (!is_sentence && text.chars().count() <= titles::LISTED)
        .then(|| text.trim_end_matches([':', '：']).to_owned())
}

/// The only name in code of a sentence: `` `care` is an object with the following fields. ``
fn in_code(sentence: &str) -> Option<&str> {
    let mut parts = sentence.split('`');
    let (name, rest) = (parts.nth(1)?, parts.next()?);
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte);
    (parts.next().is_none() && !name.is_empty() && !rest.is_empty() && name.bytes().all(is_name))
        .then_some(name)
}

fn unknown_table(of_page: &TableContext<'_, '_>, context: Context<'_>) -> Diagnostic {
    Diagnostic::new(&code::TABLE_UNKNOWN, "a table of this section lists no fields")
        .label(context.origin(of_page.table.header), "no column of names and types")
        .rows(of_page.table.rows.iter().map(|row| row.count).sum())
}
