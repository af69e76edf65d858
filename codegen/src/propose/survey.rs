//! Survey: every page as a document, and what its samples show of each name.

use crate::source::SourceFile;
use crate::syntax::json::{Kind as JsonKind, Node};
use crate::syntax::markdown::{self, Document, Kind};
use crate::syntax::samples::{self, Body};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// What samples show of the values of a name.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Shown {
    pub booleans: usize,
    pub integers: usize,
    pub numbers: usize,
    pub texts: usize,
    pub lists: usize,
    pub objects: usize,
}

/// Kinds of values, in the order of [`Shown::counts`].
pub(super) const KINDS: [&str; 6] = ["boolean", "integer", "number", "string", "list", "object"];

impl Shown {
    /// Values by kind.
    pub(super) fn counts(&self) -> [usize; 6] {
        [self.booleans, self.integers, self.numbers, self.texts, self.lists, self.objects]
    }

    /// The kind of most values.
    pub(super) fn kind(&self) -> Option<usize> {
        let counts = self.counts();
        let best = (0..counts.len()).max_by_key(|at| (counts[*at], std::cmp::Reverse(*at)))?;
        (counts[best] > 0).then_some(best)
    }
}

/// One page.
pub(super) struct Page<'a> {
    pub file: &'a SourceFile,
    pub document: Document<'a>,
    /// Names of members in the samples.
    pub shown: BTreeMap<String, Shown>,
}

/// Reads every page.
pub(super) fn read(files: &[SourceFile]) -> Vec<Page<'_>> {
    files.par_iter().map(page).collect()
}

fn page(file: &SourceFile) -> Page<'_> {
    let document = markdown::read(&file.text);
    let mut shown = BTreeMap::new();
    for block in &document.blocks {
        let Kind::Code { body, .. } = &block.kind else { continue };
        for sample in samples::read(body.of(&file.text)) {
            match &sample.body {
                Body::Json(document) => members(&document.root, &mut shown),
                Body::RequestLine { rest: Some(document), .. } => members(&document.root, &mut shown),
                _ => {}
            }
        }
    }
    Page { file, document, shown }
}

/// Counts the members of a value and of all that is in it; readers bound how deep it is.
fn members(node: &Node<'_>, shown: &mut BTreeMap<String, Shown>) {
    for member in node.members() {
        let of_name = match shown.get_mut(&*member.name) {
            Some(of_name) => of_name,
            None => shown.entry(member.name.to_string()).or_default(),
        };
        match &member.value.kind {
            JsonKind::Null => {}
            JsonKind::Bool(_) => of_name.booleans += 1,
            JsonKind::Number(raw) if raw.parse::<i64>().is_ok() => of_name.integers += 1,
            JsonKind::Number(_) => of_name.numbers += 1,
            JsonKind::Text(_) => of_name.texts += 1,
            JsonKind::List(_) => of_name.lists += 1,
            JsonKind::Object(_) => of_name.objects += 1,
        }
        members(&member.value, shown);
    }
    node.items().iter().for_each(|item| members(item, shown));
}
