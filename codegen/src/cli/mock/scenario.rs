//! Scenarios: which answer an operation gives at its first call, its second, or in a state. docs/mock.md describes the file.

use super::faults;
use super::operation::Operation;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// The file as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// The state at the start.
    #[serde(default)]
    state: String,
    #[serde(default)]
    step: Vec<Step>,
}

/// A rule: calls of an operation, under conditions, and what they are answered.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    /// `service.id`, or the id alone where it is unique.
    call: String,
    /// Applies in this state only.
    #[serde(default, rename = "in")]
    state: Option<String>,
    /// Values that arguments must have, by JSON pointer.
    #[serde(default)]
    with: BTreeMap<String, toml::Value>,
    /// The answers of the first call, the second one and so on.
    #[serde(default)]
    reply: Vec<Planned>,
    /// After the last answer the first one comes again; without it, the last one stays.
    #[serde(default, rename = "loop")]
    repeats: bool,
    /// The state after it.
    #[serde(default)]
    then: Option<String>,
}

/// One planned answer.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Planned {
    /// A sample of the page, by title or number.
    #[serde(default)]
    pub(super) example: Option<String>,
    /// An HTTP status, or a code of the vendor.
    #[serde(default)]
    pub(super) code: Option<i64>,
    /// HTTP status of `body`.
    #[serde(default)]
    pub(super) status: Option<u16>,
    /// A body of its own.
    #[serde(default, deserialize_with = "json")]
    pub(super) body: Option<Value>,
    /// `reset`, `cut`, `slow`, `refusal`, or a status.
    #[serde(default)]
    fail: Option<String>,
    /// A wait before it.
    #[serde(default)]
    wait: Option<String>,
    /// A code that is a word.
    #[serde(skip)]
    pub(super) word: Option<String>,
    #[serde(skip)]
    pub(super) fault: Option<faults::Kind>,
    #[serde(skip)]
    pub(super) latency: Option<faults::Latency>,
}

/// A scenario and where it has got to.
#[derive(Debug)]
pub(super) struct Scenario {
    start: String,
    steps: Vec<Step>,
    /// Numbers of steps by the number of their operation.
    by_operation: BTreeMap<usize, Vec<usize>>,
    progress: Mutex<Progress>,
}

#[derive(Debug, Default)]
struct Progress {
    state: String,
    /// How often each step was taken.
    taken: Vec<usize>,
}

fn json<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(from).map(Some)
}

impl Scenario {
    /// Reads a file.
    pub(super) fn read(path: &Path, operations: &[Operation]) -> Result<Self, String> {
        let named = |error: String| format!("`{}`: {error}", path.display());
        let text = std::fs::read_to_string(path).map_err(|error| named(error.to_string()))?;
        Self::parse(&text, operations).map_err(named)
    }

    pub(super) fn parse(text: &str, operations: &[Operation]) -> Result<Self, String> {
        let File { state, mut step } = toml::from_str(text).map_err(|error| error.to_string())?;
        let mut by_operation: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, step) in step.iter_mut().enumerate() {
            by_operation.entry(find(operations, &step.call)?).or_default().push(at);
            for planned in &mut step.reply {
                planned.check(&step.call)?;
            }
        }
        let states: Vec<&String> =
            step.iter().filter_map(|step| step.then.as_ref()).chain([&state]).collect();
        for step in &step {
            step.check(&states)?;
        }
        let progress = Mutex::new(Progress { state: state.clone(), taken: vec![0; step.len()] });
        Ok(Self { start: state, steps: step, by_operation, progress })
    }

    /// The planned answer of a call, and the step that is taken with it. The first step that applies is taken.
    pub(super) fn next(&self, operation: usize, arguments: &Value) -> Option<Planned> {
        let candidates = self.by_operation.get(&operation)?;
        let mut progress = self.progress.lock().unwrap_or_else(PoisonError::into_inner);
        let applies = |step: &Step| {
            step.state.as_ref().is_none_or(|state| *state == progress.state) && step.has(arguments)
        };
        let at = *candidates.iter().find(|at| applies(&self.steps[**at]))?;
        let step = &self.steps[at];
        let taken = progress.taken[at];
        progress.taken[at] += 1;
        if let Some(then) = &step.then {
            progress.state.clone_from(then);
        }
        let last = step.reply.len().saturating_sub(1);
        let number = if step.repeats { taken % step.reply.len().max(1) } else { taken.min(last) };
        Some(step.reply.get(number).cloned().unwrap_or_default())
    }

    /// Begins anew.
    pub(super) fn reset(&self) {
        let mut progress = self.progress.lock().unwrap_or_else(PoisonError::into_inner);
        *progress = Progress { state: self.start.clone(), taken: vec![0; self.steps.len()] };
    }

    /// The state.
    pub(super) fn state(&self) -> String {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner).state.clone()
    }
}

