//! Samples: the code blocks of the example sections, read as JSON.

use super::context::Context;
use super::draft::{Draft, Sample};
use super::{schemas, templates};
use crate::diagnostic::{Diagnostic, code};
use crate::dialect::{Dialect, Role};
use crate::model::{Example, SampleRole};
use crate::page::{self, Endpoint, Item, Section, Side, route_forms};
use crate::syntax::json::{self, Document, Members, Value};
use crate::syntax::markdown::{Line, Span};
use crate::syntax::samples::{self, Body};
use std::sync::Arc;

/// Labels of code blocks that hold JSON, or what shows it.
const JSON_LABELS: &[&str] = &["json", "js", "javascript", "http", "text", "txt", "plain"];

/// Labels of code blocks that hold URLs.
const URL_LABELS: &[&str] = &["url", "http", "bash", "sh", "shell", "curl", "text", "txt", "plain"];

/// A sample, as far as its text and its side tell.
#[derive(Debug)]
struct Read<'t> {
    status: Option<u16>,
    /// Whether the comment above it says that the call failed.
    failed: bool,
    /// The half of the call that it shows.
    side: Side,
    content: Content<'t>,
}

impl<'t> Read<'t> {
    /// Reads a sample of a block that was said to show `side`.
    fn of(sample: samples::Sample<'t>, side: Side, dialect: &Dialect) -> Self {
        let side = page::samples::side(&sample, side);
        let failed = sample.label.chars().count() <= MAX_TITLE && dialect.is_failure(&sample.label);
        Self { status: sample.status, failed, side, content: content(sample.body, side, dialect) }
    }

    fn value(&self) -> Option<&Value> {
        match &self.content {
            Content::Json(_, value) => Some(value),
            Content::Query(_) | Content::Line | Content::Text => None,
        }
    }
}

/// What a sample is; values are without credentials.
#[derive(Debug)]
enum Content<'t> {
    Json(Document<'t>, Value),
    Query(Value),
    /// A request line without a body.
    Line,
    Text,
}

fn content<'t>(body: Body<'t>, side: Side, dialect: &Dialect) -> Content<'t> {
    match body {
        Body::Json(document) | Body::RequestLine { rest: Some(document), .. } => {
            let value = without_credentials(document.to_value(), side, dialect);
            Content::Json(document, value)
        }
        Body::Query(pairs) => Content::Query(without_credentials(nested(pairs, dialect), side, dialect)),
        Body::RequestLine { rest: None, .. } => Content::Line,
        Body::Text => Content::Text,
    }
}

/// Keeps every sample; those that are JSON become witnesses.
pub fn read<'t>(page: &Endpoint<'_>, draft: &mut Draft<'_>, context: Context<'t>) -> Vec<Sample<'t>> {
    let mut blocks = Vec::new();
    for section in &page.sections {
        let before = blocks.len();
        for (at, item) in section.items.iter().enumerate() {
            let Item::Code { info, body, sample: Some(sample) } = item else { continue };
            let failed = sample.failed || says_failure(section, at, context);
            let text = context.text(*body);
            let is_command = text.trim_start_matches(['$', ' ', '\n']).starts_with("curl ");
            let side_of = |at: usize| match sample.side {
                // What a command printed stands below it.
                Side::Request if is_command && at > 0 => Side::Response,
                side => side,
            };
            let read = samples::read(text).into_iter().enumerate();
            let read = read.map(|(at, read)| Read::of(read, side_of(at), context.dialect)).collect();
            blocks.push(Block { place: (section, *body), info, failed, read });
        }
        let is_example = matches!(section.role, Role::RequestExample | Role::ResponseExample);
        if blocks.len() == before && !is_example {
            prose(section, draft, context);
        }
    }
    draft.sends_lists = sends_lists(&blocks);
    let failed = failed(&blocks, context.dialect);
    let mut witnesses = Vec::new();
    let mut failed = failed.into_iter();
    for Block { place, info, read, .. } in blocks {
        let before = draft.endpoint.examples.len();
        let is_lines = is_lines(&read, context.text(place.1), draft);
        if is_lines {
            report_unreadable("the request sample is JSON line by line", place.1, draft, context);
        }
        for read in read {
            let is_failed = failed.next().unwrap_or_default();
            let side = if is_lines { Side::None } else { read.side };
            witnesses.extend(sample(Read { side, ..read }, place, is_failed, draft, context));
        }
        labelled(info, before, draft, context);
    }
    witnesses
}

