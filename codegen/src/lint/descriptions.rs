//! Fields without a description.

use super::by_table;
use crate::diagnostic::{Diagnostic, code};
use crate::limits::DESCRIPTION_BYTES;
use crate::model::{Fact, Field};

pub(super) fn missing(field: &Field, found: &mut Vec<Diagnostic>) {
    // A field that only a sample shows has a finding of its own.
    if !field.docs.is_empty() || by_table(field, Fact::Type).is_none() {
        return;
    }
    let message = format!("`{}` has no description", field.name);
    found.push(Diagnostic::new(&code::NO_DESCRIPTION, message).label(field.origin, "an empty description"));
}

pub(super) fn too_long(field: &Field, found: &mut Vec<Diagnostic>) {
    let Some(text) = field.docs.iter().find(|text| text.text.len() > DESCRIPTION_BYTES) else { return };
    let message = format!("the description of `{}` is longer than {DESCRIPTION_BYTES} bytes", field.name);
    found.push(
        Diagnostic::new(&code::DESCRIPTION_LONG, message)
            .label(text.origin, "not read for values, defaults, bounds or conditions"),
    );
}
