//! Invitations: links by which one person each may make an account. Their secret is shown once and
//! stored as SHA-256.
//!
//! A link is used by deleting its row, so two people who follow it at once make one account. An
//! invitation of staff holds the role and the address; it ends with its maker's own rights.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use sqlx::{PgExecutor, PgTransaction};

use crate::accounts::AccountId;
use crate::accounts::audit::{self, Actor};
use crate::accounts::email::Email;
use crate::accounts::rights::Rights;
use crate::accounts::role::Role;
use crate::accounts::staff;
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::secret;

/// After this long a link is over.
pub const AGE_MAX: TimeDelta = TimeDelta::days(7);
/// Invitations that are open at the same time.
const OPEN_MAX: i64 = 500;
const NOTE_CHARS_MAX: usize = 200;
/// Characters of base62: 190 bits.
const SECRET_CHARS: usize = 32;

/// What a link will make.
#[derive(Debug, Clone)]
pub struct NewInvite {
    pub role: Role,
    /// Required for staff. `None`: whoever has the link says which address is theirs.
    pub email: Option<Email>,
    /// For whom it is; for the list of invitations.
    pub note: String,
}

/// An open invitation, as the list shows it.
#[derive(Debug, Clone)]
pub struct Invite {
    pub id: i64,
    pub role: Role,
    pub email: Option<Email>,
    pub note: String,
    pub expires_at: DateTime<Utc>,
}

/// The account that a link makes.
#[derive(Debug, Clone)]
pub struct Invited {
    pub id: i64,
    pub role: Role,
    pub email: Option<Email>,
}

/// Why there is no link.
#[derive(Debug, thiserror::Error)]
pub enum InviteError {
    #[error("your role does not allow this invitation")]
    NotAllowed,
    #[error("give the address that the account will have")]
    NoEmail,
    #[error("this address has an account already: open it, and give it the role there")]
    EmailTaken,
    #[error("at most {NOTE_CHARS_MAX} characters")]
    Note,
    #[error("there are {OPEN_MAX} open invitations: withdraw some first")]
    TooMany,
    #[error(transparent)]
    Db(#[from] db::Error),
}

crate::from_sqlx!(InviteError);

/// Whether someone with these rights may invite people of this role: only owners invite staff.
#[must_use]
pub fn may_invite(staff: Rights, role: Role) -> bool {
    if role.is_staff() { staff.may_set_roles() } else { staff.may_edit_customers() }
}

/// Makes a link; answers its secret, which is not stored.
pub async fn create(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    new: NewInvite,
) -> Result<String, InviteError> {
    if new.role.is_staff() && new.email.is_none() {
        return Err(InviteError::NoEmail);
    }
    if new.note.chars().count() > NOTE_CHARS_MAX {
        return Err(InviteError::Note);
    }
    let (clock, secret) = (clock.clone(), secret::base62(SECRET_CHARS));
    let hash = secret::sha256(secret.as_bytes());
    db.transaction(move |tx| {
        Box::pin(async move {
            if !staff::may(tx, actor, |staff| may_invite(staff, new.role)).await? {
                return Err(InviteError::NotAllowed);
            }
            if open(tx).await? >= OPEN_MAX {
                return Err(InviteError::TooMany);
            }
            if let Some(email) = &new.email
                && is_taken(tx, email).await?
            {
                return Err(InviteError::EmailTaken);
            }
            let now = clock.now();
            let id = sqlx::query_scalar!(
                "insert into invites (hash, role, email, note, made_by, created_at, expires_at)
                 values ($1, $2, $3, $4, $5, $6, $7) returning id",
                &hash[..],
                new.role.as_str(),
                new.email.as_ref().map(Email::as_str),
                new.note,
                actor.account_id as Option<AccountId>,
                now,
                now + AGE_MAX,
            )
            .fetch_one(&mut **tx)
            .await?;
            note(tx, &clock, (actor, "invite.create"), (id, new.role)).await
        })
    })
    .await?;
    Ok(secret)
}

async fn open(tx: &mut PgTransaction<'_>) -> Result<i64, db::Error> {
    let count = sqlx::query_scalar!(r#"select count(*) as "count!" from invites"#);
    Ok(count.fetch_one(&mut **tx).await?)
}

async fn is_taken(tx: &mut PgTransaction<'_>, email: &Email) -> Result<bool, db::Error> {
    let taken = sqlx::query_scalar!(
        r#"select exists (select from accounts where email = $1 or skeleton = $2) as "taken!""#,
        email.as_str(),
        email.skeleton(),
    );
    Ok(taken.fetch_one(&mut **tx).await?)
}

async fn note(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    (actor, action): (Actor, &'static str),
    (id, role): (i64, Role),
) -> Result<(), InviteError> {
    let entry = audit::Entry {
        actor,
        action,
        subject: format!("invite:{id}"),
        after: Some(json!({ "role": role.as_str() })),
        ..audit::Entry::default()
    };
    Ok(audit::record(tx, clock, entry).await?)
}

/// The invitations that are open, of staff or of customers, the youngest first.
pub async fn list(
    executor: impl PgExecutor<'_>,
    clock: &Clock,
    of_staff: bool,
) -> Result<Vec<Invite>, db::Error> {
    let rows = sqlx::query_as!(
        Invite,
        r#"select id, role as "role: Role", email as "email: Email", note, expires_at from invites
           where expires_at > $1 and (role <> 'customer') = $2 order by id desc"#,
        clock.now(),
        of_staff,
    )
    .fetch_all(executor)
    .await?;
    Ok(rows)
}

/// Withdraws an invitation. `false`: it is not open any more.
pub async fn withdraw(db: &Db, clock: &Clock, actor: Actor, id: i64) -> Result<bool, InviteError> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let there = sqlx::query_scalar!(
                r#"select role as "role: Role" from invites where id = $1"#,
                id
            );
            let Some(role) = there.fetch_optional(&mut **tx).await? else { return Ok(false) };
            // The account is locked before the invitation, as everywhere.
            if !staff::may(tx, actor, |staff| may_invite(staff, role)).await? {
                return Err(InviteError::NotAllowed);
            }
            let gone = sqlx::query!("delete from invites where id = $1", id);
            if gone.execute(&mut **tx).await?.rows_affected() == 0 {
                return Ok(false);
            }
            note(tx, &clock, (actor, "invite.withdraw"), (id, role)).await?;
            Ok(true)
        })
    })
    .await
}

