//! Closed lists of values, in whichever form a description gives one.

use super::cursor::{Cursor, is_close_bracket, is_open_bracket};
use super::literal::{self, Token};
use super::marks::Trust;
use super::patterns::Role;
use super::sets::Marks;
use super::text::Text;
use super::{Context, bare, labelled, plain, reversed};
use crate::model::{Type, Value};
use std::ops::Range;

/// More values than a description lists in earnest.
const MOST: usize = 100;

/// A list as it stands in the text.
pub(super) struct List<'a> {
    pub(super) items: Vec<Item<'a>>,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// One value of a list.
pub(super) struct Item<'a> {
    pub(super) token: Token<'a>,
    /// Where its label stands, an empty range when it has none.
    pub(super) label: Range<usize>,
    /// Whether it is marked as the default outside of its label.
    pub(super) default: bool,
}

/// What came of reading a list.
pub(super) enum Outcome<'a> {
    /// None begins here.
    Nothing,
    /// One begins here that cannot be trusted.
    Doubtful,
    List(List<'a>),
}

/// The values of a description, and the one that it marks as default among them.
#[derive(Default)]
pub(super) struct Found {
    pub(super) values: Vec<Value>,
    pub(super) default: Option<String>,
}

pub(super) fn read(text: &Text<'_>, context: &Context<'_>) -> Found {
    if !matches!(context.ty.leaf(), Type::String | Type::Integer { .. } | Type::Number | Type::Any) {
        return Found::default();
    }
    // Numbers take nothing but numbers.
    if is_number_type(context.ty) && text.digits_end == 0 {
        return Found::default();
    }
    let mut lists = introduced(text, context);
    if lists.is_empty() {
        lists = unannounced(text, context);
    } else {
        lists.iter_mut().for_each(|list| labels(text, list));
    }
    let mut found: Vec<Found> = Vec::new();
    for list in &lists {
        match settle(text, context, list) {
            Some(one) => found.push(one),
            // A list that is not closed, or does not fit, puts the others in doubt.
            None => return Found::default(),
        }
    }
    agree(found)
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
        match labelled::read(text, cursor.at, Trust::Introduced) {
            Outcome::List(list) => lists.push(list),
            Outcome::Doubtful => {}
            Outcome::Nothing => {
                lists.extend(plain::read(text, cursor.at).filter(|list| !is_interval(list, range)))
            }
        }
    }
    lists.retain(|list| {
        !(is_number_type(context.ty) && list.items.iter().any(|item| !item.token.is_number()))
    });
    lists
}

/// Takes the labels that the rest of the text gives to the same values: `a or b. a: first, b: second`.
fn labels<'t>(text: &'t Text<'_>, list: &mut List<'t>) {
    if list.items.iter().any(|item| !item.label.is_empty()) {
        return;
    }
    let same = |other: &List<'_>| {
        let known = |item: &Item<'_>| list.items.iter().any(|it| it.token.text == item.token.text);
        other.items.len() == list.items.len() && other.items.iter().all(known)
    };
    let named = phrase_starts(text).filter(|at| *at >= list.end).find_map(|at| {
        match labelled::read(text, at, Trust::Introduced) {
            Outcome::List(other) if same(&other) => Some(other),
            _ => None,
        }
    });
    for item in named.into_iter().flat_map(|other| other.items) {
        if let Some(ours) = list.items.iter_mut().find(|ours| ours.token.text == item.token.text) {
            *ours = item;
        }
    }
}

/// Two bare numbers behind a word for ranges, or far apart, are bounds.
fn is_interval(list: &List<'_>, range: bool) -> bool {
    let [first, last] = list.items.as_slice() else { return false };
    match (first.token.text.parse::<i64>(), last.token.text.parse::<i64>()) {
        (Ok(first), Ok(last)) => range || last.abs_diff(first) > 1,
        _ => false,
    }
}

fn is_number_type(ty: &Type) -> bool {
    matches!(ty.leaf(), Type::Integer { .. } | Type::Number)
}

/// The list that stands without announcement; only lists that label every value are believed.
fn unannounced<'t>(text: &'t Text<'_>, context: &Context<'_>) -> Vec<List<'t>> {
    let trust = if is_number_type(context.ty) { Trust::Numbers } else { Trust::Words };
    let mut unnamed = Vec::new();
    for at in phrase_starts(text) {
        match labelled::read(text, at, trust) {
            Outcome::List(list) => return vec![list],
            Outcome::Doubtful => return Vec::new(),
            Outcome::Nothing => {}
        }
        let plain = plain::read(text, at);
        let named = |list: &&List<'_>| !goes_before(text, at) && names_all(text, list);
        if plain.as_ref().filter(named).is_some() {
            return plain.into_iter().collect();
        }
        if let Some(list) = reversed::read(text, at, trust == Trust::Numbers) {
            return vec![list];
        }
        unnamed.extend(plain);
    }
    let single = matches!(context.ty, Type::String);
    if single { bare::read(text, unnamed).into_iter().collect() } else { Vec::new() }
}

