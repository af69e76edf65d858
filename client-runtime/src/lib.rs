//! Behaviour of the emitted clients.
