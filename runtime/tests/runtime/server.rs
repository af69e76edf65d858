//! A server on loopback that does to each request what a script says.

use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What the server does with a request.
#[derive(Clone, Debug)]
pub(crate) enum Act {
    /// Writes these bytes and waits for the next request.
    Answer(Vec<u8>),
    /// Writes these bytes and ends the connection in good order.
    Close(Vec<u8>),
    /// Writes these bytes and resets the connection.
    Reset(Vec<u8>),
    /// Writes these bytes and nothing more, for ever.
    Hang(Vec<u8>),
    /// Writes these bytes one by one, with a pause after each.
    Trickle(Vec<u8>, Duration),
    /// Writes the first bytes once and the second ones until the client has enough.
    Endless(Vec<u8>, Vec<u8>),
    /// Answers with something made of the request.
    Echo(fn(&Seen) -> Vec<u8>),
}

/// A request as it arrived.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

#[derive(Debug, Default)]
struct State {
    script: Vec<Act>,
    seen: Vec<Seen>,
    /// Requests of which at least one byte arrived.
    begun: usize,
    connections: usize,
    written: usize,
}

/// The running server; it stops with the runtime of its test.
#[derive(Clone, Debug)]
pub(crate) struct Server {
    pub(crate) address: String,
    state: Arc<Mutex<State>>,
}

impl Server {
    /// Plays `script`, one act per request; the last one is repeated.
    pub(crate) async fn start(script: impl Into<Vec<Act>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let state = Arc::new(Mutex::new(State { script: script.into(), ..State::default() }));
        let server = Self { address, state };
        let serving = server.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let server = serving.clone();
                server.state.lock().unwrap().connections += 1;
                tokio::spawn(async move { server.serve(stream).await });
            }
        });
        server
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.state.lock().unwrap().seen.clone()
    }

    pub(crate) fn begun(&self) -> usize {
        self.state.lock().unwrap().begun
    }

    pub(crate) fn connections(&self) -> usize {
        self.state.lock().unwrap().connections
    }

    /// Bytes of answers that were taken over by the operating system.
    pub(crate) fn written(&self) -> usize {
        self.state.lock().unwrap().written
    }

    async fn serve(&self, mut stream: TcpStream) {
        while let Some(seen) = self.read(&mut stream).await {
            let act = {
                let mut state = self.state.lock().unwrap();
                let at = state.seen.len().min(state.script.len() - 1);
                let act = match state.script[at].clone() {
                    Act::Echo(answer) => Act::Answer(answer(&seen)),
                    act => act,
                };
                state.seen.push(seen);
                act
            };
            if !self.play(&mut stream, act).await {
                return;
            }
        }
    }

    /// Whether the connection goes on.
    async fn play(&self, stream: &mut TcpStream, act: Act) -> bool {
        match act {
            Act::Answer(bytes) => return self.write(stream, &bytes).await,
            Act::Echo(_) => unreachable!("an answer by now"),
            Act::Close(bytes) => drop(self.write(stream, &bytes).await),
            Act::Reset(bytes) => {
                self.write(stream, &bytes).await;
                if !bytes.is_empty() {
                    // What was written should arrive before the reset does.
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
                stream.set_zero_linger().unwrap();
            }
            Act::Hang(bytes) => {
                self.write(stream, &bytes).await;
                std::future::pending::<()>().await;
            }
            Act::Trickle(bytes, pause) => {
                for byte in bytes.chunks(1) {
                    if !self.write(stream, byte).await {
                        break;
                    }
                    tokio::time::sleep(pause).await;
                }
            }
            Act::Endless(head, chunk) => {
                self.write(stream, &head).await;
                while self.write(stream, &chunk).await {}
            }
        }
        false
    }

    async fn write(&self, stream: &mut TcpStream, bytes: &[u8]) -> bool {
        let done = stream.write_all(bytes).await.is_ok();
        if done {
            self.state.lock().unwrap().written += bytes.len();
        }
        done
    }

    async fn read(&self, stream: &mut TcpStream) -> Option<Seen> {
        let mut bytes = Vec::new();
        let head = loop {
            if let Some(at) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
                break at + 4;
            }
            let empty = bytes.is_empty();
            if stream.read_buf(&mut bytes).await.ok()? == 0 {
                return None;
            }
            if empty {
                self.state.lock().unwrap().begun += 1;
            }
        };
        let text = String::from_utf8(bytes[..head].to_vec()).unwrap();
        let length = header(&text, "content-length").map_or(0, |length| length.parse().unwrap());
        while bytes.len() < head + length {
            if stream.read_buf(&mut bytes).await.ok()? == 0 {
                return None;
            }
        }
        Some(Seen { head: text, body: bytes[head..].to_vec() })
    }
}

impl Seen {
    pub(crate) fn header(&self, name: &str) -> &str {
        header(&self.head, name).unwrap_or_default()
    }

    /// The first line without the version.
    pub(crate) fn line(&self) -> &str {
        self.head.lines().next().unwrap().trim_end_matches(" HTTP/1.1")
    }
}

fn header<'t>(head: &'t str, name: &str) -> Option<&'t str> {
    let mut fields = head.lines().skip(1).filter_map(|line| line.split_once(':'));
    fields.find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
}

/// An answer with a right content length. `headers` end in line breaks.
pub(crate) fn http(status: u16, headers: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    let mut bytes = head(status, &format!("content-length: {}\r\n{headers}", body.len()));
    bytes.extend_from_slice(body);
    bytes
}

/// The head of an answer.
pub(crate) fn head(status: u16, headers: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status} X\r\ncontent-type: application/json\r\n{headers}\r\n").into_bytes()
}
