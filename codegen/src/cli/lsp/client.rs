//! What the client can do, as it says when it begins.

use super::positions::Encoding;
use lsp_types::{InitializeParams, ResourceOperationKind};

/// What the client can do.
#[derive(Clone, Debug, Default)]
pub(super) struct Client {
    pub(super) encoding: Encoding,
    /// It shows places beside the one of a finding.
    pub(super) related: bool,
    /// It takes edits of documents with their versions, and new files.
    pub(super) document_changes: bool,
    pub(super) creates_files: bool,
    /// It shows symbols below others.
    pub(super) nested_symbols: bool,
    /// It tells of changed files when it is asked to.
    pub(super) watches_files: bool,
    /// Pages to read where there is no configuration, from `initializationOptions`.
    pub(super) paths: Vec<String>,
}

impl Client {
    /// What it says.
    pub(super) fn new(params: &InitializeParams) -> Self {
        let capabilities = &params.capabilities;
        let general = capabilities.general.as_ref();
        let workspace = capabilities.workspace.as_ref();
        let document = capabilities.text_document.as_ref();
        let edit = workspace.and_then(|workspace| workspace.workspace_edit.as_ref());
        let operations = edit.and_then(|edit| edit.resource_operations.as_ref());
        let watched = workspace.and_then(|workspace| workspace.did_change_watched_files.as_ref());
        let symbols = document.and_then(|document| document.document_symbol.as_ref());
        let findings = document.and_then(|document| document.publish_diagnostics.as_ref());
        let paths = params.initialization_options.as_ref().and_then(|options| options.get("paths"));
        let paths = paths.and_then(|paths| serde_json::from_value(paths.clone()).ok());
        Self {
            encoding: Encoding::of(general.and_then(|general| general.position_encodings.as_ref())),
            related: findings.and_then(|findings| findings.related_information).unwrap_or_default(),
            document_changes: edit.and_then(|edit| edit.document_changes).unwrap_or_default(),
            creates_files: operations.is_some_and(|kinds| kinds.contains(&ResourceOperationKind::Create)),
            nested_symbols: symbols
                .and_then(|symbols| symbols.hierarchical_document_symbol_support)
                .unwrap_or_default(),
            watches_files: watched.and_then(|watched| watched.dynamic_registration).unwrap_or_default(),
            paths: paths.unwrap_or_default(),
        }
    }
}
