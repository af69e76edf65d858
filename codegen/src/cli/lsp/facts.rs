//! Facts: what the model has at a place of a file.

use super::samples::{self, Known};
use super::twins::Page;
use docwright::model::address::{self, Address, Place};
use docwright::model::{
    Api, Endpoint, Fact as FactKind, Field, Object, Origin, SampleRole, Service, Type, Vote,
};
use docwright::source::SourceFile;

/// A fact that something at a place speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fact {
    /// Its path.
    pub(super) path: String,
    /// What speaks of it.
    pub(super) place: Origin,
}

/// The fact that a place speaks of: an override's, that of a member of a sample, or the one whose place is narrowest.
pub(super) fn at(api: &Api, file: &SourceFile, offset: usize) -> Option<Fact> {
    let here = |origin: &Origin| {
        origin.file == file.id && (origin.start as usize..=origin.end as usize).contains(&offset)
    };
    let entry = api.overrides.iter().find(|reason| here(&reason.origin));
    if let Some(reason) = entry {
        return Some(Fact { path: reason.fact.clone(), place: reason.origin });
    }
    let own = own(api, file.id);
    let found = own.clone().find_map(|(service, endpoint)| in_sample(api, service, endpoint, file, offset));
    if found.is_some() {
        return found;
    }
    let found = narrowest(own.clone(), &here);
    // Pages of one language stand in the model as they are, but for rows that describe a field once more.
    let is_twin = |endpoint: &Endpoint| endpoint.origins.iter().any(|origin| origin.file != file.id);
    if found.is_none() || own.clone().any(|(_, endpoint)| is_twin(endpoint)) {
        let page = Page::read(file);
        if let Some((path, place)) = page.fact_of_sample(api, own.clone(), offset) {
            return Some(Fact { path, place });
        }
        let row = page.fact_of_row(own, offset).map(|(path, place)| Fact { path, place });
        let width = |fact: &Fact| fact.place.end - fact.place.start;
        let is_wider = |row: &Fact| found.as_ref().is_none_or(|found| width(row) < width(found));
        if let Some(row) = row.filter(is_wider) {
            return Some(row);
        }
    }
    found.or_else(|| narrowest(endpoints(api), &here))
}

/// The operations that a page describes.
pub(super) fn own(api: &Api, file: u32) -> impl Iterator<Item = Known<'_>> + Clone {
    let is_own = move |endpoint: &Endpoint| endpoint.origins.iter().any(|origin| origin.file == file);
    endpoints(api).filter(move |(_, endpoint)| is_own(endpoint))
}

fn endpoints(api: &Api) -> impl Iterator<Item = (&Service, &Endpoint)> + Clone {
    api.services
        .iter()
        .flat_map(|service| service.endpoints.iter().map(move |endpoint| (service, &**endpoint)))
}

fn in_sample(
    api: &Api,
    service: &Service,
    endpoint: &Endpoint,
    file: &SourceFile,
    offset: usize,
) -> Option<Fact> {
    let place = |origin: &Origin| (origin.start as usize, origin.end as usize);
    let holds = |origin: &Origin| {
        let (start, end) = place(origin);
        origin.file == file.id && (start..=end).contains(&offset)
    };
    let sample = endpoint.examples.iter().find(|sample| holds(&sample.origin))?;
    let (start, end) = place(&sample.origin);
    let members = samples::member(file.text.get(start..end)?, offset - start)?;
    let side = match sample.role {
        SampleRole::Request => "request",
        _ => "response",
    };
    let path = samples::fact(api, (service, endpoint), side, &members)?;
    Some(Fact { path, place: sample.origin })
}

/// The fact whose place is the narrowest around the offset.
fn narrowest<'m>(
    endpoints: impl Iterator<Item = (&'m Service, &'m Endpoint)>,
    here: &dyn Fn(&Origin) -> bool,
) -> Option<Fact> {
    let mut best: Option<Fact> = None;
    let mut see = |place: Origin, path: &dyn Fn() -> String| {
        let width = |origin: &Origin| origin.end - origin.start;
        if here(&place) && best.as_ref().is_none_or(|best| width(&place) < width(&best.place)) {
            best = Some(Fact { path: path(), place });
        }
    };
    for (service, endpoint) in endpoints {
        let base = || format!("{}.{}", service.name, endpoint.id);
        for place in of_endpoint(endpoint) {
            see(place, &base);
        }
        for place in of_payload(endpoint) {
            see(place, &|| base() + ".response");
        }
        for field in &endpoint.envelope {
            of_field(field).for_each(|place| see(place, &|| format!("{}.response.{}", base(), field.name)));
        }
        address::each_field(service, endpoint, &mut |path, _, _, field| {
            of_field(field).for_each(|place| see(place, &|| format!("{}.{path}", base())));
        });
    }
    best
}

