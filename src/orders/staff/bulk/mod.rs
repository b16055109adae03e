//! What staff do to many orders at once. Owns `bulk_actions` and `bulk_items`.
//!
//! 1. [`plan`]: what would happen to each order, kept as it is shown.
//! 2. [`start`]: a person has seen the plan and wants it.
//! 3. [`work`]: each order by itself, by the same verb as on its own page.
//!
//! What must stay true: an order and its row here change in one transaction. So whatever ends the
//! process, and however many processes work, each order of an action is done once. Two actions on
//! the same order are two decisions about it: the second one finds what the first one did, and says
//! why it leaves the order. Every change names the person who started the action.

mod act;
mod begin;
mod plan;
mod show;

use crate::orders::State;
use crate::providers::ProviderId;

pub use act::work;
pub use begin::{StartError, discard_old, start, stop};
pub use plan::{PlanError, plan};
pub use show::{Counts, Item, Listed, Shown, find, items, orders_of, reasons, recent};

/// The most orders of one action.
pub const BULK_MAX: usize = 10_000;

/// What is done to the orders, as the table and forms name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// As the customer would ask for it.
    Cancel,
    /// What is on hold is sent again.
    Resend,
    Complete,
    Partial,
    Refund,
    Note,
    /// To another provider.
    Move,
}

impl Kind {
    pub const ALL: [Self; 7] = [
        Self::Cancel,
        Self::Resend,
        Self::Complete,
        Self::Partial,
        Self::Refund,
        Self::Move,
        Self::Note,
    ];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Cancel => "cancel",
            Self::Resend => "resend",
            Self::Complete => "complete",
            Self::Partial => "partial",
            Self::Refund => "refund",
            Self::Note => "note",
            Self::Move => "move",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// Whether it changes orders. A note changes none, so whoever sees orders may add one.
    #[must_use]
    pub const fn changes_orders(self) -> bool {
        !matches!(self, Self::Note)
    }
}

crate::text_columns!(Kind);

/// What is done to the orders, with what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    Cancel,
    Resend,
    Complete,
    /// So many units of each remain; `None`: as many as each order shows.
    Partial(Option<i64>),
    /// So much of the charge, in percent, is refunded afterwards.
    Refund(i32),
    Note(String),
    /// `None`: the routes of its service decide again.
    Move(Option<ProviderId>),
}

impl Action {
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Cancel => Kind::Cancel,
            Self::Resend => Kind::Resend,
            Self::Complete => Kind::Complete,
            Self::Partial(_) => Kind::Partial,
            Self::Refund(_) => Kind::Refund,
            Self::Note(_) => Kind::Note,
            Self::Move(_) => Kind::Move,
        }
    }
}

/// Where an action stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Shown to whoever planned it. Nothing happens.
    Planned,
    Running,
    /// Somebody stopped it: what was not done stays undone.
    Stopped,
    Done,
}

impl Stage {
    const ALL: [Self; 4] = [Self::Planned, Self::Running, Self::Stopped, Self::Done];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Running => "running",
            Self::Stopped => "stopped",
            Self::Done => "done",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.as_str() == text)
    }
}

crate::text_columns!(Stage);

/// Where one order of an action stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Waiting,
    Done,
    /// Left as it was, for a reason.
    Skipped,
    /// The panel could not do it.
    Failed,
}

impl Standing {
    pub const ALL: [Self; 4] = [Self::Waiting, Self::Done, Self::Skipped, Self::Failed];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Done => "done",
            Self::Skipped => "skipped",
            Self::Failed => "failed",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|standing| standing.as_str() == text)
    }
}

crate::text_columns!(Standing);

/// A domain's lower-case sentence as staff read it in a list.
fn sentence(text: &impl std::fmt::Display) -> String {
    let text = text.to_string();
    let mut rest = text.chars();
    let first = rest.next().map(char::to_uppercase).into_iter().flatten();
    first.chain(rest).chain(['.']).collect()
}

/// An order's state in a sentence of staff.
const fn state_word(state: State) -> &'static str {
    match state {
        State::Scheduled => "scheduled",
        State::Queued => "pending",
        State::Hold => "on hold",
        State::Submitting => "being sent",
        State::Unknown => "unknown",
        State::Running => "in progress",
        State::Review => "in review",
        State::Completed => "completed",
        State::Partial => "partial",
        State::Canceled => "canceled",
        State::Paused => "paused",
        State::Expired => "expired",
    }
}
