//! The one send function: builds, sends, repeats. Nothing here is generic, so it is compiled once.

use crate::call::Options;
use crate::client::{Client, Inner};
use crate::endpoint::Endpoint;
use crate::error::{CallInfo, Error};
use crate::exchange::{Exchange, Sent};
use crate::params::Params;
use crate::protocol::Outgoing;
use crate::retry;
use crate::transport::Request;
use bytes::Bytes;
use http::HeaderMap;
use std::time::Duration;
use tracing::field::Empty;
use tracing::{Instrument, Span};

/// More headers than a request commonly has.
const HEADERS: usize = 12;

/// A call with all that stays the same on every attempt.
pub(crate) struct Job {
    endpoint: &'static Endpoint,
    params: Params,
    options: Options,
    request_id: String,
}

impl Job {
    pub(crate) fn new(
        endpoint: &'static Endpoint,
        request: Bytes,
        options: Options,
    ) -> Result<Box<Self>, Error> {
        let params = Params::new(endpoint, request).map_err(|message| Error::unbuilt(endpoint, message))?;
        // An id need not be hard to guess, so it costs no call of the system.
        let random = fastrand::u128(..).to_le_bytes();
        let request_id = uuid::Builder::from_random_bytes(random).into_uuid().simple().to_string();
        Ok(Box::new(Self { endpoint, params, options, request_id }))
    }
}

/// Sends a call until it succeeds or may not be repeated.
pub(crate) async fn send(client: &Client, job: Box<Job>) -> Result<Box<Sent>, Error> {
    let span = tracing::info_span!(
        "call",
        service = job.endpoint.service,
        operation = job.endpoint.name,
        attempts = Empty,
        status = Empty,
        request_id = Empty,
    );
    let outcome = attempts(&client.inner, &job).instrument(span.clone()).await;
    record(&span, &outcome);
    span.record("attempts", outcome.as_ref().map_or_else(Error::attempts, |sent| sent.meta.attempts()));
    outcome
}

/// What is known about an answer, into a span.
fn record(span: &Span, outcome: &Result<Box<Sent>, Error>) {
    let meta = match outcome {
        Ok(sent) => Some(&sent.meta),
        Err(error) => error.meta(),
    };
    if let Some(meta) = meta.filter(|_| !span.is_disabled()) {
        span.record("status", meta.status().as_u16());
        span.record("request_id", meta.request_id());
    }
}

async fn attempts(inner: &Inner, job: &Job) -> Result<Box<Sent>, Error> {
    let Job { endpoint, options, .. } = job;
    let policy = options.retry.unwrap_or(inner.retry);
    let mut bounds = policy.bounds();
    let mut attempt = 1;
    loop {
        let span = tracing::debug_span!("attempt", attempt, status = Empty, request_id = Empty);
        let outcome = once(inner, job, attempt).instrument(span.clone()).await;
        record(&span, &outcome);
        let error = match outcome {
            Ok(sent) => {
                inner.budget.earn();
                return Ok(sent);
            }
            Err(error) => error,
        };
        let wait = bounds.next().and_then(|bound| retry::wait(endpoint, &error, bound, &policy));
        let Some(wait) = wait.filter(|_| inner.budget.spend()) else {
            tracing::debug!(parent: &span, %error, "failed");
            return Err(error);
        };
        tracing::debug!(parent: &span, ?wait, %error, "failed, trying again");
        tokio::time::sleep(wait).await;
        attempt += 1;
    }
}

/// One attempt. The request is built anew each time, because signatures hold the time.
async fn once(inner: &Inner, job: &Job, attempt: u32) -> Result<Box<Sent>, Error> {
    let Job { endpoint, options, .. } = job;
    let request = build(inner, job).map_err(|message| unbuilt(inner, job, &message, attempt))?;
    // The original is the one with room for the headers that a transport adds.
    let kept = request.clone();
    let exchange = Box::new(Exchange { request: kept, request_id: job.request_id.clone(), attempt });
    let timeout = options.timeout.unwrap_or(if endpoint.long_poll { None } else { inner.timeout });
    match within(timeout, inner.transport.send(request)).await {
        None => Err(exchange.timed_out(inner, timeout.unwrap_or_default())),
        Some(Err(source)) => Err(exchange.failed(inner, source)),
        Some(Ok(reply)) => exchange.read(inner, endpoint, reply),
    }
}

async fn within<T>(timeout: Option<Duration>, work: impl Future<Output = T>) -> Option<T> {
    match timeout {
        Some(timeout) => tokio::time::timeout(timeout, work).await.ok(),
        None => Some(work.await),
    }
}

fn unbuilt(inner: &Inner, job: &Job, message: &str, attempts: u32) -> Error {
    let sent_request_id = job.request_id.clone();
    let call = Box::new(CallInfo { attempts, sent_request_id, ..CallInfo::of(job.endpoint) });
    Error::Build { message: inner.redactor.line(message), call }
}

fn build(inner: &Inner, job: &Job) -> Result<Request, String> {
    let Job { endpoint, params, options, request_id } = job;
    if let Some(complaint) = &options.complaint {
        return Err(complaint.clone());
    }
    let mut headers = HeaderMap::with_capacity(HEADERS);
    for (name, value) in inner.headers.iter().chain(&options.headers) {
        headers.insert(name.clone(), value.clone());
    }
    for (name, value) in &params.headers {
        if let Some(text) = crate::params::plain(value) {
            let (name, value) = crate::builder::header(name, &text)?;
            headers.insert(name, value);
        }
    }
    let parts = inner.protocol.build(Outgoing { endpoint, params, headers, request_id })?;
    Ok(Request {
        service: endpoint.service,
        operation: endpoint.name,
        method: parts.method,
        url: parts.url,
        headers: parts.headers,
        body: parts.body,
        max_reply: inner.max_reply,
    })
}
