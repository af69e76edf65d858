//! Multipart forms as previews show them: names, texts, and the files by their paths.

use crate::body;
use crate::params::Params;
use crate::redact::{HIDDEN, Redactor, is_secret, quote};
use std::fmt::Write;

/// The parts of a form.
pub(crate) struct Form {
    texts: Vec<(String, String)>,
    files: Vec<File>,
}

struct File {
    name: String,
    path: String,
    media_type: String,
    bytes: usize,
}

impl Form {
    /// The form that these parameters are sent as.
    pub(crate) fn new(params: &Params) -> Result<Self, String> {
        let files = params.files.iter().map(|(name, file)| File {
            name: (*name).to_owned(),
            path: file.place().to_owned(),
            media_type: file.media_type().to_owned(),
            bytes: file.content().len(),
        });
        Ok(Self { texts: body::texts(&params.rest)?, files: files.collect() })
    }

    fn texts<'f>(&'f self, redactor: &'f Redactor) -> impl Iterator<Item = (&'f str, String)> {
        let shown = |name: &str, text: &str| match is_secret(name) {
            true => HIDDEN.to_owned(),
            false => redactor.clean(text),
        };
        self.texts.iter().map(move |(name, text)| (name.as_str(), shown(name, text)))
    }

    /// A line for each part.
    pub(crate) fn lines(&self, redactor: &Redactor) -> String {
        let mut lines: Vec<String> =
            self.texts(redactor).map(|(name, text)| format!("{name}={text}")).collect();
        lines.extend(self.files.iter().map(|File { name, path, media_type, bytes }| {
            format!("{name}=@{path} ({media_type}, {bytes} bytes)")
        }));
        lines.join("\n")
    }

    /// The options of curl.
    pub(crate) fn flags(&self, redactor: &Redactor) -> String {
        let mut flags = String::new();
        for File { name, path, .. } in &self.files {
            let _ = write!(flags, " -F {}", quote(&format!("{name}=@{}", escaped(path))));
        }
        for (name, text) in self.texts(redactor) {
            // At the beginning or behind a semicolon curl would read more into a text.
            let plain = text.starts_with(['@', '<', '"', '(']) || text.contains(';');
            let flag = if plain { "--form-string" } else { "-F" };
            let _ = write!(flags, " {flag} {}", quote(&format!("{name}={text}")));
        }
        flags
    }
}

/// A path as curl reads it in a form.
fn escaped(path: &str) -> String {
    match path.contains([';', ',', '"', '\\']) {
        true => format!("\"{}\"", path.replace('\\', "\\\\").replace('"', "\\\"")),
        false => path.to_owned(),
    }
}
