//! Structured arguments of calls whose method takes no body.

use crate::diagnostic::{Diagnostic, code};
use crate::model::Type::{Array, Boolean, Integer, Number, String};
use crate::model::{Endpoint, Location, Type};

pub(super) fn structured_query(endpoint: &Endpoint, found: &mut Vec<Diagnostic>) {
    if !endpoint.method.is_bodiless() {
        return;
    }
    let mut body = endpoint.request.fields.iter().filter(|field| field.location == Location::Body);
    let Some(field) = body.find(|field| !is_plain(&field.ty)) else { return };
    let message = format!("`{}` is a {} call with structured arguments", endpoint.id, endpoint.method);
    found.push(
        Diagnostic::new(&code::BODY_OF_GET, message)
            .label(field.origin, "the page does not say how this is encoded")
            .note("the runtime encodes it into the query, or sends it in the body of a POST where the server accepts that"),
    );
}

fn is_plain(ty: &Type) -> bool {
    let scalar = |ty: &Type| matches!(ty, String | Integer { .. } | Number | Boolean);
    match ty {
        Array(inner) => scalar(inner),
        other => scalar(other),
    }
}
