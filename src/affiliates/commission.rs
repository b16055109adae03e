//! A commission: what it is, its states, and its row under lock.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgTransaction;

use super::code::SubIds;
use super::plan::{CommissionType, commission_on};
use super::{CommissionId, MemberId, OfferId, PayoutId};
use crate::accounts::AccountId;
use crate::kit::db;
use crate::kit::money::Money;
use crate::orders::OrderId;

/// Where a commission is on its way to the affiliate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CommissionState {
    /// The order goes on, or its hold is not over, or staff have not approved it yet.
    Pending,
    /// Its customer is flagged; staff decide.
    Held,
    /// Owed.
    Approved,
    /// In a payout that is not completed.
    Paying,
    Paid,
    /// Refunded whole, or denied by staff. Final.
    Denied,
}

impl CommissionState {
    pub const ALL: [Self; 6] =
        [Self::Pending, Self::Held, Self::Approved, Self::Paying, Self::Paid, Self::Denied];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Held => "held",
            Self::Approved => "approved",
            Self::Paying => "paying",
            Self::Paid => "paid",
            Self::Denied => "denied",
        }
    }

    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == word)
    }

    /// Whether the books hold it as earned: it was approved, and not denied after that.
    #[must_use]
    pub const fn is_posted(self) -> bool {
        matches!(self, Self::Approved | Self::Paying | Self::Paid)
    }

    /// Whether a payout has it: its amount does not change any more.
    #[must_use]
    pub const fn is_in_payout(self) -> bool {
        matches!(self, Self::Paying | Self::Paid)
    }

    /// Every step that is allowed.
    #[must_use]
    pub const fn may_become(self, next: Self) -> bool {
        matches!(
            (self, next),
            (Self::Pending, Self::Held | Self::Approved | Self::Denied)
                | (Self::Held, Self::Pending | Self::Denied)
                | (Self::Approved, Self::Paying | Self::Paid | Self::Denied)
                | (Self::Paying, Self::Approved | Self::Paid)
        )
    }
}

crate::text_columns!(CommissionState);

/// A row of `commissions`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commission {
    /// `None`: it is to be inserted.
    pub id: Option<CommissionId>,
    pub member_id: MemberId,
    pub offer_id: OfferId,
    /// The affiliate.
    pub account_id: AccountId,
    pub customer_id: AccountId,
    pub order_id: OrderId,
    pub is_correction: bool,
    pub state: CommissionState,
    pub commission_type: CommissionType,
    pub commission: Money,
    pub hold_days: i32,
    /// What the customer paid and was not refunded; of a correction how much less than before.
    pub sales: Money,
    pub amount: Money,
    /// What had been refunded of the order when this was computed.
    pub refunded: Money,
    pub sub_ids: SubIds,
    pub ended_at: Option<DateTime<Utc>>,
    pub due_at: Option<DateTime<Utc>>,
    pub payout_id: Option<PayoutId>,
    pub reason: Option<String>,
    pub created_at: DateTime<Utc>,
}

impl Commission {
    /// What the books hold of it: zero until it is approved, and when it was denied.
    #[must_use]
    pub fn posted(&self) -> Money {
        if self.state.is_posted() { self.amount } else { Money::ZERO }
    }

    /// The commission on `kept`, by the copied plan.
    #[must_use]
    pub fn on(&self, kept: Money) -> Money {
        commission_on(kept, self.commission_type, self.commission)
    }

    /// Notes when the order ended; the hold counts from there.
    pub fn set_end(&mut self, ended_at: Option<DateTime<Utc>>) {
        self.ended_at = ended_at;
        self.due_at = ended_at.map(|at| at + TimeDelta::days(self.hold_days.into()));
    }

    /// Whether its hold is over.
    #[must_use]
    pub fn is_due(&self, now: DateTime<Utc>) -> bool {
        self.due_at.is_some_and(|due_at| due_at <= now)
    }
}

