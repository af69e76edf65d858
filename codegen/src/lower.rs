//! Stage 5 of 9: lower. In: `page::Endpoint`, `Dialect`, route. Out: [`Draft`]: what each cell *means*, tables linked to
//! their fields, nothing yet decided between witnesses.

pub mod row_values;
pub mod draft;
pub mod enums;
pub mod fields;
pub mod table_context;
pub mod description;
pub mod row_repairs;
pub mod route;
pub mod samples;
pub mod prose;
pub mod titles;
pub mod types;

use crate::diagnostic::{Diagnostic, code};
use crate::model::{Endpoint, Fact, Vote, Witness};
use crate::page::{self, Side, TableKind};
use crate::resolve::{attach, envelope, variants};
use draft::{Draft, Node, Object, ObjectId, Sample};
pub use fields::Context;
use fields::{Placed, Segment};
use smol_str::SmolStr;
use table_context::Group;
use titles::Titles;

/// Lowers one endpoint of a page, whose tables are `groups`, and reads its samples, some of which may have been `shown`
/// before. `route` is the decided method and path.
pub fn endpoint<'t>(
    page: &page::Endpoint<'_>,
    groups: &[Group<'_, '_>],
    route: Box<Endpoint>,
    shown: &mut samples::Shown<'t>,
    context: Context<'t>,
) -> (Draft, Vec<Sample<'t>>) {
    let mut draft = Draft { endpoint: route, ..Draft::default() };
    prose::read(page, &mut draft, context);
    tables(groups, &mut draft, context);
    variants::merge(&mut draft);
    envelope::settle(&mut draft, context);
    attach::run(&mut draft, &context.dialect.nesting.mentions);
    prose::open_notes(page, &mut draft, context);
    let samples = samples::read(page, &mut draft, shown, context);
    (draft, samples)
}

/// Every table of the sides: fields into objects, values onto their fields, the rest into diagnostics.
fn tables(groups: &[Group<'_, '_>], draft: &mut Draft, context: Context<'_>) {
    let mut last: Option<ObjectId> = None;
    let mut known = row_values::Known::default();
    let mut values = Vec::new();
    for group in groups {
        if !group.table.has_separator {
            draft.diagnostics.push(row_repairs::no_separator(group.table, context));
        }
        if let Some(column) = group.table.repeated {
            let found = Diagnostic::new(&code::COLUMN_REPEATED, "two columns describe the fields");
            draft.diagnostics.push(found.label(context.origin(column), "joined with the first"));
        }
        match group.kind {
            TableKind::Fields => {
                let target = last.filter(|&id| group.continues && draft.objects[id].side == group.side);
                last = Some(fields(group, target, &mut known, draft, context));
            }
            TableKind::Values => values.push(group),
            TableKind::Other => draft.diagnostics.push(unknown_table(group, context)),
        }
    }
    for group in values {
        enums::read(group, draft, context);
    }
}

fn unknown_table(group: &Group<'_, '_>, context: Context<'_>) -> Diagnostic {
    Diagnostic::new(&code::TABLE_UNKNOWN, "a table of this section lists no fields")
        .label(context.origin(group.table.header), "no column of names and types")
        .rows(group.table.rows.iter().map(|row| row.count).sum())
}

fn fields<'p>(
    group: &Group<'p, '_>,
    target: Option<ObjectId>,
    known: &mut row_values::Known<'p>,
    draft: &mut Draft,
    context: Context<'_>,
) -> ObjectId {
    let titles = named_by_word(group, draft, context).unwrap_or_else(|| group.titles.clone());
    let mut object = Object {
        side: group.side,
        origin: context.origin(group.origin),
        variant: group.variant.clone(),
        ..Object::default()
    };
    let mut placed = fields::read(group.table, group.side, &mut object, known, draft, context);
    envelope::locate(group.role, &mut placed);
    let root = titles.is_empty() && group.variant.is_none();
    let above = root.then(|| envelope::of_side(draft, group.side)).flatten();
    draft
        .diagnostics
        .extend(above.filter(|_| target.is_none()).and_then(|id| unnamed(group, draft, id, context)));
    let id = match target.or(above) {
        Some(id) => {
            if draft.objects[id].open.is_none() {
                draft.objects[id].open = object.open;
            }
            id
        }
        None => {
            (object.root, object.linked) = (root, root);
            object.titles = titles.clone();
            draft.add(object)
        }
    };
    envelope::remember(draft, group.side, root, id);
    draft.objects[id].table = row_repairs::takes_rows(group).or(draft.objects[id].table.take());
    insert(draft, id, placed, &titles);
    id
}

