//! Values in bold behind their titles, with nothing but blanks between them: `缺省值：**0** 最小值：**0**`.

use super::super::context::Context;
use super::super::description;
use crate::model::{IntegerWidth, Type, Understood};
use crate::syntax::markdown::{Cell, inline};

/// What a cell says whose values are in bold, each behind its title.
pub(super) fn values(
    cell: &Cell<'_>,
    of_field: description::Context<'_>,
    context: Context<'_>,
) -> Option<Understood> {
    let text = parted(context.text(cell.span))?;
    let mut said = context.meanings.read(&text, of_field);
    let has_length = said.min_length.or(said.max_length).is_some();
    if *of_field.ty == Type::String && !has_length {
        // The least and the most of a text is its length.
        let number = Type::Integer { width: None::<IntegerWidth> };
        let bounds = context.meanings.read(&text, description::Context { ty: &number, ..of_field });
        let length = |bound: Option<i64>| bound.and_then(|bound| u64::try_from(bound).ok());
        (said.min_length, said.max_length) = (length(bounds.min), length(bounds.max));
    }
    Some(said)
}

/// The text with marks between the values and what follows them; none where no value stands so.
fn parted(raw: &str) -> Option<String> {
    if !raw.as_bytes().contains(&b'*') {
        return None;
    }
    let mut pieces = raw.split("**");
    let mut out = pieces.next()?.to_owned();
    let mut is_found = false;
    while let (Some(value), Some(behind)) = (pieces.next(), pieces.next()) {
        let head = out.trim_end();
        let is_value = head.ends_with([':', '：']) || is_found && head.ends_with('、');
        out.push_str(value);
        is_found |= is_value;
        let begins = behind.trim_start();
        let ends = !begins.is_empty()
            && !begins.starts_with(|c: char| c.is_ascii_punctuation() || "。；，、".contains(c));
        match begins {
            "" if is_value && pieces.clone().next().is_some() => out.push('、'),
            _ if is_value && ends => out.push_str("。\n"),
            _ => {}
        }
        out.push_str(behind);
    }
    is_found.then(|| inline::plain(&out).into_owned())
}

#[cfg(test)]
mod tests {
    use super::parted;

    #[test]
    fn values_are_parted_from_what_follows() {
        assert_eq!(
            parted("偏移量。 缺省值：**0** 最小值：**0**").as_deref(),
            Some("偏移量。 缺省值：0。\n 最小值：0")
        );
        assert_eq!(parted("枚举值： **RUNNING** **STOPPED**").as_deref(), Some("枚举值： RUNNING、 STOPPED"));
        assert_eq!(parted("**Required.** The name"), None);
    }
}
