//! Rows to fields: name, type, required mark, descriptions and what they mean.

use super::description::Memo;
use super::draft::{Content, Draft, Field, Row as FieldRow, Segment, Type};
use super::table_context::TableContext;
use super::{links, row_repairs, row_values, types};
use crate::diagnostic::{Diagnostic, code};
use crate::dialect::{Column, Dialect, Role};
use crate::model::{self, Fact, Location, Open, Origin, Witness};
use crate::page::{Row, Side, Table};
use crate::policy::Votes;
use crate::source::SourceFile;
use crate::syntax::markdown::{Cell, Span};
use smol_str::SmolStr;

/// What every step of lowering reads.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The page.
    pub file: &'a SourceFile,
    /// Its words.
    pub dialect: &'a Dialect,
    /// What descriptions mean that other pages have too.
    pub meanings: &'a Memo,
}

impl<'a> Context<'a> {
    /// The origin of a span.
    pub fn origin(&self, span: Span) -> Origin {
        self.file.origin(span.start, span.end)
    }

    /// The origin of a span that is likely to begin on the line of another one.
    pub fn origin_beside(&self, span: Span, other: Origin) -> Origin {
        self.file.origin_beside(span.start, span.end, other)
    }

    /// The text of a span.
    pub fn text(&self, span: Span) -> &'a str {
        span.of(&self.file.text)
    }
}

/// Reads the rows of a table. Rows that become no field end in a diagnostic.
pub fn read(of_page: &TableContext<'_, '_>, draft: &mut Draft<'_>, context: Context<'_>) -> Content {
    let (table, side) = (of_page.table, of_page.side);
    let mut rows: Vec<FieldRow> = Vec::with_capacity(table.rows.len());
    let mut open = None;
    for row in table.rows() {
        row_repairs::report(row, draft, context);
        let name = name(row, context);
        if let Some(diagnostic) = no_field(row, &name, &mut open, context) {
            draft.diagnostics.push(diagnostic.rows(row.count));
            continue;
        }
        let Some((parents, last)) = segments(&name, context.dialect) else { continue };
        let mut field = field(row, last, (side, table), draft, context);
        locate(of_page.role, &mut field);
        let said = row.cell(Column::Location).and_then(|cell| context.dialect.locations.get(&cell.text));
        let in_body = said == Some(Location::Body);
        rows.push(FieldRow { parents, field, depth: row.depth, rows: row.count, in_body });
    }
    Content::Fields { rows, open, end: row_repairs::takes_rows(of_page) }
}

/// Where the parameters of a section travel, unless their rows say so themselves.
fn locate(role: Role, field: &mut Field) {
    let location = match role {
        Role::Url | Role::PathParams => Location::Path,
        Role::QueryParams => Location::Query,
        Role::HeaderParams => Location::Header,
        _ => return,
    };
    if field.location == Location::Body {
        field.location = location;
    }
}

/// The name of a row.
struct Name<'r> {
    text: &'r str,
    /// Whether it is of the plainest form, as nearly all are: ASCII letters, digits and `_` behind a letter.
    is_word: bool,
}

/// The name as written, without a remark in brackets behind it.
fn name<'r>(row: Row<'r>, context: Context<'_>) -> Name<'r> {
    let text = row.name().text.as_ref();
    if is_word(text) {
        return Name { text, is_word: true };
    }
    let text = without_remark(text, context);
    Name { text, is_word: is_word(text) }
}

fn without_remark<'r>(mut name: &'r str, context: Context<'_>) -> &'r str {
    for indent in context.dialect.nesting.indents.iter().filter(|indent| !indent.starts_with('&')) {
        while let Some(rest) = name.strip_prefix(indent.as_str()) {
            name = rest.trim_start();
        }
    }
    if is_word(name) {
        return name;
    }
    let name = name.trim_end_matches([':', '：', ',', '，']).trim_matches(['"', '\'', '`']);
    let bracket = name.find(['(', '（']).filter(|at| *at > 0 && name.ends_with([')', '）']));
    bracket.map_or(name, |at| name[..at].trim_end())
}

