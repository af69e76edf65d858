//! Time and timers: those of the system and of tokio, or those of the JavaScript host.

pub(crate) use host::{Instant, now, sleep, timeout};

#[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
mod host {
    use std::time::{Duration, SystemTime};

    pub(crate) use std::time::Instant;

    pub(crate) fn now() -> SystemTime {
        SystemTime::now()
    }

    pub(crate) async fn sleep(wait: Duration) {
        tokio::time::sleep(wait).await;
    }

    /// The result of `work`; `None` when it takes longer than `limit`.
    pub(crate) async fn timeout<T>(limit: Duration, work: impl Future<Output = T>) -> Option<T> {
        tokio::time::timeout(limit, work).await.ok()
    }
}

/// The standard library has no clock on this target, and tokio no timers.
#[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
mod host {
    use futures_util::future::{Either, select};
    use send_wrapper::SendWrapper;
    use std::pin::pin;
    use std::time::{Duration, SystemTime, UNIX_EPOCH};

    #[derive(Clone, Copy)]
    pub(crate) struct Instant(SystemTime);

    impl Instant {
        pub(crate) fn now() -> Self {
            Self(now())
        }

        pub(crate) fn elapsed(&self) -> Duration {
            now().duration_since(self.0).unwrap_or_default()
        }
    }

    pub(crate) fn now() -> SystemTime {
        UNIX_EPOCH + Duration::from_millis(js_sys::Date::now() as u64)
    }

    pub(crate) async fn sleep(wait: Duration) {
        let millis = u32::try_from(wait.as_millis()).unwrap_or(u32::MAX);
        // There is one thread only.
        SendWrapper::new(gloo_timers::future::TimeoutFuture::new(millis)).await;
    }

    /// The result of `work`; `None` when it takes longer than `limit`.
    pub(crate) async fn timeout<T>(limit: Duration, work: impl Future<Output = T>) -> Option<T> {
        match select(pin!(work), pin!(sleep(limit))).await {
            Either::Left((result, _)) => Some(result),
            Either::Right(_) => None,
        }
    }
}
