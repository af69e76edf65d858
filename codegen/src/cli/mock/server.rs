//! Connections: the listener, limits of size, number and time, broken answers, and an end in good order.

use super::answer::Outcome;
use super::call::Mock;
use super::faults::Kind;
use super::index;
use crate::cli::{Failure, output};
use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Extension, Request, State};
use axum::response::{IntoResponse, Response};
use docwright_runtime::http::StatusCode;
use docwright_runtime::http::request::Parts;
use hyper::body::{Frame, SizeHint};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, Semaphore, watch};
use tokio::time::{Sleep, sleep, timeout};

/// Bytes of a request's head; a longer one is refused with status 431.
const HEAD_BYTES: usize = 64 << 10;

/// How long calls may take to end when the program is asked to.
const GRACE: Duration = Duration::from_secs(5);

/// Pieces of a slow body, and the time between them.
const PIECES: usize = 10;
const PAUSE: Duration = Duration::from_millis(100);

/// What a caller may take.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// Connections at a time; further ones wait.
    pub(super) connections: usize,
    /// Time for the head of a request.
    pub(super) head: Duration,
    /// Time for its body.
    pub(super) body: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { connections: 1024, head: Duration::from_secs(15), body: Duration::from_secs(30) }
    }
}

/// A server that accepts connections.
pub(super) struct Server {
    listener: TcpListener,
    mock: Arc<Mock>,
    limits: Limits,
}

/// Tells a connection to reset itself.
type Reset = Arc<Notify>;

/// Serves until the program is interrupted.
pub(super) async fn run(mock: Mock, address: SocketAddr, limits: Limits) -> Result<(), Failure> {
    let (services, operations) = (mock.api.services.len(), mock.operations.len());
    let server = Server::bind(mock, address, limits).await?;
    let (stop, stopped) = watch::channel(false);
    ctrlc::set_handler(move || {
        let _ = stop.send(true);
    })?;
    let address = server.address()?;
    output::print(&format!("{services} services, {operations} operations at http://{address}\n"))?;
    server.serve(stopped).await;
    output::note("stopped");
    Ok(())
}

impl Server {
    pub(super) async fn bind(mock: Mock, address: SocketAddr, limits: Limits) -> Result<Self, Failure> {
        let listener = TcpListener::bind(address).await.map_err(|error| match error.kind() {
            ErrorKind::AddrInUse => {
                format!("port {} of {} is taken; `--port 0` takes a free one", address.port(), address.ip())
            }
            _ => format!("cannot listen at {address}: {error}"),
        })?;
        Ok(Self { listener, mock: Arc::new(mock), limits })
    }

    pub(super) fn address(&self) -> Result<SocketAddr, Failure> {
        Ok(self.listener.local_addr()?)
    }

    pub(super) fn mock(&self) -> Arc<Mock> {
        Arc::clone(&self.mock)
    }

    /// Accepts connections until it is told to stop, and then lets calls end.
    pub(super) async fn serve(self, mut stopped: watch::Receiver<bool>) {
        let Self { listener, mock, limits } = self;
        let router = Router::new().fallback(handle).with_state((mock, limits));
        let open = Arc::new(Semaphore::new(limits.connections));
        loop {
            let Ok(place) = Arc::clone(&open).acquire_owned().await else { break };
            let accepted = tokio::select! {
                accepted = listener.accept() => accepted,
                _ = stopped.changed() => break,
            };
            match accepted {
                Ok((stream, _)) => {
                    let (router, stopped) = (router.clone(), stopped.clone());
                    tokio::spawn(async move {
                        connection(stream, router, limits, stopped).await;
                        drop(place);
                    });
                }
                // The process has too many files open, or the caller is gone: the next one may be served.
                Err(_) => sleep(Duration::from_millis(10)).await,
            }
        }
        let all = u32::try_from(limits.connections).unwrap_or(u32::MAX);
        let _ = timeout(GRACE, open.acquire_many(all)).await;
    }
}

