//! The server: the order of messages, from `initialize` to `exit`, and which function answers what.

use super::client::Client;
use super::documents::{self, Document, Documents};
use super::requests::Requests;
use super::root::Root;
use super::rpc::{Incoming, Outgoing};
use super::uri;
use docwright::config;
use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response};
use lsp_types::notification::{
    DidChangeTextDocument, DidChangeWatchedFiles, DidChangeWorkspaceFolders, DidCloseTextDocument,
    DidOpenTextDocument, DidSaveTextDocument, LogMessage, Notification as _, PublishDiagnostics, ShowMessage,
};
use lsp_types::request::{RegisterCapability, Request as _};
use lsp_types::{
    DidChangeTextDocumentParams, DidChangeWatchedFilesParams, DidChangeWorkspaceFoldersParams,
    DidCloseTextDocumentParams, DidOpenTextDocumentParams, DidSaveTextDocumentParams, InitializeParams,
    LogMessageParams, MessageType, ShowMessageParams,
};
use serde::de::DeserializeOwned;
use std::collections::{BTreeSet, VecDeque};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::mpsc::Receiver;

/// How far the conversation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    New,
    Running,
    ShutDown,
}

/// One server.
pub(super) struct Server {
    out: Outgoing,
    phase: Phase,
    client: Client,
    documents: Documents,
    roots: Vec<Root>,
    /// Folders that the client works in, the configurations of which are roots.
    folders: Vec<PathBuf>,
    /// Folders without a configuration, and files of no root, of which was told.
    told: BTreeSet<PathBuf>,
    queue: VecDeque<Message>,
}

impl Server {
    pub(super) fn new(out: Outgoing) -> Self {
        Self {
            out,
            phase: Phase::New,
            client: Client::default(),
            documents: Documents::new(),
            roots: Vec::new(),
            folders: Vec::new(),
            told: BTreeSet::new(),
            queue: VecDeque::new(),
        }
    }

    /// Answers until the client says `exit` or goes. What has come is looked at before anything is worked out, so that
    /// many keystrokes are one, and what was cancelled is not begun.
    pub(super) fn run(&mut self, incoming: &Receiver<Incoming>) -> io::Result<ExitCode> {
        loop {
            while let Ok(message) = incoming.try_recv() {
                self.take(message)?;
            }
            let Some(message) = self.queue.pop_front() else {
                self.refresh()?;
                match incoming.recv() {
                    Ok(message) => self.take(message)?,
                    Err(_) => return Ok(ExitCode::from(u8::from(self.phase != Phase::ShutDown))),
                }
                continue;
            };
            match message {
                Message::Notification(Notification { method, .. }) if method == "exit" => {
                    return Ok(ExitCode::from(u8::from(self.phase != Phase::ShutDown)));
                }
                Message::Notification(notification) => self.notified(notification)?,
                Message::Request(request) => self.asked(request)?,
                // The answers to what the server asked for: nothing depends on them.
                Message::Response(_) => {}
            }
        }
    }

    /// Puts a message into the queue, or takes one out that is cancelled.
    fn take(&mut self, incoming: Incoming) -> io::Result<()> {
        let message = match incoming {
            Incoming::Malformed(said) => return self.out.refuse(&said),
            Incoming::Message(message) => message,
        };
        let Message::Notification(Notification { method, params }) = &message else {
            self.queue.push_back(message);
            return Ok(());
        };
        if method != "$/cancelRequest" {
            self.queue.push_back(message);
            return Ok(());
        }
        let id = params.get("id").and_then(|id| serde_json::from_value::<RequestId>(id.clone()).ok());
        let waits = |message: &Message| matches!(message, Message::Request(request) if Some(&request.id) == id.as_ref());
        match self.queue.iter().position(waits).and_then(|at| self.queue.remove(at)) {
            Some(Message::Request(Request { id, .. })) => {
                self.refuse(id, ErrorCode::RequestCanceled, "cancelled")
            }
            _ => Ok(()),
        }
    }

    fn asked(&mut self, request: Request) -> io::Result<()> {
        let Request { id, method, params } = request;
        match (self.phase, method.as_str()) {
            (Phase::New, "initialize") => self.initialize(id, params),
            (Phase::New, _) => self.refuse(id, ErrorCode::ServerNotInitialized, "`initialize` comes first"),
            (Phase::ShutDown, _) => self.refuse(id, ErrorCode::InvalidRequest, "the server is shut down"),
            (Phase::Running, "initialize") => {
                self.refuse(id, ErrorCode::InvalidRequest, "the server is initialized already")
            }
            (Phase::Running, "shutdown") => {
                self.phase = Phase::ShutDown;
                self.send(Message::Response(Response::new_ok(id, ())))
            }
            (Phase::Running, _) => {
                self.refresh()?;
                let Self { client, documents, roots, .. } = self;
                let requests = Requests { client, documents, roots };
                let answer = catch_unwind(AssertUnwindSafe(|| requests.answer(&method, params)));
                match answer {
                    Ok(Some(Ok(result))) => self.send(Message::Response(Response::new_ok(id, result))),
                    Ok(Some(Err(error))) => self.refuse(id, ErrorCode::InvalidParams, &error.to_string()),
                    Ok(None) => {
                        self.refuse(id, ErrorCode::MethodNotFound, &format!("`{method}` is not supported"))
                    }
                    Err(_) => self.refuse(id, ErrorCode::InternalError, "internal error; please report it"),
                }
            }
        }
    }

