//! Addresses: what a fact path such as `cc.create_set.request.data.bk_set_name` leads to, as indices into the model.

use super::{Api, Endpoint, Field, Object, Service, Type};
use crate::limits::COMPARED_NAMES;
use smol_str::SmolStr;
use std::cell::Cell;
use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

/// An endpoint and the place in it that a path names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// Index into [`Api::services`].
    pub service: usize,
    /// Index into [`Service::endpoints`].
    pub endpoint: usize,
    /// The place in the endpoint.
    pub place: Place,
}

/// A place in an endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// The endpoint itself.
    Endpoint,
    /// The object of the request parameters.
    Request,
    /// What the call returns.
    Payload,
    /// A member of the response around the payload.
    Envelope(usize),
    /// A field of an object.
    Field(Holder, usize),
}

/// The object that holds a field.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Holder {
    /// The request parameters.
    Request,
    /// One of [`Endpoint::types`].
    Own(usize),
    /// One of [`Service::types`].
    Shared(String),
}

/// A path that leads to nothing.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{path}` is not in the model; {what}{}{}", lines(near), guesses(guess))]
pub struct Unknown {
    /// What was asked for.
    pub path: String,
    /// Where the search ended.
    pub what: String,
    /// Names that exist there, the most similar first.
    pub near: Vec<String>,
    /// Paths of facts that may be meant.
    pub guess: Vec<String>,
}

/// Names that an error lists at most.
const SHOWN: usize = 30;

fn lines(names: &[String]) -> String {
    let more =
        if names.len() > SHOWN { format!("\n  and {} more", names.len() - SHOWN) } else { String::new() };
    names.iter().take(SHOWN).map(|name| format!("\n  {name}")).collect::<String>() + &more
}

fn guesses(paths: &[String]) -> String {
    if paths.is_empty() { String::new() } else { format!("\ndid you mean{}", lines(paths)) }
}

/// What a path leads to: one address, or one per endpoint where several have the name.
pub fn find(api: &Api, path: &str) -> Result<Vec<Address>, Unknown> {
    Finder::default().find(api, path)
}

/// Finds what many paths lead to. Names are noted when they are first asked for, so a finder serves as long as no name
/// of the model changes; what changes types or marks may change them.
#[derive(Debug)]
pub struct Finder {
    endpoints: HashMap<usize, HashMap<String, Vec<usize>>>,
    fields: HashMap<(usize, usize, Holder), HashMap<SmolStr, usize>>,
    /// Names that may still be compared with one that was not found.
    comparisons: Cell<usize>,
}

impl Default for Finder {
    fn default() -> Self {
        let comparisons = Cell::new(COMPARED_NAMES);
        Self { endpoints: HashMap::new(), fields: HashMap::new(), comparisons }
    }
}

impl Finder {
    /// Forgets the names, because one of them changed.
    pub fn forget(&mut self) {
        self.endpoints.clear();
        self.fields.clear();
    }

    /// The endpoints of the longest name that a path begins with, and that name.
    fn endpoints(&mut self, at: usize, service: &Service, rest: &str) -> Option<(Vec<usize>, usize)> {
        let ids = self.endpoints.entry(at).or_insert_with(|| {
            let mut ids: HashMap<String, Vec<usize>> = HashMap::new();
            for (at, endpoint) in service.endpoints.iter().enumerate() {
                ids.entry(endpoint.id.clone()).or_default().push(at);
            }
            ids
        });
        beginnings(rest).find_map(|id| Some((ids.get(id)?.clone(), id.len())))
    }

    /// The field of the longest name that a path begins with.
    fn field(&mut self, place: (usize, usize, &Holder), object: &Object, path: &str) -> Option<usize> {
        let key = (place.0, place.1, place.2.clone());
        let fields = object.fields.iter().enumerate();
        let names = self.fields.entry(key);
        // Of several fields of one name the last one counts.
        let names = names.or_insert_with(|| fields.map(|(at, field)| (field.name.clone(), at)).collect());
        beginnings(path).find_map(|name| names.get(name).copied())
    }

    /// Takes so many comparisons, or as many as are left.
    fn compare(&self, wanted: usize) -> usize {
        let granted = wanted.min(self.comparisons.get());
        self.comparisons.set(self.comparisons.get() - granted);
        granted
    }

    fn by_similarity(&self, mut names: Vec<String>, sought: &str) -> Vec<String> {
        let compared = self.compare(names.len());
        names[..compared].sort_by_cached_key(|name| Reverse(likeness(name, sought).to_bits()));
        names.dedup();
        names
    }
}

