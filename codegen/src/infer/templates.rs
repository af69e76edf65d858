//! What templates show: which fields there are and of which types, and no value.

use super::seen::{Compare, Seen};
use crate::dialect::Dialect;
use crate::lower::draft::{Field, Type};
use crate::lower::templates::word;
use crate::model::Fact;
use crate::policy::Votes;
use crate::syntax::json::{Kind, Node};
use std::borrow::Cow;

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
