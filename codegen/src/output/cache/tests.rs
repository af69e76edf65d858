//! Tests of the cache: hits, misses and damaged files.

use super::*;
use proptest::prelude::*;

fn key(text: &str) -> Key {
    Key::of(&[text.as_bytes()])
}

fn product(path: &str) -> Product {
    Product { tree: Tree::Source, path: path.to_owned(), text: key(path) }
}

fn filled() -> Known {
    let mut known = Known::default();
    known.parts.insert(key("part"), Arc::new(vec![product("a.rs"), product("b.rs")]));
    known.outputs.insert(key("output"), Arc::new(vec![key("part")]));
    known.facts.insert(key("facts"), Arc::new(Facts { types: 3, ..Facts::default() }));
    known
}

#[test]
fn the_next_run_knows_what_this_one_kept() {
    let folder = tempfile::tempdir().unwrap();
    let cache = Cache::open(folder.path());
    assert_eq!(cache.part(&key("part")), None);
    cache.keep_part(key("part"), Arc::new(vec![product("a.rs")]));
    cache.keep_facts(key("facts"), Arc::default());
    cache.save().unwrap();
    let next = Cache::open(folder.path());
    assert_eq!(next.part(&key("part")).as_deref(), Some(&vec![product("a.rs")]));
    next.keep_output(key("output"), Arc::new(vec![key("other")]));
    next.save().unwrap();
    let last = Cache::open(folder.path());
    assert_eq!(last.part(&key("part")), None, "what a run does not use is forgotten");
    assert_eq!(last.output(&key("output")).as_deref(), Some(&vec![key("other")]));
}

#[test]
fn no_folder_no_file() {
    let cache = Cache::none();
    cache.keep_part(key("part"), Arc::new(Vec::new()));
    cache.save().unwrap();
}

#[test]
fn borders_between_pieces_count() {
    assert_ne!(Key::of(&[b"ab", b"c"]), Key::of(&[b"a", b"bc"]));
    assert_ne!(Key::of(&[b"ab"]), Key::of(&[b"ab", b""]));
}

#[test]
fn another_build_counts_as_nothing() {
    let bytes = encode(&filled()).unwrap();
    assert!(decode(&bytes).unwrap().is_like(&filled()));
    let text = String::from_utf8(bytes).unwrap();
    let other = text.replacen(env!("DOCWRIGHT_BUILD"), &"0".repeat(env!("DOCWRIGHT_BUILD").len()), 1);
    assert_ne!(text, other);
    assert!(decode(other.as_bytes()).is_none());
}

proptest! {
    /// Whatever happens to the file, it gives all or nothing.
    #[test]
    fn damage_is_seen(at in any::<prop::sample::Index>(), flip in 1..=255u8, cut in any::<bool>(), junk in any::<Vec<u8>>()) {
        let whole = encode(&filled()).unwrap();
        let at = at.index(whole.len());
        let mut bytes = whole.clone();
        if cut { bytes.truncate(at) } else { bytes[at] ^= flip }
        prop_assert!(decode(&bytes).is_none());
        prop_assert!(decode(&junk).is_none());
        let longer = [whole, vec![flip]].concat();
        prop_assert!(decode(&longer).is_none());
    }
}
