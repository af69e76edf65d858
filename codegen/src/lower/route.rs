//! Route: name, method, path and host of an endpoint, from the page and the route table.

use super::{Context, operation_names};
use crate::diagnostic::{Diagnostic, code};
use crate::dialect::Dialect;
use crate::limits::PATH_PLACEHOLDERS;
use crate::model::{Endpoint, Fact, Origin, UnknownWord, Vote, Witness};
use crate::page;
use crate::policy::{CORRECTIONS, Claim, ROUTE, Votes};
use crate::routes::{RouteTable, Row};
use crate::syntax::markdown::{Line, Span};
use std::borrow::Cow;

/// Decides the route; without a path or a method there is no endpoint, and a diagnostic accounts for its `rows`.
pub fn decide(
    page: &page::Endpoint<'_>,
    rows: usize,
    table: &RouteTable,
    context: Context<'_>,
) -> (Option<Box<Endpoint>>, Vec<Diagnostic>) {
    let row = row(page, table, context);
    let shown = page.shown.as_ref().filter(|_| row.is_none() && page.path.is_none());
    let origins = vec![context.origin(page::endpoints::place(page))];
    let mut endpoint = Box::new(Endpoint { origins, ..Endpoint::default() });
    let mut word = String::new();
    let mut found = Vec::new();
    let theirs = row.map(|row| full_path(row, context.dialect));
    let theirs = row.zip(theirs.as_deref());
    path(&mut endpoint, page, theirs, context);
    method(&mut endpoint, &mut word, page, row, context);
    found.extend(theirs.and_then(|theirs| conflict((&word, &endpoint.path), page, theirs, context)));
    found.extend(shown.map(|shown| of_sample(&mut endpoint, &mut word, shown, context)));
    endpoint.id = operation_names::of((&word, &endpoint.path), page, row, context);
    defaults(&mut endpoint, &mut word, context);
    correct(&mut endpoint, &mut word, table, context);
    let place = endpoint.origins[0];
    if endpoint.path.is_empty() || endpoint.id.is_empty() {
        found.push(no_route(place, rows, &endpoint.id, context));
        return (None, found);
    }
    let count = page::routes::placeholders(&endpoint.path).len();
    if count > PATH_PLACEHOLDERS {
        found.push(too_many_placeholders(&endpoint, count).rows(rows));
        return (None, found);
    }
    match word.parse() {
        Ok(method) => endpoint.method = method,
        Err(unknown) => {
            found.push(no_method(&endpoint, &word, row, unknown).rows(rows));
            return (None, found);
        }
    }
    found.extend(operation_names::unnamed(&endpoint.id, page, row, context));
    if endpoint.title.is_empty() {
        endpoint.title.extend(row.into_iter().flat_map(|row| row.titles.iter().cloned()));
    }
    (Some(endpoint), found)
}

/// An endpoint whose method nobody names, or one that a client cannot send.
fn no_method(endpoint: &Endpoint, word: &str, row: Option<&Row>, unknown: UnknownWord) -> Diagnostic {
    let Endpoint { id, origins, votes, .. } = endpoint;
    if word.is_empty() {
        return Diagnostic::new(&code::METHOD_MISSING, format!("`{id}` has a path and no method"))
            .label(origins[0], "neither the page nor a route table names the method")
            .subject(id);
    }
    let vote = votes.iter().find(|vote| vote.fact == Fact::Method && vote.won).map(|vote| vote.origin);
    let row = row.filter(|row| Some(row.origin) == vote && row.method == word);
    let place = row.map(|row| row.method_origin).or(vote);
    Diagnostic::new(&code::METHOD_UNSUPPORTED, format!("`{id}` has a method that no client can send"))
        .label(place.unwrap_or(origins[0]), unknown.to_string())
        .subject(id)
        .help("correct the method, or decide with an override: `method = \"...\"`")
}

