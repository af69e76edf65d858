//! The file form of a dialect: every table and key of its TOML. `docs/dialects.md` is their reference.

use super::format::Format;
use super::notes::Notes;
use super::phrase::Phrase;
use super::proposals::Proposals;
use super::success::Success;
use super::title_word::TitleWord;
use super::type_word::TypeWord;
use crate::model::Location;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The file form of a dialect.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DialectFile {
    /// Name in `docwright.toml`.
    pub name: String,
    /// A built-in dialect, or the path of a file, that this one adds to.
    pub extends: String,
    /// See [`Client`].
    pub client: Client,
    /// See [`Pages`].
    pub pages: Pages,
    /// See [`Routes`].
    pub routes: Routes,
    /// See [`Nesting`].
    pub nesting: Nesting,
    /// See [`Envelope`].
    pub envelope: Envelope,
    /// See [`Notes`].
    pub notes: Notes,
    /// See [`Convention`].
    pub paging: Vec<Convention>,
    /// See [`Grammar`].
    pub filters: Vec<Grammar>,
    /// See [`Detect`].
    pub detect: Detect,
    /// Role to heading texts.
    pub sections: BTreeMap<Role, Vec<String>>,
    /// What words say in titles that are made of such words alone.
    pub title_words: BTreeMap<TitleWord, Vec<String>>,
    /// Column to header texts.
    pub columns: BTreeMap<Column, Vec<String>>,
    /// Words of the required column.
    pub required: Required,
    /// Location to words.
    pub locations: BTreeMap<Location, Vec<String>>,
    /// Type to words.
    pub types: BTreeMap<TypeWord, Vec<String>>,
    /// Format to words.
    pub formats: BTreeMap<Format, Vec<String>>,
    /// See [`Marks`].
    pub marks: Marks,
    /// What a word of a description does to words.
    pub descriptions: BTreeMap<Phrase, Vec<String>>,
    /// See [`Proposals`].
    pub propose: Proposals,
}

/// `[client]`: what the emitted client is made of.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Client {
    /// Runtime module: `blueking`, `jdcloud`, `plain`.
    pub runtime: String,
    /// Name of the client type.
    pub name: String,
    /// Requests are signed with an access key.
    pub signed: bool,
    /// Header that carries the credentials or the signature.
    pub auth_header: String,
    /// Service of a page where the configuration names none; `{host}` is the service that the host names.
    pub service: String,
    /// Host pattern (`*` at either end) to service; other hosts give their first label.
    pub hosts: BTreeMap<String, String>,
}

/// `[pages]`: which files are pages.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Pages {
    /// Stems (with `*`), or globs of paths, of files that are never endpoints.
    pub skip: Vec<String>,
    /// Further ends of the names of pages.
    pub extensions: Vec<String>,
    /// How many endpoints a file holds: `auto`, `one`, `many`.
    pub endpoints: PerPage,
    /// Bold labels and `label: text` lines open sections as headings do.
    pub labels: bool,
    /// Languages of the pages, the leading one first.
    pub languages: Vec<String>,
}

/// How many endpoints a page holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PerPage {
    /// Several where several heading sections hold a route and parameters each, else one.
    #[default]
    Auto,
    /// One per file.
    One,
    /// Each of the widest heading sections that hold exactly one route is one.
    Many,
}

/// Where an operation's name comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NameSource {
    /// The page's first heading, or the heading of the endpoint's section, when it is an identifier.
    Heading,
    /// The identifier behind a dash in that heading: `创建 - CreateDisk`.
    HeadingTail,
    /// The words of that heading without what stands in brackets: `New order (SIGNED)` is `new_order`.
    HeadingWords,
    /// The title in the settings at the begin of the page.
    FrontMatter,
    /// What the link of that heading leads to.
    Link,
    /// The folder of the page.
    Folder,
    /// The file name.
    FileStem,
    /// The last segment of the path that is no placeholder.
    PathTail,
    /// The whole path, version and `api` prefix left out.
    PathAll,
    /// A verb for the method and the last fixed segment of the path: `create_instance`.
    MethodAndPath,
}

