//! Who somebody is here whom an issuer knows.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::{PgExecutor, PgTransaction};

use super::issuer::Issuer;
use super::{IssuerId, Person};
use crate::accounts::AccountId;
use crate::accounts::account::{Status, suspended_because};
use crate::accounts::audit::{self, Actor};
use crate::accounts::email::Email;
use crate::accounts::enter::{self, Arrival, Entered, enter};
use crate::accounts::factors::tell;
use crate::accounts::role::Role;
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::keys::Keys;
use crate::kit::secret;
use crate::mail::{Kind, Outbox};

const PURPOSE: &str = "new identities";

/// An account's way to sign in by an issuer.
#[derive(Debug, Clone)]
pub struct Linked {
    pub issuer_id: IssuerId,
    pub issuer: String,
    pub linked_at: DateTime<Utc>,
    pub used_at: Option<DateTime<Utc>>,
}

/// Why nobody was signed in.
#[derive(Debug, thiserror::Error)]
pub enum EnterError {
    /// No account is linked to this person.
    #[error("no account is linked")]
    Unknown,
    /// Staff sign in by their password.
    #[error("the account is not a customer's")]
    Staff,
    /// What its holder is told.
    #[error("the account is suspended")]
    Suspended(Option<String>),
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// Why nothing was linked.
#[derive(Debug, thiserror::Error)]
pub enum LinkError {
    /// The issuer has verified another address than the account's, or the account is not a customer's.
    #[error("the addresses differ")]
    OtherAddress,
    /// The person is linked to another account, or the account to another person there.
    #[error("it is linked already")]
    Taken,
    /// The issuer is off or gone, or it is another one under this number now.
    #[error("the issuer is not the one that has shown them")]
    Gone,
    #[error(transparent)]
    Db(#[from] db::Error),
}

crate::from_sqlx!(EnterError, LinkError);

impl From<enter::EnterError> for EnterError {
    fn from(error: enter::EnterError) -> Self {
        match error {
            enter::EnterError::Elsewhere => Self::Staff,
            enter::EnterError::Db(error) => Self::Db(error),
        }
    }
}

/// Somebody whom an issuer has shown us and who is to be linked once they have signed in here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    issuer_id: i64,
    /// Its address. The owner may enter another one while this waits; then the subject is somebody else's.
    issuer: String,
    subject: String,
    email: String,
    /// In seconds since 1970.
    ends: i64,
}

impl Waiting {
    /// `None`: the issuer has verified no address of theirs.
    #[must_use]
    pub fn new(issuer: &Issuer, person: &Person, now: DateTime<Utc>) -> Option<Self> {
        let email = person.email.as_ref()?.to_string();
        let ends = (now + super::flow::LASTS).timestamp();
        let (issuer_id, issuer) = (issuer.id.get(), issuer.issuer.clone());
        Some(Self { issuer_id, issuer, subject: person.subject.clone(), email, ends })
    }

    /// For a cookie.
    #[must_use]
    pub fn seal(&self, keys: &Keys) -> String {
        let text = serde_json::to_vec(self).unwrap_or_default();
        secret::hex(&keys.seal(PURPOSE, "", &text))
    }

    /// Reads what [`seal`](Self::seal) made; `None`: it is over, or not ours.
    #[must_use]
    pub fn unseal(keys: &Keys, text: &str, now: DateTime<Utc>) -> Option<Self> {
        let text = keys.unseal(PURPOSE, "", &secret::from_hex(text)?).ok()?;
        let waiting: Self = serde_json::from_slice(&text).ok()?;
        (now.timestamp() < waiting.ends).then_some(waiting)
    }

    #[must_use]
    pub fn issuer_id(&self) -> IssuerId {
        IssuerId::new(self.issuer_id)
    }

