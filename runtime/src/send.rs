//! Sends a call: attempts, retries, spans. Nothing here is generic, so it is compiled once.

use crate::attempt::{Answer, Attempt, Completed};
use crate::context::Context;
use crate::error::Error;
use crate::retry;
use std::time::Duration;
use tracing::field::Empty;
use tracing::{Instrument, Span};

/// Sends a call until it succeeds or must not be retried.
pub(crate) async fn send(context: &Context, mut attempt: Box<Attempt>) -> Result<Completed, Error> {
    let span = tracing::info_span!(
        "call",
        service = attempt.endpoint.service,
        operation = attempt.endpoint.name,
        attempts = Empty,
        status = Empty,
        request_id = Empty,
    );
    let result = attempts(context, &mut attempt).instrument(span.clone()).await;
    record(&span, &result);
    span.record("attempts", attempt.number);
    result.map(|answer| Completed { attempt, answer })
}

/// Records status and request id in a span.
fn record(span: &Span, result: &Result<Box<Answer>, Error>) {
    let meta = match result {
        Ok(answer) => Some(&answer.meta),
        Err(error) => error.meta(),
    };
    if let Some(meta) = meta.filter(|_| !span.is_disabled()) {
        span.record("status", meta.status().as_u16());
        span.record("request_id", meta.request_id());
    }
}

async fn attempts(context: &Context, attempt: &mut Attempt) -> Result<Box<Answer>, Error> {
    let policy = attempt.options.retry.unwrap_or(context.retry);
    let mut bounds = policy.bounds();
    loop {
        attempt.begin_next();
        let span =
            tracing::debug_span!("attempt", attempt = attempt.number, status = Empty, request_id = Empty);
        let result = once(context, attempt).instrument(span.clone()).await;
        record(&span, &result);
        let error = match result {
            Ok(answer) => {
                context.budget.earn();
                return Ok(answer);
            }
            Err(error) => error,
        };
        let wait = bounds.next().and_then(|bound| retry::wait(attempt.endpoint, &error, bound, &policy));
        let Some(wait) = wait.filter(|_| context.budget.spend()) else {
            tracing::debug!(parent: &span, %error, "failed");
            return Err(error);
        };
        tracing::debug!(parent: &span, ?wait, %error, "failed, retrying");
        tokio::time::sleep(wait).await;
    }
}

/// One attempt.
async fn once(context: &Context, attempt: &Attempt) -> Result<Box<Answer>, Error> {
    let default = if attempt.endpoint.long_poll { None } else { context.timeout };
    let timeout = attempt.options.timeout.unwrap_or(default);
    let request = attempt.request(context).map_err(|message| attempt.unbuilt(context, &message))?;
    match within(timeout, context.transport.send(request)).await {
        None => Err(attempt.timed_out(context, timeout.unwrap_or_default())),
        Some(Err(source)) => Err(attempt.failed(context, source)),
        Some(Ok(reply)) => attempt.read(context, reply),
    }
}

async fn within<T>(timeout: Option<Duration>, work: impl Future<Output = T>) -> Option<T> {
    match timeout {
        Some(timeout) => tokio::time::timeout(timeout, work).await.ok(),
        None => Some(work.await),
    }
}
