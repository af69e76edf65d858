//! The ledger as text and as JSON: how all rows, samples and routes of the pages ended.

use docwright::account::Tally;
use docwright::compile::{Counts, Report};
use serde_json::{Value, json};

/// How the samples and routes ended, then pages, endpoints and rows.
pub(super) fn text(counts: Counts) -> String {
    let Counts { pages, others, endpoints, tables, ledger, .. } = counts;
    let other = if others > 0 { format!(" ({others} non-endpoint pages)") } else { String::new() };
    let parts = [("samples", ledger.samples), ("routes", ledger.routes)];
    let parts = parts.iter().filter(|(_, tally)| tally.total() > 0);
    let mut text: String = parts.map(|(name, tally)| format!("{}\n  ", sum(name, tally))).collect();
    let rows = sum("rows", &ledger.rows);
    text.push_str(&format!("{pages} pages{other}, {endpoints} endpoints, {tables} tables, {rows}"));
    text
}

/// `10 rows = 9 modelled + 1 diagnosed, 2 more set aside (2 error codes)`: what is set aside is no row of a call.
fn sum(name: &str, tally: &Tally) -> String {
    let Tally { modelled, diagnosed, .. } = *tally;
    let aside = match tally.set_aside() {
        0 => String::new(),
        count => format!(", {count} more set aside ({})", reasons(tally)),
    };
    format!("{} {name} = {modelled} modelled + {diagnosed} diagnosed{aside}", modelled + diagnosed)
}

fn reasons(tally: &Tally) -> String {
    let reasons = tally.reasons().map(|(reason, count)| format!("{count} {}", reason.text()));
    reasons.collect::<Vec<_>>().join(", ")
}

/// The samples of the pages, read and unread with the reason: the text after `verify`'s figures.
pub(super) fn samples(tally: &Tally) -> String {
    let named = (tally.diagnosed > 0).then(|| format!("{} named by findings of `check`", tally.diagnosed));
    let aside = Some(reasons(tally)).filter(|reasons| !reasons.is_empty());
    let why: Vec<String> = named.into_iter().chain(aside).collect();
    let unread = match tally.diagnosed + tally.set_aside() {
        0 => "0 unread".to_owned(),
        count => format!("{count} unread ({})", why.join(", ")),
    };
    format!("{} samples on the pages: {} read, {unread}", tally.total(), tally.modelled)
}

/// The ledger of a doc set as JSON.
pub(super) fn json(report: &Report) -> Value {
    let mut value = counts(report.counts);
    value["services"] = json!(report.services);
    value["path"] = json!(report.set.path.to_string_lossy().replace('\\', "/"));
    value["dialect"] = json!(report.dialect);
    value
}

/// Counts as JSON.
pub(super) fn counts(counts: Counts) -> Value {
    let Counts { pages, others, endpoints, tables, ledger, .. } = counts;
    let tally = |tally: &Tally| {
        let Tally { modelled, diagnosed, .. } = *tally;
        let aside: serde_json::Map<String, Value> =
            tally.reasons().map(|(reason, count)| (reason.name().to_owned(), count.into())).collect();
        json!({ "total": tally.total(), "modelled": modelled, "diagnosed": diagnosed, "set_aside": aside })
    };
    json!({
        "pages": pages,
        "non_endpoint_pages": others,
        "endpoints": endpoints,
        "tables": tables,
        "rows": tally(&ledger.rows),
        "samples": tally(&ledger.samples),
        "routes": tally(&ledger.routes),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use docwright::account::Reason;

    #[test]
    fn parts_are_printed_where_there_are_any() {
        let mut tally = Tally { modelled: 9, diagnosed: 1, ..Tally::default() };
        assert_eq!(sum("rows", &tally), "10 rows = 9 modelled + 1 diagnosed");
        assert_eq!(
            samples(&tally),
            "10 samples on the pages: 9 read, 1 unread (1 named by findings of `check`)"
        );
        tally.set(Reason::ErrorCodes, 2);
        assert_eq!(
            sum("rows", &tally),
            "10 rows = 9 modelled + 1 diagnosed, 2 more set aside (2 error codes)"
        );
        let counted = Counts {
            ledger: docwright::account::Ledger { rows: tally, ..Default::default() },
            ..Counts::default()
        };
        assert_eq!(counts(counted)["rows"]["set_aside"]["error-codes"], 2);
    }
}
