//! Titles that are the name of a field or of its type.

use super::rule::{Rule, Titled, link, vote};
use crate::dialect::normalize;
use crate::lower::draft::{Field, Type};
use crate::lower::titles::Path;
use crate::page::Side;
use crate::resolve::mention::Mention;
use crate::resolve::tree::{FieldRef, ObjectId, Tree};
use crate::resolve::{clash, variants};

/// Whether a title is meant for a field.
type Matches = fn(&str, &Field) -> bool;

/// Fields without a child whose structure `id` may be.
pub(super) fn open_fields(tree: &Tree<'_>, id: ObjectId, accept: impl Fn(&Field) -> bool) -> Vec<FieldRef> {
    let side = tree.objects[id].side;
    let mut found = Vec::new();
    for (object, have) in tree.objects.iter().enumerate() {
        if object == id || !(have.side == side || side == Side::None || have.side == Side::None) {
            continue;
        }
        let fields = have.fields.iter().enumerate();
        let open = fields.filter(|(_, field)| field.ty.lacks_child() && accept(field));
        found.extend(open.map(|(at, _)| (object, at)));
    }
    found
}

/// The paths of one segment.
fn single(titles: &[Path]) -> impl Iterator<Item = &str> {
    titles.iter().filter(|path| path.len() == 1).map(|path| path[0].as_str())
}

/// Fields whose type cell names the title. Recursive types refer to themselves.
pub(super) fn by_type_name(tree: &mut Tree<'_>, titled: &Titled<'_>, rule: &Rule) {
    for object in 0..tree.objects.len() {
        for field in 0..tree.objects[object].fields.len() {
            let Type::Named(name) = tree.objects[object].fields[field].ty.leaf() else { continue };
            let target = namesake(tree, titled, name, object)
                .or_else(|| named(tree, titled, name, tree.objects[object].side));
            if let Some(target) = target {
                link(tree, (object, field), target, rule);
                tree.objects[target].named = true;
            }
        }
    }
}

/// A table that refers to its own name, followed by another table of that name: a wrapper and what it wraps.
fn namesake(tree: &Tree<'_>, titled: &Titled<'_>, name: &str, object: ObjectId) -> Option<ObjectId> {
    let is_titled = |id: ObjectId| tree.objects[id].names().any(|title| title == name);
    let later = titled
        .ids
        .iter()
        .copied()
        .find(|&id| id > object && tree.objects[id].side == tree.objects[object].side && is_titled(id));
    later.filter(|_| is_titled(object))
}

/// Fields that hold one of several structures: an object with the fields of all, of which only those that all require
/// are required.
pub(super) fn by_one_of(tree: &mut Tree<'_>, titled: &Titled<'_>, rule: &Rule) {
    for object in 0..tree.objects.len() {
        for field in 0..tree.objects[object].fields.len() {
            let Type::OneOf(types) = tree.objects[object].fields[field].ty.leaf() else { continue };
            let target = |ty: &Type| match ty {
                Type::Named(name) => {
                    named(tree, titled, name, tree.objects[object].side).map(|id| (id, name.clone()))
                }
                _ => None,
            };
            let targets: Option<Vec<(ObjectId, String)>> = types.iter().map(target).collect();
            let Some(targets) = targets.filter(|targets| targets.len() > 1) else { continue };
            let whole = variants::either_of(tree, &targets);
            link(tree, (object, field), whole, rule);
        }
    }
}

/// The object of a type name: on the same side first, exact before another case.
fn named(tree: &Tree<'_>, titled: &Titled<'_>, name: &str, side: Side) -> Option<ObjectId> {
    let rank = |id: ObjectId| {
        let object = &tree.objects[id];
        let exact = object.names().any(|title| title == name);
        let folded = exact || object.names().any(|title| title.eq_ignore_ascii_case(name));
        folded.then_some((object.side != side, !exact, id))
    };
    titled.ids.iter().filter_map(|&id| rank(id)).min().map(|(_, _, id)| id)
}

/// Titles that the paths of other titles lead through: `config` for `config.source`.
pub(super) fn within_paths(tree: &mut Tree<'_>, titled: &Titled<'_>, rule: &Rule) {
    for at in 0..titled.ids.len() {
        if leads_deeper(tree, titled, titled.ids[at]) {
            by_field(tree, titled, at, same_name, rule);
        }
    }
}

fn leads_deeper(tree: &Tree<'_>, titled: &Titled<'_>, id: ObjectId) -> bool {
    let side = tree.objects[id].side;
    let others = titled.ids.iter().filter(|&&other| tree.objects[other].side == side);
    let paths = others.flat_map(|&other| tree.objects[other].titles.iter());
    let mut parents = paths.filter_map(|path| path.split_last()).flat_map(|(_, parents)| parents);
    parents.any(|segment| tree.objects[id].names().any(|title| title == segment))
}

/// The title is the name of the field.
pub(super) fn by_name(tree: &mut Tree<'_>, titled: &Titled<'_>, rule: &Rule) {
    by_fields(tree, titled, same_name, rule);
}

/// The title is the singular of the name.
pub(super) fn by_singular(tree: &mut Tree<'_>, titled: &Titled<'_>, rule: &Rule) {
    by_fields(tree, titled, singular, rule);
}

/// The title is the name in another letter case.
pub(super) fn by_other_case(tree: &mut Tree<'_>, titled: &Titled<'_>, rule: &Rule) {
    by_fields(tree, titled, other_case, rule);
}

