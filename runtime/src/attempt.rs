//! One attempt of a call: its request, and its reply as an answer or as an error.

use crate::clock;
use crate::context::Context;
use crate::endpoint::{BodyFormat, Endpoint, ResponseFormat};
use crate::error::{CallInfo, Code, Error, VendorError};
use crate::form::Form;
use crate::headers::header;
use crate::params::{self, Params};
use crate::protocol::{Outgoing, Parts, Refusal};
use crate::redact::Redactor;
use crate::response::{Meta, Response};
use crate::settings::CallOptions;
use crate::transport::{BodyStream, Reply, Request, TransportError};
use crate::upload::Upload;
use crate::wire::{self, Document, Node};
use bytes::Bytes;
use futures_util::stream;
use http::HeaderMap;
use http::header::LOCATION;
use serde::de::DeserializeOwned;
use std::time::{Duration, SystemTime};
use url::Url;
use uuid::Uuid;

/// The current attempt of a call. It is boxed, as [`Answer`] is, to keep the futures that hold it small.
pub(crate) struct Attempt {
    pub(crate) endpoint: &'static Endpoint,
    params: Params,
    pub(crate) options: CallOptions,
    /// Id of the call, sent with every attempt.
    id: Uuid,
    /// Number of the attempt, from 1; 0 before the first one.
    pub(crate) number: u32,
    /// When the attempt began.
    pub(crate) at: SystemTime,
    /// The body is read as a stream.
    pub(crate) streaming: bool,
}

/// What an error reports about an attempt.
struct FailureReport<'a> {
    attempt: &'a Attempt,
    /// `None` when it could not be built.
    request: Option<Request>,
    /// Knows the secrets of the request as well.
    redactor: Redactor,
}

/// Initial capacity for the headers of a request, including those that reqwest adds.
const HEADERS: usize = 12;

/// A successful reply.
pub(crate) struct Answer {
    /// The JSON of the payload, a slice of the body.
    payload: Bytes,
    pub(crate) meta: Meta,
    body: Bytes,
    /// The body of a download.
    pub(crate) stream: Option<BodyStream>,
}

/// A successful call, with what is needed to report a payload that cannot be decoded.
pub(crate) struct Completed {
    pub(crate) attempt: Box<Attempt>,
    pub(crate) answer: Box<Answer>,
}

impl Attempt {
    /// Prepares the attempts of a request, which is JSON.
    pub(crate) fn new(
        endpoint: &'static Endpoint,
        request: Bytes,
        files: Vec<(&'static str, Upload)>,
        options: CallOptions,
    ) -> Result<Box<Self>, Error> {
        // An id need not be unpredictable, so it takes no system call.
        let id = uuid::Builder::from_random_bytes(fastrand::u128(..).to_le_bytes()).into_uuid();
        let request = params::with_token(endpoint, request, id);
        let params = request.and_then(|request| Params::new(endpoint, request));
        let params = params.map_err(|message| Error::unbuilt(endpoint, message))?;
        let params = Params { files, ..params };
        Ok(Box::new(Self {
            endpoint,
            params,
            options,
            id,
            number: 0,
            at: SystemTime::UNIX_EPOCH,
            streaming: false,
        }))
    }

    pub(crate) fn begin_next(&mut self) {
        self.number += 1;
        self.at = clock::now();
    }

    /// The request of the attempt. It is deterministic, because errors build it again to show what was sent.
    pub(crate) fn request(&self, context: &Context) -> Result<Request, String> {
        let Self { endpoint, params, options, id, number, at, streaming } = self;
        if let Some(message) = &options.invalid {
            return Err(message.clone());
        }
        let mut headers = HeaderMap::with_capacity(HEADERS);
        for (name, value) in context.headers.iter().chain(&options.headers) {
            headers.insert(name.clone(), value.clone());
        }
        for (name, value) in &params.headers {
            if let Some(text) = params::plain(value) {
                let (name, value) = header(name, &text)?;
                headers.insert(name, value);
            }
        }
        let call = Outgoing { endpoint, params, headers, id: *id, attempt: *number, at: *at };
        let Parts { method, url, headers, body } = context.protocol.build(call)?;
        let Endpoint { service, name: operation, .. } = **endpoint;
        let (max_reply, streaming) = (options.max_reply.unwrap_or(context.max_reply), *streaming);
        Ok(Request { service, operation, method, url, headers, body, max_reply, streaming })
    }

    /// The form that the request is sent as, where it is a multipart one.
    pub(crate) fn form(&self) -> Option<Form> {
        let is_form = self.endpoint.body_format == BodyFormat::Multipart;
        is_form.then(|| Form::new(&self.params).ok()).flatten()
    }

    /// The request of a first attempt, and what takes the secrets out of it; nothing is sent.
    pub(crate) fn preview(&mut self, context: &Context) -> Result<(Request, Redactor), Error> {
        self.begin_next();
        let request = self.request(context).map_err(|message| self.unbuilt(context, &message))?;
        let redactor = context.redactor.with_call(Some(&request), &self.params, &context.protocol.secrets());
        Ok((request, redactor))
    }

    fn report(&self, context: &Context) -> FailureReport<'_> {
        let request = self.request(context).ok();
        let credentials = context.protocol.secrets();
        let redactor = context.redactor.with_call(request.as_ref(), &self.params, &credentials);
        FailureReport { attempt: self, request, redactor }
    }

