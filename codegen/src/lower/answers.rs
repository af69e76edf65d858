//! What sentences say of whole bodies: what a call returns, that it returns nothing, that its body is a list.

mod lists;
mod plain;

use super::anchor::Anchor;
use super::context::Context;
use super::draft::{Answer, Body, Draft, Type};
use super::{inherits, links, types};
use crate::dialect::words::is_identifier;
use crate::dialect::{Column, Dialect, Role, TypeWord};
use crate::model;
use crate::page::{Endpoint, Section, Side, Table, placement, titles};
use crate::syntax::markdown::{self, Line, Span};

/// Longest sentence that is read, in characters.
const MAX_SENTENCE: usize = 160;

/// The first sentence that says what the call returns.
pub fn read(page: &Endpoint<'_>, draft: &mut Draft<'_>, context: Context<'_>) {
    let is_told = |section: &&Section<'_>| section.describes_call() || section.role == Role::Response;
    let told = page.sections.iter().filter(is_told);
    let of_sides = told.flat_map(|section| section.lines().map(move |line| (section.side, line)));
    // Behind the arguments, a line that begins so speaks of the answer as well.
    let is_sent = |section: &&Section<'_>| section.side == Side::Request && section.has_table();
    let behind = page.sections.iter().filter(is_sent).flat_map(|section| section.lines());
    let behind = behind.filter(|line| returns(&line.text, context.dialect)).map(|line| (Side::Request, line));
    let answers = of_sides.chain(behind).filter_map(|(side, line)| answer(side, line, context));
    draft.answer = answers.into_iter().next();
    let described = page.sections.iter().filter(|section| section.describes_call());
    let mut told = described.flat_map(|section| section.lines());
    draft.bodies.extend(told.find_map(|line| sent(line, context)));
    let mut bodies = page.sections.iter().filter(|section| is_body(section) && !section.has_table());
    draft.bodies.extend(bodies.find_map(|section| linked_alone(section, context)));
}

/// A body that is nothing but a link: `[NewTree](#newtree)` below `Request Body`.
fn linked_alone(section: &Section<'_>, context: Context<'_>) -> Option<Body> {
    let mut lines = section.lines().filter(|line| !line.text.trim().is_empty());
    let (Some(line), None) = (lines.next(), lines.next()) else { return None };
    let raw = context.text(line.span).trim();
    // `See [NewTree](#newtree).`
    let named = inherits::same(&line.text, &context.dialect.same);
    let is_all = |text: &str| text == line.text.trim() || named == Some(text);
    let is_alone = matches!(markdown::links(raw).as_slice(), [link] if is_all(&link.text));
    let (ty, links) = said(raw, context).filter(|(_, links)| is_alone && !links.is_empty())?;
    let origin = context.origin(line.span);
    Some(Body { side: Side::Request, ty, linked: None, links, docs: Default::default(), origin, rows: 0 })
}

/// What a sentence of the description says that is sent: `The body is a [tree](#tree).`
fn sent(line: &Line<'_>, context: Context<'_>) -> Option<Body> {
    let told = told_sent(context.text(line.span), context.dialect);
    let short = told.filter(|rest| markdown::inline::plain(rest).chars().count() <= MAX_SENTENCE);
    let mut named = short.filter_map(|rest| said(rest.trim_end_matches(['.', '。', ' ']), context));
    let (ty, links) = named.find(|(_, links)| !links.is_empty())?;
    let (origin, docs) = (context.origin(line.span), Default::default());
    Some(Body { side: Side::Request, ty, linked: None, links, docs, origin, rows: 0 })
}

/// What the sentences of a text say that is sent.
pub fn told_sent<'t>(text: &'t str, dialect: &'t Dialect) -> impl Iterator<Item = &'t str> {
    let sentences = text.split(['。', '\n']).flat_map(|part| part.split(". "));
    sentences.filter_map(|sentence| {
        let mut sends = dialect.notes.sends.iter();
        sends.find_map(|words| behind(sentence.trim_start(), words))
    })
}

/// What follows words that a sentence begins with, in any case.
fn behind<'s>(sentence: &'s str, words: &str) -> Option<&'s str> {
    let begin = sentence.get(..words.len()).filter(|begin| begin.eq_ignore_ascii_case(words))?;
    sentence.get(begin.len()..).filter(|rest| !rest.starts_with(char::is_alphanumeric) || !words.is_ascii())
}

