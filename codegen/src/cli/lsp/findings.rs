//! Findings in the form of the protocol.

use super::client::Client;
use super::documents::Documents;
use super::files::Files;
use super::places::View;
use super::uri;
use docwright::diagnostic::{Code, Diagnostic, Severity, code};
use docwright::model::Origin;
use docwright::source::visible;
use lsp_types::{
    DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, Location, NumberOrString, Range,
};
use std::collections::BTreeMap;

/// Codes of what can be deleted without a loss.
const UNNECESSARY: &[&Code] = &[&code::OVERRIDE_STALE, &code::DUPLICATE_ENDPOINT];

/// Where findings come from, for the reader.
pub(super) const SOURCE: &str = "docwright";

/// Converts findings; files are looked at once.
pub(super) struct Converter<'a> {
    files: Files<'a>,
    /// The open ones: what stands there has its place in the text of the editor.
    documents: &'a Documents,
    client: &'a Client,
    views: BTreeMap<u32, Option<View<'a>>>,
}

impl<'a> Converter<'a> {
    pub(super) fn new(files: Files<'a>, documents: &'a Documents, client: &'a Client) -> Self {
        Self { files, documents, client, views: BTreeMap::new() }
    }

    /// A finding.
    pub(super) fn diagnostic(&mut self, found: &Diagnostic, severity: Severity) -> lsp_types::Diagnostic {
        let place = found.place();
        let range = self.range(place).unwrap_or_default();
        let several = found.labels.len() > 1 && self.client.related;
        let related: Vec<DiagnosticRelatedInformation> = match several {
            true => found.labels.iter().filter_map(|label| self.related(label.origin, &label.text)).collect(),
            false => Vec::new(),
        };
        lsp_types::Diagnostic {
            range,
            severity: Some(match severity {
                Severity::Error => DiagnosticSeverity::ERROR,
                Severity::Warning => DiagnosticSeverity::WARNING,
                Severity::Note => DiagnosticSeverity::INFORMATION,
            }),
            code: Some(NumberOrString::String(found.code.id.to_owned())),
            source: Some(SOURCE.to_owned()),
            message: message(found, several),
            related_information: (!related.is_empty()).then_some(related),
            tags: UNNECESSARY.contains(&found.code).then(|| vec![DiagnosticTag::UNNECESSARY]),
            ..lsp_types::Diagnostic::default()
        }
    }

    fn related(&mut self, origin: Origin, text: &str) -> Option<DiagnosticRelatedInformation> {
        let location = self.location(origin)?;
        Some(DiagnosticRelatedInformation { location, message: visible(text).into_owned() })
    }

    /// A place in a file.
    pub(super) fn location(&mut self, origin: Origin) -> Option<Location> {
        let range = self.range(origin)?;
        let path = self.files.path(origin.file)?;
        let open = self.documents.get(&path);
        let uri = open.map(|document| document.uri.clone()).or_else(|| uri::of(&path))?;
        Some(Location { uri, range })
    }

    fn range(&mut self, origin: Origin) -> Option<Range> {
        let Self { files, documents, client, views } = self;
        let view = views.entry(origin.file).or_insert_with(|| {
            let open = files.path(origin.file).and_then(|path| documents.get(&path));
            Some(files.view(files.get(origin.file)?, open, client))
        });
        Some(view.as_ref()?.range(origin.start as usize, origin.end as usize))
    }
}

/// What happened, what was decided and what to do next. Places beside the first are told by themselves.
fn message(found: &Diagnostic, several: bool) -> String {
    let mut message = found.message.clone();
    let first = found.labels.first().map(|label| &label.text).filter(|text| !several && !text.is_empty());
    let lines = [(": ", first), ("note: ", found.note.as_ref()), ("help: ", found.help.as_ref())];
    for (at, (what, text)) in lines.into_iter().enumerate() {
        let Some(text) = text else { continue };
        if at > 0 {
            message.push('\n');
        }
        message.push_str(what);
        message.push_str(text);
    }
    visible(&message).into_owned()
}
