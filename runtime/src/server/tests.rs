//! Credentials and refusals of each vendor.

use super::*;
use crate::jdcloud::signing::{Input, Version, sign};
use http::{HeaderName, HeaderValue};

fn keys() -> Keys {
    let mut keys = Keys::default();
    keys.pair("demo", "s3cr3t");
    keys.token("t0ken");
    keys
}

fn headers(pairs: &[(&str, &str)]) -> HeaderMap {
    let pair = |(name, value): &(&str, &str)| {
        (HeaderName::try_from(*name).unwrap(), HeaderValue::try_from(*value).unwrap())
    };
    pairs.iter().map(pair).collect()
}

/// Whether a call is accepted, or a part of the reason why not.
#[track_caller]
fn check(vendor: Vendor, path: &str, pairs: &[(&str, &str)], arguments: Value, expect: Result<(), &str>) {
    let headers = headers(pairs);
    let request = Received {
        method: "POST",
        target: "/v1/regions/r?a=1",
        headers: &headers,
        body: b"{}",
        arguments: arguments.as_object().unwrap(),
        path,
        signing_name: "vm",
        auth_header: "Authorization",
        now: 1_544_593_200,
    };
    match (vendor.authenticate(&request, &keys()), expect) {
        (Ok(()), Ok(())) => {}
        (Err(failure), Err(part)) => {
            assert!(failure.message.contains(part), "{}", failure.message);
            assert!(!failure.message.contains("s3cr3t") && failure.status == 401);
        }
        (found, _) => panic!("{found:?} is not {expect:?}"),
    }
    assert!(vendor.authenticate(&request, &Keys::default()).is_ok());
}

#[test]
fn applications_and_users() {
    let (esb, gateway) = ("/api/c/compapi/v2/cc/x/", "/api/v3/x");
    let header = |text| [("x-bkapi-authorization", text)];
    let good = r#"{"bk_app_code":"demo","bk_app_secret":"s3cr3t","bk_username":"admin"}"#;
    let check = |path, pairs: &[(&str, &str)], arguments, expect| {
        check(Vendor::BlueKing, path, pairs, arguments, expect);
    };
    check(gateway, &header(good), json!({}), Ok(()));
    check(gateway, &header(r#"{"access_token":"t0ken"}"#), json!({}), Ok(()));
    check(gateway, &header(r#"{"access_token":"other"}"#), json!({}), Err("access token"));
    check(gateway, &header("demo"), json!({}), Err("not a JSON object"));
    let wrong = r#"{"bk_app_code":"demo","bk_app_secret":"guess","bk_username":"admin"}"#;
    check(gateway, &header(wrong), json!({}), Err("secret of the application `demo` is wrong"));
    let nobody = r#"{"bk_app_code":"demo","bk_app_secret":"s3cr3t"}"#;
    check(gateway, &header(nobody), json!({}), Err("the user is missing"));
    let parameters = json!({"bk_app_code": "demo", "bk_app_secret": "s3cr3t", "bk_token": "x"});
    check(esb, &[], parameters.clone(), Ok(()));
    check(gateway, &[], parameters, Err("header `x-bkapi-authorization` is missing"));
}

#[test]
fn tokens_in_a_header() {
    let check = |pairs: &[(&str, &str)], expect| check(Vendor::Plain, "/x", pairs, json!({}), expect);
    check(&[("authorization", "Bearer t0ken")], Ok(()));
    check(&[("authorization", "Bot t0ken")], Ok(()));
    check(&[("authorization", "Bearer other")], Err("none that this server accepts"));
    check(&[], Err("`Authorization` is missing"));
}

#[test]
fn signatures() {
    let date = "20181212T053914Z";
    let base = [("host", "127.0.0.1:1"), ("x-jdcloud-date", date), ("x-jdcloud-nonce", "n")];
    let authorization = |target: &str, service: &str, secret: &str| {
        let input = Input {
            version: Version::V2,
            method: "POST",
            url: target,
            headers: &base,
            body: b"{}",
            access_key: "demo",
            secret_key: &secret.into(),
            date,
            region: "r",
            service,
        };
        sign(&input).authorization
    };
    let check = |authorization: &str, arguments, expect| {
        let pairs = [base.as_slice(), &[("authorization", authorization)]].concat();
        check(Vendor::JdCloud, "/v1/regions/{regionId}", &pairs, arguments, expect);
    };
    let region = || json!({"regionId": "r"});
    let good = authorization("/v1/regions/r?a=1", "vm", "s3cr3t");
    check(&good, region(), Ok(()));
    check(&good, json!({"regionId": "other"}), Err("for the region `r`, the call for `other`"));
    check(&authorization("/v1/regions/r?a=2", "vm", "s3cr3t"), region(), Err("signature is wrong"));
    check(&authorization("/v1/regions/r?a=1", "vm", "guess"), region(), Err("signature is wrong"));
    check(&authorization("/v1/regions/r?a=1", "rds", "s3cr3t"), region(), Err("service `rds`"));
    check(&good.replace("demo", "eve"), region(), Err("access key `eve`"));
    check(&good.replace("host;", ""), region(), Err("`host` is not signed"));
    check("Bearer x", region(), Err("is not `ALGORITHM"));
}

#[test]
fn refusals_have_the_form_of_their_vendor() {
    let failure = |status, code| Failure { status, code, message: "m".to_owned(), exact: false };
    let refuse = |vendor: Vendor, path, status, code| {
        let refused = vendor.refuse(path, &failure(status, code), "id");
        (refused.status, refused.body.to_string(), refused.headers.len())
    };
    let esb = r#"{"result":false,"code":1306406,"message":"m","data":null,"request_id":"id"}"#;
    assert_eq!(refuse(Vendor::BlueKing, "/api/c/x", 400, None), (200, esb.to_owned(), 0));
    let limited = refuse(Vendor::BlueKing, "/v3/x", 429, None);
    assert!(limited.0 == 429 && limited.1.contains("1642901") && limited.2 == 2, "{limited:?}");
    let product = refuse(Vendor::BlueKing, "/v3/x", 400, Some(1_199_014));
    assert!(product.0 == 200 && product.2 == 0, "{product:?}");
    let signed = r#"{"requestId":"id","error":{"code":404,"status":"NOT_FOUND","message":"m"}}"#;
    assert_eq!(refuse(Vendor::JdCloud, "", 404, None), (404, signed.to_owned(), 0));
    assert_eq!(refuse(Vendor::Plain, "", 429, None), (429, r#"{"code":429,"message":"m"}"#.to_owned(), 1));
    let exact = Vendor::BlueKing.refuse("/api/c/x", &Failure { exact: true, ..failure(503, None) }, "id");
    assert_eq!(exact.status, 503);
}

#[test]
fn bodies_that_clients_take_for_refusals() {
    let check = |vendor: Vendor, body: Value, expect| assert_eq!(vendor.is_refusal(&body), expect, "{body}");
    check(Vendor::BlueKing, json!({"result": true, "code": 0, "data": {}}), false);
    check(Vendor::BlueKing, json!({"result": false, "code": 0}), true);
    check(Vendor::BlueKing, json!({"code": "9900403"}), true);
    check(Vendor::BlueKing, json!({"result": true, "error": {}}), true);
    check(Vendor::BlueKing, json!([1]), false);
    check(Vendor::JdCloud, json!({"requestId": "", "error": {}}), false);
    check(Vendor::JdCloud, json!({"error": {"code": 404}}), true);
}
