//! Alternatives that only their fields tell: tables whose titles name nothing that the call has, and that describe some field
//! again. A server takes or returns one of them, so none of their fields has to be there unless all have it.

use super::tree::Tree;
use crate::diagnostic::{Diagnostic, code};
use crate::dialect::Dialect;
use crate::limits::MENTIONED_TITLES;
use crate::lower::draft::{Answer, Body, Content, Row, Table};
use crate::lower::side_name;
use crate::lower::titles::{self, Titles};
use crate::page::Side;
use crate::syntax::json::Node;
use aho_corasick::{AhoCorasick, AhoCorasickKind};
use foldhash::HashSet;
use smol_str::SmolStr;
use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap};

/// Marks such tables of each side as variants of what it sends or returns.
pub fn tell(
    tables: &mut [Table],
    (bodies, answer): (&[Body], Option<&Answer>),
    tree: &mut Tree<'_>,
    dialect: &Dialect,
) {
    alone(tables, (bodies, answer), tree, dialect);
    if tables.iter().filter(|table| may_be_one(table)).nth(1).is_none() {
        return;
    }
    let spoken = Spoken::of(tables, bodies, answer, (tree, dialect));
    for side in [Side::Request, Side::Response] {
        // A request of titled tables alone is told by the rule on kinds.
        if side == Side::Request && !tables.iter().any(|table| table.side == side && table.titles.is_empty())
        {
            continue;
        }
        let free = tables.iter().enumerate().filter(|(_, table)| table.side == side && may_be_one(table));
        let free: Vec<usize> =
            free.filter(|(_, table)| !spoken.names(table, dialect)).map(|(at, _)| at).collect();
        for at in repeating(tables, &free) {
            let table = &mut tables[at];
            table.variant = title(table).map(str::to_owned);
            table.titles = Titles::default();
            tree.diagnostics.push(told(table));
        }
    }
}

/// The only table of a side, under a title that nothing speaks of and that is no name on the wire, lists what the side sends or
/// returns: `Options`, `Schema`.
fn alone(
    tables: &mut [Table],
    (bodies, answer): (&[Body], Option<&Answer>),
    tree: &mut Tree<'_>,
    dialect: &Dialect,
) {
    for side in [Side::Request, Side::Response] {
        let is_said =
            bodies.iter().any(|body| body.side == side) || side == Side::Response && answer.is_some();
        let mut own = tables.iter().enumerate().filter(|(_, table)| table.side == side);
        let (Some((at, table)), None) = (own.next(), own.next()) else { continue };
        if is_said || table.titles.is_empty() || !may_be_one(table) || may_be_wire_name(table, dialect) {
            continue;
        }
        if Spoken::of(tables, bodies, answer, (tree, dialect)).names(table, dialect) {
            continue;
        }
        let shown = title(table).unwrap_or_default();
        let message = format!("the table under `{shown}` is read as the fields of the {}", side_name(side));
        let found = Diagnostic::new(&code::UNNAMED_TABLE, message)
            .label(table.origin, "its title names no field, and no other table lists them")
            .help("add the title to `[sections]` of the dialect");
        tree.diagnostics.push(found);
        tables[at].titles = Titles::default();
    }
}

/// Whether a title may be the name of a field that no table lists: `data`, `userInfo`.
fn may_be_wire_name(table: &Table, dialect: &Dialect) -> bool {
    let is_name = |name: &SmolStr| {
        name.starts_with(|c: char| c.is_ascii_lowercase())
            || name.contains('_')
            || name.eq_ignore_ascii_case(&dialect.envelope.payload)
    };
    table.titles.iter().any(|path| path.len() > 1 || path.iter().any(is_name))
}

fn told(table: &Table) -> Diagnostic {
    let (title, side) = (title(table).unwrap_or_default(), side_name(table.side));
    let message = format!("the table under `{title}` is read as one of several forms of the {side}");
    Diagnostic::new(&code::UNNAMED_TABLE, message)
        .label(table.origin, "its title names no field, and another table describes some of its fields too")
        .help("name the field that the table describes in its title")
}

/// Whether a table has a title and stands for itself.
fn may_be_one(table: &Table) -> bool {
    let is_plain = table.variant.is_none() && table.definition.is_none() && !table.is_list_body;
    let is_of_fields = matches!(table.content, Content::Fields { .. });
    let is_title = title(table).is_some() && table.titles.iter().all(|path| path.len() == 1);
    is_plain && is_of_fields && is_title && !table.continues
}

/// What titles a table.
fn title(table: &Table) -> Option<&str> {
    Some(table.title.as_str()).filter(|title| !title.is_empty()).or(table.caption.as_deref())
}