/// Whether a block sends a document in each of its lines, so that none of them is the body: behind a request line, or where
/// the body is a list.
fn is_lines(block: &[Read<'_>], text: &str, draft: &Draft<'_>) -> bool {
    let [first, rest @ ..] = block else { return false };
    let is_json = |read: &&Read<'_>| matches!(read.content, Content::Json(..)) && read.side == Side::Request;
    let takes_list = || draft.tables.iter().any(|table| table.is_list_body);
    let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty());
    let is_document = |line: &&str| line.starts_with('{') && line.ends_with('}');
    // Words between documents tell alternatives.
    let is_request =
        |line: &str| route_forms::alone(&Line { text: line.into(), span: Span::default() }).is_some();
    let is_sent = lines().any(|line| !is_document(&line) && is_request(line));
    !rest.is_empty()
        && std::iter::once(first).chain(rest).all(|read| is_json(&read))
        && lines().filter(is_document).count() == block.len()
        && (is_sent || takes_list())
}

/// Whether there are samples of the body, and all of them are lists.
fn sends_lists(blocks: &[Block<'_, '_>]) -> bool {
    let is_list = |root: &json::Node<'_>| matches!(root.kind, json::Kind::List(_));
    let mut sent = blocks.iter().flat_map(|block| &block.read).filter_map(|read| match &read.content {
        Content::Json(document, _) if read.side == Side::Request => Some(&document.root),
        _ => None,
    });
    sent.next().is_some_and(is_list) && sent.all(is_list)
}

/// A code block and the samples that it holds.
struct Block<'p, 't> {
    /// Its section and its text.
    place: (&'p Section<'p>, Span),
    info: &'p str,
    /// Whether what titles it says that the call failed.
    failed: bool,
    read: Vec<Read<'t>>,
}

/// Whether the heading of a section, or the line right above a code block, speaks of a failed call.
fn says_failure(section: &Section<'_>, at: usize, context: Context<'_>) -> bool {
    let above = at.checked_sub(1).and_then(|above| match &section.items[above] {
        Item::Lines(lines) => lines.last(),
        _ => None,
    });
    let is_title = |line: &&Line<'_>| line.text.chars().count() <= MAX_TITLE;
    let is_title_of_samples =
        section.nested || section.level == page::sections::LABEL || section.role == Role::ResponseExample;
    is_title_of_samples && context.dialect.is_failure(&section.heading)
        || above.filter(is_title).is_some_and(|line| context.dialect.is_failure(&line.text))
        || above.is_some_and(|line| names_failed_status(&line.text) || begins_with_failed_status(&line.text))
}

/// `or, when the gate is jammed (HTTP 409):`
fn names_failed_status(line: &str) -> bool {
    let is_title = line.len() <= MAX_LINE && line.trim_end().ends_with([':', '：']);
    is_title && samples::status(line).is_some_and(|status| status >= 400)
}

/// `` 409: `{"reason": "taken"}` ``
fn begins_with_failed_status(line: &str) -> bool {
    let code = line.trim_start_matches(['-', '*', ' ', '`']).split(|c: char| !c.is_ascii_digit()).next();
    code.is_some_and(|code| code.len() == 3 && code.starts_with(['4', '5'])) && line.contains(['{', '['])
}

/// Bytes of the longest line that may name a status.
const MAX_LINE: usize = 160;

/// Answers that each answer is held against, at most.
const MAX_ANSWERS: usize = 16;

