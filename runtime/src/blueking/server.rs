//! The server's side: credentials in the header or among the parameters, and refusals of an ESB and of a gateway.

use super::{AUTHORIZATION, is_esb};
use crate::server::exchange::{Failure, Keys, Received, Refused};
use crate::transport::Reply;
use crate::wire::Document;
use http::{HeaderMap, HeaderValue, StatusCode};
use serde_json::{Map, Value, json};

/// Arguments that are credentials; no operation has one of these names.
pub(crate) const CREDENTIALS: &[&str] = &[
    "access_token",
    "app_code",
    "app_secret",
    "bk_access_token",
    "bk_app_code",
    "bk_app_secret",
    "bk_nonce",
    "bk_signature",
    "bk_ticket",
    "bk_timestamp",
    "bk_token",
    "bk_username",
    "signature",
    "username",
];

/// Members that say on whose behalf an application calls.
const USERS: &[&str] = &["bk_token", "bk_ticket", "bk_username", "username"];

/// Checks application and user, or the access token. The header is the only source where it is there; without it an ESB
/// takes parameters.
pub(crate) fn check(request: &Received<'_>, keys: &Keys) -> Result<(), String> {
    let given = match request.headers.get(AUTHORIZATION) {
        Some(value) => of_header(value)?,
        None if is_esb(request.path) => request.arguments.clone(),
        None => return Err(format!("the header `{AUTHORIZATION}` is missing")),
    };
    let text = |names: &[&str]| names.iter().find_map(|name| given.get(*name)?.as_str());
    if let Some(token) = text(&["access_token", "bk_access_token"]) {
        return if keys.has_token(token) {
            Ok(())
        } else {
            Err("the access token is none that this server accepts".to_owned())
        };
    }
    let code = text(&["bk_app_code", "app_code"]).ok_or("`bk_app_code` is missing in the credentials")?;
    let secret =
        text(&["bk_app_secret", "app_secret"]).ok_or("`bk_app_secret` is missing in the credentials")?;
    if keys.secret(code).is_none() {
        return Err(format!("the application `{code}` is none that this server accepts"));
    }
    if !keys.has_pair(code, secret) {
        return Err(format!("the secret of the application `{code}` is wrong"));
    }
    if text(USERS).is_none() {
        return Err("the user is missing in the credentials: `bk_username` or `bk_token`".to_owned());
    }
    Ok(())
}

fn of_header(value: &HeaderValue) -> Result<Map<String, Value>, String> {
    match serde_json::from_slice(value.as_bytes()) {
        Ok(Value::Object(members)) => Ok(members),
        _ => Err(format!("the header `{AUTHORIZATION}` is not a JSON object")),
    }
}

/// `result: false` at status 200 from an ESB; status, headers and code from a gateway.
pub(crate) fn refuse(path: &str, failure: &Failure, id: &str) -> Refused {
    let status = failure.status;
    let esb = is_esb(path);
    let code = failure.code.unwrap_or(if esb { esb_code(status) } else { gateway_code(status) });
    let message = &failure.message;
    let mut body = json!({ "result": false, "code": code, "message": message, "data": null });
    let mut headers = HeaderMap::new();
    if esb {
        body["request_id"] = json!(id);
        let status = if status == 404 { 404 } else { 200 };
        return Refused { status, headers, body };
    }
    if failure.code.is_some() {
        // The product refuses, not the gateway.
        return Refused { status: 200, headers, body };
    }
    body["code_name"] = json!(word(status));
    headers.insert(super::envelope::ERROR_CODE, code.into());
    if status == 429 {
        headers.insert("x-bkapi-ratelimit-reset", 1.into());
    }
    Refused { status, headers, body }
}

fn esb_code(status: u16) -> i64 {
    match status {
        400 => 1_306_406,
        403 => 1_306_403,
        404 => 1_306_404,
        429 => 1_306_429,
        500.. => 1_306_201,
        _ => 1_306_000,
    }
}

/// The status is part of the code: 429 is 1642901.
fn gateway_code(status: u16) -> i64 {
    1_600_001 + i64::from(status) * 100
}

fn word(status: u16) -> &'static str {
    match status {
        400 => "INVALID_ARGS",
        401 => "UNAUTHENTICATED",
        403 => "APP_NO_PERMISSION",
        404 => "API_NOT_FOUND",
        429 => "RATE_LIMIT_RESTRICTION",
        500.. => "ERROR_REQUESTING_RESOURCE",
        _ => "REFUSED",
    }
}

/// As the client decides it.
pub(crate) fn is_refusal(body: &Value) -> bool {
    let reply = Reply::new(StatusCode::OK, HeaderMap::new(), body.to_string());
    let parsed = Document::parse(&reply.body);
    parsed.is_ok_and(|document| super::envelope::refuses(document.members(), &reply))
}

/// An ESB refuses at status 200; a gateway's codes hold the status, and products answer with 200 as well.
pub(crate) fn status_of(path: &str, body: &Value) -> u16 {
    if is_esb(path) {
        return 200;
    }
    let code = body["code"].as_i64().or_else(|| body["error"]["code"].as_i64());
    if let Some(status) = code.and_then(super::envelope::gateway_status) {
        return u16::try_from(status).unwrap_or(400);
    }
    if body["error"].is_object() { 400 } else { 200 }
}
