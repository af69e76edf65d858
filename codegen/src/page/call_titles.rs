//! Call titles: where a page has no headings for its calls, bold lines title them, or else the lines of their routes.
//!
//! Two routes under one heading are two calls where a title stands between them, or what belongs to the first: a table or
//! a sample. Each gets a section of its own, so that no call takes what stands below another one.

use super::evidence::{Site, Strength};
use super::sections::{self, LABEL};
use super::{Item, Section, Side, headings, route_forms};
use crate::syntax::markdown::{Line, Span};
use std::borrow::Cow;
use std::iter::Peekable;
use std::vec::IntoIter;

/// The lowest level of headings.
const LOWEST: u8 = 6;

/// What tells where a call begins.
enum Mark<'a> {
    /// A bold line.
    Title(Cow<'a, str>),
    /// A route, or one half of it.
    Route(Site),
    /// A table or a sample.
    Piece,
}

/// A mark, its place, and the section whose heading stands above it.
struct Place<'a> {
    span: Span,
    owner: usize,
    mark: Mark<'a>,
}

/// The begin of a call: its title, and the level of the section that it opens.
struct Cut<'a> {
    span: Span,
    level: u8,
    heading: Cow<'a, str>,
    /// Whether the line says nothing but the title.
    is_title: bool,
}

/// Opens a section for each call that stands under the heading of another one; `Err` where there is no such call.
pub fn open<'a>(
    text: &str,
    sections: Vec<Section<'a>>,
    sites: &[Site],
) -> Result<Vec<Section<'a>>, Vec<Section<'a>>> {
    let routes = sites.iter().filter(|site| site.path.is_some() && site.strength <= Strength::Line);
    if routes.take(2).count() < 2 {
        return Err(sections);
    }
    let cuts = cuts(places(text, &sections, sites), &sections);
    if cuts.is_empty() { Err(sections) } else { Ok(apply(sections, cuts)) }
}

/// The heading of a call without its route; one that is a method alone stands below its path.
pub fn named<'a>(section: &Section<'a>, sites: &[Site]) -> Cow<'a, str> {
    let line = Line { text: Cow::Borrowed(&section.heading), span: section.span };
    if let Some(heading) = route_forms::heading(&line).filter(|heading| !heading.words.is_empty()) {
        return Cow::Owned(heading.words.to_owned());
    }
    let is_given =
        || sites.iter().any(|site| site.method.as_ref().is_some_and(|method| method.span == section.span));
    let beside = route_forms::method_before_title(&section.heading);
    let beside = beside.or_else(|| route_forms::method_behind_title(&section.heading));
    if let Some((_, words)) = beside.filter(|_| is_given()) {
        return Cow::Owned(words.to_owned());
    }
    let mut own = sites.iter().filter_map(|site| site.path.as_ref()).filter(|path| path.span == section.span);
    match own.next().and_then(|path| Some((path, route_forms::method_heading(&section.heading)?))) {
        Some((path, (method, ""))) => Cow::Owned(format!("{method} {}", path.path)),
        Some((_, (_, words))) => Cow::Owned(words.to_owned()),
        None => section.heading.clone(),
    }
}

/// The marks of a page, in file order.
fn places<'a>(text: &str, sections: &[Section<'a>], sites: &[Site]) -> Vec<Place<'a>> {
    let owners = headings::titles(sections);
    let mut places = Vec::new();
    for site in sites.iter().filter(|site| site.strength <= Strength::Line) {
        let span =
            site.path.as_ref().map(|path| path.span).or(site.method.as_ref().map(|method| method.span));
        let section = &sections[site.section];
        // A heading is a title already.
        let Some(span) = span.filter(|span| section.level == LABEL || *span != section.span) else {
            continue;
        };
        places.push(Place { span, owner: owners[site.section], mark: Mark::Route(site.clone()) });
    }
    let mut given: Vec<Span> = places.iter().map(|place| place.span).collect();
    given.sort_unstable();
    let holds_route = |span: Span| {
        let next = given.partition_point(|own| own.start < span.start);
        given.get(next).is_some_and(|own| own.end <= span.end)
    };
    for (section, owner) in sections.iter().zip(owners) {
        for item in &section.items {
            let (span, mark) = match item {
                Item::Table(table) => (table.span, Mark::Piece),
                Item::Code { body, .. } if !holds_route(*body) => (*body, Mark::Piece),
                Item::Code { .. } => continue,
                Item::Lines(lines) => {
                    let titles = lines.iter().filter(|line| headings::is_bold_title(text, line));
                    places.extend(titles.map(|line| Place {
                        span: line.span,
                        owner,
                        mark: Mark::Title(line.text.clone()),
                    }));
                    continue;
                }
            };
            places.push(Place { span, owner, mark });
        }
    }
    places.sort_by_key(|place| place.span);
    places
}

/// What was seen under one heading since its last route.
#[derive(Default)]
struct Seen<'a, 'p> {
    route: Option<&'p Site>,
    has_piece: bool,
    title: Option<&'p Place<'a>>,
    half: Option<&'p Place<'a>>,
    /// The title of the first route, until it is known that there are several.
    first: Option<&'p Place<'a>>,
}

