//! Votes: who says what about one fact. In: the model and a path. Out: text.

use crate::model::address::{self, Address, Place, Unknown};
use crate::model::{
    Api, Endpoint, ErrorCode, Fact, Field, Location, Meaning, Object, Open, Origin, Paging, Service, Text,
    Vote, Witness, error_codes_of,
};
use std::fmt::Write;

/// The votes on the fact at a path: `cc.create_set.request.data.bk_set_name`, `cc.create_set`.
pub fn explain(api: &Api, path: &str) -> Result<String, Unknown> {
    if let Some(text) = error_codes(api, path) {
        return Ok(text);
    }
    let found = address::find(api, path)?;
    let texts = found.into_iter().map(|Address { service, endpoint, place }| {
        let service = &api.services[service];
        show(api, service, &service.endpoints[endpoint], &place)
    });
    Ok(texts.collect::<Vec<_>>().join("\n"))
}

/// What the docs say of error codes: `cc.error_codes.17000`, or all of a service.
fn error_codes(api: &Api, path: &str) -> Option<String> {
    let of_service = |service: &Service| {
        let asked = path.strip_prefix(service.name.as_str())?.strip_prefix(".error_codes")?;
        let mut codes = error_codes_of(service);
        if !asked.is_empty() {
            let asked = asked.strip_prefix('.')?;
            codes.retain(|code| [code.label(), code.name.clone()].iter().any(|name| name == asked));
        }
        let mut out = Page { api, text: String::new() };
        codes.iter().for_each(|code| out.error_code(code));
        (!codes.is_empty()).then_some(out.text)
    };
    api.services.iter().find_map(of_service)
}

fn show(api: &Api, service: &Service, endpoint: &Endpoint, place: &Place) -> String {
    let mut out = Page { api, text: String::new() };
    match place {
        Place::Endpoint => out.endpoint(endpoint),
        Place::Request => {
            out.object(&endpoint.request);
            out.votes_on(&endpoint.votes, Fact::Open);
        }
        Place::Payload => out.payload(service, endpoint),
        Place::Envelope(at) => out.envelope(&endpoint.envelope[*at]),
        Place::Field(holder, at) => {
            let object = holder.object(service, endpoint);
            object.into_iter().for_each(|object| out.field(service, endpoint, &object.fields[*at]));
        }
    }
    out.text
}

struct Page<'m> {
    api: &'m Api,
    text: String,
}

