//! What stands around the fields of an endpoint: envelope, credentials, words, samples, languages, and witnesses of its
//! route that say something else while the decision stays.

use super::endpoints::EndpointPair;
use super::ends::End;
use super::entry::Side;
use super::rules;
use super::verdict::Wire;
use super::{same, witnesses, wording};
use crate::model::{Endpoint, Example, Fact, Field, Origin, Text, Type};
use std::collections::BTreeSet;

impl EndpointPair<'_> {
    /// Members of the answer around the payload.
    pub(super) fn envelope(&mut self) {
        let (old, new) = self.endpoints();
        let names = [(self.ends.old, &old.envelope), (self.ends.new, &new.envelope)]
            .map(|(end, fields)| listed(&end, fields, false));
        let is_more = names[0].iter().all(|name| names[1].contains(name));
        let rule = if is_more { &rules::ENVELOPE_EXTENDED } else { &rules::ENVELOPE_CHANGED };
        let says = names.map(joined);
        if says[0] != says[1] {
            let places = self.places(first(&old.envelope), first(&new.envelope));
            let what = format!("its members around the payload are {} instead of {}", says[1], says[0]);
            self.push_at(rule, Side::Response, &what, says.map(Some), places);
        }
    }

    /// Credentials and transport headers.
    pub(super) fn credentials(&mut self) {
        let (old, new) = self.endpoints();
        let names = |is_required| {
            [(self.ends.old, &old.credentials), (self.ends.new, &new.credentials)]
                .map(|(end, fields)| listed(&end, fields, is_required))
        };
        let (plain, says) = (names(false), names(true));
        if says[0] == says[1] {
            return;
        }
        let is_new = |field: &&Field| {
            let was = old.credentials.iter().find(|was| was.name == field.name);
            was.is_none_or(|was| one(&self.ends.old, was, true) != one(&self.ends.new, field, true))
        };
        let changed = new.credentials.iter().find(is_new);
        let was = changed.and_then(|field| old.credentials.iter().find(|was| was.name == field.name));
        let place = |field: Option<&Field>, all: &[Field]| field.map_or_else(|| first(all), |it| it.origin);
        let places = self.places(place(was, &old.credentials), place(changed, &new.credentials));
        let is_stricter = new.credentials.iter().any(|field| {
            let was = old.credentials.iter().find(|was| was.name == field.name);
            field.required && was.is_some_and(|was| !was.required)
        });
        let is_presence = plain[0] == plain[1];
        let says = says.map(joined);
        let what = format!("its credentials and transport headers are {} instead of {}", says[1], says[0]);
        let rule = &rules::CREDENTIALS_CHANGED;
        let entry = self.push_at(rule, Side::Request, &what, says.map(Some), places);
        if is_presence && !is_stricter {
            entry.wire = Wire::Compatible;
        }
    }

    /// Words and samples; words alone only where they say nothing that is compared.
    pub(super) fn words(&mut self) {
        let (old, new) = self.endpoints();
        self.described("title", &old.title, &new.title, false);
        self.described("description", &old.description, &new.description, true);
        self.described("description of the payload", &old.response.docs, &new.response.docs, true);
        let lists = [(&old.envelope, &new.envelope), (&old.credentials, &new.credentials)];
        for (before, after) in lists.into_iter().filter(|(before, after)| before.len() == after.len()) {
            for (before, after) in
                before.iter().zip(after).filter(|(before, after)| before.name == after.name)
            {
                self.described(&format!("description of `{}`", after.name), &before.docs, &after.docs, true);
            }
        }
        self.samples(&old.examples, &new.examples);
    }

    fn described(&mut self, what: &str, old: &[Text], new: &[Text], means: bool) {
        let is_told = self.languages_differ() && wording::same_in_common(old, new);
        if same::texts(old, new) || is_told {
            return;
        }
        let differing = old.iter().zip(new).find(|(old, new)| old.text != new.text);
        let place = |text: Option<&Text>| text.map(|text| text.origin).unwrap_or_default();
        let places = match differing {
            Some((old, new)) => self.places(old.origin, new.origin),
            None => self.places(place(old.first()), place(new.first())),
        };
        let reworded = if means { wording::texts(old, new, false) } else { Vec::new() };
        for it in &reworded {
            let said = format!("the {what} {}", it.what);
            let entry = self.push_at(it.rule, Side::Request, &said, it.says.clone(), places.clone());
            if it.says.contains(&None) {
                entry.wire = Wire::Compatible;
            }
        }
        if reworded.is_empty() {
            let what = format!("the {what} is worded otherwise");
            self.push_at(&rules::TEXT_CHANGED, Side::Request, &what, wording::both(old, new), places);
        }
    }

    fn samples(&mut self, old: &[Example], new: &[Example]) {
        let differing = old.iter().zip(new).find(|(old, new)| !same::example(old, new));
        let (what, says, places) = match (differing, old.len() == new.len()) {
            (None, true) => return,
            (Some((old, new)), true) => {
                let is_same = old.json == new.json;
                let says = [shown(old, is_same), shown(new, is_same)];
                ("its samples are others", says, self.places(old.origin, new.origin))
            }
            (_, false) => {
                let first = |all: &[Example]| all.first().map(|it| it.origin).unwrap_or_default();
                let says = [old, new].map(|all| format!("{} samples", all.len()));
                ("it has more or fewer samples", says, self.places(first(old), first(new)))
            }
        };
        self.push_at(&rules::SAMPLE_CHANGED, Side::Request, what, says.map(Some), places);
    }

    /// Pages of other languages that one side alone has.
    pub(super) fn languages(&mut self) {
        let (ours, theirs) = (self.ends.old.languages(), self.ends.new.languages());
        let (old, new) = self.endpoints();
        // As many pages as before: the language of a mixed one is judged otherwise, and none is gone.
        let pages =
            |endpoint: &Endpoint| endpoint.origins.iter().map(|it| it.file).collect::<BTreeSet<_>>().len();
        if ours.len() == theirs.len() && pages(old) == pages(new) {
            return;
        }
        for language in ours.symmetric_difference(&theirs) {
            let is_gone = ours.contains(language);
            let (end, origins) =
                if is_gone { (self.ends.old, &old.origins) } else { (self.ends.new, &new.origins) };
            let own = origins.iter().find(|origin| end.language(**origin) == *language).copied();
            let page = end.place(own.unwrap_or_default());
            let file = page.as_ref().map_or(String::new(), |page| format!(": `{}`", page.file));
            let (what, says, places) = match is_gone {
                true => ("is no longer", [Some(file.clone()), None], (page, self.ends.new.home())),
                false => ("is also", [None, Some(file.clone())], (self.ends.old.home(), page)),
            };
            let says = says.map(|file| file.map(|file| file.trim_start_matches(": ").replace('`', "")));
            let what = format!("{what} described in the language `{language}`{file}");
            self.push_at(&rules::LANGUAGE_DROPPED, Side::Request, &what, says, places);
        }
    }

    pub(super) fn languages_differ(&self) -> bool {
        self.ends.old.languages() != self.ends.new.languages()
    }

    /// Witnesses of the route that say something else, while the route is what it was.
    pub(super) fn witnesses(&mut self) {
        let (old, new) = self.endpoints();
        let mut facts = Vec::new();
        facts.extend((old.method == new.method).then_some(Fact::Method));
        facts.extend((old.path == new.path).then_some(Fact::Path));
        facts.extend((old.id == new.id).then_some(Fact::Name));
        for changed in witnesses::changed(&facts, &old.votes, &new.votes) {
            let says = [changed.old, changed.new].map(|vote| Some(vote.says.to_string()));
            let places = self.places(changed.old.origin, changed.new.origin);
            self.push_at(&rules::WITNESS_CHANGED, Side::Request, &changed.words(), says, places);
        }
        let (before, after) = (&old.response, &new.response);
        if before.ty == after.ty {
            for changed in witnesses::changed(&[Fact::Type], &before.votes, &after.votes) {
                let says = [changed.old, changed.new].map(|vote| Some(vote.says.to_string()));
                let places = self.places(changed.old.origin, changed.new.origin);
                let what = format!("of its payload: {}", changed.words());
                self.push_at(&rules::WITNESS_CHANGED, Side::Response, &what, says, places);
            }
        }
    }
}

