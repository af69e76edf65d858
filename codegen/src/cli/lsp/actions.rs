//! Quick fixes: the certain corrections that findings carry, and overrides for what the docs leave open.

use super::client::Client;
use super::documents::{Document, Documents};
use super::files::Files;
use super::findings::Converter;
use super::places::View;
use super::positions::Lines;
use super::root::Root;
use super::uri;
use docwright::diagnostic::{Diagnostic, Fix, Severity, fix};
use docwright::model::address;
use docwright::overrides::suggest::{self, Suggestion};
use docwright::source::{self, SourceFile};
use lsp_types::{
    CodeAction, CodeActionKind, CreateFile, CreateFileOptions, DocumentChangeOperation, DocumentChanges,
    OneOf, OptionalVersionedTextDocumentIdentifier, Range, ResourceOp, TextDocumentEdit, TextEdit, Uri,
    WorkspaceEdit,
};
use std::collections::HashMap;
use std::path::Path;

/// What quick fixes are made of.
pub(super) struct Context<'a> {
    pub(super) root: &'a Root,
    pub(super) files: Files<'a>,
    pub(super) file: &'a SourceFile,
    pub(super) uri: &'a Uri,
    pub(super) documents: &'a Documents,
    pub(super) document: Option<&'a Document>,
    pub(super) view: &'a View<'a>,
    pub(super) client: &'a Client,
}

impl Context<'_> {
    /// The quick fixes of the findings that a range touches.
    pub(super) fn actions(&self, found: &[(&Diagnostic, Severity)], range: Range) -> Vec<CodeAction> {
        let mut converter = Converter::new(self.files, self.documents, self.client);
        let touches = |found: &Diagnostic| {
            let place = found.place();
            let own = self.view.range(place.start as usize, place.end as usize);
            own.start <= range.end && range.start <= own.end
        };
        let mut actions = Vec::new();
        for (found, severity) in found.iter().filter(|(found, _)| touches(found)) {
            let diagnostic = converter.diagnostic(found, *severity);
            let mut made: Vec<CodeAction> = self.correction(found).into_iter().collect();
            made.extend(self.overrides(found));
            actions.extend(made.into_iter().map(|action| CodeAction {
                kind: Some(CodeActionKind::QUICKFIX),
                diagnostics: Some(vec![diagnostic.clone()]),
                ..action
            }));
        }
        actions.extend(self.all(found));
        actions
    }

    /// The correction that a finding carries.
    fn correction(&self, found: &Diagnostic) -> Option<CodeAction> {
        let fix = found.fix.as_ref().filter(|_| fix::is_verbatim(self.file))?;
        let title = match &found.help {
            Some(help) => help.to_string(),
            None if fix.text.is_empty() => "Delete this".to_owned(),
            None => format!("Replace by `{}`", fix.text),
        };
        let edit = self.edit_of(fix)?;
        Some(CodeAction {
            title: one_line(&title),
            edit: Some(edit),
            is_preferred: Some(true),
            ..CodeAction::default()
        })
    }

    fn edit_of(&self, fix: &Fix) -> Option<WorkspaceEdit> {
        (fix.origin.file == self.file.id).then(|| self.workspace_edit(vec![self.text_edit(fix)]))
    }

    fn text_edit(&self, fix: &Fix) -> TextEdit {
        let range = self.view.range(fix.origin.start as usize, fix.origin.end as usize);
        TextEdit { range, new_text: fix.text.clone() }
    }

    fn workspace_edit(&self, edits: Vec<TextEdit>) -> WorkspaceEdit {
        let version = self.document.map(|document| document.version);
        edit(self.uri.clone(), version, edits, self.client)
    }

    /// Every certain correction of the page at once.
    fn all(&self, found: &[(&Diagnostic, Severity)]) -> Option<CodeAction> {
        let fixes: Vec<&Fix> = found.iter().filter_map(|(found, _)| found.fix.as_ref()).collect();
        let own = fixes.into_iter().filter(|fix| fix.origin.file == self.file.id).collect();
        let (fixes, _) = fix::disjoint(own);
        if fixes.is_empty() || !fix::is_verbatim(self.file) {
            return None;
        }
        let edits: Vec<TextEdit> = fixes.into_iter().map(|fix| self.text_edit(fix)).collect();
        Some(CodeAction {
            title: format!("Correct what is certain on this page ({})", edits.len()),
            kind: Some(CodeActionKind::SOURCE_FIX_ALL),
            edit: Some(self.workspace_edit(edits)),
            ..CodeAction::default()
        })
    }

    /// Overrides that settle a finding, each with a reason to fill in.
    fn overrides(&self, found: &Diagnostic) -> Vec<CodeAction> {
        let Some(session) = self.root.session() else { return Vec::new() };
        let service = |file: u32| {
            let set = session.sets().find(|set| set.files.contains(&(file as usize)))?;
            Some(set.spec.service.clone()).filter(|name| !name.contains('{'))
        };
        let suggestions = suggest::run(session.api(), std::iter::once(found), &service);
        suggestions.into_iter().filter_map(|suggestion| self.overriding(suggestion)).collect()
    }

    fn overriding(&self, suggestion: Suggestion) -> Option<CodeAction> {
        let keys: Vec<String> =
            suggestion.keys.iter().map(|(key, value)| format!("{key} = {value}")).collect();
        let title = format!("Override `{}`: {}", suggestion.fact, keys.join(", "));
        let path = self.root.overrides().join(self.file_name(&suggestion.fact));
        if self.is_written(&path, &suggestion) {
            return None;
        }
        let edit = self.append(&path, &suggest::entries(&[suggestion]))?;
        Some(CodeAction { title: one_line(&title), edit: Some(edit), ..CodeAction::default() })
    }

    /// Whether a file that is not saved yet has an entry that settles the same.
    fn is_written(&self, path: &Path, suggestion: &Suggestion) -> bool {
        let Some(document) = self.documents.get(path) else { return false };
        let fact = toml::Value::from(suggestion.fact.as_str()).to_string();
        let mut entries = document.text.split("[[override]]").skip(1);
        entries.any(|entry| {
            let keys = || entry.lines().filter_map(|line| line.split_once('='));
            let is_fact = keys().any(|(key, value)| key.trim() == "fact" && value.trim() == fact);
            is_fact && suggestion.keys.iter().all(|(name, _)| keys().any(|(key, _)| key.trim() == *name))
        })
    }

    /// The file of the overrides of a service, called after its last word.
    fn file_name(&self, fact: &str) -> String {
        let services = self.root.session().into_iter().flat_map(|session| &session.api().services);
        let of_fact = services.filter(|service| address::after_service(fact, &service.name).is_some());
        let service = of_fact.map(|service| service.name.as_str()).max_by_key(|name| name.len());
        let last = service.unwrap_or(fact).rsplit('.').next().unwrap_or_default();
        let name: String = last.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
        format!("{}.toml", if name.is_empty() { "docs" } else { &name })
    }

    /// An edit that adds a text to the end of a file, which may have to be created.
    fn append(&self, path: &Path, text: &str) -> Option<WorkspaceEdit> {
        let open = self.documents.get(path);
        let uri = open.map(|document| document.uri.clone()).or_else(|| uri::of(path))?;
        let written = open.map(|document| document.text.clone());
        let Some(written) = written.or_else(|| source::text(path).ok()) else {
            return self.client.creates_files.then(|| created(uri, text.trim_start()));
        };
        let lines = Lines::new(&*written, self.client.encoding);
        let end = lines.range(written.len(), written.len());
        let gap = if written.is_empty() || written.ends_with('\n') { "" } else { "\n" };
        let new = TextEdit { range: end, new_text: format!("{gap}{text}") };
        Some(edit(uri, open.map(|document| document.version), vec![new], self.client))
    }
}

