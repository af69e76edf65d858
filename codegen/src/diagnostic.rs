//! Diagnostics: what is wrong with a page, as values. Rendering is in [`render`], the list of codes in [`code`].

pub mod code;
pub mod fix;
pub mod render;

use crate::model::Origin;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; nothing to do.
    Note,
    /// The docs contradict themselves or leave something out; a decision was taken.
    Warning,
    /// Something of the page is not in the model.
    Error,
}

/// One code: its number, name, default severity and manual page.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Code {
    /// `DW0103`, stable for ever.
    pub id: &'static str,
    /// `shape-conflict`.
    pub name: &'static str,
    /// Severity unless configured otherwise.
    pub severity: Severity,
    /// What the code means, in one line.
    pub summary: &'static str,
    /// What happens, why it matters, how to mend it.
    pub manual: &'static str,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// Which kind of finding.
    #[serde(with = "code::by_id")]
    pub code: &'static Code,
    /// What happened, with the names of the page.
    pub message: String,
    /// Places, the primary one first.
    pub labels: Vec<Label>,
    /// What was decided, and why.
    pub note: Option<Cow<'static, str>>,
    /// What the reader can do next.
    pub help: Option<Cow<'static, str>>,
    /// A correction of the page that is certain.
    pub fix: Option<Fix>,
    /// Table rows that this finding accounts for.
    pub rows: u32,
    /// Name of what the finding is about, where its place does not tell; else empty.
    pub subject: String,
}

/// A place and what is to be said of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Label {
    /// The place.
    pub origin: Origin,
    /// The text under the caret.
    pub text: Cow<'static, str>,
}

/// Replaces the text at `origin`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fix {
    /// What to replace.
    pub origin: Origin,
    /// By what.
    pub text: String,
}

impl Diagnostic {
    /// A finding without a place.
    pub fn new(code: &'static Code, message: impl Into<String>) -> Self {
        let message = message.into();
        let (labels, subject) = (Vec::new(), String::new());
        Self { code, message, labels, note: None, help: None, fix: None, rows: 0, subject }
    }

    /// Adds a place.
    #[must_use]
    pub fn label(mut self, origin: Origin, text: impl Into<Cow<'static, str>>) -> Self {
        // One place or two.
        self.labels.reserve_exact(1);
        self.labels.push(Label { origin, text: text.into() });
        self
    }

    /// Says what was decided.
    #[must_use]
    pub fn note(mut self, text: impl Into<Cow<'static, str>>) -> Self {
        self.note = Some(text.into());
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, text: impl Into<Cow<'static, str>>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// Adds a certain correction.
    #[must_use]
    pub fn fix(mut self, origin: Origin, text: impl Into<String>) -> Self {
        self.fix = Some(Fix { origin, text: text.into() });
        self
    }

    /// Accounts for table rows that did not become model items.
    #[must_use]
    pub fn rows(mut self, rows: usize) -> Self {
        self.rows = rows as u32;
        self
    }

    /// Names what the finding is about.
    #[must_use]
    pub fn subject(mut self, name: &str) -> Self {
        name.clone_into(&mut self.subject);
        self
    }

    /// The same finding in a list of files that has others in front.
    #[must_use]
    pub fn shifted(mut self, files: u32) -> Self {
        let labels = self.labels.iter_mut().map(|label| &mut label.origin);
        labels.chain(self.fix.iter_mut().map(|fix| &mut fix.origin)).for_each(|origin| origin.file += files);
        self
    }

    /// Where it is, for sorting.
    pub fn place(&self) -> Origin {
        self.labels.first().map(|label| label.origin).unwrap_or_default()
    }
}

/// Sorts by file, place, code and text: the order of a report never depends on threads.
pub fn sort(diagnostics: &mut [Diagnostic]) {
    let key = |found: &Diagnostic| (found.place().file, found.place().start, found.code.id);
    // Findings are large: each is moved once, and few share a place and a code.
    diagnostics.sort_by_cached_key(key);
    for alike in diagnostics.chunk_by_mut(|a, b| key(a) == key(b)).filter(|alike| alike.len() > 1) {
        alike.sort_by(|a, b| a.message.cmp(&b.message));
    }
}
