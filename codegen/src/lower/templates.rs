//! Templates: samples whose values are the words for their types, `{"length": "integer"}`.

use super::types;
use crate::dialect::Dialect;
use crate::model::Type;
use crate::syntax::json::{Document, Kind, Node, Repair};

/// Whether all values of a sample are such words, two at least, and not all of them words for texts.
pub fn is_template(root: &Node<'_>, dialect: &Dialect) -> bool {
    let (mut words, mut others) = (0, 0);
    let mut open = vec![root];
    while let Some(node) = open.pop() {
        match &node.kind {
            Kind::Text(text) => match word(text, dialect) {
                Some(ty) => {
                    words += 1;
                    others += usize::from(ty != Type::String);
                }
                None => return false,
            },
            Kind::Bool(_) | Kind::Number(_) => return false,
            Kind::Null => {}
            Kind::List(items) => open.extend(items),
            Kind::Object(object) => open.extend(object.members().iter().map(|member| &member.value)),
        }
    }
    words > 1 && others > 0
}

/// The type that a text says: a word of the dialect alone, or with marks or a remark behind it.
pub fn word(text: &str, dialect: &Dialect) -> Option<Type> {
    let text = text.split("//").next().unwrap_or(text).trim().trim_matches(['<', '>']);
    let text = told(text, dialect).map_or(text, |(ty, _)| ty);
    let first = text.split([',', '，', '(', '[', '<', ' ']).next().unwrap_or(text);
    let is_word = dialect.types.get(first).is_some() || dialect.formats.get(first).is_some();
    let parsed = types::parse(text, dialect);
    (is_word && text.chars().any(char::is_alphabetic) && parsed.known && parsed.fields.is_empty())
        .then_some(parsed.ty)
}

/// The type and what is said of the field in a text that holds both: `int, 必填, 数量`.
pub fn told<'t>(text: &'t str, dialect: &Dialect) -> Option<(&'t str, &'t str)> {
    let (ty, rest) = text.split_once([',', '，'])?;
    let is_word = dialect.types.get(ty).is_some() || dialect.formats.get(ty).is_some();
    let mut parts = rest.split([',', '，']);
    let is_said = !rest.is_ascii() || parts.any(|part| dialect.marks.get(part.trim()).is_some());
    (is_word && is_said).then_some((ty, rest.trim()))
}

/// Whether a value in place of others is the word for its type: `{"total": int, "name": "a"}`.
pub fn has_bare_type(document: &Document<'_>, dialect: &Dialect) -> bool {
    if document.repairs.iter().all(|(repair, _)| *repair != Repair::BareWord) {
        return false;
    }
    let mut open = vec![&document.root];
    while let Some(node) = open.pop() {
        match &node.kind {
            Kind::Text(text) if word(text, dialect).is_some_and(|ty| ty != Type::String) => return true,
            Kind::List(items) => open.extend(items),
            Kind::Object(object) => open.extend(object.members().iter().map(|member| &member.value)),
            _ => {}
        }
    }
    false
}
