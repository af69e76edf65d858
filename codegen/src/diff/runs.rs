//! Runs of the pieces of two texts: which ones gave way to other ones. Long texts are held against each other by sentences
//! first.

use super::contrasts::Piece;
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::hash::Hash;
use std::ops::Range;

/// Pieces that follow each other.
pub(super) type Run<'p, 't> = &'p [Piece<'t>];

/// Most pieces that are compared one by one, and most sentences: where there are more, what both texts begin and end with
/// is left out, and sentences that both have.
const COMPARED: usize = 4000;

/// The runs of pieces that gave way to other ones.
pub(super) fn replaced<'p, 't>(old: Run<'p, 't>, new: Run<'p, 't>) -> Vec<(Run<'p, 't>, Run<'p, 't>)> {
    let (old, new) = without_common_ends(old, new);
    if old.len().max(new.len()) <= COMPARED {
        return replaced_words(old, new);
    }
    let sentences = |pieces: Run<'p, 't>| -> Vec<Run<'p, 't>> {
        pieces.split_inclusive(|it| [".", "。", ";", "；"].contains(&it.text)).collect()
    };
    let (before, after) = (sentences(old), sentences(new));
    if before.len().max(after.len()) > COMPARED {
        return Vec::new();
    }
    let texts = |sentences: &[Run<'p, 't>]| sentences.iter().map(|it| words(it)).collect::<Vec<_>>();
    let runs = gave_way(&texts(&before), &texts(&after)).into_iter().flat_map(|(ours, theirs)| {
        let pieces = |sentences: &[Run<'p, 't>], of: Run<'p, 't>, range: Range<usize>| {
            let start = sentences[..range.start].iter().map(|it| it.len()).sum::<usize>();
            let count = sentences[range].iter().map(|it| it.len()).sum::<usize>();
            &of[start..start + count]
        };
        let (old, new) = (pieces(&before, old, ours), pieces(&after, new, theirs));
        let (old, new) = without_common_ends(old, new);
        if old.len().max(new.len()) > COMPARED { Vec::new() } else { replaced_words(old, new) }
    });
    runs.collect()
}

/// The ranges of pieces that came, went or gave way to others.
pub(super) fn changed(old: Run<'_, '_>, new: Run<'_, '_>) -> Vec<[Range<usize>; 2]> {
    if old.len().max(new.len()) > COMPARED {
        return Vec::new();
    }
    let ops = capture_diff_slices(Algorithm::Myers, &words(old), &words(new)).into_iter();
    let is_other = |op: &DiffOp| !matches!(op, DiffOp::Equal { .. });
    ops.filter(is_other).map(|op| [op.old_range(), op.new_range()]).collect()
}

fn replaced_words<'p, 't>(old: Run<'p, 't>, new: Run<'p, 't>) -> Vec<(Run<'p, 't>, Run<'p, 't>)> {
    let runs = gave_way(&words(old), &words(new)).into_iter();
    runs.map(|(ours, theirs)| (&old[ours], &new[theirs])).collect()
}

/// What is compared of pieces; words of contrast may differ by their case.
fn words(pieces: Run<'_, '_>) -> Vec<String> {
    let word =
        |it: &Piece<'_>| if it.senses.is_empty() { it.text.to_lowercase() } else { it.text.to_owned() };
    pieces.iter().map(word).collect()
}

/// The ranges that gave way to other ones.
fn gave_way<T: Ord + Hash>(old: &[T], new: &[T]) -> Vec<(Range<usize>, Range<usize>)> {
    let run = |op: DiffOp| match op {
        DiffOp::Replace { old_index, old_len, new_index, new_len } => {
            Some((old_index..old_index + old_len, new_index..new_index + new_len))
        }
        _ => None,
    };
    capture_diff_slices(Algorithm::Myers, old, new).into_iter().filter_map(run).collect()
}

/// Both without the pieces that they begin and end with alike.
fn without_common_ends<'p, 't>(old: Run<'p, 't>, new: Run<'p, 't>) -> (Run<'p, 't>, Run<'p, 't>) {
    let same = |(a, b): &(&Piece<'_>, &Piece<'_>)| a.text == b.text;
    let start = old.iter().zip(new).take_while(same).count();
    let (old, new) = (&old[start..], &new[start..]);
    let end = old.iter().rev().zip(new.iter().rev()).take_while(same).count();
    (&old[..old.len() - end], &new[..new.len() - end])
}
