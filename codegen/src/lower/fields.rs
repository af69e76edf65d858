//! Rows to fields: name, type, required mark, descriptions and what they mean.

use super::context::Context;
use super::draft::{Content, Draft, Field, Row as FieldRow, Segment, Type};
use super::elements::{self, Standing};
use super::names::{self, Name};
use super::table_context::TableContext;
use super::types::{self, InlineField, Parsed};
use super::{bodies, groups, links, locations, presence, row_limits, row_repairs, row_values};
use crate::diagnostic::{Diagnostic, code};
use crate::dialect::{Column, Dialect, Role};
use crate::model::{self, Fact, Location, Method, Open, Witness};
use crate::page::{Row, Side, Table};
use crate::policy::Votes;
use crate::syntax::markdown::Cell;
use foldhash::HashSet;
use std::cell::OnceCell;

/// Reads the rows of a table. Rows that become no field end in a diagnostic.
pub fn read(of_page: &TableContext<'_, '_>, draft: &mut Draft<'_>, context: Context<'_>) -> Content {
    let (table, side) = (of_page.table, of_page.side);
    let mut rows: Vec<FieldRow> = Vec::with_capacity(table.rows.len());
    let mut open = None;
    let bodies = draft.bodies.len();
    let sends_body = matches!(draft.endpoint.method, Method::Post | Method::Put | Method::Patch);
    let mut body = bodies::argument(of_page, sends_body, context);
    let placeholders = locations::placeholders(draft);
    let (stars, mut holders) = (OnceCell::new(), HashSet::default());
    for row in table.rows() {
        row_repairs::report(row, draft, context);
        let name = named(row, of_page, &stars, context);
        let standing = elements::read((row, table), &name, &mut rows, draft, context);
        if standing == Standing::Said || tuple_element(row, &name, &mut rows, context) {
            continue;
        }
        let below = names::below_row(&name, &holders, context.dialect);
        if below.is_none()
            && standing == Standing::Field
            && let Some(found) = no_field((row, table), &name, &mut open, context)
        {
            draft.diagnostics.push(found.rows(row.count));
            continue;
        }
        if travels_elsewhere(row, &name, side, draft, context) {
            continue;
        }
        let mut named = || body.take_if(|(place, _)| *place == row.span).map(|(_, body)| body);
        if let Some(whole) = bodies::unnamed(row, of_page, context).or_else(&mut named) {
            draft.bodies.push(whole);
            continue;
        }
        let is_literal = is_in_query(row, of_page, draft, context.dialect);
        let read = below.or_else(|| names::read_path((row, &name), is_literal, context.dialect));
        let Some((parents, last)) = read else {
            // `[0]`: all of the name is an index.
            draft.diagnostics.push(nameless(row, name.text, context).rows(row.count));
            continue;
        };
        let segment = last.clone();
        let (mut field, inline) = field(row, (last, &name), (side, table), draft, context);
        let said = locations::locate(row, of_page, &placeholders, &mut field, context);
        let in_body = said == Some(Location::Body);
        field.is_in_body = in_body || said.is_none() && of_page.role == Role::BodyParams;
        if parents.is_empty() && field.ty.is_container() {
            holders.insert(field.name.clone());
        }
        let inner = if inline.is_empty() { Vec::new() } else { [parents.as_slice(), &[segment]].concat() };
        let mut own = of_page_row(row, parents, (field, in_body), context);
        own.field.is_part = own.is_nameless && row.depth == 0 && of_page.lists_parts(context.dialect);
        own.is_nameless |= standing == Standing::Whole;
        rows.push(own);
        inline_fields(inline, inner, (row, side), &mut rows, context);
    }
    if draft.bodies.len() > bodies {
        locations::beside_body(&mut rows, draft);
    }
    presence::imply(&mut rows, of_page, context.dialect);
    Content::Fields { rows, open, end: row_repairs::takes_rows(of_page) }
}

/// The name of a row; `stars` keeps what a star behind a name says in its table.
fn named<'r>(
    row: Row<'r>,
    of_page: &TableContext<'_, '_>,
    stars: &OnceCell<bool>,
    context: Context<'_>,
) -> Name<'r> {
    let mut name = placeholder(names::read(row, context), of_page.role);
    if name.starred && *stars.get_or_init(|| presence::stars_require(of_page.table, context)) {
        name.required.get_or_insert(true);
    }
    name
}