/// The operations of the further routes that stand beside the one of `first`; an unsupported method is a finding.
pub fn alternates(
    page: &page::Endpoint<'_>,
    first: &Endpoint,
    context: Context<'_>,
) -> (Vec<Box<Endpoint>>, Vec<Diagnostic>) {
    let (mut operations, mut found) = (Vec::new(), Vec::new());
    let (Some(method), Some(path)) = (&page.method, &page.path) else { return (operations, found) };
    let mut names = vec![first.id.clone()];
    for (own_method, own_path) in &page.alternates {
        let suffix = page::routes::suffix((own_method, own_path), (method, path));
        let mut endpoint = Box::new(first.clone());
        endpoint.id = format!("{}_{suffix}", first.id);
        while names.contains(&endpoint.id) {
            endpoint.id.push('_');
        }
        names.push(endpoint.id.clone());
        endpoint.votes.retain(|vote| !matches!(vote.fact, Fact::Path | Fact::Method));
        endpoint.path.clone_from(&own_path.path);
        let origin = context.origin(own_path.span);
        endpoint.votes.cast(Fact::Path, Witness::InlineRoute, own_path.path.as_str(), origin);
        endpoint.votes.cast(Fact::Method, Witness::InlineRoute, own_method.name.as_str(), origin);
        match own_method.name.parse() {
            Ok(method) => {
                endpoint.method = method;
                operations.push(endpoint);
            }
            Err(unknown) => found.push(no_method(&endpoint, &own_method.name, None, unknown)),
        }
    }
    (operations, found)
}

/// Whether the route table knows the endpoint.
pub fn is_known(page: &page::Endpoint<'_>, table: &RouteTable, context: Context<'_>) -> bool {
    row(page, table, context).is_some()
}

fn too_many_placeholders(endpoint: &Endpoint, count: usize) -> Diagnostic {
    let message = format!("the path of `{}` has {count} placeholders", endpoint.id);
    let place =
        endpoint.votes.iter().find(|vote| vote.fact == Fact::Path && vote.won).map(|vote| vote.origin);
    Diagnostic::new(&code::TOO_MANY_PLACEHOLDERS, message)
        .label(place.unwrap_or(endpoint.origins[0]), format!("at most {PATH_PLACEHOLDERS} are read"))
        .subject(&endpoint.id)
}

/// The table's row for a page: by file name, else by the name in the heading.
fn row<'t>(page: &page::Endpoint<'_>, table: &'t RouteTable, context: Context<'_>) -> Option<&'t Row> {
    let heading = || page.title.as_ref().and_then(|(title, _)| table.get(title.trim()));
    page.alone.then(|| table.get(context.file.stem())).flatten().or_else(heading)
}

/// `theirs` is the route table's row and its path.
fn path(
    endpoint: &mut Endpoint,
    page: &page::Endpoint<'_>,
    theirs: Option<(&Row, &str)>,
    context: Context<'_>,
) {
    if let Some(path) = &page.path {
        endpoint.path.clone_from(&path.path);
        (endpoint.host, endpoint.http) = (path.host.clone(), path.http);
        endpoint.votes.cast(Fact::Path, Witness::InlineRoute, path.path.as_str(), context.origin(path.span));
    }
    if let Some((row, theirs)) = theirs {
        let claim = Claim::new(Fact::Path, Witness::RouteTable, theirs, row.origin);
        hold_against(&mut endpoint.path, &mut endpoint.votes, claim);
    }
}

/// A claim on the method or path: it agrees with what was decided, or the policy says who wins.
fn hold_against(decided: &mut String, votes: &mut Vec<Vote>, claim: Claim) {
    let said = claim.says.clone();
    if decided.is_empty() || *decided == said {
        votes.cast(claim.fact, claim.witness, claim.says, claim.origin);
    } else if !votes.decide(&ROUTE, claim) {
        return;
    }
    *decided = said.into();
}

/// The row's path below the dialect's prefix, with placeholders as everywhere.
fn full_path(row: &Row, dialect: &Dialect) -> String {
    let text = match dialect.routes.table_prefix.as_str() {
        prefix if row.prefixed && !prefix.is_empty() => Cow::Owned([prefix, &row.path].concat()),
        _ => Cow::Borrowed(row.path.as_str()),
    };
    let line = Line { text, span: Span::default() };
    page::routes::path(&line).map_or_else(|| line.text.into_owned(), |path| path.path)
}

/// `word` is the method in upper case, as far as it was found.
fn method(
    endpoint: &mut Endpoint,
    word: &mut String,
    page: &page::Endpoint<'_>,
    row: Option<&Row>,
    context: Context<'_>,
) {
    if let Some(method) = &page.method {
        word.clone_from(&method.name);
        let origin = context.origin(method.span);
        endpoint.votes.cast(Fact::Method, Witness::InlineRoute, method.name.as_str(), origin);
    }
    if let Some(row) = row.filter(|row| !row.method.is_empty()) {
        let claim = Claim::new(Fact::Method, Witness::RouteTable, row.method.as_str(), row.origin);
        hold_against(word, &mut endpoint.votes, claim);
    }
}

