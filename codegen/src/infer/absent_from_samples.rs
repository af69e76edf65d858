//! Fields that tables have and samples lack.

use crate::diagnostic::{Diagnostic, code};
use crate::lower::draft::{Draft, Node, ObjectId};
use crate::model::{Location, Origin, Vote, Witness};

/// Fields that no sample has, of objects that samples show.
pub fn report(draft: &mut Draft) {
    for id in 0..draft.objects.len() {
        let object = &draft.objects[id];
        if object.rows == 0 || !object.fields.iter().any(is_shown) {
            continue;
        }
        let mut unseen = object.fields.iter().filter(|node| unseen(node)).map(|node| &node.field).peekable();
        let Some(first) = unseen.peek().map(|field| field.origin) else { continue };
        let mut message = "in the table and in no sample".to_owned();
        let mut before = ": `";
        for field in unseen {
            message.extend([before, &field.name, if field.required { "` (required)" } else { "`" }]);
            before = ", `";
        }
        let found = Diagnostic::new(&code::TABLE_ONLY, message).label(first, "no sample has this");
        draft.diagnostics.push(found.note("the table decides"));
    }
}

/// Whether a sample has the field.
fn is_shown(node: &Node) -> bool {
    let by_sample = |vote: &Vote| matches!(vote.witness, Witness::RequestExample | Witness::ResponseExample);
    node.field.votes.iter().any(by_sample)
}

/// Whether every sample lacks a field that could be in it.
fn unseen(node: &Node) -> bool {
    !is_shown(node) && !node.field.nullable && node.field.location == Location::Body
}

/// `template_row_id` in the sample beside `row_id` in the table, which the sample lacks.
pub fn near_name(draft: &mut Draft, id: ObjectId, name: &str, origin: Origin) {
    let similar = |have: &str| {
        let (long, short) = if have.len() > name.len() { (have, name) } else { (name, have) };
        long.strip_suffix(short).is_some_and(|rest| rest.ends_with('_'))
            || long.strip_prefix(short).is_some_and(|rest| rest.starts_with('_'))
    };
    let mut fields = draft.objects[id].fields.iter().filter(|node| !is_shown(node));
    let Some(near) = fields.find(|node| similar(&node.field.name)) else { return };
    draft.diagnostics.push(
        Diagnostic::new(
            &code::NEAR_NAME,
            format!("`{}` in the table may be `{name}` in the sample", near.field.name),
        )
        .label(near.field.origin, "no sample has this")
        .label(origin, "no table has this")
        .note("both are kept"),
    );
}
