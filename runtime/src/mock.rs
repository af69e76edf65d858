//! A transport that answers from a script, for tests of code that uses a client.
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
//! [`Mock::client`] gives a client that has no vendor: each call is a request with all parameters in its body,
//! and each reply is the payload. To see the requests as a vendor gets them, signed and with credentials, give
//! the mock to a builder as its transport: `BlueKing::builder(…).transport(mock.clone())`.

use crate::builder::Builder;
use crate::client::Client;
use crate::endpoint::{Endpoint, Operation};
use crate::params::Params;
use crate::protocol::{Outgoing, Parts, Protocol, Refusal};
use crate::retry::RetryPolicy;
use crate::transport::{Reply, Request, Transport, TransportError, TransportErrorKind};
use crate::wire::{Map, Node, Value};
use futures_core::future::BoxFuture;
use http::{HeaderMap, StatusCode};
use secrecy::SecretString;
use serde::Serialize;
use serde_json::json;
use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Answers calls from a script and remembers them; clones share both.
#[derive(Clone, Default)]
pub struct Mock {
    state: Arc<Mutex<State>>,
}

type Name = (&'static str, &'static str);

/// An answer, or how the exchange fails.
type Outcome = Result<Reply, TransportErrorKind>;

#[derive(Default)]
struct State {
    replies: HashMap<Name, VecDeque<Outcome>>,
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
    /// When the payload cannot be written as JSON.
    #[must_use]
    pub fn reply<O: Operation>(self, payload: impl Serialize) -> Self {
        let payload =
            serde_json::to_value(payload).unwrap_or_else(|error| panic!("the payload is no JSON: {error}"));
        let body = match O::ENDPOINT.payload {
            "" => payload,
            member => Value::Object(Map::from_iter([(member.to_owned(), payload)])),
        };
        self.push::<O>(Ok(answer(StatusCode::OK, body.to_string())))
    }

    /// The next call of `O` is answered with this status and body.
    ///
    /// # Panics
    /// When the status is none.
    #[must_use]
    pub fn fail<O: Operation>(self, status: u16, body: impl Into<String>) -> Self {
        let status = StatusCode::from_u16(status).unwrap_or_else(|_| panic!("{status} is no HTTP status"));
        self.push::<O>(Ok(answer(status, body.into())))
    }

    /// The next call of `O` is refused by the vendor, in a form that all vendors have in common.
    #[must_use]
    pub fn refuse<O: Operation>(self, code: i64, message: &str) -> Self {
        let error = json!({"code": code, "message": message});
        let body = json!({"result": false, "code": code, "message": message, "error": error});
        self.push::<O>(Ok(answer(StatusCode::BAD_REQUEST, body.to_string())))
    }

    /// The next call of `O` finds no answer.
    #[must_use]
    pub fn disconnect<O: Operation>(self, kind: TransportErrorKind) -> Self {
        self.push::<O>(Err(kind))
    }

    fn push<O: Operation>(self, outcome: Outcome) -> Self {
        self.state().replies.entry(name(&O::ENDPOINT)).or_default().push_back(outcome);
        self
    }

    /// A client that talks to this mock, without retries.
    ///
    /// # Panics
    /// Never: its settings are right.
    pub fn client<C: From<Client>>(&self) -> C {
        let builder: Builder<C, ()> = Builder::new(());
        let builder = builder.transport(self.clone()).retry(RetryPolicy::never());
        builder.finish(|()| Box::new(Bare)).unwrap_or_else(|error| panic!("{error}"))
    }

    /// The bodies of all calls of `O` in order: all parameters where the client is [`Mock::client`]'s, `null`
    /// where a vendor's request has none.
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

    fn outcome(&self, request: Request) -> Result<Reply, TransportError> {
        let of = (request.service, request.operation);
        let mut state = self.state();
        state.calls.push((of, request));
        let replies = state.replies.get_mut(&of);
        let reply =
            replies.and_then(
                |replies| if replies.len() > 1 { replies.pop_front() } else { replies.front().cloned() },
            );
        match reply {
            Some(Ok(reply)) => Ok(reply),
            Some(Err(kind)) => Err(TransportError::new(kind, "the mock was told to fail")),
            None => {
                let message = format!("the mock has no reply for `{} {}`", of.0, of.1);
                Err(TransportError::new(TransportErrorKind::Broken, message))
            }
        }
    }
}

fn answer(status: StatusCode, body: String) -> Reply {
    Reply { status, headers: HeaderMap::new(), body: body.into() }
}

impl Transport for Mock {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Reply, TransportError>> {
        Box::pin(std::future::ready(self.outcome(request)))
    }
}

/// No vendor: every parameter travels in the body, whatever its place.
struct Bare;

impl Protocol for Bare {
    fn build(&self, call: Outgoing<'_>) -> Result<Parts, String> {
        let Params { path, query, headers, rest } = call.params.clone();
        let members: Map =
            [path, query, headers, rest.members()?.into_owned()].into_iter().flatten().collect();
        let url = crate::params::base("http://mock.invalid")?;
        let body = Value::Object(members).to_string().into();
        Ok(Parts { method: call.endpoint.method.into(), url, headers: call.headers, body })
    }

    fn check(&self, endpoint: &Endpoint, reply: &Reply, body: &Node<'_>) -> Result<(), Refusal> {
        crate::plain::check(endpoint, reply, body)
    }

    fn request_id<'r>(&self, _reply: &'r Reply, _body: &Node<'r>) -> &'r str {
        ""
    }

    fn secrets(&self) -> Vec<SecretString> {
        Vec::new()
    }
}

impl fmt::Debug for Mock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mock").field("calls", &self.state().calls.len()).finish_non_exhaustive()
    }
}
