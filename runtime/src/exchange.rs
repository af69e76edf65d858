//! A call and what becomes of it: an answer is read into a payload, or into an error that says everything.

use crate::builder;
use crate::call::Options;
use crate::client::Inner;
use crate::endpoint::Endpoint;
use crate::error::{CallInfo, Error, VendorError};
use crate::params::{self, Params};
use crate::protocol::{Outgoing, Parts, Refusal};
use crate::redact::Redactor;
use crate::response::{Meta, Response};
use crate::transport::{Reply, Request, TransportError};
use crate::wire::{self, Document, Node};
use bytes::Bytes;
use http::HeaderMap;
use http::header::LOCATION;
use serde::de::DeserializeOwned;
use std::time::{Duration, SystemTime};
use url::Url;
use uuid::Uuid;

/// A call: what is the same on every attempt, and how far it is. It is boxed, as [`Answer`] is, because it would make
/// every future that holds it large.
pub(crate) struct Job {
    pub(crate) endpoint: &'static Endpoint,
    params: Params,
    pub(crate) options: Options,
    /// Goes with every attempt.
    id: Uuid,
    /// Attempts so far, the one under way included.
    pub(crate) attempt: u32,
    /// When that one began.
    at: SystemTime,
}

/// What an error tells of a call.
struct Account<'j> {
    job: &'j Job,
    /// `None` when there could be none.
    request: Option<Request>,
    /// Knows the secrets of the request as well.
    redactor: Redactor,
}

/// More headers than a request commonly has, those that reqwest adds included.
const HEADERS: usize = 12;

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
        Ok(Box::new(Self { endpoint, params, options, id, attempt: 0, at: SystemTime::UNIX_EPOCH }))
    }

    pub(crate) fn next_attempt(&mut self) {
        self.attempt += 1;
        self.at = SystemTime::now();
    }

    /// The request of the attempt, the same one as often as it is asked for: errors tell of what was sent.
    pub(crate) fn request(&self, inner: &Inner) -> Result<Request, String> {
        let Self { endpoint, params, options, id, attempt, at } = self;
        if let Some(complaint) = &options.complaint {
            return Err(complaint.clone());
        }
        let mut headers = HeaderMap::with_capacity(HEADERS);
        for (name, value) in inner.headers.iter().chain(&options.headers) {
            headers.insert(name.clone(), value.clone());
        }
        for (name, value) in &params.headers {
            if let Some(text) = params::plain(value) {
                let (name, value) = builder::header(name, &text)?;
                headers.insert(name, value);
            }
        }
        let call = Outgoing { endpoint, params, headers, id: *id, attempt: *attempt, at: *at };
        let Parts { method, url, headers, body } = inner.protocol.build(call)?;
        let Endpoint { service, name: operation, .. } = **endpoint;
        Ok(Request { service, operation, method, url, headers, body, max_reply: inner.max_reply })
    }

    fn account(&self, inner: &Inner) -> Account<'_> {
        let request = self.request(inner).ok();
        let redactor = match &request {
            Some(request) => inner.redactor.of(request),
            None => inner.redactor.clone(),
        };
        Account { job: self, request, redactor }
    }

    pub(crate) fn unbuilt(&self, inner: &Inner, message: &str) -> Error {
        let account = self.account(inner);
        Error::Build { message: account.redactor.line(message), call: account.info(None) }
    }

    pub(crate) fn timed_out(&self, inner: &Inner, after: Duration) -> Error {
        Error::Timeout { after, call: self.account(inner).info(None) }
    }

    pub(crate) fn failed(&self, inner: &Inner, source: TransportError) -> Error {
        let account = self.account(inner);
        Error::Transport { source: source.cleaned(&account.redactor), call: account.info(None) }
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
            Err(refusal) => Err(self.account(inner).refused(refusal, meta, &body)),
        }
    }
}

impl Account<'_> {
    fn refused(&self, refusal: Refusal, meta: Meta, body: &[u8]) -> Error {
        let redactor = &self.redactor;
        let status = meta.status();
        let location = meta.headers().get(LOCATION).and_then(|value| value.to_str().ok());
        let excerpt = match location.filter(|_| status.is_redirection()) {
            Some(location) => self.redirect(location),
            None => redactor.excerpt(body),
        };
        let call = self.info(Some(meta));
        match refusal {
            Refusal::Vendor(vendor) => Error::Vendor { vendor: Box::new(cleaned(*vendor, redactor)), call },
            Refusal::Status => Error::Status { status, excerpt, call },
            Refusal::Form(message) => Error::Decode { path: String::new(), message, excerpt, call },
        }
    }

    /// Redirects are not followed, so the error says where to.
    fn redirect(&self, location: &str) -> String {
        let base = self.request.as_ref().map(|request| &request.url);
        match Url::options().base_url(base).parse(location) {
            Ok(url) => format!("redirected to {}", self.redactor.address(&url)),
            Err(_) => "redirected to no address".to_owned(),
        }
    }

    fn info(&self, meta: Option<Meta>) -> Box<CallInfo> {
        Box::new(CallInfo {
            attempts: self.job.attempt,
            sent_request_id: self.job.id.simple().to_string(),
            meta,
            curl: self.request.as_ref().map(|request| self.redactor.curl(request)),
            ..CallInfo::of(self.job.endpoint)
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
        let account = job.account(inner);
        let redactor = &account.redactor;
        Error::Decode {
            path: redactor.line(error.path()),
            message: redactor.line(error.message()),
            excerpt: redactor.excerpt(&answer.body),
            call: account.info(Some(answer.meta)),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::Client;
    use crate::endpoint::Method;
    use crate::{blueking, jdcloud, plain};

    const ENDPOINT: Endpoint = Endpoint::new("test.vm", "create", Method::Post, "/v1").signing_name("vm");

    /// Everything of the request of an attempt.
    fn request(client: &Client, job: &Job) -> String {
        let Request { method, url, headers, body, .. } = job.request(&client.inner).unwrap();
        let headers: Vec<_> = headers.iter().map(|(name, value)| (name, value.as_bytes())).collect();
        format!("{method} {url} {headers:?} {body:?}")
    }

    #[track_caller]
    fn check(client: &Client, attempts_differ: bool) {
        let mut job = Job::new(&ENDPOINT, "{\"a\":1}".into(), Options::default()).unwrap();
        job.next_attempt();
        let first = request(client, &job);
        assert_eq!(first, request(client, &job));
        job.next_attempt();
        assert_eq!(first != request(client, &job), attempts_differ);
    }

    #[test]
    fn an_attempt_has_one_request() {
        let address = "https://example.com";
        check(&blueking::builder(address).app("demo", "secret").build().unwrap(), false);
        check(&plain::builder(address).bearer("token").build().unwrap(), false);
        let credentials = jdcloud::Credentials::new("key", "secret").security_token("token");
        check(&jdcloud::builder(credentials).endpoint(address).build().unwrap(), true);
    }
}
