//! Samples: which half of the call a code block shows, by the section it stands in and by what it holds.

mod sent;

use super::routes::{Method, Path};
use super::{Item, Section, Shown, Side, route_forms};
use crate::dialect::{Dialect, Role, built_in};
use crate::syntax::json::{self, Value};
use crate::syntax::markdown::{Line, Span};
use crate::syntax::samples::{Body, Sample};
use foldhash::HashSet;
use sent::Sent;
use std::borrow::Cow;
use std::cmp::Ordering;

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
}

/// Says of each code block of a call what it shows.
pub fn assign(text: &str, sections: &mut [Section<'_>], call: &Call<'_>, dialect: &Dialect) {
    let has = |role| sections.iter().any(|section| section.role == role);
    let (has_request, has_response) = (has(Role::RequestExample), has(Role::ResponseExample));
    let is_open = |section: &Section<'_>| section.items.iter().any(|item| matches!(item, Item::Code { .. }));
    let names =
        if sections.iter().any(is_open) { Names::of(sections, call.method) } else { Names::default() };
    // A status holds for the headings below its own.
    let mut status: Option<(u8, bool)> = None;
    let mut is_before_call = true;
    for section in sections {
        status = match (section.status, status) {
            (Some(status), _) => Some((section.level, status >= 400)),
            (None, Some((level, _))) if section.level <= level => None,
            (None, above) => above,
        };
        is_before_call &= section.nested && section.role == Role::Other || section.level == 0;
        let side = side_of(section, status.is_some(), call, (has_request, has_response));
        let failed = status.is_some_and(|(_, failed)| failed);
        let (mut sent, mut is_sent) = (None, false);
        let blocks = section.items.iter().filter(|item| matches!(item, Item::Code { .. })).count();
        let is_only = !section.nested && blocks == 1;
        let mut items = std::mem::take(&mut section.items);
        for item in &mut items {
            if let Item::Lines(lines) = item {
                is_before_call &= !lines.iter().any(|line| route_forms::alone(line).is_some());
                if section.role == Role::RequestExample {
                    sent = Sent::by_lines(lines, call).or(sent);
                }
            }
            let Item::Code { body, sample, .. } = item else { continue };
            let code = body.of(text);
            let around = Around { has_request, has_response, is_before_call, is_only, sent };
            let side = side.or_else(|| names.guess(code, section, around, call, dialect));
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
                None => names.behind(sent, side, section.role, code, dialect),
            });
            *sample = side.map(|side| Shown { side, failed });
        }
        section.items = items;
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
        _ => None,
    }
}

/// The names in the tables of both sides, to tell by them what a sample shows whose title does not.
#[derive(Default)]
struct Names {
    request: HashSet<String>,
    response: HashSet<String>,
    /// Those of them that belong to no other field.
    top: [HashSet<String>; 2],
    /// Whether the call sends no body.
    is_read: bool,
    /// Whether it sends one, and no table of it is there.
    is_sent: bool,
}

