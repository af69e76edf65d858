//! Descriptions that were read before: pages repeat them, and so does the page of another language.

use super::{Context, Patterns, read};
use crate::model::{Meaning, Type};
use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

/// Most types of one name and description that are remembered, so that looking them through stays short.
const TYPES: usize = 16;

/// What one description of one name means, by type.
type ByType = Vec<(Type, Meaning)>;

/// The meanings of a run by description and name. A meaning depends on nothing else but the type, so it does not
/// matter which page came first.
#[derive(Debug, Default)]
pub struct Memo {
    known: RwLock<HashMap<String, HashMap<String, ByType>>>,
}

impl Memo {
    /// What [`read`] says of the description.
    pub fn read(&self, description: &str, context: Context<'_>) -> Meaning {
        self.get(description, context).unwrap_or_else(|| {
            let meaning = read(Patterns::builtin(), description, context);
            self.put(description, context, &meaning);
            meaning
        })
    }

    fn get(&self, description: &str, context: Context<'_>) -> Option<Meaning> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        let mut types = known.get(description)?.get(context.name)?.iter();
        types.find(|(ty, _)| ty == context.ty).map(|(_, meaning)| meaning.clone())
    }

    fn put(&self, description: &str, context: Context<'_>, meaning: &Meaning) {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        let names = known.entry(description.to_owned()).or_default();
        let types = names.entry(context.name.to_owned()).or_default();
        if types.len() < TYPES {
            types.push((context.ty.clone(), meaning.clone()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_means_what_its_name_and_type_make_of_it() {
        let memo = Memo::default();
        let text = "the kind: `disk` or `host`, default `disk`";
        for name in ["kind", "disk"] {
            for ty in [Type::String, Type::Boolean, Type::String] {
                let context = Context { name, ty: &ty };
                assert_eq!(memo.read(text, context), read(Patterns::builtin(), text, context));
            }
        }
    }
}
