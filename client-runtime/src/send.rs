//! The one send function: builds, sends, reads, repeats. Nothing here is generic, so it is compiled once.

use crate::call::{Options, info};
use crate::client::{Client, Inner};
use crate::endpoint::Endpoint;
use crate::error::{CallInfo, Error};
use crate::params::Params;
use crate::protocol::{Outgoing, Refusal};
use crate::response::Meta;
use crate::retry;
use crate::transport::{Reply, Request};
use crate::wire::Value;
use std::time::Duration;
use tracing::Instrument;

/// The payload, what HTTP said, and the beginning of the body for later complaints.
pub(crate) type Sent = (Value, Meta, String);

/// Sends a call until it succeeds or may not be repeated.
pub(crate) async fn send(
    client: &Client,
    endpoint: Endpoint,
    params: Params,
    options: Options,
) -> Result<Sent, Error> {
    let span = tracing::info_span!(
        "call",
        service = endpoint.service,
        operation = endpoint.name,
        attempts = tracing::field::Empty,
        status = tracing::field::Empty,
        request_id = tracing::field::Empty,
    );
    let outcome = attempts(&client.inner, &endpoint, &params, &options).instrument(span.clone()).await;
    let (meta, tries) = match &outcome {
        Ok((_, meta, _)) => (Some(meta), meta.attempts),
        Err(error) => (error.meta(), error.attempts()),
    };
    span.record("attempts", tries);
    if let Some(meta) = meta {
        span.record("status", meta.status.as_u16());
        span.record("request_id", meta.request_id.as_str());
    }
    outcome
}

async fn attempts(
    inner: &Inner,
    endpoint: &Endpoint,
    params: &Params,
    options: &Options,
) -> Result<Sent, Error> {
    let policy = if options.no_retry { retry::RetryPolicy::never() } else { inner.retry };
    let mut bounds = policy.bounds();
    let request_id = uuid::Uuid::new_v4().simple().to_string();
    let mut attempt = 1;
    loop {
        let error = match once(inner, endpoint, params, options, &request_id, attempt).await {
            Ok(sent) => {
                inner.budget.earn();
                return Ok(sent);
            }
            Err(error) => error,
        };
        let wait = bounds.next().and_then(|bound| retry::wait(endpoint, &error, bound, &policy));
        match wait.filter(|_| inner.budget.spend()) {
            None => return Err(error),
            Some(wait) => {
                tracing::debug!(attempt, ?wait, %error, "trying again");
                tokio::time::sleep(wait).await;
            }
        }
        attempt += 1;
    }
}

/// One attempt. The request is built anew each time, because signatures hold the time.
async fn once(
    inner: &Inner,
    endpoint: &Endpoint,
    params: &Params,
    options: &Options,
    request_id: &str,
    attempt: u32,
) -> Result<Sent, Error> {
    let mut call =
        Box::new(CallInfo { attempts: attempt, sent_request_id: request_id.to_owned(), ..info(endpoint) });
    let request = match build(inner, endpoint, params, options, request_id) {
        Ok(request) => request,
        Err(message) => return Err(Error::Build { message: inner.redactor.clean(&message), call }),
    };
    call.curl = Some(inner.redactor.curl(&request));
    let timeout = options.timeout.unwrap_or(if endpoint.long_poll { None } else { inner.timeout });
    let reply = match within(timeout, inner.transport.send(request)).await {
        None => return Err(Error::Timeout { after: timeout.unwrap_or_default(), call }),
        Some(Err(source)) => {
            let source = source.cleaned(&inner.redactor);
            return Err(Error::Transport { source, call });
        }
        Some(Ok(reply)) => reply,
    };
    read(inner, endpoint, reply, call)
}

async fn within<T>(timeout: Option<Duration>, work: impl Future<Output = T>) -> Option<T> {
    match timeout {
        Some(timeout) => tokio::time::timeout(timeout, work).await.ok(),
        None => Some(work.await),
    }
}

fn build(
    inner: &Inner,
    endpoint: &Endpoint,
    params: &Params,
    options: &Options,
    request_id: &str,
) -> Result<Request, String> {
    if let Some(complaint) = &options.complaint {
        return Err(complaint.clone());
    }
    let mut headers = inner.headers.clone();
    headers.extend(options.headers.iter().map(|(name, value)| (name.clone(), value.clone())));
    for (name, value) in &params.headers {
        let text = crate::params::plain(value).unwrap_or_default();
        let (name, value) = crate::builder::header(name, &text)?;
        headers.insert(name, value);
    }
    let parts = inner.protocol.build(&Outgoing { endpoint, params, headers: &headers, request_id })?;
    Ok(Request {
        service: endpoint.service,
        operation: endpoint.name,
        method: parts.method,
        url: parts.url,
        headers: parts.headers,
        body: parts.body,
        max_reply: inner.max_reply,
    })
}

/// An answer becomes a payload or an error that says everything about it.
fn read(inner: &Inner, endpoint: &Endpoint, reply: Reply, mut call: Box<CallInfo>) -> Result<Sent, Error> {
    let body = if reply.body.iter().all(u8::is_ascii_whitespace) {
        Ok(Value::Null)
    } else {
        serde_json::from_slice::<Value>(&reply.body)
    };
    let request_id = inner.protocol.request_id(&reply, body.as_ref().unwrap_or(&Value::Null));
    let request_id = inner.redactor.clean(&request_id);
    let meta =
        Meta { status: reply.status, headers: reply.headers.clone(), request_id, attempts: call.attempts };
    call.meta = Some(meta.clone());
    let excerpt = || inner.redactor.excerpt(&reply.body);
    let status = reply.status;
    let body = match body {
        Ok(body) => body,
        Err(_) if !status.is_success() => return Err(Error::Status { status, excerpt: excerpt(), call }),
        Err(error) => {
            let message = format!("the body is no JSON: {error}");
            return Err(Error::Decode { path: String::new(), message, excerpt: excerpt(), call });
        }
    };
    match inner.protocol.read(endpoint, &reply, body) {
        Ok(payload) => Ok((payload, meta, excerpt())),
        Err(Refusal::Vendor(mut vendor)) => {
            vendor.message = inner.redactor.clean(&vendor.message);
            Err(Error::Vendor { vendor, call })
        }
        Err(Refusal::Status) => Err(Error::Status { status, excerpt: excerpt(), call }),
        Err(Refusal::Form(message)) => {
            Err(Error::Decode { path: String::new(), message, excerpt: excerpt(), call })
        }
    }
}
