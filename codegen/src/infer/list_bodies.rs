//! Bodies that only samples show to be lists of what the tables describe.

use super::seen::{Compare, Seen, items};
use crate::lower::draft::{Field, Type};
use crate::model::{Location, Method};
use crate::page::Side;
use crate::resolve::tree::{Object, Tree};
use crate::resolve::whole;
use crate::syntax::json;

/// Makes the body a list, where every sample of the request is a list of objects and these have what the tables list.
pub fn wrap(tree: &mut Tree<'_>, shown: &[Seen<'_>], compare: Compare<'_>) {
    let is_object = |seen: &Seen<'_>| matches!(seen.node.kind, json::Kind::Object(_));
    let elements = items(shown);
    let are_lists = shown.iter().all(|seen| !seen.node.items().is_empty());
    let is_read = matches!(tree.endpoint.method, Method::Get | Method::Head);
    if elements.is_empty() || is_read || !are_lists || !elements.iter().all(is_object) {
        return;
    }
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
    if count > 0 && known == 0 {
        return;
    }
    let origin = match count {
        0 => shown[0].origin(compare.context),
        _ => tree.objects[request].origin,
    };
    let fields: Vec<Field> = tree.objects[request].fields.extract_if(.., |field| is_sent(field)).collect();
    let open = tree.objects[request].open.take();
    let elements = Object { side: Side::Request, origin, open, fields: fields.into(), ..Object::default() };
    whole::list(request, elements, compare.witness, tree, compare.context);
}
