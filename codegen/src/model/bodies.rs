//! What of a request is a file, and whether there is an answer.

use super::{AnswerFormat, BodyFormat, Endpoint, Field, Location, Type};

/// Whether a format needs no word in the JSON form.
pub(super) fn is_json(format: &BodyFormat) -> bool {
    *format == BodyFormat::Json
}

/// Whether a format needs no word in the JSON form.
pub(super) fn is_json_answer(format: &AnswerFormat) -> bool {
    *format == AnswerFormat::Json
}

impl Endpoint {
    /// Whether a call gives its caller something.
    pub fn returns(&self) -> bool {
        self.response.documented || self.answer != AnswerFormat::Json
    }

    /// Whether a field of the request is a file of a multipart form.
    pub fn is_file(&self, field: &Field) -> bool {
        self.body == BodyFormat::Multipart && field.location == Location::Body && field.is_binary()
    }
}

impl Field {
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
