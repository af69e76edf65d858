//! Rows that tables lack: a field that only a sample shows, written as the row that would describe it.

use crate::diagnostic::Fix;
use crate::dialect::Column;
use crate::lower::draft::{Field, Type};
use crate::lower::{Context, presence, types};
use crate::model::{self, Fact, Witness};
use crate::resolve::tree::{ObjectId, Tree};

/// The row for a field at the end of its object's table, where both are plain enough to leave no doubt.
pub fn missing(
    tree: &Tree<'_>,
    id: ObjectId,
    (at, is_shown): (usize, bool),
    context: Context<'_>,
) -> Option<Fix> {
    let object = &tree.objects[id];
    let field = &object.fields[at];
    // A sample that shows nothing of what the table lists may be a sample of something else.
    let certain = is_plain(&field.name, context)
        && is_shown
        && !serves_others(tree, id)
        && !(field.ty.is_container() && is_title(tree, &field.name));
    let rows = object.table.as_ref().filter(|_| certain)?;
    let (indent, end) = line_around(&context.file.text, rows.last)?;
    let line_end = if context.file.text[end..].starts_with("\r\n") { "\r\n" } else { "\n" };
    let mut text = format!("{line_end}{indent}|");
    for column in &rows.columns {
        text.extend([" ", cell(*column, field, context)?, " |"]);
    }
    Some(Fix { origin: context.file.origin(end, end), text })
}

/// Whether other fields have the same table: a row of it would be theirs too.
fn serves_others(tree: &Tree<'_>, id: ObjectId) -> bool {
    let row = |id: ObjectId| tree.objects[id].fields.iter().next().map(|field| field.origin);
    row(id).is_some_and(|own| (0..tree.objects.len()).any(|other| other != id && row(other) == Some(own)))
}

/// Whether a table goes by the name: it would take the row's field for its own.
fn is_title(tree: &Tree<'_>, name: &str) -> bool {
    tree.title_words().has(name)
}

/// Whether samples show a field of the object that its table lists.
pub fn shows_listed(tree: &Tree<'_>, id: ObjectId) -> bool {
    tree.objects[id].fields.iter().any(is_shown)
}

fn is_shown(field: &Field) -> bool {
    let by = |witness| field.votes.iter().any(|vote| vote.fact == Fact::Type && vote.witness == witness);
    by(Witness::Table) && (by(Witness::RequestExample) || by(Witness::ResponseExample))
}

/// The blanks before a row, and the end of its line. None when the row is no line of pipes by itself.
fn line_around(text: &str, (start, end): (usize, usize)) -> Option<(&str, usize)> {
    let row = text.get(start..end)?;
    let line = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let indent = &text[line..start];
    let whole = row.starts_with('|') && !row.contains('\n') && indent.chars().all(|c| c == ' ' || c == '\t');
    let line_end = text[end..].find('\n').map_or(text.len(), |at| end + at);
    whole.then(|| (indent, line_end - usize::from(text[..line_end].ends_with('\r'))))
}

/// A name that a cell can hold as it is and that means nothing else there.
fn is_plain(name: &str, context: Context<'_>) -> bool {
    let notes = &context.dialect.notes;
    name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && !context.dialect.is_nothing(name)
        && !notes.open_row.iter().any(|word| word.eq_ignore_ascii_case(name))
}

fn cell<'f>(column: Option<Column>, field: &'f Field, context: Context<'_>) -> Option<&'f str> {
    match column {
        Some(Column::Name) => Some(&field.name),
        Some(Column::Type) => type_word(&field.ty, context),
        Some(Column::Required) => presence::mark_word(false, context),
        Some(Column::Optional | Column::Nullable) => presence::mark_word(true, context),
        Some(Column::Location | Column::Schema) => None,
        _ => Some(""),
    }
}

/// A word that the dialect reads as the outermost part of the type; the sample shows the rest.
fn type_word(ty: &Type, context: Context<'_>) -> Option<&'static str> {
    use model::Type as Cell;
    let (words, outer): (&[&'static str], Cell) = match ty {
        Type::String => (&["string"], Cell::String),
        Type::Integer { .. } => (&["int"], Cell::integer()),
        Type::Number => (&["float", "number"], Cell::Number),
        Type::Boolean => (&["bool"], Cell::Boolean),
        Type::Array(_) => (&["array"], Cell::Array(Box::new(Cell::Any))),
        Type::AnyObject | Type::Named(_) | Type::Child(_) => (&["object"], Cell::AnyObject),
        Type::Any | Type::Map(_) | Type::OneOf(_) => return None,
    };
    words.iter().copied().find(|word| types::parse(word, context.dialect).ty == outer)
}
