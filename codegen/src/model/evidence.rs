//! Evidence: origins in the sources, and the votes of witnesses on facts.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// Where something stands in the sources.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
pub struct Origin {
    /// Index into [`Api::files`](super::Api::files).
    pub file: u32,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// Line of `start`, counted from 1.
    pub line: u32,
}

/// One witness's word on one fact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Vote {
    /// Which fact.
    pub fact: Fact,
    /// Who speaks.
    pub witness: Witness,
    /// What it says, in short.
    pub says: SmolStr,
    /// Whether the decision follows it.
    pub won: bool,
    /// Where it says so.
    pub origin: Origin,
}

/// Why an override is right, in the words of the one who wrote it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Reason {
    /// Path of the fact.
    pub fact: String,
    /// The reason.
    pub reason: String,
    /// The entry; votes of [`Witness::Override`] stand inside it.
    pub origin: Origin,
}

impl Origin {
    /// Whether another place lies inside this one.
    pub fn holds(&self, other: Origin) -> bool {
        self.file == other.file && self.start <= other.start && other.end <= self.end
    }
}

/// The facts that are voted on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// That the item exists.
    Presence,
    /// Its name.
    Name,
    /// Its type.
    Type,
    /// Whether it must be sent.
    Required,
    /// Which object it belongs to.
    Parent,
    /// Where it travels.
    Location,
    /// Its HTTP method.
    Method,
    /// Its path.
    Path,
    /// Its documented values.
    Values,
    /// Its default.
    Default,
    /// Its bounds, of a number or of a length.
    Range,
    /// Under which condition it must be sent.
    Condition,
    /// Whether `null` may stand for it.
    Nullable,
    /// Its description.
    Description,
    /// Whether attributes beyond the listed ones are accepted.
    Open,
    /// Whether repeating the call is harmless.
    Idempotent,
    /// How a long result is walked through.
    Paging,
    /// The member of the envelope that holds the payload.
    Member,
}

/// Who can speak for a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Witness {
    /// A correction with a reason.
    Override,
    /// A parameter table.
    Table,
    /// A parameter table on the page of another language.
    OtherLanguage,
    /// A request sample.
    RequestExample,
    /// A response sample.
    ResponseExample,
    /// The page's own route line.
    InlineRoute,
    /// A route table.
    RouteTable,
    /// A heading.
    Heading,
    /// A note beside a table.
    Note,
    /// A type of the same name on another page.
    SharedType,
    /// The file name.
    FileName,
    /// A rule of the dialect.
    Dialect,
}
