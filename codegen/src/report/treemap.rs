//! The picture of coverage: a map on which each page has a place as large as what is counted on it.

use super::account;
use super::html::Html;
use super::site::Site;
use crate::account::Tally;
use std::ops::Range;

/// Width of the map in its own units; it scales with the window.
const WIDTH: f64 = 12_000.0;
const HEIGHT: f64 = 4_800.0;

/// Pages that are drawn one by one; of more, the largest.
const DRAWN: usize = 6_000;

/// A place on the map.
#[derive(Clone, Copy)]
struct Rect {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
}

/// The map of all pages on which something is counted, by doc set.
pub(super) fn map(site: &Site<'_>) -> Html {
    let mut sets: Vec<(Vec<(usize, Tally)>, f64)> = Vec::new();
    for report in &site.run.sets {
        let pages = pages(site, report.files.clone());
        let weight: usize = pages.iter().map(|(_, tally)| tally.total()).sum();
        if weight > 0 {
            sets.push((pages, weight as f64));
        }
    }
    sets.sort_by(|(_, a), (_, b)| b.total_cmp(a));
    let mut html = Html::default();
    html.raw("<svg class=map viewBox=\"0 0 12000 4800\" role=img").label("map-label").raw(">");
    let whole = Rect { x: 0.0, y: 0.0, width: WIDTH, height: HEIGHT };
    let places = squarified(&sets.iter().map(|(_, weight)| *weight).collect::<Vec<_>>(), whole);
    let mut left = DRAWN;
    for ((pages, _), place) in sets.iter().zip(places) {
        let drawn = &pages[..pages.len().min(left)];
        left -= drawn.len();
        let weights: Vec<f64> = drawn.iter().map(|(_, tally)| tally.total() as f64).collect();
        for ((id, tally), place) in drawn.iter().zip(squarified(&weights, place)) {
            draw(&mut html, site, *id, tally, place);
        }
        edge(&mut html, place);
    }
    html.raw("</svg>");
    html
}

/// The pages of a doc set with their counts, the largest first.
fn pages(site: &Site<'_>, files: Range<usize>) -> Vec<(usize, Tally)> {
    let mut pages: Vec<(usize, Tally)> = files.map(|id| (id, account::sum(&site.run.ledgers[id]))).collect();
    pages.retain(|(_, tally)| tally.total() > 0);
    pages.sort_by_key(|(id, tally)| (std::cmp::Reverse(tally.total()), *id));
    pages
}

fn draw(html: &mut Html, site: &Site<'_>, id: usize, tally: &Tally, place: Rect) {
    html.raw("<rect class=").raw(class(tally));
    bounds(html, place);
    html.raw(" data-p=\"").value(&site.sources[id]).raw("\"><title>").text(&site.paths[id]).raw(": ");
    html.number(tally.modelled).raw(" + ").number(tally.diagnosed).raw(" + ").number(tally.set_aside());
    html.raw("</title></rect>");
}

fn edge(html: &mut Html, place: Rect) {
    html.raw("<rect class=edge");
    bounds(html, place);
    html.raw(" />");
}

fn bounds(html: &mut Html, Rect { x, y, width, height }: Rect) {
    let whole = |it: f64| it.max(0.0).round() as usize;
    let (left, top) = (whole(x), whole(y));
    html.raw(" x=").number(left).raw(" y=").number(top);
    html.raw(" width=").number(whole(x + width) - left).raw(" height=").number(whole(y + height) - top);
}

/// How much of a page is in the model, of what is not set aside.
pub(super) fn class(tally: &Tally) -> &'static str {
    let counted = tally.modelled + tally.diagnosed;
    match (tally.modelled * 100).checked_div(counted) {
        None => "ca",
        Some(100) => "c4",
        Some(90..) => "c3",
        Some(60..) => "c2",
        Some(1..) => "c1",
        Some(_) => "c0",
    }
}

/// Places with areas in the ratio of some weights, which have to fall, as near to squares as they come: each row takes
/// places while that makes its worst one better (Bruls, Huizing and van Wijk, 2000).
fn squarified(weights: &[f64], whole: Rect) -> Vec<Rect> {
    let total: f64 = weights.iter().sum();
    let scale = if total > 0.0 { whole.width * whole.height / total } else { 0.0 };
    let areas: Vec<f64> = weights.iter().map(|weight| weight * scale).collect();
    let (mut rest, mut places, mut from) = (whole, Vec::with_capacity(areas.len()), 0);
    while from < areas.len() {
        let side = rest.width.min(rest.height).max(1.0);
        let (mut to, mut sum) = (from + 1, areas[from]);
        while to < areas.len()
            && worst(&areas[from..=to], sum + areas[to], side) <= worst(&areas[from..to], sum, side)
        {
            sum += areas[to];
            to += 1;
        }
        let depth = sum / side;
        let mut at = 0.0;
        for area in &areas[from..to] {
            let length = if depth > 0.0 { area / depth } else { 0.0 };
            places.push(match rest.width >= rest.height {
                true => Rect { x: rest.x, y: rest.y + at, width: depth, height: length },
                false => Rect { x: rest.x + at, y: rest.y, width: length, height: depth },
            });
            at += length;
        }
        match rest.width >= rest.height {
            true => (rest.x, rest.width) = (rest.x + depth, rest.width - depth),
            false => (rest.y, rest.height) = (rest.y + depth, rest.height - depth),
        }
        from = to;
    }
    places
}

/// The worst ratio of sides in a row.
fn worst(row: &[f64], sum: f64, side: f64) -> f64 {
    let (most, least) = (row.first().copied().unwrap_or(1.0), row.last().copied().unwrap_or(1.0));
    let (side, sum) = (side * side, sum * sum);
    (side * most / sum).max(sum / (side * least))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_fill_the_map() {
        let whole = Rect { x: 0.0, y: 0.0, width: 600.0, height: 400.0 };
        let places = squarified(&[6.0, 6.0, 4.0, 3.0, 2.0, 2.0, 1.0], whole);
        let area = |it: &Rect| it.width * it.height;
        assert!((places.iter().map(area).sum::<f64>() - 240_000.0).abs() < 1e-6);
        assert!((area(&places[0]) - 60_000.0).abs() < 1e-6 && (area(&places[6]) - 10_000.0).abs() < 1e-6);
        let ratio = |it: &Rect| (it.width / it.height).max(it.height / it.width);
        assert!(places.iter().all(|place| ratio(place) < 3.0));
        assert!(squarified(&[], whole).is_empty());
    }
}
