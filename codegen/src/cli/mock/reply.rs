//! Answers: the samples of the page, and what stands for them where there is none.

use super::answer::{Media, Reply};
use super::operation::Operation;
use super::synthesis::Synthesis;
use axum::body::Bytes;
use docwright::model::{AnswerFormat, Endpoint, Field, Meaning, SampleRole, Scalar, SuccessRule, Type};
use serde_json::{Map, Value, json};

/// The answers of an operation: successes first, in the order of the page.
pub(super) fn all(operation: &Operation, seed: u64) -> Vec<Reply> {
    let endpoint = operation.endpoint;
    // Other formats, and nothing at all, have no sample that could be sent.
    let is_json = endpoint.answer == AnswerFormat::Json && !endpoint.response.no_content;
    let (mut replies, mut refusals) = (Vec::new(), Vec::new());
    for example in &endpoint.examples {
        let (title, Some(body)) = (example.title.to_string(), example.json.as_deref().map(Value::from))
        else {
            continue;
        };
        match example.role {
            SampleRole::Request | SampleRole::Other => {}
            // Pages show a refusal where an answer is expected; clients take it for one.
            SampleRole::Response if !operation.vendor.is_refusal(&body) => {
                if is_json {
                    replies.push(Reply { title, ..Reply::json(200, &body) });
                }
            }
            SampleRole::Response | SampleRole::Error => {
                let status = operation.vendor.status_of(&endpoint.path, &body);
                let code = code_of(operation, &body);
                refusals.push(Reply { title, is_error: true, code, ..Reply::json(status, &body) });
            }
        }
    }
    if replies.is_empty() {
        replies.push(made_up(operation, seed));
    }
    replies.extend(refusals);
    replies
}

/// The code in the body of a refusal: in the member that the success rule names, or where the vendor has it.
fn code_of(operation: &Operation, body: &Value) -> Option<Value> {
    let rule = operation.service.client.success.as_ref();
    let named = rule.map(|rule| if rule.code.is_empty() { &rule.member } else { &rule.code });
    let at = |path: &str| path.split('.').try_fold(body, |value, name| value.get(name));
    let code = named.and_then(|path| at(path)).or_else(|| operation.vendor.code_of(body));
    code.cloned()
}

fn made_up(operation: &Operation, seed: u64) -> Reply {
    let endpoint = operation.endpoint;
    match endpoint.answer {
        _ if endpoint.response.no_content => Reply { body: Bytes::new(), ..Reply::json(204, &Value::Null) },
        AnswerFormat::Text => Reply {
            media: Media::Text,
            body: Bytes::from(format!("{}\n", Synthesis::new(operation, seed).id())),
            ..Reply::json(200, &Value::Null)
        },
        AnswerFormat::Binary => Reply {
            media: Media::Binary,
            body: Bytes::from(Synthesis::new(operation, seed).id().into_bytes()),
            ..Reply::json(200, &Value::Null)
        },
        AnswerFormat::Json => Reply::json(200, &success(operation, seed)),
    }
}

/// A success of the documented types: the envelope as the page lists it, or as the vendor has it, and the payload.
pub(super) fn success(operation: &Operation, seed: u64) -> Value {
    let Endpoint { response, envelope, .. } = operation.endpoint;
    let mut made = Synthesis::new(operation, seed);
    let payload = response.documented.then(|| made.value("value", &response.ty, &Meaning::default(), 0));
    let mut body = match &payload {
        Some(payload) if response.member.is_empty() => payload.clone(),
        _ => json!({}),
    };
    let Value::Object(members) = &mut body else { return body };
    let id = made.id();
    if envelope.is_empty() {
        let known = operation.vendor.envelope().iter();
        let known = known.filter_map(|name| Some(((*name).to_owned(), operation.vendor.success(name, &id)?)));
        for (name, value) in known {
            members.entry(name).or_insert(value);
        }
    }
    for field in envelope {
        let value = around(operation, field, &id).unwrap_or_else(|| made.field(field, 1));
        members.insert(field.name.to_string(), value);
    }
    if let (Some(payload), false) = (payload, response.member.is_empty()) {
        members.insert(response.member.clone(), payload);
    }
    // Where the HTTP status can decide, an answer has the member only where its page lists it.
    let rule = operation.service.client.success.as_ref();
    let first = |rule: &SuccessRule| rule.member.split('.').next().unwrap_or_default().to_owned();
    if let Some(rule) = rule.filter(|rule| !rule.optional || members.contains_key(&first(rule))) {
        mark(rule, members);
    }
    body
}

