//! Calls that only read: they may be repeated.

use crate::dialect::Dialect;
use crate::lower::draft::Draft;

/// A GET of a gateway, or a name that the dialect lists among the reading ones, with a method that fits.
pub fn mark(draft: &mut Draft, dialect: &Dialect) {
    let endpoint = &mut draft.endpoint;
    let id = endpoint.id.to_lowercase();
    let by_name = dialect.notes.reads.iter().any(|prefix| id.starts_with(&prefix.to_lowercase()));
    endpoint.idempotent = match endpoint.method.as_str() {
        "GET" | "HEAD" => true,
        "POST" => by_name,
        _ => false,
    };
}
