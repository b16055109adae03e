//! Turning one's own second factor on and off, new recovery codes, and forgetting browsers; for passkeys
//! see `passkeys::change`. Pages call these in a session in which its owner has just proved who they are.
//!
//! A secret that is offered is kept nowhere: its page carries it, sealed for the session, and it counts
//! for an hour, as soon as a code of it comes.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use sqlx::{PgExecutor, PgTransaction};

use super::check::{self, Factor, PURPOSE};
use super::totp::Secret;
use super::{recovery_codes, remembered, tell};
use crate::accounts::AccountId;
use crate::accounts::audit::{self, Actor};
use crate::accounts::role::Role;
use crate::accounts::session::{self, Session};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::keys::Keys;
use crate::kit::secret;
use crate::mail::{Kind, Outbox};
use crate::settings;

/// The purpose with which a secret is sealed that is not in use yet.
const OFFERED: &str = "offered second factors";
/// For so long an offered secret can be taken.
const OFFER_LASTS: TimeDelta = TimeDelta::hours(1);

/// An account's second factor, as its page shows it.
#[derive(Debug, Clone)]
pub struct State {
    /// Since when an app makes codes for it; `None`: none does, and there are passkeys alone.
    pub app_since: Option<DateTime<Utc>>,
    pub codes_left: i64,
}

/// The account's second factor; `None`: it has none.
pub async fn read(
    executor: impl PgExecutor<'_>,
    account_id: AccountId,
) -> Result<Option<State>, db::Error> {
    let state = sqlx::query_as!(
        State,
        r#"select k.made_at as "app_since?",
                  (select count(*) from recovery_codes c where c.account_id = f.account_id)
                      as "codes_left!"
           from second_factors f left join totp_keys k on k.account_id = f.account_id
           where f.account_id = $1"#,
        account_id as AccountId
    );
    Ok(state.fetch_optional(executor).await?)
}

/// A new secret, sealed for a page of this session.
#[must_use]
pub fn offer(keys: &Keys, now: DateTime<Utc>, session: &Session) -> (Secret, String) {
    let secret = Secret::random();
    let plain = [&now.timestamp().to_be_bytes()[..], secret.bytes()].concat();
    let sealed = keys.seal(OFFERED, &session.seal_name(), &plain);
    (secret, secret::hex(&sealed))
}

/// Why an offered secret is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoOffer {
    /// It was not offered in this session, or it was changed.
    Foreign,
    /// It is too old.
    Over,
}

/// The secret that was offered.
pub fn offered(
    keys: &Keys,
    now: DateTime<Utc>,
    session: &Session,
    sealed: &str,
) -> Result<Secret, NoOffer> {
    let sealed = secret::from_hex(sealed).ok_or(NoOffer::Foreign)?;
    let plain = keys.unseal(OFFERED, &session.seal_name(), &sealed);
    let plain = plain.map_err(|_| NoOffer::Foreign)?;
    let (since, secret) = plain.split_first_chunk::<8>().ok_or(NoOffer::Foreign)?;
    let age_s = now.timestamp() - i64::from_be_bytes(*since);
    if age_s > OFFER_LASTS.num_seconds() {
        return Err(NoOffer::Over);
    }
    Secret::of(secret).ok_or(NoOffer::Foreign)
}

/// Takes this secret for the account's second factor, in place of another one that it may have, if
/// `typed` is a code of it; answers the new recovery codes. `None`: it is no code of it.
pub async fn turn_on(
    db: &Db,
    clock: &Clock,
    outbox: &Outbox,
    (session, actor): (&Session, Actor),
    (secret, typed): (Secret, &str),
) -> Result<Option<Vec<String>>, db::Error> {
    let code = check::digits(typed);
    let Some(step) = code.and_then(|code| secret.step(&code, clock.now())) else {
        return Ok(None);
    };
    let (clock, outbox) = (clock.clone(), outbox.clone());
    let (id, kept) = (session.account.id, session.id);
    db.transaction(move |tx| {
        Box::pin(async move {
            let now = clock.now();
            if lock(tx, id).await?.is_none() {
                return Ok(None);
            }
            let is_another = Factor::lock(tx, id).await?.is_some_and(|factor| factor.has_app());
            check::begin(tx, now, id).await?;
            let sealed = outbox.keys().seal(PURPOSE, &id.to_string(), secret.bytes());
            // The code that was typed is used up.
            sqlx::query!(
                "insert into totp_keys (account_id, sealed, last_step, made_at)
                 values ($1, $2, $3, $4)
                 on conflict (account_id) do update
                 set sealed = excluded.sealed, last_step = excluded.last_step,
                     made_at = excluded.made_at",
                id as AccountId,
                sealed,
                step,
                now
            )
            .execute(&mut **tx)
            .await?;
            let codes = recovery_codes::make(tx, outbox.keys(), id).await?;
            session::end_all_but(tx, id, kept).await?;
            session::prove_second(tx, now, kept).await?;
            let after = json!({ "another": is_another });
            note(tx, &clock, (actor, "second_factor.on"), (id, Some(after))).await?;
            tell::holder(tx, now, &outbox, (id, Kind::SecondFactorOn)).await?;
            Ok::<_, db::Error>(Some(codes))
        })
    })
    .await
}

