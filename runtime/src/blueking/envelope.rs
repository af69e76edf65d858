//! The response envelope: `result`, `code`, `message`, `data`, and the variants of these.

use crate::endpoint::Endpoint;
use crate::error::{Code, Permission, VendorError};
use crate::protocol::{Refusal, holds_payload};
use crate::transport::Reply;
use crate::wire::{Document, Kind, Members, Node};
use http::HeaderName;
use std::borrow::Cow;

/// Header of errors that come from the gateway itself.
pub(super) const ERROR_CODE: HeaderName = HeaderName::from_static("x-bkapi-error-code");
const ERROR_MESSAGE: HeaderName = HeaderName::from_static("x-bkapi-error-message");

/// Header with the gateway's request id.
const GATEWAY_ID: HeaderName = HeaderName::from_static("x-bkapi-request-id");

/// The ESB did not get a response of the product, or not in time.
const BACKEND_FAILED: i64 = 1_306_201;

const REQUEST_IDS: &[&str] = &["request_id", "job_request_id", "trace_id", "esb_request_id"];

/// Every envelope has at least one of these.
const MARKS: &[&str] = &["result", "code", "bk_error_code", "data", "error"];

pub(super) fn check(endpoint: &Endpoint, reply: &Reply, body: &Document<'_>) -> Result<(), Refusal> {
    if body.root().kind() != Kind::Object {
        return bare(endpoint, reply, body);
    }
    let members = body.members();
    let marked = || MARKS.iter().any(|name| members.contains(name));
    if refuses(members, reply) {
        let explained = marked() || members.contains("message") || reply.headers.contains_key(ERROR_CODE);
        return Err(match explained {
            true => Refusal::Vendor(Box::new(refusal(members, reply))),
            false => Refusal::Status,
        });
    }
    if endpoint.payload.is_empty() || members.contains(endpoint.payload) || marked() {
        return Ok(());
    }
    Err(Refusal::Form("the body has none of the members `result`, `code`, `data`, `error`".to_owned()))
}

/// A body without an envelope; only headers can give the reason of a failure.
fn bare(endpoint: &Endpoint, reply: &Reply, body: &Document<'_>) -> Result<(), Refusal> {
    if reply.headers.contains_key(ERROR_CODE) {
        return Err(Refusal::Vendor(Box::new(refusal(&Members::default(), reply))));
    }
    if !reply.status.is_success() {
        return Err(Refusal::Status);
    }
    holds_payload(endpoint, body)
}

pub(super) fn refuses(members: &Members<'_>, reply: &Reply) -> bool {
    !reply.status.is_success()
        || members.get("result").and_then(Node::as_bool) == Some(false)
        || code(members).is_some_and(|code| !code.is_ok())
        || members.get("error").is_some_and(|error| error.kind() == Kind::Object)
        || reply.headers.contains_key(ERROR_CODE)
}

fn code(members: &Members<'_>) -> Option<Code> {
    Code::of(members.get("code").or_else(|| members.get("bk_error_code"))?)
}

/// The first text that is not empty; a message may also be a list or an object of messages.
fn text(members: &Members<'_>, names: &[&str]) -> String {
    let mut texts = names.iter().filter_map(|name| crate::params::plain(&members.get(name)?.to_value()));
    texts.find(|text| !text.is_empty()).unwrap_or_default()
}

fn header(reply: &Reply, name: HeaderName) -> Option<String> {
    reply.headers.get(name)?.to_str().ok().map(str::to_owned)
}

fn refusal(members: &Members<'_>, reply: &Reply) -> VendorError {
    let permission = |members: &Members<'_>, name| Permission::from_value(&members.get(name)?.to_value());
    let mut error = VendorError {
        code: code(members).unwrap_or_default(),
        name: text(members, &["code_name"]),
        message: text(members, &["message", "bk_error_msg", "msg"]),
        permission: permission(members, "permission"),
        ..VendorError::default()
    };
    if let Some(inner) = &members.get("error").and_then(Node::members) {
        error.code = code(inner).unwrap_or(error.code);
        error.message =
            Some(text(inner, &["message"])).filter(|text| !text.is_empty()).unwrap_or(error.message);
        error.permission = error.permission.or_else(|| permission(inner, "data"));
    }
    if let Some(data) = &members.get("data").and_then(Node::members) {
        error.permission = error.permission.or_else(|| permission(data, "permission"));
        error.apply_url = text(data, &["apply_url"]);
    }
    if error.code == Code::default() {
        error.code = header(reply, ERROR_CODE).map(Code::Text).unwrap_or_default();
    }
    if error.message.is_empty() {
        error.message = header(reply, ERROR_MESSAGE).unwrap_or_default();
    }
    let number = error.code.as_i64().unwrap_or_default();
    let status = gateway_status(number);
    error.by_gateway = reply.headers.contains_key(ERROR_CODE) || status.is_some();
    error.rate_limited =
        [429, 1_306_429].contains(&number) || status == Some(429) || reply.status.as_u16() == 429;
    error.transient = status.is_some_and(|status| matches!(status, 500 | 502 | 503 | 504))
        || number == BACKEND_FAILED
        || error.rate_limited;
    error
}

/// The HTTP status of a gateway's code: 1642903 is 429. It applies where a plugin has set the status of the response
/// to 200.
pub(super) fn gateway_status(code: i64) -> Option<i64> {
    (1_640_000..1_660_000).contains(&code).then_some((code - 1_600_000) / 100)
}

