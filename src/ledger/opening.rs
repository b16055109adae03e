//! Opening accounts. An account is not complete without a wallet, so both are made here, in one
//! transaction, and nowhere else. Called by the sign-up, by staff and by the command line.

use std::net::IpAddr;

use sqlx::PgTransaction;

use crate::accounts::AccountId;
use crate::accounts::account::{self, CreateError, NewAccount};
use crate::accounts::audit::{self, Actor};
use crate::accounts::session::{self, SessionSecret};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};

/// Makes an account with an empty wallet; answers its id.
pub async fn open_account(
    db: &Db,
    clock: &Clock,
    new: NewAccount,
) -> Result<AccountId, CreateError> {
    let clock = clock.clone();
    db.transaction(move |tx| Box::pin(async move { open(tx, &clock, &new).await })).await
}

/// As [`open_account`], for a person who signs up from this address with this browser, and signs
/// them in. Answers the id and the session's secret. Called in the transaction of
/// `affiliates::sign_up`, which also notes who brought them.
pub(crate) async fn sign_up(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    new: &NewAccount,
    (address, user_agent): (IpAddr, &str),
) -> Result<(AccountId, SessionSecret), CreateError> {
    let id = open(tx, clock, new).await?;
    let entry = audit::Entry {
        actor: Actor::account(id, address).with_device(user_agent),
        action: "account.sign_up",
        subject: format!("account:{id}"),
        ..audit::Entry::default()
    };
    audit::record(tx, clock, entry).await?;
    Ok((id, session::start(tx, clock, id, address, user_agent).await?))
}

/// What [`open_account`] does, in the transaction of a command that does more.
pub(crate) async fn open(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    new: &NewAccount,
) -> Result<AccountId, CreateError> {
    let id = account::create(tx, clock, new).await?;
    open_wallet(tx, id).await?;
    Ok(id)
}

async fn open_wallet(tx: &mut PgTransaction<'_>, account_id: AccountId) -> Result<(), db::Error> {
    sqlx::query!("insert into wallets (account_id) values ($1)", account_id as AccountId)
        .execute(&mut **tx)
        .await?;
    Ok(())
}
