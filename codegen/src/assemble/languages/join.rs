//! One endpoint on two pages: the leading one decides, the other one is a witness.

use super::meanings::{self, Difference};
use super::types::{are_alike, is_vague, says_less, words};
use crate::diagnostic::{Diagnostic, code};
use crate::infer::Places;
use crate::lower::description;
use crate::model::{Endpoint, Fact, Field, Object, Origin, Text, Type, Vote, Witness, add_error_codes};
use crate::policy::{Claim, LANGUAGES, Votes};
use smol_str::SmolStr;
use std::collections::BTreeSet;

/// Adds texts; those of a route table are the same ones for each page.
fn add_texts(texts: &mut Vec<Text>, others: Vec<Text>) {
    for other in others {
        if !texts.contains(&other) {
            texts.push(other);
        }
    }
}

/// Adds the page of another language to the leading one.
pub(super) fn run(lead: &mut Endpoint, other: Endpoint) -> Vec<Diagnostic> {
    let mut join = Join { shared: shared(&other), types: other.types, found: Vec::new(), done: Vec::new() };
    add_texts(&mut lead.title, other.title);
    add_texts(&mut lead.description, other.description);
    lead.origins.extend(other.origins);
    testify(&mut lead.votes, other.votes);
    lead.idempotent |= other.idempotent;
    lead.deprecated = lead.deprecated.take().or(other.deprecated);
    lead.examples.reserve_exact(other.examples.len());
    for example in other.examples {
        if !lead.examples.iter().any(|have| have.role == example.role && have.json == example.json) {
            lead.examples.push(example);
        }
    }
    add_error_codes(&mut lead.error_codes, other.error_codes);
    let mut request = std::mem::take(&mut lead.request);
    join.object(&mut request, other.request, lead);
    lead.request = request;
    let mut payload = Field {
        name: lead.response.member.as_str().into(),
        ty: std::mem::take(&mut lead.response.ty),
        origin: lead.response.origin,
        ..Field::default()
    };
    if lead.response.documented && other.response.documented {
        let mut theirs = Field {
            name: payload.name.clone(),
            ty: other.response.ty,
            origin: other.response.origin,
            votes: other.response.votes,
            ..Field::default()
        };
        join.field(&mut payload, &mut theirs, lead);
        lead.response.votes.append(&mut payload.votes);
        lead.response.nullable |= other.response.nullable;
        lead.response.docs.extend(other.response.docs);
    } else if other.response.documented {
        payload.ty = other.response.ty.clone();
        join.adopt(&mut payload.ty, lead);
        lead.response = other.response;
    }
    lead.response.ty = payload.ty;
    join.found
}

/// The types of an endpoint that several fields lead to, and all below them.
fn shared(endpoint: &Endpoint) -> BTreeSet<String> {
    let types = endpoint.types.iter().chain([&endpoint.request]).flat_map(|object| &object.fields);
    let types = types.map(|field| &field.ty).chain([&endpoint.response.ty]);
    let mut seen = BTreeSet::new();
    let mut open: Vec<&String> = types.filter_map(object_id).filter(|id| !seen.insert(*id)).collect();
    let mut shared = BTreeSet::new();
    while let Some(id) = open.pop() {
        if shared.insert(id.clone()) {
            let below = endpoint.types.iter().filter(|object| object.id == *id);
            open.extend(below.flat_map(|object| &object.fields).filter_map(|field| object_id(&field.ty)));
        }
    }
    shared
}

fn object_id(ty: &Type) -> Option<&String> {
    match ty.leaf() {
        Type::Object(id) => Some(id),
        _ => None,
    }
}

/// One merge: the other endpoint's types and which of them are needed more than once, what was found, and the pairs of
/// types that are merged already.
struct Join {
    types: Vec<Object>,
    shared: BTreeSet<String>,
    found: Vec<Diagnostic>,
    done: Vec<(String, String)>,
}

