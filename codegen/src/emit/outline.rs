//! Outline: every fact of the model as text that reads well in a review. In: the model. Out: text.
//!
//! ```text
//! create_set: POST /api/c/compapi/v2/cc/create_set/                          zh/create_set.md:1
//! request
//!   bk_biz_id: integer, required                                             :34
//!     zh 业务 ID
//! ```

use crate::model::{
    AnswerFormat, Api, BodyFormat, Endpoint, ErrorCode, Example, Field, Location, Meaning, Object, Origin,
    Paging, Payload, Service, Text, Vote,
};
use std::fmt::Write;

/// Column of the line numbers.
const MARGIN: usize = 100;

/// All services.
pub fn emit(api: &Api) -> String {
    api.services.iter().map(|service| self::service(api, service)).collect::<Vec<_>>().join("\n")
}

/// One service: its endpoints, then the types they share.
fn service(api: &Api, service: &Service) -> String {
    let mut out = Outline { api, text: String::new() };
    let Service { name, dialect, client, endpoints, types, error_codes } = service;
    out.line(
        0,
        &format!("service {name} (dialect {dialect}, client {} over {})", client.name, client.runtime),
        None,
    );
    for item in endpoints {
        out.text.push('\n');
        out.text.push_str(&endpoint(api, item));
    }
    for object in types.values() {
        out.text.push('\n');
        out.object(object, "shared type ");
    }
    if !error_codes.is_empty() {
        out.text.push('\n');
        out.error_codes(error_codes);
    }
    out.text
}

/// One endpoint.
pub fn endpoint(api: &Api, endpoint: &Endpoint) -> String {
    let mut out = Outline { api, text: String::new() };
    let Endpoint { id, title, description, method, path, host, idempotent, paging, deprecated, .. } =
        endpoint;
    let Endpoint {
        answer,
        body,
        request,
        response,
        envelope,
        credentials,
        types,
        error_codes,
        examples,
        origins,
        votes,
        idempotency_token,
        ..
    } = endpoint;
    let on = if host.is_empty() { String::new() } else { format!(" on {host}") };
    let reads = match idempotency_token.as_str() {
        "" if *idempotent => ", idempotent".to_owned(),
        "" => String::new(),
        token => format!(", idempotent by `{token}`"),
    };
    let form = match body {
        BodyFormat::Json => String::new(),
        format => format!(", body as {format}"),
    };
    let answer = match answer {
        AnswerFormat::Json => String::new(),
        format => format!(", answers {format}"),
    };
    out.line(0, &format!("{id}: {method} {path}{on}{reads}{form}{answer}"), origins.first().copied());
    origins.iter().skip(1).for_each(|origin| out.line(1, "also described", Some(*origin)));
    out.texts(1, "title", title);
    out.texts(1, "about", description);
    deprecated.iter().for_each(|text| out.texts(1, "deprecated", std::slice::from_ref(text)));
    out.votes(1, votes);
    paging.iter().for_each(|paging| out.paging(paging));
    out.object(request, "");
    out.payload(response);
    types.iter().for_each(|object| out.object(object, "type "));
    out.names("envelope", envelope);
    out.names("credentials", credentials);
    out.error_codes(error_codes);
    examples.iter().for_each(|example| out.example(example));
    out.text
}

struct Outline<'m> {
    api: &'m Api,
    text: String,
}

