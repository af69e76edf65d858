//! Titles that are the name of a field or of its type.

use super::rule::{Rule, Titled, link, vote};
use crate::dialect::normalize;
use crate::limits::MENTIONED_TITLES;
use crate::lower::draft::{Field, Type};
use crate::lower::titles::Path;
use crate::page::Side;
use crate::resolve::index::{Names, TypeNames};
use crate::resolve::mention::Mentions;
use crate::resolve::tree::{FieldRef, ObjectId, Tree};
use crate::resolve::{clash, variants};
use smol_str::SmolStr;
use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

/// Whether a title is meant for a field.
type Matches = fn(&str, &Field) -> bool;

/// Which fields a title may be meant for, by the index of names.
type Candidates = fn(&Names, &str) -> Vec<FieldRef>;

/// Fields that titles are held against: which ones to look at, and which of them match.
#[derive(Clone, Copy)]
struct Test(Candidates, Matches);

/// The fields of a list that are still there.
pub(super) fn fields<'t>(
    tree: &'t Tree<'_>,
    places: &'t [FieldRef],
) -> impl Iterator<Item = (FieldRef, &'t Field)> {
    places.iter().filter_map(|&at| Some((at, tree.objects[at.0].fields.get(at.1)?)))
}

/// Those of the fields that have no child and whose structure `id` may be.
pub(super) fn open_fields(
    tree: &Tree<'_>,
    id: ObjectId,
    places: &[FieldRef],
    accept: impl Fn(&Field) -> bool,
) -> Vec<FieldRef> {
    let side = tree.objects[id].side;
    let may_be = |object: ObjectId| {
        let have = tree.objects[object].side;
        object != id && (have == side || side == Side::None || have == Side::None)
    };
    let open =
        fields(tree, places).filter(|(at, field)| may_be(at.0) && field.ty.lacks_child() && accept(field));
    open.map(|(at, _)| at).collect()
}

/// What the index of names gives.
pub(super) fn candidates(tree: &Tree<'_>, of: impl Fn(&Names) -> Vec<FieldRef>) -> Vec<FieldRef> {
    tree.names.as_ref().map(of).unwrap_or_default()
}

/// The paths of one segment.
fn single(titles: &[Path]) -> impl Iterator<Item = &str> {
    titles.iter().filter(|path| path.len() == 1).map(|path| path[0].as_str())
}

/// The tables by their titles; found when a type cell first asks. Nothing that these rules do changes a title.
fn type_names<'n>(tree: &Tree<'_>, titled: &'n Titled<'_>) -> &'n TypeNames {
    let objects = titled.ids.iter().map(|&id| (id, &tree.objects[id]));
    let names = objects.flat_map(|(id, object)| object.names().map(move |title| (id, object.side, title)));
    titled.type_names.get_or_init(|| TypeNames::of(names))
}

/// Fields whose type cell names the title. Recursive types refer to themselves.
pub(super) fn by_type_name(tree: &mut Tree<'_>, titled: &Titled<'_>, rule: &Rule) {
    for object in 0..tree.objects.len() {
        let side = tree.objects[object].side;
        for field in 0..tree.objects[object].fields.len() {
            let Type::Named(name) = tree.objects[object].fields[field].ty.leaf() else { continue };
            let names = type_names(tree, titled);
            // A table that refers to its own name, followed by another one of that name: a wrapper and what it wraps.
            let target = names.behind(name, side, object).or_else(|| names.get(name, side));
            if let Some(target) = target {
                link(tree, (object, field), target, rule);
                tree.objects[target].named = true;
            }
        }
    }
}

