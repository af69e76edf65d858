//! Bodies and queries: which calls take a form, and which lists of a query stand in one argument.

use crate::dialect::Dialect;
use crate::model::{AnswerFormat, BodyFormat, Endpoint, Field, Location, Method, SampleRole, Type};

/// Sets the format of the body and of the lists in the query.
pub fn recognise(endpoint: &mut Endpoint, dialect: &Dialect) {
    let sends_body = !matches!(endpoint.method, Method::Get | Method::Head);
    if sends_body && endpoint.body == BodyFormat::Multipart {
        files_to_body(endpoint);
    }
    endpoint.body = if sends_body { format(endpoint) } else { BodyFormat::Json };
    if endpoint.response.documented {
        endpoint.answer = AnswerFormat::Json;
    }
    let says_commas = |field: &Field| field.docs.iter().any(|text| dialect.joins_lists(&text.text));
    for field in &mut endpoint.request.fields {
        let in_url = field.location == Location::Query || field.location == Location::Body && !sends_body;
        field.joined = in_url && is_plain_list(&field.ty) && says_commas(field);
    }
}

/// No file travels in a query: where the call takes parts of a form and nothing is said to be one, its files are.
fn files_to_body(endpoint: &mut Endpoint) {
    let fields = &mut endpoint.request.fields;
    if fields.iter().any(|field| field.location == Location::Body) {
        return;
    }
    let files = fields.iter_mut().filter(|field| field.location == Location::Query && field.is_binary());
    files.for_each(|field| field.location = Location::Body);
}

/// A list of values that are no lists or objects themselves.
fn is_plain_list(ty: &Type) -> bool {
    let Type::Array(inner) = ty else { return false };
    matches!(**inner, Type::Any | Type::String | Type::Integer { .. } | Type::Number | Type::Boolean)
}

/// What the page says, and where it says nothing, a file that is an argument and that no sample shows as JSON.
fn format(endpoint: &Endpoint) -> BodyFormat {
    let header = said(&mut header_texts(endpoint));
    let is_body = |field: &&Field| field.location == Location::Body;
    let prose = || {
        let own = endpoint.request.fields.iter().filter(is_body).flat_map(|field| &field.docs);
        said(&mut own.chain(&endpoint.description).map(|text| text.text.as_str()))
    };
    let mut files = endpoint.request.fields.iter().filter(is_body).filter(|field| field.is_binary());
    let told = Some(endpoint.body).filter(|format| *format != BodyFormat::Json);
    let by_file = || files.any(|field| !is_sampled(endpoint, field)).then_some(BodyFormat::Multipart);
    // A file travels in a form of several parts.
    let is_form = told == Some(BodyFormat::Form);
    let said = header.or_else(prose).or_else(|| told.filter(|_| !is_form));
    said.or_else(by_file).or(told).unwrap_or_default()
}

/// All that is said of the header with the media type.
fn header_texts(endpoint: &Endpoint) -> impl Iterator<Item = &str> {
    let is_it = |field: &&Field| {
        let letters = field.name.bytes().filter(u8::is_ascii_alphanumeric);
        letters.map(|byte| byte.to_ascii_lowercase()).eq(*b"contenttype")
    };
    let fields = endpoint.credentials.iter().chain(&endpoint.request.fields).filter(is_it);
    fields.flat_map(|field| {
        let values = field.meaning.values.iter().map(|value| value.literal.as_str());
        let docs = field.docs.iter().map(|text| text.text.as_str());
        docs.chain(values).chain(field.meaning.default.as_deref())
    })
}

/// The first of the formats whose media type stands in a text.
fn said(texts: &mut dyn Iterator<Item = &str>) -> Option<BodyFormat> {
    // Every media type has a slash, and few texts do.
    let texts: Vec<String> = texts.filter(|text| text.contains('/')).map(str::to_ascii_lowercase).collect();
    let formats = [BodyFormat::Multipart, BodyFormat::Form, BodyFormat::Json];
    formats.into_iter().find(|format| texts.iter().any(|text| text.contains(format.media_type())))
}

