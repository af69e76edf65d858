//! Samples: which half of the call a code block shows, by the section it stands in and by what it holds.

mod names;
mod sent;
mod tabs;

use super::placement::announces_failure;
use super::routes::{Method, Path};
use super::{Item, Section, Shown, Side, route_forms, titles};
use crate::dialect::{Dialect, Role, built_in};
use crate::syntax::json::Value;
use crate::syntax::markdown::{Line, Span};
use crate::syntax::samples::{Body, Sample};
use names::Names;
use sent::Sent;
use std::borrow::Cow;
use tabs::Tabs;

/// What the page says of its call before its samples are read.
pub struct Call<'r> {
    /// The method.
    pub method: Option<&'r Method>,
    /// Its paths, those of the operations beside it among them.
    pub paths: Vec<&'r Path>,
    /// Whether a sample of a request begins with a request line.
    pub has_request_line: bool,
}

impl Call<'_> {
    /// Whether a request goes elsewhere: nothing of it is the last fixed segment of any of the paths.
    fn is_other(&self, target: &str) -> bool {
        let path = target.split(['?', '#']).next().unwrap_or_default();
        let path =
            path.split_once("://").map_or(path, |(_, rest)| rest.split_once('/').map_or("", |it| it.1));
        let sent: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        let is_own = |path: &&Path| {
            let mut fixed = path.path.split('/').filter(|part| !part.is_empty() && !part.contains('{'));
            fixed.next_back().is_none_or(|last| sent.iter().any(|part| part.eq_ignore_ascii_case(last)))
        };
        !sent.is_empty() && !self.paths.is_empty() && !self.paths.iter().any(is_own)
    }
}

/// What is known of a block before it is read.
#[derive(Clone, Copy)]
struct Around {
    /// Whether the call has a section for samples of requests.
    has_request: bool,
    /// Whether it has one for samples of answers.
    has_response: bool,
    /// Whether the block stands before the route of the call.
    is_before_call: bool,
    /// Whether it is the only block of its section.
    is_only: bool,
    /// What the blocks above it in its section sent.
    sent: Option<Sent>,
    /// Whether the line above it announces what comes back.
    returns: bool,
}

