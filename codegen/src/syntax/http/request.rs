//! The parts of a request.

use crate::syntax::json::Document;

/// A request as text.
#[derive(Clone, Debug, PartialEq)]
pub enum Request<'t> {
    /// The parameters of a query string or of a URL with one, as written (percent escapes kept).
    Query(Vec<(String, String)>),
    /// An HTTP request line or a `curl` command.
    Line {
        /// The method in upper case.
        method: String,
        /// The URL or path with its query string.
        target: String,
        /// The JSON body.
        rest: Option<Document<'t>>,
    },
}
