//! Sections: role headings switch the side in file order, because heading levels lie.

use super::{Item, Section, Side, lists, tables};
use crate::dialect::{Column, Dialect, Role, TypeWord};
use crate::syntax::markdown::{Block, Document, Kind, Line, Span};
use std::borrow::Cow;

/// Cuts a document into sections.
pub fn read<'a>(page: &'a str, document: Document<'a>, dialect: &Dialect) -> Vec<Section<'a>> {
    let headings = document.blocks.iter().filter(|block| matches!(block.kind, Kind::Heading { .. })).count();
    let mut sections = Vec::with_capacity(1 + headings);
    sections.push(first());
    let mut cutter = Cutter { text: page, dialect, sections };
    for Block { kind, span } in document.blocks {
        match kind {
            Kind::Heading { level, text, anchor } => cutter.heading(level, text, anchor, span),
            Kind::Lines { item: true, lines } => cutter.item(lines),
            Kind::Lines { item: false, lines } => cutter.lines(lines),
            Kind::Code { info, body, .. } => cutter.push(Item::Code { info, body }),
            Kind::Table(table) => {
                let caption = cutter.caption();
                let mut table = tables::read(table, span, caption, dialect);
                tables::indent(page, &mut table, dialect);
                cutter.push(Item::Table(table));
            }
        }
    }
    cutter.sections
}

/// Level of a section that a label opened: below every heading.
const LABEL: u8 = 7;

struct Cutter<'a, 'd> {
    text: &'a str,
    dialect: &'d Dialect,
    sections: Vec<Section<'a>>,
}

fn first<'a>() -> Section<'a> {
    Section {
        role: Role::Other,
        nested: false,
        side: Side::None,
        heading: Cow::Borrowed(""),
        span: Span::default(),
        level: 0,
        anchor: None,
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
        Role::Errors | Role::Note | Role::Other => Side::None,
    }
}