fn no_field(
    row: Row<'_>,
    name: &Name<'_>,
    open: &mut Option<Open>,
    context: Context<'_>,
) -> Option<Diagnostic> {
    let Name { text: name, is_word } = *name;
    let dialect = context.dialect;
    let origin = || context.origin(row.span);
    if dialect.notes.open_row.iter().any(|word| word.eq_ignore_ascii_case(name)) {
        let reason = row.descriptions().first().map_or(name.to_owned(), |cell| cell.text.to_string());
        *open = Some(Open { reason, origin: origin() });
        return Some(
            Diagnostic::new(&code::NOTE_IN_TABLE, format!("row `{name}` stands for further attributes"))
                .label(origin(), "the object is open"),
        );
    }
    let blank = |cell: &Cell<'_>| cell.text.is_empty() || dialect.is_nothing(&cell.text);
    if (name.is_empty() || dialect.is_nothing(name) || name.chars().all(|c| matches!(c, '-' | '—')))
        && row.cell(Column::Type).is_none_or(blank)
    {
        return Some(
            Diagnostic::new(&code::ROW_EMPTY, "the row is empty").label(origin(), "stands for `nothing`"),
        );
    }
    if !is_word && !is_field_name(name) {
        let shown = if name.is_empty() {
            "the row has no name".to_owned()
        } else {
            format!("`{name}` is no field name")
        };
        return Some(
            Diagnostic::new(&code::ROW_NAMELESS, shown)
                .label(origin(), "this row is not in the model")
                .help("write the field's name into the first cell"),
        );
    }
    None
}

/// One word of letters, digits and the punctuation that wire names use.
fn is_field_name(name: &str) -> bool {
    let of_name = |c: char| c.is_alphanumeric() || "_-.$@:/[]{}*<>#+".contains(c);
    name.len() <= 200 && name.chars().any(|c| c.is_alphanumeric()) && name.chars().all(of_name)
}

/// Whether a name is of the plainest form, as nearly all are.
fn is_word(name: &str) -> bool {
    let of_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    name.len() <= 200
        && name.bytes().next().is_some_and(|it| it.is_ascii_alphabetic())
        && name.bytes().all(of_word)
}

/// `data.apis[].id`, `Disks.N.Size`, `forms.*.type`: the parents and the field itself.
fn segments(name: &Name<'_>, dialect: &Dialect) -> Option<(Vec<Segment>, Segment)> {
    let Name { text: name, is_word } = *name;
    // A header such as `X-Api.Key` or a `${key}` is one name; so is anything that a dot begins or ends.
    if is_word
        || !name.contains(['.', '['])
        || name.starts_with('.')
        || name.ends_with('.')
        || name.starts_with('$')
    {
        return Some((Vec::new(), Segment { name: name.into(), list: false, map: false }));
    }
    let mut out: Vec<Segment> = Vec::new();
    for part in name.split('.') {
        let is_index = part.is_empty()
            || dialect.nesting.index_segments.iter().any(|word| word == part)
            || part.bytes().all(|b| b.is_ascii_digit());
        match out.last_mut() {
            Some(last) if is_index => last.list = true,
            Some(last) if part == "*" || part.starts_with("${") => last.map = true,
            _ => {
                let bare = part.split('[').next().unwrap_or(part);
                out.push(Segment { name: bare.into(), list: part.len() > bare.len(), map: false });
            }
        }
    }
    out.retain(|segment| !segment.name.is_empty());
    let last = out.pop()?;
    Some((out, last))
}

