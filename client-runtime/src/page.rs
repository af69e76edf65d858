//! Walking through long results.

use crate::call::{Options, info, members, typed};
use crate::client::Client;
use crate::endpoint::{Endpoint, PageStyle, PagedOperation, Paging};
use crate::error::Error;
use crate::params::Params;
use crate::send;
use crate::wire::{Map, Value};
use futures_core::Stream;
use futures_util::stream::{self, BoxStream, StreamExt, TryStreamExt};
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

/// Page size where neither the caller nor the docs name one.
const LIMIT: u64 = 200;

/// Pages after which a server is taken for one that never ends.
const MAX_PAGES: u64 = 100_000;

/// The pages of a result, each a list of items. It ends after the first error.
#[must_use = "a stream does nothing until it is polled"]
pub struct Pages<'c, T> {
    inner: BoxStream<'c, Result<Vec<T>, Error>>,
}

/// The items of a result. It ends after the first error.
#[must_use = "a stream does nothing until it is polled"]
pub struct Items<'c, T> {
    inner: BoxStream<'c, Result<T, Error>>,
}

impl<T> Stream for Pages<'_, T> {
    type Item = Result<Vec<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.inner.as_mut().poll_next(context)
    }
}

impl<T> Stream for Items<'_, T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.inner.as_mut().poll_next(context)
    }
}

impl<'c, T: Send + 'c> Items<'c, T> {
    pub(crate) fn new(pages: Pages<'c, T>) -> Self {
        let items = pages.inner.map_ok(|page| stream::iter(page.into_iter().map(Ok))).try_flatten();
        Self { inner: items.boxed() }
    }

    /// All items in a list.
    ///
    /// # Errors
    /// The first error of any page.
    pub async fn collect_all(self) -> Result<Vec<T>, Error> {
        self.inner.try_collect().await
    }
}

impl<T> fmt::Debug for Pages<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").finish_non_exhaustive()
    }
}

impl<T> fmt::Debug for Items<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").finish_non_exhaustive()
    }
}

pub(crate) fn pages<'c, O: PagedOperation + 'c>(
    client: &'c Client,
    request: O,
    options: Options,
) -> Pages<'c, O::Item> {
    let endpoint = O::ENDPOINT;
    let first = members(&endpoint, &request).map(|members| Cursor::new(&O::PAGING, members));
    let inner = stream::try_unfold(Some(first), move |cursor| {
        let options = options.clone();
        async move {
            let Some(cursor) = cursor else { return Ok(None) };
            let mut cursor = cursor?;
            let (payload, meta, excerpt) =
                send::send(client, endpoint, Params::new(&endpoint, cursor.members()), options).await?;
            let more = cursor.advance(&O::PAGING, &payload);
            let (output, _) = typed::<O::Output>(client, &endpoint, payload, meta, &excerpt)?.into_parts();
            let next = if more { Some(bounded(&endpoint, cursor)) } else { None };
            Ok(Some((O::items(output), next)))
        }
    });
    Pages { inner: inner.boxed() }
}

fn bounded(endpoint: &Endpoint, cursor: Cursor) -> Result<Cursor, Error> {
    if cursor.pages < MAX_PAGES {
        return Ok(cursor);
    }
    let message = format!("after {MAX_PAGES} pages the server still has more; it seems to repeat itself");
    Err(Error::Decode {
        path: String::new(),
        message,
        excerpt: String::new(),
        call: Box::new(info(endpoint)),
    })
}

/// Where a walk stands.
#[derive(Clone, Debug)]
struct Cursor {
    members: Map,
    start: u64,
    limit: u64,
    pages: u64,
    paths: Paging,
}

impl Cursor {
    fn new(paging: &Paging, members: Map) -> Self {
        let request = Value::Object(members);
        let number = |path: &[&str]| at(&request, path).and_then(Value::as_u64);
        let first = if paging.style == PageStyle::Page { 1 } else { 0 };
        let start = number(paging.start).unwrap_or(first);
        let limit = number(paging.limit).filter(|limit| *limit > 0).unwrap_or(paging.max.unwrap_or(LIMIT));
        let Value::Object(members) = request else {
            return Self { members: Map::new(), start, limit, pages: 0, paths: *paging };
        };
        Self { members, start, limit, pages: 0, paths: *paging }
    }

    /// The request for the page at hand.
    fn members(&self) -> Map {
        let mut members = self.members.clone();
        set(&mut members, self.paths.start, self.start.into());
        set(&mut members, self.paths.limit, self.limit.into());
        if let Some(flag) = self.paths.count_flag {
            set(&mut members, flag, false.into());
        }
        members
    }

    /// Steps past a page; `false` when it was the last one.
    fn advance(&mut self, paging: &Paging, payload: &Value) -> bool {
        let count = at(payload, paging.items).and_then(Value::as_array).map_or(0, Vec::len) as u64;
        let before = self.start;
        self.pages += 1;
        self.start += if paging.style == PageStyle::Page { 1 } else { count };
        // With a count flag the server counts only when asked to, so the total of a page means nothing.
        let total =
            paging.total.filter(|_| paging.count_flag.is_none()).and_then(|path| at(payload, path)?.as_u64());
        let reached = |total: u64| match paging.style {
            PageStyle::Offset => before + count >= total,
            PageStyle::Page => before.saturating_mul(self.limit) >= total,
        };
        match total {
            _ if count == 0 => false,
            Some(total) => !reached(total),
            None => count >= self.limit,
        }
    }
}

fn at<'v>(value: &'v Value, path: &[&str]) -> Option<&'v Value> {
    path.iter().try_fold(value, |value, name| value.get(*name))
}

/// Sets the member at a path; objects on the way are made.
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

    /// Payloads in order in, the starts that were asked for out.
    #[track_caller]
    fn check(paging: Paging, request: Value, payloads: &[Value], starts: &[u64]) {
        let mut cursor = Cursor::new(&paging, request.as_object().unwrap().clone());
        let mut asked = Vec::new();
        for payload in payloads {
            asked.push(at(&Value::Object(cursor.members()), paging.start).unwrap().as_u64().unwrap());
            if !cursor.advance(&paging, payload) {
                break;
            }
        }
        assert_eq!(asked, starts);
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
        check(Paging { items: &[], total: None, ..OFFSET }, json!({}), &[json!([1, 2]), json!([1])], &[0, 2]);
    }

    #[test]
    fn the_flag_is_switched_off_and_other_members_stay() {
        let paging = Paging { count_flag: Some(&["page", "enable_count"]), ..OFFSET };
        let request = json!({"a": 1, "page": {"sort": "id", "enable_count": true}});
        let cursor = Cursor::new(&paging, request.as_object().unwrap().clone());
        assert_eq!(
            Value::Object(cursor.members()),
            json!({"a": 1, "page": {"sort": "id", "enable_count": false, "start": 0, "limit": 2}})
        );
    }
}
