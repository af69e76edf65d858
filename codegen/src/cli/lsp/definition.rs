//! Definitions and references: from a place to those that say more of the same fact.

use super::facts;
use super::twins::Page;
use docwright::compile::Session;
use docwright::dialect::Dialect;
use docwright::lower::links;
use docwright::lower::pages::Pages;
use docwright::model::{Api, Origin, SampleRole};
use docwright::page;
use docwright::source::SourceFile;
use docwright::syntax::markdown;

/// Where the definition of what stands at a place is: of a link, its target; of a row, the table of its type; of a member
/// of a sample or an override, its row.
pub(super) fn of(session: &Session, file: &SourceFile, offset: usize) -> Option<Origin> {
    linked(session, file, offset).or_else(|| of_fact(session.api(), file, offset))
}

fn of_fact(api: &Api, file: &SourceFile, offset: usize) -> Option<Origin> {
    let fact = facts::at(api, file, offset)?;
    let page = Page::read(file);
    let declared = facts::declared(api, &fact.path, &page).or_else(|| of_path(api, &fact.path))?;
    let on_row =
        declared.file == file.id && (declared.start as usize..=declared.end as usize).contains(&offset);
    if on_row { facts::table_of(api, &fact.path, &page, file.id).or(Some(declared)) } else { Some(declared) }
}

/// Where a fact is declared, on the leading page.
pub(super) fn of_path(api: &Api, path: &str) -> Option<Origin> {
    facts::places(api, path).into_iter().find(|place| !is_in_sample(api, *place))
}

fn is_in_sample(api: &Api, place: Origin) -> bool {
    let endpoints = api.services.iter().flat_map(|service| &service.endpoints);
    let mut samples = endpoints.flat_map(|endpoint| &endpoint.examples);
    samples.any(|sample| {
        matches!(sample.role, SampleRole::Request | SampleRole::Response) && sample.origin.holds(place)
    })
}

/// Every place that speaks of the fact at a place.
pub(super) fn references(api: &Api, file: &SourceFile, offset: usize) -> Vec<Origin> {
    facts::at(api, file, offset).map(|fact| speaking_of(api, &fact.path)).unwrap_or_default()
}

/// Every place that speaks of a fact.
pub(super) fn speaking_of(api: &Api, path: &str) -> Vec<Origin> {
    let mut places = facts::places(api, path);
    // The cells of the row that declares it are that row.
    if let Some(declared) = places.first().copied() {
        places.retain(|place| *place == declared || !declared.holds(*place));
    }
    places
}

/// The target of the link at a place, where it is in the doc set.
fn linked(session: &Session, file: &SourceFile, offset: usize) -> Option<Origin> {
    let start = file.text[..offset].rfind('\n').map_or(0, |at| at + 1);
    let end = file.text[offset..].find('\n').map_or(file.text.len(), |at| offset + at);
    let line = &file.text[start..end];
    let mut from = 0;
    let link = markdown::links(line).into_iter().find(|link| {
        let Some(at) = line[from..].find(link.target).map(|at| from + at) else { return false };
        from = at + link.target.len();
        // The words of the link stand in front of its target, in brackets.
        let opened = line[..at].rfind('[').unwrap_or(at);
        (start + opened..=start + from).contains(&offset)
    })?;
    let set = session.sets().find(|set| set.pages.contains(&(file.id as usize)))?;
    let (page, anchor) = Pages::new(&session.files()[set.pages.clone()]).target(file, link.target)?;
    let target = session.files().get(page as usize)?;
    if anchor.is_empty() {
        return Some(target.origin(0, 0));
    }
    heading(target, &anchor, &set.dialect)
}

/// The heading that an anchor leads to.
fn heading(file: &SourceFile, anchor: &str, dialect: &Dialect) -> Option<Origin> {
    let name = links::fold(anchor);
    let page = page::read(&file.text, markdown::read(&file.text), file.stem(), dialect);
    let sections = page.endpoints.iter().flat_map(|endpoint| &endpoint.sections).chain(&page.outside);
    let section = sections
        .into_iter()
        .find(|section| links::anchors(section, file.id).iter().any(|anchor| anchor.name == name))?;
    Some(file.origin(section.span.start, section.span.end))
}
