//! Reply bodies as streams.

use super::{TransportError, TransportErrorKind};
use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use futures_core::stream::BoxStream;
use futures_util::StreamExt;
use std::fmt;

/// The body of a reply, chunk by chunk.
pub struct BodyStream(BoxStream<'static, Result<Bytes, TransportError>>);

impl BodyStream {
    /// A body from a stream of chunks, which ends after the first error.
    pub fn new(chunks: impl Stream<Item = Result<Bytes, TransportError>> + Send + 'static) -> Self {
        Self(chunks.boxed())
    }

    /// The next chunk; `None` at the end.
    pub async fn chunk(&mut self) -> Option<Result<Bytes, TransportError>> {
        self.0.next().await
    }

    /// Collects the body; holds at most `max` bytes and one chunk.
    pub(crate) async fn collect(mut self, max: usize) -> Result<Bytes, TransportError> {
        let mut body = Body::default();
        while let Some(chunk) = self.chunk().await {
            body.push(chunk?, max)?;
        }
        Ok(body.joined())
    }
}

impl fmt::Debug for BodyStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BodyStream").finish_non_exhaustive()
    }
}

/// The body so far: a single chunk is kept as it is, several are joined.
#[derive(Default)]
pub(super) struct Body {
    first: Bytes,
    all: BytesMut,
}

impl Body {
    fn len(&self) -> usize {
        self.first.len().max(self.all.len())
    }

    /// Adds a chunk, as much of it as `max` allows.
    pub(super) fn push(&mut self, chunk: Bytes, max: usize) -> Result<(), TransportError> {
        let room = max - self.len();
        let fits = chunk.len() <= room;
        let chunk = if fits { chunk } else { chunk.slice(..room) };
        if self.len() == 0 {
            self.first = chunk;
        } else {
            if self.all.is_empty() {
                self.all.extend_from_slice(&std::mem::take(&mut self.first));
            }
            self.all.extend_from_slice(&chunk);
        }
        if fits { Ok(()) } else { Err(too_large(max)) }
    }

    pub(super) fn joined(self) -> Bytes {
        if self.all.is_empty() { self.first } else { self.all.freeze() }
    }
}

pub(super) fn too_large(max: usize) -> TransportError {
    TransportError::new(TransportErrorKind::TooLarge, format!("more than {max} bytes"))
}
