//! Values of samples with their places, and what a comparison with tables carries along.

use crate::lower::Context;
use crate::lower::draft::Field;
use crate::model::{Fact, Origin, Witness};
use crate::policy::Votes;
use crate::syntax::json;
use foldhash::{HashMap, HashMapExt};
use std::borrow::Cow;

/// A value of a sample and its place in the file.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'s> {
    /// The value.
    pub node: &'s json::Node<'s>,
    /// Where the sample's text begins.
    pub base: usize,
    /// Whether text was dropped to make JSON of the sample: it has no say against a table.
    pub torn: bool,
    /// Whether the values of the sample are words for their types.
    pub template: bool,
}

/// How samples are compared with the fields of an object.
#[derive(Clone, Copy)]
pub struct Compare<'c> {
    /// The page.
    pub context: Context<'c>,
    /// Whose samples these are.
    pub witness: Witness,
    /// Levels below the root.
    pub depth: usize,
    /// Fields that only a sample shows stay out of the type: the object takes any attribute.
    pub open_rest: bool,
}

impl Seen<'_> {
    /// The origin of the value, at most its first line.
    pub fn origin(&self, context: Context<'_>) -> Origin {
        let start = self.base + self.node.start as usize;
        let end = (self.base + self.node.end as usize).min(context.file.text.len());
        let text = context.file.text.as_bytes().get(start..end);
        let line = text.and_then(|text| memchr::memchr(b'\n', text));
        context.file.origin(start, line.map_or(end, |at| start + at))
    }
}

/// All elements of the lists among the values.
pub fn items<'s>(values: &[Seen<'s>]) -> Vec<Seen<'s>> {
    let lists = values.iter().flat_map(|seen| seen.node.items().iter().map(|node| Seen { node, ..*seen }));
    lists.collect()
}

/// What stands behind the keys of objects.
pub fn map_values<'s>(values: &[Seen<'s>]) -> Vec<Seen<'s>> {
    let members = values
        .iter()
        .flat_map(|seen| seen.node.members().iter().map(|member| Seen { node: &member.value, ..*seen }));
    members.collect()
}

/// The values of each member.
pub struct Members<'v, 's> {
    values: &'v [Seen<'s>],
    /// Made when there are many values.
    by_name: Option<HashMap<&'s str, Vec<Seen<'s>>>>,
}

/// So many values are asked one by one for each name.
const FEW: usize = 16;

impl<'v, 's> Members<'v, 's> {
    /// Of these values.
    pub fn of(values: &'v [Seen<'s>]) -> Self {
        Self { values, by_name: (values.len() > FEW).then(|| by_name(values)) }
    }

    /// The values of one member.
    pub fn get(&self, name: &str) -> Cow<'_, [Seen<'s>]> {
        match &self.by_name {
            Some(by_name) => Cow::Borrowed(by_name.get(name).map_or(&[], Vec::as_slice)),
            None => members(self.values, name).collect(),
        }
    }

    /// Whether a value has the member.
    pub fn has(&self, name: &str) -> bool {
        match &self.by_name {
            Some(by_name) => by_name.contains_key(name),
            None => self.values.iter().any(|seen| seen.node.get(name).is_some()),
        }
    }
}

/// Of members with one name in one value the last one counts.
fn by_name<'s>(values: &[Seen<'s>]) -> HashMap<&'s str, Vec<Seen<'s>>> {
    let mut by_name: HashMap<&str, (usize, Vec<Seen<'_>>)> = HashMap::new();
    for (at, seen) in values.iter().enumerate() {
        for member in seen.node.members() {
            let (last, found) = by_name.entry(&member.name).or_insert((usize::MAX, Vec::new()));
            if *last == at {
                found.pop();
            }
            *last = at;
            found.push(Seen { node: &member.value, ..*seen });
        }
    }
    by_name.into_iter().map(|(name, (_, found))| (name, found)).collect()
}

/// The values of one member.
pub fn members<'s>(values: &[Seen<'s>], name: &str) -> impl Iterator<Item = Seen<'s>> {
    values.iter().filter_map(|seen| seen.node.get(name).map(|node| Seen { node, ..*seen }))
}

/// The objects among the values.
pub fn objects<'v, 's>(mut values: Cow<'v, [Seen<'s>]>) -> Cow<'v, [Seen<'s>]> {
    let is_object = |seen: &Seen<'_>| matches!(seen.node.kind, json::Kind::Object(_));
    if !values.iter().all(is_object) {
        values.to_mut().retain(is_object);
    }
    values
}

/// A field that only a sample shows.
pub fn sample_field(name: &str, origin: Origin, compare: Compare<'_>) -> Field {
    let mut field = Field { name: name.into(), origin, ..Field::default() };
    field.votes.cast(Fact::Presence, compare.witness, "present", origin);
    field
}
