//! Parameters that paragraphs and components are.

use super::{Cutter, side};
use crate::dialect::Role;
use crate::page::titles::{Heads, Label, Title};
use crate::page::{Item, Side, Table, lists};
use crate::syntax::markdown::{Line, Span};

impl<'a> Cutter<'a, '_> {
    /// Whether lines are a further paragraph of the item that describes a parameter, whose row they go to then.
    pub(super) fn continues(&mut self, lines: &[Line<'a>], span: Span) -> bool {
        let text = self.text;
        let Some(Item::Table(table)) = self.sections.last_mut().and_then(|section| section.items.last_mut())
        else {
            return false;
        };
        let indent = text[..span.start].rsplit('\n').next().map_or(0, str::len);
        let is_next = table.of_list && text[table.span.end..span.start].trim().is_empty();
        let Some(row) = table.rows.last_mut().filter(|row| is_next && row.depth > 0 && indent >= row.depth)
        else {
            return false;
        };
        lines.iter().for_each(|line| row.describe(lists::cell(text, line.span.of(text)), &mut table.cells));
        table.span.end = span.end;
        true
    }

    /// Whether an item is one of the values that the item above it, which describes a parameter, ends with announcing:
    /// it goes on with that description.
    pub(super) fn lists_value(&mut self, lines: &[Line<'a>]) -> bool {
        let (text, Some(first)) = (self.text, lines.first()) else { return false };
        let Some(Item::Table(table)) = self.sections.last_mut().and_then(|section| section.items.last_mut())
        else {
            return false;
        };
        let indent = text[..first.span.start].rsplit('\n').next().map_or(0, str::len);
        let is_below = table.of_list && text[table.span.end..first.span.start].trim().len() <= 2;
        let Some(row) = table.rows.last().filter(|row| is_below && indent > row.depth) else {
            return false;
        };
        if row.with(&table.cells).descriptions().is_empty() {
            return false;
        }
        let Some(cell) = table
            .cells
            .last_mut()
            .filter(|cell| cell.text.trim_end().ends_with([':', '：']) || cell.text.contains("\n- "))
        else {
            return false;
        };
        let mut said = lines.iter().map(|line| line.text.as_ref()).collect::<Vec<_>>().join(" ");
        // `open` above `: Match open ones`
        if let Some((term, about)) = said.split_once('\n') {
            said = format!("{}: {}", term.trim(), about.trim_start_matches([' ', ':', '\t']));
        }
        cell.text = format!("{}\n- {said}", cell.text).into();
        cell.span.end = lines.last().map_or(cell.span.end, |line| line.span.end);
        table.span.end = cell.span.end;
        true
    }

    /// Whether an item of one line stands right behind one that was read as a parameter, and as deep as that.
    pub(super) fn is_beside_parameters(&self, lines: &[Line<'a>]) -> bool {
        let (text, [line]) = (self.text, lines) else { return false };
        let above = self.sections.last().and_then(|section| section.items.last());
        let Some(Item::Table(table)) = above else { return false };
        let indent = text[..line.span.start].rsplit('\n').next().map_or(0, str::len);
        let is_below = table.of_list && text[table.span.end..line.span.start].trim().len() <= 2;
        is_below && table.rows.last().is_some_and(|row| row.depth == indent && indent > 0)
    }

    /// `Query parameters:` above a list, and `Response:` above one that begins with a field and its type.
    pub(super) fn heads_list(&self, lines: &[Line<'a>], below: &[Line<'a>]) -> Option<Heads> {
        let [line] = lines else { return None };
        let title = line.text.trim_end().strip_suffix([':', '：'])?;
        let role = self.dialect.sections.get(title).or_else(|| self.dialect.compounds.role(title))?;
        let is_list = match side(role) {
            Side::Request => true,
            Side::Response => lists::table(self.text, below, self.dialect).is_some(),
            Side::None => false,
        };
        is_list.then_some(Heads::Table)
    }

    /// Reads a component that describes a parameter; what it is named for opens its section, where no other of that side is.
    pub(super) fn tagged(&mut self, lines: &[Line<'a>]) -> bool {
        let Some(first) = lines.first().filter(|line| {
            let raw = line.span.of(self.text).trim_start();
            raw.starts_with('<') || raw.starts_with("{%")
        }) else {
            return false;
        };
        let Some((role, table)) = lists::tagged(self.text, lines, self.dialect) else { return false };
        let role = role.filter(|role| side(*role) != Side::None);
        let here = self.sections.last().map_or(Side::None, |section| section.side);
        if let Some(role) = role.filter(|role| side(*role) != here) {
            let title = Title { role: Some(role), status: None };
            let span = Span::new(first.span.start, first.span.start);
            self.label(Label { title, text: String::new(), rest: None }, None, span);
        }
        if role.is_some() || here != Side::None {
            self.parameters(table);
            return true;
        }
        false
    }

    /// The parameters `name=[type]` that a paragraph is.
    pub(super) fn assigned(&self, lines: &[Line<'a>]) -> Option<Table<'a>> {
        let section = self.sections.last()?;
        let is_sample = matches!(section.role, Role::RequestExample | Role::Auth);
        if section.side != Side::Request || is_sample {
            return None;
        }
        let mut above =
            section.items.iter().rev().skip_while(|item| matches!(item, Item::Table(table) if table.of_list));
        let above = above.next().and_then(|item| match item {
            Item::Lines(lines) => lines.last(),
            _ => None,
        });
        lists::assigned(self.text, lines, above, self.dialect)
    }

    /// The parameters that a paragraph is, each on a line, as the items of a list are. What heads a table or ends in a colon
    /// introduces what follows.
    pub(super) fn described(&self, lines: &[Line<'a>], heads: Option<Heads>) -> Option<Table<'a>> {
        let section = self.sections.last()?;
        let is_sample = matches!(section.role, Role::RequestExample | Role::Auth);
        let (first, rest) = lines.split_first()?;
        let is_marked = first.span.of(self.text).trim_start().starts_with(['*', '`']);
        // `owner` above `: (object) Who owns it`
        let is_defined = || first.span.of(self.text).contains("\n:");
        let is_answer = section.side == Side::Response && (is_defined() || is_marked && lines.len() > 1);
        let is_there = section.side == Side::Request || is_answer;
        if heads.is_some() || !is_there || is_sample {
            return None;
        }
        let titled = || lists::under_title(self.text, lines, self.dialect);
        if let Some(table) = is_marked.then(titled).flatten() {
            return Some(table);
        }
        let read = |lines: &[Line<'a>]| {
            let table = lists::table(self.text, lines, self.dialect);
            table.or_else(|| lists::loose(self.text, lines, self.dialect).filter(|_| is_marked))
        };
        let of_line = |line: &Line<'a>| {
            let opens_more = line.text.trim_end().ends_with([':', '：']) && !is_defined();
            read(std::slice::from_ref(line)).filter(|_| !opens_more)
        };
        if is_answer && !is_defined() {
            return None;
        }
        let mut whole = of_line(first)?;
        for line in rest {
            let Some(one) = of_line(line) else {
                // `**limit** integer` over what is said of it.
                return read(lines).filter(|_| is_marked && whole.rows.len() == 1);
            };
            lists::extend(&mut whole, one);
        }
        Some(whole)
    }

    /// Adds parameters to those of the list above.
    pub(super) fn parameters(&mut self, table: Table<'a>) {
        let Some(section) = self.sections.last_mut() else { return };
        match section.items.last_mut() {
            Some(Item::Table(above)) if above.of_list => lists::extend(above, table),
            _ => section.items.push(Item::Table(table)),
        }
    }
}