/// A row with its field.
fn of_page_row(
    row: Row<'_>,
    parents: Vec<Segment>,
    (field, in_body): (Field, bool),
    context: Context<'_>,
) -> FieldRow {
    FieldRow {
        parents,
        field,
        depth: row.depth,
        rows: row.count,
        in_body,
        linked: row.cell(Column::Type).and_then(|cell| links::named_types(cell, &cell.text, context)),
        is_nameless: names::stands_for_value(row, context),
        alternatives: 0,
    }
}

/// The fields of a body whose type a cell spells out: `{ "title": string, "pages": integer }`.
pub fn spelled_out(of_page: &TableContext<'_, '_>, context: Context<'_>) -> Option<Content> {
    let mut rows = of_page.table.rows().filter(|row| !bodies::is_failure(*row, context));
    let (row, parsed) = rows.find_map(|row| {
        let parsed = types::parse(bodies::schema(&row.cell(Column::Schema)?.text)?, context.dialect);
        (!parsed.fields.is_empty()).then_some((row, parsed))
    })?;
    let mut fields = Vec::new();
    inline_fields(parsed.fields, Vec::new(), (row, of_page.side), &mut fields, context);
    let count: usize = of_page.table.rows.iter().map(|row| row.count).sum();
    if let Some(first) = fields.first_mut() {
        first.rows = count;
    }
    Some(Content::Fields { rows: fields, open: None, end: None })
}

