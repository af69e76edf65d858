//! Errors: how a failure is told from a success, and the documented codes.

use super::fields;
use super::html::Html;
use super::links::Links;
use super::votes;
use crate::model::{Endpoint, ErrorCode, SampleRole, Scalar, Service, SuccessRule};

/// Codes that one list shows.
const CODES: usize = 500;

/// How a failure is told from a success.
pub(super) fn success(service: &Service, endpoint: &Endpoint) -> Html {
    let mut html = Html::default();
    html.raw("<li class=x><p>");
    match &service.client.success {
        Some(rule) if !rule.optional || has_member(endpoint, &rule.member) => self::rule(&mut html, rule),
        _ => _ = html.word(&votes::key("success", service.client.runtime.as_str())),
    }
    html.raw("</p></li>");
    html
}

/// Whether answers of a call have the member, as far as its page says.
fn has_member(endpoint: &Endpoint, path: &str) -> bool {
    let first = path.split('.').next().unwrap_or_default();
    let samples = endpoint.examples.iter().filter(|example| example.role == SampleRole::Response);
    let mut shown = samples.filter_map(|example| example.json.as_deref()?.get(first));
    shown.next().is_some() || endpoint.envelope.iter().any(|field| field.name == first)
}

fn rule(html: &mut Html, rule: &SuccessRule) {
    html.word("success-rule").raw(" ").code(&rule.member).raw(" = ");
    for value in rule.equals.iter().take(8) {
        let text = match value {
            Scalar::Boolean(it) => it.to_string(),
            Scalar::Integer(it) => it.to_string(),
            Scalar::Text(it) => format!("\"{it}\""),
        };
        html.code(&text).raw(" ");
    }
    let message = rule.message.join(", ");
    for (key, member) in
        [("error-code", &rule.code), ("error-message", &message), ("request-id", &rule.request_id)]
    {
        if !member.is_empty() {
            html.raw("· ").word(key).raw(" ").code(member).raw(" ");
        }
    }
}

/// The documented codes, each linked to its row.
pub(super) fn codes(links: &Links<'_>, codes: &[ErrorCode]) -> Vec<Html> {
    let mut list: Vec<Html> = codes.iter().take(CODES).map(|code| self::code(links, code)).collect();
    if codes.len() > CODES {
        let mut html = Html::default();
        html.raw("<li class=x><p>+").number(codes.len() - CODES).raw("</p></li>");
        list.push(html);
    }
    list
}

fn code(links: &Links<'_>, known: &ErrorCode) -> Html {
    let mut html = Html::default();
    html.raw("<li class=x><p class=n>");
    links.open(&mut html, known.origin);
    html.word("error-code").raw(" <code class=k>");
    let status = known.status.map(|status| status.to_string()).unwrap_or_default();
    html.text(if known.code.is_empty() { &status } else { &known.code }).raw("</code></a>");
    if !known.name.is_empty() {
        html.raw(" ").code(&known.name);
    }
    if !known.code.is_empty() && !status.is_empty() {
        html.raw(" <span class=ty>HTTP ").text(&status).raw("</span>");
    }
    html.raw("</p>");
    for text in known.docs.iter().take(4) {
        fields::paragraph(&mut html, links, text);
    }
    html.raw("</li>");
    html
}