fn conflict(
    (method, path): (&str, &str),
    page: &page::Endpoint<'_>,
    (row, theirs): (&Row, &str),
    context: Context<'_>,
) -> Option<Diagnostic> {
    let same = path == theirs && (row.method.is_empty() || method == row.method);
    let span = page.path.as_ref().map(|path| path.span).or(page.method.as_ref().map(|method| method.span))?;
    (!same).then(|| {
        let message = format!("the page says `{method} {path}`, the route table `{} {theirs}`", row.method);
        Diagnostic::new(&code::ROUTE_CONFLICT, message)
            .label(context.origin(span), "the page says this")
            .label(row.origin, "the route table's entry")
            .note("the page decides")
    })
}

/// The route that only the request line of a sample shows.
fn of_sample(
    endpoint: &mut Endpoint,
    word: &mut String,
    (method, path): &(page::routes::Method, page::routes::Path),
    context: Context<'_>,
) -> Diagnostic {
    let origin = context.origin(path.span);
    endpoint.path.clone_from(&path.path);
    (endpoint.host, endpoint.http) = (path.host.clone(), path.http);
    endpoint.votes.cast(Fact::Path, Witness::RequestExample, path.path.as_str(), origin);
    if word.is_empty() {
        word.clone_from(&method.name);
        endpoint.votes.cast(Fact::Method, Witness::RequestExample, method.name.as_str(), origin);
    }
    let message = format!("only a sample shows the route `{word} {}`", endpoint.path);
    let note = match endpoint.path.contains('{') {
        true => "numbers in the path of the sample became arguments",
        false => "where the sample puts a value into the path, the call always sends that value",
    };
    Diagnostic::new(&code::ROUTE_OF_SAMPLE, message)
        .label(origin, "the request line of this sample")
        .note(note)
        .help("write method and path, with `{name}` placeholders, under a heading of their own")
}

/// What the dialect says of pages without a path or a method.
fn defaults(endpoint: &mut Endpoint, word: &mut String, context: Context<'_>) {
    let routes = &context.dialect.routes;
    let place = endpoint.origins[0];
    if endpoint.path.is_empty() && !routes.default_path.is_empty() && !endpoint.id.is_empty() {
        endpoint.path = routes.default_path.replace("{name}", &endpoint.id);
        endpoint.votes.cast(Fact::Path, Witness::Dialect, routes.default_path.as_str(), place);
    }
    if word.is_empty() && !routes.default_method.is_empty() {
        word.clone_from(&routes.default_method);
        endpoint.votes.cast(Fact::Method, Witness::Dialect, routes.default_method.as_str(), place);
    }
}

/// What overrides say of the route wins; a page without any name is known to them by its file name.
fn correct(endpoint: &mut Endpoint, word: &mut String, table: &RouteTable, context: Context<'_>) {
    let name = if endpoint.id.is_empty() { context.file.stem() } else { endpoint.id.as_str() };
    let rows = table.corrections(name);
    if !rows.is_empty() {
        endpoint.id = name.to_owned();
    }
    for row in rows {
        let path = full_path(row, context.dialect);
        for (fact, says) in [(Fact::Path, &path), (Fact::Method, &row.method)] {
            if says.is_empty() {
                continue;
            }
            let claim = Claim::new(fact, Witness::Override, says.as_str(), row.origin);
            if !endpoint.votes.decide(&CORRECTIONS, claim) {
                continue;
            }
            let target = if fact == Fact::Path { &mut endpoint.path } else { &mut *word };
            target.clone_from(says);
        }
    }
}

fn no_route(place: Origin, rows: usize, name: &str, context: Context<'_>) -> Diagnostic {
    let name = if name.is_empty() { context.file.stem() } else { name };
    Diagnostic::new(&code::NO_ROUTE, format!("`{}` has no path", context.file.stem()))
        .subject(name)
        .label(place, "neither the page nor a route table names the path")
        .help("name a route table in `docwright.toml`: `routes = \"...\"`")
        .rows(rows)
}