/// A title in prose names the field that one of its words is, when that field still lacks a table: `sort 子对象`.
/// A path among the words (`fields of config.source`) is a name whether or not a field waits for it.
fn named_by_word(group: &Group<'_, '_>, draft: &Draft, context: Context<'_>) -> Option<Titles> {
    if !group.titles.is_empty() || group.variant.is_some() {
        return None;
    }
    let waits = |word: &SmolStr| {
        let objects = draft.objects.iter().filter(|object| object.side == group.side);
        let mut open = objects
            .flat_map(|object| &object.fields)
            .filter(|node| node.child.is_none() && draft::is_container(&node.field.ty));
        open.find(|node| names_field(word, &node.field.name)).map(|node| node.field.name.clone())
    };
    titles::words(group.title, context.dialect).into_iter().find_map(|mut path| {
        match path.last().and_then(waits) {
            Some(name) => {
                path.pop();
                path.push(name);
                Some(Titles::one(path))
            }
            None => (path.len() > 1).then(|| Titles::one(path)),
        }
    })
}

/// `Rule` in a title is the field `rules`.
fn names_field(word: &str, name: &str) -> bool {
    name.eq_ignore_ascii_case(word)
        || name.strip_suffix('s').is_some_and(|one| one.eq_ignore_ascii_case(word))
}

/// A further table of a side whose title names nothing that is known.
fn unnamed(group: &Group<'_, '_>, draft: &Draft, root: ObjectId, context: Context<'_>) -> Option<Diagnostic> {
    if group.title.is_empty() || draft.objects[root].fields.is_empty() {
        return None;
    }
    let side = side_name(group.side);
    let message = format!("the table under `{}` is read as more fields of the {side}", group.title);
    let found = Diagnostic::new(&code::UNNAMED_TABLE, message);
    let found = found.label(context.origin(group.origin), "this title names no field of the tables above");
    Some(found.help("name the field that the table describes in its title"))
}

/// Puts fields into their object: plain names first, then dotted and indented ones below them.
fn insert(draft: &mut Draft, id: ObjectId, placed: Vec<Placed>, titles: &[titles::Path]) {
    let mut deep = Vec::new();
    let mut above: Vec<(usize, Segment)> = Vec::new();
    let indented = placed.iter().any(|field| field.depth > 0);
    draft.objects[id].fields.reserve(placed.len());
    for mut field in placed {
        if indented {
            above.retain(|(depth, _)| *depth < field.depth);
            if field.depth > 0 && field.parents.is_empty() {
                field.parents = above.iter().map(|(_, segment)| segment.clone()).collect();
            }
            let segment = Segment { name: field.node.field.name.clone(), list: false, map: false };
            above.push((field.depth, segment));
        }
        strip_title(&mut field.parents, titles);
        draft.objects[id].rows += field.rows;
        if field.parents.is_empty() { push(draft, id, field.node) } else { deep.push(field) }
    }
    deep.sort_by_key(|field| field.parents.len());
    for field in deep {
        let mut object = id;
        for segment in &field.parents {
            object = descend(draft, object, segment, &field.node);
        }
        push(draft, object, field.node);
    }
}

/// `instances.bk_host_id` in the table `instances` is `bk_host_id`.
fn strip_title(parents: &mut Vec<Segment>, titles: &[titles::Path]) {
    for title in titles {
        let matches = parents.len() >= title.len()
            && parents.iter().zip(title).all(|(segment, name)| segment.name == *name);
        let last = title.last().filter(|name| parents.first().is_some_and(|segment| segment.name == **name));
        if matches {
            parents.drain(..title.len());
            return;
        } else if last.is_some() {
            parents.remove(0);
            return;
        }
    }
}

