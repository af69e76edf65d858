//! Whether a field must be sent, or is promised: a column of the table says so, else marks beside the name or the type
//! or in the description, else what the other rows of the table imply.

use super::context::Context;
use super::draft::{Draft, Field, Row as FieldRow};
use super::row_values;
use super::table_context::TableContext;
use crate::diagnostic::{Diagnostic, code};
use crate::dialect::{Column, Dialect};
use crate::model::{Fact, Origin, Witness};
use crate::page::{Row, Side, Table, presence as said_of_all};
use crate::policy::Votes;
use crate::syntax::markdown::Cell;

/// What a row says of presence, and under which condition.
#[derive(Debug, Default)]
pub(super) struct Presence {
    /// Whether the field must be sent, or is promised.
    pub required: bool,
    /// The words behind the mark.
    pub condition: Option<String>,
}

/// In a response the columns on nullability and presence promise a value; a plain required column does so too.
fn promised(row: Row<'_>, dialect: &Dialect) -> bool {
    let says = |column| row.cell(column).and_then(|cell| dialect.required.get(&cell.text));
    let is_optional = says(Column::Optional).or_else(|| says(Column::Nullable));
    match (says(Column::NeverNull), says(Column::AlwaysPresent)) {
        (Some(false), _) | (_, Some(false)) => false,
        (Some(true), _) | (_, Some(true)) => true,
        _ => {
            let is_there = |column| row.cell(column).is_some();
            says(Column::Required).or(is_optional.map(|optional| !optional)) == Some(true)
                && !is_there(Column::NeverNull)
                && !is_there(Column::AlwaysPresent)
        }
    }
}

