//! One call, from the request to the answer: route, arguments, credentials, validation, scenario, sample.

use super::Arguments as Options;
use super::answer::{Outcome, Reply};
use super::arguments::{Arguments, Body};
use super::faults::{self, Fault, Latency};
use super::log::{Entry, Log};
use super::operation::Operation;
use super::random::Random;
use super::record::Record;
use super::reply;
use super::route::Captures;
use super::routes::{Found, Routes};
use super::scenario::{Planned, Scenario};
use super::target::{Target, decode};
use super::{Failure as Error, prepare, refusal, validate};
use crate::cli::problem::Problem;
use axum::body::Bytes;
use docwright::model::Api;
use docwright_runtime::http::request::Parts;
use docwright_runtime::http::{HeaderMap, HeaderName, HeaderValue, header};
use docwright_runtime::server::{Failure, Keys, Received, Refused};
use serde_json::{Map, Value};
use std::time::{SystemTime, UNIX_EPOCH};

/// The server, apart from its connections.
pub(super) struct Mock {
    pub(super) api: &'static Api,
    pub(super) operations: Vec<Operation>,
    pub(super) max_body: usize,
    routes: Routes,
    keys: Keys,
    strict: bool,
    validates: bool,
    seed: u64,
    scenario: Option<Scenario>,
    latency: Option<Latency>,
    faults: Vec<Fault>,
    random: Random,
    ids: Random,
    log: Option<Log>,
    record: Option<Record>,
}

/// A call whose operation is known.
struct Call<'c> {
    at: usize,
    operation: &'c Operation,
    arguments: Arguments,
}

impl Mock {
    pub(super) fn new(api: &'static Api, options: &Options) -> Result<Self, Error> {
        let operations = prepare::all(api, options.seed)?;
        let scenario = options.scenario.as_deref();
        let scenario = scenario.map(|path| Scenario::read(path, &operations)).transpose()?;
        Ok(Self {
            api,
            routes: Routes::new(&operations),
            max_body: options.max_body,
            keys: options.keys()?,
            strict: options.strict,
            validates: !options.no_validation,
            seed: options.seed,
            scenario,
            latency: options.latency,
            faults: options.fail.clone(),
            random: Random::new(options.seed),
            ids: Random::new(options.seed.wrapping_add(1)),
            log: options.log.as_deref().map(Log::open).transpose()?,
            record: options.record.as_deref().map(Record::open).transpose()?,
            operations,
        })
    }

    /// An id for an answer; a seed decides the ids and their order.
    fn id(&self) -> String {
        format!("{:016x}{:016x}", self.ids.number(), self.ids.number())
    }

    /// Answers a request whose body has been read.
    pub(super) fn answer(&self, head: &Parts, body: &Bytes) -> Outcome {
        let begun = std::time::Instant::now();
        let target = Target::read(head.uri.path(), head.uri.query());
        let mut entry = Entry::default();
        let mut outcome = match self.find(head, &target, body) {
            Ok(call) => self.call(&call, head, body, &mut entry),
            Err(refused) => Outcome::refused(*refused, "unknown"),
        };
        if outcome.fault.is_none() {
            outcome.wait += self.latency.map(|latency| latency.wait(&self.random)).unwrap_or_default();
        }
        if let Some(log) = &self.log {
            entry.method = head.method.as_str();
            entry.path = head.uri.path();
            log.write(self.api, &entry, &outcome, begun.elapsed());
        }
        outcome
    }

