//! What the pages of a doc set share: types and values outside of the calls, and what calls take over from others.
//!
//! A page is read ahead of the others when a row of another page, or one of its own, links to it, when it has a section of
//! types, or when a line names one of its calls. The rest of the doc set is read page by page, and forgotten.

use super::work::Work;
use super::{Set, guard, without};
use crate::config::Without;
use crate::dialect::words::{finder, is_identifier};
use crate::dialect::{Dialect, Role, TypeWord};
use crate::lower::calls::{Call, Wanted, route};
use crate::lower::definitions;
use crate::lower::description::Memo;
use crate::lower::draft::DefinitionId;
use crate::lower::pages::Pages;
use crate::lower::shared::{Offer, Shared};
use crate::lower::{Anchor, CallName, Context, answers, inherits, links, route as routes};
use crate::page::{self, titles};
use crate::source::SourceFile;
use crate::syntax::markdown;
use aho_corasick::AhoCorasick;
use rayon::prelude::*;
use std::collections::BTreeSet;

/// What a page asks of others, and whether it has something for them.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Asked {
    links: Vec<Anchor>,
    calls: Vec<CallName>,
    has_types: bool,
    /// Whether a line says that something is as in a call of the page.
    has_same: bool,
}

/// What the pages of a doc set share, and what each of them asks and offers, in the order of the work.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub shared: Shared,
    pub asked: Vec<Asked>,
    pub offers: Vec<bool>,
    linked: BTreeSet<Anchor>,
    calls: BTreeSet<CallName>,
}

/// Reads the pages that others refer to, and what they offer. Where tables are turned off, nothing is shared.
pub(super) fn gather(work: &mut [Work<'_>], files: &[SourceFile], set: &Set, meanings: &Memo) -> Gathered {
    let mut shared = Shared::new(Pages::new(files));
    if set.without.contains(&Without::Table) {
        return Gathered { shared, ..Gathered::default() };
    }
    let base = &shared;
    let asked: Vec<Asked> =
        work.par_iter().map(|work| ask(context(work, set, meanings, base), &set.without)).collect();
    let linked: BTreeSet<Anchor> = asked.iter().flat_map(|asked| &asked.links).cloned().collect();
    let calls: BTreeSet<CallName> = asked.iter().flat_map(|asked| &asked.calls).cloned().collect();
    let offers = offers(work, &asked, &linked, &calls);
    let wanted = Wanted::new(&calls);
    let read = |(work, (asked, offers)): (&mut Work<'_>, (&Asked, &bool))| {
        let context = context(work, set, meanings, base);
        offers.then(|| offer(work, set, (&linked, asked.wanted(&wanted)), context)).flatten()
    };
    let mut offered: Vec<Offer> =
        work.par_iter_mut().zip(asked.par_iter().zip(&offers)).filter_map(read).collect();
    offered.sort_by_key(|offer| offer.page);
    offered.into_iter().for_each(|offer| shared.add(offer));
    Gathered { shared, asked, offers, linked, calls }
}

impl Asked {
    /// Which of its own calls are wanted, where not all of them are.
    fn wanted<'w>(&self, by_name: &'w Wanted) -> Option<&'w Wanted> {
        (!self.has_same).then_some(by_name)
    }
}

impl Gathered {
    /// Takes a page in its new text. False where other pages may hear of what is new: they have to be read again.
    /// `is_used` says whether others use a definition.
    pub(super) fn change(
        &mut self,
        (at, work): (usize, &mut Work<'_>),
        set: &Set,
        meanings: &Memo,
        is_used: &dyn Fn(DefinitionId) -> bool,
    ) -> bool {
        let Some(before) = self.asked.get(at) else { return set.without.contains(&Without::Table) };
        let of_page = context(work, set, meanings, &self.shared);
        // Whatever comes of it, the page is read for its calls.
        let (asked, ()) = rayon::join(|| ask(of_page, &set.without), || work.read(set));
        let one = std::slice::from_ref(&*work);
        let offers = offers(one, std::slice::from_ref(&asked), &self.linked, &self.calls);
        if asked != *before || offers[..] != self.offers[at..=at] {
            return false;
        }
        if !offers[0] {
            return true;
        }
        let page = work.file.id;
        let others = self.asked.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, asked)| asked);
        let is_linked = |asked: &Asked| asked.links.iter().any(|anchor| anchor.page == page);
        let calls: BTreeSet<&CallName> = others.clone().flat_map(|asked| &asked.calls).collect();
        if others.clone().any(is_linked) || named(calls).is_match(&work.file.text) {
            return false;
        }
        let of_page = context(work, set, meanings, &self.shared);
        let wanted = Wanted::new(&self.calls);
        let offer = offer(work, set, (&self.linked, asked.wanted(&wanted)), of_page);
        offer.is_some_and(|offer| self.shared.replace(offer, is_used))
    }
}

fn context<'a>(work: &Work<'a>, set: &'a Set, meanings: &'a Memo, shared: &'a Shared) -> Context<'a> {
    Context { file: work.file, dialect: &set.dialect, meanings, shared }
}

