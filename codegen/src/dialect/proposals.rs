//! Proposals: what names and types look like that `docwright dialect propose` makes lines of.

use serde::Deserialize;
use std::collections::BTreeMap;

/// `[propose]`: words that proposals go by, beside the meanings that words have in the other tables.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Proposals {
    /// Parts of names that credentials have, letters and digits alone.
    pub credentials: Vec<String>,
    /// Style of paging to words in names of arguments that say where to begin.
    pub starts: BTreeMap<String, Vec<String>>,
    /// Style of paging to words in names of arguments that say how many.
    pub limits: BTreeMap<String, Vec<String>>,
    /// Words in names that speak of something else than a part of a list.
    pub not_paging: Vec<String>,
    /// Words in names of the number of all items.
    pub totals: Vec<String>,
    /// Parts of types that hold more.
    pub structures: Vec<String>,
}
