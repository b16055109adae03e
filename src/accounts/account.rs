//! Accounts: made, found, suspended.
//!
//! An address is one account, however it is typed. A panel keeps at least one active owner. A
//! suspended account loses its sessions and remembered keys at once.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;
use sqlx::{PgExecutor, PgTransaction};

use super::audit::{self, Actor};
use super::email::Email;
use super::rights::{Areas, Rights};
use super::role::Role;
use super::verifier::Verifier;
use super::{invite, session};
use crate::accounts::AccountId;
use crate::accounts::admission::NoWay;
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};

/// Whether an account may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum Status {
    Active,
    Suspended,
    /// For good: what said who it was is gone.
    Closed,
}

impl Status {
    /// The stored word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Suspended => "suspended",
            Self::Closed => "closed",
        }
    }
}

/// A row of `accounts`, without its password.
#[derive(Debug, Clone)]
pub struct Account {
    pub id: AccountId,
    pub email: Email,
    pub role: Role,
    pub areas: Areas,
    pub status: Status,
    pub terms_accepted_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

/// The date of the panel's own terms of acceptable use. Set a later date when they change: then
/// everybody is asked again. An owner's own terms have a moment of theirs (`content::Terms`).
pub const TERMS_SINCE: NaiveDate = NaiveDate::from_ymd_opt(2026, 1, 1).expect("a date");

impl Account {
    /// What they may do on the staff's side.
    #[must_use]
    pub fn rights(&self) -> Rights {
        Rights::new(self.role, self.areas)
    }

    /// Whether the terms were accepted that are in force since then.
    #[must_use]
    pub fn has_accepted_terms(&self, since: DateTime<Utc>) -> bool {
        self.terms_accepted_at.is_some_and(|at| at >= since)
    }
}

/// What a new account starts with.
#[derive(Debug, Clone)]
pub struct NewAccount {
    pub email: Email,
    pub role: Role,
    /// `None`: cannot sign in until a password is set.
    pub password_hash: Option<String>,
    /// Staff or a command made it: it ends soon, and its holder chooses another one first.
    pub is_password_made: bool,
    /// `None`: asked on the first signed-in page.
    pub terms_accepted_at: Option<DateTime<Utc>>,
}

/// Why no account was made.
#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    /// Or one that looks the same has: they get the same answer.
    #[error("this e-mail address, or one that looks the same, has an account")]
    EmailTaken,
    #[error(transparent)]
    NoWay(#[from] NoWay),
    #[error("too many people of this network have signed up today")]
    TooManyHere,
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// Why an account was not changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    #[error("there is no such account")]
    Missing,
    #[error("a panel keeps at least one active owner")]
    LastOwner,
    #[error("this account is not theirs to change")]
    NotAllowed,
    #[error(transparent)]
    Db(#[from] db::Error),
}

crate::from_sqlx!(CreateError, ChangeError);

/// Makes an account; answers its id. Called in the ledger's transaction, because an account is not
/// complete without a wallet: `ledger::open_account` makes both.
pub(crate) async fn create(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    new: &NewAccount,
) -> Result<AccountId, CreateError> {
    // A conflict is asked for and not met, so that no address stands in the server's log.
    let id = sqlx::query_scalar!(
        r#"insert into accounts
               (email, skeleton, role, areas, password_hash, terms_accepted_at, created_at, time_zone,
                password_made_at)
           values ($1, $2, $3, $4, $5, $6, $7,
                   coalesce((select value from settings where key = 'time_zone'), 'UTC'), $8)
           on conflict do nothing returning id as "id: AccountId""#,
        new.email.as_str(),
        new.email.skeleton(),
        new.role.as_str(),
        Areas::of_role(new.role) as Areas,
        new.password_hash,
        new.terms_accepted_at,
        clock.now(),
        new.is_password_made.then(|| clock.now()),
    )
    .fetch_optional(&mut **tx)
    .await?;
    id.ok_or(CreateError::EmailTaken)
}

/// How many customers' accounts were made from `from` on and before `until`.
pub async fn signed_up(
    executor: impl PgExecutor<'_>,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<i64, db::Error> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "count!" from accounts
           where role = 'customer' and created_at >= $1 and created_at < $2"#,
        from,
        until
    )
    .fetch_one(executor)
    .await?)
}

/// The account with this id.
pub async fn find(
    executor: impl PgExecutor<'_>,
    id: AccountId,
) -> Result<Option<Account>, db::Error> {
    let account = sqlx::query_as!(
        Account,
        r#"select id as "id: AccountId", email as "email: Email", role as "role: Role",
                  areas as "areas: Areas", status as "status: Status", terms_accepted_at, created_at
           from accounts where id = $1"#,
        id as AccountId,
    )
    .fetch_optional(executor)
    .await?;
    Ok(account)
}

/// The account of this address.
pub async fn find_by_email(
    executor: impl PgExecutor<'_>,
    email: &Email,
) -> Result<Option<Account>, db::Error> {
    let account = sqlx::query_as!(
        Account,
        r#"select id as "id: AccountId", email as "email: Email", role as "role: Role",
                  areas as "areas: Areas", status as "status: Status", terms_accepted_at, created_at
           from accounts where email = $1"#,
        email.as_str(),
    )
    .fetch_optional(executor)
    .await?;
    Ok(account)
}

/// What the account's holder wants to be called; "": nothing was said.
pub async fn name(executor: impl PgExecutor<'_>, id: AccountId) -> Result<String, db::Error> {
    let name = sqlx::query_scalar!("select name from accounts where id = $1", id as AccountId);
    Ok(name.fetch_optional(executor).await?.unwrap_or_default())
}