/// What came of turning it off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TurnedOff {
    Off,
    /// It was off.
    WasOff,
    /// The owner wants staff to have one.
    Needed,
}

/// Turns the account's second factor off.
pub async fn turn_off(
    db: &Db,
    clock: &Clock,
    outbox: &Outbox,
    (session, actor): (&Session, Actor),
) -> Result<TurnedOff, db::Error> {
    let (clock, outbox) = (clock.clone(), outbox.clone());
    let (id, kept) = (session.account.id, session.id);
    db.transaction(move |tx| {
        Box::pin(async move {
            let Some(role) = lock(tx, id).await? else { return Ok(TurnedOff::WasOff) };
            if role.is_staff() && settings::read(&mut **tx).await?.staff_second_factor {
                return Ok(TurnedOff::Needed);
            }
            if !remove(tx, id).await? {
                return Ok(TurnedOff::WasOff);
            }
            session::end_all_but(tx, id, kept).await?;
            note(tx, &clock, (actor, "second_factor.off"), (id, None)).await?;
            tell::holder(tx, clock.now(), &outbox, (id, Kind::SecondFactorOff)).await?;
            Ok::<_, db::Error>(TurnedOff::Off)
        })
    })
    .await
}

/// Makes new recovery codes in place of those that are left. `None`: there is no second factor.
pub async fn new_codes(
    db: &Db,
    clock: &Clock,
    outbox: &Outbox,
    (account_id, actor): (AccountId, Actor),
) -> Result<Option<Vec<String>>, db::Error> {
    let (clock, outbox) = (clock.clone(), outbox.clone());
    db.transaction(move |tx| {
        Box::pin(async move {
            if Factor::lock(tx, account_id).await?.is_none() {
                return Ok(None);
            }
            let codes = recovery_codes::make(tx, outbox.keys(), account_id).await?;
            note(tx, &clock, (actor, "second_factor.codes"), (account_id, None)).await?;
            let told = (account_id, Kind::RecoveryCodesNew);
            tell::holder(tx, clock.now(), &outbox, told).await?;
            Ok::<_, db::Error>(Some(codes))
        })
    })
    .await
}

/// Remembers no browser of this account any more; answers how many there were.
pub async fn forget_browsers(
    db: &Db,
    clock: &Clock,
    (account_id, actor): (AccountId, Actor),
) -> Result<u64, db::Error> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let gone = remembered::forget_all(&mut **tx, account_id).await?;
            if gone > 0 {
                let after = json!({ "browsers": gone });
                let about = (account_id, Some(after));
                note(tx, &clock, (actor, "second_factor.forget"), about).await?;
            }
            Ok::<_, db::Error>(gone)
        })
    })
    .await
}

/// Locks the account; answers its role. `None`: it is not active.
pub(super) async fn lock(
    tx: &mut PgTransaction<'_>,
    id: AccountId,
) -> Result<Option<Role>, db::Error> {
    let role = sqlx::query_scalar!(
        r#"select role as "role: Role" from accounts
           where id = $1 and status = 'active' for no key update"#,
        id as AccountId
    );
    Ok(role.fetch_optional(&mut **tx).await?)
}

/// Takes the account's second factor away, with its passkeys and recovery codes. `false`: it had none.
pub(super) async fn remove(
    tx: &mut PgTransaction<'_>,
    account_id: AccountId,
) -> Result<bool, db::Error> {
    let gone =
        sqlx::query!("delete from second_factors where account_id = $1", account_id as AccountId);
    Ok(gone.execute(&mut **tx).await?.rows_affected() > 0)
}

pub(super) async fn note(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    (actor, action): (Actor, &str),
    (account_id, after): (AccountId, Option<Value>),
) -> Result<(), db::Error> {
    let subject = format!("account:{account_id}");
    let entry = audit::Entry { actor, action, subject, after, ..audit::Entry::default() };
    audit::record(tx, clock, entry).await
}
