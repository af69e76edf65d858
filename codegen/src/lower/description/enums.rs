//! Closed lists of values, in all forms that descriptions use.

use super::anchors::{self, Trust};
use super::chars::{is_close_bracket, is_colon, is_comma, is_open_bracket};
use super::context::Context;
use super::cursor::Cursor;
use super::list::{Item, List, Reading};
use super::literal::{self, Token};
use super::patterns::{Hit, Role};
use super::text::Text;
use super::{chosen, labelled, plain, reversed, unlabelled};
use crate::limits::ENUM_VALUES;
use crate::model::{Type, Value};
use crate::syntax::markdown::offset_in;
use std::ops::Range;

/// The values of a description, and the one that it marks as default among them.
#[derive(Default)]
pub(super) struct Enumeration {
    pub(super) values: Vec<Value>,
    pub(super) default: Option<String>,
}

pub(super) fn read(text: &Text<'_>, context: &Context<'_>) -> Enumeration {
    if !matches!(context.ty.leaf(), Type::String | Type::Integer { .. } | Type::Number | Type::Any) {
        return Enumeration::default();
    }
    let mut lists = introduced(text, context);
    if lists.is_empty() {
        lists = unannounced(text, context);
    } else {
        lists.iter_mut().for_each(|list| labels(text, list));
    }
    let mut enumerations: Vec<Enumeration> = Vec::new();
    for list in &mut lists {
        unnumber(text, context.ty, list);
        list.items.retain(|item| item.token.text != "null");
        match enumeration(text, context, list) {
            Some(one) => enumerations.push(one),
            // A list that is open, or does not fit, makes the others doubtful.
            None => return Enumeration::default(),
        }
    }
    agree(enumerations)
}

/// Whether `null` stands in an announced list, beside values.
pub(super) fn lists_null(text: &Text<'_>, context: &Context<'_>) -> bool {
    introduced(text, context).iter().any(|list| list.items.iter().any(|item| item.token.text == "null"))
}

/// The lists behind words that announce one.
fn introduced<'t>(text: &'t Text<'_>, context: &Context<'_>) -> Vec<List<'t>> {
    let mut lists: Vec<List<'t>> = Vec::new();
    for hit in text.with(Role::Introducer) {
        if lists.last().is_some_and(|list| hit.start < list.end) {
            continue;
        }
        let mut cursor = text.cursor(hit.end);
        text.skip_filler(&mut cursor);
        let range = hit.is(Role::Range);
        let start = behind_break(text, text.skip_list_lead(cursor.at));
        match labelled::read(text, start, Trust::Introduced) {
            Reading::List(list) => lists.push(list),
            Reading::Doubtful => {}
            Reading::Absent => {
                let is_list = |list: &List<'_>| !is_interval(text, list, range) && !is_of_part(text, list);
                let mut first = text.cursor(start);
                anchors::bullet(&mut first);
                let plain = plain::read(text, first.at).filter(is_list);
                lists.extend(plain.or_else(|| reversed::read(text, start, is_number_type(context.ty))));
            }
        }
    }
    lists.extend(text.with(Role::Chosen).filter_map(|hit| chosen::read(text, hit)));
    let is_other = |item: &Item<'_>| !item.token.is_number() && item.token.text != "null";
    lists.retain(|list| !(is_number_type(context.ty) && list.items.iter().any(is_other)));
    lists
}

/// Whether the list is about a part of a text in several parts: `ID | kind (a, b) | note`.
fn is_of_part(text: &Text<'_>, list: &List<'_>) -> bool {
    let behind = text.raw[list.end..].trim_start_matches(|it: char| is_close_bracket(it) || it == ' ');
    behind.len() < text.raw.len() - list.end && behind.starts_with('|')
}

/// The offset of a list that begins in the next line: behind a colon, or with a bullet.
fn behind_break(text: &Text<'_>, at: usize) -> usize {
    let rest = &text.raw[at..];
    let item = at + rest.len() - rest.trim_start().len();
    let listed = anchors::bullet(&mut text.cursor(item));
    let begins = listed || text.raw[..at].trim_end().ends_with(is_colon);
    if begins && text.raw[at..item].contains('\n') { item } else { at }
}

