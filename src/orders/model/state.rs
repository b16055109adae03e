//! The states of an order, which may follow which, and what a provider's word leads to. All of it
//! is pure: it uses no database and no clock.

use crate::providers::{Report, Word};

/// Where an order stands. Each door decides how it names the state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// Waits for its time.
    Scheduled,
    /// Waits for the dispatcher.
    Queued,
    /// No provider can take it: a person must look at it.
    Hold,
    /// Bytes may have left.
    Submitting,
    /// Nobody knows whether the provider has it.
    Unknown,
    /// A provider has it, or, for a parent, its orders are being made.
    Running,
    /// The provider's word does not make sense: a person must look at it.
    Review,
    Completed,
    /// Ended with a part delivered and a part refunded.
    Partial,
    /// Ended with everything refunded.
    Canceled,
    /// A subscription that lacks the money for its next post.
    Paused,
    /// A subscription whose time is over.
    Expired,
}

impl State {
    pub const ALL: [Self; 12] = [
        Self::Scheduled,
        Self::Queued,
        Self::Hold,
        Self::Submitting,
        Self::Unknown,
        Self::Running,
        Self::Review,
        Self::Completed,
        Self::Partial,
        Self::Canceled,
        Self::Paused,
        Self::Expired,
    ];

    /// Its name in the table and in events.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Scheduled => "scheduled",
            Self::Queued => "queued",
            Self::Hold => "hold",
            Self::Submitting => "submitting",
            Self::Unknown => "unknown",
            Self::Running => "running",
            Self::Review => "review",
            Self::Completed => "completed",
            Self::Partial => "partial",
            Self::Canceled => "canceled",
            Self::Paused => "paused",
            Self::Expired => "expired",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }

    /// Final for the panel's own work: later news becomes an event and a flag.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Completed | Self::Partial | Self::Canceled | Self::Expired)
    }

    /// Nothing of it has left the panel, so it can be canceled at once.
    #[must_use]
    pub const fn is_here(self) -> bool {
        matches!(self, Self::Scheduled | Self::Queued | Self::Hold)
    }

    /// Whether an order may go from one state to the other. This is the only check before a state
    /// is written. Staff may end every open order.
    #[must_use]
    pub const fn may_become(self, next: Self) -> bool {
        use State::{
            Canceled, Completed, Expired, Hold, Partial, Paused, Queued, Review, Running,
            Scheduled, Submitting, Unknown,
        };
        matches!(
            (self, next),
            (Scheduled, Queued | Canceled)
                | (Queued, Submitting | Running | Hold | Canceled)
                | (Hold, Queued | Completed | Partial | Canceled)
                | (Submitting, Running | Queued | Hold | Unknown | Canceled)
                | (Unknown, Running | Queued | Submitting | Completed | Partial | Canceled)
                | (Running, Review | Completed | Partial | Canceled | Paused | Expired)
                | (Review, Running | Completed | Partial | Canceled)
                | (Paused, Running | Completed | Canceled | Expired)
        )
    }
}

/// What sort of order it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    Single,
    /// A drip-feed's parent.
    Drip,
    /// One run of a drip-feed; its charge is a share of the parent's.
    Run,
    Subscription,
    /// One post of a subscription.
    Post,
    /// A parent whose portions keep the pace.
    Paced,
    /// One portion of a paced order; its charge is a share of the parent's.
    Portion,
}

impl Form {
    pub const ALL: [Self; 7] = [
        Self::Single,
        Self::Drip,
        Self::Run,
        Self::Subscription,
        Self::Post,
        Self::Paced,
        Self::Portion,
    ];

    /// Its name in the table.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Single => "single",
            Self::Drip => "drip",
            Self::Run => "run",
            Self::Subscription => "subscription",
            Self::Post => "post",
            Self::Paced => "paced",
            Self::Portion => "portion",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.as_str() == text)
    }

    /// Whether other orders are made from it. Such an order is never submitted itself.
    #[must_use]
    pub const fn is_parent(self) -> bool {
        matches!(self, Self::Drip | Self::Subscription | Self::Paced)
    }

    /// Whether it was charged at once for the orders that are made from it later.
    #[must_use]
    pub const fn carries_shares(self) -> bool {
        matches!(self, Self::Drip | Self::Paced)
    }
}

