//! Types: what changed between two of them, apart from what objects hold.

use super::ends::End;
use super::entry::Side;
use super::rules::{self, Rule};
use super::walk::Spot;
use crate::model::{IntegerWidth, Tolerance, Type};

/// The form of a type: objects alike, whole numbers alike.
pub(super) fn kind(end: &End<'_>, ty: &Type) -> String {
    match ty {
        // An id that leads nowhere is emitted as any value.
        Type::Object(id) if end.object(id).is_none() => "any value".to_owned(),
        Type::Object(_) => "object".to_owned(),
        Type::Integer { .. } => "integer".to_owned(),
        Type::Array(inner) => format!("array of {}", kind(end, inner)),
        Type::Map(inner) => format!("map of {}", kind(end, inner)),
        Type::OneOf(_) => "any value".to_owned(),
        other => other.to_string(),
    }
}

/// The type of a field in words; a file is called one.
pub(super) fn words(spot: Spot<'_>) -> String {
    match (spot.field.is_binary(), &spot.field.ty) {
        (false, ty) => spot.end.words(ty),
        (true, Type::Array(_)) => "array of files".to_owned(),
        (true, _) => "file".to_owned(),
    }
}

/// The rule for two types; `None` where they are the same, apart from what objects hold.
pub(super) fn rule(
    side: Side,
    old: (&End<'_>, &Type),
    new: (&End<'_>, &Type),
    other: &'static Rule,
) -> Option<&'static Rule> {
    let (before, after) = (kind(old.0, old.1), kind(new.0, new.1));
    if let Some(is_read) = unions(side, old, new) {
        let is_same = before == after && old.1.leaf() == new.1.leaf();
        return (!is_same).then_some(if is_read { &rules::TYPE_DETAIL } else { other });
    }
    if before != after {
        return Some(if is_detail(old.1, new.1) || is_detail(new.1, old.1) {
            &rules::TYPE_DETAIL
        } else {
            other
        });
    }
    match (old.1.leaf(), new.1.leaf()) {
        (Type::Integer { width: before }, Type::Integer { width: after }) => {
            let (before, after) = (range(before.unwrap_or_default()), range(after.unwrap_or_default()));
            match () {
                () if before == after => None,
                () if after.0 <= before.0 && after.1 >= before.1 => Some(&rules::INTEGER_WIDENED),
                () if before.0 <= after.0 && before.1 >= after.1 => Some(&rules::INTEGER_NARROWED),
                () => Some(match side {
                    Side::Request => &rules::PARAMETER_TYPE,
                    Side::Response => &rules::FIELD_TYPE,
                }),
            }
        }
        _ => None,
    }
}

/// Where one of two types is one of several, whether everything that one side sends is read by the other: what an old
/// client sends by the new service, and what that answers by the old client. `None` where there is no such type, and where
/// any value is taken.
fn unions(side: Side, old: (&End<'_>, &Type), new: (&End<'_>, &Type)) -> Option<bool> {
    if let (Type::Array(before), Type::Array(after)) | (Type::Map(before), Type::Map(after)) = (old.1, new.1)
    {
        return unions(side, (old.0, before), (new.0, after));
    }
    let is_union = [old.1, new.1].iter().any(|ty| matches!(ty, Type::OneOf(_)));
    let is_any = [old.1, new.1].iter().any(|ty| matches!(ty, Type::Any));
    if !is_union || is_any {
        return None;
    }
    let (sent, read) = match side {
        Side::Request => (old, new),
        Side::Response => (new, old),
    };
    let forms = |(end, ty): (&End<'_>, &Type)| match ty {
        Type::OneOf(forms) => forms.iter().map(|form| kind(end, form)).collect::<Vec<_>>(),
        other => vec![kind(end, other)],
    };
    let read = forms(read);
    let is_read = |form: &String| {
        read.contains(form) || form == "integer" && read.iter().any(|other| other == "number")
    };
    Some(forms(sent).iter().all(is_read))
}

/// Whether one type takes any value where the other says more.
fn is_detail(vague: &Type, exact: &Type) -> bool {
    match (vague, exact) {
        (Type::Any | Type::OneOf(_), _) => true,
        (Type::AnyObject, Type::Object(_) | Type::Map(_) | Type::Filter(_)) => true,
        (Type::Array(vague), Type::Array(exact)) | (Type::Map(vague), Type::Map(exact)) => {
            is_detail(vague, exact)
        }
        _ => false,
    }
}

/// Whether a client of the old docs reads every value of the new type, because it takes that form beside the documented one.
pub(super) fn reads(old: &Type, accepts: &[Tolerance], new: &Type) -> bool {
    match (old, new) {
        (Type::Number, Type::Integer { .. }) => true,
        (Type::String, Type::Integer { .. } | Type::Number) => accepts.contains(&Tolerance::TextAsNumber),
        (Type::Array(item), new) => **item == *new && accepts.contains(&Tolerance::OneForList),
        _ => false,
    }
}

/// The forms beside the documented type that are decoded, in words.
pub(super) fn forms(accepts: &[Tolerance]) -> String {
    let words = accepts.iter().map(|form| match form {
        Tolerance::NullList => "`null` for a list",
        Tolerance::NumberAsText => "a number as text",
        Tolerance::TextAsNumber => "a text as number",
        Tolerance::BoolAsNumber => "`0` and `1` for a boolean",
        Tolerance::OneForList => "one value for a list of it",
        Tolerance::EmptyText => "`\"\"` for an object or list",
    });
    let words: Vec<&str> = words.collect();
    if words.is_empty() { "the documented type alone".to_owned() } else { words.join(", ") }
}

fn range(width: IntegerWidth) -> (i128, i128) {
    match width {
        IntegerWidth::Int32 => (i32::MIN.into(), i32::MAX.into()),
        IntegerWidth::Int64 => (i64::MIN.into(), i64::MAX.into()),
        IntegerWidth::Uint32 => (0, u32::MAX.into()),
        IntegerWidth::Uint64 => (0, u64::MAX.into()),
    }
}