/// `[routes]`: names, methods and paths.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Routes {
    /// Sources of the operation's name, the first that yields one counts.
    pub name: Vec<NameSource>,
    /// Words of rows whose other cell names the operation.
    pub name_rows: Vec<String>,
    /// Lines that name the operation; `{name}` stands for it.
    pub name_patterns: Vec<String>,
    /// Text put before the paths of a route table.
    pub table_prefix: String,
    /// Method where neither the page nor a route table names one.
    pub default_method: String,
    /// Path where the page names none; `{name}` stands for the operation's name.
    pub default_path: String,
    /// Path prefixes that are not part of the operation's name under `path_all`.
    pub strip: Vec<String>,
    /// Header words of route tables inside pages: address column.
    pub path_columns: Vec<String>,
    /// Header words of route tables inside pages: method column.
    pub method_columns: Vec<String>,
}

/// `[nesting]`: how a table finds its parent field.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Nesting {
    /// Words after a field name in a title.
    pub suffixes: Vec<String>,
    /// Words before a field name in a title.
    pub prefixes: Vec<String>,
    /// What stands between several field names in one title.
    pub separators: Vec<String>,
    /// Phrases of a description that name a table; `{}` is the name.
    pub mentions: Vec<String>,
    /// Words in front of the number of a table: `Table 2` above it, and where a description refers to it.
    pub numbered: Vec<String>,
    /// Phrases of a description that say that the table right below describes the field.
    pub below: Vec<String>,
    /// Phrases of a description that say a structure is like that of a field beside it; `{}` is the name.
    pub likes: Vec<String>,
    /// Words of a line above a table that say it lists what a call returns.
    pub answers: Vec<String>,
    /// Words that say it lists what a call is sent.
    pub requests: Vec<String>,
    /// Words that say it lists more of what the table above it lists.
    pub members: Vec<String>,
    /// Words that say a table lists the keys of a map.
    pub map_key: Vec<String>,
    /// Words that say a table lists the values of a map.
    pub map_value: Vec<String>,
    /// Names of rows that have none, with the marks around them: they stand for the value itself.
    pub anonymous: Vec<String>,
    /// The response table describes the inside of the payload, not the envelope.
    pub response_is_payload: bool,
    /// Types that pages name are shared inside a service where all definitions agree.
    pub shared_types: bool,
    /// Text that marks one level of depth before a name: `&emsp;`, `- `, `└`.
    pub indents: Vec<String>,
    /// What may stand for the dot between a field with a row of its own and one inside of it: `tree->rings`, `tree/rings`.
    pub joints: Vec<String>,
    /// What stands in a title between a field and one inside of it: `box中lid`.
    pub within: Vec<String>,
    /// Lines above tables whose nameless rows are parts of one structure: `allOf`.
    pub parts: Vec<String>,
    /// Words of a column that says of each row that it is sent: `in`.
    pub sent: Vec<String>,
    /// Words of such a column that say the row comes back.
    pub returned: Vec<String>,
    /// Titles of columns that say by a number how deep a row stands.
    pub levels: Vec<String>,
    /// Titles of columns that name the row which a row stands below.
    pub parents: Vec<String>,
    /// `A.N.B` in a name: the segment that stands for an index.
    pub index_segments: Vec<String>,
    /// Words of a title that tell alternatives of one structure apart: `extension[aws]`, `vendor=aws`, `aws`.
    pub variants: Vec<String>,
    /// What stands between the words for a form of a structure and the name of its field, at half width: `当 kind 为 shell 时,param`.
    pub conditions: Vec<String>,
    /// The same behind the name: `param when kind is shell`.
    pub whens: Vec<String>,
    /// Words between a field and its value in a title that names no other field: `kind 为 shell 时`.
    pub equals: Vec<String>,
    /// Words in front of the number of a title: `Step 3. Response`.
    pub steps: Vec<String>,
    /// Titles that stand for a field's name: title to field.
    pub aliases: BTreeMap<String, String>,
    /// Words that a heading behind the calls begins with which titles what they refer to: `Appendix A: Lamp`.
    pub appendices: Vec<String>,
    /// Titles of tables that list the values of a field: field to titles.
    pub values: BTreeMap<String, Vec<String>>,
}

