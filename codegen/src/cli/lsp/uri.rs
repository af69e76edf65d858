//! Addresses of files, and paths.

use lsp_types::Uri;
use std::borrow::Cow;
use std::path::{Path, PathBuf};

/// The path of a file's address; none for an address of another kind.
pub(super) fn path(uri: &Uri) -> Option<PathBuf> {
    let rest = uri.as_str().strip_prefix("file://")?;
    let path = &rest[rest.find('/')?..];
    let path = path.split(['?', '#']).next().unwrap_or(path);
    let path = decoded(path)?;
    // `/C:/docs` is a path of Windows behind a slash.
    let is_drive = path.as_bytes().get(2) == Some(&b':') && path.as_bytes()[1].is_ascii_alphabetic();
    Some(plain(Path::new(if is_drive { &path[1..] } else { &path })))
}

/// The address of a file.
pub(super) fn of(path: &Path) -> Option<Uri> {
    let path = path.to_str()?.replace('\\', "/");
    let start = if path.starts_with('/') { "" } else { "/" };
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    let encoded: String = path
        .bytes()
        .map(|byte| if plain(byte) { (byte as char).to_string() } else { format!("%{byte:02X}") })
        .collect();
    format!("file://{start}{encoded}").parse().ok()
}

/// A path without `.` and `..`, as addresses are compared.
pub(super) fn plain(path: &Path) -> PathBuf {
    use std::path::Component;
    path.components().fold(PathBuf::new(), |mut plain, part| {
        match part {
            Component::CurDir => {}
            Component::ParentDir => drop(plain.pop()),
            part => plain.push(part),
        }
        plain
    })
}

fn decoded(text: &str) -> Option<String> {
    percent_encoding::percent_decode_str(text).decode_utf8().ok().map(Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(uri: &str, expect: Option<&str>) {
        assert_eq!(path(&uri.parse().unwrap()).as_deref(), expect.map(Path::new));
    }

    #[test]
    fn addresses_and_paths() {
        check("file:///a/b%20c/%E4%B8%96.md", Some("/a/b c/世.md"));
        check("file://localhost/a/../b.md", Some("/b.md"));
        check("untitled:Untitled-1", None);
        check("file:///C%3A/docs/a.md", Some("C:/docs/a.md"));
        for path in ["/a/b c/世 #1?%.md", "/x.md"] {
            assert_eq!(super::path(&of(Path::new(path)).unwrap()).as_deref(), Some(Path::new(path)));
        }
    }
}
