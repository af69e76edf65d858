//! Texts as times. jiff reads them; what is decided here is which kind of time a text states.

use super::{DateError, Timestamp, shown};
use jiff::civil;
use jiff::fmt::temporal::{DateTimeParser, Pieces};
use std::borrow::Cow;

static PARSER: DateTimeParser = DateTimeParser::new();

/// Reads the text of a field as a time: of a `String` or `&str`, or of an `Option` of one.
///
/// The form is that of RFC 3339 and ISO 8601, with `T` or a blank in the middle, `Z`, `+08:00` or `+0800` at the end, and
/// fractions of a second; `2024/01/02` is read as well. Each method wants one kind of time and takes no other for it: a time
/// without an offset is no moment, and one with an offset is more than what a clock shows. The error says which method fits.
///
/// An `Option` gives an `Option`: there is no time in `None`, and none in `""`, which services write for it.
pub trait ReadDate {
    /// What is read of a `T`: a `T` of a text, an `Option<T>` of an optional text.
    type Read<T>;

    /// Reads the text with a function; the methods below go through it.
    ///
    /// # Errors
    /// Those of the function.
    fn read<T>(&self, read: fn(&str) -> Result<T, DateError>) -> Result<Self::Read<T>, DateError>;

    /// A moment: a date and a time with an offset.
    ///
    /// # Errors
    /// When the text is no such time, or one outside of the years that jiff knows: `9999-12-31T23:59:59Z` is.
    fn timestamp(&self) -> Result<Self::Read<Timestamp>, DateError> {
        self.read(timestamp)
    }

    /// What a clock shows: a date and a time without an offset. `.in_tz("Asia/Shanghai")` makes a moment of it.
    ///
    /// # Errors
    /// When the text is no such time.
    fn datetime(&self) -> Result<Self::Read<civil::DateTime>, DateError> {
        self.read(datetime)
    }

    /// A day.
    ///
    /// # Errors
    /// When the text is no date, or a date with a time.
    fn date(&self) -> Result<Self::Read<civil::Date>, DateError> {
        self.read(date)
    }
}

impl ReadDate for str {
    type Read<T> = T;

    fn read<T>(&self, read: fn(&str) -> Result<T, DateError>) -> Result<T, DateError> {
        read(self)
    }
}

impl<S: AsRef<str>> ReadDate for Option<S> {
    type Read<T> = Option<T>;

    fn read<T>(&self, read: fn(&str) -> Result<T, DateError>) -> Result<Option<T>, DateError> {
        let text = self.as_ref().map(AsRef::as_ref).filter(|text| !text.trim().is_empty());
        text.map(read).transpose()
    }
}

fn timestamp(text: &str) -> Result<Timestamp, DateError> {
    let plain = plain(text);
    match Kind::of(&pieces(text, &plain, "time")?) {
        Kind::Moment => plain.parse().map_err(|error| unreadable(text, "time", &error)),
        other => Err(other.instead_of("a moment", text)),
    }
}

fn datetime(text: &str) -> Result<civil::DateTime, DateError> {
    let plain = plain(text);
    let pieces = pieces(text, &plain, "time")?;
    match (Kind::of(&pieces), pieces.time()) {
        (Kind::Clock, Some(time)) => Ok(pieces.date().to_datetime(time)),
        (other, _) => Err(other.instead_of("a time without an offset", text)),
    }
}

fn date(text: &str) -> Result<civil::Date, DateError> {
    let plain = plain(text);
    let pieces = pieces(text, &plain, "date")?;
    match Kind::of(&pieces) {
        Kind::Day => Ok(pieces.date()),
        other => Err(other.instead_of("a day", text)),
    }
}

/// What a text states.
enum Kind {
    Moment,
    Clock,
    Day,
}

impl Kind {
    fn of(pieces: &Pieces<'_>) -> Self {
        match (pieces.time(), pieces.offset()) {
            (None, _) => Self::Day,
            (Some(_), None) => Self::Clock,
            (Some(_), Some(_)) => Self::Moment,
        }
    }

    fn instead_of(&self, wanted: &str, text: &str) -> DateError {
        let text = shown(text);
        DateError(match self {
            Self::Moment => format!(
                "{text} is a moment where {wanted} is read; read it with `.timestamp()`, and `.in_tz(…)` gives its date and time at a place"
            ),
            Self::Clock => format!(
                "{text} names no offset where {wanted} is read; read it with `.datetime()`, and where a moment is needed, name the time zone of the service: `.datetime()?.in_tz(\"Asia/Shanghai\")?`"
            ),
            Self::Day => format!("{text} has no time of day where {wanted} is read; read it with `.date()`"),
        })
    }
}

fn pieces<'t>(text: &str, plain: &'t str, wanted: &str) -> Result<Pieces<'t>, DateError> {
    if text.trim().is_empty() {
        return Err(DateError(format!(
            "the text is empty where a {wanted} is read; take an empty text for no {wanted} before you read it"
        )));
    }
    PARSER.parse_pieces(plain).map_err(|error| {
        let is_number = text.trim().bytes().all(|byte| byte.is_ascii_digit());
        if is_number { number(text, wanted) } else { unreadable(text, wanted, &error) }
    })
}

/// The form that jiff reads: no blanks around the text or in front of the offset, and dashes in the date.
fn plain(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    let slashed = matches!(text.as_bytes(), [_, _, _, _, b'/', _, _, b'/', ..]);
    let text = if slashed { Cow::Owned(text.replacen('/', "-", 2)) } else { Cow::Borrowed(text) };
    match text.rsplit_once(' ') {
        Some((time, offset)) if offset.starts_with(['+', '-']) => Cow::Owned(format!("{time}{offset}")),
        _ => text,
    }
}

fn number(text: &str, wanted: &str) -> DateError {
    let text = shown(text);
    DateError(format!(
        "{text} is a number where a {wanted} is read; where it counts seconds or milliseconds, read it with `.parse::<i64>()?.unix_seconds()` or `.unix_millis()`"
    ))
}

fn unreadable(text: &str, wanted: &str, error: &jiff::Error) -> DateError {
    let text = shown(text);
    DateError(format!("{text} is not read as a {wanted}: {error}; take the text as it is"))
}