fn answer(side: Side, line: &Line<'_>, context: Context<'_>) -> Option<Answer> {
    let dialect = context.dialect;
    if line.text.chars().count() > MAX_SENTENCE || placement::announces_failure(line, dialect) {
        return None;
    }
    let origin = context.origin(line.span);
    if let Some(ty) = plain::shown(line, context).filter(|_| side == Side::Response) {
        return Some(Answer { ty: Some(ty), links: Vec::new(), origin, member: String::new() });
    }
    if dialect.phrases.no_content.are_in(&line.text) {
        return Some(Answer { ty: None, links: Vec::new(), origin, member: String::new() });
    }
    let mut sentences = parts(behind_label(context.text(line.span), &line.text));
    sentences.find_map(|sentence| {
        let opens = opened(sentence, dialect);
        // Below the title of the answer the verb goes without saying.
        let rest = opens.or((side == Side::Response).then_some(sentence))?;
        let phrase = rest.trim_end_matches(['.', '。', ' ']);
        let plain = || Some((plain::told(phrase, opens.is_some(), dialect)?, Vec::new()));
        let (member, phrase) = member(phrase, dialect).unwrap_or(("", phrase));
        let named = if opens.is_some() {
            plain::head(phrase.trim_start_matches([':', '：']), dialect)
        } else {
            phrase
        };
        let (ty, links) = said(phrase, context).or_else(|| said(named, context)).or_else(plain)?;
        Some(Answer { ty: Some(ty), links, origin, member: member.to_owned() })
    })
}

/// The member of an object that has what a phrase says, and the rest: ``an object with a `data` property that has …``
fn member<'p>(phrase: &'p str, dialect: &Dialect) -> Option<(&'p str, &'p str)> {
    let (before, rest) = phrase.split_once('`')?;
    let (name, rest) = rest.split_once('`')?;
    let mut words = before.split(|c: char| !c.is_alphanumeric());
    let is_object =
        words.any(|word| matches!(dialect.types.get(word), Some(TypeWord::Object | TypeWord::Map)));
    (is_object && !before.contains('[') && is_identifier(name)).then_some((name, rest))
}

/// Whether a line begins with the words by which a sentence says what a call returns.
fn returns(line: &str, dialect: &Dialect) -> bool {
    dialect.notes.returns.iter().any(|word| behind(line, word).is_some())
}

/// What a line says behind the label that it begins with: `**Response:** [Leaf](#leaf)`.
fn behind_label<'t>(raw: &'t str, said: &str) -> &'t str {
    let is_bold = raw.trim_start().starts_with("**");
    let rest = raw.split_once([':', '：']).map(|(_, rest)| rest.trim_start_matches(['*', ' ']));
    let is_rest = |rest: &&str| markdown::inline::plain(rest).trim() == said;
    rest.filter(|_| is_bold).filter(is_rest).unwrap_or(raw)
}

/// The sentences of a text.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(['。', '\n']).flat_map(|part| part.split(". "))
}

/// What follows the words by which a sentence says what a call returns.
fn opened<'s>(sentence: &'s str, dialect: &Dialect) -> Option<&'s str> {
    let lower = sentence.to_lowercase();
    let begin = lower.len() - lower.trim_start().len();
    let found = dialect.notes.returns.iter().filter_map(|word| {
        // Words of ASCII letters stand at the begin, and others in texts that have others.
        let at = match word.is_ascii() {
            true => Some(begin).filter(|begin| lower[*begin..].starts_with(word.as_str())),
            false if lower.is_ascii() => None,
            false => lower.find(word.as_str()),
        };
        at.map(|at| (at, at + word.len()))
    });
    let (_, end) = found.min_by_key(|(at, end)| (*at, std::cmp::Reverse(*end)))?;
    sentence.get(end..)
}

/// The type that a phrase names: `a list of [leaf](#leaf) objects`, `the leaf object`.
fn said(phrase: &str, context: Context<'_>) -> Option<(Type, Vec<Anchor>)> {
    let dialect = context.dialect;
    let found = markdown::links(phrase);
    let plain = markdown::inline::plain(phrase);
    if let [link] = found.as_slice() {
        let before = phrase.split('[').next().unwrap_or_default();
        let is_list = before
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| dialect.types.get(word) == Some(TypeWord::List))
            || lists::names_behind(phrase.rsplit(')').next().unwrap_or_default(), dialect);
        let name = link.text.trim_matches(['`', '*']);
        // `[List](leaf.md)`: the link says of what. `[List](#list)` leads to a type of that name.
        let end = link.target.rsplit(['#', '/']).next().unwrap_or_default();
        let bears_name = end.trim_end_matches(".md").eq_ignore_ascii_case(name);
        if !bears_name && dialect.types.get(name) == Some(TypeWord::List) {
            let ty = Type::list(Type::AnyObject);
            return Some((ty, links::of_text(phrase, context).collect()));
        }
        // `[List<Leaf>](leaf.md)`
        let parsed = types::parse(name, dialect);
        let is_spelled = parsed.known
            && matches!(&parsed.ty, model::Type::Array(inner) if matches!(**inner, model::Type::Object(_)));
        if is_spelled {
            return Some((Type::from(parsed.ty), links::of_text(phrase, context).collect()));
        }
        let ty = Type::Named(name.to_owned());
        let mut before = before.split(|c: char| !c.is_alphanumeric());
        if before.any(|word| dialect.types.get(word) == Some(TypeWord::Map)) {
            return Some((Type::map(ty), links::of_text(phrase, context).collect()));
        }
        return Some((if is_list { Type::list(ty) } else { ty }, links::of_text(phrase, context).collect()));
    }
    let plain = plain.trim().trim_start_matches([':', '：']).trim();
    let is_qualifier = |word: &&str| {
        let mut known = dialect.notes.qualifiers.iter();
        known.any(|one| one.eq_ignore_ascii_case(word))
    };
    let words: Vec<&str> = plain.split(' ').filter(|word| !is_qualifier(word)).collect();
    let parsed = types::parse(&words.join(" "), dialect);
    let ty = Type::from(parsed.ty);
    (parsed.known && matches!(ty.leaf(), Type::Named(_))).then_some((ty, Vec::new()))
}

