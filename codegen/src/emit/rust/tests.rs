//! Tests of the emitter on hand-written models.

mod constructors;
mod hostile;
mod models;
mod stable_names;

use super::{Options, emit};
use crate::emit::{File, Tree};
use crate::model::Api;
use models::{api, create_set, service};

fn seed() -> Api {
    api(vec![service("blueking.cc", "blueking", "BlueKing", vec![create_set()])])
}

fn file<'a>(files: &'a [File], path: &str) -> &'a str {
    let found = files.iter().find(|file| file.tree == Tree::Source && file.path == path);
    &found.unwrap_or_else(|| panic!("no file {path}")).text
}

#[test]
fn the_tree_has_one_file_per_endpoint() {
    let files = emit(&seed(), &Options::default());
    let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    let expected = [
        "blueking.rs",
        "blueking/cc.rs",
        "blueking/cc/both_ways.rs",
        "blueking/cc/both_ways/create_set.rs",
        "blueking/cc/create_set.rs",
        "clients.rs",
        "blueking.rs",
        "blueking/cc.rs",
        "samples.rs",
    ];
    assert_eq!(paths, expected);
}

#[test]
fn an_endpoint_reads_well() {
    insta::assert_snapshot!(file(&emit(&seed(), &Options::default()), "blueking/cc/create_set.rs"));
}
