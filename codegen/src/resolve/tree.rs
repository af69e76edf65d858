//! The tree of one endpoint: objects in an arena, fields whose types point to their children.

use super::fields::Fields;
use super::index::{Awaiting, Names, TitleWords};
use crate::diagnostic::Diagnostic;
use crate::lower::Anchor;
use crate::lower::draft::{DefinitionId, Field, Sample, TableEnd, Type};
use crate::lower::titles::Titles;
use crate::model::{Endpoint, Open, Origin, Tolerance};
use crate::page::Side;
use crate::page::routes::QueryArgument;
use std::cell::{Cell, OnceCell};
use std::collections::BTreeSet;

pub use crate::lower::draft::ObjectId;

/// A field: its object and its index there.
pub type FieldRef = (ObjectId, usize);

/// An endpoint whose tables are resolved, undecided between witnesses.
#[derive(Debug, Default)]
pub struct Tree<'t> {
    /// What is decided already: names, texts, route, examples.
    pub endpoint: Box<Endpoint>,
    /// Every object, attached or not.
    pub objects: Vec<Object>,
    /// The object of the request parameters.
    pub request: ObjectId,
    /// What the call returns.
    pub payload: Payload,
    /// Definitions whose values are those of fields.
    pub definitions: BTreeSet<DefinitionId>,
    /// The samples that are witnesses.
    pub samples: Vec<Sample<'t>>,
    /// The arguments in the query of the route.
    pub query: Vec<QueryArgument>,
    /// What was found on the way.
    pub diagnostics: Vec<Diagnostic>,
    /// Every field by its name, while tables look for theirs.
    pub names: Option<Names>,
    /// Fields that wait for a table without a title, while tables are read.
    pub awaiting: Awaiting,
    /// How many objects names of rows lead through that no row describes.
    pub without_rows: usize,
    /// The titles of tables by their words, once every table is read.
    titles: OnceCell<TitleWords>,
    /// The root of each side that was last found.
    roots: [Cell<Option<ObjectId>>; 3],
}

/// What the call returns besides the envelope.
#[derive(Debug, Default)]
pub struct Payload {
    /// Member of the envelope that holds it; empty when the whole body is the payload.
    pub member: String,
    /// The object whose only field is the payload; none when nothing documents one.
    pub holder: Option<ObjectId>,
    /// Whether the table of the response lists the payload's own fields.
    pub is_body: bool,
    /// Forms beside the type that samples show.
    pub accepts: Vec<Tolerance>,
}

/// An object type.
#[derive(Debug, Default)]
pub struct Object {
    /// Names the page gives it, as segments of a path each.
    pub titles: Titles,
    /// Its title as written.
    pub title: String,
    /// What links to it end in.
    pub anchors: Vec<Anchor>,
    /// The definition that it is a copy of.
    pub definition: Option<DefinitionId>,
    /// The half of the call it stands in.
    pub side: Side,
    /// Its fields.
    pub fields: Fields,
    /// Further attributes.
    pub open: Option<Open>,
    /// Heading or table.
    pub origin: Origin,
    /// What leads to it.
    pub state: State,
    /// Whether fields refer to it by a type name.
    pub named: bool,
    /// Rows of the page that it holds.
    pub rows: usize,
    /// Which alternative of its structure it describes.
    pub variant: Option<String>,
    /// Whether the answer that it is the root of is a list of it.
    pub is_list: bool,
    /// The table that a row for one more field belongs to.
    pub table: Option<TableEnd>,
}

/// What leads to an object.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// Nothing yet.
    #[default]
    Waiting,
    /// The endpoint: the request parameters, or the body of the response.
    Root,
    /// A field.
    Attached,
    /// Nothing any more: its fields and rows are in another object.
    Merged(ObjectId),
}

