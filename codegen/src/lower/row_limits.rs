//! What a type cell and the columns on values say beside the type: values, bounds, formats, a default.

use super::context::Context;
use super::description::{self, Subject};
use super::draft::Field;
use super::types;
use crate::dialect::words::{half_widths, in_two_scripts};
use crate::model::{Fact, Meaning, Origin, Text, Texts, Type, Understood, Value, Witness};
use crate::policy::Votes;
use crate::syntax::markdown::Cell;
use std::borrow::Cow;

/// Takes over what columns that nobody knows say of the values: `Allowed values: a, b` and `取值范围: 1-60`, or in each of
/// their lines a fact with its own title: `其他信息: 最大长度: 20`.
pub fn read_remarks(field: &mut Field, ty: &mut Type, remarks: &Texts, context: Context<'_>) {
    for text in remarks {
        let Some((title, cell)) = text.text.split_once(": ") else { continue };
        if read_remark(field, ty, (title, cell, &text.text), context) {
            continue;
        }
        let whole = context.meanings.read(cell, description::Context { name: &field.name, ty });
        if whole.values.is_empty() {
            complete_values(field, whole);
        }
        for line in cell.lines() {
            let Some((title, cell)) = line.split_once([':', '：']) else { continue };
            read_remark(field, ty, (title, cell, line), context);
        }
    }
}

/// One such remark: its title, its text and both; whether the title speaks of values.
fn read_remark(
    field: &mut Field,
    ty: &mut Type,
    (title, cell, whole): (&str, &str, &str),
    context: Context<'_>,
) -> bool {
    match context.meanings.patterns().subject(title.trim()) {
        Some(Subject::Values) => {
            let of_field = description::Context { name: &field.name, ty };
            let mut said = context.meanings.read(whole, of_field);
            if said.is_empty() {
                said = context.meanings.read(&["enum: ", cell.trim()].concat(), of_field);
            }
            if said.is_empty() {
                let called = called(cell);
                called.iter().for_each(|list| said = context.meanings.read(list, of_field));
            }
            complete_values(field, said);
        }
        Some(Subject::Limits) => read_limits(field, ty, cell.trim(), false, context),
        Some(Subject::Length) => read_limits(field, ty, cell.trim(), true, context),
        Some(Subject::Format) => read_format(field, ty, cell.trim(), context),
        None => return false,
    }
    true
}

/// `sail 帆船，motor 机动船`: values and what they are called, as a list in which a colon parts them.
fn called(cell: &str) -> Option<String> {
    let pair = |part: &str| {
        let (value, label) = in_two_scripts(part.trim())?;
        let is_value = value.is_ascii() && part.trim().starts_with(value) && !value.contains(' ');
        is_value.then(|| format!("{value}：{label}"))
    };
    let parts = cell.split(['，', ',', '、', ';', '；', '\n']).filter(|part| !part.trim().is_empty());
    let pairs: Vec<String> = parts.map(pair).collect::<Option<_>>()?;
    (pairs.len() > 1).then(|| format!("enum: {}", pairs.join("，")))
}

/// Takes over what stands behind a mark in its cell, where that states a fact of the values and no condition:
/// `Yes, max 20 chars`, `Optional, default=1`.
pub fn read_beside_mark(field: &mut Field, ty: &Type, rest: &str, context: Context<'_>) -> bool {
    let text = rest.trim_matches(|c: char| c.is_whitespace() || ",，;；()（）".contains(c));
    let said = context.meanings.read(text, description::Context { name: &field.name, ty });
    let is_fact = said.default.is_some()
        || said.min.or(said.max).is_some()
        || said.min_length.or(said.max_length).is_some();
    if is_fact && field.meaning.default.is_none() && said.default.is_some() {
        field.meaning.default.clone_from(&said.default);
    }
    if is_fact {
        complete_values(field, said);
    }
    is_fact
}

/// Takes over what else stands behind a mark in its cell: a condition, or a word that describes the field, as in
/// `Yes (unique)` and `必填，唯一`.
pub fn read_condition(field: &mut Field, said: String, place: Origin, context: Context<'_>) {
    let is_mark = |c: char| c.is_whitespace() || ",，;；()（）".contains(c);
    let word = said.trim_matches(is_mark);
    let is_short = if word.is_ascii() { word.len() <= 16 } else { word.chars().count() <= 3 };
    let is_word = is_short && said.starts_with(is_mark) && word.chars().all(char::is_alphabetic);
    let dialect = context.dialect;
    if !is_word || dialect.required.get(word).is_some() || context.meanings.patterns().is_condition(word) {
        field.meaning.condition.get_or_insert(said);
    } else if !word.is_empty() {
        let language = context.file.language_of(word).into();
        field.docs.push(Text { language, text: word.into(), origin: place });
    }
}

