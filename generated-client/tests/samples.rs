//! Every sample of the pages, through the client's types and back.

#[rustfmt::skip]
#[path = "generated/samples.rs"]
mod generated;