/// Fields that hold one of several structures: an object with the fields of all, of which only those that all require
/// are required.
pub(super) fn by_one_of(tree: &mut Tree<'_>, titled: &Titled<'_>, rule: &Rule) {
    for object in 0..tree.objects.len() {
        for field in 0..tree.objects[object].fields.len() {
            let Type::OneOf(types) = tree.objects[object].fields[field].ty.leaf() else { continue };
            let names = type_names(tree, titled);
            let side = tree.objects[object].side;
            let target = |ty: &Type| match ty {
                Type::Named(name) => names.get(name, side).map(|id| (id, name.clone())),
                _ => None,
            };
            let targets: Option<Vec<(ObjectId, String)>> = types.iter().map(target).collect();
            let Some(targets) = targets.filter(|targets| targets.len() > 1) else { continue };
            let whole = variants::either_of(tree, &targets);
            link(tree, (object, field), whole, rule);
        }
    }
}

/// Titles that the paths of other titles lead through: `config` for `config.source`.
pub(super) fn within_paths(tree: &mut Tree<'_>, titled: &Titled<'_>, rule: &Rule) {
    let of_side = |&id: &ObjectId| tree.objects[id].titles.iter().map(move |path| (id, path));
    let parents =
        titled.ids.iter().flat_map(of_side).filter_map(|(id, path)| Some((id, path.split_last()?.1)));
    let parents = parents.flat_map(|(id, parents)| parents.iter().map(move |name| (id, name)));
    let parents: HashSet<(Side, SmolStr)> =
        parents.map(|(id, name)| (tree.objects[id].side, name.clone())).collect();
    if parents.is_empty() {
        return;
    }
    let last = LastOfTitles::default();
    for (at, &id) in titled.ids.iter().enumerate() {
        let object = &tree.objects[id];
        if object.names().any(|title| parents.contains(&(object.side, title.into()))) {
            by_field(tree, (titled, &last), at, SAME_NAME, rule);
        }
    }
}

/// The title is the name of the field.
pub(super) fn by_name(tree: &mut Tree<'_>, titled: &Titled<'_>, rule: &Rule) {
    by_fields(tree, titled, SAME_NAME, rule);
}

/// The title is the singular of the name.
pub(super) fn by_singular(tree: &mut Tree<'_>, titled: &Titled<'_>, rule: &Rule) {
    by_fields(tree, titled, Test(Names::alike, singular), rule);
}

/// The title is the name in another letter case.
pub(super) fn by_other_case(tree: &mut Tree<'_>, titled: &Titled<'_>, rule: &Rule) {
    by_fields(tree, titled, Test(Names::alike, other_case), rule);
}

/// The title is a type name that ends with the name of the field.
pub(super) fn by_type_suffix(tree: &mut Tree<'_>, titled: &Titled<'_>, rule: &Rule) {
    by_fields(tree, titled, Test(Names::ending, type_suffix), rule);
}

const SAME_NAME: Test = Test(Names::named, same_name);

fn same_name(title: &str, field: &Field) -> bool {
    field.name == title
}

/// `step_instance` for `step_instance_list`, `host` for `hosts`.
fn singular(title: &str, field: &Field) -> bool {
    let tail = field.name.strip_prefix(title);
    let ies = || {
        field.name.strip_suffix("ies").zip(title.strip_suffix('y')).is_some_and(|(one, other)| one == other)
    };
    matches!(tail, Some("s" | "es" | "_list" | "List" | "_set" | "_array"))
        || title.strip_suffix('s') == Some(&field.name)
        || ies()
}

fn other_case(title: &str, field: &Field) -> bool {
    let alike = |fold: &dyn Fn(&str) -> String| {
        singular(&fold(title), &Field { name: fold(&field.name).into(), ..Field::default() })
    };
    field.name.eq_ignore_ascii_case(title)
        || alike(&str::to_ascii_lowercase)
        // `lamp_box` for `lampBoxes`.
        || alike(&|name| name.to_ascii_lowercase().replace('_', ""))
}

/// `VendorDiskCharge` for `disk_charge`.
fn type_suffix(title: &str, field: &Field) -> bool {
    field.name.contains('_') && normalize(title).ends_with(&*normalize(&field.name))
}

