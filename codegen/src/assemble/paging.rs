//! Paging: an endpoint whose request and response follow one of the dialect's conventions can be walked through.
//! Recognised only when start, limit and items are all there; half a convention is none.

use crate::dialect::Convention;
use crate::model::{Endpoint, Field, Object, Paging, Type};

/// Sets the paging of an endpoint that follows a convention.
pub fn recognise(endpoint: &mut Endpoint, conventions: &[Convention]) {
    endpoint.paging = conventions.iter().find_map(|convention| follows(endpoint, convention));
}

fn follows(endpoint: &Endpoint, convention: &Convention) -> Option<Paging> {
    let number = |field: &Field| matches!(field.ty, Type::Integer { .. } | Type::Number);
    field(endpoint, &endpoint.request, &convention.start).filter(|field| number(field))?;
    let size = field(endpoint, &endpoint.request, &convention.limit).filter(|field| number(field))?;
    let (items, total) = result(endpoint, convention)?;
    let mut flags = convention.count_flags.iter();
    let count_flag = flags
        .find(|flag| field(endpoint, &endpoint.request, flag).is_some_and(|field| field.ty == Type::Boolean))
        .map(|flag| path(flag));
    let (start, limit) = (path(&convention.start), path(&convention.limit));
    let max = size.meaning.max.and_then(|max| u64::try_from(max).ok()).filter(|max| *max > 0);
    // A dialect with another style is refused when it is read.
    let style = convention.style.parse().unwrap_or_default();
    Some(Paging { style, start, limit, max, items, total, count_flag })
}

/// The paths of items and total below the payload. A bare list needs no total.
fn result(endpoint: &Endpoint, convention: &Convention) -> Option<(Vec<String>, Option<Vec<String>>)> {
    let payload = match &endpoint.response.ty {
        Type::Array(_) => return Some((Vec::new(), None)),
        Type::Object(id) => endpoint.types.iter().find(|object| object.id == *id)?,
        _ => return None,
    };
    let is_list = |field: &&Field| matches!(field.ty, Type::Array(_));
    let is_number = |field: &&Field| matches!(field.ty, Type::Integer { .. } | Type::Number);
    let named = |names: &[String], accept: &dyn Fn(&&Field) -> bool| {
        let found = names.iter().find(|name| field(endpoint, payload, name).filter(accept).is_some());
        found.map(|name| path(name))
    };
    let total = named(&convention.totals, &is_number)?;
    let only_list = || {
        let mut lists = payload.fields.iter().filter(is_list);
        let first = lists.next()?;
        lists.next().is_none().then(|| vec![first.name.to_string()])
    };
    let any = convention.items.iter().any(|name| name == "*");
    let items = named(&convention.items, &is_list).or_else(|| if any { only_list() } else { None })?;
    Some((items, Some(total)))
}

fn path(text: &str) -> Vec<String> {
    text.split('.').map(str::to_owned).collect()
}

/// The field at a path with dots below an object.
fn field<'m>(endpoint: &'m Endpoint, object: &'m Object, path: &str) -> Option<&'m Field> {
    let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
    let found = object.fields.iter().find(|field| field.name == first)?;
    match (rest, &found.ty) {
        (None, _) => Some(found),
        (Some(rest), Type::Object(id)) => {
            field(endpoint, endpoint.types.iter().find(|object| object.id == *id)?, rest)
        }
        (Some(_), _) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(name: &str, ty: Type) -> Field {
        Field { name: name.into(), ty, ..Field::default() }
    }

    fn number() -> Type {
        Type::integer()
    }

    fn list() -> Type {
        Type::Array(Box::new(Type::AnyObject))
    }

    /// Request fields and payload fields in, paths of items and total out.
    #[track_caller]
    fn check(request: Vec<Field>, payload: Vec<Field>, expect: Option<(&[&str], Option<&[&str]>)>) {
        let mut endpoint =
            Endpoint { request: Object { fields: request, ..Object::default() }, ..Endpoint::default() };
        endpoint.response.ty = Type::Object("response.data".to_owned());
        let object = |id: &str, fields| Object { id: id.to_owned(), fields, ..Object::default() };
        endpoint.types = vec![object("response.data", payload), object("meta", vec![plain("all", number())])];
        let convention = Convention {
            style: "offset".to_owned(),
            start: "start".to_owned(),
            limit: "limit".to_owned(),
            items: vec!["info".to_owned(), "*".to_owned()],
            totals: vec!["count".to_owned(), "meta.all".to_owned()],
            count_flags: Vec::new(),
        };
        recognise(&mut endpoint, &[convention]);
        let owned = |path: &[&str]| path.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let expect = expect.map(|(items, total)| (owned(items), total.map(owned)));
        assert_eq!(endpoint.paging.map(|paging| (paging.items, paging.total)), expect);
    }

    #[test]
    fn whole_conventions_only() {
        let request = || vec![plain("start", number()), plain("limit", number())];
        check(
            request(),
            vec![plain("count", number()), plain("info", list())],
            Some((&["info"], Some(&["count"]))),
        );
        check(
            request(),
            vec![plain("count", number()), plain("things", list())],
            Some((&["things"], Some(&["count"]))),
        );
        check(request(), vec![plain("count", number()), plain("a", list()), plain("b", list())], None);
        check(request(), vec![plain("info", list())], None);
        check(
            request(),
            vec![plain("meta", Type::Object("meta".to_owned())), plain("info", list())],
            Some((&["info"], Some(&["meta", "all"]))),
        );
        check(request(), vec![plain("count", number()), plain("info", Type::Any)], None);
        check(vec![plain("start", number())], vec![plain("count", number()), plain("info", list())], None);
        check(
            vec![plain("start", Type::String), plain("limit", number())],
            vec![plain("count", number()), plain("info", list())],
            None,
        );
    }
}
