//! One call for an assistant: arguments checked, secrets kept, the result within its size.

use crate::cli::call::client::Clients;
use crate::cli::call::{checks, endpoint};
use docwright::emit::operations::Operation;
use docwright_runtime::serde_json::{Map, Value};
use docwright_runtime::{Client, Endpoint, Error, Response, Upload};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Makes calls.
pub(super) struct Exchange {
    pub(super) clients: Clients,
    pub(super) max_bytes: usize,
    pub(super) timeout: Duration,
}

/// The endpoints that were called, by the name of the tool.
static ENDPOINTS: Mutex<BTreeMap<String, &'static Endpoint>> = Mutex::new(BTreeMap::new());

impl Exchange {
    /// Calls an operation; the error is for the assistant too.
    pub(super) async fn call(
        &self,
        operation: &Operation<'_>,
        mut arguments: Map<String, Value>,
    ) -> Result<String, String> {
        let files = files(operation, &mut arguments)?;
        arguments.values_mut().for_each(whole);
        let mut found = checks::missing(operation, &arguments, &files, &self.clients.provided(operation));
        found.extend(checks::values(operation, &arguments).wrong);
        found.extend(checks::unknown(operation, &arguments));
        if !found.is_empty() {
            return Err(found.join("\n").replace("`--", "`"));
        }
        let client = self.clients.of(operation)?;
        let mut call = client.call_dynamic(known(operation), arguments).timeout(self.timeout);
        for (name, file) in files {
            call = call.file(endpoint::leak(&name), file);
        }
        match call.send().await {
            Ok(response) => Ok(self.bounded(&client, &text(&response))),
            Err(error) => Err(self.bounded(&client, &explained(&error))),
        }
    }

    /// At most so many bytes, without secrets.
    fn bounded(&self, client: &Client, text: &str) -> String {
        self.cut(&client.redact(text))
    }

    /// At most so many bytes.
    pub(super) fn cut(&self, text: &str) -> String {
        cut(text, self.max_bytes)
    }
}

/// The beginning of a text and how much of it that is, in so many bytes.
fn cut(text: &str, bytes: usize) -> String {
    if text.len() <= bytes {
        return text.to_owned();
    }
    let said = |end| format!("\n[cut: these are the first {end} of {} bytes; ask for less]", text.len());
    let end = text.floor_char_boundary(bytes.saturating_sub(said(bytes).len()));
    text[..end].to_owned() + &said(end)
}

fn known(operation: &Operation<'_>) -> &'static Endpoint {
    let mut known = ENDPOINTS.lock().unwrap_or_else(PoisonError::into_inner);
    known.entry(operation.name.clone()).or_insert_with(|| endpoint::of(operation))
}

/// Above it, two whole numbers may be one float.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// Writes whole numbers as such: to a JSON schema `5.0` is an integer, and assistants send it.
fn whole(value: &mut Value) {
    match value {
        Value::Number(number) => {
            let float = number.as_f64().filter(|float| number.is_f64() && float.fract() == 0.0);
            if let Some(float) = float.filter(|float| float.abs() <= EXACT) {
                *value = Value::from(float as i64);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(whole),
        Value::Object(members) => members.values_mut().for_each(whole),
        _ => {}
    }
}

/// The files of a form: their content is the text of the argument. Paths are no arguments, so an assistant reads no files.
fn files(
    operation: &Operation<'_>,
    arguments: &mut Map<String, Value>,
) -> Result<Vec<(String, Upload)>, String> {
    let mut files = Vec::new();
    for field in &operation.endpoint.request.fields {
        if !operation.endpoint.is_file(field) {
            continue;
        }
        match arguments.remove(field.name.as_str()) {
            None => {}
            Some(Value::String(text)) => {
                files.push((field.name.to_string(), Upload::new(&*field.name, text)))
            }
            Some(_) => return Err(format!("`{}` is the content of a file, as text", field.name)),
        }
    }
    Ok(files)
}

fn text(response: &Response<Value>) -> String {
    match &**response {
        Value::Null if !response.raw().is_empty() => match str::from_utf8(response.raw()) {
            // The payload is missing or null: the envelope says more.
            Ok(text) => text.to_owned(),
            Err(_) => format!("{} bytes that are no text", response.raw().len()),
        },
        Value::Null => "The call succeeded; the answer has no content.".to_owned(),
        Value::String(text) => text.clone(),
        value => value.to_string(),
    }
}

/// The error with what may help.
fn explained(error: &Error) -> String {
    match error {
        Error::Vendor { vendor, .. } if !vendor.apply_url.is_empty() => {
            format!("{error}\nThe missing permission can be applied for at {}", vendor.apply_url)
        }
        error => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::{cut, whole};
    use docwright_runtime::serde_json::json;

    #[test]
    fn whole_numbers_are_written_as_such() {
        let mut value = json!({ "a": [5.0, 5.5, -0.0], "b": 1e300, "c": "5.0", "d": u64::MAX });
        whole(&mut value);
        assert_eq!(value.to_string(), r#"{"a":[5,5.5,0],"b":1e+300,"c":"5.0","d":18446744073709551615}"#);
    }

    #[test]
    fn long_texts_are_cut_between_characters_and_say_so() {
        assert_eq!(cut("集群", 6), "集群");
        let long = "集".repeat(100);
        let short = cut(&long, 62);
        assert_eq!(short, "集\n[cut: these are the first 3 of 300 bytes; ask for less]");
        assert!((62..=300).all(|bytes| cut(&long, bytes).len() <= bytes));
    }
}
