//! Multipart forms: names and texts; of a file, that it is there.

/// Most parts of a form.
const MOST: usize = 1_000;

/// The fields of a form. The body has a bounded size already.
pub(super) fn read(content_type: &str, body: &[u8]) -> Result<Vec<(String, Option<String>)>, String> {
    let boundary =
        parameter(content_type, "boundary").ok_or("is a form whose content type names no boundary")?;
    let mark = [b"--", boundary.as_bytes()].concat();
    let finder = memchr::memmem::Finder::new(&mark);
    let starts: Vec<usize> = finder.find_iter(body).take(MOST + 1).collect();
    if starts.is_empty() {
        return Err("is a form without its boundary".to_owned());
    }
    if starts.len() > MOST {
        return Err(format!("is a form of more than {MOST} parts"));
    }
    let parts = starts.windows(2).map(|pair| &body[pair[0] + mark.len()..pair[1]]);
    parts.map(part).collect()
}

fn part(part: &[u8]) -> Result<(String, Option<String>), String> {
    let complaint = || "is a form with a part without head".to_owned();
    let end = memchr::memmem::find(part, b"\r\n\r\n").ok_or_else(complaint)?;
    let (head, content) = (String::from_utf8_lossy(&part[..end]), &part[end + 4..]);
    let disposition = head
        .lines()
        .find(|line| line.get(..20).is_some_and(|start| start.eq_ignore_ascii_case("content-disposition:")))
        .ok_or_else(complaint)?;
    let name = parameter(disposition, "name").ok_or("is a form with a part without name")?;
    let content = content.strip_suffix(b"\r\n").unwrap_or(content);
    let is_file = parameter(disposition, "filename").is_some();
    Ok((name, (!is_file).then(|| String::from_utf8_lossy(content).into_owned())))
}

/// A parameter of a header, `name="value"` or `name=value`.
fn parameter(header: &str, name: &str) -> Option<String> {
    let mut parts = header.split(';').skip(1).map(str::trim);
    let value = parts.find_map(|part| {
        let (known, value) = part.split_once('=')?;
        known.trim().eq_ignore_ascii_case(name).then_some(value.trim())
    })?;
    let value = value.trim_matches('"');
    (!value.is_empty()).then(|| value.replace("%22", "\""))
}
