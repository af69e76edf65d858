//! Names: what a sample shows whose title does not say so, by the names in the tables of both sides.

use super::sent::{self, Sent};
use super::{Around, Call, of_envelope, opens_json, shows_json};
use crate::dialect::{Dialect, Role};
use crate::page::routes::Method;
use crate::page::{Item, Section, Side};
use crate::syntax::json;
use foldhash::HashSet;
use std::cmp::Ordering;

/// The names in the tables of both sides, to tell by them what a sample shows whose title does not.
#[derive(Default)]
pub(super) struct Names {
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
    pub(super) fn of(sections: &[Section<'_>], method: Option<&Method>) -> Self {
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
    pub(super) fn shares_none(&self, code: &str) -> bool {
        read(code).is_some_and(|document| {
            let members = document.root.members();
            !members.is_empty() && members.iter().all(|member| !self.request.contains(&*member.name))
        })
    }

    /// Whether a block of JSON has a name that the request lacks.
    fn has_more(&self, code: &str) -> bool {
        read(code).is_some_and(|document| {
            document.root.members().iter().any(|member| !self.request.contains(&*member.name))
        })
    }

    /// The half of the call that a block shows whose section does not say so.
    pub(super) fn guess(
        &self,
        code: &str,
        section: &Section<'_>,
        around: Around,
        call: &Call<'_>,
        dialect: &Dialect,
    ) -> Option<Side> {
        let Around { has_request, has_response, is_before_call, is_only, sent, returns } = around;
        match section.role {
            _ if code.trim_start().starts_with("HTTP/") => Some(Side::Response),
            // A call without a body sends no JSON, so that what has more than its arguments came back.
            Role::Example | Role::Request | Role::PathParams | Role::QueryParams
                if self.is_read && !has_response && !section.nested && self.has_more(code) =>
            {
                Some(Side::Response)
            }
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
            Role::Other if !has_request && section.nested && sent::names_body(section, dialect) => {
                Some(Side::Request).filter(|_| self.is_body(code, dialect))
            }
            _ if is_before_call && opens_json(code) => Some(Side::Response),
            _ if returns && opens_json(code) && !has_response => Some(Side::Response),
            role => self
                .whole(code, role, (section.nested, is_only))
                .filter(|side| if *side == Side::Request { !has_request } else { !has_response }),
        }
    }

    /// Whether JSON under the title of any sample is what a call sends that has no table of it: it has no member of the
    /// answer or of an envelope.
    fn is_body(&self, code: &str, dialect: &Dialect) -> bool {
        self.is_sent
            && read(code).is_some_and(|document| {
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
        let document = read(code)?;
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

    /// Whether JSON below a title of its own among requests has more than half of its names from the answer, and none that
    /// is sent.
    pub(super) fn only_answers(&self, code: &str, section: &Section<'_>) -> bool {
        let is_below = section.nested && section.role == Role::RequestExample;
        let document = (is_below && !self.response.is_empty() && opens_json(code)).then(|| json::read(code));
        document.flatten().is_some_and(|document| {
            let members = document.root.members();
            let known = members.iter().filter(|member| self.response.contains(&*member.name)).count();
            known * 2 > members.len() && !members.iter().any(|member| self.request.contains(&*member.name))
        })
    }

    /// What JSON shows that stands behind a request of its section: the answer to it, unless its names are arguments.
    pub(super) fn behind(
        &self,
        sent: Option<Sent>,
        side: Side,
        role: Role,
        code: &str,
        dialect: &Dialect,
    ) -> Side {
        if sent == Some(Sent::Elsewhere) && shows_json(code) {
            return Side::None;
        }
        let is_open = matches!(role, Role::Request | Role::Other | Role::Description);
        let is_sent = is_open || matches!(role, Role::RequestExample | Role::Example);
        let (true, Some(sent), true) = (is_sent, sent, shows_json(code)) else {
            return side;
        };
        let Some(document) = json::read(code) else { return side };
        // The request has shown all that is sent, and this is more.
        if is_open && sent == Sent::Arguments && self.response.is_empty() && self.lacks_any(&document) {
            return Side::Response;
        }
        let (order, enveloped) = self.compare(&document, dialect);
        match order {
            // An argument of the path is a member of what comes back as well.
            Ordering::Greater if is_open && self.is_read => Side::Response,
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

/// The JSON that a block of code is.
fn read(code: &str) -> Option<json::Document<'_>> {
    opens_json(code).then(|| json::read(code)).flatten()
}
