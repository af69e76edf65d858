//! Calls: everything that is known of an endpoint, block by block: the call itself, parameters, answer, errors, samples.

use super::code::Lines;
use super::errors;
use super::fields::{self, Named};
use super::html::Html;
use super::links::Links;
use super::votes;
use crate::model::address::{self, Holder};
use crate::model::{Endpoint, Fact, Field, Open, Origin, Paging, Service};
use std::collections::BTreeSet;

/// A title and what stands under it.
pub(super) struct Group {
    pub(super) key: &'static str,
    pub(super) blocks: Vec<Block>,
}

/// What is known of one thing.
pub(super) struct Block {
    pub(super) html: Html,
    /// The line of the code that stands for it, and the path of the fact.
    pub(super) code: Option<(usize, String)>,
}

impl From<Html> for Block {
    fn from(html: Html) -> Self {
        Self { html, code: None }
    }
}

/// Where the code of an endpoint is.
pub(super) struct Code<'c> {
    pub(super) lines: &'c Lines,
    /// How many lines of it are shown.
    pub(super) shown: usize,
    /// Name of the page that shows it.
    pub(super) page: &'c str,
}

/// The blocks of an endpoint.
pub(super) fn groups(
    links: &Links<'_>,
    service: &Service,
    endpoint: &Endpoint,
    code: &Code<'_>,
) -> Vec<Group> {
    let (request, response) = trees(service, endpoint, code);
    let of = |fields: Vec<Named<'_>>, is_request| -> Vec<Block> {
        let block = |it: Named<'_>| Block {
            html: fields::block(links, &it, is_request),
            code: it.code.map(|line| (line, it.path)),
        };
        fields.into_iter().map(block).collect()
    };
    let plain = |fields: &[Field], above: &str| -> Vec<Block> {
        let named = |(at, field): (usize, _)| {
            let path = format!("{above}.{at}");
            fields::block(links, &Named { field, path, code: None, page: code.page, open: None }, false)
                .into()
        };
        fields.iter().enumerate().map(named).collect()
    };
    let mut parameters: Vec<Block> = endpoint.request.open.iter().map(|it| open(links, it).into()).collect();
    parameters.extend(of(request, true));
    let mut answer = vec![payload(links, endpoint).into()];
    let returned = address::holder(service, endpoint, endpoint.response.ty.leaf());
    let returned = returned.and_then(|it| it.object(service, endpoint)?.open.as_ref());
    answer.extend(returned.map(|it| open(links, it).into()));
    answer.extend(of(response, false));
    let mut errors = vec![errors::success(service, endpoint).into()];
    errors.extend(plain(&endpoint.envelope, "envelope"));
    errors.extend(errors::codes(links, &endpoint.error_codes).into_iter().map(Block::from));
    vec![
        Group { key: "call", blocks: vec![call(links, endpoint).into()] },
        Group { key: "parameters", blocks: parameters },
        Group { key: "answer", blocks: answer },
        Group { key: "errors", blocks: errors },
        Group { key: "credentials", blocks: plain(&endpoint.credentials, "credentials") },
        Group { key: "samples", blocks: samples(links, endpoint).into_iter().map(Block::from).collect() },
    ]
}

/// The fields of request and answer, each with its path. Paths that make the same anchor get a number.
fn trees<'m>(
    service: &'m Service,
    endpoint: &'m Endpoint,
    code: &Code<'m>,
) -> (Vec<Named<'m>>, Vec<Named<'m>>) {
    let (mut request, mut response, mut taken) = (Vec::new(), Vec::new(), BTreeSet::new());
    address::each_field(service, endpoint, &mut |path, holder, _, field| {
        let id = match holder {
            Holder::Request => endpoint.request.id.as_str(),
            Holder::Own(at) => endpoint.types.get(*at).map_or("", |object| object.id.as_str()),
            Holder::Shared(id) => id.as_str(),
        };
        let list = if path.starts_with("request.") { &mut request } else { &mut response };
        let line = code.lines.of(id, &field.name).filter(|line| *line <= code.shown);
        let mut own = fields::plain(&path);
        let mut more = 2;
        while !taken.insert(own.clone()) {
            own = format!("{}-{more}", fields::plain(&path));
            more += 1;
        }
        let inner = address::holder(service, endpoint, field.ty.leaf());
        let open = inner.and_then(|inner| inner.object(service, endpoint)?.open.as_ref());
        list.push(Named { field, path: own, code: line, page: code.page, open });
    });
    (request, response)
}

fn item(html: &mut Html, key: &str, inside: impl FnOnce(&mut Html)) {
    html.raw("<dt>").word(key).raw("</dt><dd>");
    inside(html);
    html.raw("</dd>");
}

