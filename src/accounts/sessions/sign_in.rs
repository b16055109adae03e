//! Signing in: a password is exchanged for a session, or for a half sign-in (`enter`).
//!
//! A wrong address and a wrong password take the same time and get the same answer. Guessing is
//! slowed for each network, for each pair of network and e-mail, and, above a number an hour, for
//! the e-mail from wherever it comes (`guesses`). A browser that has signed in to the account before
//! (`device`) is counted by itself alone, so no stranger can lock its owner out.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::Duration;

use chrono::{DateTime, Utc};
use sqlx::PgExecutor;

use crate::accounts::AccountId;
use crate::accounts::account::{Status, suspended_because};
use crate::accounts::audit::{self, Actor, Entry};
use crate::accounts::device::Device;
use crate::accounts::email::Email;
use crate::accounts::enter::{Arrival, EnterError, Entered, enter};
use crate::accounts::guesses;
use crate::accounts::made::is_over;
use crate::accounts::password::{Busy, Check, For, Hasher};
use crate::accounts::session::{self, Session, SessionSecret};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::limit::{Limit, NetworkLimit};
use crate::kit::secret;

const PERIOD: Duration = Duration::from_secs(600);
const TRIES_PER_DEVICE: NonZeroU32 = NonZeroU32::new(10).expect("not zero");
const TRIES_PER_EMAIL_AND_ADDRESS: NonZeroU32 = NonZeroU32::new(10).expect("not zero");
const TRIES_PER_ADDRESS: NonZeroU32 = NonZeroU32::new(60).expect("not zero");
const CODES_PER_ACCOUNT_AND_ADDRESS: NonZeroU32 = NonZeroU32::new(10).expect("not zero");
/// Tries that were slowed and are noted. Whoever goes on trying must not fill the audit log.
const NOTED_PER_ADDRESS: NonZeroU32 = NonZeroU32::new(5).expect("not zero");

/// How often passwords may be tried. One for the process.
pub struct Throttle {
    /// Keyed by a hash, so that what a stranger types takes no more room than an address.
    by_email: NetworkLimit<[u8; 32]>,
    by_address: NetworkLimit,
    /// Codes of a second factor.
    by_account: NetworkLimit<AccountId>,
    /// Of known devices, by their ids.
    by_device: Limit<String>,
    /// What the audit log notes of tries that were slowed.
    noted: NetworkLimit,
}

impl Default for Throttle {
    fn default() -> Self {
        Self {
            by_email: NetworkLimit::new(TRIES_PER_EMAIL_AND_ADDRESS, PERIOD),
            by_address: NetworkLimit::new(TRIES_PER_ADDRESS, PERIOD),
            by_account: NetworkLimit::new(CODES_PER_ACCOUNT_AND_ADDRESS, PERIOD),
            by_device: Limit::new(TRIES_PER_DEVICE, PERIOD),
            noted: NetworkLimit::new(NOTED_PER_ADDRESS, PERIOD),
        }
    }
}

impl Throttle {
    /// Counts a password tried for `email` from `address`. `Err`: seconds to wait.
    pub fn password(&self, email: &str, address: IpAddr) -> Result<(), u64> {
        self.by_address.check(&(), address)?;
        self.by_email.check(&secret::sha256(email.as_bytes()), address)
    }

    /// Counts a password tried in a browser that has signed in before. `Err`: seconds to wait.
    fn device(&self, device: &Device) -> Result<(), u64> {
        self.by_device.check(&device.id)
    }

    /// Counts a code of a second factor that is tried for `account_id` from `address`. `Err`: seconds
    /// to wait.
    pub fn code(&self, account_id: AccountId, address: IpAddr) -> Result<(), u64> {
        self.by_address.check(&(), address)?;
        self.by_account.check(&account_id, address)
    }

    /// Counts anything else that costs a hash, signing up for instance. `Err`: seconds to wait.
    pub fn address(&self, address: IpAddr) -> Result<(), u64> {
        self.by_address.check(&(), address)
    }

    /// Whether the audit log should note that a try from here was slowed.
    fn is_worth_a_note(&self, address: IpAddr) -> bool {
        self.noted.check(&(), address).is_ok()
    }
}

/// What was typed, and from where.
pub struct Attempt<'a> {
    pub email: &'a str,
    pub password: &'a str,
    pub address: IpAddr,
    pub user_agent: &'a str,
    /// What the browser's cookie says of earlier sign-ins.
    pub device: Option<Device>,
    /// The secret in the cookie of a browser that is not asked for a second factor.
    pub remembered: Option<&'a str>,
}

