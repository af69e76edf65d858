//! Forms of a line that gives a route, or one half of it, in the order in which they are tried: the first that finds
//! something decides.

use super::{Strength, labels, tags};
use crate::dialect::Dialect;
use crate::page::{route_forms, routes};
use crate::syntax::markdown::Line;
use smallvec::SmallVec;
use std::borrow::Cow;

/// Routes that one line lists, at most.
const MAX_LISTED: usize = 16;

/// What one place gives: a method, a path, or both.
pub(super) type Given = (Strength, Option<routes::Method>, Option<routes::Path>);

/// A form of a route on a line of the page.
pub(super) type Form = fn(&str, &Line<'_>, &Dialect) -> Vec<Given>;

/// Where parameters stand.
pub(super) const LINE: &[Form] = &[tag, badge, label, alone];

/// Below a title of its own, behind what came back.
pub(super) const LABELS: &[Form] = &[label];

/// Where a line may be a sentence.
pub(super) const SENTENCE: &[Form] = &[tag, badge, several, label, alone, sentence];

/// In a section that is there to give the address.
pub(super) const ADDRESS: &[Form] = &[in_code, listed, route, tag, badge, label, relative, path, segment];

/// In a section that is there to give the method.
pub(super) const METHOD: &[Form] = &[route, tag, label, method];

/// `<Route method="GET" path="/x" />`
fn tag(text: &str, line: &Line<'_>, dialect: &Dialect) -> Vec<Given> {
    let found = tags::read(text, line, dialect);
    found.into_iter().map(|(method, path)| (Strength::Address, Some(method), Some(path))).collect()
}

/// `` ![](https://x.org/badge/-GET-blue) `/x` ``
fn badge(text: &str, line: &Line<'_>, _: &Dialect) -> Vec<Given> {
    let found = tags::badge(text, line);
    found.into_iter().map(|(method, path)| (Strength::Line, Some(method), Some(path))).collect()
}

/// `- Method: POST`, `- URL: /x`, `请求方式 POST`
fn label(_: &str, line: &Line<'_>, dialect: &Dialect) -> Vec<Given> {
    let labels::Labelled { routes, methods, path } = labels::read(line, dialect);
    match routes.is_empty() {
        true => halves(methods, path),
        false => both(Strength::Address, routes),
    }
}

/// `POST /x`
fn alone(_: &str, line: &Line<'_>, _: &Dialect) -> Vec<Given> {
    both(Strength::Line, route_forms::all_alone(line).unwrap_or_default())
}

/// `Send a GET request to /x.`
fn sentence(_: &str, line: &Line<'_>, _: &Dialect) -> Vec<Given> {
    both(Strength::Prose, route_forms::in_sentence(line).into_iter().collect())
}

/// `` `DELETE /x/{id}` or `DELETE /v2/x/{id}` ``: several routes, each in code of its own.
fn in_code(text: &str, line: &Line<'_>, dialect: &Dialect) -> Vec<Given> {
    let pieces: Vec<&str> = line.span.of(text).split('`').collect();
    let alone = |piece: &&str| route_forms::all_alone(&Line { text: Cow::Borrowed(*piece), span: line.span });
    let routes: Option<Vec<route_forms::Routes>> = pieces.iter().skip(1).step_by(2).map(alone).collect();
    let routes = routes.filter(|routes| routes.len() > 1).unwrap_or_default();
    let meant =
        routes.into_iter().zip(pieces.iter().step_by(2)).filter(|(_, before)| !denies(before, dialect));
    both(Strength::Address, meant.flat_map(|(routes, _)| routes).collect())
}

/// Whether a text in front of a route ends with a word that says it is not the one: `, not`.
fn denies(before: &str, dialect: &Dialect) -> bool {
    let before = before.trim_end().to_lowercase();
    dialect.notes.not_called.iter().any(|word| {
        let rest = before.strip_suffix(word.as_str());
        rest.is_some_and(|rest| !word.is_ascii() || !rest.ends_with(char::is_alphanumeric))
    })
}

/// `GET /x, GET /x/{id}`, `GET /x 或 GET /x/{id}`: several routes, a mark or a word between two.
fn listed(_: &str, line: &Line<'_>, dialect: &Dialect) -> Vec<Given> {
    let text = line.text.as_ref();
    let begins = |at: usize| {
        let is_word = !text[..at].ends_with(|c: char| c.is_ascii_alphanumeric());
        let target = routes::leading_methods(&text[at..]).1;
        is_word && target.len() < text.len() - at && target.trim_start().starts_with('/')
    };
    let capitals = text.match_indices(|c: char| c.is_ascii_uppercase()).map(|(at, _)| at);
    let mut starts: Vec<usize> = capitals.filter(|at| begins(*at)).take(MAX_LISTED).collect();
    if starts.len() < 2 {
        return Vec::new();
    }
    starts.push(text.len());
    let alone = |range: &[usize]| {
        let piece = text[range[0]..range[1]]
            .trim_end_matches(|c: char| c.is_whitespace() || ",，、;；/|".contains(c));
        let joint = piece.rsplit_once(' ').filter(|(_, word)| dialect.compounds.is_joint(word));
        let piece = joint.map_or(piece, |(piece, _)| piece);
        route_forms::all_alone(&Line { text: Cow::Borrowed(piece), span: line.span })
    };
    let routes: Option<Vec<route_forms::Routes>> = starts.windows(2).map(alone).collect();
    both(Strength::Address, routes.unwrap_or_default().into_iter().flatten().collect())
}

/// The same where a line has nothing else, a word between them or the end of a line aside.
fn several(text: &str, line: &Line<'_>, dialect: &Dialect) -> Vec<Given> {
    let raw = line.span.of(text).trim();
    if !raw.starts_with('`') || !raw.ends_with('`') {
        return Vec::new();
    }
    let is_joint = |part: &str| {
        let word = part.trim_matches(|c: char| c.is_whitespace() || ",，、;；/|".contains(c));
        let is_break = matches!(word, "" | "<br>" | "<br/>" | "<br />");
        is_break || dialect.compounds.is_joint(word)
    };
    let mut between = raw.trim_matches('`').split('`').skip(1).step_by(2);
    if !between.all(is_joint) {
        return Vec::new();
    }
    let given = in_code(text, line, dialect);
    given.into_iter().map(|(_, method, path)| (Strength::Line, method, path)).collect()
}

/// `POST /x`, with other words around it.
fn route(_: &str, line: &Line<'_>, _: &Dialect) -> Vec<Given> {
    let routes = route_forms::all_alone(line);
    both(Strength::Address, routes.unwrap_or_else(|| route_forms::pair(line).into_iter().collect()))
}

/// `x/{id} (DELETE)`: a path that lacks its first slash.
fn relative(_: &str, line: &Line<'_>, _: &Dialect) -> Vec<Given> {
    both(Strength::Address, route_forms::relative(line).unwrap_or_default())
}

/// A path or a URL, with a label for its method behind it or without.
fn path(_: &str, line: &Line<'_>, dialect: &Dialect) -> Vec<Given> {
    let path = routes::path(line);
    path.map(|path| halves(labels::behind(line, dialect).0, Some(path))).unwrap_or_default()
}

/// `POST _trees`: a path of one segment may lack its slash.
fn segment(_: &str, line: &Line<'_>, _: &Dialect) -> Vec<Given> {
    both(Strength::Address, route_forms::segment(line).into_iter().collect())
}

/// Methods, with a label for their address behind them or without.
fn method(_: &str, line: &Line<'_>, dialect: &Dialect) -> Vec<Given> {
    let methods = routes::methods(line);
    if methods.is_empty() { Vec::new() } else { halves(methods, labels::behind(line, dialect).1) }
}

/// Methods and a path that labels of their own gave: each method with the path.
fn halves(methods: SmallVec<[routes::Method; 1]>, path: Option<routes::Path>) -> Vec<Given> {
    if methods.is_empty() {
        return path.map(|path| (Strength::Address, None, Some(path))).into_iter().collect();
    }
    methods.into_iter().map(|method| (Strength::Address, Some(method), path.clone())).collect()
}

/// Routes as sites have them.
pub(super) fn both(strength: Strength, routes: route_forms::Routes) -> Vec<Given> {
    let spelled = |(method, path): route_forms::Route| {
        routes::spelled(path).into_iter().map(move |path| (strength, Some(method.clone()), Some(path)))
    };
    routes.into_iter().flat_map(spelled).collect()
}
