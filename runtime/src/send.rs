//! Sends a call: attempts, retries, spans. Nothing here is generic, so it is compiled once.

use crate::attempt::{Answer, Attempt, Completed};
use crate::context::Context;
use crate::error::Error;
use crate::retry;
use std::time::{Duration, Instant};
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
    let deadline = Deadline::start(attempt.options.deadline.or(context.deadline));
    let mut bounds = policy.bounds();
    loop {
        attempt.begin_next();
        let span =
            tracing::debug_span!("attempt", attempt = attempt.number, status = Empty, request_id = Empty);
        let result = once(context, attempt, &deadline).instrument(span.clone()).await;
        record(&span, &result);
        let error = match result {
            Ok(answer) => {
                context.budget.earn();
                return Ok(answer);
            }
            Err(error) => error,
        };
        let wait = bounds.next().and_then(|bound| retry::wait(attempt.endpoint, &error, bound, &policy));
        let wait = wait.filter(|wait| deadline.remaining().is_none_or(|remaining| *wait < remaining));
        let Some(wait) = wait.filter(|_| context.budget.spend()) else {
            tracing::warn!(
                service = attempt.endpoint.service,
                operation = attempt.endpoint.name,
                %error,
                "call failed"
            );
            return Err(error);
        };
        tracing::debug!(parent: &span, ?wait, %error, "attempt failed, retrying");
        tokio::time::sleep(wait).await;
    }
}

/// One attempt.
async fn once(context: &Context, attempt: &Attempt, deadline: &Deadline) -> Result<Box<Answer>, Error> {
    let default = if attempt.endpoint.long_poll { None } else { context.timeout };
    let timeout = attempt.options.timeout.unwrap_or(default);
    let limit = deadline.limit(timeout);
    let request = attempt.request(context).map_err(|message| attempt.unbuilt(context, &message))?;
    match within(limit, context.transport.send(request)).await {
        None if limit == timeout => Err(attempt.timed_out(context, timeout.unwrap_or_default())),
        None => Err(attempt.timed_out(context, deadline.total.unwrap_or_default())),
        Some(Err(source)) => Err(attempt.failed(context, source)),
        Some(Ok(reply)) => attempt.read(context, reply),
    }
}

/// The time that a whole call may take.
struct Deadline {
    total: Option<Duration>,
    start: Instant,
}

impl Deadline {
    fn start(total: Option<Duration>) -> Self {
        Self { total, start: Instant::now() }
    }

    fn remaining(&self) -> Option<Duration> {
        self.total.map(|total| total.saturating_sub(self.start.elapsed()))
    }

    /// The shorter one of a timeout and the remaining time.
    fn limit(&self, timeout: Option<Duration>) -> Option<Duration> {
        [timeout, self.remaining()].into_iter().flatten().min()
    }
}

async fn within<T>(timeout: Option<Duration>, work: impl Future<Output = T>) -> Option<T> {
    match timeout {
        Some(timeout) => tokio::time::timeout(timeout, work).await.ok(),
        None => Some(work.await),
    }
}
