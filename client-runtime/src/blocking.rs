//! Calls without an async runtime of one's own.

use crate::endpoint::Endpoint;
use crate::error::{CallInfo, Error};
use std::sync::OnceLock;
use tokio::runtime::{Builder, Handle, Runtime};

/// One small runtime for all blocking calls of the process.
static RUNTIME: OnceLock<Option<Runtime>> = OnceLock::new();

pub(crate) fn run<T>(endpoint: &Endpoint, work: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    let fail = |message: &str| {
        Err(Error::Build { message: message.to_owned(), call: Box::new(CallInfo::of(endpoint)) })
    };
    if Handle::try_current().is_ok() {
        return fail("`wait` blocks, and this thread runs async code; await the call instead");
    }
    let runtime =
        RUNTIME.get_or_init(|| Builder::new_multi_thread().worker_threads(1).enable_all().build().ok());
    match runtime {
        Some(runtime) => runtime.block_on(work),
        None => fail("no runtime can be started"),
    }
}
