//! The model: the decided facts of all pages. Plain data, independent of Markdown and Rust.
//!
//! The stages up to `assemble` fill it; emitters read nothing else.
//! Its JSON form is versioned ([`SCHEMA_VERSION`]); `docwright model --schema` prints the JSON Schema.

pub mod address;
mod questions;
mod closed_sets;
mod error_codes;
mod evidence;
pub mod json;
mod success;
mod types;
mod understood;

pub use closed_sets::{
    AnswerFormat, BodyFormat, IntegerWidth, Location, Method, PagingStyle, Runtime, SampleRole, UnknownWord,
};
pub use error_codes::{ErrorCode, Key as ErrorCodeKey, add_error_codes, error_codes_in, error_codes_of};
pub use evidence::{Fact, Origin, Reason, Vote, Witness};
pub use success::{Scalar, SuccessRule};
pub use types::Type;
pub use understood::Understood;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};
use smallvec::SmallVec;
use smol_str::SmolStr;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Version of the JSON form; it grows when a reader of the old form would misread the new one.
pub const SCHEMA_VERSION: u32 = 1;

/// The JSON Schema of [`Api`], as committed beside the code.
pub fn schema() -> String {
    // A schema is plain JSON values, so it always prints.
    let text = serde_json::to_string_pretty(&schemars::schema_for!(Api)).unwrap_or_default();
    text + "\n"
}

/// All services of one run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Api {
    /// [`SCHEMA_VERSION`] of the writer.
    pub schema: u32,
    /// The source files; [`Origin::file`] is an index into this list.
    pub files: Vec<SourceName>,
    /// The services, in the order of their names.
    pub services: Vec<Service>,
    /// The overrides that took part, in the order of their files.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub overrides: Vec<Reason>,
}

/// A source file by name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SourceName {
    /// Path with `/` separators, relative to the configuration file.
    pub path: String,
    /// Language of the page (`zh`, `en`), empty where the file has none (a route table).
    #[serde(default, skip_serializing_if = "str::is_empty")]
    pub language: Cow<'static, str>,
}

/// The endpoints of one doc set: a module and a feature of the emitted crate.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Service {
    /// Dotted module path, `blueking.cc`.
    pub name: String,
    /// Name of the dialect that read the pages.
    pub dialect: String,
    /// How clients of this service talk to the server.
    pub client: ClientSpec,
    /// The endpoints, ordered by id, then method, then path. They can be shared, since a session
    /// assembles a service anew with every edit of a page, and most endpoints stay.
    pub endpoints: Vec<Arc<Endpoint>>,
    /// Error codes that pages list outside of any call.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub error_codes: Vec<ErrorCode>,
    /// Types the pages name and whose definitions agree on every page, by that name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub types: BTreeMap<String, Object>,
}

impl Service {
    /// An endpoint, to be changed.
    pub fn endpoint_mut(&mut self, at: usize) -> Option<&mut Endpoint> {
        self.endpoints.get_mut(at).map(Arc::make_mut)
    }
}

/// What a client of a service needs of the runtime.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ClientSpec {
    /// Module of the runtime that holds credentials, signing and envelope.
    pub runtime: Runtime,
    /// Name of the client type, `BlueKing`.
    pub name: String,
    /// Requests are signed: a client starts from credentials, and the pages name the hosts.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub signed: bool,
    /// Name the request signing knows the service by, where it signs.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub signing_name: String,
    /// Header that carries the credentials or the signature; empty when there is none, or none is known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub auth_header: String,
    /// Which answers are successes; the HTTP status alone decides where there is no rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub success: Option<SuccessRule>,
}

/// One operation that can be called.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Endpoint {
    /// The docs' own name: `create_inst`, `createInstances`.
    pub id: String,
    /// Human title, one entry per language.
    pub title: Vec<Text>,
    /// Description paragraphs, one entry per paragraph and language.
    pub description: Vec<Text>,
    /// HTTP method.
    pub method: Method,
    /// Path with `{name}` placeholders, version prefix included, without host and query.
    pub path: String,
    /// Host as documented, without scheme; may hold placeholders. Empty when the page names none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub host: String,
    /// Whether the page writes the host behind `http://`; others are reached by `https://`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub http: bool,
    /// Whether repeating the call is harmless.
    pub idempotent: bool,
    /// Wire name of the argument by which the server knows a call that it has seen; empty when there is none.
    #[serde(default, skip_serializing_if = "str::is_empty")]
    pub idempotency_token: SmolStr,
    /// How the arguments in the body are written.
    #[serde(default, skip_serializing_if = "questions::is_json")]
    pub body: BodyFormat,
    /// What comes back where no payload is documented.
    #[serde(default, skip_serializing_if = "questions::is_json_answer")]
    pub answer: AnswerFormat,
    /// How to walk through the pages of a long result.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paging: Option<Paging>,
    /// The words of the page that deprecate the whole endpoint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<Text>,
    /// The request parameters; credentials are none of them.
    pub request: Object,
    /// What the response carries besides its envelope.
    pub response: Payload,
    /// Members of the response around the payload, as the page lists them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub envelope: Vec<Field>,
    /// Rows of the page that are credentials or transport headers; the runtime sends them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub credentials: Vec<Field>,
    /// Every object type below request and response, in document order.
    pub types: Vec<Object>,
    /// The error codes that the page lists for the call.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub error_codes: Vec<ErrorCode>,
    /// The samples of the page.
    pub examples: Vec<Example>,
    /// The pages that describe the endpoint, the first one leading.
    pub origins: Vec<Origin>,
    /// Votes on method, path and name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub votes: Vec<Vote>,
}

