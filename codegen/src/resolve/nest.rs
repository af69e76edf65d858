//! Tables to objects: each row into the object of its table, those with dotted or indented names below their parents.

use super::attach::{self, Spot};
use super::indents::Lines;
use super::index::{Awaiting, Names};
use super::tree::{Object, ObjectId, State, Tree};
use super::{clash, enums, whole};
use crate::diagnostic::{Diagnostic, code};
use crate::dialect::Dialect;
use crate::limits::OBJECTS_WITHOUT_ROWS;
use crate::lower::draft::{Body, Content, Field, Row, Segment, Table, TableEnd, Type};
use crate::lower::names::MAP_VALUES;
use crate::lower::titles::Path;
use crate::lower::{Anchor, Context, side_name};
use crate::model::{Location, Open, Origin, Witness};
use crate::page::{Side, presence};
use std::collections::BTreeSet;

/// The rows of a table of fields.
struct Fields {
    rows: Vec<Row>,
    open: Option<Open>,
    end: Option<TableEnd>,
}

/// Every table: fields into objects, then values onto their fields.
pub fn tables(tables: Vec<Table>, bodies: &[Body], tree: &mut Tree<'_>, context: Context<'_>) {
    let mut above: Option<ObjectId> = None;
    let mut lists = Vec::new();
    let linked = linked(&tables, bodies);
    note(&tables, tree, context.dialect);
    tree.objects.reserve(tables.len());
    for mut table in tables {
        match std::mem::replace(&mut table.content, Content::none()) {
            Content::Fields { rows, open, end } => {
                above = Some(fields(table, Fields { rows, open, end }, (above, &linked), tree, context));
            }
            Content::Values { values, rows, header } => {
                let Table { side, titles, anchors, definition, continues, .. } = table;
                let above = above.filter(|_| continues);
                lists.push(enums::Values { side, titles, anchors, definition, above, values, rows, header });
            }
        }
    }
    (tree.names, tree.awaiting) = (None, Awaiting::default());
    for list in lists {
        enums::attach(list, tree, context);
    }
}

/// What fields are noted by while tables are read: their names, where a title in prose may name one, and whether they
/// wait for the table below, where there is one that no title leads to.
fn note(tables: &[Table], tree: &mut Tree<'_>, dialect: &Dialect) {
    let without_name = || tables.iter().filter(|table| table.titles.is_empty());
    let is_prose = |table: &Table| !table.title.is_empty() || table.caption.is_some();
    tree.names = without_name().any(is_prose).then(Names::default);
    let is_several = |side| without_name().filter(|table| table.side == side).nth(1).is_some();
    if [Side::None, Side::Request, Side::Response].into_iter().any(is_several) {
        tree.awaiting = Awaiting::by(&dialect.nesting.below);
    }
}

/// The anchors that rows link to.
fn linked(tables: &[Table], bodies: &[Body]) -> BTreeSet<Anchor> {
    let rows = tables.iter().flat_map(|table| match &table.content {
        Content::Fields { rows, .. } => rows.as_slice(),
        Content::Values { .. } => &[],
    });
    let of_bodies = bodies.iter().flat_map(|body| &body.links);
    rows.flat_map(|row| &row.field.links).chain(of_bodies).cloned().collect()
}