/// What a row says. `marked` is what the marks beside its name and type say.
pub(super) fn read(
    row: Row<'_>,
    (side, table): (Side, &Table<'_>),
    marked: Option<bool>,
    field: &mut Field,
    draft: &mut Draft<'_>,
    context: Context<'_>,
) -> Presence {
    let dialect = context.dialect;
    let may_be_null = |cell: &&Cell<'_>| dialect.required.get(&cell.text) == Some(true);
    if let Some(cell) = row.cell(Column::Nullable).filter(may_be_null) {
        field.nullable = true;
        let place = context.origin_beside(cell.span, field.origin);
        field.votes.cast(Fact::Nullable, Witness::Table, "null", place);
    }
    if side == Side::Response {
        return Presence { required: promised(row, dialect), condition: None };
    }
    if table.has_required && !table.of_list || row.cell(Column::Required).is_some() {
        return of_column((row, table), field, draft, context);
    }
    match marked.or_else(|| of_description(row, context)) {
        Some(required) => {
            cast(field, required, field.origin);
            Presence { required, condition: None }
        }
        None => Presence::default(),
    }
}

/// What a column says: whether the field is required, or optional, or may be null.
fn of_column(
    (row, table): (Row<'_>, &Table<'_>),
    field: &mut Field,
    draft: &mut Draft<'_>,
    context: Context<'_>,
) -> Presence {
    let dialect = context.dialect;
    let inverted =
        || row.cell(Column::Optional).or_else(|| row.cell(Column::Nullable)).map(|cell| (cell, true));
    let plain = row.cell(Column::Required).or_else(|| row.cell(Column::NeverNull));
    let cell = plain.map(|cell| (cell, false)).or_else(inverted);
    let Some((cell, is_inverted)) = cell else { return Presence::default() };
    if is_inverted && cell.text.is_empty() && marks_only_optional(table, dialect) {
        cast(field, true, context.origin_beside(cell.span, field.origin));
        return Presence { required: true, condition: None };
    }
    let (mark, rest) = mark(&cell.text, dialect);
    let mark = if says_yes_beside_no(cell, table, dialect) { Some(true) } else { mark };
    // `required` and `optional` speak for themselves in any column.
    let speaks = || dialect.marks.get(&cell.text).is_some();
    let mark = mark.map(|yes| if is_inverted && !speaks() { !yes } else { yes });
    let required = mark.unwrap_or(false);
    cast(field, required, context.origin_beside(cell.span, field.origin));
    if mark.is_none() || is_is(&cell.text) {
        draft.diagnostics.push(required_word(&field.name, cell, mark, context));
    }
    Presence { required, condition: Some(rest).filter(|rest| !rest.is_empty()).map(str::to_owned) }
}

/// Whether a mark says yes because the other marks of its column say no: `○` beside `×`.
fn says_yes_beside_no(cell: &Cell<'_>, table: &Table<'_>, dialect: &Dialect) -> bool {
    let is_sign = |text: &str| dialect.signs.yes_beside_no.iter().any(|sign| sign == text.trim());
    if !is_sign(&cell.text) {
        return false;
    }
    let cells = table.rows().filter_map(|row| row.cell(Column::Required));
    let mut others = cells.filter(|cell| !is_sign(&cell.text)).peekable();
    others.peek().is_some() && others.all(|cell| dialect.required.get(&cell.text) == Some(false))
}

/// Whether a column says which rows are optional, and leaves its cells blank in the others.
fn marks_only_optional(table: &Table<'_>, dialect: &Dialect) -> bool {
    let cells =
        || table.first_rows().filter_map(|row| row.cell(Column::Optional)).map(|cell| cell.text.trim());
    let is_said = |text: &str| text.is_empty() || dialect.required.get(text) == Some(true);
    cells().any(|text| !text.is_empty()) && cells().all(is_said)
}

fn cast(field: &mut Field, required: bool, place: Origin) {
    let says = if required { "required" } else { "optional" };
    field.votes.cast(Fact::Required, Witness::Table, says, place);
}

/// `**optional** What it is`, `Optional. What it is`, `What it is (optional)`, `What it is. Required.`: what a description
/// says in a mark. A later sentence that says `Optional` would imply too much of rows without one.
fn of_description(row: Row<'_>, context: Context<'_>) -> Option<bool> {
    let cells = row.descriptions().iter();
    let told = cells.filter_map(|cell| of_text(context.text(cell.span), context.dialect)).next();
    told.or_else(|| of_rules(row, context))
}

/// `required, unique` and `required|string` in a column of rules that nobody knows, and `required` in place of a default.
fn of_rules(row: Row<'_>, context: Context<'_>) -> Option<bool> {
    let is_mark = |c: char| c.is_whitespace() || "*_`\\".contains(c);
    let first = |cell: &Cell<'_>| {
        let text = context.text(cell.span);
        let word = text.split([',', '，', ';', '；', '|', '\n', '<']).next().unwrap_or(text);
        context.dialect.marks.get(word.trim_matches(is_mark))
    };
    row.remarks().iter().find_map(first).or_else(|| row.cell(Column::Default).and_then(first))
}

/// The mark of a text, as the page writes it.
fn of_text(text: &str, dialect: &Dialect) -> Option<bool> {
    let text = text.trim();
    let text = row_values::type_in_code(text, dialect).map_or(text, |(_, rest)| rest);
    let emphasis = text.trim_start_matches(['*', '_', '`']);
    let end = match emphasis.len() < text.len() {
        true => emphasis.find(['*', '_', '`']),
        false => text.find(['.', ',', ';', ':', '，', '。', '；', '：', '\n']).or(Some(text.len())),
    };
    let opening = end.and_then(|end| dialect.marks.get(&emphasis[..end]).filter(|_| end > 0));
    let inside = || bracketed(text).find_map(|inner| dialect.marks.get(inner));
    let told = || sentences(text).any(|sentence| dialect.marks.get(sentence) == Some(true)).then_some(true);
    let emphasised = || {
        text.split("**")
            .skip(1)
            .step_by(2)
            .find_map(|word| dialect.marks.get(word.trim_matches(['.', ':', ' '])))
    };
    opening.or_else(inside).or_else(told).or_else(emphasised)
}

