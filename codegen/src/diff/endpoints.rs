//! Endpoints: route, behaviour, paging, envelope, payload; request and answer by [`Walk`].

use super::ends::{End, Ends};
use super::entry::{Entry, Place, Side};
use super::rules::{self, Rule};
use super::verdict::Wire;
use super::walk::Walk;
use super::{pairs, same, types};
use crate::emit::rust::surface::{FactKey, OUTPUT, PAGES};
use crate::model::{Endpoint, Field, Origin, Paging, Payload, Text, Type};

/// Everything that two descriptions of one endpoint differ in.
pub(super) fn compare(ends: Ends<'_>, evidence: &[String]) -> Vec<Entry> {
    let mut at = EndpointPair { ends, entries: Vec::new() };
    at.route(evidence);
    at.behaviour();
    at.around();
    let Ends { old, new } = ends;
    let fact = new.fact();
    let mut request = Walk::new(ends, Side::Request);
    request.objects(&format!("{fact}.request"), &old.endpoint.request, &new.endpoint.request);
    at.entries.append(&mut request.entries);
    at.payload();
    let mut response = Walk::new(ends, Side::Response);
    let (before, after) = (&old.endpoint.response, &new.endpoint.response);
    response.below(&payload_path(&fact, after), &before.ty, &after.ty);
    at.entries.append(&mut response.entries);
    at.words();
    at.entries
}

fn payload_path(fact: &str, payload: &Payload) -> String {
    match payload.member.as_str() {
        "" => format!("{fact}.response"),
        member => format!("{fact}.response.{member}"),
    }
}

struct EndpointPair<'a> {
    ends: Ends<'a>,
    entries: Vec<Entry>,
}

impl<'a> EndpointPair<'a> {
    fn endpoints(&self) -> (&'a Endpoint, &'a Endpoint) {
        (self.ends.old.endpoint, self.ends.new.endpoint)
    }

    fn places(&self, old: Origin, new: Origin) -> (Option<Place>, Option<Place>) {
        let Ends { old: before, new: after } = self.ends;
        (before.place(old).or_else(|| before.home()), after.place(new).or_else(|| after.home()))
    }

    fn push(&mut self, rule: &'static Rule, what: &str, says: [Option<String>; 2]) -> &mut Entry {
        let (old, new) = (self.ends.old.home(), self.ends.new.home());
        self.push_at(rule, Side::Request, what, says, (old, new))
    }

    fn push_at(
        &mut self,
        rule: &'static Rule,
        side: Side,
        what: &str,
        says: [Option<String>; 2],
        places: (Option<Place>, Option<Place>),
    ) -> &mut Entry {
        let fact = self.ends.new.fact();
        let [before, after] = says;
        let entry = Entry::new(rule, side, fact.clone(), format!("`{fact}`: {what}"));
        self.entries.push(entry.says(before, after).at(places.0, places.1));
        let last = self.entries.len() - 1;
        &mut self.entries[last]
    }

    fn changed(&mut self, rule: &'static Rule, what: &str, old: &str, new: &str) {
        if old == new {
            return;
        }
        let words = |text: &str| if text.is_empty() { "none".to_owned() } else { format!("`{text}`") };
        let what = format!("its {what} is {} instead of {}", words(new), words(old));
        let says = [old, new].map(|text| (!text.is_empty()).then(|| text.to_owned()));
        self.push(rule, &what, says);
    }

    fn route(&mut self, evidence: &[String]) {
        let (old, new) = self.endpoints();
        let (before, after) = (self.ends.old.service, self.ends.new.service);
        if old.id != new.id {
            let what = format!("is called `{}` instead of `{}`", new.id, old.id);
            let says = [old, new].map(|endpoint| Some(endpoint.id.clone()));
            self.push(&rules::ENDPOINT_RENAMED, &what, says).evidence = evidence.to_vec();
        }
        self.changed(&rules::METHOD_CHANGED, "method", old.method.as_str(), new.method.as_str());
        // A placeholder's name is not sent; the parameter has an entry of its own.
        if old.path != new.path && pairs::blanked(&old.path) != pairs::blanked(&new.path) {
            self.changed(&rules::PATH_CHANGED, "path", &old.path, &new.path);
        }
        self.changed(&rules::HOST_CHANGED, "host", &old.host, &new.host);
        let is_moved =
            before.name != after.name && evidence.iter().any(|why| why.starts_with("other service"));
        if is_moved {
            let what = format!("belongs to `{}` instead of `{}`", after.name, before.name);
            let says = [before, after].map(|service| Some(service.name.clone()));
            let Ends { old: was, new: is } = self.ends;
            let entry = self.push(&rules::ENDPOINT_MOVED, &what, says);
            entry.evidence = evidence.to_vec();
            entry.keys = [was, is].iter().flat_map(End::keys).collect();
        }
    }

