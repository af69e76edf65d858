//! Operations as docwright emits them, small ones.

use docwright_runtime::wire::{self, serde};
use docwright_runtime::{
    Client, Endpoint, Method, Operation, PageStyle, PagedOperation, Paging, RetryPolicy, blueking, jdcloud,
};
use std::time::Duration;

pub(crate) const SECRET: &str = "s3cr3t/of+the\"app";
pub(crate) const USER_TOKEN: &str = "t0ken-of-the-user";

/// Reads; may be repeated.
#[derive(Clone, Debug, Default)]
pub(crate) struct Find {
    pub(crate) members: wire::Map,
}

/// Writes; must not be repeated.
#[derive(Clone, Debug, Default)]
pub(crate) struct Create {
    pub(crate) members: wire::Map,
}

/// A JDCloud call with a path, an action and a query.
#[derive(Clone, Debug)]
pub(crate) struct Describe {
    pub(crate) members: wire::Map,
}

/// A list in pages.
#[derive(Clone, Debug, Default)]
pub(crate) struct List {
    pub(crate) members: wire::Map,
}

/// What all of them return.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Output {
    pub(crate) id: i64,
}

/// One page.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    pub(crate) info: Vec<Output>,
}

macro_rules! request {
    ($($name:ident)+) => {$(
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                wire::write(serializer, |writer| writer.put_all(&self.members))
            }
        }

        impl $name {
            pub(crate) fn with(members: wire::Value) -> Self {
                Self { members: members.as_object().unwrap().clone() }
            }
        }
    )+};
}

request!(Find Create Describe List);

impl<'de> serde::Deserialize<'de> for Output {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        wire::read(deserializer, |object| Ok(Self { id: object.required("id")? }))
    }
}

impl<'de> serde::Deserialize<'de> for Page {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        wire::read(deserializer, |object| Ok(Self { info: object.list("info")? }))
    }
}

impl Operation for Find {
    type Output = Output;
    const ENDPOINT: Endpoint =
        Endpoint::new("test.cc", "find", Method::Get, "/api/c/find/").payload("data").idempotent();
}

impl Operation for Create {
    type Output = Output;
    const ENDPOINT: Endpoint =
        Endpoint::new("test.cc", "create", Method::Post, "/api/c/create/").payload("data");
}

impl Operation for Describe {
    type Output = Output;
    const ENDPOINT: Endpoint =
        Endpoint::new("test.vm", "describe", Method::Get, "/v1/regions/{regionId}/instances/{id}:describe")
            .path_params(&["regionId", "id"])
            .payload("result")
            .signing_name("vm")
            .idempotent();
}

impl Operation for List {
    type Output = Page;
    const ENDPOINT: Endpoint =
        Endpoint::new("test.cc", "list", Method::Post, "/api/c/list/").payload("data").idempotent();
}

impl PagedOperation for List {
    type Item = Output;
    const PAGING: Paging = Paging::new(PageStyle::Offset, &["page", "start"], &["page", "limit"])
        .max(2)
        .items(&["info"])
        .total(&["count"]);
    fn items(output: Page) -> Vec<Output> {
        output.info
    }
}

/// Waits short enough for tests.
pub(crate) fn quick() -> RetryPolicy {
    RetryPolicy::default().attempts(3).base(Duration::from_millis(2))
}

pub(crate) fn builder(address: &str) -> blueking::Builder<Client> {
    blueking::builder(address).app("demo", SECRET).token(USER_TOKEN).max_reply(1 << 20).retry(quick())
}

pub(crate) fn client(address: &str) -> Client {
    builder(address).build().unwrap()
}

pub(crate) fn jd(address: &str) -> jdcloud::Builder<Client> {
    let credentials = jdcloud::Credentials::new("AKID", SECRET).security_token(USER_TOKEN);
    jdcloud::builder(credentials).endpoint(address).region("cn-north-1").retry(quick())
}