/// Edits of one document, in the form that the client takes.
fn edit(uri: Uri, version: Option<i32>, edits: Vec<TextEdit>, client: &Client) -> WorkspaceEdit {
    if !client.document_changes {
        #[allow(clippy::mutable_key_type, reason = "the protocol's own type")]
        let changes = HashMap::from([(uri, edits)]);
        return WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() };
    }
    let text_document = OptionalVersionedTextDocumentIdentifier { uri, version };
    let edits = edits.into_iter().map(OneOf::Left).collect();
    let changes = DocumentChanges::Edits(vec![TextDocumentEdit { text_document, edits }]);
    WorkspaceEdit { document_changes: Some(changes), ..WorkspaceEdit::default() }
}

/// A new file with a text.
fn created(uri: Uri, text: &str) -> WorkspaceEdit {
    let options = CreateFileOptions { overwrite: Some(false), ignore_if_exists: Some(true) };
    let create = CreateFile { uri: uri.clone(), options: Some(options), annotation_id: None };
    let text_document = OptionalVersionedTextDocumentIdentifier { uri, version: None };
    let edits = vec![OneOf::Left(TextEdit { range: Range::default(), new_text: text.to_owned() })];
    let operations = vec![
        DocumentChangeOperation::Op(ResourceOp::Create(create)),
        DocumentChangeOperation::Edit(TextDocumentEdit { text_document, edits }),
    ];
    WorkspaceEdit {
        document_changes: Some(DocumentChanges::Operations(operations)),
        ..WorkspaceEdit::default()
    }
}

fn one_line(text: &str) -> String {
    source::visible(&text.replace('\n', " ")).into_owned()
}
