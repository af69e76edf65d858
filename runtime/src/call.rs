//! A call that is prepared but not yet sent.

use crate::attempt::{Attempt, Completed};
use crate::context::Context;
use crate::download::Download;
use crate::endpoint::{Operation, PagedOperation};
use crate::error::Error;
use crate::headers::header;
use crate::page::{Items, Pages, pages};
use crate::params;
use crate::response::Response;
use crate::retry::RetryPolicy;
use crate::send::{send, timeout};
use crate::settings::CallOptions;
use futures_core::future::BoxFuture;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// A prepared call: awaiting it sends it. It borrows nothing, so it can run as a task of its own:
/// `tokio::spawn(call.into_future())`.
#[must_use = "a call does nothing until it is awaited"]
pub struct Call<O> {
    context: Arc<Context>,
    request: O,
    options: CallOptions,
}

impl<O: Operation> Call<O> {
    pub(crate) fn new(context: Arc<Context>, request: O) -> Self {
        Self { context, request, options: CallOptions::default() }
    }

    /// Timeout of each attempt of this call.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = Some(Some(timeout));
        self
    }

    /// Removes the timeout.
    pub fn no_timeout(mut self) -> Self {
        self.options.timeout = Some(None);
        self
    }

    /// Deadline of this whole call, including retries and the waits between them. A stream of pages applies it to each
    /// page, a download until its body begins.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.options.deadline = Some(deadline);
        self
    }

    /// A header of this call.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match header(name, value) {
            Ok((name, value)) => drop(self.options.headers.insert(name, value)),
            Err(message) => drop(self.options.invalid.get_or_insert(message)),
        }
        self
    }

    /// How this call is retried.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.options.retry = Some(policy);
        self
    }

    /// Sends this call at most once.
    pub fn no_retry(self) -> Self {
        self.retry(RetryPolicy::never())
    }

    /// Sends the call and blocks until the response has arrived.
    ///
    /// # Errors
    /// The same as awaiting, and [`Error::Build`] inside an async runtime, which must not be blocked.
    #[cfg(feature = "blocking")]
    pub fn wait(self) -> Result<Response<O::Output>, Error> {
        crate::blocking::run(&O::ENDPOINT, self.into_future())
    }

    /// Limit of the response body, in bytes after decompression.
    pub fn max_reply(mut self, bytes: usize) -> Self {
        self.options.max_reply = Some(bytes);
        self
    }

    /// Sends the call and returns the body as a stream, such as of a large file.
    pub fn download(self) -> impl Future<Output = Result<Download, Error>> + Send + 'static {
        let Self { context, request, options } = self;
        let attempt = attempt(&request, options);
        drop(request);
        async move {
            let mut attempt = attempt?;
            attempt.streaming = true;
            let Completed { attempt, answer } = send(&context, attempt).await?;
            let timeout = timeout(&context, &attempt);
            let (meta, body) = answer.into_stream();
            Ok(Download { meta, body, attempt, context, timeout })
        }
    }

    /// The result as a stream of pages.
    pub fn by_page(self) -> Pages<O::Item>
    where
        O: PagedOperation,
    {
        let Self { context, request, options } = self;
        pages::<O>(context, &request, options)
    }

    /// The result as a stream of items.
    pub fn by_item(self) -> Items<O::Item>
    where
        O: PagedOperation,
    {
        Items::new(self.by_page())
    }
}

impl<O: Operation> IntoFuture for Call<O> {
    type Output = Result<Response<O::Output>, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        let Self { context, request, options } = self;
        let attempt = attempt(&request, options);
        drop(request);
        Box::pin(async move { send(&context, attempt?).await?.typed(&context) })
    }
}

fn attempt<O: Operation>(request: &O, options: CallOptions) -> Result<Box<Attempt>, Error> {
    Attempt::new(const { &O::ENDPOINT }, params::request_json(request)?, request.files(), options)
}

impl<O: Operation> fmt::Debug for Call<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("service", &O::ENDPOINT.service)
            .field("operation", &O::ENDPOINT.name)
            .finish_non_exhaustive()
    }
}
