//! Lists of referral orders and of completed payouts, newest first. A page is named by the row
//! before it, as `kit::page` does it, but by time and id, because that is their order. The
//! marketplace API also counts pages.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sqlx::PgExecutor;

use super::commission::CommissionState;
use super::{CommissionId, MemberId, OfferId, PayoutId};
use crate::accounts::AccountId;
use crate::kit::db;
use crate::kit::money::Money;
use crate::orders::OrderId;

/// A row's place in a list: its time and its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    pub at: DateTime<Utc>,
    pub id: i64,
}

impl Key {
    /// Before and after every row.
    const OLDEST: Self =
        Self { at: DateTime::from_timestamp(-62_167_219_200, 0).expect("the year 0"), id: 0 };
    const NEWEST: Self =
        Self { at: DateTime::from_timestamp(253_402_300_799, 0).expect("9999"), id: i64::MAX };
}

/// From where a list is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum From {
    /// From the newest row.
    #[default]
    Start,
    /// The rows older than this one.
    After(Key),
    /// The rows newer than this one, the nearest of them.
    Before(Key),
    /// From the newest row, without the first so many.
    Offset(i64),
}

impl From {
    fn after(self) -> Option<Key> {
        if let Self::After(key) = self { Some(key) } else { None }
    }

    fn before(self) -> Option<Key> {
        if let Self::Before(key) = self { Some(key) } else { None }
    }

    fn offset(self) -> i64 {
        if let Self::Offset(rows) = self { rows } else { 0 }
    }
}

/// Which rows. `None` is all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    pub account_id: Option<AccountId>,
    pub offer_id: Option<OfferId>,
    pub member_id: Option<MemberId>,
    /// Empty: all.
    pub states: Vec<CommissionState>,
    /// One referral, or one payout.
    pub id: Option<i64>,
    /// The first moment, and the first one that is too late.
    pub since: Option<DateTime<Utc>>,
    pub until: Option<DateTime<Utc>>,
    /// Those whose hold is over by then.
    pub due_by: Option<DateTime<Utc>>,
}

/// A referral order.
#[derive(Debug, Clone)]
pub struct Referral {
    pub id: CommissionId,
    pub member_id: MemberId,
    pub offer_id: OfferId,
    pub offer_name: String,
    pub account_id: AccountId,
    pub customer_id: AccountId,
    pub order_id: OrderId,
    pub is_correction: bool,
    pub state: CommissionState,
    pub sales: Money,
    pub amount: Money,
    pub sub_id1: Option<String>,
    pub sub_id2: Option<String>,
    pub sub_id3: Option<String>,
    pub ended_at: Option<DateTime<Utc>>,
    pub due_at: Option<DateTime<Utc>>,
    pub reason: Option<String>,
    pub created_at: DateTime<Utc>,
}

impl Referral {
    #[must_use]
    pub fn key(&self) -> Key {
        Key { at: self.created_at, id: self.id.get() }
    }
}

/// At most `limit` rows, newest first. The rows of an account and those of all accounts are read by
/// two statements: one with "this account or any" would be planned for any, and read every row of
/// the others.
pub async fn list(
    db: impl PgExecutor<'_>,
    filter: &Filter,
    from: From,
    limit: i64,
) -> Result<Vec<Referral>, db::Error> {
    let mut rows = match filter.account_id {
        Some(account_id) => of_account(db, account_id, filter, (from, limit)).await?,
        None => of_all(db, filter, (from, limit)).await?,
    };
    rows.sort_by_key(|row| std::cmp::Reverse(row.key()));
    Ok(rows)
}

