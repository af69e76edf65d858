//! Sections: titles that nobody knows, by what stands below them and by the words that they are made of.

use super::association::Association;
use super::columns::is_method;
use super::draft::{Draft, Evidence};
use super::survey::Page;
use crate::dialect::words::dense;
use crate::dialect::{Column, Dialect, Role, built_in, normalize};
use crate::lower::{titles, types};
use crate::model::Type;
use crate::page::{TableKind, columns, route_forms, routes, titles as headings};
use crate::syntax::markdown::{Block, Kind, Line, Span, Table};
use std::collections::{BTreeMap, BTreeSet};

/// Tables of a folder that is an example rather than a manual.
const FEW: usize = 6;

/// Longest title that may be a word.
const TITLE: usize = 48;

/// What stands below the titles of one text.
#[derive(Debug, Default)]
struct Stats {
    title: String,
    evidence: Evidence,
    /// How often it is the first title of a page.
    first: usize,
    /// Tables of fields, and those that say what must be sent.
    tables: usize,
    required: usize,
    /// Blocks of JSON, and those that hold fields that are sent.
    json: usize,
    sent: usize,
    /// Blocks and lines that are requests.
    requests: usize,
    /// Blocks that are routes and no more.
    routes: usize,
    methods: usize,
    paths: usize,
    /// How often it follows a part of a response, or one of a request.
    after_response: usize,
    after_request: usize,
}

/// Proposes `[sections]`, and the words around names in titles of nested tables.
pub(super) fn propose(pages: &[Page<'_>], draft: &mut Draft) -> Result<(), built_in::Error> {
    let dialect = draft.dialect()?;
    let mut walk = Walk { dialect: &dialect, found: BTreeMap::new(), affixes: BTreeMap::new() };
    pages.iter().enumerate().for_each(|(at, page)| walk.page(at, page));
    let Walk { found, affixes, .. } = walk;
    let least = draft.least();
    for ((key, word), evidence) in &affixes {
        if evidence.pages >= least {
            draft.word("nesting", key, word, evidence.text("title"));
        }
    }
    let association = Association::new(&built_in::shared().sections);
    let tables: usize = found.values().map(|stats| stats.tables).sum();
    let mut stats: Vec<&Stats> = found.values().collect();
    stats.sort_by_key(|stats| (std::cmp::Reverse(stats.evidence.rows), &stats.title));
    for stats in stats {
        let Evidence { pages, rows, .. } = stats.evidence;
        // Titles of a page of many calls stand there more than once.
        let is_repeated = pages >= least && (tables <= FEW || rows > 1) || rows > 2;
        let role = role(stats, &association, draft.pages).filter(|_| is_repeated && stats.first * 2 <= rows);
        if let Some(role) = role {
            draft.word("sections", key(role), &stats.title, stats.evidence.text("place"));
        }
    }
    Ok(())
}

fn key(role: Role) -> &'static str {
    match role {
        Role::Description => "description",
        Role::Method => "method",
        Role::Url => "url",
        Role::Request => "request",
        Role::Auth => "auth",
        Role::HeaderParams => "header_params",
        Role::PathParams => "path_params",
        Role::QueryParams => "query_params",
        Role::BodyParams => "body_params",
        Role::RequestExample => "request_example",
        Role::ResponseExample => "response_example",
        Role::Example => "example",
        Role::Response => "response",
        Role::Types => "types",
        Role::Errors => "errors",
        Role::Note => "note",
        Role::Other => "other",
    }
}

/// What a title opens.
fn role(stats: &Stats, association: &Association<Role>, pages: usize) -> Option<Role> {
    let most = |count: usize| count * 2 > stats.evidence.rows;
    let says = |roles: &[Role]| association.best(&stats.title, |role| roles.contains(&role));
    if most(stats.methods) && !most(stats.paths) {
        return Some(Role::Method);
    }
    // The title of a call has its route below it too, and each call has another one.
    if most(stats.paths + stats.routes) {
        return (stats.evidence.rows > 1 || stats.routes == 0).then_some(Role::Url);
    }
    if most(stats.tables) {
        return fields(stats, &says);
    }
    // Any title of prose may have a sample below it: one that is made of no known word has to be common.
    let is_known = !association.shares(&stats.title).is_empty();
    let is_sample = most(stats.json + stats.requests) && (is_known || stats.evidence.pages * 20 >= pages);
    is_sample.then(|| sample(stats, &says))
}