crate::text_columns!(State, Form);

/// How an order ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    Completed,
    /// With this many units undelivered: 0 < remains < quantity.
    Partial {
        remains: i64,
    },
    Canceled,
    /// Its position was reached, with this many units undelivered.
    Reached {
        remains: i64,
    },
}

impl End {
    #[must_use]
    pub const fn state(self) -> State {
        match self {
            Self::Completed | Self::Reached { .. } => State::Completed,
            Self::Partial { .. } => State::Partial,
            Self::Canceled => State::Canceled,
        }
    }

    /// Undelivered units after this end.
    #[must_use]
    pub const fn remains(self, quantity: i64) -> i64 {
        match self {
            Self::Completed => 0,
            Self::Partial { remains } | Self::Reached { remains } => remains,
            Self::Canceled => quantity,
        }
    }
}

/// What a report leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Still under way.
    Progress,
    End(End),
    /// A person must look; no money moves.
    Review(&'static str),
}

/// What a provider's report does to an order of `quantity` units. A partial end needs a remainder
/// that makes sense. A canceled order is a full refund only if nothing was delivered, because the
/// panels of resellers refund all of what is called canceled. If the provider takes no money for a
/// canceled order, we take none either, whatever it says of the remainder.
#[must_use]
pub fn verdict_on(report: &Report, quantity: i64, is_package: bool) -> Verdict {
    let within = report.remains.filter(|remains| (0..=quantity).contains(remains));
    let is_free = report.charge == Some(0);
    match (report.word, report.remains, within) {
        (Word::Canceled, ..) if is_free => Verdict::End(End::Canceled),
        (Word::Open, ..) => Verdict::Progress,
        (Word::Other, ..) => Verdict::Progress,
        (Word::Completed, ..) => Verdict::End(End::Completed),
        (Word::Partial, ..) if is_package => Verdict::Review("a package was reported as partial"),
        (Word::Partial, _, Some(0)) => Verdict::End(End::Completed),
        (Word::Partial, _, Some(remains)) if remains == quantity => Verdict::End(End::Canceled),
        (Word::Partial, _, Some(remains)) => Verdict::End(End::Partial { remains }),
        (Word::Partial, _, None) => {
            Verdict::Review("reported as partial without a remainder that makes sense")
        }
        (Word::Canceled, None, _) => Verdict::End(End::Canceled),
        (Word::Canceled, _, Some(remains)) if remains == 0 || remains == quantity => {
            Verdict::End(End::Canceled)
        }
        (Word::Canceled, _, Some(remains)) => Verdict::End(End::Partial { remains }),
        (Word::Canceled, Some(_), None) => {
            Verdict::Review("reported as canceled with a remainder that makes no sense")
        }
    }
}