/// Adds the labels that the text gives to the same values further on: `a or b. a: first, b: second`.
fn labels<'t>(text: &'t Text<'_>, list: &mut List<'t>) {
    if list.items.iter().any(|item| !item.label.is_empty()) {
        return;
    }
    let same = |other: &List<'_>| {
        other.items.len() == list.items.len() && other.items.iter().all(|item| list.has(&item.token))
    };
    let named = phrase_starts(text).filter(|at| *at >= list.end).find_map(|at| {
        match labelled::read(text, text.skip_list_lead(at), Trust::Introduced) {
            Reading::List(other) if same(&other) => Some(other),
            _ => None,
        }
    });
    for item in named.into_iter().flat_map(|other| other.items) {
        if let Some(ours) = list.items.iter_mut().find(|ours| ours.token.text == item.token.text) {
            *ours = item;
        }
    }
}

/// Whether the list is two numbers in brackets behind a word for ranges, or two distant ones: these are bounds. `1 or 3`
/// is a list.
fn is_interval(text: &Text<'_>, list: &List<'_>, range: bool) -> bool {
    let [first, last] = list.items.as_slice() else { return false };
    let stated = &text.raw[list.start..list.end];
    match (first.token.text.parse::<i64>(), last.token.text.parse::<i64>()) {
        (Ok(first), Ok(last)) => {
            let bracketed = range && stated.starts_with(is_open_bracket);
            let chosen = stated.contains(['或', '、', '/', '|', '\n']) || stated.contains("or");
            bracketed || (last.abs_diff(first) > 1 && !chosen)
        }
        _ => false,
    }
}

fn is_number_type(ty: &Type) -> bool {
    matches!(ty.leaf(), Type::Integer { .. } | Type::Number)
}

/// The list that no word announces; it has to label every value, or to be unmistakable.
fn unannounced<'t>(text: &'t Text<'_>, context: &Context<'_>) -> Vec<List<'t>> {
    let trust = if is_number_type(context.ty) { Trust::Numbers } else { Trust::Words };
    let mut unnamed: Vec<List<'t>> = Vec::new();
    for at in phrase_starts(text) {
        match labelled::read(text, text.skip_list_lead(at), trust) {
            Reading::List(list) => return vec![list],
            Reading::Doubtful => return Vec::new(),
            Reading::Absent => {}
        }
        // Inside of a list without labels only parts of it begin.
        let inside = unnamed.last().is_some_and(|list| at < list.end && !is_captioned(list));
        let plain = if inside { None } else { plain::read(text, at) };
        let named = |list: &&List<'_>| !continues_before(text, at) && labels_all(text, list);
        if plain.as_ref().filter(named).is_some() {
            return plain.into_iter().collect();
        }
        if let Some(list) = reversed::read(text, at, trust == Trust::Numbers) {
            return vec![list];
        }
        unnamed.extend(plain);
    }
    let single = matches!(context.ty, Type::String);
    if single { unlabelled::read(text, unnamed).into_iter().collect() } else { Vec::new() }
}

/// Whether the first word of the text is a caption of the constants behind it: `Unit, MONTH or YEAR`.
fn is_captioned(list: &List<'_>) -> bool {
    let Some((first, values)) = list.items.split_first() else { return false };
    let word = !first.token.quoted && !first.token.is_constant() && unlabelled::is_capital(first);
    let value = |item: &Item<'_>| item.token.quoted || item.token.is_constant();
    list.start == 0 && word && values.len() > 1 && values.iter().all(value)
}

/// Whether every value has a label, and the labels are not the values themselves: `open(1), close(2)`.
fn labels_all(text: &Text<'_>, list: &List<'_>) -> bool {
    let coded = |item: &Item<'_>| {
        let label = &text.raw[item.label.clone()];
        !item.token.is_number() && label.trim_start().starts_with(|it: char| it.is_ascii_digit())
    };
    list.items.iter().all(|item| !item.label.is_empty()) && !list.items.iter().all(coded)
}

