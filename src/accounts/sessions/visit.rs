//! Staff who look at the pages as a customer sees them, to help them. Owns `account_visits`.
//!
//! What must stay true: a visit belongs to one session of a member of staff and lasts half an hour at
//! most. As long as it has not been ended, that session is the customer's on the customers' side and
//! changes nothing there; when its time is over, it shows nothing there either until the member of staff
//! ends it, so nobody takes their own account for the customer's. Only customers' accounts are visited.
//! Beginning and end stand in the audit log, and the customer reads of it on their account page.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use sqlx::{PgExecutor, PgTransaction};

use super::session::SessionId;
use crate::accounts::AccountId;
use crate::accounts::account::{Account, Status};
use crate::accounts::audit::{self, Actor};
use crate::accounts::email::Email;
use crate::accounts::rights::Rights;
use crate::accounts::role::Role;
use crate::accounts::staff;
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};

/// It is over after this long.
pub const AGE_MAX: TimeDelta = TimeDelta::minutes(30);
/// Visits that a page lists.
const SHOWN_MAX: i64 = 20;

/// A visit that was begun and not ended. Its time may be over.
#[derive(Debug, Clone)]
pub struct Visit {
    /// Whose pages are shown.
    pub account: Account,
    pub until: DateTime<Utc>,
}

impl Visit {
    /// Whether its time is over.
    #[must_use]
    pub fn is_over(&self, now: DateTime<Utc>) -> bool {
        now >= self.until
    }
}

/// One of the past, as the customer and staff read of it.
#[derive(Debug, Clone)]
pub struct Past {
    pub staff: Email,
    pub reason: String,
    pub began_at: DateTime<Utc>,
    /// When it ended, or will end at the latest.
    pub ended_at: DateTime<Utc>,
}

/// Why nobody may look.
#[derive(Debug, thiserror::Error)]
pub enum VisitError {
    #[error("your role does not allow it")]
    NotAllowed,
    #[error("there is no such customer")]
    Missing,
    #[error("only customers' accounts can be looked at, not those of staff")]
    Staff,
    #[error("the account is suspended: lift the suspension first")]
    Suspended,
    #[error(transparent)]
    Db(#[from] db::Error),
}

crate::from_sqlx!(VisitError);

/// Begins a visit in this session of the actor's. One that it began before ends.
pub async fn begin(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    session: SessionId,
    (account_id, reason): (AccountId, String),
) -> Result<(), VisitError> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let Some(staff_id) = actor.account_id else { return Err(VisitError::NotAllowed) };
            if !staff::may(tx, actor, Rights::may_sign_in_as).await? {
                return Err(VisitError::NotAllowed);
            }
            let customer = sqlx::query!(
                r#"select role as "role: Role", status as "status: Status" from accounts
                   where id = $1 for share"#,
                account_id as AccountId
            )
            .fetch_optional(&mut **tx)
            .await?
            .ok_or(VisitError::Missing)?;
            if customer.role.is_staff() {
                return Err(VisitError::Staff);
            }
            if customer.status != Status::Active {
                return Err(VisitError::Suspended);
            }
            // Nobody else uses this session's row while its visit changes.
            let own = sqlx::query!(
                "select from sessions where hash = $1 and account_id = $2 for no key update",
                session.bytes(),
                staff_id as AccountId
            );
            own.fetch_optional(&mut **tx).await?.ok_or(VisitError::NotAllowed)?;
            end_in(tx, &clock, actor, session).await?;
            let until = clock.now() + AGE_MAX;
            sqlx::query!(
                "insert into account_visits
                     (session_hash, staff_id, account_id, reason, began_at, until)
                 values ($1, $2, $3, $4, $5, $6)",
                session.bytes(),
                staff_id as AccountId,
                account_id as AccountId,
                reason,
                clock.now(),
                until
            )
            .execute(&mut **tx)
            .await?;
            let told = json!({ "why": reason, "until": until });
            note(tx, &clock, (actor, "visit.begin"), account_id, told).await?;
            Ok(())
        })
    })
    .await
}

/// Ends the visit of this session; answers whose account it was. `None`: there was none.
pub async fn end(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    session: SessionId,
) -> Result<Option<AccountId>, db::Error> {
    let clock = clock.clone();
    db.transaction(move |tx| Box::pin(async move { end_in(tx, &clock, actor, session).await }))
        .await
}

/// A visit belongs to its session, which has another secret from now on.
pub(super) async fn follow(
    tx: &mut PgTransaction<'_>,
    old: SessionId,
    new: SessionId,
) -> Result<(), db::Error> {
    sqlx::query!(
        "update account_visits set session_hash = $2 where session_hash = $1 and ended_at is null",
        old.bytes(),
        new.bytes()
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn end_in(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    actor: Actor,
    session: SessionId,
) -> Result<Option<AccountId>, db::Error> {
    let ended = sqlx::query_scalar!(
        r#"update account_visits set ended_at = least($2, until)
           where session_hash = $1 and ended_at is null
           returning account_id as "account_id: AccountId""#,
        session.bytes(),
        clock.now()
    )
    .fetch_optional(&mut **tx)
    .await?;
    if let Some(account_id) = ended {
        note(tx, clock, (actor, "visit.end"), account_id, json!({})).await?;
    }
    Ok(ended)
}

async fn note(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    (actor, action): (Actor, &str),
    account_id: AccountId,
    after: serde_json::Value,
) -> Result<(), db::Error> {
    let entry = audit::Entry {
        actor,
        action,
        subject: format!("account:{account_id}"),
        after: Some(after),
        ..audit::Entry::default()
    };
    audit::record(tx, clock, entry).await
}

/// The visits of this account, the newest first.
pub async fn list(
    executor: impl PgExecutor<'_>,
    account_id: AccountId,
) -> Result<Vec<Past>, db::Error> {
    Ok(sqlx::query_as!(
        Past,
        r#"select a.email as "staff: Email", v.reason, v.began_at,
                  coalesce(v.ended_at, v.until) as "ended_at!"
           from account_visits v join accounts a on a.id = v.staff_id
           where v.account_id = $1 order by v.id desc limit $2"#,
        account_id as AccountId,
        SHOWN_MAX
    )
    .fetch_all(executor)
    .await?)
}
