//! The report: all entries, the highest verdicts, and what version follows from them.

use super::entry::Entry;
use super::verdict::{Level, Wire};
use schemars::JsonSchema;
use serde::Serialize;
use std::fmt;

/// Version of the JSON form.
pub const SCHEMA_VERSION: u32 = 1;

/// The highest verdicts of a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Verdicts {
    /// On Rust callers; `null` where nothing changed.
    pub rust: Option<Level>,
    /// On calls.
    pub wire: Wire,
}

/// What changed from one set of docs to another.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Report {
    /// [`SCHEMA_VERSION`].
    pub schema: u32,
    /// The highest verdicts.
    pub verdicts: Verdicts,
    /// What the next version of the client has to be, by either verdict.
    pub bump: Option<Level>,
    /// The changes, what breaks first.
    pub entries: Vec<Entry>,
}

/// A version number and what it becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bump(semver::Version);

/// The JSON Schema of [`Report`], as committed beside the code.
pub fn schema() -> String {
    serde_json::to_string_pretty(&schemars::schema_for!(Report)).unwrap_or_default() + "\n"
}

impl Report {
    /// Sorts entries and sums them up.
    pub(super) fn new(mut entries: Vec<Entry>) -> Self {
        for entry in &mut entries {
            entry.silent = entry.wire == Wire::BreaksOld && entry.rust.level != Level::Major;
        }
        let rank = |entry: &Entry| {
            (std::cmp::Reverse((entry.rust.level.max(by_wire(entry.wire)), entry.wire)), entry.code)
        };
        entries.sort_by(|a, b| {
            rank(a).cmp(&rank(b)).then_with(|| a.fact.cmp(&b.fact)).then_with(|| a.message.cmp(&b.message))
        });
        let rust = entries.iter().map(|entry| entry.rust.level).max();
        let wire = entries.iter().map(|entry| entry.wire).max().unwrap_or_default();
        let verdicts = Verdicts { rust, wire };
        Self { schema: SCHEMA_VERSION, verdicts, bump: rust.map(|rust| rust.max(by_wire(wire))), entries }
    }
}

impl Report {
    /// Reports on parts of the docs as one.
    pub fn of_parts(parts: Vec<Self>) -> Self {
        Self::new(parts.into_iter().flat_map(|part| part.entries).collect())
    }

    /// The report of some of its entries.
    #[must_use]
    pub fn of(&self, entries: &[&Entry]) -> Self {
        Self::new(entries.iter().map(|&entry| entry.clone()).collect())
    }
}

/// A client whose unchanged callers do something else is no minor release.
fn by_wire(wire: Wire) -> Level {
    match wire {
        Wire::BreaksOld => Level::Major,
        Wire::BreaksNew => Level::Minor,
        Wire::Compatible => Level::Patch,
    }
}

impl Bump {
    /// Reads `1.2.3`, as cargo does.
    pub fn parse(version: &str) -> Option<Self> {
        semver::Version::parse(version).ok().map(Self)
    }

    /// The version after this one. Before 1.0 the second number counts what breaks, as cargo reads it. What follows a
    /// pre-release is its release, unless more breaks than that announces.
    #[must_use]
    pub fn after(self, level: Level) -> Self {
        let (major, minor, patch) = (self.0.major, self.0.minor, self.0.patch);
        // What a pre-release may still break is what its release breaks.
        let announced = match (major, minor, patch) {
            (_, 0, 0) | (0, _, 0) => Level::Major,
            (_, _, 0) => Level::Minor,
            _ => Level::Patch,
        };
        let next = match (level, major, minor) {
            _ if !self.0.pre.is_empty() && level <= announced => (major, minor, patch),
            (Level::Major, 1.., _) => (major + 1, 0, 0),
            (Level::Major, 0, 1..) | (Level::Minor, 1.., _) => (major, minor + 1, 0),
            _ => (major, minor, patch + 1),
        };
        Self(semver::Version::new(next.0, next.1, next.2))
    }
}

impl fmt::Display for Bump {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(version: &str, level: Level, expect: &str) {
        assert_eq!(Bump::parse(version).unwrap().after(level).to_string(), expect);
    }

    #[test]
    fn versions_as_cargo_reads_them() {
        check("1.2.3", Level::Major, "2.0.0");
        check("1.2.3", Level::Minor, "1.3.0");
        check("1.2.3", Level::Patch, "1.2.4");
        check("0.2.3", Level::Major, "0.3.0");
        check("0.2.3", Level::Minor, "0.2.4");
        check("0.0.3", Level::Major, "0.0.4");
        check("1.0.0-rc.1", Level::Major, "1.0.0");
        check("0.3.0-rc.1", Level::Major, "0.3.0");
        check("1.3.0-rc.1", Level::Minor, "1.3.0");
        check("1.2.3-rc.1", Level::Patch, "1.2.3");
        check("1.2.3-rc.1", Level::Major, "2.0.0");
        check("0.3.1-rc.1", Level::Major, "0.4.0");
        check("1.2.3+build", Level::Patch, "1.2.4");
        assert!(Bump::parse("1.2").is_none() && Bump::parse("v1.2.3").is_none());
    }
}
