//! Endpoints: route, behaviour, paging, envelope, payload; request and answer by [`Walk`].

use super::ends::{End, Ends};
use super::entry::{Entry, Place, Side};
use super::rules::{self, Rule};
use super::verdict::Wire;
use super::walk::Walk;
use super::{arguments, pairs, types};
use crate::emit::rust::surface::{FactKey, OUTPUT, PAGES};
use crate::model::{Endpoint, Fact, Origin, Paging, Payload, Text, Type};

/// Everything that two descriptions of one endpoint differ in.
pub(super) fn compare(ends: Ends<'_>, evidence: &[String]) -> Vec<Entry> {
    let mut at = EndpointPair { ends, entries: Vec::new() };
    at.route(evidence);
    at.behaviour();
    at.envelope();
    at.credentials();
    at.languages();
    let Ends { old, new } = ends;
    let fact = new.fact();
    let mut request = Walk::new(ends, Side::Request);
    request.objects(&format!("{fact}.request"), &old.endpoint.request, &new.endpoint.request);
    arguments::join_moved(&mut request.entries, &format!("{fact}.request"));
    at.entries.append(&mut request.entries);
    at.payload();
    let mut response = Walk::new(ends, Side::Response);
    let (before, after) = (&old.endpoint.response, &new.endpoint.response);
    response.below(&payload_path(&fact, after), &before.ty, &after.ty);
    at.entries.append(&mut response.entries);
    at.witnesses();
    at.words();
    at.entries
}

fn payload_path(fact: &str, payload: &Payload) -> String {
    match payload.member.as_str() {
        "" => format!("{fact}.response"),
        member => format!("{fact}.response.{member}"),
    }
}

/// An endpoint of both sides, and the entries so far.
pub(super) struct EndpointPair<'a> {
    pub(super) ends: Ends<'a>,
    entries: Vec<Entry>,
}

impl<'a> EndpointPair<'a> {
    pub(super) fn endpoints(&self) -> (&'a Endpoint, &'a Endpoint) {
        (self.ends.old.endpoint, self.ends.new.endpoint)
    }

    pub(super) fn places(&self, old: Origin, new: Origin) -> (Option<Place>, Option<Place>) {
        let Ends { old: before, new: after } = self.ends;
        (before.place(old).or_else(|| before.home()), after.place(new).or_else(|| after.home()))
    }

    fn push(&mut self, rule: &'static Rule, what: &str, says: [Option<String>; 2]) -> &mut Entry {
        let (old, new) = (self.ends.old.home(), self.ends.new.home());
        self.push_at(rule, Side::Request, what, says, (old, new))
    }

