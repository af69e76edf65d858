//! Indexes over a tree: fields by their names, tables by the words of their titles. Pages have few of both; a page with
//! a hundred thousand is read in the time that its size takes.

use crate::dialect::normalize;
use crate::dialect::words::dense;
use crate::lower::draft::{Field, ObjectId};
use crate::lower::titles::Titles;
use crate::page::Side;
use foldhash::{HashMap, HashMapExt, HashSet};
use smol_str::SmolStr;
use std::collections::BTreeSet;

/// A field: its object and its index there.
type FieldRef = (ObjectId, usize);

/// Every field by its name. Fields may have moved since: who asks looks at what is there.
#[derive(Debug, Default)]
pub struct Names {
    /// In lower case.
    folded: HashMap<SmolStr, Vec<FieldRef>>,
    /// Without marks between words; only names with such a mark.
    plain: HashMap<SmolStr, Vec<FieldRef>>,
    /// Those of some objects alone, as they are written.
    within: Within,
}

/// The fields of some objects, which are in order.
#[derive(Debug, Default)]
struct Within {
    objects: Vec<ObjectId>,
    fields: HashMap<SmolStr, Vec<ObjectId>>,
}

/// Longest part of a title in bytes that is looked up as the end of a type name.
const SUFFIX: usize = 128;

impl Names {
    /// Of these fields.
    pub fn of<'n>(fields: impl Iterator<Item = (FieldRef, &'n SmolStr)>) -> Self {
        let mut names = Self::default();
        fields.for_each(|(at, name)| names.add(name, at));
        names
    }

    /// One more field.
    pub fn add(&mut self, name: &SmolStr, at: FieldRef) {
        self.folded.entry(folded(name)).or_default().push(at);
        if name.contains('_') {
            self.plain.entry(SmolStr::from(&*normalize(name))).or_default().push(at);
        }
        self.within.add(name, at.0);
    }

    /// Tells the fields of these objects from all others of their names. The objects are in order.
    pub fn look_within<'n>(
        &mut self,
        objects: &[ObjectId],
        fields: impl Iterator<Item = (ObjectId, &'n SmolStr)>,
    ) {
        self.within = Within { objects: objects.to_vec(), fields: HashMap::new() };
        fields.for_each(|(object, name)| self.within.add(name, object));
    }

    /// Which of those objects have a field of the name.
    pub fn objects_with(&self, name: &str) -> &[ObjectId] {
        self.within.fields.get(name).map_or(&[], Vec::as_slice)
    }

    /// Fields that may have the name, in any letter case, in the order of the tree.
    pub fn named(&self, name: &str) -> Vec<FieldRef> {
        in_order(self.folded.get(&folded(name)).into_iter())
    }

    /// Fields that may be called after a word of a title or after several of its kind, in the order of the tree.
    pub fn of_word(&self, word: &str) -> Vec<FieldRef> {
        let forms =
            [word, word.trim_matches('_')].into_iter().flat_map(|word| [word.to_owned(), format!("{word}s")]);
        in_order(forms.filter_map(|name| self.folded.get(&folded(&name))))
    }

    /// Fields that may have the name or are called after several of its kind.
    pub fn alike(&self, title: &str) -> Vec<FieldRef> {
        let title = title.to_ascii_lowercase();
        let (joined, apart) = (title.replace('_', ""), title.contains('_'));
        let mut found: Vec<&Vec<FieldRef>> = Vec::new();
        find_alike(&title, &self.folded, &mut found);
        if apart {
            find_alike(&joined, &self.folded, &mut found);
        }
        find_alike(&joined, &self.plain, &mut found);
        in_order(found.into_iter())
    }

    /// Fields whose name may be the end of a type name.
    pub fn ending(&self, title: &str) -> Vec<FieldRef> {
        let title = normalize(title);
        let begins = title.char_indices().map(|(at, _)| &title[at..]).filter(|end| end.len() <= SUFFIX);
        in_order(begins.filter_map(|end| self.plain.get(end)))
    }
}

/// Finds what has the name, or is called after several of its kind or one of it.
fn find_alike<'n>(
    title: &str,
    names: &'n HashMap<SmolStr, Vec<FieldRef>>,
    found: &mut Vec<&'n Vec<FieldRef>>,
) {
    if names.is_empty() {
        return;
    }
    let mut name = title.to_owned();
    for end in ["", "s", "es", "_list", "list", "_set", "_array"] {
        name.truncate(title.len());
        name.push_str(end);
        found.extend(names.get(name.as_str()));
    }
    let ies = title.strip_suffix('y').and_then(|bare| names.get([bare, "ies"].concat().as_str()));
    let one = title.strip_suffix('s').and_then(|bare| names.get(bare));
    found.extend(ies.into_iter().chain(one));
}

