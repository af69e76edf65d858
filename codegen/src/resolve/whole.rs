//! Rows that stand for a whole: the body of a request, an answer without a name, the alternatives of one field.

use super::bodies;
use super::tree::{Object, ObjectId, State, Tree};
use crate::dialect::{Dialect, Role};
use crate::lower::Context;
use crate::lower::draft::{Field, Row, Type};
use crate::model::{Fact, Location, Text, Witness};
use crate::page::Side;
use crate::policy::Votes;

/// What was taken out of the rows of a table.
#[derive(Default)]
pub struct Whole {
    /// Rows of the page that stood for the whole.
    pub rows: usize,
    /// The rows of the elements, where the body of a request is a list of them.
    pub elements: Option<Vec<Row>>,
    /// Whether the answer is a list of what the rows describe.
    pub is_list: bool,
}

/// The one row that stands for the body as a whole, because it is called so, has its type or has no name: the rows nested
/// below it are those of the body itself. A row of another name is a member, and so is one that a sample shows.
pub fn unwrap(rows: &mut Vec<Row>, object: ObjectId, tree: &Tree<'_>, dialect: &Dialect) -> Whole {
    let Object { state, side, .. } = tree.objects[object];
    let is_request = state == State::Root && side == Side::Request;
    let top = |row: &Row| row.depth == 0 && row.parents.is_empty();
    let is_unnamed = |row: &Row| row.is_nameless && row.field.name.is_empty();
    let stands =
        |row: &Row| top(row) && if is_request { row.in_body || is_unnamed(row) } else { row.is_nameless };
    let mut bodies = rows.iter().enumerate().filter(|(_, row)| stands(row));
    let (Some((at, _)), None) = (bodies.next(), bodies.next()) else { return Whole::default() };
    let name = rows[at].field.name.clone();
    let below = |row: &Row| row.depth > 0 || row.parents.first().is_some_and(|parent| parent.name == name);
    let end = rows[at + 1..].iter().position(|row| !below(row)).map_or(rows.len(), |len| at + 1 + len);
    let is_dotted = rows[at + 1..end].iter().any(|row| !row.parents.is_empty());
    let is_whole = || match is_request {
        true if is_unnamed(&rows[at]) => end == rows.len() && at == 0,
        true => is_whole_body(&rows[at].field, is_dotted, tree, dialect),
        false => end == rows.len() && at == 0,
    };
    if end == at + 1 || !is_whole() {
        return Whole::default();
    }
    let level = rows[at + 1..end].iter().map(|row| row.depth).min().unwrap_or_default();
    for row in &mut rows[at + 1..end] {
        row.depth -= level;
        if row.parents.first().is_some_and(|parent| parent.name == name) {
            row.parents.remove(0);
        }
    }
    let is_list = matches!(rows[at].field.ty, Type::Array(_));
    let elements = (is_list && is_request).then(|| rows.drain(at + 1..end).collect());
    Whole { rows: rows.remove(at).rows, elements, is_list: is_list && state == State::Root }
}

/// Whether a row with others nested below it is the body itself.
fn is_whole_body(field: &Field, is_dotted: bool, tree: &Tree<'_>, dialect: &Dialect) -> bool {
    let mut samples = tree.samples.iter().filter(|sample| sample.side == Side::Request && !sample.error);
    if samples.any(|sample| sample.document.root.get(&field.name).is_some()) {
        return false;
    }
    let is_called_body = matches!(dialect.sections.get(&field.name), Some(Role::BodyParams | Role::Request));
    let has_type = matches!(field.ty.leaf(), Type::Named(_)) || !field.links.is_empty();
    is_called_body || has_type && !is_dotted
}

/// Rows without a name below a field are no members of it: they say what its value may be.
pub fn fold_alternatives(rows: &mut Vec<Row>) {
    let mut at = 0;
    while at < rows.len() {
        let depth = rows[at].depth;
        let above = rows[..at].iter().rposition(|row| row.depth < depth);
        let Some(parent) = above.filter(|_| rows[at].is_nameless && depth > 0) else {
            at += 1;
            continue;
        };
        let alternative = rows.remove(at);
        let is_next = rows[parent].alternatives > 0;
        rows[parent].rows += alternative.rows;
        rows[parent].alternatives += 1;
        let ty = &mut rows[parent].field.ty;
        let leaf = match ty.leaf() {
            Type::OneOf(known) if is_next && !known.contains(&alternative.field.ty) => {
                Type::OneOf([known.as_slice(), &[alternative.field.ty]].concat())
            }
            known if is_next && *known != alternative.field.ty => {
                Type::OneOf(vec![known.clone(), alternative.field.ty])
            }
            known if is_next => known.clone(),
            _ => alternative.field.ty,
        };
        ty.set_leaf(leaf);
        rows[parent].field.links.extend(alternative.field.links);
    }
}

/// Makes the body of a request a list: one argument of `root` holds them all, and `elements` is what each of them is.
pub fn list(
    root: ObjectId,
    elements: Object,
    witness: Witness,
    tree: &mut Tree<'_>,
    context: Context<'_>,
) -> ObjectId {
    let origin = elements.origin;
    // A sample speaks alone where no table lists what the elements hold.
    let is_alone = witness == Witness::RequestExample && elements.fields.iter().next().is_none();
    let described = if is_alone { witness } else { Witness::Table };
    let elements = tree.add(Object { state: State::Attached, ..elements });
    let name = bodies::argument(root, tree);
    let language = context.file.page_language();
    let words = if language == "zh" { "请求体。" } else { "The body of the request." };
    let mut field = Field {
        name: name.into(),
        ty: Type::list(Type::Child(elements)),
        required: true,
        location: Location::WholeBody,
        docs: [Text { language: language.into(), text: words.into(), origin }].into(),
        origin,
        ..Field::default()
    };
    field.votes.cast(Fact::Presence, described, "its elements", origin);
    field.votes.cast(Fact::Type, witness, "a list", origin);
    tree.push(root, field);
    elements
}