/// Whether a request sample is JSON and shows the field.
fn is_sampled(endpoint: &Endpoint, field: &Field) -> bool {
    let mut samples = endpoint.examples.iter().filter(|example| example.role == SampleRole::Request);
    samples.any(|example| example.json.as_deref().is_some_and(|json| json.get(&field.name).is_some()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::builtin;
    use crate::model::{Example, Meaning, Object, Text};
    use smallvec::smallvec;
    use std::sync::Arc;

    fn field(name: &str, ty: Type, words: &str, format: Option<&str>) -> Field {
        let text = Text { text: words.into(), ..Text::default() };
        let meaning = Meaning { format: format.map(str::to_owned), ..Meaning::default() };
        Field { name: name.into(), ty, docs: smallvec![text], meaning: meaning.into(), ..Field::default() }
    }

    /// Expects the format of a call, and the names of the fields that are files and joined lists.
    #[track_caller]
    fn check(
        method: Method,
        fields: Vec<Field>,
        header: &str,
        sample: Option<&str>,
        expect: (BodyFormat, &[&str]),
    ) {
        let credentials = match header {
            "" => Vec::new(),
            header => vec![field("Content-Type", Type::String, header, None)],
        };
        let json = sample.map(|text| Arc::new(serde_json::from_str(text).unwrap()));
        let examples = vec![Example { json, ..Example::default() }];
        let request = Object { fields, ..Object::default() };
        let mut endpoint = Endpoint { method, request, credentials, examples, ..Endpoint::default() };
        recognise(&mut endpoint, &builtin("generic").unwrap());
        let special = endpoint.request.fields.iter().filter(|field| field.joined || endpoint.is_file(field));
        let special: Vec<&str> = special.map(|field| field.name.as_str()).collect();
        assert_eq!((endpoint.body, &*special), expect);
    }

    #[test]
    fn formats_of_bodies() {
        let file = |words: &str| field("file", Type::String, words, Some("binary"));
        let text = |words: &str| field("name", Type::String, words, None);
        let many = || field("files", Type::Array(Box::new(Type::String)), "", Some("binary"));
        let (json, form, multipart) = (BodyFormat::Json, BodyFormat::Form, BodyFormat::Multipart);
        check(Method::Post, vec![text("")], "", None, (json, &[]));
        check(Method::Post, vec![file(""), text("")], "", None, (multipart, &["file"]));
        check(Method::Post, vec![many()], "multipart/form-data", None, (multipart, &["files"]));
        check(Method::Post, vec![text("sent as multipart/form-data")], "", None, (multipart, &[]));
        check(Method::Put, vec![text("")], "Always `application/x-www-form-urlencoded`.", None, (form, &[]));
        // A page that shows the file as JSON, or says so, is believed.
        check(Method::Post, vec![file("")], "", Some(r#"{"file": "aGk="}"#), (json, &[]));
        check(Method::Post, vec![file("")], "application/json; charset=utf-8", None, (json, &[]));
        check(Method::Get, vec![file("")], "multipart/form-data", None, (json, &[]));
    }

    #[test]
    fn lists_in_one_argument() {
        let list = |words: &str| field("state", Type::Array(Box::new(Type::String)), words, None);
        let none = |method, field| check(method, vec![field], "", None, (BodyFormat::Json, &[]));
        for words in
            ["States, separated by commas", "comma-separated list", "多个用逗号分隔", "以英文逗号隔开"]
        {
            check(Method::Get, vec![list(words)], "", None, (BodyFormat::Json, &["state"]));
        }
        none(Method::Get, list("States"));
        none(Method::Post, list("separated by commas"));
        none(Method::Get, field("state", Type::String, "separated by commas", None));
        let nested = Type::Array(Box::new(Type::Object("x".to_owned())));
        none(Method::Get, field("state", nested, "separated by commas", None));
    }
}
