//! Tables: what each kind of table of a call comes to.

use super::context::Context;
use super::draft::{Content, Draft, Table};
use super::table_context::TableContext;
use super::{bodies, enums, fields, row_repairs};
use crate::diagnostic::{Diagnostic, code};
use crate::dialect::Column;
use crate::page::{self, Side, TableKind, placement, titles};
use crate::syntax::markdown::cut_row;

/// One table: its rows as fields or values, or a diagnostic.
pub fn read(of_page: &TableContext<'_, '_>, draft: &mut Draft<'_>, context: Context<'_>) {
    if of_page.of_cookies {
        return draft.diagnostics.push(in_cookies(of_page, context));
    }
    if !of_page.table.has_separator {
        draft.diagnostics.push(row_repairs::no_separator(of_page.table, context));
    }
    if let Some(column) = of_page.table.repeated {
        let found = Diagnostic::new(&code::COLUMN_REPEATED, "two columns describe the fields");
        draft.diagnostics.push(found.label(context.origin(column), "joined with the first"));
    }
    if of_page.kind == TableKind::Fields {
        draft.diagnostics.extend(types_unknown(of_page.table, context));
    }
    let spelled_out = || fields::spelled_out(of_page, context).filter(|_| of_page.kind == TableKind::Bodies);
    let content = match of_page.kind {
        TableKind::Fields => match (draft.bodies.len(), fields::read(of_page, draft, context)) {
            // All of it is the answer.
            (before, Content::Fields { rows, .. })
                if rows.is_empty() && of_page.side == Side::Response && draft.bodies.len() > before =>
            {
                return;
            }
            (_, content) => content,
        },
        TableKind::Values => enums::read(of_page.table, context),
        TableKind::NamedValues => return enums::of_names(of_page, draft, context),
        TableKind::Bodies | TableKind::Other | TableKind::ErrorCodes => match spelled_out() {
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

/// A table of arguments that no client sends.
fn in_cookies(of_page: &TableContext<'_, '_>, context: Context<'_>) -> Diagnostic {
    Diagnostic::new(&code::PLACE_UNKNOWN, "the arguments of a table travel in cookies")
        .label(context.origin(of_page.origin), "says so of the table below")
        .note("they are not in the model: a client that needs a cookie sets the header `Cookie`")
        .rows(of_page.table.rows.iter().map(|row| row.count).sum())
}

/// A table without types, of whose columns one may have them: its title is unknown.
fn types_unknown(table: &page::Table<'_>, context: Context<'_>) -> Option<Diagnostic> {
    let says_type = |column: &Option<Column>| matches!(column, Some(Column::Type | Column::Schema));
    if table.of_list || table.columns.iter().any(says_type) {
        return None;
    }
    let header = cut_row(&context.file.text, table.header);
    let has_cells = |at: usize| {
        let rows = table.rows.iter().map(|row| cut_row(&context.file.text, row.span));
        rows.take(MAX_ROWS).any(|cells| cells.get(at).is_some_and(|cell| !cell.text.trim().is_empty()))
    };
    let mut unknown = table.columns.iter().zip(&header).enumerate();
    let (_, (_, title)) = unknown
        .find(|(at, (column, title))| column.is_none() && !title.text.trim().is_empty() && has_cells(*at))?;
    let message = format!("no column says the types, and nobody knows the column `{}`", title.text.trim());
    let found = Diagnostic::new(&code::TYPES_UNKNOWN, message);
    let help = "if it says the types, add its title to `[columns]` or its words to `[types]` of the dialect";
    Some(found.label(context.origin(title.span), "kept in the descriptions").help(help))
}

/// Rows that are asked whether a column has cells, at most.
const MAX_ROWS: usize = 64;

fn unknown_table(of_page: &TableContext<'_, '_>, context: Context<'_>) -> Diagnostic {
    Diagnostic::new(&code::TABLE_UNKNOWN, "a table of this section lists no fields")
        .label(context.origin(of_page.table.header), "no column of names and types")
        .rows(of_page.table.rows.iter().map(|row| row.count).sum())
}
