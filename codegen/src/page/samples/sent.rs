//! Sent: what the requests among the samples of a section send.

use super::{Call, begins_with_route, opens_json};
use crate::dialect::Dialect;
use crate::model::Location;
use crate::page::{Section, route_forms};
use crate::syntax::markdown::Line;
use crate::syntax::samples::{self, Body};

/// What a request among the samples of a section sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sent {
    /// A request line and no more.
    Line,
    /// Arguments too.
    Arguments,
    /// The request of another call: one that prepares this one.
    Elsewhere,
}

impl Sent {
    /// What a block of code sends, when it is no bare JSON.
    pub(super) fn of(code: &str, call: &Call<'_>) -> Option<Self> {
        if opens_json(code) {
            return None;
        }
        let (mut sent, mut others) = (None, 0);
        let read = samples::read(code);
        for sample in &read {
            let one = match &sample.body {
                Body::RequestLine { target, .. } if call.is_other(target) => {
                    others += 1;
                    Self::Elsewhere
                }
                Body::RequestLine { target, rest, .. } if rest.is_some() || target.contains('=') => {
                    Self::Arguments
                }
                Body::Query(_) => Self::Arguments,
                Body::RequestLine { .. } => Self::Line,
                Body::Text if code.contains("://") && code.contains("?") && code.contains('=') => {
                    Self::Arguments
                }
                Body::Json(_) | Body::Text => continue,
            };
            sent = sent.filter(|sent| *sent != Self::Elsewhere).or(Some(one));
        }
        // Where one of several requests is the call's own, the block is.
        sent.filter(|sent| *sent != Self::Elsewhere || others == read.len())
    }

    /// Whether it is the request of this call.
    pub(super) fn is_own(self) -> bool {
        self != Self::Elsewhere
    }

    /// What a request sends that stands among the lines of a section, where templates make a sample of them.
    pub(super) fn by_lines(lines: &[Line<'_>], call: &Call<'_>) -> Option<Self> {
        let target = |line: &Line<'_>| {
            route_forms::alone(line)?;
            line.text.split_whitespace().find(|word| word.contains('/')).map(str::to_owned)
        };
        let target = lines.iter().find_map(target)?;
        let has_body =
            lines.iter().any(|line| line.text.trim_start().starts_with('{') && !line.text.contains('%'));
        Some(match () {
            () if call.is_other(&target) => Self::Elsewhere,
            () if has_body || target.contains('=') => Self::Arguments,
            () => Self::Line,
        })
    }
}

/// Whether a block begins with the request line of the call, or is a command, and goes on with arguments.
pub(super) fn sends_body(code: &str, call: &Call<'_>) -> bool {
    let is_command = || code.trim_start_matches(['$', ' ', '\n']).starts_with("curl ");
    (begins_with_route(code) || is_command()) && Sent::of(code, call) == Some(Sent::Arguments)
}

/// Whether a heading is a word for the body, such as `JSON`, and none for what comes back.
pub(super) fn names_body(section: &Section<'_>, dialect: &Dialect) -> bool {
    let is_body =
        matches!(dialect.locations.get(&section.heading), Some(Location::Body | Location::WholeBody));
    is_body && !section.heading.eq_ignore_ascii_case(&dialect.envelope.payload)
}
