//! Fields that tables have and samples lack.

use crate::diagnostic::{Diagnostic, code};
use crate::lower::draft::Field;
use crate::model::{Location, Origin, Vote, Witness};
use crate::resolve::tree::{ObjectId, Tree};

/// Fields that no sample has, of objects that samples show.
pub fn report(tree: &mut Tree<'_>) {
    for id in 0..tree.objects.len() {
        let object = &tree.objects[id];
        if object.rows == 0 || !object.fields.iter().any(is_shown) {
            continue;
        }
        let mut absent = object.fields.iter().filter(|field| is_absent(field)).peekable();
        let Some(first) = absent.peek().map(|field| field.origin) else { continue };
        let mut message = "in the table and in no sample".to_owned();
        let mut before = ": `";
        for field in absent {
            message.extend([before, &field.name, if field.required { "` (required)" } else { "`" }]);
            before = ", `";
        }
        let found = Diagnostic::new(&code::TABLE_ONLY, message).label(first, "no sample has this");
        tree.diagnostics.push(found.note("the table decides"));
    }
}

/// Whether a sample has the field.
fn is_shown(field: &Field) -> bool {
    let by_sample = |vote: &Vote| matches!(vote.witness, Witness::RequestExample | Witness::ResponseExample);
    field.votes.iter().any(by_sample)
}

/// Whether every sample lacks a field that could be in it.
fn is_absent(field: &Field) -> bool {
    !is_shown(field) && !field.nullable && field.location == Location::Body
}

/// `template_row_id` in the sample beside `row_id` in the table, which the sample lacks.
pub fn near_name(tree: &mut Tree<'_>, id: ObjectId, name: &str, origin: Origin) {
    let similar = |have: &str| {
        let (long, short) = if have.len() > name.len() { (have, name) } else { (name, have) };
        long.strip_suffix(short).is_some_and(|rest| rest.ends_with('_'))
            || long.strip_prefix(short).is_some_and(|rest| rest.starts_with('_'))
    };
    let mut fields = tree.objects[id].fields.iter().filter(|field| !is_shown(field));
    let Some(near) = fields.find(|field| similar(&field.name)) else { return };
    tree.diagnostics.push(
        Diagnostic::new(
            &code::NEAR_NAME,
            format!("`{}` in the table may be `{name}` in the sample", near.name),
        )
        .label(near.origin, "no sample has this")
        .label(origin, "no table has this")
        .note("both are kept"),
    );
}
