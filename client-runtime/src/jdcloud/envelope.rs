//! `{requestId, result}` on success, `{requestId, error: {code, status, message}}` on failure.

use crate::endpoint::Endpoint;
use crate::error::{Code, VendorError};
use crate::protocol::Refusal;
use crate::transport::Reply;
use crate::wire::Value;
use serde::Deserialize;

pub(super) fn read(endpoint: &Endpoint, reply: &Reply, mut body: Value) -> Result<Value, Refusal> {
    if let Some(error) = body.get("error").filter(|error| error.is_object()) {
        return Err(Refusal::Vendor(Box::new(refusal(error, reply))));
    }
    if !reply.status.is_success() {
        return Err(Refusal::Status);
    }
    match &mut body {
        _ if endpoint.payload.is_empty() => Ok(body),
        Value::Null => Ok(Value::Null),
        Value::Object(members) => Ok(members.remove(endpoint.payload).unwrap_or_default()),
        _ => Err(Refusal::Form("the answer is no object".to_owned())),
    }
}

fn refusal(error: &Value, reply: &Reply) -> VendorError {
    let text = |name: &str| error.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    VendorError {
        code: error.get("code").and_then(|code| Code::deserialize(code).ok()).unwrap_or_default(),
        name: text("status"),
        message: text("message"),
        rate_limited: reply.status == http::StatusCode::TOO_MANY_REQUESTS,
        ..VendorError::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoint::Method;
    use http::{HeaderMap, StatusCode};
    use serde_json::json;

    const ENDPOINT: Endpoint = Endpoint::new("jdcloud.vm", "get", Method::Get, "/x").payload("result");

    fn answer(status: u16, body: Value) -> Result<Value, Refusal> {
        let reply = Reply {
            status: StatusCode::from_u16(status).unwrap(),
            headers: HeaderMap::new(),
            body: body.to_string().into(),
        };
        read(&ENDPOINT, &reply, body)
    }

    #[test]
    fn answers_and_refusals() {
        assert_eq!(answer(200, json!({"requestId": "r", "result": {"a": 1}})).unwrap(), json!({"a": 1}));
        assert_eq!(answer(200, json!({"requestId": "r"})).unwrap(), Value::Null);
        assert!(matches!(answer(500, json!({"requestId": "r"})), Err(Refusal::Status)));
        for status in [200, 404] {
            let refused = answer(
                status,
                json!({"requestId": "r", "error": {"code": 404, "status": "NOT_FOUND", "message": "gone"}}),
            );
            let Err(Refusal::Vendor(error)) = refused else { panic!("{refused:?}") };
            assert_eq!(error.to_string(), "refused with code 404 NOT_FOUND: gone");
        }
    }
}
