//! The site over HTTP, on the loopback address. What was written is served from memory, so a request names no file on disk.

use super::{Failure, open, output};
use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Response, StatusCode, Uri, header};
use axum::routing::get;
use docwright::emit::File;
use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

/// The texts by path.
type Site = Arc<BTreeMap<String, String>>;

/// Serves the files until the program ends.
pub(super) fn run(files: &[File], port: u16, shows: bool) -> Result<ExitCode, Failure> {
    let site: Site = Arc::new(files.iter().map(|file| (file.path.clone(), file.text.clone())).collect());
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_io().build()?;
    runtime.block_on(async {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let listener = tokio::net::TcpListener::bind(address).await.map_err(|error| {
            format!("cannot listen on {address}: {error}; name another port with `--port`")
        })?;
        let url = format!("http://{}/", listener.local_addr()?);
        output::print(&format!("{url} (Ctrl-C ends it)\n"))?;
        if shows {
            open(Path::new(&url))?;
        }
        axum::serve(listener, Router::new().fallback(get(answer)).with_state(site)).await?;
        Ok(ExitCode::SUCCESS)
    })
}

/// Only a name of this machine is answered: a page elsewhere may have its own name lead here.
fn is_local(headers: &HeaderMap) -> bool {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    ["localhost", "127.0.0.1"].contains(&name)
}

async fn answer(State(site): State<Site>, headers: HeaderMap, uri: Uri) -> Response<Body> {
    if !is_local(&headers) {
        let mut refused = Response::new(Body::from("This server answers to localhost alone."));
        *refused.status_mut() = StatusCode::MISDIRECTED_REQUEST;
        return refused;
    }
    let path = uri.path().trim_start_matches('/');
    let path = if path.is_empty() { "index.html" } else { path };
    let kind = match path.rsplit_once('.').map(|(_, ending)| ending) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        _ => "text/html; charset=utf-8",
    };
    let (status, text) = match site.get(path) {
        Some(text) => (StatusCode::OK, text.clone()),
        None => (StatusCode::NOT_FOUND, "<!doctype html><title>404</title>There is no such page.".to_owned()),
    };
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    let fixed = [
        (header::CONTENT_TYPE, kind),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; script-src 'self'; style-src 'self'; frame-ancestors 'none'",
        ),
        (header::CACHE_CONTROL, "no-store"),
    ];
    for (name, value) in fixed {
        headers.insert(name, header::HeaderValue::from_static(value));
    }
    response
}
