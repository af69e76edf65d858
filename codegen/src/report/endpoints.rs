//! Pages of endpoints: the page beside the model beside the code. What does not fit goes to further pages, and a link says so.

use super::calls::{self, Code, Group};
use super::code::{self, Lines};
use super::html::{Html, beginning};
use super::links::Links;
use super::site::Site;
use super::templates::{self, Templates};
use super::{Error, lines, text};
use crate::emit::File;
use crate::emit::rust::excerpts::Excerpt;
use crate::model::{Endpoint, Origin};
use minijinja::{Value, context};
use std::collections::BTreeMap;
use std::ops::Range;

// What the parts of a page take at most; with the frame they stay below `ENDPOINT_BYTES`.
const TEXT: usize = 44_000;
const MODEL: usize = 56_000;
const CODE: usize = 22_000;
/// Characters of a name in the head.
const NAME: usize = 300;
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
    let name = site.endpoints[at.0][at.1].as_str();
    let (head, title) = (|| head(site, at, endpoint), beginning(&endpoint.id, NAME).0);
    let page = |ending: &str| format!("e/{}/{name}{ending}.html", site.services[at.0]);
    let text = excerpt.map_or("", |excerpt| excerpt.text.as_str());
    let (lines, all) = (excerpt.map(Lines::new).unwrap_or_default(), text.lines().count());
    let code = Code { lines: &lines, shown: code::fitting(text, CODE), page: name };
    let home = home(site, endpoint);
    let links = links(site, home.as_ref());
    let (first, fitting) = first(calls::groups(&links, service, endpoint, &code));
    let rest = match fitting {
        None => Vec::new(),
        // On further pages, links lead to the pages of the files.
        Some(count) => split(calls::groups(&Links::new(site, ROOT, None), service, endpoint, &code), count),
    };
    let blocks = first.iter().flat_map(|group| &group.blocks);
    let fields = blocks.filter_map(|block| block.code.clone()).collect();
    let (pages, is_cut) = (rest.len(), code.shown < all);
    let values = context! {
        at => head(), groups => groups(&first), pages, is_code_cut => is_cut, has_code => excerpt.is_some(),
        text => home.as_ref().map(|(file, wanted)| shown(site, &links, *file, wanted)),
        code => code::html(text, code.shown, &fields), code_path => excerpt.map(|it| it.path.as_str()).unwrap_or_default(),
    };
    let mut files = vec![templates.file("endpoint.html", page(""), ROOT, title, values)?];
    for (number, part) in rest.iter().enumerate().map(|(at, part)| (at + 2, part)) {
        let values =
            context! { at => head(), groups => groups(part), code => Html::default(), number, pages };
        files.push(templates.file("more.html", page(&format!(".{number}")), ROOT, title, values)?);
    }
    if is_cut {
        let code = code::html(text, all, &BTreeMap::new());
        let values = context! { at => head(), groups => Vec::<Value>::new(), code, number => 0, pages };
        files.push(templates.file("more.html", page(".code"), ROOT, title, values)?);
    }
    Ok(files)
}

/// The links of the first page, which shows as much of the leading page as fits.
fn links<'s>(site: &'s Site<'s>, home: Option<&(u32, Range<u32>)>) -> Links<'s> {
    let Some((file, wanted)) = home else { return Links::new(site, ROOT, None) };
    let all = Links::new(site, ROOT, Some((*file, wanted.clone())));
    let fitting = text::fitting(&all, &site.run.files[*file as usize], wanted.clone(), TEXT);
    Links::new(site, ROOT, Some((*file, fitting)))
}

