//! Refusals in a row: evidence that needs no words. One order may be refused because of itself; ten
//! refusals of different orders, customers and targets say something about the provider. The row is
//! stored in the database, under the lock of the provider's row, so that it stays one row when
//! several processes record the answers. An order that is taken ends it.

use chrono::{DateTime, Utc};
use sqlx::PgTransaction;

use super::pause;
use crate::accounts::AccountId;
use crate::kit::db::{self, column};
use crate::ledger::OrderId;
use crate::providers::ProviderId;

/// From at least this many customers. With fewer, staff are told and nothing is paused: one
/// customer alone must not be able to close a provider for the others.
const CUSTOMERS: i64 = 3;
/// For at least this many targets: one target may be wrong, no matter who orders for it.
const TARGETS: i64 = 2;
const TARGET_CHARS_MAX: usize = 300;

/// An order that a provider refused.
#[derive(Debug, Clone)]
pub struct Refusal {
    pub order_id: OrderId,
    pub account_id: AccountId,
    /// The target of the order, in one spelling.
    pub target: String,
    /// The provider's words.
    pub reason: String,
}

/// Notes these, in the order in which they came. If the row becomes too long, pauses the provider
/// or alerts staff.
pub(super) async fn note(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    provider_id: ProviderId,
    refusals: &[Refusal],
) -> Result<(), db::Error> {
    let Some(last) = refusals.last() else { return Ok(()) };
    // The lock comes first, so that the next statements see what others have noted.
    let orders = sqlx::query_scalar!(
        "update providers set refusals = refusals + $2 where id = $1
         returning pause_after_refusals",
        provider_id as ProviderId,
        i32::try_from(refusals.len()).unwrap_or(1)
    )
    .fetch_optional(&mut **tx)
    .await?;
    let Some(orders) = orders.map(i64::from) else { return Ok(()) };
    let target = |one: &Refusal| one.target.chars().take(TARGET_CHARS_MAX).collect::<String>();
    sqlx::query!(
        "insert into provider_refusals (provider_id, order_id, account_id, target, at)
         select $1, *, $2 from unnest($3::bigint[], $4::bigint[], $5::text[])
         on conflict on constraint provider_refusals_order do nothing",
        provider_id as ProviderId,
        now,
        &column(refusals, |one| one.order_id) as &[OrderId],
        &column(refusals, |one| one.account_id) as &[AccountId],
        &column(refusals, target)
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!(
        "delete from provider_refusals where provider_id = $1 and id not in (
             select id from provider_refusals where provider_id = $1 order by id desc limit $2)",
        provider_id as ProviderId,
        orders
    )
    .execute(&mut **tx)
    .await?;
    let row = sqlx::query!(
        r#"select count(*) as "orders!", count(distinct account_id) as "customers!",
                  count(distinct target) as "targets!"
           from provider_refusals where provider_id = $1"#,
        provider_id as ProviderId
    )
    .fetch_one(&mut **tx)
    .await?;
    if row.orders < orders || row.targets < TARGETS {
        return Ok(());
    }
    let customers = match row.customers {
        1 => "one customer".to_owned(),
        many => format!("{many} customers"),
    };
    let what = format!(
        "it refused {} orders in a row, of {customers} for {} targets; the last one: {}",
        row.orders, row.targets, last.reason
    );
    if row.customers >= CUSTOMERS {
        return pause::pause_for_staff(tx, provider_id, &what).await;
    }
    let alerted = sqlx::query!(
        "with was as (select id, alert from providers where id = $1)
         update providers p set alert = $2 from was where p.id = was.id
         returning was.alert is null as \"is_new!\"",
        provider_id as ProviderId,
        what
    )
    .fetch_optional(&mut **tx)
    .await?;
    if alerted.is_some_and(|row| row.is_new) {
        tracing::warn!(
            provider_id = provider_id.get(),
            what,
            "a provider refuses one order after another"
        );
    }
    Ok(())
}

/// The row has ended: the provider took an order, or staff say that all is well. A pause because of
/// the row ends too.
pub(super) async fn forget(
    tx: &mut PgTransaction<'_>,
    provider_id: ProviderId,
) -> Result<(), db::Error> {
    sqlx::query!(
        "update providers
         set refusals = 0, alert = null, pause_needs_staff = false,
             paused_reason = case when not pause_needs_staff then paused_reason end,
             paused_by_panel = paused_by_panel and not pause_needs_staff
         where id = $1",
        provider_id as ProviderId
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!("delete from provider_refusals where provider_id = $1", provider_id as ProviderId)
        .execute(&mut **tx)
        .await?;
    Ok(())
}
