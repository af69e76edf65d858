//! What a run changes in an emitted tree.

/// What a run changed, or would change; in the order of the paths.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// New files.
    pub added: Vec<Change>,
    /// Files with another text.
    pub changed: Vec<Change>,
    /// Emitted files that are no longer emitted.
    pub removed: Vec<Change>,
    /// Number of files that stay as they are.
    pub unchanged: usize,
}

/// One file that a run changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// Path below the root, with `/` separators.
    pub path: String,
    /// The old text, bytes that are no UTF-8 replaced; empty for a new file.
    pub before: String,
    /// The new text; empty for a removed file.
    pub after: String,
}

impl Summary {
    /// Whether nothing changes.
    pub fn is_empty(&self) -> bool {
        self.touched() == 0
    }

    /// Number of files added, changed and removed.
    pub fn touched(&self) -> usize {
        self.added.len() + self.changed.len() + self.removed.len()
    }
}
