//! What a sentence says of the answer, where neither table nor sample shows one.

use super::envelope::Place;
use super::tree::{Object, State, Tree};
use crate::lower::draft::{Answer, Field, Type};
use crate::model::{Fact, Witness};
use crate::page::Side;
use crate::policy::Votes;

/// Lets the sentence speak: a type whose table stands on the page, or that there is no body.
pub fn settle(answer: Option<Answer>, place: Place, tree: &mut Tree<'_>) -> Place {
    let is_shown = tree.samples.iter().any(|sample| sample.side == Side::Response && !sample.error);
    let (Place::Nowhere, Some(answer), false) = (&place, answer, is_shown) else { return place };
    if !tree.endpoint.envelope.is_empty() {
        return place;
    }
    let Answer { ty, links, origin, member } = answer;
    let Some(ty) = ty else {
        tree.endpoint.response.no_content = true;
        tree.endpoint.response.origin = origin;
        return place;
    };
    if matches!(ty.leaf(), Type::Boolean | Type::Integer { .. } | Type::Number | Type::String) {
        let says = "a plain value".to_owned();
        return whole(Field { name: member.into(), ty, links, origin, ..Field::default() }, says, tree);
    }
    let name = match ty.leaf() {
        Type::Named(name) => name.clone(),
        Type::AnyObject if !links.is_empty() => "objects".to_owned(),
        _ => return place,
    };
    let is_titled = |object: &Object| {
        object.names().any(|title| title.eq_ignore_ascii_case(&name))
            || links.iter().any(|link| object.anchors.contains(link))
    };
    if !tree.objects.iter().any(is_titled) {
        return place;
    }
    let says = if matches!(ty, Type::Array(_)) { format!("a list of {name}") } else { name };
    whole(Field { name: member.into(), ty, links, origin, ..Field::default() }, says, tree)
}

/// An answer that is one value, or an object that has it as its member.
fn whole(mut field: Field, says: String, tree: &mut Tree<'_>) -> Place {
    let (origin, member) = (field.origin, field.name.to_string());
    field.votes.cast(Fact::Type, Witness::Note, says, origin);
    let fields = vec![field].into();
    let root = Object { side: Side::Response, state: State::Root, origin, fields, ..Object::default() };
    Place::Member(tree.add(root), member)
}
