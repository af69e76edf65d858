//! What descriptions claim of values, held against the values that samples show: lists of values, ranges and lengths. The
//! policy decides, and each contradiction names both places.

use super::seen::{Compare, Seen};
use crate::diagnostic::{Code, Diagnostic, code};
use crate::lower::draft::{Field, Type};
use crate::model::{self, Fact, Meaning, Origin, Texts, Value, Vote, Witness};
use crate::policy::{Claim, RANGE, Rule, VALUES, Votes};
use crate::syntax::json;
use smol_str::{SmolStr, format_smolstr};
use std::borrow::Cow;

/// Values of samples that a finding lists, at most.
const SHOWN: usize = 3;

/// Characters of a value that a finding shows, at most.
const SHOWN_CHARS: usize = 48;

/// Values of a documented list that a vote spells out, at most.
const LISTED: usize = 8;

/// Holds the documented values and the range of a field against its values.
pub fn test(field: &mut Field, values: &[Seen<'_>], compare: Compare<'_>) -> Vec<Diagnostic> {
    if !claims_anything(&field.meaning) {
        return Vec::new();
    }
    let claims = claims(&field.meaning);
    let found = claims.into_iter().filter_map(|(kind, claimed)| {
        let counts =
            || (kind.rule.facts[0] == Fact::Range).then(|| against_counts(field, values, compare)).flatten();
        let (shown, place) = against(field, values, kind, compare).or_else(counts)?;
        let told = Told { claimed, shown, place, witness: compare.witness };
        let described = described(&field.docs, field.origin);
        Some(contradiction((&field.name, described), &mut field.votes, kind, told))
    });
    found.collect()
}

fn claims_anything(meaning: &Meaning) -> bool {
    let Meaning { values, min, max, min_length, max_length, .. } = meaning;
    !values.is_empty()
        || [min, max].iter().any(|bound| bound.is_some())
        || [min_length, max_length].iter().any(|bound| bound.is_some())
}

/// Holds an argument against the value of a query string.
pub fn of_query(field: &mut model::Field, value: &json::Value, place: Origin) -> Vec<Diagnostic> {
    let sort = match &field.ty {
        model::Type::String => Sort::Text,
        ty if matches!(ty.leaf(), model::Type::Integer { .. } | model::Type::Number) => Sort::Number,
        _ => Sort::Other,
    };
    let values = match value {
        json::Value::Array(items) => items.as_slice(),
        one => std::slice::from_ref(one),
    };
    let texts: Vec<SmolStr> = values.iter().filter_map(text).collect();
    let found = claims(&field.meaning).into_iter().filter_map(|(kind, claimed)| {
        let shown = texts.iter().filter(|text| (kind.is_against)(&field.meaning, sort, text));
        let shown: Vec<SmolStr> = shown.cloned().collect();
        let told = Told { claimed, shown, place, witness: Witness::RequestExample };
        let described = described(&field.docs, field.origin);
        (!told.shown.is_empty())
            .then(|| contradiction((&field.name, described), &mut field.votes, kind, told))
    });
    found.collect()
}

/// The text of a plain value that is there.
fn text(value: &json::Value) -> Option<SmolStr> {
    let text = match value {
        json::Value::String(text) => text.as_str().into(),
        json::Value::Number(number) => number.to_string().into(),
        json::Value::Bool(flag) => SmolStr::from(if *flag { "true" } else { "false" }),
        json::Value::Null | json::Value::Array(_) | json::Value::Object(_) => return None,
    };
    Some(text).filter(|text: &SmolStr| !text.is_empty())
}

/// What a description claims, each with how it is held against samples.
fn claims(meaning: &Meaning) -> [(&'static Kind, SmolStr); 2] {
    [(&UNLISTED, says_values(&meaning.values)), (&OUTSIDE, says_range(meaning))]
}

/// What was claimed, what samples show against it, and where the first of these values stands.
struct Told {
    claimed: SmolStr,
    shown: Vec<SmolStr>,
    place: Origin,
    witness: Witness,
}

/// What a value is held against: the range of numbers, the length of texts, or a list of values alone.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Number,
    Text,
    Other,
}

/// How a contradiction is decided and reported.
struct Kind {
    /// Whether a value of this sort contradicts the claim.
    is_against: fn(&Meaning, Sort, &str) -> bool,
    rule: &'static Rule,
    code: &'static Code,
    what: &'static str,
    note: &'static str,
}

const UNLISTED: Kind = Kind {
    is_against: unlisted,
    rule: &VALUES,
    code: &code::VALUE_UNLISTED,
    what: "is not among its documented values",
    note: "the list is kept as an open one: other values are sent and decoded as they are",
};

const OUTSIDE: Kind = Kind {
    is_against: outside,
    rule: &RANGE,
    code: &code::VALUE_OUT_OF_RANGE,
    what: "is outside of its documented range",
    note: "the range of the docs is kept; nothing refuses a value because of it",
};

/// The lists among the values whose number of elements the docs rule out.
fn against_counts(
    field: &Field,
    values: &[Seen<'_>],
    compare: Compare<'_>,
) -> Option<(Vec<SmolStr>, Origin)> {
    let is_list = matches!(field.ty, Type::Array(_));
    let Meaning { min_length, max_length, .. } = *field.meaning;
    let mut lists = values.iter().filter(|seen| is_list && !seen.torn).filter_map(|seen| {
        let count = seen.node.items().len();
        // An empty list says that there is nothing to show.
        (count > 0 && is_beyond(count, min_length, max_length)).then_some((count, seen))
    });
    let (count, seen) = lists.next()?;
    let elements = if count == 1 { "element" } else { "elements" };
    Some((vec![format_smolstr!("{count} {elements}")], seen.origin(compare.context)))
}

fn is_beyond(length: usize, min: Option<u64>, max: Option<u64>) -> bool {
    let length = length as u64;
    min.is_some_and(|min| length < min) || max.is_some_and(|max| length > max)
}

/// The values at the bottom of lists and maps that a claim does not hold for.
fn against(
    field: &Field,
    values: &[Seen<'_>],
    kind: &Kind,
    compare: Compare<'_>,
) -> Option<(Vec<SmolStr>, Origin)> {
    let (mut shown, mut first) = (Vec::new(), None);
    let mut open: Vec<(Seen<'_>, &Type)> = values.iter().rev().map(|seen| (*seen, &field.ty)).collect();
    while let Some((seen, ty)) = open.pop() {
        match (ty, &seen.node.kind) {
            (Type::Array(inner), json::Kind::List(items)) => {
                open.extend(items.iter().rev().map(|node| (Seen { node, ..seen }, &**inner)));
            }
            (Type::Map(inner), json::Kind::Object(_)) => {
                let members = seen.node.members().iter().rev();
                open.extend(members.map(|member| (Seen { node: &member.value, ..seen }, &**inner)));
            }
            _ => {
                let sort = sort(ty, &field.ty);
                let text = plain(seen.node).filter(|_| !seen.torn);
                let Some(text) = text.filter(|text| (kind.is_against)(&field.meaning, sort, text)) else {
                    continue;
                };
                if !shown.contains(&SmolStr::from(text)) {
                    shown.push(text.into());
                }
                first.get_or_insert_with(|| seen.origin(compare.context));
            }
        }
    }
    first.map(|first| (shown, first))
}

/// What a plain value of a field is held against; the length of a list is none of its elements.
fn sort(ty: &Type, of_field: &Type) -> Sort {
    match ty {
        Type::Integer { .. } | Type::Number => Sort::Number,
        Type::String if *of_field == Type::String => Sort::Text,
        _ => Sort::Other,
    }
}

/// The text of a plain value; an empty one says that there is none.
fn plain<'n>(node: &'n json::Node<'_>) -> Option<&'n str> {
    match &node.kind {
        json::Kind::Text(text) => Some(text.as_ref()),
        json::Kind::Number(text) => Some(text.as_ref()),
        json::Kind::Bool(true) => Some("true"),
        json::Kind::Bool(false) => Some("false"),
        json::Kind::Null | json::Kind::List(_) | json::Kind::Object(_) => None,
    }
    .filter(|text| !text.is_empty())
}

fn unlisted(meaning: &Meaning, _: Sort, text: &str) -> bool {
    let is_listed = |value: &Value| is_spelled(&value.literal, text);
    !meaning.values.is_empty() && !meaning.values.iter().any(is_listed)
}

/// Whether a JSON literal is a value of this text.
fn is_spelled(literal: &str, text: &str) -> bool {
    literal == text
        || literal.starts_with('"') && serde_json::from_str::<String>(literal).is_ok_and(|it| it == text)
}

fn outside(meaning: &Meaning, sort: Sort, text: &str) -> bool {
    let Meaning { min, max, min_length, max_length, .. } = meaning;
    if sort == Sort::Text {
        return is_beyond(text.chars().count(), *min_length, *max_length);
    }
    // The bounds of descriptions are whole numbers that a float holds.
    let is_outside = |number: f64| {
        min.is_some_and(|min| number < min as f64) || max.is_some_and(|max| number > max as f64)
    };
    sort == Sort::Number && text.parse::<f64>().is_ok_and(is_outside)
}

fn says_values(values: &[Value]) -> SmolStr {
    let mut says: Vec<&str> = values.iter().take(LISTED).map(|value| value.literal.as_str()).collect();
    if values.len() > LISTED {
        says.push("…");
    }
    says.join(", ").into()
}

fn says_range(meaning: &Meaning) -> SmolStr {
    let Meaning { min, max, min_length, max_length, .. } = *meaning;
    let says = |bound: Option<String>| bound.unwrap_or_default();
    let number = |bound: Option<i64>| says(bound.map(|it| it.to_string()));
    let length = |bound: Option<u64>| says(bound.map(|it| it.to_string()));
    match (min, max) {
        (None, None) => format_smolstr!("a length of {}..{}", length(min_length), length(max_length)),
        _ => format_smolstr!("{}..{}", number(min), number(max)),
    }
}

/// A long text by its beginning and its length.
fn shortened(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(SHOWN_CHARS) {
        None => text.into(),
        Some((end, _)) => format!("{}… ({} characters)", &text[..end], text.chars().count()).into(),
    }
}

/// The votes of both sides, and the finding.
fn contradiction(
    (name, described): (&str, Origin),
    votes: &mut Vec<Vote>,
    kind: &Kind,
    Told { claimed, shown, place, witness }: Told,
) -> Diagnostic {
    let fact = kind.rule.facts[0];
    votes.cast(fact, Witness::Table, claimed.clone(), described);
    let more = if shown.len() > SHOWN { ", …" } else { "" };
    let shown: Vec<String> = shown.iter().take(SHOWN).map(|text| format!("`{}`", shortened(text))).collect();
    let shown = shown.join(", ") + more;
    votes.decide(kind.rule, Claim::new(fact, witness, shown.as_str(), place));
    Diagnostic::new(kind.code, format!("a sample shows {shown} for `{name}`, which {}", kind.what))
        .label(place, "the sample shows this")
        .label(described, format!("the docs say {claimed}"))
        .note(kind.note)
}

/// Where the claims of a field stand: the text that makes them, or its row.
fn described(docs: &Texts, row: Origin) -> Origin {
    docs.first().map_or(row, |text| text.origin)
}

/// The default and the values of a field whose type the samples decided: those that are none of it are dropped.
pub fn settle(field: &mut Field) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if field.meaning.default.as_deref().is_some_and(|default| !fits(default, &field.ty)) {
        let default = field.meaning.default.take().unwrap_or_default();
        let message = format!("the default {default} of `{}` is no {}", field.name, word(&field.ty));
        found.push(typed(&code::DEFAULT_TYPE, field, message));
    }
    let is_of_type = |value: &Value| fits(&value.literal, field.ty.leaf());
    if field.meaning.values.iter().any(|value| !is_of_type(value)) && !retyped(field) {
        let listed = says_values(&std::mem::take(&mut field.meaning.values));
        let message =
            format!("the documented values {listed} of `{}` are no {}", field.name, word(field.ty.leaf()));
        found.push(typed(&code::VALUE_UNLISTED, field, message).note("the list is dropped"));
    }
    found
}

/// Spells the values of a list as the type has them: `"1"` of a whole number is `1`.
fn retyped(field: &mut Field) -> bool {
    let leaf = field.ty.leaf().clone();
    let spell = |value: &Value| -> Option<Value> {
        let text = match value.literal.starts_with('"') {
            true => serde_json::from_str::<String>(&value.literal).ok()?,
            false => value.literal.clone(),
        };
        let literal = match leaf {
            Type::String => serde_json::to_string(&text).ok()?,
            _ => text,
        };
        fits(&literal, &leaf).then(|| Value { literal, ..value.clone() })
    };
    let values: Option<Vec<Value>> = field.meaning.values.iter().map(spell).collect();
    values.map(|values| field.meaning.values = values).is_some()
}

/// Whether a JSON literal can be a value of the type.
fn fits(literal: &str, ty: &Type) -> bool {
    match ty {
        Type::String => literal.starts_with('"'),
        Type::Integer { .. } => literal.parse::<i64>().is_ok(),
        Type::Number => literal.parse::<f64>().is_ok_and(f64::is_finite),
        Type::Boolean => matches!(literal, "true" | "false"),
        Type::Array(_) => literal.starts_with('['),
        Type::AnyObject | Type::Child(_) | Type::Map(_) => literal.starts_with('{'),
        Type::Any | Type::Named(_) | Type::OneOf(_) => true,
    }
}

/// A finding on what a description says and the type that was decided.
fn typed(code: &'static Code, field: &Field, message: String) -> Diagnostic {
    let decided = field.votes.iter().rev().find(|vote| vote.fact == Fact::Type && vote.won);
    let found =
        Diagnostic::new(code, message).label(described(&field.docs, field.origin), "the docs say so here");
    match decided {
        Some(vote) => found.label(vote.origin, format!("the type is {}", word(&field.ty))),
        None => found,
    }
}

/// A type in a word.
fn word(ty: &Type) -> &'static str {
    match ty {
        Type::String => "text",
        Type::Integer { .. } => "whole number",
        Type::Number => "number",
        Type::Boolean => "boolean",
        Type::Array(_) => "list",
        Type::AnyObject | Type::Child(_) | Type::Map(_) => "object",
        Type::Any | Type::Named(_) | Type::OneOf(_) => "value of its type",
    }
}
