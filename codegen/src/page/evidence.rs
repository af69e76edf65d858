//! Evidence: where on a page routes stand, and how much each place says.

mod front_matter;
mod halves;
mod labels;
mod line_forms;
mod of_samples;
mod route_tables;
mod tags;

use super::{Item, Section, headings, route_forms, routes, titles};
use crate::dialect::{Dialect, Role};
use crate::syntax::markdown::{Line, Span, offset_in};
use line_forms::{ADDRESS, Form, Given, LABELS, LINE, METHOD, SENTENCE, both};
pub use of_samples::{command_alone, sample};
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

/// A heading that names a path.
struct PathHeading {
    at: usize,
    level: u8,
    path: routes::Path,
    /// Whether it is the path and nothing else, so that it is a route where no heading below gives it a method.
    is_route: bool,
}

/// Lines of a code block that may be routes, at most.
const MAX_LINES: usize = 16;

/// All sites of a page, in the order of their sections.
pub fn sites(text: &str, sections: &[Section<'_>], dialect: &Dialect) -> Vec<Site> {
    let mut finder = Finder { text, dialect, sections, sites: Vec::new() };
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
    if finder.sites.iter().all(|site| site.path.is_none()) {
        finder.told_in_requests(sections);
    }
    let mut sites = finder.sites;
    sites.extend(front_matter::read(text, dialect));
    sites.extend(route_tables::read(text, sections, dialect));
    of_samples::add(text, sections, &mut sites);
    sites.sort_by_key(|site| site.section);
    halves::titled(sections, &mut sites);
    sites
}

struct Finder<'t, 'd> {
    text: &'t str,
    dialect: &'d Dialect,
    sections: &'d [Section<'t>],
    sites: Vec<Site>,
}