/// Characters of a line that may title a code block.
const MAX_TITLE: usize = 24;

/// Which samples show a failed call: by status, by title, or because they look like none of the other answers.
fn failed(blocks: &[Block<'_, '_>], dialect: &Dialect) -> Vec<bool> {
    let samples = || blocks.iter().flat_map(|block| block.read.iter().map(move |read| (block, read)));
    let told = |block: &Block<'_, '_>, read: &Read<'_>| {
        block.failed || read.failed || read.status.is_some_and(|status| status >= 400)
    };
    let answers = samples().filter(|(block, read)| read.side == Side::Response && !told(block, read));
    let answers: Vec<&Value> = answers.filter_map(|(_, read)| read.value()).take(MAX_ANSWERS).collect();
    let is_failed = |(block, read): (&Block<'_, '_>, &Read<'_>)| {
        told(block, read)
            || read.side == Side::Response
                && read.value().is_some_and(|value| page::samples::is_failed(value, &answers, dialect))
    };
    samples().map(is_failed).collect()
}

/// A label that promises another language than the JSON inside.
fn labelled(info: &str, before: usize, draft: &mut Draft<'_>, context: Context<'_>) {
    let label = info.split_whitespace().next().unwrap_or_default();
    let is_label =
        |known: &&str| label.get(..known.len()).is_some_and(|start| start.eq_ignore_ascii_case(known));
    let Some(example) = draft.endpoint.examples.get(before).filter(|example| example.json.is_some()) else {
        return;
    };
    let query = example.is_query();
    let (labels, holds): (&[&str], _) = if query { (URL_LABELS, "a URL") } else { (JSON_LABELS, "JSON") };
    if label.is_empty() || labels.iter().any(is_label) {
        return;
    }
    let start = crate::syntax::markdown::offset_in(&context.file.text, label);
    draft.diagnostics.push(
        Diagnostic::new(
            &code::FENCE_LABEL,
            format!("the code block is labelled `{label}` and holds {holds}"),
        )
        .label(context.file.origin(start, start + label.len()), "read by its content"),
    );
}

/// JSON in running text, where no code block marks it as a sample.
fn prose(section: &Section<'_>, draft: &mut Draft<'_>, context: Context<'_>) {
    if section.side == Side::None {
        return;
    }
    let lines = section.items.iter().filter_map(|item| match item {
        Item::Lines(lines) => Some(lines),
        _ => None,
    });
    for first in lines.filter_map(|lines| lines.iter().find(|line| opens_json(&line.text))) {
        draft.diagnostics.push(
            Diagnostic::new(&code::PROSE_SAMPLE, "JSON stands in the prose, outside of every code block")
                .label(context.origin(first.span), "no table describes what begins here")
                .note("no field was made of it")
                .help("put it into a code block, and its attributes into a table"),
        );
    }
}

/// `"name": {`, `"name": [`.
fn opens_json(line: &str) -> bool {
    let member = line.trim().strip_prefix('"').and_then(|rest| rest.split_once('"'));
    member.is_some_and(|(name, rest)| {
        let value = rest.trim_start().strip_prefix(':').map(str::trim);
        !name.is_empty() && value.is_some_and(|value| value.starts_with(['{', '[']))
    })
}

