//! One field's type against the values that samples show.

use super::seen::{Compare, Seen, items};
use super::templates;
use super::values::is_number;
use crate::diagnostic::{Diagnostic, code};
use crate::dialect::TypeWord;
use crate::lower::draft::{Field, Type};
use crate::lower::types;
use crate::model::{Fact, Origin, Tolerance, Witness};
use crate::policy::{Claim, NULL, SHAPE, SPELLING, Votes};
use crate::syntax::json;
use std::borrow::Cow;

/// What a JSON value is, as far as shapes go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Null,
    Boolean,
    Integer,
    Number,
    Text,
    List,
    Object,
}

fn shape(node: &json::Node<'_>) -> Shape {
    match &node.kind {
        json::Kind::Null => Shape::Null,
        json::Kind::Bool(_) => Shape::Boolean,
        json::Kind::Number(text) if text.parse::<i64>().is_ok() => Shape::Integer,
        json::Kind::Number(_) => Shape::Number,
        json::Kind::Text(_) => Shape::Text,
        json::Kind::List(_) => Shape::List,
        json::Kind::Object(_) => Shape::Object,
    }
}

/// The one shape that all values have; whole numbers are numbers among others.
fn common<'n>(mut nodes: impl Iterator<Item = &'n json::Node<'n>>) -> Option<Shape> {
    let first = shape(nodes.next()?);
    nodes.map(shape).try_fold(first, |all, shape| match (all, shape) {
        (Shape::Integer, Shape::Number) | (Shape::Number, Shape::Integer) => Some(Shape::Number),
        _ => (all == shape).then_some(all),
    })
}

/// Weighs a field against its values; gives those that are not null and what was found.
pub fn weigh<'v, 's>(
    field: &mut Field,
    values: &'v [Seen<'s>],
    compare: Compare<'_>,
) -> (Cow<'v, [Seen<'s>]>, Option<Diagnostic>) {
    let solid: Cow<'_, [Seen<'_>]> = match values.iter().find(|seen| seen.node.is_null()) {
        None => values.into(),
        Some(null) => {
            nullable(field, *null, compare);
            values.iter().copied().filter(|seen| !seen.node.is_null()).collect()
        }
    };
    if !solid.is_empty() && solid.iter().all(|seen| seen.template) {
        return (templates::weigh(field, solid, compare), None);
    }
    let solid = without_type_words(field, solid, compare);
    let Some(first) = solid.first() else { return (solid, None) };
    let said = word(&field.ty);
    let (mut ty, mut accepts) = (field.ty.clone(), field.accepts.clone());
    let decision = match is_said_any(field, compare) {
        true => Decision::Agrees,
        false => decide(&mut ty, &solid, &mut accepts),
    };
    let example = Example { word: shape(first.node).word(), origin: first.origin(compare.context) };
    let is_against = matches!(decision, Decision::Reshaped | Decision::Mixed) && is_by_table(field);
    if is_against && solid.iter().all(|seen| seen.torn) {
        field.votes.discard(Claim::new(Fact::Type, compare.witness, example.word, example.origin));
        return (Cow::default(), None);
    }
    if vote(field, decision, example, compare) {
        (field.ty, field.accepts) = (ty, accepts);
    }
    let found = report(field, said, decision, example, compare);
    (solid, found)
}

/// `the type depends on the operator`: a sample shows one of many.
fn is_said_any(field: &Field, compare: Compare<'_>) -> bool {
    let phrases = &compare.context.dialect.phrases.any_type;
    field.ty == Type::Any && field.docs.iter().any(|text| phrases.are_in(&text.text))
}

/// The values without words that stand for the type of the table: `"total": int`.
fn without_type_words<'v, 's>(
    field: &Field,
    mut values: Cow<'v, [Seen<'s>]>,
    compare: Compare<'_>,
) -> Cow<'v, [Seen<'s>]> {
    if !matches!(field.ty, Type::Integer { .. } | Type::Number | Type::Boolean) {
        return values;
    }
    let says_type = |seen: &Seen<'_>| {
        let ty = |word: &str| {
            compare.context.dialect.types.get(word)?;
            let parsed = types::parse(word, compare.context.dialect);
            parsed.known.then(|| Type::from(parsed.ty))
        };
        seen.node
            .as_str()
            .and_then(ty)
            .is_some_and(|ty| std::mem::discriminant(&ty) == std::mem::discriminant(&field.ty))
    };
    if values.iter().any(says_type) {
        values.to_mut().retain(|seen| !says_type(seen));
    }
    values
}

/// A `null` that was seen.
fn nullable(field: &mut Field, null: Seen<'_>, compare: Compare<'_>) {
    let claim = Claim::new(Fact::Nullable, compare.witness, "null", null.origin(compare.context));
    field.nullable |= field.votes.decide(&NULL, claim);
}

