//! Stage 8: emission. In: [`model::Api`](crate::model::Api), and nothing else. Out: [`File`]s in memory.

pub mod facts;
pub mod rust;
pub mod votes;

/// One emitted file.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct File {
    /// Which folder it belongs to.
    pub tree: Tree,
    /// Path below that folder, with `/` separators.
    pub path: String,
    /// The whole text.
    pub text: String,
}

/// The folders an emitter writes to; the configuration says where they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tree {
    /// What users of the output build.
    #[default]
    Source,
    /// What only the output's own tests build.
    Tests,
}
