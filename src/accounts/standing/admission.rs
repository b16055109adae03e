//! Who may sign up: anyone, whoever has an invitation, or nobody; and how many from one network.
//!
//! The owner's setting is read from the database in the transaction that makes the account, so a
//! panel that was closed is closed in every process at once. The number is counted there too: of
//! people who sign up at the same moment, no more get in than the setting says.

use std::net::IpAddr;

use serde_json::json;
use sqlx::PgTransaction;

use crate::accounts::AccountId;
use crate::accounts::account::{CreateError, NewAccount};
use crate::accounts::audit::{self, Actor};
use crate::accounts::invite::{self, Invited};
use crate::kit::address::Network;
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::settings::{self, SignUp};

/// Why somebody may not sign up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoWay {
    #[error("nobody may sign up")]
    Closed,
    #[error("only people with an invitation may sign up")]
    ByInvitation,
    #[error("the invitation was used or withdrawn, or is over")]
    InviteOver,
    /// The one that was mailed in the first step of a sign-up.
    #[error("the link was used or replaced, or is over")]
    LinkOver,
}

/// Whether somebody may sign up now, for the page that asks. `secret`: of the link that they came
/// by. Answers the invitation, if there is one.
pub async fn look(
    db: &Db,
    clock: &Clock,
    secret: Option<&str>,
) -> Result<Result<Option<Invited>, NoWay>, db::Error> {
    let settings = settings::read(db.pool()).await?;
    let invite = match secret {
        Some(secret) => Some(invite::find(db.pool(), clock, secret).await?),
        None => None,
    };
    Ok(way(settings.sign_up, invite))
}

/// Lets somebody in, in the transaction that makes the account: uses their invitation up, or counts
/// them. Answers the account to make.
pub(crate) async fn admit(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    new: NewAccount,
    (address, secret): (IpAddr, Option<&str>),
) -> Result<(NewAccount, Option<Invited>), CreateError> {
    let settings = settings::read(&mut **tx).await?;
    let invite = match secret {
        Some(secret) => Some(invite::take(tx, clock, secret).await?),
        None => None,
    };
    let Some(invited) = way(settings.sign_up, invite)? else {
        let most = settings.sign_ups_per_network_per_day;
        if count(tx, clock, address).await? > most {
            return Err(CreateError::TooManyHere);
        }
        return Ok((new, None));
    };
    let email = invited.email.clone().unwrap_or(new.email);
    Ok((NewAccount { email, role: invited.role, ..new }, Some(invited)))
}

/// Writes to the audit log who has used an invitation.
pub(crate) async fn note_use(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    (id, address): (AccountId, IpAddr),
    invited: &Invited,
) -> Result<(), db::Error> {
    let entry = audit::Entry {
        actor: Actor::account(id, address),
        action: "invite.use",
        subject: format!("invite:{}", invited.id),
        after: Some(json!({ "account": id, "role": invited.role.as_str() })),
        ..audit::Entry::default()
    };
    audit::record(tx, clock, entry).await
}

/// `invite`: the one that the link names, if they came by a link and it is open.
fn way(sign_up: SignUp, invite: Option<Option<Invited>>) -> Result<Option<Invited>, NoWay> {
    match (sign_up, invite) {
        (_, Some(Some(invited))) if invited.role.is_staff() => Ok(Some(invited)),
        (SignUp::Closed, _) => Err(NoWay::Closed),
        (_, Some(None)) => Err(NoWay::InviteOver),
        (_, Some(Some(invited))) => Ok(Some(invited)),
        (SignUp::Open, None) => Ok(None),
        (SignUp::Invitation, None) => Err(NoWay::ByInvitation),
    }
}

/// Counts one more of this network; answers how many that makes today. Others of the network wait
/// until this transaction ends.
async fn count(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    address: IpAddr,
) -> Result<i32, db::Error> {
    let count = sqlx::query_scalar!(
        "insert into sign_up_counts as c (network, day, count) values ($1, $2, 1)
         on conflict (network, day) do update set count = c.count + 1 returning count",
        Network::of(address).to_string(),
        clock.now().date_naive(),
    );
    Ok(count.fetch_one(&mut **tx).await?)
}

/// Deletes the counts of past days: they say from where people came. A loop calls it now and then.
pub async fn sweep(db: &Db, clock: &Clock) -> Result<(), db::Error> {
    sqlx::query!("delete from sign_up_counts where day < $1", clock.now().date_naive())
        .execute(db.pool())
        .await?;
    Ok(())
}
