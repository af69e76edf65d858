//! Request bodies: JSON, forms, and multipart forms with files.

use crate::endpoint::BodyFormat;
use crate::params::{Rest, escape, plain, repeated};
use crate::upload::Upload;
use bytes::Bytes;
use http::HeaderValue;
use uuid::Uuid;

/// The body of a request and its content type. It is the same for every attempt with this `id`.
pub(crate) fn encode(
    format: BodyFormat,
    rest: &Rest,
    files: &[(&'static str, Upload)],
    id: Uuid,
) -> Result<(HeaderValue, Bytes), String> {
    match format {
        _ if !files.is_empty() && format != BodyFormat::Multipart => {
            Err("the request has files, and its endpoint does not take a multipart form".to_owned())
        }
        BodyFormat::Json => Ok((HeaderValue::from_static("application/json"), rest.json()?)),
        BodyFormat::Form => {
            let pairs = repeated(rest.members()?.as_ref());
            let pairs = pairs.iter().map(|(name, value)| format!("{}={}", escape(name), escape(value)));
            let content_type = HeaderValue::from_static("application/x-www-form-urlencoded");
            Ok((content_type, pairs.collect::<Vec<_>>().join("&").into()))
        }
        BodyFormat::Multipart => multipart(rest, files, &format!("docwright-{}", id.simple())),
    }
}

fn multipart(
    rest: &Rest,
    files: &[(&'static str, Upload)],
    boundary: &str,
) -> Result<(HeaderValue, Bytes), String> {
    let size: usize = files.iter().map(|(_, file)| file.content().len() + 512).sum();
    let mut body = Vec::with_capacity(size);
    let mut part = |disposition: &str, content: &[u8]| {
        body.extend_from_slice(
            format!("--{boundary}\r\nContent-Disposition: form-data; {disposition}\r\n\r\n").as_bytes(),
        );
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    };
    for (name, text) in texts(rest)? {
        part(&format!("name=\"{}\"", quoted(&name)), text.as_bytes());
    }
    for (name, file) in files {
        HeaderValue::try_from(file.media_type()).map_err(|_| {
            format!("invalid content type `{}` of the file `{name}`", file.media_type().escape_debug())
        })?;
        let (name, file_name) = (quoted(name), quoted(file.file_name()));
        let head =
            format!("name=\"{name}\"; filename=\"{file_name}\"\r\nContent-Type: {}", file.media_type());
        part(&head, file.content());
    }
    body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    let content_type = HeaderValue::try_from(format!("multipart/form-data; boundary={boundary}"));
    Ok((content_type.map_err(|error| error.to_string())?, body.into()))
}

/// Names and texts of the parts of a form that are no files.
pub(crate) fn texts(rest: &Rest) -> Result<Vec<(String, String)>, String> {
    let mut parts = Vec::new();
    for (name, value) in rest.members()?.iter() {
        // A list repeats its field, as in a query.
        let values = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
        parts.extend(values.iter().filter_map(plain).map(|text| (name.clone(), text)));
    }
    Ok(parts)
}

/// A name in a `Content-Disposition` header, as browsers escape it.
fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    #[track_caller]
    fn check(
        format: BodyFormat,
        members: Value,
        files: &[(&'static str, Upload)],
        content_type: &str,
        body: &str,
    ) {
        let rest = Rest::Members(members.as_object().unwrap().clone());
        let (found, bytes) = encode(format, &rest, files, Uuid::nil()).unwrap();
        assert_eq!(found, content_type);
        assert_eq!(std::str::from_utf8(&bytes).unwrap(), body);
    }

    #[test]
    fn formats() {
        let members = || json!({"a b": "ä&=", "list": [1, "x"], "none": null, "object": {"k": true}});
        check(BodyFormat::Json, json!({"a": 1}), &[], "application/json", r#"{"a":1}"#);
        let form = "a%20b=%C3%A4%26%3D&list=1&list=x&object=%7B%22k%22%3Atrue%7D";
        check(BodyFormat::Form, members(), &[], "application/x-www-form-urlencoded", form);
        let file = Upload::new("a\"b\r\n.txt", "content").content_type("text/plain");
        let boundary = "docwright-00000000000000000000000000000000";
        check(
            BodyFormat::Multipart,
            json!({"list": [1, 2]}),
            &[("file", file)],
            &format!("multipart/form-data; boundary={boundary}"),
            &format!(
                "--{boundary}\r\nContent-Disposition: form-data; name=\"list\"\r\n\r\n1\r\n\
                 --{boundary}\r\nContent-Disposition: form-data; name=\"list\"\r\n\r\n2\r\n\
                 --{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a%22b%0D%0A.txt\"\r\n\
                 Content-Type: text/plain\r\n\r\ncontent\r\n--{boundary}--\r\n"
            ),
        );
    }

    #[test]
    fn files_that_cannot_be_sent() {
        let rest = Rest::default();
        let files = [("file", Upload::new("a", "b").content_type("text/plain\r\nx: y"))];
        assert!(encode(BodyFormat::Json, &rest, &files, Uuid::nil()).unwrap_err().contains("multipart"));
        assert!(
            encode(BodyFormat::Multipart, &rest, &files, Uuid::nil()).unwrap_err().contains("content type")
        );
        assert_eq!(format!("{:?}", Upload::new("a", "s3cret")).find("s3cret"), None);
    }
}
