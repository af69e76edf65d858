//! References: what a call takes over from another one, and the definitions that its rows link to or name.

use super::anchor::{Anchor, CallName, Inherit};
use super::calls::{CallId, route};
use super::context::Context;
use super::draft::{Body, Content, DefinitionId, Draft, Row, Table, Type};
use super::shared::names;
use crate::diagnostic::{Diagnostic, code};
use crate::model::Origin;
use crate::page::{Side, routes};
use smol_str::SmolStr;
use std::collections::BTreeSet;

/// Definitions that one call takes, at most; what it refers to beyond them stays unknown, which a finding says.
const MOST: usize = 256;

/// Adds to a draft what it takes over, and the definitions that its rows refer to, and those that these refer to.
pub fn extend(draft: &mut Draft<'_>, context: Context<'_>) {
    take_over(draft, context);
    let shared = context.shared;
    name_linked(draft, context);
    let mut taken = BTreeSet::new();
    let mut from = 0;
    while shared.has_offers() && from < draft.tables.len().max(1) {
        let wanted = wanted(draft, from, context);
        mark_broken(draft, from, context);
        from = draft.tables.len();
        for id in wanted {
            if taken.len() < MOST && taken.insert(id) {
                let copies = shared.definition(id).tables.iter().cloned();
                draft.tables.extend(copies.map(|table| Table { definition: Some(id), ..table }));
            }
        }
        if from == draft.tables.len() {
            break;
        }
        name_linked(draft, context);
    }
}

/// Where a table has the name of a linked word, the word is that name and no type word.
fn name_linked(draft: &mut Draft<'_>, context: Context<'_>) {
    let has_linked = |table: &Table| match &table.content {
        Content::Fields { rows, .. } => rows.iter().any(|row| row.linked.is_some()),
        Content::Values { .. } => false,
    };
    let of_bodies = draft.bodies.iter().any(|body| body.linked.is_some());
    if !of_bodies && !draft.tables.iter().any(has_linked) {
        return;
    }
    let titled: BTreeSet<String> = titled(draft);
    let rows = draft.tables.iter_mut().flat_map(|table| match &mut table.content {
        Content::Fields { rows, .. } => rows.as_mut_slice(),
        Content::Values { .. } => &mut [],
    });
    let of_rows = rows.map(|row| (&mut row.field.ty, row.linked.take()));
    let of_bodies = draft.bodies.iter_mut().map(|body| (&mut body.ty, body.linked.take()));
    for (ty, linked) in of_rows.chain(of_bodies) {
        let Some(linked) = linked else { continue };
        let names = linked.names();
        let is_there = |name: &&str| {
            titled.contains(&name.to_lowercase()) || context.shared.named(name, context.file).is_some()
        };
        if !names.is_empty() && names.iter().all(is_there) {
            *ty = *linked;
        }
    }
}

/// What the tables of a draft are called, in small letters.
fn titled(draft: &Draft<'_>) -> BTreeSet<String> {
    draft.tables.iter().flat_map(|table| names(&table.titles)).map(str::to_lowercase).collect()
}

/// The definitions that the tables behind the first `from` refer to, and no table of the draft is.
fn wanted(draft: &Draft<'_>, from: usize, context: Context<'_>) -> Vec<DefinitionId> {
    let (mut links, mut types): (Vec<&Anchor>, Vec<&Type>) = (Vec::new(), Vec::new());
    for table in &draft.tables[from..] {
        if let Content::Fields { rows, .. } = &table.content {
            links.extend(rows.iter().flat_map(|row| &row.field.links));
            types.extend(rows.iter().map(|row| &row.field.ty));
        }
    }
    if from == 0 {
        links.extend(draft.bodies.iter().flat_map(|body: &Body| &body.links));
        types.extend(draft.bodies.iter().map(|body| &body.ty));
        links.extend(draft.answer.iter().flat_map(|answer| &answer.links));
        types.extend(draft.answer.iter().filter_map(|answer| answer.ty.as_ref()));
    }
    let named: Vec<&str> = types.into_iter().flat_map(Type::names).collect();
    if links.is_empty() && named.is_empty() {
        return Vec::new();
    }
    let own: BTreeSet<&Anchor> = draft.tables.iter().flat_map(|table| &table.anchors).collect();
    let titled = titled(draft);
    let shared = context.shared;
    let links = links.into_iter().filter(|link| !own.contains(link));
    let linked: Vec<DefinitionId> = links.filter_map(|link| shared.linked(link)).collect();
    let named = named.into_iter().filter(|name| !titled.contains(&name.to_lowercase()));
    let named = named.filter_map(|name| shared.named(name, context.file)).collect::<Vec<_>>();
    [linked, named].concat()
}

/// Marks the rows of the tables behind the first `from` that link to places which their pages do not have.
fn mark_broken(draft: &mut Draft<'_>, from: usize, context: Context<'_>) {
    for table in &mut draft.tables[from..] {
        let Content::Fields { rows, .. } = &mut table.content else { continue };
        for Row { field, .. } in rows {
            let broken = field.links.iter().find(|link| context.shared.is_broken(link));
            field.broken = broken.map(|link| link.name.clone());
        }
    }
}