/// What the holder of a suspended account was told; `None`: nothing, or it is not suspended.
pub async fn suspended_because(
    executor: impl PgExecutor<'_>,
    id: AccountId,
) -> Result<Option<String>, db::Error> {
    let told = sqlx::query_scalar!(
        "select suspended_because from accounts where id = $1 and status = 'suspended'",
        id as AccountId
    );
    Ok(told.fetch_optional(executor).await?.flatten())
}

/// Notes that the terms were accepted that are in force since then; the first time counts.
pub async fn accept_terms(
    db: &Db,
    clock: &Clock,
    id: AccountId,
    since: DateTime<Utc>,
) -> Result<(), db::Error> {
    // Another process's clock may be a little ahead.
    let now = clock.now().max(since);
    db.transaction(move |tx| {
        Box::pin(async move {
            sqlx::query!(
                "update accounts set terms_accepted_at = $2
                 where id = $1 and (terms_accepted_at is null or terms_accepted_at < $3)",
                id as AccountId,
                now,
                since,
            )
            .execute(&mut **tx)
            .await?;
            Ok(())
        })
    })
    .await
}

/// Whether this member of staff may suspend this account or reinstate it: only owners may do it to colleagues, and nobody locks themselves out.
#[must_use]
pub fn may_suspend((staff_id, staff): (AccountId, Rights), (id, role): (AccountId, Role)) -> bool {
    let may = if role.is_staff() { staff.may_set_roles() } else { staff.may_edit_customers() };
    may && id != staff_id
}

/// Suspends or reinstates an account, and notes why. A suspension ends its sessions, stops its keys
/// at once, and withdraws its invitations. Its holder is told nothing beyond that it is suspended.
pub async fn set_status(
    db: &Db,
    clock: &Clock,
    verifier: &Verifier,
    actor: Actor,
    id: AccountId,
    (status, reason): (Status, String),
) -> Result<(), ChangeError> {
    change_status(db, clock, verifier, actor, id, (status, reason, None)).await
}

/// As [`set_status`], for a suspension whose reason its holder reads: `told` when they sign in, and `why`
/// in the audit log only.
pub async fn suspend(
    db: &Db,
    clock: &Clock,
    verifier: &Verifier,
    actor: Actor,
    id: AccountId,
    (told, why): (String, String),
) -> Result<(), ChangeError> {
    change_status(db, clock, verifier, actor, id, (Status::Suspended, why, Some(told))).await
}

async fn change_status(
    db: &Db,
    clock: &Clock,
    verifier: &Verifier,
    actor: Actor,
    id: AccountId,
    (status, why, told): (Status, String, Option<String>),
) -> Result<(), ChangeError> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let keeps = status == Status::Active;
            let before = lock(tx, actor, id, (may_suspend, keeps)).await?;
            if before.status == Status::Closed {
                return Err(ChangeError::Missing);
            }
            sqlx::query!(
                "update accounts set status = $2, suspended_because = $3 where id = $1",
                id as AccountId,
                status.as_str(),
                told
            )
            .execute(&mut **tx)
            .await?;
            if status == Status::Suspended {
                session::end_all(tx, id).await?;
                invite::withdraw_all(tx, id).await?;
            }
            let entry = audit::Entry {
                actor,
                action: "account.status",
                subject: format!("account:{id}"),
                before: Some(json!({ "status": before.status.as_str() })),
                after: Some(json!({ "status": status.as_str(), "why": why, "told": told })),
                ..audit::Entry::default()
            };
            audit::record(tx, &clock, entry).await?;
            Ok::<_, ChangeError>(())
        })
    })
    .await?;
    verifier.forget_account(id);
    Ok(())
}

/// Whether somebody with these rights may do something to the account with this role.
pub(in crate::accounts) type May = fn((AccountId, Rights), (AccountId, Role)) -> bool;

/// Locks the account together with all owners and with the person who asks, in id order, so that
/// two owners who suspend or demote each other at once cannot both succeed. `keeps`: the change
/// removes no owner.
pub(in crate::accounts) async fn lock(
    tx: &mut PgTransaction<'_>,
    actor: Actor,
    id: AccountId,
    (may, keeps): (May, bool),
) -> Result<Before, ChangeError> {
    let rows = sqlx::query_as!(
        Before,
        r#"select id as "id: AccountId", role as "role: Role", areas as "areas: Areas",
                  status as "status: Status"
           from accounts where id = $1 or id = $2 or role = 'owner'
           order by id for no key update"#,
        id as AccountId,
        actor.account_id as Option<AccountId>,
    )
    .fetch_all(&mut **tx)
    .await?;
    let others = rows
        .iter()
        .any(|row| row.id != id && row.role == Role::Owner && row.status == Status::Active);
    let active = |row: &&Before| row.status == Status::Active;
    let asks = rows.iter().filter(active).find(|row| Some(row.id) == actor.account_id);
    let asks = asks.map(|row| (row.id, Rights::new(row.role, row.areas)));
    let before = rows.into_iter().find(|row| row.id == id).ok_or(ChangeError::Missing)?;
    let may = asks.is_some_and(|asks| may(asks, (id, before.role)));
    // The command line may do everything.
    if actor.account_id.is_some() && !may {
        return Err(ChangeError::NotAllowed);
    }
    if before.role == Role::Owner && !keeps && !others {
        return Err(ChangeError::LastOwner);
    }
    Ok(before)
}

/// An account before it is changed.
#[derive(Debug)]
pub(in crate::accounts) struct Before {
    pub id: AccountId,
    pub role: Role,
    pub areas: Areas,
    pub status: Status,
}