/// Why nobody was signed in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    #[error("the e-mail address or the password is wrong")]
    Wrong,
    #[error("too many tries; wait {wait_s} s")]
    Throttled { wait_s: u64 },
    #[error(transparent)]
    Busy(#[from] Busy),
    /// Only someone who knows the password is told this, and what staff wrote for them.
    #[error("the account is suspended")]
    Suspended(Option<String>),
    /// Of staff, who come from some networks only. Only someone who knows the password is told this.
    #[error("staff do not sign in from here")]
    Elsewhere,
    #[error("the password was made for them too long ago")]
    Over,
    #[error(transparent)]
    Db(#[from] db::Error),
}

crate::from_sqlx!(SignInError);

impl From<EnterError> for SignInError {
    fn from(error: EnterError) -> Self {
        match error {
            EnterError::Elsewhere => Self::Elsewhere,
            EnterError::Db(error) => Self::Db(error),
        }
    }
}

/// Signs a person in who knows the password, or half in, if they have a second factor.
pub async fn sign_in(
    db: &Db,
    clock: &Clock,
    hasher: &Hasher,
    throttle: &Throttle,
    attempt: &Attempt<'_>,
) -> Result<Entered, SignInError> {
    let email = Email::parse(attempt.email).ok();
    let key = email.as_ref().map_or(attempt.email, Email::as_str);
    let known = match &email {
        Some(email) => credentials(db.pool(), email).await?,
        None => None,
    };
    let account_id = known.as_ref().map(|known| known.id);
    let device = attempt.device.as_ref().filter(|device| Some(device.account_id) == account_id);
    let allowed = match device {
        Some(device) => throttle.device(device),
        None => match throttle.password(key, attempt.address) {
            Ok(()) => guesses::wait(db.pool(), clock.now(), key).await?.map_or(Ok(()), Err),
            refused => refused,
        },
    };
    if let Err(wait_s) = allowed {
        count("slowed");
        if throttle.is_worth_a_note(attempt.address) {
            note(db, clock, attempt, (key, account_id), Refusal::Slowed).await?;
        }
        return Err(SignInError::Throttled { wait_s });
    }
    let whom = match device {
        Some(_) => For::Known(attempt.address),
        None => For::SignIn(attempt.address),
    };
    let stored = known.as_ref().and_then(|known| known.password_hash.as_deref());
    let check = hasher.verify(attempt.password, stored, whom).await?;
    let (Some(known), Check::Right | Check::RightRehash(_)) = (known, &check) else {
        count("wrong");
        let refusal = if device.is_some() { Refusal::Known } else { Refusal::Stranger };
        note(db, clock, attempt, (key, account_id), refusal).await?;
        return Err(SignInError::Wrong);
    };
    let rehash = if let Check::RightRehash(hash) = check { Some(hash) } else { None };
    let stamp = clock.clone();
    let arrival = Arrival {
        account_id: known.id,
        by_password: true,
        address: attempt.address,
        user_agent: attempt.user_agent.to_owned(),
        remembered: attempt.remembered.map(str::to_owned),
    };
    let started = db.transaction(move |tx| {
        Box::pin(async move {
            // Checked again under a lock. Otherwise a session could start with a password that is
            // being changed, and survive the change that ends all sessions.
            let now = sqlx::query_as!(
                Credentials,
                r#"select id as "id: AccountId", password_hash, password_made_at,
                          status as "status: Status"
                   from accounts where id = $1 for no key update"#,
                known.id as AccountId,
            )
            .fetch_one(&mut **tx)
            .await?;
            if now.password_hash != known.password_hash {
                return Err(SignInError::Wrong);
            }
            if now.status != Status::Active {
                return Err(SignInError::Suspended(suspended_because(&mut **tx, known.id).await?));
            }
            if is_over(now.password_made_at, stamp.now()) {
                return Err(SignInError::Over);
            }
            if let Some(hash) = rehash {
                sqlx::query!(
                    "update accounts set password_hash = $2 where id = $1",
                    known.id as AccountId,
                    hash
                )
                .execute(&mut **tx)
                .await?;
            }
            Ok(enter(tx, &stamp, &arrival).await?)
        })
    });
    let started = started.await;
    if started.as_ref().is_err_and(|error| !matches!(error, SignInError::Db(_))) {
        note(db, clock, attempt, (key, account_id), Refusal::Known).await?;
    }
    started.inspect(|entered| match entered {
        Entered::In(_) => count("right"),
        Entered::Half(_) => count("half"),
    })
}

pub(super) fn count(outcome: &'static str) {
    metrics::counter!("waybill_sign_ins_total", "outcome" => outcome).increment(1);
}

/// Why nobody was signed in, for the audit log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Refusal {
    /// A wrong password of a stranger. It counts as a guess.
    Stranger,
    /// A wrong password in a browser that has signed in before, or the right one of an account that
    /// is suspended, or of staff from elsewhere, or that was made too long ago.
    Known,
    /// The password was not looked at.
    Slowed,
}

