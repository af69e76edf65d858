//! A call and what becomes of it: an answer is read into a payload, or into an error that says everything.

use crate::call::Options;
use crate::client::Inner;
use crate::endpoint::Endpoint;
use crate::error::{CallInfo, Error, VendorError};
use crate::params::Params;
use crate::protocol::Refusal;
use crate::redact::Redactor;
use crate::response::{Meta, Response};
use crate::transport::{Reply, Request, TransportError};
use crate::wire::{self, Document, Node};
use bytes::Bytes;
use http::header::LOCATION;
use serde::de::DeserializeOwned;
use std::time::Duration;
use url::Url;
use uuid::Uuid;

/// A call: what is the same on every attempt, and how far it is. It is boxed, as [`Answer`] is, because it would make
/// every future that holds it large.
pub(crate) struct Job {
    pub(crate) endpoint: &'static Endpoint,
    pub(crate) params: Params,
    pub(crate) options: Options,
    /// Goes with every attempt.
    pub(crate) id: Uuid,
    /// Attempts so far, the one under way included.
    pub(crate) attempt: u32,
    /// The request of the latest attempt, kept for errors.
    pub(crate) sent: Option<Request>,
}

/// An answer that went well.
pub(crate) struct Answer {
    document: Document,
    pub(crate) meta: Meta,
    body: Bytes,
}

/// A call that went well, with what is needed to complain about the payload of its answer.
pub(crate) struct Sent {
    pub(crate) job: Box<Job>,
    pub(crate) answer: Box<Answer>,
}

impl Job {
    /// Of a request, which is a JSON object.
    pub(crate) fn new(
        endpoint: &'static Endpoint,
        request: Bytes,
        options: Options,
    ) -> Result<Box<Self>, Error> {
        let params = Params::new(endpoint, request).map_err(|message| Error::unbuilt(endpoint, message))?;
        // An id need not be hard to guess, so it costs no call of the system.
        let id = uuid::Builder::from_random_bytes(fastrand::u128(..).to_le_bytes()).into_uuid();
        Ok(Box::new(Self { endpoint, params, options, id, attempt: 0, sent: None }))
    }

    pub(crate) fn unbuilt(&self, inner: &Inner, message: &str) -> Error {
        Error::Build { message: inner.redactor.line(message), call: self.info(&inner.redactor, None) }
    }

    pub(crate) fn timed_out(&self, inner: &Inner, after: Duration) -> Error {
        Error::Timeout { after, call: self.info(&self.redactor(inner), None) }
    }

    pub(crate) fn failed(&self, inner: &Inner, source: TransportError) -> Error {
        let redactor = self.redactor(inner);
        Error::Transport { source: source.cleaned(&redactor), call: self.info(&redactor, None) }
    }

    /// An answer as it came in becomes one that went well, or an error.
    pub(crate) fn read(&self, inner: &Inner, reply: Reply) -> Result<Box<Answer>, Error> {
        let (document, fault) = match Document::parse(&reply.body) {
            Ok(document) => (document, None),
            Err(_) if reply.body.iter().all(u8::is_ascii_whitespace) => (Document::default(), None),
            Err(error) => (Document::default(), Some(error)),
        };
        let root = document.root();
        let request_id = inner.protocol.request_id(&reply, &root);
        let request_id = if is_id(request_id) { inner.redactor.clean(request_id) } else { String::new() };
        // What is no success need not be JSON; headers may still say why.
        let outcome = match fault.filter(|_| reply.status.is_success()) {
            Some(error) => Err(Refusal::Form(format!("the body is no JSON: {error}"))),
            None => inner.protocol.check(self.endpoint, &reply, &root),
        };
        let Reply { status, headers, body } = reply;
        let meta = Meta { status, headers, request_id, attempts: self.attempt };
        match outcome {
            Ok(()) => Ok(Box::new(Answer { document, meta, body })),
            Err(refusal) => Err(self.refused(inner, refusal, meta, &body)),
        }
    }

    /// Knows the secrets of the request as well.
    fn redactor(&self, inner: &Inner) -> Redactor {
        self.sent.as_ref().map_or_else(|| inner.redactor.clone(), |sent| inner.redactor.of(sent))
    }

    fn refused(&self, inner: &Inner, refusal: Refusal, meta: Meta, body: &[u8]) -> Error {
        let redactor = self.redactor(inner);
        let status = meta.status();
        let location = meta.headers().get(LOCATION).and_then(|value| value.to_str().ok());
        let excerpt = match location.filter(|_| status.is_redirection()) {
            Some(location) => self.redirect(&redactor, location),
            None => redactor.excerpt(body),
        };
        let call = self.info(&redactor, Some(meta));
        match refusal {
            Refusal::Vendor(vendor) => Error::Vendor { vendor: Box::new(cleaned(*vendor, &redactor)), call },
            Refusal::Status => Error::Status { status, excerpt, call },
            Refusal::Form(message) => Error::Decode { path: String::new(), message, excerpt, call },
        }
    }

    /// Redirects are not followed, so the error says where to.
    fn redirect(&self, redactor: &Redactor, location: &str) -> String {
        let base = self.sent.as_ref().map(|sent| &sent.url);
        match Url::options().base_url(base).parse(location) {
            Ok(url) => format!("redirected to {}", redactor.address(&url)),
            Err(_) => "redirected to no address".to_owned(),
        }
    }

    fn info(&self, redactor: &Redactor, meta: Option<Meta>) -> Box<CallInfo> {
        Box::new(CallInfo {
            attempts: self.attempt,
            sent_request_id: self.id.simple().to_string(),
            meta,
            curl: self.sent.as_ref().map(|sent| redactor.curl(sent)),
            ..CallInfo::of(self.endpoint)
        })
    }
}

impl Sent {
    pub(crate) fn payload(&self) -> Node<'_> {
        self.job.endpoint.payload_of(self.answer.document.root())
    }

    /// The payload in the operation's type.
    pub(crate) fn typed<T: DeserializeOwned>(self, inner: &Inner) -> Result<Response<T>, Error> {
        match wire::decode(self.payload()) {
            Ok(value) => Ok(Response::new(value, self.answer.meta)),
            Err(error) => Err(self.unreadable(inner, &error)),
        }
    }

    pub(crate) fn unreadable(self, inner: &Inner, error: &wire::Error) -> Error {
        let Self { job, answer } = self;
        let redactor = job.redactor(inner);
        Error::Decode {
            path: redactor.line(error.path()),
            message: redactor.line(error.message()),
            excerpt: redactor.excerpt(&answer.body),
            call: job.info(&redactor, Some(answer.meta)),
        }
    }
}

/// Whether a text is an id and not something that a server put in its place.
fn is_id(text: &str) -> bool {
    text.len() <= 128 && text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// The vendor's words without secrets.
fn cleaned(vendor: VendorError, redactor: &Redactor) -> VendorError {
    let [name, message, apply_url] =
        [&vendor.name, &vendor.message, &vendor.apply_url].map(|text| redactor.line(text));
    let code = match vendor.code {
        crate::error::Code::Text(text) => crate::error::Code::Text(redactor.line(&text)),
        number => number,
    };
    VendorError { code, name, message, apply_url, ..vendor }
}
