//! What came to somebody's balance and went to what they owe.

use chrono::{DateTime, Utc};
use sqlx::PgTransaction;

use super::kind::{Kind, Topic};
use super::write::{Facts, window};
use crate::accounts::AccountId;
use crate::kit::db;
use crate::kit::money::Money;

/// Tells the account how much went to its debt. A hundred orders may be refunded at once, so the amounts
/// of some minutes are one notice. The account's wallet is locked, so nobody else adds to it.
pub(crate) async fn debt_repaid(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    (account_id, amount): (AccountId, Money),
) -> Result<(), db::Error> {
    let (key, due_at) = window(now);
    let what = "repaid".to_owned();
    let facts = Facts { what, amount: Some(amount.micros()), ..Facts::default() };
    let kind = Kind::Deposit;
    sqlx::query!(
        "insert into notices as n (account_id, kind, topic, key, facts, in_panel, made_at, due_at)
         select $1, $2, $3, $4, $5,
                not exists (select from notice_wishes
                            where account_id = $1 and topic = $3 and way = 'panel'
                              and not wanted), $6, $7
         on conflict (account_id, kind, key) do update
         set read_at = null,
             facts = jsonb_set(n.facts, '{amount}',
                               to_jsonb((n.facts ->> 'amount')::bigint
                                        + (excluded.facts ->> 'amount')::bigint))",
        account_id as AccountId,
        kind as Kind,
        kind.topic() as Topic,
        format!("repaid:{key}"),
        serde_json::json!(facts),
        now,
        due_at
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
