//! The two verdicts: on Rust callers, and on calls.

use schemars::JsonSchema;
use serde::Serialize;
use std::fmt;

/// What a change does to code that uses the emitted crate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Documentation or constants change; callers compile.
    #[default]
    Patch,
    /// There is more to call, or a use warns; callers compile.
    Minor,
    /// A caller does not compile.
    Major,
}

/// What a change does to calls.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Wire {
    /// Clients of both docs work with servers of both.
    #[default]
    Compatible,
    /// Clients of the new docs may fail with servers that lag behind.
    BreaksNew,
    /// Clients of the old docs may fail, or mean something else, although nobody touched them.
    BreaksOld,
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        })
    }
}

impl fmt::Display for Wire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Compatible => "compatible",
            Self::BreaksNew => "breaking for new callers",
            Self::BreaksOld => "breaking for callers that do nothing",
        })
    }
}