/// Whether another value stands before the comma that precedes the list, which is then incomplete.
fn continues_before(text: &Text<'_>, at: usize) -> bool {
    let before = text.raw[..at].strip_suffix([',', '，', '、']);
    before.is_some_and(|before| {
        before.trim_end().ends_with(|it: char| it.is_ascii_alphanumeric() || is_close_bracket(it))
    })
}

/// The offsets where a phrase begins, or a number stands apart behind a caption: `switch 0 off 1 on`.
fn phrase_starts<'t>(text: &'t Text<'_>) -> impl Iterator<Item = usize> + 't {
    let begins = |(index, it): (usize, char)| {
        let behind = &text.raw[index + it.len_utf8()..];
        let digit = || behind.trim_start().starts_with(|it: char| it.is_ascii_digit());
        let joins = |it: char| {
            it.is_ascii()
                || !it.is_alphabetic()
                || matches!(it, '和' | '或' | '与' | '及' | '到' | '至' | '从' | '为' | '是' | '第' | '在')
        };
        let wide = || !text.raw[..index].ends_with(joins);
        let begins = match it {
            '.' => behind.starts_with(' ') || wide(),
            ' ' => (digit() || behind.starts_with(|it: char| it.is_ascii_lowercase())) && wide(),
            ';' | '；' | '。' | '(' | '（' | '[' | '【' | '\n' => true,
            '{' => digit(),
            '*' | '•' => text.raw[..index].ends_with(' ') && behind.starts_with(' '),
            it => is_comma(it) || is_colon(it),
        };
        begins.then_some(index + it.len_utf8())
    };
    std::iter::once(0).chain(text.raw.char_indices().filter_map(begins))
}

/// Takes the numbers of a numbered list for what they are where the labels begin with the values: `1: TCP 2: UDP` for a
/// text, `1: 0, off 2: 1, on` for a number.
fn unnumber<'t>(text: &'t Text<'_>, ty: &Type, list: &mut List<'t>) {
    let mut items = list.items.iter().enumerate();
    let numbered = items.all(|(index, item)| item.token.text == (index + 1).to_string());
    let any_case = list.numbering;
    if !numbered || list.items.len() < 2 {
        return;
    }
    let end = list.items.len() - 1;
    let value = |(index, item): (usize, &Item<'t>)| {
        let label = if index == end { whole_label(text, item.label.clone()) } else { item.label.clone() };
        labelled_value(text, ty, &Item { label, ..*item }, any_case)
    };
    let values: Option<Vec<Item<'t>>> = list.items.iter().enumerate().map(value).collect();
    if let Some(values) = values {
        list.items = values;
        list.numbering = false;
    }
}

/// The last label of a list with the phrase behind its comma: `3: SET，cluster template`.
fn whole_label(text: &Text<'_>, label: Range<usize>) -> Range<usize> {
    let comma = text.raw[label.end..].chars().next().filter(|it| is_comma(*it));
    let behind = label.end + comma.map_or(0, char::len_utf8);
    let end = if comma.is_none() || text.is_tail(behind) { label.end } else { text.phrase(behind).end };
    label.start..end
}

/// The value that a label begins with, and the rest of the label. In small letters it has to be all of it.
fn labelled_value<'t>(text: &'t Text<'_>, ty: &Type, item: &Item<'t>, any_case: bool) -> Option<Item<'t>> {
    let mut cursor = text.cursor(item.label.start);
    let token = literal::token(&mut cursor)?;
    let value = if is_number_type(ty) {
        token.is_number()
    } else {
        let upper_case = token.text.bytes().all(|it| it.is_ascii_uppercase() || it == b'_');
        let lower_case = !token.text.bytes().any(|it| it.is_ascii_uppercase());
        token.is_code() && (upper_case || any_case && lower_case && cursor.at >= item.label.end)
    };
    cursor.skip_space();
    let alone = cursor.at >= item.label.end;
    let marked = alone || cursor.eat(|it| is_comma(it) || is_colon(it)).is_some();
    cursor.skip_space();
    let label = cursor.at.min(item.label.end)..item.label.end;
    // A number alone is a label, unless a full stop numbers the lines: `1. 10`, `2. 20`.
    let before = &text.raw[..item.label.start];
    let is_line = before.ends_with(' ') && before.trim_end().ends_with('.');
    (value && marked && (is_line || !(alone && is_number_type(ty)))).then_some(Item {
        token,
        label,
        default: item.default,
    })
}