fn field(
    row: Row<'_>,
    last: Segment,
    (side, table): (Side, &Table<'_>),
    draft: &mut Draft<'_>,
    context: Context<'_>,
) -> Field {
    let origin = context.origin(row.span);
    let cell = |column| row.cell(column).filter(|cell| !cell.text.is_empty());
    let type_cell = cell(Column::Type).or_else(|| cell(Column::Schema));
    let (ty, nullable) = match type_cell {
        None => (model::Type::Any, false),
        Some(cell) => {
            let parsed = types::parse(&cell.text, context.dialect);
            if !parsed.known {
                draft.diagnostics.push(unknown_type(&last.name, cell, context));
            }
            (parsed.ty, parsed.nullable)
        }
    };
    let ty = of_segment(ty, &last);
    let mut field = Field { name: last.name, nullable, origin, ..Field::default() };
    let mut condition = None;
    field.required = match side {
        Side::Response => promised(row, context.dialect),
        _ => {
            let cell = row.cell(Column::Required).filter(|_| table.has_required);
            required(cell, &mut field, &mut condition, draft, context)
        }
    };
    field.location = row_values::location(row, context.dialect);
    field.docs = row_values::docs(row, origin, context);
    field.meaning = row_values::read_meaning(&field, &ty, row, context);
    field.docs.extend(row_values::example(row, context));
    if let Some(condition) = condition {
        field.meaning.condition.get_or_insert(condition);
    }
    let place = type_cell.map_or(origin, |cell| context.origin_beside(cell.span, origin));
    let says = type_cell.map_or(SmolStr::new_static("(no type)"), |cell| cell.text.as_ref().into());
    field.votes.cast(Fact::Type, Witness::Table, says, place);
    field.links = links::of_row(row, context);
    field.ty = Type::from(ty);
    field
}

/// The type of a field whose name says that it is a list or a map.
fn of_segment(ty: model::Type, last: &Segment) -> model::Type {
    let ty = match ty {
        ty if last.list && !matches!(ty, model::Type::Array(_)) => model::Type::Array(Box::new(ty)),
        ty => ty,
    };
    if last.map && !matches!(ty, model::Type::Map(_)) {
        return model::Type::Map(Box::new(model::Type::Any));
    }
    ty
}

fn unknown_type(name: &str, cell: &Cell<'_>, context: Context<'_>) -> Diagnostic {
    Diagnostic::new(&code::UNKNOWN_TYPE, format!("the type of `{name}` is not understood"))
        .label(context.origin(cell.span), "no known type word")
        .note("the field takes any JSON value")
        .help(format!("add `{}` to `[types]` of the dialect, or correct the cell", cell.text))
}

/// In a response the columns on nullability and presence promise a value; a plain required column does so too.
fn promised(row: Row<'_>, dialect: &Dialect) -> bool {
    let says = |column| row.cell(column).and_then(|cell| dialect.required.get(&cell.text));
    match (says(Column::NeverNull), says(Column::AlwaysPresent)) {
        (Some(false), _) | (_, Some(false)) => false,
        (Some(true), _) | (_, Some(true)) => true,
        _ => {
            let is_there = |column| row.cell(column).is_some();
            says(Column::Required) == Some(true)
                && !is_there(Column::NeverNull)
                && !is_there(Column::AlwaysPresent)
        }
    }
}

fn required(
    cell: Option<&Cell<'_>>,
    field: &mut Field,
    condition: &mut Option<String>,
    draft: &mut Draft<'_>,
    context: Context<'_>,
) -> bool {
    let Some(cell) = cell else { return false };
    let (mark, rest) = mark(&cell.text, context.dialect);
    let decided = mark.unwrap_or(false);
    let says = if decided { "required" } else { "optional" };
    let place = context.origin_beside(cell.span, field.origin);
    field.votes.cast(Fact::Required, Witness::Table, says, place);
    if !rest.is_empty() {
        *condition = Some(rest.to_owned());
    }
    if mark.is_none() || is_is(&cell.text) {
        draft.diagnostics.push(required_word(&field.name, cell, mark, context));
    }
    decided
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

/// Yes or no at the beginning of a cell, and what follows it.
fn mark<'t>(text: &'t str, dialect: &Dialect) -> (Option<bool>, &'t str) {
    if let Some(mark) = dialect.required.get(text) {
        return (Some(mark), "");
    }
    let end = text.find(['(', '（', ',', '，', ';', '；', ' ', '。']).unwrap_or(text.len());
    match dialect.required.get(&text[..end]) {
        Some(mark) if end > 0 => (Some(mark), text[end..].trim()),
        _ => (None, text),
    }
}
