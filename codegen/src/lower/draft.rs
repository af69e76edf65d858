//! The draft of one endpoint: its tables as the page has them, every row read, no table at its field yet.

pub use super::anchor::DefinitionId;
use super::anchor::{Anchor, Inherit};
use super::titles::Titles;
use crate::diagnostic::Diagnostic;
use crate::model::{
    self, Endpoint, IntegerWidth, Location, Open, Origin, Texts, Tolerance, Understood, Value, Vote,
};
use crate::page::routes::QueryArgument;
use crate::page::{Columns, Side};
use crate::syntax::json::Document;
use smol_str::SmolStr;

/// An endpoint as its page describes it.
#[derive(Debug, Default)]
pub struct Draft<'t> {
    /// What is decided already: names, texts, route, examples.
    pub endpoint: Box<Endpoint>,
    /// The tables of both sides, in document order.
    pub tables: Vec<Table>,
    /// What tables say of bodies as a whole, in document order.
    pub bodies: Vec<Body>,
    /// Calls whose parameters or results are those of this one too.
    pub inherits: Vec<Inherit>,
    /// The notes that open an object, in document order.
    pub notes: Vec<OpenNote>,
    /// The samples that are witnesses.
    pub samples: Vec<Sample<'t>>,
    /// What a sentence says of the answer.
    pub answer: Option<Answer>,
    /// Whether all that samples send are lists of objects.
    pub sends_lists: bool,
    /// The arguments in the query of the route.
    pub query: Vec<QueryArgument>,
    /// What was found on the way.
    pub diagnostics: Vec<Diagnostic>,
}

/// One table of the page, or one that its rows refer to.
#[derive(Clone, Debug)]
pub struct Table {
    /// The half of the call it stands in.
    pub side: Side,
    /// What its title names; empty for the root of the side.
    pub titles: Titles,
    /// The title as written.
    pub title: String,
    /// The line above it that may be its title and names nothing.
    pub caption: Option<String>,
    /// The heading or caption, or the table itself.
    pub origin: Origin,
    /// Whether it continues the table above it.
    pub continues: bool,
    /// Whether it stands right below the table above it, without a line between them.
    pub follows: bool,
    /// Whether the line above it is none that titles more of what the table above it lists.
    pub is_foreign: bool,
    /// Which alternative of its structure it describes.
    pub variant: Option<String>,
    /// What links to it end in.
    pub anchors: Vec<Anchor>,
    /// Whether the body is a list of what it describes.
    pub is_list_body: bool,
    /// Which definition it is taken from; none for a table of the call itself.
    pub definition: Option<DefinitionId>,
    /// What its rows are.
    pub content: Content,
}

/// The rows of a table.
#[derive(Clone, Debug)]
pub enum Content {
    /// Each row is a field.
    Fields {
        /// The rows, nesting not yet resolved.
        rows: Vec<Row>,
        /// A row that stands for further attributes.
        open: Option<Open>,
        /// Where one more row belongs, if the table takes one.
        end: Option<TableEnd>,
    },
    /// Each row is a value of the field that the title names.
    Values {
        /// The values with their descriptions.
        values: Vec<Value>,
        /// Rows of the page.
        rows: usize,
        /// The header row.
        header: Origin,
    },
}

impl Content {
    /// No rows.
    pub fn none() -> Self {
        Self::Fields { rows: Vec::new(), open: None, end: None }
    }
}

/// A row that names the type of a body.
#[derive(Clone, Debug)]
pub struct Body {
    /// The half of the call.
    pub side: Side,
    /// What stands in the body.
    pub ty: Type,
    /// The type where the words of the cell that are links name structures.
    pub linked: Option<Box<Type>>,
    /// What the row links to.
    pub links: Vec<Anchor>,
    /// Its description.
    pub docs: Texts,
    /// The row.
    pub origin: Origin,
    /// Rows of the page that the table has.
    pub rows: usize,
}