fn by_fields(tree: &mut Tree<'_>, titled: &Titled<'_>, test: Test, rule: &Rule) {
    let last = LastOfTitles::default();
    for at in 0..titled.ids.len() {
        by_field(tree, (titled, &last), at, test, rule);
    }
}

/// The last table of each title when the rule begins; looked for at its first match.
#[derive(Default)]
struct LastOfTitles(OnceCell<HashMap<(Side, SmolStr), ObjectId>>);

impl LastOfTitles {
    fn get(&self, tree: &Tree<'_>, titled: &Titled<'_>) -> &HashMap<(Side, SmolStr), ObjectId> {
        let of_title = |&id: &ObjectId| {
            let object = &tree.objects[id];
            object.names().map(move |title| ((object.side, SmolStr::from(title)), id))
        };
        self.0.get_or_init(|| titled.ids.iter().flat_map(of_title).collect())
    }
}

fn by_field(
    tree: &mut Tree<'_>,
    (titled, last): (&Titled<'_>, &LastOfTitles),
    at: usize,
    test: Test,
    rule: &Rule,
) {
    let Test(of, matches) = test;
    let id = titled.ids[at];
    // A definition of all calls is for those that link to it or name it as a type.
    if tree.objects[id].definition.is_some() {
        return;
    }
    let titles = tree.objects[id].titles.clone();
    // One table may serve several fields: what one title attaches leaves the others free.
    let fresh = tree.objects[id].waits();
    for title in single(&titles) {
        let mut places = candidates(tree, |names| of(names, title));
        places.retain(|at| fields(tree, &[*at]).any(|(_, field)| matches(title, field)));
        if places.is_empty() {
            continue;
        }
        let last = last.get(tree, titled);
        // A child that dotted names made already takes the rows.
        if tree.objects[id].waits()
            && let Some((made, child)) = made_child(tree, id, &places)
        {
            let origin = tree.objects[id].origin;
            clash::merge(tree, child, id);
            return vote(tree, made, rule, rule.witness, origin);
        }
        let found = open_fields(tree, id, &places, |_| true);
        if found.is_empty() {
            continue;
        }
        let again = last.get(&(tree.objects[id].side, title.into())).is_some_and(|&last| last > id);
        for target in nearest(tree, id, &found, again, fresh) {
            link(tree, target, id, rule);
        }
    }
}

/// A field of that name with a child that has no title of its own.
fn made_child(tree: &Tree<'_>, id: ObjectId, places: &[FieldRef]) -> Option<(FieldRef, ObjectId)> {
    let side = tree.objects[id].side;
    let of_side = fields(tree, places).filter(|(at, _)| tree.objects[at.0].side == side && at.0 != id);
    let mut made = of_side.filter_map(|(at, field)| Some((at, tree.child(&field.ty)?)));
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
    let waiting = titled.ids.iter().copied().filter(|&id| tree.objects[id].waits()).take(MENTIONED_TITLES);
    let titles = waiting.flat_map(|id| tree.objects[id].names().map(move |title| (id, title)));
    let (ids, titles): (Vec<ObjectId>, Vec<&str>) = titles.unzip();
    if ids.is_empty() {
        return;
    }
    let Some(mentions) = Mentions::new(&titles, titled.mentions) else { return };
    let mut found: Vec<(usize, FieldRef)> = Vec::new();
    for side in [Side::Request, Side::Response, Side::None] {
        for (at, field) in tree.fields_of(side).filter(|(_, field)| field.ty.lacks_child()) {
            found.extend(mentions.of(field).map(|title| (title, at)));
        }
    }
    found.sort_unstable();
    for (title, at) in found {
        let open = open_fields(tree, ids[title], &[at], |_| true);
        open.into_iter().for_each(|at| link(tree, at, ids[title], rule));
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
            let places = candidates(tree, |names| names.named(title));
            let is_parent =
                fields(tree, &places).any(|(_, parent)| parent.name == title && parent.ty == whole);
            let listed = matches!(ty, Type::Array(_)) && ty.lacks_child();
            if listed && !tree.objects[id].waits() && is_parent {
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
