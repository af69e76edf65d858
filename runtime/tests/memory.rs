//! A small compressed answer that would fill the memory does not.
#![cfg(all(target_os = "linux", feature = "gzip"))]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use docwright_runtime::transport::TransportErrorKind;
use docwright_runtime::wire::{self, serde};
use docwright_runtime::{Client, Endpoint, Error, Method, Operation, plain};
use std::io::{Read, Write};
use std::net::TcpListener;

/// Bytes of the bomb before compression, and how much the client takes.
const BOMB: usize = 128 << 20;
const LIMIT: usize = 1 << 20;

struct Get;

impl serde::Serialize for Get {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        wire::write(serializer, |_| {})
    }
}

impl Operation for Get {
    type Output = ();
    const ENDPOINT: Endpoint = Endpoint::new("test", "get", Method::Get, "/").idempotent();
}

/// Most memory that this process ever had, in bytes.
fn peak() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<usize>().unwrap() << 10
}

/// Serves one compressed answer of spaces, whatever is asked.
fn serve() -> String {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let chunk = vec![b' '; LIMIT];
    (0..BOMB / LIMIT).for_each(|_| encoder.write_all(&chunk).unwrap());
    let body = encoder.finish().unwrap();
    assert!(body.len() < BOMB / 100);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for mut stream in listener.incoming().map_while(Result::ok) {
            let _ = stream.read(&mut [0; 4096]);
            let head = format!(
                "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: {}\r\n\r\n",
                body.len()
            );
            let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body));
        }
    });
    address
}

#[tokio::test]
async fn a_decompression_bomb_does_not_go_off() {
    let address = serve();
    let client: Client = plain::builder(address).max_reply(LIMIT).build().unwrap();
    let before = peak();
    for _ in 0..3 {
        let error = client.call(Get).await.unwrap_err();
        let too_large = |error: &Error| matches!(error, Error::Transport { source, .. } if source.kind() == TransportErrorKind::TooLarge);
        assert!(too_large(&error) && error.attempts() == 1, "{error}");
    }
    let grown = peak() - before;
    assert!(grown < 16 << 20, "{grown} bytes more than before");
}
