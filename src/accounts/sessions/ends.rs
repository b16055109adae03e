//! How sessions end: one, the others, or all. With all of an account's sessions also end the sign-ins that
//! wait for a second factor, and the browsers that are not asked for it.
//!
//! The half sign-ins go first. Whoever is proving a second factor at that moment holds their row; so they
//! either find it gone, or their new session is there to be ended. Whoever locks the account too has locked
//! it before them.

use serde_json::json;
use sqlx::PgTransaction;

use super::limits::Limits;
use super::names::SessionId;
use crate::accounts::AccountId;
use crate::accounts::audit::{self, Actor};
use crate::accounts::factors::remembered;
use crate::accounts::role::Role;
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::settings;

/// Ends one of the actor's own sessions. A session of another account is left alone, without an
/// error.
pub async fn end(db: &Db, clock: &Clock, actor: Actor, id: SessionId) -> Result<(), db::Error> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let done = sqlx::query!(
                "delete from sessions where hash = $1 and account_id = $2",
                id.bytes(),
                actor.account_id as Option<AccountId>,
            )
            .execute(&mut **tx)
            .await?;
            note_end(tx, &clock, actor, done.rows_affected()).await
        })
    })
    .await
}

/// Ends all of the actor's sessions except `kept`; answers how many.
pub async fn end_others(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    kept: SessionId,
) -> Result<u64, db::Error> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let Some(id) = actor.account_id else { return Ok(0) };
            let ended = end_all_but(tx, id, kept).await?;
            note_end(tx, &clock, actor, ended).await?;
            Ok::<_, db::Error>(ended)
        })
    })
    .await
}

async fn note_end(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    actor: Actor,
    ended: u64,
) -> Result<(), db::Error> {
    let (1.., Some(id)) = (ended, actor.account_id) else { return Ok(()) };
    let entry = audit::Entry {
        actor,
        action: "session.end",
        subject: format!("account:{id}"),
        after: Some(json!({ "sessions": ended })),
        ..audit::Entry::default()
    };
    audit::record(tx, clock, entry).await
}

/// Ends all of the account's sessions, in the transaction that takes a right away from them;
/// answers how many.
pub async fn end_all(tx: &mut PgTransaction<'_>, account_id: AccountId) -> Result<u64, db::Error> {
    end_those(tx, account_id, None).await
}

/// The same, except `kept`.
pub(in crate::accounts) async fn end_all_but(
    tx: &mut PgTransaction<'_>,
    account_id: AccountId,
    kept: SessionId,
) -> Result<u64, db::Error> {
    end_those(tx, account_id, Some(kept)).await
}

async fn end_those(
    tx: &mut PgTransaction<'_>,
    account_id: AccountId,
    kept: Option<SessionId>,
) -> Result<u64, db::Error> {
    sqlx::query!("delete from half_sign_ins where account_id = $1", account_id as AccountId)
        .execute(&mut **tx)
        .await?;
    remembered::forget_all(&mut **tx, account_id).await?;
    let done = sqlx::query!(
        "delete from sessions where account_id = $1 and ($2::bytea is null or hash <> $2)",
        account_id as AccountId,
        kept.as_ref().map(SessionId::bytes)
    );
    Ok(done.execute(&mut **tx).await?.rows_affected())
}

/// Deletes the rows of sessions that are over, at most `most`, and those of half sign-ins; answers
/// whether there may be more. A loop calls it now and then.
pub async fn sweep(db: &Db, clock: &Clock, most: i64) -> Result<bool, db::Error> {
    let now = clock.now();
    let limits = Limits::of(&settings::read(db.pool()).await?);
    let done = sqlx::query!(
        "delete from sessions where hash in (
             select hash from sessions where expires_at <= $1 or seen_at <= $2
             limit $3 for update skip locked)",
        now,
        // Staff's are never older than their `expires_at` either.
        limits.idlest(Role::Customer, now),
        most,
    )
    .execute(db.pool())
    .await?;
    let half = sqlx::query!(
        "delete from half_sign_ins where hash in (
             select hash from half_sign_ins where expires_at <= $1
             limit $2 for update skip locked)",
        now,
        most
    );
    let half = half.execute(db.pool()).await?.rows_affected();
    Ok(done.rows_affected().max(half) >= most.unsigned_abs())
}
