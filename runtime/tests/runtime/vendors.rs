//! What each vendor's server gets to see.

use crate::operations::{Create, Describe, Find, Output, SECRET, USER_TOKEN, builder, client, jd};
use crate::server::{Act, Server, head, http};
use docwright_runtime::jdcloud::signing::{Input, Version, sign};
use docwright_runtime::serde_json::{self, Value, json};
use docwright_runtime::transport::{Middleware, Next, Reply, Request, Reqwest, TransportError};
use docwright_runtime::{Client, Endpoint, Method, Operation, SecretString, blueking, plain, wire};
use std::pin::Pin;

const FINE: &str = r#"{"result":true,"data":{"id":7},"requestId":"r"}"#;

/// Any route, with members as they are.
macro_rules! operation {
    ($name:ident, $endpoint:expr) => {
        struct $name(Value);
        impl wire::serde::Serialize for $name {
            fn serialize<S: wire::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                wire::serde::Serialize::serialize(&self.0, serializer)
            }
        }
        impl Operation for $name {
            type Output = Option<Output>;
            const ENDPOINT: Endpoint = $endpoint;
        }
    };
}

operation!(
    GatewayGet,
    Endpoint::new("test.gw", "get", Method::Get, "/prod/sets/{bk_set_id}/x")
        .path_params(&["bk_set_id"])
        .query_params(&["ids", "name"])
        .payload("data")
);
operation!(
    GatewayDelete,
    Endpoint::new("test.gw", "delete", Method::Delete, "/prod/sets/{bk_set_id}/")
        .path_params(&["bk_set_id"])
        .header_params(&["x-op"])
        .payload("data")
);
operation!(
    EsbGet,
    Endpoint::new("test.cc", "search", Method::Get, "/api/c/search/").query_params(&["ids"]).payload("data")
);

operation!(
    Order,
    Endpoint::new("test.shop", "order", Method::Post, "/orders")
        .idempotency_token("clientToken")
        .payload("data")
);

#[tokio::test]
async fn a_token_makes_a_write_one_that_can_be_repeated() {
    let server = Server::start([
        Act::Answer(http(503, "", "")),
        Act::Answer(http(200, "", FINE)),
        Act::Answer(http(200, "", FINE)),
    ])
    .await;
    let client = client(&server.address);
    client.call(Order(json!({"item": "cup", "clientToken": null}))).await.unwrap();
    let sent = |at: usize| serde_json::from_slice::<Value>(&server.seen()[at].body).unwrap();
    assert_eq!(sent(0), sent(1), "one call has one token");
    assert_eq!(sent(0)["clientToken"].as_str().unwrap().len(), 32);
    client.call(Order(json!({"item": "cup"}))).await.unwrap();
    assert_ne!(sent(2)["clientToken"], sent(0)["clientToken"]);
    client.call(Order(json!({"clientToken": "mine"}))).await.unwrap();
    assert_eq!(sent(3), json!({"clientToken": "mine"}));
}

async fn server() -> Server {
    Server::start([Act::Answer(http(200, "", FINE))]).await
}

fn body(server: &Server) -> Value {
    serde_json::from_slice(&server.seen().last().unwrap().body).unwrap_or_default()
}

/// The request line of the last request.
fn line(server: &Server) -> String {
    server.seen().last().unwrap().line().to_owned()
}

#[tokio::test]
async fn gateways_get_paths_queries_headers_and_bodies() {
    let server = server().await;
    let client = client(&server.address);
    let get =
        GatewayGet(json!({"bk_set_id": "a/b ä", "ids": [1, 2], "name": "x&y=z", "flag": true, "none": null}));
    client.call(get).await.unwrap();
    assert_eq!(line(&server), "GET /prod/sets/a%2Fb%20%C3%A4/x?ids=1&ids=2&name=x%26y%3Dz&flag=true");
    client.call(GatewayDelete(json!({"bk_set_id": 5, "x-op": "me", "ids": [1]}))).await.unwrap();
    assert_eq!((line(&server).as_str(), body(&server)), ("DELETE /prod/sets/5/", json!({"ids": [1]})));
    assert_eq!(server.seen().last().unwrap().header("x-op"), "me");
    client.call(GatewayDelete(json!({"bk_set_id": 5}))).await.unwrap();
    assert!(server.seen().last().unwrap().body.is_empty());
    for bad in [json!(".."), json!(""), Value::Null] {
        let error = client.call(GatewayDelete(json!({"bk_set_id": bad}))).await.unwrap_err();
        assert!(error.to_string().contains("of path parameter `bk_set_id`"), "{error}");
    }
}

#[tokio::test]
async fn an_esb_gets_structure_by_post() {
    let server = server().await;
    let client = client(&server.address);
    client.call(EsbGet(json!({"ids": 1, "flag": false}))).await.unwrap();
    assert_eq!(line(&server), "GET /api/c/search/?flag=false&ids=1");
    client.call(EsbGet(json!({"ids": [1, 2], "flag": false}))).await.unwrap();
    assert_eq!(
        (line(&server).as_str(), body(&server)),
        ("POST /api/c/search/", json!({"flag": false, "ids": [1, 2]}))
    );
}