/// What a sample shows; where its text is the same, what else tells it from another one.
fn shown(example: &Example, is_same: bool) -> String {
    let text = example.json.as_ref().and_then(|json| serde_json::to_string(&**json).ok());
    if let (Some(text), false) = (&text, is_same) {
        return text.clone();
    }
    let Example { role, title, repairs, .. } = example;
    let repairs = if repairs.is_empty() { "none".to_owned() } else { repairs.join(", ") };
    let role = serde_json::to_string(role).unwrap_or_default();
    let text = text.map_or("no JSON, ", |_| "");
    format!("{text}role {role}, title `{title}`, repairs: {repairs}")
}

fn first(fields: &[Field]) -> Origin {
    fields.first().map(|field| field.origin).unwrap_or_default()
}

fn joined(names: Vec<String>) -> String {
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

fn listed(end: &End<'_>, fields: &[Field], with_presence: bool) -> Vec<String> {
    let mut names: Vec<String> = fields.iter().map(|field| one(end, field, with_presence)).collect();
    names.sort();
    names
}

fn one(end: &End<'_>, field: &Field, with_presence: bool) -> String {
    let ty = match &field.ty {
        Type::Any => String::new(),
        ty => format!(": {}", end.words(ty)),
    };
    let presence = if with_presence && !field.required { " (optional)" } else { "" };
    format!("`{}`{ty}{presence}", field.name)
}
