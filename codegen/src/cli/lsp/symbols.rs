//! Symbols: the operations of a page with their sections, and the types that stand outside of them.

use super::places::View;
use docwright::dialect::Dialect;
use docwright::model::Api;
use docwright::page::{self, Section};
use docwright::source::{SourceFile, visible};
use docwright::syntax::markdown;
use lsp_types::{DocumentSymbol, SymbolKind};

/// The symbols of a page.
pub(super) fn of(api: &Api, file: &SourceFile, dialect: &Dialect, view: &View<'_>) -> Vec<DocumentSymbol> {
    let page = page::read(&file.text, markdown::read(&file.text), file.stem(), dialect);
    let all = page.endpoints.iter().flat_map(|endpoint| &endpoint.sections).chain(&page.outside);
    let mut starts: Vec<usize> = all.map(|section| section.span.start).collect();
    starts.sort_unstable();
    let end = |start: usize| starts.iter().find(|next| **next > start).copied().unwrap_or(file.text.len());
    let mut symbols = Vec::new();
    for endpoint in &page.endpoints {
        let sections = || endpoint.sections.iter().filter(|section| !section.heading.is_empty());
        let first = endpoint.sections.iter().map(|section| section.span.start).min().unwrap_or_default();
        let last = endpoint.sections.iter().map(|section| end(section.span.start)).max();
        let region = first..last.unwrap_or(file.text.len());
        let (name, detail) = name(api, file, &region, endpoint.title.as_ref().map(|(title, _)| &**title));
        let title = endpoint.title.as_ref().map_or(first..first, |(_, span)| span.start..span.end);
        // The place of the name has to lie inside of the whole.
        let region = region.start.min(title.start)..region.end.max(title.end);
        let children = sections().map(|section| symbol_of(section, end(section.span.start), view)).collect();
        let kind = SymbolKind::METHOD;
        symbols.push(symbol(name, detail, kind, (region, title), view, Some(children)));
    }
    let outside = page.outside.iter().filter(|section| !section.heading.is_empty());
    symbols.extend(outside.map(|section| symbol_of(section, end(section.span.start), view)));
    symbols.sort_by_key(|symbol| (symbol.range.start.line, symbol.range.start.character));
    symbols
}

/// The operation that the model has for a region of a page: its name, its method and path.
fn name(
    api: &Api,
    file: &SourceFile,
    region: &std::ops::Range<usize>,
    title: Option<&str>,
) -> (String, Option<String>) {
    let endpoints = api.services.iter().flat_map(|service| &service.endpoints);
    let on_page = |origin: &docwright::model::Origin| {
        origin.file == file.id && region.contains(&(origin.start as usize))
    };
    let own = endpoints.into_iter().find(|endpoint| endpoint.origins.iter().any(on_page));
    match own {
        Some(endpoint) => (endpoint.id.clone(), Some(format!("{} {}", endpoint.method, endpoint.path))),
        None => (title.unwrap_or(file.stem()).to_owned(), None),
    }
}

fn symbol_of(section: &Section<'_>, end: usize, view: &View<'_>) -> DocumentSymbol {
    let span = section.span.start..section.span.end;
    let name = section.heading.trim().to_owned();
    let whole = span.start..end.max(span.end);
    symbol(name, None, SymbolKind::NAMESPACE, (whole, span), view, None)
}

fn symbol(
    name: String,
    detail: Option<String>,
    kind: SymbolKind,
    (whole, own): (std::ops::Range<usize>, std::ops::Range<usize>),
    view: &View<'_>,
    children: Option<Vec<DocumentSymbol>>,
) -> DocumentSymbol {
    let (range, own) = (view.range(whole.start, whole.end), view.range(own.start, own.end));
    // The protocol wants the place of the name inside of the whole.
    let is_inside = range.start <= own.start && own.end <= range.end;
    // A name without a character is against the protocol.
    let name = if name.trim().is_empty() { "operation".to_owned() } else { visible(&name).into_owned() };
    #[allow(deprecated, reason = "the field has no default")]
    DocumentSymbol {
        name,
        detail,
        kind,
        tags: None,
        deprecated: None,
        range,
        selection_range: if is_inside { own } else { range },
        children,
    }
}
