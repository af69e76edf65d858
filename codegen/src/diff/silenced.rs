//! Pages of which no call is read any more: that an endpoint is gone with its page is another thing than that the page is
//! still there and can no longer be understood.

use super::entry::{Entry, Place};
use super::{roots, rules};
use crate::model::{Api, Origin};
use std::collections::{BTreeMap, BTreeSet};

/// Says of endpoints that are gone where their pages are still there and give no call.
pub(super) fn mark(entries: &mut [Entry], old: &Api, new: &Api) {
    let above = [old, new].map(|api| roots::of(api.files.iter().map(|file| file.path.as_str())));
    let heard: BTreeSet<u32> = new
        .services
        .iter()
        .flat_map(|service| &service.endpoints)
        .flat_map(|endpoint| endpoint.origins.iter().map(|origin| origin.file))
        .collect();
    let silent = new.files.iter().zip(0u32..).filter(|(_, id)| !heard.contains(id));
    let silent: BTreeMap<&str, u32> = silent.map(|(file, id)| (&file.path[above[1]..], id)).collect();
    for entry in entries.iter_mut().filter(|entry| entry.code == rules::ENDPOINT_REMOVED.code.id) {
        let page = entry.old.as_ref().and_then(|place| silent.get(&place.file[above[0]..]));
        let Some(page) = page else { continue };
        let file = new.files[*page as usize].path.clone();
        entry.message.push_str(", though its page is still there");
        "No call is read from the page any more; `docwright check` says what it found there. Mend the page, or ask whether the server still answers the call."
            .clone_into(&mut entry.help);
        entry.new =
            Some(Place { file, line: 1, origin: Origin { file: *page, line: 1, ..Origin::default() } });
    }
}
