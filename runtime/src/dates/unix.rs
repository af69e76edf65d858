//! Numbers as times.

use super::{DateError, Timestamp};

/// Reads the number of a field as a moment: of an integer, or of an `Option` of one. The field's documentation says in
/// which unit it counts.
pub trait ReadUnix {
    /// What is read of a `T`: a `T` of a number, an `Option<T>` of an optional number.
    type Read<T>;

    /// Seconds since 1970.
    ///
    /// # Errors
    /// When the moment is outside of the years that jiff knows.
    fn unix_seconds(&self) -> Result<Self::Read<Timestamp>, DateError>;

    /// Milliseconds since 1970.
    ///
    /// # Errors
    /// When the moment is outside of the years that jiff knows.
    fn unix_millis(&self) -> Result<Self::Read<Timestamp>, DateError>;
}

macro_rules! integers {
    ($($ty:ty)+) => {$(
        impl ReadUnix for $ty {
            type Read<T> = T;

            fn unix_seconds(&self) -> Result<Timestamp, DateError> {
                let known = i64::try_from(*self).ok().and_then(|it| Timestamp::from_second(it).ok());
                known.ok_or_else(|| outside(&self.to_string(), "seconds", "`.unix_millis()`"))
            }

            fn unix_millis(&self) -> Result<Timestamp, DateError> {
                let known = i64::try_from(*self).ok().and_then(|it| Timestamp::from_millisecond(it).ok());
                known.ok_or_else(|| outside(&self.to_string(), "milliseconds", "`Timestamp::from_microsecond`"))
            }
        }
    )+};
}

integers!(i32 i64 u32 u64);

impl<N: ReadUnix> ReadUnix for Option<N> {
    type Read<T> = Option<N::Read<T>>;

    fn unix_seconds(&self) -> Result<Self::Read<Timestamp>, DateError> {
        self.as_ref().map(N::unix_seconds).transpose()
    }

    fn unix_millis(&self) -> Result<Self::Read<Timestamp>, DateError> {
        self.as_ref().map(N::unix_millis).transpose()
    }
}

fn outside(number: &str, unit: &str, finer: &str) -> DateError {
    DateError(format!(
        "`{number}` {unit} since 1970 are no time before the year 10000; where the field counts in a finer unit, read it with {finer}"
    ))
}
