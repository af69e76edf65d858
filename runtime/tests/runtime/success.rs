//! Success rules, and queries in documented paths, over HTTP.

use crate::operations::quick;
use crate::server::{Act, Server, http};
use docwright_runtime::plain::{self, SuccessRule};
use docwright_runtime::serde_json::{Value, json};
use docwright_runtime::{Client, Endpoint, Error, Method, Operation, wire};

/// Declares an operation without parameters.
macro_rules! operation {
    ($name:ident, $endpoint:expr) => {
        #[derive(Debug)]
        pub(crate) struct $name;
        impl wire::serde::Serialize for $name {
            fn serialize<S: wire::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                wire::write(serializer, |writer| writer.put("Limit", &2))
            }
        }
        impl Operation for $name {
            type Output = Value;
            const ENDPOINT: Endpoint = $endpoint;
        }
    };
}

operation!(Get, Endpoint::new("test", "get", Method::Get, "/items"));
operation!(GetData, Endpoint::new("test", "get_data", Method::Get, "/items").payload("data"));
operation!(Describe, Endpoint::new("test", "describe", Method::Post, "/?Action=DescribeHosts&Version=1"));

/// The result of a call with this rule when the server replies so.
async fn call<O: Operation<Output = Value>>(
    request: O,
    rule: SuccessRule,
    status: u16,
    body: Value,
) -> Result<Value, Error> {
    let server = Server::start([Act::Answer(http(status, "x-request-id: h-1\r\n", body.to_string()))]).await;
    let client: Client = plain::builder(&server.address).success(rule).retry(quick()).build().unwrap();
    client.call(request).await.map(|response| response.into_inner())
}

#[tokio::test]
async fn errors_at_status_200() {
    let rule = || SuccessRule::new("code", 0).message("message").request_id("trace.id");
    let fine = call(GetData, rule(), 200, json!({"code": 0, "data": [1]})).await;
    assert_eq!(fine.unwrap(), json!([1]));
    // A number equals its text form.
    assert!(call(GetData, rule(), 200, json!({"code": "0", "data": 1})).await.is_ok());
    let body = json!({"code": 40100, "message": "unauthorized", "data": {}, "trace": {"id": "t-1"}});
    let error = call(GetData, rule(), 200, body).await.unwrap_err();
    assert_eq!(error.code().unwrap(), &40100);
    assert_eq!(error.to_string(), "test get_data: error 40100: unauthorized (HTTP 200, request id t-1)");
    assert!(!error.is_retryable());
}

#[tokio::test]
async fn codes_and_messages_in_other_members() {
    let rule = || SuccessRule::new("RetCode", 0).message("Message");
    let error =
        call(Get, rule(), 200, json!({"RetCode": 160, "Message": "missing action"})).await.unwrap_err();
    assert_eq!(
        (error.code().unwrap(), error.request_id()),
        (&docwright_runtime::error::Code::Number(160), "h-1")
    );

    let rule =
        || SuccessRule::new("ok", true).code("error.code").message("error.text").message("error.detail");
    assert!(call(Get, rule(), 200, json!({"ok": true})).await.is_ok());
    let body = json!({"ok": false, "error": {"code": "E_NO", "text": "", "detail": "not now"}});
    let error = call(Get, rule(), 200, body).await.unwrap_err();
    assert_eq!(error.to_string(), "test get: error E_NO: not now (HTTP 200, request id h-1)");

    let rule = || SuccessRule::new("status", "OK").or_equals("ACCEPTED").status(200).status(202);
    assert!(call(Get, rule(), 202, json!({"status": "ACCEPTED"})).await.is_ok());
    assert!(call(Get, rule(), 200, json!({"status": "FAILED", "msg": "no"})).await.is_err());
    assert!(call(Get, rule(), 201, json!({"status": "OK"})).await.is_err());
}

#[tokio::test]
async fn replies_without_the_member() {
    let rule = || SuccessRule::new("code", 0);
    // The payload alone is a success, anything else is not of the documented form.
    assert!(call(GetData, rule(), 200, json!({"data": 1})).await.is_ok());
    let error = call(GetData, rule(), 200, json!({"html": 1})).await.unwrap_err();
    assert!(matches!(error, Error::Decode { .. }), "{error}");
    assert!(error.to_string().contains("the body has no member `code`"), "{error}");
    let error = call(Get, rule(), 502, json!({"html": 1})).await.unwrap_err();
    assert!(matches!(error, Error::Status { .. }) && error.is_retryable(), "{error}");
    let error = call(Get, rule(), 429, json!({"code": 7, "msg": "slow down"})).await.unwrap_err();
    assert!(error.vendor().unwrap().rate_limited && error.attempts() == 3, "{error}");
    // A success code does not make a failed status a success.
    assert!(call(Get, rule(), 500, json!({"code": 0})).await.is_err());
}

#[tokio::test]
async fn a_query_in_the_documented_path() {
    let server = Server::start([Act::Answer(http(200, "", "{}"))]).await;
    let client: Client = plain::builder(&server.address).build().unwrap();
    client.call(Describe).await.unwrap();
    assert_eq!(server.seen()[0].line(), "POST /?Action=DescribeHosts&Version=1");
    assert_eq!(server.seen()[0].body, br#"{"Limit":2}"#);
    let below: Client = plain::builder(format!("{}/api", server.address)).build().unwrap();
    below.call(Describe).await.unwrap();
    assert_eq!(server.seen()[1].line(), "POST /api/?Action=DescribeHosts&Version=1");
    let jdcloud = crate::operations::jd(&server.address).build().unwrap();
    jdcloud.call(Describe).await.unwrap();
    assert_eq!(server.seen()[2].line(), "POST /?Action=DescribeHosts&Version=1");
}