impl Names {
    fn of(sections: &[Section<'_>], method: Option<&Method>) -> Self {
        let is_read = method.is_some_and(|method| matches!(&*method.name, "GET" | "HEAD" | "DELETE"));
        let mut names = Self { is_read, ..Self::default() };
        for section in sections {
            let side = match section.side {
                Side::Request => &mut names.request,
                Side::Response => &mut names.response,
                Side::None => continue,
            };
            for item in &section.items {
                let Item::Table(table) = item else { continue };
                side.extend(table.rows().map(|row| row.name().text.to_string()));
            }
            names.add_top(section);
        }
        let sends = method.is_some_and(|method| matches!(&*method.name, "POST" | "PUT" | "PATCH"));
        names.is_sent = sends && names.request.is_empty();
        names
    }

    /// The names of the first table of a section that is no other field's, without those nested below others.
    fn add_top(&mut self, section: &Section<'_>) {
        let tables = section.items.iter().filter_map(|item| match item {
            Item::Table(table) if !section.nested => Some(table),
            _ => None,
        });
        let top = &mut self.top[usize::from(section.side == Side::Response)];
        for row in tables.take(1).flat_map(|table| table.rows()).filter(|row| row.depth == 0) {
            let first = row.name().text.split(['.', '[']).next().unwrap_or_default();
            top.insert(first.to_owned());
        }
    }

    /// Whether a block of JSON has no name of the request.
    fn shares_none(&self, code: &str) -> bool {
        let document = opens_json(code).then(|| json::read(code)).flatten();
        document.is_some_and(|document| {
            let members = document.root.members();
            !members.is_empty() && members.iter().all(|member| !self.request.contains(&*member.name))
        })
    }

    /// The half of the call that a block shows whose section does not say so.
    fn guess(
        &self,
        code: &str,
        section: &Section<'_>,
        around: Around,
        call: &Call<'_>,
        dialect: &Dialect,
    ) -> Option<Side> {
        let Around { has_request, has_response, is_before_call, is_only, sent } = around;
        match section.role {
            _ if code.trim_start().starts_with("HTTP/") => Some(Side::Response),
            Role::Example if !has_request && self.is_body(code, dialect) => Some(Side::Request),
            Role::Example => Some(self.side(code, dialect)),
            Role::Other | Role::Description if !has_request && sent::sends_body(code, call) => {
                Some(Side::Request)
            }
            Role::Request if !has_request && !section.nested && !opens_json(code) => {
                Sent::of(code, call).filter(|sent| *sent == Sent::Arguments).map(|_| Side::Request)
            }
            Role::Other | Role::Description | Role::Request
                if !has_response && opens_json(code) && sent.is_some_and(Sent::is_own) =>
            {
                Some(Side::Response)
            }
            _ if is_before_call && opens_json(code) => Some(Side::Response),
            role => self
                .whole(code, role, (section.nested, is_only))
                .filter(|side| if *side == Side::Request { !has_request } else { !has_response }),
        }
    }

    /// Whether JSON under the title of any sample is what a call sends that has no table of it: it has no member of the
    /// answer or of an envelope.
    fn is_body(&self, code: &str, dialect: &Dialect) -> bool {
        let document = (self.is_sent && opens_json(code)).then(|| json::read(code)).flatten();
        document.is_some_and(|document| {
            let names = || document.root.members().iter().map(|member| &*member.name);
            names().next().is_some()
                && !names().any(|name| self.response.contains(name))
                && of_envelope(names(), dialect) == 0
                && !names().any(|name| name == dialect.envelope.payload)
        })
    }

    /// Whether a document has a name that the request does not have.
    fn lacks_any(&self, document: &json::Document<'_>) -> bool {
        document.root.members().iter().any(|member| !self.request.contains(&*member.name))
    }

    /// The half of the call that a block of JSON among parameters, or under a title that nobody knows, shows as a whole: all
    /// its members are fields of that half, or most and more than one. Where no table describes the body, the only block of its
    /// section does.
    fn whole(&self, code: &str, role: Role, (nested, is_only): (bool, bool)) -> Option<Side> {
        let sides: &[Side] = match role {
            Role::Request | Role::BodyParams => &[Side::Request],
            Role::Response => &[Side::Response],
            Role::Other if nested => &[Side::Request, Side::Response],
            _ => return None,
        };
        let document = opens_json(code).then(|| json::read(code)).flatten()?;
        let members = document.root.members();
        let is_whole = |side: &&Side| {
            let top = &self.top[usize::from(**side == Side::Response)];
            if top.is_empty() && is_only {
                // Nothing else of the page shows the body.
                return **side == Side::Request && !self.is_read && !members.is_empty();
            }
            let known = members.iter().filter(|member| top.contains(&*member.name)).count();
            let most = known * 2 > members.len() || is_only && known * 2 == members.len();
            known > 0 && (known == members.len() || (known > 1 || is_only) && most)
        };
        let mut whole = sides.iter().filter(is_whole);
        whole.next().copied().filter(|_| whole.next().is_none())
    }

    /// What JSON shows that stands behind a request of its section: the answer to it, unless its names are arguments.
    fn behind(&self, sent: Option<Sent>, side: Side, role: Role, code: &str, dialect: &Dialect) -> Side {
        if sent == Some(Sent::Elsewhere) && opens_json(code) {
            return Side::None;
        }
        let is_open = matches!(role, Role::Request | Role::Other | Role::Description);
        let is_sent = is_open || role == Role::RequestExample;
        let (true, Some(sent), true) = (is_sent, sent, opens_json(code)) else {
            return side;
        };
        let Some(document) = json::read(code) else { return side };
        // The request has shown all that is sent, and this is more.
        if is_open && sent == Sent::Arguments && self.response.is_empty() && self.lacks_any(&document) {
            return Side::Response;
        }
        let (order, enveloped) = self.compare(&document, dialect);
        match order {
            Ordering::Greater => Side::Request,
            Ordering::Less => Side::Response,
            Ordering::Equal if sent == Sent::Arguments || self.is_read || enveloped => Side::Response,
            Ordering::Equal if !self.request.is_empty() && self.shares_none(code) => Side::Response,
            Ordering::Equal => Side::Request,
        }
    }

    /// Whether a document has more names of the request or of the answer, and whether it has those of an envelope.
    fn compare(&self, document: &json::Document<'_>, dialect: &Dialect) -> (Ordering, bool) {
        let root = document.root.items().first().unwrap_or(&document.root);
        let shared =
            |names: &HashSet<String>| root.members().iter().filter(|it| names.contains(&*it.name)).count();
        let enveloped = || of_envelope(root.members().iter().map(|it| &*it.name), dialect) > 1;
        let order = shared(&self.request).cmp(&shared(&self.response));
        (order, order == Ordering::Equal && enveloped())
    }

    /// What a block of code shows: a request unless it is JSON whose names are those of the answer, or JSON of a call
    /// that sends none.
    fn side(&self, code: &str, dialect: &Dialect) -> Side {
        if !opens_json(code) {
            return Side::Request;
        }
        let Some(document) = json::read(code) else { return Side::Response };
        let (order, enveloped) = self.compare(&document, dialect);
        match order {
            Ordering::Greater => Side::Request,
            Ordering::Less => Side::Response,
            Ordering::Equal if self.is_read || self.request.is_empty() || enveloped => Side::Response,
            Ordering::Equal => Side::Request,
        }
    }
}

/// JSON between the title of a call and its first section shows the answer.
fn opens_json(code: &str) -> bool {
    code.trim_start().starts_with(['{', '[']) && !begins_with_route(code)
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
    // A member that is named for a failure says so alone: `{"error": {…}}`.
    let is_told = || {
        members.iter().next().is_some_and(|(name, value)| {
            members.iter().count() == 1
                && dialect.is_failure(name)
                && matches!(value, Value::Object(_) | Value::String(_))
        })
    };
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