impl<'a> Cutter<'a, '_> {
    fn push(&mut self, item: Item<'a>) {
        if let Some(section) = self.sections.last_mut() {
            section.items.push(item);
        }
    }

    fn heading(&mut self, level: u8, heading: Cow<'a, str>, anchor: Option<&'a str>, span: Span) {
        let role =
            self.dialect.sections.get(unnumbered(&heading)).filter(|_| !self.is_field(&heading, level));
        let (before, side_before) = self.above(level);
        let section = match role {
            Some(role) => {
                Section { role, nested: false, side: side(role), heading, span, level, anchor, items: vec![] }
            }
            None => Section {
                role: before,
                nested: true,
                side: side_before,
                heading,
                span,
                level,
                anchor,
                items: vec![],
            },
        };
        self.sections.push(section);
    }

    /// Whether a heading below a role heading is the name of a field with structure, though the dialect knows the word
    /// as a role: `#### query` under a table with the row `query | object`.
    fn is_field(&self, heading: &str, level: u8) -> bool {
        let opened = self.sections.iter().rposition(|section| !section.nested).unwrap_or_default();
        let opener = &self.sections[opened];
        if opener.side == Side::None
            || level <= opener.level
            || !heading.starts_with(|c: char| c.is_ascii_lowercase())
        {
            return false;
        }
        let tables =
            self.sections[opened..].iter().flat_map(|section| &section.items).filter_map(|item| match item {
                Item::Table(table) => Some(table),
                _ => None,
            });
        let mut rows = tables.flat_map(|table| table.rows()).filter(|row| row.name().text == heading);
        rows.any(|row| row.cell(Column::Type).is_some_and(|cell| self.has_structure(&cell.text)))
    }

    /// Whether a type cell speaks of an object or a list.
    fn has_structure(&self, ty: &str) -> bool {
        let words = ty.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty());
        let is = |word| {
            matches!(self.dialect.types.get(word), Some(TypeWord::Object | TypeWord::Map | TypeWord::List))
        };
        words.into_iter().any(is)
    }

    /// What a heading that opens no role stands below. A label ends where a heading comes; a note ends where a heading
    /// of its level comes, and what it interrupted goes on.
    fn above(&self, level: u8) -> (Role, Side) {
        let Some(last) = self.sections.last() else { return (Role::Other, Side::None) };
        let opened = self.sections.iter().rposition(|section| !section.nested).unwrap_or_default();
        let opener = &self.sections[opened];
        if opener.level == LABEL {
            return (Role::Other, Side::None);
        }
        let over = matches!(opener.role, Role::Note | Role::Other) && level <= opener.level;
        let before = self.sections[..opened].last();
        match before.filter(|before| over && before.side != Side::None) {
            Some(before) => (before.role, before.side),
            None => (last.role, last.side),
        }
    }

    /// A list item: a parameter where parameters stand, else prose.
    fn item(&mut self, lines: Vec<Line<'a>>) {
        let samples = |role| matches!(role, Role::RequestExample | Role::ResponseExample | Role::Auth);
        let here =
            self.sections.last().filter(|section| section.side != Side::None && !samples(section.role));
        let table = here.and_then(|_| lists::table(self.text, &lines, self.dialect));
        let (Some(table), Some(section)) = (table, self.sections.last_mut()) else {
            return self.lines(lines);
        };
        match section.items.last_mut() {
            Some(Item::Table(above)) if above.of_list => lists::extend(above, table),
            _ => section.items.push(Item::Table(table)),
        }
    }

    /// Prose; a bold label or a `label: text` line may open a section.
    fn lines(&mut self, lines: Vec<Line<'a>>) {
        if !lines.iter().any(|line| self.may_be_label(line)) {
            return self.push(Item::Lines(lines));
        }
        let mut run = Vec::new();
        for line in lines {
            match self.label(&line) {
                Some((role, label, rest)) => {
                    self.flush(&mut run);
                    let section = Section {
                        role,
                        side: side(role),
                        heading: Cow::Owned(label),
                        span: line.span,
                        level: LABEL,
                        ..first()
                    };
                    self.sections.push(section);
                    run.extend(rest);
                }
                None => run.push(line),
            }
        }
        self.flush(&mut run);
    }

    fn flush(&mut self, run: &mut Vec<Line<'a>>) {
        if !run.is_empty() {
            let lines = std::mem::take(run);
            self.push(Item::Lines(lines));
        }
    }

    fn may_be_label(&self, line: &Line<'a>) -> bool {
        self.dialect.pages.labels || self.is_bold(line)
    }

    fn is_bold(&self, line: &Line<'a>) -> bool {
        let raw = line.span.of(self.text).trim_start();
        raw.starts_with("**") || raw.starts_with("__")
    }

    /// `**Parameters:**` always, `接口地址: /x` where the dialect says so.
    fn label(&self, line: &Line<'a>) -> Option<(Role, String, Option<Line<'a>>)> {
        if !self.may_be_label(line) {
            return None;
        }
        let bold = self.is_bold(line);
        let (label, rest) = line.text.split_once([':', '：']).unwrap_or((&line.text, ""));
        if !bold && rest.is_empty() && !line.text.ends_with([':', '：']) || label.chars().count() > 40 {
            return None;
        }
        let role = self.dialect.sections.get(label.trim_start_matches(['-', '*', ' ']))?;
        // A remark in bold belongs to what stands around it.
        if matches!(role, Role::Note | Role::Other) {
            return None;
        }
        let rest = rest.trim();
        let rest = (!rest.is_empty()).then(|| Line { text: Cow::Owned(rest.to_owned()), span: line.span });
        Some((role, label.trim().to_owned(), rest))
    }

    /// The last line of prose since the last table or heading.
    fn caption(&self) -> Option<Line<'a>> {
        match self.sections.last()?.items.last()? {
            Item::Lines(lines) => lines.last().cloned(),
            _ => None,
        }
    }
}

/// `1.2 请求参数` and `一、请求参数` without their numbers.
pub fn unnumbered(heading: &str) -> &str {
    let is_digit = |c: char| {
        matches!(c, '0'..='9' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十')
    };
    let rest = heading.trim_start_matches(is_digit);
    match rest.chars().next() {
        Some('.' | '、' | ')' | '）' | '．') if rest.len() < heading.len() => {
            rest.trim_start_matches(|c: char| c.is_ascii_digit() || ".、)）．".contains(c)).trim_start()
        }
        _ => heading,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_go_and_names_stay() {
        assert_eq!(unnumbered("1.2 请求参数"), "请求参数");
        assert_eq!(unnumbered("一、请求参数"), "请求参数");
        assert_eq!(unnumbered("24hr ticker"), "24hr ticker");
    }
}
