//! Middleware: code around every attempt.

use super::{Reply, Request, Transport, TransportError};
use futures_core::future::BoxFuture;
use std::sync::Arc;

/// Wraps the transport: it receives every request and returns every reply, once per attempt. The request is already
/// signed, so a middleware must not change signed parts.
pub trait Middleware: Send + Sync + 'static {
    /// Passes `request` on with `next`, or replies itself.
    fn handle<'a>(&'a self, request: Request, next: Next<'a>)
    -> BoxFuture<'a, Result<Reply, TransportError>>;
}

/// The rest of the chain: inner middleware, then the transport.
pub struct Next<'a>(&'a dyn Transport);

impl<'a> Next<'a> {
    /// Passes the request on.
    pub fn run(self, request: Request) -> BoxFuture<'a, Result<Reply, TransportError>> {
        self.0.send(request)
    }
}

/// A transport with a middleware around it.
pub(crate) struct Wrapped {
    pub(crate) middleware: Box<dyn Middleware>,
    pub(crate) inner: Arc<dyn Transport>,
}

impl Transport for Wrapped {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Reply, TransportError>> {
        self.middleware.handle(request, Next(self.inner.as_ref()))
    }
}
