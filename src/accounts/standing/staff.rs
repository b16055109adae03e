//! Staff: who they are, which role each has, and who may change that. Only owners may.
//!
//! A panel keeps at least one active owner, also when two owners demote each other at the same
//! moment. Whoever gets another role signs in again. The invitations that they made are withdrawn,
//! so nobody keeps a right by a link that they made for themselves.

use chrono::{DateTime, Utc};
use serde_json::json;
use sqlx::{PgExecutor, PgTransaction};

use crate::accounts::AccountId;
use crate::accounts::account::{self, ChangeError, Status};
use crate::accounts::audit::{self, Actor};
use crate::accounts::email::Email;
use crate::accounts::rights::{Areas, Rights};
use crate::accounts::role::Role;
use crate::accounts::{invite, session};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::settings;

/// More would not be a list that anyone reads.
const STAFF_MAX: i64 = 500;

/// One of them, as the list shows it.
#[derive(Debug, Clone)]
pub struct Member {
    pub id: AccountId,
    pub email: Email,
    pub role: Role,
    pub areas: Areas,
    pub status: Status,
    /// Sessions that are alive.
    pub sessions: i64,
    /// When the youngest of these sessions began.
    pub signed_in_at: Option<DateTime<Utc>>,
}

/// Why an account's areas were not changed.
#[derive(Debug, thiserror::Error)]
pub enum SetAreasError {
    /// A customer changes nothing on the staff's side, and an owner everything.
    #[error("only support and admins have areas")]
    NoStaff,
    #[error(transparent)]
    Change(#[from] ChangeError),
    #[error(transparent)]
    Db(#[from] db::Error),
}

crate::from_sqlx!(SetAreasError);

/// All staff, owners first.
pub async fn list(
    executor: impl PgExecutor<'_> + Copy,
    clock: &Clock,
) -> Result<Vec<Member>, db::Error> {
    let now = clock.now();
    let limits = session::Limits::of(&settings::read(executor).await?);
    let rows = sqlx::query_as!(
        Member,
        r#"select a.id as "id: AccountId", a.email as "email: Email", a.role as "role: Role",
                  a.areas as "areas: Areas", a.status as "status: Status", count(s.hash) as "sessions!",
                  max(s.created_at) as signed_in_at
           from accounts a
           left join sessions s on s.account_id = a.id and s.expires_at > $1 and s.seen_at > $2
                and s.created_at > $4
           where a.role <> 'customer'
           group by a.id
           order by array_position(array['owner', 'admin', 'support'], a.role), a.email
           limit $3"#,
        now,
        limits.idlest(Role::Owner, now),
        STAFF_MAX,
        limits.oldest(Role::Owner, now),
    )
    .fetch_all(executor)
    .await?;
    Ok(rows)
}

/// Whether whoever asks may do this, by the rights that they have now. The rights stay theirs until
/// the transaction ends. The command line may do everything.
pub(crate) async fn may(
    tx: &mut PgTransaction<'_>,
    actor: Actor,
    what: impl FnOnce(Rights) -> bool,
) -> Result<bool, db::Error> {
    let Some(id) = actor.account_id else { return Ok(true) };
    let row = sqlx::query!(
        r#"select role as "role: Role", areas as "areas: Areas" from accounts
           where id = $1 and status = 'active' for share"#,
        id as AccountId,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.is_some_and(|row| what(Rights::new(row.role, row.areas))))
}

/// Whether this member of staff may give this account another role, or sign it out: only owners,
/// and nobody their own.
#[must_use]
pub fn may_change((staff_id, staff): (AccountId, Rights), (id, _): (AccountId, Role)) -> bool {
    staff.may_set_roles() && id != staff_id
}

/// Gives an account another role, with the areas that this role begins with. Its sessions end, and
/// its invitations are withdrawn.
pub async fn set_role(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    id: AccountId,
    role: Role,
) -> Result<(), ChangeError> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let before = account::lock(tx, actor, id, (may_change, role == Role::Owner)).await?;
            if before.status == Status::Closed {
                return Err(ChangeError::Missing);
            }
            if before.role == role {
                return Ok(());
            }
            sqlx::query!(
                "update accounts set role = $2, areas = $3 where id = $1",
                id as AccountId,
                role.as_str(),
                Areas::of_role(role) as Areas,
            )
            .execute(&mut **tx)
            .await?;
            session::end_all(tx, id).await?;
            invite::withdraw_all(tx, id).await?;
            let entry = audit::Entry {
                actor,
                action: "account.role",
                subject: format!("account:{id}"),
                before: Some(json!({ "role": before.role.as_str() })),
                after: Some(json!({ "role": role.as_str() })),
                ..audit::Entry::default()
            };
            audit::record(tx, &clock, entry).await?;
            Ok(())
        })
    })
    .await
}

/// Says what a member of staff may change. It counts from their next request on. An owner may change
/// everything anyway.
pub async fn set_areas(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    id: AccountId,
    areas: Areas,
) -> Result<(), SetAreasError> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let before = account::lock(tx, actor, id, (may_change, true)).await?;
            if !matches!(before.role, Role::Support | Role::Admin) {
                return Err(SetAreasError::NoStaff);
            }
            if before.areas == areas {
                return Ok(());
            }
            sqlx::query!(
                "update accounts set areas = $2 where id = $1",
                id as AccountId,
                areas as Areas,
            )
            .execute(&mut **tx)
            .await?;
            let entry = audit::Entry {
                actor,
                action: "account.areas",
                subject: format!("account:{id}"),
                before: Some(json!({ "areas": before.areas.words() })),
                after: Some(json!({ "areas": areas.words() })),
                ..audit::Entry::default()
            };
            audit::record(tx, &clock, entry).await?;
            Ok(())
        })
    })
    .await
}

/// Signs an account out everywhere; answers how many sessions ended.
pub async fn sign_out(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    id: AccountId,
) -> Result<u64, ChangeError> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            account::lock(tx, actor, id, (may_change, true)).await?;
            let ended = session::end_all(tx, id).await?;
            let entry = audit::Entry {
                actor,
                action: "account.sessions",
                subject: format!("account:{id}"),
                after: Some(json!({ "ended": ended })),
                ..audit::Entry::default()
            };
            audit::record(tx, &clock, entry).await?;
            Ok(ended)
        })
    })
    .await
}
