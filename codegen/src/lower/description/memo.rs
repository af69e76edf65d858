//! Descriptions that were read before: pages repeat them, and so does the page of another language.

use super::text::may_speak;
use super::{Context, Patterns};
use crate::model::{Type, Understood};
use foldhash::fast::RandomState;
use std::collections::HashMap;
use std::hash::BuildHasher;
use std::sync::{PoisonError, RwLock};

/// What one description of one field means.
#[derive(Debug)]
struct Known {
    /// The description, and the field's name behind it.
    text: Box<str>,
    /// Where the name begins.
    name: usize,
    ty: Type,
    meaning: Understood,
}

impl Known {
    fn new(description: &str, context: Context<'_>, meaning: Understood) -> Known {
        let text = [description, context.name].concat().into();
        Known { text, name: description.len(), ty: context.ty.clone(), meaning }
    }

    fn is_of(&self, description: &str, context: Context<'_>) -> bool {
        self.text.split_at_checked(self.name) == Some((description, context.name)) && self.ty == *context.ty
    }
}

/// The meanings of a run by description, name and type. A meaning depends on nothing else, so it does not matter
/// which page came first. Descriptions that say nothing are not among them: that is seen faster than it is remembered.
#[derive(Debug, Default)]
pub struct Memo {
    /// By the hash of all three. They are compared as well; of two with the same hash the first is remembered.
    known: RwLock<HashMap<u64, Known, RandomState>>,
    hasher: RandomState,
}

impl Memo {
    /// What [`read`](super::read) says of the description.
    pub fn read(&self, description: &str, context: Context<'_>) -> Understood {
        if !may_speak(Patterns::builtin(), description) {
            return Understood::default();
        }
        let hash = self.hasher.hash_one((description, context.name, context.ty));
        self.get(hash, description, context).unwrap_or_else(|| {
            let meaning = Understood::from(super::read(Patterns::builtin(), description, context));
            self.put(hash, Known::new(description, context, meaning.clone()));
            meaning
        })
    }

    fn get(&self, hash: u64, description: &str, context: Context<'_>) -> Option<Understood> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        known.get(&hash).filter(|it| it.is_of(description, context)).map(|it| it.meaning.clone())
    }

    fn put(&self, hash: u64, known: Known) {
        let mut all = self.known.write().unwrap_or_else(PoisonError::into_inner);
        all.entry(hash).or_insert(known);
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

    #[test]
    fn what_says_nothing_means_nothing_and_what_markup_parts_speaks() {
        let context = Context { name: "kind", ty: &Type::String };
        for text in
            ["the kind of it", "类型", "<b>dep</b>recated", "dep**rec**ated", "depre\rcated", "ma\rx", "时间"]
        {
            let meaning = read(Patterns::builtin(), text, context);
            assert_eq!(*Memo::default().read(text, context), meaning, "{text}");
            assert_eq!(text.contains("dep"), meaning.deprecated.is_some(), "{text}");
        }
    }
}
