//! Overrides as data: a fact, a reason, and the changes of the fact.

use crate::model::address;
use crate::model::{Fact, Location, Method, Origin, Paging, Value};
use crate::routes::Row;
use crate::source::SourceFile;

/// Every override of a run and the files they stand in.
#[derive(Debug, Default)]
pub struct Overrides {
    /// The files, in the order of their names.
    pub files: Vec<SourceFile>,
    /// The overrides, in the order of files and lines.
    pub entries: Vec<Override>,
}

/// One `[[override]]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Override {
    /// Path of the fact.
    pub fact: String,
    /// Place of the path.
    pub at: Origin,
    /// Why.
    pub reason: String,
    /// The whole entry.
    pub origin: Origin,
    /// What it says, with the place of each value.
    pub changes: Vec<(Change, Origin)>,
}

/// One key of an override and its value.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// `add`: the field exists.
    Add,
    /// `type`, in the dialect's grammar.
    Type(String),
    /// `required`.
    Required(bool),
    /// `nullable`.
    Nullable(bool),
    /// `description`.
    Description(String),
    /// `default`, as a JSON literal; `None` when there is none.
    Default(Option<String>),
    /// `values`.
    Values(Vec<Value>),
    /// `open`.
    Open(bool),
    /// `in`.
    Location(Location),
    /// `member`: where the envelope holds the payload.
    Member(String),
    /// `method`.
    Method(Method),
    /// `path`.
    Path(String),
    /// `idempotent`.
    Idempotent(bool),
    /// `paging`; `None` when there is none.
    Paging(Option<Paging>),
    /// `name`: of a field on the wire, or of an operation.
    Name(String),
    /// `remove`.
    Remove,
}

impl Change {
    /// The fact that the change decides.
    pub fn fact(&self) -> Fact {
        match self {
            Change::Add | Change::Remove => Fact::Presence,
            Change::Type(_) => Fact::Type,
            Change::Required(_) => Fact::Required,
            Change::Nullable(_) => Fact::Nullable,
            Change::Description(_) => Fact::Description,
            Change::Default(_) => Fact::Default,
            Change::Values(_) => Fact::Values,
            Change::Open(_) => Fact::Open,
            Change::Location(_) => Fact::Location,
            Change::Member(_) => Fact::Member,
            Change::Method(_) => Fact::Method,
            Change::Path(_) => Fact::Path,
            Change::Idempotent(_) => Fact::Idempotent,
            Change::Paging(_) => Fact::Paging,
            Change::Name(_) => Fact::Name,
        }
    }

    /// Additions come first, so that others find what was added; names and removals last, so that others still find
    /// what goes by its documented name.
    pub(super) fn phase(&self) -> u8 {
        match self {
            Change::Add => 0,
            Change::Name(_) | Change::Remove => 2,
            _ => 1,
        }
    }
}

impl Overrides {
    /// What is said of the routes of a service; `{host}` in its name stands for any word.
    pub fn routes<'a>(&'a self, service: &'a str) -> impl Iterator<Item = Row> + 'a {
        self.entries.iter().flat_map(move |entry| {
            let name = address::after_service(&entry.fact, service);
            entry.changes.iter().filter_map(move |(change, origin)| {
                let (method, path) = match change {
                    Change::Method(method) => (method.to_string(), String::new()),
                    Change::Path(path) => (String::new(), path.clone()),
                    _ => return None,
                };
                Some(Row { name: name?.to_owned(), method, path, origin: *origin, ..Row::default() })
            })
        })
    }
}
