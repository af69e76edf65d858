//! A transport with scripted replies, for tests of code that uses a client.
//!
//! ```
//! # use docwright_runtime::{Client, Endpoint, Method, Operation, mock::Mock, wire};
//! # #[derive(Debug)] struct Ping; // stands for an emitted operation
//! # impl wire::serde::Serialize for Ping {
//! #     fn serialize<S: wire::serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> { wire::write(s, |_| {}) }
//! # }
//! # impl Operation for Ping {
//! #     type Output = i64;
//! #     const ENDPOINT: Endpoint = Endpoint::new("x.y", "ping", Method::Post, "/ping").payload("data");
//! # }
//! # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
//! let mock = Mock::new().reply::<Ping>(42).fail::<Ping>(503, "down").refuse::<Ping>(1199014, "no");
//! let client: Client = mock.client();
//! assert_eq!(client.call(Ping).await.unwrap().into_inner(), 42);
//! assert_eq!(client.call(Ping).await.unwrap_err().status().unwrap(), 503);
//! assert_eq!(*client.call(Ping).await.unwrap_err().code().unwrap(), 1199014);
//! assert_eq!(mock.calls::<Ping>().len(), 3);
//! # });
//! ```
//!
//! [`Mock::client`] creates a client without a vendor: each request has all parameters in its body, and each reply is
//! the payload. To see requests as a vendor receives them, signed and with credentials, use the mock as the transport
//! of a builder: `BlueKing::builder(…).transport(mock.clone())`.

use crate::builder::Builder;
use crate::client::Client;
use crate::endpoint::{Endpoint, Operation};
use crate::params::Params;
use crate::protocol::{Outgoing, Parts, Protocol};
use crate::retry::RetryPolicy;
use crate::transport::{Reply, Request, Transport, TransportError, TransportErrorKind};
use crate::wire::{Map, Value};
use futures_core::future::BoxFuture;
use http::{HeaderMap, StatusCode};
use serde::Serialize;
use serde_json::json;
use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Scripted replies and a record of the calls; clones share both.
#[derive(Clone, Default)]
pub struct Mock {
    state: Arc<Mutex<State>>,
}

type Name = (&'static str, &'static str);

/// A reply, or how the request fails.
type ScriptedReply = Result<(StatusCode, String), TransportErrorKind>;

#[derive(Default)]
struct State {
    replies: HashMap<Name, VecDeque<ScriptedReply>>,
    calls: Vec<(Name, Request)>,
}

fn name(endpoint: &Endpoint) -> Name {
    (endpoint.service, endpoint.name)
}

impl Mock {
    /// A mock without replies.
    pub fn new() -> Self {
        Self::default()
    }

    /// The next call of `O` succeeds with this payload. The last reply of an operation is repeated.
    ///
    /// # Panics
    /// When the payload cannot be serialized as JSON.
    #[must_use]
    pub fn reply<O: Operation>(self, payload: impl Serialize) -> Self {
        let payload = serde_json::to_value(payload)
            .unwrap_or_else(|error| panic!("cannot serialize the payload: {error}"));
        let body = match O::ENDPOINT.payload {
            "" => payload,
            member => Value::Object(Map::from_iter([(member.to_owned(), payload)])),
        };
        self.push::<O>(Ok((StatusCode::OK, body.to_string())))
    }

    /// The next call of `O` gets a reply with this status and body.
    ///
    /// # Panics
    /// When the status is not an HTTP status.
    #[must_use]
    pub fn fail<O: Operation>(self, status: u16, body: impl Into<String>) -> Self {
        let status = StatusCode::from_u16(status).unwrap_or_else(|_| panic!("invalid HTTP status {status}"));
        self.push::<O>(Ok((status, body.into())))
    }

    /// The next call of `O` gets a vendor error, in a form that all vendors accept.
    #[must_use]
    pub fn refuse<O: Operation>(self, code: i64, message: &str) -> Self {
        let error = json!({"code": code, "message": message});
        let body = json!({"result": false, "code": code, "message": message, "error": error});
        self.push::<O>(Ok((StatusCode::BAD_REQUEST, body.to_string())))
    }

    /// The next call of `O` gets no reply.
    #[must_use]
    pub fn disconnect<O: Operation>(self, kind: TransportErrorKind) -> Self {
        self.push::<O>(Err(kind))
    }

    fn push<O: Operation>(self, reply: ScriptedReply) -> Self {
        self.state().replies.entry(name(&O::ENDPOINT)).or_default().push_back(reply);
        self
    }

    /// A client over this mock, without retries.
    ///
    /// # Panics
    /// Never: its settings are valid.
    pub fn client<C: From<Client>>(&self) -> C {
        let builder: Builder<C, ()> = Builder::new(());
        let builder = builder.transport(self.clone()).retry(RetryPolicy::never());
        builder.finish(|()| Box::new(Bare)).unwrap_or_else(|error| panic!("{error}"))
    }

    /// The bodies of all calls of `O` in order: with the client of [`Mock::client`] all parameters, with a vendor's
    /// client `null` for a request without a body.
    pub fn calls<O: Operation>(&self) -> Vec<Value> {
        let body = |request: &Request| serde_json::from_slice(&request.body).unwrap_or_default();
        self.requests::<O>().iter().map(body).collect()
    }

    /// The requests of all calls of `O`.
    pub fn requests<O: Operation>(&self) -> Vec<Request> {
        let of = name(&O::ENDPOINT);
        self.state()
            .calls
            .iter()
            .filter(|(name, _)| *name == of)
            .map(|(_, request)| request.clone())
            .collect()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn reply_to(&self, request: Request) -> Result<Reply, TransportError> {
        let of = (request.service, request.operation);
        let mut state = self.state();
        state.calls.push((of, request));
        let replies = state.replies.get_mut(&of);
        let reply =
            replies.and_then(
                |replies| if replies.len() > 1 { replies.pop_front() } else { replies.front().cloned() },
            );
        match reply {
            Some(Ok((status, body))) => Ok(Reply::new(status, HeaderMap::new(), body)),
            Some(Err(kind)) => Err(TransportError::new(kind, "scripted failure")),
            None => {
                let message = format!("no scripted reply for `{} {}`", of.0, of.1);
                Err(TransportError::new(TransportErrorKind::Broken, message))
            }
        }
    }
}

impl Transport for Mock {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Reply, TransportError>> {
        Box::pin(std::future::ready(self.reply_to(request)))
    }
}

/// No vendor: all parameters are sent in the body.
struct Bare;

impl Protocol for Bare {
    fn build(&self, call: Outgoing<'_>) -> Result<Parts, String> {
        let Params { path, query, headers, rest, .. } = call.params.clone();
        let members: Map =
            [path, query, headers, rest.members()?.into_owned()].into_iter().flatten().collect();
        let url = crate::params::base("http://mock.invalid")?;
        let body = Value::Object(members).to_string().into();
        Ok(Parts { method: call.endpoint.method.into(), url, headers: call.headers, body })
    }
}

impl fmt::Debug for Mock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mock").field("calls", &self.state().calls.len()).finish_non_exhaustive()
    }
}
