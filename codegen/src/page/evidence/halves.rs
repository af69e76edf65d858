//! Routes in two halves: a method in one place and its path in another.

use super::line_forms::{Form, Given, LINE};
use super::{Finder, MAX_LINES, Site, Strength, code_lines, labels};
use crate::dialect::Role;
use crate::page::routes::{self, Method};
use crate::page::{Item, Section, route_forms};
use crate::syntax::markdown::Line;

impl<'t> Finder<'t, '_> {
    /// `Resource: /v1/b` or `https://x.org/v1/b` beside `Method: POST`: where a label gives the method and nothing gives the
    /// path, lines that are an address do, and where a section `is_open`, labels of any words with the same path, as those
    /// of a host each. `from` is the first site of the section.
    pub(super) fn beside_method(&mut self, at: usize, section: &Section<'t>, from: usize, is_open: bool) {
        let own = &self.sites[from..];
        let has_method = own.iter().any(|site| site.strength == Strength::Address && site.method.is_some());
        if !has_method || own.iter().any(|site| site.path.is_some()) {
            return;
        }
        let blocks = section.items.iter().filter_map(|item| match item {
            Item::Code { body, .. } if is_open => Some(code_lines(self.text, *body)),
            _ => None,
        });
        let alone =
            blocks.filter_map(|lines| route_forms::address(lines.first().filter(|_| lines.len() == 1)?));
        let labelled = |line| labels::path_of_any_label(line).filter(|_| is_open);
        let given = section.lines().filter_map(|line| labelled(line).or_else(|| route_forms::address(line)));
        // `Sandbox: https://x.org/v1/b` above the label of the method.
        let above = at.checked_sub(1).map(|above| &self.sections[above]);
        let above = above.filter(|above| {
            section.role == Role::Method
                && self.sites[..from].last().is_none_or(|site| site.section + 1 < at)
                && is_open_role(above.role)
        });
        let above = above.into_iter().flat_map(Section::lines).filter_map(labels::path_of_any_label);
        let mut paths = given.chain(alone).chain(above);
        if let Some(path) = paths.next().filter(|first| paths.all(|other| other.path == first.path)) {
            self.push(at, (Strength::Address, None, Some(path)));
        }
    }

    /// `GET` on a line of its own and `/v1/b` on the one before or behind it, where the section gives no other path.
    pub(super) fn stacked(&mut self, at: usize, section: &Section<'t>, from: usize) {
        if self.sites[from..].iter().any(|site| site.path.is_some()) {
            return;
        }
        let lines: Vec<&Line<'_>> = section.lines().take(MAX_LINES).collect();
        let pairs = lines.windows(2).filter_map(|pair| {
            let (one, other) = (pair[0], pair[1]);
            let route = |method, path| alone(method).zip(route_forms::address(path));
            route(one, other).or_else(|| route(other, one))
        });
        if let Some((method, path)) = pairs.into_iter().next() {
            self.push(at, (Strength::Line, Some(method), Some(path)));
        }
    }

    /// `` `/v1/b`, method `DELETE` `` or `https://x.org/v1/b (HTTP DELETE)`: the only method that a section for the address names
    /// beside its path. Labels and sections for the method say more.
    pub(super) fn named_beside(&mut self, at: usize, section: &Section<'t>, from: usize) {
        let own = &self.sites[from..];
        if own.iter().any(|site| site.method.is_some()) || !own.iter().any(|site| site.path.is_some()) {
            return;
        }
        let named = section.lines().take(MAX_LINES).filter_map(|line| Some((line, named(&line.text)?)));
        let mut named = named.peekable();
        let Some((line, name)) = named.next() else { return };
        if named.all(|(_, other)| other == name) {
            self.push(at, (Strength::Line, Some(Method { name: name.to_owned(), span: line.span }), None));
        }
    }

    /// `To list boats, make a GET request to:` above a block that is the address alone, where the section gives no other path.
    pub(super) fn announced(&mut self, at: usize, section: &Section<'t>, from: usize) {
        if self.sites[from..].iter().any(|site| site.path.is_some()) {
            return;
        }
        let pairs = section.items.windows(2).filter_map(|pair| match pair {
            [Item::Lines(lines), Item::Code { body, .. }] => Some((lines.last()?, *body)),
            _ => None,
        });
        let given = pairs.into_iter().find_map(|(line, body)| {
            let method = told(line)?;
            let lines = code_lines(self.text, body);
            let path = route_forms::address(lines.first().filter(|_| lines.len() == 1)?)?;
            Some((Strength::Line, Some(method), Some(path)))
        });
        given.into_iter().for_each(|given| self.push(at, given));
    }

    /// A block of labels: `Method: POST` above `URL: https://x.org/v1/b`. Whether it gives a route.
    pub(super) fn labelled(&mut self, at: usize, lines: &[Line<'_>]) -> bool {
        let is_labelled = |line: &Line<'_>| {
            let name = line.text.split_once([':', '：']).map_or("", |(name, _)| name.trim());
            name.starts_with(char::is_alphabetic) && !name.contains(['"', '/', '{'])
        };
        if lines.len() < 2 || !lines.iter().all(is_labelled) {
            return false;
        }
        let of_line = |line: &Line<'_>| -> Vec<Given> {
            let forms = LINE.iter().map(|form: &Form| form(self.text, line, self.dialect));
            forms.into_iter().find(|found| !found.is_empty()).unwrap_or_default()
        };
        let given: Vec<Given> = lines.iter().flat_map(of_line).collect();
        let is_route = given.iter().any(|(_, method, _)| method.is_some())
            && given.iter().any(|(_, _, path)| path.is_some());
        given.into_iter().filter(|_| is_route).for_each(|given| self.push(at, given));
        is_route
    }
}