fn sample<'t>(
    sample: Read<'t>,
    (section, span): (&Section<'_>, Span),
    error: bool,
    draft: &mut Draft<'_>,
    context: Context<'_>,
) -> Option<Sample<'t>> {
    let side = sample.side;
    let role = match side {
        _ if error => SampleRole::Error,
        Side::Request => SampleRole::Request,
        Side::Response => SampleRole::Response,
        Side::None => SampleRole::Other,
    };
    let origin = context.origin(span);
    let title = section.heading.as_ref().into();
    let mut example = Example { role, title, origin, ..Example::default() };
    let mut witness = None;
    match sample.content {
        Content::Json(document, json) => {
            example.json = Some(Arc::new(json));
            let is_witness = self::document(&document, &mut example, side, span, draft, context);
            let template = templates::is_template(&document.root, context.dialect);
            // It shows no value that anything could be held against.
            let shows_types = template || templates::has_bare_type(&document, context.dialect);
            example.role = if shows_types && !error { SampleRole::Other } else { example.role };
            let base = span.start;
            let sample = Sample { side, error, document, base, template };
            witness = (is_witness && side != Side::None).then_some(sample);
        }
        Content::Query(json) => {
            example.json = Some(Arc::new(json));
            example.repairs.push(Example::QUERY.into());
        }
        Content::Text if context.text(span).trim().starts_with(['{', '[']) => {
            report_unreadable("the sample is no JSON, even after repair", span, draft, context);
        }
        Content::Text | Content::Line => {}
    }
    draft.endpoint.examples.push(example);
    witness
}

/// A query string as the object it stands for: `Disks.0.Size=20` is a member of a list's first element.
fn nested(pairs: Vec<(String, String)>, dialect: &Dialect) -> Value {
    let words = &dialect.nesting.index_segments;
    let is_index =
        |part: &str| words.iter().any(|word| word == part) || part.bytes().all(|byte| byte.is_ascii_digit());
    let mut root = Value::Object(Members::default());
    for (name, text) in pairs {
        let parts: Vec<&str> = if words.is_empty() { vec![name.as_str()] } else { name.split('.').collect() };
        let mut at = &mut root;
        for (depth, part) in parts.iter().enumerate() {
            at = if depth > 0 && is_index(part) { at.element() } else { at.member(part) };
        }
        *at = Value::String(text.into());
    }
    root
}

/// Whether the document can be a witness.
fn document(
    document: &Document<'_>,
    example: &mut Example,
    side: Side,
    span: Span,
    draft: &mut Draft<'_>,
    context: Context<'_>,
) -> bool {
    example.repairs = document.repairs.iter().map(|(repair, _)| repair.name().into()).collect();
    example.repairs.dedup();
    if let Some((_, at)) = document.repairs.first() {
        let text = &context.file.text;
        let start = text.floor_char_boundary(span.start + *at as usize);
        let end = text.ceil_char_boundary(start + 1).min(span.end);
        draft.diagnostics.push(
            Diagnostic::new(
                &code::SAMPLE_REPAIRED,
                format!("the sample is JSON only after repair: {}", example.repairs.join(", ")),
            )
            .label(context.file.origin(start, end.max(start)), "first repair here"),
        );
    }
    if schemas::is_schema(&document.root) {
        let is_error = example.role == SampleRole::Error;
        example.role = if is_error { example.role } else { SampleRole::Other };
        if !is_error && !schemas::read(&document.root, (side, span.start), draft, context) {
            report_unreadable("the sample is a JSON Schema beside what it describes", span, draft, context);
        }
        return false;
    }
    let takes_list = draft.sends_lists || draft.tables.iter().any(|table| table.is_list_body);
    let fits = match document.root.kind {
        json::Kind::Object(_) => true,
        json::Kind::List(_) => takes_list,
        _ => false,
    };
    if side == Side::Request && !fits {
        example.role = SampleRole::Other;
        report_unreadable("the request sample is no JSON object", span, draft, context);
        return false;
    }
    true
}

fn report_unreadable(message: &str, span: Span, draft: &mut Draft<'_>, context: Context<'_>) {
    let text = context.text(span).trim();
    let first = text.lines().next().unwrap_or_default().len();
    let start = span.start + context.text(span).find(text).unwrap_or_default();
    draft.diagnostics.push(
        Diagnostic::new(&code::SAMPLE_UNREADABLE, message)
            .label(context.file.origin(start, start + first), "this sample is no witness"),
    );
}

fn without_credentials(mut value: Value, side: Side, dialect: &Dialect) -> Value {
    if let (Side::Request, Value::Object(map)) = (side, &mut value) {
        map.retain(|name| !dialect.envelope.credentials.iter().any(|own| own == name));
    }
    value
}
