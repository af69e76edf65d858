//! Type cells: a small recursive grammar over the dialect's words.
//!
//! ```text
//! type   = union | list | map | word | Name
//! union  = type { ("|" | "/" | " or " | "或" | "或者" | "、" | ",") type }
//! list   = type "[]" | "[]" type | type LIST | LIST ["of"] type | LIST ("<" | "[" | "(") type (">" | "]" | ")")
//! map    = MAP "<" [type ","] type ">" | MAP "[" type "]" type | type MAP
//! ```

use crate::dialect::words::half_widths;
use crate::dialect::{Dialect, TypeWord};
use crate::model::{IntegerWidth, Type};

/// What a type cell says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parsed {
    /// The type; names that are no word are `Type::Object(name)`.
    pub ty: Type,
    /// `null` is among the alternatives.
    pub nullable: bool,
    /// Whether every part was understood.
    pub known: bool,
}

/// Deepest nesting that is followed.
const DEPTH: u8 = 12;

/// Reads a type cell.
pub fn parse(text: &str, dialect: &Dialect) -> Parsed {
    let mut reader = Reader { dialect, nullable: false, known: true };
    let ty = reader.union(bare(&half_widths(text)), 0);
    Parsed { ty, nullable: reader.nullable, known: reader.known }
}

/// A cell without the marks around its type.
fn bare(text: &str) -> &str {
    text.trim().trim_matches(['`', '*', '"', '.', ';', '。']).trim()
}

struct Reader<'d> {
    dialect: &'d Dialect,
    nullable: bool,
    known: bool,
}

