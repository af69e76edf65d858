//! Bodies that only samples show to be lists of what the tables describe.

use super::seen::{Compare, Seen, items};
use super::types_from_samples;
use crate::diagnostic::{Diagnostic, code};
use crate::lower::draft::{Field, Type};
use crate::model::{Fact, Location, Method, Origin};
use crate::page::Side;
use crate::policy::Votes;
use crate::resolve::tree::{Object, Tree};
use crate::resolve::{bodies, whole};
use crate::syntax::json;

/// Makes the body a list, where every sample of the request is a list and its elements have what the tables list.
pub fn wrap(tree: &mut Tree<'_>, shown: &[Seen<'_>], compare: Compare<'_>) {
    let is_object = |seen: &Seen<'_>| matches!(seen.node.kind, json::Kind::Object(_));
    let elements = items(shown);
    let are_lists = shown.iter().all(|seen| matches!(seen.node.kind, json::Kind::List(_)));
    let is_read = matches!(tree.endpoint.method, Method::Get | Method::Head);
    let Some(first) = shown.first().filter(|_| !is_read && are_lists) else { return };
    let request = tree.request;
    let is_sent = |field: &Field| field.location == Location::Body;
    let is_shown = |field: &Field| elements.iter().any(|seen| seen.node.get(&field.name).is_some());
    let mut sent = tree.objects[request].fields.iter().filter(|field| is_sent(field)).peekable();
    let is_alone = sent.peek().is_some_and(|first| matches!(first.ty, Type::Array(_)));
    let (count, known) =
        sent.fold((0, 0), |(all, known), field| (all + 1, known + usize::from(is_shown(field))));
    if count == 1 && known == 0 && is_alone {
        // `orders | array`: the only argument is the list that samples show.
        let mut fields = tree.objects[request].fields.each_mut();
        if let Some(whole) = fields.find(|field| is_sent(field)) {
            whole.location = Location::WholeBody;
        }
        return;
    }
    let is_of_objects = !elements.is_empty() && elements.iter().all(is_object);
    if count == 0 && !is_of_objects && !elements.is_empty() {
        return of_values(tree, &elements, first.origin(compare.context), compare);
    }
    if !is_of_objects || count > 0 && known == 0 {
        let found = Diagnostic::new(&code::SAMPLE_UNREADABLE, "the request sample is no JSON object");
        return tree
            .diagnostics
            .push(found.label(first.origin(compare.context), "this sample is no witness"));
    }
    let origin = match count {
        0 => first.origin(compare.context),
        _ => tree.objects[request].origin,
    };
    let fields: Vec<Field> = tree.objects[request].fields.extract_if(.., |field| is_sent(field)).collect();
    let open = tree.objects[request].open.take();
    let elements = Object { side: Side::Request, origin, open, fields: fields.into(), ..Object::default() };
    whole::list(request, elements, compare.witness, tree, compare.context);
}

/// Makes the body a list of plain values.
fn of_values(tree: &mut Tree<'_>, elements: &[Seen<'_>], origin: Origin, compare: Compare<'_>) {
    let ty = Type::list(types_from_samples::infer(elements.iter().map(|seen| seen.node)));
    let (name, location) = (bodies::argument(tree.request, tree).into(), Location::WholeBody);
    let mut field = Field { name, ty, required: true, location, origin, ..Field::default() };
    field.votes.cast(Fact::Presence, compare.witness, "the body", origin);
    field.votes.cast(Fact::Type, compare.witness, "array", origin);
    tree.push(tree.request, field);
}
