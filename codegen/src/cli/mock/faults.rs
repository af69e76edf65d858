//! Faults on demand: waits, failures by share, and how an answer is broken on its way.

use super::random::Random;
use std::str::FromStr;
use std::time::Duration;

/// Longest wait.
const LONGEST: Duration = Duration::from_secs(600);

/// How long an answer waits: somewhere between two times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Latency {
    from: Duration,
    to: Duration,
}

/// A kind of failure, and how often it occurs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Fault {
    pub(super) kind: Kind,
    share: f64,
}

/// What happens instead of the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A failure with this HTTP status.
    Status(u16),
    /// The vendor's refusal, such as `result: false` at status 200.
    Refusal,
    /// The connection is reset before the answer.
    Reset,
    /// The connection ends in the middle of the body.
    Cut,
    /// The body comes in small pieces, with waits between them.
    Slow,
}

impl Latency {
    /// A wait between the two times.
    pub(super) fn wait(self, random: &Random) -> Duration {
        self.from + self.to.saturating_sub(self.from).mul_f64(random.share())
    }
}

impl FromStr for Latency {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (from, to) = text.split_once("..").unwrap_or((text, text));
        let (from, to) = (time(from)?, time(to)?);
        if from > to {
            return Err(format!("`{text}` ends before it begins"));
        }
        Ok(Self { from, to })
    }
}

/// `50ms`, `2s`
fn time(text: &str) -> Result<Duration, String> {
    let complaint = || format!("`{text}` is no time; write `50ms` or `2s`");
    let (number, unit) = match text.strip_suffix("ms") {
        Some(number) => (number, 0.001),
        None => (text.strip_suffix('s').ok_or_else(complaint)?, 1.0),
    };
    let seconds = number.trim().parse::<f64>().map_err(|_| complaint())? * unit;
    let time = Duration::try_from_secs_f64(seconds).map_err(|_| complaint())?;
    if time > LONGEST {
        Err(format!("`{text}` is more than {} seconds", LONGEST.as_secs()))
    } else {
        Ok(time)
    }
}

impl FromStr for Kind {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        match word {
            "refusal" => Ok(Self::Refusal),
            "reset" => Ok(Self::Reset),
            "cut" => Ok(Self::Cut),
            "slow" => Ok(Self::Slow),
            status => {
                let status = status.parse().ok().filter(|status| (400..600).contains(status));
                status.map(Self::Status).ok_or_else(|| {
                    format!("`{word}` is no failure; write a status of 400 to 599, `refusal`, `reset`, `cut` or `slow`")
                })
            }
        }
    }
}

impl FromStr for Fault {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (kind, share) =
            text.split_once(':').ok_or_else(|| format!("`{text}` has no share; write `429:0.1`"))?;
        let number = share.parse::<f64>().ok().filter(|share| (0.0..=1.0).contains(share));
        let share = number.ok_or_else(|| format!("`{share}` is no share of 0 to 1"))?;
        Ok(Self { kind: kind.parse()?, share })
    }
}

/// The fault of a call, if it has one. Shares add up: the first fault takes the first part of the numbers, and so on.
pub(super) fn draw(faults: &[Fault], random: &Random) -> Option<Kind> {
    if faults.is_empty() {
        return None;
    }
    let mut number = random.share();
    faults.iter().find_map(|fault| {
        let hit = number < fault.share;
        number -= fault.share;
        hit.then_some(fault.kind)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check<T: FromStr<Err = String> + std::fmt::Debug>(text: &str, part: &str) {
        let error = text.parse::<T>().unwrap_err();
        assert!(error.contains(part), "{error}");
    }

    #[test]
    fn times_and_shares() {
        let times = |from, to| Latency { from: Duration::from_millis(from), to: Duration::from_millis(to) };
        assert_eq!("50ms..2s".parse(), Ok(times(50, 2_000)));
        assert_eq!("0.5s".parse(), Ok(times(500, 500)));
        assert_eq!("429:0.1".parse(), Ok(Fault { kind: Kind::Status(429), share: 0.1 }));
        check::<Latency>("5", "is no time");
        check::<Latency>("2s..1s", "ends before it begins");
        check::<Latency>("-1s", "is no time");
        check::<Latency>("601s", "more than 600 seconds");
        check::<Fault>("429", "has no share");
        check::<Fault>("429:2", "no share of 0 to 1");
        check::<Fault>("200:0.1", "is no failure");
    }

    #[test]
    fn shares_are_kept() {
        let faults = ["429:0.25".parse().unwrap(), "reset:0.5".parse().unwrap()];
        let random = Random::new(1);
        let drawn: Vec<_> = (0..2_000).map(|_| draw(&faults, &random)).collect();
        let count = |kind| drawn.iter().filter(|drawn| **drawn == kind).count();
        assert!((400..600).contains(&count(Some(Kind::Status(429)))));
        assert!((900..1_100).contains(&count(Some(Kind::Reset))));
        assert!((400..600).contains(&count(None)));
    }
}
