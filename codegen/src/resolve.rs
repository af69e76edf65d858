//! From draft to tree: which field each table describes, and what is envelope and what is payload.

pub mod attach;
pub mod envelope;
pub mod variants;