/// The names that a path may begin with, the longest first: all of it, or up to a dot or a mark of a list.
fn beginnings(path: &str) -> impl Iterator<Item = &str> {
    let ends = path.bytes().enumerate().rev().filter(|(_, byte)| matches!(byte, b'.' | b'['));
    let ends = std::iter::once(path.len()).chain(ends.map(|(at, _)| at));
    ends.map(|at| &path[..at]).filter(move |name| !name.is_empty() && after_name(path, name).is_some())
}

impl Finder {
    /// What a path leads to, as [`find`] does.
    pub fn find(&mut self, api: &Api, path: &str) -> Result<Vec<Address>, Unknown> {
        let services = || api.services.iter().enumerate();
        let mut named: Vec<(usize, &Service, &str)> = services()
            .filter_map(|(at, service)| Some((at, service, after_service(path, &service.name)?)))
            .collect();
        named.sort_by_key(|(_, service, _)| std::cmp::Reverse(service.name.len()));
        for (service_at, service, rest) in &named {
            let Some((endpoints, end)) = self.endpoints(*service_at, service, rest) else { continue };
            let rest = rest[end..].trim_start_matches('.');
            let mut found = Vec::new();
            let mut error = None;
            for at in endpoints {
                let endpoint = &service.endpoints[at];
                match self.in_endpoint((*service_at, service), (at, endpoint), rest) {
                    Ok(place) => found.push(Address { service: *service_at, endpoint: at, place }),
                    Err(Lost { what, names, sought }) => {
                        let guess = self.guess(service, endpoint, &sought);
                        error = Some(Unknown { guess, ..self.unknown(path, what, names, &sought) });
                    }
                }
            }
            return error.filter(|_| found.is_empty()).map_or(Ok(found), Err);
        }
        match named.first() {
            Some((_, service, rest)) => {
                let names = service.endpoints.iter().map(|endpoint| endpoint.id.clone()).collect();
                Err(self.unknown(path, "these endpoints are:", names, rest.split('.').next().unwrap_or(rest)))
            }
            None => {
                let names = services().map(|(_, service)| service.name.clone()).collect();
                Err(self.unknown(path, "these services are:", names, path.split('.').next().unwrap_or(path)))
            }
        }
    }

    fn in_endpoint(
        &mut self,
        service: (usize, &Service),
        endpoint: (usize, &Endpoint),
        path: &str,
    ) -> Result<Place, Lost> {
        if path.is_empty() {
            return Ok(Place::Endpoint);
        }
        if let Some(rest) = after_name(path, "request") {
            return if rest.is_empty() {
                Ok(Place::Request)
            } else {
                self.walk(service, endpoint, Holder::Request, rest)
            };
        }
        match after_name(path, "response") {
            Some(rest) => self.response(service, endpoint, rest),
            None => Err(Lost {
                what: "after the endpoint comes:",
                names: vec!["request".to_owned(), "response".to_owned()],
                sought: path.rsplit('.').next().unwrap_or(path).to_owned(),
            }),
        }
    }

    fn response(
        &mut self,
        service: (usize, &Service),
        endpoint: (usize, &Endpoint),
        path: &str,
    ) -> Result<Place, Lost> {
        let payload = &endpoint.1.response;
        let rest = match after_name(path, &payload.member) {
            Some(rest) if !payload.member.is_empty() => rest,
            _ => path,
        };
        if rest.is_empty() {
            return Ok(Place::Payload);
        }
        let inside = match holder(service.1, endpoint.1, payload.ty.leaf()) {
            Some(holder) => self.walk(service, endpoint, holder, rest),
            None => Err(lost(Vec::new(), rest)),
        };
        let envelope =
            || endpoint.1.envelope.iter().position(|field| field.name == path).map(Place::Envelope);
        inside.or_else(|lost| envelope().ok_or(lost))
    }

    fn walk(
        &mut self,
        (service_at, service): (usize, &Service),
        (endpoint_at, endpoint): (usize, &Endpoint),
        at: Holder,
        path: &str,
    ) -> Result<Place, Lost> {
        let Some(object) = at.object(service, endpoint) else { return Err(lost(Vec::new(), path)) };
        let Some(index) = self.field((service_at, endpoint_at, &at), object, path) else {
            return Err(lost(object.fields.iter().map(|field| field.name.to_string()).collect(), path));
        };
        let field = &object.fields[index];
        let rest = after_name(path, &field.name).unwrap_or_default();
        if rest.is_empty() {
            return Ok(Place::Field(at, index));
        }
        match holder(service, endpoint, field.ty.leaf()) {
            Some(inner) => self.walk((service_at, service), (endpoint_at, endpoint), inner, rest),
            None => Err(lost(Vec::new(), rest)),
        }
    }

    fn unknown(&self, path: &str, what: &str, names: Vec<String>, sought: &str) -> Unknown {
        let near = self.by_similarity(names, sought);
        Unknown { path: path.to_owned(), what: what.to_owned(), near, guess: Vec::new() }
    }