/// A row that describes a field.
#[derive(Clone, Debug)]
pub struct Row {
    /// The segments before the last one of a dotted name.
    pub parents: Vec<Segment>,
    /// The field.
    pub field: Field,
    /// Levels of indentation.
    pub depth: usize,
    /// Rows of the page it stands for.
    pub rows: usize,
    /// Whether its own cell says that it travels in the body.
    pub in_body: bool,
    /// Its type where the words of its type cell that are links name structures.
    pub linked: Option<Box<Type>>,
    /// Whether it stands for the value around it and has no name of its own.
    pub is_nameless: bool,
    /// Rows without a name that were joined with it.
    pub alternatives: usize,
}

/// One segment of a dotted name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Its name.
    pub name: SmolStr,
    /// `name[]`, `name.N`: what follows describes the element.
    pub list: bool,
    /// `name.*`, `name.${key}`: what follows describes the value.
    pub map: bool,
}

/// A table that can take one more row.
#[derive(Clone, Debug)]
pub struct TableEnd {
    /// Its columns.
    pub columns: Columns,
    /// First byte and end of its last row.
    pub last: (usize, usize),
}

/// A note beside a table: attributes beyond the listed ones are accepted or returned.
#[derive(Debug)]
pub struct OpenNote {
    /// The note as written.
    pub text: String,
    /// Where it stands.
    pub origin: Origin,
    /// The half of the call it stands in.
    pub side: Side,
    /// What the heading above it names.
    pub titles: Titles,
}

/// What a sentence says of the answer.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Its type; none where it says that there is no body.
    pub ty: Option<Type>,
    /// What the sentence links to.
    pub links: Vec<Anchor>,
    /// The sentence.
    pub origin: Origin,
    /// The member that has it, where a sentence names one; empty for the answer itself.
    pub member: String,
}

/// A sample that is JSON, with the place of every value; it stands beside the plain one among the endpoint's examples.
#[derive(Debug)]
pub struct Sample<'t> {
    /// Request or response.
    pub side: Side,
    /// Whether it shows a failed call.
    pub error: bool,
    /// The JSON; spans count from `base`.
    pub document: Document<'t>,
    /// Where the text of the sample begins in the file.
    pub base: usize,
    /// Whether its values are words for their types.
    pub template: bool,
}

/// Index of an object in the tree that the tables are resolved to.
pub type ObjectId = usize;

/// A field that is not decided yet.
#[derive(Clone, Debug, Default)]
pub struct Field {
    /// Name on the wire.
    pub name: SmolStr,
    /// Type of the value.
    pub ty: Type,
    /// Whether it must be sent, or is promised.
    pub required: bool,
    /// `null` was documented or observed.
    pub nullable: bool,
    /// Where a parameter travels.
    pub location: Location,
    /// Descriptions.
    pub docs: Texts,
    /// What the descriptions mean.
    pub meaning: Understood,
    /// Forms beside the documented type that samples show.
    pub accepts: Vec<Tolerance>,
    /// The row, heading or sample that declares the field.
    pub origin: Origin,
    /// What each witness says.
    pub votes: Vec<Vote>,
    /// What its row links to.
    pub links: Vec<Anchor>,
    /// The name of a place that its row links to and that the page there does not have.
    pub broken: Option<SmolStr>,
    /// Whether the page says that it travels in the body, by the title of its section or by its own cell.
    pub is_in_body: bool,
    /// Whether it stands for a structure whose fields are among those beside it.
    pub is_part: bool,
}

impl Field {
    /// The field of the model, which has the type `ty`.
    pub fn with_type(self, ty: model::Type) -> model::Field {
        let Self {
            name,
            ty: _,
            required,
            nullable,
            location,
            docs,
            meaning,
            accepts,
            origin,
            votes,
            links: _,
            is_in_body: _,
            is_part: _,
            broken: _,
        } = self;
        let joined = false;
        model::Field { name, ty, required, nullable, location, joined, docs, meaning, accepts, origin, votes }
    }

    /// The field of the model, where nothing below it is described.
    pub fn flat(self) -> model::Field {
        let ty = self.ty.to_model(&|_| None);
        self.with_type(ty)
    }
}

