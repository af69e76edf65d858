//! Requests: what an editor asks of a place in a file.

use super::client::Client;
use super::documents::Documents;
use super::files::Files;
use super::findings::Converter;
use super::keys::Form;
use super::places::View;
use super::positions::Lines;
use super::root::Root;
use super::{actions, completion, definition, facts, hover, symbols, uri};
use docwright::compile::Session;
use docwright::dialect::built_in;
use docwright::model::Origin;
use docwright::overrides;
use docwright::source::SourceFile;
use lsp_types::request::{
    CodeActionRequest, Completion, DocumentSymbolRequest, GotoDefinition, HoverRequest, References, Request,
};
use lsp_types::{
    CodeActionOrCommand, CodeActionParams, CompletionItem, CompletionParams, DocumentSymbol,
    DocumentSymbolParams, DocumentSymbolResponse, GotoDefinitionParams, Hover, HoverContents, HoverParams,
    Location, MarkupContent, MarkupKind, ReferenceParams, SymbolInformation, TextDocumentPositionParams, Uri,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Error, Value};
use std::path::{Path, PathBuf};

/// What requests are answered from.
pub(super) struct Requests<'a> {
    pub(super) client: &'a Client,
    pub(super) documents: &'a Documents,
    pub(super) roots: &'a [Root],
}

/// A file of a root.
struct Here<'a> {
    root: &'a Root,
    files: Files<'a>,
    session: &'a Session,
    file: &'a SourceFile,
    path: PathBuf,
    view: View<'a>,
}

/// What a request is about.
enum Spot {
    /// A byte of a page.
    Byte(usize),
    /// The entry of a file of overrides: its fact. Only the editor has its text, and where that cannot be read there
    /// is none.
    Entry(Option<String>),
}

/// The fact of the entry at a byte of a file of overrides.
fn entry(text: &str, offset: usize) -> Option<String> {
    let entries = overrides::parse(&SourceFile::new(0, "overrides.toml", text)).ok()?;
    let holds = |place: Origin| (place.start as usize..=place.end as usize).contains(&offset);
    entries.into_iter().find(|entry| holds(entry.origin)).map(|entry| entry.fact)
}

impl<'a> Requests<'a> {
    /// The answer; none for a request that is not known.
    pub(super) fn answer(&self, method: &str, params: Value) -> Option<Result<Value, Error>> {
        Some(match method {
            HoverRequest::METHOD => with(params, |params| self.hover(&params)),
            GotoDefinition::METHOD => with(params, |params| self.definition(&params)),
            References::METHOD => with(params, |params| self.references(&params)),
            DocumentSymbolRequest::METHOD => with(params, |params| self.symbols(&params)),
            CodeActionRequest::METHOD => with(params, |params| self.actions(&params)),
            Completion::METHOD => with(params, |params| self.completion(&params)),
            _ => return None,
        })
    }

