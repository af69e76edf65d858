//! Shapes: one field's type against the values that samples show.

use super::maps;
use super::samples::{self, Seen, Walk, items};
use super::values::is_number;
use crate::diagnostic::{Diagnostic, code};
use crate::dialect::TypeWord;
use crate::lower::draft::{Draft, ObjectId, is_container, set_leaf};
use crate::model::{Fact, Field, Origin, Tolerance, Type, Vote, Witness};
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

/// Weighs one field against its values and goes down into its child.
pub fn field(draft: &mut Draft, at: (ObjectId, usize), values: &[Seen<'_>], walk: Walk<'_>) {
    let solid: Cow<'_, [Seen<'_>]> = match values.iter().find(|seen| seen.node.is_null()) {
        None => values.into(),
        Some(null) => {
            nullable(&mut draft.objects[at.0].fields[at.1].field, *null, walk);
            values.iter().copied().filter(|seen| !seen.node.is_null()).collect()
        }
    };
    let Some(first) = solid.first() else { return };
    let field = &mut draft.objects[at.0].fields[at.1].field;
    let said = word(&field.ty);
    let decision = decide(&mut field.ty, &solid, &mut field.accepts);
    let shown = Shown { word: shape(first.node).word(), origin: first.origin(walk.context) };
    vote(field, decision, shown, walk);
    if let Some(found) = report(field, said, decision, shown, walk) {
        draft.diagnostics.push(found);
    }
    children(draft, at, &solid, walk);
}

/// A `null` that was seen.
fn nullable(field: &mut Field, null: Seen<'_>, walk: Walk<'_>) {
    field.nullable = true;
    let origin = null.origin(walk.context);
    let vote = Vote { fact: Fact::Nullable, witness: walk.witness, says: "null".into(), won: true, origin };
    if !field.votes.contains(&vote) {
        field.votes.push(vote);
    }
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
        (Type::OneOf(_) | Type::Filter(_), _) => Decision::Agrees,
        (Type::Any, _) => {
            *ty = infer(values.iter().map(|seen| seen.node));
            Decision::Refined
        }
        (Type::Array(inner), Shape::List) => {
            let inside: Vec<Seen<'_>> =
                items(values).into_iter().filter(|seen| !seen.node.is_null()).collect();
            if inside.is_empty() { Decision::Agrees } else { decide(inner, &inside, accepts) }
        }
        (Type::Map(_) | Type::AnyObject | Type::Object(_), Shape::Object) => Decision::Agrees,
        (Type::Map(_) | Type::AnyObject | Type::Object(_), Shape::List) => {
            *ty = listed(ty, values);
            Decision::Reshaped
        }
        (Type::Array(inner), Shape::Object) if is_container(inner) => {
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
        (Type::Array(_) | Type::Map(_) | Type::AnyObject | Type::Object(_), Shape::Text) if empty() => {
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
        Type::OneOf(_) | Type::Filter(_) => return Decision::Agrees,
        Type::String if scalars => tolerate(accepts, Tolerance::TextAsNumber),
        _ => {
            *ty = Type::Any;
            return Decision::Mixed;
        }
    }
    Decision::Tolerated
}

/// The type that values show; objects are left to [`samples::describe_by_sample`].
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
        Type::AnyObject | Type::Object(_) | Type::Map(_) => Shape::Object,
        Type::String => Shape::Text,
        Type::Integer { .. } => Shape::Integer,
        Type::Number => Shape::Number,
        Type::Boolean => Shape::Boolean,
        Type::Array(_) => Shape::List,
        Type::Filter(_) => return "filter",
        Type::OneOf(_) => return "several types",
    };
    shape.word()
}

/// What the first value of a field shows.
#[derive(Clone, Copy)]
struct Shown {
    word: &'static str,
    origin: Origin,
}

