//! Typed clients for BlueKing and JDCloud, emitted from the documentation pages of their APIs.
//!
//! Each vendor has a module with its client, each service a module below it with one file per endpoint, and
//! each service a feature of this crate (`blueking-cc`, `jdcloud-bastion`, `full` for all of them, which is
//! the default). Transport, credentials, errors, retries and paging are those of [`docwright_runtime`].
//!
//! A call is a method of a service's handle: `bk.cc().create_inst(request).await`. The request type has the
//! name of the operation; `new` begins with the required fields, each under its name, and setters take the rest.
//!
//! The guides in the repository, `docs/guide-blueking.md` and `docs/guide-jdcloud.md`, show all that a client can do.
//!
//! With the feature `both-ways` requests can be decoded and responses encoded too, for servers in tests.

#[rustfmt::skip]
#[path = "generated/clients.rs"]
mod generated;

pub use generated::*;

pub use docwright_runtime;

/// The guides, whose programs run as tests of this crate.
#[cfg(all(doctest, feature = "full"))]
mod guides {
    #[doc = include_str!("../../docs/guide-blueking.md")]
    struct BlueKing;
    #[doc = include_str!("../../docs/guide-jdcloud.md")]
    struct JdCloud;
    #[doc = include_str!("../../docs/guide-plain.md")]
    struct Plain;
}
