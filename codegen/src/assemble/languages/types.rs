//! Types of two languages side by side.

use crate::model::Type;
use std::borrow::Cow;

/// Whether the leaf says nothing.
pub(super) fn is_vague(ty: &Type) -> bool {
    matches!(ty.leaf(), Type::Any | Type::AnyObject)
}

/// Whether the first type leaves open what the second one says, and contradicts nothing of it.
pub(super) fn says_less(vague: &Type, better: &Type) -> bool {
    is_vague(vague) && wraps_alike(vague, better)
}

/// Whether the better type says the same lists and maps around its leaf, as far as the vague one says any.
fn wraps_alike(vague: &Type, better: &Type) -> bool {
    match (vague, better) {
        (Type::Any, _) => true,
        (Type::AnyObject, better) => matches!(better, Type::Object(_) | Type::Map(_)),
        (Type::Array(vague), Type::Array(better)) | (Type::Map(vague), Type::Map(better)) => {
            wraps_alike(vague, better)
        }
        _ => false,
    }
}

/// Whether both types are the same in words, names of objects left out.
pub(super) fn are_alike(a: &Type, b: &Type) -> bool {
    match (a, b) {
        (Type::Array(a), Type::Array(b)) | (Type::Map(a), Type::Map(b)) => are_alike(a, b),
        (Type::AnyObject | Type::Object(_), Type::AnyObject | Type::Object(_)) => true,
        (Type::Filter(a), Type::Filter(b)) => a == b,
        _ => std::mem::discriminant(a) == std::mem::discriminant(b),
    }
}

/// A type in words from the outside in, names of objects left out.
pub(super) fn words(ty: &Type) -> impl Iterator<Item = Cow<'_, str>> {
    std::iter::successors(Some(ty), |ty| match ty {
        Type::Array(inner) | Type::Map(inner) => Some(inner),
        _ => None,
    })
    .map(word)
}

fn word(ty: &Type) -> Cow<'_, str> {
    Cow::Borrowed(match ty {
        Type::Any => "any value",
        Type::AnyObject | Type::Object(_) => "object",
        Type::String => "string",
        Type::Integer { .. } => "int",
        Type::Number => "number",
        Type::Boolean => "bool",
        Type::Array(_) => "array of ",
        Type::Map(_) => "map of ",
        Type::Filter(grammar) => return format!("{grammar} filter").into(),
        Type::OneOf(_) => "one of several types",
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::IntegerWidth;

    #[test]
    fn types_are_alike_whose_words_are() {
        let plain = || {
            vec![
                Type::Any,
                Type::AnyObject,
                Type::Object("a".to_owned()),
                Type::Object("b".to_owned()),
                Type::String,
                Type::integer(),
                Type::Integer { width: Some(IntegerWidth::Int32) },
                Type::Number,
                Type::Boolean,
                Type::Filter("a".to_owned()),
                Type::Filter("b".to_owned()),
                Type::OneOf(Vec::new()),
            ]
        };
        let lists = plain().into_iter().map(|ty| Type::Array(Box::new(ty)));
        let maps = plain().into_iter().map(|ty| Type::Map(Box::new(ty)));
        let deep = plain().into_iter().map(|ty| Type::Array(Box::new(Type::Map(Box::new(ty)))));
        let all: Vec<Type> = plain().into_iter().chain(lists).chain(maps).chain(deep).collect();
        for (a, b) in all.iter().flat_map(|a| all.iter().map(move |b| (a, b))) {
            assert_eq!(are_alike(a, b), words(a).eq(words(b)), "{a:?} {b:?}");
        }
    }
}
