//! The undecided model of one endpoint: objects in an arena, fields that point to their children.

use super::titles::Titles;
use crate::diagnostic::Diagnostic;
use crate::model::{Endpoint, Field, Open, Origin, Payload, Type};
use crate::page::{Columns, Side};
use crate::syntax::json::Document;
use std::rc::Rc;

/// Index of an object in [`Draft::objects`].
pub type ObjectId = usize;

/// An endpoint on its way from page to model.
#[derive(Debug, Default)]
pub struct Draft {
    /// What is decided already: names, texts, route, samples.
    pub endpoint: Box<Endpoint>,
    /// Every object, linked or not.
    pub objects: Vec<Object>,
    /// The object of the request parameters.
    pub request: ObjectId,
    /// The payload; when its leaf is an object, `payload_child` is that object.
    pub payload: Payload,
    /// The object of the payload.
    pub payload_child: Option<ObjectId>,
    /// What was found on the way.
    pub diagnostics: Vec<Diagnostic>,
    /// Rows that became items.
    pub modelled: usize,
}

/// A sample that is JSON, with the place of every value; it stands beside the plain one among the endpoint's examples.
#[derive(Debug)]
pub struct Sample<'t> {
    /// Request or response.
    pub side: Side,
    /// Whether it shows a failed call.
    pub error: bool,
    /// The JSON, which other samples may share; spans count from `base`.
    pub document: Rc<Document<'t>>,
    /// Where the text of the sample begins in the file.
    pub base: usize,
}

/// An object type that may not have found its parent yet.
#[derive(Debug, Default)]
pub struct Object {
    /// Names the page gives it, as segments of a path each.
    pub titles: Titles,
    /// The half of the call it stands in.
    pub side: Side,
    /// Its fields.
    pub fields: Vec<Node>,
    /// Further attributes.
    pub open: Option<Open>,
    /// Heading or table.
    pub origin: Origin,
    /// Whether it is the root of its side: the request parameters, or the body of the response.
    pub root: bool,
    /// Whether some field, or the endpoint itself, leads to it.
    pub linked: bool,
    /// Whether fields refer to it by a type name.
    pub named: bool,
    /// Rows of the page that it holds.
    pub rows: usize,
    /// Which alternative of its structure it describes.
    pub variant: Option<String>,
    /// The table that a row for one more field belongs to.
    pub table: Option<Rows>,
}

/// A table that can take one more row.
#[derive(Clone, Debug)]
pub struct Rows {
    /// Its columns.
    pub columns: Columns,
    /// First byte and end of its last row.
    pub last: (usize, usize),
}

/// A field and the object behind it.
#[derive(Clone, Debug, Default)]
pub struct Node {
    /// The field; where `child` is set, the leaf of its type is `Type::Object("")`.
    pub field: Field,
    /// The object of the leaf.
    pub child: Option<ObjectId>,
}

impl Draft {
    /// Adds an object.
    pub fn add(&mut self, object: Object) -> ObjectId {
        self.objects.push(object);
        self.objects.len() - 1
    }

    /// The field of an object by name.
    pub fn field(&self, object: ObjectId, name: &str) -> Option<usize> {
        self.objects[object].fields.iter().position(|node| node.field.name == name)
    }

    /// Makes `child` the object behind a field.
    pub fn link(&mut self, (object, field): (ObjectId, usize), child: ObjectId) {
        let node = &mut self.objects[object].fields[field];
        set_leaf(&mut node.field.ty, Type::Object(String::new()));
        node.child = Some(child);
        self.objects[child].linked = true;
    }

    /// Takes `source`'s fields into `target`; fields that both have are told apart by `clash`.
    pub fn merge(&mut self, target: ObjectId, source: ObjectId, clash: &mut dyn FnMut(&mut Node, Node)) {
        let fields = std::mem::take(&mut self.objects[source].fields);
        // What is left behind is empty: no root, and no target of a title.
        self.objects[source].linked = true;
        self.objects[source].root = false;
        self.objects[source].side = Side::None;
        self.objects[source].titles = Titles::default();
        let rows = std::mem::take(&mut self.objects[source].rows);
        self.objects[target].rows += rows;
        if self.objects[target].open.is_none() {
            self.objects[target].open = self.objects[source].open.take();
        }
        for node in fields {
            match self.objects[target].fields.iter_mut().find(|have| have.field.name == node.field.name) {
                Some(have) => clash(have, node),
                None => self.objects[target].fields.push(node),
            }
        }
    }
}

/// Puts `leaf` at the bottom of the lists and maps of a type.
pub fn set_leaf(ty: &mut Type, leaf: Type) {
    match ty {
        Type::Array(inner) | Type::Map(inner) => set_leaf(inner, leaf),
        other => *other = leaf,
    }
}

/// Whether a structure may stand behind the type.
pub fn is_container(ty: &Type) -> bool {
    matches!(ty.leaf(), Type::Any | Type::AnyObject | Type::Object(_) | Type::OneOf(_))
}
