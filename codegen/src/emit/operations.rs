//! Operations as programs call them by name: each endpoint once, with a name that is its own everywhere.

use super::rust::twins;
use super::texts::{chosen, cut};
use crate::model::{Api, Endpoint, Field, Location, Method, Service, Type};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Longest name in characters that all APIs of language models take.
pub const NAME_CHARS: usize = 64;

/// Characters of a title.
const TITLE_CHARS: usize = 100;

/// An endpoint that can be called by name.
#[derive(Clone, Debug)]
pub struct Operation<'m> {
    /// Its service.
    pub service: &'m Service,
    /// The endpoint.
    pub endpoint: &'m Endpoint,
    /// A name of letters, digits, `_` and `-`, at most [`NAME_CHARS`] long, that no other operation has. It depends on the
    /// operation alone, unless another one wants the same.
    pub name: String,
}

/// The services with every argument under a name of its own: of two that share one, the one in the path is
/// `path.NAME`, and a placeholder that no row describes is a text.
pub fn callable(api: &Api) -> Api {
    let services = api.services.iter().map(|service| {
        let mut service = twins::apart(service).into_owned();
        service.endpoints.iter_mut().for_each(|endpoint| complete(Arc::make_mut(endpoint)));
        service
    });
    Api {
        schema: api.schema,
        files: api.files.clone(),
        services: services.collect(),
        overrides: api.overrides.clone(),
    }
}

fn complete(endpoint: &mut Endpoint) {
    let names: Vec<String> = placeholders(&endpoint.path).into_iter().map(str::to_owned).collect();
    for name in names {
        let fields = &mut endpoint.request.fields;
        if !fields.iter().any(|field| field.name == name && field.location == Location::Path) {
            let name = name.as_str().into();
            fields.push(Field {
                name,
                ty: Type::String,
                required: true,
                location: Location::Path,
                ..Field::default()
            });
        }
    }
    let mut seen = BTreeSet::new();
    endpoint.request.fields.retain(|field| seen.insert(field.name.clone()));
    for field in &mut endpoint.request.fields {
        field.required |= field.location == Location::Path;
    }
}

/// The operations of all services, in the order of the model. `api` is [`callable`].
pub fn of(api: &Api) -> Vec<Operation<'_>> {
    let all = || {
        api.services
            .iter()
            .flat_map(|service| service.endpoints.iter().map(move |endpoint| (service, &**endpoint)))
    };
    let mut holders: BTreeMap<String, usize> = BTreeMap::new();
    for (service, endpoint) in all() {
        *holders.entry(short_name(service, endpoint).0.to_ascii_lowercase()).or_default() += 1;
    }
    let mut taken = BTreeSet::new();
    let operation = |(service, endpoint)| {
        let (name, whole) = short_name(service, endpoint);
        let alone = holders[&name.to_ascii_lowercase()] == 1;
        let mut name = if alone && whole { name } else { sealed(&name, service, endpoint, 0) };
        let mut again = 1;
        while !taken.insert(name.to_ascii_lowercase()) {
            name = sealed(&name, service, endpoint, again);
            again += 1;
        }
        Operation { service, endpoint, name }
    };
    all().map(operation).collect()
}

/// Service and id in the characters of names, and whether nothing of them is lost.
fn short_name(service: &Service, endpoint: &Endpoint) -> (String, bool) {
    let text = format!("{}_{}", service.name.replace('.', "_"), endpoint.id);
    let fits = |c: char| c.is_ascii_alphanumeric() || "_-".contains(c);
    let name: String = text.chars().map(|c| if fits(c) { c } else { '_' }).collect();
    let begins = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let whole = begins && text.chars().all(fits) && name.len() <= NAME_CHARS;
    (if begins { name } else { format!("_{name}") }, whole)
}

/// The beginning of a name with a digest of what it stands for.
fn sealed(name: &str, service: &Service, endpoint: &Endpoint, again: usize) -> String {
    let Endpoint { id, method, path, .. } = endpoint;
    let whole = format!("{}\0{id}\0{method}\0{path}\0{again}", service.name);
    let digest = blake3::hash(whole.as_bytes()).to_hex();
    format!("{}_{}", &name[..name.len().min(NAME_CHARS - 9)], &digest[..8])
}

impl Operation<'_> {
    /// What people call it: service and id.
    pub fn key(&self) -> String {
        format!("{}.{}", self.service.name, self.endpoint.id)
    }

    /// Whether a pattern fits one of its names: service and id, the id alone, or the name of its tool.
    pub fn fits(&self, pattern: &glob::Pattern) -> bool {
        [self.key().as_str(), &self.endpoint.id, &self.name].iter().any(|name| pattern.matches(name))
    }

    /// Whether a call changes nothing, as far as method and name say.
    pub fn reads_only(&self) -> bool {
        self.endpoint.idempotent && matches!(self.endpoint.method, Method::Get | Method::Head | Method::Post)
    }

    /// The title on one line; the beginning of the description where the page has no title.
    pub fn title(&self, language: Option<&str>) -> String {
        let Endpoint { title, description, .. } = self.endpoint;
        let texts = [chosen(language, title), chosen(language, description)];
        let text = texts.iter().find(|text| !text.is_empty()).map_or("", String::as_str);
        cut(&text.split_whitespace().collect::<Vec<_>>().join(" "), TITLE_CHARS).0
    }

    /// Title and description, of at most `limit` characters; whether something was cut.
    pub fn description(&self, language: Option<&str>, limit: usize) -> (String, bool) {
        let Endpoint { title, description, deprecated, id, .. } = self.endpoint;
        let title = chosen(language, title);
        let about = chosen(language, description);
        let deprecated = deprecated.iter().map(|words| format!("Deprecated: {}", chosen(None, [words])));
        let mut parts: Vec<String> = [title, about].into_iter().chain(deprecated).collect();
        parts.retain(|part| !part.is_empty());
        parts.dedup();
        if parts.is_empty() {
            parts.push(id.clone());
        }
        cut(&parts.join("\n\n"), limit)
    }
}