/// Looks for what a page asks of others, without reading it.
fn ask(context: Context<'_>, off: &[Without]) -> Asked {
    if without::is_silent(context.file, off) {
        return Asked::default();
    }
    let text = context.file.text.as_str();
    let (calls, same) = inherits::asked(context);
    let mut asked = Asked { calls, ..Asked::default() };
    asked.links.extend(asked.calls.iter().filter_map(|call| call.link.clone()));
    // Titles in other words are not found among those that are wanted.
    let is_title = |call: &CallName| call.link.is_none() && route(&call.text).is_none();
    asked.has_same = !same.is_empty() || asked.calls.iter().any(is_title);
    let is_elsewhere = |call: &CallName| route(&call.text).is_some() || call.text.contains(' ');
    asked.calls.extend(same.into_iter().filter(is_elsewhere));
    let mut named: BTreeSet<&str> = BTreeSet::new();
    for line in text.lines() {
        match line.trim_start().bytes().next() {
            Some(b'#') if !asked.has_types => {
                asked.has_types = opens_types(line, context.dialect) || titles_object(line, context.dialect);
                named.extend(type_name(line, context.dialect));
            }
            Some(b'<') if !asked.has_types && line.contains("<h") => {
                asked.has_types = opens_types(&markdown::inline::plain(line), context.dialect);
            }
            // A line that begins with a link may name the type of the answer.
            Some(b'|' | b'<' | b'[') if markdown::may_hold_link(line) => {
                asked.links.extend(links::of_text(line, context));
            }
            Some(_) if markdown::may_hold_link(line) && line.contains("](") => {
                // A row may lack the bar in front.
                if line.contains('|') {
                    asked.links.extend(links::of_text(line, context));
                    continue;
                }
                let told = answers::told_sent(line, context.dialect);
                asked.links.extend(told.flat_map(|rest| links::of_text(rest, context)));
                // `Returns a [lamp](#lamp-object) object.`
                let begin = line.trim_start().to_lowercase();
                // `See [NewTree](#newtree).`
                let is_same = || inherits::is_same(line, context.dialect);
                if is_same()
                    || context.dialect.notes.returns.iter().any(|word| begin.starts_with(word.as_str()))
                {
                    asked.links.extend(links::of_text(line, context));
                }
            }
            _ => {}
        }
    }
    asked.has_types |= !named.is_empty() && has_cell(text, &named);
    asked
}

/// Whether a heading titles an object that calls may speak of: `The lamp object`.
fn titles_object(heading: &str, dialect: &Dialect) -> bool {
    let title = heading.trim().trim_matches('#').trim();
    let last = title.rsplit_once(' ').map(|(_, last)| last);
    last.is_some_and(|word| dialect.types.get(word) == Some(TypeWord::Object))
}

/// What a heading names that is one word with a capital, as types are.
fn type_name<'t>(heading: &'t str, dialect: &Dialect) -> Option<&'t str> {
    let name = heading.trim().trim_matches('#').trim();
    let is_name = name.starts_with(|c: char| c.is_ascii_uppercase()) && is_identifier(name);
    let is_word = || dialect.sections.get(name).is_some() || dialect.columns.get(name).is_some();
    (is_name && !is_word()).then_some(name)
}

/// Whether a cell of a table, without what is around it in a type, is one of the names.
fn has_cell(text: &str, names: &BTreeSet<&str>) -> bool {
    let rows = text.lines().filter(|line| line.contains('|'));
    let words = |cell: &str| {
        cell.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').any(|word| names.contains(word))
    };
    let is_type = |cell: &&str| cell.split_whitespace().count() <= 3 && words(cell);
    rows.flat_map(|row| row.split('|')).any(|cell| is_type(&cell))
}

/// Whether a heading opens a section of types.
fn opens_types(heading: &str, dialect: &Dialect) -> bool {
    let title = titles::without_attributes(heading.trim().trim_matches('#').trim().into());
    titles::read(&title, dialect).role == Some(Role::Types)
}

/// Which pages have something for others.
fn offers(
    work: &[Work<'_>],
    asked: &[Asked],
    linked: &BTreeSet<Anchor>,
    calls: &BTreeSet<CallName>,
) -> Vec<bool> {
    let pages: BTreeSet<u32> = linked.iter().map(|anchor| anchor.page).collect();
    let named = named(calls);
    let is_named = |text: &str| named.patterns_len() > 0 && named.is_match(text);
    let offers = |(work, asked): (&Work<'_>, &Asked)| {
        asked.has_types || asked.has_same || pages.contains(&work.file.id) || is_named(&work.file.text)
    };
    work.par_iter().zip(asked).map(offers).collect()
}

/// Finds the pages that may have one of these calls.
fn named<'c>(calls: impl IntoIterator<Item = &'c CallName>) -> AhoCorasick {
    let path = |call: &CallName| route(&call.text).map_or(call.text.to_string(), |(_, path)| path);
    // Placeholders may have other names there.
    let fixed = |path: String| path.split('{').next().map(str::to_owned);
    let fixed = calls.into_iter().map(path).filter_map(fixed).filter(|path| path.len() > 1);
    finder(fixed)
}

/// Reads a page and what it offers; the page is kept for its own calls.
fn offer(
    work: &mut Work<'_>,
    set: &Set,
    (linked, wanted): (&BTreeSet<Anchor>, Option<&Wanted>),
    context: Context<'_>,
) -> Option<Offer> {
    work.read(set);
    let (file, (page, _)) = (work.file.id, work.page.as_ref()?);
    let read = guard::run(|| {
        let definitions = definitions::read(page, linked, context);
        let calls = calls(page, set, wanted, context);
        Offer { page: file, definitions, calls, places: definitions::places(page, file) }
    });
    read.ok()
}

/// The calls of a page that others take over.
fn calls(page: &page::Page<'_>, set: &Set, wanted: Option<&Wanted>, context: Context<'_>) -> Vec<Call> {
    if wanted.is_some_and(Wanted::is_empty) {
        return Vec::new();
    }
    // What is found here is told where the page is read for its calls: no rows have to be counted.
    let route = |endpoint| Some((endpoint, routes::decide(endpoint, 0, &set.table, context).0?));
    definitions::calls(page.endpoints.iter().filter_map(route), wanted, context)
}