    pub(crate) fn unbuilt(&self, context: &Context, message: &str) -> Error {
        let report = self.report(context);
        Error::Build { message: report.redactor.line(message), call: report.info(None) }
    }

    pub(crate) fn timed_out(&self, context: &Context, after: Duration) -> Error {
        Error::Timeout { after, call: self.report(context).info(None) }
    }

    pub(crate) fn failed(&self, context: &Context, source: TransportError) -> Error {
        let report = self.report(context);
        Error::Transport { source: report.redactor.transport_error(source), call: report.info(None) }
    }

    /// Reads a reply as an answer or as an error.
    pub(crate) fn read(&self, context: &Context, reply: Reply) -> Result<Box<Answer>, Error> {
        let other_format = self.streaming || self.endpoint.response_format != ResponseFormat::Json;
        if other_format && reply.status.is_success() && !reply.is_json() {
            return Ok(self.read_content(context, reply));
        }
        let parsed = match reply.body.trim_ascii() {
            [] => Ok(Document::default()),
            json => Document::parse(json),
        };
        let (document, invalid) = match parsed {
            Ok(document) => (document, None),
            Err(error) => (Document::default(), Some(error)),
        };
        let request_id = self.request_id(context, &reply, &document);
        // The body of a failure need not be JSON; headers may still give the reason.
        let checked = match invalid.filter(|_| reply.status.is_success()) {
            Some(error) => Err(Refusal::Form(format!("the body is not valid JSON: {error}"))),
            None => context.protocol.check(self.endpoint, &reply, &document),
        };
        let payload = match other_format {
            true => reply.body.clone(),
            false => slice(&reply.body, self.endpoint.payload_of(&document)),
        };
        let Reply { status, headers, body, .. } = reply;
        let meta = Meta { status, headers, request_id, attempts: self.number };
        match checked {
            Ok(()) => Ok(Box::new(Answer { payload, meta, body, stream: None })),
            Err(refusal) => Err(self.report(context).refused(refusal, meta, &body)),
        }
    }

    /// Reads a reply whose body is not JSON.
    fn read_content(&self, context: &Context, reply: Reply) -> Box<Answer> {
        let request_id = self.request_id(context, &reply, &Document::default());
        let Reply { status, headers, body, stream } = reply;
        let meta = Meta { status, headers, request_id, attempts: self.number };
        Box::new(Answer { payload: body.clone(), meta, body, stream })
    }

    fn request_id(&self, context: &Context, reply: &Reply, document: &Document<'_>) -> String {
        let id = context.protocol.request_id(reply, document);
        if is_id(&id) { context.redactor.clean(&id) } else { String::new() }
    }
}

