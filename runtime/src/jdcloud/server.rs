//! The server's side: a request is signed again and compared, and refusals are `{requestId, error}`.

use super::signing::{Input, Version, sign};
use super::{NO_REGION, REGION};
use crate::server::exchange::{Failure, Keys, Received, Refused, http_status, same};
use http::HeaderMap;
use serde_json::{Value, json};

/// Headers that have to be signed.
const SIGNED: &[&str] = &["host", "x-jdcloud-date", "x-jdcloud-nonce"];

/// Seconds by which the clocks of both sides may differ.
const SKEW: u64 = 15 * 60;

/// The parts of an `Authorization` header.
struct Authorization<'a> {
    version: Version,
    access_key: &'a str,
    day: &'a str,
    region: &'a str,
    service: &'a str,
    headers: Vec<&'a str>,
}

/// Checks a signature by signing the request again.
pub(crate) fn check(request: &Received<'_>, keys: &Keys) -> Result<(), String> {
    let sent = text(request, "authorization")?;
    let parts = parse(sent).ok_or(
        "the header `authorization` is not `ALGORITHM Credential=…, SignedHeaders=…, Signature=…` of a known algorithm",
    )?;
    let secret_key = keys
        .secret(parts.access_key)
        .ok_or_else(|| format!("the access key `{}` is none that this server accepts", parts.access_key))?;
    let date = text(request, "x-jdcloud-date")?;
    scope(request, &parts, date)?;
    let mut headers = Vec::with_capacity(parts.headers.len());
    for name in &parts.headers {
        headers.push((*name, text(request, name)?));
    }
    let signed = sign(&Input {
        version: parts.version,
        method: request.method,
        url: request.target,
        headers: &headers,
        body: request.body,
        access_key: parts.access_key,
        secret_key,
        date,
        region: parts.region,
        service: parts.service,
    });
    if same(&signed.authorization, sent) {
        return Ok(());
    }
    Err(format!(
        "the signature is wrong; what this server signs is {:?} over {:?}",
        signed.string_to_sign, signed.canonical_request
    ))
}

/// What the signature is for: the day, the region and the service of this call, with the headers it needs.
fn scope(request: &Received<'_>, parts: &Authorization<'_>, date: &str) -> Result<(), String> {
    if date.get(..8) != Some(parts.day) {
        return Err(format!("the signature is for the day `{}`, the request is of `{date}`", parts.day));
    }
    let at = seconds(date).ok_or_else(|| format!("`x-jdcloud-date` is `{date}`, not `yyyyMMddTHHmmssZ`"))?;
    if at.abs_diff(request.now) > SKEW {
        return Err(format!("`x-jdcloud-date` is more than {} minutes from now", SKEW / 60));
    }
    if !request.signing_name.is_empty() && parts.service != request.signing_name {
        let (found, expected) = (parts.service, request.signing_name);
        return Err(format!("the signature is for the service `{found}`, the call is one of `{expected}`"));
    }
    let region = request.arguments.get(REGION).and_then(Value::as_str).unwrap_or(NO_REGION);
    if parts.region != region {
        return Err(format!("the signature is for the region `{}`, the call for `{region}`", parts.region));
    }
    match SIGNED.iter().find(|name| !parts.headers.contains(name)) {
        Some(name) => Err(format!("the header `{name}` is not signed")),
        None => Ok(()),
    }
}

fn text<'a>(request: &Received<'a>, name: &str) -> Result<&'a str, String> {
    let value = request.headers.get(name).ok_or_else(|| format!("the header `{name}` is missing"))?;
    value.to_str().map_err(|_| format!("the value of the header `{name}` is not visible ASCII"))
}

fn parse(header: &str) -> Option<Authorization<'_>> {
    let (algorithm, rest) = header.split_once(' ')?;
    let version = [Version::V2, Version::V3].into_iter().find(|version| version.algorithm() == algorithm)?;
    let part =
        |name: &str| rest.split(',').find_map(|part| part.trim().strip_prefix(name)?.strip_prefix('='));
    let mut credential = part("Credential")?.rsplitn(5, '/');
    let [_, service, region, day, access_key] = std::array::from_fn(|_| credential.next());
    part("Signature")?;
    Some(Authorization {
        version,
        access_key: access_key?,
        day: day?,
        region: region?,
        service: service?,
        headers: part("SignedHeaders")?.split(';').collect(),
    })
}

/// `20181212T053914Z` as seconds since 1970.
fn seconds(date: &str) -> Option<u64> {
    let digits = |from: usize, to: usize| date.get(from..to)?.parse::<u32>().ok();
    if date.len() != 16 || date.get(8..9) != Some("T") || !date.ends_with('Z') {
        return None;
    }
    let small = |from: usize| u8::try_from(digits(from, from + 2)?).ok();
    let month = time::Month::try_from(small(4)?).ok()?;
    let day = time::Date::from_calendar_date(i32::try_from(digits(0, 4)?).ok()?, month, small(6)?).ok()?;
    let at = time::PrimitiveDateTime::new(day, time::Time::from_hms(small(9)?, small(11)?, small(13)?).ok()?);
    u64::try_from(at.assume_utc().unix_timestamp()).ok()
}

/// `{requestId, error: {code, status, message}}`.
pub(crate) fn refuse(failure: &Failure, id: &str) -> Refused {
    let code = failure.code.unwrap_or(i64::from(failure.status));
    let error = json!({ "code": code, "status": word(failure.status), "message": failure.message });
    let mut headers = HeaderMap::new();
    if failure.status == 429 {
        headers.insert(http::header::RETRY_AFTER, 1.into());
    }
    Refused { status: failure.status, headers, body: json!({ "requestId": id, "error": error }) }
}

fn word(status: u16) -> &'static str {
    match status {
        400 => "INVALID_ARGUMENT",
        401 => "UNAUTHENTICATED",
        403 => "PERMISSION_DENIED",
        404 => "NOT_FOUND",
        409 => "ABORTED",
        429 => "QUOTA_EXCEEDED",
        503 => "UNAVAILABLE",
        504 => "DEADLINE_EXCEEDED",
        500.. => "INTERNAL",
        _ => "UNKNOWN",
    }
}

pub(crate) fn status_of(body: &Value) -> u16 {
    http_status(&body["error"]["code"]).unwrap_or(400)
}