    fn initialize(&mut self, id: RequestId, params: serde_json::Value) -> io::Result<()> {
        let params: InitializeParams = match serde_json::from_value(params) {
            Ok(params) => params,
            Err(error) => return self.refuse(id, ErrorCode::InvalidParams, &error.to_string()),
        };
        self.client = Client::new(&params);
        #[allow(deprecated, reason = "older clients name their folder so")]
        let root = params.root_uri.as_ref().and_then(uri::path);
        let folders = params.workspace_folders.unwrap_or_default();
        self.folders = folders.iter().filter_map(|folder| uri::path(&folder.uri)).collect();
        if self.folders.is_empty() {
            self.folders.extend(root);
        }
        self.phase = Phase::Running;
        let result = super::capabilities::of(&self.client);
        self.send(Message::Response(Response::new_ok(id, result)))
    }

    fn notified(&mut self, notification: Notification) -> io::Result<()> {
        if self.phase != Phase::Running {
            return Ok(());
        }
        let Notification { method, params } = notification;
        let done = match method.as_str() {
            "initialized" => Ok(self.begin()?),
            DidOpenTextDocument::METHOD => read(params).map(|params| self.open(params)),
            DidChangeTextDocument::METHOD => read(params).map(|params| self.change(params)),
            DidCloseTextDocument::METHOD => read(params).map(|params| self.close(params)),
            DidSaveTextDocument::METHOD => read(params).map(|params| self.save(params)),
            DidChangeWatchedFiles::METHOD => read(params).map(|params| self.changed_on_disk(params)),
            DidChangeWorkspaceFolders::METHOD => match read(params) {
                Ok(params) => Ok(self.folders_changed(params)?),
                Err(error) => Err(error),
            },
            _ => return Ok(()),
        };
        match done {
            Ok(messages) => messages.iter().try_for_each(|message| self.log(message)),
            Err(error) => self.log(&format!("`{method}` is left out: {error}")),
        }
    }

    /// Reads the configurations of the folders, and asks for word of changed files.
    fn begin(&mut self) -> io::Result<Vec<String>> {
        if self.client.watches_files {
            let registration = super::capabilities::watched();
            let id = RequestId::from("watch".to_owned());
            let request = Request::new(id, RegisterCapability::METHOD.to_owned(), registration);
            self.send(Message::Request(request))?;
        }
        Ok(self.folders.clone().iter().filter_map(|folder| self.add(folder)).collect())
    }

    /// Adds the root of a folder; returns what there is to say.
    fn add(&mut self, folder: &Path) -> Option<String> {
        if self.roots.iter().any(|root| root.folder == folder) {
            return None;
        }
        if !folder.join(config::FILE).is_file() && self.client.paths.is_empty() {
            let said = format!(
                "{}: no `{}` here; pages below are read where one stands above them",
                folder.display(),
                config::FILE
            );
            return self.told.insert(folder.to_owned()).then_some(said);
        }
        let mut root = Root::new(folder.to_owned(), &self.client.paths);
        let said = root.load(&self.documents);
        self.roots.push(root);
        Some(said)
    }

    fn open(&mut self, params: DidOpenTextDocumentParams) -> Vec<String> {
        let item = params.text_document;
        let Some(path) = uri::path(&item.uri) else {
            return vec![format!("`{}` is no file; it is left alone", item.uri.as_str())];
        };
        let document = Document { uri: item.uri, version: item.version, text: item.text };
        self.documents.insert(path.clone(), document);
        let mut messages: Vec<String> = self.root_above(&path).into_iter().collect();
        let mut is_known = false;
        for root in &mut self.roots {
            is_known |= root.file(&path).is_some() || root.form(&path).is_some();
            root.edit(&path, &self.documents[&path]);
        }
        let is_ours = documents::is_page(&path) || path.file_name().is_some_and(|name| name == config::FILE);
        if !is_known && is_ours && self.told.insert(path.clone()) {
            messages.push(format!("`{}` is in no doc set; it is left alone", path.display()));
        }
        messages
    }