/// Says of each code block of a call what it shows.
pub fn assign(text: &str, sections: &mut [Section<'_>], call: &Call<'_>, dialect: &Dialect) {
    let has = |role| sections.iter().any(|section| section.role == role);
    let (has_request, has_response) = (has(Role::RequestExample), has(Role::ResponseExample));
    let names = if has_code(sections) { Names::of(sections, call.method) } else { Names::default() };
    let tabs = Tabs::of(text, sections);
    let (mut status, mut is_before_call): (Option<(u8, bool)>, bool) = (None, true);
    for section in sections {
        status = status_of(section, status);
        is_before_call &= section.nested && section.role == Role::Other || section.level == 0;
        let side = side_of(section, status.is_some(), call, (has_request, has_response));
        let failed = status.is_some_and(|(_, failed)| failed);
        let (mut sent, mut is_sent, mut returns, mut fails) = (None, false, false, false);
        let is_only = !section.nested && is_only_block(section);
        let mut items = std::mem::take(&mut section.items);
        for item in &mut items {
            if let Item::Lines(lines) = item {
                (returns, fails) = lines.last().map_or((false, false), |line| announced(line, dialect));
                is_before_call &= !lines.iter().any(|line| route_forms::alone(line).is_some());
                let is_sample = matches!(section.role, Role::RequestExample | Role::Example);
                sent = is_sample.then(|| Sent::by_lines(lines, call)).flatten().or(sent);
            }
            let Item::Code { body, sample, info } = item else { continue };
            let (code, returns) = (body.of(text), std::mem::take(&mut returns));
            let is_failed = std::mem::take(&mut fails) && is_json(code);
            let titled = tabs.says(*body, dialect).or_else(|| titled_by_fence(info, code, dialect));
            let told = titled.or_else(|| is_failed.then_some((Side::Response, true)));
            if let Some((side, failed)) = told {
                *sample = Some(Shown { side, failed });
                continue;
            }
            let around = Around { has_request, has_response, is_before_call, is_only, sent, returns };
            let side = side.or_else(|| of_answer(section, code));
            let side = side.or_else(|| names.guess(code, section, around, call, dialect));
            if side.is_none() && is_open(section.role) && !has_request && !is_before_call {
                sent = Sent::of(code, call).or(sent);
            }
            // What follows a request under the same title, and has none of its names, came back.
            let came_back =
                section.role == Role::Example && !has_response && is_sent && names.shares_none(code);
            is_sent |= side == Some(Side::Request);
            let side = if came_back { Some(Side::Response) } else { side };
            let side = side.map(|side| match Sent::of(code, call) {
                Some(Sent::Elsewhere) => {
                    sent = Some(Sent::Elsewhere);
                    Side::None
                }
                Some(now) => {
                    sent = Some(now);
                    side
                }
                None if sent.is_none() && side == Side::Request && names.only_answers(code, section) => {
                    Side::Response
                }
                None => names.behind(sent, side, section.role, code, dialect),
            });
            *sample = side.map(|side| Shown { side, failed });
        }
        section.items = items;
    }
}

/// Whether a line announces what a call returns, and what a failed one does.
fn announced(line: &Line<'_>, dialect: &Dialect) -> (bool, bool) {
    (announces_answer(line, dialect), announces_failure(line, dialect))
}

fn is_json(code: &str) -> bool {
    code.trim_start().starts_with(['{', '['])
}

fn has_code(sections: &[Section<'_>]) -> bool {
    sections.iter().flat_map(|section| &section.items).any(|item| matches!(item, Item::Code { .. }))
}

/// What the words behind the language of a fence say: `json title="404 Not Found"`, `json 404.json`, `json [Error]`.
fn titled_by_fence(info: &str, code: &str, dialect: &Dialect) -> Option<(Side, bool)> {
    let (_, title) = info.split_once([' ', ':', '{', '['])?;
    let title = title.trim_end_matches(".json");
    let title = title.split_once("title").map_or(title, |(_, rest)| rest);
    let title = title.trim_matches(|c: char| c.is_whitespace() || "=:\"'{}[]".contains(c));
    if !opens_json(code) {
        return None;
    }
    let status = titles::status(title, dialect);
    let failed = status.map_or_else(|| dialect.is_failure(title), |status| status >= 400);
    (failed || status.is_some()).then_some((Side::Response, failed))
}

/// The level of the heading that names a status, and whether it is one of a failure; it holds for the headings below its own.
fn status_of(section: &Section<'_>, above: Option<(u8, bool)>) -> Option<(u8, bool)> {
    match (section.status, above) {
        (Some(status), _) => Some((section.level, status >= 400)),
        (None, Some((level, _))) if section.level <= level => None,
        (None, above) => above,
    }
}

/// The half of the call that all blocks of a section show.
fn side_of(
    section: &Section<'_>,
    is_answer: bool,
    call: &Call<'_>,
    (has_request, has_response): (bool, bool),
) -> Option<Side> {
    match section.role {
        _ if is_answer => Some(Side::Response),
        Role::RequestExample => Some(Side::Request),
        Role::ResponseExample => Some(Side::Response),
        // JSON among parameters may be a part of anything, unless it is all that the page shows of its side. A block
        // without a request line may as well show the answer.
        Role::Request if call.has_request_line && !section.nested && !has_request => Some(Side::Request),
        Role::Response if !section.nested && !has_response => Some(Side::Response),
        // The body is shown where nothing lists it.
        Role::BodyParams if !section.nested && is_only_block(section) && !section.has_table() => {
            Some(Side::Request)
        }
        _ => None,
    }
}

/// JSON in an example below the heading of an answer shows that.
fn of_answer(section: &Section<'_>, code: &str) -> Option<Side> {
    let is_answer = section.role == Role::Example && section.side == Side::Response;
    (is_answer && opens_json(code)).then_some(Side::Response)
}

fn is_only_block(section: &Section<'_>) -> bool {
    section.items.iter().filter(|item| matches!(item, Item::Code { .. })).count() == 1
}

/// Whether code may stand below parameters or text without a title of its own. Above the call, JSON is the answer whatever the
/// command beside it sends.
fn is_open(role: Role) -> bool {
    matches!(role, Role::Other | Role::Description | Role::Request)
}

/// `Returns a list of boats:` right above a block of code.
fn announces_answer(line: &Line<'_>, dialect: &Dialect) -> bool {
    let text = line.text.trim().to_lowercase();
    let begins = |word: &String| {
        text.strip_prefix(word.as_str())
            .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric) || !word.is_ascii())
    };
    text.len() <= titles::LISTED && text.ends_with([':', '：']) && dialect.notes.returns.iter().any(begins)
}

/// JSON between the title of a call and its first section shows the answer.
fn opens_json(code: &str) -> bool {
    code.trim_start().starts_with(['{', '[']) && !begins_with_route(code)
}

/// JSON, or a member of an object without its braces.
fn shows_json(code: &str) -> bool {
    let name = || code.trim_start().strip_prefix('"')?.split_once('"').map(|(_, rest)| rest);
    opens_json(code) || name().is_some_and(|rest| rest.trim_start().starts_with(':'))
}