    fn here(&self, uri: &Uri) -> Option<Here<'a>> {
        let path = uri::path(uri)?;
        let root = self.roots.iter().find(|root| root.file(&path).is_some())?;
        let (session, file) = (root.session()?, root.file(&path)?);
        let files = root.files()?;
        let view = files.view(file, self.documents.get(&path), self.client);
        Some(Here { root, files, session, file, path, view })
    }

    fn place(&self, params: &TextDocumentPositionParams) -> Option<(Here<'a>, Spot)> {
        let here = self.here(&params.text_document.uri)?;
        if let Some(document) =
            self.documents.get(&here.path).filter(|_| here.root.form(&here.path) == Some(Form::Overrides))
        {
            let offset = Lines::new(&*document.text, self.client.encoding).offset(params.position);
            return Some((here, Spot::Entry(entry(&document.text, offset))));
        }
        let offset = here.view.offset(params.position)?;
        Some((here, Spot::Byte(offset)))
    }

    fn hover(&self, params: &HoverParams) -> Option<Hover> {
        let params = &params.text_document_position_params;
        let (here, spot) = self.place(params)?;
        let shown = here.root.shown(&here.path);
        let at = |place: Origin| {
            let range = here.view.range(place.start as usize, place.end as usize);
            here.view.shows(place.start as usize)
                && range.start <= params.position
                && params.position <= range.end
        };
        let found: Vec<_> = shown.iter().map(|(found, _)| *found).filter(|found| at(found.place())).collect();
        let api = here.session.api();
        let fact = match spot {
            Spot::Entry(fact) => fact,
            Spot::Byte(offset) => facts::at(api, here.file, offset).map(|fact| fact.path),
        };
        let value = hover::text(api, fact.as_deref(), &found)?;
        let contents = HoverContents::Markup(MarkupContent { kind: MarkupKind::Markdown, value });
        Some(Hover { contents, range: None })
    }

    fn definition(&self, params: &GotoDefinitionParams) -> Option<Location> {
        let (here, spot) = self.place(&params.text_document_position_params)?;
        let place = match spot {
            Spot::Entry(fact) => definition::of_path(here.session.api(), &fact?)?,
            Spot::Byte(offset) => definition::of(here.session, here.file, offset)?,
        };
        self.locations(&here, vec![place]).into_iter().next()
    }

    fn references(&self, params: &ReferenceParams) -> Option<Vec<Location>> {
        let (here, spot) = self.place(&params.text_document_position)?;
        let api = here.session.api();
        let mut places = match spot {
            Spot::Entry(fact) => definition::speaking_of(api, &fact?),
            Spot::Byte(offset) => definition::references(api, here.file, offset),
        };
        if !params.context.include_declaration && !places.is_empty() {
            places.remove(0);
        }
        Some(self.locations(&here, places))
    }

    fn locations(&self, here: &Here<'_>, places: Vec<Origin>) -> Vec<Location> {
        let mut converter = Converter::new(here.files, self.documents, self.client);
        places.into_iter().filter_map(|place| converter.location(place)).collect()
    }

    fn symbols(&self, params: &DocumentSymbolParams) -> Option<DocumentSymbolResponse> {
        let uri = &params.text_document.uri;
        let here = self.here(uri)?;
        let set = here.session.sets().find(|set| set.pages.contains(&(here.file.id as usize)))?;
        let symbols = symbols::of(here.session.api(), here.file, &set.dialect, &here.view);
        if self.client.nested_symbols {
            return Some(DocumentSymbolResponse::Nested(symbols));
        }
        let mut flat = Vec::new();
        symbols.into_iter().for_each(|symbol| flatten(symbol, uri, None, &mut flat));
        Some(DocumentSymbolResponse::Flat(flat))
    }

    fn actions(&self, params: &CodeActionParams) -> Option<Vec<CodeActionOrCommand>> {
        let uri = &params.text_document.uri;
        let here = self.here(uri)?;
        let shown = here.root.shown(&here.path);
        let context = actions::Context {
            root: here.root,
            files: here.files,
            file: here.file,
            uri,
            documents: self.documents,
            document: self.documents.get(&here.path),
            view: &here.view,
            client: self.client,
        };
        let wanted = |kind: &str| {
            let only = params.context.only.as_ref();
            only.is_none_or(|only| only.iter().any(|only| kind.starts_with(only.as_str())))
        };
        let actions = context.actions(&shown, params.range).into_iter();
        let actions = actions.filter(|action| action.kind.as_ref().is_none_or(|kind| wanted(kind.as_str())));
        Some(actions.map(CodeActionOrCommand::CodeAction).collect())
    }

    fn completion(&self, params: &CompletionParams) -> Option<Vec<CompletionItem>> {
        let TextDocumentPositionParams { text_document, position } = &params.text_document_position;
        let path = uri::path(&text_document.uri)?;
        let document = self.documents.get(&path)?;
        let lines = Lines::new(&*document.text, self.client.encoding);
        if let Some((root, form)) = self.roots.iter().find_map(|root| Some((root, root.form(&path)?))) {
            let api = root.session().map(Session::api);
            return Some(completion::in_toml(form, &lines, *position, api, &|| root.unread_words(&path)));
        }
        let Here { root, session, file, .. } = self.here(&text_document.uri)?;
        let set = session.sets().find(|set| set.pages.contains(&(file.id as usize)))?;
        let name = set.spec.dialect.as_ref().unwrap_or(&set.dialect.name);
        let chain = built_in::chain_of(name, Path::new(&root.folder)).ok()?;
        Some(completion::in_page(&lines, *position, &set.dialect, &chain, file.page_language()))
    }
}

/// Reads the parameters and answers.
fn with<P: DeserializeOwned, R: Serialize>(
    params: Value,
    answer: impl FnOnce(P) -> Option<R>,
) -> Result<Value, Error> {
    serde_json::to_value(answer(serde_json::from_value(params)?))
}

/// Symbols for clients that show them in one list.
fn flatten(symbol: DocumentSymbol, uri: &Uri, container: Option<&str>, flat: &mut Vec<SymbolInformation>) {
    #[allow(deprecated, reason = "the field has no default")]
    flat.push(SymbolInformation {
        name: symbol.name.clone(),
        kind: symbol.kind,
        tags: None,
        deprecated: None,
        location: Location { uri: uri.clone(), range: symbol.range },
        container_name: container.map(str::to_owned),
    });
    for child in symbol.children.unwrap_or_default() {
        flatten(child, uri, Some(&symbol.name), flat);
    }
}
