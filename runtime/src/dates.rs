//! Times of [`jiff`] out of the texts and numbers of fields, and into them; with the feature `jiff`.
//!
//! A field whose documentation states a format is text in requests and responses, as it is on the wire: whoever does not
//! need its value as a time never fails because of it, and the feature changes no type. These traits read and write it
//! where it is needed.
//!
//! | the value | is read by | gives |
//! |---|---|---|
//! | `2024-01-02T03:04:05Z`, `2024-01-02 03:04:05 +0800` | [`timestamp`](ReadDate::timestamp) | a moment: [`Timestamp`] |
//! | `2024-01-02 03:04:05`, `2024-01-02T03:04:05.678` | [`datetime`](ReadDate::datetime) | what a clock shows: [`DateTime`](jiff::civil::DateTime) |
//! | `2024-01-02`, `2024/01/02`, `20240102` | [`date`](ReadDate::date) | a day: [`Date`](jiff::civil::Date) |
//! | `1704164645`, `1704164645000` | [`unix_seconds`](ReadUnix::unix_seconds), [`unix_millis`](ReadUnix::unix_millis) | a moment: [`Timestamp`] |
//!
//! ```
//! use docwright_runtime::dates::{DateError, ReadDate, ReadUnix, WriteDate};
//! use docwright_runtime::jiff::{Timestamp, civil};
//!
//! struct Instance {
//!     create_time: String,
//!     expire_time: Option<String>,
//!     /// Format: `yyyy-MM-dd HH:mm:ss`.
//!     checked_at: String,
//!     /// Unit: `ms`.
//!     started: Option<i64>,
//! }
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let instance = Instance {
//!     create_time: "2024-01-02T03:04:05Z".to_owned(),
//!     expire_time: None,
//!     checked_at: "2024-01-02 11:04:05".to_owned(),
//!     started: Some(1704164645000),
//! };
//! let created: Timestamp = instance.create_time.timestamp()?;
//! let expires: Option<Timestamp> = instance.expire_time.timestamp()?;
//! assert_eq!((instance.started.unix_millis()?, expires), (Some(created), None));
//!
//! // A time without an offset is a moment on a certain clock only: whoever knows the service says on which.
//! let checked: civil::DateTime = instance.checked_at.datetime()?;
//! assert_eq!(checked.in_tz("Asia/Shanghai")?.timestamp(), created);
//! let error: DateError = instance.checked_at.timestamp().unwrap_err();
//! assert!(error.to_string().contains("names no offset"), "{error}");
//!
//! // Setters take text: in the format that the field's documentation states.
//! let checked = checked.written_as("yyyy-MM-dd HH:mm:ss")?;
//! assert_eq!(checked, instance.checked_at);
//! # Ok(())
//! # }
//! ```

mod pattern;
mod read;
#[cfg(test)]
mod tests;
mod unix;
mod write;

pub use read::ReadDate;
pub use unix::ReadUnix;
pub use write::WriteDate;

use jiff::Timestamp;

/// A value that is not the time that was asked for, or a time that a format has no place for. The message names the value
/// and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct DateError(String);

/// Most characters of a value that a message shows.
const SHOWN: usize = 64;

/// A value for messages.
fn shown(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("`{}…`", text[..end].escape_debug()),
        None => format!("`{}`", text.escape_debug()),
    }
}