/// `[POST] /v1/lamps` is no list.
fn begins_with_route(code: &str) -> bool {
    let first = code.trim_start().lines().next().unwrap_or_default();
    route_forms::alone(&Line { text: Cow::Borrowed(first), span: Span::default() }).is_some()
}

/// The half of the call that a sample shows, whose block was said to show `side`: a request line, a URL and a form are
/// always sent, and what follows a status line always comes back.
pub fn side(sample: &Sample<'_>, side: Side) -> Side {
    match sample.body {
        // The samples of another call.
        _ if side == Side::None => side,
        Body::RequestLine { .. } | Body::Query(_) => Side::Request,
        Body::Json(_) if sample.label.starts_with("HTTP/") => Side::Response,
        _ => side,
    }
}

/// Whether an answer is that of a failed call, as far as others show: it has the members that an envelope names and
/// none of a payload, and no other answer has any member of it.
pub fn is_failed(answer: &Value, others: &[&Value], dialect: &Dialect) -> bool {
    let Value::Object(members) = answer else { return false };
    let known = of_envelope(members.iter().map(|(name, _)| name), dialect);
    let payload = dialect.envelope.payload.as_str();
    let succeeds = |(name, value): (&str, &Value)| {
        !payload.is_empty() && name == payload
            || of_envelope([name].into_iter(), dialect) > 0 && is_success(value)
    };
    let is_told = || members.iter().any(|(name, value)| tells_failure(name, value, dialect));
    if says_failure(answer, others, dialect) {
        return true;
    }
    if known < 2 && !is_told() || members.iter().any(succeeds) {
        return false;
    }
    let is_apart = |other: &&Value| match other {
        Value::Object(theirs) => !theirs.iter().any(|(name, _)| members.iter().any(|(own, _)| own == name)),
        Value::Array(_) => true,
        _ => false,
    };
    others.iter().any(is_apart) && others.iter().all(|other| is_apart(other) || *other == answer)
}

/// Whether a member speaks of a failure: `"error": "not_found"`, `"success": false`, `"code": -1`, `"status": 404`.
fn tells_failure(name: &str, value: &Value, dialect: &Dialect) -> bool {
    let is_rule = || dialect.envelope.success.iter().any(|rule| rule.member.iter().any(|own| own == name));
    let decides = || is_rule() || of_envelope([name].into_iter(), dialect) > 0;
    match value {
        Value::Bool(flag) => !flag && decides(),
        Value::Number(number) => number.as_i64().is_some_and(|it| !(0..400).contains(&it)) && decides(),
        Value::String(text) if text.len() <= MAX_WORD && dialect.is_failure(text) => decides(),
        Value::String(text) => !text.is_empty() && dialect.is_failure(name),
        Value::Array(items) => !items.is_empty() && dialect.is_failure(name),
        Value::Object(_) => dialect.is_failure(name),
        Value::Null => false,
    }
}

/// `"status": "error"` beside another answer with `"status": "success"`.
fn says_failure(answer: &Value, others: &[&Value], dialect: &Dialect) -> bool {
    let Value::Object(members) = answer else { return false };
    let failed = members.iter().filter(|(name, value)| {
        let is_word =
            matches!(value, Value::String(text) if text.len() <= MAX_WORD && dialect.is_failure(text));
        is_word && of_envelope([*name].into_iter(), dialect) > 0
    });
    let succeeds = |name: &str| others.iter().filter_map(|other| other.get(name)).any(is_success);
    failed.map(|(name, _)| name).any(succeeds)
}

/// Longest word that says how a call ended.
const MAX_WORD: usize = 16;

/// How many of the names are members of the envelope. A dialect that names none has the one that most vendors have.
fn of_envelope<'n>(names: impl Iterator<Item = &'n str>, dialect: &Dialect) -> usize {
    let generic = built_in::builtin(built_in::GENERIC).ok().filter(|_| dialect.envelope.members.is_empty());
    let members = &generic.as_deref().unwrap_or(dialect).envelope.members;
    names.filter(|name| members.iter().any(|own| own.eq_ignore_ascii_case(name))).count()
}

/// A code or flag of an envelope that stands for success.
fn is_success(value: &Value) -> bool {
    match value {
        Value::Bool(flag) => *flag,
        Value::Number(number) => matches!(number.as_i64(), Some(0 | 200..=299)),
        Value::String(text) => {
            ["0", "200", "ok", "success", "true"].iter().any(|word| word.eq_ignore_ascii_case(text))
        }
        _ => false,
    }
}
