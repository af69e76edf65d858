//! Descriptions that were read before: pages repeat them, and so does the page of another language.

use super::{Context, Patterns, understand};
use crate::model::{Type, Understood};
use foldhash::fast::RandomState;
use std::collections::HashMap;
use std::hash::BuildHasher;
use std::sync::{PoisonError, RwLock};

/// What one description of one field means.
#[derive(Debug)]
struct Known {
    description: Box<str>,
    name: Box<str>,
    ty: Type,
    meaning: Understood,
}

/// The meanings of a run by description, name and type. A meaning depends on nothing else, so it does not matter
/// which page came first.
#[derive(Debug, Default)]
pub struct Memo {
    /// By the hash of all three. They are compared as well; of two with the same hash the first is remembered.
    known: RwLock<HashMap<u64, Box<Known>, RandomState>>,
    hasher: RandomState,
}

impl Memo {
    /// What [`read`](super::read) says of the description.
    pub fn read(&self, description: &str, context: Context<'_>) -> Understood {
        let hash = self.hasher.hash_one((description, context.name, context.ty));
        self.get(hash, description, context).unwrap_or_else(|| {
            let meaning = understand(Patterns::builtin(), description, context);
            let meaning = meaning.map(Understood::from).unwrap_or_default();
            self.put(hash, description, context, &meaning);
            meaning
        })
    }

    fn get(&self, hash: u64, description: &str, context: Context<'_>) -> Option<Understood> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        let same = |it: &&Known| {
            *it.description == *description && *it.name == *context.name && it.ty == *context.ty
        };
        known.get(&hash).map(Box::as_ref).filter(same).map(|it| it.meaning.clone())
    }

    fn put(&self, hash: u64, description: &str, context: Context<'_>, meaning: &Understood) {
        let new = || {
            Box::new(Known {
                description: description.into(),
                name: context.name.into(),
                ty: context.ty.clone(),
                meaning: meaning.clone(),
            })
        };
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        known.entry(hash).or_insert_with(new);
    }
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::*;

    #[test]
    fn a_description_means_what_its_name_and_type_make_of_it() {
        let memo = Memo::default();
        let text = "the kind: `disk` or `host`, default `disk`";
        for name in ["kind", "disk"] {
            for ty in [Type::String, Type::Boolean, Type::String] {
                let context = Context { name, ty: &ty };
                assert_eq!(*memo.read(text, context), read(Patterns::builtin(), text, context));
            }
        }
    }
}
