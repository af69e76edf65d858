//! `cargo +nightly fuzz run routes`: the bytes are the choices of the generator.
#![no_main]

use docwright_fuzz::{Kind, run};

libfuzzer_sys::fuzz_target!(|data: &[u8]| run(Kind::Routes, data));
