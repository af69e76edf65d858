//! The envelope with all its variants: `result`, `code`, `message`, `data` and their other names.

use crate::endpoint::Endpoint;
use crate::error::{Code, Permission, VendorError};
use crate::protocol::Refusal;
use crate::transport::Reply;
use crate::wire::{Map, Value};
use serde::Deserialize;

/// Codes by which a gateway or an ESB turns a call away for coming too often.
const RATE_LIMITS: &[i64] = &[1_642_901, 1_642_902, 1_642_903, 1_642_904, 1_306_429];

const REQUEST_IDS: &[&str] = &["request_id", "job_request_id", "trace_id", "esb_request_id"];

pub(super) fn read(endpoint: &Endpoint, reply: &Reply, body: Value) -> Result<Value, Refusal> {
    let Value::Object(mut members) = body else {
        return match body {
            Value::Null if reply.status.is_success() => Ok(Value::Null),
            // A whole body that is a list or a plain value has no envelope around it.
            other if reply.status.is_success() && endpoint.payload.is_empty() => Ok(other),
            _ if !reply.status.is_success() => Err(Refusal::Status),
            _ => Err(Refusal::Form("the answer is no object".to_owned())),
        };
    };
    let known = ["result", "code", "bk_error_code", "data", "error", "message"]
        .iter()
        .any(|name| members.contains_key(*name));
    if refuses(&members, reply) {
        return Err(if known {
            Refusal::Vendor(Box::new(refusal(&members, reply)))
        } else {
            Refusal::Status
        });
    }
    if endpoint.payload.is_empty() {
        return Ok(Value::Object(members));
    }
    match members.remove(endpoint.payload) {
        Some(payload) => Ok(payload),
        None if known => Ok(Value::Null),
        None => Err(Refusal::Form("the answer has none of `result`, `code`, `data`, `error`".to_owned())),
    }
}

fn refuses(members: &Map, reply: &Reply) -> bool {
    let code = code(members).is_some_and(|code| !code.is_ok());
    let error = members.get("error").is_some_and(Value::is_object);
    !reply.status.is_success() || members.get("result") == Some(&Value::Bool(false)) || code || error
}

fn code(members: &Map) -> Option<Code> {
    let value = members.get("code").or_else(|| members.get("bk_error_code"))?;
    Code::deserialize(value).ok()
}

fn text(members: &Map, names: &[&str]) -> String {
    names.iter().find_map(|name| members.get(*name)?.as_str()).unwrap_or_default().to_owned()
}

fn refusal(members: &Map, reply: &Reply) -> VendorError {
    let by_gateway = reply.headers.contains_key("x-bkapi-error-code");
    let mut error = VendorError {
        code: code(members).unwrap_or_default(),
        name: text(members, &["code_name"]),
        message: text(members, &["message", "bk_error_msg", "msg"]),
        permission: members.get("permission").and_then(Permission::from_value),
        by_gateway,
        ..VendorError::default()
    };
    if let Some(Value::Object(inner)) = members.get("error") {
        error.code = code(inner).unwrap_or(error.code);
        error.message =
            Some(text(inner, &["message"])).filter(|text| !text.is_empty()).unwrap_or(error.message);
        error.permission = error.permission.or_else(|| inner.get("data").and_then(Permission::from_value));
    }
    if let Some(Value::Object(data)) = members.get("data") {
        error.permission =
            error.permission.or_else(|| data.get("permission").and_then(Permission::from_value));
        error.apply_url = text(data, &["apply_url"]);
    }
    error.rate_limited = reply.status == http::StatusCode::TOO_MANY_REQUESTS
        || error.code.as_i64().is_some_and(|code| RATE_LIMITS.contains(&code));
    error
}

pub(super) fn request_id(reply: &Reply, body: &Value) -> String {
    let header = reply.headers.get("x-bkapi-request-id").and_then(|value| value.to_str().ok());
    let in_body = REQUEST_IDS.iter().find_map(|name| body.get(*name)?.as_str());
    in_body.filter(|id| !id.is_empty()).or(header).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoint::Method;
    use http::{HeaderMap, StatusCode};
    use serde_json::json;

    const ENDPOINT: Endpoint = Endpoint::new("bk.cc", "get", Method::Post, "/x").payload("data");

    fn answer(status: u16, body: &Value) -> Result<Value, Refusal> {
        let reply = Reply {
            status: StatusCode::from_u16(status).unwrap(),
            headers: HeaderMap::new(),
            body: body.to_string().into(),
        };
        read(&ENDPOINT, &reply, body.clone())
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
    }
}
