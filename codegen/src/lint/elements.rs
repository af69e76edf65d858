//! Lists of unknown element type.

use super::by_table;
use crate::diagnostic::{Diagnostic, code};
use crate::model::{Fact, Field, Type};

pub(super) fn unknown(field: &Field, found: &mut Vec<Diagnostic>) {
    if !matches!(field.ty, Type::Array(_)) || *field.ty.leaf() != Type::Any {
        return;
    }
    let place = by_table(field, Fact::Type).unwrap_or(field.origin);
    found.push(
        Diagnostic::new(&code::ELEMENT_UNKNOWN, format!("unknown element type of the list `{}`", field.name))
            .label(place, "neither the type cell nor a sample shows it")
            .note("its elements are any JSON values")
            .help("name the type of the elements, as in `array<string>`"),
    );
}
