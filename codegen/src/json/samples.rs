//! Splits a fence into samples: documents one after another, requests, query strings, text.

use super::{Body, Sample, reader};

/// All samples of a fence in order.
pub(super) fn split(text: &str) -> Vec<Sample> {
    let start = text.len() - text.trim_start().len();
    match reader::at(text, start) {
        Some((document, _)) => {
            vec![Sample {
                label: String::new(),
                status: None,
                body: Body::Json(document),
                start: start as u32,
            }]
        }
        None => Vec::new(),
    }
}
