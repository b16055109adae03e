//! Connecting providers and changing them. A key is sealed with the id of its row, and no door ever
//! shows it again. Every command here writes its audit entry in its own transaction.

use serde_json::{Value, json};
use sqlx::PgTransaction;

use super::pause_unsellable::pause_unsellable;
use super::provider::{Draft, Idempotency, Provider, ProviderError, lock};
use super::{Protocol, Upstreams, list_sync, refusals};
use crate::accounts::audit::{self, Actor};
use crate::catalogue::ServiceId;
use crate::kit::clock::Clock;
use crate::kit::db::Db;
use crate::providers::ProviderId;

/// Connects a provider; answers its id. Its balance and its list are looked at soon.
pub async fn create(
    db: &Db,
    clock: &Clock,
    upstreams: &Upstreams,
    actor: Actor,
    (protocol, draft): (Protocol, Draft),
) -> Result<ProviderId, ProviderError> {
    draft.check()?;
    if !protocol.has_services() {
        return Err(ProviderError::BuiltIn);
    }
    if draft.key.is_none() {
        let sentence = "a provider wants its key";
        return Err(ProviderError::Field { field: "key", sentence });
    }
    refuse_gap(&draft)?;
    let (clock, upstreams) = (clock.clone(), upstreams.clone());
    db.transaction(move |tx| {
        Box::pin(async move {
            let id = sqlx::query_scalar!(
                r#"insert into providers (name, protocol, created_at) values ($1, $2, $3)
                   returning id as "id: ProviderId""#,
                draft.name.trim(),
                protocol.as_str(),
                clock.now()
            )
            .fetch_one(&mut **tx)
            .await?;
            write(tx, &clock, &upstreams, (id, &draft)).await?;
            let after = Some(facts(&draft, protocol));
            record(tx, &clock, actor, (id, "provider.create"), (None, after)).await?;
            Ok(id)
        })
    })
    .await
}

/// Changes a provider. A key is only sent to the host for which it was typed: for another host it
/// must be typed again.
pub async fn update(
    db: &Db,
    clock: &Clock,
    upstreams: &Upstreams,
    actor: Actor,
    (id, draft): (ProviderId, Draft),
) -> Result<(), ProviderError> {
    draft.check()?;
    let (clock, upstreams) = (clock.clone(), upstreams.clone());
    db.transaction(move |tx| {
        Box::pin(async move {
            let before = lock(tx, id).await?.ok_or(ProviderError::NotFound)?;
            let url = before.url.as_deref().ok_or(ProviderError::BuiltIn)?;
            if draft.key.is_none() && !draft.url.is_at(url) {
                let sentence = "type the key again: it goes to another host from now on";
                return Err(ProviderError::Field { field: "key", sentence });
            }
            // A URL that comes back as it was shown, without its secrets, is the URL that we have.
            let draft = match draft.url.is_as_shown(url) {
                Some(kept) => Draft { url: kept, ..draft },
                None => draft,
            };
            refuse_gap(&draft)?;
            write(tx, &clock, &upstreams, (id, &draft)).await?;
            let after = Some(facts(&draft, before.protocol));
            record(tx, &clock, actor, (id, "provider.update"), (Some(told(&before)), after)).await
        })
    })
    .await
}

/// The shown form of a URL cannot be called.
fn refuse_gap(draft: &Draft) -> Result<(), ProviderError> {
    let sentence = "type in full what stands there as ***";
    match draft.url.has_gap() {
        true => Err(ProviderError::Field { field: "url", sentence }),
        false => Ok(()),
    }
}

async fn write(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    upstreams: &Upstreams,
    (id, draft): (ProviderId, &Draft),
) -> Result<(), ProviderError> {
    let sealed = draft.key.as_ref().map(|key| upstreams.seal(id, key));
    sqlx::query!(
        "update providers
         set name = $2, url = $3, secret = coalesce($4, secret), currency = $5,
             exchange_rate = $6, requests_per_s = $7, in_flight_max = $8, balance_low = $9,
             price_policy = $10, ask_above_percent = $11, balance_due_at = $12, list_due_at = $12,
             pause_after_unknowns = $13, pause_after_refusals = $14
         where id = $1",
        id as ProviderId,
        draft.name.trim(),
        draft.url.as_str(),
        sealed,
        draft.currency,
        draft.exchange.micros(),
        draft.requests_per_s,
        draft.in_flight_max,
        draft.balance_low,
        draft.policy.as_str(),
        draft.ask_above_percent,
        clock.now(),
        draft.pause_after_unknowns,
        draft.pause_after_refusals
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Switches it on or off. If it is off, nothing is sent to it and its routes do not count.
pub async fn set_enabled(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    (id, enabled): (ProviderId, bool),
) -> Result<Provider, ProviderError> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let before = lock(tx, id).await?.ok_or(ProviderError::NotFound)?;
            sqlx::query!(
                "update providers set enabled = $2 where id = $1",
                id as ProviderId,
                enabled
            )
            .execute(&mut **tx)
            .await?;
            let values =
                (Some(json!({ "enabled": before.enabled })), Some(json!({ "enabled": enabled })));
            record(tx, &clock, actor, (id, "provider.update"), values).await?;
            // Now its costs count, or they no longer count.
            let sold = list_sync::sold(tx, id).await?;
            let services: Vec<ServiceId> = sold.iter().map(|one| one.service_id).collect();
            pause_unsellable(tx, Some(&services)).await?;
            Ok(before)
        })
    })
    .await
}

