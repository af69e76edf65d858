//! Front matter that gives the route of a page: `api: GET /x`, `openapi: "get /x"`, `openapi: file.json GET /x`.

use super::{Site, Strength};
use crate::page::routes::{self, Method};
use crate::page::titles;
use crate::syntax::markdown::{Line, Span, offset_in};
use std::borrow::Cow;

/// The route that a setting of the page is, whatever its key.
pub(super) fn read(text: &str) -> Option<Site> {
    titles::front_matter(text).find_map(|line| {
        let (_, value) = line.split_once(':')?;
        let value = value.trim().trim_matches(['"', '\'']).trim();
        let start = offset_in(text, line);
        let span = Span::new(start, start + line.trim_end().len());
        // A file may stand before the method.
        let mut words = value.split_whitespace().peekable();
        let method = words.next_if(|word| routes::known_method(word).is_some()).or_else(|| words.nth(1))?;
        let name = routes::known_method(method)?.to_owned();
        let target = words.next().filter(|target| target.starts_with('/') || target.starts_with("http"))?;
        let path = routes::path(&Line { text: Cow::Borrowed(target), span })?;
        let method = Some(Method { name, span });
        words.next().is_none().then_some(Site {
            section: 0,
            strength: Strength::Address,
            method,
            path: Some(path),
        })
    })
}

/// Whether a place is in the settings of the page.
pub(super) fn holds(text: &str, place: Span) -> bool {
    titles::front_matter(text).last().is_some_and(|last| place.start <= offset_in(text, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_that_are_routes() {
        let check = |settings: &str, expect: &str| {
            let site = read(&format!("---\ntitle: A\n{settings}\n---\n\n# B\n"));
            let shown = site.and_then(|site| Some(format!("{} {}", site.method?.name, site.path?.path)));
            assert_eq!(shown.unwrap_or_default(), expect, "{settings}");
        };
        check("api: GET /v1/b", "GET /v1/b");
        check("api: \"POST https://a.b/v1/b\"", "POST /v1/b");
        check("openapi: get /v1/{b}", "GET /v1/{b}");
        check("openapi: 'v2.json DELETE /v1/b'", "DELETE /v1/b");
        check("description: Get /v1/b first", "");
        check("slug: /v1/b", "");
    }
}