/// The list as values of the field's type, if it is closed, its values are distinct, and they fit the type.
fn enumeration(text: &Text<'_>, context: &Context<'_>, list: &List<'_>) -> Option<Enumeration> {
    let around = text.sentence(list.start).start..text.sentence(list.end).end;
    // `EQ, LIKE`: a value in capitals is no word of the sentence.
    let is_value = |hit: &Hit| {
        list.items
            .iter()
            .any(|item| item.token.is_constant() && hit.start == offset_in(&text.raw, item.token.text))
    };
    let open = text.within(Role::Open, around).any(|hit| !is_value(hit))
        || text.is_conditional(list.start..list.end);
    let names_itself = list.items.iter().any(|item| item.token.text.eq_ignore_ascii_case(context.name));
    if open || names_itself || list.numbering || !(2..=ENUM_VALUES).contains(&list.items.len()) {
        return None;
    }
    let tokens: Vec<Token<'_>> = list.items.iter().map(|item| item.token).collect();
    let literals = literal::values(&tokens, context.ty)?;
    let distinct = literals.iter().enumerate().all(|(index, it)| !literals[..index].contains(it));
    distinct.then(|| {
        let default = marked_default(text, list).map(|index| literals[index].clone());
        let values = literals.into_iter().zip(&list.items).map(|(literal, item)| Value {
            literal,
            label: label(text, item).to_owned(),
            ..Value::default()
        });
        Enumeration { values: values.collect(), default }
    })
}

/// The label without the verb before it: `means open`.
fn label<'t>(text: &'t Text<'_>, item: &Item<'_>) -> &'t str {
    let Range { start, end } = item.label;
    let mut cursor = Cursor::new(&text.raw[..end], start);
    cursor.skip_space();
    while cursor.eat_word(&text.patterns.vocabulary.labels.says) {
        cursor.skip_space();
    }
    let behind = if cursor.at < end { cursor.at } else { start };
    text.verbatim(behind..end).trim()
}

/// The index of the only item that is marked as the default.
fn marked_default(text: &Text<'_>, list: &List<'_>) -> Option<usize> {
    let marked = |item: &Item<'_>| {
        let start = item.label.start;
        let label = text.raw[item.label.clone()].trim_end_matches(|it| is_close_bracket(it) || it == ' ');
        let end = start + label.len();
        let apart = |at: usize| {
            let before = &text.raw[..at];
            before.ends_with(is_open_bracket) || (at > start && before.ends_with([',', '，', ' ', '、']))
        };
        text.within(Role::Default, start..end).any(|hit| hit.end == end && apart(hit.start))
    };
    let mut found = list
        .items
        .iter()
        .enumerate()
        .filter(|(_, item)| item.default || (item.token.text != "default" && marked(item)));
    let (index, _) = found.next()?;
    found.next().is_none().then_some(index)
}

/// The first list, if the others list the same values.
fn agree(enumerations: Vec<Enumeration>) -> Enumeration {
    let mut enumerations = enumerations.into_iter();
    let Some(first) = enumerations.next() else { return Enumeration::default() };
    let same = |other: &Enumeration| {
        let pairs = other.values.iter().zip(&first.values);
        other.values.len() == first.values.len() && pairs.into_iter().all(|(a, b)| a.literal == b.literal)
    };
    if enumerations.all(|other| same(&other)) { first } else { Enumeration::default() }
}