impl Reader<'_> {
    fn union(&mut self, text: &str, depth: u8) -> Type {
        if let Some(ty) = self.word(text) {
            return ty;
        }
        let parts = alternatives(text);
        if parts.len() < 2 || depth > DEPTH {
            return self.single(text, depth);
        }
        let mut types = Vec::new();
        for part in parts {
            if matches!(self.dialect.types.get(part), Some(TypeWord::Null)) {
                self.nullable = true;
                continue;
            }
            let ty = self.union(part, depth + 1);
            if !types.contains(&ty) {
                types.push(ty);
            }
        }
        match types.len() {
            0 => Type::Any,
            1 => types.remove(0),
            _ => Type::OneOf(types),
        }
    }

    /// The whole text as a word of the dialect.
    fn word(&mut self, text: &str) -> Option<Type> {
        let ty = self.plain_word(text)?;
        // `[]T` and `T[]` lose their brackets in normalisation and must not look like `T`.
        let brackets = text.bytes().any(|byte| matches!(byte, b'[' | b'<' | b'('));
        (!brackets || text.ends_with(')') && !self.is_list(head(text))).then_some(ty)
    }

    /// A text without brackets as a word of the dialect.
    fn plain_word(&mut self, text: &str) -> Option<Type> {
        Some(match self.dialect.types.get(text)? {
            TypeWord::String => Type::String,
            TypeWord::Integer => Type::integer(),
            TypeWord::Int32 => integer(IntegerWidth::Int32),
            TypeWord::Int64 => integer(IntegerWidth::Int64),
            TypeWord::Uint32 => integer(IntegerWidth::Uint32),
            TypeWord::Uint64 => integer(IntegerWidth::Uint64),
            TypeWord::Number => Type::Number,
            TypeWord::Boolean => Type::Boolean,
            TypeWord::Object | TypeWord::Map => Type::AnyObject,
            TypeWord::List => Type::Array(Box::new(Type::Any)),
            TypeWord::Any => Type::Any,
            TypeWord::Null => {
                self.nullable = true;
                Type::Any
            }
        })
    }

    fn single(&mut self, text: &str, depth: u8) -> Type {
        if depth > DEPTH {
            return self.unknown();
        }
        if let Some(inner) = text.strip_suffix("[]").or_else(|| text.strip_prefix("[]")) {
            return self.list_of(inner.trim(), depth);
        }
        if let Some(inner) = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            return self.list_of(inner.trim(), depth);
        }
        if let Some(ty) = self.bracketed(text, depth) {
            return ty;
        }
        if let Some(ty) = self.phrase(text, depth) {
            return ty;
        }
        if is_name(text) { Type::Object(text.to_owned()) } else { self.unknown() }
    }

    fn unknown(&mut self) -> Type {
        self.known = false;
        Type::Any
    }

    fn list_of(&mut self, inner: &str, depth: u8) -> Type {
        let element = if inner.is_empty() { Type::Any } else { self.union(inner, depth + 1) };
        Type::Array(Box::new(element))
    }

    fn is_list(&self, word: &str) -> bool {
        self.dialect.types.get(word) == Some(TypeWord::List)
    }

    fn is_map(&self, word: &str) -> bool {
        matches!(self.dialect.types.get(word), Some(TypeWord::Map | TypeWord::Object))
    }

    /// `list<T>`, `map[K]V`, `object[vendor]`, `varchar(32)`.
    fn bracketed(&mut self, text: &str, depth: u8) -> Option<Type> {
        let head = head(text);
        let open = head.len();
        let close = matching(&text[open..])? + open;
        let (inner, tail) = (text[open + 1..close].trim(), text[close + 1..].trim());
        let head = head.trim();
        if self.is_list(head) && tail.is_empty() {
            return Some(self.list_of(inner, depth));
        }
        if self.is_map(head) && text[open..].starts_with('[') && !tail.is_empty() {
            return Some(Type::Map(Box::new(self.union(tail, depth + 1))));
        }
        if self.is_map(head) && tail.is_empty() {
            let arguments = top_level(inner, &[","]);
            return match arguments.as_slice() {
                [_, value] => Some(Type::Map(Box::new(self.union(value, depth + 1)))),
                _ => Some(Type::AnyObject),
            };
        }
        // What stands in the brackets narrows the word: a length, a vendor, an encoding.
        (!head.is_empty() && (tail.is_empty() || self.is_list(tail))).then(|| {
            let ty = match (self.union(head, depth + 1), self.dialect.types.get(inner)) {
                (
                    Type::Integer { .. },
                    Some(TypeWord::Int32 | TypeWord::Int64 | TypeWord::Uint32 | TypeWord::Uint64),
                ) => self.union(inner, depth + 1),
                (ty, _) => ty,
            };
            if tail.is_empty() { ty } else { Type::Array(Box::new(ty)) }
        })
    }

    /// `string array`, `array of X`, `enum string`, `string map`, `X数组`.
    fn phrase(&mut self, text: &str, depth: u8) -> Option<Type> {
        if let Some((rest, last)) = text.rsplit_once(char::is_whitespace) {
            if self.is_list(last) {
                return Some(self.list_of(rest.trim(), depth));
            }
            // `server object`, `nics objects`: the name of a structure and the word for structures.
            if self.dialect.types.get(last) == Some(TypeWord::Object)
                && is_name(rest)
                && self.dialect.types.get(rest).is_none()
            {
                return Some(Type::Object(rest.to_owned()));
            }
            if self.is_map(last) && self.word(rest.trim()).is_some() {
                let value = self.union(rest.trim(), depth + 1);
                return Some(Type::Map(Box::new(value)));
            }
        }
        if let Some((first, rest)) = text.split_once(char::is_whitespace) {
            let rest = rest.trim();
            let rest =
                rest.get(..3).filter(|of| of.eq_ignore_ascii_case("of ")).map_or(rest, |_| rest[3..].trim());
            if self.is_list(first) {
                return Some(self.list_of(rest, depth));
            }
            if self.is_map(first) && is_name(rest) || first.eq_ignore_ascii_case("enum") {
                return Some(self.union(rest, depth + 1));
            }
        }
        if text.is_ascii() {
            return None;
        }
        // Chinese writes the words together: `字符串数组`, `string数组`.
        let at = text
            .char_indices()
            .map(|(at, _)| at)
            .skip(1)
            .find(|&at| !text[at..].is_ascii() && self.is_list(&text[at..]));
        at.map(|at| self.list_of(text[..at].trim(), depth))
    }
}

fn integer(width: IntegerWidth) -> Type {
    Type::Integer { width: Some(width) }
}

/// The text before the first bracket.
fn head(text: &str) -> &str {
    &text[..text.find(['<', '[', '(']).unwrap_or(text.len())]
}

