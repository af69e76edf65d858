//! Linking: which field each nested table describes.
//!
//! A title leads to its field by, in this order: a path from a root, a type name, a field name (the nearest table
//! above wins), singular of a list's name, another case, a mention in a description. What no rule reaches stays
//! unlinked; a sample may still place it, else it is reported.

use crate::dialect::normalize;
use crate::lower::draft::{Draft, Node, Object, ObjectId, is_container};
use crate::lower::titles::Path;
use crate::model::{Field, Origin, Type};
use crate::page::Side;
use smol_str::SmolStr;

/// A field: its object and its index there.
type FieldRef = (ObjectId, usize);

/// Links every titled object that a rule can place.
pub fn run(draft: &mut Draft, mentions: &[String]) {
    let titled: Vec<ObjectId> =
        (0..draft.objects.len()).filter(|&id| !draft.objects[id].titles.is_empty()).collect();
    if titled.is_empty() {
        return;
    }
    let roots: Vec<ObjectId> = (0..draft.objects.len()).filter(|&id| draft.objects[id].linked).collect();
    by_type_name(draft, &titled);
    for at in 0..titled.len() {
        if leads_deeper(draft, &titled, titled[at]) {
            by_field(draft, &titled, at, same_name);
        }
    }
    for &id in &titled {
        by_path(draft, id, &roots);
    }
    for rule in [same_name, singular, other_case] {
        by_rule(draft, &titled, rule);
    }
    for &id in &titled {
        by_mention(draft, id, mentions);
    }
    by_rule(draft, &titled, tail);
    recursion(draft, &titled);
}

/// Whether the path of another title goes through this one: `config` for `config.source`.
fn leads_deeper(draft: &Draft, titled: &[ObjectId], id: ObjectId) -> bool {
    let side = draft.objects[id].side;
    let paths = titled
        .iter()
        .filter(|&&other| draft.objects[other].side == side)
        .flat_map(|&other| draft.objects[other].titles.iter());
    let mut parents = paths.filter_map(|path| path.split_last()).flat_map(|(_, parents)| parents);
    parents.any(|segment| single_title(&draft.objects[id]).any(|title| title == segment))
}

fn unlinked(draft: &Draft, id: ObjectId) -> bool {
    !draft.objects[id].linked
}

/// Fields without a child whose structure `id` may be.
fn open_fields(draft: &Draft, id: ObjectId, accept: impl Fn(&Node) -> bool) -> Vec<FieldRef> {
    let side = draft.objects[id].side;
    let mut found = Vec::new();
    for (object, have) in draft.objects.iter().enumerate() {
        if object == id || !(have.side == side || side == Side::None || have.side == Side::None) {
            continue;
        }
        for (at, node) in have.fields.iter().enumerate() {
            if node.child.is_none() && accept(node) {
                found.push((object, at));
            }
        }
    }
    found
}

fn single_title(object: &Object) -> impl Iterator<Item = &str> {
    single(&object.titles)
}

/// The paths of one segment.
fn single(titles: &[Path]) -> impl Iterator<Item = &str> {
    titles.iter().filter(|path| path.len() == 1).map(|path| path[0].as_str())
}

/// Fields whose type cell names the title. Recursive types refer to themselves.
fn by_type_name(draft: &mut Draft, titled: &[ObjectId]) {
    for object in 0..draft.objects.len() {
        for field in 0..draft.objects[object].fields.len() {
            let node = &draft.objects[object].fields[field];
            let Type::Object(name) = node.field.ty.leaf() else { continue };
            if name.is_empty() || node.child.is_some() {
                continue;
            }
            let target = namesake(draft, titled, name, object)
                .or_else(|| named(draft, titled, name, draft.objects[object].side));
            if let Some(target) = target {
                draft.link((object, field), target);
                draft.objects[target].named = true;
            }
        }
    }
}

/// A table that refers to its own name, followed by another table of that name: a wrapper and what it wraps.
fn namesake(draft: &Draft, titled: &[ObjectId], name: &str, object: ObjectId) -> Option<ObjectId> {
    let is_titled = |id: ObjectId| single_title(&draft.objects[id]).any(|title| title == name);
    let later = titled
        .iter()
        .copied()
        .find(|&id| id > object && draft.objects[id].side == draft.objects[object].side && is_titled(id));
    later.filter(|_| is_titled(object))
}

/// The object of a type name: on the same side first, exact before another case.
fn named(draft: &Draft, titled: &[ObjectId], name: &str, side: Side) -> Option<ObjectId> {
    let rank = |id: ObjectId| {
        let object = &draft.objects[id];
        let exact = single_title(object).any(|title| title == name);
        let folded = exact || single_title(object).any(|title| title.eq_ignore_ascii_case(name));
        folded.then_some((object.side != side, !exact, id))
    };
    titled.iter().filter_map(|&id| rank(id)).min().map(|(_, _, id)| id)
}

