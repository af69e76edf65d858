//! Refusals: what the server says no to, in the form of the vendor, with the reasons beside it.

use super::operation::Operation;
use crate::cli::problem::{self, Problem};
use docwright::model::{Api, ErrorCode, SampleRole, Scalar};
use docwright_runtime::server::{Failure, Refused, Vendor, message_members};
use serde_json::{Map, Value, json};

/// A refusal of arguments, with what is wrong with each.
pub(super) fn of_problems(api: &Api, operation: &Operation, problems: &[Problem], id: &str) -> Refused {
    let first = problems.first().map(Problem::line).unwrap_or_default();
    let more = match problems.len() {
        0 | 1 => String::new(),
        count => format!(", and {} more", count - 1),
    };
    let failure = Failure { status: 400, message: format!("{first}{more}"), ..Failure::default() };
    let mut refused = of(operation, &failure, id);
    refused.body["problems"] = problems.iter().map(|problem| problem.json(api)).collect();
    let endpoint = operation.endpoint;
    let page = endpoint.origins.first().and_then(|origin| problem::page(api, origin));
    refused.body["operation"] = json!({ "name": operation.name(), "page": page });
    refused
}

/// A refusal of a call.
pub(super) fn of(operation: &Operation, failure: &Failure, id: &str) -> Refused {
    let code = json!(failure.code.unwrap_or(i64::from(failure.status)));
    with_code(operation, failure, code, id)
}

/// The error codes of the call, and those that hold for all calls of its service.
fn documented(operation: &Operation) -> impl Iterator<Item = &ErrorCode> {
    operation.endpoint.error_codes.iter().chain(&operation.service.error_codes)
}

/// A refusal with a code, or an HTTP status, that a caller asks for: with the text that the docs have for it.
pub(super) fn of_code(operation: &Operation, code: i64, status: Option<u16>, id: &str) -> Refused {
    let has_status = |known: &&ErrorCode| status.is_some() && known.status == status;
    let known = documented(operation).find(|known| known.code.trim_matches('"').parse() == Ok(code));
    let known = known.or_else(|| documented(operation).find(has_status));
    let text = known.and_then(|known| known.docs.first()).map(|text| text.text.to_string());
    let failure = Failure {
        status: status.or_else(|| known?.status).unwrap_or(400),
        code: status.is_none().then_some(code),
        message: text.unwrap_or_else(|| format!("the code {code}, as asked for")),
        exact: status.is_some(),
    };
    let literal = known.and_then(|known| serde_json::from_str(&known.code).ok());
    with_code(operation, &failure, literal.unwrap_or_else(|| json!(code)), id)
}

/// A refusal with a code that is a word, as the docs have it; without one, it says that there is none.
pub(super) fn of_word(operation: &Operation, word: &str, id: &str) -> Refused {
    let Some(known) =
        documented(operation).find(|known| known.code.trim_matches('"') == word || known.name == word)
    else {
        let message = format!("the pages have no code `{word}` for this operation");
        return of(operation, &Failure { status: 400, message, exact: true, ..Failure::default() }, id);
    };
    let message = known.docs.first().map_or_else(|| word.to_owned(), |text| text.text.to_string());
    let (status, exact) = (known.status.unwrap_or(400), known.status.is_some());
    let code = serde_json::from_str(&known.code).unwrap_or_else(|_| json!(word));
    with_code(operation, &Failure { status, message, exact, code: code.as_i64() }, code, id)
}

/// Where the vendor has no form of its own, a refusal has the one of the page.
fn with_code(operation: &Operation, failure: &Failure, code: Value, id: &str) -> Refused {
    let mut refused = operation.vendor.refuse(&operation.endpoint.path, failure, id);
    if let Some(form) = form(operation).filter(|_| operation.vendor == Vendor::Plain) {
        refused.body = filled(form, operation, failure, code);
    }
    mark(operation, failure, &mut refused.body);
    refused
}

/// What refusals of the page look like: its first sample of one, else the members around the payload.
fn form(operation: &Operation) -> Option<Value> {
    let endpoint = operation.endpoint;
    let of_role = |role| {
        let samples = endpoint.examples.iter().filter(move |example| example.role == role);
        samples.filter_map(|example| example.json.as_deref().map(Value::from)).find(Value::is_object)
    };
    if let Some(shown) = of_role(SampleRole::Error) {
        return Some(shown);
    }
    let member = endpoint.response.member.as_str();
    let listed = endpoint.envelope.iter().map(|field| field.name.to_string());
    let shown = of_role(SampleRole::Response).filter(|_| !member.is_empty());
    let shown = shown.iter().filter_map(Value::as_object).flat_map(Map::keys).cloned();
    let names: Vec<String> = listed.chain(shown).filter(|name| name != member).collect();
    (!names.is_empty()).then(|| names.into_iter().map(|name| (name, Value::Null)).collect())
}

/// The form with the code and the message of a failure, where the form has places for them.
fn filled(mut form: Value, operation: &Operation, failure: &Failure, code: Value) -> Value {
    let is_inner = form["error"].is_object();
    let place = if is_inner { &mut form["error"] } else { &mut form };
    let Some(members) = place.as_object_mut() else { return form };
    if let Some(known) = members.get_mut("code") {
        *known = if known.is_string() && code.is_number() { json!(code.to_string()) } else { code };
    }
    let names = operation.service.client.success.iter().flat_map(|rule| &rule.message).map(String::as_str);
    let mut names = names.chain(message_members().iter().copied());
    let name = names.find(|name| members.contains_key(*name)).unwrap_or("message");
    members.insert(name.to_owned(), json!(failure.message));
    form
}

/// A refusal of what is no call: the form of the vendor where all services have one.
pub(super) fn of_nothing(operations: &[Operation], status: u16, message: String, id: &str) -> Refused {
    let vendor = operations.first().map_or(Vendor::Plain, |operation| operation.vendor);
    let all = operations.iter().all(|operation| operation.vendor == vendor);
    let failure = Failure { status, message, exact: true, ..Failure::default() };
    if all { vendor } else { Vendor::Plain }.refuse("", &failure, id)
}

/// What the success rule of the service looks at must not look like a success. Where the HTTP status can decide, nothing is
/// added for it.
fn mark(operation: &Operation, failure: &Failure, body: &mut Value) {
    let Some(rule) = &operation.service.client.success else { return };
    if rule.optional && at(body, &rule.member).is_none() {
        return;
    }
    let code = failure.code.unwrap_or(i64::from(failure.status));
    let refused = match rule.equals.first() {
        Some(Scalar::Boolean(value)) => json!(!value),
        Some(Scalar::Text(_)) => json!(code.to_string()),
        Some(Scalar::Integer(_)) | None => json!(code),
    };
    put(body, &rule.member, refused);
    if !rule.code.is_empty() && rule.code != rule.member {
        put(body, &rule.code, json!(code));
    }
    if let Some(message) = rule.message.first() {
        put(body, message, json!(failure.message));
    }
}

fn at<'v>(body: &'v Value, path: &str) -> Option<&'v Value> {
    path.split('.').try_fold(body, |value, name| value.get(name))
}

/// A value at a path with dots.
fn put(body: &mut Value, path: &str, value: Value) {
    let mut place = body;
    for name in path.split('.') {
        if !place.is_object() {
            *place = Value::Object(Map::new());
        }
        place = &mut place[name];
    }
    *place = value;
}