/// The arguments that must be sent where a sentence of a section says that all others may be left out.
pub fn all_optional_but(section: &Section<'_>, dialect: &Dialect) -> Option<Vec<String>> {
    let short = section.lines().filter(|line| line.text.len() <= MAX_PARAGRAPH);
    short.filter_map(|line| dialect.phrases.all_optional.but(&line.text)).next()
}

/// Longest line that is searched for such a sentence, in bytes.
const MAX_PARAGRAPH: usize = 2000;

/// What the title and the lines of a section say of its tables: read once, however many there are.
#[derive(Debug)]
pub struct OfTables<'s> {
    /// Whether the title says that the body is a list.
    is_list: bool,
    /// The lines that say so of what they stand before.
    list_body: Vec<&'s Line<'s>>,
    /// The table of the elements of a list that the answer is.
    elements: Option<Span>,
    /// What must be sent where a sentence says that all other arguments may be left out.
    pub all_optional_but: Option<Vec<String>>,
}

impl<'s> OfTables<'s> {
    /// Reads a section.
    pub fn read(section: &'s Section<'_>, dialect: &Dialect) -> Self {
        let is_body = is_body(section);
        let is_answer = section.role == Role::Response && !section.nested;
        let told = section.lines().filter(|line| {
            is_body && (has_list_body(&line.text, dialect) || lists::opens(&line.text, dialect))
                || is_answer && lists::names(&line.text, dialect)
        });
        Self {
            is_list: is_body && titles::list_title(&section.heading, dialect).is_some(),
            list_body: told.collect(),
            elements: is_answer.then(|| lists::elements(section, dialect)).flatten(),
            all_optional_but: (!section.nested).then(|| all_optional_but(section, dialect)).flatten(),
        }
    }

    /// Whether a sentence before a table, or the title above it, says that the body is a list of what the table describes.
    pub fn is_list_body(&self, table: &Table<'_>) -> bool {
        let mut before = self.list_body.iter().filter(|line| line.span.start < table.span.start);
        self.is_list
            || self.elements == Some(table.span)
            || before.any(|line| !names_field(&line.text, table))
    }
}

fn is_body(section: &Section<'_>) -> bool {
    matches!(section.role, Role::Request | Role::BodyParams) && !section.nested
}

/// Whether a section of the body has no table and says so in a sentence: for those below its headings.
pub fn opens_list_body(section: &Section<'_>, dialect: &Dialect) -> bool {
    let mut sentences = section.lines().flat_map(|line| line.text.split(". "));
    let is_told = |text: &str| dialect.phrases.list_body.are_in(text);
    is_body(section)
        && !section.has_table()
        && sentences.any(|text| text.chars().count() <= MAX_SENTENCE && is_told(text))
}

/// Whether a section that describes the call says so in front of the table of the body: a sentence that begins with the
/// phrase, or ends in a colon.
pub fn tells_list_body(section: &Section<'_>, table: &Table<'_>, dialect: &Dialect) -> bool {
    let sentences = section.lines().flat_map(|line| line.text.split(['。', '\n']));
    let mut sentences = sentences.flat_map(|part| part.split(". "));
    section.span.start < table.span.start
        && sentences.any(|text| tells(text, dialect) && says_list_body(text, table, dialect))
}

fn tells(sentence: &str, dialect: &Dialect) -> bool {
    sentence.trim().ends_with([':', '：']) || dialect.phrases.list_body.begin(sentence)
}

fn says_list_body(text: &str, table: &Table<'_>, dialect: &Dialect) -> bool {
    has_list_body(text, dialect) && !names_field(text, table)
}

fn has_list_body(text: &str, dialect: &Dialect) -> bool {
    text.chars().count() <= MAX_SENTENCE && dialect.phrases.list_body.are_in(text)
}

/// `items` is a list of objects: the sentence is on a field.
fn names_field(text: &str, table: &Table<'_>) -> bool {
    let mut words =
        text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').filter(|word| word.len() > 1);
    words.any(|word| table.rows().any(|row| row.cell(Column::Name).is_some_and(|cell| cell.text == word)))
}
