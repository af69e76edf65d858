//! Filters: request parameters of the form of a filter grammar take the runtime's filter type.

use crate::dialect::Grammar;
use crate::model::{Endpoint, Object, Type};
use foldhash::{HashMap, HashSet};

/// Gives every filter parameter its type and drops the types that only described filters.
pub fn recognise(endpoint: &mut Endpoint, grammars: &[Grammar]) {
    let filters: Vec<(String, String)> = endpoint
        .types
        .iter()
        .filter_map(|object| grammar(object, grammars).map(|grammar| (object.id.clone(), grammar)))
        .collect();
    if filters.is_empty() {
        return;
    }
    let in_request = reachable(endpoint, requests(endpoint));
    let taken: Vec<bool> = filters.iter().map(|(id, _)| in_request.contains(id.as_str())).collect();
    let named = |id: &String| {
        let mut known = filters.iter().zip(&taken);
        known.find(|((known, _), taken)| known == id && **taken).map(|((_, grammar), _)| grammar)
    };
    let is_filter = |object: &Object| filters.iter().any(|(id, _)| *id == object.id);
    let Endpoint { request, types, .. } = endpoint;
    // A filter inside a filter's own rules is part of the grammar; those types go as a whole.
    for object in std::iter::once(request).chain(types.iter_mut()).filter(|object| !is_filter(object)) {
        for field in &mut object.fields {
            if let Type::Object(id) = &field.ty
                && let Some(grammar) = named(id)
            {
                field.ty = Type::Filter(grammar.clone());
            }
        }
    }
    keep_reachable(endpoint);
}

/// Drops the types that nothing leads to.
pub fn keep_reachable(endpoint: &mut Endpoint) {
    let found = reachable(endpoint, requests(endpoint).chain([&endpoint.response.ty]));
    let kept: Vec<bool> = endpoint.types.iter().map(|object| found.contains(object.id.as_str())).collect();
    let mut kept = kept.into_iter();
    endpoint.types.retain(|_| kept.next().unwrap_or_default());
}

fn requests(endpoint: &Endpoint) -> impl Iterator<Item = &Type> {
    endpoint.request.fields.iter().map(|field| &field.ty)
}

/// The grammar whose two members are all that the object has.
fn grammar(object: &Object, grammars: &[Grammar]) -> Option<String> {
    let named = |name: &str| object.fields.iter().find(|field| field.name == name);
    let listed = |name: &str| named(name).is_some_and(|field| matches!(field.ty, Type::Array(_)));
    let fits = |grammar: &&Grammar| {
        object.fields.len() == 2 && named(&grammar.combine).is_some() && listed(&grammar.rules)
    };
    grammars.iter().find(fits).map(|grammar| grammar.name.clone())
}

/// The ids of the endpoint's own types that are reached from the given ones.
fn reachable<'m>(endpoint: &'m Endpoint, from: impl Iterator<Item = &'m Type>) -> HashSet<&'m str> {
    // Of two types with one id the first is meant.
    let by_id: HashMap<&str, &Object> =
        endpoint.types.iter().rev().map(|object| (object.id.as_str(), object)).collect();
    let mut found = HashSet::default();
    let mut open: Vec<&Type> = from.collect();
    while let Some(ty) = open.pop() {
        let Type::Object(id) = ty.leaf() else { continue };
        if !found.insert(id.as_str()) {
            continue;
        }
        let fields = by_id.get(id.as_str()).into_iter().flat_map(|object| &object.fields);
        open.extend(fields.map(|field| &field.ty));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Field;

    fn object(id: &str, fields: &[(&str, Type)]) -> Object {
        let fields = fields.iter().map(|(name, ty)| Field {
            name: (*name).into(),
            ty: ty.clone(),
            ..Field::default()
        });
        Object { id: id.to_owned(), fields: fields.collect(), ..Object::default() }
    }

    #[test]
    fn a_filter_and_its_tables_become_one_type() {
        let to = |id: &str| Type::Object(id.to_owned());
        let list = |id: &str| Type::Array(Box::new(Type::Object(id.to_owned())));
        let mut endpoint = Endpoint {
            request: object("request", &[("filter", to("f")), ("page", to("p"))]),
            ..Endpoint::default()
        };
        endpoint.types = vec![
            object("f", &[("condition", Type::String), ("rules", list("r"))]),
            object("r", &[("field", Type::String), ("value", Type::Any)]),
            object("p", &[("start", Type::String)]),
            object("other", &[("condition", Type::String), ("rules", Type::String)]),
        ];
        let grammar =
            Grammar { name: "cmdb".to_owned(), combine: "condition".to_owned(), rules: "rules".to_owned() };
        recognise(&mut endpoint, &[grammar]);
        assert_eq!(endpoint.request.fields[0].ty, Type::Filter("cmdb".to_owned()));
        assert_eq!(endpoint.types.iter().map(|object| object.id.as_str()).collect::<Vec<_>>(), ["p"]);
    }
}
