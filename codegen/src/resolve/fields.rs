//! The fields of one object, found by name in the same time however many there are.

use crate::lower::draft::Field;
use foldhash::{HashMap, HashMapExt};
use smol_str::SmolStr;
use std::cell::OnceCell;
use std::ops::{Deref, DerefMut};

/// Lists of up to so many fields are searched without an index.
const FEW: usize = 16;

/// Fields in document order, with an index by name that is made when a long list is first asked for one.
#[derive(Debug, Default)]
pub struct Fields {
    list: Vec<Field>,
    /// The first place of each name, and the second one: a name may stand in the path and in the body.
    by_name: OnceCell<HashMap<SmolStr, (usize, Option<usize>)>>,
}

impl Fields {
    /// The place of the first field of a name.
    pub fn place(&self, name: &str) -> Option<usize> {
        if self.list.len() <= FEW {
            return self.list.iter().position(|field| field.name == name);
        }
        self.by_name.get_or_init(|| index(&self.list)).get(name).map(|(first, _)| *first)
    }

    /// The place of the second field of a name.
    pub fn second_place(&self, name: &str) -> Option<usize> {
        if self.list.len() <= FEW {
            let mut named = self.list.iter().enumerate().filter(|(_, field)| field.name == name);
            return named.nth(1).map(|(at, _)| at);
        }
        self.by_name.get_or_init(|| index(&self.list)).get(name).and_then(|(_, second)| *second)
    }

    /// Adds a field at the end.
    pub fn push(&mut self, field: Field) {
        if let Some(by_name) = self.by_name.get_mut() {
            note(by_name, &field.name, self.list.len());
        }
        // Many objects have one field or two, and there may be as many objects as rows.
        if self.list.len() == self.list.capacity() {
            self.list.reserve_exact(self.list.len().max(1));
        }
        self.list.push(field);
    }

    /// Makes room for so many more.
    pub fn reserve(&mut self, more: usize) {
        if self.list.capacity() - self.list.len() < more {
            self.list.reserve_exact(more.max(self.list.len()));
        }
    }

    /// A field to be changed, all but its name: the index stays.
    pub fn at_mut(&mut self, at: usize) -> &mut Field {
        &mut self.list[at]
    }

    /// Every field, to be changed in all but the name.
    pub fn each_mut(&mut self) -> std::slice::IterMut<'_, Field> {
        self.list.iter_mut()
    }
}

fn index(fields: &[Field]) -> HashMap<SmolStr, (usize, Option<usize>)> {
    let mut by_name = HashMap::with_capacity(fields.len());
    fields.iter().enumerate().for_each(|(at, field)| note(&mut by_name, &field.name, at));
    by_name
}

fn note(by_name: &mut HashMap<SmolStr, (usize, Option<usize>)>, name: &SmolStr, at: usize) {
    let (first, second) = by_name.entry(name.clone()).or_insert((at, None));
    if *first != at {
        second.get_or_insert(at);
    }
}

impl Deref for Fields {
    type Target = Vec<Field>;

    fn deref(&self) -> &Vec<Field> {
        &self.list
    }
}

/// What takes the list as a whole may do anything with it, so the index is made anew.
impl DerefMut for Fields {
    fn deref_mut(&mut self) -> &mut Vec<Field> {
        self.by_name.take();
        &mut self.list
    }
}

impl From<Vec<Field>> for Fields {
    fn from(list: Vec<Field>) -> Self {
        Self { list, by_name: OnceCell::new() }
    }
}

impl IntoIterator for Fields {
    type Item = Field;
    type IntoIter = std::vec::IntoIter<Field>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}

impl<'f> IntoIterator for &'f Fields {
    type Item = &'f Field;
    type IntoIter = std::slice::Iter<'f, Field>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(name: String) -> Field {
        Field { name: name.into(), ..Field::default() }
    }

    #[track_caller]
    fn check(fields: &Fields) {
        for name in fields.iter().map(|field| &field.name).chain([&SmolStr::new("none")]) {
            let mut places =
                fields.iter().enumerate().filter(|(_, field)| field.name == *name).map(|(at, _)| at);
            assert_eq!(fields.place(name), places.next(), "{name}");
            assert_eq!(fields.second_place(name), places.next(), "{name}");
        }
    }

    #[test]
    fn a_name_is_found_where_it_first_stands_whatever_happened_to_the_list() {
        let mut fields = Fields::default();
        for at in 0..40 {
            fields.push(field(format!("f{}", at % 30)));
            check(&fields);
        }
        fields.remove(3);
        check(&fields);
        fields.at_mut(5).required = true;
        fields.retain(|field| field.name != "f7");
        check(&fields);
        let mut fields: Fields = std::mem::take(&mut *fields).into();
        fields.push(field("none".to_owned()));
        check(&fields);
    }
}