    /// Paths in the endpoint that end in the name that was sought, or in one like it.
    fn guess(&self, service: &Service, endpoint: &Endpoint, sought: &str) -> Vec<String> {
        let mut found = Vec::new();
        each_field(service, endpoint, &mut |path, _, _, field| {
            let ratio = if self.compare(1) == 1 { likeness(&field.name, sought) } else { 0.0 };
            if ratio > 0.75 {
                found.push((ratio, path));
            }
        });
        found.sort_by(|a, b| b.0.total_cmp(&a.0));
        found
            .into_iter()
            .take(5)
            .map(|(_, path)| format!("{}.{}.{path}", service.name, endpoint.id))
            .collect()
    }
}
/// The rest of a path behind the service, by its full name or its last word. `{host}` in a name stands for any word.
pub fn after_service<'p>(path: &'p str, name: &str) -> Option<&'p str> {
    let strip = |words: &str| {
        words.split('.').try_fold(path, |rest, word| match (word, rest.split_once('.')) {
            (_, None) => None,
            ("{host}", Some((_, rest))) => Some(rest),
            (word, Some(_)) => rest.strip_prefix(word)?.strip_prefix('.'),
        })
    };
    strip(name).or_else(|| strip(name.rsplit('.').next().unwrap_or_default()))
}

/// What follows a name at the start of a path: nothing, or what stands behind the dot.
fn after_name<'p>(path: &'p str, name: &str) -> Option<&'p str> {
    let rest = path.strip_prefix(name)?;
    let rest = rest.trim_start_matches("[]");
    if rest.is_empty() { Some(rest) } else { rest.strip_prefix('.') }
}

/// Where the search for a place ended.
struct Lost {
    what: &'static str,
    names: Vec<String>,
    sought: String,
}

fn lost(names: Vec<String>, path: &str) -> Lost {
    let what = if names.is_empty() { "nothing below it is described" } else { "these fields are:" };
    Lost { what, names, sought: path.split('.').next().unwrap_or(path).to_owned() }
}

/// The object that a type leads to.
pub fn holder(service: &Service, endpoint: &Endpoint, ty: &Type) -> Option<Holder> {
    let Type::Object(id) = ty else { return None };
    let own = endpoint.types.iter().position(|object| object.id == *id);
    own.map(Holder::Own).or_else(|| service.types.contains_key(id).then(|| Holder::Shared(id.clone())))
}

impl Holder {
    /// The object itself.
    pub fn object<'m>(&self, service: &'m Service, endpoint: &'m Endpoint) -> Option<&'m Object> {
        match self {
            Holder::Request => Some(&endpoint.request),
            Holder::Own(at) => endpoint.types.get(*at),
            Holder::Shared(id) => service.types.get(id),
        }
    }

    /// The object itself, to be changed.
    pub fn object_mut<'m>(&self, service: &'m mut Service, endpoint: usize) -> Option<&'m mut Object> {
        match self {
            Holder::Shared(id) => service.types.get_mut(id),
            Holder::Request => Some(&mut service.endpoint_mut(endpoint)?.request),
            Holder::Own(at) => service.endpoint_mut(endpoint)?.types.get_mut(*at),
        }
    }
}

/// Calls `see` with every field below request and response and its path behind the endpoint's name. An object that is
/// reached twice is visited once.
pub fn each_field<'m>(
    service: &'m Service,
    endpoint: &'m Endpoint,
    see: &mut dyn FnMut(String, &Holder, usize, &'m Field),
) {
    let mut done = BTreeSet::new();
    visit(service, endpoint, Holder::Request, "request", &mut done, see);
    if let Some(inner) = holder(service, endpoint, endpoint.response.ty.leaf()) {
        let member = endpoint.response.member.as_str();
        let path = if member.is_empty() { "response".to_owned() } else { format!("response.{member}") };
        visit(service, endpoint, inner, &path, &mut done, see);
    }
}

fn visit<'m>(
    service: &'m Service,
    endpoint: &'m Endpoint,
    at: Holder,
    path: &str,
    done: &mut BTreeSet<Holder>,
    see: &mut dyn FnMut(String, &Holder, usize, &'m Field),
) {
    if !done.insert(at.clone()) {
        return;
    }
    let fields = at.object(service, endpoint).map(|object| object.fields.as_slice()).unwrap_or_default();
    for (index, field) in fields.iter().enumerate() {
        let path = format!("{path}.{}", field.name);
        see(path.clone(), &at, index, field);
        if let Some(inner) = holder(service, endpoint, field.ty.leaf()) {
            visit(service, endpoint, inner, &path, done, see);
        }
    }
}

fn likeness(a: &str, b: &str) -> f32 {
    similar::TextDiff::from_chars(a.to_lowercase(), b.to_lowercase()).ratio()
}
