//! The one send function: builds, sends, repeats. Nothing here is generic, so it is compiled once.

use crate::client::{Client, Inner};
use crate::error::Error;
use crate::exchange::{Answer, Job, Sent};
use crate::protocol::Outgoing;
use crate::retry;
use crate::transport::{Reply, Request, TransportError};
use futures_core::future::BoxFuture;
use http::HeaderMap;
use std::time::Duration;
use tracing::field::Empty;
use tracing::{Instrument, Span};

/// As many headers as a request commonly has, those that reqwest adds included.
const HEADERS: usize = 6;

/// Sends a call until it succeeds or may not be repeated.
pub(crate) async fn send(client: &Client, mut job: Box<Job>) -> Result<Sent, Error> {
    let span = tracing::info_span!(
        "call",
        service = job.endpoint.service,
        operation = job.endpoint.name,
        attempts = Empty,
        status = Empty,
        request_id = Empty,
    );
    let outcome = attempts(&client.inner, &mut job).instrument(span.clone()).await;
    record(&span, &outcome);
    span.record("attempts", job.attempt);
    outcome.map(|answer| Sent { job, answer })
}

/// What is known about an answer, into a span.
fn record(span: &Span, outcome: &Result<Box<Answer>, Error>) {
    let meta = match outcome {
        Ok(answer) => Some(&answer.meta),
        Err(error) => error.meta(),
    };
    if let Some(meta) = meta.filter(|_| !span.is_disabled()) {
        span.record("status", meta.status().as_u16());
        span.record("request_id", meta.request_id());
    }
}

async fn attempts(inner: &Inner, job: &mut Job) -> Result<Box<Answer>, Error> {
    let policy = job.options.retry.unwrap_or(inner.retry);
    let mut bounds = policy.bounds();
    loop {
        job.attempt += 1;
        let span = tracing::debug_span!("attempt", attempt = job.attempt, status = Empty, request_id = Empty);
        let outcome = once(inner, job).instrument(span.clone()).await;
        record(&span, &outcome);
        let error = match outcome {
            Ok(answer) => {
                inner.budget.earn();
                return Ok(answer);
            }
            Err(error) => error,
        };
        let wait = bounds.next().and_then(|bound| retry::wait(job.endpoint, &error, bound, &policy));
        let Some(wait) = wait.filter(|_| inner.budget.spend()) else {
            tracing::debug!(parent: &span, %error, "failed");
            return Err(error);
        };
        tracing::debug!(parent: &span, ?wait, %error, "failed, trying again");
        tokio::time::sleep(wait).await;
    }
}

/// One attempt.
async fn once(inner: &Inner, job: &mut Job) -> Result<Box<Answer>, Error> {
    let default = if job.endpoint.long_poll { None } else { inner.timeout };
    let timeout = job.options.timeout.unwrap_or(default);
    let answer = start(inner, job)?;
    match within(timeout, answer).await {
        None => Err(job.timed_out(inner, timeout.unwrap_or_default())),
        Some(Err(source)) => Err(job.failed(inner, source)),
        Some(Ok(reply)) => job.read(inner, reply),
    }
}

/// Sends the request, all but the waiting. It is built anew for each attempt, because signatures hold the time.
fn start<'c>(inner: &'c Inner, job: &mut Job) -> Result<BoxFuture<'c, Result<Reply, TransportError>>, Error> {
    job.sent = None;
    let request = build(inner, job).map_err(|message| job.unbuilt(inner, &message))?;
    job.sent = Some(request.clone());
    Ok(inner.transport.send(request))
}

async fn within<T>(timeout: Option<Duration>, work: impl Future<Output = T>) -> Option<T> {
    match timeout {
        Some(timeout) => tokio::time::timeout(timeout, work).await.ok(),
        None => Some(work.await),
    }
}

fn build(inner: &Inner, job: &Job) -> Result<Request, String> {
    let Job { endpoint, params, options, id, .. } = job;
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
    let parts = inner.protocol.build(Outgoing { endpoint, params, headers, id: *id })?;
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
