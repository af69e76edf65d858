//! Error codes of pages: the emitted module is compiled here, and refusals over real HTTP are compared with its constants.

use crate::support;
use axum::Router;
use axum::http::{Method as HttpMethod, StatusCode};
use axum::response::IntoResponse;
use docwright::compile::Run;
use docwright::config::DocSet;
use docwright_runtime::plain::{self, SuccessRule};
use docwright_runtime::{Client, Endpoint, Error, Method, Operation, RetryPolicy, wire};
use emitted::{ALL, CODE_4003, HTTP_429, SHELF_FULL, UNKNOWN};
use serde_json::{Value, json};

#[allow(unreachable_pub, reason = "an emitted crate has it at its root")]
#[rustfmt::skip]
#[path = "data/error_codes.rs.txt"]
mod emitted;

const CASE: &str = "tests/cases/generic/error-codes-above-the-calls";

fn compile(folder: &std::path::Path) -> Run {
    let dialect = Some("generic".to_owned());
    let set = DocSet { service: "vendor.case".to_owned(), path: ".".into(), dialect, ..DocSet::default() };
    support::compile(vec![set], folder)
}

#[test]
fn the_module_is_what_the_pages_give() {
    let files = support::emit(&compile(&support::root().join(CASE)));
    let file = files.iter().find(|file| file.path.ends_with("/error_codes.rs")).unwrap();
    let path = support::root().join("tests/data/error_codes.rs.txt");
    if std::env::var_os("INSTA_UPDATE").is_some_and(|value| value == "always") {
        std::fs::write(&path, &file.text).unwrap();
    }
    assert_eq!(std::fs::read_to_string(path).unwrap(), file.text);
}

#[derive(Debug)]
struct Call<const POST: bool>;

impl<const POST: bool> wire::serde::Serialize for Call<POST> {
    fn serialize<S: wire::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        wire::write(serializer, |_| ())
    }
}

impl<const POST: bool> Operation for Call<POST> {
    type Output = Value;
    const ENDPOINT: Endpoint =
        Endpoint::new("vendor.case", "call", if POST { Method::Post } else { Method::Get }, "/shelves");
}

/// A server that refuses every call: one that writes with a code at HTTP 200, others with a status.
async fn refused<O: Operation<Output = Value>>(request: O, code: i64) -> Error {
    let app = Router::new().fallback(move |method: HttpMethod| async move {
        match method {
            HttpMethod::POST => axum::Json(json!({"code": code, "message": "no"})).into_response(),
            _ => StatusCode::TOO_MANY_REQUESTS.into_response(),
        }
    });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, app).await });
    let client: Client = plain::builder(address)
        .success(SuccessRule::new("code", 0))
        .retry(RetryPolicy::never())
        .build()
        .unwrap();
    client.call(request).await.unwrap_err()
}

#[tokio::test]
async fn refusals_are_compared_with_constants() {
    let error = refused(Call::<true>, 4001).await;
    assert!(SHELF_FULL.is(&error) && !CODE_4003.is(&error));
    assert_eq!(*error.code().unwrap(), SHELF_FULL);
    match emitted::find(&error) {
        Some(SHELF_FULL) => {}
        other => panic!("{other:?}"),
    }
    assert_eq!(emitted::find(&refused(Call::<true>, -1).await), Some(UNKNOWN));
    assert_eq!(emitted::find(&refused(Call::<true>, 77).await), None);
}

#[tokio::test]
async fn refusals_are_explained() {
    let found = emitted::find(&refused(Call::<false>, 0).await).unwrap();
    assert_eq!((found, found.text()), (HTTP_429, "Slow down."));
    assert_eq!(emitted::find(&refused(Call::<true>, 4003).await).unwrap().text(), "There is no such room.");
    assert_eq!(ALL.len(), 6);
}

#[test]
fn codes_are_explained() {
    let run = compile(&support::root().join(CASE));
    let explain = |path: &str| docwright::emit::votes::explain(&run.api, path);
    let full = explain("vendor.case.error_codes.4001").unwrap();
    assert!(full.starts_with("error code 4001 SHELF_FULL\n  listed at page.md:8"), "{full}");
    assert!(full.contains("en The room is full. (page.md:44"), "{full}");
    assert_eq!(explain("vendor.case.error_codes.SHELF_FULL").unwrap(), full);
    assert_eq!(explain("vendor.case.error_codes").unwrap().matches("error code ").count(), 6);
    assert!(explain("vendor.case.error_codes.1").is_err());
}

#[test]
fn codes_without_a_call_are_set_aside() {
    let folder = tempfile::tempdir().unwrap();
    let table = "# Codes\n\n| Error code | Description |\n|---|---|\n| 7 | full |\n| 8 | empty |\n";
    std::fs::write(folder.path().join("codes.md"), table).unwrap();
    let run = compile(folder.path());
    support::check_account(&run);
    assert!(run.api.services.is_empty());
    let rows = run.counts().ledger.rows;
    assert_eq!((rows.modelled, rows.set_aside()), (0, 2));
}

#[test]
fn every_row_is_accounted_for() {
    for case in ["error-codes-of-a-call", "error-codes-above-the-calls", "error-codes-on-their-own-page"] {
        support::check_account(&compile(&support::root().join("tests/cases/generic").join(case)));
    }
}