impl Outline<'_> {
    /// A line, its place at the margin.
    fn line(&mut self, depth: usize, text: &str, origin: Option<Origin>) {
        let start = format!("{}{}", "  ".repeat(depth), text.replace('\n', " "));
        let width = start.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
        let place = origin.map(|origin| self.place(origin)).unwrap_or_default();
        let pad = if place.is_empty() { 0 } else { MARGIN.saturating_sub(width).max(2) };
        let _ = writeln!(self.text, "{start}{:pad$}{place}", "");
    }

    fn place(&self, origin: Origin) -> String {
        let path = self.api.files.get(origin.file as usize).map_or("", |file| file.path.as_str());
        let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
        format!("{name}:{}", origin.line)
    }

    fn texts(&mut self, depth: usize, label: &str, texts: &[Text]) {
        for Text { language, text, origin } in texts {
            self.line(depth, &format!("{label} {language}: {text}"), Some(*origin));
        }
    }

    fn votes(&mut self, depth: usize, votes: &[Vote]) {
        for Vote { fact, witness, says, won, origin } in votes {
            let outcome = if *won { "+" } else { "-" };
            let line = format!("{outcome} {fact:?} by {witness:?}: {says}");
            self.line(depth, &line, Some(*origin));
        }
    }

    fn object(&mut self, object: &Object, label: &str) {
        let Object { id, name, fields, open, origin } = object;
        let named =
            name.as_ref().filter(|name| *name != id).map(|name| format!(" ({name})")).unwrap_or_default();
        self.line(0, &format!("{label}{id}{named}"), Some(*origin));
        fields.iter().for_each(|field| self.field(field));
        if let Some(open) = open {
            self.line(1, &format!("open: {}", open.reason), Some(open.origin));
        }
    }

    fn field(&mut self, field: &Field) {
        let Field { name, ty, required, nullable, location, joined, docs, meaning, accepts, origin, votes } =
            field;
        let mut line = format!("{name}: {ty}, {}", if *required { "required" } else { "optional" });
        line.push_str(if *nullable { ", null seen" } else { "" });
        if *location != Location::Body {
            let place = format!("{location:?}").to_lowercase();
            line.push_str(&if *location == Location::WholeBody {
                ", the whole body".into()
            } else {
                format!(", in {place}")
            });
        }
        line.push_str(if *joined { ", joined by commas" } else { "" });
        self.line(1, &line, Some(*origin));
        docs.iter()
            .for_each(|text| self.line(2, &format!("{} {}", text.language, text.text), Some(text.origin)));
        self.meaning(meaning);
        accepts.iter().for_each(|tolerance| self.line(2, &format!("also decodes {tolerance:?}"), None));
        self.votes(2, votes);
    }

    fn meaning(&mut self, meaning: &Meaning) {
        let Meaning {
            values,
            default,
            min,
            max,
            min_length,
            max_length,
            unit,
            format,
            deprecated,
            since,
            condition,
        } = meaning;
        if !values.is_empty() {
            let listed = values.iter().map(|value| {
                if value.label.is_empty() {
                    value.literal.clone()
                } else {
                    format!("{} = {}", value.literal, value.label)
                }
            });
            self.line(2, &format!("values: {}", listed.collect::<Vec<_>>().join(", ")), None);
        }
        let numbers = [
            ("min", min.map(i128::from)),
            ("max", max.map(i128::from)),
            ("min length", min_length.map(i128::from)),
            ("max length", max_length.map(i128::from)),
        ];
        let texts = [
            ("default", default),
            ("unit", unit),
            ("format", format),
            ("deprecated", deprecated),
            ("since", since),
            ("condition", condition),
        ];
        for (label, number) in numbers {
            number.iter().for_each(|number| self.line(2, &format!("{label}: {number}"), None));
        }
        for (label, text) in texts {
            text.iter().for_each(|text| self.line(2, &format!("{label}: {text}"), None));
        }
    }

    fn payload(&mut self, payload: &Payload) {
        let Payload { ty, member, nullable, documented, no_content, accepts, origin, docs, votes } = payload;
        if *no_content {
            return self.line(0, "response: no body", Some(*origin));
        }
        if !documented {
            return self.line(0, "response: nothing documented", None);
        }
        let member = if member.is_empty() { "the whole body".to_owned() } else { format!("member {member}") };
        let null = if *nullable { ", null seen" } else { "" };
        self.line(0, &format!("response: {ty} in {member}{null}"), Some(*origin));
        accepts.iter().for_each(|tolerance| self.line(1, &format!("also decodes {tolerance:?}"), None));
        docs.iter()
            .for_each(|text| self.line(1, &format!("{} {}", text.language, text.text), Some(text.origin)));
        self.votes(1, votes);
    }

    fn paging(&mut self, paging: &Paging) {
        let Paging { style, start, limit, max, items, total, count_flag } = paging;
        let total = total.as_ref().map(|path| format!(", total {}", path.join("."))).unwrap_or_default();
        let max = max.map(|max| format!(" of at most {max}")).unwrap_or_default();
        let flag = count_flag.as_ref().map(|path| format!(", {} off", path.join("."))).unwrap_or_default();
        let line = format!(
            "pages by {style}: start {}, limit {}{max}, items {}{total}{flag}",
            start.join("."),
            limit.join("."),
            items.join(".")
        );
        self.line(1, &line, None);
    }

    fn names(&mut self, label: &str, fields: &[Field]) {
        if !fields.is_empty() {
            let names = fields.iter().map(|field| field.name.as_str()).collect::<Vec<_>>().join(", ");
            self.line(0, &format!("{label}: {names}"), None);
        }
    }

    fn error_codes(&mut self, codes: &[ErrorCode]) {
        for code in codes {
            let ErrorCode { code: literal, name, status, docs, origin } = code;
            let name = if name.is_empty() { String::new() } else { format!(" {name}") };
            let status = status.filter(|_| !literal.is_empty());
            let status = status.map(|status| format!(", with HTTP {status}")).unwrap_or_default();
            self.line(0, &format!("error code {}{name}{status}", code.label()), Some(*origin));
            docs.iter().for_each(|text| self.line(1, &format!("{} {}", text.language, text.text), None));
        }
    }

    fn example(&mut self, example: &Example) {
        let Example { role, title, json, repairs, origin } = example;
        let repaired =
            if repairs.is_empty() { String::new() } else { format!(", repaired: {}", repairs.join(", ")) };
        let unread = if json.is_none() { ", no JSON" } else { "" };
        self.line(0, &format!("{role} sample \"{title}\"{repaired}{unread}"), Some(*origin));
        if let Some(json) = json {
            self.line(1, &json.to_string(), None);
        }
    }
}
