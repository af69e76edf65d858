//! From tree to model: ids for what is reachable, a diagnostic for what is not.

use super::claims;
use crate::diagnostic::{Diagnostic, code};
use crate::limits::OBJECTS_WITHIN;
use crate::lower::draft::{DefinitionId, Field, Type};
use crate::model::{self, Endpoint, Fact, Object, Payload};
use crate::page::Side;
use crate::page::routes::QueryArgument;
use crate::resolve::tree::{self, ObjectId, State, Tree};
use smol_str::SmolStr;
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

/// A decided endpoint and how the rows of its pages ended.
#[derive(Clone, Debug)]
pub struct Decided {
    /// The endpoint. It is large, and a session keeps it while services are assembled of it.
    pub endpoint: Arc<Endpoint>,
    /// The arguments in the query of its route.
    pub query: Vec<QueryArgument>,
    /// What was found.
    pub diagnostics: Vec<Diagnostic>,
    /// Rows that are items of the model, of each page that describes the endpoint.
    pub modelled: Vec<usize>,
    /// The definitions that are in the model with it; they count on their own pages.
    pub definitions: BTreeSet<DefinitionId>,
}

/// Turns the tree into the endpoint of the model.
pub fn endpoint(mut tree: Tree<'_>) -> Decided {
    let names = names(&tree);
    let payload = payload(&tree, &names);
    // The rows around the payload are accounted for by the envelope.
    let mut modelled = 0;
    if let Some(root) = tree.root(Side::Response).filter(|root| names[*root].is_none()) {
        modelled += std::mem::take(&mut tree.objects[root].rows);
    }
    let mut definitions = std::mem::take(&mut tree.definitions);
    let is_reached = |id: ObjectId| names[id].is_some() || tree.objects[id].state == State::Root;
    let reached = (0..names.len()).filter(|id| is_reached(tree.whole(*id)));
    definitions.extend(reached.filter_map(|id| tree.objects[id].definition));
    if let Some(holder) = tree.payload.holder {
        modelled += std::mem::take(&mut tree.objects[holder].rows);
    }
    let mut types = Vec::with_capacity(names.iter().flatten().count());
    for id in (0..names.len()).filter(|id| names[*id].is_some()) {
        modelled += std::mem::take(&mut tree.objects[id].rows);
        let object = object(&mut tree, id, &names);
        if id == tree.request { tree.endpoint.request = object } else { types.push(object) }
    }
    types.sort_by_key(|object| (object.origin.file, object.origin.start));
    report_unreachable(&mut tree);
    let Tree { mut endpoint, query, diagnostics, .. } = tree;
    (endpoint.response, endpoint.types) = (payload, types);
    Decided { endpoint: Arc::from(endpoint), query, diagnostics, modelled: vec![modelled], definitions }
}

/// The payload, from the field that holds it.
fn payload(tree: &Tree<'_>, names: &[Option<String>]) -> Payload {
    let member = tree.payload.member.clone();
    let Some(holder) = tree.payload.holder else {
        let Payload { no_content, origin, .. } = tree.endpoint.response;
        return Payload { member, no_content, origin, ..Payload::default() };
    };
    let Field { ty, nullable, origin, docs, votes, .. } = tree.at((holder, 0));
    Payload {
        ty: model_type(tree, ty, names),
        member,
        documented: true,
        no_content: false,
        accepts: tree.payload.accepts.clone(),
        nullable: *nullable,
        origin: *origin,
        docs: docs.clone(),
        votes: votes.clone(),
    }
}

/// The id of each object that is reached: the page's own type name, or the path of fields that leads there.
fn names(tree: &Tree<'_>) -> Vec<Option<String>> {
    let mut names = Names { given: vec![None; tree.objects.len()], taken: HashSet::new() };
    visit(tree, tree.request, (&mut "request".to_owned(), 0), &mut names);
    let payload = tree.payload.holder.map(|holder| &tree.at((holder, 0)).ty);
    if let Some(child) = payload.and_then(|ty| tree.child(ty)) {
        let member = tree.payload.member.as_str();
        let mut path = if member.is_empty() { "response".to_owned() } else { format!("response.{member}") };
        visit(tree, child, (&mut path, 0), &mut names);
    }
    names.given
}

/// Names that were given.
struct Names {
    given: Vec<Option<String>>,
    taken: HashSet<String>,
}