    /// The operation that a request calls, with its arguments.
    fn find<'c>(&'c self, head: &Parts, target: &Target, body: &[u8]) -> Result<Call<'c>, Box<Refused>> {
        let (method, path) = (head.method.as_str(), head.uri.path());
        let refuse =
            |status, message| Box::new(refusal::of_nothing(&self.operations, status, message, &self.id()));
        let found = match self.routes.find(&self.operations, method, target) {
            Found::Operations(found) => found,
            Found::Methods(methods) => {
                let list = methods.into_iter().collect::<Vec<_>>().join(", ");
                let mut refused = refuse(405, format!("`{path}` takes {list}, not {method}"));
                if let Ok(value) = HeaderValue::try_from(list) {
                    refused.headers.insert(header::ALLOW, value);
                }
                return Err(refused);
            }
            Found::Nothing => {
                let message = format!("no operation has the path `{path}`; the start page `/` lists all");
                return Err(refuse(404, message));
            }
        };
        let body = Body::read(&head.headers, body);
        let call = |(at, captures): (usize, Captures)| {
            let operation = &self.operations[at];
            let arguments = Arguments::of(operation, &captures, target, &head.headers, &body);
            Call { at, operation, arguments }
        };
        let calls: Vec<Call<'_>> = found.into_iter().map(call).filter(|call| call.is_named(target)).collect();
        best(calls, head).ok_or_else(|| {
            refuse(
                404,
                format!("`{path}` has operations, and the arguments of the request name none of them"),
            )
        })
    }

    /// Answers a call.
    fn call<'e>(&'e self, call: &Call<'e>, head: &Parts, body: &[u8], entry: &mut Entry<'e>) -> Outcome {
        let Call { at, operation, arguments } = call;
        let whole = arguments.whole();
        entry.operation = Some(operation);
        if let Err(failure) = self.authenticate(operation, head, body, &whole) {
            return Outcome::refused(refusal::of(operation, &failure, &self.id()), "credentials");
        }
        let mut warnings = Vec::new();
        if self.validates {
            let found = validate::arguments(operation, arguments);
            let is_open = |problem: &Problem| !self.strict && operation.excuses.hold(problem);
            let (open, problems): (Vec<Problem>, Vec<Problem>) = found.into_iter().partition(is_open);
            warnings = open;
            if !problems.is_empty() {
                let refused = refusal::of_problems(self.api, operation, &problems, &self.id());
                (entry.problems, entry.warnings, entry.arguments) = (problems, warnings, whole);
                return Outcome::refused(refused, "arguments");
            }
        }
        let mut outcome = self.planned(*at, operation, head, &whole);
        if !warnings.is_empty() {
            outcome.headers.insert("x-mock-warnings", warnings.len().into());
        }
        if let Some(record) = self.record.as_ref().filter(|_| outcome.is_success()) {
            record.write(operation, &whole, &outcome);
        }
        (entry.warnings, entry.arguments) = (warnings, whole);
        outcome
    }

    fn authenticate(
        &self,
        operation: &Operation,
        head: &Parts,
        body: &[u8],
        arguments: &Value,
    ) -> Result<(), Failure> {
        if self.keys.is_empty() {
            return Ok(());
        }
        let none = Map::new();
        let client = &operation.service.client;
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let received = Received {
            method: head.method.as_str(),
            target: head.uri.path_and_query().map_or("/", |target| target.as_str()),
            headers: &head.headers,
            body,
            arguments: arguments.as_object().unwrap_or(&none),
            path: &operation.endpoint.path,
            signing_name: &client.signing_name,
            auth_header: &client.auth_header,
            now: since.as_secs(),
        };
        operation.vendor.authenticate(&received, &self.keys)
    }

    /// The answer of a call that nothing is wrong with.
    fn planned(&self, at: usize, operation: &Operation, head: &Parts, arguments: &Value) -> Outcome {
        if let Some(kind) = faults::draw(&self.faults, &self.random) {
            return self.fault(operation, kind);
        }
        if let Some(wanted) = preference(&head.headers) {
            let mut outcome = self.chosen(operation, &wanted);
            let applied = HeaderValue::from_static(if wanted.example.is_some() { "example" } else { "code" });
            outcome.headers.insert("preference-applied", applied);
            return outcome;
        }
        match self.scenario.as_ref().and_then(|scenario| scenario.next(at, arguments)) {
            Some(planned) => {
                let mut outcome = match planned.fault {
                    Some(kind) => self.fault(operation, kind),
                    None => self.chosen(operation, &planned),
                };
                outcome.wait += planned.latency.map(|latency| latency.wait(&self.random)).unwrap_or_default();
                outcome
            }
            None => Outcome::of(&operation.replies[0]),
        }
    }

    fn fault(&self, operation: &Operation, kind: faults::Kind) -> Outcome {
        let failure = |status, exact| {
            let message = "a fault on demand".to_owned();
            let failure = Failure { status, exact, message, ..Failure::default() };
            Outcome::refused(refusal::of(operation, &failure, &self.id()), "fault")
        };
        match kind {
            faults::Kind::Status(status) => failure(status, true),
            faults::Kind::Refusal => failure(500, false),
            faults::Kind::Reset | faults::Kind::Cut | faults::Kind::Slow => {
                Outcome { fault: Some(kind), ..Outcome::of(&operation.replies[0]) }
            }
        }
    }

    /// The answer that a caller or a scenario asks for.
    fn chosen(&self, operation: &Operation, wanted: &Planned) -> Outcome {
        if let Some(body) = &wanted.body {
            return Outcome::of(&Reply::json(wanted.status.unwrap_or(200), body));
        }
        if let Some(example) = &wanted.example {
            return match find_example(operation, example) {
                Some(reply) => Outcome::of(reply),
                None => self.no_example(operation, example),
            };
        }
        if let Some(word) = &wanted.word {
            let has_word = |reply: &&Reply| reply.code.as_ref().is_some_and(|it| it == word.as_str());
            return match operation.replies.iter().find(has_word) {
                Some(reply) => Outcome::of(reply),
                None => Outcome::refused(refusal::of_word(operation, word, &self.id()), "code"),
            };
        }
        let Some(code) = wanted.code else { return Outcome::of(&operation.replies[0]) };
        let status = u16::try_from(code).ok().filter(|status| (200..600).contains(status));
        if let Some(status) = status.filter(|status| *status < 300) {
            return match operation.replies.iter().find(|reply| !reply.is_error && reply.status == status) {
                Some(reply) => Outcome::of(reply),
                None => Outcome::of(&Reply::json(status, &reply::success(operation, self.seed))),
            };
        }
        let status = status.filter(|status| *status >= 400);
        let has_code = |reply: &&Reply| {
            reply.is_error
                && (Some(reply.status) == status || reply.code.as_ref().is_some_and(|it| is_code(it, code)))
        };
        if let Some(reply) = operation.replies.iter().find(has_code) {
            return Outcome { status: status.unwrap_or(reply.status), ..Outcome::of(reply) };
        }
        Outcome::refused(refusal::of_code(operation, code, status, &self.id()), "code")
    }

    fn no_example(&self, operation: &Operation, example: &str) -> Outcome {
        let names: Vec<String> = operation
            .replies
            .iter()
            .enumerate()
            .map(|(at, reply)| {
                let title = if reply.title.is_empty() { "made up" } else { &reply.title };
                format!("{}: {title}", at + 1)
            })
            .collect();
        let message = format!("no example is called `{example}`; there are {}", names.join(", "));
        let failure = Failure { status: 400, message, exact: true, ..Failure::default() };
        Outcome::refused(refusal::of(operation, &failure, &self.id()), "example")
    }

    /// The state of the scenario, where there is one.
    pub(super) fn state(&self) -> Option<String> {
        self.scenario.as_ref().map(Scenario::state)
    }

    /// Begins the scenario anew.
    pub(super) fn reset(&self) {
        if let Some(scenario) = &self.scenario {
            scenario.reset();
        }
    }
}

