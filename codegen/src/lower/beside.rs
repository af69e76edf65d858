//! Beside: operations that share the sections of a call have the placeholders of their own paths, and no others.

use super::draft::{Content, Draft};
use crate::model::Location;
use crate::page::{Endpoint, Side, routes};

/// Leaves out the rows of placeholders that only the path of an operation beside this one has; returns how many rows of
/// the page they stand for.
pub fn leave_out(draft: &mut Draft<'_>, page: &Endpoint<'_>) -> usize {
    if page.alternates.is_empty() {
        return 0;
    }
    let paths = page.path.iter().chain(page.alternates.iter().map(|(_, path)| path));
    let beside: Vec<&str> = paths.flat_map(|path| routes::placeholders(&path.path)).collect();
    let own = routes::placeholders(&draft.endpoint.path);
    let mut left_out = 0;
    for table in draft.tables.iter_mut().filter(|table| table.side == Side::Request) {
        let Content::Fields { rows, .. } = &mut table.content else { continue };
        rows.retain(|row| {
            let name = row.field.name.as_str();
            let is_elsewhere = row.field.location == Location::Path
                && row.parents.is_empty()
                && beside.contains(&name)
                && !own.contains(&name);
            left_out += if is_elsewhere { row.rows } else { 0 };
            !is_elsewhere
        });
    }
    left_out
}