/// Writes down that nobody was signed in.
async fn note(
    db: &Db,
    clock: &Clock,
    attempt: &Attempt<'_>,
    (key, account_id): (&str, Option<AccountId>),
    refusal: Refusal,
) -> Result<(), db::Error> {
    let (clock, key) = (clock.clone(), key.to_owned());
    let actor = Actor { address: Some(attempt.address), ..Actor::COMMAND };
    let actor = actor.with_device(attempt.user_agent);
    db.transaction(move |tx| {
        Box::pin(async move {
            if refusal == Refusal::Stranger {
                guesses::count(&mut **tx, clock.now(), &key, account_id).await?;
            }
            let subject = account_id.map_or_else(String::new, |id| format!("account:{id}"));
            // An account is named by its id alone. Of what is nobody's, only an address is noted:
            // people type passwords into the wrong field.
            let is_nobodys = account_id.is_none() && Email::parse(&key).is_ok();
            let email = is_nobodys.then_some(key);
            let action = match refusal {
                Refusal::Stranger | Refusal::Known => "session.refuse",
                Refusal::Slowed => "session.slow",
            };
            let entry = Entry { actor, action, subject, email, ..Entry::default() };
            audit::record(tx, &clock, entry).await
        })
    })
    .await
}

/// Notes in the session that its owner typed the password again, before an important change; answers the
/// secret that the session has from now on.
pub async fn prove(
    db: &Db,
    clock: &Clock,
    hasher: &Hasher,
    throttle: &Throttle,
    session: &Session,
    (password, address): (&str, IpAddr),
) -> Result<SessionSecret, SignInError> {
    check(db, clock, hasher, throttle, session, (password, address)).await?;
    let (clock, id) = (clock.clone(), session.id);
    let entry = typed_again(session, address, "password.prove");
    db.transaction(move |tx| {
        Box::pin(async move {
            audit::record(tx, &clock, entry).await?;
            // Of two that come at once with the same secret, one has it no more.
            session::prove(tx, &clock, id).await?.ok_or(SignInError::Wrong)
        })
    })
    .await
}

/// Whether the session's owner typed the right password; answers the stored hash that it fits. What
/// was wrong stands in the audit log.
pub(in crate::accounts) async fn check(
    db: &Db,
    clock: &Clock,
    hasher: &Hasher,
    throttle: &Throttle,
    session: &Session,
    (password, address): (&str, IpAddr),
) -> Result<String, SignInError> {
    let checked = compare(db, clock.now(), hasher, throttle, session, (password, address)).await;
    let action = match &checked {
        Err(SignInError::Wrong) => "password.refuse",
        Err(SignInError::Throttled { .. }) if throttle.is_worth_a_note(address) => "password.slow",
        _ => return checked,
    };
    let (clock, entry) = (clock.clone(), typed_again(session, address, action));
    let noted =
        db.transaction(move |tx| Box::pin(async move { audit::record(tx, &clock, entry).await }));
    noted.await?;
    checked
}

/// The owner of this session typed their password again, or somebody at their browser did.
fn typed_again(session: &Session, address: IpAddr, action: &'static str) -> Entry<'static> {
    let id = session.account.id;
    Entry {
        actor: Actor::account(id, address),
        action,
        subject: format!("account:{id}"),
        ..Entry::default()
    }
}

async fn compare(
    db: &Db,
    now: DateTime<Utc>,
    hasher: &Hasher,
    throttle: &Throttle,
    session: &Session,
    (password, address): (&str, IpAddr),
) -> Result<String, SignInError> {
    let email = &session.account.email;
    throttle
        .password(email.as_str(), address)
        .map_err(|wait_s| SignInError::Throttled { wait_s })?;
    let known = credentials(db.pool(), email).await?;
    let made_at = known.as_ref().and_then(|known| known.password_made_at);
    let stored = known.and_then(|known| known.password_hash);
    match (hasher.verify(password, stored.as_deref(), For::Known(address)).await?, stored) {
        (Check::Right | Check::RightRehash(_), Some(_)) if is_over(made_at, now) => {
            Err(SignInError::Over)
        }
        (Check::Right | Check::RightRehash(_), Some(stored)) => Ok(stored),
        _ => Err(SignInError::Wrong),
    }
}

#[derive(Debug)]
struct Credentials {
    id: AccountId,
    password_hash: Option<String>,
    password_made_at: Option<DateTime<Utc>>,
    status: Status,
}

async fn credentials(
    executor: impl PgExecutor<'_>,
    email: &Email,
) -> Result<Option<Credentials>, db::Error> {
    let row = sqlx::query_as!(
        Credentials,
        r#"select id as "id: AccountId", password_hash, password_made_at, status as "status: Status"
           from accounts where email = $1"#,
        email.as_str(),
    )
    .fetch_optional(executor)
    .await?;
    Ok(row)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stranger_slows_only_themselves() {
        let throttle = Throttle::default();
        let stranger: IpAddr = "2001:db8::1".parse().unwrap();
        let neighbour: IpAddr = "2001:db8::2".parse().unwrap();
        let customer: IpAddr = "192.0.2.7".parse().unwrap();
        for _ in 0..10 {
            assert_eq!(throttle.password("ada@example.com", stranger), Ok(()));
        }
        assert!(throttle.password("ada@example.com", neighbour).is_err());
        assert_eq!(throttle.password("ada@example.com", customer), Ok(()));
    }
}
