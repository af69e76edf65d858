//! Packs what a deserializer reads, in the form that [`super::document`] describes.

use super::document::{
    FALSE, FLOAT, LIST, NULL, OBJECT, SIGNED, TEXT, TRUE, UNSIGNED, WORD, WRITTEN, take_value,
};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Number;
use std::fmt;
use std::ops::Range;

/// Name of the one member of an object that stands for a number where serde_json's `arbitrary_precision` is on, which
/// any crate of a build can switch on.
const NUMBER: &str = "$serde_json::private::Number";

/// As many names as are faster compared with each other than sorted.
const FEW: usize = 16;

/// What is packed so far.
#[derive(Default)]
pub(super) struct Packed {
    pub(super) bytes: Vec<u8>,
    /// Whether an object has two members of one name.
    pub(super) repeats: bool,
    /// Where the names of the members of all open objects are.
    names: Vec<Range<usize>>,
}

/// Packs one value.
pub(super) struct Pack<'p>(pub(super) &'p mut Packed);

/// Packs the name of a member.
struct Name<'p>(&'p mut Packed);

/// A list or object that has begun.
struct Open {
    size_at: usize,
    count: usize,
}

impl Packed {
    pub(super) fn with_capacity(bytes: usize) -> Self {
        Self { bytes: Vec::with_capacity(bytes), repeats: false, names: Vec::with_capacity(FEW) }
    }

    fn number(&mut self, kind: u8, word: [u8; WORD]) {
        self.bytes.push(kind);
        self.bytes.extend_from_slice(&word);
    }

    fn written(&mut self, number: &str) {
        self.bytes.push(WRITTEN);
        self.text(number);
    }

    fn text(&mut self, text: &str) {
        self.bytes.extend_from_slice(&text.len().to_ne_bytes());
        self.bytes.extend_from_slice(text.as_bytes());
    }

    fn open(&mut self, kind: u8) -> Open {
        self.bytes.push(kind);
        let size_at = self.bytes.len();
        self.bytes.extend_from_slice(&[0; 2 * WORD]);
        Open { size_at, count: 0 }
    }

    fn close(&mut self, Open { size_at, count }: Open) {
        let count_at = size_at + WORD;
        let size = self.bytes.len() - count_at;
        self.bytes[size_at..count_at].copy_from_slice(&size.to_ne_bytes());
        self.bytes[count_at..count_at + WORD].copy_from_slice(&count.to_ne_bytes());
    }

    /// Takes note of names that an object has twice; `names` are those of its members.
    fn close_names(&mut self, first: usize) {
        let Self { bytes, names, repeats } = self;
        let name = |range: &Range<usize>| &bytes[range.clone()];
        let own = &mut names[first..];
        *repeats |= if own.len() <= FEW {
            (1..own.len()).any(|at| own[..at].iter().any(|other| name(other) == name(&own[at])))
        } else {
            own.sort_unstable_by(|one, two| name(one).cmp(name(two)));
            own.windows(2).any(|pair| name(&pair[0]) == name(&pair[1]))
        };
        names.truncate(first);
    }

    /// Turns an object that stands for a number into the number, as it is written.
    fn settle_number(&mut self, start: usize) {
        let object = take_value(&mut &self.bytes[start..]);
        let number = object.and_then(|object| object.get(NUMBER)?.as_str()?.parse::<Number>().ok());
        if let Some(number) = number {
            self.bytes.truncate(start);
            self.written(&number.to_string());
        }
    }
}

impl<'de> DeserializeSeed<'de> for Pack<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Pack<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any valid JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.0.bytes.push(NULL);
        Ok(())
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.0.bytes.push(if value { TRUE } else { FALSE });
        Ok(())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.0.number(UNSIGNED, value.to_ne_bytes());
        Ok(())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.0.number(SIGNED, value.to_ne_bytes());
        Ok(())
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<(), E> {
        self.0.written(&value.to_string());
        Ok(())
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<(), E> {
        self.0.written(&value.to_string());
        Ok(())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        self.0.number(FLOAT, value.to_ne_bytes());
        Ok(())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        self.0.bytes.push(TEXT);
        self.0.text(text);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<(), A::Error> {
        let mut open = self.0.open(LIST);
        while values.next_element_seed(Pack(self.0))?.is_some() {
            open.count += 1;
        }
        self.0.close(open);
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let start = self.0.bytes.len();
        let mut open = self.0.open(OBJECT);
        let first = self.0.names.len();
        while members.next_key_seed(Name(self.0))?.is_some() {
            members.next_value_seed(Pack(self.0))?;
            open.count += 1;
        }
        let single = open.count == 1;
        self.0.close(open);
        self.0.close_names(first);
        if single {
            self.0.settle_number(start);
        }
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Name<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Name<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string key")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<(), E> {
        self.0.text(name);
        let end = self.0.bytes.len();
        self.0.names.push(end - name.len()..end);
        Ok(())
    }
}