/// Whether a section of that role may speak of the call itself.
fn is_open_role(role: Role) -> bool {
    matches!(role, Role::Other | Role::Description)
}

/// The only method that a line in front of a block names, in capitals.
fn told(line: &Line<'_>) -> Option<Method> {
    let text = line.text.trim_end();
    let name = named(text).filter(|_| text.ends_with([':', '：']))?.to_owned();
    Some(Method { name, span: line.span })
}

/// The only method that a text names, in capitals.
fn named(text: &str) -> Option<&'static str> {
    let words = text.split(|c: char| !c.is_ascii_alphabetic());
    let is_upper = |word: &&str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_uppercase());
    let mut methods = words.filter(is_upper).filter_map(routes::known_method);
    methods.next().filter(|_| methods.next().is_none())
}

/// The method that a line is, in capitals and nothing else.
fn alone(line: &Line<'_>) -> Option<Method> {
    let word = line.text.trim_matches(|c: char| c.is_whitespace() || "`*[]>".contains(c));
    let is_upper = word.bytes().all(|byte| byte.is_ascii_uppercase());
    let name = routes::known_method(word).filter(|_| is_upper)?.to_owned();
    Some(Method { name, span: line.span })
}

/// `## Find boats (GET)` above a section for the address that gives the path alone.
pub(super) fn titled(sections: &[Section<'_>], sites: &mut Vec<Site>) {
    let named = |section: &Section<'_>| {
        let heading = &section.heading;
        let named = route_forms::method_behind_title(heading);
        named.or_else(|| route_forms::method_before_title(heading)).map(|(name, _)| name)
    };
    let mut given = Vec::new();
    for (at, section) in
        sections.iter().enumerate().filter(|(_, section)| section.nested && section.level > 0)
    {
        let Some(name) = named(section) else { continue };
        let next = sections[at + 1..].iter().position(|next| (1..=section.level).contains(&next.level));
        let end = next.map_or(sections.len(), |next| at + 1 + next);
        let first = |section: usize| sites.partition_point(|site| site.section < section);
        let own = &sites[first(at)..first(end)];
        let has_path = own.iter().any(|site| site.strength == Strength::Address && site.path.is_some());
        if has_path && own.iter().all(|site| site.method.is_none()) {
            let method = Some(Method { name: name.to_owned(), span: section.span });
            given.push(Site { section: at, strength: Strength::Address, method, path: None });
        }
    }
    if !given.is_empty() {
        sites.extend(given);
        sites.sort_by_key(|site| site.section);
    }
}
