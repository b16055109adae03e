//! What becomes of an affiliate whose account is closed: what they have earned and were not paid is given
//! up, they earn nothing new, and what said who they are is gone. Called by `privacy::closing`.

use chrono::{DateTime, Utc};
use sqlx::{PgExecutor, PgTransaction};

use super::commission::{self, CommissionState, Which};
use super::writer::{self, Change};
use super::{MemberId, member};
use crate::accounts::AccountId;
use crate::kit::db;
use crate::kit::money::Money;
use crate::orders::OrderId;

/// Stands on what they do not get, for staff.
const WHY: &str = "The account was closed.";

/// What an account has earned and was not paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Unpaid {
    /// Never below zero.
    pub amount: Money,
    /// A payout has not ended: staff may be paying it now.
    pub is_paying: bool,
}

/// What this account has earned and was not paid, approved or not.
pub async fn unpaid(db: impl PgExecutor<'_>, account_id: AccountId) -> Result<Unpaid, db::Error> {
    Ok(sqlx::query_as!(
        Unpaid,
        r#"select coalesce(sum(greatest(pending + approved, 0)), 0)::bigint as "amount!: Money",
                  exists (select from affiliate_payouts p
                          where p.account_id = $1 and p.ended_at is null) as "is_paying!"
           from affiliate_members where account_id = $1"#,
        account_id as AccountId
    )
    .fetch_one(db)
    .await?)
}

/// Ends the account's part in every offer; answers what was unpaid until then. The caller refuses,
/// and so takes all of it back, if that is more than was agreed to.
pub(crate) async fn close(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    account_id: AccountId,
) -> Result<Unpaid, db::Error> {
    let members = sqlx::query_scalar!(
        r#"select id as "id: MemberId" from affiliate_members where account_id = $1 order by id"#,
        account_id as AccountId
    )
    .fetch_all(&mut **tx)
    .await?;
    let _locked = member::lock(tx, &members).await?;
    let unpaid = unpaid(&mut **tx, account_id).await?;
    for id in members {
        while give_up(tx, now, id).await? {}
    }
    sqlx::query!(
        "update affiliate_members
         set state = case state when 'approved' then 'suspended' when 'pending' then 'denied'
                                else state end,
             reason = $3, note = '', state_since = $2,
             code = 'closed_' || id || '_' || left(md5(random()::text), 8)
         where account_id = $1",
        account_id as AccountId,
        now,
        WHY
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!(
        "update affiliate_payouts set details = '' where account_id = $1 and ended_at is not null",
        account_id as AccountId
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!("delete from affiliate_sign_ups where account_id = $1", account_id as AccountId)
        .execute(&mut **tx)
        .await?;
    Ok(unpaid)
}

/// Denies what is approved and in no payout, as much of it as is locked at a time; answers whether
/// there was any. What was corrected stays: its rows only add up together.
async fn give_up(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    id: MemberId,
) -> Result<bool, db::Error> {
    let which = Which { approved_of: Some(id), ..Which::default() };
    let rows = commission::lock(tx, &which).await?;
    let orders: Vec<OrderId> = rows.iter().map(|row| row.order_id).collect();
    let corrected = sqlx::query_scalar!(
        r#"select distinct order_id as "id: OrderId" from commissions
           where is_correction and order_id = any($1)"#,
        &orders as &[OrderId]
    )
    .fetch_all(&mut **tx)
    .await?;
    let denied = |row: commission::Commission| Change {
        after: commission::Commission {
            state: CommissionState::Denied,
            reason: Some(WHY.to_owned()),
            ..row.clone()
        },
        before: Some(row),
    };
    let changes: Vec<Change> = rows
        .into_iter()
        .filter(|row| !row.is_correction && !corrected.contains(&row.order_id))
        .map(denied)
        .collect();
    if changes.is_empty() {
        return Ok(false);
    }
    writer::write(tx, now, changes, Vec::new()).await?;
    Ok(true)
}
