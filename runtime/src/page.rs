//! Paged results as streams.

use crate::attempt::{Attempt, Completed};
use crate::context::Context;
use crate::endpoint::{Endpoint, PageStyle, PagedOperation, Paging};
use crate::error::Error;
use crate::params;
use crate::send::send;
use crate::settings::CallOptions;
use crate::wire::{self, Kind, Map, Node, Value};
use futures_core::Stream;
use futures_util::stream::{self, BoxStream, StreamExt, TryStreamExt};
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{self, Poll};

/// Page size when neither the caller nor the documentation gives one.
const LIMIT: u64 = 200;

/// Limit of pages, against servers that never report a last one.
const MAX_PAGES: u64 = 100_000;

/// The pages of a result, each a list of items. The stream ends after the first error.
#[must_use = "a stream does nothing until it is polled"]
pub struct Pages<T> {
    #[cfg_attr(not(feature = "blocking"), allow(dead_code, reason = "only blocking errors name it"))]
    pub(crate) endpoint: Endpoint,
    inner: BoxStream<'static, Result<Vec<T>, Error>>,
}

/// The items of a result. The stream ends after the first error.
#[must_use = "a stream does nothing until it is polled"]
pub struct Items<T> {
    #[cfg_attr(not(feature = "blocking"), allow(dead_code, reason = "only blocking errors name it"))]
    pub(crate) endpoint: Endpoint,
    inner: BoxStream<'static, Result<T, Error>>,
}

impl<T> Stream for Pages<T> {
    type Item = Result<Vec<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut task::Context<'_>) -> Poll<Option<Self::Item>> {
        self.inner.as_mut().poll_next(context)
    }
}

impl<T> Stream for Items<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut task::Context<'_>) -> Poll<Option<Self::Item>> {
        self.inner.as_mut().poll_next(context)
    }
}

impl<T: Send + 'static> Items<T> {
    pub(crate) fn new(pages: Pages<T>) -> Self {
        let items = pages.inner.map_ok(|page| stream::iter(page.into_iter().map(Ok))).try_flatten();
        Self { endpoint: pages.endpoint, inner: items.boxed() }
    }

    /// All items in a list.
    ///
    /// # Errors
    /// The first error of any page.
    pub async fn collect_all(self) -> Result<Vec<T>, Error> {
        self.inner.try_collect().await
    }
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").finish_non_exhaustive()
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").finish_non_exhaustive()
    }
}

pub(crate) fn pages<O: PagedOperation>(
    context: Arc<Context>,
    request: &O,
    options: CallOptions,
) -> Pages<O::Item> {
    let members = params::request_json(request)
        .and_then(|json| params::members(&json).map_err(|message| Error::unbuilt(&O::ENDPOINT, message)));
    let read =
        |page: Completed, context: &Context| Ok(O::items(page.typed::<O::Output>(context)?.into_inner()));
    walk(context, const { &O::ENDPOINT }, O::PAGING, members, options, read)
}

/// The pages of a result; `read` takes the items out of one.
pub(crate) fn walk<T: Send + 'static>(
    context: Arc<Context>,
    endpoint: &'static Endpoint,
    paging: Paging,
    members: Result<Map, Error>,
    options: CallOptions,
    read: impl Fn(Completed, &Context) -> Result<Vec<T>, Error> + Clone + Send + 'static,
) -> Pages<T> {
    let first = members.map(|members| Cursor::new(paging, members));
    let inner = stream::try_unfold(Some(first), move |cursor| {
        let (context, options, read) = (Arc::clone(&context), options.clone(), read.clone());
        async move {
            let Some(cursor) = cursor else { return Ok(None) };
            let mut cursor = cursor?;
            let request = Value::Object(cursor.members()).to_string();
            let attempt = Attempt::new(endpoint, request.into(), Vec::new(), options)?;
            let completed = send(&context, attempt).await?;
            let more = match cursor.advance(completed.payload()) {
                Ok(more) => more,
                Err(message) => return Err(completed.undecodable(&context, &wire::Error::new(message))),
            };
            Ok(Some((read(completed, &context)?, more.then_some(Ok(cursor)))))
        }
    });
    Pages { endpoint: *endpoint, inner: inner.boxed() }
}

