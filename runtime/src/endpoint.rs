//! The constants of an emitted operation: route, places of its parameters, payload, paging.

use crate::upload::Upload;
use crate::wire::{Document, Node};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A route of a vendor, known at compile time.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Endpoint {
    /// Doc set of the operation, `blueking.cc`.
    pub service: &'static str,
    /// Documented name, `create_inst`.
    pub name: &'static str,
    /// HTTP method.
    pub method: Method,
    /// Path with `{name}` placeholders, without host and query.
    pub path: &'static str,
    /// Documented host, may have placeholders; empty when none is documented.
    pub host: &'static str,
    /// Wire names of the path parameters.
    pub path_params: &'static [&'static str],
    /// Wire names of the query parameters.
    pub query_params: &'static [&'static str],
    /// Wire names of the header parameters.
    pub header_params: &'static [&'static str],
    /// Wire names of the query parameters whose lists are one pair, the values joined by commas.
    pub joined_params: &'static [&'static str],
    /// Whether the call may be sent more than once.
    pub idempotent: bool,
    /// Wire name of the argument by which the server knows a call that it has seen; empty when there is none. A request
    /// without it gets the id of the call, which is the same on every attempt.
    pub idempotency_token: &'static str,
    /// Wire name of the parameter that is the whole body, such as a list; empty when the body is an object of all
    /// parameters without another place.
    pub body_param: &'static str,
    /// Format of the request body.
    pub body_format: BodyFormat,
    /// Format of the response body.
    pub response_format: ResponseFormat,
    /// Member of the envelope with the payload; empty when the whole body is the payload.
    pub payload: &'static str,
    /// Name of the service in request signatures; empty when requests are not signed.
    pub signing_name: &'static str,
    /// The server holds the call open on purpose, so the default timeout does not apply.
    pub long_poll: bool,
}

/// Formats of request bodies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BodyFormat {
    /// `application/json`
    Json,
    /// `application/x-www-form-urlencoded`
    Form,
    /// `multipart/form-data`, with the files of [`Operation::files`].
    Multipart,
}

/// Formats of successful response bodies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ResponseFormat {
    /// JSON.
    Json,
    /// Text; the output type is read from a string.
    Text,
    /// Bytes; the output type is [`wire::Binary`](crate::wire::Binary).
    Binary,
}

/// HTTP methods of documented operations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Method {
    /// `GET`
    Get,
    /// `POST`
    Post,
    /// `PUT`
    Put,
    /// `DELETE`
    Delete,
    /// `PATCH`
    Patch,
    /// `HEAD`
    Head,
}

/// A request type with its route and its output type.
pub trait Operation: Serialize + Send + Sync + 'static {
    /// Type of the payload of a successful response.
    type Output: DeserializeOwned + Send + 'static;
    /// The route.
    const ENDPOINT: Endpoint;

    /// The files of a multipart form, by field name.
    fn files(&self) -> Vec<(&'static str, Upload)> {
        Vec::new()
    }
}

/// An operation with a paged result.
pub trait PagedOperation: Operation {
    /// One element of a page.
    type Item: DeserializeOwned + Send + 'static;
    /// How to request the next page.
    const PAGING: Paging;
    /// The elements of one page.
    fn items(output: Self::Output) -> Vec<Self::Item>;
}

/// How to request page after page. Paths are lists of member names.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Paging {
    /// What the start parameter counts.
    pub style: PageStyle,
    /// Path of the start parameter in the request.
    pub start: &'static [&'static str],
    /// Path of the page size in the request.
    pub limit: &'static [&'static str],
    /// Largest documented page size.
    pub max: Option<u64>,
    /// Path of the items below the payload.
    pub items: &'static [&'static str],
    /// Path of the total below the payload.
    pub total: Option<&'static [&'static str]>,
    /// Path of the flag that requests only the count; it is sent as `false`, and the total is then ignored.
    pub count_flag: Option<&'static [&'static str]>,
}

/// What the start parameter of a paged operation counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PageStyle {
    /// Items, from 0.
    Offset,
    /// Pages, from 1.
    Page,
}

