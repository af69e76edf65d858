//! Stage 7 of 9: lint. In: the decided model. Out: diagnostics on what is decided and still cannot be right.

use crate::diagnostic::{Diagnostic, code};
use crate::model::{Api, Endpoint, Field, Location, Object, Service};

/// Runs every lint over every endpoint.
pub fn run(api: &Api) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for service in &api.services {
        for endpoint in &service.endpoints {
            lint_endpoint(endpoint, &mut found);
        }
        fields_of(service).for_each(|field| lint_field(field, &mut found));
    }
    found
}

fn fields_of(service: &Service) -> impl Iterator<Item = &Field> {
    let own = service
        .endpoints
        .iter()
        .flat_map(|endpoint| std::iter::once(&endpoint.request).chain(&endpoint.types));
    own.chain(service.types.values()).flat_map(|object: &Object| &object.fields)
}

fn lint_field(field: &Field, found: &mut Vec<Diagnostic>) {
    let meaning = &field.meaning;
    let Some(default) = &meaning.default else { return };
    let name = &field.name;
    if !meaning.values.is_empty() && !meaning.values.iter().any(|value| value.literal == *default) {
        let message = format!("the default {default} of `{name}` is not among its documented values");
        found.push(Diagnostic::new(&code::DEFAULT_UNLISTED, message).label(field.origin, "described here"));
    }
    let number = default.parse::<i64>().ok();
    let outside = |number: &i64| {
        meaning.min.is_some_and(|min| *number < min) || meaning.max.is_some_and(|max| *number > max)
    };
    if number.filter(outside).is_some() {
        let message = format!("the default {default} of `{name}` is out of its documented range");
        found.push(
            Diagnostic::new(&code::DEFAULT_OUT_OF_RANGE, message).label(field.origin, "described here"),
        );
    }
}

fn lint_endpoint(endpoint: &Endpoint, found: &mut Vec<Diagnostic>) {
    let fields = &endpoint.request.fields;
    let in_body = fields.iter().find(|field| field.location == Location::Body);
    if let Some(field) = in_body.filter(|_| matches!(endpoint.method.as_str(), "GET" | "HEAD")) {
        let nested = fields.iter().any(|field| field.location == Location::Body && !is_plain(field));
        if nested {
            let message =
                format!("`{}` is a {} call with structured arguments", endpoint.id, endpoint.method);
            found.push(
                Diagnostic::new(&code::BODY_OF_GET, message)
                    .label(field.origin, "the page does not say how this travels")
                    .note("the runtime encodes it into the query, or posts it where the server allows that"),
            );
        }
    }
}

fn is_plain(field: &Field) -> bool {
    use crate::model::Type::{Boolean, Integer, Number, String};
    match &field.ty {
        crate::model::Type::Array(inner) => matches!(**inner, String | Integer { .. } | Number | Boolean),
        other => matches!(other, String | Integer { .. } | Number | Boolean),
    }
}