/// The sentences behind the first: `What it is. Required. See below.`
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let sentences = text.split(['.', '。', ';', '；']).skip(1);
    sentences
        .map(|sentence| sentence.trim_matches(['*', '_', '`', ' ']))
        .filter(|sentence| !sentence.is_empty())
}

/// What stands in brackets.
fn bracketed(text: &str) -> impl Iterator<Item = &str> {
    text.split(['(', '[', '（', '【', '［']).skip(1).filter_map(|rest| {
        let end = rest.find([')', ']', '）', '】', '］'])?;
        Some(rest[..end].trim()).filter(|inner| !inner.is_empty())
    })
}

/// Whether a star behind a name says that the field must be sent, as forms have it: unless a footnote below the table says
/// something else of it.
pub(super) fn stars_require(table: &Table<'_>, context: Context<'_>) -> bool {
    let below = context.file.text.get(table.span.end..).unwrap_or_default();
    let lines = below.lines().map(str::trim).filter(|line| !line.is_empty()).take(MAX_FOOTNOTES);
    let noted = lines.take_while(|line| !line.starts_with(['#', '|'])).filter_map(|line| {
        let line = line.trim_start_matches(['>', '<', ' ']);
        let is_item = line.starts_with("* ") || line.starts_with("**");
        line.strip_prefix("\\*").or_else(|| line.strip_prefix('*').filter(|_| !is_item))
    });
    noted.into_iter().next().is_none_or(|note| {
        let mut words = note.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let told = |word: &str| context.dialect.marks.get(word) == Some(true);
        words.any(|word| {
            told(word) || context.dialect.signs.required.iter().any(|mark| word.contains(mark.as_str()))
        })
    })
}

/// Lines below a table among which its footnotes are looked for.
const MAX_FOOTNOTES: usize = 8;

/// Where no column says what must be sent and some rows are marked as optional, the others are not; where rows of both
/// kinds are marked, those without a mark say nothing. A sentence that says so of all of them comes before that.
pub(super) fn imply(rows: &mut [FieldRow], of_page: &TableContext<'_, '_>, dialect: &Dialect) {
    if of_page.side == Side::Response || of_page.table.has_required {
        return;
    }
    let says = |field: &Field| field.votes.iter().any(|vote| vote.fact == Fact::Required);
    if let Some((required, but)) = told_of_all(of_page, dialect) {
        for row in rows.iter_mut().filter(|row| !says(&row.field)) {
            row.field.required = required != but.iter().any(|name| *name == row.field.name);
            let (place, required) = (row.field.origin, row.field.required);
            cast(&mut row.field, required, place);
        }
        return;
    }
    let is_marked =
        |required: bool| rows.iter().any(|row| says(&row.field) && row.field.required == required);
    let implied = is_marked(false) && !is_marked(true);
    if !implied && !dialect.signs.required_by_default {
        return;
    }
    // What has a default need not be sent, and `none` among other defaults is one.
    let nothing = without_value(of_page.table, dialect);
    let has_default =
        |field: &Field| field.meaning.default.is_some() || nothing.contains(&field.name.as_str());
    for row in rows.iter_mut().filter(|row| !says(&row.field) && !has_default(&row.field)) {
        row.field.required = true;
        let place = row.field.origin;
        cast(&mut row.field, true, place);
    }
}

/// What a sentence, the title of a table or the line above it says of all its rows, and of which it says the opposite:
/// `Required parameters`, `以下参数均为必填。`
fn told_of_all(of_page: &TableContext<'_, '_>, dialect: &Dialect) -> Option<(bool, Vec<String>)> {
    if let Some(but) = &of_page.all_optional_but {
        return Some((false, but.clone()));
    }
    let caption = of_page.table.caption.as_ref().map(|line| line.text.as_ref());
    let titles = [caption, Some(of_page.title), Some(of_page.section())];
    let titled = titles.into_iter().flatten().find_map(|title| said_of_all(title, dialect));
    let titled = titled.map(|required| (required, Vec::new()));
    titled.or_else(|| Some((true, dialect.phrases.all_required.but(caption?)?)))
}

