//! Evidence: where something stands in the sources, and what each witness says of a fact.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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
    pub says: String,
    /// Whether the decision follows it.
    pub won: bool,
    /// Where it says so.
    pub origin: Origin,
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
