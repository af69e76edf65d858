//! The account: how every row, sample and route of the pages ended.

use super::html::Html;
use super::votes;
use crate::account::{Ledger, Tally};

/// The account of some pages as a table, with the reasons of what is set aside.
pub(super) fn table(ledger: &Ledger) -> Html {
    let mut html = Html::default();
    html.raw("<div class=scroll tabindex=0 role=region")
        .label("account")
        .raw("><table class=account><thead><tr><th scope=col>");
    for (at, key) in ["counted", "total", "modelled", "diagnosed", "set-aside", "why"].into_iter().enumerate()
    {
        html.raw(if at > 0 { "</th><th scope=col>" } else { "" }).word(key);
    }
    html.raw("</th></tr></thead><tbody>");
    for (key, tally) in [("rows", ledger.rows), ("samples", ledger.samples), ("routes", ledger.routes)] {
        html.raw("<tr><th scope=row>").word(key).raw("</th>");
        for count in [tally.total(), tally.modelled, tally.diagnosed, tally.set_aside()] {
            html.raw("<td class=num>").number(count).raw("</td>");
        }
        html.raw("<td>");
        for (at, (reason, count)) in tally.reasons().enumerate() {
            html.raw(if at > 0 { ", " } else { "" }).number(count).raw(" ");
            html.word(&votes::key("aside", reason.name()));
        }
        html.raw("</td></tr>");
    }
    html.raw("</tbody></table></div>");
    html
}

/// Rows, samples and routes together.
pub(super) fn sum(ledger: &Ledger) -> Tally {
    let mut sum = ledger.rows;
    sum += ledger.samples;
    sum += ledger.routes;
    sum
}

/// The parts of an account as a bar.
pub(super) fn bar(tally: &Tally) -> Html {
    let mut html = Html::default();
    let total = tally.total().max(1);
    html.raw("<svg class=bar viewBox=\"0 0 1000 10\" preserveAspectRatio=none aria-hidden=true>");
    let mut from = 0;
    let parts = [("bm", tally.modelled), ("bd", tally.diagnosed), ("ba", tally.set_aside())];
    for (class, count) in parts {
        let to = from + count;
        let (x, end) = (from * 1000 / total, to * 1000 / total);
        if count > 0 {
            html.raw("<rect class=").raw(class).raw(" height=10 x=").number(x);
            html.raw(" width=").number((end - x).max(1)).raw(" />");
        }
        from = to;
    }
    html.raw("</svg>");
    html
}