impl Step {
    /// A step that can never be taken is not meant.
    fn check(&self, states: &[&String]) -> Result<(), String> {
        if let Some(state) = self.state.as_ref().filter(|state| !states.contains(state)) {
            return Err(format!("a step of `{}`: no step leads to the state `{state}`", self.call));
        }
        match self.with.keys().find(|pointer| !pointer.starts_with('/')) {
            Some(name) => {
                Err(format!("a step of `{}`: `{name}` is no JSON pointer; write `/{name}`", self.call))
            }
            None => Ok(()),
        }
    }

    fn has(&self, arguments: &Value) -> bool {
        self.with.iter().all(|(pointer, wanted)| {
            let wanted = serde_json::to_value(wanted).unwrap_or_default();
            arguments.pointer(pointer) == Some(&wanted)
        })
    }
}

impl Planned {
    fn check(&mut self, call: &str) -> Result<(), String> {
        let named = |error: String| format!("a reply of `{call}`: {error}");
        let ways = [self.example.is_some(), self.code.is_some(), self.body.is_some(), self.fail.is_some()];
        if ways.iter().filter(|way| **way).count() > 1 {
            return Err(named("one of `example`, `code`, `body` and `fail` says what it is".to_owned()));
        }
        if self.status.is_some_and(|status| !(200..600).contains(&status)) {
            return Err(named("`status` is of 200 to 599".to_owned()));
        }
        if self.status.is_some() && self.body.is_none() {
            return Err(named("`status` goes with `body`; `code` alone gives a refusal".to_owned()));
        }
        if self.status == Some(204) {
            return Err(named("an answer of status 204 has no body".to_owned()));
        }
        self.fault = self.fail.as_deref().map(str::parse).transpose().map_err(named)?;
        self.latency = self.wait.as_deref().map(str::parse).transpose().map_err(named)?;
        Ok(())
    }
}

/// The number of the operation that a scenario names.
fn find(operations: &[Operation], name: &str) -> Result<usize, String> {
    let is_it = |operation: &Operation| operation.name() == name || operation.endpoint.id == name;
    let found: Vec<usize> =
        operations.iter().enumerate().filter(|(_, operation)| is_it(operation)).map(|(at, _)| at).collect();
    match found.as_slice() {
        [one] => Ok(*one),
        [] => Err(format!("no operation is called `{name}`; the start page of the server lists them")),
        _ => Err(format!("several operations are called `{name}`; write `SERVICE.{name}`")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::validate::tests::operation;
    use super::*;
    use serde_json::json;

    fn scenario(text: &str) -> Result<Scenario, String> {
        Scenario::parse(text, &[operation(Vec::new(), Vec::new())])
    }

    #[test]
    fn sequences_states_and_conditions() {
        let text = "state = 'new'\n\
            [[step]]\ncall = 'call'\nwith = { '/id' = 7 }\nreply = [{ code = 404 }]\n\
            [[step]]\ncall = 'shop.call'\nin = 'new'\nthen = 'old'\nreply = [{ code = 503 }]\n\
            [[step]]\ncall = 'call'\nin = 'old'\nloop = true\nreply = [{ example = '1' }, { example = '2' }]\n";
        let scenario = scenario(text).unwrap();
        let next = |arguments: Value| {
            let planned = scenario.next(0, &arguments)?;
            Some(planned.code.map(|code| code.to_string()).or(planned.example).unwrap_or_default())
        };
        let check = |arguments: Value, expect: &str| assert_eq!(next(arguments).as_deref(), Some(expect));
        check(json!({"id": 7}), "404");
        check(json!({}), "503");
        for expect in ["1", "2", "1"] {
            check(json!({"id": 8}), expect);
        }
        check(json!({"id": 7}), "404");
        assert_eq!(scenario.state(), "old");
        scenario.reset();
        assert_eq!(scenario.next(0, &json!({})).unwrap().code, Some(503));
    }

    #[track_caller]
    fn refused(text: &str, part: &str) {
        let error = scenario(text).unwrap_err();
        assert!(error.contains(part), "{error}");
    }

    #[test]
    fn files_that_cannot_be_meant() {
        refused("[[step]]\ncall = 'other'\n", "no operation is called `other`");
        refused("[[step]]\ncall = 'call'\nwhen = 1\n", "unknown field `when`");
        refused("[[step]]\ncall = 'call'\nreply = [{ code = 1, example = 'x' }]\n", "one of");
        refused("[[step]]\ncall = 'call'\nreply = [{ fail = 'fire' }]\n", "is no failure");
        refused("[[step]]\ncall = 'call'\nreply = [{ status = 201 }]\n", "goes with `body`");
        refused("[[step]]\ncall = 'call'\nreply = [{ body = {}, status = 99 }]\n", "200 to 599");
        refused("[[step]]\ncall = 'call'\nreply = [{ body = {}, status = 204 }]\n", "has no body");
        refused("[[step]]\ncall = 'call'\nin = 'x'\n", "no step leads to the state `x`");
        refused("[[step]]\ncall = 'call'\nwith = { id = 1 }\n", "write `/id`");
    }
}
