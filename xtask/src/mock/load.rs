//! Load: connections that are kept, each with one call after the other.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// Which calls are made.
#[derive(Clone, Copy)]
pub(crate) struct Load<'l> {
    pub(crate) address: &'l str,
    pub(crate) path: &'l str,
    pub(crate) body: &'l str,
    pub(crate) connections: usize,
    /// Calls of all connections together.
    pub(crate) calls: usize,
}

/// What came of them.
pub(crate) struct Measured {
    answers: usize,
    /// Answers of another status than 200.
    others: usize,
    time: Duration,
}

impl Measured {
    /// Answers in a second.
    pub(crate) fn rate(&self) -> f64 {
        self.answers as f64 / self.time.as_secs_f64()
    }

    pub(crate) fn text(&self) -> String {
        let Self { answers, others, time } = self;
        format!("{:.0} answers/s ({answers} in {:.1} s, {others} not 200)", self.rate(), time.as_secs_f64())
    }
}

impl Load<'_> {
    /// Makes the calls.
    pub(crate) fn run(&self) -> Result<Measured, String> {
        let begun = Instant::now();
        let threads = || (0..self.connections).map(|_| ());
        let counts: Vec<Result<(usize, usize), String>> = std::thread::scope(|scope| {
            let running: Vec<_> = threads().map(|()| scope.spawn(|| self.connection())).collect();
            let join = |thread: std::thread::ScopedJoinHandle<'_, _>| {
                thread.join().unwrap_or_else(|_| Err("a thread failed".to_owned()))
            };
            running.into_iter().map(join).collect()
        });
        let mut measured = Measured { answers: 0, others: 0, time: begun.elapsed() };
        for count in counts {
            let (answers, others) = count?;
            measured.answers += answers;
            measured.others += others;
        }
        Ok(measured)
    }

    fn connection(&self) -> Result<(usize, usize), String> {
        let Self { address, path, body, .. } = self;
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: {address}\r\nX-Bkapi-Authorization: {{}}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        let mut stream = TcpStream::connect(address).map_err(|error| error.to_string())?;
        stream.set_nodelay(true).map_err(|error| error.to_string())?;
        let (mut answers, mut others) = (0, 0);
        let mut buffer = Vec::with_capacity(16 << 10);
        while answers < self.calls / self.connections {
            stream.write_all(request.as_bytes()).map_err(|error| error.to_string())?;
            answer(&mut stream, &mut buffer)?;
            answers += 1;
            others += usize::from(!buffer.starts_with(b"HTTP/1.1 200"));
        }
        Ok((answers, others))
    }
}

/// Reads one answer into the buffer.
fn answer(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> Result<(), String> {
    buffer.clear();
    let mut piece = [0; 16 << 10];
    loop {
        let count = stream.read(&mut piece).map_err(|error| error.to_string())?;
        if count == 0 {
            return Err("the server closed the connection".to_owned());
        }
        buffer.extend_from_slice(&piece[..count]);
        let Some(head) = buffer.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
        let text = String::from_utf8_lossy(&buffer[..head]).to_lowercase();
        let length =
            text.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse::<usize>().ok());
        let is_whole = match length {
            Some(length) => buffer.len() >= head + 4 + length,
            None => buffer.ends_with(b"0\r\n\r\n"),
        };
        if is_whole {
            return Ok(());
        }
    }
}