/// Which of some roles the shared words vote for, with its share.
type Says<'s> = &'s dyn Fn(&[Role]) -> Option<(Role, f64)>;

/// A title above tables of fields. One without a known word is a section only where nothing else names the side.
fn fields(stats: &Stats, says: Says<'_>) -> Option<Role> {
    const SENT: [Role; 5] =
        [Role::Request, Role::HeaderParams, Role::PathParams, Role::QueryParams, Role::BodyParams];
    let sum = |roles: &[Role]| -> f64 {
        roles.iter().filter_map(|role| says(&[*role])).map(|(_, share)| share).sum()
    };
    let sent = sum(&SENT);
    let (total, back) = (sent + sum(&[Role::RequestExample]), sum(&[Role::Response, Role::ResponseExample]));
    if total.max(back) >= 0.5 {
        return Some(if back > total { Role::Response } else { sided(says, sent) });
    }
    // Without a word of either side it may be the title of a nested table.
    let alone = stats.evidence.rows - stats.after_request - stats.after_response;
    match () {
        () if stats.required * 2 > stats.tables && alone * 2 > stats.evidence.rows => Some(Role::Request),
        () if stats.required == 0 && stats.after_request * 2 > stats.evidence.rows => Some(Role::Response),
        () => None,
    }
}

/// The half of the request that a title names; the request as a whole where it names none.
fn sided(says: Says<'_>, total: f64) -> Role {
    let halves = [Role::HeaderParams, Role::PathParams, Role::QueryParams, Role::BodyParams];
    match says(&halves) {
        Some((role, share)) if share > 0.6 * total && share > 0.5 => role,
        _ => Role::Request,
    }
}

fn sample(stats: &Stats, says: Says<'_>) -> Role {
    if stats.requests * 2 > stats.evidence.rows {
        return Role::RequestExample;
    }
    let share = |role| says(&[role]).map_or(0.0, |(_, share)| share);
    let sent = share(Role::RequestExample) + share(Role::Request);
    let back = share(Role::ResponseExample) + share(Role::Response);
    match () {
        () if (sent - back).abs() > 0.4 && sent > back => Role::RequestExample,
        () if (sent - back).abs() > 0.4 => Role::ResponseExample,
        () if stats.sent * 2 > stats.json => Role::RequestExample,
        () if stats.after_response * 2 > stats.evidence.rows || stats.sent == 0 => Role::ResponseExample,
        () => Role::Example,
    }
}

/// Names on a page.
#[derive(Default)]
struct Names {
    /// Of fields.
    all: BTreeSet<String>,
    /// Of types, and of fields that hold more.
    structured: BTreeSet<String>,
}

impl Names {
    fn has(&self, name: &str) -> bool {
        self.all.contains(name) || self.structured.contains(name)
    }
}

struct Walk<'d> {
    dialect: &'d Dialect,
    found: BTreeMap<String, Stats>,
    /// Words around the names that titles name, by key.
    affixes: BTreeMap<(&'static str, String), Evidence>,
}

/// Where the walk over a page is.
#[derive(Default)]
struct Place {
    /// The title above, when nobody knows it.
    title: Option<String>,
    /// Whether something was counted for it.
    counted: [bool; 5],
    response: bool,
    request: bool,
    /// Names of fields that are sent.
    sent: BTreeSet<String>,
    titles: usize,
}

