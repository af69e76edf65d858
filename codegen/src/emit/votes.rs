//! Votes: who says what about one fact. In: the model and a path. Out: text.

use crate::model::{Api, Endpoint, Field, Object, Origin, Service, Type, Vote};
use std::fmt::Write;

/// A path that leads to nothing.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{path}` is not in the model; {what}{}", near.iter().map(|name| format!("\n  {name}")).collect::<String>())]
pub struct Unknown {
    /// What was asked for.
    pub path: String,
    /// Where the search ended.
    pub what: String,
    /// Names that exist there.
    pub near: Vec<String>,
}

/// The votes on the fact at a path: `cc.create_set.request.data.bk_set_name`, `cc.create_set`.
pub fn explain(api: &Api, path: &str) -> Result<String, Unknown> {
    let fail = |what: &str, near: Vec<String>| Unknown { path: path.to_owned(), what: what.to_owned(), near };
    let services = api.services.iter().filter_map(|service| Some((service, after_service(path, service)?)));
    let Some((service, rest)) = services.max_by_key(|(service, _)| service.name.len()) else {
        return Err(fail(
            "these services are:",
            api.services.iter().map(|service| service.name.clone()).collect(),
        ));
    };
    let named = |endpoint: &&Endpoint| {
        rest == endpoint.id || rest.strip_prefix(&endpoint.id).is_some_and(|rest| rest.starts_with('.'))
    };
    let Some(endpoint) = service.endpoints.iter().filter(named).max_by_key(|endpoint| endpoint.id.len())
    else {
        return Err(fail(
            "these endpoints are:",
            service.endpoints.iter().map(|endpoint| endpoint.id.clone()).collect(),
        ));
    };
    let segments: Vec<&str> =
        rest[endpoint.id.len()..].split('.').filter(|segment| !segment.is_empty()).collect();
    match segments.split_first() {
        None => Ok(show_endpoint(api, endpoint)),
        Some((&"request", rest)) => walk(api, service, endpoint, &endpoint.request, rest)
            .map_err(|near| fail("these fields are:", near)),
        Some((&"response", rest)) => {
            response(api, service, endpoint, rest).map_err(|near| fail("these fields are:", near))
        }
        Some(_) => Err(fail("after the endpoint comes:", vec!["request".to_owned(), "response".to_owned()])),
    }
}

/// The rest of a path behind the service, by its full name or its last word.
fn after_service<'p>(path: &'p str, service: &Service) -> Option<&'p str> {
    let last = service.name.rsplit('.').next().unwrap_or_default();
    [service.name.as_str(), last].iter().find_map(|name| path.strip_prefix(name)?.strip_prefix('.'))
}

fn response(
    api: &Api,
    service: &Service,
    endpoint: &Endpoint,
    segments: &[&str],
) -> Result<String, Vec<String>> {
    let payload = &endpoint.response;
    let rest = match segments.split_first() {
        Some((first, rest)) if *first == payload.member => rest,
        _ => segments,
    };
    if rest.is_empty() {
        let mut text = format!("response `{}`: {}\n", payload.member, payload.ty);
        votes(api, &payload.votes, &mut text);
        return Ok(text);
    }
    match payload.ty.leaf() {
        Type::Object(id) => endpoint
            .object(service, id)
            .map_or(Err(Vec::new()), |object| walk(api, service, endpoint, object, rest)),
        _ => Err(Vec::new()),
    }
}

fn walk(
    api: &Api,
    service: &Service,
    endpoint: &Endpoint,
    object: &Object,
    segments: &[&str],
) -> Result<String, Vec<String>> {
    let names = || object.fields.iter().map(|field| field.name.clone()).collect::<Vec<_>>();
    let Some((first, rest)) = segments.split_first() else { return Ok(show_object(api, object)) };
    let name = first.trim_end_matches("[]");
    let field = object.fields.iter().find(|field| field.name == name).ok_or_else(names)?;
    match field.ty.leaf() {
        _ if rest.is_empty() => Ok(show_field(api, field)),
        Type::Object(id) => endpoint
            .object(service, id)
            .map_or_else(|| Err(names()), |object| walk(api, service, endpoint, object, rest)),
        _ => Err(Vec::new()),
    }
}

fn show_endpoint(api: &Api, endpoint: &Endpoint) -> String {
    let mut text = format!("{}: {} {}\n", endpoint.id, endpoint.method, endpoint.path);
    votes(api, &endpoint.votes, &mut text);
    text
}

fn show_object(api: &Api, object: &Object) -> String {
    let open = object
        .open
        .as_ref()
        .map_or_else(String::new, |open| format!("; open: {} ({})", open.reason, at(api, open.origin)));
    let fields = object.fields.iter().map(|field| field.name.as_str()).collect::<Vec<_>>().join(", ");
    format!("{}: {fields}{open}\n", object.id)
}

fn show_field(api: &Api, field: &Field) -> String {
    let Field { name, ty, required, nullable, location, docs, accepts, origin, votes: cast, meaning: _ } =
        field;
    let required = if *required { "required" } else { "optional" };
    let null = if *nullable { ", null was seen" } else { "" };
    let place = if *location == crate::model::Location::Body {
        String::new()
    } else {
        format!(", in the {location:?}").to_lowercase()
    };
    let mut text = format!("{name}: {}, {required}{null}{place}\n  declared at {}\n", ty, at(api, *origin));
    for doc in docs {
        let _ = writeln!(text, "  {}: {}", doc.language, doc.text.replace('\n', " "));
    }
    if !accepts.is_empty() {
        let _ = writeln!(text, "  the decoder also takes: {accepts:?}");
    }
    votes(api, cast, &mut text);
    text
}

fn votes(api: &Api, cast: &[Vote], text: &mut String) {
    for Vote { fact, witness, says, won, origin } in cast {
        let outcome = if *won { "counts" } else { "outvoted" };
        let (fact, witness) = (format!("{fact:?}").to_lowercase(), words(&format!("{witness:?}")));
        let _ = writeln!(text, "  {fact}: {witness} says `{says}` ({outcome}) {}", at(api, *origin));
    }
}

/// `RequestExample` as `request example`.
fn words(name: &str) -> String {
    heck::AsSnakeCase(name).to_string().replace('_', " ")
}

fn at(api: &Api, origin: Origin) -> String {
    let path = api.files.get(origin.file as usize).map_or("?", |file| file.path.as_str());
    format!("{path}:{}", origin.line)
}
