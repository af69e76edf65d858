//! Files of a session: their paths, and how the editor shows them.

use super::client::Client;
use super::documents::Document;
use super::places::View;
use super::uri;
use docwright::compile::Session;
use docwright::source::{self, SourceFile};
use std::path::{Path, PathBuf};

/// The files of a session, whose names count from a folder.
#[derive(Clone, Copy)]
pub(super) struct Files<'a> {
    pub(super) session: &'a Session,
    pub(super) folder: &'a Path,
}

impl<'a> Files<'a> {
    /// A file by its id.
    pub(super) fn get(&self, file: u32) -> Option<&'a SourceFile> {
        self.session.files().get(file as usize)
    }

    /// The path of a file.
    pub(super) fn path(&self, file: u32) -> Option<PathBuf> {
        Some(uri::plain(&self.folder.join(&self.get(file)?.path)))
    }

    /// A file as the compiler and as the editor has it.
    pub(super) fn view(
        &self,
        file: &'a SourceFile,
        document: Option<&Document>,
        client: &Client,
    ) -> View<'a> {
        // The compiler has the text in the editor of pages, and that on disk of files of overrides.
        let is_page = self.session.sets().any(|set| set.files.contains(&(file.id as usize)));
        if is_page && !file.path.ends_with(".j2") {
            return View::plain(&file.text, client.encoding);
        }
        let open = document.map(|document| document.text.clone());
        if !is_page {
            return View::expanded(&file.text, open.unwrap_or_else(|| file.text.clone()), client.encoding);
        }
        let on_disk = || source::text(&self.folder.join(&file.path)).ok();
        let shown = open.or_else(on_disk).unwrap_or_else(|| file.text.clone());
        View::expanded(&file.text, shown, client.encoding)
    }
}