/// How the samples relate to the type before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Decision {
    Agrees,
    /// The type said less than the samples show.
    Refined,
    /// The shape of the samples replaced the table's.
    Reshaped,
    /// The plain type of the table stays; samples show another.
    Tolerated,
    /// Samples differ among themselves.
    Mixed,
}

fn decide(ty: &mut Type, values: &[Seen<'_>], accepts: &mut Vec<Tolerance>) -> Decision {
    let Some(shape) = common(values.iter().map(|seen| seen.node)) else { return mixed(ty, values, accepts) };
    match (&mut *ty, shape) {
        (Type::OneOf(_), _) => Decision::Agrees,
        (Type::Any, _) => {
            *ty = infer(values.iter().map(|seen| seen.node));
            Decision::Refined
        }
        (Type::Array(inner), Shape::List) => {
            let inside: Vec<Seen<'_>> =
                items(values).into_iter().filter(|seen| !seen.node.is_null()).collect();
            if inside.is_empty() { Decision::Agrees } else { decide(inner, &inside, accepts) }
        }
        (Type::Map(_) | Type::AnyObject | Type::Named(_) | Type::Child(_), Shape::Object) => Decision::Agrees,
        (Type::Map(_) | Type::AnyObject | Type::Named(_) | Type::Child(_), Shape::List) => {
            *ty = listed(ty, values);
            Decision::Reshaped
        }
        (Type::Array(inner), Shape::Object) if inner.is_container() => {
            let element = std::mem::take(&mut **inner);
            *ty = if matches!(element, Type::Any) { Type::AnyObject } else { element };
            Decision::Reshaped
        }
        (ty, shape) => plain(ty, shape, values, accepts),
    }
}

/// A list of what the table called one object; what its elements are the samples show.
fn listed(ty: &mut Type, values: &[Seen<'_>]) -> Type {
    let inside = items(values);
    let plain = inside.iter().map(|seen| seen.node).filter(|node| !node.is_null());
    let element = match ty {
        Type::AnyObject if plain.clone().next().is_none() => Type::Any,
        _ if plain.clone().all(|node| shape(node) == Shape::Object) => std::mem::take(ty),
        _ => infer(plain),
    };
    Type::Array(Box::new(element))
}

/// Plain table types, and plain values where the table says a container.
fn plain(ty: &mut Type, shape: Shape, values: &[Seen<'_>], accepts: &mut Vec<Tolerance>) -> Decision {
    let empty = || values.iter().all(|seen| seen.node.as_str() == Some(""));
    let numeric = || values.iter().all(|seen| seen.node.as_str().is_some_and(is_number));
    let bits = || {
        values
            .iter()
            .all(|seen| matches!(&seen.node.kind, json::Kind::Number(text) if text == "0" || text == "1"))
    };
    let tolerance = match (&*ty, shape) {
        (Type::String, Shape::Text) | (Type::Boolean, Shape::Boolean) => return Decision::Agrees,
        (Type::Integer { .. }, Shape::Integer) | (Type::Number, Shape::Integer | Shape::Number) => {
            return Decision::Agrees;
        }
        (Type::Integer { .. } | Type::Number, Shape::Text) if numeric() => Tolerance::NumberAsText,
        (Type::Integer { .. } | Type::Number | Type::Boolean, Shape::Text) if empty() => Tolerance::EmptyText,
        (Type::String, Shape::Integer | Shape::Number) => Tolerance::TextAsNumber,
        (Type::Boolean, Shape::Integer) if bits() => Tolerance::BoolAsNumber,
        (Type::Array(_) | Type::Map(_) | Type::AnyObject | Type::Named(_) | Type::Child(_), Shape::Text)
            if empty() =>
        {
            Tolerance::EmptyText
        }
        (Type::Integer { .. }, Shape::Number) => {
            *ty = Type::Number;
            return Decision::Reshaped;
        }
        _ => {
            *ty = infer(values.iter().map(|seen| seen.node));
            return Decision::Reshaped;
        }
    };
    tolerate(accepts, tolerance);
    Decision::Tolerated
}

/// Adds a form to a list that is in order and has each form once.
fn tolerate(accepts: &mut Vec<Tolerance>, tolerance: Tolerance) {
    if let Err(at) = accepts.binary_search(&tolerance) {
        accepts.insert(at, tolerance);
    }
}

/// Samples of several shapes: tolerances when they suffice, else any value.
fn mixed(ty: &mut Type, values: &[Seen<'_>], accepts: &mut Vec<Tolerance>) -> Decision {
    let is_scalar = |shape| matches!(shape, Shape::Integer | Shape::Number | Shape::Text);
    let scalars = values.iter().all(|seen| is_scalar(shape(seen.node)));
    match ty {
        Type::OneOf(_) => return Decision::Agrees,
        Type::String if scalars => tolerate(accepts, Tolerance::TextAsNumber),
        _ => {
            *ty = Type::Any;
            return Decision::Mixed;
        }
    }
    Decision::Tolerated
}

/// The type that values show; objects are left to the comparison below.
pub fn infer<'n>(values: impl Iterator<Item = &'n json::Node<'n>> + Clone) -> Type {
    match common(values.clone().filter(|node| !node.is_null())) {
        Some(Shape::Boolean) => Type::Boolean,
        Some(Shape::Integer) => Type::integer(),
        Some(Shape::Number) => Type::Number,
        Some(Shape::Text) => Type::String,
        Some(Shape::List) => {
            let inside: Vec<&json::Node<'_>> = values.flat_map(|node| node.items()).collect();
            Type::Array(Box::new(infer(inside.into_iter())))
        }
        Some(Shape::Object) => Type::AnyObject,
        Some(Shape::Null) | None => Type::Any,
    }
}

impl Shape {
    /// The word for values of the shape.
    fn word(self) -> &'static str {
        match self {
            Shape::Null => "any value",
            Shape::Boolean => "bool",
            Shape::Integer => "int",
            Shape::Number => "number",
            Shape::Text => "string",
            Shape::List => "array",
            Shape::Object => "object",
        }
    }
}

/// The word for a type: that of the values it takes.
fn word(ty: &Type) -> &'static str {
    let shape = match ty {
        Type::Any => Shape::Null,
        Type::AnyObject | Type::Named(_) | Type::Child(_) | Type::Map(_) => Shape::Object,
        Type::String => Shape::Text,
        Type::Integer { .. } => Shape::Integer,
        Type::Number => Shape::Number,
        Type::Boolean => Shape::Boolean,
        Type::Array(_) => Shape::List,
        Type::OneOf(_) => return "several types",
    };
    shape.word()
}

/// What the first value of a field shows.
#[derive(Clone, Copy)]
struct Example {
    word: &'static str,
    origin: Origin,
}

/// Whether the policy lets the decision stand.
fn vote(field: &mut Field, decision: Decision, example: Example, compare: Compare<'_>) -> bool {
    let claim = Claim::new(Fact::Type, compare.witness, example.word, example.origin);
    match decision {
        Decision::Agrees | Decision::Refined => {
            field.votes.cast(claim.fact, claim.witness, claim.says, claim.origin);
            true
        }
        Decision::Reshaped => field.votes.decide(&SHAPE, claim),
        Decision::Tolerated => !field.votes.decide(&SPELLING, claim),
        Decision::Mixed => {
            field.votes.discard(claim);
            true
        }
    }
}

fn is_by_table(field: &Field) -> bool {
    field.votes.iter().any(|vote| vote.fact == Fact::Type && vote.witness == Witness::Table)
}

fn report(
    field: &Field,
    said: &str,
    decision: Decision,
    example: Example,
    compare: Compare<'_>,
) -> Option<Diagnostic> {
    if matches!(decision, Decision::Agrees | Decision::Refined) {
        return None;
    }
    let table =
        field.votes.iter().find(|vote| vote.fact == Fact::Type).map_or(field.origin, |vote| vote.origin);
    let by_table = is_by_table(field);
    let Example { word: shown, origin: place } = example;
    let name = &field.name;
    let labels = |found: Diagnostic| {
        found.label(table, format!("the table says {said}")).label(place, format!("the sample shows {shown}"))
    };
    match decision {
        Decision::Agrees | Decision::Refined => None,
        // Only a title or a dotted name made a container of it.
        Decision::Reshaped if !by_table => None,
        Decision::Reshaped => {
            let found = Diagnostic::new(
                &code::SHAPE_CONFLICT,
                format!("`{name}` is {said} in the table and {shown} in the sample"),
            );
            let found =
                labels(found).note("the sample decides").help(format!("write `{shown}` into the type cell"));
            Some(if is_word_for(field, shown, compare) { found.fix(table, shown) } else { found })
        }
        Decision::Tolerated => {
            let found = Diagnostic::new(
                &code::SCALAR_MISMATCH,
                format!("`{name}` is {said} in the table and {shown} in the sample"),
            );
            Some(labels(found).note("the table decides; the decoder takes both"))
        }
        Decision::Mixed => {
            let found =
                Diagnostic::new(&code::SHAPE_CONFLICT, format!("samples show `{name}` in several shapes"));
            Some(labels(found).note("the field takes any JSON value"))
        }
    }
}

/// Whether the type cell is a bare word for a list or an object, so that the word for what samples show replaces it.
fn is_word_for(field: &Field, shown: &str, compare: Compare<'_>) -> bool {
    let cell = field.votes.iter().find(|vote| vote.fact == Fact::Type && vote.witness == Witness::Table);
    let word = cell.and_then(|vote| compare.context.dialect.types.get(&vote.says));
    matches!(
        (word, shown),
        (Some(TypeWord::Object | TypeWord::Map), "array") | (Some(TypeWord::List), "object")
    )
}
