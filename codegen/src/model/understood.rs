//! A meaning as fields store it: shared, and without memory of its own when it is empty.

use super::Meaning;
use serde::{Deserialize, Serialize, Serializer};
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

/// The meaning of a field's descriptions. Of tens of thousands of fields most have none, and many are described in the
/// same words: an empty meaning takes no memory, and fields share equal ones.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(from = "Meaning")]
pub struct Understood(Option<Arc<Meaning>>);

/// What an empty one dereferences to.
static EMPTY: Meaning = Meaning {
    values: Vec::new(),
    default: None,
    min: None,
    max: None,
    min_length: None,
    max_length: None,
    unit: None,
    format: None,
    deprecated: None,
    since: None,
    condition: None,
};

impl Understood {
    /// Whether nothing was understood.
    pub fn is_empty(&self) -> bool {
        self.0.as_deref().is_none_or(Meaning::is_empty)
    }
}

impl Deref for Understood {
    type Target = Meaning;

    fn deref(&self) -> &Meaning {
        self.0.as_deref().unwrap_or(&EMPTY)
    }
}

impl DerefMut for Understood {
    fn deref_mut(&mut self) -> &mut Meaning {
        Arc::make_mut(self.0.get_or_insert_default())
    }
}

impl Serialize for Understood {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (**self).serialize(serializer)
    }
}

impl PartialEq for Understood {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl From<Meaning> for Understood {
    fn from(meaning: Meaning) -> Self {
        Self((!meaning.is_empty()).then(|| Arc::new(meaning)))
    }
}

impl From<Understood> for Meaning {
    fn from(understood: Understood) -> Self {
        understood.0.map(Arc::unwrap_or_clone).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_emptied_meaning_equals_an_empty_one() {
        let mut touched = Understood::default();
        touched.values.clear();
        assert!(touched.is_empty() && touched == Understood::default());
        touched.unit = Some("s".to_owned());
        assert_eq!(Meaning::from(touched.clone()), *touched);
    }
}
