//! Parameters that components describe: `<ParamField body="name" type="string" required>The name</ParamField>`.

use super::{cell, of_row};
use crate::dialect::{Column, Dialect, Role};
use crate::page::{Table, TableRow, columns};
use crate::syntax::markdown::{self, Component, Line, Span};

/// The role of the component that lines begin with, as far as its name says, and the parameter that it describes. Its
/// attributes are named as columns are, or the place of the parameter names it.
pub fn tagged<'a>(text: &'a str, lines: &[Line<'a>], dialect: &Dialect) -> Option<(Option<Role>, Table<'a>)> {
    let (first, last) = (lines.first()?, lines.last()?);
    let raw = first.span.of(text);
    let Component { name: tag, attributes, behind } = markdown::component(raw)?;
    let span = Span::new(first.span.start, last.span.end);
    let (mut row, mut cells) = (TableRow::of_item(span), Vec::new());
    for (key, value) in attributes {
        match (dialect.columns.get(key), dialect.locations.get(key)) {
            (Some(Column::Required), _) if value.is_empty() => {
                row.put(Column::Required, cell(text, key), &mut cells)
            }
            (
                Some(
                    column @ (Column::Name
                    | Column::Type
                    | Column::Required
                    | Column::Default
                    | Column::Location),
                ),
                _,
            ) => {
                row.put(column, cell(text, value), &mut cells);
            }
            (_, Some(_)) if columns::is_identifier(value) => {
                row.put(Column::Name, cell(text, value), &mut cells);
                row.put(Column::Location, cell(text, key), &mut cells);
            }
            _ => {}
        }
    }
    row.with(&cells).cell(Column::Type)?;
    row.with(&cells).cell(Column::Name).filter(|name| columns::is_identifier(&name.text))?;
    let is_placed = row.with(&cells).cell(Column::Location).is_some();
    row.depth =
        text[..first.span.start].rsplit('\n').next().map_or(0, str::len) + raw.len() - raw.trim_start().len();
    let inside = behind.split("</").next().unwrap_or_default();
    let further = lines[1..].iter().map(|line| line.span.of(text)).filter(|line| !line.starts_with("{%"));
    let parts = std::iter::once(inside).chain(further);
    parts.for_each(|part| row.describe(cell(text, part), &mut cells));
    let named = dialect.sections.get(tag).or_else(|| dialect.sections.get(&format!("{tag}s")));
    let role = named.or(is_placed.then_some(Role::Request));
    Some((role, of_row(row, cells)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::built_in;

    #[track_caller]
    fn check(raw: &str, expect: &str) {
        let dialect = built_in::builtin(built_in::GENERIC).unwrap();
        let line = Line { text: raw.into(), span: Span::new(0, raw.len()) };
        let shown = tagged(raw, &[line], &dialect).map(|(role, table)| {
            let row = table.rows().next().unwrap();
            let text = |column| row.cell(column).map_or("", |cell| cell.text.as_ref()).to_owned();
            let columns = [Column::Name, Column::Type, Column::Required, Column::Default, Column::Location];
            format!("{role:?} {}", columns.map(text).join(" | "))
        });
        assert_eq!(shown.unwrap_or_default(), expect, "{raw}");
    }

    #[test]
    fn components_with_types_are_parameters() {
        check(
            r#"<ParamField body="name" type="string" required>"#,
            "Some(Request) name | string | required |  | body",
        );
        check(r#"<ParamField query='n' type='int' default={"3"} />"#, "Some(Request) n | int |  | 3 | query");
        check(
            r#"<ResponseField name="id" type="string">The id</ResponseField>"#,
            "Some(Response) id | string |  |  | ",
        );
        check(r#"<Property name="id" type="string" required={false}/>"#, "None id | string | false |  | ");
        check(
            r#"{% swagger-parameter in="path" name="id" type="string" required="true" %}"#,
            "Some(Request) id | string | true |  | path",
        );
        check(r#"<Input type="text" placeholder="a">"#, "");
        check(r#"<a name="id" type="string">"#, "");
    }
}