fn cuts<'a>(places: Vec<Place<'a>>, sections: &[Section<'a>]) -> Vec<Cut<'a>> {
    let mut cuts: Vec<Cut<'a>> = Vec::new();
    for group in places.chunk_by(|one, other| one.owner == other.owner) {
        let owner = &sections[group[0].owner];
        let level = (owner.level + 1).min(LOWEST);
        let is_shared = shares(sections, group[0].owner);
        let mut seen = Seen::default();
        for place in group {
            match &place.mark {
                Mark::Title(_) => (seen.title, seen.half) = (Some(place), None),
                Mark::Piece => seen = Seen { has_piece: true, title: None, half: None, ..seen },
                Mark::Route(site) if site.path.is_none() => seen.half = seen.half.or(Some(place)),
                Mark::Route(site) => {
                    let is_apart = seen.has_piece || seen.title.is_some() && !is_shared;
                    // The method of a path alone stands on a line of its own.
                    let is_titled = seen.has_piece && seen.title.is_some() && site.method.is_none();
                    match seen.route {
                        None => seen.first = seen.title,
                        Some(before) if is_apart && (is_titled || !is_same(before, site)) => {
                            cuts.extend(seen.first.take().map(|first| cut(first, level)));
                            cuts.push(cut(seen.title.or(seen.half).unwrap_or(place), level));
                        }
                        Some(_) => {}
                    }
                    seen = Seen { route: Some(site), has_piece: false, title: None, half: None, ..seen };
                }
            }
        }
    }
    cuts
}

/// Whether headings of parameters or answers stand below the heading: what several routes share.
fn shares(sections: &[Section<'_>], owner: usize) -> bool {
    let level = sections[owner].level;
    let below = sections[owner + 1..].iter().take_while(|section| section.level > level);
    below.into_iter().any(|section| section.side != Side::None && section.level < LABEL)
}

fn is_same(one: &Site, other: &Site) -> bool {
    let path = |site: &Site| site.path.as_ref().map(|path| path.path.clone());
    let method = |site: &Site| site.method.as_ref().map(|method| method.name.clone());
    // Routes that came of one line or block are alternates.
    let span = |site: &Site| site.path.as_ref().map(|path| path.span);
    path(one) == path(other) && method(one) == method(other) || span(one) == span(other)
}

fn cut<'a>(place: &Place<'a>, level: u8) -> Cut<'a> {
    let heading = match &place.mark {
        Mark::Title(text) => text.clone(),
        Mark::Route(Site { method: Some(method), path: Some(path), .. }) => {
            Cow::Owned(format!("{} {}", method.name, path.path))
        }
        Mark::Route(_) | Mark::Piece => Cow::Borrowed(""),
    };
    Cut { span: place.span, level, heading, is_title: matches!(place.mark, Mark::Title(_)) }
}

/// Cuts the sections in which calls begin.
fn apply<'a>(sections: Vec<Section<'a>>, cuts: Vec<Cut<'a>>) -> Vec<Section<'a>> {
    let mut out = Vec::with_capacity(sections.len() + cuts.len());
    let mut cuts = cuts.into_iter().peekable();
    for mut section in sections {
        // A label that gives the route begins the call itself.
        if let Some(cut) = cuts.next_if(|cut| cut.span == section.span) {
            out.push(titled(cut));
        }
        for item in std::mem::take(&mut section.items) {
            match item {
                Item::Lines(lines) => of_lines(lines, &mut cuts, &mut section, &mut out),
                item => {
                    if let Some(cut) = cuts.next_if(|cut| starts(&item, cut.span)) {
                        out.push(std::mem::replace(&mut section, titled(cut)));
                    }
                    section.items.push(item);
                }
            }
        }
        out.push(section);
    }
    out
}

fn of_lines<'a>(
    lines: Vec<Line<'a>>,
    cuts: &mut Peekable<IntoIter<Cut<'a>>>,
    section: &mut Section<'a>,
    out: &mut Vec<Section<'a>>,
) {
    let mut run = Vec::new();
    for line in lines {
        if let Some(cut) = cuts.next_if(|cut| cut.span == line.span) {
            let before = std::mem::take(&mut run);
            section.items.extend((!before.is_empty()).then_some(Item::Lines(before)));
            let is_title = cut.is_title;
            out.push(std::mem::replace(section, titled(cut)));
            if is_title {
                continue;
            }
        }
        run.push(line);
    }
    section.items.extend((!run.is_empty()).then_some(Item::Lines(run)));
}

/// Whether a block of code holds the place.
fn starts(item: &Item<'_>, place: Span) -> bool {
    matches!(item, Item::Code { body, .. } if body.start <= place.start && place.end <= body.end)
}

fn titled<'a>(Cut { span, level, heading, .. }: Cut<'a>) -> Section<'a> {
    Section { nested: true, level, heading, span, ..sections::first() }
}
