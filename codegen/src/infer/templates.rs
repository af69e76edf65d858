//! Templates: samples whose values are the words for their types, `{"length": "integer"}`. They show which fields there are
//! and of which types, and no value.

use super::seen::{Compare, Seen};
use crate::dialect::Dialect;
use crate::lower::draft::{Field, Type};
use crate::lower::types;
use crate::model::{self, Fact};
use crate::policy::Votes;
use crate::syntax::json::{Kind, Node};
use std::borrow::Cow;

/// Whether all values of a sample are such words, two at least, and not all of them words for texts.
pub fn is_template(root: &Node<'_>, dialect: &Dialect) -> bool {
    let (mut words, mut others) = (0, 0);
    let mut open = vec![root];
    while let Some(node) = open.pop() {
        match &node.kind {
            Kind::Text(text) => match word(text, dialect) {
                Some(ty) => {
                    words += 1;
                    others += usize::from(ty != model::Type::String);
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
fn word(text: &str, dialect: &Dialect) -> Option<model::Type> {
    let text = text.split("//").next().unwrap_or(text).trim().trim_matches(['<', '>']);
    let first = text.split([',', '，', '(', '[', '<', ' ']).next().unwrap_or(text);
    let is_word = dialect.types.get(first).is_some() || dialect.formats.get(first).is_some();
    let parsed = types::parse(text, dialect);
    (is_word && text.chars().any(char::is_alphabetic) && parsed.known && parsed.fields.is_empty())
        .then_some(parsed.ty)
}

/// Gives a field of no type the one that its values say; what is left are values that hold others.
pub fn weigh<'v, 's>(
    field: &mut Field,
    values: Cow<'v, [Seen<'s>]>,
    compare: Compare<'_>,
) -> Cow<'v, [Seen<'s>]> {
    let said = values.first().and_then(|seen| Some((ty(seen.node, compare.context.dialect)?, *seen)));
    if let Some((ty, seen)) = said.filter(|_| field.ty == Type::Any) {
        let says = ty.to_model(&|_| None).to_string();
        field.votes.cast(Fact::Type, compare.witness, says, seen.origin(compare.context));
        field.ty = ty;
    }
    if field.ty.is_container() { values } else { Cow::default() }
}

fn ty(node: &Node<'_>, dialect: &Dialect) -> Option<Type> {
    match &node.kind {
        Kind::Text(text) => word(text, dialect).map(Type::from),
        Kind::List(items) => {
            Some(Type::list(items.first().and_then(|item| ty(item, dialect)).unwrap_or_default()))
        }
        Kind::Object(_) => Some(Type::AnyObject),
        Kind::Bool(_) | Kind::Number(_) | Kind::Null => None,
    }
}