    pub(super) fn push_at(
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

    /// A fact of the route; the place is that of the witness who won.
    fn changed(&mut self, rule: &'static Rule, what: &str, old: &str, new: &str, by: Fact) {
        if old == new {
            return;
        }
        let words = |text: &str| if text.is_empty() { "none".to_owned() } else { format!("`{text}`") };
        let what = format!("its {what} is {} instead of {}", words(new), words(old));
        let says = [old, new].map(|text| (!text.is_empty()).then(|| text.to_owned()));
        let (before, after) = self.endpoints();
        let places = self.places(winner(before, by), winner(after, by));
        self.push_at(rule, Side::Request, &what, says, places);
    }

    fn route(&mut self, evidence: &[String]) {
        let (old, new) = self.endpoints();
        let (before, after) = (self.ends.old.service, self.ends.new.service);
        if old.id != new.id {
            let what = format!("is called `{}` instead of `{}`", new.id, old.id);
            let says = [old, new].map(|endpoint| Some(endpoint.id.clone()));
            self.push(&rules::ENDPOINT_RENAMED, &what, says).evidence = evidence.to_vec();
        }
        self.changed(
            &rules::METHOD_CHANGED,
            "method",
            old.method.as_str(),
            new.method.as_str(),
            Fact::Method,
        );
        // A placeholder's name is not sent; the parameter has an entry of its own.
        let is_other = pairs::blanked(&old.path) != pairs::blanked(&new.path);
        if is_other || pairs::are_reordered(&old.path, &new.path) {
            self.changed(&rules::PATH_CHANGED, "path", &old.path, &new.path, Fact::Path);
        }
        let host = |of: &Endpoint| if of.http { format!("http://{}", of.host) } else { of.host.clone() };
        self.changed(&rules::HOST_CHANGED, "host", &host(old), &host(new), Fact::Path);
        // The case of a host means nothing, and what one side does not say is not known to have changed.
        let entry = self.entries.last_mut().filter(|entry| entry.code == rules::HOST_CHANGED.code.id);
        if let Some(entry) = entry.filter(|_| {
            host(old).eq_ignore_ascii_case(&host(new)) || old.host.is_empty() || new.host.is_empty()
        }) {
            entry.wire = Wire::Compatible;
        }
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
        let place = |text: &Option<Text>| text.as_ref().map(|text| text.origin).unwrap_or_default();
        let places = self.places(place(&old.deprecated), place(&new.deprecated));
        let deprecation = match (before.is_some(), after.is_some()) {
            (false, true) => Some((&rules::DEPRECATED, "is deprecated")),
            (true, false) => Some((&rules::UNDEPRECATED, "is no longer deprecated")),
            (true, true) if before != after => {
                Some((&rules::TEXT_CHANGED, "its deprecation is worded otherwise"))
            }
            _ => None,
        };
        if let Some((rule, what)) = deprecation {
            self.push_at(rule, Side::Request, what, [before, after], places);
        }
        self.changed(&rules::BODY_FORMAT, "body", old.body.as_str(), new.body.as_str(), Fact::Location);
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
        self.paging();
    }

    fn paging(&mut self) {
        let (old, new) = self.endpoints();
        let says = [&old.paging, &new.paging].map(|paging| paging.as_ref().map(walked));
        let found = match (&old.paging, &new.paging) {
            (None, Some(_)) => Some((&rules::PAGING_ADDED, "can be walked through page by page".to_owned())),
            (Some(_), None) => {
                Some((&rules::PAGING_REMOVED, "can no longer be walked through page by page".to_owned()))
            }
            (Some(before), Some(after)) if before != after => {
                let what = format!("is walked through {} instead of {}", walked(after), walked(before));
                Some((&rules::PAGING_CHANGED, what))
            }
            _ => None,
        };
        let Some((rule, what)) = found else { return };
        let differing = old.paging.as_ref().zip(new.paging.as_ref());
        let place = |end: &End<'_>, own: &Option<Paging>, other: &Option<Paging>| {
            let paging = own.as_ref().or(other.as_ref());
            paging.map(|paging| paged_by(end, paging, differing)).unwrap_or_default()
        };
        let Ends { old: was, new: is } = self.ends;
        let places = self.places(place(&was, &old.paging, &new.paging), place(&is, &new.paging, &old.paging));
        let entry = self.push_at(rule, Side::Request, &what, says, places);
        entry.keys = key(PAGES);
        // A larger page, and nothing else.
        let rest = |paging: &Paging| Paging { max: None, ..paging.clone() };
        if let Some((before, after)) = differing
            && rest(before) == rest(after)
            && before.max.is_some_and(|before| after.max.is_none_or(|after| before <= after))
        {
            entry.wire = Wire::Compatible;
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
            let says = [before, after]
                .map(|payload| Some(if payload.no_content { "no body" } else { "a body" }.to_owned()));
            self.push_at(&rules::TEXT_CHANGED, Side::Response, what, says, places.clone());
        }
        if before.accepts != after.accepts {
            let is_less = after.accepts.iter().all(|form| before.accepts.contains(form));
            let rule = if is_less { &rules::TOLERANCE_REMOVED } else { &rules::TOLERANCE_ADDED };
            let says = [before, after].map(|payload| Some(types::forms(&payload.accepts)));
            self.push_at(
                rule,
                Side::Response,
                "its payload is decoded from other forms",
                says,
                places.clone(),
            );
        }
        self.payload_presence(places);
    }

    fn payload_presence(&mut self, places: (Option<Place>, Option<Place>)) {
        let (old, new) = self.endpoints();
        let (before, after) = (&old.response, &new.response);
        let rule = match (before.nullable, after.nullable) {
            (false, true) => Some((&rules::PAYLOAD_NULLABLE, "may return nothing now")),
            (true, false) => Some((&rules::PAYLOAD_NOT_NULL, "always returns something now")),
            _ => None,
        };
        if let Some((rule, what)) = rule {
            let says = [before, after].map(|payload| {
                Some(if payload.nullable { "may be missing" } else { "always there" }.to_owned())
            });
            self.push_at(rule, Side::Response, what, says, places).keys = key(OUTPUT);
        }
    }
}

/// What a surface calls something that is no object.
fn key(fact: &str) -> Vec<FactKey> {
    vec![(fact.to_owned(), None)]
}

/// Where the witness stands that decided a fact.
fn winner(endpoint: &Endpoint, fact: Fact) -> Origin {
    let won = endpoint.votes.iter().find(|vote| vote.fact == fact && vote.won);
    won.map(|vote| vote.origin).unwrap_or_default()
}

/// The row of the first field of a convention that the sides do not have alike.
fn paged_by(end: &End<'_>, paging: &Paging, both: Option<(&Paging, &Paging)>) -> Origin {
    let differs = |is_other: fn(&Paging, &Paging) -> bool| both.is_none_or(|(old, new)| is_other(old, new));
    let mut rows = Vec::new();
    if differs(|old, new| old.start != new.start) {
        rows.push(end.field_at(&end.endpoint.request, &paging.start));
    }
    if differs(|old, new| (&old.limit, old.max) != (&new.limit, new.max)) {
        rows.push(end.field_at(&end.endpoint.request, &paging.limit));
    }
    if let (true, Type::Object(id)) = (differs(|old, new| old.items != new.items), &end.endpoint.response.ty)
    {
        rows.push(end.object(id).and_then(|object| end.field_at(object, &paging.items)));
    }
    rows.into_iter().flatten().next().map(|field| field.origin).unwrap_or_default()
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
