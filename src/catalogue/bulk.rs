//! Many services at once: what an import makes and changes, and what the price guard takes off sale
//! and puts back. One statement serves all of them, however many they are.

use sqlx::PgTransaction;

use super::Kind;
use super::service::{Draft, ServiceError};
use crate::catalogue::ServiceId;
use crate::kit::clock::Clock;
use crate::kit::db::{self, column};
use crate::kit::money::Rate;

/// The changes to an existing service. A field that is `None` stays as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub id: ServiceId,
    pub kind: Option<Kind>,
    pub rate: Option<Rate>,
    pub min: Option<i64>,
    pub max: Option<i64>,
    pub refill: Option<bool>,
    pub cancel: Option<bool>,
    pub dripfeed: Option<bool>,
    pub name: Option<String>,
    pub description: Option<String>,
    pub category_id: Option<i64>,
    pub enabled: Option<bool>,
}

impl Change {
    /// All of it stays as it is.
    #[must_use]
    pub const fn none(id: ServiceId) -> Self {
        Self {
            id,
            kind: None,
            rate: None,
            min: None,
            max: None,
            refill: None,
            cancel: None,
            dripfeed: None,
            name: None,
            description: None,
            category_id: None,
            enabled: None,
        }
    }
}

/// Puts services on the list; answers their ids, in the order of the drafts.
pub async fn create_many(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    drafts: &[Draft],
) -> Result<Vec<ServiceId>, ServiceError> {
    if drafts.is_empty() {
        return Ok(Vec::new());
    }
    for draft in drafts {
        draft.check()?;
    }
    let mut ids = sqlx::query_scalar!(
        r#"select nextval('services_id_seq') as "id!: ServiceId" from generate_series(1, $1)"#,
        i32::try_from(drafts.len()).unwrap_or(i32::MAX)
    )
    .fetch_all(&mut **tx)
    .await?;
    ids.sort_unstable();
    sqlx::query!(
        "insert into services (id, category_id, position, name, kind, description, rate, min, max,
                               refill, cancel, dripfeed, unique_link, refill_wait_h, refill_days,
                               enabled, created_at)
         overriding system value
         select new.*, $17 from unnest($1::bigint[], $2::bigint[], $3::int[], $4::text[],
                $5::text[], $6::text[], $7::bigint[], $8::bigint[], $9::bigint[], $10::bool[],
                $11::bool[], $12::bool[], $13::bool[], $14::int[], $15::int[], $16::bool[]) as new",
        &ids as &[ServiceId],
        &column(drafts, |draft| draft.category_id),
        &column(drafts, |draft| draft.position),
        &column(drafts, |draft| draft.name.clone()),
        &column(drafts, |draft| draft.kind.as_str().to_owned()),
        &column(drafts, |draft| draft.description.clone()),
        &column(drafts, |draft| draft.rate.micros()),
        &column(drafts, |draft| draft.min),
        &column(drafts, |draft| draft.max),
        &column(drafts, |draft| draft.refill),
        &column(drafts, |draft| draft.cancel),
        &column(drafts, |draft| draft.dripfeed),
        &column(drafts, |draft| draft.unique_link),
        &column(drafts, |draft| draft.refill_wait_h),
        &column(drafts, |draft| draft.refill_days) as &[Option<i32>],
        &column(drafts, |draft| draft.enabled),
        clock.now()
    )
    .execute(&mut **tx)
    .await?;
    Ok(ids)
}

/// Locks these services: nobody else changes them, their routes or their prices until the
/// transaction ends.
pub(crate) async fn lock_many(
    tx: &mut PgTransaction<'_>,
    ids: &[ServiceId],
) -> Result<(), db::Error> {
    sqlx::query!(
        "select from services where id = any($1) order by id for no key update",
        ids as &[ServiceId]
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(())
}

/// Changes services. Orders that were placed keep their conditions. A change that the table's own
/// checks refuse is an error for all of them.
pub async fn update_many(tx: &mut PgTransaction<'_>, changes: &[Change]) -> Result<(), db::Error> {
    if changes.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        "update services s
         set kind = coalesce(c.kind, s.kind), rate = coalesce(c.rate, s.rate),
             min = coalesce(c.min, s.min), max = coalesce(c.max, s.max),
             refill = coalesce(c.refill, s.refill), cancel = coalesce(c.cancel, s.cancel),
             dripfeed = coalesce(c.dripfeed, s.dripfeed), name = coalesce(c.name, s.name),
             description = coalesce(c.description, s.description),
             category_id = coalesce(c.category_id, s.category_id),
             enabled = coalesce(c.enabled, s.enabled)
         from unnest($1::bigint[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[],
                     $6::bool[], $7::bool[], $8::bool[], $9::text[], $10::text[], $11::bigint[],
                     $12::bool[])
              as c (id, kind, rate, min, max, refill, cancel, dripfeed, name, description,
                    category_id, enabled)
         where s.id = c.id",
        &column(changes, |change| change.id) as &[ServiceId],
        &column(changes, |change| change.kind.map(|kind| kind.as_str().to_owned()))
            as &[Option<String>],
        &column(changes, |change| change.rate.map(Rate::micros)) as &[Option<i64>],
        &column(changes, |change| change.min) as &[Option<i64>],
        &column(changes, |change| change.max) as &[Option<i64>],
        &column(changes, |change| change.refill) as &[Option<bool>],
        &column(changes, |change| change.cancel) as &[Option<bool>],
        &column(changes, |change| change.dripfeed) as &[Option<bool>],
        &column(changes, |change| change.name.clone()) as &[Option<String>],
        &column(changes, |change| change.description.clone()) as &[Option<String>],
        &column(changes, |change| change.category_id) as &[Option<i64>],
        &column(changes, |change| change.enabled) as &[Option<bool>],
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Takes services off sale, each with the reason, or puts them back. This is the panel's own
/// decision, apart from whether staff sell them: both must agree before anyone can order.
pub async fn set_paused_reasons(
    tx: &mut PgTransaction<'_>,
    reasons: &[(ServiceId, Option<String>)],
) -> Result<(), db::Error> {
    if reasons.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        "update services s set paused_reason = h.reason
         from unnest($1::bigint[], $2::text[]) as h (id, reason) where s.id = h.id",
        &column(reasons, |(id, _)| *id) as &[ServiceId],
        &column(reasons, |(_, reason)| reason.clone()) as &[Option<String>],
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Writes below which rate no discount leads, for each of these services.
pub async fn set_lowest_rates(
    tx: &mut PgTransaction<'_>,
    rates: &[(ServiceId, Option<Rate>)],
) -> Result<(), db::Error> {
    if rates.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        "update services s set lowest_rate = l.rate
         from unnest($1::bigint[], $2::bigint[]) as l (id, rate) where s.id = l.id",
        &column(rates, |(id, _)| *id) as &[ServiceId],
        &column(rates, |(_, rate)| rate.map(Rate::micros)) as &[Option<i64>],
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
