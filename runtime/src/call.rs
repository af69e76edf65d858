//! A prepared call.

use crate::client::Client;
use crate::endpoint::{Operation, PagedOperation};
use crate::error::Error;
use crate::exchange::Job;
use crate::page::{Items, Pages};
use crate::response::Response;
use crate::retry::RetryPolicy;
use crate::send;
use bytes::Bytes;
use futures_core::future::BoxFuture;
use http::HeaderMap;
use std::fmt;
use std::time::Duration;

/// A prepared call: awaiting it sends it.
#[must_use = "a call does nothing until it is awaited"]
pub struct Call<'c, O> {
    client: &'c Client,
    request: O,
    options: Options,
}

/// What one call does differently.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    /// `Some(None)` takes the bound away.
    pub(crate) timeout: Option<Option<Duration>>,
    pub(crate) headers: HeaderMap,
    pub(crate) retry: Option<RetryPolicy>,
    pub(crate) complaint: Option<String>,
}

impl<'c, O: Operation> Call<'c, O> {
    pub(crate) fn new(client: &'c Client, request: O) -> Self {
        Self { client, request, options: Options::default() }
    }

    /// Bounds each attempt of this call.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = Some(Some(timeout));
        self
    }

    /// Waits for as long as it takes.
    pub fn no_timeout(mut self) -> Self {
        self.options.timeout = Some(None);
        self
    }

    /// A header of this call.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match crate::builder::header(name, value) {
            Ok((name, value)) => drop(self.options.headers.insert(name, value)),
            Err(complaint) => drop(self.options.complaint.get_or_insert(complaint)),
        }
        self
    }

    /// How this call is repeated.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.options.retry = Some(policy);
        self
    }

    /// Sends this call once, whatever happens.
    pub fn no_retry(self) -> Self {
        self.retry(RetryPolicy::never())
    }

    /// Sends the call and blocks until the answer is there.
    ///
    /// # Errors
    /// As awaiting does; and inside an async runtime, where blocking would stop everything.
    #[cfg(feature = "blocking")]
    pub fn wait(self) -> Result<Response<O::Output>, Error> {
        crate::blocking::run(&O::ENDPOINT, self.into_future())
    }

    /// Walks through the result page by page.
    pub fn by_page(self) -> Pages<'c, O::Item>
    where
        O: PagedOperation + 'c,
    {
        let Self { client, request, options } = self;
        crate::page::pages::<O>(client, request, options)
    }

    /// Walks through the result item by item.
    pub fn by_item(self) -> Items<'c, O::Item>
    where
        O: PagedOperation + 'c,
    {
        Items::new(self.by_page())
    }
}

impl<'c, O: Operation + 'c> IntoFuture for Call<'c, O> {
    type Output = Result<Response<O::Output>, Error>;
    type IntoFuture = BoxFuture<'c, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        let Self { client, request, options } = self;
        let job = json(&request).and_then(|json| Job::new(const { &O::ENDPOINT }, json, options));
        drop(request);
        Box::pin(async move { send::send(client, job?).await?.typed(&client.inner) })
    }
}

/// A request as a JSON object.
pub(crate) fn json<O: Operation>(request: &O) -> Result<Bytes, Error> {
    let json = serde_json::to_vec(request).map_err(|error| error.to_string());
    let object = json.and_then(|json| match json.as_slice() {
        [b'{', ..] => Ok(Bytes::from(json)),
        b"null" => Ok(Bytes::from_static(b"{}")),
        _ => Err("the request is no object".to_owned()),
    });
    object.map_err(|message| Error::unbuilt(&O::ENDPOINT, message))
}

impl<O: Operation> fmt::Debug for Call<'_, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("service", &O::ENDPOINT.service)
            .field("operation", &O::ENDPOINT.name)
            .finish_non_exhaustive()
    }
}
