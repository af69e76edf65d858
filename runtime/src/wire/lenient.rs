//! Undocumented forms of values that the decoder accepts, because samples or responses have them.

use std::ops::BitOr;

/// A set of accepted forms of one field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lenient(u8);

impl Lenient {
    /// The documented form only.
    pub const NONE: Self = Self(0);
    /// `null` as an empty list.
    pub const NULL_LIST: Self = Self(1);
    /// A string for a number.
    pub const NUMBER_AS_TEXT: Self = Self(1 << 1);
    /// A number for a string.
    pub const TEXT_AS_NUMBER: Self = Self(1 << 2);
    /// `0` and `1` for a boolean.
    pub const BOOL_AS_NUMBER: Self = Self(1 << 3);
    /// A single value for a list.
    pub const ONE_FOR_LIST: Self = Self(1 << 4);
    /// `""` for an object, list or number.
    pub const EMPTY_TEXT: Self = Self(1 << 5);

    /// The union of both sets, usable in constants.
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether all forms in `other` are accepted.
    pub const fn allows(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

impl BitOr for Lenient {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        self.and(other)
    }
}