/// An object type: the request, a nested structure, a type that pages name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Object {
    /// Unique inside its endpoint: `request`, `request.data`, `response.data.info`; for types that pages
    /// name, the name.
    pub id: String,
    /// The name the page gives the type, where it gives one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Fields in document order.
    pub fields: Vec<Field>,
    /// Set when attributes beyond the fields are accepted or returned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open: Option<Open>,
    /// Where the object is described: its heading, or the field that holds it.
    pub origin: Origin,
}

/// Why an object is open.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Open {
    /// What says so, in its own words.
    pub reason: String,
    /// Where it says so.
    pub origin: Origin,
}

/// One attribute of an object.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Field {
    /// Name on the wire.
    pub name: SmolStr,
    /// Type of the value.
    #[serde(rename = "type")]
    pub ty: Type,
    /// In requests: must be sent. In responses: the docs promise presence and a value.
    pub required: bool,
    /// `null` was documented or observed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub nullable: bool,
    /// Where a request parameter travels; `body` below the first level.
    #[serde(default, skip_serializing_if = "Location::is_body")]
    pub location: Location,
    /// In a query: the values of a list stand in one argument, with commas between them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub joined: bool,
    /// Descriptions, the leading language first.
    #[serde(default, skip_serializing_if = "SmallVec::is_empty")]
    pub docs: Texts,
    /// What the descriptions mean, as far as they say it in known forms.
    #[serde(default, skip_serializing_if = "Understood::is_empty")]
    #[schemars(with = "Meaning")]
    pub meaning: Understood,
    /// Forms beside the documented type that samples show and the decoder takes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accepts: Vec<Tolerance>,
    /// The row, heading or sample that declares the field.
    pub origin: Origin,
    /// The witnesses of each fact that is in dispute, and those of presence.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub votes: Vec<Vote>,
}

/// The descriptions of one thing; nearly always it is one.
pub type Texts = SmallVec<[Text; 1]>;

/// A piece of documentation text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Text {
    /// Language, `zh` or `en`.
    pub language: Cow<'static, str>,
    /// The text, markup removed, lines kept.
    pub text: SmolStr,
    /// Where it stands.
    pub origin: Origin,
}

/// What the prose of a description says in forms that are understood.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Meaning {
    /// Documented values, empty when there is no list of values.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<Value>,
    /// Default as a JSON literal in text form: `0`, `"MONTH"`, `false`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// Smallest value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<i64>,
    /// Largest value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<i64>,
    /// Least length of a text or list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_length: Option<u64>,
    /// Greatest length of a text or list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_length: Option<u64>,
    /// Unit of a number: `s`, `ms`, `GB` …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Format of a text: `date-time`, `base64`, or a pattern such as `yyyy-MM-dd hh:mm:ss`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
    /// The words that deprecate the field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<String>,
    /// First version that has the field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    /// The words that make the field required only sometimes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<String>,
}

/// One documented value of an open enum.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Value {
    /// The value as a JSON literal in text form: `1`, `"MONTH"`.
    pub literal: String,
    /// What the docs call it; empty when they only list it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub label: String,
    /// What another description of the same field calls it in English.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub english: String,
}

/// A form that the decoder takes although the table does not name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Tolerance {
    /// `null` or nothing where a list stands.
    NullList,
    /// A number written as text.
    NumberAsText,
    /// A text written as number.
    TextAsNumber,
    /// `0` and `1` for a boolean.
    BoolAsNumber,
    /// One value where a list of it is documented.
    OneForList,
    /// `""` where an object or list is documented.
    EmptyText,
}

/// What the response carries besides its envelope.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Payload {
    /// Type of the payload; [`Type::Any`] with `documented: false` when the page says nothing.
    #[serde(rename = "type")]
    pub ty: Type,
    /// Member of the envelope that holds it, `data` or `result`; empty when the whole body is the payload.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub member: String,
    /// Whether success may come without a payload.
    pub nullable: bool,
    /// Whether the page documents a payload at all; if not, the call returns nothing.
    pub documented: bool,
    /// Whether the page says that a success has no body.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub no_content: bool,
    /// Forms beside the type that samples show: one value where a list of it is returned.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accepts: Vec<Tolerance>,
    /// The row of the payload, or the heading of the response.
    pub origin: Origin,
    /// Descriptions of the payload row.
    #[serde(default, skip_serializing_if = "SmallVec::is_empty")]
    pub docs: Texts,
    /// The witnesses of the payload's type.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub votes: Vec<Vote>,
}

/// A sample on a page.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Example {
    /// What it shows.
    pub role: SampleRole,
    /// Heading the sample stands under.
    #[serde(default, skip_serializing_if = "str::is_empty")]
    pub title: SmolStr,
    /// The sample as JSON, credentials removed; absent when it cannot be read as JSON.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub json: Option<Arc<json::Value>>,
    /// Names of the repairs that made it JSON.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub repairs: Vec<Cow<'static, str>>,
    /// Where the sample stands.
    pub origin: Origin,
}

/// How a long result is walked through.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Paging {
    /// What the start parameter counts.
    pub style: PagingStyle,
    /// Path of the start parameter in the request.
    pub start: Vec<String>,
    /// Path of the page size in the request.
    pub limit: Vec<String>,
    /// Largest page size the docs state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<u64>,
    /// Path of the items below the payload.
    pub items: Vec<String>,
    /// Path of the total below the payload.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<Vec<String>>,
    /// Path of the flag that asks for the count only; it is sent as `false`, and the total is then not believed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count_flag: Option<Vec<String>>,
}

/// A sample that is there, `null` too.
fn present<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Arc<json::Value>>, D::Error> {
    json::Value::deserialize(from).map(|value| Some(Arc::new(value)))
}

impl Meaning {
    /// Whether nothing was understood.
    pub fn is_empty(&self) -> bool {
        *self == Meaning::default()
    }
}