/// What the vendor has in a member of a success, in the documented type.
fn around(operation: &Operation, field: &Field, id: &str) -> Option<Value> {
    let value = operation.vendor.success(&field.name, id)?;
    Some(match (&field.ty, &value) {
        (Type::String, Value::Number(number)) => json!(number.to_string()),
        _ => value,
    })
}

/// The member by which clients know a success.
fn mark(rule: &SuccessRule, members: &mut Map<String, Value>) {
    let Some(value) = rule.equals.first() else { return };
    let value = match value {
        Scalar::Boolean(value) => json!(value),
        Scalar::Integer(value) => json!(value),
        Scalar::Text(value) => json!(value),
    };
    let mut path: Vec<&str> = rule.member.split('.').collect();
    let Some(last) = path.pop() else { return };
    let mut place = members;
    for name in path {
        let inner = place.entry(name).or_insert_with(|| json!({}));
        if !inner.is_object() {
            *inner = json!({});
        }
        let Value::Object(inner) = inner else { return };
        place = inner;
    }
    place.insert(last.to_owned(), value);
}

#[cfg(test)]
mod tests {
    use super::super::validate::tests::{field, of};
    use super::*;
    use docwright::model::{Example, Object, Payload};
    use std::sync::Arc;

    #[track_caller]
    fn check(endpoint: Endpoint, expect: &[(&str, u16, &str)]) {
        let operation = of(endpoint);
        let found: Vec<_> = operation
            .replies
            .iter()
            .map(|reply| {
                (reply.title.as_str(), reply.status, std::str::from_utf8(&reply.body).unwrap().to_owned())
            })
            .collect();
        let expect: Vec<_> =
            expect.iter().map(|(title, status, body)| (*title, *status, (*body).to_owned())).collect();
        assert_eq!(found, expect);
    }

    fn example(role: SampleRole, title: &str, json: Value) -> Example {
        Example { role, title: title.into(), json: Some(Arc::new(json.into())), ..Example::default() }
    }

    #[test]
    fn samples_come_first_and_refusals_last() {
        let examples = vec![
            example(SampleRole::Error, "gone", json!({"code": 404})),
            example(SampleRole::Request, "", json!({"a": 1})),
            example(SampleRole::Response, "ok", json!({"a": 1})),
        ];
        let expect = [("ok", 200, r#"{"a":1}"#), ("gone", 404, r#"{"code":404}"#)];
        check(Endpoint { examples, ..Endpoint::default() }, &expect);
    }

    #[test]
    fn answers_without_samples_are_made_up() {
        let item = Object {
            id: "o".to_owned(),
            fields: vec![field("on", Type::Boolean, true)],
            ..Object::default()
        };
        let response = Payload {
            ty: Type::Object("o".to_owned()),
            member: "data".to_owned(),
            documented: true,
            ..Payload::default()
        };
        let endpoint = Endpoint { response, types: vec![item], ..Endpoint::default() };
        let body = success(&of(endpoint.clone()), 1);
        assert!(body["data"]["on"].is_boolean(), "{body}");
        let mut none = endpoint;
        none.response.no_content = true;
        check(none, &[("", 204, "")]);
        let text = of(Endpoint { answer: AnswerFormat::Text, ..Endpoint::default() });
        assert_eq!(text.replies[0].media, Media::Text);
    }
}
