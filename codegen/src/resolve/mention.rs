//! Descriptions that refer to a table by its title.

use crate::dialect::words::half_widths;
use crate::lower::draft::Field;

/// The phrases by which descriptions refer to a table.
pub struct Mention(Vec<String>);

impl Mention {
    /// By its title, which stands for the `{}` of each phrase.
    pub fn new(title: &str, phrases: &[String]) -> Self {
        Self(phrases.iter().map(|phrase| Self::fold(&phrase.replace("{}", title))).collect())
    }

    /// Whether the description of a field holds one of them.
    pub fn is_in(&self, field: &Field) -> bool {
        field.docs.iter().any(|text| {
            let text = Self::fold(&text.text);
            self.0.iter().any(|phrase| text.contains(phrase))
        })
    }

    fn fold(text: &str) -> String {
        half_widths(text).to_lowercase().replace(['`', ' '], "")
    }
}