impl Page<'_> {
    fn line(&mut self, text: &str) {
        let _ = writeln!(self.text, "{}", text.replace('\n', " "));
    }

    fn endpoint(&mut self, endpoint: &Endpoint) {
        let Endpoint { id, method, path, idempotent, paging, envelope, response, origins, votes, .. } =
            endpoint;
        self.line(&format!("{id}: {method} {path}"));
        for origin in origins {
            self.line(&format!("  described at {}", self.at(*origin)));
        }
        let reads =
            if *idempotent { "repeating the call is harmless" } else { "the call is not repeated by itself" };
        self.line(&format!("  {reads}"));
        paging.iter().for_each(|paging| self.paging(paging, votes));
        let names = envelope.iter().map(|field| field.name.as_str()).collect::<Vec<_>>().join(", ");
        if !names.is_empty() {
            self.line(&format!("  envelope: {names}; the payload is `{}`", response.member));
        }
        self.votes(votes.iter().filter(|vote| vote.fact != Fact::Open));
    }

    fn error_code(&mut self, code: &ErrorCode) {
        let name = if code.name.is_empty() { String::new() } else { format!(" {}", code.name) };
        let status = code.status.filter(|_| !code.code.is_empty());
        let status = status.map(|status| format!(", with HTTP status {status}")).unwrap_or_default();
        self.line(&format!("error code {}{name}{status}", code.label()));
        self.line(&format!("  listed at {}", self.at(code.origin)));
        for Text { language, text, origin } in &code.docs {
            self.line(&format!("  {language} {text} ({})", self.at(*origin)));
        }
    }

    fn paging(&mut self, paging: &Paging, votes: &[Vote]) {
        let Paging { style, start, limit, max, items, total, count_flag } = paging;
        let path = |path: &[String]| if path.is_empty() { "the payload".to_owned() } else { path.join(".") };
        let mut text = format!(
            "  paging by {style}: start `{}`, limit `{}`, items `{}`",
            path(start),
            path(limit),
            path(items)
        );
        total.iter().for_each(|total| text.push_str(&format!(", total `{}`", path(total))));
        count_flag.iter().for_each(|flag| text.push_str(&format!(", count flag `{}`", path(flag))));
        max.iter().for_each(|max| text.push_str(&format!(", at most {max}")));
        if !votes.iter().any(|vote| vote.fact == Fact::Paging) {
            text.push_str("; request and response follow a convention of the dialect");
        }
        self.line(&text);
    }

    fn payload(&mut self, service: &Service, endpoint: &Endpoint) {
        let payload = &endpoint.response;
        let null = if payload.nullable { ", may be absent" } else { "" };
        let documented = match (payload.documented, payload.no_content) {
            (true, _) => "",
            (false, true) => ", no body",
            (false, false) => ", not documented",
        };
        self.line(&format!("response `{}`: {}{null}{documented}", payload.member, payload.ty));
        self.line(&format!("  declared at {}", self.at(payload.origin)));
        self.inside(service, endpoint, &payload.ty);
        self.votes(&payload.votes);
    }

    fn envelope(&mut self, field: &Field) {
        self.line(&format!("{}: {}, a member of the envelope; the runtime reads it", field.name, field.ty));
        self.line(&format!("  declared at {}", self.at(field.origin)));
        self.votes(&field.votes);
    }

    fn object(&mut self, object: &Object) {
        let fields = object.fields.iter().map(|field| field.name.as_str()).collect::<Vec<_>>().join(", ");
        self.line(&format!("{}: {fields}", object.id));
        self.open(object);
    }

    fn open(&mut self, object: &Object) {
        if let Some(Open { reason, origin }) = &object.open {
            self.line(&format!("  open: {reason} ({})", self.at(*origin)));
        }
    }

    /// The object that a type leads to, when it is open.
    fn inside(&mut self, service: &Service, endpoint: &Endpoint, ty: &crate::model::Type) {
        let holder = address::holder(service, endpoint, ty.leaf());
        let object = holder.and_then(|holder| holder.object(service, endpoint).cloned());
        object.iter().for_each(|object| self.open(object));
    }

    fn field(&mut self, service: &Service, endpoint: &Endpoint, field: &Field) {
        let Field { name, ty, required, nullable, location, joined, docs, accepts, origin, votes, meaning } =
            field;
        let required = if *required { "required" } else { "optional" };
        let null = if *nullable { ", may be null" } else { "" };
        let place = match location {
            Location::Body => String::new(),
            Location::WholeBody => ", the whole body".to_owned(),
            location => format!(", in the {location:?}").to_lowercase(),
        };
        let joined = if *joined { ", its values joined by commas" } else { "" };
        self.line(&format!("{name}: {ty}, {required}{null}{place}{joined}"));
        self.line(&format!("  declared at {}", self.at(*origin)));
        for doc in docs {
            self.line(&format!("  {}: {}", doc.language, doc.text));
        }
        self.meaning(meaning, docs.first().map_or(*origin, |text| text.origin));
        if !accepts.is_empty() {
            self.line(&format!("  the decoder also takes: {accepts:?}"));
        }
        self.inside(service, endpoint, ty);
        self.votes(votes);
    }

    fn meaning(&mut self, meaning: &Meaning, origin: Origin) {
        let place = self.at(origin);
        if let Some(default) = &meaning.default {
            self.line(&format!("  default {default} ({place})"));
        }
        if !meaning.values.is_empty() {
            let values: Vec<&str> = meaning.values.iter().map(|value| value.literal.as_str()).collect();
            self.line(&format!("  values {} ({place})", values.join(", ")));
        }
        for (what, bounds) in limits(meaning) {
            self.line(&format!("  {what} {bounds} ({place})"));
        }
        for (what, says) in [("unit", &meaning.unit), ("format", &meaning.format)] {
            says.iter().for_each(|says| self.line(&format!("  {what} {says} ({place})")));
        }
        for (what, says) in [("deprecated", &meaning.deprecated), ("first in version", &meaning.since)] {
            says.iter().for_each(|says| self.line(&format!("  {what}: {says} ({place})")));
        }
        meaning
            .condition
            .iter()
            .for_each(|condition| self.line(&format!("  required only: {condition} ({place})")));
    }

    fn votes<'v>(&mut self, cast: impl IntoIterator<Item = &'v Vote>) {
        for vote in cast {
            let Vote { fact, witness, says, won, origin } = vote;
            let outcome = if *won { "counts" } else { "outvoted" };
            let (fact, witness) = (words(&format!("{fact:?}")), words(&format!("{witness:?}")));
            let reason = self.reason(vote).map(|reason| format!(": {reason}")).unwrap_or_default();
            self.line(&format!("  {fact}: {witness} says `{says}` ({outcome}) {}{reason}", self.at(*origin)));
        }
    }

    fn votes_on(&mut self, cast: &[Vote], fact: Fact) {
        self.votes(cast.iter().filter(|vote| vote.fact == fact));
    }

    /// The words of an override.
    fn reason(&self, vote: &Vote) -> Option<&str> {
        let reasons = self.api.overrides.iter().filter(|_| vote.witness == Witness::Override);
        reasons.into_iter().find(|reason| reason.origin.holds(vote.origin)).map(|found| found.reason.as_str())
    }

    fn at(&self, origin: Origin) -> String {
        let path = self.api.files.get(origin.file as usize).map_or("?", |file| file.path.as_str());
        format!("{path}:{}", origin.line)
    }
}

/// What a description says of how large or how long values are.
fn limits(meaning: &Meaning) -> impl Iterator<Item = (&'static str, String)> {
    let side = |bound: Option<String>| bound.unwrap_or_default();
    let interval = |min: Option<String>, max: Option<String>| match (&min, &max) {
        (None, None) => None,
        _ => Some(format!("{}..{}", side(min), side(max))),
    };
    let Meaning { min, max, min_length, max_length, .. } = meaning;
    let range = interval(min.map(|it| it.to_string()), max.map(|it| it.to_string()));
    let length = interval(min_length.map(|it| it.to_string()), max_length.map(|it| it.to_string()));
    [("range", range), ("length", length)].into_iter().filter_map(|(what, says)| Some((what, says?)))
}

/// `RequestExample` as `request example`.
pub fn words(name: &str) -> String {
    heck::AsSnakeCase(name).to_string().replace('_', " ")
}
