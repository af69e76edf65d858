//! Framing: messages of JSON-RPC behind a header with their length. What is no message is answered, and reading goes on.

use lsp_server::{ErrorCode, Message};
use std::io::{self, BufRead, Read, Write};
use std::sync::mpsc::{Receiver, channel};

/// Longest message; the header of a longer one is taken for a mistake.
const LONGEST: usize = 64 << 20;
/// Longest line of a header.
const HEADER: u64 = 8 << 10;

/// What comes in.
#[derive(Debug)]
pub(super) enum Incoming {
    Message(Message),
    /// Something that is no message, and what is wrong with it.
    Malformed(String),
}

/// Reads in a thread of its own, so that a client that sends much is never kept waiting.
pub(super) fn listen(mut input: impl BufRead + Send + 'static) -> Receiver<Incoming> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        while let Ok(Some(incoming)) = read(&mut input) {
            if sender.send(incoming).is_err() {
                return;
            }
        }
    });
    receiver
}

/// The next message; none at the end of the input.
fn read(input: &mut impl BufRead) -> io::Result<Option<Incoming>> {
    let mut length = None;
    let mut has_header = false;
    loop {
        let mut line = Vec::new();
        if input.by_ref().take(HEADER).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let line = String::from_utf8_lossy(&line);
        match line.trim_end_matches(['\r', '\n']) {
            // Blank lines between messages are no headers.
            "" if has_header => break,
            "" => {}
            line => {
                has_header = true;
                // What stands in front is the rest of a message whose length was wrong.
                let start = line.to_ascii_lowercase().rfind("content-length").unwrap_or_default();
                let header = line[start..].split_once(':').map(|(name, value)| (name.trim(), value.trim()));
                match header {
                    Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                        length = value.parse::<usize>().ok();
                    }
                    Some(_) => {}
                    None => return malformed(format!("`{}` is no header", shortened(line))),
                }
            }
        }
    }
    match length {
        None => malformed("a message without a `Content-Length` that is a number".to_owned()),
        Some(length) if length > LONGEST => {
            malformed(format!("a message of {length} bytes; the longest have {LONGEST}"))
        }
        Some(length) => body(input, length),
    }
}

fn body(input: &mut impl BufRead, length: usize) -> io::Result<Option<Incoming>> {
    let mut body = vec![0; length];
    match input.read_exact(&mut body) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        read => read?,
    }
    match serde_json::from_slice(&body) {
        Ok(message) => Ok(Some(Incoming::Message(message))),
        Err(error) => malformed(format!("this is no message: {error}")),
    }
}

fn malformed(message: String) -> io::Result<Option<Incoming>> {
    Ok(Some(Incoming::Malformed(message)))
}

fn shortened(line: &str) -> String {
    line.chars().filter(|c| !c.is_control()).take(40).collect()
}

/// Where messages go.
pub(super) struct Outgoing(Box<dyn Write>);

impl Outgoing {
    pub(super) fn new(output: Box<dyn Write>) -> Self {
        Self(output)
    }

    /// Sends a message.
    pub(super) fn send(&mut self, message: &Message) -> io::Result<()> {
        // The library writes the version of the protocol and flushes.
        message.write(&mut self.0)
    }

    /// Answers something that was no message: nobody knows whose answer it is.
    pub(super) fn refuse(&mut self, message: &str) -> io::Result<()> {
        let error = serde_json::json!({ "code": ErrorCode::ParseError as i32, "message": message });
        let body = serde_json::json!({ "jsonrpc": "2.0", "id": null, "error": error }).to_string();
        write!(self.0, "Content-Length: {}\r\n\r\n{body}", body.len())?;
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is read: the methods of notifications, `!` for what is malformed.
    #[track_caller]
    fn check(input: &str, expect: &[&str]) {
        let mut input = input.as_bytes();
        let mut got = Vec::new();
        while let Some(incoming) = read(&mut input).unwrap() {
            got.push(match incoming {
                Incoming::Message(Message::Notification(notification)) => notification.method,
                Incoming::Message(other) => format!("{other:?}"),
                Incoming::Malformed(_) => "!".to_owned(),
            });
        }
        assert_eq!(got, expect);
    }

    #[test]
    fn what_is_no_message_is_left_behind() {
        let body = r#"{"jsonrpc":"2.0","method":"a","params":{"x":"世"}}"#;
        let message = format!("Content-Length: {}\r\n\r\n{body}", body.len());
        check(&message, &["a"]);
        check(
            &format!("content-length:{}\r\nContent-Type: x\r\n\r\n{body}{message}", body.len()),
            &["a", "a"],
        );
        check(&format!("Content-Length: 3\r\n\r\n{{x}}{message}"), &["!", "a"]);
        check(&format!("nonsense\r\n{message}"), &["!", "a"]);
        check(&format!("Content-Length: {}\r\n\r\n{body}{message}", body.len() - 1), &["!", "a"]);
        check(&format!("Content-Length: many\r\n\r\n{message}"), &["!", "a"]);
        check(&format!("Content-Length: 99999999999999\r\n\r\n{message}"), &["!", "a"]);
        check(&format!("Content-Length: 2\r\n\r\n[]{message}"), &["!", "a"]);
        check("Content-Length: 10\r\n\r\n{", &[]);
    }
}