/// The places that speak of an operation as a whole.
pub(super) fn of_endpoint(endpoint: &Endpoint) -> impl Iterator<Item = Origin> {
    let texts = endpoint.title.iter().chain(&endpoint.description).map(|text| text.origin);
    let votes = endpoint.votes.iter().map(|vote| vote.origin);
    votes.chain(endpoint.origins.iter().copied()).chain(texts)
}

fn of_payload(endpoint: &Endpoint) -> impl Iterator<Item = Origin> {
    let payload = &endpoint.response;
    payload.votes.iter().map(|vote| vote.origin).chain([payload.origin])
}

/// The places that speak of a field.
fn of_field(field: &Field) -> impl Iterator<Item = Origin> {
    let docs = field.docs.iter().map(|text| text.origin);
    field.votes.iter().map(|vote| vote.origin).chain(docs).chain([field.origin])
}

/// The places that speak of a fact, the one that declares it first.
pub(super) fn places(api: &Api, path: &str) -> Vec<Origin> {
    let found = address::find(api, path).unwrap_or_default();
    let mut places: Vec<Origin> = Vec::new();
    for Address { service, endpoint, place } in found {
        let service = &api.services[service];
        let endpoint = &service.endpoints[endpoint];
        match &place {
            Place::Endpoint => {
                places.extend(endpoint.origins.iter().copied().chain(of_endpoint(endpoint)));
            }
            Place::Request => places.push(endpoint.request.origin),
            Place::Payload => {
                places.extend([endpoint.response.origin].into_iter().chain(of_payload(endpoint)))
            }
            Place::Envelope(at) => {
                let field = &endpoint.envelope[*at];
                places.extend([field.origin].into_iter().chain(of_field(field)));
            }
            Place::Field(holder, at) => {
                let fields = holder.object(service, endpoint).map(|object| &object.fields[..]);
                let field = fields.and_then(|fields| fields.get(*at));
                places.extend(field.into_iter().flat_map(|field| {
                    let declared = [field.origin].into_iter();
                    declared.chain(of_field(field)).collect::<Vec<_>>()
                }));
            }
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    places.retain(|place| seen.insert((place.file, place.start, place.end)));
    places
}

/// Where a page declares a fact: its own row, or else none.
pub(super) fn declared(api: &Api, path: &str, page: &Page<'_>) -> Option<Origin> {
    let found = address::find(api, path).ok()?;
    found.into_iter().find_map(|Address { service, endpoint, place }| {
        let service = &api.services[service];
        page.row_of((service, &service.endpoints[endpoint]), &place)
    })
}

/// The table of the type of a fact: its heading, or its first row where it has none of its own; on the page at hand
/// where that has one.
pub(super) fn table_of(api: &Api, path: &str, page: &Page<'_>, file: u32) -> Option<Origin> {
    let Address { service, endpoint, place } = address::find(api, path).ok()?.into_iter().next()?;
    let service = &api.services[service];
    let endpoint = &service.endpoints[endpoint];
    let (ty, declared, votes): (&Type, Origin, &[Vote]) = match &place {
        Place::Field(holder, at) => {
            let field = holder.object(service, endpoint)?.fields.get(*at)?;
            (&field.ty, field.origin, &field.votes)
        }
        Place::Payload => (&endpoint.response.ty, endpoint.response.origin, &endpoint.response.votes),
        _ => return None,
    };
    let object: &Object = address::holder(service, endpoint, ty.leaf())?.object(service, endpoint)?;
    if object.origin.file != file {
        let mut parents = votes.iter().filter(|vote| vote.fact == FactKind::Parent);
        if let Some(title) = parents.find(|vote| vote.origin.file == file) {
            return Some(title.origin);
        }
        let rows = object.fields.iter().filter_map(|field| page.row_of_field(field));
        if let Some(first) = rows.min_by_key(|row| row.start) {
            return Some(first);
        }
    }
    if declared.holds(object.origin) {
        object.fields.first().map(|field| field.origin)
    } else {
        Some(object.origin)
    }
}
