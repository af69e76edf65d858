//! Stage 6: resolve. In: [`Draft`], a list of tables. Out: [`Tree`]: which field each table, list of values and note
//! belongs to, and what is envelope and what is payload. [`attach`] lists the rules.

pub mod alternatives;
pub mod answers;
pub mod attach;
pub mod bodies;
pub mod clash;
pub mod enums;
pub mod envelope;
pub mod fields;
pub mod indents;
pub mod index;
pub mod mention;
pub mod nest;
pub mod notes;
pub mod parts;
pub mod tree;
pub mod variants;
pub mod whole;

use crate::lower::Context;
use crate::lower::draft::Draft;
use tree::Tree;

/// Resolves the tables of one endpoint.
pub fn endpoint<'t>(draft: Draft<'t>, context: Context<'_>) -> Tree<'t> {
    let Draft {
        endpoint,
        mut tables,
        bodies,
        inherits: _,
        notes,
        samples,
        answer,
        query,
        diagnostics,
        sends_lists: _,
    } = draft;
    let mut tree = Tree::default();
    (tree.endpoint, tree.samples, tree.diagnostics) = (endpoint, samples, diagnostics);
    tree.query = query;
    alternatives::tell(&mut tables, (&bodies, answer.as_ref()), &mut tree, context.dialect);
    nest::tables(tables, &bodies, &mut tree, context);
    variants::merge(&mut tree);
    let body = bodies::settle(bodies, &mut tree);
    let payload = envelope::settle(&mut tree, body, context);
    let payload = answers::settle(answer, payload, &mut tree);
    attach::run(&mut tree, context);
    parts::fold(&mut tree);
    notes::read(&notes, &mut tree);
    envelope::hold(&mut tree, payload);
    tree
}
