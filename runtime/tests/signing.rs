//! Official signing vectors: the signer alone, whole requests of the vendor's SDK, and published signatures.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use docwright_runtime::jdcloud::signing::{Input, Signed, Version, host, sign};
use docwright_runtime::serde_json::{self, Value};

fn vectors(group: &str) -> Vec<Value> {
    let all: Value = serde_json::from_str(include_str!("jdcloud-signing.json")).unwrap();
    all[group].as_array().unwrap().clone()
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_else(|| panic!("no `{name}`"))
}

fn signed(input: &Value, version: Version, headers: &[(&str, &str)]) -> Signed {
    sign(&Input {
        version,
        method: text(input, "method"),
        url: text(input, "url"),
        headers,
        body: text(input, "body").as_bytes(),
        access_key: text(input, "access_key"),
        secret_key: &text(input, "secret_key").into(),
        date: text(input, "date"),
        region: text(input, "region"),
        service: text(input, "service"),
    })
}

/// The headers of a vector, with those that the SDK adds.
fn headers(input: &Value, with_host: bool) -> Vec<(&str, &str)> {
    let mut headers: Vec<(&str, &str)> = input["headers"]
        .as_object()
        .unwrap()
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str().unwrap()))
        .collect();
    headers.extend([("x-jdcloud-date", text(input, "date")), ("x-jdcloud-nonce", text(input, "nonce"))]);
    if with_host && !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("host")) {
        headers.push(("host", host(text(input, "url"))));
    }
    headers
}

#[test]
fn all_portable_vectors() {
    let portable: Vec<Value> =
        vectors("vectors").into_iter().filter(|vector| vector["portable"] == true).collect();
    assert_eq!(portable.len(), 35);
    for vector in &portable {
        let signed = signed(vector, Version::V2, &headers(vector, true));
        let expected = &vector["expected"];
        assert_eq!(signed.canonical_request, text(expected, "canonical_request"), "{}", vector["id"]);
        assert_eq!(signed.string_to_sign, text(expected, "string_to_sign"), "{}", vector["id"]);
        assert_eq!(signed.signature, text(expected, "signature"), "{}", vector["id"]);
        assert_eq!(signed.authorization, text(expected, "authorization"), "{}", vector["id"]);
    }
}

#[test]
fn the_recommended_result_of_the_others() {
    for vector in vectors("vectors")
        .iter()
        .filter(|vector| vector["portable"] == false && vector["reference"].is_object())
    {
        let signed = signed(vector, Version::V2, &headers(vector, true));
        assert_eq!(
            signed.signature,
            text(&vector["reference"], "signature"),
            "{}\n{}",
            vector["id"],
            signed.canonical_request
        );
    }
}

#[test]
fn whole_requests_of_the_sdk() {
    let unsigned = ["x-jdcloud-content-sha256", "jdcloud2-hmac-sha256"];
    for vector in vectors("end_to_end").iter().filter(|vector| vector["reference_matches_1_2_23"] == true) {
        let sent = vector["headers_sent"].as_object().unwrap();
        let mut headers: Vec<(&str, &str)> =
            sent.iter().map(|(name, value)| (name.as_str(), value.as_str().unwrap())).collect();
        headers.retain(|(name, _)| !unsigned.contains(&name.to_lowercase().as_str()));
        headers.push(("host", host(text(vector, "url"))));
        let signed = signed(vector, Version::V2, &headers);
        assert_eq!(
            signed.authorization,
            text(vector, "authorization"),
            "{}\n{}",
            vector["id"],
            signed.canonical_request
        );
    }
}

#[test]
fn published_signatures() {
    for vector in vectors("published") {
        let input = &vector["input"];
        let with_host = !vector["signed_headers"].is_array();
        let signed = signed(input, Version::V2, &headers(input, with_host));
        assert_eq!(signed.authorization, text(&vector, "expected_authorization"), "{}", vector["id"]);
    }
}

#[test]
fn version_three_where_it_agrees_with_its_description() {
    let mut checked = 0;
    for vector in vectors("vectors").iter().filter(|vector| vector["jdcloud3"]["same_as_reference"] == true) {
        let signed = signed(vector, Version::V3, &headers(vector, true));
        assert_eq!(
            signed.signature,
            text(&vector["jdcloud3"], "signature"),
            "{}\n{}",
            vector["id"],
            signed.canonical_request
        );
        checked += 1;
    }
    assert!(checked >= 35, "{checked}");
}