pub(super) fn request_id<'r>(reply: &'r Reply, body: &Document<'r>) -> Cow<'r, str> {
    let header = || reply.headers.get(GATEWAY_ID)?.to_str().ok().map(Cow::from);
    let in_body = REQUEST_IDS.iter().find_map(|name| body.get(name)?.as_str());
    in_body.filter(|id| !id.is_empty()).or_else(header).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoint::Method;
    use crate::wire::Value;
    use http::{HeaderMap, StatusCode};
    use serde_json::json;

    const ENDPOINT: Endpoint = Endpoint::new("bk.cc", "get", Method::Post, "/x").payload("data");

    fn answer(status: u16, body: &Value) -> Result<Value, Refusal> {
        let status = StatusCode::from_u16(status).unwrap();
        let reply = Reply::new(status, HeaderMap::new(), body.to_string());
        let document = Document::parse(&reply.body).unwrap();
        check(&ENDPOINT, &reply, &document)?;
        Ok(ENDPOINT.payload_of(&document).to_value())
    }

    #[track_caller]
    fn fine(body: Value, payload: Value) {
        assert_eq!(answer(200, &body).unwrap(), payload, "{body}");
    }

    #[track_caller]
    fn refused(status: u16, body: Value, code: &str, message: &str) -> VendorError {
        match answer(status, &body) {
            Err(Refusal::Vendor(error)) => {
                assert_eq!(
                    (error.code.to_string().as_str(), error.message.as_str()),
                    (code, message),
                    "{body}"
                );
                *error
            }
            other => panic!("{body}: {other:?}"),
        }
    }

    #[test]
    fn every_documented_success() {
        fine(
            json!({"result": true, "code": 0, "message": "", "data": {"a": 1}, "permission": null, "request_id": "x"}),
            json!({"a": 1}),
        );
        fine(json!({"result": true, "code": "00", "data": [1]}), json!([1]));
        fine(json!({"code": 0, "message": "", "data": null}), Value::Null);
        fine(json!({"data": "success"}), json!("success"));
        fine(json!({"result": true, "bk_error_code": 0, "bk_error_msg": "success", "data": 3}), json!(3));
        fine(json!({"result": true}), Value::Null);
        fine(Value::Null, Value::Null);
    }

    #[test]
    fn every_documented_refusal() {
        refused(200, json!({"result": false, "code": 1199014, "message": "no", "data": ""}), "1199014", "no");
        refused(200, json!({"result": false, "code": 0, "message": "no"}), "0", "no");
        refused(200, json!({"bk_error_code": 1199000, "bk_error_msg": "bad"}), "1199000", "bad");
        refused(404, json!({"result": false, "data": null, "message": "Not Found"}), "(none)", "Not Found");
        refused(200, json!({"result": false, "message": {"a": ["bad"]}}), "(none)", r#"{"a":["bad"]}"#);
        refused(
            403,
            json!({"error": {"code": "NO_PERMISSION", "message": "go away"}}),
            "NO_PERMISSION",
            "go away",
        );
        assert!(
            refused(
                429,
                json!({"code": 1642903, "code_name": "RATE_LIMIT", "message": "slow", "result": false}),
                "1642903",
                "slow"
            )
            .rate_limited
        );
        assert!(
            refused(200, json!({"code": "1306429", "message": "slow", "result": false}), "1306429", "slow")
                .rate_limited
        );
    }

    #[test]
    fn permissions_from_all_places() {
        let permission = json!({"system_id": "bk_cmdb", "actions": [{"id": "edit"}]});
        let id = |error: VendorError| error.permission.unwrap().actions[0].id.clone();
        let places = [
            json!({"result": false, "code": 9900403, "message": "m", "permission": permission}),
            json!({"result": false, "code": "9900403", "message": "m", "data": {"permission": permission, "apply_url": "u"}}),
            json!({"error": {"code": 9900403, "message": "m", "data": permission}}),
        ];
        for body in places {
            assert_eq!(id(refused(200, body, "9900403", "m")), "edit");
        }
    }

    #[test]
    fn what_is_no_envelope_says_so() {
        assert!(matches!(answer(200, &json!({"html": 1})), Err(Refusal::Form(_))));
        assert!(matches!(answer(200, &json!([1])), Err(Refusal::Form(_))));
        assert!(matches!(answer(502, &json!({"html": 1})), Err(Refusal::Status)));
        assert!(matches!(answer(502, &Value::Null), Err(Refusal::Status)));
        assert!(matches!(answer(200, &json!({"message": "fine"})), Err(Refusal::Form(_))));
    }

    #[test]
    fn a_gateway_says_in_headers_what_a_body_does_not() {
        let mut headers = HeaderMap::new();
        headers.insert(ERROR_CODE, "1640301".parse().unwrap());
        headers.insert(ERROR_MESSAGE, "no permission".parse().unwrap());
        let reply = Reply::new(StatusCode::FORBIDDEN, headers, "<html>");
        for body in [Value::Null, json!({})] {
            let body = body.to_string();
            let body = Document::parse(body.as_bytes()).unwrap();
            let Err(Refusal::Vendor(error)) = check(&ENDPOINT, &reply, &body) else { panic!() };
            assert_eq!(error.to_string(), "error 1640301: no permission");
            assert!(error.by_gateway && !error.transient);
        }
    }

    #[test]
    fn codes_say_what_may_pass() {
        let error = |code: i64| refused(200, json!({"code": code, "message": "m"}), &code.to_string(), "m");
        let facts = |code| (error(code).by_gateway, error(code).rate_limited, error(code).transient);
        assert_eq!(facts(1_642_904), (true, true, true));
        assert_eq!(facts(1_306_429), (false, true, true));
        assert_eq!(facts(1_650_300), (true, false, true));
        assert_eq!(facts(1_650_801), (true, false, false));
        assert_eq!(facts(1_640_001), (true, false, false));
        assert_eq!(facts(1_306_201), (false, false, true));
        assert_eq!(facts(1_199_014), (false, false, false));
    }
}
