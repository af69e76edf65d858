//! The hand-written half of the clients that docwright emits: transport, credentials, signing,
//! envelopes, errors, retries, paging.
//!
//! Emitted crates hold thin data: an [`Operation`] per endpoint and types that read and write themselves
//! through [`wire`]. Everything that happens on a call happens here; the guides in the repository,
//! `docs/guide-blueking.md` and `docs/guide-jdcloud.md`, show all of it in programs that run.

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
