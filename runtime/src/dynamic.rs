//! Calls that no type stands for: for programs that read a model of an API while they run, such as `docwright call`.

use crate::attempt::{Attempt, Completed};
use crate::context::Context;
use crate::endpoint::{Endpoint, Paging, ResponseFormat};
use crate::error::Error;
use crate::page::{Pages, walk};
use crate::response::Response;
use crate::send::send;
use crate::settings::CallOptions;
use crate::upload::Upload;
use crate::wire::{Map, Value};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// A prepared call whose arguments and result are JSON.
#[must_use = "a call does nothing until it is sent"]
pub struct DynamicCall {
    context: Arc<Context>,
    endpoint: &'static Endpoint,
    arguments: Map,
    files: Vec<(&'static str, Upload)>,
    options: CallOptions,
}

/// A request that was not sent, without its secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Preview {
    /// HTTP method.
    pub method: String,
    /// Whole URL.
    pub url: String,
    /// Names and values of the headers.
    pub headers: Vec<(String, String)>,
    /// The body; of a form with files its parts, a line each.
    pub body: String,
    /// A shell command that sends the request.
    pub curl: String,
}

impl DynamicCall {
    pub(crate) fn new(context: Arc<Context>, endpoint: &'static Endpoint, arguments: Map) -> Self {
        Self { context, endpoint, arguments, files: Vec::new(), options: CallOptions::default() }
    }

    /// A file of a multipart form.
    pub fn file(mut self, name: &'static str, file: Upload) -> Self {
        self.files.push((name, file));
        self
    }

    /// Timeout of each attempt.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = Some(Some(timeout));
        self
    }

    /// Limit of the response body, in bytes after decompression.
    pub fn max_reply(mut self, bytes: usize) -> Self {
        self.options.max_reply = Some(bytes);
        self
    }

    /// The request that [`send`](Self::send) would send first.
    ///
    /// # Errors
    /// [`Error::Build`] when the request cannot be built.
    pub fn preview(self) -> Result<Preview, Error> {
        let (context, mut attempt) = self.attempt()?;
        let (request, redactor) = attempt.preview(&context)?;
        let form = attempt.form();
        let flags = form.as_ref().map(|form| form.flags(&redactor));
        Ok(Preview {
            method: request.method.to_string(),
            url: redactor.address(&request.url),
            headers: redactor.headers(&request),
            body: form.map_or_else(|| redactor.body(&request), |form| form.lines(&redactor)),
            curl: redactor.curl(&request, flags.as_deref()),
        })
    }

    /// Sends the call. The value is the payload, and `null` where the response is bytes, which are in
    /// [`Response::raw`].
    ///
    /// # Errors
    /// As of a typed call.
    pub async fn send(self) -> Result<Response<Value>, Error> {
        let (context, attempt) = self.attempt()?;
        read(send(&context, attempt).await?, &context)
    }

    /// The result as a stream of pages, each a list of the items at [`Paging::items`].
    pub fn by_page(self, paging: Paging) -> Pages<Value> {
        let Self { context, endpoint, arguments, options, .. } = self;
        let items = move |page: Completed, context: &Context| {
            let mut value = read(page, context)?.into_inner();
            for name in paging.items {
                value = value.get_mut(*name).map(Value::take).unwrap_or_default();
            }
            Ok(if let Value::Array(items) = value { items } else { Vec::new() })
        };
        walk(context, endpoint, paging, Ok(arguments), options, items)
    }

    fn attempt(self) -> Result<(Arc<Context>, Box<Attempt>), Error> {
        let Self { context, endpoint, arguments, files, options } = self;
        let request = Value::Object(arguments).to_string();
        Attempt::new(endpoint, request.into(), files, options).map(|attempt| (context, attempt))
    }
}

fn read(done: Completed, context: &Context) -> Result<Response<Value>, Error> {
    match done.attempt.endpoint.response_format {
        ResponseFormat::Binary => Ok(done.untyped()),
        ResponseFormat::Json | ResponseFormat::Text => done.typed(context),
    }
}

impl fmt::Debug for DynamicCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DynamicCall")
            .field("service", &self.endpoint.service)
            .field("operation", &self.endpoint.name)
            .finish_non_exhaustive()
    }
}
