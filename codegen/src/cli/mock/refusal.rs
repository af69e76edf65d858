//! Refusals: what the server says no to, in the form of the vendor, with the reasons beside it.

use super::operation::Operation;
use crate::cli::problem::{self, Problem};
use docwright::model::{Api, Scalar};
use docwright_runtime::server::{Failure, Refused, Vendor};
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
    let mut refused = operation.vendor.refuse(&operation.endpoint.path, failure, id);
    mark(operation, failure, &mut refused.body);
    refused
}

/// A refusal of what is no call: the form of the vendor where all services have one.
pub(super) fn of_nothing(operations: &[Operation], status: u16, message: String, id: &str) -> Refused {
    let vendor = operations.first().map_or(Vendor::Plain, |operation| operation.vendor);
    let all = operations.iter().all(|operation| operation.vendor == vendor);
    let failure = Failure { status, message, exact: true, ..Failure::default() };
    if all { vendor } else { Vendor::Plain }.refuse("", &failure, id)
}

/// What the success rule of the service looks at must not look like a success.
fn mark(operation: &Operation, failure: &Failure, body: &mut Value) {
    let Some(rule) = &operation.service.client.success else { return };
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
