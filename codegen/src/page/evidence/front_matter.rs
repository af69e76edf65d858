//! Front matter that gives the route of a page: `api: GET /x`, `openapi: "get /x"`, `openapi: file.json GET /x`.

use super::{Site, Strength, labels};
use crate::dialect::{Dialect, Role};
use crate::page::routes::{self, Method};
use crate::page::titles;
use crate::syntax::markdown::{Line, Span, offset_in};
use std::borrow::Cow;

/// The route that a setting of the page is, whatever its key.
pub(super) fn read(text: &str, dialect: &Dialect) -> Option<Site> {
    whole(text).or_else(|| halves(text, dialect))
}

fn whole(text: &str) -> Option<Site> {
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

/// `method: POST` beside `path: /v1/b`.
fn halves(text: &str, dialect: &Dialect) -> Option<Site> {
    let (mut method, mut path) = (None, None);
    for line in titles::front_matter(text) {
        let Some((key, value)) = line.split_once(':') else { continue };
        let (key, value) = (key.trim(), value.trim().trim_matches(['"', '\'']).trim());
        let start = offset_in(text, line);
        let span = Span::new(start, start + line.trim_end().len());
        match labels::half(key, dialect) {
            Some(Role::Method) => {
                let name = routes::known_method(value).map(str::to_owned);
                method = method.or_else(|| name.map(|name| Method { name, span }));
            }
            Some(Role::Url) if value.starts_with('/') || value.starts_with("http") => {
                path = path.or_else(|| routes::path(&Line { text: Cow::Borrowed(value), span }));
            }
            _ => {}
        }
    }
    // A path alone is where the page itself stands.
    let (method, path) = method.zip(path)?;
    Some(Site { section: 0, strength: Strength::Address, method: Some(method), path: Some(path) })
}

/// Whether a place is in the settings of the page.
pub(super) fn holds(text: &str, place: Span) -> bool {
    titles::front_matter(text).last().is_some_and(|last| place.start <= offset_in(text, last))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::built_in;

    #[test]
    fn settings_that_are_routes() {
        let check = |settings: &str, expect: &str| {
            let dialect = built_in::builtin(built_in::GENERIC).unwrap();
            let site = read(&format!("---\ntitle: A\n{settings}\n---\n\n# B\n"), &dialect);
            let shown = site.and_then(|site| Some(format!("{} {}", site.method?.name, site.path?.path)));
            assert_eq!(shown.unwrap_or_default(), expect, "{settings}");
        };
        check("api: GET /v1/b", "GET /v1/b");
        check("api: \"POST https://a.b/v1/b\"", "POST /v1/b");
        check("openapi: get /v1/{b}", "GET /v1/{b}");
        check("openapi: 'v2.json DELETE /v1/b'", "DELETE /v1/b");
        check("description: Get /v1/b first", "");
        check("method: post\npath: /v1/b", "POST /v1/b");
        check("route:\n  method: PUT\n  url: https://a.b/v1/b", "PUT /v1/b");
        check("layout: post\nurl: /v1/b", "");
        check("slug: /v1/b", "");
    }
}
