//! `--check`: every request sample of the pages, sent as a client sends it. What the server refuses, and what the client
//! cannot read of the answer, is printed.

use super::call::Mock;
use super::excuses::requests;
use super::operation::Operation;
use super::server::{Limits, Server};
use super::synthesis::Synthesis;
use crate::cli::problem::page;
use crate::cli::{Failure, output};
use docwright::assemble::conformance;
use docwright::model::{
    AnswerFormat, BodyFormat, Endpoint, Example, Field, Location, Method, Object, SampleRole, Scalar,
    Service, Type,
};
use docwright_runtime::environment::{Settings, Variables};
use docwright_runtime::{Client, Error, Upload, plain};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::process::ExitCode;
use std::sync::Arc;
use tokio::sync::watch;

/// Levels at which made-up members end.
const DEPTH: usize = 8;

/// Figures of a run.
#[derive(Debug, Default)]
struct Figures {
    samples: usize,
    made_up: usize,
    refused: usize,
    unread: usize,
}

/// Serves on a free port, calls, and prints.
pub(super) async fn run(mock: Mock) -> Result<ExitCode, Failure> {
    let server = Server::bind(mock, SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), Limits::default()).await?;
    let (mock, address) = (server.mock(), server.address()?);
    let (stop, stopped) = watch::channel(false);
    let serving = tokio::spawn(server.serve(stopped));
    let mut figures = Figures::default();
    let mut clients = BTreeMap::new();
    for operation in &mock.operations {
        let name = operation.service.name.as_str();
        if !clients.contains_key(name) {
            clients.insert(name, client(operation.service, address)?);
        }
        call_all(&mock, operation, &clients[name], &mut figures).await?;
    }
    stop.send(true)?;
    drop(clients);
    serving.await?;
    let Figures { samples, made_up, refused, unread } = figures;
    output::print(&format!(
        "{} operations, {samples} samples and {made_up} made-up requests sent; {refused} refused, {unread} answers not as \
         documented\n",
        mock.operations.len()
    ))?;
    Ok(if refused + unread == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn call_all(
    mock: &Arc<Mock>,
    operation: &Operation,
    client: &Client,
    figures: &mut Figures,
) -> Result<(), Failure> {
    let mut samples = requests(operation);
    figures.samples += samples.len();
    if samples.is_empty() {
        figures.made_up += 1;
        samples.push(Map::new());
    }
    let endpoint = endpoint(operation);
    for sample in samples {
        let arguments = complete(operation, sample);
        let mut call = client.call_dynamic(endpoint, arguments);
        for field in
            operation.endpoint.request.fields.iter().filter(|field| operation.endpoint.is_file(field))
        {
            call = call.file(leak(&field.name), Upload::new("sample.bin", "content"));
        }
        let complaint = match call.send().await {
            Ok(response) => match misfits_all(mock, operation, response.raw()) {
                None => continue,
                Some(misfit) => {
                    figures.unread += 1;
                    format!("answer: {misfit}")
                }
            },
            Err(Error::Decode { message, .. }) => {
                figures.unread += 1;
                format!("answer: {message}")
            }
            Err(error) => {
                figures.refused += 1;
                error.to_string()
            }
        };
        let page = operation.endpoint.origins.first().and_then(|origin| page(mock.api, origin));
        output::print(&docwright::source::visible(&format!(
            "{}: {} {} {}: {complaint}\n",
            page.unwrap_or_default(),
            operation.name(),
            operation.endpoint.method,
            operation.endpoint.path,
        )))?;
    }
    Ok(())
}

/// What no operation of the route has a place for in an answer: where two pages document one call, the server cannot know
/// which of them is meant.
fn misfits_all(mock: &Mock, operation: &Operation, body: &[u8]) -> Option<String> {
    let found = misfits(operation, body)?;
    let Endpoint { method, path, .. } = operation.endpoint;
    let is_same = |other: &&Operation| other.endpoint.method == *method && other.endpoint.path == *path;
    let fits = mock.operations.iter().filter(is_same).any(|other| misfits(other, body).is_none());
    (!fits).then_some(found)
}

/// What the model has no place for in an answer.
fn misfits(operation: &Operation, body: &[u8]) -> Option<String> {
    if operation.endpoint.answer != AnswerFormat::Json || body.is_empty() {
        return None;
    }
    let json: Value = serde_json::from_slice(body).ok()?;
    let example =
        Example { role: SampleRole::Response, json: Some(Arc::new(json.into())), ..Example::default() };
    let (_, misfits) = conformance::sample(operation.service, operation.endpoint, &example)?;
    let first = misfits.first()?;
    Some(format!("`{}`: {}", first.path, first.what))
}

/// A client with credentials of a test, under the prefix of its service.
fn client(service: &Service, address: SocketAddr) -> Result<Client, Failure> {
    let variables = |name: &str| {
        let value = match name {
            "APP_CODE" | "ACCESS_KEY" => "test",
            "APP_SECRET" | "SECRET_KEY" | "API_TOKEN" => "test-secret",
            "API_USER" => "tester",
            _ => return None,
        };
        Some(value.to_owned())
    };
    let settings = Settings::new()
        .base_url(Some(format!("http://{address}/{}", service.name)))
        .auth_header(service.client.auth_header.as_str())
        .success(service.client.success.as_ref().map(success));
    Ok(Variables::new(&variables).client(service.client.runtime.as_str(), settings)?)
}

fn success(rule: &docwright::model::SuccessRule) -> plain::SuccessRule {
    let value = |scalar: &Scalar| match scalar {
        Scalar::Boolean(value) => Value::from(*value),
        Scalar::Integer(value) => Value::from(*value),
        Scalar::Text(value) => Value::from(value.as_str()),
    };
    let mut values = rule.equals.iter().map(value);
    let mut made = plain::SuccessRule::new(&rule.member, values.next().unwrap_or_default());
    made = values.fold(made, plain::SuccessRule::or_equals);
    made = rule.status.iter().fold(made, |made, status| made.status(*status));
    if !rule.code.is_empty() {
        made = made.code(&rule.code);
    }
    made = rule.message.iter().fold(made, |made, path| made.message(path));
    if rule.optional { made.optional() } else { made }
}

/// The arguments of a sample with what is required and it lacks.
fn complete(operation: &Operation, sample: Map<String, Value>) -> Map<String, Value> {
    let mut made = Synthesis::new(operation, 1);
    let own = sample.into_iter().filter(|(name, _)| !operation.is_credential(name)).collect();
    let endpoint = operation.endpoint;
    let mut members = members(operation, &endpoint.request, own, &mut made, 0);
    members.retain(|name, _| {
        endpoint.request.fields.iter().all(|field| field.name != *name || !endpoint.is_file(field))
    });
    members
}

fn members(
    operation: &Operation,
    object: &Object,
    mut members: Map<String, Value>,
    made: &mut Synthesis<'_>,
    depth: usize,
) -> Map<String, Value> {
    for field in &object.fields {
        match members.get_mut(field.name.as_str()) {
            // A client does not send what is not there.
            Some(Value::Null) if field.required && !field.nullable => {
                members.insert(field.name.to_string(), made.field(field, depth));
            }
            Some(value) => *value = below(operation, &field.ty, value.take(), made, depth + 1),
            None if field.required => drop(members.insert(field.name.to_string(), made.field(field, depth))),
            None => {}
        }
    }
    members
}

fn below(operation: &Operation, ty: &Type, value: Value, made: &mut Synthesis<'_>, depth: usize) -> Value {
    match (ty, value) {
        (Type::Object(id), Value::Object(own)) if depth < DEPTH => match operation.object(id) {
            Some(object) => Value::Object(members(operation, object, own, made, depth)),
            None => Value::Object(own),
        },
        (Type::Array(inner), Value::Array(items)) => {
            let item = |item| below(operation, inner, item, made, depth);
            Value::Array(items.into_iter().map(item).collect())
        }
        (Type::Map(inner), Value::Object(own)) => {
            let member = |(name, value)| (name, below(operation, inner, value, made, depth));
            Value::Object(own.into_iter().map(member).collect())
        }
        (_, value) => value,
    }
}

/// The constants of an operation, as an emitted client has them. They live as long as the program.
fn endpoint(operation: &Operation) -> &'static docwright_runtime::Endpoint {
    let Endpoint { id, path, request, response, method, .. } = operation.endpoint;
    let method = match method {
        Method::Delete => docwright_runtime::Method::Delete,
        Method::Get => docwright_runtime::Method::Get,
        Method::Head => docwright_runtime::Method::Head,
        Method::Patch => docwright_runtime::Method::Patch,
        Method::Post => docwright_runtime::Method::Post,
        Method::Put => docwright_runtime::Method::Put,
    };
    let names = |is_wanted: &dyn Fn(&Field) -> bool| -> &'static [&'static str] {
        let fields = request.fields.iter().filter(|field| is_wanted(field));
        Vec::leak(fields.map(|field| leak(&field.name)).collect())
    };
    let at = |location| names(&|field: &Field| field.location == location);
    let mut made =
        docwright_runtime::Endpoint::new(leak(&operation.service.name), leak(id), method, leak(path))
            .payload(leak(&response.member))
            .signing_name(leak(&operation.service.client.signing_name))
            .path_params(at(Location::Path))
            .query_params(at(Location::Query))
            .header_params(at(Location::Header))
            .joined_params(names(&|field| field.joined));
    if let [name] = at(Location::WholeBody) {
        made = made.body_param(name);
    }
    made = match operation.endpoint.body {
        BodyFormat::Json => made,
        BodyFormat::Form => made.body_format(docwright_runtime::BodyFormat::Form),
        BodyFormat::Multipart => made.body_format(docwright_runtime::BodyFormat::Multipart),
    };
    made = match operation.endpoint.answer {
        AnswerFormat::Json => made,
        AnswerFormat::Text => made.response_format(docwright_runtime::ResponseFormat::Text),
        AnswerFormat::Binary => made.response_format(docwright_runtime::ResponseFormat::Binary),
    };
    Box::leak(Box::new(made))
}

fn leak(text: &str) -> &'static str {
    String::leak(text.to_owned())
}