/// Withdraws all that this account has made, in the transaction that takes its rights away.
pub(in crate::accounts) async fn withdraw_all(
    tx: &mut PgTransaction<'_>,
    made_by: AccountId,
) -> Result<(), db::Error> {
    sqlx::query!("delete from invites where made_by = $1", made_by as AccountId)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// The open invitation with this secret.
pub(in crate::accounts) async fn find(
    executor: impl PgExecutor<'_>,
    clock: &Clock,
    secret: &str,
) -> Result<Option<Invited>, db::Error> {
    let found = sqlx::query_as!(
        Invited,
        r#"select id, role as "role: Role", email as "email: Email" from invites
           where hash = $1 and expires_at > $2"#,
        &secret::sha256(secret.as_bytes())[..],
        clock.now(),
    )
    .fetch_optional(executor)
    .await?;
    Ok(found)
}

/// Uses up the open invitation with this secret, if the transaction is committed.
pub(in crate::accounts) async fn take(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    secret: &str,
) -> Result<Option<Invited>, db::Error> {
    let taken = sqlx::query_as!(
        Invited,
        r#"delete from invites where hash = $1 and expires_at > $2
           returning id, role as "role: Role", email as "email: Email""#,
        &secret::sha256(secret.as_bytes())[..],
        clock.now(),
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(taken)
}

/// Deletes invitations that are over. A loop calls it now and then.
pub async fn sweep(db: &Db, clock: &Clock) -> Result<(), db::Error> {
    sqlx::query!("delete from invites where expires_at <= $1", clock.now())
        .execute(db.pool())
        .await?;
    Ok(())
}