fn vote(field: &mut Field, decision: Decision, shown: Shown, walk: Walk<'_>) {
    let follows = matches!(decision, Decision::Agrees | Decision::Refined | Decision::Reshaped);
    if decision == Decision::Reshaped {
        field.votes.iter_mut().filter(|vote| vote.fact == Fact::Type).for_each(|vote| vote.won = false);
    }
    let vote = Vote {
        fact: Fact::Type,
        witness: walk.witness,
        says: shown.word.into(),
        won: follows,
        origin: shown.origin,
    };
    if !field.votes.contains(&vote) {
        field.votes.push(vote);
    }
}

fn report(field: &Field, said: &str, decision: Decision, shown: Shown, walk: Walk<'_>) -> Option<Diagnostic> {
    if matches!(decision, Decision::Agrees | Decision::Refined) {
        return None;
    }
    let table =
        field.votes.iter().find(|vote| vote.fact == Fact::Type).map_or(field.origin, |vote| vote.origin);
    let by_table = field.votes.iter().any(|vote| vote.fact == Fact::Type && vote.witness == Witness::Table);
    let Shown { word: shown, origin: place } = shown;
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
            Some(if is_word_for(field, shown, walk) { found.fix(table, shown) } else { found })
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
fn is_word_for(field: &Field, shown: &str, walk: Walk<'_>) -> bool {
    let cell = field.votes.iter().find(|vote| vote.fact == Fact::Type && vote.witness == Witness::Table);
    let word = cell.and_then(|vote| walk.context.dialect.types.get(&vote.says));
    matches!(
        (word, shown),
        (Some(TypeWord::Object | TypeWord::Map), "array") | (Some(TypeWord::List), "object")
    )
}

/// Goes down: into the table of the child, or into what only samples describe.
fn children(draft: &mut Draft, at: (ObjectId, usize), values: &[Seen<'_>], walk: Walk<'_>) {
    let node = &draft.objects[at.0].fields[at.1];
    if node.child.is_none() && !matches!(node.field.ty.leaf(), Type::AnyObject | Type::Object(_)) {
        return;
    }
    let objects = objects(leaves(&node.field.ty, values.into()));
    match (node.child, node.field.ty.leaf()) {
        (Some(child), Type::Object(_)) => match maps::read(draft, child, &objects, walk) {
            None => samples::object(draft, child, &objects, walk),
            Some(map) => {
                let node = &mut draft.objects[at.0].fields[at.1];
                set_leaf(&mut node.field.ty, Type::Map(Box::new(map.ty)));
                node.child = map.child;
                values_of(draft, map.child, &map.values, walk);
            }
        },
        // The shape changed so that no object is left below: the table of the child has lost its field.
        (Some(child), _) => {
            draft.objects[at.0].fields[at.1].child = None;
            draft.objects[child].linked = false;
        }
        (None, Type::AnyObject | Type::Object(_))
            if objects.iter().any(|seen| !seen.node.members().is_empty()) =>
        {
            set_leaf(&mut draft.objects[at.0].fields[at.1].field.ty, Type::AnyObject);
            samples::describe_by_sample(draft, at, &objects, walk);
        }
        _ => {}
    }
}

/// Goes down into the values of a map.
pub fn values_of(draft: &mut Draft, child: Option<ObjectId>, values: &[Seen<'_>], walk: Walk<'_>) {
    let Some(child) = child else { return };
    samples::object(draft, child, &objects(values.into()), walk);
}

/// The values at the bottom of a type's lists and maps.
fn leaves<'v, 's>(ty: &Type, values: Cow<'v, [Seen<'s>]>) -> Cow<'v, [Seen<'s>]> {
    match ty {
        Type::Array(inner) => leaves(inner, items(&values).into()),
        Type::Map(inner) => leaves(inner, maps::values(&values).into()),
        _ => values,
    }
}

/// The objects among the values.
fn objects<'v, 's>(mut values: Cow<'v, [Seen<'s>]>) -> Cow<'v, [Seen<'s>]> {
    let is_object = |seen: &Seen<'_>| matches!(seen.node.kind, json::Kind::Object(_));
    if !values.iter().all(is_object) {
        values.to_mut().retain(is_object);
    }
    values
}
