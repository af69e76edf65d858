//! Output. In: files in memory. Out: trees on disk, changed atomically and only where they differ.

pub mod cache;
pub mod former;
pub mod write;
pub mod manifest;
pub mod vendored;
pub mod regen;
pub mod scaffold;
