//! The name of an operation: the route table's, else what the first source of the dialect that yields an identifier says.

use super::Context;
use crate::diagnostic::{Diagnostic, code};
use crate::dialect::words::in_two_scripts;
use crate::dialect::{Dialect, NameSource};
use crate::page;
use crate::routes::Row;
use crate::syntax::markdown::{Line, Span, offset_in};

/// Whether the last word of a title is none that names a call: `发布配置 API`, `查询 V2`.
fn says_nothing(word: &str, dialect: &Dialect) -> bool {
    let version = word.strip_prefix(['v', 'V']).filter(|rest| !rest.is_empty());
    let is_version =
        version.is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.'));
    is_version || dialect.notes.call_words.iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// The operation's name: the row's, else the first source of the dialect that yields an identifier.
pub(super) fn of(
    (method, path): (&str, &str),
    page: &page::Endpoint<'_>,
    row: Option<&Row>,
    context: Context<'_>,
) -> String {
    if let Some(row) = row {
        return row.name.clone();
    }
    if let Some((name, _)) = &page.operation {
        return name.clone();
    }
    let heading = page.title.as_ref().map(|(title, _)| title.trim()).unwrap_or_default();
    // A heading that is the route itself: `POST /v1/charges` is `create_charge`.
    let is_route =
        || page::route_forms::pair(&Line { text: heading.into(), span: Span::default() }).is_some();
    let routes = &context.dialect.routes;
    let source = |source: &NameSource| match source {
        NameSource::Heading => identifier(heading),
        NameSource::HeadingTail => {
            let last = heading.rsplit([' ', '-', '－', '—']).find(|part| !part.is_empty());
            last.filter(|last| !says_nothing(last, context.dialect)).and_then(identifier)
        }
        NameSource::HeadingWords if is_route() => method_and_path(method, path),
        NameSource::HeadingWords => heading_words(heading),
        NameSource::FrontMatter => {
            let title = page::titles::of_front_matter(&context.file.text).filter(|_| page.alone)?;
            identifier(title).or_else(|| heading_words(title))
        }
        NameSource::Link => page.title.as_ref().and_then(|(_, span)| link(context.text(*span))),
        NameSource::Folder => {
            context.file.path.rsplit('/').nth(1).filter(|_| page.alone).and_then(identifier)
        }
        NameSource::FileStem => identifier(context.file.stem()).filter(|_| page.alone),
        NameSource::PathTail => fixed(path).last().and_then(identifier),
        NameSource::PathAll => path_all(path, &routes.strip),
        NameSource::MethodAndPath => method_and_path(method, path),
    };
    routes.name.iter().find_map(source).unwrap_or_default()
}

/// A heading that should name the operation and does not.
pub(super) fn unnamed(
    id: &str,
    page: &page::Endpoint<'_>,
    row: Option<&Row>,
    context: Context<'_>,
) -> Option<Diagnostic> {
    let (heading, span) = page.title.as_ref().filter(|_| row.is_none() && page.operation.is_none())?;
    let by_heading = context.dialect.routes.name.first() == Some(&NameSource::Heading);
    let words = context.dialect.routes.name.contains(&NameSource::HeadingWords);
    let named = identifier(heading.trim()).is_some() || words && heading_words(heading.trim()).is_some();
    (by_heading && !named).then(|| {
        Diagnostic::new(&code::NAME_FROM_FILE, format!("the heading does not name the operation `{id}`"))
            .label(context.origin(*span), "a title, no name")
            .note("the name comes from the next source of the dialect: file name, then path")
            .help(format!("write `{id}` into the heading"))
    })
}

fn identifier(text: &str) -> Option<String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    (text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.chars().all(plain)).then(|| text.to_owned())
}

/// `## [Plant a tree](trees.html#plantTree)`: what the link of a heading leads to.
fn link(heading: &str) -> Option<String> {
    let (_, target) = heading.rsplit_once("](")?;
    let target = target.split([')', ' ', '?']).next()?;
    let last = target.rsplit(['#', '/']).find(|part| !part.is_empty())?;
    identifier(last.split('.').next().unwrap_or(last))
}