/// Puts the rows of a table into its object; `above` is the object of the table before, and `linked` are the anchors that
/// rows link to.
fn fields(
    table: Table,
    Fields { mut rows, open, end }: Fields,
    (above, linked): (Option<ObjectId>, &BTreeSet<Anchor>),
    tree: &mut Tree<'_>,
    context: Context<'_>,
) -> ObjectId {
    let (spot, paths) = attach::spot((&table, &rows), above, linked, tree, context);
    let is_list = table.is_list_body && table.side == Side::Response;
    let id = match spot {
        Spot::Root(root) if table.is_list_body && table.side == Side::Request => {
            list_body(table, root, tree, context)
        }
        Spot::Goes(id) => id,
        Spot::Root(Some(id)) => {
            tree.diagnostics.extend(unnamed(&table, id, tree, context.dialect));
            id
        }
        Spot::Below(at) => {
            let Table { side, origin, anchors, .. } = table;
            let child = tree.add(Object { side, origin, anchors, ..Object::default() });
            attach::below_row(tree, at, child);
            child
        }
        Spot::Root(None) | Spot::Waits => {
            let state = if matches!(spot, Spot::Waits) { State::Waiting } else { State::Root };
            let Table { side, origin, variant, title, caption, anchors, definition, .. } = table;
            let title = if title.is_empty() { caption.unwrap_or_default() } else { title };
            let titles = paths.clone();
            if state == State::Waiting && titles.is_empty() && variant.is_none() {
                tree.awaiting.tables[side as usize] += 1;
            }
            let own =
                Object { side, origin, variant, state, title, anchors, definition, ..Object::default() };
            tree.add(Object { titles, ..own })
        }
    };
    let object = &mut tree.objects[id];
    if object.open.is_none() {
        object.open = open;
    }
    object.table = end.or(object.table.take());
    if rows.iter().any(|row| row.is_nameless) {
        whole::fold_alternatives(&mut rows);
    }
    let whole = whole::unwrap(&mut rows, id, tree, context.dialect);
    let object = &mut tree.objects[id];
    object.rows += whole.rows;
    object.is_list |= whole.is_list || is_list && object.state == State::Root;
    let (side, origin) = (object.side, object.origin);
    if let Some(rows) = whole.elements {
        let elements = Object { side, origin, ..Object::default() };
        let elements = whole::list(id, elements, Witness::Table, tree, context);
        insert(tree, elements, rows, &[]);
    }
    insert(tree, id, rows, &paths);
    id
}

/// The object of the elements of a body that is a list: one argument holds them all.
fn list_body(table: Table, root: Option<ObjectId>, tree: &mut Tree<'_>, context: Context<'_>) -> ObjectId {
    let Table { side, origin, variant, title, anchors, .. } = table;
    // What is said of the elements goes on.
    let is_whole = |field: &&Field| field.location == Location::WholeBody && variant.is_none();
    let known = root.and_then(|root| tree.objects[root].fields.iter().find(is_whole)?.ty.child());
    if let Some(known) = known {
        return known;
    }
    let root =
        root.unwrap_or_else(|| tree.add(Object { side, origin, state: State::Root, ..Object::default() }));
    let elements = Object { side, origin, variant, title, anchors, ..Object::default() };
    whole::list(root, elements, Witness::Note, tree, context)
}

/// `labels.additionalProperties` is what stands behind the keys of `labels`.
fn fold_map_values(row: &mut Row) {
    for at in (1..row.parents.len()).rev() {
        if row.parents[at].name == MAP_VALUES {
            row.parents.remove(at);
            row.parents[at - 1].map = true;
        }
    }
}

/// Gives a map the type of its values, from the row that stands for them.
fn values_of_map(tree: &mut Tree<'_>, mut object: ObjectId, row: Row) {
    let Some((last, parents)) = row.parents.split_last() else { return };
    for segment in parents {
        object = descend(tree, object, segment, row.field.origin);
    }
    let Some(at) = tree.field(object, &last.name) else { return };
    tree.at_mut((object, at)).ty.set_leaf(Type::map(row.field.ty));
}

/// A further table of a side whose title names nothing that is known.
fn unnamed(table: &Table, root: ObjectId, tree: &Tree<'_>, dialect: &Dialect) -> Option<Diagnostic> {
    let says_presence = presence(&table.title, dialect).is_some();
    if table.title.is_empty() || says_presence || tree.objects[root].fields.is_empty() {
        return None;
    }
    let side = side_name(table.side);
    let message = format!("the table under `{}` is read as more fields of the {side}", table.title);
    let found = Diagnostic::new(&code::UNNAMED_TABLE, message);
    let found = found.label(table.origin, "this title names no field of the tables above");
    Some(found.help("name the field that the table describes in its title"))
}

/// A row that goes below another one.
struct Deep {
    row: Row,
    /// The line that it is indented below; otherwise the row has the segments before its name.
    line: Option<usize>,
    /// How many segments lead to it.
    level: usize,
}