/// The position in a paged result.
#[derive(Clone, Debug)]
struct Cursor {
    paging: Paging,
    members: Map,
    start: u64,
    limit: u64,
    /// Items before the next page, including those before the first one.
    passed: u64,
    pages: u64,
    /// Hash of the items of the previous page.
    hash: Option<u64>,
}

impl Cursor {
    fn new(paging: Paging, members: Map) -> Self {
        let number = |path: &[&str]| {
            let (first, rest) = path.split_first()?;
            rest.iter().try_fold(members.get(*first)?, |value, name| value.get(*name))?.as_u64()
        };
        let first = if paging.style == PageStyle::Page { 1 } else { 0 };
        let start = number(paging.start).unwrap_or(first);
        let limit = number(paging.limit).filter(|limit| *limit > 0).unwrap_or(paging.max.unwrap_or(LIMIT));
        let passed = match paging.style {
            PageStyle::Offset => start,
            PageStyle::Page => start.saturating_sub(1).saturating_mul(limit),
        };
        Self { paging, members, start, limit, passed, pages: 0, hash: None }
    }

    /// The request members for the current page.
    fn members(&self) -> Map {
        let mut members = self.members.clone();
        set(&mut members, self.paging.start, self.start.into());
        set(&mut members, self.paging.limit, self.limit.into());
        if let Some(flag) = self.paging.count_flag {
            set(&mut members, flag, false.into());
        }
        members
    }

    /// Moves past a page; `false` when it was the last one, a message when the server does not advance.
    ///
    /// Progress toward a total is counted in items, not in page sizes, because servers may return smaller pages than
    /// requested. A total below that count is ignored, as is any total that has to be requested by a flag; then a page
    /// shorter than requested is the last one.
    fn advance(&mut self, payload: Node<'_>) -> Result<bool, String> {
        let Paging { style, items, total, count_flag, .. } = self.paging;
        let items = at(payload, items).and_then(Node::items).unwrap_or_default();
        let count = items.len() as u64;
        self.pages += 1;
        self.passed = self.passed.saturating_add(count);
        self.start = self.start.saturating_add(if style == PageStyle::Page { 1 } else { count });
        let total = total.filter(|_| count_flag.is_none()).and_then(|path| at(payload, path)?.as_u64());
        let more = match total.filter(|total| *total >= self.passed) {
            _ if count == 0 => false,
            Some(total) => self.passed < total,
            None => count >= self.limit,
        };
        if more { self.check_progress(&items).map(|()| true) } else { Ok(false) }
    }

    /// Compares a page that is not the last one with the previous page and the limit of pages.
    fn check_progress(&mut self, items: &[Node<'_>]) -> Result<(), String> {
        let objects = items.first().is_some_and(|item| item.kind() == Kind::Object);
        let hash = objects.then(|| hash(items));
        if hash.is_some() && hash == self.hash {
            return Err(format!(
                "page {} is identical to the previous page: the server does not advance",
                self.pages
            ));
        }
        self.hash = hash;
        if self.pages >= MAX_PAGES {
            return Err(format!("no last page within {MAX_PAGES} pages"));
        }
        Ok(())
    }
}

fn hash(items: &[Node<'_>]) -> u64 {
    let mut hasher = DefaultHasher::new();
    items.hash(&mut hasher);
    hasher.finish()
}

fn at<'d>(node: Node<'d>, path: &[&str]) -> Option<Node<'d>> {
    path.iter().try_fold(node, |node, name| node.get(name))
}

