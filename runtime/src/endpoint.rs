//! What an emitted operation says about itself: route, places of its parameters, payload, paging.

use crate::wire::Node;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// One route of a vendor, known at compile time.
#[derive(Clone, Copy, Debug)]
pub struct Endpoint {
    /// Doc set the operation belongs to, `blueking.cc`.
    pub service: &'static str,
    /// The docs' own name, `create_inst`.
    pub name: &'static str,
    /// HTTP method.
    pub method: Method,
    /// Path with `{name}` placeholders, without host and query.
    pub path: &'static str,
    /// Documented host, may hold placeholders; empty when the docs name none.
    pub host: &'static str,
    /// Wire names that fill placeholders of the path.
    pub path_params: &'static [&'static str],
    /// Wire names that always travel in the query.
    pub query_params: &'static [&'static str],
    /// Wire names that travel as request headers.
    pub header_params: &'static [&'static str],
    /// Whether repeating the call is harmless.
    pub idempotent: bool,
    /// Member of the envelope that holds the payload; empty when the whole body is the payload.
    pub payload: &'static str,
    /// Name the request signing knows the service by; empty where nothing is signed.
    pub signing_name: &'static str,
    /// The server keeps the call open on purpose, so the default timeout does not apply.
    pub long_poll: bool,
}

/// HTTP methods that API pages use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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

/// A request type that knows its route and its answer.
pub trait Operation: Serialize + Send + Sync {
    /// What a successful answer carries.
    type Output: DeserializeOwned + Send + 'static;
    /// The route.
    const ENDPOINT: Endpoint;
}

/// An operation whose result comes in pages.
pub trait PagedOperation: Operation {
    /// One element of a page.
    type Item: DeserializeOwned + Send + 'static;
    /// How to ask for the next page.
    const PAGING: Paging;
    /// The elements of one page.
    fn items(output: Self::Output) -> Vec<Self::Item>;
}

/// How to walk through the pages of a long result. Paths are lists of member names.
#[derive(Clone, Copy, Debug)]
pub struct Paging {
    /// What the start parameter counts.
    pub style: PageStyle,
    /// Path of the start parameter in the request.
    pub start: &'static [&'static str],
    /// Path of the page size in the request.
    pub limit: &'static [&'static str],
    /// Largest page size the docs state.
    pub max: Option<u64>,
    /// Path of the items below the payload.
    pub items: &'static [&'static str],
    /// Path of the total below the payload.
    pub total: Option<&'static [&'static str]>,
    /// Path of the flag that asks for the count only; it is sent as `false`, and the total is then not believed.
    pub count_flag: Option<&'static [&'static str]>,
}

/// What the start parameter of a paged operation counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageStyle {
    /// Items, from 0.
    Offset,
    /// Pages, from 1.
    Page,
}

impl Endpoint {
    /// An endpoint without parameters outside the body, not idempotent, whose whole body is the payload.
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
            idempotent: false,
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

    /// Marks the endpoint as harmless to repeat.
    pub const fn idempotent(mut self) -> Self {
        self.idempotent = true;
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

    /// The payload in the body of an answer that went well.
    pub(crate) fn payload_of<'d>(&self, body: Node<'d>) -> Node<'d> {
        if self.payload.is_empty() { body } else { body.get(self.payload).unwrap_or(Node::Null) }
    }
}

impl Method {
    /// The method as it stands on the request line.
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
