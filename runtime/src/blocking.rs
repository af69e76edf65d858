//! Blocking calls: `.wait()` in place of `.await`.

use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::page::{Items, Pages};
use futures_core::Stream;
use futures_util::StreamExt;
use std::sync::OnceLock;
use tokio::runtime::{Builder, Handle, Runtime};

/// One runtime for all blocking calls of the process.
static RUNTIME: OnceLock<Option<Runtime>> = OnceLock::new();

pub(crate) fn run<T>(endpoint: &Endpoint, work: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    let fail = |message: &str| Err(Error::unbuilt(endpoint, message.to_owned()));
    // Blocking such a thread would stop other tasks or panic; tokio does not say which.
    if Handle::try_current().is_ok() {
        return fail("`wait` must not block a thread of an async runtime; await the call instead");
    }
    let runtime =
        RUNTIME.get_or_init(|| Builder::new_multi_thread().worker_threads(1).enable_all().build().ok());
    match runtime {
        Some(runtime) => runtime.block_on(work),
        None => fail("cannot start the runtime for blocking calls"),
    }
}

/// A stream as a blocking iterator.
struct Steps<S> {
    endpoint: Endpoint,
    stream: S,
    failed: bool,
}

impl<T, S: Stream<Item = Result<T, Error>> + Unpin> Iterator for Steps<S> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        let item = run(&self.endpoint, async { self.stream.next().await.transpose() }).transpose();
        self.failed = matches!(item, Some(Err(_)));
        item
    }
}

impl<T> Pages<T> {
    /// The pages as a blocking iterator.
    pub fn wait(self) -> impl Iterator<Item = Result<Vec<T>, Error>> {
        Steps { endpoint: self.endpoint, stream: self, failed: false }
    }
}

impl<T> Items<T> {
    /// The items as a blocking iterator.
    pub fn wait(self) -> impl Iterator<Item = Result<T, Error>> {
        Steps { endpoint: self.endpoint, stream: self, failed: false }
    }
}