impl FailureReport<'_> {
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
            Refusal::Vendor(vendor) => {
                let mut vendor = redacted(*vendor, redactor);
                // Without a reason in the envelope, the body may have it elsewhere.
                if vendor.code.is_ok() && vendor.message.is_empty() {
                    vendor.message = excerpt;
                }
                Error::Vendor { vendor: Box::new(vendor), call }
            }
            Refusal::Status => Error::Status { status, excerpt, call },
            Refusal::Form(message) => Error::Decode { path: String::new(), message, excerpt, call },
        }
    }

    /// Redirects are not followed, so the error names the target.
    fn redirect(&self, location: &str) -> String {
        let base = self.request.as_ref().map(|request| &request.url);
        match Url::options().base_url(base).parse(location) {
            Ok(url) => format!("redirected to {}", self.redactor.address(&url)),
            Err(_) => "redirected to an invalid URL".to_owned(),
        }
    }

    fn info(&self, meta: Option<Meta>) -> Box<CallInfo> {
        let form = self.attempt.form().map(|form| form.flags(&self.redactor));
        Box::new(CallInfo {
            attempts: self.attempt.number,
            sent_request_id: self.attempt.id.simple().to_string(),
            meta,
            curl: self.request.as_ref().map(|request| self.redactor.curl(request, form.as_deref())),
            ..CallInfo::of(self.attempt.endpoint)
        })
    }
}

impl Answer {
    /// The body as a stream: of one chunk where it has been read already.
    pub(crate) fn into_stream(self) -> (Meta, BodyStream) {
        let Self { meta, body, stream, .. } = self;
        let whole = move || BodyStream::new(stream::iter((!body.is_empty()).then_some(Ok(body))));
        (meta, stream.unwrap_or_else(whole))
    }
}

impl Completed {
    /// The payload.
    pub(crate) fn payload(&self) -> Node<'_> {
        // It is a slice of a body that was checked for UTF-8.
        Node::new(str::from_utf8(&self.answer.payload).unwrap_or(NULL))
    }

    /// The payload in the operation's type.
    pub(crate) fn typed<T: DeserializeOwned>(self, context: &Context) -> Result<Response<T>, Error> {
        let value = match self.attempt.endpoint.response_format {
            ResponseFormat::Json => wire::decode(self.payload()),
            ResponseFormat::Text => wire::decode_text(&self.answer.payload),
            ResponseFormat::Binary => wire::decode_binary(&self.answer.payload),
        };
        match value {
            Ok(value) => {
                let Answer { payload, meta, body, .. } = *self.answer;
                Ok(Response::new(value, meta, payload, body))
            }
            Err(error) => Err(self.undecodable(context, &error)),
        }
    }

    /// The response without a value.
    pub(crate) fn untyped(self) -> Response<wire::Value> {
        let Answer { payload, meta, body, .. } = *self.answer;
        Response::new(wire::Value::Null, meta, payload, body)
    }

    pub(crate) fn undecodable(self, context: &Context, error: &wire::Error) -> Error {
        let Self { attempt, answer } = self;
        let report = attempt.report(context);
        let redactor = &report.redactor;
        Error::Decode {
            path: redactor.line(error.path()),
            message: redactor.line(error.message()),
            excerpt: redactor.excerpt(&answer.body),
            call: report.info(Some(answer.meta)),
        }
    }
}

/// The JSON of a payload that the body does not have.
const NULL: &str = "null";

/// A node of a body as a slice of it.
fn slice(body: &Bytes, node: Node<'_>) -> Bytes {
    let json = node.json().as_bytes();
    let (outer, inner) = (body.as_ptr_range(), json.as_ptr_range());
    let within = outer.start <= inner.start && inner.end <= outer.end;
    if within { body.slice_ref(json) } else { Bytes::copy_from_slice(json) }
}

/// Whether a text looks like an id.
fn is_id(text: &str) -> bool {
    text.len() <= 128 && text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// The vendor's error without secrets.
fn redacted(vendor: VendorError, redactor: &Redactor) -> VendorError {
    let [name, message, apply_url] =
        [&vendor.name, &vendor.message, &vendor.apply_url].map(|text| redactor.line(text));
    let code = match vendor.code {
        Code::Text(text) => Code::Text(redactor.line(&text)),
        number @ Code::Number(_) => number,
    };
    VendorError { code, name, message, apply_url, ..vendor }
}
