//! Log lines that may come by the thousand: some are written, and say how many were left out.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Lines of one kind in each period.
const LINES_MAX: u32 = 5;
const PERIOD: Duration = Duration::from_secs(10);

#[derive(Debug)]
struct Kind {
    since: Instant,
    written: u32,
    left_out: u64,
}

static KINDS: LazyLock<Mutex<HashMap<&'static str, Kind>>> = LazyLock::new(Mutex::default);

/// Whether a line of this kind should be written now. `Some` holds how many were left out since
/// the last one.
#[must_use]
pub fn sampled(kind: &'static str) -> Option<u64> {
    sampled_at(Instant::now(), kind)
}

fn sampled_at(now: Instant, kind: &'static str) -> Option<u64> {
    let mut kinds = KINDS.lock().unwrap_or_else(PoisonError::into_inner);
    let one = kinds.entry(kind).or_insert(Kind { since: now, written: 0, left_out: 0 });
    if now.saturating_duration_since(one.since) >= PERIOD {
        (one.since, one.written) = (now, 0);
    }
    if one.written >= LINES_MAX {
        one.left_out += 1;
        return None;
    }
    one.written += 1;
    Some(std::mem::take(&mut one.left_out))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thousand_lines_are_a_few_and_none_is_forgotten() {
        let now = Instant::now();
        let written = (0..1000).filter(|_| sampled_at(now, "a test") == Some(0)).count();
        assert_eq!(written, 5);
        assert_eq!(sampled_at(now, "another test"), Some(0));
        assert_eq!(sampled_at(now + PERIOD, "a test"), Some(995));
        assert_eq!(sampled_at(now + PERIOD, "a test"), Some(0));
    }
}
