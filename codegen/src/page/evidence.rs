//! Evidence: where on a page routes stand, and how much each place says.

mod route_tables;
mod tags;

use super::{Item, Section, Side, routes};
use crate::dialect::{Dialect, Role};
use crate::syntax::markdown::{Line, Span, offset_in};
use std::borrow::Cow;

/// How much the place of a route says, the strongest first. The route table of the doc set stands between rows and
/// mentions, and the request line of a sample behind all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// A section, label or tag that is there to give the address.
    Address,
    /// A line, a code block or a heading that is a route and nothing else.
    Line,
    /// A row of a route table on the page.
    Row,
    /// A heading that begins with a route.
    Mention,
    /// A route in running text.
    Prose,
}

/// A place where a route, or one half of it, stands.
#[derive(Clone, Debug)]
pub struct Site {
    /// Index of its section.
    pub section: usize,
    /// How much the place says.
    pub strength: Strength,
    /// The method.
    pub method: Option<routes::Method>,
    /// The path.
    pub path: Option<routes::Path>,
}

/// A heading that is a path.
struct PathHeading {
    at: usize,
    level: u8,
    path: routes::Path,
    /// Whether a heading below gave it a method.
    is_used: bool,
}

/// A heading that is a method and nothing else.
pub fn is_method(heading: &str) -> bool {
    let word = heading.trim();
    let is_upper = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_uppercase());
    is_upper && routes::method(&Line { text: Cow::Borrowed(word), span: Span::default() }).is_some()
}

/// Lines of a code block that may be routes, at most.
const MAX_LINES: usize = 16;

/// All sites of a page, in the order of their sections.
pub fn sites(text: &str, sections: &[Section<'_>], dialect: &Dialect) -> Vec<Site> {
    let mut finder = Finder { text, dialect, sites: Vec::new() };
    let (mut opener, mut path_heading) = (0, None);
    for (at, section) in sections.iter().enumerate() {
        finder.path_heading(at, section, &mut path_heading);
        if !section.nested {
            opener = section.level;
        }
        // A heading over the one that opened the role may title the next call.
        finder.section(at, section, section.nested && section.level <= opener);
    }
    finder.end_path_heading(&mut path_heading);
    let mut sites = finder.sites;
    sites.extend(route_tables::read(text, sections, dialect));
    sites.sort_by_key(|site| site.section);
    sites
}

struct Finder<'t, 'd> {
    text: &'t str,
    dialect: &'d Dialect,
    sites: Vec<Site>,
}

impl<'t> Finder<'t, '_> {
    fn section(&mut self, at: usize, section: &Section<'t>, is_over: bool) {
        if let Some((strength, method, path)) = titled(section) {
            self.push(at, strength, Some(method), Some(path));
        }
        let is_address = !section.nested && matches!(section.role, Role::Url | Role::Method);
        let is_open = matches!(section.role, Role::Url | Role::Method | Role::Other | Role::Description);
        let is_request = !section.nested && section.role == Role::Request;
        if !is_open && !is_request && !is_over {
            return;
        }
        for item in &section.items {
            match item {
                Item::Lines(lines) => {
                    for line in lines {
                        match is_address {
                            true => self.address(at, section.role, line),
                            false => self.line(at, line, is_open),
                        }
                    }
                }
                Item::Code { body, .. } if is_open || is_over => {
                    self.code(at, section.role, is_address, is_open, *body);
                }
                Item::Code { .. } | Item::Table(_) => {}
            }
        }
    }

    /// `## /v1/lamps` above `### GET` and `### POST`: each method makes a route; a path without any is one itself.
    fn path_heading(&mut self, at: usize, section: &Section<'_>, above: &mut Option<PathHeading>) {
        if section.level == 0 || section.level > 6 {
            return;
        }
        if above.as_ref().is_some_and(|above| section.level <= above.level) {
            self.end_path_heading(above);
        }
        let line = Line { text: Cow::Borrowed(&section.heading), span: section.span };
        let heading = line.text.trim();
        if heading.starts_with('/') && heading.len() > 1 && !heading.contains(char::is_whitespace) {
            *above = routes::path(&line).map(|path| PathHeading {
                at,
                level: section.level,
                path,
                is_used: false,
            });
        } else if let Some(above) = above.as_mut().filter(|_| is_method(heading)) {
            above.is_used = true;
            let path = routes::Path { span: section.span, ..above.path.clone() };
            self.push(at, Strength::Line, routes::method(&line), Some(path));
        }
    }

    fn end_path_heading(&mut self, above: &mut Option<PathHeading>) {
        if let Some(PathHeading { at, path, is_used: false, .. }) = above.take() {
            self.push(at, Strength::Line, None, Some(path));
        }
    }

    fn push(
        &mut self,
        section: usize,
        strength: Strength,
        method: Option<routes::Method>,
        path: Option<routes::Path>,
    ) {
        if method.is_some() || path.is_some() {
            self.sites.push(Site { section, strength, method, path });
        }
    }

    /// A line of a section that is there for the address.
    fn address(&mut self, at: usize, role: Role, line: &Line<'_>) {
        if let Some((method, path)) = routes::pair(line) {
            self.push(at, Strength::Address, Some(method), Some(path));
        } else if !self.named(at, line) {
            let (method, path) = match role {
                Role::Method => (routes::method(line), None),
                _ => (None, routes::path(line)),
            };
            self.push(at, Strength::Address, method, path);
        }
    }

    /// Any other line. A request section is searched for lines that are nothing but routes.
    fn line(&mut self, at: usize, line: &Line<'_>, prose: bool) {
        if self.named(at, line) || memchr::memchr(b'/', line.text.as_bytes()).is_none() {
            return;
        }
        if let Some((method, path)) = routes::alone(line) {
            self.push(at, Strength::Line, Some(method), Some(path));
        } else if let Some((method, path)) = routes::pair(line).filter(|_| prose) {
            self.push(at, Strength::Prose, Some(method), Some(path));
        }
    }

    /// `- Method: POST`, `- URL: /x` and `<Route method="GET" path="/x" />` name what they give.
    fn named(&mut self, at: usize, line: &Line<'_>) -> bool {
        if let Some((method, path)) = tags::read(self.text, line, self.dialect) {
            self.push(at, Strength::Address, Some(method), Some(path));
            return true;
        }
        let Some((label, value)) = line.text.split_once([':', '：']) else { return false };
        let label = label.trim_matches(['-', '*', ' ', '`']);
        let value = Line { text: Cow::Borrowed(value), span: line.span };
        let (method, path) = match self.dialect.sections.get(label) {
            Some(Role::Method) => (routes::method(&value), None),
            Some(Role::Url) => match routes::pair(&value) {
                Some((method, path)) => (Some(method), Some(path)),
                None => (None, routes::path(&value)),
            },
            _ => (None, None),
        };
        let found = method.is_some() || path.is_some();
        self.push(at, Strength::Address, method, path);
        found
    }

    /// A code block of routes, or a short one that shows a route among other words.
    fn code(&mut self, at: usize, role: Role, is_address: bool, prose: bool, body: Span) {
        let lines = code_lines(self.text, body);
        let strength = if is_address { Strength::Address } else { Strength::Line };
        let pairs: Option<Vec<_>> = lines.iter().map(routes::alone).collect();
        if let Some(pairs) = pairs.filter(|pairs| !pairs.is_empty()) {
            pairs.into_iter().for_each(|(method, path)| self.push(at, strength, Some(method), Some(path)));
        } else if lines.len() <= 2 {
            let whole = Line { text: Cow::Borrowed(body.of(self.text).trim()), span: body };
            match is_address {
                true => self.address(at, role, &whole),
                false => self.line(at, &whole, prose),
            }
        } else if let Some(first) = lines.first().filter(|_| is_address) {
            self.address(at, role, first);
        }
    }
}

