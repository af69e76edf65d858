//! The pages that the kinds of change are shown on, and their edits.

use super::rows::{C, D, ESB, Edit, L, P, Page, Row, S};

/// The pages as they are, before any edit: folder, name, text.
fn pages() -> Vec<Page> {
    vec![
        ("garden", C, include_str!("pages/createPlant.md").to_owned()),
        ("garden", L, include_str!("pages/listPlants.md").to_owned()),
        ("garden", D, include_str!("pages/dropPlant.md").to_owned()),
        ("depot", P, include_str!("pages/listPots.md").to_owned()),
        (ESB, S, include_str!("pages/search_tool.md").to_owned()),
    ]
}

impl Row {
    /// The pages of both sides. An edit that finds nothing is a mistake of the row.
    pub(super) fn sides(&self) -> Result<[Vec<Page>; 2], String> {
        let mut old = pages();
        self.apply(&mut old, self.base)?;
        let mut new = old.clone();
        self.apply(&mut new, self.edits)?;
        Ok([old, new])
    }

    fn apply(&self, pages: &mut Vec<Page>, edits: &[Edit]) -> Result<(), String> {
        for (name, from, to) in edits {
            if from.is_empty() {
                match (*to, name.split_once('/')) {
                    ("", _) => pages.retain(|(_, own, _)| own != name),
                    (_, Some((folder, file))) => pages.extend(
                        self::pages()
                            .into_iter()
                            .filter(|(_, own, _)| *own == file)
                            .map(|(_, own, text)| (folder, own, text)),
                    ),
                    (_, None) => pages.extend(self::pages().into_iter().filter(|(_, own, _)| own == name)),
                }
                continue;
            }
            let page = pages.iter_mut().find(|(_, own, _)| own == name);
            let (_, _, text) =
                page.ok_or_else(|| format!("`{}` edits `{name}`, which is gone", self.name))?;
            if !text.contains(from) {
                return Err(format!("`{}`: `{name}` has no `{}`", self.name, from.trim()));
            }
            *text = text.replacen(from, to, 1);
        }
        Ok(())
    }
}
