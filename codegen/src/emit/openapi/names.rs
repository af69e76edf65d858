//! Names of operations and components: what the format allows, and no two that generators write alike.

use super::examples::REFERENCE;
use crate::model::Field;
use heck::ToUpperCamelCase;
use std::collections::BTreeSet;

/// Names that were given. Generators turn them into types, so two that are one in camel case count as one.
#[derive(Debug, Default)]
pub(in crate::emit) struct Names {
    taken: BTreeSet<String>,
}

impl Names {
    /// The name, with a number behind it where it would meet another.
    pub(in crate::emit) fn free(&mut self, wanted: &str) -> String {
        let name = word(wanted);
        let mut candidate = name.clone();
        let mut number = 2;
        while !self.taken.insert(camel(&candidate)) {
            candidate = format!("{name}_{number}");
            number += 1;
        }
        candidate
    }
}

/// The fields that a struct can have, and those that it cannot: whose names would meet one of them, and those that tools
/// take for something else. Generators write `DstIP` and `DstIp` alike, some `VPCId` and `VPCID`, so names count as one that differ
/// in case and separators only.
pub(super) fn apart<'f>(fields: &[&'f Field]) -> (Vec<&'f Field>, Vec<&'f Field>) {
    let mut taken = BTreeSet::new();
    let letters = |name: &str| name.to_lowercase().replace(|c: char| !c.is_alphanumeric(), "");
    let is_free = |name: &str| name != REFERENCE && !OF_OBJECTS.contains(&name);
    fields.iter().partition(|field| is_free(&field.name) && taken.insert(letters(&field.name)))
}

/// What objects of JavaScript have anyway; validators that are written in it stumble over such properties.
const OF_OBJECTS: &[&str] = &["__proto__", "constructor"];

fn camel(name: &str) -> String {
    name.replace('.', "_").to_upper_camel_case().to_ascii_lowercase()
}

/// Letters, digits and `.-_`, which names of components are made of.
pub(in crate::emit) fn word(text: &str) -> String {
    let mut word = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            _ if c.is_ascii_alphanumeric() || ".-_".contains(c) => word.push(c),
            '/' | ' ' | '{' | '}' | ':' => word.push('_'),
            _ => word.push_str(&format!("-u{:x}-", c as u32)),
        }
    }
    word
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_differ_after_generators_rewrote_them() {
        let mut names = Names::default();
        let given = ["get_disk", "getDisk", "get.disk", "get disk", "盘"].map(|name| names.free(name));
        assert_eq!(given, ["get_disk", "getDisk_2", "get.disk_3", "get_disk_4", "-u76d8-"]);
    }
}