/// Type of a value on its way from cell to model.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Type {
    /// Any JSON value.
    #[default]
    Any,
    /// A JSON object whose fields nobody lists.
    AnyObject,
    /// Text.
    String,
    /// A whole number of the width that the docs name.
    Integer {
        /// As in the model.
        width: Option<IntegerWidth>,
    },
    /// A number with fraction.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A list.
    Array(Box<Type>),
    /// A map from text to one type.
    Map(Box<Type>),
    /// A structure by the name that its type cell gives; no table is attached.
    Named(String),
    /// The structure that an object of the tree describes.
    Child(ObjectId),
    /// One of several types.
    OneOf(Vec<Type>),
}

impl Type {
    /// A list of `inner`.
    pub fn list(inner: Self) -> Self {
        Self::Array(Box::new(inner))
    }

    /// A map to `inner`.
    pub fn map(inner: Self) -> Self {
        Self::Map(Box::new(inner))
    }

    /// A whole number of no width that the docs name.
    pub fn integer() -> Self {
        Self::Integer { width: None }
    }

    /// The type inside all lists and maps.
    pub fn leaf(&self) -> &Self {
        match self {
            Self::Array(inner) | Self::Map(inner) => inner.leaf(),
            other => other,
        }
    }

    /// Puts `leaf` at the bottom of the lists and maps.
    pub fn set_leaf(&mut self, leaf: Self) {
        match self {
            Self::Array(inner) | Self::Map(inner) => inner.set_leaf(leaf),
            other => *other = leaf,
        }
    }

    /// The object at the bottom of the lists and maps.
    pub fn child(&self) -> Option<ObjectId> {
        match self.leaf() {
            Self::Child(id) => Some(*id),
            _ => None,
        }
    }

    /// The names of structures in the type.
    pub fn names(&self) -> Vec<&str> {
        match self.leaf() {
            Self::Named(name) => vec![name],
            Self::OneOf(types) => types.iter().flat_map(Self::names).collect(),
            _ => Vec::new(),
        }
    }

    /// Whether a structure may stand behind the type.
    pub fn is_container(&self) -> bool {
        matches!(self.leaf(), Self::Any | Self::AnyObject | Self::Named(_) | Self::Child(_) | Self::OneOf(_))
    }

    /// Whether a structure may stand behind the type, and none is attached yet.
    pub fn lacks_child(&self) -> bool {
        self.is_container() && self.child().is_none()
    }

    /// The type of the model; `id` gives the ids of objects. A name that leads nowhere is any value.
    pub fn to_model<'n>(&self, id: &impl Fn(ObjectId) -> Option<&'n str>) -> model::Type {
        match self {
            Self::Any | Self::Named(_) => model::Type::Any,
            Self::AnyObject => model::Type::AnyObject,
            Self::String => model::Type::String,
            Self::Integer { width } => model::Type::Integer { width: *width },
            Self::Number => model::Type::Number,
            Self::Boolean => model::Type::Boolean,
            Self::Array(inner) => model::Type::Array(Box::new(inner.to_model(id))),
            Self::Map(inner) => model::Type::Map(Box::new(inner.to_model(id))),
            Self::Child(child) => {
                id(*child).map_or(model::Type::AnyObject, |name| model::Type::Object(name.to_owned()))
            }
            Self::OneOf(types) => model::Type::OneOf(types.iter().map(|ty| ty.to_model(id)).collect()),
        }
    }
}

impl From<model::Type> for Type {
    /// What a type cell says: an object of the model is a name there.
    fn from(ty: model::Type) -> Self {
        match ty {
            model::Type::Any => Self::Any,
            model::Type::AnyObject | model::Type::Filter(_) => Self::AnyObject,
            model::Type::String => Self::String,
            model::Type::Integer { width } => Self::Integer { width },
            model::Type::Number => Self::Number,
            model::Type::Boolean => Self::Boolean,
            model::Type::Array(inner) => Self::list((*inner).into()),
            model::Type::Map(inner) => Self::map((*inner).into()),
            model::Type::Object(name) => Self::Named(name),
            model::Type::OneOf(types) => Self::OneOf(types.into_iter().map(Self::from).collect()),
        }
    }
}
