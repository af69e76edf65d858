//! Facts: what the model has at a place of a file.

use super::samples;
use docwright::model::address::{self, Address, Place};
use docwright::model::{Api, Endpoint, Field, Object, Origin, SampleRole, Service, Type};
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
    let is_own = |endpoint: &Endpoint| endpoint.origins.iter().any(|origin| origin.file == file.id);
    let own = endpoints(api).filter(|(_, endpoint)| is_own(endpoint));
    let found = own.clone().find_map(|(service, endpoint)| in_sample(api, service, endpoint, file, offset));
    found.or_else(|| narrowest(own, &here)).or_else(|| narrowest(endpoints(api), &here))
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
    let path = format!("{}.{}.{side}.{}", service.name, endpoint.id, members.join("."));
    address::find(api, &path).ok().map(|_| Fact { path, place: sample.origin })
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

/// The table of the type of a fact: its heading, or its first row where it has none of its own.
pub(super) fn table_of(api: &Api, path: &str) -> Option<Origin> {
    let Address { service, endpoint, place } = address::find(api, path).ok()?.into_iter().next()?;
    let service = &api.services[service];
    let endpoint = &service.endpoints[endpoint];
    let (ty, declared): (&Type, Origin) = match &place {
        Place::Field(holder, at) => {
            let field = holder.object(service, endpoint)?.fields.get(*at)?;
            (&field.ty, field.origin)
        }
        Place::Payload => (&endpoint.response.ty, endpoint.response.origin),
        _ => return None,
    };
    let object: &Object = address::holder(service, endpoint, ty.leaf())?.object(service, endpoint)?;
    if declared.holds(object.origin) {
        object.fields.first().map(|field| field.origin)
    } else {
        Some(object.origin)
    }
}
