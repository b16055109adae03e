//! The second factor, proved: as the second step of a sign-in, or again before something important.

use std::net::IpAddr;

use sqlx::PgTransaction;

use super::enter::{self, TRIES_MAX};
use crate::accounts::AccountId;
use crate::accounts::account::Status;
use crate::accounts::audit::Actor;
use crate::accounts::factors::check::{Checked, Factor, Proved};
use crate::accounts::factors::{Given, remembered};
use crate::accounts::session::{self, Session, SessionId, SessionSecret};
use crate::accounts::sign_in::{Throttle, count};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::mail::Outbox;

/// What was sent in the second step. Holds secrets, so it has no `Debug`.
pub struct Step {
    /// The secret of the half sign-in.
    pub half: String,
    pub given: Given,
    /// Not to ask this browser for a while.
    pub remember: bool,
    pub address: IpAddr,
    pub user_agent: String,
}

/// Somebody is signed in. Holds secrets, so it has no `Debug`.
pub struct Done {
    pub session: SessionSecret,
    /// The secret of a browser that is remembered from now on.
    pub remembered: Option<String>,
    /// How many recovery codes are left, if one was used.
    pub codes_left: Option<usize>,
}

/// Why nobody was signed in.
#[derive(Debug, thiserror::Error)]
pub enum StepError {
    #[error("the half sign-in is over")]
    Over,
    #[error("the code or the passkey is wrong, or was used")]
    Wrong,
    #[error("too many tries; wait {wait_s} s")]
    Throttled { wait_s: u64 },
    /// Of staff, who come from some networks only.
    #[error("staff do not sign in from here")]
    Elsewhere,
    #[error(transparent)]
    Db(#[from] db::Error),
}

crate::from_sqlx!(StepError);

/// What came of a try; it is committed whatever it is, so that wrong codes stay counted.
enum Tried {
    In(Done),
    Over,
    Wrong,
    Wait(u64),
    Elsewhere,
}

/// Ends a half sign-in: starts a session for somebody who proves the second factor.
pub async fn step(
    db: &Db,
    clock: &Clock,
    throttle: &Throttle,
    outbox: &Outbox,
    step: Step,
) -> Result<Done, StepError> {
    let whose = enter::look(db.pool(), clock.now(), &step.half).await?;
    let Some(id) = whose else { return Err(StepError::Over) };
    if let Err(wait_s) = slow(throttle, id, step.address, &step.given) {
        count("slowed");
        return Err(StepError::Throttled { wait_s });
    }
    let (clock, outbox) = (clock.clone(), outbox.clone());
    let tried = db.transaction(move |tx| {
        Box::pin(async move {
            let tried = try_code(tx, &clock, &outbox, (id, &step)).await?;
            let refused = match &tried {
                Tried::Wrong => Some("second_factor.refuse"),
                Tried::Elsewhere => Some("session.refuse"),
                Tried::In(_) | Tried::Over | Tried::Wait(_) => None,
            };
            if let Some(action) = refused {
                let actor = Actor::account(id, step.address).with_device(&step.user_agent);
                enter::note(tx, &clock, (actor, action), None).await?;
            }
            Ok::<_, StepError>(tried)
        })
    });
    match tried.await? {
        Tried::In(done) => {
            count("right");
            Ok(done)
        }
        Tried::Over => Err(StepError::Over),
        Tried::Wrong => {
            count("wrong");
            Err(StepError::Wrong)
        }
        Tried::Wait(wait_s) => {
            count("slowed");
            Err(StepError::Throttled { wait_s })
        }
        Tried::Elsewhere => Err(StepError::Elsewhere),
    }
}

/// Counts a try. `Err`: seconds to wait. A passkey is not slowed by codes that others guess.
fn slow(throttle: &Throttle, id: AccountId, address: IpAddr, given: &Given) -> Result<(), u64> {
    match given {
        Given::Code(_) => throttle.code(id, address),
        Given::Passkey(_) => throttle.address(address),
    }
}

/// Locks the account first, then its second factor, and then the half sign-in: as everybody does.
async fn try_code(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    outbox: &Outbox,
    (id, step): (AccountId, &Step),
) -> Result<Tried, db::Error> {
    let now = clock.now();
    let Some(factor) = Factor::lock(tx, id).await? else { return Ok(Tried::Over) };
    let hash = enter::hash(&step.half);
    let counted = sqlx::query!(
        "update half_sign_ins set tries = tries + 1
         where hash = $1 and account_id = $2 and expires_at > $3 and tries < $4",
        &hash[..],
        id as AccountId,
        now,
        TRIES_MAX
    );
    if counted.execute(&mut **tx).await?.rows_affected() == 0 {
        return Ok(Tried::Over);
    }
    let proved = match factor.check(tx, now, outbox, &step.given).await? {
        Checked::Right(proved) => proved,
        Checked::Wrong => return Ok(Tried::Wrong),
        Checked::Wait(wait_s) => return Ok(Tried::Wait(wait_s)),
    };
    // The account is locked: whoever suspends it waits, and then ends the session.
    let status = sqlx::query_scalar!(
        r#"select status as "status: Status" from accounts where id = $1"#,
        id as AccountId
    );
    if status.fetch_one(&mut **tx).await? != Status::Active {
        return Ok(Tried::Over);
    }
    let by_password = end_half(tx, &hash).await?;
    // They may have gone elsewhere between the two steps, or the list is another one.
    if !enter::is_admitted(tx, id, step.address).await? {
        return Ok(Tried::Elsewhere);
    }
    let actor = Actor::account(id, step.address).with_device(&step.user_agent);
    enter::note(tx, clock, (actor, "session.start"), Some(proved.as_str())).await?;
    let mut session = session::start(tx, clock, id, step.address, &step.user_agent).await?;
    if !by_password {
        session = session::without_password(tx, session).await?;
    }
    session::prove_second(tx, now, SessionId::of_secret(session.expose())).await?;
    let remembered = match step.remember {
        true => Some(remembered::remember(tx, now, id).await?),
        false => None,
    };
    let codes_left = match proved {
        Proved::App | Proved::Passkey => None,
        Proved::RecoveryCode { left } => Some(left),
    };
    Ok(Tried::In(Done { session, remembered, codes_left }))
}

/// Ends the half sign-in; answers whether the password has begun it.
async fn end_half(tx: &mut PgTransaction<'_>, hash: &[u8; 32]) -> Result<bool, db::Error> {
    let gone = sqlx::query_scalar!(
        "delete from half_sign_ins where hash = $1 returning by_password",
        &hash[..]
    );
    Ok(gone.fetch_optional(&mut **tx).await?.unwrap_or(false))
}

/// Notes in the session that its owner proved the second factor again, before something important; answers
/// the secret that the session has from now on. `None`: there is no second factor any more, and the session
/// stays as it is.
pub async fn prove(
    db: &Db,
    clock: &Clock,
    throttle: &Throttle,
    outbox: &Outbox,
    (session, given, actor): (&Session, Given, Actor),
) -> Result<Option<SessionSecret>, StepError> {
    let (id, of) = (session.account.id, session.id);
    if let Some(address) = actor.address
        && let Err(wait_s) = slow(throttle, id, address, &given)
    {
        return Err(StepError::Throttled { wait_s });
    }
    let (clock, outbox) = (clock.clone(), outbox.clone());
    let tried = db.transaction(move |tx| {
        Box::pin(async move {
            let now = clock.now();
            // It was turned off a moment ago: there is nothing to prove.
            let Some(factor) = Factor::lock(tx, id).await? else { return Ok((None, None)) };
            let checked = factor.check(tx, now, &outbox, &given).await?;
            let mut renewed = None;
            match checked {
                Checked::Right(proved) => {
                    let by = Some(proved.as_str());
                    enter::note(tx, &clock, (actor, "second_factor.prove"), by).await?;
                    session::prove_second(tx, now, of).await?;
                    // Of two that come at once with the same secret, one has it no more; what it
                    // gave is not used up.
                    renewed = Some(session::renew(tx, of).await?.ok_or(StepError::Over)?);
                }
                Checked::Wrong => {
                    enter::note(tx, &clock, (actor, "second_factor.refuse"), None).await?;
                }
                Checked::Wait(_) => {}
            }
            Ok::<_, StepError>((Some(checked), renewed))
        })
    });
    let (checked, renewed) = tried.await?;
    match checked {
        None | Some(Checked::Right(_)) => Ok(renewed),
        Some(Checked::Wrong) => Err(StepError::Wrong),
        Some(Checked::Wait(wait_s)) => Err(StepError::Throttled { wait_s }),
    }
}