/// The title is a type name that ends with the name of the field.
pub(super) fn by_type_suffix(tree: &mut Tree<'_>, titled: &Titled<'_>, rule: &Rule) {
    by_fields(tree, titled, type_suffix, rule);
}

fn same_name(title: &str, field: &Field) -> bool {
    field.name == title
}

/// `step_instance` for `step_instance_list`, `host` for `hosts`.
fn singular(title: &str, field: &Field) -> bool {
    let tail = field.name.strip_prefix(title);
    matches!(tail, Some("s" | "es" | "_list" | "List" | "_set" | "_array"))
        || title.strip_suffix('s') == Some(&field.name)
}

fn other_case(title: &str, field: &Field) -> bool {
    field.name.eq_ignore_ascii_case(title) || {
        let folded = Field { name: field.name.to_ascii_lowercase().into(), ..Field::default() };
        singular(&title.to_ascii_lowercase(), &folded)
    }
}

/// `VendorDiskCharge` for `disk_charge`.
fn type_suffix(title: &str, field: &Field) -> bool {
    field.name.contains('_') && normalize(title).ends_with(&*normalize(&field.name))
}

fn by_fields(tree: &mut Tree<'_>, titled: &Titled<'_>, matches: Matches, rule: &Rule) {
    for at in 0..titled.ids.len() {
        by_field(tree, titled, at, matches, rule);
    }
}

fn by_field(tree: &mut Tree<'_>, titled: &Titled<'_>, at: usize, matches: Matches, rule: &Rule) {
    let id = titled.ids[at];
    // A definition of all calls is for those that link to it or name it as a type.
    if tree.objects[id].definition.is_some() {
        return;
    }
    let titles = tree.objects[id].titles.clone();
    // One table may serve several fields: what one title attaches leaves the others free.
    let fresh = tree.objects[id].waits();
    for title in single(&titles) {
        // A child that dotted names made already takes the rows.
        if tree.objects[id].waits()
            && let Some((made, child)) = made_child(tree, id, title, matches)
        {
            let origin = tree.objects[id].origin;
            clash::merge(tree, child, id);
            return vote(tree, made, rule, rule.witness, origin);
        }
        let found = open_fields(tree, id, |field| matches(title, field));
        if found.is_empty() {
            continue;
        }
        let again = titled.ids[at + 1..].iter().any(|&other| {
            tree.objects[other].side == tree.objects[id].side
                && tree.objects[other].names().any(|other| other == title)
        });
        for target in nearest(tree, id, &found, again, fresh) {
            link(tree, target, id, rule);
        }
    }
}

/// A field of that name with a child that has no title of its own.
fn made_child(tree: &Tree<'_>, id: ObjectId, title: &str, matches: Matches) -> Option<(FieldRef, ObjectId)> {
    let named = tree.fields_of(tree.objects[id].side).filter(|(_, field)| matches(title, field));
    let mut made = named.filter_map(|(at, field)| Some((at, tree.child(&field.ty)?)));
    made.find(|&(_, child)| tree.objects[child].titles.is_empty() && child != id)
}

/// Of several fields of one name: with another table of that title still to come, the nearest above only; else all.
fn nearest(tree: &Tree<'_>, id: ObjectId, found: &[FieldRef], again: bool, fresh: bool) -> Vec<FieldRef> {
    let place = tree.objects[id].origin.start;
    let start = |at: &FieldRef| tree.at(*at).origin.start;
    let above: Vec<FieldRef> = found.iter().copied().filter(|at| start(at) < place).collect();
    if above.is_empty() {
        return found.to_vec();
    }
    if again || !fresh {
        let nearest = above.into_iter().max_by_key(start);
        return nearest.filter(|_| fresh).into_iter().collect();
    }
    above
}

/// `见file_source定义` in a description.
pub(super) fn by_mention(tree: &mut Tree<'_>, titled: &Titled<'_>, rule: &Rule) {
    for &id in &titled.ids {
        if !tree.objects[id].waits() {
            continue;
        }
        let titles = tree.objects[id].titles.clone();
        for title in single(&titles) {
            let mention = Mention::new(title, titled.mentions);
            let found = open_fields(tree, id, |field| mention.is_in(field));
            found.into_iter().for_each(|at| link(tree, at, id, rule));
        }
    }
}

/// A field inside a table of its own name: a tree, when no other table bears that name.
pub(super) fn by_recursion(tree: &mut Tree<'_>, titled: &Titled<'_>, rule: &Rule) {
    for &id in &titled.ids {
        let titles = tree.objects[id].titles.clone();
        for title in single(&titles) {
            let Some(at) = tree.field(id, title) else { continue };
            let ty = &tree.objects[id].fields[at].ty;
            let mut whole = ty.clone();
            whole.set_leaf(Type::Child(id));
            let mut fields = tree.objects.iter().flat_map(|object| &object.fields);
            let listed = matches!(ty, Type::Array(_)) && ty.lacks_child();
            if listed
                && !tree.objects[id].waits()
                && fields.any(|parent| parent.name == title && parent.ty == whole)
            {
                link(tree, (id, at), id, rule);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_is_named_after_the_field_that_its_name_ends_with() {
        let check = |title: &str, name: &str, expect: bool| {
            let field = Field { name: name.into(), ..Field::default() };
            assert_eq!(type_suffix(title, &field), expect, "{title} {name}");
        };
        check("VendorDiskCharge", "disk_charge", true);
        check("VendorDISKCHARGE-", "disk_charge", true);
        check("VendorDiskCharge", "disk_charge_", true);
        check("VendorDiskCharges", "disk_charge", false);
        check("VendorCharge", "charge", false);
    }
}
