//! Payouts as they are listed: to their affiliate, and to staff.

use chrono::{DateTime, Utc};
use sqlx::PgExecutor;

use super::payout::{PayoutState, Way};
use super::{MemberId, OfferId, PayoutId};
use crate::accounts::AccountId;
use crate::kit::db;
use crate::kit::money::Money;
use crate::kit::page::{Cursor, PAGE_ROWS, Page};

/// A payout.
#[derive(Debug, Clone)]
pub struct Payout {
    pub id: PayoutId,
    pub member_id: MemberId,
    pub offer_id: OfferId,
    pub offer_name: String,
    pub account_id: AccountId,
    pub email: String,
    pub way: Way,
    pub state: PayoutState,
    pub amount: Money,
    pub sales: Money,
    pub referrals: i64,
    pub details: String,
    /// How staff paid it.
    pub reference: Option<String>,
    /// Why it failed or was canceled.
    pub reason: Option<String>,
    pub requested_at: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
}

/// Which payouts. `None` is all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    pub id: Option<PayoutId>,
    pub account_id: Option<AccountId>,
    pub member_id: Option<MemberId>,
    /// Empty: all.
    pub states: Vec<PayoutState>,
}

/// Payouts, newest first.
pub async fn page(
    db: impl PgExecutor<'_>,
    filter: &Filter,
    cursor: Cursor,
) -> Result<Page<Payout>, db::Error> {
    let rows = sqlx::query_as!(
        Payout,
        r#"select p.id as "id: PayoutId", p.member_id as "member_id: MemberId",
                  p.offer_id as "offer_id: OfferId", o.name as offer_name,
                  p.account_id as "account_id: AccountId", a.email, way as "way: Way",
                  p.state as "state: PayoutState", amount as "amount: Money",
                  sales as "sales: Money", p.referrals, details, reference, p.reason, requested_at,
                  ended_at
           from affiliate_payouts p join affiliate_offers o on o.id = p.offer_id
           join accounts a on a.id = p.account_id
           where ($1::bigint is null or p.account_id = $1)
             and ($2::bigint is null or p.member_id = $2)
             and ($3::bigint is null or p.id = $3)
             and (cardinality($4::text[]) = 0 or p.state = any($4))
             and p.id < $5 and p.id > $6
           order by p.id * $7::bigint limit $8"#,
        filter.account_id as Option<AccountId>,
        filter.member_id as Option<MemberId>,
        filter.id as Option<PayoutId>,
        &filter.states as &[PayoutState],
        cursor.below(),
        cursor.above(),
        cursor.direction(),
        PAGE_ROWS + 1,
    )
    .fetch_all(db)
    .await?;
    Ok(Page::new(rows, cursor, |payout| payout.id.get()))
}

/// One payout.
pub async fn find(db: impl PgExecutor<'_>, id: PayoutId) -> Result<Option<Payout>, db::Error> {
    let filter = Filter { id: Some(id), ..Filter::default() };
    Ok(page(db, &filter, Cursor::First).await?.rows.pop())
}

/// How many payouts wait for staff.
pub async fn count_open(db: impl PgExecutor<'_>) -> Result<i64, db::Error> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "count!" from affiliate_payouts where ended_at is null"#
    )
    .fetch_one(db)
    .await?)
}