    /// The address that the issuer has verified.
    #[must_use]
    pub fn email(&self) -> &str {
        &self.email
    }
}

/// Signs in who is linked to this person, or half in.
pub async fn sign_in(
    db: &Db,
    clock: &Clock,
    (issuer, person): (&Issuer, &Person),
    from: Arrived,
) -> Result<Entered, EnterError> {
    let (clock, subject) = (clock.clone(), person.subject.clone());
    let (issuer_id, address) = (issuer.id, issuer.issuer.clone());
    db.transaction(move |tx| {
        Box::pin(async move {
            let found = sqlx::query!(
                r#"select a.id as "id: AccountId", a.role as "role: Role",
                          a.status as "status: Status"
                   from identities i join accounts a on a.id = i.account_id
                   join sign_in_issuers s on s.id = i.issuer_id
                   where i.issuer_id = $1 and i.subject = $2 and s.issuer = $3 and s.enabled
                   for no key update of a"#,
                issuer_id as IssuerId,
                subject,
                address
            );
            let found = found.fetch_optional(&mut **tx).await?.ok_or(EnterError::Unknown)?;
            if found.role.is_staff() {
                return Err(EnterError::Staff);
            }
            if found.status != Status::Active {
                return Err(EnterError::Suspended(suspended_because(&mut **tx, found.id).await?));
            }
            // The account first, as everywhere. The link may have gone while this waited for it.
            let used = sqlx::query!(
                "update identities set used_at = $4
                 where issuer_id = $1 and subject = $2 and account_id = $3",
                issuer_id as IssuerId,
                subject,
                found.id as AccountId,
                clock.now()
            );
            if used.execute(&mut **tx).await?.rows_affected() == 0 {
                return Err(EnterError::Unknown);
            }
            Ok(enter(tx, &clock, &from.of(found.id)).await?)
        })
    })
    .await
}

/// From where somebody comes.
pub struct Arrived {
    pub address: std::net::IpAddr,
    pub user_agent: String,
    /// The secret in the cookie of a browser that is not asked for a second factor.
    pub remembered: Option<String>,
}

impl Arrived {
    fn of(self, account_id: AccountId) -> Arrival {
        let Self { address, user_agent, remembered } = self;
        Arrival { account_id, by_password: false, address, user_agent, remembered }
    }
}

/// Links the person to this account, whose owner has just proved who they are here. Tells them.
pub async fn link(
    db: &Db,
    clock: &Clock,
    outbox: &Outbox,
    actor: Actor,
    (account_id, waiting): (AccountId, Waiting),
) -> Result<(), LinkError> {
    let (clock, outbox) = (clock.clone(), outbox.clone());
    db.transaction(move |tx| {
        Box::pin(async move {
            let now = clock.now();
            let account = sqlx::query!(
                r#"select email as "email: Email", role as "role: Role" from accounts
                   where id = $1 and status = 'active' for no key update"#,
                account_id as AccountId
            )
            .fetch_optional(&mut **tx)
            .await?
            .ok_or(LinkError::OtherAddress)?;
            if account.email.as_str() != waiting.email || account.role.is_staff() {
                return Err(LinkError::OtherAddress);
            }
            // Under lock: the owner does not make another issuer of it meanwhile.
            let issuer = sqlx::query!(
                "select from sign_in_issuers where id = $1 and issuer = $2 and enabled for share",
                waiting.issuer_id,
                waiting.issuer
            );
            if issuer.fetch_optional(&mut **tx).await?.is_none() {
                return Err(LinkError::Gone);
            }
            let done = sqlx::query!(
                "insert into identities (issuer_id, subject, account_id, linked_at)
                 values ($1, $2, $3, $4) on conflict do nothing",
                waiting.issuer_id,
                waiting.subject,
                account_id as AccountId,
                now
            )
            .execute(&mut **tx)
            .await?;
            if done.rows_affected() == 0 {
                return Err(LinkError::Taken);
            }
            // The issuer has seen them read its mail.
            sqlx::query!(
                "update accounts set email_verified_at = coalesce(email_verified_at, $2)
                 where id = $1",
                account_id as AccountId,
                now
            )
            .execute(&mut **tx)
            .await?;
            tell::holder(tx, now, &outbox, (account_id, Kind::SignInLinked)).await?;
            let of = (account_id, IssuerId::new(waiting.issuer_id));
            note(tx, &clock, actor, ("identity.link", of)).await?;
            Ok(())
        })
    })
    .await
}

/// Takes a way to sign in away from its account, and tells its holder. Answers whether it was there.
pub async fn unlink(
    db: &Db,
    clock: &Clock,
    outbox: &Outbox,
    actor: Actor,
    (account_id, issuer_id): (AccountId, IssuerId),
) -> Result<bool, db::Error> {
    let (clock, outbox) = (clock.clone(), outbox.clone());
    db.transaction(move |tx| {
        Box::pin(async move {
            let gone = sqlx::query!(
                "delete from identities where account_id = $1 and issuer_id = $2",
                account_id as AccountId,
                issuer_id as IssuerId
            );
            if gone.execute(&mut **tx).await?.rows_affected() == 0 {
                return Ok(false);
            }
            note(tx, &clock, actor, ("identity.unlink", (account_id, issuer_id))).await?;
            tell::holder(tx, clock.now(), &outbox, (account_id, Kind::SignInUnlinked)).await?;
            Ok::<_, db::Error>(true)
        })
    })
    .await
}

/// Takes all ways to sign in by an issuer away from an account; answers how many there were. The account
/// has to be locked.
pub(in crate::accounts) async fn forget_all(
    tx: &mut PgTransaction<'_>,
    account_id: AccountId,
) -> Result<u64, db::Error> {
    let gone =
        sqlx::query!("delete from identities where account_id = $1", account_id as AccountId);
    Ok(gone.execute(&mut **tx).await?.rows_affected())
}

/// The same for an account that may have been in other hands, or has another address: its holder is told
/// if there were any, and links theirs again.
pub(in crate::accounts) async fn disconnect_all(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    outbox: &Outbox,
    account_id: AccountId,
) -> Result<(), db::Error> {
    if forget_all(tx, account_id).await? > 0 {
        tell::holder(tx, now, outbox, (account_id, Kind::SignInUnlinked)).await?;
    }
    Ok(())
}

/// The issuers by which somebody may sign in to this account.
pub async fn list(
    db: impl PgExecutor<'_>,
    account_id: AccountId,
) -> Result<Vec<Linked>, db::Error> {
    Ok(sqlx::query_as!(
        Linked,
        r#"select i.issuer_id as "issuer_id: IssuerId", s.name as issuer, i.linked_at, i.used_at
           from identities i join sign_in_issuers s on s.id = i.issuer_id
           where i.account_id = $1 order by i.id"#,
        account_id as AccountId
    )
    .fetch_all(db)
    .await?)
}

async fn note(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    actor: Actor,
    (action, (account_id, issuer_id)): (&'static str, (AccountId, IssuerId)),
) -> Result<(), db::Error> {
    let entry = audit::Entry {
        actor,
        action,
        subject: format!("account:{account_id}"),
        after: Some(json!({ "issuer": issuer_id })),
        ..audit::Entry::default()
    };
    audit::record(tx, clock, entry).await
}
