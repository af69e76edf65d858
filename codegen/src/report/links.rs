//! Links from facts to the places they are from.

use super::html::Html;
use super::site::Site;
use crate::model::Origin;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Range;

/// The links of one page.
pub(super) struct Links<'s> {
    pub(super) site: &'s Site<'s>,
    /// The way to the root of the site.
    pub(super) root: &'static str,
    /// A file and those of its lines that stand on this page.
    pub(super) here: Option<(u32, Range<u32>)>,
    /// The places on these lines that something links to.
    anchors: RefCell<BTreeSet<(u32, u32)>>,
}

impl<'s> Links<'s> {
    pub(super) fn new(site: &'s Site<'s>, root: &'static str, here: Option<(u32, Range<u32>)>) -> Self {
        Self { site, root, here, anchors: RefCell::default() }
    }

    /// Whether a line stands on this page.
    pub(super) fn is_here(&self, file: u32, line: u32) -> bool {
        self.here.as_ref().is_some_and(|(of, lines)| *of == file && lines.contains(&line))
    }

    /// Appends the address of a place.
    fn href(&self, html: &mut Html, origin: Origin) {
        if self.is_here(origin.file, origin.line) {
            self.anchors.borrow_mut().insert((origin.start, origin.end));
            html.raw("#o").number(origin.start as usize);
        } else {
            self.line_href(html, origin);
        }
    }

    /// Appends the address of a line.
    fn line_href(&self, html: &mut Html, origin: Origin) {
        if !self.is_here(origin.file, origin.line)
            && let Some(page) = self.site.source(origin.file)
        {
            html.raw(self.root).value(&page);
        }
        // What stands at the end of a file is behind its last line.
        let last = self.site.lines.get(origin.file as usize).copied().unwrap_or(1);
        html.raw("#L").number(origin.line.clamp(1, last) as usize);
    }

    /// Opens a link to a place; the caller closes it.
    pub(super) fn open(&self, html: &mut Html, origin: Origin) {
        html.raw("<a href=\"");
        self.href(html, origin);
        html.raw("\">");
    }

    /// A link to a place that says where that is.
    pub(super) fn place(&self, html: &mut Html, origin: Origin) {
        self.open(html, origin);
        self.name(html, origin);
    }

    /// A link to a line that says which it is.
    pub(super) fn line(&self, html: &mut Html, origin: Origin) {
        html.raw("<a href=\"");
        self.line_href(html, origin);
        html.raw("\">");
        self.name(html, origin);
    }

    fn name(&self, html: &mut Html, origin: Origin) {
        if !self.is_here(origin.file, origin.line)
            && let Some(path) = self.site.paths.get(origin.file as usize)
        {
            html.text(path.rsplit('/').next().unwrap_or(path)).raw(":");
        }
        html.raw("L").number(origin.line as usize).raw("</a>");
    }

    /// Appends the address of a finding.
    pub(super) fn finding(&self, html: &mut Html, at: usize) {
        let place = self.site.found[at].0.place();
        if !self.is_here(place.file, place.line)
            && let Some(page) = self.site.source(place.file)
        {
            html.raw(self.root).value(&page);
        }
        html.raw("#f").number(self.site.number(at));
    }

    /// The places that were linked to, by their beginning; of those that begin alike, the longest.
    pub(super) fn anchors(&self) -> Vec<(u32, u32)> {
        let mut anchors: Vec<(u32, u32)> = self.anchors.borrow().iter().rev().copied().collect();
        anchors.dedup_by_key(|(start, _)| *start);
        anchors.reverse();
        anchors
    }
}