/// `[envelope]`: what surrounds the payload.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Envelope {
    /// Member that holds the payload: `data`, `result`; empty when the body is the payload.
    pub payload: String,
    /// Where neither tables nor samples show an envelope, the body is the payload.
    pub optional: bool,
    /// Other members; they belong to no response type.
    pub members: Vec<String>,
    /// Names that are credentials; they belong to no request.
    pub credentials: Vec<String>,
    /// Words of a header table that are transport, not arguments.
    pub headers: Vec<String>,
    /// See [`Success`].
    pub success: Option<Success>,
}

/// `[[paging]]`: one way to ask for a part of a long result. Paths have dots.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Convention {
    /// `offset` when `start` counts items, `page` when it counts pages from 1.
    pub style: String,
    /// Request parameter that says where to begin: `page.start`.
    pub start: String,
    /// Request parameter that says how many items.
    pub limit: String,
    /// Names of the payload's list; `*` is its only list.
    pub items: Vec<String>,
    /// Names of the payload's number of all items; one deeper inside has dots: `meta.total`.
    pub totals: Vec<String>,
    /// Request flags that ask for the total instead of the items.
    pub count_flags: Vec<String>,
}

/// `[[filters]]`: one grammar of filter parameters, known by the two members of its objects.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Grammar {
    /// Name of the grammar in the runtime.
    pub name: String,
    /// Member that says how rules are combined.
    pub combine: String,
    /// Member that lists the rules.
    pub rules: String,
}

/// `[marks]`: what stands beside a name, a type or in a description and says something of the field.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Marks {
    /// Words that say the field may be left out: `optional`.
    pub optional: Vec<String>,
    /// Words that say it must be sent.
    pub required: Vec<String>,
    /// A name that ends so may be left out: `nick?`.
    pub optional_suffix: Vec<String>,
    /// A name that ends so must be sent.
    pub required_suffix: Vec<String>,
    /// A name that begins so must be sent: `*nick`.
    pub required_prefix: Vec<String>,
    /// A type that begins or ends so may be null: `?string`.
    pub nullable_prefix: Vec<String>,
    /// A type that ends so is never null: `int NOT NULL`.
    pub never_null_suffix: Vec<String>,
    /// Marks of the `required` column that say yes where the other marks of it say no: `○` beside `×`.
    pub yes_beside_no: Vec<String>,
    /// Words of a description that say that the field may be null.
    pub may_be_null: Vec<String>,
    /// What refers to a footnote behind a name.
    pub footnotes: Vec<String>,
    /// Where no column says so, arguments that nothing marks as optional must be sent.
    pub required_by_default: bool,
}

/// `[detect]`: signs of the dialect, each with one point.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Detect {
    /// Headings that its pages have.
    pub headings: Vec<String>,
    /// Text that its pages have.
    pub text: Vec<String>,
    /// Text that its pages never have.
    pub absent: Vec<String>,
}

/// `[required]`: words of the required column.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Required {
    /// Words for yes.
    pub yes: Vec<String>,
    /// Words for no.
    pub no: Vec<String>,
}

/// What a heading (or label) opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names are the documentation; docs/dialects.md describes each key")]
pub enum Role {
    Description,
    Method,
    Url,
    Request,
    Auth,
    HeaderParams,
    PathParams,
    QueryParams,
    BodyParams,
    RequestExample,
    ResponseExample,
    Example,
    Response,
    Types,
    Errors,
    Note,
    Other,
}

/// What a table column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names are the documentation; docs/dialects.md describes each key")]
pub enum Column {
    Name,
    Type,
    Required,
    Default,
    Description,
    Location,
    NeverNull,
    AlwaysPresent,
    Value,
    Label,
    Schema,
    Optional,
    Nullable,
    ReadOnly,
    Deprecated,
    Ignored,
    Code,
    Status,
    Example,
}
