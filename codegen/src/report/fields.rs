//! Fields: what is known of each parameter and of each member of an answer, every fact with a link to its place.

use super::findings;
use super::html::{Html, beginning};
use super::links::Links;
use super::votes;
use crate::model::{Fact, Field, Location, Meaning, Open, Origin, Text, Vote};

/// Values of an enum that are listed.
const VALUES: usize = 40;

/// Characters of a description that are shown; the page stands beside it.
const DESCRIPTION: usize = 500;

/// What a field is called on the page of its endpoint.
pub(super) struct Named<'f> {
    pub(super) field: &'f Field,
    /// Path of the fact as an anchor, `request.data.name`.
    pub(super) path: String,
    /// Line of the code that stands for it, where that is shown.
    pub(super) code: Option<usize>,
    /// The page that has the code.
    pub(super) page: &'f str,
    /// Why its object has further attributes.
    pub(super) open: Option<&'f Open>,
}

/// Anchor of a fact.
pub(super) fn anchor(html: &mut Html, path: &str) {
    html.raw("m-").value(path);
}

/// A path as an anchor has it.
pub(super) fn plain(path: &str) -> String {
    let plain = |c: char| if c.is_alphanumeric() || "._-$[]".contains(c) { c } else { '-' };
    path.chars().map(plain).collect()
}

/// Where a fact of a field is from: the place of the vote that decided, or of the field.
fn origin(field: &Field, votes: &[Vote], fact: Fact) -> Origin {
    votes.iter().find(|vote| vote.fact == fact && vote.won).map_or(field.origin, |vote| vote.origin)
}

/// One field.
pub(super) fn block(links: &Links<'_>, named: &Named<'_>, is_request: bool) -> Html {
    const DEPTHS: [&str; 7] = ["d0", "d1", "d2", "d3", "d4", "d5", "d6"];
    let Named { field, path, code, page, open } = named;
    let depth = path.matches('.').count().saturating_sub(1).min(DEPTHS.len() - 1);
    let mut html = Html::default();
    html.raw("<li class=\"x ").raw(DEPTHS[depth]).raw("\" id=\"");
    anchor(&mut html, path);
    html.raw("\"><p class=n>");
    linked(&mut html, links, origin(field, &field.votes, Fact::Name), |html| {
        html.raw("<code class=k>").text(&field.name).raw("</code>");
    });
    html.raw(" ");
    linked(&mut html, links, origin(field, &field.votes, Fact::Type), |html| {
        html.raw("<span class=ty>").text(beginning(&field.ty.to_string(), 160).0).raw("</span>");
    });
    html.raw(" ");
    let required = match (field.required, is_request) {
        (true, true) => "required",
        (false, true) => "optional",
        (true, false) => "always",
        (false, false) => "maybe",
    };
    linked(&mut html, links, origin(field, &field.votes, Fact::Required), |html| {
        html.raw(if field.required { "<b class=rq>" } else { "<b class=op>" }).word(required).raw("</b>");
    });
    if is_request && depth == 0 {
        html.raw(" ");
        linked(&mut html, links, origin(field, &field.votes, Fact::Location), |html| {
            html.raw("<i class=in>").word(location(field.location)).raw("</i>");
        });
    }
    if let Some(line) = code {
        html.raw(" <a class=rs href=\"").value(page).raw(".html#r").number(*line).raw("\">Rust</a>");
    }
    marks(&mut html, links, field.origin);
    html.raw("</p>");
    meaning(&mut html, links, field);
    open.iter().for_each(|open| self::open(&mut html, links, open));
    descriptions(&mut html, links, &field.docs);
    votes::list(&mut html, links, &field.votes);
    html.raw("</li>");
    html
}

fn linked(html: &mut Html, links: &Links<'_>, origin: Origin, inside: impl FnOnce(&mut Html)) {
    links.open(html, origin);
    inside(html);
    html.raw("</a>");
}

fn location(location: Location) -> &'static str {
    match location {
        Location::Body => "in-body",
        Location::WholeBody => "in-whole-body",
        Location::Path => "in-path",
        Location::Query => "in-query",
        Location::Header => "in-header",
    }
}

