//! Times as texts.

use super::pattern::{self, Pattern};
use super::{DateError, Timestamp, shown};
use crate::filter::Time;
use jiff::fmt::strtime::{self, BrokenDownTime};
use jiff::{ZonedDateTime, civil};

/// Writes a time as text for a field.
pub trait WriteDate {
    /// The time in a format as the documentation of fields states it: `date-time` (RFC 3339), `date`, or a pattern such as
    /// `yyyy-MM-dd HH:mm:ss`, with letters in any case; hours count to 24.
    ///
    /// # Errors
    /// When the format has letters that are not known, or the time lacks what it asks for: a moment has date and hour at a
    /// place only, so without an offset in the format it has to be a [`ZonedDateTime`].
    fn written_as(&self, format: &str) -> Result<String, DateError>;
}

impl WriteDate for Timestamp {
    fn written_as(&self, format: &str) -> Result<String, DateError> {
        let pattern = pattern::read(format)?;
        if !pattern.has_offset {
            return Err(lacks(format, "a moment has date and hour at a place only", IN_TZ));
        }
        match format {
            "date-time" => Ok(self.to_string()),
            _ => write(format, &pattern, *self),
        }
    }
}

/// Date, hour and offset are those of its place; its name is not written.
impl WriteDate for ZonedDateTime {
    fn written_as(&self, format: &str) -> Result<String, DateError> {
        write(format, &pattern::read(format)?, self)
    }
}

impl WriteDate for civil::DateTime {
    fn written_as(&self, format: &str) -> Result<String, DateError> {
        let pattern = pattern::read(format)?;
        if pattern.has_offset {
            return Err(lacks(format, "the time has no offset", IN_TZ));
        }
        write(format, &pattern, *self)
    }
}

impl WriteDate for civil::Date {
    fn written_as(&self, format: &str) -> Result<String, DateError> {
        let pattern = pattern::read(format)?;
        if pattern.has_time || pattern.has_offset {
            return Err(lacks(format, "a day has no time", "give it one first: `day.at(0, 0, 0, 0)`"));
        }
        write(format, &pattern, *self)
    }
}

/// In whole seconds, UTC.
impl Time for Timestamp {
    fn text(self) -> String {
        self.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
    }
}

/// In whole seconds, UTC.
impl Time for ZonedDateTime {
    fn text(self) -> String {
        self.timestamp().text()
    }
}

const IN_TZ: &str = "name the time zone of the service first: `.in_tz(\"Asia/Shanghai\")?`";

fn write(format: &str, pattern: &Pattern, time: impl Into<BrokenDownTime>) -> Result<String, DateError> {
    strtime::format(&pattern.strftime, time)
        .map_err(|error| DateError(format!("the time is not written as {}: {error}", shown(format))))
}

fn lacks(format: &str, why: &str, help: &str) -> DateError {
    DateError(format!("the time is not written as {}: {why}; {help}", shown(format)))
}
