//! Sections: role headings switch the side in file order, because heading levels lie.

mod anchors;
mod answers;
mod appendices;
mod captions;
mod groups;
mod names;
mod parameters;
mod presence;
mod tabs;

use super::titles::{self, Heads, Label, Title};
use super::{Item, Section, Side, lists, members, tables, titled_rows};
use crate::dialect::{Dialect, Role};
use crate::syntax::markdown::{Block, Document, Kind, Line, Span};
use anchors::Anchors;
use foldhash::{HashSet, HashSetExt};
use std::borrow::Cow;

/// Cuts a document into sections.
pub fn read<'a>(page: &'a str, document: Document<'a>, dialect: &Dialect) -> Vec<Section<'a>> {
    let headings = document.blocks.iter().filter(|block| matches!(block.kind, Kind::Heading { .. })).count();
    let mut sections = Vec::with_capacity(1 + headings);
    sections.push(first());
    let mut cutter = Cutter {
        text: page,
        dialect,
        sections,
        opened: 0,
        level: 0,
        above_label: 0,
        answer: None,
        structured: HashSet::new(),
        named: HashSet::new(),
        unread: Vec::new(),
    };
    let mut anchors = Anchors { rest: document.anchors.into_iter().peekable(), held: Vec::new() };
    let mut tabs = tabs::all(page);
    let of_calls = groups::of_calls(page, &document.blocks, dialect);
    let mut blocks = document.blocks.into_iter().peekable();
    while let Some(block) = blocks.next() {
        let names = anchors.of(&block);
        let Block { kind, span } = block;
        let heads = match blocks.peek().map(|next| &next.kind) {
            Some(Kind::Table(_)) => Some(Heads::Table),
            Some(Kind::Code { .. }) => Some(Heads::Code),
            _ => None,
        };
        match kind {
            Kind::Heading { level, text, .. } => {
                cutter.heading((level, !of_calls.contains(&span.start)), text, names, span);
            }
            Kind::Lines { item: true, lines } => {
                let is_over = blocks.peek().is_some_and(|next| is_over_items(page, span, next));
                cutter.item(lines, heads, is_over);
            }
            Kind::Lines { item: false, lines } if heads.is_none() && cutter.continues(&lines, span) => {}
            Kind::Lines { item: false, lines } => {
                let below = blocks.peek().and_then(|next| match &next.kind {
                    Kind::Lines { item: true, lines } => Some(lines.as_slice()),
                    _ => None,
                });
                let heads = heads.or_else(|| below.and_then(|below| cutter.heads_list(&lines, below)));
                cutter.lines(lines, heads);
            }
            Kind::Code { info, body, .. } => cutter.push(Item::Code { info, body, sample: None }),
            Kind::Table(table) => {
                cutter.tab(&mut tabs, span);
                let caption = cutter.caption();
                let above = cutter.sections.last().map(|section| section.role);
                let mut table = tables::read(table, span, caption, above, dialect);
                tables::indent(page, &mut table, dialect);
                members::add(page, &mut table, dialect);
                table.anchors = names;
                cutter.table(table);
            }
        }
    }
    titled_rows::join(page, cutter.sections, dialect)
}

/// Whether the next block is an item below the one that begins a span.
fn is_over_items(page: &str, span: Span, next: &Block<'_>) -> bool {
    let indent = |span: Span| page[..span.start].rsplit('\n').next().map_or(0, str::len);
    matches!(next.kind, Kind::Lines { item: true, .. }) && indent(next.span) > indent(span)
}

/// Level of a section that a label opened: below every heading.
pub const LABEL: u8 = 7;

struct Cutter<'a, 'd> {
    text: &'a str,
    dialect: &'d Dialect,
    sections: Vec<Section<'a>>,
    /// The last section that a role opened.
    opened: usize,
    /// Level of the last heading, and of the one above the last label.
    level: u8,
    above_label: u8,
    /// Level of the heading of an answer that this is below.
    answer: Option<u8>,
    /// Names of fields with structure in the tables since then, and those of all fields.
    structured: HashSet<String>,
    named: HashSet<String>,
    /// The places of tables whose names are not among these yet.
    unread: Vec<(usize, usize)>,
}

/// A section before anything is known of it.
pub fn first<'a>() -> Section<'a> {
    Section {
        role: Role::Other,
        nested: false,
        side: Side::None,
        heading: Cow::Borrowed(""),
        span: Span::default(),
        level: 0,
        anchors: Vec::new(),
        status: None,
        items: Vec::new(),
    }
}

/// The side a role opens.
pub fn side(role: Role) -> Side {
    match role {
        Role::Request | Role::Auth | Role::HeaderParams | Role::PathParams => Side::Request,
        Role::QueryParams | Role::BodyParams | Role::RequestExample => Side::Request,
        Role::Response | Role::ResponseExample => Side::Response,
        Role::Description | Role::Method | Role::Url | Role::Types => Side::None,
        Role::Errors | Role::Note | Role::Other | Role::Example => Side::None,
    }
}

