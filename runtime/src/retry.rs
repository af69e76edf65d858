//! Retries: which calls, when, and how often.

use crate::clock;
use crate::endpoint::Endpoint;
use crate::error::Error;
use backon::{BackoffBuilder, ExponentialBuilder};
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

/// How calls are retried.
///
/// A call that the server has certainly not executed (no connection, a rate limit) is always retried. Otherwise only
/// idempotent operations are; a call that may change something is never sent twice.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct RetryPolicy {
    /// Number of attempts, including the first one; 1 disables retries.
    pub max_attempts: u32,
    /// Upper bound of the first wait; each further bound is twice as long. The wait is random between zero and the
    /// bound, so that many clients do not retry at once.
    pub base: Duration,
    /// Longest wait. There is no retry when the server asks for a longer one.
    pub max_wait: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self { max_attempts: 4, base: Duration::from_millis(200), max_wait: Duration::from_secs(20) }
    }
}

impl RetryPolicy {
    /// No retries.
    pub const fn never() -> Self {
        Self { max_attempts: 1, base: Duration::ZERO, max_wait: Duration::ZERO }
    }

    /// Sets [`RetryPolicy::max_attempts`].
    pub const fn attempts(mut self, max_attempts: u32) -> Self {
        self.max_attempts = max_attempts;
        self
    }

    /// Sets [`RetryPolicy::base`].
    pub const fn base(mut self, base: Duration) -> Self {
        self.base = base;
        self
    }

    /// Upper bounds of the waits.
    pub(crate) fn bounds(&self) -> impl Iterator<Item = Duration> + Send + use<> {
        ExponentialBuilder::new()
            .with_min_delay(self.base)
            .with_max_delay(self.max_wait)
            .with_max_times(self.max_attempts.saturating_sub(1) as usize)
            .build()
    }
}

/// How long to wait before the next attempt; `None` for no retry.
pub(crate) fn wait(
    endpoint: &Endpoint,
    error: &Error,
    bound: Duration,
    policy: &RetryPolicy,
) -> Option<Duration> {
    let safe = error.was_not_executed() || endpoint.idempotent;
    if !safe || !error.is_retryable() {
        return None;
    }
    let drawn = bound.mul_f64(fastrand::f64());
    match asked_for(error) {
        Some(asked) if asked > policy.max_wait => None,
        Some(asked) => Some(asked + drawn),
        None => Some(drawn),
    }
}

/// The wait that the server asks for.
fn asked_for(error: &Error) -> Option<Duration> {
    let meta = error.meta()?;
    let seconds = |name: &str| meta.header(name)?.trim().parse().ok().map(Duration::from_secs);
    let date = || {
        let at = httpdate::parse_http_date(meta.header("retry-after")?).ok()?;
        Some(at.duration_since(clock::now()).unwrap_or_default())
    };
    let limited = error.was_not_executed();
    seconds("retry-after").or_else(date).or_else(|| seconds("x-bkapi-ratelimit-reset").filter(|_| limited))
}

/// Bounds the share of retries during an outage: each retry costs, each success pays back.
#[derive(Debug)]
pub(crate) struct Budget(AtomicI64);

const FULL: i64 = 500;
const COST: i64 = 5;

impl Default for Budget {
    fn default() -> Self {
        Self(AtomicI64::new(FULL))
    }
}

impl Budget {
    /// Pays for one retry; `false` when the budget is exhausted.
    pub(crate) fn spend(&self) -> bool {
        let pay = |left: i64| (left >= COST).then_some(left - COST);
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, pay).is_ok()
    }

    /// Pays back for a success.
    pub(crate) fn earn(&self) {
        let add = |left: i64| (left < FULL).then_some(left + 1);
        let _ = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, add);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_double_up_to_the_longest() {
        let policy =
            RetryPolicy { max_attempts: 5, base: Duration::from_secs(6), max_wait: Duration::from_secs(20) };
        assert_eq!(policy.bounds().map(|bound| bound.as_secs()).collect::<Vec<_>>(), [6, 12, 20, 20]);
        assert_eq!(RetryPolicy::never().bounds().count(), 0);
    }

    #[test]
    fn a_budget_runs_out_and_fills_up() {
        let budget = Budget::default();
        let spent = std::iter::from_fn(|| budget.spend().then_some(())).count();
        assert_eq!(spent as i64, FULL / COST);
        (0..COST).for_each(|_| budget.earn());
        assert!(budget.spend() && !budget.spend());
    }
}
