//! The client that every emitted client wraps.

use crate::call::Call;
use crate::context::Context;
use crate::dynamic::DynamicCall;
use crate::endpoint::{Endpoint, Operation};
use crate::wire::Map;
use std::fmt;
use std::sync::Arc;

/// Makes calls; cheap to clone. Built by [`blueking::builder`](crate::blueking::builder),
/// [`jdcloud::builder`](crate::jdcloud::builder) or [`plain::builder`](crate::plain::builder).
#[derive(Clone)]
pub struct Client {
    pub(crate) context: Arc<Context>,
}

impl Client {
    pub(crate) fn new(context: Arc<Context>) -> Self {
        Self { context }
    }

    /// Prepares a call; awaiting it sends it. The call owns all it needs and can be moved to another task.
    pub fn call<O: Operation>(&self, request: O) -> Call<O> {
        Call::new(Arc::clone(&self.context), request)
    }

    /// Prepares a call that no type stands for; `arguments` are by their names on the wire.
    pub fn call_dynamic(&self, endpoint: &'static Endpoint, arguments: Map) -> DynamicCall {
        DynamicCall::new(Arc::clone(&self.context), endpoint, arguments)
    }

    /// The text without the client's secrets, in whatever encoding they stand in it.
    pub fn redact(&self, text: &str) -> String {
        self.context.redactor.clean(text)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("timeout", &self.context.timeout)
            .field("retry", &self.context.retry)
            .finish_non_exhaustive()
    }
}
