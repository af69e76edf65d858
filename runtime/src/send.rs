//! The one send function: builds, sends, repeats. Nothing here is generic, so it is compiled once.

use crate::client::{Client, Inner};
use crate::error::Error;
use crate::exchange::{Answer, Job, Sent};
use crate::retry;
use std::time::Duration;
use tracing::field::Empty;
use tracing::{Instrument, Span};

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
        job.next_attempt();
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
async fn once(inner: &Inner, job: &Job) -> Result<Box<Answer>, Error> {
    let default = if job.endpoint.long_poll { None } else { inner.timeout };
    let timeout = job.options.timeout.unwrap_or(default);
    let request = job.request(inner).map_err(|message| job.unbuilt(inner, &message))?;
    match within(timeout, inner.transport.send(request)).await {
        None => Err(job.timed_out(inner, timeout.unwrap_or_default())),
        Some(Err(source)) => Err(job.failed(inner, source)),
        Some(Ok(reply)) => job.read(inner, reply),
    }
}

async fn within<T>(timeout: Option<Duration>, work: impl Future<Output = T>) -> Option<T> {
    match timeout {
        Some(timeout) => tokio::time::timeout(timeout, work).await.ok(),
        None => Some(work.await),
    }
}
