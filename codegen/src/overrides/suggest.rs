//! Suggestions: entries, ready to paste, for the findings that an override would settle. Each says what was decided;
//! who pastes it confirms the decision or writes another one, and says why.

use super::{settle, types};
use crate::diagnostic::{Code, Diagnostic, code};
use crate::model::address::{self, Holder};
use crate::model::{Api, Endpoint, Fact, Field, Origin, Service, Witness};
use std::collections::BTreeMap;
use std::fmt::Write;

/// One entry.
#[derive(Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// Path of the fact.
    pub fact: String,
    /// Keys and values, as TOML.
    pub keys: Vec<(&'static str, String)>,
    /// The findings that it settles: code, place and message.
    pub findings: Vec<String>,
}

/// Entries for findings, one per fact. `service` names the service of a file whose pages gave no endpoint.
pub fn run<'d>(
    api: &Api,
    diagnostics: impl Iterator<Item = &'d Diagnostic>,
    service: &dyn Fn(u32) -> Option<String>,
) -> Vec<Suggestion> {
    let index = Index::new(api);
    let mut suggestions: Vec<Suggestion> = Vec::new();
    let mut by_fact: BTreeMap<String, usize> = BTreeMap::new();
    for found in diagnostics {
        for (fact, keys) in index.answers(found, service) {
            let at = *by_fact.entry(fact.clone()).or_insert_with(|| {
                suggestions.push(Suggestion { fact, keys: Vec::new(), findings: Vec::new() });
                suggestions.len() - 1
            });
            let suggestion = &mut suggestions[at];
            for (key, value) in keys {
                if !suggestion.keys.iter().any(|(have, _)| *have == key) {
                    suggestion.keys.push((key, value));
                }
            }
            suggestion.findings.push(finding(api, found));
        }
    }
    suggestions
}

/// The text of a file with these entries.
pub fn text(suggestions: &[Suggestion]) -> String {
    let mut text = String::from("# Each entry confirms what was decided. Correct the value where the decision is wrong, say why,\n# and delete the entries that nobody can vouch for.\n");
    for Suggestion { fact, keys, findings } in suggestions {
        text.push('\n');
        findings.iter().for_each(|finding| {
            let _ = writeln!(text, "# {finding}");
        });
        let reason = "who says so, and since when?";
        let _ = writeln!(text, "[[override]]\nfact = {}\nreason = {}", quoted(fact), quoted(reason));
        keys.iter().for_each(|(key, value)| {
            let _ = writeln!(text, "{key} = {value}");
        });
    }
    text
}

fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

