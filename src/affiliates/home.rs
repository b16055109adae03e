//! What an affiliate sees first: their figures by day, what is approved next, and a payout that is
//! open. All of it is read from sums that are kept or from an index, so it is as fast after years
//! and millions of rows.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use sqlx::PgExecutor;

use super::{MemberId, PayoutId, PayoutState};
use crate::accounts::AccountId;
use crate::kit::db;
use crate::kit::money::Money;

/// A day of an affiliate, over all of their offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    pub day: NaiveDate,
    pub clicks: i64,
    pub sign_ups: i64,
    /// Referral orders placed that day that were not denied.
    pub orders: i64,
    pub sales: Money,
    pub earned: Money,
}

/// The last `days` days, the oldest first, today included; a day without anything is there too.
pub async fn days(
    db: impl PgExecutor<'_>,
    account_id: AccountId,
    (now, days): (DateTime<Utc>, i64),
) -> Result<Vec<Day>, db::Error> {
    let today = now.date_naive();
    let first = today - TimeDelta::days(days - 1);
    Ok(sqlx::query_as!(
        Day,
        r#"select day.day::date as "day!", coalesce(sum(clicks), 0)::bigint as "clicks!",
                  coalesce(sum(sign_ups), 0)::bigint as "sign_ups!",
                  coalesce(sum(orders), 0)::bigint as "orders!",
                  coalesce(sum(sales), 0)::bigint as "sales!: Money",
                  coalesce(sum(earned), 0)::bigint as "earned!: Money"
           from generate_series($2::date, $3::date, interval '1 day') as day (day)
           left join affiliate_days d on d.day = day.day::date
                and d.member_id in (select id from affiliate_members where account_id = $1)
           group by day.day order by day.day"#,
        account_id as AccountId,
        first,
        today
    )
    .fetch_all(db)
    .await?)
}

/// Commissions that are approved on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NextApproval {
    pub day: NaiveDate,
    pub referrals: i64,
    pub amount: Money,
}

/// Rows that are looked at for the next approvals.
const NEXT_ROWS_MAX: i64 = 1000;

/// The next days on which holds end, the first of them first, at most `limit`. Of the last day not
/// all may be counted if there are very many.
pub async fn next_approvals(
    db: impl PgExecutor<'_>,
    members: &[MemberId],
    limit: i64,
) -> Result<Vec<NextApproval>, db::Error> {
    Ok(sqlx::query_as!(
        NextApproval,
        r#"with next as (
               select c.due_at, c.amount
               from unnest($1::bigint[]) as m (id)
               cross join lateral (
                   select due_at, amount from commissions
                   where member_id = m.id and state = 'pending' and due_at is not null
                   order by due_at limit $2) as c)
           select (due_at at time zone 'UTC')::date as "day!", count(*) as "referrals!",
                  coalesce(sum(amount), 0)::bigint as "amount!: Money"
           from next group by 1 order by 1 limit $3"#,
        members as &[MemberId],
        NEXT_ROWS_MAX,
        limit
    )
    .fetch_all(db)
    .await?)
}

/// A payout to the outside that has not ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenPayout {
    pub id: PayoutId,
    pub state: PayoutState,
    pub amount: Money,
}

/// The open payout of a member, of which there is at most one.
pub async fn open_payout(
    db: impl PgExecutor<'_>,
    member_id: MemberId,
) -> Result<Option<OpenPayout>, db::Error> {
    Ok(sqlx::query_as!(
        OpenPayout,
        r#"select id as "id: PayoutId", state as "state: PayoutState", amount as "amount: Money"
           from affiliate_payouts where member_id = $1 and ended_at is null"#,
        member_id as MemberId
    )
    .fetch_optional(db)
    .await?)
}
