//! Emitted clients.