/// Two ordered scans, of which one runs: no index serves an order that depends on a parameter.
async fn of_account(
    db: impl PgExecutor<'_>,
    account_id: AccountId,
    filter: &Filter,
    (from, limit): (From, i64),
) -> Result<Vec<Referral>, db::Error> {
    let (after, before) = (from.after(), from.before());
    Ok(sqlx::query_as!(
        Referral,
        r#"with page as (
               (select * from commissions
                where $1 and account_id = $2 and ($3::bigint is null or offer_id = $3)
                  and ($4::bigint is null or member_id = $4)
                  and (cardinality($5::text[]) = 0 or state = any($5))
                  and ($6::bigint is null or id = $6)
                  and created_at >= $7 and created_at < $8 and (created_at, id) < ($9, $10)
                  and ($15::timestamptz is null or due_at <= $15)
                order by created_at desc, id desc offset $13 limit $14)
               union all
               (select * from commissions
                where not $1 and account_id = $2 and ($3::bigint is null or offer_id = $3)
                  and ($4::bigint is null or member_id = $4)
                  and (cardinality($5::text[]) = 0 or state = any($5))
                  and ($6::bigint is null or id = $6)
                  and created_at >= $7 and created_at < $8 and (created_at, id) > ($11, $12)
                  and ($15::timestamptz is null or due_at <= $15)
                order by created_at, id limit $14))
           select c.id as "id!: CommissionId", c.member_id as "member_id!: MemberId",
                  c.offer_id as "offer_id!: OfferId", o.name as offer_name,
                  c.account_id as "account_id!: AccountId",
                  c.customer_id as "customer_id!: AccountId", c.order_id as "order_id!: OrderId",
                  c.is_correction as "is_correction!", c.state as "state!: CommissionState",
                  c.sales as "sales!: Money", c.amount as "amount!: Money", c.sub_id1, c.sub_id2,
                  c.sub_id3, c.ended_at, c.due_at, c.reason, c.created_at as "created_at!"
           from page c join affiliate_offers o on o.id = c.offer_id"#,
        before.is_none(),
        account_id as AccountId,
        filter.offer_id as Option<OfferId>,
        filter.member_id as Option<MemberId>,
        &filter.states as &[CommissionState],
        filter.id,
        filter.since.unwrap_or(Key::OLDEST.at),
        filter.until.unwrap_or(Key::NEWEST.at),
        after.unwrap_or(Key::NEWEST).at,
        after.unwrap_or(Key::NEWEST).id,
        before.unwrap_or(Key::OLDEST).at,
        before.unwrap_or(Key::OLDEST).id,
        from.offset(),
        limit,
        filter.due_by,
    )
    .fetch_all(db)
    .await?)
}

/// As [`of_account`], of all accounts.
async fn of_all(
    db: impl PgExecutor<'_>,
    filter: &Filter,
    (from, limit): (From, i64),
) -> Result<Vec<Referral>, db::Error> {
    let (after, before) = (from.after(), from.before());
    Ok(sqlx::query_as!(
        Referral,
        r#"with page as (
               (select * from commissions
                where $1 and ($2::bigint is null or offer_id = $2)
                  and ($3::bigint is null or member_id = $3)
                  and (cardinality($4::text[]) = 0 or state = any($4))
                  and ($5::bigint is null or id = $5)
                  and created_at >= $6 and created_at < $7 and (created_at, id) < ($8, $9)
                  and ($14::timestamptz is null or due_at <= $14)
                order by created_at desc, id desc offset $12 limit $13)
               union all
               (select * from commissions
                where not $1 and ($2::bigint is null or offer_id = $2)
                  and ($3::bigint is null or member_id = $3)
                  and (cardinality($4::text[]) = 0 or state = any($4))
                  and ($5::bigint is null or id = $5)
                  and created_at >= $6 and created_at < $7 and (created_at, id) > ($10, $11)
                  and ($14::timestamptz is null or due_at <= $14)
                order by created_at, id limit $13))
           select c.id as "id!: CommissionId", c.member_id as "member_id!: MemberId",
                  c.offer_id as "offer_id!: OfferId", o.name as offer_name,
                  c.account_id as "account_id!: AccountId",
                  c.customer_id as "customer_id!: AccountId", c.order_id as "order_id!: OrderId",
                  c.is_correction as "is_correction!", c.state as "state!: CommissionState",
                  c.sales as "sales!: Money", c.amount as "amount!: Money", c.sub_id1, c.sub_id2,
                  c.sub_id3, c.ended_at, c.due_at, c.reason, c.created_at as "created_at!"
           from page c join affiliate_offers o on o.id = c.offer_id"#,
        before.is_none(),
        filter.offer_id as Option<OfferId>,
        filter.member_id as Option<MemberId>,
        &filter.states as &[CommissionState],
        filter.id,
        filter.since.unwrap_or(Key::OLDEST.at),
        filter.until.unwrap_or(Key::NEWEST.at),
        after.unwrap_or(Key::NEWEST).at,
        after.unwrap_or(Key::NEWEST).id,
        before.unwrap_or(Key::OLDEST).at,
        before.unwrap_or(Key::OLDEST).id,
        from.offset(),
        limit,
        filter.due_by,
    )
    .fetch_all(db)
    .await?)
}

