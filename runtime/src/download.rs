//! Responses as streams of bytes.

use crate::attempt::Attempt;
use crate::context::Context;
use crate::error::Error;
use crate::response::Meta;
use crate::transport::{BodyStream, TransportError};
use bytes::Bytes;
use futures_core::Stream;
use futures_util::stream;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// A successful response whose body is read as it arrives. It is bounded as every body is: `max_reply` of the client or
/// the call.
pub struct Download {
    pub(crate) meta: Meta,
    pub(crate) body: BodyStream,
    pub(crate) attempt: Box<Attempt>,
    pub(crate) context: Arc<Context>,
    /// Of each chunk.
    pub(crate) timeout: Option<Duration>,
}

impl Download {
    /// Status, headers and request id.
    pub fn meta(&self) -> &Meta {
        &self.meta
    }

    /// The next chunk; `None` at the end. Each chunk has the timeout of an attempt.
    ///
    /// # Errors
    /// When the connection breaks, the timeout ends, or the body exceeds the limit.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        match crate::send::within(self.timeout, self.body.chunk()).await {
            Some(chunk) => chunk.transpose().map_err(|error| self.failed(error)),
            None => Err(self.attempt.timed_out(&self.context, self.timeout.unwrap_or_default())),
        }
    }

    /// The rest of the body as a whole.
    ///
    /// # Errors
    /// The same as [`Download::chunk`].
    pub async fn bytes(mut self) -> Result<Bytes, Error> {
        let mut body = Vec::new();
        while let Some(chunk) = self.chunk().await? {
            body.extend_from_slice(&chunk);
        }
        Ok(body.into())
    }

    /// The chunks as a stream, which ends after the first error.
    pub fn into_stream(self) -> impl Stream<Item = Result<Bytes, Error>> + Send + 'static {
        stream::try_unfold(self, |mut download| async move {
            Ok(download.chunk().await?.map(|chunk| (chunk, download)))
        })
    }

    fn failed(&self, error: TransportError) -> Error {
        self.attempt.failed(&self.context, error)
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download").field("meta", &self.meta).finish_non_exhaustive()
    }
}
