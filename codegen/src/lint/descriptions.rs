//! Fields without a description.

use super::by_table;
use crate::diagnostic::{Diagnostic, code};
use crate::model::{Fact, Field};

pub(super) fn missing(field: &Field, found: &mut Vec<Diagnostic>) {
    // A field that only a sample shows has a finding of its own.
    if !field.docs.is_empty() || by_table(field, Fact::Type).is_none() {
        return;
    }
    let message = format!("`{}` has no description", field.name);
    found.push(Diagnostic::new(&code::NO_DESCRIPTION, message).label(field.origin, "an empty description"));
}