/// The first lines of a code block that are not blank.
fn code_lines(text: &str, body: Span) -> Vec<Line<'_>> {
    let code = body.of(text);
    let lines = code.lines().filter(|line| !line.trim().is_empty()).take(MAX_LINES);
    lines
        .map(|line| {
            let start = body.start + offset_in(code, line);
            Line { text: Cow::Borrowed(line), span: Span::new(start, start + line.len()) }
        })
        .collect()
}

/// A heading that is a route or begins with one: `## POST /v1/charges`, `### [GET] /v1/charges`.
pub fn titled(section: &Section<'_>) -> Option<(Strength, routes::Method, routes::Path)> {
    if !section.heading.starts_with(|c: char| c.is_ascii_uppercase() || "`[【(".contains(c)) {
        return None;
    }
    let line = Line { text: Cow::Borrowed(&section.heading), span: section.span };
    if let Some((method, path)) = routes::alone(&line) {
        return Some((Strength::Line, method, path));
    }
    let heading = section.heading.trim_start_matches('`');
    let rest = heading.trim_start_matches(|c: char| c.is_ascii_uppercase());
    let is_method = rest.len() < heading.len() && rest.starts_with([' ', '`']);
    if !is_method || !rest.trim_start_matches([' ', '`']).starts_with(['/', 'h']) {
        return None;
    }
    let (method, path) = routes::pair(&line)?;
    Some((Strength::Mention, method, path))
}

/// The request line that a request sample begins with. A number in it may be a value instead of a placeholder, and a
/// path of one slash says nothing.
pub fn sample(text: &str, sections: &[Section<'_>]) -> Option<(routes::Method, routes::Path)> {
    let asked = sections.iter().filter(|section| section.side == Side::Request);
    let bodies = asked.flat_map(|section| &section.items).filter_map(|item| match item {
        Item::Code { body, .. } => Some(*body),
        _ => None,
    });
    let fixed = |path: &str| {
        path.len() > 1 && !path.split('/').any(|part| part.starts_with(|c: char| c.is_ascii_digit()))
    };
    bodies
        .filter_map(|body| {
            let code = body.of(text);
            let line = code.lines().find(|line| !line.trim().is_empty())?;
            let start = body.start + offset_in(code, line);
            let span = Span::new(start, start + line.len());
            let starts = line.trim_start().starts_with(|c: char| c.is_ascii_alphabetic());
            routes::pair(&Line { text: Cow::Borrowed(line), span })
                .filter(|(_, path)| starts && fixed(&path.path))
        })
        .next()
}
