//! What the readers of a description know of its field.

use crate::model;

/// The field that a description belongs to. The forms of all languages are tried, since pages mix them.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// Its name on the wire.
    pub name: &'a str,
    /// Its type; values and defaults are read only where they fit it.
    pub ty: &'a model::Type,
}