    fn behaviour(&mut self) {
        let (old, new) = self.endpoints();
        let words = |text: &Option<Text>| text.as_ref().map(|text| text.text.to_string());
        let (before, after) = (words(&old.deprecated), words(&new.deprecated));
        match (before.is_some(), after.is_some()) {
            (false, true) => _ = self.push(&rules::DEPRECATED, "is deprecated", [before, after]),
            (true, false) => _ = self.push(&rules::UNDEPRECATED, "is no longer deprecated", [before, after]),
            (true, true) if before != after => {
                self.push(&rules::TEXT_CHANGED, "its deprecation is worded otherwise", [before, after]);
            }
            _ => {}
        }
        self.changed(&rules::BODY_FORMAT, "body", old.body.as_str(), new.body.as_str());
        if old.answer != new.answer {
            let says = [old, new].map(|endpoint| endpoint.answer.as_str().to_owned());
            let what = format!("answers {} instead of {}", says[1], says[0]);
            let places = (self.ends.old.home(), self.ends.new.home());
            self.push_at(&rules::ANSWER_FORMAT, Side::Response, &what, says.map(Some), places).keys =
                key(OUTPUT);
        }
        if old.is_repeatable() != new.is_repeatable() || old.idempotency_token != new.idempotency_token {
            let word = |endpoint: &Endpoint| match endpoint.idempotency_token.as_str() {
                "" if endpoint.idempotent => "harmless".to_owned(),
                "" => "not harmless".to_owned(),
                token => format!("harmless by `{token}`"),
            };
            let what = format!("repeating it is {} instead of {}", word(new), word(old));
            self.push(&rules::IDEMPOTENCY, &what, [old, new].map(|it| Some(word(it))));
        }
        let says = [&old.paging, &new.paging].map(|paging| paging.as_ref().map(walked));
        match (&old.paging, &new.paging) {
            (None, Some(_)) => {
                let entry = self.push(&rules::PAGING_ADDED, "can be walked through page by page", says);
                entry.keys = key(PAGES);
            }
            (Some(_), None) => {
                let what = "can no longer be walked through page by page";
                self.push(&rules::PAGING_REMOVED, what, says).keys = key(PAGES);
            }
            (Some(before), Some(after)) if before != after => {
                let what = format!("is walked through {} instead of {}", walked(after), walked(before));
                let entry = self.push(&rules::PAGING_CHANGED, &what, says);
                entry.keys = key(PAGES);
                // A larger page, and nothing else.
                let rest = |paging: &Paging| Paging { max: None, ..paging.clone() };
                if rest(before) == rest(after) && before.max <= after.max {
                    entry.wire = Wire::Compatible;
                }
            }
            _ => {}
        }
    }

    /// What travels beside the request and around the payload.
    fn around(&mut self) {
        let (old, new) = self.endpoints();
        let lists = [
            (
                &rules::ENVELOPE_CHANGED,
                Side::Response,
                "members around the payload",
                &old.envelope,
                &new.envelope,
            ),
            (
                &rules::CREDENTIALS_CHANGED,
                Side::Request,
                "credentials and transport headers",
                &old.credentials,
                &new.credentials,
            ),
        ];
        for (rule, side, what, before, after) in lists {
            let names =
                [(self.ends.old, before), (self.ends.new, after)].map(|(end, fields)| listed(&end, fields));
            let is_more = side == Side::Response && names[0].iter().all(|name| names[1].contains(name));
            let rule = if is_more { &rules::ENVELOPE_EXTENDED } else { rule };
            let says = names.map(|names| if names.is_empty() { "none".to_owned() } else { names.join(", ") });
            if says[0] != says[1] {
                let first = |fields: &[Field]| fields.first().map(|field| field.origin).unwrap_or_default();
                let places = self.places(first(before), first(after));
                let what = format!("its {what} are {} instead of {}", says[1], says[0]);
                self.push_at(rule, side, &what, says.map(Some), places);
            }
        }
    }

