//! Names of fields in the tables since the last role: a heading below that has one of them may be about that field.

use super::Cutter;
use crate::dialect::words::is_identifier;
use crate::dialect::{Column, Dialect, Role, TypeWord};
use crate::page::{Item, Side};

impl Cutter<'_, '_> {
    /// Notes the names in the tables since the last role: where a heading asks for them, which few do.
    pub(super) fn note_names(&mut self) {
        for (section, item) in std::mem::take(&mut self.unread) {
            let Some(Item::Table(table)) = self.sections[section].items.get(item) else { continue };
            for row in table.rows() {
                let name = &row.name().text;
                if self.dialect.sections.get(name).is_some() {
                    self.named.insert(name.to_string());
                }
                let Some(ty) = row.cell(Column::Type) else { continue };
                if has_structure(&ty.text, self.dialect) {
                    self.structured.insert(name.to_string());
                } else if self.dialect.types.get(&ty.text).is_none() {
                    self.structured.extend(words(&ty.text).map(str::to_owned));
                }
            }
        }
    }

    /// Whether a heading below a role heading is the name of a field with structure, or of a type, though the dialect
    /// knows the word as a role: `#### query` under a table with the row `query | object`.
    pub(super) fn is_field(&self, heading: &str, level: u8) -> bool {
        let opener = &self.sections[self.opened];
        let heading = heading.trim_end_matches("[]");
        opener.side != Side::None
            && level >= opener.level
            && is_identifier(heading)
            && self.structured.contains(heading)
    }

    /// Whether a heading below the table of a field has its very name and lists its values, though the dialect knows the
    /// word as something that is no part of a call: `##### status` below the row `status | string`.
    pub(super) fn is_plain_field(&self, role: Role, heading: &str, level: u8) -> bool {
        let opener = &self.sections[self.opened];
        opener.side != Side::None
            && level > opener.level
            && matches!(role, Role::Errors | Role::Note | Role::Other | Role::Types | Role::Description)
            && self.named.contains(heading)
    }
}

/// Whether a type cell speaks of an object or a list.
fn has_structure(ty: &str, dialect: &Dialect) -> bool {
    let is =
        |word| matches!(dialect.types.get(word), Some(TypeWord::Object | TypeWord::Map | TypeWord::List));
    words(ty).any(is)
}

/// The words of a type cell.
fn words(ty: &str) -> impl Iterator<Item = &str> {
    ty.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}