impl Within {
    fn add(&mut self, name: &SmolStr, object: ObjectId) {
        if self.objects.binary_search(&object).is_ok() {
            self.fields.entry(name.clone()).or_default().push(object);
        }
    }
}

fn folded(name: &str) -> SmolStr {
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        name.to_ascii_lowercase().into()
    } else {
        name.into()
    }
}

fn in_order<'n>(found: impl Iterator<Item = &'n Vec<FieldRef>>) -> Vec<FieldRef> {
    let mut found: Vec<FieldRef> = found.flatten().copied().collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// Fields whose description says that their table is below, and the tables without a title that wait, noted while tables
/// are read.
#[derive(Debug, Default)]
pub struct Awaiting {
    /// What says so, as [`dense`] has it; nothing where nobody will ask.
    phrases: Vec<String>,
    /// The fields; they may have got a table since.
    pub fields: BTreeSet<FieldRef>,
    /// The tables by side.
    pub tables: [usize; 3],
}

impl Awaiting {
    /// What is noted by these phrases.
    pub fn by(phrases: &[String]) -> Self {
        Self { phrases: phrases.iter().map(|phrase| dense(phrase)).collect(), ..Self::default() }
    }

    /// Whether a description of the field says so.
    pub fn is_told(&self, field: &Field) -> bool {
        let says = |text: &str| self.phrases.iter().any(|phrase| text.contains(phrase.as_str()));
        !self.phrases.is_empty() && field.docs.iter().any(|text| says(&dense(&text.text)))
    }
}

/// Tables by the words of their titles.
#[derive(Debug, Default)]
pub struct TitleWords {
    /// The tables whose titles end in a word, in document order.
    last: HashMap<SmolStr, Vec<ObjectId>>,
    words: HashSet<SmolStr>,
}

impl TitleWords {
    /// The titles of tables, which are in document order.
    pub fn of<'n>(tables: impl Iterator<Item = (ObjectId, &'n Titles)>) -> Self {
        let mut titles = Self::default();
        for (id, paths) in tables {
            for path in paths.iter() {
                titles.words.extend(path.iter().cloned());
                let tables = path.last().map(|last| titles.last.entry(last.clone()).or_default());
                tables.into_iter().for_each(|tables| tables.push(id));
            }
        }
        titles
    }

    /// The tables whose titles end in a word.
    pub fn ending_in(&self, name: &str) -> &[ObjectId] {
        self.last.get(name).map_or(&[], Vec::as_slice)
    }

    /// Whether a title has the word.
    pub fn has(&self, name: &str) -> bool {
        self.words.contains(name)
    }
}

/// Tables with titles of one word, which type cells name.
pub struct TypeNames {
    exact: HashMap<(Side, SmolStr), Vec<ObjectId>>,
    folded: HashMap<(Side, SmolStr), ObjectId>,
}

impl TypeNames {
    /// The titles of tables, which are in document order.
    pub fn of<'n>(tables: impl Iterator<Item = (ObjectId, Side, &'n str)>) -> Self {
        let mut names = Self { exact: HashMap::new(), folded: HashMap::new() };
        for (id, side, title) in tables {
            names.exact.entry((side, title.into())).or_default().push(id);
            names.folded.entry((side, folded(title))).or_insert(id);
        }
        names
    }

    /// The next table of a name behind another one of that name.
    pub fn behind(&self, name: &str, side: Side, object: ObjectId) -> Option<ObjectId> {
        let ids = self.exact.get(&(side, name.into()))?;
        ids.get(ids.partition_point(|id| *id <= object))
            .filter(|_| ids.binary_search(&object).is_ok())
            .copied()
    }

    /// The table of a type name: on the same side first, exact before another case.
    pub fn get(&self, name: &str, side: Side) -> Option<ObjectId> {
        let exact = |side| self.exact.get(&(side, name.into())).and_then(|ids| ids.first()).copied();
        let loose = |side| self.folded.get(&(side, folded(name))).copied();
        let others =
            || [Side::Request, Side::Response, Side::None].into_iter().filter(move |have| *have != side);
        exact(side)
            .or_else(|| loose(side))
            .or_else(|| others().filter_map(exact).min())
            .or_else(|| others().filter_map(loose).min())
    }
}
