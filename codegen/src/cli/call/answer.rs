//! Answers: results on standard output, refusals as errors.

use crate::cli::{Failure, output};
use docwright_runtime::dynamic::DynamicCall;
use docwright_runtime::serde_json::Value;
use docwright_runtime::{Error, Pages, Response, Stream};
use std::fmt::Write;
use std::future::poll_fn;
use std::io::IsTerminal;
use std::pin::Pin;
use std::process::ExitCode;

/// The request of a call, which is not sent.
pub(super) fn preview(call: DynamicCall, curl: bool) -> Result<ExitCode, Failure> {
    let preview = call.preview()?;
    let mut text = String::new();
    if curl {
        text = preview.curl + "\n";
    } else {
        let _ = writeln!(text, "{} {}", preview.method, preview.url);
        for (name, value) in preview.headers {
            let _ = writeln!(text, "{name}: {value}");
        }
        if !preview.body.is_empty() {
            let _ = writeln!(text, "\n{}", preview.body);
        }
    }
    output::print(&docwright::source::visible(&text))?;
    Ok(ExitCode::SUCCESS)
}

/// Prints what a call gives; `as_it_came` is its body, of whatever form.
pub(super) fn print(result: Result<Response<Value>, Error>, as_it_came: bool) -> Result<ExitCode, Failure> {
    let response = match result {
        Ok(response) => response,
        Err(error) => return refused(&error),
    };
    if as_it_came {
        output::bytes(response.raw())?;
        return Ok(ExitCode::SUCCESS);
    }
    print_value(&response)
}

/// Prints the items of pages; what came before an error is printed too.
pub(super) fn print_items((items, error): (Vec<Value>, Option<Error>)) -> Result<ExitCode, Failure> {
    if error.is_none() || !items.is_empty() {
        print_value(&Value::Array(items))?;
    }
    error.map_or(Ok(ExitCode::SUCCESS), |error| refused(&error))
}

fn print_value(value: &Value) -> Result<ExitCode, Failure> {
    let mut text = docwright_runtime::serde_json::to_string_pretty(value)?;
    text.push('\n');
    if std::io::stdout().is_terminal() {
        text = escaped(&text);
    }
    output::print(&text)?;
    Ok(ExitCode::SUCCESS)
}

/// JSON whose texts do nothing to a terminal: control characters and marks of direction as escapes.
fn escaped(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '\n' => text.push(c),
            c if docwright::emit::texts::plain(c.encode_utf8(&mut [0; 4])).is_empty() => {
                c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| {
                    let _ = write!(text, "\\u{unit:04x}");
                });
            }
            c => text.push(c),
        }
    }
    text
}

/// The first pages of a result, and the error that ended them.
pub(super) async fn collect(mut pages: Pages<Value>, count: usize) -> (Vec<Value>, Option<Error>) {
    let mut items = Vec::new();
    for _ in 0..count {
        match poll_fn(|context| Pin::new(&mut pages).poll_next(context)).await {
            None => break,
            Some(Ok(page)) => items.extend(page),
            Some(Err(error)) => return (items, Some(error)),
        }
    }
    (items, None)
}

/// An error of the service ends with 1, one on the way to it with 2.
fn refused(error: &Error) -> Result<ExitCode, Failure> {
    output::note(&format!("error: {error}"));
    let refused = matches!(error, Error::Vendor { .. } | Error::Status { .. });
    Ok(ExitCode::from(if refused { 1 } else { 2 }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terminals_see_escapes() {
        assert_eq!(escaped("{\"a\": \"\u{9b}31m\u{202e}集\"\n}"), "{\"a\": \"\\u009b31m\\u202e集\"\n}");
    }
}