/// Route, pages, paging and the like.
fn call(links: &Links<'_>, endpoint: &Endpoint) -> Html {
    let Endpoint { method, path, host, body, answer, paging, deprecated, origins, votes, .. } = endpoint;
    let home = origins.first().copied().unwrap_or_default();
    let at = |fact| votes.iter().find(|vote| vote.fact == fact && vote.won).map_or(home, |vote| vote.origin);
    let mut html = Html::default();
    html.raw("<li class=x><dl>");
    item(&mut html, "route", |html| {
        links.open(html, at(Fact::Method));
        html.raw("<b class=me>").text(method.as_str()).raw("</b></a> ");
        links.open(html, at(Fact::Path));
        html.code(path).raw("</a>");
    });
    if !host.is_empty() {
        item(&mut html, "host", |html| _ = html.code(host));
    }
    let repeats = if endpoint.is_repeatable() { "idempotent-yes" } else { "idempotent-no" };
    item(&mut html, "repeating", |html| {
        links.open(html, at(Fact::Idempotent));
        html.word(repeats).raw("</a>");
    });
    item(&mut html, "formats", |html| {
        let body = if method.is_bodiless() { "–" } else { body.as_str() };
        html.code(body).raw(" → ").code(answer.as_str());
    });
    if let Some(paging) = paging {
        item(&mut html, "paging", |html| self::paging(html, links, paging, at(Fact::Paging)));
    }
    if let Some(words) = deprecated {
        item(&mut html, "deprecated", |html| fields::paragraph(html, links, words));
    }
    item(&mut html, "pages", |html| {
        for origin in origins.iter().take(8) {
            links.place(html, *origin);
            html.raw(" ");
        }
    });
    html.raw("</dl>");
    for text in endpoint.description.iter().take(12) {
        fields::paragraph(&mut html, links, text);
    }
    votes::list(&mut html, links, votes);
    html.raw("</li>");
    html
}

fn paging(html: &mut Html, links: &Links<'_>, paging: &Paging, origin: Origin) {
    let Paging { style, start, limit, max, items, total, count_flag } = paging;
    links.open(html, origin);
    html.word(if style.as_str() == "page" { "paging-page" } else { "paging-offset" }).raw("</a> ");
    let count_flag = count_flag.clone().unwrap_or_default();
    let total = total.clone().unwrap_or_default();
    let parts = [
        ("paging-start", start),
        ("paging-limit", limit),
        ("paging-items", items),
        ("paging-total", &total),
        ("paging-flag", &count_flag),
    ];
    for (key, path) in parts.into_iter().filter(|(_, path)| !path.is_empty()) {
        html.word(key).raw(" ").code(&path.join(".")).raw(" ");
    }
    if let Some(max) = max {
        html.word("max").raw(" ").code(&max.to_string());
    }
}

/// That a request takes further parameters.
fn open(links: &Links<'_>, open: &Open) -> Html {
    let mut html = Html::default();
    html.raw("<li class=x>");
    fields::open(&mut html, links, open);
    html.raw("</li>");
    html
}

/// What comes back besides the envelope.
fn payload(links: &Links<'_>, endpoint: &Endpoint) -> Html {
    let payload = &endpoint.response;
    let mut html = Html::default();
    html.raw("<li class=x id=m-response><p class=n>");
    links.open(&mut html, payload.origin);
    match payload.member.as_str() {
        "" => _ = html.word("whole-answer"),
        member => _ = html.raw("<code class=k>").text(member).raw("</code>"),
    }
    html.raw("</a> <span class=ty>")
        .text(super::html::beginning(&payload.ty.to_string(), 160).0)
        .raw("</span>");
    let state = match (payload.documented, payload.no_content, payload.nullable) {
        (true, _, false) => None,
        (true, _, true) => Some("maybe"),
        (false, true, _) => Some("no-body"),
        (false, false, _) => Some("undocumented"),
    };
    if let Some(state) = state {
        html.raw(" <b class=op>").word(state).raw("</b>");
    }
    for form in &payload.accepts {
        html.raw(" ").word("accepts").raw(" ").word(&votes::key("accepts", &format!("{form:?}")));
    }
    html.raw("</p>");
    for text in payload.docs.iter().take(4) {
        fields::paragraph(&mut html, links, text);
    }
    votes::list(&mut html, links, &payload.votes);
    html.raw("</li>");
    html
}

fn samples(links: &Links<'_>, endpoint: &Endpoint) -> Vec<Html> {
    let sample = |example: &crate::model::Example| {
        let mut html = Html::default();
        html.raw("<li class=x><p>").word(&votes::key("sample", &format!("{:?}", example.role))).raw(" ");
        links.place(&mut html, example.origin);
        html.raw(" ").text(super::html::beginning(&example.title, 80).0);
        if !example.repairs.is_empty() {
            html.raw(" · ").word("repaired").raw(" ").text(&example.repairs.join(", "));
        }
        if example.json.is_none() {
            html.raw(" · ").word("kept-as-text");
        }
        html.raw("</p></li>");
        html
    };
    endpoint.examples.iter().map(sample).collect()
}
