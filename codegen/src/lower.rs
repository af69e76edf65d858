//! Stage 5 of 9: what each cell means.

pub mod meaning;