/// `<id>` and `{id}` in a table of placeholders are written as the path has them.
fn placeholder(name: Name<'_>, role: Role) -> Name<'_> {
    let text = name.text;
    let inner = text.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
    let inner = inner.or_else(|| text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')));
    match inner.filter(|inner| matches!(role, Role::PathParams | Role::Url) && names::is_field_name(inner)) {
        Some(text) => Name { text, is_word: false, ..name },
        None => name,
    }
}

/// Whether a row says of itself that it is nothing of this table's, which a finding names.
fn travels_elsewhere(
    row: Row<'_>,
    name: &Name<'_>,
    side: Side,
    draft: &mut Draft<'_>,
    context: Context<'_>,
) -> bool {
    let found = locations::elsewhere(row, name.text, side, context);
    let is_left_out = found.as_ref().is_some_and(|found| found.rows > 0);
    draft.diagnostics.extend(found);
    is_left_out
}

fn no_field(
    (row, table): (Row<'_>, &Table<'_>),
    name: &Name<'_>,
    open: &mut Option<Open>,
    context: Context<'_>,
) -> Option<Diagnostic> {
    let Name { text: name, is_word, .. } = *name;
    let dialect = context.dialect;
    let origin = || context.origin(row.span);
    if dialect.notes.open_row.iter().any(|word| word.eq_ignore_ascii_case(name)) {
        let reason = row.descriptions().first().map_or(name.to_owned(), |cell| cell.text.to_string());
        *open = Some(Open { reason, origin: origin() });
        return Some(
            Diagnostic::new(&code::NOTE_IN_TABLE, format!("row `{name}` stands for further attributes"))
                .label(origin(), "the object is open"),
        );
    }
    let blank = |cell: &Cell<'_>| cell.text.is_empty() || dialect.is_nothing(&cell.text);
    if (name.is_empty() || dialect.is_nothing(name) || name.chars().all(|c| matches!(c, '-' | '—')))
        && row.cell(Column::Type).is_none_or(blank)
        && row.cell(Column::Schema).is_none_or(blank)
    {
        return Some(
            Diagnostic::new(&code::ROW_EMPTY, "the row is empty").label(origin(), "stands for `nothing`"),
        );
    }
    if groups::is_title(row, table, context) {
        return Some(groups::title_of(row, context));
    }
    if !is_word && !names::is_field_name(name) {
        return Some(nameless(row, name, context));
    }
    None
}

fn nameless(row: Row<'_>, name: &str, context: Context<'_>) -> Diagnostic {
    let shown = match name {
        "" => "the row has no name".to_owned(),
        name => format!("`{name}` is no field name"),
    };
    Diagnostic::new(&code::ROW_NAMELESS, shown)
        .label(context.origin(row.span), "this row is not in the model")
        .help("write the field's name into the first cell")
}

/// Whether the parameter of a row travels in the query string, as far as the page says.
fn is_in_query(row: Row<'_>, of_page: &TableContext<'_, '_>, draft: &Draft<'_>, dialect: &Dialect) -> bool {
    match (of_page.side, of_page.role) {
        (_, Role::QueryParams) => true,
        (Side::Request, _) => match row.cell(Column::Location) {
            Some(cell) => dialect.locations.get(&cell.text) == Some(Location::Query),
            None => matches!(draft.endpoint.method, Method::Get | Method::Head),
        },
        _ => false,
    }
}

/// `list[0]: year` below `list`: what the row says is said of the list that it is an element of.
fn tuple_element(row: Row<'_>, name: &Name<'_>, rows: &mut [FieldRow], context: Context<'_>) -> bool {
    let Some((base, label)) = names::element(name) else { return false };
    let holds_any = |row: &&mut FieldRow| row.field.name == base && matches!(row.field.ty, Type::Array(_));
    let Some(list) = rows.iter_mut().rev().find(holds_any) else { return false };
    let ty =
        row.cell(Column::Type).map_or(Parsed::default(), |cell| types::parse(&cell.text, context.dialect));
    let ty = Type::from(ty.ty);
    let leaf = match list.field.ty.leaf() {
        // Rows that stand below the list describe what each of its elements holds.
        Type::Any if row.depth > list.depth => Type::list(ty),
        Type::Any => ty,
        known if *known == ty => known.clone(),
        known => Type::OneOf(vec![known.clone(), ty]),
    };
    list.field.ty.set_leaf(leaf);
    list.rows += row.count;
    let origin = context.origin(row.span);
    for mut text in row_values::docs(row, origin, context) {
        let place = name.text.split_inclusive(']').next().unwrap_or_default();
        let label = [place, label].join(" ");
        let label = label.trim_end();
        text.text = format!("{label}: {}", text.text).into();
        list.field.docs.push(text);
    }
    true
}

/// The fields of an object that a type cell spells out.
fn inline_fields(
    fields: Vec<InlineField>,
    parents: Vec<Segment>,
    (row, side): (Row<'_>, Side),
    rows: &mut Vec<FieldRow>,
    context: Context<'_>,
) {
    for InlineField { name, parsed } in fields {
        let origin = context.origin(row.span);
        let Parsed { ty, nullable, fields, required, .. } = parsed;
        let segment =
            Segment { name: name.as_str().into(), list: matches!(ty, model::Type::Array(_)), map: false };
        let required = side == Side::Request && required == Some(true);
        let mut field = Field { name: name.into(), nullable, required, origin, ..Field::default() };
        field.votes.cast(Fact::Type, Witness::Table, ty.to_string(), origin);
        field.ty = Type::from(ty);
        let (parents_of, depth) = (parents.clone(), row.depth);
        let (in_body, linked, is_nameless, alternatives) = (false, None, false, 0);
        rows.push(FieldRow {
            parents: parents_of,
            field,
            depth,
            rows: 0,
            in_body,
            linked,
            is_nameless,
            alternatives,
        });
        let parents = [parents.clone(), vec![segment]].concat();
        inline_fields(fields, parents, (row, side), rows, context);
    }
}

/// A type cell that is made of values in code, with them in quotes.
fn coded<'c>(cell: Option<&Cell<'_>>, context: Context<'_>) -> Option<Cell<'c>> {
    let text = types::coded_values(context.text(cell?.span), context.dialect)?;
    Some(Cell { text: text.into(), span: cell?.span })
}

/// The field of a row, and the fields of the object that its type cell spells out.
fn field(
    row: Row<'_>,
    (last, named): (Segment, &Name<'_>),
    (side, table): (Side, &Table<'_>),
    draft: &mut Draft<'_>,
    context: Context<'_>,
) -> (Field, Vec<InlineField>) {
    let origin = context.origin(row.span);
    let cell = |column| row.cell(column).filter(|cell| !cell.text.is_empty());
    let coded = coded(cell(Column::Type), context);
    let type_cell = coded.as_ref().or(cell(Column::Type)).or_else(|| cell(Column::Schema));
    let parsed = match type_cell {
        Some(_) => parse_type(type_cell, cell(Column::Schema), context.dialect),
        None => row_values::type_in_brackets(row, context)
            .or_else(|| named.told.map(|told| types::parse(told, context.dialect)))
            .unwrap_or_else(unsaid),
    };
    let told = type_cell.or_else(|| named.told.map(|_| row.name())).filter(|_| !parsed.known);
    draft.diagnostics.extend(told.map(|cell| unknown_type(&last.name, cell, context)));
    let mut ty = of_segment(parsed.ty, &last);
    let mut field = Field { name: last.name, nullable: parsed.nullable, origin, ..Field::default() };
    let marked = named.required.or(parsed.required);
    let presence = presence::read(row, (side, table), marked, &mut field, draft, context);
    field.required = presence.required;
    field.docs = row_values::docs(row, origin, context);
    field.meaning = row_values::read_meaning(&field, &ty, row, context);
    draft.diagnostics.extend(row_values::default_findings(&mut field, &ty, row, context));
    let remarks = row_values::remarks(row, origin, context);
    row_limits::read_remarks(&mut field, &mut ty, &remarks, context);
    if let Some(cell) = type_cell {
        row_limits::read_type_cell(&mut field, &ty, cell, context);
    }
    row_limits::read_null(&mut field, &ty, context);
    field.docs.extend(remarks);
    field.docs.extend(row_values::example(row, context));
    if let Some(condition) = presence.condition
        && !row_limits::read_beside_mark(&mut field, &ty, &condition, context)
    {
        let place =
            row.cell(Column::Required).map_or(origin, |cell| context.origin_beside(cell.span, origin));
        row_limits::read_condition(&mut field, condition, place, context);
    }
    if let Some(words) = row_values::deprecated(row, context.dialect) {
        field.meaning.deprecated.get_or_insert(words);
    }
    if let Some(format) = parsed.format {
        field.meaning.format.get_or_insert(format.name().to_owned());
    }
    let place = type_cell.map_or(origin, |cell| context.origin_beside(cell.span, origin));
    let says: smol_str::SmolStr =
        type_cell.map(|cell| cell.text.as_ref()).or(named.told).unwrap_or("(no type)").into();
    field.votes.cast(Fact::Type, Witness::Table, says, place);
    if parsed.nullable {
        field.votes.cast(Fact::Nullable, Witness::Table, "null", place);
    }
    let ty = one_or_list(ty, &mut field, context.dialect);
    field.links = links::of_row(row, context);
    field.ty = Type::from(ty);
    (field, parsed.fields)
}

/// The type of a plain value that may be a list of such values, if a description says so.
fn one_or_list(ty: model::Type, field: &mut Field, dialect: &Dialect) -> model::Type {
    use model::Type::{Array, Integer, Number, OneOf, String};
    if !matches!(ty.leaf(), String | Integer { .. } | Number) {
        return ty;
    }
    let Some(text) = field.docs.iter().find(|text| dialect.takes_one_or_list(&text.text)) else { return ty };
    let one = ty.leaf().clone();
    let ty = OneOf(vec![one.clone(), Array(Box::new(one))]);
    let place = text.origin;
    field.votes.cast(Fact::Type, Witness::Table, ty.to_string(), place);
    ty
}

/// What a type cell says; a cell of a schema beside a list says what the list holds.
/// What a row without a type cell says.
fn unsaid() -> Parsed {
    Parsed { known: true, ..Parsed::default() }
}

fn parse_type(ty: Option<&Cell<'_>>, schema: Option<&Cell<'_>>, dialect: &Dialect) -> Parsed {
    let Some(ty) = ty else { return unsaid() };
    let mut parsed = types::parse(&ty.text, dialect);
    let holds_any = parsed.ty == model::Type::Array(Box::new(model::Type::Any));
    if let Some(schema) = schema.filter(|schema| holds_any && schema.span != ty.span) {
        let element = types::parse(&schema.text, dialect);
        if element.known {
            parsed.format = parsed.format.or(element.format);
            parsed.ty = match element.ty {
                model::Type::Array(_) => element.ty,
                ty => model::Type::Array(Box::new(ty)),
            };
        }
    }
    parsed
}

/// The type of a field whose name says that it is a list or a map.
fn of_segment(ty: model::Type, last: &Segment) -> model::Type {
    let ty = match ty {
        ty if last.list && !matches!(ty, model::Type::Array(_)) => model::Type::Array(Box::new(ty)),
        ty => ty,
    };
    if last.map && !matches!(ty, model::Type::Map(_)) {
        return model::Type::Map(Box::new(model::Type::Any));
    }
    ty
}

fn unknown_type(name: &str, cell: &Cell<'_>, context: Context<'_>) -> Diagnostic {
    Diagnostic::new(&code::UNKNOWN_TYPE, format!("the type of `{name}` is not understood"))
        .label(context.origin(cell.span), "no known type word")
        .note("the field takes any JSON value")
        .help(format!("add `{}` to `[types]` of the dialect, or correct the cell", cell.text))
}
