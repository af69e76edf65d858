//! Objects, lists and whole documents.

use super::cursor::Cursor;
use super::document::{Document, Kind, Member, Node, Object};
use super::repair::Repair;
use super::string::Role;
use crate::limits;
use crate::syntax::text::line_of;

/// Reads one document; `None` when the text is no JSON even after repair.
pub fn read(text: &str) -> Option<Document<'_>> {
    let mut cursor = Cursor::new(text, 0)?;
    cursor.skip_space();
    let root = cursor.document()?;
    cursor.skip_space();
    if !cursor.at_end() {
        if !matches!(root.kind, Kind::Object(_) | Kind::List(_)) {
            return None;
        }
        cursor.repair(Repair::Garbage);
    }
    Some(cursor.finish(root))
}

/// Reads the document that begins at `pos`, and returns where it ends.
pub fn read_at(text: &str, pos: usize) -> Option<(Document<'_>, usize)> {
    let mut cursor = Cursor::new(text, pos)?;
    let root = cursor.document()?;
    let end = cursor.pos;
    Some((cursor.finish(root), end))
}

impl<'a> Cursor<'a> {
    fn finish(mut self, root: Node<'a>) -> Document<'a> {
        self.repairs.sort_by_key(|it| it.1);
        Document { root, repairs: self.repairs }
    }

    fn document(&mut self) -> Option<Node<'a>> {
        match self.mark()?.0 {
            b'{' | b'[' => self.sensible_value(),
            b'"' => self.bare_members().or_else(|| self.strict_scalar()),
            _ if self.skip_words() => self.sensible_value(),
            _ => self.strict_scalar(),
        }
    }

