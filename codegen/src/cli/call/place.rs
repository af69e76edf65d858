//! Where a flag puts its value: the way from the arguments of an operation to a member of any depth.

use docwright::emit::operations::Operation;
use docwright::model::{Field, Type};
use serde_json::{Map, Value};

/// Most elements of a list that flags can number.
const ELEMENTS: usize = 1000;

/// A place below the arguments.
#[derive(Clone, Debug)]
pub(super) struct Place<'m> {
    pub(super) steps: Vec<Step>,
    /// The type of its value.
    pub(super) ty: &'m Type,
    /// The field, unless the docs know no such member.
    pub(super) field: Option<&'m Field>,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Member(String),
    Element(usize),
}

/// The place of a dotted name, `data.0.name`: fields that have dots in their own name come first.
pub(super) fn find<'m>(operation: &Operation<'m>, name: &str) -> Result<Option<Place<'m>>, String> {
    let fields = &operation.endpoint.request.fields;
    let place = below(operation, fields, name, Vec::new())?;
    if place.is_none() && operation.endpoint.request.open.is_some() && !name.is_empty() {
        return Ok(Some(Place { steps: vec![Step::Member(name.to_owned())], ty: &Type::Any, field: None }));
    }
    Ok(place)
}

fn below<'m>(
    operation: &Operation<'m>,
    fields: &'m [Field],
    name: &str,
    steps: Vec<Step>,
) -> Result<Option<Place<'m>>, String> {
    let ends = name.match_indices('.').map(|(at, _)| at).chain([name.len()]);
    let ends: Vec<usize> = ends.collect();
    for end in ends.into_iter().rev() {
        let (head, rest) = (&name[..end], name[end..].strip_prefix('.'));
        let exact = fields.iter().find(|field| field.name == head);
        let Some(field) = exact.or_else(|| alike(fields, head)) else { continue };
        let mut steps = steps.clone();
        steps.push(Step::Member(field.name.to_string()));
        return match rest {
            None => Ok(Some(Place { steps, ty: &field.ty, field: Some(field) })),
            Some(rest) => inside(operation, &field.ty, rest, steps, head),
        };
    }
    Ok(None)
}

/// The one field whose name differs in `-` and `_` alone.
fn alike<'m>(fields: &'m [Field], name: &str) -> Option<&'m Field> {
    let same = |field: &&Field| field.name.replace('-', "_") == name.replace('-', "_");
    let mut found = fields.iter().filter(same);
    found.next().filter(|_| found.next().is_none())
}

fn inside<'m>(
    operation: &Operation<'m>,
    ty: &'m Type,
    name: &str,
    mut steps: Vec<Step>,
    holder: &str,
) -> Result<Option<Place<'m>>, String> {
    let (head, rest) = name.split_once('.').map_or((name, None), |(head, rest)| (head, Some(rest)));
    match ty {
        Type::Object(id) => {
            let Some(object) = operation.endpoint.object(operation.service, id) else { return Ok(None) };
            let place = below(operation, &object.fields, name, steps.clone())?;
            if place.is_some() || object.open.is_none() {
                return Ok(place);
            }
            steps.push(Step::Member(name.to_owned()));
            Ok(Some(Place { steps, ty: &Type::Any, field: None }))
        }
        Type::Array(inner) => {
            let element = head.parse().map_err(|_| {
                format!("`--{holder}` is a list: number its elements from 0, `--{holder}.0.{name}`")
            })?;
            if element >= ELEMENTS {
                return Err(format!(
                    "`--{holder}.{element}`: flags number at most {ELEMENTS} elements; use JSON"
                ));
            }
            steps.push(Step::Element(element));
            match rest {
                None => Ok(Some(Place { steps, ty: inner, field: None })),
                Some(rest) => inside(operation, inner, rest, steps, &format!("{holder}.{head}")),
            }
        }
        Type::Map(inner) => {
            steps.push(Step::Member(name.to_owned()));
            Ok(Some(Place { steps, ty: inner, field: None }))
        }
        Type::Any | Type::AnyObject | Type::Filter(_) | Type::OneOf(_) => {
            if name.split('.').any(str::is_empty) {
                return Err(format!("`--{holder}.{name}` has a member without a name"));
            }
            steps.extend(name.split('.').map(|part| Step::Member(part.to_owned())));
            Ok(Some(Place { steps, ty: &Type::Any, field: None }))
        }
        Type::String | Type::Integer { .. } | Type::Number | Type::Boolean => Ok(None),
    }
}

/// Names that stand where a dotted name does: the members of the object that its beginning names, or all arguments with
/// what stands behind the first dot.
pub(super) fn names(operation: &Operation<'_>, name: &str) -> Vec<String> {
    let holder = name.rsplit_once('.').and_then(|(holder, _)| Some((holder, find(operation, holder).ok()??)));
    if let Some((holder, Place { ty: Type::Object(id), .. })) = holder {
        let object = operation.endpoint.object(operation.service, id);
        let fields = object.into_iter().flat_map(|object| &object.fields);
        return fields.map(|field| format!("{holder}.{}", field.name)).collect();
    }
    let rest = name.find('.').map_or("", |at| &name[at..]);
    operation.endpoint.request.fields.iter().map(|field| format!("{}{rest}", field.name)).collect()
}

/// The value at a place, made on the way where it is not there yet.
pub(super) fn at<'v>(arguments: &'v mut Map<String, Value>, steps: &[Step]) -> Result<&'v mut Value, String> {
    let Some((Step::Member(first), rest)) = steps.split_first() else {
        return Err("a list has no name".to_owned());
    };
    let mut value = arguments.entry(first.as_str()).or_insert(Value::Null);
    for step in rest {
        value = match step {
            Step::Member(name) => {
                if value.is_null() {
                    *value = Value::Object(Map::new());
                }
                let members =
                    value.as_object_mut().ok_or("another flag gives a value that has no members")?;
                members.entry(name.as_str()).or_insert(Value::Null)
            }
            Step::Element(at) => {
                if value.is_null() {
                    *value = Value::Array(Vec::new());
                }
                let items = value.as_array_mut().ok_or("another flag gives a value that is no list")?;
                if *at > items.len() {
                    return Err(format!("element {at} stands before element {}", items.len()));
                }
                if *at == items.len() {
                    items.push(Value::Null);
                }
                &mut items[*at]
            }
        };
    }
    Ok(value)
}
