//! Endpoints: a page becomes the calls that it describes, each with its sections and its route.

mod route;

use super::evidence::{self, Site, Strength};
use super::regions::{self, Region};
use super::set_aside::{self, Reason};
use super::{
    Endpoint, Item, Page, Section, Side, call_titles, operation, placement, routes, samples, titled_tables,
};
use crate::dialect::{Dialect, PerPage, Role};
use crate::syntax::markdown::{Document, Span};
use foldhash::HashSet;
use route::Route;
use std::ops::Range;

/// Reads a page; `path` is that of its file.
pub fn read<'a>(text: &'a str, document: Document<'a>, path: &str, dialect: &Dialect) -> Page<'a> {
    let anchors = document.anchors.iter().map(|anchor| anchor.name).collect();
    let page = divided(text, super::sections::read(text, document, dialect), path, dialect);
    Page { anchors, ..page }
}

/// A page of its sections.
fn divided<'a>(text: &'a str, sections: Vec<Section<'a>>, path: &str, dialect: &Dialect) -> Page<'a> {
    let sites = evidence::sites(text, &sections, dialect);
    let (sections, sites) = match call_titles::open(text, sections, &sites) {
        Ok(sections) => {
            let sites = evidence::sites(text, &sections, dialect);
            (sections, sites)
        }
        Err(sections) => (sections, sites),
    };
    if dialect.skips(path) {
        return skip(text, sections, sites);
    }
    let regions = regions::divide(text, &sections, &sites, dialect.pages.endpoints);
    let titled = match regions.len() {
        0 => Titled::ByPage,
        1 if dialect.pages.endpoints != PerPage::Many => Titled::Alone,
        _ => Titled::ByHeading,
    };
    let regions = match titled {
        Titled::ByPage => vec![Region { sections: 0..sections.len(), owner: 0 }],
        Titled::Alone | Titled::ByHeading => regions,
    };
    split(text, sections, &sites, regions, titled, dialect)
}

/// What titles the calls of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Titled {
    /// The first heading of the page, which describes one call.
    ByPage,
    /// A heading of its own, though it is the only call of the page.
    Alone,
    /// A heading for each.
    ByHeading,
}

/// A page that is skipped by the name of its file.
fn skip<'a>(text: &str, sections: Vec<Section<'a>>, sites: Vec<Site>) -> Page<'a> {
    let mut page = Page::default();
    let reason = Some(Reason::Skipped);
    sections.iter().for_each(|section| set_aside::outside(text, section, reason, &mut page.set_aside));
    set_aside::routes(&sites, Reason::Skipped, &mut page.set_aside);
    page.outside = sections;
    page.skipped = sites.into_iter().find(|site| site.strength < Strength::Prose && site.path.is_some());
    page
}

fn split<'a>(
    text: &'a str,
    sections: Vec<Section<'a>>,
    sites: &[Site],
    regions: Vec<Region>,
    titled: Titled,
    dialect: &Dialect,
) -> Page<'a> {
    let mut page = Page::default();
    let sites_of = |sections: Range<usize>| {
        let first = |section: usize| sites.partition_point(|site| site.section < section);
        &sites[first(sections.start)..first(sections.end)]
    };
    let (mut outside, mut from) = (Vec::new(), 0);
    let mut sections = sections.into_iter().enumerate().peekable();
    for Region { sections: range, owner } in regions {
        while let Some((_, section)) = sections.next_if(|(at, _)| *at < range.start) {
            outside.push(section);
        }
        set_aside::routes(sites_of(from..range.start), Reason::Mention, &mut page.set_aside);
        from = range.end;
        let mut own = Vec::with_capacity(range.len());
        while let Some((_, section)) = sections.next_if(|(at, _)| *at < range.end) {
            own.push(section);
        }
        let title = (titled != Titled::ByPage).then(|| owner - range.start);
        let sites = sites_of(range);
        match endpoint(text, own, sites, (title, titled != Titled::ByHeading), dialect) {
            Ok(mut endpoint) => {
                endpoint.alone = titled != Titled::ByHeading;
                endpoint.operation = operation::read(text, &endpoint.sections, endpoint.alone, dialect);
                set_aside::inside(text, &endpoint, sites, &mut page.set_aside);
                page.endpoints.push(endpoint);
            }
            Err(sections) => {
                set_aside::routes(sites, Reason::NoCall, &mut page.set_aside);
                outside.extend(sections);
            }
        }
    }
    outside.extend(sections.map(|(_, section)| section));
    set_aside::routes(sites_of(from..usize::MAX), Reason::Mention, &mut page.set_aside);
    let reason = page.endpoints.is_empty().then_some(Reason::NoCall);
    outside.iter().for_each(|section| set_aside::outside(text, section, reason, &mut page.set_aside));
    page.outside = outside;
    page.set_aside.sort_by_key(|piece| (piece.span, piece.kind));
    page
}

