//! The runtime over real sockets.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod bodies;
mod credentials;
mod deadlines;
mod failures;
mod operations;
mod pages;
mod protocols;
mod retries;
mod secrets;
mod server;
mod success;
mod tls;
mod ucloud;
mod vendors;