/// Sends nothing to it until staff allow it again: its orders wait, or take their next route.
pub async fn pause(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    (id, reason): (ProviderId, String),
) -> Result<Provider, ProviderError> {
    set_pause(db, clock, actor, (id, Some(reason))).await
}

/// Sends to it again, no matter who paused it.
pub async fn resume(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    id: ProviderId,
) -> Result<Provider, ProviderError> {
    set_pause(db, clock, actor, (id, None)).await
}

async fn set_pause(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    (id, reason): (ProviderId, Option<String>),
) -> Result<Provider, ProviderError> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let before = lock(tx, id).await?.ok_or(ProviderError::NotFound)?;
            sqlx::query!(
                "update providers
                 set paused_reason = $2, paused_by_panel = false, pause_needs_staff = false,
                     unknowns = case when $2::text is null then 0 else unknowns end
                 where id = $1",
                id as ProviderId,
                reason
            )
            .execute(&mut **tx)
            .await?;
            if reason.is_none() {
                refusals::forget(tx, id).await?;
            }
            let action = if reason.is_some() { "provider.pause" } else { "provider.resume" };
            let values = (
                Some(json!({ "paused": before.paused_reason })),
                Some(json!({ "paused": reason })),
            );
            record(tx, &clock, actor, (id, action), values).await?;
            Ok(before)
        })
    })
    .await
}

/// Staff confirm that it takes idempotency keys, as its answers say, or take that back. `false`:
/// its answers do not say so.
pub async fn confirm_idempotency(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    (id, confirmed): (ProviderId, bool),
) -> Result<bool, ProviderError> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let before = lock(tx, id).await?.ok_or(ProviderError::NotFound)?;
            if before.idempotency == Idempotency::None {
                return Ok(false);
            }
            let word = if confirmed { Idempotency::Confirmed } else { Idempotency::Offered };
            sqlx::query!(
                "update providers set idempotency = $2 where id = $1",
                id as ProviderId,
                word as Idempotency
            )
            .execute(&mut **tx)
            .await?;
            let was = before.idempotency == Idempotency::Confirmed;
            let values =
                (Some(json!({ "confirmed": was })), Some(json!({ "confirmed": confirmed })));
            record(tx, &clock, actor, (id, "provider.idempotency"), values).await?;
            Ok(true)
        })
    })
    .await
}

pub(super) async fn record(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    actor: Actor,
    (id, action): (ProviderId, &str),
    (before, after): (Option<Value>, Option<Value>),
) -> Result<(), ProviderError> {
    let subject = format!("provider:{id}");
    let entry = audit::Entry { actor, action, subject, before, after, ..audit::Entry::default() };
    Ok(audit::record(tx, clock, entry).await?)
}

/// Everything except the key, for the audit log.
fn facts(draft: &Draft, protocol: Protocol) -> Value {
    json!({
        "name": draft.name.trim(),
        "protocol": protocol.as_str(),
        "url": draft.url.to_string(),
        "key": if draft.key.is_some() { "set" } else { "kept" },
        "currency": draft.currency,
        "exchange": draft.exchange.to_string(),
        "requests_per_s": draft.requests_per_s,
        "in_flight_max": draft.in_flight_max,
        "balance_low": draft.balance_low,
        "policy": draft.policy.as_str(),
        "ask_above_percent": draft.ask_above_percent,
        "pause_after_unknowns": draft.pause_after_unknowns,
        "pause_after_refusals": draft.pause_after_refusals,
    })
}

fn told(before: &Provider) -> Value {
    json!({
        "name": before.name,
        "protocol": before.protocol.as_str(),
        "url": before.shown_url(),
        "currency": before.currency,
        "exchange": before.exchange.to_string(),
        "requests_per_s": before.requests_per_s,
        "in_flight_max": before.in_flight_max,
        "balance_low": before.balance_low,
        "policy": before.policy.as_str(),
        "ask_above_percent": before.ask_above_percent,
        "pause_after_unknowns": before.pause_after_unknowns,
        "pause_after_refusals": before.pause_after_refusals,
    })
}