/// The addresses of these accounts: lists name people, and the rows hold ids.
pub async fn emails(
    db: impl PgExecutor<'_>,
    ids: &[AccountId],
) -> Result<BTreeMap<AccountId, String>, db::Error> {
    let rows = sqlx::query!(
        r#"select id as "id: AccountId", email from accounts where id = any($1)"#,
        ids as &[AccountId]
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.email)).collect())
}

/// How many wait for staff: pending, and their hold is over.
pub async fn count_due(db: impl PgExecutor<'_>, now: DateTime<Utc>) -> Result<i64, db::Error> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "count!" from commissions
           where state = 'pending' and due_at is not null and due_at <= $1"#,
        now
    )
    .fetch_one(db)
    .await?)
}

/// A completed payout, as the marketplace API lists it.
#[derive(Debug, Clone)]
pub struct Payment {
    pub id: PayoutId,
    pub offer_id: OfferId,
    pub offer_name: String,
    pub referrals: i64,
    pub sales: Money,
    pub amount: Money,
    pub completed_at: DateTime<Utc>,
}

impl Payment {
    #[must_use]
    pub fn key(&self) -> Key {
        Key { at: self.completed_at, id: self.id.get() }
    }
}

/// At most `limit` completed payouts of an account, newest first.
pub async fn payments(
    db: impl PgExecutor<'_>,
    account_id: AccountId,
    filter: &Filter,
    from: From,
    limit: i64,
) -> Result<Vec<Payment>, db::Error> {
    let (after, before) = (from.after(), from.before());
    let mut rows = sqlx::query_as!(
        Payment,
        r#"with page as (
               (select * from affiliate_payouts
                where $1 and account_id = $2 and state = 'completed'
                  and ($3::bigint is null or offer_id = $3)
                  and ($4::bigint is null or id = $4)
                  and ended_at >= $5 and ended_at < $6 and (ended_at, id) < ($7, $8)
                order by ended_at desc, id desc offset $11 limit $12)
               union all
               (select * from affiliate_payouts
                where not $1 and account_id = $2 and state = 'completed'
                  and ($3::bigint is null or offer_id = $3)
                  and ($4::bigint is null or id = $4)
                  and ended_at >= $5 and ended_at < $6 and (ended_at, id) > ($9, $10)
                order by ended_at, id limit $12))
           select p.id as "id!: PayoutId", p.offer_id as "offer_id!: OfferId",
                  o.name as offer_name, p.referrals as "referrals!", p.sales as "sales!: Money",
                  p.amount as "amount!: Money", p.ended_at as "completed_at!"
           from page p join affiliate_offers o on o.id = p.offer_id"#,
        before.is_none(),
        account_id as AccountId,
        filter.offer_id as Option<OfferId>,
        filter.id,
        filter.since.unwrap_or(Key::OLDEST.at),
        filter.until.unwrap_or(Key::NEWEST.at),
        after.unwrap_or(Key::NEWEST).at,
        after.unwrap_or(Key::NEWEST).id,
        before.unwrap_or(Key::OLDEST).at,
        before.unwrap_or(Key::OLDEST).id,
        from.offset(),
        limit,
    )
    .fetch_all(db)
    .await?;
    rows.sort_by_key(|row| std::cmp::Reverse(row.key()));
    Ok(rows)
}
