//! Attachment: the one ordered list of rules by which a table finds the field that it describes. The first rule that
//! leads from a table to a field attaches it, and its reason becomes a vote on the field, which `docwright explain`
//! prints. What no rule reaches stays unattached and is reported.
//!
//! 1. `continued table`: it continues the table above it under the same heading
//! 2. `word of the title`: a word of its title is the name of a field that lacks a table
//! 3. `root`: its title names nothing, so it lists the fields of the request or response itself
//! 4. `row above`: it stands right below a table whose last row is a structure without a table
//! 5. `nested name`: the names of its rows are dotted or indented
//! 6. `alternative`: it describes an alternative of the same structure
//! 7. `link`: the row of the field links to it
//! 8. `type name`: the type cell of the field names it
//! 9. `one of several`: the type cell of the field names it among others
//! 10. `title within paths`: it has the name of the field, and other titles lead through it
//! 11. `path`: its title is a path to the field
//! 12. `field name`: its title is the name of the field
//! 13. `singular`: its title is the singular of the name of the field
//! 14. `letter case`: its title is the name of the field, or its singular, in another letter case
//! 15. `mention`: the description of the field refers to its title
//! 16. `table below`: the description of the field says that its table is below
//! 17. `type suffix`: its title is a type name that ends with the name of the field
//! 18. `recursion`: the field stands in the table of its own name
//! 19. `linked values`: the row of a plain field links to it, so its rows are the values
//! 20. `values`: its title is the name of a plain field, so its rows are the values
//! 21. `kinds of request`: no title names a field, so each table is one alternative of the request
//! 22. `likeness`: the description of the field says that it is like the one beside it which has the table
//! 23. `sample`: only a sample shows which field it describes

mod below;
mod kinds;
mod like;
mod link;
mod names;
mod path;
mod rule;
mod table;
mod values;

pub use path::nested;
pub use rule::Rule;
pub use table::{Spot, spot};

use super::tree::{FieldRef, ObjectId, Tree};
use crate::diagnostic::{Diagnostic, code};
use crate::lower::Context;
use crate::model::{Origin, Witness};
use rule::{NESTED_NAME, ROW_ABOVE, SAMPLE, Step, Titled, rule, vote};
use std::cell::OnceCell;

/// Every rule, in the order in which they are applied.
pub const RULES: &[Rule] = &[
    rule(
        "continued table",
        "it continues the table above it under the same heading",
        Witness::Heading,
        Step::Table,
    ),
    rule(
        "word of the title",
        "a word of its title is the name of a field that lacks a table",
        Witness::Heading,
        Step::Table,
    ),
    rule(
        "root",
        "its title names nothing, so it lists the fields of the request or response itself",
        Witness::Heading,
        Step::Table,
    ),
    ROW_ABOVE,
    NESTED_NAME,
    rule(
        "alternative",
        "it describes an alternative of the same structure",
        Witness::Heading,
        Step::Alternatives,
    ),
    rule("link", "the row of the field links to it", Witness::Table, Step::Titles(link::by_link)),
    rule(
        "type name",
        "the type cell of the field names it",
        Witness::Table,
        Step::Titles(names::by_type_name),
    ),
    rule(
        "one of several",
        "the type cell of the field names it among others",
        Witness::Table,
        Step::Titles(names::by_one_of),
    ),
    rule(
        "title within paths",
        "it has the name of the field, and other titles lead through it",
        Witness::Heading,
        Step::Titles(names::within_paths),
    ),
    rule("path", "its title is a path to the field", Witness::Heading, Step::Titles(path::by_path)),
    rule("field name", "its title is the name of the field", Witness::Heading, Step::Titles(names::by_name)),
    rule(
        "singular",
        "its title is the singular of the name of the field",
        Witness::Heading,
        Step::Titles(names::by_singular),
    ),
    rule(
        "letter case",
        "its title is the name of the field, or its singular, in another letter case",
        Witness::Heading,
        Step::Titles(names::by_other_case),
    ),
    rule(
        "mention",
        "the description of the field refers to its title",
        Witness::Note,
        Step::Titles(names::by_mention),
    ),
    rule(
        "table below",
        "the description of the field says that its table is below",
        Witness::Note,
        Step::Titles(below::by_place),
    ),
    rule(
        "type suffix",
        "its title is a type name that ends with the name of the field",
        Witness::Heading,
        Step::Titles(names::by_type_suffix),
    ),
    rule(
        "recursion",
        "the field stands in the table of its own name",
        Witness::Heading,
        Step::Titles(names::by_recursion),
    ),
    rule(
        "linked values",
        "the row of a plain field links to it, so its rows are the values",
        Witness::Table,
        Step::Titles(values::by_link),
    ),
    rule(
        "values",
        "its title is the name of a plain field, so its rows are the values",
        Witness::Heading,
        Step::Titles(values::by_values),
    ),
    rule(
        "kinds of request",
        "no title names a field, so each table is one alternative of the request",
        Witness::Heading,
        Step::Titles(kinds::by_kind),
    ),
    rule(
        "likeness",
        "the description of the field says that it is like the one beside it which has the table",
        Witness::Note,
        Step::Titles(like::by_likeness),
    ),
    SAMPLE,
];