/// Whether every value has a label, and the labels are not the values themselves: `open(1), close(2)`.
fn names_all(text: &Text<'_>, list: &List<'_>) -> bool {
    let coded = |item: &Item<'_>| {
        let label = &text.raw[item.label.clone()];
        !item.token.is_number() && label.trim_start().starts_with(|it: char| it.is_ascii_digit())
    };
    list.items.iter().all(|item| !item.label.is_empty()) && !list.items.iter().all(coded)
}

/// Whether another value stands right before the comma that the list would begin behind.
fn goes_before(text: &Text<'_>, at: usize) -> bool {
    let before = text.raw[..at].strip_suffix([',', '，', '、']);
    before.is_some_and(|before| {
        before.trim_end().ends_with(|it: char| it.is_ascii_alphanumeric() || is_close_bracket(it))
    })
}

/// What phrases begin behind.
static BEGINS: Marks =
    Marks::of(&[',', '，', ';', '；', '。', ':', '：', '(', '（', '[', '【', '\n', '.', ' ']);

/// The offsets where a phrase begins, or a number stands apart behind a caption: `switch 0 off 1 on`.
fn phrase_starts<'t>(text: &'t Text<'_>) -> impl Iterator<Item = usize> + 't {
    let begins = |(index, it): (usize, char)| {
        let behind = &text.raw[index + it.len_utf8()..];
        let digit = || {
            // The commonest case first: a letter.
            !behind.starts_with(|it: char| it.is_ascii_alphabetic())
                && behind.trim_start().starts_with(|it: char| it.is_ascii_digit())
        };
        let joins = |it: char| {
            it.is_ascii()
                || !it.is_alphabetic()
                || matches!(it, '和' | '或' | '与' | '及' | '到' | '至' | '从' | '为' | '是' | '第' | '在')
        };
        let wide = || !text.raw[..index].ends_with(joins);
        let begins = match it {
            '.' => behind.starts_with(' ') || wide(),
            ' ' => digit() && wide(),
            _ => true,
        };
        begins.then_some(index + it.len_utf8())
    };
    std::iter::once(0).chain(BEGINS.find(&text.raw).filter_map(begins))
}

/// The list as values of the field's type, if it is closed, distinct and fits.
fn settle(text: &Text<'_>, context: &Context<'_>, list: &List<'_>) -> Option<Found> {
    let around = text.sentence(list.start).start..text.sentence(list.end).end;
    let open = text.has(Role::Open, around) || text.is_conditional(list.start..list.end);
    let names_itself = list.items.iter().any(|item| item.token.text.eq_ignore_ascii_case(context.name));
    if open || names_itself || !(2..=MOST).contains(&list.items.len()) {
        return None;
    }
    let tokens: Vec<Token<'_>> = list.items.iter().map(|item| item.token).collect();
    let literals = literal::values(&tokens, context.ty)?;
    let distinct = literals.iter().enumerate().all(|(index, it)| !literals[..index].contains(it));
    distinct.then(|| {
        let default = marked_default(text, list).map(|index| literals[index].clone());
        let label = |item: &Item<'_>| named(text, item).to_owned();
        let values = literals.into_iter().zip(&list.items).map(|(literal, item)| Value {
            literal,
            label: label(item),
            ..Value::default()
        });
        Found { values: values.collect(), default }
    })
}

/// The label without the word before it that only says that it is one: `means open`.
fn named<'t>(text: &'t Text<'_>, item: &Item<'_>) -> &'t str {
    let label = &text.raw[item.label.clone()];
    let mut cursor = Cursor::new(label, 0);
    cursor.skip_space();
    let says = &text.patterns.book.labels.says;
    while cursor.eat_word(says) {
        cursor.skip_space();
    }
    if cursor.rest().is_empty() { label.trim() } else { cursor.rest().trim_end() }
}

/// The only item whose label says in brackets that it is the default.
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

/// One list, or several that list the same.
fn agree(found: Vec<Found>) -> Found {
    let mut found = found.into_iter();
    let Some(first) = found.next() else { return Found::default() };
    let same = |other: &Found| {
        let pairs = other.values.iter().zip(&first.values);
        other.values.len() == first.values.len() && pairs.into_iter().all(|(a, b)| a.literal == b.literal)
    };
    if found.all(|other| same(&other)) { first } else { Found::default() }
}
