//! One endpoint on its way into a document.

use crate::model::{Endpoint, Service};

/// One endpoint with what it needs of its surroundings.
pub(super) struct Operation<'m> {
    pub(super) service: &'m Service,
    pub(super) endpoint: &'m Endpoint,
    /// The `operationId`, which the names of its components begin with.
    pub(super) id: String,
    pub(super) language: Option<&'m str>,
}