/// Those of the tables that share a field with one of another title.
fn repeating(tables: &[Table], free: &[usize]) -> BTreeSet<usize> {
    let mut by_field: HashMap<&SmolStr, Vec<usize>> = HashMap::new();
    for &at in free {
        for row in rows(&tables[at]).iter().filter(|row| row.parents.is_empty() && row.depth == 0) {
            by_field.entry(&row.field.name).or_default().push(at);
        }
    }
    let differ =
        |places: &&Vec<usize>| places.iter().any(|&at| title(&tables[at]) != title(&tables[places[0]]));
    by_field.values().filter(differ).flatten().copied().collect()
}

fn rows(table: &Table) -> &[Row] {
    match &table.content {
        Content::Fields { rows, .. } => rows,
        Content::Values { .. } => &[],
    }
}

/// What rows, bodies, sentences and samples of a call speak of.
struct Spoken {
    /// Names of fields that may hold an object and of types, in small letters.
    names: HashSet<String>,
    links: BTreeSet<crate::lower::Anchor>,
    /// Words of titles that nothing else speaks of.
    asked: Vec<String>,
    /// The descriptions of such fields.
    docs: Vec<SmolStr>,
    /// Which of the words they mention; looked for where one is asked for.
    mentioned: OnceCell<BTreeSet<String>>,
}

impl Spoken {
    fn of(
        tables: &[Table],
        bodies: &[Body],
        answer: Option<&Answer>,
        (tree, dialect): (&Tree<'_>, &Dialect),
    ) -> Self {
        let mut names = HashSet::default();
        let mut links = BTreeSet::new();
        let mut docs = Vec::new();
        for row in tables.iter().flat_map(rows) {
            if row.field.ty.is_container() {
                names.insert(row.field.name.to_lowercase());
            }
            names.extend(row.parents.iter().map(|segment| segment.name.to_lowercase()));
            names.extend(row.field.ty.names().into_iter().map(str::to_lowercase));
            links.extend(row.field.links.iter().cloned());
            if row.field.ty.is_container() {
                docs.extend(row.field.docs.iter().map(|text| text.text.clone()));
            }
        }
        let types = bodies.iter().map(|body| &body.ty).chain(answer.and_then(|answer| answer.ty.as_ref()));
        names.extend(types.flat_map(|ty| ty.names()).map(str::to_lowercase));
        links.extend(bodies.iter().flat_map(|body| &body.links).cloned());
        links.extend(answer.iter().flat_map(|answer| &answer.links).cloned());
        let members = tree.samples.iter().flat_map(|sample| sample.document.root.members());
        let holds_object = |node: &Node<'_>| !node.members().is_empty() || !node.items().is_empty();
        let members = members.filter(|member| holds_object(&member.value));
        names.extend(members.map(|member| member.name.to_lowercase()));
        let mut spoken = Self { names, links, asked: Vec::new(), docs, mentioned: OnceCell::new() };
        let titled = tables.iter().filter(|table| may_be_one(table));
        let asked: BTreeSet<String> = titled.flat_map(|table| words(table, dialect)).collect();
        let asked = asked.into_iter().filter(|word| !spoken.has(word)).take(MENTIONED_TITLES);
        spoken.asked = asked.collect();
        spoken
    }

    /// Whether anything speaks of a table, or may speak of it.
    fn names(&self, table: &Table, dialect: &Dialect) -> bool {
        let words = words(table, dialect);
        let is_mentioned =
            |word: &String| self.mentioned.get_or_init(|| mentioned(&self.asked, &self.docs)).contains(word);
        table.anchors.iter().any(|anchor| self.links.contains(anchor))
            || words.iter().any(|word| self.has(word))
            || words.iter().any(is_mentioned)
    }

    /// Whether a word is one of the names, or one of several of that name.
    fn has(&self, word: &str) -> bool {
        let one = word.strip_suffix('s').unwrap_or(word);
        let is_known = |name: &str| self.names.contains(name);
        let is_several = |end: &&str| is_known(&[one, end].concat());
        is_known(word) || is_known(one) || ["s", "_list", "list"].iter().any(is_several)
    }
}

/// The words of the titles of a table, in small letters.
fn words(table: &Table, dialect: &Dialect) -> Vec<String> {
    let of_title = titles::words(title(table).unwrap_or_default(), dialect);
    table.titles.iter().chain(&of_title).flatten().map(|word| word.to_lowercase()).collect()
}

/// Those of the words that stand in a description: one pass over the descriptions, however many titles there are.
fn mentioned(words: &[String], docs: &[SmolStr]) -> BTreeSet<String> {
    let docs: BTreeSet<String> = docs.iter().map(|text| text.to_lowercase()).collect();
    if words.is_empty() || docs.is_empty() {
        return BTreeSet::new();
    }
    // It is used for one call: what is built in the least time serves best.
    let kind = Some(AhoCorasickKind::NoncontiguousNFA);
    let Ok(search) = AhoCorasick::builder().kind(kind).build(words) else { return BTreeSet::new() };
    let hits = docs.iter().flat_map(|text| search.find_overlapping_iter(text));
    let found: BTreeSet<usize> = hits.map(|hit| hit.pattern().as_usize()).collect();
    found.into_iter().map(|at| words[at].clone()).collect()
}
