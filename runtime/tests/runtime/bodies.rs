//! Bodies of every kind over HTTP: forms, files, lists, text, bytes, and downloads as streams.

use crate::operations::{SECRET, quick};
use crate::server::{Act, Server, head, http};
use docwright_runtime::serde_json::{Value, json};
use docwright_runtime::transport::TransportErrorKind;
use docwright_runtime::wire::{self, Binary};
use docwright_runtime::{
    BodyFormat, Client, Endpoint, Error, Method, Operation, ResponseFormat, Stream, Upload, plain,
};
use std::pin::pin;
use std::time::Duration;

/// An operation with members as they are, and files.
macro_rules! operation {
    ($name:ident -> $output:ty, $endpoint:expr) => {
        struct $name(Value, Vec<(&'static str, Upload)>);
        impl wire::serde::Serialize for $name {
            fn serialize<S: wire::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                wire::serde::Serialize::serialize(&self.0, serializer)
            }
        }
        impl Operation for $name {
            type Output = $output;
            const ENDPOINT: Endpoint = $endpoint;
            fn files(&self) -> Vec<(&'static str, Upload)> {
                self.1.clone()
            }
        }
    };
}

operation!(Login -> Value, Endpoint::new("test", "login", Method::Post, "/login").body_format(BodyFormat::Form));
operation!(
    Send -> Value,
    Endpoint::new("test", "send", Method::Post, "/files/{folder}")
        .path_params(&["folder"])
        .body_format(BodyFormat::Multipart)
);
operation!(
    SetTags -> Vec<Value>,
    Endpoint::new("test", "set_tags", Method::Put, "/items/{id}/tags").path_params(&["id"]).body_param("tags")
);
operation!(Sum -> i64, Endpoint::new("test", "sum", Method::Post, "/sum"));
operation!(
    ReadLog -> String,
    Endpoint::new("test", "log", Method::Get, "/log").response_format(ResponseFormat::Text).idempotent()
);
operation!(
    ReadFile -> Binary,
    Endpoint::new("test", "file", Method::Get, "/file").response_format(ResponseFormat::Binary).idempotent()
);

fn client(server: &Server) -> Client {
    plain::builder(&server.address).bearer(SECRET).retry(quick()).max_reply(1 << 20).build().unwrap()
}

/// A reply of another type than JSON.
fn content(media_type: &str, body: &[u8]) -> Act {
    let mut bytes =
        format!("HTTP/1.1 200 OK\r\ncontent-type: {media_type}\r\ncontent-length: {}\r\n\r\n", body.len())
            .into_bytes();
    bytes.extend_from_slice(body);
    Act::Answer(bytes)
}

#[tokio::test]
async fn forms() {
    let server = Server::start([Act::Answer(http(200, "", "{}")), Act::Answer(http(400, "", ""))]).await;
    let client = client(&server);
    let login = || Login(json!({"user": "a b", "password": "hunter2&more", "scope": [1, 2]}), Vec::new());
    client.call(login()).await.unwrap();
    let seen = &server.seen()[0];
    assert_eq!(seen.header("content-type"), "application/x-www-form-urlencoded");
    assert_eq!(seen.body, b"user=a%20b&password=hunter2%26more&scope=1&scope=2");
    let error = client.call(login()).await.unwrap_err();
    assert!(!format!("{error:?} {error} {:?}", error.curl()).contains("hunter2"));
}

#[tokio::test]
async fn files_in_multipart_forms() {
    let server = Server::start([Act::Answer(http(200, "", r#"{"id":7}"#))]).await;
    let content: Vec<u8> = (0..=255).collect();
    let file = Upload::new("a \"b\".bin", content.clone()).content_type("image/png");
    let sent = client(&server).call(Send(json!({"folder": "x/y", "title": "ä"}), vec![("file", file)])).await;
    assert_eq!(sent.unwrap()["id"], 7);
    let seen = &server.seen()[0];
    assert_eq!(seen.line(), "POST /files/x%2Fy");
    let boundary = seen.header("content-type").strip_prefix("multipart/form-data; boundary=").unwrap();
    let mut expect = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nä\r\n\
         --{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a %22b%22.bin\"\r\n\
         Content-Type: image/png\r\n\r\n"
    )
    .into_bytes();
    expect.extend_from_slice(&content);
    expect.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
    assert_eq!(seen.body, expect);
    // A file has no place in JSON.
    let error =
        client(&server).call(Sum(json!({"a": 1}), vec![("file", Upload::new("a", "b"))])).await.unwrap_err();
    assert!(matches!(error, Error::Build { .. }), "{error}");
}

#[tokio::test]
async fn lists_as_whole_bodies() {
    let server =
        Server::start([Act::Answer(http(200, "", r#"[{"a":1},2]"#)), Act::Answer(http(200, "", "6"))]).await;
    let client = client(&server);
    let tags = client.call(SetTags(json!({"id": 5, "tags": ["a", {"b": 1}]}), Vec::new())).await.unwrap();
    assert_eq!(tags.into_inner(), [json!({"a": 1}), json!(2)]);
    let seen = &server.seen()[0];
    assert_eq!((seen.line(), seen.body.as_slice()), ("PUT /items/5/tags", &br#"["a",{"b":1}]"#[..]));
    let sum = client.call(Sum(json!([1, 2, 3]), Vec::new())).await.unwrap();
    assert_eq!((sum.into_inner(), server.seen()[1].body.as_slice()), (6, &b"[1,2,3]"[..]));
    let error = client.call(SetTags(json!({"id": 5, "tags": [], "more": 1}), Vec::new())).await.unwrap_err();
    assert!(error.to_string().contains("parameter `more` has no place"), "{error}");
}

#[tokio::test]
async fn text_and_bytes() {
    let script = [
        content("text/plain; charset=utf-8", "line 1\nlöne 2".as_bytes()),
        content("application/octet-stream", &[0, 255, 1]),
        content("text/plain", &[255, 254]),
    ];
    let server = Server::start(script).await;
    let client = client(&server);
    let log = client.call(ReadLog(json!({"lines": 2}), Vec::new())).await.unwrap();
    assert_eq!((log.as_str(), server.seen()[0].line()), ("line 1\nlöne 2", "GET /log?lines=2"));
    let file = client.call(ReadFile(json!({}), Vec::new())).await.unwrap();
    assert_eq!(file.0, &[0, 255, 1][..]);
    let error = client.call(ReadLog(json!({}), Vec::new())).await.unwrap_err();
    assert!(matches!(error, Error::Decode { .. }) && error.to_string().contains("not text"), "{error}");
}

#[tokio::test]
async fn errors_in_place_of_content() {
    let refusal = r#"{"code":7,"message":"no such file"}"#;
    let rule = || plain::SuccessRule::new("code", 0);
    for status in [200, 404] {
        let server = Server::start([Act::Answer(http(status, "", refusal))]).await;
        let client: Client = plain::builder(&server.address).success(rule()).build().unwrap();
        for error in [
            client.call(ReadFile(json!({}), Vec::new())).await.unwrap_err(),
            client.call(ReadFile(json!({}), Vec::new())).download().await.unwrap_err(),
        ] {
            assert_eq!(
                (error.code().unwrap(), error.attempts()),
                (&docwright_runtime::error::Code::Number(7), 1)
            );
        }
    }
    // A download is retried as every call.
    let server = Server::start([Act::Answer(http(503, "", "")), content("text/plain", b"x")]).await;
    let file = client(&server).call(ReadFile(json!({}), Vec::new())).download().await.unwrap();
    assert_eq!((file.meta().attempts(), file.bytes().await.unwrap().as_ref()), (2, &b"x"[..]));
}

#[tokio::test]
async fn downloads_are_streams() {
    let chunk = |size: usize| {
        let mut bytes = format!("{size:x}\r\n").into_bytes();
        bytes.extend(std::iter::repeat_n(b'x', size));
        bytes.extend_from_slice(b"\r\n");
        bytes
    };
    let mut body =
        b"HTTP/1.1 200 OK\r\ncontent-type: application/zip\r\ntransfer-encoding: chunked\r\n\r\n".to_vec();
    (0..4).for_each(|_| body.extend(chunk(100_000)));
    body.extend_from_slice(b"0\r\n\r\n");
    let server = Server::start([Act::Answer(body)]).await;
    let download = client(&server).call(ReadFile(json!({}), Vec::new())).download().await.unwrap();
    assert_eq!(download.meta().header("content-type"), Some("application/zip"));
    let mut stream = pin!(download.into_stream());
    let mut sizes = Vec::new();
    while let Some(chunk) = std::future::poll_fn(|context| stream.as_mut().poll_next(context)).await {
        sizes.push(chunk.unwrap().len());
    }
    assert!(sizes.len() > 1 && sizes.iter().sum::<usize>() == 400_000, "{sizes:?}");
}

#[tokio::test]
async fn downloads_are_bounded() {
    let endless = || {
        let head = b"HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\nconnection: close\r\n\r\n".to_vec();
        Act::Endless(head, vec![b'x'; 64 << 10])
    };
    for (limit, allowed) in [(None, 1 << 20), (Some(100_000), 100_000)] {
        let server = Server::start([endless()]).await;
        let mut call = client(&server).call(ReadFile(json!({}), Vec::new()));
        if let Some(limit) = limit {
            call = call.max_reply(limit);
        }
        let mut download = call.download().await.unwrap();
        let mut taken = 0;
        let error = loop {
            match download.chunk().await {
                Ok(chunk) => taken += chunk.unwrap().len(),
                Err(error) => break error,
            }
        };
        let too_large = |error: &Error| matches!(error, Error::Transport { source, .. } if source.kind() == TransportErrorKind::TooLarge);
        assert!(too_large(&error) && taken <= allowed, "{taken} {error}");
        assert!(server.written() < 32 << 20);
    }
}

#[tokio::test]
async fn downloads_that_break_or_stall() {
    let begun = |act: fn(Vec<u8>) -> Act| {
        let mut bytes =
            b"HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 100\r\n\r\n".to_vec();
        bytes.extend_from_slice(b"abc");
        act(bytes)
    };
    let server = Server::start([begun(Act::Close)]).await;
    let error = client(&server)
        .call(ReadFile(json!({}), Vec::new()))
        .download()
        .await
        .unwrap()
        .bytes()
        .await
        .unwrap_err();
    assert!(matches!(&error, Error::Transport { .. }), "{error}");
    assert!(!format!("{error:?}").contains(SECRET) && error.curl().is_some());
    let server = Server::start([begun(Act::Hang)]).await;
    let call = client(&server).call(ReadFile(json!({}), Vec::new())).timeout(Duration::from_millis(200));
    let error = call.download().await.unwrap().bytes().await.unwrap_err();
    assert!(matches!(error, Error::Timeout { .. }), "{error}");
    // An empty body is a body.
    let server = Server::start([Act::Answer(head(200, "content-length: 0\r\n"))]).await;
    let file = client(&server).call(ReadFile(json!({}), Vec::new())).download().await.unwrap();
    assert!(file.bytes().await.unwrap().is_empty());
}