fn fixed(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|segment| !segment.is_empty() && !segment.contains('{'))
}

/// Every fixed segment after the prefixes that say nothing.
fn path_all(path: &str, strip: &[String]) -> Option<String> {
    let rest = strip.iter().find_map(|prefix| path.strip_prefix(prefix.as_str())).unwrap_or(path);
    let name = fixed(rest).collect::<Vec<_>>().join("_").replace('-', "_");
    identifier(&name)
}

/// `New order list - OCO (TRADE)` is `new_order_list_oco`.
pub fn heading_words(heading: &str) -> Option<String> {
    let plain = heading.split(['(', '（']).next().unwrap_or(heading).to_lowercase();
    let words = plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    // `3.2.4 Creating a Cluster`: the number of the heading is no part of the name.
    let words = words.skip_while(|word| word.bytes().all(|byte| byte.is_ascii_digit()));
    // `🗑️ Delete camera`, `A customer’s orders`: marks are none of another script.
    let is_latin = heading.chars().all(|c| c.is_ascii() || !c.is_alphanumeric());
    if is_latin { identifier(&words.collect::<Vec<_>>().join("_")) } else { in_latin(heading) }
}

/// The name in a heading of two scripts: `DescribeKites - 查询风筝列表`, `Create Boat 创建船只`. One word before the other
/// script may be the name of a thing, where no mark parts them.
fn in_latin(heading: &str) -> Option<String> {
    let (one, other) = in_two_scripts(heading)?;
    let latin = if one.is_ascii() { one } else { other };
    let between = &heading[offset_in(heading, one) + one.len()..offset_in(heading, other)];
    let is_parted = between.contains(|c: char| !c.is_whitespace());
    let has_hump =
        latin.as_bytes().windows(2).any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase());
    match identifier(latin) {
        Some(name) => (is_parted && (has_hump || name.contains('_'))).then_some(name),
        None => {
            let is_plain = latin.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b' ');
            (is_plain && (is_parted || one.is_ascii())).then(|| heading_words(latin))?
        }
    }
}

/// `POST /v1/regions/{id}/instances` creates an instance.
fn method_and_path(method: &str, path: &str) -> Option<String> {
    let last = fixed(path).last()?;
    let one = path.trim_end_matches('/').ends_with('}');
    let verb = match method {
        "POST" => "create",
        "PUT" | "PATCH" => "update",
        "DELETE" => "delete",
        _ if one => "get",
        _ => "list",
    };
    let noun = if verb == "list" { last } else { last.strip_suffix('s').unwrap_or(last) };
    identifier(&format!("{verb}_{noun}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        assert_eq!(method_and_path("POST", "/v1/regions/{id}/instances").as_deref(), Some("create_instance"));
        assert_eq!(method_and_path("GET", "/v1/x/{id}").as_deref(), Some("get_x"));
        assert_eq!(path_all("/api/v3/guild/list", &["/api/v3".to_owned()]).as_deref(), Some("guild_list"));
        assert_eq!(heading_words("New order list - OCO (TRADE)").as_deref(), Some("new_order_list_oco"));
        assert_eq!(heading_words("24hr ticker"), None);
        assert_eq!(heading_words("🗑️ Delete camera").as_deref(), Some("delete_camera"));
        assert_eq!(heading_words("Create Boat 创建船只").as_deref(), Some("create_boat"));
        assert_eq!(heading_words("DescribeKites - 查询风筝列表").as_deref(), Some("DescribeKites"));
        assert_eq!(heading_words("查询风筝（DescribeKites）").as_deref(), Some("DescribeKites"));
        assert_eq!(heading_words("OpenAPI 列表"), None);
        assert_eq!(heading_words("Redis 实例"), None);
        assert_eq!(link("[Plant](trees.html#plantTree)").as_deref(), Some("plantTree"));
        assert_eq!(link("[Plant](api/PlantTree.html)").as_deref(), Some("PlantTree"));
        assert_eq!(link("Plant"), None);
        assert_eq!(identifier("创建"), None);
        assert_eq!(identifier("004_x"), None);
    }
}
