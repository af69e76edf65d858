//! Forms beside the documented one that samples show and the decoder takes.

use std::ops::BitOr;

/// A set of tolerances for one field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lenient(u8);

impl Lenient {
    /// Nothing but the documented form.
    pub const NONE: Self = Self(0);
    /// `null` where a list stands reads as an empty list.
    pub const NULL_LIST: Self = Self(1);
    /// A number written as text.
    pub const NUMBER_AS_TEXT: Self = Self(1 << 1);
    /// A text written as number.
    pub const TEXT_AS_NUMBER: Self = Self(1 << 2);
    /// `0` and `1` for a boolean.
    pub const BOOL_AS_NUMBER: Self = Self(1 << 3);
    /// One value where a list of it is documented.
    pub const ONE_FOR_LIST: Self = Self(1 << 4);
    /// `""` where an object, list or number is documented.
    pub const EMPTY_TEXT: Self = Self(1 << 5);

    /// Both sets together, usable in constants.
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether all of `other` is tolerated.
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