/// Puts fields into their object: plain names first, then dotted and indented ones below them.
fn insert(tree: &mut Tree<'_>, id: ObjectId, rows: Vec<Row>, titles: &[Path]) {
    let is_deep = |row: &&Row| row.depth > 0 || !row.parents.is_empty();
    let below = rows.iter().filter(is_deep).count();
    let mut deep: Vec<Deep> = Vec::with_capacity(below);
    let is_indented = rows.iter().any(|row| row.depth > 0);
    // Titles and the values of maps change what stands before a name.
    let changes = !titles.is_empty() || rows.iter().any(|row| row.field.name == MAP_VALUES);
    let mut lines = Lines::default();
    tree.objects[id].fields.reserve(rows.len() - below);
    for mut row in rows {
        let above = if is_indented { lines.add(&row) } else { None };
        let mut line = above.filter(|_| row.depth > 0 && row.parents.is_empty());
        if changes && let Some(line) = line.take() {
            row.parents = lines.parents(Some(line));
        }
        strip_title(&mut row.parents, titles);
        fold_map_values(&mut row);
        let level = line.map_or(row.parents.len(), |line| lines.level(line));
        if level == 0 {
            tree.objects[id].rows += row.rows;
            put(tree, id, row.field);
        } else {
            deep.push(Deep { row, line, level });
        }
    }
    deep.sort_by_key(|deep| deep.level);
    for Deep { mut row, mut line, .. } in deep {
        if tree.without_rows >= OBJECTS_WITHOUT_ROWS {
            row.parents.extend(lines.parents(line.take()));
            if !is_there(tree, id, &row.parents) {
                tree.diagnostics.push(beyond(&row));
                continue;
            }
        }
        tree.objects[id].rows += row.rows;
        if row.field.name == MAP_VALUES && row.parents.last().is_some_and(|parent| !parent.map) {
            values_of_map(tree, id, row);
            continue;
        }
        let origin = row.field.origin;
        let mut descend = |object, segment: &Segment| descend(tree, object, segment, origin);
        let object = match line {
            Some(line) => lines.object(line, id, descend),
            None => row.parents.iter().fold(id, &mut descend),
        };
        put(tree, object, row.field);
    }
}

/// Whether there is an object behind every segment.
fn is_there(tree: &Tree<'_>, id: ObjectId, parents: &[Segment]) -> bool {
    let below = |id, segment: &Segment| tree.child(&tree.at((id, tree.field(id, &segment.name)?)).ty);
    parents.iter().try_fold(id, below).is_some()
}

fn beyond(row: &Row) -> Diagnostic {
    let message =
        format!("names lead through more than {OBJECTS_WITHOUT_ROWS} objects that no row describes");
    let found = Diagnostic::new(&code::NESTED_TOO_DEEP, message)
        .label(row.field.origin, "this row is not in the model");
    found.help("describe the objects in rows of their own, or split the call").rows(row.rows)
}

/// Adds the field of a row.
fn put(tree: &mut Tree<'_>, object: ObjectId, field: Field) {
    let awaits = tree.awaiting.is_told(&field);
    let at = clash::push(tree, object, field);
    if awaits {
        tree.awaiting.fields.insert(at);
    }
}

/// `instances.bk_host_id` in the table `instances` is `bk_host_id`.
fn strip_title(parents: &mut Vec<Segment>, titles: &[Path]) {
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
fn descend(tree: &mut Tree<'_>, object: ObjectId, segment: &Segment, origin: Origin) -> ObjectId {
    let at = match tree.field(object, &segment.name) {
        Some(at) => (object, at),
        None => {
            let field = Field { name: segment.name.clone(), ty: Type::AnyObject, origin, ..Field::default() };
            tree.without_rows += 1;
            tree.push(object, field)
        }
    };
    let ty = &mut tree.at_mut(at).ty;
    let inner = ty.child().map_or(Type::AnyObject, Type::Child);
    if segment.list && !matches!(ty, Type::Array(_)) {
        *ty = Type::list(inner);
    } else if segment.map && !matches!(ty, Type::Map(_) | Type::Array(_)) {
        *ty = Type::map(inner);
    } else if !ty.is_container() {
        ty.set_leaf(Type::AnyObject);
    }
    // A container always yields a child, and the lines above made it one.
    attach::nested(tree, at, origin).unwrap_or(object)
}