/// Titles with several segments, walked down from a root or from an object of the first segment's name.
fn by_path(draft: &mut Draft, id: ObjectId, roots: &[ObjectId]) {
    let titles = draft.objects[id].titles.clone();
    let side = draft.objects[id].side;
    let origin = draft.objects[id].origin;
    for path in titles.iter().filter(|path| path.len() > 1) {
        let starts: Vec<ObjectId> =
            roots.iter().copied().filter(|&root| draft.objects[root].side == side).collect();
        let target = starts.iter().find_map(|&root| {
            walk(draft, root, path, 0, origin).or_else(|| walk(draft, root, path, 1, origin))
        });
        let target = target.or_else(|| last_segments(draft, id, path));
        if let Some(target) = target {
            attach(draft, target, id);
        }
    }
}

/// Follows all but the last segment through linked children, creating nothing but a last field that the heading declares.
fn walk(
    draft: &mut Draft,
    root: ObjectId,
    path: &[SmolStr],
    skip: usize,
    origin: Origin,
) -> Option<FieldRef> {
    let path = path.get(skip..).filter(|path| !path.is_empty())?;
    let (last, parents) = path.split_last()?;
    let mut object = root;
    for segment in parents {
        let field = draft.field(object, segment)?;
        object = child_or_new(draft, (object, field))?;
    }
    if let Some(field) = draft.field(object, last) {
        return is_container(&draft.objects[object].fields[field].field.ty).then_some((object, field));
    }
    if skip > 0 || parents.is_empty() {
        return None;
    }
    let field = Field { name: last.clone(), ty: Type::AnyObject, origin, ..Field::default() };
    draft.objects[object].fields.push(Node { field, child: None });
    Some((object, draft.objects[object].fields.len() - 1))
}

/// The object behind a field, made when the page describes only what lies below it.
pub fn child_or_new(draft: &mut Draft, at: FieldRef) -> Option<ObjectId> {
    let node = &draft.objects[at.0].fields[at.1];
    if let Some(child) = node.child {
        return Some(child);
    }
    if !is_container(&node.field.ty) {
        return None;
    }
    let object = Object { side: draft.objects[at.0].side, origin: node.field.origin, ..Object::default() };
    let child = draft.add(object);
    draft.link(at, child);
    Some(child)
}

/// The field of the last segment whose object is titled with the one before.
fn last_segments(draft: &Draft, id: ObjectId, path: &[SmolStr]) -> Option<FieldRef> {
    let [.., parent, last] = path else { return None };
    let found = open_fields(draft, id, |node| node.field.name == *last && is_container(&node.field.ty));
    let under_parent =
        |at: &&FieldRef| draft.objects[at.0].titles.iter().any(|title| title.last() == Some(parent));
    found.iter().find(under_parent).or(if found.len() == 1 { found.first() } else { None }).copied()
}

/// Makes `id` the child of a field, or adds its rows to the child that is there.
fn attach(draft: &mut Draft, at: FieldRef, id: ObjectId) {
    match draft.objects[at.0].fields[at.1].child {
        Some(have) if have != id => crate::lower::merge_objects(draft, have, id),
        Some(_) => {}
        None => draft.link(at, id),
    }
}

type Rule = fn(&str, &Node) -> bool;

fn same_name(title: &str, node: &Node) -> bool {
    node.field.name == title
}

/// `step_instance` for `step_instance_list`, `host` for `hosts`.
fn singular(title: &str, node: &Node) -> bool {
    let tail = node.field.name.strip_prefix(title);
    matches!(tail, Some("s" | "es" | "_list" | "List" | "_set" | "_array"))
        || title.strip_suffix('s') == Some(&node.field.name)
}

fn other_case(title: &str, node: &Node) -> bool {
    node.field.name.eq_ignore_ascii_case(title)
}

/// `VendorDiskCharge` for `disk_charge`: the name of a type that ends with the field's.
fn tail(title: &str, node: &Node) -> bool {
    // Their last letters tell most names apart.
    let last = |name: &str| name.bytes().next_back().filter(u8::is_ascii_alphanumeric);
    let alike = match (last(title), last(&node.field.name)) {
        (Some(one), Some(other)) => one.eq_ignore_ascii_case(&other),
        _ => true,
    };
    alike && node.field.name.contains('_') && normalize(title).ends_with(&*normalize(&node.field.name))
}

fn by_rule(draft: &mut Draft, titled: &[ObjectId], rule: Rule) {
    // Most titles are of use to no rule: each has led to its field, and no other field waits.
    let waits = |node: &Node| node.child.is_none() && is_container(&node.field.ty);
    let mut nodes = draft.objects.iter().flat_map(|object| &object.fields);
    if titled.iter().any(|&id| unlinked(draft, id)) || nodes.any(waits) {
        for at in 0..titled.len() {
            by_field(draft, titled, at, rule);
        }
    }
}

