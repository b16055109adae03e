//! How an order changes. The code that decides what happens to an order locks it
//! (`locked_order.rs`), makes a [`Transition`], which is pure, and gives it to the one writer
//! (`writer.rs`).

use chrono::{DateTime, Utc};
use serde_json::Value;

use crate::accounts::AccountId;
use crate::kit::money::{Money, Rate};
use crate::ledger::{Class, PostError, Posting};
use crate::orders::State;
use crate::orders::attention::Attention;
use crate::orders::event::EventKind;
use crate::orders::locked_order::LockedOrder;
use crate::orders::state::End;
use crate::providers::ProviderId;

/// What happens to one order. It changes nothing until it is written.
#[derive(Debug)]
#[must_use = "nothing changes until it is written"]
pub(in crate::orders) struct Transition {
    pub(super) before: LockedOrder,
    pub(super) after: LockedOrder,
    pub(super) postings: Vec<Posting>,
    /// What happened, oldest first, each event with its data.
    pub(super) happened: Vec<(EventKind, Option<Value>)>,
    pub(super) actor_id: Option<AccountId>,
    /// Its provider is to be asked to cancel it.
    pub(super) asks_cancel: bool,
    pub(super) new_link: Option<NewLink>,
}

/// Another link in place of the one that was typed.
#[derive(Debug, Clone)]
pub(in crate::orders) struct NewLink {
    pub link: String,
    /// What it points at, in its one spelling.
    pub target: String,
    /// Of an order that keeps others away from its target.
    pub hash: Option<Vec<u8>>,
}

/// The provider that has an order.
#[derive(Debug, Clone)]
pub(in crate::orders) struct Placement {
    pub provider_id: ProviderId,
    pub upstream_id: String,
    pub cost_rate: Rate,
    pub cost: Money,
}

impl LockedOrder {
    /// Nothing changes yet.
    pub fn stays(self) -> Transition {
        Transition {
            before: self.clone(),
            after: self,
            postings: Vec::new(),
            happened: Vec::new(),
            actor_id: None,
            asks_cancel: false,
            new_link: None,
        }
    }

    /// It goes to an open state. Nothing is due until [`Transition::due`] sets a time.
    pub fn becomes(self, state: State) -> Transition {
        self.stays().to(state)
    }

    /// It ends in this way.
    pub fn ends(self, end: End) -> Result<Transition, PostError> {
        self.stays().ends(end)
    }
}

impl Transition {
    pub const fn order(&self) -> &LockedOrder {
        &self.after
    }

    pub fn to(mut self, state: State) -> Self {
        self.after.state = state;
        self.after.due_at = None;
        self.happened.push((EventKind::Became(state), None));
        self
    }

    /// Settles its money. A request for a person that the end answers goes away with it; only a
    /// person removes other flags.
    pub fn ends(self, end: End) -> Result<Self, PostError> {
        let settled = self.after.settle(end)?;
        let mut it = self.to(end.state());
        it.after.remains = settled.remains;
        it.after.refunded = settled.refunded;
        it.after.cost = settled.cost;
        it.after.runs_left = it.after.runs.map(|_| 0);
        it.postings.extend(settled.postings);
        if it.after.attention_reason.is_some_and(Attention::ends_with_the_order) {
            it = it.dismiss();
        }
        Ok(it)
    }

    /// When the panel does something with it next; `None`: nothing by itself.
    pub const fn due(mut self, at: Option<DateTime<Utc>>) -> Self {
        self.after.due_at = at;
        self
    }

    /// How much of it is done.
    pub fn progress(mut self, remains: i64, start_count: Option<i64>) -> Self {
        self.after.remains = remains;
        self.after.start_count = start_count;
        self
    }

    /// Only this provider may get it; `None`: the routes of its service decide. If it is queued,
    /// dispatch looks at it by itself.
    pub const fn moves_to(mut self, provider_id: Option<ProviderId>) -> Self {
        self.after.moved_to = provider_id;
        self
    }

    /// It has another link from now on. Nobody but the panel may have it.
    pub fn relinks(mut self, new: NewLink) -> Self {
        self.new_link = Some(new);
        self
    }

    /// This provider has it.
    pub fn with_provider(mut self, there: Placement) -> Self {
        self.after.provider_id = Some(there.provider_id);
        self.after.upstream_id = Some(there.upstream_id);
        self.after.cost_rate = there.cost_rate;
        self.after.cost = there.cost;
        self.after.reported = None;
        self
    }