/// Sets the member at a path and creates the objects on the way.
fn set(members: &mut Map, path: &[&str], value: Value) {
    let Some((first, rest)) = path.split_first() else { return };
    if rest.is_empty() {
        members.insert((*first).to_owned(), value);
        return;
    }
    let inner = members.entry(*first).or_insert_with(|| Value::Object(Map::new()));
    if !inner.is_object() {
        *inner = Value::Object(Map::new());
    }
    if let Value::Object(inner) = inner {
        set(inner, rest, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const OFFSET: Paging = Paging {
        style: PageStyle::Offset,
        start: &["page", "start"],
        limit: &["page", "limit"],
        max: Some(2),
        items: &["info"],
        total: Some(&["count"]),
        count_flag: None,
    };

    /// Checks which starts are requested for these payloads.
    #[track_caller]
    fn check(paging: Paging, request: Value, payloads: &[Value], starts: &[u64]) {
        let mut cursor = Cursor::new(paging, request.as_object().unwrap().clone());
        let mut asked = Vec::new();
        for payload in payloads {
            let request = Value::Object(cursor.members()).to_string();
            asked.push(at(Node::new(&request), paging.start).unwrap().as_u64().unwrap());
            if !advance(&mut cursor, payload).unwrap() {
                break;
            }
        }
        assert_eq!(asked, starts);
    }

    fn advance(cursor: &mut Cursor, payload: &Value) -> Result<bool, String> {
        cursor.advance(Node::new(&payload.to_string()))
    }

    #[test]
    fn stop_rules() {
        let page = |items: usize, count: u64| json!({"info": vec![0; items], "count": count});
        check(OFFSET, json!({}), &[page(2, 5), page(2, 5), page(1, 5), page(0, 5)], &[0, 2, 4]);
        check(OFFSET, json!({"page": {"start": 3}}), &[page(2, 5), page(2, 5)], &[3]);
        let uncounted = Paging { count_flag: Some(&["page", "enable_count"]), ..OFFSET };
        check(uncounted, json!({}), &[page(2, 0), page(2, 0), page(1, 0), page(2, 0)], &[0, 2, 4]);
        check(Paging { total: None, ..OFFSET }, json!({}), &[page(2, 0), page(0, 0), page(2, 0)], &[0, 2]);
        let by_page = Paging { style: PageStyle::Page, ..OFFSET };
        check(by_page, json!({}), &[page(2, 5), page(2, 5), page(1, 5), page(2, 5)], &[1, 2, 3]);
        check(by_page, json!({"page": {"start": 2}}), &[page(2, 5), page(1, 5), page(1, 5)], &[2, 3]);
        // The server hands out one item a page where two were asked for.
        check(by_page, json!({}), &[page(1, 3), page(1, 3), page(1, 3), page(1, 3)], &[1, 2, 3]);
        check(OFFSET, json!({}), &[page(1, 3), page(1, 3), page(1, 3), page(1, 3)], &[0, 1, 2]);
        // A total that cannot be right is no reason to stop early.
        check(OFFSET, json!({}), &[page(2, 0), page(2, 1), page(1, 0), page(2, 0)], &[0, 2, 4]);
        check(Paging { items: &[], total: None, ..OFFSET }, json!({}), &[json!([1, 2]), json!([1])], &[0, 2]);
    }

    #[test]
    fn a_server_that_does_not_move_on_is_noticed() {
        let mut cursor = Cursor::new(Paging { total: None, ..OFFSET }, Map::new());
        let page = |id: u64| json!({"info": [{"id": id}, {"id": id + 1}]});
        assert_eq!(advance(&mut cursor, &page(1)), Ok(true));
        assert_eq!(advance(&mut cursor, &page(3)), Ok(true));
        assert!(advance(&mut cursor, &page(3)).unwrap_err().starts_with("page 3 is identical"));
        cursor.pages = MAX_PAGES;
        assert!(advance(&mut cursor, &page(5)).unwrap_err().starts_with("no last page within 100000 pages"));
    }

    #[test]
    fn the_flag_is_switched_off_and_other_members_stay() {
        let paging = Paging { count_flag: Some(&["page", "enable_count"]), ..OFFSET };
        let request = json!({"a": 1, "page": {"sort": "id", "enable_count": true}});
        let cursor = Cursor::new(paging, request.as_object().unwrap().clone());
        assert_eq!(
            Value::Object(cursor.members()),
            json!({"a": 1, "page": {"sort": "id", "enable_count": false, "start": 0, "limit": 2}})
        );
    }
}