impl<'a> Cutter<'a, '_> {
    fn push(&mut self, item: Item<'a>) {
        let shown = self.shown_in(&item);
        if let Some(section) = self.sections.last_mut() {
            // Most sections hold one thing or two, and a page may have as many sections as rows.
            if section.items.len() == section.items.capacity() {
                section.items.reserve_exact(section.items.len().max(1));
            }
            section.items.push(item);
            section.items.extend(shown.into_iter().map(|body| Item::Code { info: "", body, sample: None }));
        }
    }

    fn table(&mut self, table: super::Table<'a>) {
        if let Some(section) = self.sections.last() {
            self.unread.push((self.sections.len() - 1, section.items.len()));
        }
        self.push(Item::Table(table));
    }

    fn open(&mut self, section: Section<'a>) {
        if !section.nested {
            self.opened = self.sections.len();
            self.structured.clear();
            self.named.clear();
            self.unread.clear();
        }
        self.sections.push(section);
    }

    /// `opens` says whether the words of the heading may open a role.
    fn heading(
        &mut self,
        (level, opens): (u8, bool),
        heading: Cow<'a, str>,
        anchors: Vec<&'a str>,
        span: Span,
    ) {
        let heading = titles::without_attributes(heading);
        let Title { role, status } = titles::read(&heading, self.dialect);
        let own = role
            .or_else(|| self.presence_role(&heading, level).filter(|_| status.is_none()))
            .filter(|_| opens);
        if own.is_some() {
            self.note_names();
        }
        let own = own
            .filter(|role| !self.is_field(&heading, level) && !self.is_plain_field(*role, &heading, level));
        self.answer = self.answer.filter(|above| level > *above);
        let level = if own.is_none() && opens { self.appendix(&heading, level, span) } else { level };
        let own = own.map(|role| self.of_answer(role, level, &heading));
        let (role, side) = own.map_or_else(|| self.above(level), |role| (role, self.side_of(role)));
        let nested = own.is_none();
        let heading = if nested && role == Role::Types { self.named_type(heading, level) } else { heading };
        self.level = level;
        self.open(Section { role, nested, side, heading, span, level, anchors, status, items: Vec::new() });
    }

    /// `### Properties` below `## Lamp` is about the type `Lamp`.
    fn named_type(&self, heading: Cow<'a, str>, level: u8) -> Cow<'a, str> {
        let says_nothing =
            self.dialect.nesting.suffixes.iter().any(|word| word.eq_ignore_ascii_case(&heading));
        let above = self.sections.last().filter(|above| says_nothing && above.nested && above.level < level);
        above.map_or(heading, |above| above.heading.clone())
    }

    /// What a heading that opens no role stands below. A label ends where a heading comes that is not below its own; a
    /// note ends where a heading of its level comes, and what it interrupted goes on.
    fn above(&self, level: u8) -> (Role, Side) {
        let Some(last) = self.sections.last() else { return (Role::Other, Side::None) };
        let opener = &self.sections[self.opened];
        if opener.level == LABEL && level <= self.above_label {
            return (Role::Other, Side::None);
        }
        let over = matches!(opener.role, Role::Note | Role::Other) && level <= opener.level
            || opener.role == Role::Errors && level < opener.level && opener.level != LABEL;
        if opener.role == Role::Types && self.ends_types(level) {
            return (Role::Other, Side::None);
        }
        let before = self.sections[..self.opened].last();
        match before.filter(|before| before.side != Side::None) {
            Some(before) if over => (before.role, before.side),
            None if over => (Role::Other, Side::None),
            _ => (last.role, last.side),
        }
    }

    /// Whether a heading that opens no role ends a section of types: it is none of those below, which have tables.
    fn ends_types(&self, level: u8) -> bool {
        let opener = self.sections[self.opened].level;
        let is_type = |section: &Section<'_>| {
            section.level > opener && section.items.iter().any(|item| matches!(item, Item::Table(_)))
        };
        level <= opener && self.sections[self.opened + 1..].iter().any(is_type)
    }

    /// A list item: a parameter where parameters stand, a title where it `is_over` other items and is one, else prose.
    fn item(&mut self, lines: Vec<Line<'a>>, heads: Option<Heads>, is_over: bool) {
        if self.tagged(&lines) {
            return;
        }
        if let [line] = lines.as_slice()
            && let Some(role) =
                self.dialect.sections.get(&line.text).filter(|role| is_over && side(*role) != Side::None)
        {
            let label = Label {
                title: Title { role: Some(role), status: None },
                text: line.text.to_string(),
                rest: None,
            };
            self.label(label, heads, line.span);
            return;
        }
        let samples = |role| matches!(role, Role::RequestExample | Role::ResponseExample | Role::Auth);
        let here =
            self.sections.last().filter(|section| section.side != Side::None && !samples(section.role));
        let table = here.and_then(|_| lists::table(self.text, &lines, self.dialect));
        if let Some(caption) = table.as_ref().and_then(|table| self.names_row_above(table, heads)) {
            return self.push(Item::Lines(vec![caption]));
        }
        let is_placed = self.sections.last().is_some_and(|section| {
            use Role::{BodyParams, HeaderParams, PathParams, QueryParams};
            // Below a table, items may be values of its last row.
            let is_other = |item: &Item<'_>| matches!(item, Item::Table(table) if !table.of_list);
            matches!(section.role, QueryParams | BodyParams | PathParams | HeaderParams)
                && !section.nested
                && !section.items.iter().any(is_other)
        });
        let is_sent = here.is_some_and(|section| section.side == Side::Request);
        let loose = || {
            let loose = lists::loose(self.text, &lines, self.dialect);
            loose.or_else(|| lists::trailing(self.text, &lines, self.dialect)).filter(|_| is_sent)
        };
        let table = table.or_else(loose);
        if table.is_none() && self.lists_value(&lines) {
            return;
        }
        let is_beside = is_sent && self.is_beside_parameters(&lines);
        let untyped = || lists::untyped(self.text, &lines, is_beside).filter(|_| is_placed || is_beside);
        match table.or_else(untyped) {
            Some(table) => self.parameters(table),
            None => self.lines(lines, heads),
        }
    }

    /// Prose; a bold label or a `label: text` line may open a section, and so may the last line where it `heads` a table
    /// or a code block.
    fn lines(&mut self, lines: Vec<Line<'a>>, heads: Option<Heads>) {
        if self.tagged(&lines) {
            return;
        }
        if let Some(table) = self.assigned(&lines).or_else(|| self.described(&lines, heads)) {
            return self.parameters(table);
        }
        let is_bold = |line: &Line<'a>| titles::is_bold(self.text, line.span);
        let heads = heads.or_else(|| self.is_title_of_samples(&lines).then_some(Heads::Code));
        let heads = heads.or_else(|| self.is_quoted_title(&lines).then_some(Heads::Table));
        if heads.is_none() && !self.dialect.pages.labels && !lines.iter().any(is_bold) {
            return self.push(Item::Lines(lines));
        }
        let (mut run, last) = (Vec::new(), lines.len().saturating_sub(1));
        for (at, line) in lines.into_iter().enumerate() {
            let heads = heads.filter(|_| at == last);
            match titles::label(self.text, &line, heads, self.dialect)
                .filter(|label| self.may_open(label, &line, heads) && !self.names_plain_field(label, heads))
                .or_else(|| self.presence_label(&line, heads))
            {
                Some(label) => {
                    self.flush(&mut run);
                    run.extend(self.label(label, heads, line.span));
                }
                None => run.push(line),
            }
        }
        self.flush(&mut run);
    }

    /// Whether a paragraph among samples is one of the words that title them, and no more.
    fn is_title_of_samples(&self, lines: &[Line<'a>]) -> bool {
        let [line] = lines else { return false };
        let of_samples = |role| matches!(role, Role::RequestExample | Role::ResponseExample | Role::Example);
        self.sections.last().is_some_and(|section| of_samples(section.role))
            && line.text.chars().count() <= titles::MAX_LABEL
            && matches!(
                self.dialect.sections.get(&line.text),
                Some(Role::RequestExample | Role::ResponseExample)
            )
    }

    /// Whether a label opens a section here: among samples a line above a code block only tells request from response.
    fn may_open(&self, label: &Label<'_>, line: &Line<'_>, heads: Option<Heads>) -> bool {
        let is_sample = |role| matches!(role, Role::RequestExample | Role::ResponseExample | Role::Example);
        let here = self.sections.last().is_some_and(|section| is_sample(section.role));
        let is_weak = heads == Some(Heads::Code)
            && !titles::is_bold(self.text, line.span)
            && !self.dialect.pages.labels;
        let tells = |role| is_sample(role) || matches!(role, Role::Request | Role::Response);
        // The answer to a failed call has a table of its own.
        let failed = self.sections[self.opened].status.is_some_and(|status| status >= 400);
        if failed && label.title == (Title { role: Some(Role::Response), status: None }) {
            return false;
        }
        !here || !is_weak || label.title.status.is_some() || label.title.role.is_some_and(tells)
    }

    /// Opens the section of a label; returns what follows on its line.
    fn label(&mut self, label: Label<'a>, heads: Option<Heads>, span: Span) -> Option<Line<'a>> {
        let Label { title: Title { role, status }, text, rest } = label;
        let above = self.sections.last().map_or(Role::Other, |section| section.role);
        let is_of_sample = heads == Some(Heads::Code)
            && matches!(above, Role::RequestExample | Role::ResponseExample | Role::Example);
        let role = match role.unwrap_or(Role::Other) {
            Role::Request if is_of_sample => Role::RequestExample,
            Role::Response if is_of_sample => Role::ResponseExample,
            role => role,
        };
        let role = self.of_answer(role, LABEL, &text);
        self.quoted(role, heads, span);
        let (side, heading) = (self.side_of(role), Cow::Owned(text));
        self.above_label = self.level;
        self.open(Section { role, side, heading, span, status, level: LABEL, ..first() });
        rest
    }

    fn flush(&mut self, run: &mut Vec<Line<'a>>) {
        if !run.is_empty() {
            let lines = std::mem::take(run);
            self.push(Item::Lines(lines));
        }
    }
}
