//! What single cells of a row say: where a parameter travels, its descriptions, its default and what they mean.

mod bold;

use super::context::Context;
use super::description;
use super::draft::Field;
use super::types;
use crate::diagnostic::{Diagnostic, code};
use crate::dialect::words::half_widths;
use crate::dialect::{Column, Dialect};
use crate::model::{Fact, Location, Origin, Text, Texts, Type, Understood, Value, Witness};
use crate::page::Row;
use crate::policy::{Claim, DEFAULTS, Votes};
use crate::syntax::markdown::{Cell, inline};

/// Where a row says that its parameter travels, and the cell.
pub fn location(row: Row<'_>, context: Context<'_>) -> Option<(Location, Origin)> {
    let cell = row.cell(Column::Location)?;
    Some((context.dialect.locations.get(&cell.text)?, context.origin(cell.span)))
}

/// Each description cell with its own language; a cell that repeats the one before adds nothing. `place` is the row's.
pub fn docs(row: Row<'_>, place: Origin, context: Context<'_>) -> Texts {
    texts(row.descriptions(), row, place, context)
}

/// Cells of columns that nobody knows, each with the title of its column.
pub fn remarks(row: Row<'_>, place: Origin, context: Context<'_>) -> Texts {
    let says_nothing = |text: &Text| {
        text.text.rsplit_once(": ").is_some_and(|(_, value)| context.dialect.is_no_value(value))
    };
    let mut remarks = texts(row.remarks(), row, place, context);
    remarks.retain(|text| !says_nothing(text));
    remarks
}

fn texts(cells: &[Cell<'_>], row: Row<'_>, place: Origin, context: Context<'_>) -> Texts {
    let several = row.descriptions().len() + row.remarks().len() > 1;
    let mut docs = Texts::new();
    for cell in cells {
        let text = cell.text.as_ref();
        if text.is_empty() || docs.iter().any(|have| have.text == text) {
            continue;
        }
        let language = match context.file.language {
            "zh" if text.is_ascii() && several => "en",
            _ => context.file.language_of(text),
        };
        docs.push(Text {
            language: language.into(),
            text: text.into(),
            origin: context.origin_beside(cell.span, place),
        });
    }
    docs
}

/// The value that an example cell shows, in the words of the page's language. It says nothing on the field's values.
pub fn example(row: Row<'_>, context: Context<'_>) -> Option<Text> {
    let cell = row.cell(Column::Example).filter(|cell| !context.dialect.is_no_value(cell.text.trim()))?;
    let language = context.file.page_language();
    let label = if language == "zh" { "示例：" } else { "Example: " };
    let text = format!("{label}`{}`", cell.text.trim().replace('`', ""));
    Some(Text { language: language.into(), text: text.into(), origin: context.origin(cell.span) })
}

/// The word for a type that a text begins with in code, and what follows it: `` `string` Required. How it runs ``.
pub fn type_in_code<'t>(raw: &'t str, dialect: &Dialect) -> Option<(&'t str, &'t str)> {
    let (word, rest) = raw.trim_start().strip_prefix('`')?.split_once('`')?;
    let rest = rest.trim_start();
    let goes_on = dialect.marks.get(rest.split([' ', '.', '<']).next().unwrap_or_default()).is_some();
    (dialect.types.get(word).is_some() && goes_on).then_some((word, rest))
}

/// The type in brackets that a description begins with: `(string, required) How it runs`. Only words for types count.
pub fn type_in_brackets(row: Row<'_>, context: Context<'_>) -> Option<types::Parsed> {
    let dialect = context.dialect;
    if let Some((word, _)) = type_in_code(context.text(row.descriptions().first()?.span), dialect) {
        return Some(types::parse(word, dialect));
    }
    let text = half_widths(row.descriptions().first()?.text.trim()).into_owned();
    let (inside, behind) = text.strip_prefix('(')?.split_once(')')?;
    let is_type = |part: &str| dialect.types.get(part.trim()).is_some();
    let is_said = |part: &str| is_type(part) || dialect.marks.get(part.trim()).is_some();
    let mut parts = inside.split(',');
    let is_all = !behind.trim().is_empty() && parts.clone().all(is_said) && parts.next().is_some_and(is_type);
    let parsed = is_all.then(|| types::parse(inside, dialect))?;
    (parsed.known && parsed.ty != Type::Any).then_some(parsed)
}