/// Takes over the bounds of a cell that holds nothing else: `1-64`, `max 64`, and a number alone where it can only be a
/// length.
fn read_limits(field: &mut Field, ty: &Type, cell: &str, is_length: bool, context: Context<'_>) {
    let lead = match ty {
        Type::String | Type::Array(_) => "length: ",
        Type::Integer { .. } | Type::Number if !is_length => "range: ",
        _ => return,
    };
    let cell = half_widths(cell);
    // `2-4 MB` is no length of a text.
    let counted = cell.rsplit(|it: char| it.is_ascii_digit()).next().unwrap_or_default().trim();
    if matches!(ty, Type::String | Type::Array(_)) && context.meanings.patterns().is_unit(counted) {
        return;
    }
    let of_field = description::Context { name: &field.name, ty };
    let is_bounded = |it: &Understood| {
        it.min.or(it.max).is_some() || it.min_length.or(it.max_length).is_some() || !it.values.is_empty()
    };
    let said = context.meanings.read(&cell, of_field);
    let said =
        if is_bounded(&said) { said } else { context.meanings.read(&[lead, &cell].concat(), of_field) };
    let alone = cell.parse().ok().filter(|_| is_length && *ty == Type::String && !is_bounded(&said));
    complete_values(field, said);
    if alone.is_some_and(|length: u64| length > 0) && field.meaning.max_length.is_none() {
        field.meaning.max_length = alone;
    }
}

/// Takes over a format: that of a text, or the width of a number.
fn read_format(field: &mut Field, ty: &mut Type, cell: &str, context: Context<'_>) {
    let parsed = types::parse(cell, context.dialect);
    match (&*ty, &parsed.ty) {
        (Type::Integer { width: None }, Type::Integer { width: Some(_) }) => *ty = parsed.ty,
        (Type::String, Type::String) => {
            if let Some(format) = parsed.format {
                field.meaning.format.get_or_insert(format.name().to_owned());
            }
        }
        _ => {}
    }
}

/// Takes over what a type cell says of values: `enum(a, b)`, `Literal['a', 'b']`, `varchar(32)`, `string, default a`. What
/// is a type is no value.
pub fn read_type_cell(field: &mut Field, ty: &Type, cell: &Cell<'_>, context: Context<'_>) {
    let of_field = description::Context { name: &field.name, ty };
    let mut said = context.meanings.read(&listed(&cell.text), of_field);
    let is_word = |value: &Value| {
        let text = value.literal.trim_matches('"');
        let dialect = context.dialect;
        dialect.types.get(text).is_some()
            || dialect.formats.get(text).is_some()
            || dialect.marks.get(text).is_some()
    };
    if said.values.iter().any(is_word) {
        said = Understood::default();
    }
    if field.meaning.default.is_none() && said.default.is_some() {
        field.meaning.default.clone_from(&said.default);
    }
    complete_values(field, said);
    let text = half_widths(&cell.text);
    let Some((head, inside, is_bracketed)) = beside_type(&text) else { return };
    let is_type =
        context.dialect.types.get(head).is_some() && inside.contains(|it: char| it.is_ascii_digit());
    match ty {
        Type::String if is_type => {
            // `string[1,64]`
            let pair = inside.split_once(',').filter(|_| is_bracketed);
            let inside = match pair {
                Some((first, last)) => Cow::Owned([first.trim(), "-", last.trim()].concat()),
                None => Cow::Borrowed(inside),
            };
            read_limits(field, ty, &inside, is_bracketed, context);
        }
        // A number alone is a width, and two numbers are digits of a fraction.
        Type::Integer { .. } | Type::Number if is_type && !inside.contains(',') => {
            read_limits(field, ty, inside, false, context);
        }
        _ => {}
    }
}

/// Takes over that `null` is among the values of a description, or that it says that there may be none.
pub fn read_null(field: &mut Field, ty: &Type, context: Context<'_>) {
    if field.nullable {
        return;
    }
    let of_field = description::Context { name: &field.name, ty };
    let patterns = context.meanings.patterns();
    let has_values = !field.meaning.values.is_empty();
    let said = |text: &&Text| {
        context.dialect.may_be_null.are_in(&text.text)
            || has_values && description::lists_null(patterns, &text.text, of_field)
    };
    if let Some(place) = field.docs.iter().find(said).map(|text| text.origin) {
        field.nullable = true;
        field.votes.cast(Fact::Nullable, Witness::Table, "null", place);
    }
}

/// The cell with the bars of a list in brackets read as such: `string(a|b)`.
fn listed(text: &str) -> Cow<'_, str> {
    let inside = text.split_once(['(', '（']).and_then(|(_, rest)| rest.trim_end().strip_suffix([')', '）']));
    match inside.filter(|inside| inside.contains('|') && !inside.contains(['(', '（', '<', '['])) {
        Some(inside) => Cow::Owned(["enum: ", inside].concat()),
        None => Cow::Borrowed(text),
    }
}

/// The word for the type, what stands in brackets or behind a comma, and whether it stands in brackets.
fn beside_type(text: &str) -> Option<(&str, &str, bool)> {
    let at = text.find(['(', '[', '{', ','])?;
    let (head, rest) = (text[..at].trim(), &text[at + 1..]);
    if text[at..].starts_with(',') {
        return Some((head, rest.trim(), false));
    }
    let end = rest.find([')', ']', '}'])?;
    Some((head, rest[..end].trim(), true))
}

/// Adds values and bounds to what a field means, where its description states none.
fn complete_values(field: &mut Field, said: Understood) {
    if said.is_empty() {
        return;
    }
    let more = Meaning {
        values: said.values.clone(),
        min: said.min,
        max: said.max,
        min_length: said.min_length,
        max_length: said.max_length,
        ..Meaning::default()
    };
    if more != Meaning::default() {
        description::complete(&mut field.meaning, more);
    }
}
