//! A cache of meanings: pages repeat descriptions, and so does the page of another language.

use super::context::Context;
use super::meaning::read;
use super::patterns::Patterns;
use super::text::is_silent;
use crate::dialect::Dialect;
use crate::model::{Type, Understood};
use foldhash::fast::RandomState;
use std::collections::HashMap;
use std::hash::BuildHasher;
use std::sync::{PoisonError, RwLock};

/// The meaning of one description of one field.
#[derive(Debug)]
struct Entry {
    /// The description, followed by the field's name.
    text: Box<str>,
    /// Where the name begins.
    name: usize,
    ty: Type,
    meaning: Understood,
}

impl Entry {
    fn new(description: &str, context: Context<'_>, meaning: Understood) -> Entry {
        let text = [description, context.name].concat().into();
        Entry { text, name: description.len(), ty: context.ty.clone(), meaning }
    }

    fn is_of(&self, description: &str, context: Context<'_>) -> bool {
        self.text.split_at_checked(self.name) == Some((description, context.name)) && self.ty == *context.ty
    }
}

/// The meanings of a run, or of one dialect that has words of its own, by description, name and type. A meaning depends on nothing else, so the order of pages does
/// not matter.
#[derive(Debug, Default)]
pub struct Memo {
    /// The words; the built-in ones without it.
    patterns: Option<Patterns>,
    /// By the hash of all three, which are compared as well. Of two entries with one hash the first is kept.
    entries: RwLock<HashMap<u64, Box<Entry>, RandomState>>,
    hasher: RandomState,
}

impl Memo {
    /// The meanings under a dialect that adds words for descriptions; `None` for one that adds none.
    pub fn of(dialect: &Dialect) -> Option<Memo> {
        let words = &dialect.descriptions;
        (!words.is_empty())
            .then(|| Memo { patterns: Some(Patterns::builtin().with(words)), ..Memo::default() })
    }

    /// Returns what [`read`] returns for the description.
    pub fn read(&self, description: &str, context: Context<'_>) -> Understood {
        // Type cells are read too, and most of them are a word.
        if is_silent(self.patterns(), description) {
            return Understood::default();
        }
        let hash = self.hasher.hash_one((description, context.name, context.ty));
        self.get(hash, description, context).unwrap_or_else(|| {
            let meaning = Understood::from(read(self.patterns(), description, context));
            self.put(hash, Entry::new(description, context, meaning.clone()));
            meaning
        })
    }

    /// How many meanings it holds.
    pub fn len(&self) -> usize {
        self.entries.read().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The words by which it reads.
    pub fn patterns(&self) -> &Patterns {
        self.patterns.as_ref().unwrap_or_else(|| Patterns::builtin())
    }

    fn get(&self, hash: u64, description: &str, context: Context<'_>) -> Option<Understood> {
        let entries = self.entries.read().unwrap_or_else(PoisonError::into_inner);
        entries.get(&hash).filter(|it| it.is_of(description, context)).map(|it| it.meaning.clone())
    }

    fn put(&self, hash: u64, entry: Entry) {
        let mut entries = self.entries.write().unwrap_or_else(PoisonError::into_inner);
        entries.entry(hash).or_insert_with(|| Box::new(entry));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_meaning_depends_on_description_name_and_type() {
        let memo = Memo::default();
        let texts = [
            "the kind: `disk` or `host`, default `disk`",
            "类型",
            "dep**rec**ated",
            "ma\rx",
            "deprecated",
            "the kind",
        ];
        for text in texts {
            for name in ["kind", "disk"] {
                for ty in [Type::String, Type::Boolean, Type::String] {
                    let context = Context { name, ty: &ty };
                    assert_eq!(*memo.read(text, context), read(Patterns::builtin(), text, context));
                }
            }
        }
    }
}