/// The names of the rows whose default is said to be nothing, where other rows of the table have one.
fn without_value<'t>(table: &'t Table<'_>, dialect: &Dialect) -> Vec<&'t str> {
    let default = |row: &Row<'t>| row.cell(Column::Default).map(|cell| cell.text.trim());
    let is_value = |text: &str| !dialect.is_no_value(text);
    if !table.rows().any(|row| default(&row).is_some_and(is_value)) {
        return Vec::new();
    }
    let is_told = |text: &str| !is_value(text) && text.contains(char::is_alphabetic);
    let told = table.rows().filter(|row| default(row).is_some_and(is_told));
    told.map(|row| row.name().text.as_ref()).collect()
}

/// Whether a cell is or begins with the word that translators write for 是.
fn is_is(text: &str) -> bool {
    let word = text.split(' ').next().unwrap_or_default();
    word.eq_ignore_ascii_case("is")
}

fn required_word(name: &str, cell: &Cell<'_>, mark: Option<bool>, context: Context<'_>) -> Diagnostic {
    let origin = context.origin(cell.span);
    let shown = if cell.text.is_empty() { "an empty cell".to_owned() } else { format!("`{}`", cell.text) };
    let found = Diagnostic::new(&code::REQUIRED_WORD, format!("the required cell of `{name}` holds {shown}"));
    match mark {
        Some(mark) => {
            let found = found
                .label(origin, "read as `yes`")
                .note("a translator wrote `is` for 是, which means yes")
                .help("write `yes`");
            // What follows the mark would be lost.
            let whole = context.dialect.required.get(&cell.text).is_some();
            match mark_word(mark, context).filter(|_| whole) {
                Some(word) => found.fix(origin, word),
                None => found,
            }
        }
        None => found
            .label(origin, "neither yes nor no")
            .note("the field is optional; the text is kept as its condition"),
    }
}

/// The word for yes or no in the language of the page, where the dialect reads it so.
pub fn mark_word(mark: bool, context: Context<'_>) -> Option<&'static str> {
    let word = match (context.file.page_language(), mark) {
        ("zh", true) => "是",
        ("zh", false) => "否",
        (_, true) => "yes",
        (_, false) => "no",
    };
    (context.dialect.required.get(word) == Some(mark)).then_some(word)
}

/// A cell without the mark of a footnote: `required¹`, `Yes [1]`.
fn without_footnote<'t>(text: &'t str, dialect: &Dialect) -> &'t str {
    let numbered = text.strip_suffix([']', '】']).and_then(|text| text.rsplit_once(['[', '【']));
    let bare =
        match numbered.filter(|(_, note)| note.bytes().all(|byte| byte.is_ascii_digit() || byte == b'^')) {
            Some((bare, _)) => bare,
            None => {
                let marks = &dialect.signs.footnotes;
                marks.iter().find_map(|mark| text.strip_suffix(mark.as_str())).unwrap_or(text)
            }
        };
    if bare.trim().is_empty() { text } else { bare.trim() }
}

/// Yes or no at the beginning of a cell, and what follows it.
fn mark<'t>(text: &'t str, dialect: &Dialect) -> (Option<bool>, &'t str) {
    if let Some(mark) = dialect.required.get(text) {
        return (Some(mark), "");
    }
    let text = without_footnote(text, dialect);
    if let Some(mark) = dialect.required.get(text) {
        return (Some(mark), "");
    }
    let end = text.find(['(', '（', ',', '，', ';', '；', ' ', '。']).unwrap_or(text.len());
    match dialect.required.get(&text[..end]) {
        Some(mark) if end > 0 => (Some(mark), text[end..].trim()),
        _ => (None, text),
    }
}