/// Makes an endpoint of its sections, unless they speak of something else. `title` is the section that titles one of
/// several calls, or that of the page's only call, which the settings may title as well.
fn endpoint<'a>(
    text: &'a str,
    mut sections: Vec<Section<'a>>,
    sites: &[Site],
    (title, is_alone): (Option<usize>, bool),
    dialect: &Dialect,
) -> Result<Endpoint<'a>, Vec<Section<'a>>> {
    // What stands before the endpoint's first role heading belongs to no section of the endpoint before.
    sections.iter_mut().take_while(|section| section.nested).for_each(|section| {
        (section.role, section.side) = (Role::Other, Side::None);
    });
    if !is_endpoint(text, &sections, sites, title.is_some()) {
        return Err(sections);
    }
    let leading = sections.iter().take_while(|section| section.level == 0 || section.role == Role::Other);
    let mut titles = leading.filter(|section| section.level > 0 && section.nested);
    let title = match title {
        None => titles.next(),
        Some(owner) => {
            Some(&sections[owner]).filter(|owner| owner.level > 0 && owner.nested).or(titles.last())
        }
    };
    let title = title.map(|section| (call_titles::named(section, sites), section.span));
    let title = title.or_else(|| evidence::page_title(text, sites, is_alone));
    let Route { method, path, prose, alternates, contradictions } = Route::of(sites);
    let shown = evidence::sample(text, &sections)
        .or_else(|| evidence::command_alone(text, &sections).filter(|_| path.is_none()));
    // A route that only a sample shows has a finding of its own.
    let is_shown = |path: &routes::Path| shown.as_ref().is_some_and(|(_, other)| other.span == path.span);
    let prose = if prose.1.as_ref().is_some_and(is_shown) { (None, None) } else { prose };
    let mut sections = placement::place(text, titled_tables::open(text, sections, dialect), dialect);
    let paths = path.iter().chain(alternates.iter().map(|(_, path)| path)).collect();
    let call = samples::Call { method: method.as_ref(), paths, has_request_line: shown.is_some() };
    samples::assign(text, &mut sections, &call, dialect);
    without_routes(&mut sections, sites);
    // Which of these the page gives depends on what else it describes.
    let (operation, alone) = (None, false);
    Ok(Endpoint { title, sections, method, path, prose, operation, alternates, contradictions, shown, alone })
}

/// Whether a section for samples has code alone that is none of a call: `from boats.models import Boat`.
fn shows_nothing(text: &str, section: &Section<'_>) -> bool {
    let mut items = section.items.iter().filter(|item| !matches!(item, Item::Lines(_))).peekable();
    let is_other =
        |item: &Item<'_>| matches!(item, Item::Code { body, .. } if !set_aside::is_sample(body.of(text)));
    matches!(section.role, Role::RequestExample | Role::ResponseExample)
        && items.peek().is_some()
        && items.all(is_other)
}

/// A page without any section on request, response or address, and without a route, is something else.
fn is_endpoint(text: &str, sections: &[Section<'_>], sites: &[Site], is_titled: bool) -> bool {
    let is_role = |section: &Section<'_>| {
        !section.nested
            && (section.side != Side::None && !shows_nothing(text, section)
                || matches!(section.role, Role::Method | Role::Url))
    };
    let strong = || sites.iter().filter(|site| is_titled || site.strength < Strength::Prose);
    let is_route = strong().any(|site| site.path.is_some()) && strong().any(|site| site.method.is_some());
    sections.iter().any(is_role) || is_route || is_request_alone(sections, sites)
}