/// The placeholders of a path.
pub fn placeholders(path: &str) -> Vec<&str> {
    path.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)).collect()
}

/// Where a parameter travels: what pages put into the body of a call without one is in its query.
pub(crate) fn location(service: &Service, endpoint: &Endpoint, field: &Field) -> Location {
    match field.location {
        Location::Body if !has_body(service, endpoint) => Location::Query,
        location => location,
    }
}

/// As the runtime sends it: signed calls delete without a body.
pub(super) fn has_body(service: &Service, endpoint: &Endpoint) -> bool {
    match endpoint.method {
        Method::Get | Method::Head => false,
        Method::Delete => !service.client.signed,
        Method::Patch | Method::Post | Method::Put => true,
    }
}

/// As the runtime sends it: signed calls number lists and objects in a query, `filters.1.name`.
pub(super) fn numbers_queries(service: &Service) -> bool {
    service.client.signed
}

/// The names of the calls of one service; where several have one, with method and path.
pub(super) fn ids(service: &Service) -> Vec<String> {
    let mut holders: BTreeMap<&str, usize> = BTreeMap::new();
    service.endpoints.iter().for_each(|endpoint| *holders.entry(&endpoint.id).or_default() += 1);
    let id = |endpoint: &Arc<Endpoint>| match holders[endpoint.id.as_str()] {
        1 => endpoint.id.clone(),
        _ => format!("{}_{}_{}", endpoint.id, endpoint.method, endpoint.path),
    };
    service.endpoints.iter().map(id).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn api(services: &[(&str, &[(&str, &str)])]) -> Api {
        let endpoint = |(id, path): &(&str, &str)| Endpoint {
            id: (*id).to_owned(),
            path: (*path).to_owned(),
            ..Endpoint::default()
        };
        let service = |(name, endpoints): &(&str, &[(&str, &str)])| Service {
            name: (*name).to_owned(),
            endpoints: endpoints.iter().map(endpoint).map(Arc::new).collect(),
            ..Service::default()
        };
        Api { services: services.iter().map(service).collect(), ..Api::default() }
    }

    #[track_caller]
    fn check(services: &[(&str, &[(&str, &str)])], expect: &[&str]) {
        let api = callable(&api(services));
        let names: Vec<String> = of(&api).into_iter().map(|operation| operation.name).collect();
        // Digests are shown as `#`: that they differ is checked apart.
        let distinct: BTreeSet<&String> = names.iter().collect();
        assert_eq!(distinct.len(), names.len(), "{names:?}");
        let shown = |name: &String| match name.rsplit_once('_') {
            Some((front, end)) if end.len() == 8 && end.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
                format!("{front}_#")
            }
            _ => name.clone(),
        };
        assert_eq!(names.iter().map(shown).collect::<Vec<_>>(), expect);
        assert!(names.iter().all(|name| name.len() <= NAME_CHARS));
    }

    #[test]
    fn names_are_plain_short_and_distinct() {
        check(&[("a.b", &[("get", "/x"), ("set-all", "/y")])], &["a_b_get", "a_b_set-all"]);
        check(&[("a.b", &[("get", "/x"), ("Get", "/y")])], &["a_b_get_#", "a_b_Get_#"]);
        check(&[("a.b", &[("c", "/")]), ("a", &[("b_c", "/")])], &["a_b_c_#", "a_b_c_#"]);
        check(&[("a", &[("查询", "/x"), ("创建", "/y"), ("x.y", "/z")])], &["a____#", "a____#", "a_x_y_#"]);
        let long = "x".repeat(80);
        check(&[("a", &[(&long, "/x")])], &[&format!("a_{}_#", "x".repeat(53))]);
    }

    #[test]
    fn names_do_not_depend_on_the_neighbours() {
        let name = |services: &[(&str, &[(&str, &str)])]| of(&callable(&api(services)))[0].name.clone();
        let alone = name(&[("a", &[("查询", "/x")])]);
        assert_eq!(alone, name(&[("a", &[("查询", "/x"), ("创建", "/y")]), ("b", &[("c", "/")])]));
    }

    #[test]
    fn each_argument_has_a_name_of_its_own() {
        let mut api = api(&[("a", &[("get", "/{id}/{zone}")])]);
        let body = Field { name: "id".into(), ..Field::default() };
        let path = Field { location: Location::Path, ..body.clone() };
        api.services[0].endpoint_mut(0).unwrap().request.fields = vec![body, path];
        let api = callable(&api);
        let endpoint = &api.services[0].endpoints[0];
        let names: Vec<(&str, bool)> =
            endpoint.request.fields.iter().map(|field| (field.name.as_str(), field.required)).collect();
        assert_eq!(names, [("id", false), ("path.id", true), ("zone", true)]);
        assert_eq!(endpoint.path, "/{path.id}/{zone}");
    }
}