    fn payload(&mut self) {
        let (old, new) = self.endpoints();
        let (before, after) = (&old.response, &new.response);
        let places = self.places(before.origin, after.origin);
        let Ends { old: was, new: is } = self.ends;
        let words = |end: &End<'_>, payload: &Payload| match payload.documented {
            true => end.words(&payload.ty),
            false => "nothing".to_owned(),
        };
        let rule = match before.documented == after.documented {
            true if !before.documented => None,
            true => types::rule(Side::Response, (&was, &before.ty), (&is, &after.ty), &rules::PAYLOAD_TYPE),
            false => Some(&rules::PAYLOAD_TYPE),
        };
        if let Some(rule) = rule {
            let says = [words(&was, before), words(&is, after)];
            let what = format!("returns {} instead of {}", says[1], says[0]);
            let keys = [key(OUTPUT), was.keys_below(&before.ty), is.keys_below(&after.ty)].concat();
            self.push_at(rule, Side::Response, &what, says.map(Some), places.clone()).keys = keys;
        }
        if before.member != after.member && before.documented == after.documented {
            let words = |member: &str| {
                if member.is_empty() { "the whole body".to_owned() } else { format!("`{member}`") }
            };
            let says = [words(&before.member), words(&after.member)];
            let what = format!("{} holds the payload instead of {}", says[1], says[0]);
            self.push_at(&rules::PAYLOAD_MEMBER, Side::Response, &what, says.map(Some), places.clone());
        }
        if before.no_content != after.no_content {
            let what = if after.no_content {
                "is said to have no body"
            } else {
                "is no longer said to have no body"
            };
            self.push_at(&rules::TEXT_CHANGED, Side::Response, what, [None, None], places.clone());
        }
        if before.accepts != after.accepts {
            let is_less = after.accepts.iter().all(|form| before.accepts.contains(form));
            let rule = if is_less { &rules::TOLERANCE_REMOVED } else { &rules::TOLERANCE_ADDED };
            let says = [before, after].map(|payload| Some(format!("{:?}", payload.accepts)));
            self.push_at(
                rule,
                Side::Response,
                "its payload is decoded from other forms",
                says,
                places.clone(),
            );
        }
        let rule = match (before.nullable, after.nullable) {
            (false, true) => Some((&rules::PAYLOAD_NULLABLE, "may return nothing now")),
            (true, false) => Some((&rules::PAYLOAD_NOT_NULL, "always returns something now")),
            _ => None,
        };
        if let Some((rule, what)) = rule {
            self.push_at(rule, Side::Response, what, [None, None], places).keys = key(OUTPUT);
        }
    }

    /// Words and samples; words alone only where nothing else of the endpoint changed.
    fn words(&mut self) {
        let (old, new) = self.endpoints();
        let texts = [("title", &old.title, &new.title), ("description", &old.description, &new.description)];
        for (what, before, after) in texts {
            if !same::texts(before, after) {
                let says = [before, after].map(|texts| {
                    Some(texts.iter().map(|text| text.text.as_str()).collect::<Vec<_>>().join("\n"))
                });
                let first = |texts: &[Text]| texts.first().map(|text| text.origin).unwrap_or_default();
                let places = self.places(first(before), first(after));
                let what = format!("the {what} is worded otherwise");
                self.push_at(&rules::TEXT_CHANGED, Side::Request, &what, says, places);
            }
        }
        if !same::texts(&old.response.docs, &new.response.docs) {
            self.push(&rules::TEXT_CHANGED, "the payload is described in other words", [None, None]);
        }
        let around = [(&old.envelope, &new.envelope), (&old.credentials, &new.credentials)];
        if around.into_iter().any(|(before, after)| docs_differ(before, after)) {
            let what = "credentials or the members around the payload are described in other words";
            self.push(&rules::TEXT_CHANGED, what, [None, None]);
        }
        let (before, after) = (&old.examples, &new.examples);
        let same = before.len() == after.len() && before.iter().zip(after).all(|(a, b)| same::example(a, b));
        if !same {
            let first =
                |examples: &[crate::model::Example]| examples.first().map(|it| it.origin).unwrap_or_default();
            let places = self.places(first(before), first(after));
            let says = [before, after].map(|examples| Some(format!("{} samples", examples.len())));
            self.push_at(&rules::SAMPLE_CHANGED, Side::Request, "its samples are others", says, places);
        }
    }
}

fn docs_differ(old: &[Field], new: &[Field]) -> bool {
    old.len() == new.len() && old.iter().zip(new).any(|(old, new)| !same::texts(&old.docs, &new.docs))
}

/// What a surface calls something that is no object.
fn key(fact: &str) -> Vec<FactKey> {
    vec![(fact.to_owned(), None)]
}

fn listed(end: &End<'_>, fields: &[Field]) -> Vec<String> {
    let mut names: Vec<String> = fields.iter().map(|field| one(end, field)).collect();
    names.sort();
    names
}

fn one(end: &End<'_>, field: &Field) -> String {
    let ty = match &field.ty {
        Type::Any => String::new(),
        ty => format!(": {}", end.words(ty)),
    };
    format!("`{}`{ty}", field.name)
}

/// How paging walks, in words.
fn walked(paging: &Paging) -> String {
    let Paging { style, start, limit, max, items, total, count_flag } = paging;
    let mut words = format!("by {style} with `{}` and `{}`", start.join("."), limit.join("."));
    if let Some(max) = max {
        words.push_str(&format!(" of at most {max}"));
    }
    words.push_str(&format!(" over `{}`", items.join(".")));
    for (what, path) in [("total", total), ("count flag", count_flag)] {
        if let Some(path) = path {
            words.push_str(&format!(", {what} `{}`", path.join(".")));
        }
    }
    words
}
