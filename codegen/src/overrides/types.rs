//! Types as overrides write them: read and written in the grammar of the dialect.

use super::writer::Effect;
use crate::dialect::Dialect;
use crate::lower::types;
use crate::model::{Endpoint, Service, Type};

/// The type that a text names, at a place that has the type `now`: what `object` means there stays what it is.
pub(super) fn read(
    text: &str,
    now: &Type,
    dialect: &Dialect,
    service: &Service,
    endpoint: &Endpoint,
) -> Result<(Type, bool), Effect> {
    let parsed = types::parse(text, dialect);
    if !parsed.known {
        return Effect::wrong(format!("`{text}` is not a type of the dialect `{}`", dialect.name));
    }
    let mut ty = parsed.ty;
    match (ty.leaf().clone(), now.leaf()) {
        (Type::Object(name), _) => match named(&name, service, endpoint) {
            Some(id) => ty.set_leaf(Type::Object(id)),
            None => return Effect::wrong(format!("no type of the endpoint is called `{name}`")),
        },
        (Type::AnyObject, Type::Object(id)) => ty.set_leaf(Type::Object(id.clone())),
        _ => alternatives(&mut ty),
    }
    Ok((ty, parsed.nullable))
}

fn named(name: &str, service: &Service, endpoint: &Endpoint) -> Option<String> {
    let mut own = endpoint.types.iter().chain(service.types.values());
    own.find(|object| object.id == name || object.name.as_deref() == Some(name))
        .map(|object| object.id.clone())
}

/// A union is any value; names inside it lead nowhere.
fn alternatives(ty: &mut Type) {
    match ty {
        Type::Array(inner) | Type::Map(inner) => alternatives(inner),
        Type::OneOf(types) => types.iter_mut().for_each(|ty| {
            if matches!(ty.leaf(), Type::Object(_)) {
                ty.set_leaf(Type::AnyObject);
            }
        }),
        _ => {}
    }
}

/// The words for a type; `None` for what no words stand for.
pub(super) fn write(ty: &Type) -> Option<String> {
    Some(match ty {
        Type::Any => "any".to_owned(),
        Type::AnyObject | Type::Object(_) => "object".to_owned(),
        Type::String => "string".to_owned(),
        Type::Integer { width: None } => "int".to_owned(),
        Type::Integer { width: Some(width) } => width.to_string(),
        Type::Number => "float".to_owned(),
        Type::Boolean => "bool".to_owned(),
        Type::Array(inner) => format!("array<{}>", write(inner)?),
        Type::Map(inner) => format!("map<string, {}>", write(inner)?),
        Type::OneOf(types) => types.iter().map(write).collect::<Option<Vec<_>>>()?.join(" | "),
        Type::Filter(_) => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::built_in;
    use crate::model::IntegerWidth;

    #[test]
    fn what_is_written_reads_back_in_every_dialect() {
        let list = |inner| Type::Array(Box::new(inner));
        let wide = Type::Integer { width: Some(IntegerWidth::Int64) };
        let words = [Type::Any, Type::AnyObject, Type::String, wide, Type::Number, Type::Boolean];
        let plain = words.into_iter().flat_map(|ty| [list(ty.clone()), Type::Map(Box::new(ty.clone())), ty]);
        let (service, endpoint) = (Service::default(), Endpoint::default());
        for ty in plain {
            for dialect in built_in::all() {
                let text = write(&ty).unwrap();
                let got = read(&text, &Type::Any, dialect, &service, &endpoint).unwrap();
                assert_eq!(got, (ty.clone(), false), "{} {text}", dialect.name);
            }
        }
    }
}
