//! One endpoint on both sides, and what is needed to speak of it.

use super::entry::Place;
use crate::emit::rust::surface::FactKey;
use crate::model::{Api, Endpoint, Field, Object, Origin, Service, SourceName, Type};
use std::collections::BTreeSet;

/// An endpoint of one side.
#[derive(Clone, Copy)]
pub(super) struct End<'a> {
    pub(super) api: &'a Api,
    pub(super) service: &'a Service,
    pub(super) endpoint: &'a Endpoint,
}

/// An endpoint of both sides.
#[derive(Clone, Copy)]
pub(super) struct Ends<'a> {
    pub(super) old: End<'a>,
    pub(super) new: End<'a>,
}

/// Where something stands, unless nothing says so.
pub(super) fn place(files: &[SourceName], origin: Origin) -> Option<Place> {
    let file = files.get(origin.file as usize).filter(|_| origin.line > 0)?;
    Some(Place { file: file.path.clone(), line: origin.line, origin })
}

impl<'a> End<'a> {
    pub(super) fn object(&self, id: &str) -> Option<&'a Object> {
        self.endpoint.object(self.service, id)
    }

    pub(super) fn place(&self, origin: Origin) -> Option<Place> {
        place(&self.api.files, origin)
    }

    /// Where the endpoint is described.
    pub(super) fn home(&self) -> Option<Place> {
        self.place(self.endpoint.origins.first().copied().unwrap_or_default())
    }

    /// The field at a path of names below an object.
    pub(super) fn field_at(&self, object: &'a Object, path: &[String]) -> Option<&'a Field> {
        let (first, rest) = path.split_first()?;
        let field = object.fields.iter().find(|field| field.name == first.as_str())?;
        match (rest.is_empty(), field.ty.leaf()) {
            (true, _) => Some(field),
            (false, Type::Object(id)) => self.field_at(self.object(id)?, rest),
            (false, _) => None,
        }
    }

    /// The language of the page that a place is on.
    pub(super) fn language(&self, origin: Origin) -> &'a str {
        self.api.files.get(origin.file as usize).map_or("", |file| &file.language)
    }

    /// The languages of the pages that describe the endpoint.
    pub(super) fn languages(&self) -> BTreeSet<&'a str> {
        self.endpoint.origins.iter().map(|origin| self.language(*origin)).collect()
    }

    /// Path of the endpoint.
    pub(super) fn fact(&self) -> String {
        format!("{}.{}", self.service.name, self.endpoint.id)
    }

    /// A type in words, objects by their form alone.
    pub(super) fn words(&self, ty: &Type) -> String {
        match ty {
            Type::Object(id) => match self.object(id).and_then(|object| object.name.as_deref()) {
                Some(name) => format!("object `{name}`"),
                None => "object".to_owned(),
            },
            Type::Array(inner) => format!("array of {}", self.words(inner)),
            Type::Map(inner) => format!("map of {}", self.words(inner)),
            other => other.to_string(),
        }
    }

    /// The objects below request and answer, and their fields.
    pub(super) fn keys(&self) -> Vec<FactKey> {
        let fields = self.endpoint.request.fields.iter().map(|field| &field.ty);
        fields.chain([&self.endpoint.response.ty]).flat_map(|ty| self.keys_below(ty)).collect()
    }

    /// The objects below a type, and their fields.
    pub(super) fn keys_below(&self, ty: &Type) -> Vec<FactKey> {
        let mut seen = BTreeSet::new();
        let mut pending = vec![ty];
        let mut keys = Vec::new();
        while let Some(ty) = pending.pop() {
            let Type::Object(id) = ty.leaf() else { continue };
            let Some(object) = self.object(id).filter(|_| seen.insert(id)) else { continue };
            keys.push((id.clone(), None));
            for field in &object.fields {
                keys.push((id.clone(), Some(field.name.to_string())));
                pending.push(&field.ty);
            }
        }
        keys
    }
}
