//! Routes of samples: the request lines and the commands among what a page shows. They come last.

use super::{Site, Strength, of_sample};
use crate::dialect::Role;
use crate::dialect::words::is_identifier;
use crate::page::headings;
use crate::page::routes::{self, Method, Path};
use crate::page::{Item, Section, Side, TableKind, route_forms};
use crate::syntax::markdown::{Line, Span, offset_in};
use crate::syntax::samples::{self, Body};
use std::borrow::Cow;

/// The request line or command that a request sample begins with. A number in it may be a value instead of a placeholder,
/// and a path of one slash says nothing.
pub fn sample(text: &str, sections: &[Section<'_>]) -> Option<(Method, Path)> {
    let asked = sections.iter().filter(|section| section.side == Side::Request);
    let mut shown = asked.flat_map(|section| requests(text, section));
    shown.find(|(_, path)| path.path.len() > 1 && !of_sample(&path.path))
}

/// The only command that sections show under headings which say neither request nor response.
pub fn command_alone(text: &str, sections: &[Section<'_>]) -> Option<(Method, Path)> {
    let mut shown =
        sections.iter().filter(|section| is_open(section)).flat_map(|section| commands(text, section));
    let (method, mut path) = shown.next().filter(|(_, path)| path.path.len() > 1)?;
    put_placeholders(&mut path);
    shown.next().is_none().then_some((method, path))
}

/// Whether the heading of a section, or what opened it, says nothing of what it holds.
fn is_open(section: &Section<'_>) -> bool {
    matches!(section.role, Role::Description) || section.role == Role::Other && section.nested
}

/// The commands that the blocks of a section are.
fn commands<'s>(text: &'s str, section: &'s Section<'_>) -> impl Iterator<Item = (Method, Path)> + 's {
    let bodies = section.items.iter().filter_map(|item| match item {
        Item::Code { body, .. } => Some(*body),
        _ => None,
    });
    bodies.filter(|body| is_command(body.of(text).trim_start())).filter_map(|body| request(text, body))
}

pub(super) fn is_command(line: &str) -> bool {
    line.trim_start_matches(['$', ' ']).starts_with("curl ")
}

/// The requests that the blocks of a section begin with.
fn requests<'s>(text: &'s str, section: &'s Section<'_>) -> impl Iterator<Item = (Method, Path)> + 's {
    let bodies = section.items.iter().filter_map(|item| match item {
        Item::Code { body, .. } => Some(*body),
        _ => None,
    });
    bodies.filter_map(|body| request(text, body))
}

fn request(text: &str, body: Span) -> Option<(Method, Path)> {
    let code = body.of(text);
    let line = code.lines().find(|line| !line.trim().is_empty())?;
    let start = body.start + offset_in(code, line);
    let span = Span::new(start, start + line.len());
    if is_command(line) {
        return command(code, span);
    }
    let starts = line.trim_start().starts_with(|c: char| c.is_ascii_alphabetic());
    route_forms::pair(&Line { text: Cow::Borrowed(line), span }).filter(|_| starts)
}

/// What a command sends, and where.
fn command(code: &str, span: Span) -> Option<(Method, Path)> {
    let (method, target) = samples::read(code).into_iter().find_map(|sample| match sample.body {
        Body::RequestLine { method, target, .. } => Some((method, target)),
        _ => None,
    })?;
    let name = routes::known_method(&method)?.to_owned();
    let path = routes::path(&Line { text: Cow::Owned(target), span })?;
    Some((Method { name, span }, path))
}

/// Adds the routes of the samples of several calls, where no better place gives one and they are more than what sentences give.
pub(super) fn add(text: &str, sections: &[Section<'_>], sites: &mut Vec<Site>) {
    let has_path = |site: &&Site| site.path.is_some();
    if sites.iter().filter(has_path).any(|site| site.strength < Strength::Prose) {
        return;
    }
    let shown = of_calls(text, sections);
    if shown.len() > sites.iter().filter(has_path).count() {
        sites.retain(|site| site.path.is_none());
        sites.extend(shown);
    }
}

/// Where nothing else of a page gives a path: the requests under several headings, each of a route of its own. What the
/// parameters of another heading belong to would be a guess.
fn of_calls(text: &str, sections: &[Section<'_>]) -> Vec<Site> {
    let is_asked = |section: &Section<'_>| section.role == Role::Example || section.side == Side::Request;
    let is_shown = |section: &&Section<'_>| is_asked(section) || is_open(section);
    if sections.iter().filter(is_shown).take(2).count() < 2 {
        return Vec::new();
    }
    let titles = headings::titles(sections);
    let mut sites: Vec<Site> = Vec::new();
    for (at, section) in sections.iter().enumerate().filter(|(_, section)| is_shown(section)) {
        let is_first = sites.last().is_none_or(|last| titles[last.section] != titles[at]);
        let shown = match is_asked(section) {
            true => requests(text, section).next(),
            false => commands(text, section).next(),
        };
        let shown = shown.filter(|_| is_first && sections[titles[at]].level > 0);
        sites.extend(shown.map(|(method, mut path)| {
            put_placeholders(&mut path);
            Site { section: at, strength: Strength::Prose, method: Some(method), path: Some(path) }
        }));
    }
    let route = |site: &Site| {
        let path = site.path.as_ref().map(|path| path.path.clone());
        (site.method.as_ref().map(|method| method.name.clone()), path)
    };
    let mut routes: Vec<_> = sites.iter().map(route).collect();
    routes.sort_unstable();
    let is_own = routes.len() > 1 && routes.windows(2).all(|pair| pair[0] != pair[1]);
    let has_fields = |section: &Section<'_>| {
        section.items.iter().any(|item| matches!(item, Item::Table(table) if table.kind == TableKind::Fields))
    };
    let is_outside = |at: &usize| !sites.iter().any(|site| titles[site.section] == titles[*at]);
    let mut tables = (0..sections.len()).filter(|at| has_fields(&sections[*at]));
    if is_own && !tables.any(|at| is_outside(&at)) { sites } else { Vec::new() }
}

/// `/lamps/5` as `/lamps/{id}`: the value of a sample stands for any other.
pub(super) fn put_placeholders(path: &mut Path) {
    let is_value = |segment: &str| segment.starts_with(|c: char| c.is_ascii_digit());
    let mut count = 0;
    let segments = path.path.split('/').map(|segment| {
        // A variable of the shell.
        if let Some(name) = segment.strip_prefix('$').filter(|name| is_identifier(name)) {
            return Cow::Owned(["{", name, "}"].concat());
        }
        if !is_value(segment) {
            return Cow::Borrowed(segment);
        }
        count += 1;
        Cow::Owned(if count == 1 { "{id}".to_owned() } else { format!("{{id{count}}}") })
    });
    path.path = segments.collect::<Vec<_>>().join("/");
}