/// A JSON literal of a default or value, which TOML writes alike.
fn literal(json: &str) -> Option<String> {
    match serde_json::from_str(json).ok()? {
        serde_json::Value::String(text) => Some(quoted(&text)),
        serde_json::Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn finding(api: &Api, found: &Diagnostic) -> String {
    let place = found.place();
    let path = api.files.get(place.file as usize).map_or("", |file| file.path.as_str());
    let text = format!("{} {path}:{}: {}", found.code.id, place.line, found.message);
    text.replace(|c: char| c.is_control(), " ")
}

/// A field of the model and its path.
struct Entry<'m> {
    path: String,
    field: &'m Field,
    request: bool,
}

/// The fields and endpoints by the places where something is said on them.
struct Index<'m> {
    fields: BTreeMap<Origin, Vec<Entry<'m>>>,
    endpoints: BTreeMap<Origin, (String, &'m Endpoint)>,
}

type Keys = Vec<(&'static str, String)>;

impl<'m> Index<'m> {
    fn new(api: &'m Api) -> Self {
        let mut index = Self { fields: BTreeMap::new(), endpoints: BTreeMap::new() };
        for service in &api.services {
            service.endpoints.iter().for_each(|endpoint| index.add(service, endpoint));
        }
        index
    }

    fn add(&mut self, service: &'m Service, endpoint: &'m Endpoint) {
        let base = format!("{}.{}", service.name, endpoint.id);
        for vote in endpoint.votes.iter().filter(|vote| matches!(vote.fact, Fact::Path | Fact::Method)) {
            self.endpoints.entry(vote.origin).or_insert_with(|| (base.clone(), endpoint));
        }
        address::each_field(service, endpoint, &mut |path, holder, _, field| {
            let mut places: Vec<Origin> = field.votes.iter().map(|vote| vote.origin).collect();
            places.push(field.origin);
            places.sort();
            places.dedup();
            let request = *holder == Holder::Request || path.starts_with("request");
            for place in places {
                let path = format!("{base}.{path}");
                self.fields.entry(place).or_default().push(Entry { path, field, request });
            }
        });
    }

    /// The facts that a finding asks for, with the keys that answer it.
    fn answers(&self, found: &Diagnostic, service: &dyn Fn(u32) -> Option<String>) -> Vec<(String, Keys)> {
        if found.code == &code::NO_ROUTE || found.code == &code::METHOD_MISSING {
            let service = service(found.place().file).filter(|_| !found.subject.is_empty());
            return service.map(|service| no_route(&service, found)).into_iter().collect();
        }
        if found.code == &code::ROUTE_CONFLICT {
            return self.route(found).into_iter().collect();
        }
        let fields = self.fields_of(found);
        let entries = fields.iter().filter_map(|entry| Some((entry.path.clone(), self.keys(entry, found)?)));
        entries.collect()
    }

    /// The fields that a finding is about.
    fn fields_of(&self, found: &Diagnostic) -> Vec<&Entry<'m>> {
        let facts = settle::answered_by(found.code);
        let at = |origin: &Origin| self.fields.get(origin).map(Vec::as_slice).unwrap_or_default();
        let about = |entry: &&Entry<'m>, origin: &Origin| {
            let named = found.subject.is_empty() || found.subject == entry.field.name;
            let asked = |fact: &Fact| settle::origins(entry.field, *fact).contains(origin);
            named && (facts.iter().any(asked) || is_default(found.code))
        };
        let places = found.labels.first().map(|label| label.origin);
        let place = places.filter(|_| !facts.is_empty() || is_default(found.code));
        place.iter().flat_map(|origin| at(origin).iter().filter(move |entry| about(entry, origin))).collect()
    }

    fn keys(&self, entry: &Entry<'_>, found: &Diagnostic) -> Option<Keys> {
        let Entry { field, request, .. } = entry;
        let required = || ("required", field.required.to_string());
        let ty = || Some(("type", quoted(&types::write(&field.ty)?)));
        if is_default(found.code) {
            let mut values: Option<Vec<String>> =
                field.meaning.values.iter().map(|value| literal(&value.literal)).collect();
            let default = literal(field.meaning.default.as_deref()?)?;
            values.iter_mut().for_each(|values| values.push(default.clone()));
            return Some(vec![("values", format!("[{}]", values?.join(", ")))]);
        }
        match settle::answered_by(found.code).first()? {
            Fact::Name => Some(vec![("name", quoted(&self.twin(found)?))]),
            Fact::Presence if field.votes.iter().any(|vote| vote.witness == Witness::InlineRoute) => {
                Some(vec![("add", "true".to_owned()), ty()?])
            }
            Fact::Presence if *request => Some(vec![("add", "true".to_owned()), ty()?, required()]),
            Fact::Presence => Some(vec![("add", "true".to_owned()), ty()?]),
            Fact::Required if found.fix.is_none() => Some(vec![required()]),
            Fact::Type if found.code == &code::LANGUAGES_DIFFER => {
                Some(vec![if disputed(field, Fact::Required, found.place()) { required() } else { ty()? }])
            }
            Fact::Type => Some(vec![ty()?]),
            _ => None,
        }
    }

    /// The name of the field that a sample shows instead.
    fn twin(&self, found: &Diagnostic) -> Option<String> {
        let place = found.labels.get(1)?.origin;
        Some(self.fields.get(&place)?.first()?.field.name.clone())
    }

    fn route(&self, found: &Diagnostic) -> Option<(String, Keys)> {
        let (path, endpoint) = self.endpoints.get(&found.place())?;
        let keys = vec![("method", quoted(&endpoint.method)), ("path", quoted(&endpoint.path))];
        Some((path.clone(), keys))
    }
}

fn is_default(code: &Code) -> bool {
    code == &code::DEFAULT_UNLISTED
}

fn disputed(field: &Field, fact: Fact, place: Origin) -> bool {
    field.votes.iter().any(|vote| vote.fact == fact && vote.origin == place)
}

/// A page without a route: what is to be filled in.
fn no_route(service: &str, found: &Diagnostic) -> (String, Keys) {
    let method = ("method", quoted("POST"));
    let path = ("path", quoted(&format!("/path/of/{}", found.subject)));
    let keys = if found.code == &code::NO_ROUTE { vec![method, path] } else { vec![method] };
    (format!("{service}.{}", found.subject), keys)
}
