//! Retries: what may be sent again, when, and how often.

use crate::endpoint::Endpoint;
use crate::error::Error;
use backon::{BackoffBuilder, ExponentialBuilder};
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime};

/// How calls are repeated.
///
/// A call that the server has certainly not acted on (no connection, a rate limit) is repeated whatever it does.
/// Otherwise only operations that merely read are; a call that may change something is never sent twice.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct RetryPolicy {
    /// Attempts in all, the first one included; 1 switches repeating off.
    pub max_attempts: u32,
    /// Upper bound of the first wait; each further bound is twice as long. The wait itself is drawn between
    /// zero and the bound, so that many clients do not come back at once.
    pub base: Duration,
    /// Longest wait. A server that asks for a longer one gets no further attempt.
    pub max_wait: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self { max_attempts: 4, base: Duration::from_millis(200), max_wait: Duration::from_secs(20) }
    }
}

impl RetryPolicy {
    /// Every call is sent once.
    pub const fn never() -> Self {
        Self { max_attempts: 1, base: Duration::ZERO, max_wait: Duration::ZERO }
    }

    /// With so many attempts in all.
    pub const fn attempts(mut self, max_attempts: u32) -> Self {
        self.max_attempts = max_attempts;
        self
    }

    /// With so long a first wait.
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

/// How long to wait before the next attempt; `None` when there is to be none.
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

/// The wait the server asks for.
fn asked_for(error: &Error) -> Option<Duration> {
    let meta = error.meta()?;
    let seconds = |name: &str| meta.header(name)?.trim().parse().ok().map(Duration::from_secs);
    let date = || {
        let at = httpdate::parse_http_date(meta.header("retry-after")?).ok()?;
        Some(at.duration_since(SystemTime::now()).unwrap_or_default())
    };
    let limited = error.was_not_executed();
    seconds("retry-after").or_else(date).or_else(|| seconds("x-bkapi-ratelimit-reset").filter(|_| limited))
}

/// Bounds the share of retries when a server fails for everybody: each one costs, each success pays back.
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
    /// Pays for one retry; `false` when there is nothing left.
    pub(crate) fn spend(&self) -> bool {
        let pay = |left: i64| (left >= COST).then_some(left - COST);
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, pay).is_ok()
    }

    /// A call went well.
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
