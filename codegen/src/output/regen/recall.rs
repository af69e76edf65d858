//! Files that need not be emitted again: the cache has their key, and the tree has their text.

use super::progress::Progress;
use crate::emit::{File, Memory, Output, Tree};
use crate::output::cache::{Cache, Key, Product};
use crate::output::write::Target;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

/// The emitted trees as they are.
pub(super) type Trees = Vec<(Tree, Target)>;

/// The memory of one group's emission.
pub(super) struct Recall<'a> {
    trees: &'a Trees,
    cache: &'a Cache,
    progress: &'a dyn Progress,
    parts: Mutex<BTreeSet<Key>>,
}

impl<'a> Recall<'a> {
    pub(super) fn new(trees: &'a Trees, cache: &'a Cache, progress: &'a dyn Progress) -> Self {
        Self { trees, cache, progress, parts: Mutex::default() }
    }

    /// The files of a whole output, when all of its parts are on disk.
    pub(super) fn output(&self, key: &Key) -> Option<Vec<Output>> {
        let parts = self.cache.output(key)?;
        let files: Option<Vec<Vec<Output>>> = parts.par_iter().map(|part| self.part(part)).collect();
        let files = files?;
        self.cache.keep_output(key.clone(), parts);
        Some(files.into_iter().flatten().collect())
    }

    /// Keeps the parts that were asked for as one output.
    pub(super) fn keep_output(self, key: Key) {
        let parts = self.parts.into_inner().unwrap_or_else(PoisonError::into_inner);
        self.cache.keep_output(key, Arc::new(parts.into_iter().collect()));
    }

    /// The files of a part, when they are on disk as they were made.
    fn part(&self, key: &Key) -> Option<Vec<Output>> {
        let products = self.cache.part(key)?;
        if !products.iter().all(|product| self.is_there(product)) {
            return None;
        }
        let known =
            |Product { tree, path, .. }: &Product| Output { tree: *tree, path: path.clone(), text: None };
        let files = products.iter().map(known).collect();
        self.cache.keep_part(key.clone(), products);
        Some(files)
    }

    fn is_there(&self, product: &Product) -> bool {
        let target = self.trees.iter().find(|(tree, _)| *tree == product.tree);
        target.and_then(|(_, target)| target.emitted(&product.path)) == Some(&product.text)
    }
}

impl Memory for Recall<'_> {
    fn recall(&self, cache_key: &[&[u8]], emit: &dyn Fn() -> Vec<File>) -> Vec<Output> {
        let key = Key::of(cache_key);
        let files = self.part(&key).unwrap_or_else(|| {
            let files = emit();
            self.cache.keep_part(key.clone(), Arc::new(files.iter().map(Product::of).collect()));
            files.into_iter().map(Output::from).collect()
        });
        self.parts.lock().unwrap_or_else(PoisonError::into_inner).insert(key);
        self.progress.advance(1);
        files
    }

    fn name(&self, content: &dyn Fn() -> Vec<u8>) -> Vec<u8> {
        Key::of(&[&content()]).as_bytes().to_vec()
    }
}