impl Walk<'_> {
    fn page(&mut self, at: usize, page: &Page<'_>) {
        let names = self.names(page);
        let mut place = Place::default();
        let text = &page.file.text;
        for (index, block) in page.document.blocks.iter().enumerate() {
            let next = page.document.blocks.get(index + 1);
            match &block.kind {
                Kind::Heading { text, .. } => self.title(text, at, &names, &mut place),
                Kind::Lines { lines, .. } => {
                    lines.iter().for_each(|line| self.line(line, at, &mut place));
                    if let Some(label) = lines.last().and_then(|line| label(text, line, next)) {
                        self.title(&label, at, &names, &mut place);
                    }
                }
                Kind::Table(table) => self.table(table, &mut place),
                Kind::Code { body, .. } => self.code(text, *body, &mut place),
            }
        }
    }

    /// Names of fields and types on a page: titles that name them are those of nested tables.
    fn names(&self, page: &Page<'_>) -> Names {
        let mut names = Names::default();
        for block in &page.document.blocks {
            let Kind::Table(table) = &block.kind else { continue };
            let columns = columns::read(table, self.dialect);
            for row in &table.rows {
                let cells = || table.cells_of(row).iter().zip(&columns);
                let of =
                    |what: Column| cells().find(|(_, column)| **column == Some(what)).map(|(cell, _)| cell);
                let ty = of(Column::Type).map(|cell| types::parse(&cell.text, self.dialect).ty);
                let ty = ty.as_ref().map(Type::leaf);
                if let Some(Type::Object(name)) = ty {
                    names.structured.insert(name.to_string());
                }
                let Some(name) = of(Column::Name) else { continue };
                names.all.insert(name.text.trim().to_owned());
                if matches!(ty, Some(Type::Object(_) | Type::Any)) {
                    names.structured.insert(name.text.trim().to_owned());
                }
            }
        }
        names
    }

    fn title(&mut self, heading: &str, at: usize, names: &Names, place: &mut Place) {
        let title = headings::unnumbered(heading.trim());
        let read = headings::read(title, self.dialect);
        place.titles += 1;
        if let Some(role) = read.role {
            let side = crate::page::sections::side(role);
            place.request |= side == crate::page::Side::Request;
            place.response |= side == crate::page::Side::Response;
            place.title = None;
            return;
        }
        let paths = titles::parse(title, self.dialect);
        let is_nested = paths.iter().any(|path| path.last().is_some_and(|last| names.has(last)));
        if is_nested || title.chars().count() > TITLE || title.contains('/') && title.contains(' ') {
            place.title = None;
            return;
        }
        if let Some((key, word)) = affix(title, &names.structured) {
            self.affixes.entry((key, word)).or_default().count(at, 1);
            place.title = None;
            return;
        }
        let normal = normalize(title).into_owned();
        let stats = self.found.entry(normal.clone()).or_default();
        if stats.title.is_empty() {
            stats.title = title.trim_end_matches([':', '：']).to_owned();
        }
        stats.evidence.count(at, 1);
        stats.first += usize::from(place.titles == 1);
        stats.after_response += usize::from(place.response);
        stats.after_request += usize::from(place.request && !place.response);
        (place.title, place.counted) = (Some(normal), [false; 5]);
    }

    /// `Verb: POST` and a line that is a method or a path.
    fn line(&mut self, line: &Line<'_>, at: usize, place: &mut Place) {
        let (label, value) = match line.text.split_once([':', '：']) {
            Some((label, value)) if !value.trim_start().starts_with("//") => (Some(label), value.trim()),
            _ => (None, line.text.trim()),
        };
        let value = value.trim_matches('`');
        let is_method = !value.is_empty() && is_method(value);
        let is_path = value.starts_with('/')
            && !value.contains(char::is_whitespace)
            && routes::path(&Line { text: value.into(), span: line.span }).is_some();
        if !is_method && !is_path || label.is_some_and(|label| label.contains('"')) {
            return;
        }
        let label = label.map(|label| label.trim_matches(['-', '*', ' ', '`']));
        match label.filter(|label| label.chars().count() <= TITLE) {
            Some(label) if self.dialect.sections.get(label).is_none() => {
                let stats = self.found.entry(normalize(label).into_owned()).or_default();
                if stats.title.is_empty() {
                    stats.title = label.to_owned();
                }
                stats.evidence.count(at, 1);
                stats.methods += usize::from(is_method);
                stats.paths += usize::from(is_path);
            }
            Some(_) => {}
            None => {
                self.below(place, 0, |stats| stats.methods += usize::from(is_method));
                self.below(place, 1, |stats| stats.paths += usize::from(is_path));
            }
        }
    }

    fn table(&mut self, table: &Table<'_>, place: &mut Place) {
        let columns = columns::read(table, self.dialect);
        if columns::kind(&columns, table) != TableKind::Fields {
            return;
        }
        let has = |column| columns.contains(&Some(column));
        let required = has(Column::Required) || has(Column::Optional) || has(Column::Location);
        if required {
            let name = columns.iter().position(|column| *column == Some(Column::Name)).unwrap_or_default();
            let cells = table.rows.iter().filter_map(|row| table.cells_of(row).get(name));
            place.sent.extend(cells.map(|cell| dense(&cell.text)));
        }
        self.below(place, 2, |stats| {
            stats.tables += 1;
            stats.required += usize::from(required);
        });
        place.request |= required;
    }

    fn code(&mut self, text: &str, body: Span, place: &mut Place) {
        use crate::syntax::samples::{self, Body};
        let samples = samples::read(body.of(text));
        let mut lines = body.of(text).lines().filter(|line| !line.trim().is_empty()).peekable();
        let is_routes = lines.peek().is_some()
            && lines.all(|line| route_forms::alone(&Line { text: line.into(), span: body }).is_some());
        if is_routes {
            self.below(place, 4, |stats| stats.routes += 1);
            return;
        }
        let is_request =
            samples.iter().any(|sample| matches!(sample.body, Body::RequestLine { .. } | Body::Query(_)));
        let json = samples.iter().find_map(|sample| match &sample.body {
            Body::Json(document) => Some(document),
            _ => None,
        });
        let members = json.map(|document| document.root.members()).unwrap_or_default();
        let known = members.iter().filter(|member| place.sent.contains(&dense(&member.name))).count();
        let is_sent = known > 0 && known * 2 >= members.len();
        let is_json = json.is_some();
        self.below(place, 3, |stats| {
            stats.requests += usize::from(is_request);
            stats.json += usize::from(is_json && !is_request);
            stats.sent += usize::from(is_sent);
        });
    }

    /// Counts something below the title at hand, once for each kind of thing.
    fn below(&mut self, place: &mut Place, what: usize, count: impl FnOnce(&mut Stats)) {
        let Some(stats) = place.title.as_ref().and_then(|title| self.found.get_mut(title)) else { return };
        if !std::mem::replace(&mut place.counted[what], true) {
            count(stats);
        }
    }
}

