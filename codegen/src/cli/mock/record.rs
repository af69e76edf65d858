//! Records: accepted calls as samples, one file for the request and one for the answer, as pages show them.

use super::answer::Outcome;
use super::log::redacted;
use super::operation::Operation;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Most samples of one operation.
const MOST: usize = 200;

/// A folder of samples.
pub(super) struct Record {
    folder: PathBuf,
    /// Digests of the requests that are written, by operation.
    known: Mutex<BTreeMap<String, Vec<String>>>,
}

impl Record {
    pub(super) fn open(folder: &Path) -> Result<Self, String> {
        std::fs::create_dir_all(folder)
            .map_err(|error| format!("cannot create `{}`: {error}", folder.display()))?;
        Ok(Self { folder: folder.to_owned(), known: Mutex::default() })
    }

    /// Writes a call that was not written before. A sample that cannot be written stops no call.
    pub(super) fn write(&self, operation: &Operation, arguments: &Value, outcome: &Outcome) {
        let request = redacted(operation, &without_credentials(operation, arguments));
        let request = serde_json::to_string_pretty(&request).unwrap_or_default() + "\n";
        let digest = blake3::hash(request.as_bytes()).to_hex()[..16].to_owned();
        let name = format!("{}/{}", plain(&operation.service.name), plain(&operation.endpoint.id));
        {
            let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            let known = known.entry(name.clone()).or_default();
            if known.contains(&digest) || known.len() >= MOST {
                return;
            }
            known.push(digest.clone());
        }
        let folder = self.folder.join(name);
        let answer = serde_json::from_slice::<Value>(&outcome.body);
        let answer = answer.ok().map(|answer| redacted(operation, &answer));
        let answer = answer.and_then(|answer| serde_json::to_string_pretty(&answer).ok());
        let _ = std::fs::create_dir_all(&folder)
            .and_then(|()| std::fs::write(folder.join(format!("{digest}.request.json")), request))
            .and_then(|()| match answer {
                Some(answer) => std::fs::write(folder.join(format!("{digest}.response.json")), answer + "\n"),
                None => Ok(()),
            });
    }
}

/// Samples have no credentials, because clients send them by themselves.
fn without_credentials(operation: &Operation, arguments: &Value) -> Value {
    match arguments {
        Value::Object(members) => {
            let own = members.iter().filter(|(name, _)| !operation.is_credential(name));
            Value::Object(own.map(|(name, value)| (name.clone(), value.clone())).collect())
        }
        other => other.clone(),
    }
}

/// A name of a file or folder, whatever the page says.
fn plain(name: &str) -> String {
    let fits = |c: char| c.is_ascii_alphanumeric() || "_-.".contains(c);
    let text: String = name.chars().take(100).map(|c| if fits(c) { c } else { '_' }).collect();
    let text = text.trim_start_matches('.').to_owned();
    if text == name { text } else { format!("{text}-{}", &blake3::hash(name.as_bytes()).to_hex()[..8]) }
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn names_lead_nowhere() {
        assert_eq!(plain("cc.create_set"), "cc.create_set");
        for name in ["..", "../../etc/passwd", "a/b", "管理", ""] {
            let plain = plain(name);
            assert!(!plain.contains('/') && !plain.starts_with('.'), "{plain}");
        }
        assert_ne!(plain("a/b"), plain("a\\b"));
    }
}
