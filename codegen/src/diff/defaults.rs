//! Defaults that sentences tell: what holds where an argument is not sent, in words that are no value.

use super::contrasts::{self, pieces};
use super::reworded::Reworded;
use super::rules;
use std::collections::BTreeSet;

/// What two texts say of the default, where it is not the same.
pub(super) fn compare(old: &str, new: &str) -> Option<Reworded> {
    let says = said(old, new)?;
    let (rule, what) = match &says {
        [Some(old), Some(new)] => {
            (&rules::DEFAULT_CHANGED, format!("says of the default `{new}` instead of `{old}`"))
        }
        [_, Some(new)] => (&rules::DEFAULT_STATED, format!("says of the default `{new}`")),
        [old, None] => {
            let old = old.as_deref().unwrap_or_default();
            (&rules::DEFAULT_STATED, format!("no longer says of the default `{old}`"))
        }
    };
    Some(Reworded { rule, what, says })
}

fn said(old: &str, new: &str) -> Option<[Option<String>; 2]> {
    let said = [old, new].map(contrasts::default_sentence);
    let is_other = match said {
        [Some(old), Some(new)] => {
            let (old, new) = (words(old), words(new));
            // One that says more of the same is no other one.
            !old.is_subset(&new) && !new.is_subset(&old)
        }
        says => says.iter().any(Option::is_some),
    };
    is_other.then(|| said.map(|said| said.map(str::to_owned)))
}

/// The words that a sentence is about.
fn words(text: &str) -> BTreeSet<String> {
    let lower = text.to_lowercase();
    let words = pieces(&lower).into_iter().map(|piece| piece.text.to_owned());
    words.filter(|word| word.chars().any(char::is_alphanumeric) && !contrasts::is_filler(word)).collect()
}

#[cfg(test)]
mod tests {
    #[track_caller]
    fn check(old: &str, new: &str, expect: Option<[Option<&str>; 2]>) {
        let found = super::said(old, new);
        assert_eq!(found, expect.map(|says| says.map(|it| it.map(str::to_owned))), "{old} => {new}");
    }

    #[test]
    fn defaults_in_sentences() {
        let both = |old, new| Some([Some(old), Some(new)]);
        check("所有者，默认返回全部", "所有者，默认返回当前用户", both("返回全部", "返回当前用户"));
        check("Owner. If omitted, all.", "Owner. If omitted, yours.", both("all", "yours"));
        check("Defaults to the current user", "Defaults to the admin", both("the current user", "the admin"));
        check(
            "All are returned by default.",
            "Fresh ones are returned by default.",
            both("All are returned", "Fresh ones are returned"),
        );
        check("所有者", "所有者，不传则返回全部", Some([None, Some("返回全部")]));
    }

    #[test]
    fn one_default_in_other_words() {
        check("By default, all are returned.", "By default returns all.", None);
        check("默认返回全部", "默认则返回全部", None);
        check("The default template", "The standard template", None);
        check("默认模板的名称", "默认分组的名称", None);
        check("Owner", "Owner of it", None);
    }
}
