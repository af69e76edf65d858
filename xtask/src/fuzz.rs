//! `fuzz`: made inputs for every reader and the emitter, in process, with what has to hold for each. The folder `fuzz`
//! has the same generators and checks as targets of cargo-fuzz.
#![allow(unreachable_pub, dead_code, reason = "the targets in `fuzz` use these files too")]

pub mod check;
pub mod choices;
pub mod inputs;
pub mod shrink;
pub mod words;

use crate::shell::root;
use check::{Fault, Scratch};
use choices::Choices;
use inputs::{Input, KINDS, Kind};
use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Pages of one run of the pipeline, where a kind of input is a page; other inputs have a run each.
const PAGES: usize = 32;

/// One in so many rounds goes on to what is emitted, whatever its kind: code takes most of the time.
const EMITTED: u64 = 8;

/// Runs the corpus of inputs, and then made ones until the time is over.
pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    let (minutes, seed) = options(arguments)?;
    let scratch = Scratch::new(&crate::shell::target().join("fuzz"))?;
    check::be_quiet();
    let stored = corpus()?;
    for (path, input) in &stored {
        scratch
            .check(std::slice::from_ref(input), true)
            .map_err(|fault| format!("`{}`: {fault}", path.display()))?;
    }
    println!("{} inputs of fuzz/corpus hold", stored.len());
    let (start, mut bytes, mut round) = (Instant::now(), 0usize, 0u64);
    let mut costs = vec![(0usize, Duration::ZERO); KINDS.len()];
    while start.elapsed() < Duration::from_secs(60 * minutes) {
        let of_kind = round as usize % KINDS.len();
        let (kind, before) = (KINDS[of_kind], Instant::now());
        let mut choices = Choices::of_seed(seed.wrapping_add(round));
        let size = if kind == Kind::Description { PAGES * inputs::DESCRIPTIONS } else { PAGES };
        let inputs: Vec<Input> = (0..size).map(|_| inputs::make(kind, &mut choices)).collect();
        let emits = kind == Kind::Emit || (round / KINDS.len() as u64).is_multiple_of(EMITTED);
        for together in inputs.chunks(if kind.is_page() { inputs.len() } else { 1 }) {
            if let Err(fault) = scratch.check(together, emits) {
                return Err(found(&scratch, together, &fault, seed.wrapping_add(round)));
            }
        }
        let (count, time) = &mut costs[of_kind];
        (*count, *time) = (*count + inputs.len(), *time + before.elapsed());
        bytes += inputs.iter().map(|input| input.text.len()).sum::<usize>();
        round += 1;
    }
    for (kind, (count, time)) in KINDS.iter().zip(&costs) {
        let each = time.as_micros() / (*count).max(1) as u128;
        println!("{:<12} {count:>9} inputs, {each} µs each", kind.name());
    }
    let count: usize = costs.iter().map(|(count, _)| count).sum();
    let rate = count as f64 / start.elapsed().as_secs_f64();
    println!(
        "seed {seed}: {count} inputs of {} kinds, {bytes} bytes, {rate:.0} a second, no fault",
        KINDS.len()
    );
    Ok(())
}

fn options(arguments: &[String]) -> Result<(u64, u64), String> {
    let (mut minutes, mut seed) = (2, 1);
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        let number = words.next().and_then(|number| number.parse().ok());
        match (word.as_str(), number) {
            ("--minutes", Some(number)) => minutes = number,
            ("--seed", Some(number)) => seed = number,
            _ => {
                return Err(format!(
                    "`{word}` is no option with a number; there are `--minutes N` and `--seed N`"
                ));
            }
        }
    }
    Ok((minutes, seed))
}

/// The stored inputs: `fuzz/corpus/<kind>-<what>.txt`.
fn corpus() -> Result<Vec<(PathBuf, Input)>, String> {
    let folder = root().join("fuzz/corpus");
    let entries =
        fs::read_dir(&folder).map_err(|error| format!("cannot read `{}`: {error}", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let read = |path: PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let kind = name.split('-').next().and_then(Kind::of_name);
        let kind = kind.ok_or_else(|| format!("`{name}` begins with no kind of input"))?;
        let text = fs::read_to_string(&path).map_err(|error| format!("cannot read `{name}`: {error}"))?;
        Ok((path, Input { kind, text }))
    };
    paths.into_iter().map(read).collect()
}

/// Finds the input at fault, makes it small, and keeps it.
fn found(scratch: &Scratch, inputs: &[Input], fault: &Fault, seed: u64) -> String {
    let alone = inputs.iter().find_map(|input| {
        let fault = scratch.check(std::slice::from_ref(input), true).err()?;
        Some((input, fault))
    });
    let (text, kind, fault) = match alone {
        Some((input, fault)) => (shrink::smallest(scratch, input, &fault), input.kind, fault),
        // Only together they fail.
        None => {
            let texts: Vec<&str> = inputs.iter().map(|input| input.text.as_str()).collect();
            (texts.join("\n\n"), inputs[0].kind, fault.clone())
        }
    };
    let path = root().join("fuzz/corpus").join(format!("{}-seed-{seed}.txt", kind.name()));
    match fs::write(&path, &text) {
        Ok(()) => {
            format!("seed {seed}: {fault}\nthe input is in `{}`; mend the fault and keep it", path.display())
        }
        Err(error) => format!("seed {seed}: {fault}\ncannot write `{}`: {error}\n{text}", path.display()),
    }
}
