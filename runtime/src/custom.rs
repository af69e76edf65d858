//! Clients of vendors that this crate does not know: signatures and envelopes are a [`Protocol`] in your own crate.
//!
//! This one signs the time, the path and the body of each request, and reads `{code, message}` envelopes:
//!
//! ```
//! use docwright_runtime::http::HeaderValue;
//! use docwright_runtime::plain::SuccessRule;
//! use docwright_runtime::protocol::{Outgoing, Parts, Protocol, Refusal};
//! use docwright_runtime::transport::Reply;
//! use docwright_runtime::wire::Document;
//! use docwright_runtime::{Client, Endpoint, ExposeSecret, SecretString, Url, custom};
//! use std::time::UNIX_EPOCH;
//!
//! struct Signed {
//!     base: Url,
//!     key: SecretString,
//!     success: SuccessRule,
//! }
//!
//! impl Protocol for Signed {
//!     fn build(&self, call: Outgoing<'_>) -> Result<Parts, String> {
//!         // The time of the attempt and not the current time: the request must be the same when it is built again.
//!         let seconds = call.at.duration_since(UNIX_EPOCH).map_err(|error| error.to_string())?.as_secs();
//!         let mut parts = call.parts(&self.base)?;
//!         let signature = sign(self.key.expose_secret(), &format!("{seconds}\n{}\n", parts.url.path()), &parts.body);
//!         let mut signature = HeaderValue::try_from(signature).map_err(|error| error.to_string())?;
//!         signature.set_sensitive(true);
//!         parts.headers.insert("x-signature", signature);
//!         parts.headers.insert("x-timestamp", seconds.into());
//!         Ok(parts)
//!     }
//!
//!     fn check(&self, endpoint: &Endpoint, reply: &Reply, body: &Document<'_>) -> Result<(), Refusal> {
//!         self.success.check(endpoint, reply, body)
//!     }
//!
//!     fn secrets(&self) -> Vec<SecretString> {
//!         vec![self.key.clone()]
//!     }
//! }
//!
//! /// Stands for the vendor's algorithm.
//! fn sign(key: &str, head: &str, body: &[u8]) -> String {
//!     let sum: u64 = key.bytes().chain(head.bytes()).chain(body.iter().copied()).map(u64::from).sum();
//!     format!("{sum:x}")
//! }
//!
//! let signed = Signed {
//!     base: "https://api.example.com".parse()?,
//!     key: "the-key".into(),
//!     success: SuccessRule::new("code", 0),
//! };
//! let client: Client = custom::builder(signed).build()?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use crate::builder;
use crate::client::Client;
use crate::error::Error;
use crate::protocol::Protocol;
use std::fmt;

/// Configures a client of the protocol `P`.
pub type Builder<C, P> = builder::Builder<C, Custom<P>>;

/// The protocol of a client.
pub struct Custom<P>(P);

/// Creates a builder of clients that speak `protocol`.
pub fn builder<C: From<Client>, P: Protocol>(protocol: P) -> Builder<C, P> {
    Builder::new(Custom(protocol))
}

impl<C: From<Client>, P: Protocol> Builder<C, P> {
    /// Creates the client.
    ///
    /// # Errors
    /// [`Error::Build`] when a setting is invalid or the HTTP client cannot be created.
    pub fn build(self) -> Result<C, Error> {
        self.finish(|Custom(protocol)| Box::new(protocol))
    }
}

impl<P> fmt::Debug for Custom<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Custom").finish_non_exhaustive()
    }
}