/// The meaning of the first description; what only a later one says is added.
pub fn read_meaning(field: &Field, ty: &Type, row: Row<'_>, context: Context<'_>) -> Understood {
    let of_field = description::Context { name: &field.name, ty };
    let mut found = field.docs.iter().map(|text| context.meanings.read(&text.text, of_field));
    let mut meaning = found.next().unwrap_or_default();
    if let Some(said) = row.descriptions().iter().find_map(|cell| bold::values(cell, of_field, context)) {
        meaning = said;
    }
    if let Some(more) = found.next().filter(|more| !more.is_empty()) {
        description::complete(&mut meaning, more.into());
    }
    if meaning.values.is_empty() {
        let values = row.descriptions().iter().find_map(|cell| values_in_code(cell, of_field, context));
        values.into_iter().for_each(|values| meaning.values = values);
    }
    if meaning.values.is_empty() {
        let is_of_values = |cell: &&Cell<'_>| {
            let title = cell.text.split_once(':').map(|(title, _)| title);
            title.is_some_and(|title| context.dialect.columns.get(title) == Some(Column::Value))
        };
        let cells = row.descriptions().iter().chain(row.remarks().iter().filter(is_of_values));
        let values = cells.into_iter().find_map(|cell| values_on_lines(cell, ty, context));
        values.into_iter().for_each(|values| meaning.values = values);
    }
    let cell = default_cell(row, ty, context.dialect);
    if let Some(literal) = cell.and_then(|cell| cell_default(cell, of_field, context)) {
        meaning.default = Some(literal);
    }
    if meaning.default.is_none() && cell.is_none() {
        let coded = row.descriptions().iter().find_map(|cell| default_in_code(cell, of_field, context));
        coded.into_iter().for_each(|default| meaning.default = Some(default));
    }
    meaning
}

/// Values that a cell has in code at the end, each alone on a line: `` What kind<br>`SPOT`<br>`SWAP` ``
fn values_on_lines(cell: &Cell<'_>, ty: &Type, context: Context<'_>) -> Option<Vec<Value>> {
    let raw = context.text(cell.span);
    if !matches!(ty.leaf(), Type::String | Type::Integer { .. }) || raw.matches('`').count() < 4 {
        return None;
    }
    let lines =
        raw.split(['\n', '>']).map(|line| line.trim_end_matches("<br").trim_end_matches("<br/").trim());
    let lines: Vec<&str> = lines.map(|line| line.trim_end_matches("<br /").trim()).collect();
    let coded = |line: &&&str| {
        line.len() > 2 && line.starts_with('`') && line.ends_with('`') && line.matches('`').count() == 2
    };
    let last: Vec<&&str> = lines.iter().rev().take_while(coded).collect();
    let value = |line: &&&str| {
        let text = line.trim_matches('`');
        let literal = match ty.leaf() {
            Type::Integer { .. } => text.parse::<i64>().ok()?.to_string(),
            _ => serde_json::to_string(text).ok()?,
        };
        (!text.contains(char::is_whitespace)).then(|| Value { literal, ..Value::default() })
    };
    let values: Vec<Value> = last.iter().rev().map(value).collect::<Option<_>>()?;
    (values.len() > 1).then_some(values)
}

/// Values that a cell marks as code: between such marks a word is as certain as in quotes.
fn values_in_code(
    cell: &Cell<'_>,
    of_field: description::Context<'_>,
    context: Context<'_>,
) -> Option<Vec<Value>> {
    let raw = context.text(cell.span);
    let mut coded = raw.split('`').skip(1).step_by(2);
    if raw.matches('`').count() < 4 || coded.any(|word| word.contains(char::is_whitespace)) {
        return None;
    }
    let values = context.meanings.read(&in_quotes(raw)?, of_field).values.clone();
    let is_coded = |value: &Value| is_in_code(raw, &value.literal);
    (!values.is_empty() && values.iter().all(is_coded)).then_some(values)
}

/// The default that a cell marks as code.
fn default_in_code(
    cell: &Cell<'_>,
    of_field: description::Context<'_>,
    context: Context<'_>,
) -> Option<String> {
    let raw = context.text(cell.span);
    let default = context.meanings.read(&in_quotes(raw)?, of_field).default.clone();
    default.filter(|default| is_in_code(raw, default))
}

/// A text with quotes in place of its marks of code, where nothing else stands in quotes.
fn in_quotes(raw: &str) -> Option<String> {
    let is_plain = raw.contains('`') && !raw.contains(['"', '\n']) && !raw.contains("``");
    is_plain.then(|| inline::plain(&raw.replace('`', "\"")).into_owned())
}

fn is_in_code(raw: &str, literal: &str) -> bool {
    raw.contains(&format!("`{}`", literal.trim_matches('"')))
}

/// What contradicts a default: the field's type, or another default.
pub fn default_findings(field: &mut Field, ty: &Type, row: Row<'_>, context: Context<'_>) -> Vec<Diagnostic> {
    match default_cell(row, ty, context.dialect) {
        Some(cell) => of_default_cell(field, ty, cell, context),
        None => of_coded_default(field, ty, row, context).into_iter().collect(),
    }
}

/// The default cell, where it says something. Two quotes do of a text.
fn default_cell<'r>(row: Row<'r>, ty: &Type, dialect: &Dialect) -> Option<&'r Cell<'r>> {
    let cell = row.cell(Column::Default)?;
    let text = cell.text.trim();
    // `required` stands where nothing is sent otherwise.
    if dialect.marks.get(text).is_some() {
        return None;
    }
    let is_empty_text = *ty == Type::String && matches!(text.trim_matches('`'), "\"\"" | "''");
    (!text.is_empty() && (is_empty_text || !dialect.is_no_value(text))).then_some(cell)
}

