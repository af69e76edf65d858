//! Proposals for small folders.