#[tokio::test]
async fn blueking_headers() {
    let server = server().await;
    let client = builder(&server.address)
        .language("en")
        .tenant("t1")
        .header("x-use-test-env", "true")
        .build()
        .unwrap();
    client.call(Create::default()).header("x-request-id", "mine").await.unwrap();
    let seen = &server.seen()[0];
    let expect = [
        ("blueking-language", "en"),
        ("accept-language", "en"),
        ("x-bk-tenant-id", "t1"),
        ("x-use-test-env", "true"),
        ("x-request-id", "mine"),
        ("content-type", "application/json"),
    ];
    for (name, value) in expect {
        assert_eq!(seen.header(name), value, "{name}");
    }
    let authorization: Value = serde_json::from_str(seen.header("x-bkapi-authorization")).unwrap();
    assert_eq!(
        authorization,
        json!({"bk_app_code": "demo", "bk_app_secret": SECRET, "bk_token": USER_TOKEN})
    );
    assert!(seen.header("user-agent").starts_with("docwright-client/"));
}

#[tokio::test]
async fn credentials_among_the_parameters() {
    let server = server().await;
    let client = builder(&server.address).credentials_in_parameters().build().unwrap();
    client.call(Find::with(json!({"a": 1}))).await.unwrap();
    let expect = "GET /api/c/find/?a=1&bk_app_code=demo&bk_app_secret=s3cr3t%2Fof%2Bthe%22app&bk_token=t0ken-of-the-user";
    assert_eq!(line(&server), expect);
    assert_eq!(server.seen()[0].header("x-bkapi-authorization"), "");
    let access: Client =
        blueking::builder(&server.address).access_token("acc").credentials_in_parameters().build().unwrap();
    access.call(Create::with(json!({"a": 1}))).await.unwrap();
    assert_eq!(body(&server), json!({"a": 1, "bk_access_token": "acc"}));
}

#[tokio::test]
async fn jdcloud_signs_what_it_sends() {
    let server = Server::start([Act::Answer(http(200, "", r#"{"requestId":"r","result":{"id":7}}"#))]).await;
    for version in [Version::V2, Version::V3] {
        let client =
            jd(&server.address).signature_version(version).header("x-jdcloud-pin", "me").build().unwrap();
        let filters = json!([{"name": "a b", "values": ["ä", "1+1"]}]);
        let request = Describe::with(json!({"id": "i-1", "filters": filters, "b": true, "none": null}));
        let found = client.call(request).await.unwrap();
        assert_eq!((found.id, found.meta().request_id()), (7, "r"));
        let seen = server.seen().pop().unwrap();
        let query = "b=true&filters.1.name=a%20b&filters.1.values.1=%C3%A4&filters.1.values.2=1%2B1";
        assert_eq!(seen.line(), format!("GET /v1/regions/cn-north-1/instances/i-1:describe?{query}"));
        assert_eq!(seen.header("x-jdcloud-security-token"), "dDBrZW4tb2YtdGhlLXVzZXI=");
        assert_eq!(seen.header("x-jdcloud-pin"), "bWU=");
        let names = seen.header("authorization").split("SignedHeaders=").nth(1).unwrap();
        let names = names.split(',').next().unwrap();
        assert_eq!(
            names,
            "content-type;host;x-jdcloud-date;x-jdcloud-nonce;x-jdcloud-pin;x-jdcloud-security-token"
        );
        let headers: Vec<(&str, &str)> = names.split(';').map(|name| (name, seen.header(name))).collect();
        let signed = sign(&Input {
            version,
            method: "GET",
            url: &format!("{}{}", server.address, &seen.line()[4..]),
            headers: &headers,
            body: b"",
            access_key: "AKID",
            secret_key: &SecretString::from(SECRET),
            date: seen.header("x-jdcloud-date"),
            region: "cn-north-1",
            service: "vm",
        });
        assert_eq!(signed.authorization, seen.header("authorization"));
    }
}

#[tokio::test]
async fn plain_calls() {
    let server =
        Server::start([Act::Answer(http(200, "x-request-id: p-1\r\n", FINE)), Act::Answer(head(204, ""))])
            .await;
    let client: Client = plain::builder(format!("{}/base/", server.address)).bearer("t0").build().unwrap();
    let got = client.call(GatewayGet(json!({"bk_set_id": 1, "ids": ["a"]}))).await.unwrap();
    assert_eq!((got.meta().request_id(), line(&server).as_str()), ("p-1", "GET /base/prod/sets/1/x?ids=a"));
    assert_eq!(server.seen()[0].header("authorization"), "Bearer t0");
    // Without a body there is no payload, which this operation's type has room for.
    let none = client.call(GatewayDelete(json!({"bk_set_id": 1}))).await.unwrap();
    assert_eq!((none.meta().status().as_u16(), none.into_inner()), (204, None));
}

/// Adds a header on the way out.
struct Tag;

impl Middleware for Tag {
    fn handle<'a>(
        &'a self,
        mut request: Request,
        next: Next<'a>,
    ) -> Pin<Box<dyn Future<Output = Result<Reply, TransportError>> + Send + 'a>> {
        request.headers.insert("x-tag", docwright_runtime::http::HeaderValue::from_static("seen"));
        next.run(request)
    }
}

#[tokio::test]
async fn middleware_and_a_client_of_ones_own() {
    let server = server().await;
    let own = Reqwest::builder().build().unwrap();
    let client = builder(&server.address).reqwest(own).middleware(Tag).build().unwrap();
    client.call(Create::default()).await.unwrap();
    assert_eq!(server.seen()[0].header("x-tag"), "seen");
}