    /// A container that needed as many guesses as it has entries is not JSON.
    fn sensible_value(&mut self) -> Option<Node<'a>> {
        let node = self.value()?;
        let guesses = self.repairs.iter().filter(|(it, _)| is_guess(*it)).count();
        if guesses == 0 {
            return Some(node);
        }
        let entries = node.entries();
        let all_guessed = guesses == entries && matches!(node.kind, Kind::List(_));
        (guesses <= entries && !all_guessed).then_some(node)
    }

    /// A scalar is a document only without repairs.
    fn strict_scalar(&mut self) -> Option<Node<'a>> {
        let before = self.repairs.len();
        let node = self.value()?;
        (self.repairs.len() == before).then_some(node)
    }

    /// Skips words glued to an opening brace, as in `pythonCopy code{`.
    fn skip_words(&mut self) -> bool {
        let line = line_of(self.rest()).trim_end();
        let Some(words) = line.strip_suffix(['{', '[']) else { return false };
        let plain = !words.is_empty() && words.bytes().all(|it| it.is_ascii_alphabetic() || it == b' ');
        if plain && words.split(' ').count() <= 3 {
            self.repair(Repair::Garbage);
            self.pos += words.len();
        }
        plain
    }

    /// Members without their opening brace; without the closing one as well, no other guess is allowed.
    fn bare_members(&mut self) -> Option<Node<'a>> {
        if self.rest().starts_with("\"\"") {
            return None;
        }
        let (start, repairs) = (self.pos, self.repairs.len());
        self.repair(Repair::MissingBraces);
        self.due.push(b'}');
        let members = self.members();
        self.due.pop();
        let closed = self.bytes[start..self.pos].ends_with(b"}");
        let neat = |it: &(Repair, u32)| match it.0 {
            Repair::MissingColon => false,
            Repair::Unclosed => true,
            other => closed || !(is_guess(other) || other == Repair::MissingComma),
        };
        match members {
            Some(members) if !members.is_empty() && self.repairs[repairs..].iter().all(neat) => Some(Node {
                kind: Kind::Object(Object::new(members)),
                start: start as u32,
                end: self.offset(),
            }),
            _ => {
                self.pos = start;
                self.repairs.truncate(repairs);
                None
            }
        }
    }

    pub(super) fn value(&mut self) -> Option<Node<'a>> {
        let start = self.offset();
        let kind = match self.mark() {
            Some((b'{', _)) => self.nested(b'}', Self::object)?,
            Some((b'[', _)) => self.nested(b']', Self::list)?,
            Some((b'"' | b'\'', _)) => Kind::Text(self.string(Role::Value)?),
            Some((b'u' | b'b' | b'r', _)) if matches!(self.byte_at(1), Some(b'"' | b'\'')) => {
                self.repair(Repair::PythonLiteral);
                self.pos += 1;
                Kind::Text(self.string(Role::Value)?)
            }
            _ => self.scalar()?,
        };
        Some(Node { kind, start, end: self.offset() })
    }

    fn nested(&mut self, close: u8, read: fn(&mut Self) -> Option<Kind<'a>>) -> Option<Kind<'a>> {
        if self.due.len() >= limits::JSON_DEPTH {
            return None;
        }
        self.due.push(close);
        let kind = read(self);
        self.due.pop();
        kind
    }

    fn object(&mut self) -> Option<Kind<'a>> {
        let opening = self.pos;
        self.eat(b'{');
        self.skip_space();
        if self.due.len() > 1 && matches!(self.byte(), Some(b'{')) {
            self.repair_at(Repair::BracesForList, opening);
            return self.items().map(Kind::List);
        }
        self.members().map(|members| Kind::Object(Object::new(members)))
    }

    fn list(&mut self) -> Option<Kind<'a>> {
        self.eat(b'[');
        self.skip_space();
        if self.begins_member() {
            // `["id": 1, "name": "a"]`: one object without its braces.
            self.repair(Repair::MissingBraces);
            let start = self.offset();
            let members = self.members()?;
            let kind = Kind::Object(Object::new(members));
            return Some(Kind::List(vec![Node { kind, start, end: self.offset() }]));
        }
        self.items().map(Kind::List)
    }

    /// Members up to and with the closing brace.
    fn members(&mut self) -> Option<Vec<Member<'a>>> {
        let mut members = Vec::new();
        loop {
            if self.between(members.is_empty())? {
                return Some(members);
            }
            members.push(self.member()?);
        }
    }

    /// Items up to and with the closing bracket.
    fn items(&mut self) -> Option<Vec<Node<'a>>> {
        let mut items = Vec::new();
        loop {
            if self.between(items.is_empty())? {
                return Some(items);
            }
            items.push(self.value()?);
        }
    }

    /// Skips commas, ellipses and garbage between entries. Returns whether the container ends.
    fn between(&mut self, first: bool) -> Option<bool> {
        let close = *self.due.last()?;
        let (mut comma, mut ellipsis) = (None, false);
        loop {
            self.skip_space();
            let pos = self.pos;
            if self.eat(close) {
                if let Some(comma) = comma.filter(|_| !ellipsis) {
                    self.repair_at(Repair::TrailingComma, comma);
                }
                return Some(true);
            }
            if (comma.is_some() || first) && self.byte().is_some_and(begins_entry) {
                return Some(false);
            }
            if self.eat(b',') {
                if (comma.is_some() || first) && !ellipsis {
                    self.repair_at(Repair::TrailingComma, pos);
                }
                comma = Some(pos);
            } else if self.eat_ellipsis() {
                ellipsis = true;
            } else if self.eat(b';') {
                self.repair_at(Repair::Garbage, pos);
                comma = comma.or(Some(pos));
            } else if self.ends_early(close) {
                return Some(true);
            } else if comma.is_some() || ellipsis || first {
                return Some(false);
            } else if self.starts_entry() {
                self.repair(Repair::MissingComma);
                return Some(false);
            } else {
                self.skip_garbage()?;
            }
        }
    }

    /// At the end of the text, or at a bracket of the other kind: that of an outer container, or a mistake.
    fn ends_early(&mut self, close: u8) -> bool {
        let other = if close == b'}' { b']' } else { b'}' };
        let wrong = matches!(self.mark(), Some((mark, _)) if mark == other);
        let outer = self.due.len().checked_sub(2).map(|it| self.due[it]);
        if self.at_end() || (wrong && outer == Some(other)) {
            self.repair(Repair::Unclosed);
            return true;
        }
        if wrong {
            self.repair(Repair::WrongBracket);
            self.eat(other);
        }
        wrong
    }

    fn starts_entry(&self) -> bool {
        match self.mark() {
            Some((b'"' | b'\'' | b'{' | b'[', _)) => true,
            Some((byte, _)) => byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'),
            None => false,
        }
    }

    /// Text after a value that is neither comment nor value: the rest of the line.
    fn skip_garbage(&mut self) -> Option<()> {
        self.repair(Repair::Garbage);
        let rest = self.rest();
        let end = rest.find([',', ';', '}', ']', '"', '\n', '\r']).unwrap_or(rest.len());
        self.pos += end;
        (end > 0).then_some(())
    }

    fn member(&mut self) -> Option<Member<'a>> {
        let name_start = self.offset();
        let name = match self.mark() {
            Some((b'"' | b'\'', _)) => self.string(Role::Name)?,
            _ => self.bare_name()?.into(),
        };
        let name_end = self.offset();
        self.skip_space();
        if !self.eat(b':') {
            self.odd_colon()?;
        }
        self.skip_space();
        let value = self.member_value()?;
        Some(Member { name, name_start, name_end, value })
    }

    /// An ellipsis or nothing after the colon: the member exists, its value is unknown.
    fn member_value(&mut self) -> Option<Node<'a>> {
        let start = self.offset();
        if self.eat_ellipsis() {
            return Some(Node { kind: Kind::Null, start, end: self.offset() });
        }
        if matches!(self.mark(), Some((b',' | b'}', _))) {
            self.repair(Repair::Garbage);
            return Some(Node { kind: Kind::Null, start, end: start });
        }
        if self.begins_member() {
            self.repair(Repair::MissingBraces);
            let members = |it: &mut Self| it.members().map(|members| Kind::Object(Object::new(members)));
            let kind = self.nested(b'}', members)?;
            return Some(Node { kind, start, end: self.offset() });
        }
        self.value()
    }

    /// Whether a name and its colon stand where a value is due: the brace before them is missing.
    fn begins_member(&self) -> bool {
        let name = self.rest().strip_prefix('"').and_then(|rest| rest.split_once('"'));
        name.is_some_and(|(name, rest)| {
            !name.contains(['\n', '\\']) && rest.trim_start_matches([' ', '\t']).starts_with(':')
        })
    }

    /// `=`, `=>`, or nothing before an unmistakable value.
    fn odd_colon(&mut self) -> Option<()> {
        self.repair(Repair::MissingColon);
        let rest = self.rest();
        let sign = ["=>", "="].iter().find(|it| rest.starts_with(**it));
        self.pos += sign.map_or(0, |it| it.len());
        (sign.is_some() || matches!(self.mark(), Some((b'"' | b'{' | b'[', _)))).then_some(())
    }

    fn bare_name(&mut self) -> Option<&'a str> {
        let rest = self.rest();
        let in_name =
            |it: char| it.is_alphanumeric() || matches!(it, '_' | '-' | '$' | '.' | '<' | '>' | '*');
        let name = &rest[..rest.find(|it| !in_name(it)).unwrap_or(rest.len())];
        if name.is_empty() || !matches!(rest[name.len()..].trim_start().chars().next(), Some(':' | '：')) {
            return None;
        }
        let integer = name.bytes().all(|it| it.is_ascii_digit());
        self.repair(if integer { Repair::IntegerKey } else { Repair::BareName });
        self.pos += name.len();
        Some(name)
    }
}

impl Node<'_> {
    /// Number of values below this one.
    fn entries(&self) -> usize {
        let below = |it: &Node<'_>| 1 + it.entries();
        self.items().iter().map(below).sum::<usize>()
            + self.members().iter().map(|it| below(&it.value)).sum::<usize>()
    }
}

/// Whether the byte begins an entry and cannot be part of a separator.
fn begins_entry(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'"' | b'{' | b'[')
}

/// Repairs that may also mean that the text is not JSON.
fn is_guess(repair: Repair) -> bool {
    use Repair::*;
    matches!(repair, BareWord | Garbage | MissingColon | MissingQuote | Unclosed | WrongBracket)
}