/// A title over a request with its body, and no other heading.
fn is_request_alone(sections: &[Section<'_>], sites: &[Site]) -> bool {
    let mut headed = sections.iter().filter(|section| section.level > 0);
    let (Some(only), None) = (headed.next(), headed.next()) else { return false };
    let shows = |place: Span| {
        only.items.iter().any(|item| {
            matches!(item, Item::Code { body, .. } if body.start <= place.start && place.end <= body.end)
        })
    };
    let paths = sites.iter().filter(|site| site.method.is_some()).filter_map(|site| site.path.as_ref());
    paths.into_iter().any(|path| shows(path.span))
}

/// A line that gives the route, or one half of it, and nothing else is no text of the call.
fn without_routes(sections: &mut [Section<'_>], sites: &[Site]) {
    let strong = sites.iter().filter(|site| site.strength <= Strength::Line);
    let places = strong.flat_map(|site| {
        let path = site.path.as_ref().map(|path| path.span.start);
        path.into_iter().chain(site.method.as_ref().map(|method| method.span.start))
    });
    let spans: HashSet<usize> = places.collect();
    if spans.is_empty() {
        return;
    }
    let described =
        sections.iter_mut().filter(|section| matches!(section.role, Role::Other | Role::Description));
    let lines = described.flat_map(|section| &mut section.items).filter_map(|item| match item {
        Item::Lines(lines) => Some(lines),
        _ => None,
    });
    lines.for_each(|lines| lines.retain(|line| !spans.contains(&line.span.start)));
}

/// The place of an endpoint: its title, else its first heading.
pub fn place(endpoint: &Endpoint<'_>) -> Span {
    endpoint
        .title
        .as_ref()
        .map(|(_, span)| *span)
        .or_else(|| endpoint.sections.iter().find(|s| s.level > 0).map(|s| s.span))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::built_in;
    use crate::syntax::markdown;

    /// The calls of a page, each with its title and its routes, and what is set aside.
    #[track_caller]
    fn check(text: &str, calls: &[&str], aside: &[&str]) {
        let dialect = built_in::builtin(built_in::GENERIC).unwrap();
        let page = read(text, markdown::read(text), "page", &dialect);
        let shown = page.endpoints.iter().map(|endpoint| {
            let title = endpoint.title.as_ref().map_or("", |(title, _)| title);
            let told = endpoint.prose.0.as_ref().zip(endpoint.prose.1.as_ref());
            let first = endpoint.method.as_ref().zip(endpoint.path.as_ref()).or(told);
            let alternates = endpoint.alternates.iter().map(|(method, path)| (method, path));
            let routes = first.into_iter().chain(alternates);
            let routes = routes.map(|(method, path)| format!("{} {}", method.name, path.path));
            format!("{title}: {}", routes.collect::<Vec<_>>().join(", "))
        });
        assert_eq!(shown.collect::<Vec<_>>(), calls);
        let pieces = page.set_aside.iter().map(|piece| format!("{:?} {:?}", piece.kind, piece.reason));
        assert_eq!(pieces.collect::<Vec<_>>(), aside);
    }

    const TABLE: &str = "| Name | Type | Required |\n|---|---|---|\n| a | string | yes |\n";

    #[test]
    fn calls_stand_under_the_headings_of_their_routes() {
        check("# A\n\n## B\nGET /b\n\n## C\n\n`POST c/{id}`\n", &["B: GET /b", "C: POST /c/{id}"], &[]);
        let text = format!("# A\n\n## B\n\nGET /b\n\n### Parameters\n\n{TABLE}\n## C\n\nGET /c\n");
        check(&text, &["B: GET /b", "C: GET /c"], &[]);
        check("# A\n\n### [GET] /b\n\n### [POST] /c\n", &["[GET] /b: GET /b", "[POST] /c: POST /c"], &[]);
        check("# A\n\n## /b\n\n### GET\n\n### POST\n", &["GET /b: GET /b", "POST /b: POST /b"], &[]);
    }

    #[test]
    fn calls_without_headings_have_titles_of_their_own() {
        let call = |title: &str, route: &str| format!("{title}\n\n`{route}`\n\n{TABLE}\n");
        let page =
            |one: &str, other: &str| format!("# A\n\n{}{}", call(one, "GET /b"), call(other, "PUT /c"));
        check(&page("**B**", "**C**"), &["B: GET /b", "C: PUT /c"], &[]);
        check(&page("B.", "C."), &["A: GET /b", "PUT /c: PUT /c"], &[]);
        let several = "# A\n\n## Endpoint\n\n**B**\n\n`GET /b`\n\n**C**\n\n`GET /c`\n\n## Parameters\n";
        check(&format!("{several}\n{TABLE}"), &["A: GET /b, GET /c"], &[]);
    }

    #[test]
    fn the_only_call_of_a_page_may_have_its_own_heading() {
        let check = |above: &str, call: &str, title: &str| {
            let text = format!("# A\n\n{above}## B\n\n{call}");
            check(&text, &[title], &[]);
        };
        check("", &format!("`GET /b`\n\n{TABLE}"), "B: GET /b");
        check("## Notes\n\nText.\n\n", &format!("`GET /b`\n\n{TABLE}"), "B: GET /b");
        check("", &format!("`GET /b`\n\n## Parameters\n\n{TABLE}"), "A: GET /b");
        check("", "`GET /b`\n", "A: GET /b");
    }

    #[test]
    fn a_sentence_under_a_heading_beside_calls_gives_a_route() {
        let text = |told: &str| format!("# A\n\n## B\n\n`GET /b`\n\n## C\n\n{told}\n");
        check(&text("Send a `PUT` request to `/c`."), &["B: GET /b", "C: PUT /c"], &[]);
        check(&text("Send `GET /b` again."), &["A: GET /b"], &["Route Mention"]);
        check(&text("It is slow.\nSend `PUT /c` first."), &["A: GET /b"], &["Route Mention"]);
    }

    #[test]
    fn the_strongest_place_decides() {
        let address = "## Request URL\n\n`DELETE /b`\n";
        check(&format!("# A\n\nRun `GET /b` first.\n\n{address}"), &["A: DELETE /b"], &["Route Mention"]);
        check(&format!("# A\n\nGET /b\n\n{address}"), &["A: DELETE /b"], &[]);
        check(
            &format!("# A\n\n## How\n\n### GET /b for example\n\n## B\n\n#{address}\n## C\n\nGET /b\n"),
            &["B: DELETE /b", "C: GET /b"],
            &["Route Mention"],
        );
        check(
            &format!("# A\n\n- DELETE /b\n- GET /c\n\n## B\n\n#{address}\n## C\n\nGET /c\n"),
            &["B: DELETE /b", "C: GET /c"],
            &["Route Mention", "Route Mention"],
        );
    }

    #[test]
    fn routes_beside_each_other_are_alternates() {
        let text = "# A\n\n## Endpoint\n\n```\nGET /b\nGET /{c}/b\n```\n";
        // The block is no sample of the call: it gives its routes.
        check(text, &["A: GET /b, GET /{c}/b"], &["Sample Navigation"]);
    }

    #[test]
    fn a_request_with_its_body_gives_the_route_of_its_heading() {
        let text = "# A\n\n## B\n\n```\nPOST /b HTTP/1.1\nHost: x.org\n\n{\"a\": 1}\n```\n\n\
                    ## C\n\n```\nDELETE /b/{id} HTTP/1.1\n```\n";
        check(text, &["B: POST /b", "C: DELETE /b/{id}"], &["Sample Navigation"]);
        let labelled = "# A\n\n## B\n\n**请求**\n\n```\nPOST /b\n{\"a\": 1}\n```\n\n\
                        ## C\n\n**请求**\n\n```\nDELETE /b/{id}\n```\n";
        // The route of the first is left to its sample, with a finding.
        check(labelled, &["B: ", "C: DELETE /b/{id}"], &[]);
    }

    #[test]
    fn a_label_gives_the_method_of_a_path_in_a_heading() {
        let call = |title: &str, route: &str| format!("## {title}（{route}）\n\n请求方式：POST\n\n{TABLE}\n");
        let text = format!("# A\n\n{}{}", call("B", "/b"), call("C", "/c"));
        check(&text, &["B（/b）: POST /b", "C（/c）: POST /c"], &[]);
    }

    #[test]
    fn calls_follow_shared_types() {
        let text = format!("# Models\n\n## B\n\n{TABLE}\n# Calls\n\n## C\n\nGET /c\n\n## D\n\nGET /d\n");
        check(&text, &["C: GET /c", "D: GET /d"], &["Table Types"]);
    }

    #[test]
    fn what_no_call_takes_has_a_reason() {
        let text = format!(
            "# A\n\n## What\n\n{TABLE}\n## B\n\nGET /b\n\n### Error codes\n\n{TABLE}\n## C\n\nGET /c\n"
        );
        check(&text, &["B: GET /b", "C: GET /c"], &["Table Unknown", "Table Errors"]);
        check(&format!("# A\n\n## What\n\n{TABLE}"), &[], &["Table NoCall"]);
        check("# A\n\nGET /b\n\n```json\n{\"a\": 1}\n```\n", &["A: GET /b"], &["Sample Unknown"]);
    }
}
