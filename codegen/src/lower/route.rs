//! Route: name, method, path and host of an endpoint, from the page and the route table.

use super::Context;
use crate::diagnostic::{Diagnostic, code};
use crate::dialect::{Dialect, NameSource};
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
    endpoint.id = name((&word, &endpoint.path), page, row, context);
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
    found.extend(unnamed(&endpoint.id, page, row, context));
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
        endpoint.host.clone_from(&path.host);
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
    endpoint.host.clone_from(&path.host);
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

/// The operation's name: the row's, else the first source of the dialect that yields an identifier.
fn name(
    (method, path): (&str, &str),
    page: &page::Endpoint<'_>,
    row: Option<&Row>,
    context: Context<'_>,
) -> String {
    if let Some(row) = row {
        return row.name.clone();
    }
    if let Some((name, _)) = &page.operation {
        return name.clone();
    }
    let heading = page.title.as_ref().map(|(title, _)| title.trim()).unwrap_or_default();
    // A heading that is the route itself: `POST /v1/charges` is `create_charge`.
    let is_route =
        || page::route_forms::pair(&Line { text: heading.into(), span: Span::default() }).is_some();
    let routes = &context.dialect.routes;
    let source = |source: &NameSource| match source {
        NameSource::Heading => identifier(heading),
        NameSource::HeadingTail => {
            heading.rsplit([' ', '-', '－', '—']).find(|part| !part.is_empty()).and_then(identifier)
        }
        NameSource::HeadingWords if is_route() => method_and_path(method, path),
        NameSource::HeadingWords => heading_words(heading),
        NameSource::FrontMatter => {
            let title = page::titles::of_front_matter(&context.file.text).filter(|_| page.alone)?;
            identifier(title).or_else(|| heading_words(title))
        }
        NameSource::Link => page.title.as_ref().and_then(|(_, span)| link(context.text(*span))),
        NameSource::Folder => {
            context.file.path.rsplit('/').nth(1).filter(|_| page.alone).and_then(identifier)
        }
        NameSource::FileStem => identifier(context.file.stem()).filter(|_| page.alone),
        NameSource::PathTail => fixed(path).last().and_then(identifier),
        NameSource::PathAll => path_all(path, &routes.strip),
        NameSource::MethodAndPath => method_and_path(method, path),
    };
    routes.name.iter().find_map(source).unwrap_or_default()
}

/// A heading that should name the operation and does not.
fn unnamed(
    id: &str,
    page: &page::Endpoint<'_>,
    row: Option<&Row>,
    context: Context<'_>,
) -> Option<Diagnostic> {
    let (heading, span) = page.title.as_ref().filter(|_| row.is_none() && page.operation.is_none())?;
    let by_heading = context.dialect.routes.name.first() == Some(&NameSource::Heading);
    let words = context.dialect.routes.name.contains(&NameSource::HeadingWords);
    let named = identifier(heading.trim()).is_some() || words && heading_words(heading.trim()).is_some();
    (by_heading && !named).then(|| {
        Diagnostic::new(&code::NAME_FROM_FILE, format!("the heading does not name the operation `{id}`"))
            .label(context.origin(*span), "a title, no name")
            .note("the name comes from the next source of the dialect: file name, then path")
            .help(format!("write `{id}` into the heading"))
    })
}

fn identifier(text: &str) -> Option<String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    (text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.chars().all(plain)).then(|| text.to_owned())
}

/// `## [Plant a tree](trees.html#plantTree)`: what the link of a heading leads to.
fn link(heading: &str) -> Option<String> {
    let (_, target) = heading.rsplit_once("](")?;
    let target = target.split([')', ' ', '?']).next()?;
    let last = target.rsplit(['#', '/']).find(|part| !part.is_empty())?;
    identifier(last.split('.').next().unwrap_or(last))
}

fn fixed(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|segment| !segment.is_empty() && !segment.contains('{'))
}

/// Every fixed segment after the prefixes that say nothing.
fn path_all(path: &str, strip: &[String]) -> Option<String> {
    let rest = strip.iter().find_map(|prefix| path.strip_prefix(prefix.as_str())).unwrap_or(path);
    let name = fixed(rest).collect::<Vec<_>>().join("_").replace('-', "_");
    identifier(&name)
}

/// `New order list - OCO (TRADE)` is `new_order_list_oco`.
pub fn heading_words(heading: &str) -> Option<String> {
    let plain = heading.split(['(', '（']).next().unwrap_or(heading).to_lowercase();
    let words = plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    // `3.2.4 Creating a Cluster`: the number of the heading is no part of the name.
    let words = words.skip_while(|word| word.bytes().all(|byte| byte.is_ascii_digit()));
    if heading.is_ascii() { identifier(&words.collect::<Vec<_>>().join("_")) } else { None }
}

/// `POST /v1/regions/{id}/instances` creates an instance.
fn method_and_path(method: &str, path: &str) -> Option<String> {
    let last = fixed(path).last()?;
    let one = path.trim_end_matches('/').ends_with('}');
    let verb = match method {
        "POST" => "create",
        "PUT" | "PATCH" => "update",
        "DELETE" => "delete",
        _ if one => "get",
        _ => "list",
    };
    let noun = if verb == "list" { last } else { last.strip_suffix('s').unwrap_or(last) };
    identifier(&format!("{verb}_{noun}"))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        assert_eq!(method_and_path("POST", "/v1/regions/{id}/instances").as_deref(), Some("create_instance"));
        assert_eq!(method_and_path("GET", "/v1/x/{id}").as_deref(), Some("get_x"));
        assert_eq!(path_all("/api/v3/guild/list", &["/api/v3".to_owned()]).as_deref(), Some("guild_list"));
        assert_eq!(heading_words("New order list - OCO (TRADE)").as_deref(), Some("new_order_list_oco"));
        assert_eq!(heading_words("24hr ticker"), None);
        assert_eq!(link("[Plant](trees.html#plantTree)").as_deref(), Some("plantTree"));
        assert_eq!(link("[Plant](api/PlantTree.html)").as_deref(), Some("PlantTree"));
        assert_eq!(link("Plant"), None);
        assert_eq!(identifier("创建"), None);
        assert_eq!(identifier("004_x"), None);
    }
}
