//! Files in requests.

use bytes::Bytes;
use serde::de::{Deserialize, Deserializer};
use std::fmt;

/// A file of a multipart form.
#[derive(Clone, PartialEq, Eq)]
pub struct Upload {
    file_name: String,
    content_type: String,
    content: Bytes,
    /// Where it was read from, for previews.
    path: Option<String>,
}

impl Upload {
    /// A file with this name and content, of the type `application/octet-stream`.
    pub fn new(file_name: impl Into<String>, content: impl Into<Bytes>) -> Self {
        let content_type = "application/octet-stream".to_owned();
        Self { file_name: file_name.into(), content_type, content: content.into(), path: None }
    }

    /// Sets the media type of the file.
    #[must_use]
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = content_type.into();
        self
    }

    /// Sets the path that the file was read from, by which [previews](crate::dynamic::DynamicCall::preview) name it.
    #[must_use]
    pub fn path(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// The path, or the name where there is none.
    pub(crate) fn place(&self) -> &str {
        self.path.as_deref().unwrap_or(&self.file_name)
    }

    pub(crate) fn file_name(&self) -> &str {
        &self.file_name
    }

    pub(crate) fn media_type(&self) -> &str {
        &self.content_type
    }

    pub(crate) fn content(&self) -> &Bytes {
        &self.content
    }
}

/// Name, type and size; the content is left out.
impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload")
            .field("file_name", &self.file_name)
            .field("content_type", &self.content_type)
            .field("bytes", &self.content.len())
            .finish()
    }
}

/// A text is the content of a file without a name; for servers in tests, which have no form at hand.
impl<'de> Deserialize<'de> for Upload {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|content| Self::new("", content))
    }
}