    /// Refunds its customer, so that `total` is refunded in all.
    pub fn refunds(
        mut self,
        from: Class,
        total: Money,
        note: Option<String>,
    ) -> Result<Self, PostError> {
        let back = total.checked_sub(self.after.refunded).ok_or(PostError::OutOfRange)?;
        let posting = Posting { note, ..self.after.refund(from, back, total) };
        self.after.refunded = total;
        self.postings.push(posting);
        Ok(self)
    }

    /// Makes no more runs, or portions.
    pub fn makes_no_more(mut self) -> Self {
        self.after.runs_left = Some(0);
        self
    }

    /// Its provider is to be asked for a cancel; only the provider's word refunds.
    pub fn asks_cancel(mut self) -> Self {
        self.asks_cancel = true;
        self
    }

    /// It was reported at this position, or by this author.
    pub fn reported(mut self, rank: Option<i32>, author: Option<String>) -> Self {
        self.after.rank = rank.or(self.after.rank);
        self.after.author = author.or(self.after.author);
        self
    }

    /// The provider's own word for it. A word alone is not worth an update of the row, so it is kept
    /// only beside something else that changes.
    pub fn called(mut self, word: Option<&str>) -> Self {
        if self.changes_row() && word.is_some() {
            self.after.reported = word.map(str::to_owned);
        }
        self
    }

    /// Its hours are over.
    pub fn gives_up(mut self, now: DateTime<Utc>) -> Self {
        self.after.gave_up_at = Some(now);
        self
    }

    /// The panel could read nothing about it: these words came instead.
    pub fn unread(mut self, now: DateTime<Utc>, words: String) -> Self {
        self.after.unread_since.get_or_insert(now);
        self.after.unread = Some(words);
        self
    }

    /// A person was told that the panel can read nothing about it.
    pub fn unread_raised(mut self, now: DateTime<Utc>) -> Self {
        self.after.unread_raised_at = Some(now);
        self
    }

    /// The panel could read something about it again.
    pub fn read_again(mut self) -> Self {
        self.after.unread_since = None;
        self.after.unread = None;
        self.after.unread_raised_at = None;
        self.settles(Attention::Unread)
    }

    /// Asks for a person, in place of any earlier request.
    pub fn raises(mut self, reason: Attention, note: impl Into<String>) -> Self {
        self.after.attention = Some(note.into());
        self.after.attention_reason = Some(reason);
        self
    }

    /// Asks for a person, unless something asks already.
    pub fn raises_too(self, reason: Attention, note: impl Into<String>) -> Self {
        if self.after.attention.is_some() { self } else { self.raises(reason, note) }
    }

    /// Nothing asks for a person any more.
    pub fn dismiss(mut self) -> Self {
        self.after.attention = None;
        self.after.attention_reason = None;
        self
    }

    /// If this asked for a person, it is settled.
    pub fn settles(self, reason: Attention) -> Self {
        if self.after.attention_reason == Some(reason) { self.dismiss() } else { self }
    }

    /// Something else happened to it.
    pub fn and(mut self, kind: EventKind) -> Self {
        self.happened.push((kind, None));
        self
    }

    /// Adds data to the last thing that happened: the fields of an object join the fields that it
    /// has.
    pub fn saying(mut self, data: Value) -> Self {
        if let Some((_, said)) = self.happened.last_mut() {
            match (said, data) {
                (Some(Value::Object(said)), Value::Object(more)) => said.extend(more),
                (_, Value::Null) => {}
                (said, data) => *said = Some(data),
            }
        }
        self
    }

    /// Who did it; `None`: the panel itself.
    pub fn by(mut self, actor_id: Option<AccountId>) -> Self {
        self.actor_id = actor_id;
        self
    }

    /// Whether the row changes.
    pub fn changes_row(&self) -> bool {
        self.before != self.after
    }

    pub(super) fn changes_anything(&self) -> bool {
        self.changes_row()
            || self.asks_cancel
            || self.new_link.is_some()
            || !self.happened.is_empty()
    }

    pub(super) fn is_allowed(&self) -> bool {
        let (before, after) = (self.before.state, self.after.state);
        before == after || before.may_become(after)
    }

    /// An order that ends twice would be settled twice.
    pub(super) const fn ended(&self) -> bool {
        self.after.state.is_final() && !self.before.state.is_final()
    }
}
