//! Remarks: comments in samples that say what a member is, `"length": 5  // int, optional`.

use super::seen::{Compare, Seen};
use crate::lower::draft::Field;
use crate::lower::{Context, description, templates};
use crate::model::{Fact, Text, Witness};
use crate::policy::Votes;
use crate::syntax::json::Kind;

/// Longest remark that is taken for a description, in bytes.
const MAX_REMARK: usize = 400;

/// Gives a field that only a sample shows what the comment beside its value says.
pub fn read(field: &mut Field, seen: Seen<'_>, compare: Compare<'_>) {
    let context = compare.context;
    let Some(remark) = remark(seen, context).filter(|text| text.len() <= MAX_REMARK) else {
        return;
    };
    let start = crate::syntax::markdown::offset_in(&context.file.text, remark);
    let origin = context.file.origin(start, start + remark.len());
    let ty = field.ty.to_model(&|_| None);
    field.meaning = context.meanings.read(remark, description::Context { name: &field.name, ty: &ty });
    let language = context.file.language_of(remark).into();
    field.docs.push(Text { language, text: remark.into(), origin });
    if compare.witness != Witness::RequestExample {
        return;
    }
    let mut words = remark.split([',', '，', '。', '.', ';', '；', ' ', '（', '）', '(', ')']);
    if let Some(required) = words.find_map(|word| context.dialect.marks.get(word.trim())) {
        field.required = required;
        let says = if required { "required" } else { "optional" };
        field.votes.cast(Fact::Required, compare.witness, says, origin);
    }
}

/// The comment behind a value on its line, or in the text that stands for it: `"long // how long"`, `"int, 必填, 数量"`.
fn remark<'t>(seen: Seen<'_>, context: Context<'t>) -> Option<&'t str> {
    let text = context.file.text.as_str();
    let (start, end) = (seen.base + seen.node.start as usize, seen.base + seen.node.end as usize);
    if let (Kind::Text(_), true) = (&seen.node.kind, seen.template) {
        let inside = text.get(start..end)?.trim_matches(['"', '\'']);
        let remark = inside.split_once("//").or_else(|| templates::told(inside, context.dialect));
        if let Some((_, remark)) = remark {
            return Some(remark.trim()).filter(|remark| !remark.is_empty());
        }
    }
    let from = if matches!(seen.node.kind, Kind::List(_) | Kind::Object(_)) { start + 1 } else { end };
    // Most values have no comment, and the line of a sample may be the whole sample: what opens a comment comes first.
    let rest = text.get(from..)?.trim_start_matches([',', ' ', '\t']);
    let opening = ["//", "#", "/*"].into_iter().find(|opening| rest.starts_with(opening))?;
    let line = rest[opening.len()..].lines().next()?;
    let remark = if opening == "/*" { line.trim_end().strip_suffix("*/")? } else { line };
    Some(remark.trim()).filter(|remark| remark.chars().any(char::is_alphabetic))
}
