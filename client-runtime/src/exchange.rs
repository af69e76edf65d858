//! One request and what became of it: an answer is read into a payload, or into an error that says everything.

use crate::client::Inner;
use crate::endpoint::Endpoint;
use crate::error::{CallInfo, Error, VendorError};
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

/// A request that went out; boxed as [`Sent`] is.
#[derive(Clone)]
pub(crate) struct Exchange {
    pub(crate) request: Request,
    pub(crate) request_id: String,
    pub(crate) attempt: u32,
}

/// An answer that went well, with what is needed to complain about its payload. It is boxed, because it would make
/// every future that holds an outcome large.
pub(crate) struct Sent {
    endpoint: &'static Endpoint,
    document: Document,
    pub(crate) meta: Meta,
    exchange: Box<Exchange>,
    body: Bytes,
}

impl Exchange {
    pub(crate) fn timed_out(&self, inner: &Inner, after: Duration) -> Error {
        Error::Timeout { after, call: self.info(&inner.redactor.of(&self.request), None) }
    }

    pub(crate) fn failed(&self, inner: &Inner, source: TransportError) -> Error {
        let redactor = inner.redactor.of(&self.request);
        Error::Transport { source: source.cleaned(&redactor), call: self.info(&redactor, None) }
    }

    /// An answer becomes a payload or an error.
    pub(crate) fn read(
        self: Box<Self>,
        inner: &Inner,
        endpoint: &'static Endpoint,
        reply: Reply,
    ) -> Result<Box<Sent>, Error> {
        let (document, fault) = match Document::parse(&reply.body) {
            Ok(document) => (document, None),
            Err(_) if reply.body.iter().all(u8::is_ascii_whitespace) => (Document::default(), None),
            Err(error) => (Document::default(), Some(error)),
        };
        let request_id = inner.protocol.request_id(&reply, &document.root());
        let request_id = if is_id(&request_id) { inner.redactor.clean(&request_id) } else { String::new() };
        // What is no success need not be JSON; headers may still say why.
        let outcome = match fault.filter(|_| reply.status.is_success()) {
            Some(error) => Err(Refusal::Form(format!("the body is no JSON: {error}"))),
            None => inner.protocol.check(endpoint, &reply, &document.root()),
        };
        let Reply { status, headers, body } = reply;
        let meta = Meta { status, headers, request_id, attempts: self.attempt };
        match outcome {
            Ok(()) => Ok(Box::new(Sent { endpoint, document, meta, exchange: self, body })),
            Err(refusal) => Err(self.refused(inner, refusal, meta, &body)),
        }
    }

    fn refused(&self, inner: &Inner, refusal: Refusal, meta: Meta, body: &[u8]) -> Error {
        let redactor = inner.redactor.of(&self.request);
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
        match Url::options().base_url(Some(&self.request.url)).parse(location) {
            Ok(url) => format!("redirected to {}", redactor.address(&url)),
            Err(_) => "redirected to no address".to_owned(),
        }
    }

    fn info(&self, redactor: &Redactor, meta: Option<Meta>) -> Box<CallInfo> {
        Box::new(CallInfo {
            service: self.request.service,
            operation: self.request.operation,
            attempts: self.attempt,
            sent_request_id: self.request_id.clone(),
            meta,
            curl: Some(redactor.curl(&self.request)),
        })
    }
}

impl Sent {
    pub(crate) fn payload(&self) -> Node<'_> {
        self.endpoint.payload_of(self.document.root())
    }

    /// The payload in the operation's type.
    pub(crate) fn typed<T: DeserializeOwned>(self, inner: &Inner) -> Result<Response<T>, Error> {
        match wire::decode(self.payload()) {
            Ok(value) => Ok(Response::new(value, self.meta)),
            Err(error) => Err(self.unreadable(inner, &error)),
        }
    }

    pub(crate) fn unreadable(self, inner: &Inner, error: &wire::Error) -> Error {
        let redactor = inner.redactor.of(&self.exchange.request);
        Error::Decode {
            path: redactor.line(error.path()),
            message: redactor.line(error.message()),
            excerpt: redactor.excerpt(&self.body),
            call: self.exchange.info(&redactor, Some(self.meta)),
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