impl Tree<'_> {
    /// Adds an object.
    pub fn add(&mut self, object: Object) -> ObjectId {
        self.objects.push(object);
        self.objects.len() - 1
    }

    /// A field by its place.
    pub fn at(&self, (object, field): FieldRef) -> &Field {
        &self.objects[object].fields[field]
    }

    /// A field by its place, to be changed.
    pub fn at_mut(&mut self, (object, field): FieldRef) -> &mut Field {
        self.objects[object].fields.at_mut(field)
    }

    /// Notes every field by its name, while tables look for theirs.
    pub fn index_names(&mut self) {
        let objects = self.objects.iter().enumerate();
        let fields = objects.flat_map(|(id, object)| {
            object.fields.iter().enumerate().map(move |(at, field)| ((id, at), &field.name))
        });
        self.names = Some(Names::of(fields));
    }

    /// The titles of tables by their words; asked for once every table is read.
    pub fn title_words(&self) -> &TitleWords {
        let titles = self.objects.iter().enumerate().map(|(id, object)| (id, &object.titles));
        self.titles.get_or_init(|| TitleWords::of(titles))
    }

    /// The field of an object by name.
    pub fn field(&self, object: ObjectId, name: &str) -> Option<usize> {
        self.objects[object].fields.place(name)
    }

    /// Adds a field to an object.
    pub fn push(&mut self, object: ObjectId, field: Field) -> FieldRef {
        let at = (object, self.objects[object].fields.len());
        if let Some(names) = &mut self.names {
            names.add(&field.name, at);
        }
        self.objects[object].fields.push(field);
        at
    }

    /// The object behind a type, wherever its fields went.
    pub fn child(&self, ty: &Type) -> Option<ObjectId> {
        ty.child().map(|id| self.whole(id))
    }

    /// The object that has the fields of another one.
    pub fn whole(&self, mut id: ObjectId) -> ObjectId {
        while let State::Merged(target) = self.objects[id].state {
            id = target;
        }
        id
    }

    /// The root object of a side.
    pub fn root(&self, side: Side) -> Option<ObjectId> {
        let known = &self.roots[side as usize];
        let is_root = |object: &Object| object.side == side && object.state == State::Root;
        let found = known.get().filter(|&id| is_root(&self.objects[id]));
        known.set(found.or_else(|| self.objects.iter().position(is_root)));
        known.get()
    }

    /// Makes `child` the object behind a field.
    pub fn link(&mut self, at: FieldRef, child: ObjectId) {
        self.at_mut(at).ty.set_leaf(Type::Child(child));
        self.objects[child].state = State::Attached;
    }

    /// The object behind a field, made when the page describes only what lies below it.
    pub fn child_or_new(&mut self, at: FieldRef) -> Option<ObjectId> {
        let field = self.at(at);
        if let Some(child) = self.child(&field.ty) {
            return Some(child);
        }
        if !field.ty.is_container() {
            return None;
        }
        let object = Object { side: self.objects[at.0].side, origin: field.origin, ..Object::default() };
        let child = self.add(object);
        self.link(at, child);
        Some(child)
    }

    /// Another object with the fields of this one, whose rows it does not count.
    pub fn copy(&mut self, id: ObjectId) -> ObjectId {
        let have = &self.objects[id];
        let (side, origin, fields) = (have.side, have.origin, have.fields.to_vec().into());
        let (open, definition) = (have.open.clone(), have.definition);
        self.add(Object { side, origin, fields, open, definition, ..Object::default() })
    }

    /// Takes what `source` has into `target`; fields that both have are told apart by `clash`.
    pub fn merge(&mut self, target: ObjectId, source: ObjectId, clash: &mut dyn FnMut(&mut Field, Field)) {
        let source = self.leave(target, source);
        let into = target;
        let target = &mut self.objects[target];
        target.rows += source.rows;
        if target.open.is_none() {
            target.open = source.open;
        }
        for field in source.fields {
            match target.fields.place(&field.name) {
                Some(at) => clash(target.fields.at_mut(at), field),
                None => {
                    if let Some(names) = &mut self.names {
                        names.add(&field.name, (into, target.fields.len()));
                    }
                    target.fields.push(field);
                }
            }
        }
    }

    /// Leaves the mark of an object that another one holds.
    fn leave(&mut self, target: ObjectId, source: ObjectId) -> Object {
        let Object { origin, definition, .. } = self.objects[source];
        let merged = Object { state: State::Merged(target), origin, definition, ..Object::default() };
        std::mem::replace(&mut self.objects[source], merged)
    }

    /// Leaves nothing of `source`, whose rows another object answers for.
    pub fn absorb(&mut self, target: ObjectId, source: ObjectId) -> Fields {
        let source = self.leave(target, source);
        self.objects[target].rows += source.rows;
        source.fields
    }

    /// Fields that what stands on a side may speak of: those of the side, and for what serves both sides all.
    pub fn fields_facing(&self, side: Side) -> impl Iterator<Item = (FieldRef, &Field)> {
        let objects = self.objects.iter().enumerate();
        let facing = objects.filter(move |(_, object)| side == Side::None || object.side == side);
        facing.flat_map(|(id, object)| {
            object.fields.iter().enumerate().map(move |(at, field)| ((id, at), field))
        })
    }

    /// Fields of the objects of a side, with their places.
    pub fn fields_of(&self, side: Side) -> impl Iterator<Item = (FieldRef, &Field)> {
        let objects = self.objects.iter().enumerate().filter(move |(_, object)| object.side == side);
        objects.flat_map(|(id, object)| {
            object.fields.iter().enumerate().map(move |(at, field)| ((id, at), field))
        })
    }
}

impl Object {
    /// Whether the endpoint or a field leads to it.
    pub fn is_reached(&self) -> bool {
        matches!(self.state, State::Root | State::Attached)
    }

    /// Whether it looks for its field.
    pub fn waits(&self) -> bool {
        self.state == State::Waiting
    }

    /// The titles of one segment.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.titles.iter().filter(|path| path.len() == 1).map(|path| path[0].as_str())
    }
}
