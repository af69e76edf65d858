//! The processor time of a process, which says the same on a busy machine.

use std::path::Path;
use std::time::Duration;

/// Length of a tick of `/proc`.
const TICK: Duration = Duration::from_millis(10);

/// User and system time of a process (`/proc/self`, or `/proc` with its number), where the system tells: fields 14 and 15
/// of its `stat`, counted behind the name in parentheses.
pub(crate) fn time(process: &Path) -> Option<Duration> {
    let stat = std::fs::read_to_string(process.join("stat")).ok()?;
    let mut words = stat.rsplit_once(')')?.1.split_ascii_whitespace().skip(11);
    let (user, system): (u32, u32) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
    Some(TICK * (user + system))
}