impl Join {
    fn object(&mut self, ours: &mut Object, mut theirs: Object, lead: &mut Endpoint) {
        let (here, place) = (ours.origin, theirs.origin);
        ours.open = ours.open.take().or(theirs.open);
        let there = Places::of(&theirs.fields);
        let lacked = |at: usize| there.get(&theirs.fields, &ours.fields[at].name, at).is_none();
        let only_here: Vec<usize> =
            (0..ours.fields.len()).filter(|&at| lacked(at) && !is_inferred(&ours.fields[at])).collect();
        let mut places = Places::of(&ours.fields);
        // Each is left where it stands, and what is of use is taken out of it.
        for (at, field) in theirs.fields.iter_mut().enumerate() {
            match places.get(&ours.fields, &field.name, at) {
                Some(at) => {
                    let have = &mut ours.fields[at];
                    let other_page =
                        |field: &Field| if field.origin.file == place.file { here } else { place };
                    let described = described_once(have, field);
                    self.found.extend(described.map(|field| one_sided(field, other_page(field))));
                    self.field(have, field, lead);
                }
                None => {
                    places.add(&field.name, ours.fields.len());
                    ours.fields.push(self.only_there(std::mem::take(field), here, lead));
                }
            }
        }
        for field in only_here.into_iter().map(|at| &ours.fields[at]) {
            self.found.push(one_sided(field, place));
        }
    }

    /// A field that the leading page lacks.
    fn only_there(&mut self, mut field: Field, place: Origin, lead: &mut Endpoint) -> Field {
        if !is_inferred(&field) {
            self.found.push(one_sided(&field, place).note("the field is kept"));
        }
        for vote in field.votes.iter_mut().filter(|vote| vote.witness == Witness::Table) {
            vote.witness = Witness::OtherLanguage;
        }
        self.adopt(&mut field.ty, lead);
        field
    }

    fn field(&mut self, ours: &mut Field, theirs: &mut Field, lead: &mut Endpoint) {
        let alike = are_alike(&ours.ty, &theirs.ty);
        self.found.extend(self.undetailed(ours, theirs, lead));
        if says_less(&ours.ty, &theirs.ty) && !is_vague(&theirs.ty) {
            ours.ty = std::mem::take(&mut theirs.ty);
            self.adopt(&mut ours.ty, lead);
        } else if !alike && !says_less(&theirs.ty, &ours.ty) && !is_inferred(theirs) {
            let [a, b] = [&ours.ty, &theirs.ty].map(|ty| SmolStr::from(words(ty).collect::<String>()));
            self.differ(ours, theirs, Fact::Type, &a, b);
        } else if let (Type::Object(ours), Type::Object(theirs)) = (ours.ty.leaf(), theirs.ty.leaf()) {
            self.types(ours, theirs, lead);
        }
        // What only a sample shows says nothing on what must be there.
        if is_inferred(ours) && !is_inferred(theirs) {
            ours.required = theirs.required;
        } else if ours.required != theirs.required && !is_inferred(theirs) {
            let word = |required: bool| if required { "required" } else { "optional" };
            self.differ(ours, theirs, Fact::Required, word(ours.required), word(theirs.required).into());
        }
        if alike {
            self.meanings(ours, theirs);
        }
        ours.nullable |= theirs.nullable;
        ours.docs.reserve_exact(theirs.docs.len());
        ours.docs.append(&mut theirs.docs);
        if alike && !theirs.meaning.is_empty() {
            description::complete(&mut ours.meaning, std::mem::take(&mut theirs.meaning).into());
        }
        testify(&mut ours.votes, std::mem::take(&mut theirs.votes));
        ours.accepts.append(&mut theirs.accepts);
        ours.accepts.sort();
        ours.accepts.dedup();
    }

    /// What the descriptions of both pages state differently.
    fn meanings(&mut self, ours: &mut Field, theirs: &Field) {
        let described = |field: &Field| field.docs.first().map_or(field.origin, |text| text.origin);
        let (here, there) = (described(ours), described(theirs));
        for Difference { fact, what, says: [a, b] } in meanings::differences(ours, theirs) {
            let message = format!("{what} `{}`: {a} in one language and {b} in the other", ours.name);
            let found = Diagnostic::new(&code::LANGUAGES_DIFFER, message).label(there, format!("{b} here"));
            self.found.push(found.label(here, format!("{a} here")).note("the leading language decides"));
            ours.votes.cast(fact, Witness::Table, a, here);
            ours.votes.decide(&LANGUAGES, Claim::new(fact, Witness::OtherLanguage, b, there));
        }
    }

    /// A field whose own fields stand in a table of one page, while the other page leaves them open.
    fn undetailed(&self, ours: &Field, theirs: &Field, lead: &Endpoint) -> Option<Diagnostic> {
        let ids = (ours.ty.leaf(), theirs.ty.leaf());
        let (object, detailed, open) = match ids {
            (Type::Object(id), _) if says_less(&theirs.ty, &ours.ty) => {
                (lead.types.iter().find(|object| object.id == *id)?, ours, theirs)
            }
            (_, Type::Object(id)) if says_less(&ours.ty, &theirs.ty) => {
                (self.types.iter().find(|object| object.id == *id)?, theirs, ours)
            }
            _ => return None,
        };
        object.fields.iter().find(|field| !is_inferred(field))?;
        let message = format!("the fields of `{}` are described in one language only", ours.name);
        let found = Diagnostic::new(&code::LANGUAGES_DIFFER, message);
        Some(found.label(detailed.origin, "described here").label(open.origin, "not described here"))
    }