/// Offset of the bracket that closes the one at the start.
fn matching(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    text.char_indices().find_map(|(at, c)| {
        match c {
            '<' | '[' | '(' => depth += 1,
            '>' | ']' | ')' => depth = depth.checked_sub(1)?,
            _ => {}
        }
        (depth == 0).then_some(at)
    })
}

fn alternatives(text: &str) -> Vec<&str> {
    top_level(text, &[" or ", "或者", "或", "|", "/", "、", ","])
}

/// Splits where no bracket is open.
fn top_level<'t>(text: &'t str, separators: &[&str]) -> Vec<&'t str> {
    let (mut parts, mut depth, mut from, mut skip) = (Vec::new(), 0usize, 0, 0);
    for (at, c) in text.char_indices() {
        match c {
            '<' | '[' | '(' => depth += 1,
            '>' | ']' | ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > 0 || at < skip {
            continue;
        }
        if let Some(separator) = separators.iter().find(|separator| text[at..].starts_with(**separator)) {
            parts.push(text[from..at].trim());
            from = at + separator.len();
            skip = from;
        }
    }
    parts.push(text[from..].trim());
    parts.retain(|part| !part.is_empty());
    parts
}

/// An identifier that can be the name of a type.
fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::built_in;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        let dialect = built_in::builtin("blueking-esb").unwrap();
        let parsed = parse(text, &dialect);
        let mark = if parsed.nullable { "?" } else { "" };
        let unknown = if parsed.known { "" } else { " unknown" };
        assert_eq!(format!("{}{mark}{unknown}", show(&parsed.ty)), expect, "{text}");
    }

    fn show(ty: &Type) -> String {
        match ty {
            Type::Any => "any".into(),
            Type::AnyObject => "object".into(),
            Type::String => "string".into(),
            Type::Integer { width } => format!("int{}", width.map_or("", IntegerWidth::as_str)),
            Type::Number => "number".into(),
            Type::Boolean => "bool".into(),
            Type::Array(inner) => format!("[{}]", show(inner)),
            Type::Map(inner) => format!("{{{}}}", show(inner)),
            Type::Object(name) => format!("#{name}"),
            Type::Filter(name) => format!("filter {name}"),
            Type::OneOf(types) => types.iter().map(show).collect::<Vec<_>>().join("|"),
        }
    }

    #[test]
    fn words() {
        check("Boolean\t", "bool");
        check("String", "string");
        check("int64", "intint64");
        check("dict", "object");
        check("可变类型", "any");
        check("obj ect", "object");
    }

    #[test]
    fn lists() {
        check("Source[]\t", "[#Source]");
        check("[]string", "[string]");
        check("string array", "[string]");
        check("array string", "[string]");
        check("ARRAY OF STRING", "[string]");
        check("array of AzCodeInfo", "[#AzCodeInfo]");
        check("list<host>", "[#host]");
        check("list（int）", "[int]");
        check("array[array[object]]", "[[object]]");
        check("字符串数组", "[string]");
        check("string 数组", "[string]");
        check("array", "[any]");
        check("AreaInfo array", "[#AreaInfo]");
        check("list[dict]", "[object]");
        check("[ Item ]", "[#Item]");
    }

    #[test]
    fn maps() {
        check("map[string]string", "{string}");
        check("map[string][]string", "{[string]}");
        check("Map<string, Map<string, boolean>>", "{{bool}}");
        check("dict[str, any]", "{any}");
        check("string map", "{string}");
    }

    #[test]
    fn unions() {
        check("string or null", "string?");
        check("string 或者 null", "string?");
        check("bool | null", "bool?");
        check("list/string/integer", "[any]|string|int");
        check("string、int、bool、dict、list", "string|int|bool|object|[any]");
    }

    #[test]
    fn the_rest() {
        check("object[vendor]", "object");
        check("DiskExtension[vendor]", "#DiskExtension");
        check("varchar(32)", "string");
        check("integer(int64)", "intint64");
        check("enum string", "string");
        check("object of MeterDetails", "#MeterDetails");
        check("server object", "#server");
        check("Array of nics objects", "[#nics]");
        check("监听到的事件详情", "any unknown");
    }
}