impl<'t> Finder<'t, '_> {
    /// Where nothing else gives a route, a sentence among parameters may: `` Send a `GET` request to `/v1/boats`: ``
    fn told_in_requests(&mut self, sections: &[Section<'t>]) {
        let requests = sections.iter().enumerate().filter(|(_, section)| section.role == Role::Request);
        for (at, section) in requests {
            section.lines().take(MAX_LINES).for_each(|line| self.line(at, line, SENTENCE));
        }
    }

    /// The address that a table gives for each of several hosts: `Sandbox | https://x.org/v1/boats`.
    fn addresses(&mut self, at: usize, table: Span) {
        let raw = table.of(self.text);
        let starts = raw.match_indices("http").map(|(at, _)| at).take(MAX_LINES);
        let urls = starts.filter_map(|start| {
            let url = raw[start..].split(|c: char| c.is_whitespace() || "|<>`)]".contains(c)).next()?;
            let is_url = url.starts_with("http://") || url.starts_with("https://");
            routes::path(&Line { text: Cow::Borrowed(url), span: table }).filter(|_| is_url)
        });
        let mut urls = urls.filter(|url| url.path.len() > 1);
        if let Some(first) = urls.next().filter(|first| urls.all(|other| other.path == first.path)) {
            self.push(at, (Strength::Address, None, Some(first)));
        }
    }

    fn section(&mut self, at: usize, section: &Section<'t>, is_over: bool) {
        self.heading(at, section);
        self.below_method(at, section);
        let is_address = !section.nested && matches!(section.role, Role::Url | Role::Method);
        let is_open = matches!(section.role, Role::Url | Role::Method | Role::Other | Role::Description);
        let is_request = !section.nested && section.role == Role::Request;
        if !is_open && !is_request && !is_over {
            self.behind(at, section);
            return;
        }
        let forms = match section.role {
            Role::Url if is_address => ADDRESS,
            Role::Method if is_address => METHOD,
            _ if is_open || is_over => SENTENCE,
            _ => LINE,
        };
        let from = self.sites.len();
        // Behind the route of an address section, other routes are mentioned.
        let mut is_given = false;
        for item in &section.items {
            match item {
                Item::Lines(lines) => {
                    for line in lines {
                        let is_alone = is_address && route_forms::alone(line).is_some();
                        let is_mention = is_given && !is_alone;
                        self.line(at, line, if is_mention { SENTENCE } else { forms });
                        is_given |= is_alone;
                    }
                }
                Item::Code { body, .. } if is_open || is_over => self.code(at, is_address, forms, *body),
                Item::Code { body, .. } => self.request_line(at, *body),
                Item::Table(table) if is_address => self.addresses(at, table.span),
                Item::Table(_) => {}
            }
        }
        if is_address {
            self.named_beside(at, section, from);
        }
        if is_open || is_over {
            self.stacked(at, section, from);
            self.announced(at, section, from);
        }
        if is_open || is_request || is_over {
            self.beside_method(at, section, from, is_open || is_over);
        }
    }

    /// A route on a line of its own behind what came back: a call of its own. Behind the samples that a label opened it has to
    /// stand in code, and behind all of them.
    fn behind(&mut self, at: usize, section: &Section<'t>) {
        let is_code = |item: &Item<'_>| matches!(item, Item::Code { .. });
        let is_piece = |item: &Item<'_>| matches!(item, Item::Code { .. } | Item::Table(_));
        let is_request = section.role == Role::RequestExample && section.level == super::sections::LABEL;
        let first = match section.role {
            Role::RequestExample if is_request => section.items.iter().rposition(is_code),
            Role::Response | Role::ResponseExample => section.items.iter().position(is_piece),
            _ => None,
        };
        let behind = first.map_or(&[][..], |first| &section.items[first + 1..]);
        let lines = behind.iter().filter_map(|item| match item {
            Item::Lines(lines) => Some(lines),
            _ => None,
        });
        let text = self.text;
        let is_alone = |line: &&Line<'_>| {
            let raw = line.span.of(text).trim();
            let in_code = raw.len() > 2 && raw.starts_with('`') && raw.ends_with('`');
            in_code
                || !is_request && raw.starts_with(|c: char| c.is_ascii_uppercase() || matches!(c, '*' | '<'))
        };
        let begins = |line: &&Line<'_>| {
            let (methods, _) = routes::leading_methods(line.text.trim_matches(['`', '*', ' ']));
            is_request || !methods.is_empty()
        };
        let lines: Vec<&Line<'_>> = lines.flatten().collect();
        let titled = lines.iter().position(|line| !is_request && headings::is_bold_title(text, line));
        for line in titled.map_or(&[][..], |title| &lines[title + 1..]) {
            self.line(at, line, LABELS);
        }
        let lines = lines.into_iter().filter(is_alone).filter(begins);
        let routes: Vec<_> = lines.filter_map(route_forms::alone).collect();
        for (method, path) in routes {
            self.push(at, (Strength::Line, Some(method), Some(path)));
        }
    }

    /// `## POST Make lamp` above a line or a block that is the address.
    fn below_method(&mut self, at: usize, section: &Section<'t>) {
        let heading = &section.heading;
        let named =
            route_forms::method_before_title(heading).or_else(|| route_forms::method_behind_title(heading));
        let named = named.filter(|_| section.nested).map(|(name, _)| name.to_owned());
        let Some(name) = named.or_else(|| self.titled_method(section)) else { return };
        let lines = section.items.iter().flat_map(|item| match item {
            Item::Lines(lines) => lines.clone(),
            Item::Code { body, .. } => code_lines(self.text, *body),
            Item::Table(_) => Vec::new(),
        });
        let address = |line: Line<'_>| {
            let labelled = || labels::read(&line, self.dialect);
            route_forms::address(&line).or_else(|| labelled().path.filter(|_| labelled().methods.is_empty()))
        };
        if let Some(path) = lines.take(MAX_LINES).find_map(address) {
            let method = routes::Method { name, span: section.span };
            self.push(at, (Strength::Line, Some(method), Some(path)));
        }
    }

    /// The method of a heading that is a label: `### Method: POST`.
    fn titled_method(&self, section: &Section<'t>) -> Option<String> {
        if section.level > 6 || !section.heading.contains([':', '：']) {
            return None;
        }
        let line = Line { text: Cow::Borrowed(&section.heading), span: section.span };
        let labelled = labels::read(&line, self.dialect);
        let [method] = &labelled.methods[..] else { return None };
        labelled.path.is_none().then(|| method.name.clone())
    }

    /// A heading that gives its route itself.
    fn heading(&mut self, at: usize, section: &Section<'_>) {
        let line = Line { text: Cow::Borrowed(&section.heading), span: section.span };
        let Some(route_forms::Heading { routes, is_mention, .. }) = route_forms::heading(&line) else {
            return;
        };
        let strength = if is_mention { Strength::Mention } else { Strength::Line };
        routes.into_iter().for_each(|(method, path)| self.push(at, (strength, Some(method), Some(path))));
    }

    /// `## /v1/lamps` or `## Lamps [/v1/lamps]` above `### GET` and `### Make lamp [POST]`: each method makes a route; a
    /// path without any is one itself.
    fn path_heading(&mut self, at: usize, section: &Section<'_>, above: &mut Option<PathHeading>) {
        if section.level == 0 || section.level > 6 {
            return;
        }
        if above.as_ref().is_some_and(|above| section.level <= above.level) {
            self.end_path_heading(above);
        }
        let line = Line { text: Cow::Borrowed(&section.heading), span: section.span };
        if let Some((path, is_route)) = route_forms::path_heading(&line) {
            *above = Some(PathHeading { at, level: section.level, path, is_route });
        } else if let Some((above, (name, _))) = above.as_mut().zip(route_forms::method_heading(&line.text)) {
            above.is_route = false;
            let path = routes::Path { span: section.span, ..above.path.clone() };
            let method = routes::Method { name: name.to_owned(), span: section.span };
            self.push(at, (Strength::Line, Some(method), Some(path)));
        }
    }

    /// A path beside other words of a heading is a route where a label below gives the method: `登录（/login）`.
    fn end_path_heading(&mut self, above: &mut Option<PathHeading>) {
        let Some(PathHeading { at, path, is_route, .. }) = above.take() else { return };
        let below = self.sites.iter().rev().take_while(|site| site.section >= at);
        let (mut has_method, mut has_path) = (false, false);
        for site in below {
            has_method |= site.method.is_some();
            has_path |= site.path.is_some();
        }
        if is_route || has_method && !has_path {
            self.push(at, (Strength::Line, None, Some(path)));
        }
    }

    fn push(&mut self, section: usize, (strength, method, path): Given) {
        if method.is_some() || path.is_some() {
            self.sites.push(Site { section, strength, method, path });
        }
    }

    /// What the first form that fits makes of a line.
    fn line(&mut self, at: usize, line: &Line<'_>, forms: &[Form]) {
        if route_forms::is_entry(source_line(self.text, line.span.start)) {
            return;
        }
        let found =
            forms.iter().map(|form| form(self.text, line, self.dialect)).find(|found| !found.is_empty());
        found.into_iter().flatten().for_each(|given| self.push(at, given));
    }

    /// A block below a heading for requests that is one route and no more. It may be that of a sample, so it says little.
    /// With headers or a body below it says no more than a sentence.
    fn request_line(&mut self, at: usize, body: Span) {
        let lines = code_lines(self.text, body);
        let [line] = lines.as_slice() else {
            let told = message(&lines).map(|(routes, _)| routes).unwrap_or_default();
            let kept = told.into_iter().filter(|(_, path)| !of_sample(&path.path)).collect();
            return both(Strength::Prose, kept).into_iter().for_each(|given| self.push(at, given));
        };
        let Some(routes) = route_forms::all_alone(line).filter(|_| !line.text.contains('?')) else { return };
        let kept = routes.into_iter().filter(|(_, path)| !of_sample(&path.path)).collect();
        both(Strength::Mention, kept).into_iter().for_each(|given| self.push(at, given));
    }

    /// A code block of routes, a request without a body, or a short one that shows a route among other words.
    fn code(&mut self, at: usize, is_address: bool, forms: &[Form], body: Span) {
        let lines = code_lines(self.text, body);
        let strength = if is_address { Strength::Address } else { Strength::Line };
        // `GET _x` beside `GET /{tree}/_x`
        let segment = |line| Some(std::iter::once(route_forms::segment(line)?).collect());
        let of_line = |line| route_forms::all_alone(line).or_else(|| segment(line));
        let routes: Option<Vec<_>> = lines.iter().map(of_line).collect();
        let is_whole = || is_address || lines.iter().any(|line| route_forms::alone(line).is_some());
        if let Some(routes) = routes.filter(|routes| !routes.is_empty() && is_whole()) {
            let given = routes.into_iter().flat_map(|routes| both(strength, routes));
            given.for_each(|given| self.push(at, given));
        } else if let Some((routes, has_body)) = message(&lines) {
            let is_route = !has_body || is_address;
            let strength = if is_route { strength } else { Strength::Prose };
            both(strength, routes).into_iter().for_each(|given| self.push(at, given));
        } else if !self.labelled(at, &lines) && lines.len() <= 2 {
            let text = body.of(self.text).trim();
            let start = body.start + offset_in(body.of(self.text), text);
            let whole = Line { text: Cow::Borrowed(text), span: Span::new(start, start + text.len()) };
            let from = self.sites.len();
            self.line(at, &whole, forms);
            if of_samples::is_command(&whole.text) {
                let paths = self.sites[from..].iter_mut().filter_map(|site| site.path.as_mut());
                paths.for_each(of_samples::put_placeholders);
            }
        } else if let Some(first) = lines.first().filter(|_| is_address) {
            self.line(at, first, forms);
        }
    }
}