    fn types(&mut self, ours: &str, theirs: &str, lead: &mut Endpoint) {
        if self.done.iter().any(|pair| pair.0 == ours && pair.1 == theirs) {
            return;
        }
        let other = if self.shared.contains(theirs) {
            self.done.push((ours.to_owned(), theirs.to_owned()));
            self.types.iter().find(|object| object.id == theirs).cloned()
        } else {
            // No other field leads to it.
            self.take(theirs)
        };
        let at = lead.types.iter().position(|object| object.id == ours);
        let (Some(at), Some(other)) = (at, other) else { return };
        let mut object = std::mem::take(&mut lead.types[at]);
        // The id stays in its place, so that a recursive type finds itself.
        lead.types[at].id.clone_from(&object.id);
        self.object(&mut object, other, lead);
        lead.types[at] = object;
    }

    /// The type of that id, which is needed no more.
    fn take(&mut self, id: &str) -> Option<Object> {
        let at = self.types.iter().position(|object| object.id == id)?;
        Some(self.types.swap_remove(at))
    }

    /// Takes the types behind `ty` over; an id that is in use gets the language's mark.
    fn adopt(&mut self, ty: &mut Type, lead: &mut Endpoint) {
        let Type::Object(id) = ty.leaf() else { return };
        let Some(mut object) = self.take(id) else { return };
        let mut name = id.clone();
        while lead.types.iter().any(|have| have.id == name) {
            name.push_str(".other");
        }
        ty.set_leaf(Type::Object(name.clone()));
        let at = lead.types.len();
        lead.types.push(Object { id: name.clone(), ..Object::default() });
        for field in &mut object.fields {
            self.adopt(&mut field.ty, lead);
        }
        object.id = name;
        lead.types[at] = object;
    }

    fn differ(&mut self, ours: &mut Field, theirs: &Field, fact: Fact, a: &str, b: SmolStr) {
        let (here, there) = (said_at(ours, fact), said_at(theirs, fact));
        self.found.push(
            Diagnostic::new(
                &code::LANGUAGES_DIFFER,
                format!("`{}` is {a} in one language and {b} in the other", ours.name),
            )
            .label(there, format!("{b} here"))
            .label(here, format!("{a} here"))
            .note("the leading language decides"),
        );
        ours.votes.decide(&LANGUAGES, Claim::new(fact, Witness::OtherLanguage, b, there));
    }
}

/// Of one field on two pages, the one that a table describes, if only one of them is.
fn described_once<'f>(ours: &'f Field, theirs: &'f Field) -> Option<&'f Field> {
    match (is_inferred(ours), is_inferred(theirs)) {
        (false, true) => Some(ours),
        (true, false) => Some(theirs),
        _ => None,
    }
}

/// A field that the object at `elsewhere`, on the page of another language, does not list.
fn one_sided(field: &Field, elsewhere: Origin) -> Diagnostic {
    let message = format!("`{}` is described in one language only", field.name);
    Diagnostic::new(&code::LANGUAGES_DIFFER, message)
        .label(field.origin, "described here")
        .label(elsewhere, "not described here")
}

/// Where a page says what it decided on a fact: the cell, or the sample that won against it, or else the row.
fn said_at(field: &Field, fact: Fact) -> Origin {
    let said = field.votes.iter().find(|vote| vote.fact == fact && vote.won);
    said.map_or(field.origin, |vote| vote.origin)
}

/// The other page's witnesses speak too; what it says against the leading one was noted before.
fn testify(ours: &mut Vec<Vote>, theirs: Vec<Vote>) {
    ours.reserve_exact(theirs.len());
    for mut vote in theirs {
        if vote.witness == Witness::Table {
            vote.witness = Witness::OtherLanguage;
        }
        let known = |have: &Vote| have.fact == vote.fact && have.origin == vote.origin;
        if !ours.iter().any(known) {
            ours.push(vote);
        }
    }
}

/// A field that no table of its page names.
fn is_inferred(field: &Field) -> bool {
    let by_table = |vote: &Vote| matches!(vote.witness, Witness::Table | Witness::OtherLanguage);
    !field.votes.iter().any(|vote| vote.fact != Fact::Parent && by_table(vote))
}