/// The object below a segment; the field is made when no row declares it.
fn descend(draft: &mut Draft, object: ObjectId, segment: &Segment, witness: &Node) -> ObjectId {
    let field = draft.field(object, &segment.name).unwrap_or_else(|| {
        let mut field = crate::model::Field {
            name: segment.name.clone(),
            origin: witness.field.origin,
            ..Default::default()
        };
        field.ty = crate::model::Type::AnyObject;
        draft.objects[object].fields.push(Node { field, child: None });
        draft.objects[object].fields.len() - 1
    });
    let ty = &mut draft.objects[object].fields[field].field.ty;
    if segment.list && !matches!(ty, crate::model::Type::Array(_)) {
        *ty = crate::model::Type::Array(Box::new(crate::model::Type::AnyObject));
    } else if segment.map && !matches!(ty, crate::model::Type::Map(_)) {
        *ty = crate::model::Type::Map(Box::new(crate::model::Type::AnyObject));
    } else if !draft::is_container(ty) {
        draft::set_leaf(ty, crate::model::Type::AnyObject);
    }
    // A container always yields a child, and the lines above made it one.
    attach::child_or_new(draft, (object, field)).unwrap_or(object)
}

/// Adds a field; one that is there already takes what the new row says.
fn push(draft: &mut Draft, id: ObjectId, node: Node) {
    match draft.field(id, &node.field.name) {
        None => draft.objects[id].fields.push(node),
        Some(at) => {
            let mut found = Vec::new();
            clash(&mut draft.objects[id].fields[at], node, &mut found);
            draft.diagnostics.append(&mut found);
        }
    }
}

/// Adds the fields of `source` to `target`.
pub fn merge_objects(draft: &mut Draft, target: ObjectId, source: ObjectId) {
    let mut found = Vec::new();
    draft.merge(target, source, &mut |have, node| clash(have, node, &mut found));
    draft.diagnostics.append(&mut found);
}

/// Two rows on one field: the first decides, texts are joined, the weaker required mark counts.
pub fn clash(have: &mut Node, new: Node, found: &mut Vec<Diagnostic>) {
    let name = have.field.name.clone();
    if have.field.required != new.field.required {
        found.push(
            Diagnostic::new(
                &code::REQUIRED_CONFLICT,
                format!("`{name}` is required in one row and optional in another"),
            )
            .label(new.field.origin, if new.field.required { "required here" } else { "optional here" })
            .label(have.field.origin, if have.field.required { "required here" } else { "optional here" })
            .note("optional counts: an optional argument can always be sent"),
        );
        let (origin, says) = (new.field.origin, if new.field.required { "required" } else { "optional" });
        let won = !new.field.required;
        have.field
            .votes
            .iter_mut()
            .filter(|vote| vote.fact == Fact::Required)
            .for_each(|vote| vote.won = !won);
        have.field.votes.push(Vote {
            fact: Fact::Required,
            witness: Witness::Table,
            says: says.into(),
            won,
            origin,
        });
        have.field.required = false;
    } else {
        found.push(
            Diagnostic::new(&code::DUPLICATE_FIELD, format!("`{name}` is described twice"))
                .label(new.field.origin, "again here")
                .label(have.field.origin, "first here"),
        );
    }
    for text in new.field.docs {
        if !have.field.docs.iter().any(|old| old.text.eq_ignore_ascii_case(&text.text)) {
            have.field.docs.push(text);
        }
    }
    if draft::is_container(&have.field.ty)
        && have.child.is_none()
        && (new.child.is_some() || have.field.ty == crate::model::Type::Any)
    {
        have.field.ty = new.field.ty;
        have.child = new.child;
    }
    if have.field.meaning.is_empty() {
        have.field.meaning = new.field.meaning;
    }
}

/// The half of the call as a word of paths.
pub fn side_name(side: Side) -> &'static str {
    match side {
        Side::Request => "request",
        Side::Response => "response",
        Side::None => "type",
    }
}
