//! Arguments that are required only under a condition.

use super::by_table;
use crate::diagnostic::{Diagnostic, code};
use crate::model::{Fact, Field};

pub(super) fn required_sometimes(field: &Field, found: &mut Vec<Diagnostic>) {
    let Some(condition) = &field.meaning.condition else { return };
    let Some(mark) = by_table(field, Fact::Required) else { return };
    let text = field.docs.iter().find(|text| text.text.contains(condition.as_str()));
    let text = text.or(field.docs.first()).map_or(mark, |text| text.origin);
    let name = &field.name;
    found.push(if field.required {
        Diagnostic::new(
            &code::REQUIRED_SOMETIMES,
            format!("`{name}` is required in the table and only under a condition in its description"),
        )
        .label(mark, "the table requires it")
        .label(text, "the description states a condition")
        .note("the table decides")
        .help("mark it as not required, and keep the condition in the description")
    } else {
        Diagnostic::new(&code::CONDITION, format!("only the description says when `{name}` is required"))
            .label(text, "optional in the table")
            .note("it is optional, and its docs quote the condition")
    });
}
