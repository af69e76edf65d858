//! What a rule of attachment is, and the vote that it casts.

use crate::dialect::Patterns;
use crate::model::{Fact, Origin, Witness};
use crate::policy::Votes;
use crate::resolve::index::TypeNames;
use crate::resolve::tree::{FieldRef, ObjectId, Tree};
use std::cell::OnceCell;

/// One rule of attachment.
#[derive(Debug)]
pub struct Rule {
    /// Its name.
    pub name: &'static str,
    /// Why the table belongs to the field.
    pub reason: &'static str,
    /// Who speaks for it, unless a sample does.
    pub(super) witness: Witness,
    pub(super) step: Step,
}

/// When a rule is applied.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    /// To each table, in document order ([`super::spot`]).
    Table,
    /// To each row of a table ([`crate::resolve::nest`]).
    Row,
    /// To the tables of alternatives ([`crate::resolve::variants`]).
    Alternatives,
    /// To all tables with titles, once every table has been read.
    Titles(fn(&mut Tree<'_>, &Titled<'_>, &Rule)),
    /// To what no table has placed, while samples are compared ([`super::by_sample`]).
    Sample,
}

/// The tables with titles.
pub(super) struct Titled<'c> {
    pub(super) ids: Vec<ObjectId>,
    /// The objects that paths begin at.
    pub(super) roots: Vec<ObjectId>,
    /// Phrases of the dialect by which descriptions refer to a table.
    pub(super) mentions: &'c [String],
    /// Phrases by which they refer to the table below.
    pub(super) below: &'c [String],
    /// Phrases by which they say that a structure is like another one.
    pub(super) likes: &'c Patterns,
    /// The tables by the names that type cells have for them, once one asks.
    pub(super) type_names: OnceCell<TypeNames>,
}

pub(super) const fn rule(name: &'static str, reason: &'static str, witness: Witness, step: Step) -> Rule {
    Rule { name, reason, witness, step }
}

/// The names of rows are dotted or indented.
pub(super) const NESTED_NAME: Rule =
    rule("nested name", "the names of its rows are dotted or indented", Witness::Table, Step::Row);

/// Nothing but its place says whose table it is.
pub(super) const ROW_ABOVE: Rule = rule(
    "row above",
    "it stands right below a table whose last row is a structure without a table",
    Witness::Table,
    Step::Table,
);

/// No table leads to the field, and a sample does.
pub(super) const SAMPLE: Rule =
    rule("sample", "only a sample shows which field it describes", Witness::ResponseExample, Step::Sample);

/// Makes `child` the object behind a field, for the reason of a rule.
pub(super) fn link(tree: &mut Tree<'_>, at: FieldRef, child: ObjectId, rule: &Rule) {
    let origin = tree.objects[child].origin;
    tree.link(at, child);
    vote(tree, at, rule, rule.witness, origin);
}

/// The vote for the table at `origin`.
pub(super) fn vote(tree: &mut Tree<'_>, at: FieldRef, rule: &Rule, witness: Witness, origin: Origin) {
    tree.at_mut(at).votes.cast(Fact::Parent, witness, rule.reason, origin);
}
