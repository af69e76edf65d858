//! Samples of a code block: JSON documents one after another, requests, query strings, text.

use super::http::{self, Request};
use super::json::{self, Document, Kind, Repair};
use super::text::line_of;

/// Label lines before a sample; a longer run of unknown lines is code or prose.
const MAX_LABEL_LINES: usize = 3;
/// Lines of unknown kind in a whole fence; each of them may cost a long look-ahead.
const MAX_UNKNOWN_LINES: usize = 64;

/// What makes a three-digit number in a label an HTTP status.
const STATUS_WORDS: &[&str] = &["http", "status", "code", "状态", "狀態", "响应"];

/// One sample of a fence.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample<'t> {
    /// The comment, status line or words before it without their comment marks; empty when there are none.
    pub label: String,
    /// The HTTP status that the label names.
    pub status: Option<u16>,
    /// What the sample is.
    pub body: Body<'t>,
    /// First byte of the body; the label stands before it.
    pub start: u32,
}

/// What a sample is.
#[derive(Clone, Debug, PartialEq)]
pub enum Body<'t> {
    /// A JSON document; its spans are offsets into the whole fence.
    Json(Document<'t>),
    /// The parameters of a query string or of a URL with one, as written (percent escapes kept).
    Query(Vec<(String, String)>),
    /// An HTTP request line or a `curl` command.
    RequestLine {
        /// The method in upper case.
        method: String,
        /// The URL or path, its query string included.
        target: String,
        /// The JSON body.
        rest: Option<Document<'t>>,
    },
    /// Anything else: code, YAML, prose, a plain URL.
    Text,
}

/// Reads all samples of a fence in order. What is no sample of a known kind becomes [`Body::Text`].
pub fn read(text: &str) -> Vec<Sample<'_>> {
    if u32::try_from(text.len()).is_err() {
        return Vec::new();
    }
    let mut splitter =
        Splitter { text, pos: 0, label: Label::default(), unknown_lines: 0, samples: Vec::new() };
    while splitter.step().is_some() {}
    splitter.finish()
}

#[derive(Default)]
struct Label {
    start: usize,
    unknown_lines: usize,
    lines: Vec<String>,
    status: Option<u16>,
}

struct Splitter<'a> {
    text: &'a str,
    pos: usize,
    label: Label,
    unknown_lines: usize,
    samples: Vec<Sample<'a>>,
}

impl<'a> Splitter<'a> {
    /// Reads one sample or one line of a label; `None` at the end of the known part.
    fn step(&mut self) -> Option<()> {
        self.skip_blank();
        let known = self.label.unknown_lines <= MAX_LABEL_LINES && self.unknown_lines <= MAX_UNKNOWN_LINES;
        if self.pos >= self.text.len() || !known {
            return None;
        }
        if self.text[self.pos..].starts_with(['{', '[']) {
            // Before the line is searched: it may hold many documents.
            if let Some((body, end)) = self.document() {
                self.push(body, end);
                return Some(());
            }
        }
        let line = line_of(&self.text[self.pos..]);
        if let Some(comment) = comment(line) {
            self.add_label(comment, line.len());
        } else if let Some((body, end)) = self.request().or_else(|| self.document()) {
            self.push(body, end);
        } else {
            self.label.unknown_lines += if opens_code(line) { MAX_LABEL_LINES + 1 } else { 1 };
            self.unknown_lines += 1;
            self.add_label(line, line.len());
            if line.starts_with("HTTP/") {
                self.pos = http::skip_headers(self.text, self.pos);
            }
        }
        Some(())
    }

    fn request(&self) -> Option<(Body<'a>, usize)> {
        let (request, end) = http::read_at(self.text, self.pos)?;
        let body = match request {
            Request::Query(pairs) => Body::Query(pairs),
            Request::Line { method, target, rest } => Body::RequestLine { method, target, rest },
        };
        Some((body, end))
    }

    fn document(&self) -> Option<(Body<'a>, usize)> {
        let (document, end) = json::read_at(self.text, self.pos)?;
        // A scalar among other text is a word of that text.
        let alone = || self.text[end..].trim_start().is_empty() && self.label.unknown_lines == 0;
        let container = matches!(document.root.kind, Kind::Object(_) | Kind::List(_));
        (container || alone()).then_some((Body::Json(document), end))
    }

    fn push(&mut self, mut body: Body<'a>, end: usize) {
        let start = self.pos as u32;
        self.pos = end;
        if let Body::Json(document) = &mut body {
            let rest = &self.text[end..];
            let stray =
                rest.len() - rest.trim_start_matches(['}', ']', ',', ';', ' ', '\t', '\r', '\n']).len();
            if !rest[..stray].trim().is_empty() {
                document.repairs.push((Repair::Garbage, end as u32));
                self.pos += stray;
            }
        }
        let label = std::mem::take(&mut self.label);
        self.samples.push(Sample { label: label.lines.join(" "), status: label.status, body, start });
    }

    fn add_label(&mut self, text: &str, len: usize) {
        let label = &mut self.label;
        if label.lines.is_empty() {
            label.start = self.pos;
        }
        label.status = label.status.or_else(|| status(text));
        label.lines.push(text.trim().to_owned());
        self.pos += len;
    }

    fn skip_blank(&mut self) {
        let rest = &self.text[self.pos..];
        self.pos +=
            rest.len() - rest.trim_start_matches(|it: char| it.is_whitespace() || it == '\u{feff}').len();
    }

    /// The rest is text, unless it is nothing but comments after a sample.
    fn finish(mut self) -> Vec<Sample<'a>> {
        let only_comments = self.label.unknown_lines == 0 && self.pos >= self.text.len();
        if !only_comments || (self.samples.is_empty() && !self.label.lines.is_empty()) {
            let start = if self.label.lines.is_empty() { self.pos } else { self.label.start };
            let status = self.label.status;
            self.samples.push(Sample { label: String::new(), status, body: Body::Text, start: start as u32 });
        }
        self.samples
    }
}

/// The text of a line that is a comment as a whole.
fn comment(line: &str) -> Option<&str> {
    let line = line.trim();
    let hash = line.strip_prefix('#').map(|it| it.trim_start_matches('#'));
    let framed = |open, close| line.strip_prefix(open)?.strip_suffix(close);
    let slashes = line.strip_prefix("//");
    hash.or(slashes).or_else(|| framed("/*", "*/")).or_else(|| framed("<!--", "-->"))
}

/// Whether a line is code that continues below, and not a heading of the sample.
fn opens_code(line: &str) -> bool {
    let line = line.trim_end();
    line.ends_with(['=', '(', '{', '[', '\'', '"', ',', ';', '\\'])
        || line.contains("'''")
        || line.contains("\"\"\"")
}

/// The HTTP status that a label names.
pub fn status(label: &str) -> Option<u16> {
    let lower = label.to_lowercase();
    let mut numbers = lower.split(|it: char| !it.is_ascii_alphanumeric()).filter(|it| it.len() == 3);
    let status = numbers.find_map(|it| it.parse().ok().filter(|it| (100..600).contains(it)))?;
    let alone = label.trim().len() == 3;
    (alone || STATUS_WORDS.iter().any(|it| lower.contains(it))).then_some(status)
}