fn visit(tree: &Tree<'_>, id: ObjectId, (path, depth): (&mut String, usize), names: &mut Names) {
    if names.given[id].is_some() || depth > OBJECTS_WITHIN {
        return;
    }
    let object = &tree.objects[id];
    let name = match page_name(object) {
        // A type of that name on the other side is another type.
        Some(name) if names.taken.contains(name.as_str()) => {
            format!("{}.{name}", path.split('.').next().unwrap_or("type"))
        }
        Some(name) => name.to_string(),
        None => path.clone(),
    };
    names.taken.insert(name.clone());
    names.given[id] = Some(name);
    let len = path.len();
    for field in &object.fields {
        if let Some(child) = tree.child(&field.ty) {
            path.push('.');
            path.push_str(&field.name);
            visit(tree, child, (path, depth + 1), names);
            path.truncate(len);
        }
    }
}

/// The name that the page gives a type.
fn page_name(object: &tree::Object) -> Option<&SmolStr> {
    object.titles.first().and_then(|title| title.last()).filter(|_| object.named)
}

fn model_type(tree: &Tree<'_>, ty: &Type, names: &[Option<String>]) -> model::Type {
    ty.to_model(&|id| names[tree.whole(id)].as_deref())
}

/// The object of the model.
fn object(tree: &mut Tree<'_>, id: ObjectId, names: &[Option<String>]) -> Object {
    let side = tree.objects[id].side;
    let own = std::mem::take(&mut tree.objects[id].fields);
    // They stay in the model: no room to grow, which a plain `collect` would keep.
    let mut fields = Vec::with_capacity(own.len());
    for mut field in own {
        tree.diagnostics.extend(dangling(&field).or_else(|| broken(&field)));
        element_of_values(&mut field);
        tree.diagnostics.extend(claims::settle(&mut field));
        let ty = model_type(tree, &field.ty, names);
        // A value that was seen as null cannot be promised.
        field.required &= side == Side::Request || !field.nullable;
        fields.push(field.with_type(ty));
    }
    let own = &mut tree.objects[id];
    let name = page_name(own).map(SmolStr::to_string);
    let id = names[id].clone().unwrap_or_default();
    Object { id, name, fields, open: own.open.take(), origin: own.origin }
}

/// A list of anything with documented values is a list of what the values are.
fn element_of_values(field: &mut Field) {
    if field.ty != Type::list(Type::Any) || field.meaning.values.is_empty() {
        return;
    }
    let mut literals = field.meaning.values.iter().map(|value| value.literal.as_str());
    if literals.clone().all(|literal| literal.starts_with('"')) {
        field.ty = Type::list(Type::String);
    } else if literals.all(|literal| literal.parse::<i64>().is_ok()) {
        field.ty = Type::list(Type::integer());
    }
}

fn dangling(field: &Field) -> Option<Diagnostic> {
    let Type::Named(missing) = field.ty.leaf() else { return None };
    let told = field.votes.iter().find(|vote| vote.fact == Fact::Type);
    let place = told.map_or(field.origin, |vote| vote.origin);
    let message = format!("the type `{missing}` of `{}` is defined nowhere on the page", field.name);
    let found = Diagnostic::new(&code::DANGLING_TYPE, message).label(place, "no table of this name");
    Some(found.note("the field takes any JSON value"))
}

/// A link that leads nowhere, where nothing else leads from the row to a structure or to values.
fn broken(field: &Field) -> Option<Diagnostic> {
    let name =
        field.broken.as_ref().filter(|_| field.ty.child().is_none() && field.meaning.values.is_empty())?;
    let message = format!("the link of `{}` leads to `#{name}`, which its page does not have", field.name);
    let found =
        Diagnostic::new(&code::REFERENCE_UNKNOWN, message).label(field.origin, "this row links to it");
    Some(found.help("link to the heading of the table, or give the table that name"))
}

/// Objects that nothing leads to still have their rows: they are accounted for here.
fn report_unreachable(tree: &mut Tree<'_>) {
    let sides = [Side::None, Side::Request, Side::Response];
    let open = sides.map(|side| considered(tree, side));
    for id in 0..tree.objects.len() {
        let object = &tree.objects[id];
        if object.rows == 0 {
            continue;
        }
        let title = object.titles.iter().map(|path| path.join(".")).collect::<Vec<_>>().join(", ");
        let title = if title.is_empty() { object.title.clone() } else { title };
        let shown = if title.is_empty() { "a table".to_owned() } else { format!("the table `{title}`") };
        let message = format!("{shown} describes a structure that nothing refers to");
        let mut found = Diagnostic::new(&code::UNLINKED_TABLE, message)
            .label(object.origin, "its rows are not in the model")
            .rows(object.rows);
        let parents = &open[object.side as usize];
        if !parents.is_empty() {
            found = found.note(format!("fields without a table on this side: {}", parents.join(", ")));
        }
        tree.diagnostics.push(found);
    }
}

fn considered(tree: &Tree<'_>, side: Side) -> Vec<String> {
    let open = tree.fields_of(side).filter(|(_, field)| field.ty.lacks_child());
    open.map(|(_, field)| format!("`{}`", field.name)).take(8).collect()
}