    /// Adds the root whose configuration stands nearest above a file, where no root has the file.
    fn root_above(&mut self, path: &Path) -> Option<String> {
        let is_own = |root: &Root| root.file(path).is_some() || root.form(path).is_some();
        if self.roots.iter().any(is_own) {
            return None;
        }
        let folder = path.ancestors().skip(1).find(|folder| folder.join(config::FILE).is_file())?.to_owned();
        self.add(&folder)
    }

    fn change(&mut self, params: DidChangeTextDocumentParams) -> Vec<String> {
        let Some(path) = uri::path(&params.text_document.uri) else { return Vec::new() };
        let Some(document) = self.documents.get_mut(&path) else {
            return vec![format!("`{}` was changed and is not open", path.display())];
        };
        document.version = params.text_document.version;
        document.change(params.content_changes, self.client.encoding);
        self.roots.iter_mut().for_each(|root| root.edit(&path, document));
        Vec::new()
    }

    fn close(&mut self, params: DidCloseTextDocumentParams) -> Vec<String> {
        let Some(path) = uri::path(&params.text_document.uri) else { return Vec::new() };
        self.documents.remove(&path);
        self.roots.iter_mut().for_each(|root| root.close(&path));
        Vec::new()
    }

    fn save(&mut self, params: DidSaveTextDocumentParams) -> Vec<String> {
        let path = uri::path(&params.text_document.uri);
        // The text of a page is known; anything else is read from disk.
        let others = path.into_iter().filter(|path| {
            self.roots.iter().all(|root| root.file(path).is_none() || root.form(path).is_some())
        });
        self.reload(others.collect())
    }

    fn changed_on_disk(&mut self, params: DidChangeWatchedFilesParams) -> Vec<String> {
        let paths = params.changes.iter().filter_map(|change| uri::path(&change.uri));
        // The editor has the text of an open page; its saving changes nothing.
        let is_open = |path: &PathBuf| documents::is_page(path) && self.documents.contains_key(path);
        self.reload(paths.filter(|path| !is_open(path)).collect())
    }

    /// Reads the roots again that depend on files, and those that have a configuration now.
    fn reload(&mut self, paths: BTreeSet<PathBuf>) -> Vec<String> {
        let mut messages = Vec::new();
        for root in &mut self.roots {
            if paths.iter().any(|path| root.depends_on(path)) {
                messages.push(root.load(&self.documents));
            }
        }
        let is_config =
            |path: &&PathBuf| path.file_name().is_some_and(|name| name == config::FILE) && path.is_file();
        let new = paths.iter().filter(is_config).filter_map(|path| path.parent()).map(Path::to_owned);
        messages.extend(new.collect::<Vec<_>>().iter().filter_map(|folder| self.add(folder)));
        messages
    }

    fn folders_changed(&mut self, params: DidChangeWorkspaceFoldersParams) -> io::Result<Vec<String>> {
        let gone: Vec<PathBuf> =
            params.event.removed.iter().filter_map(|folder| uri::path(&folder.uri)).collect();
        for root in
            self.roots.extract_if(.., |root| gone.contains(&root.folder)).collect::<Vec<_>>().iter_mut()
        {
            for told in root.forget() {
                self.send(notification::<PublishDiagnostics>(told))?;
            }
        }
        self.folders.retain(|folder| !gone.contains(folder));
        let new: Vec<PathBuf> =
            params.event.added.iter().filter_map(|folder| uri::path(&folder.uri)).collect();
        self.folders.extend(new.iter().cloned());
        Ok(new.iter().filter_map(|folder| self.add(folder)).collect())
    }

    /// Works out what has changed, and tells of it.
    fn refresh(&mut self) -> io::Result<()> {
        for at in 0..self.roots.len() {
            match self.roots[at].refresh(&self.documents, &self.client) {
                Ok(news) => news
                    .into_iter()
                    .try_for_each(|params| self.send(notification::<PublishDiagnostics>(params)))?,
                Err(message) => self.show(&message)?,
            }
        }
        Ok(())
    }

    fn log(&mut self, message: &str) -> io::Result<()> {
        let params = LogMessageParams { typ: MessageType::INFO, message: message.to_owned() };
        self.send(notification::<LogMessage>(params))
    }

    fn show(&mut self, message: &str) -> io::Result<()> {
        let params = ShowMessageParams { typ: MessageType::ERROR, message: message.to_owned() };
        self.send(notification::<ShowMessage>(params))
    }

    fn refuse(&mut self, id: RequestId, code: ErrorCode, message: &str) -> io::Result<()> {
        self.send(Message::Response(Response::new_err(id, code as i32, message.to_owned())))
    }

    fn send(&mut self, message: Message) -> io::Result<()> {
        self.out.send(&message)
    }
}

fn read<T: DeserializeOwned>(params: serde_json::Value) -> Result<T, serde_json::Error> {
    serde_json::from_value(params)
}

fn notification<N: lsp_types::notification::Notification>(params: N::Params) -> Message {
    Message::Notification(Notification::new(N::METHOD.to_owned(), params))
}
