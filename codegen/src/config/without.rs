//! Witnesses that are turned off, to see what the others say.

use std::str::FromStr;

/// A witness that is turned off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Without {
    /// Parameter tables.
    Table,
    /// All samples.
    Example,
    /// Request samples.
    RequestExample,
    /// Response samples.
    ResponseExample,
    /// Methods and paths on the pages themselves.
    InlineRoute,
    /// Route tables.
    Routes,
    /// Overrides.
    Overrides,
    /// Chinese pages.
    Zh,
    /// English pages.
    En,
}

/// Every witness that can be turned off, and its name on the command line.
pub const WITNESSES: &[(&str, Without)] = &[
    ("table", Without::Table),
    ("example", Without::Example),
    ("request-example", Without::RequestExample),
    ("response-example", Without::ResponseExample),
    ("inline-route", Without::InlineRoute),
    ("routes", Without::Routes),
    ("overrides", Without::Overrides),
    ("zh", Without::Zh),
    ("en", Without::En),
];

impl FromStr for Without {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = WITNESSES.iter().find(|(name, _)| *name == text).map(|(_, without)| *without);
        found.ok_or_else(|| {
            let names: Vec<&str> = WITNESSES.iter().map(|(name, _)| *name).collect();
            format!("unknown witness `{text}`, expected one of {}", names.join(", "))
        })
    }
}
