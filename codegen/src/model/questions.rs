//! Questions to an endpoint: its types, which arguments are files, whether there is an answer.

use super::{
    AnswerFormat, BodyFormat, Endpoint, Example, Fact, Field, Location, Object, Service, Type, Witness,
};

/// Whether a format needs no word in the JSON form.
pub(super) fn is_json(format: &BodyFormat) -> bool {
    *format == BodyFormat::Json
}

/// Whether a format needs no word in the JSON form.
pub(super) fn is_json_answer(format: &AnswerFormat) -> bool {
    *format == AnswerFormat::Json
}

impl Endpoint {
    /// The object type with this id: the endpoint's own, or one the service shares.
    pub fn object<'a>(&'a self, service: &'a Service, id: &str) -> Option<&'a Object> {
        self.types.iter().find(|object| object.id == id).or_else(|| service.types.get(id))
    }

    /// The scheme of its address.
    pub fn scheme(&self) -> &'static str {
        if self.http { "http" } else { "https" }
    }

    /// Whether a call gives its caller something.
    pub fn returns(&self) -> bool {
        self.response.documented || self.answer != AnswerFormat::Json
    }

    /// Whether the runtime repeats a call that failed: it only reads, or the server knows it again.
    pub fn is_repeatable(&self) -> bool {
        self.idempotent || !self.idempotency_token.is_empty()
    }

    /// Whether a field of the request is a file of a multipart form.
    pub fn is_file(&self, field: &Field) -> bool {
        self.body == BodyFormat::Multipart && field.location == Location::Body && field.is_binary()
    }
}

impl Example {
    /// Mark of a sample that was a query string: its values are text until the types are decided.
    pub const QUERY: &'static str = "query-string";

    /// Whether it was a query string.
    pub fn is_query(&self) -> bool {
        self.repairs.iter().any(|repair| repair == Self::QUERY)
    }
}

impl Field {
    /// Whether it is required as a table says, its description names a condition, and no override has confirmed either.
    pub fn is_required_sometimes(&self) -> bool {
        let says =
            |witness| self.votes.iter().any(|vote| vote.fact == Fact::Required && vote.witness == witness);
        let differs = self.required && self.meaning.condition.is_some();
        differs && says(Witness::Table) && !says(Witness::Override)
    }

    /// Whether the value, or each one of a list, is the content of a file.
    pub fn is_binary(&self) -> bool {
        let inner = if let Type::Array(inner) = &self.ty { inner } else { &self.ty };
        *inner == Type::String && self.meaning.format.as_deref() == Some("binary")
    }
}

impl Location {
    /// Whether it needs no word in the JSON form.
    pub(super) fn is_body(&self) -> bool {
        *self == Location::Body
    }
}
