//! Votes: who says what about a fact, with links to where.

use super::html::{Html, beginning};
use super::links::Links;
use crate::model::{Vote, Witness};

/// Votes that are listed at most.
const LISTED: usize = 24;

/// Key of a word: `fact`, `RequiredOnly` as `fact-required-only`.
pub(super) fn key(kind: &str, name: &str) -> String {
    format!("{kind}-{}", heck::AsKebabCase(name))
}

/// The votes on one thing, folded.
pub(super) fn list(html: &mut Html, links: &Links<'_>, votes: &[Vote]) {
    if votes.is_empty() {
        return;
    }
    let lost = votes.iter().any(|vote| !vote.won);
    html.raw(if lost { "<details class=\"v lost\">" } else { "<details class=v>" });
    html.raw("<summary>").word("votes").raw(" ").number(votes.len()).raw("</summary><ul>");
    for vote in votes.iter().take(LISTED) {
        html.raw(if vote.won { "<li>" } else { "<li class=no>" });
        html.word(&key("fact", &format!("{:?}", vote.fact))).raw(": ");
        html.word(&key("witness", &format!("{:?}", vote.witness))).raw(" ");
        html.code(beginning(&vote.says, 160).0).raw(" ");
        html.word(if vote.won { "counts" } else { "outvoted" }).raw(" ");
        links.place(html, vote.origin);
        reason(html, links, vote);
        html.raw("</li>");
    }
    if votes.len() > LISTED {
        html.raw("<li>").word("more-votes").raw(" ").number(votes.len() - LISTED).raw("</li>");
    }
    html.raw("</ul></details>");
}

/// The words of an override.
fn reason(html: &mut Html, links: &Links<'_>, vote: &Vote) {
    let reasons = links.site.run.api.overrides.iter();
    let mut reasons =
        reasons.filter(|reason| vote.witness == Witness::Override && reason.origin.holds(vote.origin));
    if let Some(found) = reasons.next() {
        html.raw(": ").text(beginning(&found.reason, 400).0);
    }
}
