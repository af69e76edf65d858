//! The runtime of the clients that docwright emits: transport, credentials, signing, envelopes, errors, retries, paging.
//!
//! Emitted crates consist of data: an [`Operation`] per endpoint, and types that are read and written through [`wire`].
//! Everything that happens during a call is in this crate.
//!
//! # Example
//!
//! An operation as docwright emits it, and a call:
//!
//! ```
//! use docwright_runtime::wire::{self, serde};
//! use docwright_runtime::{Client, Endpoint, Error, Method, Operation, plain};
//! # use docwright_runtime::http::{HeaderMap, StatusCode};
//! # use docwright_runtime::transport::{Reply, Request, Transport, TransportError};
//! # use std::pin::Pin;
//!
//! struct GetUser {
//!     id: i64,
//! }
//!
//! struct User {
//!     name: String,
//! }
//!
//! impl Operation for GetUser {
//!     type Output = User;
//!     const ENDPOINT: Endpoint =
//!         Endpoint::new("example.users", "get_user", Method::Get, "/users/{id}").path_params(&["id"]).payload("data");
//! }
//!
//! impl serde::Serialize for GetUser {
//!     fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
//!         wire::write(serializer, |writer| writer.put("id", &self.id))
//!     }
//! }
//!
//! impl<'de> serde::Deserialize<'de> for User {
//!     fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
//!         wire::read(deserializer, |object| Ok(Self { name: object.required("name")? }))
//!     }
//! }
//!
//! # struct Fixed;
//! # impl Transport for Fixed {
//! #     fn send(&self, request: Request) -> Pin<Box<dyn Future<Output = Result<Reply, TransportError>> + Send + '_>> {
//! #         assert_eq!(request.url.as_str(), "https://api.example.com/users/7");
//! #         let body = r#"{"data": {"name": "Ada"}}"#;
//! #         Box::pin(async move { Ok(Reply::new(StatusCode::OK, HeaderMap::new(), body)) })
//! #     }
//! # }
//! # fn main() -> Result<(), Error> {
//! # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
//! let client: Client = plain::builder("https://api.example.com")
//!     .bearer("the-token")
//! #   .transport(Fixed)
//!     .build()?;
//! match client.call(GetUser { id: 7 }).await {
//!     Ok(user) => assert_eq!((user.name.as_str(), user.meta().attempts()), ("Ada", 1)),
//!     Err(Error::Vendor { vendor, .. }) => println!("the service reports {vendor}"),
//!     Err(error) => return Err(error),
//! }
//! # Ok(())
//! # })
//! # }
//! ```
//!
//! # Dependencies
//!
//! | Crate | Purpose |
//! |---|---|
//! | `reqwest`, `rustls` | HTTP and TLS, connection pools, proxies, HTTP/2 |
//! | `http`, `bytes`, `url`, `percent-encoding` | the request types of reqwest, and URLs encoded as they are signed |
//! | `serde`, `serde_json` | emitted types are read and written through them |
//! | `memchr` | the ends of strings in JSON |
//! | `tokio` | timeouts, waits between attempts, the runtime behind `wait` |
//! | `futures-core`, `futures-util` | paged results as streams |
//! | `hmac`, `sha2`, `base64` | signatures and their headers |
//! | `secrecy` | secrets without debug output |
//! | `backon`, `fastrand` | exponential backoff with jitter; ids of calls |
//! | `httpdate`, `time` | `Retry-After`, dates of signatures and filters |
//! | `jiff` | times of fields for callers who ask for them (feature `jiff`); its 1.x line is made to stand in public interfaces, and offset, clock time and day are types of their own |
//! | `uuid` | ids of calls, nonces of signatures |
//! | `thiserror` | errors of filters |
//! | `tracing` | a span per call and attempt |
//! | `gloo-timers`, `js-sys`, `send_wrapper` | timers, clock and `fetch` on `wasm32-unknown-unknown` |

pub mod wire;
mod clock;
mod upload;
mod endpoint;
mod response;
pub mod transport;
pub mod error;
mod params;
mod redact;
mod headers;
mod body;
mod form;
pub mod credentials;
pub mod protocol;
mod success;
mod retry;
mod settings;
mod context;
mod attempt;
mod send;
mod download;
mod page;
mod call;
pub mod dynamic;
mod client;
mod builder;
pub mod custom;
pub mod blueking;
pub mod jdcloud;
pub mod plain;
pub mod environment;
pub mod filter;
#[cfg(feature = "jiff")]
pub mod dates;
pub mod server;
#[cfg(feature = "blocking")]
mod blocking;
#[cfg(feature = "mock")]
pub mod mock;
pub mod testing;
#[cfg(test)]
mod tests;

pub use builder::Builder;
pub use call::Call;
pub use client::Client;
pub use download::Download;
pub use endpoint::{
    BodyFormat, Endpoint, Method, Operation, PageStyle, PagedOperation, Paging, ResponseFormat,
};
pub use error::{Error, ErrorCode};
pub use futures_core::Stream;
#[cfg(feature = "jiff")]
pub use jiff;
pub use page::{Items, Pages};
pub use response::{Meta, RateLimit, Response};
pub use retry::RetryPolicy;
pub use secrecy::{ExposeSecret, SecretString};
pub use upload::Upload;
pub use url::Url;
pub use {bytes, http, reqwest, serde, serde_json};