/// That an object has further attributes, and what says so.
pub(super) fn open(html: &mut Html, links: &Links<'_>, open: &Open) {
    html.raw("<p class=mean>").word("further").raw(" ").text(beginning(&open.reason, 200).0).raw(" ");
    links.place(html, open.origin);
    html.raw("</p>");
}

/// The findings on the line of a field.
fn marks(html: &mut Html, links: &Links<'_>, origin: Origin) {
    for at in links.site.on_lines(origin.file, origin.line..origin.line + 1).take(4) {
        let (found, severity) = links.site.found[at];
        html.raw(" <a class=\"mk ").raw(findings::name(severity)).raw("\" href=\"");
        links.finding(html, at);
        html.raw("\">").raw(found.code.id).raw("</a>");
    }
}

fn descriptions(html: &mut Html, links: &Links<'_>, docs: &[Text]) {
    for text in docs.iter().take(4) {
        paragraph(html, links, text);
    }
}

/// A text of a page with its language and a link to its place.
pub(super) fn paragraph(html: &mut Html, links: &Links<'_>, text: &Text) {
    html.raw("<p class=doc");
    if matches!(&*text.language, "zh" | "en") {
        html.raw(" lang=").raw(if text.language == "zh" { "zh" } else { "en" });
    }
    let (shown, is_cut) = beginning(&text.text, DESCRIPTION);
    html.raw(">").text(shown).raw(if is_cut { "… " } else { " " });
    links.place(html, text.origin);
    html.raw("</p>");
}

/// What is said in words that are understood: key, fact and the words.
fn said(field: &Field) -> Vec<(&'static str, Fact, String)> {
    let Meaning {
        values: _,
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
    } = &*field.meaning;
    let facts = [
        ("default", Fact::Default, default.clone()),
        ("min", Fact::Range, min.map(|it| it.to_string())),
        ("max", Fact::Range, max.map(|it| it.to_string())),
        ("min-length", Fact::Range, min_length.map(|it| it.to_string())),
        ("max-length", Fact::Range, max_length.map(|it| it.to_string())),
        ("unit", Fact::Description, unit.clone()),
        ("format", Fact::Description, format.clone()),
        ("since", Fact::Description, since.clone()),
        ("condition", Fact::Condition, condition.clone()),
        ("deprecated", Fact::Description, deprecated.clone()),
    ];
    facts.into_iter().filter_map(|(key, fact, words)| Some((key, fact, words?))).collect()
}

/// What is understood of the descriptions, and what is accepted beside the type.
fn meaning(html: &mut Html, links: &Links<'_>, field: &Field) {
    let place = field.docs.first().map_or(field.origin, |text| text.origin);
    let won = |fact| field.votes.iter().find(|vote| vote.fact == fact && vote.won);
    let at = |fact| won(fact).map_or(place, |vote| vote.origin);
    let (said, values) = (said(field), &field.meaning.values);
    let flags = [("nullable", field.nullable), ("joined", field.joined)];
    let mut flags = flags.into_iter().filter(|(_, is_set)| *is_set).peekable();
    if said.is_empty() && values.is_empty() && flags.peek().is_none() && field.accepts.is_empty() {
        return;
    }
    html.raw("<p class=mean>");
    for (key, fact, words) in said {
        links.open(html, at(fact));
        html.word(key).raw("</a> ").code(beginning(&words, 200).0).raw(" ");
    }
    for (key, _) in flags {
        links.open(html, at(Fact::Nullable));
        html.word(key).raw("</a> ");
    }
    if !values.is_empty() {
        links.open(html, at(Fact::Values));
        html.word("values").raw("</a> ");
        for value in values.iter().take(VALUES) {
            let label = beginning(&value.label, 60).0;
            html.code(beginning(&value.literal, 80).0).raw(" ");
            html.text(label).raw(if label.is_empty() { "" } else { "; " });
        }
        if values.len() > VALUES {
            html.raw("… +").number(values.len() - VALUES);
        }
    }
    for form in &field.accepts {
        html.word("accepts").raw(" ").word(&votes::key("accepts", &format!("{form:?}"))).raw(" ");
    }
    html.raw("</p>");
}