/// Takes over the tables of the calls that the lines of a call name, and of those that these name.
fn take_over(draft: &mut Draft<'_>, context: Context<'_>) {
    let mut done: BTreeSet<(Side, CallId)> = BTreeSet::new();
    let own = (SmolStr::from(draft.endpoint.method.as_str()), draft.endpoint.path.clone());
    let mut rest: Vec<(Inherit, Route)> = Vec::new();
    rest.extend(draft.inherits.iter().map(|inherit| (inherit.clone(), own.clone())));
    while let Some((Inherit { side, call, without, is_certain, is_all, origin }, of)) = rest.pop() {
        let found = match is_all {
            true => same(&call, &of, context),
            false => context.shared.calls.named(&call, context.file.id).or_else(|| titled_as(&call, context)),
        };
        let Some(at) = found else {
            // What the link leads to is a type.
            if call.link.as_ref().is_some_and(|link| context.shared.linked(link).is_some()) {
                continue;
            }
            if is_all || is_certain && (call.link.is_some() || route(&call.text).is_some()) {
                draft.diagnostics.push(unknown_call(&call, origin));
            }
            continue;
        };
        if !done.insert((side, at)) {
            continue;
        }
        let call = context.shared.calls.get(at);
        let tables = call.tables.iter().filter(|table| table.side == side);
        let own_path = draft.endpoint.path.clone();
        let is_left_out = |name: &str| {
            without.iter().any(|other| other == name)
                || routes::placeholders(&call.route.1).contains(&name)
                    && !routes::placeholders(&own_path).contains(&name)
        };
        for table in tables {
            let table = without_own(table.clone(), draft, &is_left_out);
            draft.tables.extend(table);
        }
        let further = call.inherits.iter().filter(|inherit| inherit.side == side);
        rest.extend(further.map(|inherit| {
            let without = [&without[..], &inherit.without[..]].concat();
            (Inherit { without, ..inherit.clone() }, call.route.clone())
        }));
    }
    let is_known = |inherit: &&Inherit| same(&inherit.call, &own, context).is_some();
    let all = draft.inherits.iter().filter(|inherit| inherit.is_all).filter(is_known);
    let is_empty = |inherit: &&Inherit| !draft.tables.iter().any(|table| table.side == inherit.side);
    let found: Vec<_> =
        all.filter(is_empty).map(|inherit| nothing_there(&inherit.call, inherit.origin)).collect();
    draft.diagnostics.extend(found);
}

/// Method and path of a call.
type Route = (SmolStr, String);

/// The call that a line means which says no more: the one above, or one of the page whose title has its words.
fn same(name: &CallName, of: &Route, context: Context<'_>) -> Option<CallId> {
    let (notes, calls, page) = (&context.dialect.notes, &context.shared.calls, context.file.id);
    if notes.above.iter().any(|word| word.eq_ignore_ascii_case(&name.text)) {
        return calls.above((&of.0, &of.1), page);
    }
    calls.named(name, page).or_else(|| calls.titled(&name.text, &notes.call_words, page))
}

/// The only call of the page whose title has the words that stand for one.
fn titled_as(name: &CallName, context: Context<'_>) -> Option<CallId> {
    let is_title = name.link.is_none() && route(&name.text).is_none();
    let titled =
        || context.shared.calls.titled(&name.text, &context.dialect.notes.call_words, context.file.id);
    is_title.then(titled).flatten()
}

/// A table without the rows that the draft has itself, and those that are left out, as those that stand in the path of the
/// other call alone.
fn without_own(mut table: Table, draft: &Draft<'_>, is_left_out: &dyn Fn(&str) -> bool) -> Option<Table> {
    let beside = draft.tables.iter().filter(|own| own.side == table.side && own.titles == table.titles);
    let rows_of = |own: &Table| match &own.content {
        Content::Fields { rows, .. } => rows.iter().map(top).collect::<Vec<_>>(),
        Content::Values { .. } => Vec::new(),
    };
    let own: BTreeSet<SmolStr> = beside.flat_map(rows_of).collect();
    if let Content::Fields { rows, .. } = &mut table.content {
        rows.retain(|row| !own.contains(&top(row)) && !is_left_out(&top(row)));
        if rows.is_empty() {
            return None;
        }
    }
    Some(table)
}

/// The first segment of a row's name.
fn top(row: &Row) -> SmolStr {
    row.parents.first().map_or_else(|| row.field.name.clone(), |segment| segment.name.clone())
}

fn nothing_there(call: &CallName, origin: Origin) -> Diagnostic {
    let message = format!("the call that `{}` stands for has no table of this side", call.text);
    Diagnostic::new(&code::REFERENCE_UNKNOWN, message)
        .label(origin, "nothing is taken over")
        .help("repeat the table here, or name the call that has it")
}

fn unknown_call(call: &CallName, origin: Origin) -> Diagnostic {
    let message = format!("`{}` is no call of the doc set, or several are", call.text);
    Diagnostic::new(&code::REFERENCE_UNKNOWN, message)
        .label(origin, "what it sends or returns is not taken over")
        .help("name the route of the call as its page has it, or link to its heading")
}