/// What the head of each page of an endpoint says.
fn head(site: &Site<'_>, (service, number): (usize, usize), endpoint: &Endpoint) -> Value {
    let of_service = &site.run.api.services[service];
    let titles: Vec<Value> = endpoint.title.iter().take(4).map(|title| short(&title.text)).collect();
    let near = |number: Option<usize>| {
        let number = number.filter(|number| *number < of_service.endpoints.len());
        number.map(|number| {
            context! {
                page => &site.endpoints[service][number], id => short(&of_service.endpoints[number].id),
            }
        })
    };
    context! {
        id => short(&endpoint.id), method => endpoint.method.as_str(), path => short(&endpoint.path),
        service => short(&of_service.name), service_page => &site.services[service], titles,
        name => &site.endpoints[service][number],
        found => site.worst(endpoint).0, before => near(number.checked_sub(1)), after => near(Some(number + 1)),
    }
}

fn short(text: &str) -> Value {
    templates::text(beginning(text, NAME).0)
}

/// The leading page, and the lines of it that the endpoint is made of: all where it describes nothing else.
fn home(site: &Site<'_>, endpoint: &Endpoint) -> Option<(u32, Range<u32>)> {
    let file = endpoint.origins.first()?.file;
    let last = lines::starts(site.run.files.get(file as usize)?).len() as u32;
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
    let fields =
        objects.flat_map(|object| &object.fields).chain(&endpoint.envelope).chain(&endpoint.credentials);
    let texts = endpoint.title.iter().chain(&endpoint.description).map(|text| text.origin);
    let samples = endpoint.examples.iter().map(|example| example.origin);
    let own = endpoint.origins.iter().copied().chain(fields.map(|field| field.origin));
    own.chain(texts).chain(samples).chain(std::iter::once(endpoint.response.origin))
}

/// The text of the leading page, and what is left out of it.
fn shown(site: &Site<'_>, links: &Links<'_>, file: u32, wanted: &Range<u32>) -> Value {
    let source = &site.run.files[file as usize];
    let here = links.here.clone().map_or(1..1, |(_, lines)| lines);
    let last = lines::starts(source).len() as u32;
    context! {
        lines => text::lines(links, source, here.clone(), &links.anchors()),
        path => templates::text(&site.paths[file as usize]), page => site.source(file).unwrap_or_default(),
        first => here.start, end => here.end.saturating_sub(1), last,
        is_part => here.start > 1 || here.end <= last, is_cut => here.end < wanted.end,
    }
}

/// What fits on the first page; and how many blocks that are, where there are more.
fn first(groups: Vec<Group>) -> (Vec<Group>, Option<usize>) {
    let (mut size, mut count, mut kept, mut is_all) = (0, 0, Vec::new(), true);
    for Group { key, blocks } in groups {
        let mut own = Vec::new();
        for block in blocks {
            size += block.html.len();
            is_all &= size <= MODEL || count == 0;
            if is_all {
                count += 1;
                own.push(block);
            }
        }
        kept.push(Group { key, blocks: own });
    }
    kept.retain(|group| !group.blocks.is_empty());
    (kept, (!is_all).then_some(count))
}

/// The blocks behind the first ones, page by page.
fn split(groups: Vec<Group>, skipped: usize) -> Vec<Vec<Group>> {
    let mut pages: Vec<Vec<Group>> = Vec::new();
    let (mut size, mut count) = (usize::MAX, 0);
    for Group { key, blocks } in groups {
        for block in blocks {
            count += 1;
            if count <= skipped {
                continue;
            }
            if size.saturating_add(block.html.len()) > MORE {
                pages.push(Vec::new());
                size = 0;
            }
            size += block.html.len();
            let Some(page) = pages.last_mut() else { continue };
            match page.last_mut().filter(|group| group.key == key) {
                Some(group) => group.blocks.push(block),
                None => page.push(Group { key, blocks: vec![block] }),
            }
        }
    }
    pages
}

fn groups(groups: &[Group]) -> Vec<Value> {
    let one = |group: &Group| {
        let mut all = Html::default();
        group.blocks.iter().for_each(|block| _ = all.html(&block.html));
        context! { key => group.key, blocks => all }
    };
    groups.iter().map(one).collect()
}
