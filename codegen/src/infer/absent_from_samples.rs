//! Fields that tables have and samples lack.

use crate::diagnostic::{Diagnostic, code};
use crate::lower::draft::Field;
use crate::model::{Location, Origin, Vote, Witness};
use crate::resolve::fields::Fields;
use crate::resolve::tree::{Object, ObjectId, Tree};
use smol_str::SmolStr;
use std::collections::HashMap;

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
pub fn near_name(tree: &mut Tree<'_>, id: ObjectId, (name, near): (&str, &NearNames), origin: Origin) {
    let fields = &tree.objects[id].fields;
    let places = near.places(name, fields);
    let absent = places.into_iter().filter_map(|at| fields.get(at)).filter(|field| !is_shown(field));
    let Some(near) = absent.into_iter().next() else { return };
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

/// Fields by the parts of their names: what a name may be by a slip of the pen.
pub struct NearNames {
    /// Fields whose name goes on before or behind a part, by the part.
    longer: HashMap<SmolStr, Vec<usize>>,
}

/// Longest name in bytes that is looked at, and the most parts that it is cut into at either end.
const NAME: usize = 256;

impl NearNames {
    /// The names of an object that no sample has, to be asked for so many others.
    pub fn of(object: &Object, asked: usize) -> Self {
        let mut longer: HashMap<SmolStr, Vec<usize>> = HashMap::new();
        let absent = object.fields.iter().enumerate().filter(|(_, field)| asked > 0 && !is_shown(field));
        for (at, field) in absent {
            for part in parts(&field.name) {
                longer.entry(part.into()).or_default().push(at);
            }
        }
        Self { longer }
    }

    /// Fields whose name is a part of this one, or that it is a part of, in their order.
    fn places(&self, name: &str, fields: &Fields) -> Vec<usize> {
        let shorter = parts(name).filter_map(|part| fields.place(part));
        let mut places: Vec<usize> =
            self.longer.get(name).into_iter().flatten().copied().chain(shorter).collect();
        places.sort_unstable();
        places
    }
}

/// What stands before and behind each underscore of a name.
fn parts(name: &str) -> impl Iterator<Item = &str> {
    let short = Some(name).filter(|name| name.len() <= NAME);
    let marks = short.into_iter().flat_map(|name| name.match_indices('_'));
    let parts = marks.flat_map(move |(at, _)| [&name[..at], &name[at + 1..]]);
    parts.filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(fields: &[&str], name: &str, expect: &[usize]) {
        let fields = fields.iter().map(|name| Field { name: (*name).into(), ..Field::default() });
        let object = Object { fields: fields.collect::<Vec<_>>().into(), ..Object::default() };
        assert_eq!(NearNames::of(&object, 1).places(name, &object.fields), expect, "{name}");
    }

    #[test]
    fn a_name_is_near_one_that_it_is_a_part_of_between_underscores() {
        check(&["id", "row_id", "row"], "template_row_id", &[0, 1]);
        check(&["a_bk_id", "x"], "bk_id", &[0]);
        check(&["bk_id_a", "ybk_id"], "bk_id", &[0]);
        check(&["bk_id"], "bk_id", &[]);
    }
}