impl Paging {
    /// Pages of the payload itself, without a documented size or total.
    pub const fn new(
        style: PageStyle,
        start: &'static [&'static str],
        limit: &'static [&'static str],
    ) -> Self {
        Self { style, start, limit, max: None, items: &[], total: None, count_flag: None }
    }

    /// Sets [`Paging::max`].
    pub const fn max(mut self, max: u64) -> Self {
        self.max = Some(max);
        self
    }

    /// Sets [`Paging::items`].
    pub const fn items(mut self, path: &'static [&'static str]) -> Self {
        self.items = path;
        self
    }

    /// Sets [`Paging::total`].
    pub const fn total(mut self, path: &'static [&'static str]) -> Self {
        self.total = Some(path);
        self
    }

    /// Sets [`Paging::count_flag`].
    pub const fn count_flag(mut self, path: &'static [&'static str]) -> Self {
        self.count_flag = Some(path);
        self
    }
}

impl Endpoint {
    /// An endpoint with all parameters in the body, not idempotent, with the whole response body as payload.
    pub const fn new(service: &'static str, name: &'static str, method: Method, path: &'static str) -> Self {
        Self {
            service,
            name,
            method,
            path,
            host: "",
            path_params: &[],
            query_params: &[],
            header_params: &[],
            joined_params: &[],
            idempotent: false,
            idempotency_token: "",
            body_param: "",
            body_format: BodyFormat::Json,
            response_format: ResponseFormat::Json,
            payload: "",
            signing_name: "",
            long_poll: false,
        }
    }

    /// Sets [`Endpoint::host`].
    pub const fn host(mut self, host: &'static str) -> Self {
        self.host = host;
        self
    }

    /// Sets [`Endpoint::path_params`].
    pub const fn path_params(mut self, names: &'static [&'static str]) -> Self {
        self.path_params = names;
        self
    }

    /// Sets [`Endpoint::query_params`].
    pub const fn query_params(mut self, names: &'static [&'static str]) -> Self {
        self.query_params = names;
        self
    }

    /// Sets [`Endpoint::header_params`].
    pub const fn header_params(mut self, names: &'static [&'static str]) -> Self {
        self.header_params = names;
        self
    }

    /// Sets [`Endpoint::joined_params`].
    pub const fn joined_params(mut self, names: &'static [&'static str]) -> Self {
        self.joined_params = names;
        self
    }

    /// Marks the endpoint as idempotent.
    pub const fn idempotent(mut self) -> Self {
        self.idempotent = true;
        self
    }

    /// Sets [`Endpoint::idempotency_token`], which makes the endpoint idempotent.
    pub const fn idempotency_token(mut self, name: &'static str) -> Self {
        self.idempotency_token = name;
        self.idempotent()
    }

    /// Sets [`Endpoint::body_param`].
    pub const fn body_param(mut self, name: &'static str) -> Self {
        self.body_param = name;
        self
    }

    /// Sets [`Endpoint::body_format`].
    pub const fn body_format(mut self, format: BodyFormat) -> Self {
        self.body_format = format;
        self
    }

    /// Sets [`Endpoint::response_format`].
    pub const fn response_format(mut self, format: ResponseFormat) -> Self {
        self.response_format = format;
        self
    }

    /// Sets [`Endpoint::payload`].
    pub const fn payload(mut self, member: &'static str) -> Self {
        self.payload = member;
        self
    }

    /// Sets [`Endpoint::signing_name`].
    pub const fn signing_name(mut self, name: &'static str) -> Self {
        self.signing_name = name;
        self
    }

    /// Marks the endpoint as a long poll.
    pub const fn long_poll(mut self) -> Self {
        self.long_poll = true;
        self
    }

    /// The payload in the body of a successful reply.
    pub(crate) fn payload_of<'d>(&self, body: &Document<'d>) -> Node<'d> {
        if self.payload.is_empty() { body.root() } else { body.get(self.payload).unwrap_or(Node::NULL) }
    }
}

impl Method {
    /// The method on the request line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Post => "POST",
            Method::Put => "PUT",
            Method::Delete => "DELETE",
            Method::Patch => "PATCH",
            Method::Head => "HEAD",
        }
    }
}

impl From<Method> for http::Method {
    fn from(method: Method) -> Self {
        match method {
            Method::Get => http::Method::GET,
            Method::Post => http::Method::POST,
            Method::Put => http::Method::PUT,
            Method::Delete => http::Method::DELETE,
            Method::Patch => http::Method::PATCH,
            Method::Head => http::Method::HEAD,
        }
    }
}
