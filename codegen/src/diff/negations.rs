//! Negations: a sentence that says that something is so, and the same one that says that it is not.

use super::contrasts::{self, Piece};
use super::reworded::Reworded;
use super::rules;
use super::runs::{self, Run};

/// What both texts say, from the word before the negation to the one behind it.
pub(super) fn find(old: (&str, Run<'_, '_>), new: (&str, Run<'_, '_>)) -> Option<Reworded> {
    let [before, after] = said(old, new)?;
    let what = format!("says `{after}` instead of `{before}`");
    Some(Reworded::new(&rules::OPPOSITE_WORD, what, &before, &after))
}

fn said(old: (&str, Run<'_, '_>), new: (&str, Run<'_, '_>)) -> Option<[String; 2]> {
    runs::changed(old.1, new.1).into_iter().find_map(|ranges| {
        let [before, after] = [&old.1[ranges[0].clone()], &new.1[ranges[1].clone()]];
        let is_negated = |run: Run<'_, '_>| run.iter().any(|it| contrasts::negates(it.text));
        let is_one = is_negated(before) != is_negated(after) && rest(before) == rest(after);
        is_one.then(|| {
            let around = |(text, pieces): (&str, Run<'_, '_>), at: &std::ops::Range<usize>| {
                let first = &pieces[at.start.saturating_sub(1)];
                let last = &pieces[at.end.min(pieces.len() - 1)];
                text[first.start..last.start + last.text.len()].to_owned()
            };
            [around(old, &ranges[0]), around(new, &ranges[1])]
        })
    })
}

/// The words that are no negation and do not come with one.
fn rest(run: Run<'_, '_>) -> Vec<String> {
    let is_own = |piece: &&Piece<'_>| !contrasts::negates(piece.text) && !contrasts::is_auxiliary(piece.text);
    run.iter().filter(is_own).map(|piece| piece.text.to_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::contrasts::pieces;

    #[track_caller]
    fn check(old: &str, new: &str, expect: Option<[&str; 2]>) {
        let (before, after) = (pieces(old), pieces(new));
        let found = super::said((old, &before), (new, &after));
        assert_eq!(found, expect.map(|says| says.map(str::to_owned)));
    }

    #[test]
    fn negations() {
        check("They will be returned.", "They will not be returned.", Some(["will be", "will not be"]));
        check("It returns all", "It doesn't return all", None);
        check("It isn't sent", "It is sent", Some(["It isn't sent", "It is sent"]));
        check("会覆盖旧值", "不会覆盖旧值", Some(["会", "不会"]));
        check("同名", "不同名", Some(["同", "不同"]));
        check("A name", "Not a name", Some(["A", "Not a"]));
        check("A name", "A name, which is not sent", None);
    }
}
