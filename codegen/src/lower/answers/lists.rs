//! What stands above the table of an answer and says that the answer is a list of what the table describes.

use super::{MAX_SENTENCE, names_field, opened, parts, plain};
use crate::dialect::{Column, Dialect, TypeWord};
use crate::lower::types;
use crate::model::Type;
use crate::page::{Item, Row, Section, Table, titles};
use crate::syntax::markdown::Span;

/// `Array of Boat`, `返回类型：List<Boat>`: a line that is nothing but the type of a list of objects.
pub(super) fn names(line: &str, dialect: &Dialect) -> bool {
    let text = line.rsplit([':', '：']).find(|part| !part.trim().is_empty()).unwrap_or(line).trim();
    line.chars().count() <= titles::LISTED
        && is_list(text.trim_end_matches(['.', '。']), text.len() < line.trim_end().len(), dialect)
}

/// Whether a sentence in front of a table of arguments is such a line: `Body: Array<Boat>. Each has`, `List[Boat], where Boat is:`.
pub(super) fn opens(line: &str, dialect: &Dialect) -> bool {
    let mut sentences = parts(line);
    sentences.any(|text| names(text, dialect) || names(plain::head(text, dialect), dialect))
}

/// Longest word for a list that is looked for at the end of a text, in characters.
const LONGEST_WORD: usize = 16;

/// Whether what stands behind the link to a type says that there are several: `[Leaf](#leaf)[]`, `[leaf](#leaf) objects of the
/// tree`, `[Leaf](#leaf) 的列表`.
pub(super) fn names_behind(behind: &str, dialect: &Dialect) -> bool {
    let text = behind.trim();
    let is_list = |word: &str| dialect.types.get(word) == Some(TypeWord::List);
    // `leaf objects`: the word for one of them in the plural.
    let plural = text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let one = plural.strip_suffix('s').filter(|one| one.is_ascii());
    let is_object = |word: &str| dialect.types.get(word) == Some(TypeWord::Object);
    // In languages without blanks the word is the last one.
    let mut last = text.char_indices().rev().take(LONGEST_WORD);
    let mut ends = || !text.is_ascii() && last.any(|(at, _)| is_list(&text[at..]));
    text.starts_with("[]") || is_list(text) || one.is_some_and(is_object) || ends()
}

/// Whether a text is the type of a list of objects; behind a label, the word for lists is enough.
fn is_list(text: &str, is_labelled: bool, dialect: &Dialect) -> bool {
    let parsed = types::parse(text, dialect);
    match &parsed.ty {
        Type::Array(element) if parsed.known => match **element {
            Type::Object(_) | Type::AnyObject => true,
            Type::Any => is_labelled,
            _ => false,
        },
        _ => false,
    }
}

/// The table of the elements, where a sentence in front of the first table of an answer says so: `Returns an array of objects:`,
/// `返回数组，每个元素包含：`. A list that the table has itself is the one that is meant.
pub(super) fn elements(section: &Section<'_>, dialect: &Dialect) -> Option<Span> {
    let table = section.items.iter().find_map(|item| match item {
        Item::Table(table) => Some(table),
        _ => None,
    })?;
    let lines = section.lines().take_while(|line| line.span.start < table.span.start);
    let mut sentences = lines.flat_map(|line| parts(&line.text)).filter(|text| text.len() <= MAX_SENTENCE);
    let tells = |text: &str| {
        let rest = opened(text, dialect).unwrap_or(text).trim_start_matches([':', '：', ' ']);
        let rest = plain::without_article(rest, dialect);
        let head = plain::head(rest.trim_end_matches([':', '：']), dialect);
        let last = head.rsplit(' ').next().unwrap_or_default();
        let parsed = types::parse(head, dialect);
        let of = match &parsed.ty {
            Type::Array(element) if parsed.known => Some(&**element),
            _ => None,
        };
        let is_told = match of {
            Some(Type::Object(_)) => !has_list(table, dialect),
            Some(Type::AnyObject) => true,
            Some(Type::Any) | None => {
                let begins = dialect.phrases.list_answer.begin(rest) && dialect.columns.get(last).is_none();
                begins && (of.is_some() || !has_list(table, dialect))
            }
            Some(_) => false,
        };
        is_told && !names_field(text, table)
    };
    let is_whole = || !table.rows().any(|row| is_outer(row, dialect));
    (sentences.any(tells) && is_whole()).then_some(table.span)
}

/// Whether a row is a member of the envelope.
fn is_outer(row: Row<'_>, dialect: &Dialect) -> bool {
    let is_member = |name: &str| {
        dialect.envelope.payload == name || dialect.envelope.members.iter().any(|member| member == name)
    };
    row.cell(Column::Name).is_some_and(|cell| is_member(&cell.text))
}

/// Whether a table has a list of objects itself, which may be the one that is meant.
fn has_list(table: &Table<'_>, dialect: &Dialect) -> bool {
    table.rows().any(|row| {
        let ty = row.cell(Column::Type).map(|cell| types::parse(&cell.text, dialect).ty);
        matches!(ty, Some(Type::Array(element)) if matches!(*element, Type::Object(_) | Type::AnyObject | Type::Any))
    })
}