/// As [`verdict_on`], for an order that is to reach `position`. In the last report `left` of its
/// units were undelivered. It has reached the position once the provider says so, whatever else it
/// says. But a canceled order is judged as always.
#[must_use]
pub fn verdict_at_position(report: &Report, quantity: i64, left: i64, position: i32) -> Verdict {
    let reached = report.rank.is_some_and(|rank| (1..=position).contains(&rank));
    if !reached || report.word == Word::Canceled {
        return verdict_on(report, quantity, false);
    }
    let known = if report.word == Word::Completed { 0 } else { left };
    let within = report.remains.filter(|remains| (0..=quantity).contains(remains));
    match within.unwrap_or(known) {
        0 => Verdict::End(End::Completed),
        remains => Verdict::End(End::Reached { remains }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(word: Word, remains: Option<i64>) -> Report {
        Report { remains, ..Report::new(word) }
    }

    #[test]
    fn final_states_are_final() {
        for state in State::ALL.into_iter().filter(|state| state.is_final()) {
            for next in State::ALL {
                assert!(!state.may_become(next), "{state:?} -> {next:?}");
            }
        }
    }

    #[test]
    fn every_open_state_can_end_and_be_reached() {
        for state in State::ALL.into_iter().filter(|state| !state.is_final()) {
            assert!(State::ALL.into_iter().any(|next| state.may_become(next)), "{state:?}");
        }
    }

    #[test]
    fn what_a_word_does() {
        use Verdict::{End as Ends, Progress, Review};
        let judged = |word, remains| verdict_on(&report(word, remains), 100, false);
        assert_eq!(judged(Word::Open, Some(5)), Progress);
        assert_eq!(judged(Word::Other, Some(0)), Progress);
        assert_eq!(judged(Word::Completed, Some(40)), Ends(End::Completed));
        assert_eq!(judged(Word::Partial, Some(0)), Ends(End::Completed));
        assert_eq!(judged(Word::Partial, Some(100)), Ends(End::Canceled));
        assert_eq!(judged(Word::Partial, Some(40)), Ends(End::Partial { remains: 40 }));
        for odd in [None, Some(-1), Some(101)] {
            assert!(matches!(judged(Word::Partial, odd), Review(_)));
        }
        for full in [None, Some(0), Some(100)] {
            assert_eq!(judged(Word::Canceled, full), Ends(End::Canceled));
        }
        assert_eq!(judged(Word::Canceled, Some(40)), Ends(End::Partial { remains: 40 }));
        assert!(matches!(judged(Word::Canceled, Some(101)), Review(_)));
        assert!(matches!(verdict_on(&report(Word::Partial, Some(1)), 1, true), Review(_)));
    }

    #[test]
    fn what_a_canceled_order_cost_there_decides() {
        use Verdict::{End as Ends, Review};
        let judged = |word, remains, charge| {
            verdict_on(&Report { charge, ..report(word, remains) }, 100, false)
        };
        let (all, part) = (Ends(End::Canceled), Ends(End::Partial { remains: 40 }));
        for remains in [None, Some(0), Some(40), Some(100), Some(101), Some(-1)] {
            assert_eq!(judged(Word::Canceled, remains, Some(0)), all, "{remains:?}");
        }
        for charge in [None, Some(1), Some(500_000), Some(-1)] {
            assert_eq!(judged(Word::Canceled, Some(40), charge), part, "{charge:?}");
            for full in [None, Some(0), Some(100)] {
                assert_eq!(judged(Word::Canceled, full, charge), all, "{charge:?}");
            }
            assert!(matches!(judged(Word::Canceled, Some(101), charge), Review(_)));
        }
        // It says nothing about orders that are not canceled.
        assert_eq!(judged(Word::Partial, Some(40), Some(0)), part);
        assert_eq!(judged(Word::Completed, Some(40), Some(0)), Ends(End::Completed));
    }

    #[test]
    fn what_a_position_does() {
        use Verdict::{End as Ends, Progress};
        let judged = |word, remains, rank| {
            verdict_at_position(&Report { rank, ..report(word, remains) }, 100, 70, 3)
        };
        let reached = |remains| Ends(End::Reached { remains });
        assert_eq!(judged(Word::Open, Some(40), Some(4)), Progress);
        assert_eq!(judged(Word::Open, Some(40), Some(0)), Progress);
        assert_eq!(judged(Word::Open, Some(40), None), Progress);
        assert_eq!(judged(Word::Open, Some(40), Some(3)), reached(40));
        assert_eq!(judged(Word::Open, Some(40), Some(1)), reached(40));
        assert_eq!(judged(Word::Open, None, Some(3)), reached(70));
        assert_eq!(judged(Word::Open, Some(101), Some(3)), reached(70));
        assert_eq!(judged(Word::Open, Some(0), Some(3)), Ends(End::Completed));
        assert_eq!(judged(Word::Completed, Some(40), Some(3)), reached(40));
        assert_eq!(judged(Word::Completed, None, Some(3)), Ends(End::Completed));
        assert_eq!(judged(Word::Completed, Some(40), Some(9)), Ends(End::Completed));
        assert_eq!(judged(Word::Partial, Some(40), Some(2)), reached(40));
        assert_eq!(judged(Word::Partial, Some(40), Some(9)), Ends(End::Partial { remains: 40 }));
        assert_eq!(judged(Word::Canceled, Some(40), Some(2)), Ends(End::Partial { remains: 40 }));
    }
}