/// Attaches every table with a title that a rule can place.
pub fn run(tree: &mut Tree<'_>, context: Context<'_>) {
    let objects = || tree.objects.iter().enumerate();
    let ids: Vec<ObjectId> =
        objects().filter(|(_, object)| !object.titles.is_empty()).map(|(id, _)| id).collect();
    let likes = &context.dialect.likes;
    if ids.is_empty() && !objects().any(|(_, object)| object.waits()) && !like::is_told(tree, likes) {
        return;
    }
    let roots = objects().filter(|(_, object)| object.is_reached()).map(|(id, _)| id).collect();
    let nesting = &context.dialect.nesting;
    let (mentions, below) = (&nesting.mentions, &nesting.below);
    let titled = Titled { ids, roots, mentions, below, likes, type_names: OnceCell::new() };
    tree.index_names();
    for rule in RULES {
        if let Step::Titles(apply) = rule.step {
            apply(tree, &titled, rule);
        }
    }
    tree.names = None;
}

/// Attaches a table to the last row of the one right above it.
pub fn below_row(tree: &mut Tree<'_>, at: FieldRef, child: ObjectId) {
    rule::link(tree, at, child, &ROW_ABOVE);
}

/// A table of that title which no field leads to.
pub fn waiting(tree: &Tree<'_>, beside: ObjectId, name: &str) -> Option<ObjectId> {
    let side = tree.objects[beside].side;
    let titles = tree.title_words();
    let waits = |id: &ObjectId| tree.objects[*id].waits() && tree.objects[*id].side == side;
    titles.ending_in(name).iter().copied().find(waits)
}

/// Attaches a table to the field that only a sample shows for it, at `seen`.
pub fn by_sample(tree: &mut Tree<'_>, at: FieldRef, child: ObjectId, witness: Witness, seen: Origin) {
    let heading = tree.objects[child].origin;
    tree.link(at, child);
    vote(tree, at, &SAMPLE, witness, seen);
    let name = &tree.at(at).name;
    let found =
        Diagnostic::new(&code::LINKED_BY_SAMPLE, format!("only a sample shows where `{name}` belongs"))
            .label(heading, "no field of the tables refers to this")
            .label(seen, "the sample has it here")
            .help(format!("add a row for `{name}`"));
    tree.diagnostics.push(found);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_lists_the_rules_in_their_order() {
        let header = include_str!("attach.rs").lines().take_while(|line| line.starts_with("//!"));
        let listed: Vec<&str> =
            header.filter(|line| line.contains(". `")).map(|line| line.trim_start_matches("//! ")).collect();
        let rules = RULES.iter().enumerate();
        let expect: Vec<String> =
            rules.map(|(at, rule)| format!("{}. `{}`: {}", at + 1, rule.name, rule.reason)).collect();
        assert_eq!(listed, expect);
    }
}
