//! Regions: which sections of a page describe which call. What belongs to none is preamble, shared types or appendix.

mod mentions;

use super::evidence::{self, Site, Strength};
use super::headings::{self, has_fields};
use super::{Item, Section, Side};
use crate::dialect::{PerPage, Role};
use foldhash::{HashMap, HashSet, HashSetExt};
use mentions::{beside_addresses, examples, of_template};
use std::ops::Range;

/// The sections of one call.
#[derive(Debug, PartialEq, Eq)]
pub struct Region {
    /// The sections.
    pub sections: Range<usize>,
    /// The section whose heading titles the call; the first one of the page when no heading does.
    pub owner: usize,
}

/// The regions of a page; none when the page as a whole describes one call or none.
pub fn divide(text: &str, sections: &[Section<'_>], sites: &[Site], mode: PerPage) -> Vec<Region> {
    if mode == PerPage::One {
        return Vec::new();
    }
    let owners = owners(text, sections, sites);
    let mut regions = widest(sections, &owners);
    over_others(&mut regions, &owners, sections, sites);
    extend(sections, &mut regions);
    match (mode, regions.len()) {
        (PerPage::Auto, 1) if titles_all(sections, sites, &regions[0]) => {
            vec![Region { sections: regions[0].owner..sections.len(), ..regions[0] }]
        }
        (PerPage::Many, 0) if owners.len() == 1 => {
            vec![Region { sections: 0..sections.len(), owner: owners[0] }]
        }
        (PerPage::Auto, 0 | 1) => Vec::new(),
        _ => regions,
    }
}

/// The sections that title the calls, in the order of the page.
fn owners(text: &str, sections: &[Section<'_>], sites: &[Site]) -> Vec<usize> {
    let has_path = |site: &&Site| site.path.is_some();
    let is_strong = |site: &&Site| site.strength < Strength::Prose;
    let strongest: Vec<&Site> = match sites.iter().filter(has_path).any(|site| is_strong(&site)) {
        true => sites.iter().filter(has_path).filter(is_strong).collect(),
        false => sites.iter().filter(has_path).collect(),
    };
    let titles = headings::titles(sections);
    let mut of_owner: Vec<(usize, &Site)> =
        strongest.iter().map(|site| (title_of(site, &strongest, &titles, sections), *site)).collect();
    of_owner.sort_by_key(|(owner, _)| *owner);
    let of_template = of_template(&of_owner, sections);
    of_owner.retain(|(owner, site)| site.strength == Strength::Address || !of_template.contains(owner));
    let examples = examples(&of_owner, sections);
    of_owner.retain(|(owner, _)| !examples.contains(owner));
    let mentions = beside_addresses(text, &of_owner, sections);
    of_owner.retain(|(owner, _)| !mentions.contains(owner));
    let repeats = repeats(&of_owner);
    let mut owners: Vec<usize> = of_owner.iter().map(|(owner, _)| *owner).collect();
    owners.dedup();
    owners.retain(|owner| !repeats.contains(owner));
    let told = told(sections, sites, &titles, &owners);
    owners.extend(told);
    owners.sort_unstable();
    owners.dedup();
    let shown = shown(text, sections, sites, &owners);
    owners.extend(shown);
    owners.sort_unstable();
    owners
}

/// Sections above a heading among which a higher one is looked for.
const MAX_ABOVE: usize = 1024;

/// The section that titles the call of a site. A section for the address below a heading of its own level belongs to what
/// is above that heading, where the heading gives another route itself: `## Before you start` with the request of an example.
fn title_of(site: &Site, sites: &[&Site], titles: &[usize], sections: &[Section<'_>]) -> usize {
    let title = titles[site.section];
    let level = sections[title].level;
    // The only address of a page is that of the page.
    let is_only =
        || [sites.first(), sites.last()].iter().flatten().all(|other| other.section == site.section);
    let is_beside = site.strength == Strength::Address
        && site.section != title
        && level > 0
        && level == sections[site.section].level;
    if !is_beside {
        return title;
    }
    let first = sites.partition_point(|other| other.section < title);
    let own = sites[first..].iter().take_while(|other| other.section == title);
    let is_other = |other: &&Site| other.strength >= Strength::Line && route(other) != route(site);
    if !own.take(MAX_ALIKE).any(is_other) && !is_only() {
        return title;
    }
    let from = title.saturating_sub(MAX_ABOVE);
    let above = sections[from..title]
        .iter()
        .rposition(|section| section.nested && (1..level).contains(&section.level));
    above.map_or(title, |above| from + above)
}

/// Sections of a heading: up to the next one that is not below it.
fn own(sections: &[Section<'_>], heading: usize) -> Range<usize> {
    let level = sections[heading].level;
    let next = sections[heading + 1..].iter().position(|next| (1..=level).contains(&next.level));
    heading..next.map_or(sections.len(), |end| heading + 1 + end)
}

/// Routes that one is held against, at most.
const MAX_ALIKE: usize = 64;

/// Headings beside those of several calls whose route only the request line of their own sample shows.
fn shown(text: &str, sections: &[Section<'_>], sites: &[Site], owners: &[usize]) -> Vec<usize> {
    let nested = owners.iter().map(|owner| &sections[*owner]).filter(|section| section.nested);
    let beside: HashSet<u8> = nested.map(|section| section.level).filter(|level| *level > 0).collect();
    if owners.len() < 2 || beside.is_empty() {
        return Vec::new();
    }
    let mut given: HashMap<(String, usize), Vec<String>> = HashMap::default();
    let place = |(method, path): &(String, String)| (method.clone(), path.matches('/').count());
    for site in sites.iter().filter(|site| site.strength < Strength::Prose) {
        let route = route(site);
        given.entry(place(&route)).or_default().push(route.1);
    }
    let first_from = |at: usize| owners.partition_point(|owner| *owner < at);
    let mut shown = Vec::new();
    for (at, heading) in sections.iter().enumerate() {
        if !heading.nested || !beside.contains(&heading.level) {
            continue;
        }
        let own = own(sections, at);
        let asks = |section: &Section<'_>| !section.nested && section.role == Role::RequestExample;
        if first_from(own.start) != first_from(own.end) {
            continue;
        }
        let own = &sections[own];
        let of_sample = || evidence::sample(text, own).filter(|_| own.iter().any(asks));
        let Some((method, path)) = of_sample().or_else(|| evidence::command_alone(text, own)) else {
            continue;
        };
        let route = (method.name, path.path.trim_end_matches('/').to_owned());
        let alike = given.entry(place(&route)).or_default();
        if !alike.iter().take(MAX_ALIKE).any(|template| fits(template, &route.1)) {
            alike.push(route.1);
            shown.push(at);
        }
    }
    shown
}

/// Whether a path is one that a template stands for.
fn fits(template: &str, path: &str) -> bool {
    let (mut parts, mut values) = (template.trim_end_matches('/').split('/'), path.split('/'));
    loop {
        match (parts.next(), values.next()) {
            (None, None) => return true,
            (Some(part), Some(value)) if part.contains('{') || part == value => {}
            _ => return false,
        }
    }
}

/// Headings beside those of calls that give a route in a sentence alone, and have parameters of their own or nothing else.
fn told(sections: &[Section<'_>], sites: &[Site], titles: &[usize], owners: &[usize]) -> Vec<usize> {
    let prose = sites.iter().filter(|site| site.strength == Strength::Prose && site.path.is_some());
    let others = prose.map(|site| (titles[site.section], site));
    let strong = sites.iter().filter(|site| site.strength < Strength::Prose);
    let given: HashSet<_> = strong.map(route).collect();
    let is_given = |site: &Site| {
        let (method, path) = route(site);
        let mut alike = given.iter().filter(|(other, _)| *other == method).take(MAX_ALIKE);
        given.contains(&(method.clone(), path.clone())) || alike.any(|(_, template)| fits(template, &path))
    };
    let nested = owners.iter().map(|owner| &sections[*owner]).filter(|section| section.nested);
    let beside: HashSet<u8> = nested.map(|section| section.level).collect();
    let first_from = |at: usize| owners.partition_point(|owner| *owner < at);
    let is_call = |(owner, site): &(usize, &Site)| {
        let heading = &sections[*owner];
        let own = own(sections, *owner);
        heading.nested
            && heading.level > 0
            && beside.contains(&heading.level)
            && first_from(own.start) == first_from(own.end)
            && !is_given(site)
            && (sections[own.clone()].iter().any(speaks)
                || own.len() == 1 && (is_one_line(heading) || begins_with_code(heading)))
    };
    // The headings of few pages are asked, each once.
    let mut asked = HashSet::new();
    others.filter(|(owner, _)| asked.insert(*owner)).filter(is_call).map(|(owner, _)| owner).collect()
}

/// Whether a request stands in code right below a heading.
fn begins_with_code(section: &Section<'_>) -> bool {
    let is_code = |item: &Item<'_>| matches!(item, Item::Code { .. });
    section.items.iter().take(2).any(is_code)
}

fn is_one_line(section: &Section<'_>) -> bool {
    matches!(section.items.as_slice(), [Item::Lines(lines)] if lines.len() == 1)
}

/// Whether a section says what is sent or returned.
fn speaks(section: &Section<'_>) -> bool {
    !section.nested && section.side != Side::None && !section.items.is_empty() || has_fields(section)
}

fn route(site: &Site) -> (String, String) {
    let method = site.method.as_ref().map(|method| method.name.clone()).unwrap_or_default();
    (method, site.path.as_ref().map(|path| path.path.clone()).unwrap_or_default())
}

/// Owners that give no route of their own: a list of the calls below, or a line or heading that mentions one of them.
fn repeats(of_owner: &[(usize, &Site)]) -> HashSet<usize> {
    // Of each route the two strongest claims, each of another owner.
    let mut claims: HashMap<(String, String), Vec<(Strength, usize)>> = HashMap::default();
    for (owner, site) in of_owner {
        let claims = claims.entry(route(site)).or_default();
        match claims.iter_mut().find(|(_, other)| other == owner) {
            Some(claim) => claim.0 = claim.0.min(site.strength),
            None => claims.push((site.strength, *owner)),
        }
        claims.sort_unstable();
        claims.truncate(2);
    }
    let mut repeats = HashSet::new();
    for group in of_owner.chunk_by(|one, other| one.0 == other.0) {
        let owner = group[0].0;
        let routes: HashSet<_> = group.iter().map(|(_, site)| route(site)).collect();
        let is_elsewhere = |site: &Site| {
            let other = claims[&route(site)].iter().find(|(_, other)| *other != owner);
            other.is_some_and(|(strength, _)| *strength < site.strength || routes.len() > 1)
        };
        if group.iter().all(|(_, site)| is_elsewhere(site)) {
            repeats.insert(owner);
        }
    }
    repeats
}

/// The widest heading sections that hold exactly one owner.
fn widest(sections: &[Section<'_>], owners: &[usize]) -> Vec<Region> {
    let end_of = |at: usize| {
        let level = sections[at].level;
        let mut next = at + 1..sections.len();
        next.find(|next| (1..=level).contains(&sections[*next].level)).unwrap_or(sections.len())
    };
    let first_from = |at: usize| owners.partition_point(|owner| *owner < at);
    let (mut regions, mut at) = (Vec::new(), 0);
    while at < sections.len() {
        let range = at..end_of(at);
        let held = &owners[first_from(range.start)..first_from(range.end)];
        match held {
            [owner] if sections[at].level > 0 => {
                at = range.end;
                regions.push(Region { sections: range, owner: *owner });
            }
            [] => at = range.end,
            _ => at += 1,
        }
    }
    regions
}

/// A call whose heading is above those of other calls, or that stands before the first heading, ends where the next begins.
/// Where the only other one says nothing of what is sent or returned, its route contradicts the one above, unless each has
/// another method in a tag or label of its own.
fn over_others(regions: &mut Vec<Region>, owners: &[usize], sections: &[Section<'_>], sites: &[Site]) {
    if let [only] = regions.as_slice()
        && !sections[only.sections.clone()].iter().any(speaks)
        && !differ_by_method(owners, sites)
    {
        return;
    }
    for owner in owners {
        let next = regions.partition_point(|region| region.sections.start <= *owner);
        let is_known = next.checked_sub(1).is_some_and(|last| regions[last].sections.contains(owner));
        if let Some(end) = regions.get(next).map(|next| next.sections.start).filter(|_| !is_known) {
            regions.insert(next, Region { sections: *owner..end, owner: *owner });
        }
    }
}

/// Whether each title has one address of its own right below it, of one path and of methods that differ.
fn differ_by_method(owners: &[usize], sites: &[Site]) -> bool {
    let of_owner = |owner: &usize| {
        let mut own = sites.iter().filter(|site| site.section == *owner);
        let site = own.next().filter(|site| site.strength == Strength::Address && site.method.is_some())?;
        own.next().is_none().then(|| route(site))
    };
    let [one, other] = owners else { return false };
    of_owner(one).zip(of_owner(other)).is_some_and(|(one, other)| one.0 != other.0 && one.1 == other.1)
}

/// Whether the only call of a page stands below a heading of its own, with all that is sent and returned: what is above is
/// no part of it.
fn titles_all(sections: &[Section<'_>], sites: &[Site], region: &Region) -> bool {
    let Region { owner, .. } = *region;
    let heading = &sections[owner];
    let is_first = !sections[..owner].iter().any(|section| section.level > 0 && section.nested);
    if is_first || !heading.nested || heading.level == 0 {
        return false;
    }
    let own = own(sections, owner);
    let names_route = sites.iter().any(|site| {
        site.section == owner && site.path.as_ref().is_some_and(|path| path.span == heading.span)
    });
    let is_elsewhere = sections[own.end..].iter().any(speaks)
        || sections[..owner].iter().any(|section| section.side != Side::None && !section.items.is_empty());
    !is_elsewhere && (names_route || sections[own].iter().any(speaks))
}

/// Role headings behind a region go on with it, whatever their level is: levels lie.
fn extend(sections: &[Section<'_>], regions: &mut [Region]) {
    for at in 0..regions.len() {
        let limit = regions.get(at + 1).map_or(sections.len(), |next| next.sections.start);
        let mut end = regions[at].sections.end;
        let mut level = None;
        while let Some(section) = sections[..limit].get(end) {
            let is_part = matches!(section.role, Role::Errors | Role::Url | Role::Method);
            let opens = !section.nested && (section.side != Side::None || is_part);
            let goes_on = section.nested && level.is_some_and(|level| section.level > level);
            if !opens && !goes_on {
                break;
            }
            if opens {
                level = Some(section.level);
            }
            end += 1;
        }
        regions[at].sections.end = end;
    }
}