/// Rows in one payout; a member who has more asks again.
pub const CLAIMED_MAX: i64 = 50_000;

/// Which rows to lock.
#[derive(Debug, Clone, Default)]
pub(super) struct Which {
    pub ids: Vec<CommissionId>,
    pub orders: Vec<OrderId>,
    /// Those of this member that are approved, corrections first, at most [`CLAIMED_MAX`].
    pub approved_of: Option<MemberId>,
    pub payout: Option<PayoutId>,
    /// Those of this customer that are held.
    pub held_of: Option<AccountId>,
}

struct Row {
    id: CommissionId,
    member_id: MemberId,
    offer_id: OfferId,
    account_id: AccountId,
    customer_id: AccountId,
    order_id: OrderId,
    is_correction: bool,
    state: CommissionState,
    commission_type: CommissionType,
    commission: Money,
    hold_days: i32,
    sales: Money,
    amount: Money,
    refunded: Money,
    sub_id1: Option<String>,
    sub_id2: Option<String>,
    sub_id3: Option<String>,
    ended_at: Option<DateTime<Utc>>,
    due_at: Option<DateTime<Utc>>,
    payout_id: Option<PayoutId>,
    reason: Option<String>,
    created_at: DateTime<Utc>,
}

impl From<Row> for Commission {
    fn from(row: Row) -> Self {
        Self {
            id: Some(row.id),
            member_id: row.member_id,
            offer_id: row.offer_id,
            account_id: row.account_id,
            customer_id: row.customer_id,
            order_id: row.order_id,
            is_correction: row.is_correction,
            state: row.state,
            commission_type: row.commission_type,
            commission: row.commission,
            hold_days: row.hold_days,
            sales: row.sales,
            amount: row.amount,
            refunded: row.refunded,
            sub_ids: SubIds([row.sub_id1, row.sub_id2, row.sub_id3]),
            ended_at: row.ended_at,
            due_at: row.due_at,
            payout_id: row.payout_id,
            reason: row.reason,
            created_at: row.created_at,
        }
    }
}

/// Locks these rows. The members must be locked already, so nobody else changes them.
pub(super) async fn lock(
    tx: &mut PgTransaction<'_>,
    which: &Which,
) -> Result<Vec<Commission>, db::Error> {
    let rows = sqlx::query_as!(
        Row,
        r#"select id as "id: CommissionId", member_id as "member_id: MemberId",
                  offer_id as "offer_id: OfferId", account_id as "account_id: AccountId",
                  customer_id as "customer_id: AccountId", order_id as "order_id: OrderId",
                  is_correction, state as "state: CommissionState",
                  commission_type as "commission_type: CommissionType",
                  commission as "commission: Money", hold_days, sales as "sales: Money",
                  amount as "amount: Money", refunded as "refunded: Money", sub_id1, sub_id2,
                  sub_id3, ended_at, due_at, payout_id as "payout_id: PayoutId", reason, created_at
           from commissions
           where id in (
               select id from commissions where id = any($1)
               union all
               select id from commissions where order_id = any($2)
               union all
               (select id from commissions where member_id = $3 and state = $4
                order by is_correction desc, id limit $7)
               union all
               select id from commissions where payout_id = $5
               union all
               select id from commissions where customer_id = $6 and state = 'held')
           order by id for no key update"#,
        &which.ids as &[CommissionId],
        &which.orders as &[OrderId],
        which.approved_of as Option<MemberId>,
        CommissionState::Approved as CommissionState,
        which.payout as Option<PayoutId>,
        which.held_of as Option<AccountId>,
        CLAIMED_MAX,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(Commission::from).collect())
}

/// The same rows by their orders.
pub(super) fn by_order(rows: Vec<Commission>) -> BTreeMap<OrderId, Vec<Commission>> {
    let mut orders: BTreeMap<OrderId, Vec<Commission>> = BTreeMap::new();
    for row in rows {
        orders.entry(row.order_id).or_default().push(row);
    }
    orders
}
