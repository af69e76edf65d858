//! Samples: those that are witnesses, those that are kept, and blocks that nobody read.

use super::{End, Outcome, Touched, overlap, under};
use crate::account::{Ledger, Reason, Sample};
use crate::diagnostic::{Diagnostic, code};
use crate::model::Example;
use crate::syntax::markdown::Span;

/// Accounts for the samples of a page.
pub(super) fn balance(
    outcome: &Outcome<'_>,
    touched: &Touched<'_>,
    ledger: &mut Ledger,
    found: &mut Vec<Diagnostic>,
) {
    if outcome.text.samples.is_empty() {
        return;
    }
    let kept = kept(outcome);
    for sample in &outcome.text.samples {
        match end(sample, outcome, touched, &kept) {
            End::Modelled => ledger.samples.modelled += 1,
            End::Diagnosed => ledger.samples.diagnosed += 1,
            End::Aside(reason) => ledger.samples.set(reason, 1),
            End::Unread => {
                ledger.samples.diagnosed += 1;
                found.push(finding(sample, outcome));
            }
        }
    }
}

/// The samples that endpoints keep, in file order, and whether they are JSON.
fn kept(outcome: &Outcome<'_>) -> Vec<(Span, bool)> {
    let examples = outcome.endpoints.iter().flat_map(|decided| &decided.endpoint.examples);
    let own = examples.filter(|example| example.origin.file == outcome.file.id);
    let place = |Example { origin, json, .. }: &Example| {
        (Span::new(origin.start as usize, origin.end as usize), json.is_some())
    };
    let mut kept: Vec<(Span, bool)> = own.map(place).collect();
    kept.sort_unstable();
    kept
}

fn end(sample: &Sample, outcome: &Outcome<'_>, touched: &Touched<'_>, kept: &[(Span, bool)]) -> End {
    let place = sample.span;
    let above = kept.partition_point(|(span, _)| span.start < place.end);
    // A block may hold several samples.
    let mut own = kept[..above].iter().rev().take_while(|(span, _)| overlap(*span, place)).peekable();
    match () {
        () if own.peek().is_some() && own.any(|(_, is_json)| *is_json) => End::Modelled,
        () if outcome.text.is_comment(place.start) => End::Aside(Reason::Comment),
        () if above > 0 && overlap(kept[above - 1].0, place) => match touched.touches(place) {
            true => End::Diagnosed,
            false => End::Aside(Reason::Text),
        },
        () => {
            let said = outcome.claims.piece_of_whole(place).or(outcome.whole.map(End::Aside));
            // What stands in a cell is a part of its text.
            let in_cell =
                || outcome.claims.table_at(place.start).map(|_| End::Aside(Reason::AmongParameters));
            let touched = || if touched.touches(place) { End::Diagnosed } else { End::Unread };
            said.or_else(in_cell).unwrap_or_else(touched)
        }
    }
}

fn finding(sample: &Sample, outcome: &Outcome<'_>) -> Diagnostic {
    let text = sample.span.of(&outcome.file.text);
    let start = sample.span.start + (text.len() - text.trim_start().len());
    let first = text.trim_start().lines().next().unwrap_or_default().len();
    let what = if sample.json { "a JSON sample" } else { "a sample of a request" };
    let message = format!("{what} {} was not read", under(outcome, sample.span.start));
    Diagnostic::new(&code::SAMPLE_UNREAD, message)
        .label(outcome.file.origin(start, start + first), "nothing says what it shows")
        .help("put it under a heading for requests or for responses, or add its heading to the dialect's `[sections]`")
}