impl Call<'_> {
    /// Whether the request has the arguments that name the operation, in the query or in the body.
    fn is_named(&self, target: &Target) -> bool {
        let body = self.arguments.body.as_ref();
        let has = |(name, value): &(String, String)| {
            target.query.iter().any(|(known, given)| known == name && given == value)
                || body.and_then(|body| body.get(name)?.as_str()).is_some_and(|given| given == value)
        };
        self.operation.route.fixed.iter().all(has)
    }

    /// Whether the request is made for the operation's host, or signed for its service.
    fn is_addressed(&self, head: &Parts) -> bool {
        let text = |name: HeaderName| head.headers.get(name).and_then(|value| value.to_str().ok());
        let client = &self.operation.service.client;
        let signed =
            || text(header::AUTHORIZATION).map(|text| text.contains(&format!("/{}/", client.signing_name)));
        let host = text(header::HOST).unwrap_or_default();
        (!self.operation.endpoint.host.is_empty() && host == self.operation.endpoint.host)
            || (!client.signing_name.is_empty() && signed() == Some(true))
    }

    /// How much speaks against it: problems, and other values where the page knows one alone.
    fn distance(&self) -> usize {
        validate::arguments(self.operation, &self.arguments).len()
    }
}

/// Of the calls that a request can be, the one that it is addressed to, else the one that it fits best.
fn best<'c>(mut calls: Vec<Call<'c>>, head: &Parts) -> Option<Call<'c>> {
    if calls.len() > 1 && calls.iter().any(|call| call.is_addressed(head)) {
        calls.retain(|call| call.is_addressed(head));
    }
    if calls.len() > 1 {
        // The one with the most arguments of its own in the path names it best.
        let fixed = calls.iter().map(|call| call.operation.route.fixed.len()).max();
        calls.retain(|call| Some(call.operation.route.fixed.len()) == fixed);
    }
    if calls.len() > 1 {
        return calls.into_iter().min_by_key(Call::distance);
    }
    calls.pop()
}

/// What `Prefer` asks for.
fn preference(headers: &HeaderMap) -> Option<Planned> {
    let mut wanted = Planned::default();
    for value in headers.get_all("prefer") {
        let text = String::from_utf8_lossy(value.as_bytes());
        for part in text.split([',', ';']).map(str::trim) {
            match part.split_once('=') {
                Some(("example", name)) => wanted.example = Some(decode(name.trim_matches('"'))),
                Some(("code", code)) => {
                    let code = code.trim_matches('"');
                    wanted.code = code.parse().ok();
                    wanted.word = Some(code.to_owned()).filter(|_| wanted.code.is_none());
                }
                _ => {}
            }
        }
    }
    (wanted.example.is_some() || wanted.code.is_some() || wanted.word.is_some()).then_some(wanted)
}

/// A sample by its title, or by its number from 1.
fn find_example<'o>(operation: &'o Operation, name: &str) -> Option<&'o Reply> {
    let titled = operation.replies.iter().find(|reply| !name.is_empty() && reply.title.trim() == name.trim());
    titled.or_else(|| operation.replies.get(name.parse::<usize>().ok()?.checked_sub(1)?))
}

fn is_code(value: &Value, code: i64) -> bool {
    value.as_i64() == Some(code) || value.as_str().is_some_and(|text| text == code.to_string())
}
