//! Samples as code blocks of real and random pages hold them.

mod corpus;
mod fences;
mod properties;
