//! The tree of a JSON document.

use super::repair::Repair;
use crate::model::json::Value;
use std::borrow::Cow;

/// A value with the byte span it was read from (offsets into the text given to [`super::read`]).
#[derive(Clone, Debug, PartialEq)]
pub struct Node<'t> {
    /// What the value is.
    pub kind: Kind<'t>,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind<'t> {
    /// `null`, Python's `None`, or an ellipsis in the place of a member's value.
    Null,
    /// `true` or `false`, in any letter case.
    Bool(bool),
    /// A number as written.
    Number(Cow<'t, str>),
    /// A string with its escapes resolved, or a bare word.
    Text(Cow<'t, str>),
    /// A list in document order.
    List(Vec<Node<'t>>),
    /// The members in document order; repeated names are all kept.
    Object(Object<'t>),
}

/// The members of an object, with an index by name where there are many.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Object<'t> {
    members: Vec<Member<'t>>,
    /// Positions of the members, sorted by name and position.
    by_name: Vec<u32>,
}

/// Objects of up to so many members are searched without an index.
const FEW: usize = 16;

impl<'t> Object<'t> {
    pub(super) fn new(members: Vec<Member<'t>>) -> Self {
        let mut by_name = Vec::new();
        if members.len() > FEW {
            by_name.extend(0..members.len() as u32);
            by_name.sort_by(|a, b| members[*a as usize].name.cmp(&members[*b as usize].name));
        }
        Self { members, by_name }
    }

    /// The members in document order.
    pub fn members(&self) -> &[Member<'t>] {
        &self.members
    }

    /// The last member with this name.
    fn get(&self, name: &str) -> Option<&Member<'t>> {
        if self.by_name.is_empty() {
            return self.members.iter().rev().find(|member| member.name == name);
        }
        let behind = self.by_name.partition_point(|at| *self.members[*at as usize].name <= *name);
        let last = behind.checked_sub(1).map(|at| &self.members[self.by_name[at] as usize]);
        last.filter(|member| member.name == name)
    }

    /// The members without their index.
    pub(in crate::syntax) fn into_members(self) -> Vec<Member<'t>> {
        self.members
    }
}

impl<'t> FromIterator<Member<'t>> for Object<'t> {
    fn from_iter<I: IntoIterator<Item = Member<'t>>>(members: I) -> Self {
        Self::new(members.into_iter().collect())
    }
}

/// One member of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct Member<'t> {
    /// The name with its escapes resolved.
    pub name: Cow<'t, str>,
    /// First byte of the name, its quote included.
    pub name_start: u32,
    /// One past the last byte of the name, its quote included.
    pub name_end: u32,
    /// The value.
    pub value: Node<'t>,
}

/// One JSON document.
#[derive(Clone, Debug, PartialEq)]
pub struct Document<'t> {
    /// The outermost value.
    pub root: Node<'t>,
    /// The corrections and their byte offsets in the order of the text; empty for strict JSON.
    pub repairs: Vec<(Repair, u32)>,
}

impl Document<'_> {
    /// The value without spans.
    pub fn to_value(&self) -> Value {
        self.root.to_value()
    }

    /// Whether the text was JSON as it stood.
    pub fn is_strict(&self) -> bool {
        self.repairs.is_empty()
    }
}

impl<'t> Node<'t> {
    /// The value of the member with this name; of several the last one.
    pub fn get(&self, name: &str) -> Option<&Node<'t>> {
        if let Kind::Object(object) = &self.kind { object.get(name).map(|it| &it.value) } else { None }
    }

    /// The members of an object, none for other values.
    pub fn members(&self) -> &[Member<'t>] {
        if let Kind::Object(object) = &self.kind { object.members() } else { &[] }
    }

    /// The items of a list, none for other values.
    pub fn items(&self) -> &[Node<'t>] {
        if let Kind::List(items) = &self.kind { items } else { &[] }
    }

    /// The text of a string.
    pub fn as_str(&self) -> Option<&str> {
        if let Kind::Text(text) = &self.kind { Some(text) } else { None }
    }

    /// Whether this is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self.kind, Kind::Null)
    }
}
