//! `{requestId, result}` on success, `{requestId, error: {code, status, message}}` on failure.

use crate::endpoint::Endpoint;
use crate::error::{Code, VendorError, is_transient};
use crate::params::plain;
use crate::protocol::{Refusal, holds_payload};
use crate::transport::Reply;
use crate::wire::{Document, Members, Node};
use http::StatusCode;

pub(super) fn check(endpoint: &Endpoint, reply: &Reply, body: &Document<'_>) -> Result<(), Refusal> {
    // Some successful responses have an empty `error` object.
    let error = body.get("error").and_then(Node::members).filter(|error| !error.is_empty());
    if let Some(error) = error {
        return Err(Refusal::Vendor(Box::new(refusal(&error, reply))));
    }
    if !reply.status.is_success() {
        return Err(Refusal::Status);
    }
    holds_payload(endpoint, body)
}

fn refusal(error: &Members<'_>, reply: &Reply) -> VendorError {
    let text = |name: &str| error.get(name).and_then(|value| plain(&value.to_value())).unwrap_or_default();
    let code = error.get("code").and_then(Code::of).unwrap_or_default();
    // Codes are HTTP statuses, also where the response's own status differs.
    let meant = code.as_i64().and_then(|code| StatusCode::from_u16(u16::try_from(code).ok()?).ok());
    let is = |holds: fn(StatusCode) -> bool| holds(reply.status) || meant.is_some_and(holds);
    VendorError {
        code,
        name: text("status"),
        message: text("message"),
        rate_limited: is(|status| status == StatusCode::TOO_MANY_REQUESTS),
        transient: is(is_transient),
        ..VendorError::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoint::Method;
    use crate::wire::Value;
    use http::HeaderMap;
    use serde_json::json;

    const ENDPOINT: Endpoint = Endpoint::new("jdcloud.vm", "get", Method::Get, "/x").payload("result");

    fn answer(status: u16, body: Value) -> Result<Value, Refusal> {
        let status = StatusCode::from_u16(status).unwrap();
        let reply = Reply::new(status, HeaderMap::new(), body.to_string());
        let document = Document::parse(&reply.body).unwrap();
        check(&ENDPOINT, &reply, &document)?;
        Ok(ENDPOINT.payload_of(&document).to_value())
    }

    #[test]
    fn answers_and_refusals() {
        assert_eq!(answer(200, json!({"requestId": "r", "result": {"a": 1}})).unwrap(), json!({"a": 1}));
        assert_eq!(answer(200, json!({"requestId": "r"})).unwrap(), Value::Null);
        assert_eq!(answer(200, json!({"requestId": "r", "result": 1, "error": {}})).unwrap(), json!(1));
        assert!(matches!(answer(500, json!({"requestId": "r"})), Err(Refusal::Status)));
        let limited = answer(200, json!({"error": {"code": 429, "message": {"a": 1}}}));
        assert!(matches!(&limited, Err(Refusal::Vendor(error)) if error.rate_limited && error.transient));
        for status in [200, 404] {
            let refused = answer(
                status,
                json!({"requestId": "r", "error": {"code": 404, "status": "NOT_FOUND", "message": "gone"}}),
            );
            let Err(Refusal::Vendor(error)) = refused else { panic!("{refused:?}") };
            assert_eq!(error.to_string(), "error 404 NOT_FOUND: gone");
            assert!(!error.transient && !error.rate_limited);
        }
    }
}
