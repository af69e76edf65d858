//! Directions: which of its two serde impls a type needs.

/// The directions a type travels in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Usage {
    /// To the server.
    pub(super) request: bool,
    /// From the server.
    pub(super) response: bool,
}