/// Whether a path has the values of a sample instead of placeholders.
fn of_sample(path: &str) -> bool {
    path.split('/').any(|part| part.starts_with(|c: char| c.is_ascii_digit()))
}

/// Request lines with headers or a body of JSON below them, and whether there is a body.
fn message(lines: &[Line<'_>]) -> Option<(route_forms::Routes, bool)> {
    let routes: route_forms::Routes = lines.iter().map_while(route_forms::alone).collect();
    let rest = lines.get(routes.len()..).filter(|_| !routes.is_empty())?;
    let is_header = |line: &&Line<'_>| {
        let name = line.text.split_once(':').map(|(name, _)| name.trim());
        name.is_some_and(|name| {
            !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        })
    };
    let headers = rest.iter().take_while(is_header).count();
    let has_json = rest.get(headers).is_some_and(|line| line.text.trim_start().starts_with(['{', '[']));
    (headers > 0 || has_json).then_some((routes, headers < rest.len()))
}

/// The first lines of a code block that are neither blank nor remarks.
fn code_lines(text: &str, body: Span) -> Vec<Line<'_>> {
    let code = body.of(text);
    let says_something = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    let lines = code.lines().filter(says_something).take(MAX_LINES);
    lines
        .map(|line| {
            let start = body.start + offset_in(code, line);
            Line { text: Cow::Borrowed(line), span: Span::new(start, start + line.len()) }
        })
        .collect()
}

/// The title that the settings of a page give, where the page has one call or they give the route as well.
pub fn page_title<'a>(text: &'a str, sites: &[Site], is_alone: bool) -> Option<(Cow<'a, str>, Span)> {
    let title = titles::of_front_matter(text)?;
    let start = offset_in(text, title);
    let of_settings = |site: &Site| {
        let path = site.path.as_ref().filter(|_| site.section == 0 && site.strength == Strength::Address);
        path.is_some_and(|path| front_matter::holds(text, path.span))
    };
    (is_alone || sites.iter().any(of_settings))
        .then(|| (Cow::Borrowed(title), Span::new(start, start + title.len())))
}

/// The whole line of the page that a place is on.
fn source_line(text: &str, at: usize) -> &str {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    text[start..].lines().next().unwrap_or_default()
}
