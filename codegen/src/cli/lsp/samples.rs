//! Samples: the member of a sample at a place, and the fact that it speaks of.

use docwright::model::address::{self, Place};
use docwright::model::{Api, Endpoint, Service};
use docwright::syntax::json::{Kind, Node};
use docwright::syntax::samples::{self, Body};

/// A service and an operation of it.
pub(super) type Known<'m> = (&'m Service, &'m Endpoint);

/// The path of the fact that a member of a sample speaks of. The payload has one, without the member that holds it.
pub(super) fn fact(
    api: &Api,
    (service, endpoint): Known<'_>,
    side: &str,
    members: &[String],
) -> Option<String> {
    let operation = format!("{}.{}", service.name, endpoint.id);
    let path = format!("{operation}.{side}.{}", members.join("."));
    match address::find(api, &path).ok()?.first()?.place {
        Place::Payload => Some(format!("{operation}.response")),
        _ => Some(path),
    }
}

/// The names of the members that lead to a byte of a sample.
pub(super) fn member(text: &str, offset: usize) -> Option<Vec<String>> {
    let at = u32::try_from(offset).ok()?;
    samples::read(text).into_iter().find_map(|sample| {
        let document = match sample.body {
            Body::Json(document) => document,
            Body::RequestLine { rest: Some(document), .. } => document,
            _ => return None,
        };
        let mut path = Vec::new();
        inside(&document.root, at, &mut path).then_some(path)
    })
}

/// Whether the byte is on a member below a value; its path then is added.
fn inside(node: &Node<'_>, at: u32, path: &mut Vec<String>) -> bool {
    if at < node.start || at > node.end {
        return false;
    }
    match &node.kind {
        Kind::List(items) => items.iter().any(|item| inside(item, at, path)),
        Kind::Object(object) => object.members().iter().any(|member| {
            let is_here = (member.name_start..=member.name_end).contains(&at)
                || (member.value.start..=member.value.end).contains(&at);
            if is_here {
                path.push(member.name.to_string());
                inside(&member.value, at, path);
            }
            is_here
        }),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &[&str]) {
        let offset = text.find('¦').unwrap();
        let text = text.replace('¦', "");
        assert_eq!(member(&text, offset).unwrap_or_default(), expect);
    }

    #[test]
    fn members_by_name_and_value() {
        check("\n{\"a\": {\"世😀\": [{\"c¦\": 1}]}}", &["a", "世😀", "c"]);
        check("{\"a\": {\"b\": ¦\"x\"}, \"c\": 1}", &["a", "b"]);
        check("{\"a\": {¦ \"b\": 1}}", &["a"]);
        check("{¦}", &[]);
        check("no sample ¦at all", &[]);
    }
}
