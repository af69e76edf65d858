//! The hand-written half of the clients that docwright emits: transport, credentials, signing,
//! envelopes, errors, retries, paging.
//!
//! Emitted crates hold thin data: an [`Operation`] per endpoint and types that read and write themselves
//! through [`wire`]. Everything that happens on a call happens here; the guides in the repository,
//! `docs/guide-blueking.md` and `docs/guide-jdcloud.md`, show all of it in programs that run.
//!
//! # Dependencies
//!
//! | Crate | What for |
//! |---|---|
//! | `reqwest`, `rustls` | HTTP and TLS; pools, proxies and HTTP/2 are no work of ours |
//! | `http`, `bytes`, `url`, `percent-encoding` | the types of requests that reqwest speaks, and addresses encoded as signed |
//! | `serde`, `serde_json` | what emitted types are read from and written to |
//! | `tokio` | timeouts, waits between attempts, the runtime behind `wait` |
//! | `futures-core`, `futures-util` | pages as streams |
//! | `hmac`, `sha2`, `base64` | signatures and the headers that travel with them |
//! | `secrecy` | secrets that no debug output shows |
//! | `backon`, `fastrand` | growing waits, drawn at random; ids of calls |
//! | `httpdate`, `time` | `Retry-After`, dates of signatures and filters |
//! | `uuid` | ids of calls, nonces of signatures |
//! | `thiserror` | errors of filters |
//! | `tracing` | a span per call and attempt |

pub mod wire;
pub mod error;
mod endpoint;
mod response;
pub mod transport;
mod params;
mod redact;
mod protocol;
mod retry;
mod client;
mod exchange;
mod send;
mod call;
mod page;
mod builder;
pub mod blueking;
pub mod jdcloud;
pub mod plain;
pub mod filter;
#[cfg(feature = "blocking")]
mod blocking;
#[cfg(feature = "mock")]
pub mod mock;
pub mod testing;

pub use builder::Builder;
pub use call::Call;
pub use client::Client;
pub use endpoint::{Endpoint, Method, Operation, PageStyle, PagedOperation, Paging};
pub use error::Error;
pub use futures_core::Stream;
pub use page::{Items, Pages};
pub use response::{Meta, RateLimit, Response};
pub use retry::RetryPolicy;
pub use secrecy::SecretString;
pub use {http, reqwest, serde, serde_json};
