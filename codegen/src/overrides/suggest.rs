//! Suggestions: entries, ready to paste, for the findings that an override would settle. Each says what was decided;
//! who pastes it confirms the decision or writes another one, and says why.

use super::{settle, types};
use crate::diagnostic::{Code, Diagnostic, code};
use crate::model::address;
use crate::model::{Api, Endpoint, Fact, Field, Origin, Service, Type, Witness};
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
    let diagnostics: Vec<&Diagnostic> = diagnostics.collect();
    // A field that may be another one is not to be described as well.
    let near = diagnostics.iter().filter(|found| found.code == &code::NEAR_NAME);
    let twins: Vec<Origin> = near.filter_map(|found| Some(found.labels.get(1)?.origin)).collect();
    let is_twin = |found: &Diagnostic| found.code == &code::SAMPLE_ONLY && twins.contains(&found.place());
    let mut suggestions: Vec<Suggestion> = Vec::new();
    let mut by_fact: BTreeMap<String, usize> = BTreeMap::new();
    for found in diagnostics.into_iter().filter(|found| !is_twin(found)) {
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
    let text = String::from(
        "# Each entry confirms what was decided. Correct the value where the decision is wrong, say why,\n# and delete the entries that nobody can confirm.\n",
    );
    text + &entries(suggestions)
}

/// The entries, each behind a blank line.
pub fn entries(suggestions: &[Suggestion]) -> String {
    let mut text = String::new();
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

/// Fields, payloads and endpoints by the places where something is said on them.
#[derive(Default)]
struct Index<'m> {
    fields: BTreeMap<Origin, Vec<Entry<'m>>>,
    payloads: BTreeMap<Origin, (String, &'m Type)>,
    endpoints: BTreeMap<Origin, (String, &'m Endpoint)>,
}

type Keys = Vec<(&'static str, String)>;

/// Findings on the decided model: they go when what they complain of is changed.
static COMPLAINTS: &[&Code] = &[&code::DEFAULT_UNLISTED, &code::REQUIRED_SOMETIMES];

impl<'m> Index<'m> {
    fn new(api: &'m Api) -> Self {
        let mut index = Self::default();
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
        for vote in endpoint.response.votes.iter().filter(|vote| vote.fact == Fact::Type) {
            self.payloads.insert(vote.origin, (format!("{base}.response"), &endpoint.response.ty));
        }
        address::each_field(service, endpoint, &mut |path, _, _, field| {
            let mut places: Vec<Origin> = field.votes.iter().map(|vote| vote.origin).collect();
            places.push(field.origin);
            places.sort();
            places.dedup();
            let request = path.starts_with("request");
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
        if fields.is_empty() && settle::answered_by(found.code).contains(&Fact::Type) {
            return self.payload(found).into_iter().collect();
        }
        let entries = fields.iter().filter_map(|entry| Some((entry.path.clone(), self.keys(entry, found)?)));
        entries.collect()
    }

    /// The fields that a finding is about.
    fn fields_of(&self, found: &Diagnostic) -> Vec<&Entry<'m>> {
        let Some(place) = found.labels.first().map(|label| label.origin) else { return Vec::new() };
        let facts = settle::answered_by(found.code);
        let about = |entry: &&Entry<'m>| {
            let named = found.subject.is_empty() || found.subject == entry.field.name;
            let asked = |fact: &Fact| settle::origins(entry.field, *fact).contains(&place);
            named && (facts.iter().any(asked) || COMPLAINTS.contains(&found.code))
        };
        self.fields.get(&place).into_iter().flatten().filter(about).collect()
    }

    fn keys(&self, entry: &Entry<'_>, found: &Diagnostic) -> Option<Keys> {
        let Entry { field, request, .. } = entry;
        let required = || ("required", field.required.to_string());
        let ty = || Some(("type", quoted(&types::write(&field.ty)?)));
        if COMPLAINTS.contains(&found.code) {
            return complaint(field, found.code);
        }
        match settle::answered_by(found.code).first()? {
            Fact::Name => Some(vec![("name", quoted(&self.twin(found)?))]),
            Fact::Presence if field.votes.iter().any(|vote| vote.witness == Witness::InlineRoute) => {
                Some(vec![("add", "true".to_owned()), ty()?])
            }
            Fact::Presence if *request => Some(vec![("add", "true".to_owned()), ty()?, required()]),
            Fact::Presence => Some(vec![("add", "true".to_owned()), ty()?]),
            Fact::Required if found.fix.is_none() => Some(vec![required()]),
            Fact::Type if disputed(field, Fact::Required, found.place()) => Some(vec![required()]),
            Fact::Type => Some(vec![ty()?]),
            _ => None,
        }
    }

    /// The name of the field that a sample shows instead.
    fn twin(&self, found: &Diagnostic) -> Option<String> {
        let place = found.labels.get(1)?.origin;
        Some(self.fields.get(&place)?.first()?.field.name.to_string())
    }

    fn payload(&self, found: &Diagnostic) -> Option<(String, Keys)> {
        let (path, ty) = self.payloads.get(&found.place())?;
        Some((path.clone(), vec![("type", quoted(&types::write(ty)?))]))
    }

    fn route(&self, found: &Diagnostic) -> Option<(String, Keys)> {
        let (path, endpoint) = self.endpoints.get(&found.place())?;
        let keys = vec![("method", quoted(endpoint.method.as_str())), ("path", quoted(&endpoint.path))];
        Some((path.clone(), keys))
    }
}

fn disputed(field: &Field, fact: Fact, place: Origin) -> bool {
    field.votes.iter().any(|vote| vote.fact == fact && vote.origin == place)
}

fn complaint(field: &Field, code: &Code) -> Option<Keys> {
    if code == &code::REQUIRED_SOMETIMES {
        return Some(vec![("required", field.required.to_string())]);
    }
    let default = literal(field.meaning.default.as_deref()?)?;
    let listed: Option<Vec<String>> =
        field.meaning.values.iter().map(|value| literal(&value.literal)).collect();
    let values = listed?.into_iter().chain([default]).collect::<Vec<_>>();
    Some(vec![("values", format!("[{}]", values.join(", ")))])
}

/// A page without a route: what is to be filled in.
fn no_route(service: &str, found: &Diagnostic) -> (String, Keys) {
    let method = ("method", quoted("POST"));
    let path = ("path", quoted(&format!("/path/of/{}", found.subject)));
    let keys = if found.code == &code::NO_ROUTE { vec![method, path] } else { vec![method] };
    (format!("{service}.{}", found.subject), keys)
}
