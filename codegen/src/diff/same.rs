//! Equality of everything but places and the votes that won. Every member is named, so that a new one has to be decided on.

use super::{layout, witnesses};
use crate::model::{Endpoint, Example, Field, Object, Open, Payload, Text};
use std::collections::BTreeSet;

/// Whether two endpoints say the same.
pub(super) fn endpoints(a: &Endpoint, b: &Endpoint) -> bool {
    let Endpoint {
        id,
        title,
        description,
        method,
        path,
        host,
        http,
        idempotent,
        idempotency_token,
        paging,
        deprecated,
        request,
        response,
        envelope,
        credentials,
        types,
        examples,
        body,
        answer,
        // They are compared for the whole service.
        error_codes: _,
        origins,
        votes,
    } = a;
    origins.len() == b.origins.len()
        && (id, method, path, host, http, idempotent, paging)
            == (&b.id, &b.method, &b.path, &b.host, &b.http, &b.idempotent, &b.paging)
        && (body, answer, idempotency_token) == (&b.body, &b.answer, &b.idempotency_token)
        && texts(title, &b.title)
        && texts(description, &b.description)
        && deprecated.as_ref().map(|it| &it.text) == b.deprecated.as_ref().map(|it| &it.text)
        && object(request, &b.request)
        && payload(response, &b.response)
        && fields(envelope, &b.envelope)
        && fields(credentials, &b.credentials)
        && all(types, &b.types, object)
        && all(examples, &b.examples, example)
        && witnesses::same(votes, &b.votes)
}

fn all<T>(a: &[T], b: &[T], same: impl Fn(&T, &T) -> bool) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
}

/// Whether the words are the same, however they are broken into paragraphs.
pub(super) fn texts(a: &[Text], b: &[Text]) -> bool {
    all(a, b, text) || joined(a, b)
}

/// Whether the paragraphs of each language are the same, one behind the other.
fn joined(a: &[Text], b: &[Text]) -> bool {
    let of = |texts: &[Text], language: &str| {
        let own = texts.iter().filter(|text| text.language == language);
        own.map(|text| text.text.as_str()).collect::<Vec<_>>().join("\n")
    };
    let languages: BTreeSet<&str> = a.iter().chain(b).map(|text| &*text.language).collect();
    languages.into_iter().all(|it| layout::same(&of(a, it), &of(b, it)))
}

/// Whether two texts are the same, wherever they stand and however they are laid out.
pub(super) fn text(a: &Text, b: &Text) -> bool {
    let Text { language, text, origin: _ } = a;
    *language == b.language && layout::same(text, &b.text)
}

/// Whether two objects say the same.
pub(super) fn object(a: &Object, b: &Object) -> bool {
    let Object { id, name, fields: own, open, origin: _ } = a;
    let reason = |open: &Option<Open>| open.as_ref().map(|open| open.reason.clone());
    (id, name, reason(open)) == (&b.id, &b.name, reason(&b.open)) && fields(own, &b.fields)
}

fn fields(a: &[Field], b: &[Field]) -> bool {
    all(a, b, field)
}

/// Whether two fields say the same.
pub(super) fn field(a: &Field, b: &Field) -> bool {
    let Field { name, ty, required, nullable, location, docs, meaning, accepts, joined, origin: _, votes } =
        a;
    (name, ty, required, nullable, location, meaning, accepts, joined)
        == (&b.name, &b.ty, &b.required, &b.nullable, &b.location, &b.meaning, &b.accepts, &b.joined)
        && texts(docs, &b.docs)
        && witnesses::same(votes, &b.votes)
        && witnesses::is_shown_alone(a) == witnesses::is_shown_alone(b)
}

fn payload(a: &Payload, b: &Payload) -> bool {
    let Payload { ty, member, nullable, documented, no_content, accepts, origin: _, docs, votes } = a;
    (ty, member, nullable, documented, no_content, accepts)
        == (&b.ty, &b.member, &b.nullable, &b.documented, &b.no_content, &b.accepts)
        && texts(docs, &b.docs)
        && witnesses::same(votes, &b.votes)
}

/// Whether two samples show the same.
pub(super) fn example(a: &Example, b: &Example) -> bool {
    let Example { role, title, json, repairs, origin: _ } = a;
    (role, title, json, repairs) == (&b.role, &b.title, &b.json, &b.repairs)
}