/// Serves one connection.
async fn connection(stream: TcpStream, router: Router, limits: Limits, mut stopped: watch::Receiver<bool>) {
    let _ = stream.set_nodelay(true);
    let reset = Reset::default();
    let service = TowerToHyperService::new(router.layer(Extension(Arc::clone(&reset))));
    let mut connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head)
        .max_buf_size(HEAD_BYTES)
        .serve_connection(TokioIo::new(stream), service);
    let mut is_stopping = false;
    loop {
        tokio::select! {
            // An error is the caller's: it is gone, too slow, or speaks something else.
            _ = &mut connection => return,
            () = reset.notified() => {
                let stream = connection.into_parts().io.into_inner();
                // What is dropped with this setting is reset, not closed.
                let _ = stream.set_zero_linger();
                return;
            }
            _ = stopped.changed(), if !is_stopping => {
                is_stopping = true;
                Pin::new(&mut connection).graceful_shutdown();
            }
        }
    }
}

async fn handle(
    State((mock, limits)): State<(Arc<Mock>, Limits)>,
    Extension(reset): Extension<Reset>,
    request: Request,
) -> Response {
    let (head, body) = request.into_parts();
    // The connection may have read a little more than its buffer is meant to hold.
    if bytes(&head) > HEAD_BYTES {
        return StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE.into_response();
    }
    let body = match timeout(limits.body, to_bytes(body, mock.max_body)).await {
        Ok(Ok(body)) => body,
        Ok(Err(_)) => {
            let most = mock.max_body;
            let message =
                format!("the body is not whole, or larger than {most} bytes; `--max-body` sets the limit");
            return (StatusCode::PAYLOAD_TOO_LARGE, message).into_response();
        }
        Err(_) => return (StatusCode::REQUEST_TIMEOUT, "the body takes too long").into_response(),
    };
    let outcome = index::answer(&mock, &head).unwrap_or_else(|| mock.answer(&head, &body));
    if !outcome.wait.is_zero() {
        sleep(outcome.wait).await;
    }
    if outcome.fault == Some(Kind::Reset) {
        reset.notify_one();
        // The connection ends before this does.
        std::future::pending::<()>().await;
    }
    response(outcome)
}

/// Bytes of a head, of names, values and what stands between them.
fn bytes(head: &Parts) -> usize {
    let target = head.uri.path_and_query().map_or(1, |target| target.as_str().len());
    let headers = head.headers.iter().map(|(name, value)| name.as_str().len() + value.len() + ": \r\n".len());
    head.method.as_str().len() + target + " HTTP/1.1\r\n".len() + headers.sum::<usize>()
}

fn response(outcome: Outcome) -> Response {
    let Outcome { status, headers, body, fault, .. } = outcome;
    let body = match fault {
        Some(Kind::Slow) => Body::new(Pieces::new(body, false)),
        Some(Kind::Cut) => Body::new(Pieces::new(body, true)),
        _ => Body::from(body),
    };
    let mut response = Response::new(body);
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    *response.headers_mut() = headers;
    response
}

/// A body that comes in pieces, and may end before it is whole.
struct Pieces {
    left: Bytes,
    piece: usize,
    /// Half of it is missing.
    is_cut: bool,
    total: u64,
    pause: Pin<Box<Sleep>>,
}

impl Pieces {
    fn new(body: Bytes, is_cut: bool) -> Self {
        let total = body.len() as u64;
        let piece = if is_cut { body.len() / 2 } else { body.len() / PIECES }.max(1);
        Self { left: body, piece, is_cut, total, pause: Box::pin(sleep(PAUSE)) }
    }
}

impl hyper::body::Body for Pieces {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        if self.left.is_empty() {
            return Poll::Ready(None);
        }
        if self.pause.as_mut().poll(context).is_pending() {
            return Poll::Pending;
        }
        self.pause = Box::pin(sleep(PAUSE));
        if self.is_cut && (self.left.len() as u64) < self.total {
            return Poll::Ready(Some(Err(std::io::Error::other("cut on demand"))));
        }
        let size = self.piece.min(self.left.len());
        let piece = self.left.split_to(size);
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left.len() as u64)
    }
}