fn by_field(draft: &mut Draft, titled: &[ObjectId], at: usize, rule: Rule) {
    // Nothing on the way reads the titles of this object, only those of others.
    let titles = std::mem::take(&mut draft.objects[titled[at]].titles);
    by_titles(draft, titled, at, &titles, rule);
    draft.objects[titled[at]].titles = titles;
}

fn by_titles(draft: &mut Draft, titled: &[ObjectId], at: usize, titles: &[Path], rule: Rule) {
    let id = titled[at];
    // One table may serve several fields: what one title links leaves the others free.
    let fresh = unlinked(draft, id);
    for title in single(titles) {
        // A child that dotted names made already takes the rows.
        if unlinked(draft, id)
            && let Some(have) = made_child(draft, id, title, rule)
        {
            crate::lower::merge_objects(draft, have, id);
            return;
        }
        let found = open_fields(draft, id, |node| is_container(&node.field.ty) && rule(title, node));
        if found.is_empty() {
            continue;
        }
        let again = titled[at + 1..].iter().any(|&other| {
            draft.objects[other].side == draft.objects[id].side
                && single_title(&draft.objects[other]).any(|t| t == title)
        });
        for target in nearest(draft, id, &found, again, fresh) {
            draft.link(target, id);
        }
    }
}

/// A linked child without a title of its own behind a field of that name.
fn made_child(draft: &Draft, id: ObjectId, title: &str, rule: Rule) -> Option<ObjectId> {
    let side = draft.objects[id].side;
    let nodes = draft.objects.iter().filter(|object| object.side == side).flat_map(|object| &object.fields);
    let mut made = nodes.filter(|node| rule(title, node)).filter_map(|node| node.child);
    made.find(|&child| draft.objects[child].titles.is_empty() && child != id)
}

/// Of several fields of one name: with another table of that title still to come, the nearest above only; else all.
fn nearest(draft: &Draft, id: ObjectId, found: &[FieldRef], again: bool, fresh: bool) -> Vec<FieldRef> {
    let place = draft.objects[id].origin.start;
    let start = |at: &FieldRef| draft.objects[at.0].fields[at.1].field.origin.start;
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
fn by_mention(draft: &mut Draft, id: ObjectId, phrases: &[String]) {
    if !unlinked(draft, id) {
        return;
    }
    let titles = draft.objects[id].titles.clone();
    for title in single(&titles) {
        let mention = Mention::new(title, phrases);
        let found = open_fields(draft, id, |node| is_container(&node.field.ty) && mention.is_in(node));
        found.into_iter().for_each(|at| draft.link(at, id));
    }
}

/// The phrases by which descriptions refer to a table.
pub struct Mention(Vec<String>);

impl Mention {
    /// By its title, which stands for the `{}` of each phrase.
    pub fn new(title: &str, phrases: &[String]) -> Self {
        Self(phrases.iter().map(|phrase| Self::fold(&phrase.replace("{}", title))).collect())
    }

    /// Whether the description of a field holds one of them.
    pub fn is_in(&self, node: &Node) -> bool {
        node.field.docs.iter().any(|text| {
            let text = Self::fold(&text.text);
            self.0.iter().any(|phrase| text.contains(phrase))
        })
    }

    fn fold(text: &str) -> String {
        text.to_lowercase().replace(['`', ' '], "")
    }
}

/// A field inside a table of its own name: a tree, when no other table bears that name.
fn recursion(draft: &mut Draft, titled: &[ObjectId]) {
    for &id in titled {
        let titles = draft.objects[id].titles.clone();
        for title in single(&titles) {
            let Some(field) = draft.field(id, title) else { continue };
            let node = &draft.objects[id].fields[field];
            let parent_is_same = parents(draft, id)
                .any(|parent| parent.field.name == title && parent.field.ty == set(&node.field.ty));
            let listed = matches!(node.field.ty, Type::Array(_));
            if node.child.is_none()
                && is_container(&node.field.ty)
                && listed
                && parent_is_same
                && !unlinked(draft, id)
            {
                draft.link((id, field), id);
            }
        }
    }
}

/// The type as it would stand when linked.
fn set(ty: &Type) -> Type {
    let mut ty = ty.clone();
    crate::lower::draft::set_leaf(&mut ty, Type::Object(String::new()));
    ty
}

fn parents(draft: &Draft, id: ObjectId) -> impl Iterator<Item = &Node> {
    draft.objects.iter().flat_map(|object| &object.fields).filter(move |node| node.child == Some(id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_is_named_after_the_field_that_its_name_ends_with() {
        let check = |title: &str, name: &str, expect: bool| {
            let field = Field { name: name.into(), ..Field::default() };
            assert_eq!(tail(title, &Node { field, child: None }), expect, "{title} {name}");
        };
        check("VendorDiskCharge", "disk_charge", true);
        check("VendorDISKCHARGE-", "disk_charge", true);
        check("VendorDiskCharge", "disk_charge_", true);
        check("VendorDiskCharges", "disk_charge", false);
        check("VendorCharge", "charge", false);
    }
}
