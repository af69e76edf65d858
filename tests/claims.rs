//! Claims of descriptions against samples: no list of values, range or length that a sample on its own page contradicts goes without a
//! finding.

use crate::support::{self, corpus, root};
use docwright::compile::Run;
use docwright::config::{Config, DocSet, doc_sets};
use docwright::diagnostic::code;
use docwright::model::{Endpoint, Fact, Field, Object, SampleRole, Service, Type, Witness};
use docwright::syntax::json::Value;
use std::path::Path;

/// The values of samples that contradict a list of their field, and how many lists were held against samples.
struct Walk<'m> {
    service: &'m Service,
    endpoint: &'m Endpoint,
    /// The page of the sample.
    file: u32,
    tested: usize,
    silent: Vec<String>,
}

impl Walk<'_> {
    fn object(&mut self, object: &Object, json: &Value) {
        let Value::Object(members) = json else { return };
        for (name, value) in members.iter() {
            // Of two arguments of one name the sample shows the one in the body, which stands last.
            let field = object.fields.iter().rev().find(|field| field.name == *name);
            field.into_iter().for_each(|field| self.value(field, &field.ty, value));
        }
    }

    fn value(&mut self, field: &Field, ty: &Type, json: &Value) {
        match (ty, json) {
            (Type::Array(inner), Value::Array(items)) => {
                if field.ty == *ty && !items.is_empty() {
                    self.length(field, items.len(), json);
                }
                items.iter().for_each(|item| self.value(field, inner, item));
            }
            (Type::Map(inner), Value::Object(members)) => {
                members.iter().for_each(|(_, item)| self.value(field, inner, item));
            }
            (Type::Object(id), json) => {
                let object = self.endpoint.object(self.service, id).cloned();
                object.iter().for_each(|object| self.object(object, json));
            }
            (_, json) => {
                self.range(field, ty, json);
                self.plain(field, json);
            }
        }
    }

    fn range(&mut self, field: &Field, ty: &Type, json: &Value) {
        match (ty, json) {
            (Type::String, Value::String(text)) if field.ty == *ty && !text.is_empty() => {
                self.length(field, text.chars().count(), json);
            }
            (Type::Integer { .. } | Type::Number, Value::Number(number)) => {
                let Ok(number) = number.to_string().parse::<f64>() else { return };
                let below = field.meaning.min.is_some_and(|min| number < min as f64);
                let above = field.meaning.max.is_some_and(|max| number > max as f64);
                self.outside(field, below || above, json);
            }
            _ => {}
        }
    }

    fn length(&mut self, field: &Field, length: usize, json: &Value) {
        let (min, max) = (field.meaning.min_length, field.meaning.max_length);
        let is_outside =
            min.is_some_and(|min| (length as u64) < min) || max.is_some_and(|max| length as u64 > max);
        self.outside(field, is_outside, json);
    }

    fn outside(&mut self, field: &Field, is_outside: bool, json: &Value) {
        let is_own = field.docs.first().is_some_and(|text| text.origin.file == self.file);
        let is_told = field.votes.iter().any(|vote| vote.fact == Fact::Range && is_sample(vote.witness));
        if is_outside && is_own && !is_told {
            self.silent.push(format!("{}: `{}` shows {json:?}", self.endpoint.id, field.name));
        }
    }

    fn plain(&mut self, field: &Field, json: &Value) {
        let text = match json {
            Value::String(text) if !text.is_empty() => text.to_string(),
            Value::Number(number) => number.to_string(),
            Value::Bool(flag) => flag.to_string(),
            _ => return,
        };
        let is_own = field.docs.first().is_some_and(|text| text.origin.file == self.file);
        if field.meaning.values.is_empty() || !is_own {
            return;
        }
        self.tested += 1;
        let plain = |literal: &str| serde_json::from_str(literal).unwrap_or(literal.to_owned());
        let is_listed = field.meaning.values.iter().any(|value| plain(&value.literal) == text);
        let mut votes = field.votes.iter();
        if !is_listed && !votes.any(|vote| vote.fact == Fact::Values && is_sample(vote.witness)) {
            self.silent.push(format!("{}: `{}` shows {text}", self.endpoint.id, field.name));
        }
    }
}

fn is_sample(witness: Witness) -> bool {
    matches!(witness, Witness::RequestExample | Witness::ResponseExample)
}

/// How many values were held against lists; each contradiction has a finding.
#[track_caller]
fn check(run: &Run) -> usize {
    let (mut tested, mut silent) = (0, Vec::new());
    for service in &run.api.services {
        for endpoint in &service.endpoints {
            for example in &endpoint.examples {
                let Some(json) = example.json.as_deref() else { continue };
                let file = example.origin.file;
                let mut walk = Walk { service, endpoint, file, tested: 0, silent: Vec::new() };
                let payload = &endpoint.response;
                match (example.role, payload.member.as_str()) {
                    (SampleRole::Request, _) => walk.object(&endpoint.request, json),
                    (SampleRole::Response, "") => walk.value(&Field::default(), &payload.ty, json),
                    (SampleRole::Response, member) => {
                        let inner = json.get(member).unwrap_or(&Value::Null);
                        walk.value(&Field::default(), &payload.ty, inner);
                    }
                    _ => {}
                }
                tested += walk.tested;
                silent.extend(walk.silent);
            }
        }
    }
    assert_eq!(silent, Vec::<String>::new());
    tested
}

#[test]
fn no_sample_contradicts_a_list_in_silence() {
    let folder = root().join("tests/cases/generic/claims-and-samples");
    let set = DocSet { path: "page.md".into(), dialect: Some("generic".to_owned()), ..DocSet::default() };
    let own = support::compile(vec![set], &folder);
    assert!(check(&own) > 0);
    let told = own.diagnostics.iter().filter(|found| *found.code == code::VALUE_UNLISTED);
    assert_eq!(told.count(), 2);
    for path in ["blueking", "other", "jdcloud"].iter().filter_map(|folder| corpus(folder)) {
        let docs = doc_sets(&[path]).unwrap();
        let run = docwright::compile::run(&Config { docs, ..Config::default() }, Path::new("")).unwrap();
        check(&run);
    }
}