/// A line in bold or before a colon that stands right above a table or a block of code.
fn label(text: &str, line: &Line<'_>, next: Option<&Block<'_>>) -> Option<String> {
    let heads = next.is_some_and(|next| matches!(next.kind, Kind::Table(_) | Kind::Code { .. }));
    let title = line.text.trim();
    let ends = title.ends_with([':', '：']);
    let label = title.trim_end_matches([':', '：']);
    let is_short =
        !label.is_empty() && label.chars().count() <= 40 && !label.contains(['.', '。', ',', '，']);
    (heads && is_short && (ends || headings::is_bold(text, line.span))).then(|| label.to_owned())
}

/// `Shape of Care`, where `Care` is a name: the word before it, or the one behind.
fn affix(title: &str, names: &BTreeSet<String>) -> Option<(&'static str, String)> {
    if title.contains([':', '：']) {
        return None;
    }
    let is_name = |word: &str| names.contains(word.trim_matches(['`', '*', '[', ']']));
    if let Some((rest, last)) = title.rsplit_once(' ').filter(|(_, last)| is_name(last)) {
        return (!is_name(rest) && last.len() > 1).then(|| ("prefixes", rest.trim().to_owned()));
    }
    let (first, rest) = title.split_once(' ').filter(|(first, _)| is_name(first))?;
    (first.len() > 1 && !is_name(rest)).then(|| ("suffixes", rest.trim().to_owned()))
}
