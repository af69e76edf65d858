//! Sends a call: attempts, retries, spans. Nothing here is generic, so it is compiled once.

use crate::attempt::{Answer, Attempt, Completed};
use crate::clock::{self, Instant};
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
        clock::sleep(wait).await;
    }
}

/// One attempt.
async fn once(context: &Context, attempt: &Attempt, deadline: &Deadline) -> Result<Box<Answer>, Error> {
    let timeout = timeout(context, attempt);
    let limit = deadline.limit(timeout);
    let exchange = async {
        let prepared = match context.protocol.prepare(attempt.at) {
            Some(preparation) => preparation.await,
            None => Ok(()),
        };
        let request = prepared.and_then(|()| attempt.request(context));
        let request = request.map_err(|message| attempt.unbuilt(context, &message))?;
        let max = request.max_reply;
        let failed = |source| attempt.failed(context, source);
        let reply = context.transport.send(request).await.map_err(failed)?;
        // A JSON body has to be read as a whole, because it may be an error.
        if reply.stream.is_some() && reply.is_json() {
            reply.whole(max).await.map_err(failed)
        } else {
            Ok(reply)
        }
    };
    match within(limit, exchange).await {
        None if limit == timeout => Err(attempt.timed_out(context, timeout.unwrap_or_default())),
        None => Err(attempt.timed_out(context, deadline.total.unwrap_or_default())),
        Some(reply) => attempt.read(context, reply?),
    }
}

/// The timeout of each attempt.
pub(crate) fn timeout(context: &Context, attempt: &Attempt) -> Option<Duration> {
    let default = if attempt.endpoint.long_poll { None } else { context.timeout };
    attempt.options.timeout.unwrap_or(default)
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

pub(crate) async fn within<T>(timeout: Option<Duration>, work: impl Future<Output = T>) -> Option<T> {
    match timeout {
        Some(timeout) => clock::timeout(timeout, work).await,
        None => Some(work.await),
    }
}
