//! HTTP requests as text: request lines, query strings and `curl` commands. In: text. Out: [`Request`]s.

mod curl;
mod line;
mod request;

pub use line::skip_headers;
pub use request::Request;

/// The request that begins at `pos`, and where it ends.
pub fn read_at(text: &str, pos: usize) -> Option<(Request<'_>, usize)> {
    curl::read_at(text, pos).or_else(|| line::request_at(text, pos)).or_else(|| line::query_at(text, pos))
}
