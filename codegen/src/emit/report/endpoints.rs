//! Pages of endpoints: the page beside the model beside the code. What does not fit goes to further pages, and a link says so.

use super::calls::{self, Group};
use super::code::{self, Lines};
use super::html::Html;
use super::links::Links;
use super::site::Site;
use super::templates::{self, Templates};
use super::{Error, text};
use crate::emit::File;
use crate::emit::rust::excerpts::Excerpt;
use crate::model::{Endpoint, Origin};
use minijinja::{Value, context};
use std::ops::Range;

// What the parts of a page take at most; with the frame they stay below `ENDPOINT_BYTES`.
const TEXT: usize = 52_000;
const MODEL: usize = 58_000;
const CODE: usize = 24_000;
/// What a further page takes.
const MORE: usize = 120_000;

/// Lines that are shown above and below what the endpoint is made of.
const AROUND: u32 = 3;

const ROOT: &str = "../../";

/// The pages of one endpoint.
pub(super) fn files(
    site: &Site<'_>,
    templates: &Templates,
    at: (usize, usize),
    excerpt: Option<&Excerpt>,
) -> Result<Vec<File>, Error> {
    let service = &site.run.api.services[at.0];
    let endpoint = &service.endpoints[at.1];
    let page = site.endpoint(at);
    let base = page.trim_end_matches(".html").to_owned();
    let name = base.rsplit('/').next().unwrap_or_default().to_owned();
    let lines = excerpt.map(Lines::new).unwrap_or_default();
    let home = home(site, endpoint);
    let mut links = Links::new(site, ROOT, None);
    if let Some((file, wanted)) = &home {
        links = Links::new(site, ROOT, Some((*file, wanted.clone())));
        let fitting = text::fitting(&links, &site.run.files[*file as usize], wanted.clone(), TEXT);
        links = Links::new(site, ROOT, Some((*file, fitting)));
    }
    let mut parts = split(calls::groups(&links, service, endpoint, &lines));
    let first = parts.remove(0);
    let (code, is_code_cut) =
        excerpt.map(|excerpt| code::html(&excerpt.text, &lines, CODE)).unwrap_or_default();
    let pages = parts.len();
    let values = context! {
        at => shared(site, at, endpoint, &name), groups => groups(&first), pages,
        ..context! {
            text => home.as_ref().map(|(file, wanted)| shown(site, &links, *file, wanted)), code, is_code_cut,
            code_path => excerpt.map(|excerpt| excerpt.path.as_str()).unwrap_or_default(), has_code => excerpt.is_some(),
        }
    };
    let mut files = vec![templates.file("endpoint.html", page, ROOT, &endpoint.id, values)?];
    for (number, part) in parts.iter().enumerate() {
        let path = format!("{base}.{}.html", number + 2);
        let values = context! {
            at => shared(site, at, endpoint, &name), groups => groups(part), code => Html::default(), number => number + 2, pages,
        };
        files.push(templates.file("more.html", path, ROOT, &endpoint.id, values)?);
    }
    if let Some(excerpt) = excerpt.filter(|_| is_code_cut) {
        let (code, _) = code::html(&excerpt.text, &Lines::default(), usize::MAX);
        let values = context! {
            at => shared(site, at, endpoint, &name), groups => Vec::<Value>::new(), code, number => 0, pages,
        };
        files.push(templates.file("more.html", format!("{base}.code.html"), ROOT, &endpoint.id, values)?);
    }
    Ok(files)
}

/// What the head of each page of an endpoint says.
fn shared(site: &Site<'_>, (service, number): (usize, usize), endpoint: &Endpoint, name: &str) -> Value {
    let of_service = &site.run.api.services[service];
    let titles: Vec<Value> = endpoint.title.iter().take(4).map(|title| templates::text(&title.text)).collect();
    let near = |number: Option<usize>| {
        let number = number.filter(|number| *number < of_service.endpoints.len());
        number.map(|number| context! {
            page => &site.endpoints[service][number], id => templates::text(&of_service.endpoints[number].id),
        })
    };
    context! {
        id => templates::text(&endpoint.id), method => endpoint.method.as_str(), path => templates::text(&endpoint.path),
        service => templates::text(&of_service.name), service_page => &site.services[service], titles, name,
        found => site.worst(endpoint).0, before => near(number.checked_sub(1)), after => near(Some(number + 1)),
    }
}

/// The leading page, and the lines of it that the endpoint is made of: all where it describes nothing else.
fn home(site: &Site<'_>, endpoint: &Endpoint) -> Option<(u32, Range<u32>)> {
    let file = endpoint.origins.first()?.file;
    let last = text::starts(site.run.files.get(file as usize)?).len() as u32;
    if site.described[file as usize].len() == 1 {
        return Some((file, 1..last + 1));
    }
    let mut lines = (u32::MAX, 0);
    for origin in places(endpoint).filter(|origin| origin.file == file) {
        lines = (lines.0.min(origin.line), lines.1.max(origin.line));
    }
    Some((file, lines.0.saturating_sub(AROUND).max(1)..(lines.1 + AROUND + 1).min(last + 1)))
}

/// The places that an endpoint is made of.
fn places(endpoint: &Endpoint) -> impl Iterator<Item = Origin> {
    let objects = std::iter::once(&endpoint.request).chain(&endpoint.types);
    let fields = objects.flat_map(|object| &object.fields).chain(&endpoint.envelope).chain(&endpoint.credentials);
    let texts = endpoint.title.iter().chain(&endpoint.description).map(|text| text.origin);
    let samples = endpoint.examples.iter().map(|example| example.origin);
    let own = endpoint.origins.iter().copied().chain(fields.map(|field| field.origin));
    own.chain(texts).chain(samples).chain(std::iter::once(endpoint.response.origin))
}

/// The text of the leading page, and what is left out of it.
fn shown(site: &Site<'_>, links: &Links<'_>, file: u32, wanted: &Range<u32>) -> Value {
    let source = &site.run.files[file as usize];
    let here = links.here.clone().map_or(1..1, |(_, lines)| lines);
    let last = text::starts(source).len() as u32;
    context! {
        lines => text::lines(links, source, here.clone(), &links.anchors()),
        path => templates::text(&site.paths[file as usize]), page => site.source(file).unwrap_or_default(),
        first => here.start, end => here.end.saturating_sub(1), last,
        is_part => here.start > 1 || here.end <= last, is_cut => here.end < wanted.end,
    }
}

/// Groups page by page.
fn split(groups: Vec<Group>) -> Vec<Vec<Group>> {
    let mut pages: Vec<Vec<Group>> = vec![Vec::new()];
    let (mut size, mut limit) = (0, MODEL);
    for Group { key, blocks } in groups.into_iter().filter(|group| !group.blocks.is_empty()) {
        let mut open = false;
        for block in blocks {
            if size > 0 && size + block.len() > limit {
                pages.push(Vec::new());
                (size, limit, open) = (0, MORE, false);
            }
            size += block.len();
            let Some(page) = pages.last_mut() else { continue };
            if !open {
                page.push(Group { key, blocks: Vec::new() });
                open = true;
            }
            page.last_mut().into_iter().for_each(|group| group.blocks.push(block.clone()));
        }
    }
    pages
}

fn groups(groups: &[Group]) -> Vec<Value> {
    let one = |group: &Group| {
        let mut all = Html::default();
        group.blocks.iter().for_each(|block| _ = all.html(block));
        context! { key => group.key, blocks => all, count => group.blocks.len() }
    };
    groups.iter().map(one).collect()
}