/// The default of a default cell: a value, or words that a description would have: `默认3`.
fn cell_default(cell: &Cell<'_>, of_field: description::Context<'_>, context: Context<'_>) -> Option<String> {
    let text = cell.text.trim();
    let told = || context.meanings.read(text, of_field).default.clone();
    match of_field.ty {
        Type::String => told().or_else(|| default_literal(text, of_field.ty, context.dialect)),
        ty => default_literal(text, ty, context.dialect).or_else(told),
    }
}

/// A default that is marked as code, and no value of the type.
fn of_coded_default(field: &mut Field, ty: &Type, row: Row<'_>, context: Context<'_>) -> Option<Diagnostic> {
    if field.meaning.default.is_some() || !is_checked(ty) {
        return None;
    }
    let of_text = description::Context { name: &field.name, ty: &Type::String };
    let stated =
        |cell: &Cell<'_>| Some((default_in_code(cell, of_text, context)?, context.origin(cell.span)));
    let (default, place) = row.descriptions().iter().find_map(stated)?;
    let text = default.trim_matches('"');
    let is_value = context.dialect.is_no_value(text) || default_literal(text, ty, context.dialect).is_some();
    (!is_value).then(|| not_of_type(field, ty, (text, place), "the description"))
}

/// Types whose values are told apart from other words.
fn is_checked(ty: &Type) -> bool {
    matches!(ty, Type::Integer { .. } | Type::Number | Type::Boolean)
}

fn not_of_type(
    field: &mut Field,
    ty: &Type,
    (text, place): (&str, Origin),
    label: &'static str,
) -> Diagnostic {
    field.votes.discard(Claim::new(Fact::Default, Witness::Table, text, place));
    let message = format!("the default `{text}` of `{}` is not {}", field.name, article(ty));
    Diagnostic::new(&code::DEFAULT_TYPE, message).label(place, label)
}

/// What contradicts the default cell: the field's type, or the default of a description.
fn of_default_cell(field: &mut Field, ty: &Type, cell: &Cell<'_>, context: Context<'_>) -> Vec<Diagnostic> {
    let text = cell.text.trim();
    let place = context.origin(cell.span);
    let literal = cell_default(cell, description::Context { name: &field.name, ty }, context);
    let mut found = Vec::new();
    if literal.is_none() && is_checked(ty) {
        found.push(not_of_type(field, ty, (text, place), "the default cell"));
    }
    let name = &field.name;
    let of_field = description::Context { name, ty };
    let mut stated = field.docs.iter().filter_map(|text| {
        let default = context.meanings.read(&text.text, of_field).default.clone()?;
        Some((default, text.origin))
    });
    if let Some((default, origin)) = stated.find(|(default, _)| literal.as_ref() != Some(default)) {
        let message =
            format!("`{name}` has the default `{text}` in its cell and {default} in its description");
        found.push(
            Diagnostic::new(&code::DEFAULT_CONFLICT, message)
                .label(place, "the default cell")
                .label(origin, "the description"),
        );
        let described = Claim::new(Fact::Default, Witness::Table, default, origin);
        match literal {
            Some(_) => {
                field.votes.cast(Fact::Default, Witness::Table, text, place);
                field.votes.decide(&DEFAULTS, described);
            }
            None => field.votes.cast(Fact::Default, Witness::Table, described.says, origin),
        }
    }
    found
}

fn article(ty: &Type) -> String {
    match ty {
        Type::Integer { .. } => format!("an {ty}"),
        _ => format!("a {ty}"),
    }
}

/// The words of a column that deprecate the field.
pub fn deprecated(row: Row<'_>, dialect: &Dialect) -> Option<String> {
    let cell = row.cell(Column::Deprecated)?;
    (dialect.required.get(&cell.text) == Some(true)).then(|| cell.text.trim().to_owned())
}

/// A default cell as a JSON literal of the field's type.
fn default_literal(text: &str, ty: &Type, dialect: &Dialect) -> Option<String> {
    let folded = half_widths(text);
    let folded = folded.trim_matches(['"', '`', '\'']);
    match ty {
        Type::Integer { .. } => folded.parse::<i64>().ok().map(|number| number.to_string()),
        Type::Number => {
            folded.parse::<f64>().ok().filter(|number| number.is_finite()).map(|_| folded.to_owned())
        }
        Type::Boolean => ["true", "false"]
            .iter()
            .find(|word| word.eq_ignore_ascii_case(folded))
            .map(|word| (*word).to_owned())
            .or_else(|| dialect.required.get(folded).map(|flag| flag.to_string())),
        // Whose type nobody says takes what the cell shows.
        Type::Any if !folded.contains(char::is_whitespace) && !folded.is_empty() => {
            let is_plain = folded.parse::<i64>().is_ok() || folded == "true" || folded == "false";
            if is_plain { Some(folded.to_owned()) } else { serde_json::to_string(folded).ok() }
        }
        Type::Array(_) if folded == "[]" => Some(folded.to_owned()),
        Type::AnyObject | Type::Map(_) | Type::Object(_) if folded == "{}" => Some(folded.to_owned()),
        Type::String if !folded.contains(char::is_whitespace) => serde_json::to_string(folded).ok(),
        _ => None,
    }
}
