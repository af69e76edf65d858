//! Stage 7 of 9: lint. In: the decided model. Out: diagnostics on facts of the model that contradict each other.
//!
//! A lint is a function over an endpoint or over a field, registered in one of the two lists. A problem that can no
//! longer be seen in the model is reported by the stage that sees it.

mod alike_services;
mod bodies;
mod conditions;
mod defaults;
mod descriptions;
mod elements;

use crate::diagnostic::Diagnostic;
use crate::model::{Api, Endpoint, Fact, Field, Object, Origin, Service, Witness};

const OF_ENDPOINTS: &[fn(&Endpoint, &mut Vec<Diagnostic>)] = &[bodies::structured_query];

const OF_FIELDS: &[fn(&Field, &mut Vec<Diagnostic>)] = &[
    defaults::unlisted,
    defaults::out_of_range,
    conditions::required_sometimes,
    descriptions::missing,
    descriptions::too_long,
    elements::unknown,
];

/// Runs every lint over every endpoint.
pub fn run(api: &Api) -> Vec<Diagnostic> {
    let mut found = between_services(api);
    found.extend(in_services(&api.services));
    found
}

/// The lints that look at all services together.
pub fn between_services(api: &Api) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    alike_services::check(api, &mut found);
    found
}

/// The lints that look at each service by itself.
pub fn in_services(services: &[Service]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for service in services {
        for endpoint in &service.endpoints {
            OF_ENDPOINTS.iter().for_each(|lint| lint(endpoint, &mut found));
        }
        for field in fields_of(service) {
            OF_FIELDS.iter().for_each(|lint| lint(field, &mut found));
        }
    }
    found
}

fn fields_of(service: &Service) -> impl Iterator<Item = &Field> {
    let own = service
        .endpoints
        .iter()
        .flat_map(|endpoint| std::iter::once(&endpoint.request).chain(&endpoint.types));
    own.chain(service.types.values()).flat_map(|object: &Object| &object.fields)
}

/// The place where a table states a fact of the field; none when no table does, or an override decided it.
fn by_table(field: &Field, fact: Fact) -> Option<Origin> {
    if field.votes.iter().any(|vote| vote.fact == fact && vote.witness == Witness::Override) {
        return None;
    }
    let votes = field.votes.iter().filter(|vote| vote.fact == fact && vote.witness == Witness::Table);
    votes.map(|vote| vote.origin).next()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Meaning, Text, Type, Vote};

    /// The codes that are found on one argument, which a table lists with a description.
    #[track_caller]
    fn check(change: impl FnOnce(&mut Field), expect: &[&str]) {
        let vote = |fact| Vote {
            fact,
            witness: Witness::Table,
            says: "".into(),
            won: true,
            origin: Origin::default(),
        };
        let mut field = Field {
            name: "size".into(),
            ty: Type::integer(),
            docs: [Text { text: "the size".into(), ..Text::default() }].into(),
            votes: vec![vote(Fact::Type), vote(Fact::Required)],
            ..Field::default()
        };
        change(&mut field);
        let request = Object { fields: vec![field], ..Object::default() };
        let endpoint = Endpoint { method: crate::model::Method::Get, request, ..Endpoint::default() };
        let service = Service { endpoints: vec![endpoint.into()], ..Service::default() };
        let found = run(&Api { services: vec![service], ..Api::default() });
        assert_eq!(found.iter().map(|found| found.code.id).collect::<Vec<_>>(), expect);
    }

    #[test]
    fn a_complete_field_has_no_findings() {
        check(|_| {}, &[]);
    }

    #[test]
    fn defaults() {
        let values = || vec![crate::model::Value { literal: "1".to_owned(), ..Default::default() }];
        let default = || Some("2".to_owned());
        check(
            |field| {
                field.meaning = Meaning { values: values(), default: default(), ..Meaning::default() }.into()
            },
            &["DW0601"],
        );
        check(
            |field| field.meaning = Meaning { max: Some(1), default: default(), ..Meaning::default() }.into(),
            &["DW0602"],
        );
        check(
            |field| field.meaning = Meaning { max: Some(2), default: default(), ..Meaning::default() }.into(),
            &[],
        );
    }

    #[test]
    fn conditions() {
        let sometimes = |field: &mut Field| field.meaning.condition = Some("with disks".to_owned());
        check(sometimes, &["DW0605"]);
        check(
            |field| {
                sometimes(field);
                field.required = true;
            },
            &["DW0604"],
        );
    }

    #[test]
    fn descriptions() {
        check(|field| field.docs.clear(), &["DW0606"]);
        // A field that only a sample shows has a finding of its own.
        check(
            |field| {
                field.docs.clear();
                field.votes.clear();
            },
            &[],
        );
    }

    #[test]
    fn elements_and_bodies() {
        let list_of = |ty| move |field: &mut Field| field.ty = Type::Array(Box::new(ty));
        check(list_of(Type::Any), &["DW0603", "DW0410"]);
        check(list_of(Type::String), &[]);
        check(list_of(Type::AnyObject), &["DW0603"]);
    }
}
