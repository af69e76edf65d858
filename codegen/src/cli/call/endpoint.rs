//! An endpoint of the model as the runtime knows it.

use docwright::emit::operations::Operation;
use docwright::model::{AnswerFormat, BodyFormat, Location, Method, PagingStyle};
use docwright_runtime as runtime;

/// The runtime's endpoint. Its texts live as long as the program, as those of emitted code do; an endpoint is made once
/// for each operation that is called.
pub(in crate::cli) fn of(operation: &Operation<'_>) -> &'static runtime::Endpoint {
    let Operation { service, endpoint, .. } = operation;
    let method = method(endpoint.method);
    let (name, id, path) = (leak(&service.name), leak(&endpoint.id), leak(&endpoint.path));
    let mut made = runtime::Endpoint::new(name, id, method, path)
        .host(leak(&endpoint.host))
        .payload(leak(&endpoint.response.member))
        .signing_name(leak(&service.client.signing_name))
        .path_params(names(operation, Location::Path))
        .query_params(names(operation, Location::Query))
        .header_params(names(operation, Location::Header))
        .joined_params(joined(operation))
        .body_format(match endpoint.body {
            BodyFormat::Json => runtime::BodyFormat::Json,
            BodyFormat::Form => runtime::BodyFormat::Form,
            BodyFormat::Multipart => runtime::BodyFormat::Multipart,
        })
        .response_format(match endpoint.answer {
            AnswerFormat::Json => runtime::ResponseFormat::Json,
            AnswerFormat::Text => runtime::ResponseFormat::Text,
            AnswerFormat::Binary => runtime::ResponseFormat::Binary,
        });
    if let Some(whole) = names(operation, Location::WholeBody).first() {
        made = made.body_param(whole);
    }
    if endpoint.idempotent {
        made = made.idempotent();
    }
    if !endpoint.idempotency_token.is_empty() {
        made = made.idempotency_token(leak(&endpoint.idempotency_token));
    }
    Box::leak(Box::new(made))
}

/// How the runtime walks through the pages of the result, where the docs say so.
pub(in crate::cli) fn paging(operation: &Operation<'_>) -> Option<runtime::Paging> {
    let paging = operation.endpoint.paging.as_ref()?;
    let style = match paging.style {
        PagingStyle::Offset => runtime::PageStyle::Offset,
        PagingStyle::Page => runtime::PageStyle::Page,
    };
    let mut made =
        runtime::Paging::new(style, path(&paging.start), path(&paging.limit)).items(path(&paging.items));
    if let Some(max) = paging.max {
        made = made.max(max);
    }
    if let Some(total) = &paging.total {
        made = made.total(path(total));
    }
    if let Some(flag) = &paging.count_flag {
        made = made.count_flag(path(flag));
    }
    Some(made)
}

fn method(method: Method) -> runtime::Method {
    match method {
        Method::Delete => runtime::Method::Delete,
        Method::Get => runtime::Method::Get,
        Method::Head => runtime::Method::Head,
        Method::Patch => runtime::Method::Patch,
        Method::Post => runtime::Method::Post,
        Method::Put => runtime::Method::Put,
    }
}

fn names(operation: &Operation<'_>, location: Location) -> &'static [&'static str] {
    let fields = operation.endpoint.request.fields.iter().filter(|field| field.location == location);
    fields.map(|field| leak(&field.name)).collect::<Vec<_>>().leak()
}

fn joined(operation: &Operation<'_>) -> &'static [&'static str] {
    let fields = operation.endpoint.request.fields.iter().filter(|field| field.joined);
    fields.map(|field| leak(&field.name)).collect::<Vec<_>>().leak()
}

fn path(path: &[String]) -> &'static [&'static str] {
    path.iter().map(|name| leak(name)).collect::<Vec<_>>().leak()
}

/// A text that lives as long as the program.
pub(in crate::cli) fn leak(text: &str) -> &'static str {
    if text.is_empty() { "" } else { text.to_owned().leak() }
}
