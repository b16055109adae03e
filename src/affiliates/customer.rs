//! Customers who were brought by a link: bound at the sign-up, once and for good.

use std::net::IpAddr;

use sqlx::PgTransaction;

use super::click::{self, LastClick};
use super::code::SubIds;
use crate::accounts::account::{CreateError, NewAccount};
use crate::accounts::admission::NoWay;
use crate::accounts::links::sign_up;
use crate::accounts::role::Role;
use crate::accounts::session::SessionSecret;
use crate::accounts::{AccountId, admission};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::keys::Keys;
use crate::ledger;

/// From where somebody signs up.
#[derive(Debug, Clone)]
pub struct Arrival {
    pub address: IpAddr,
    pub user_agent: String,
    /// The visitor's id in the cookie of a link.
    pub visitor: Option<String>,
    /// The secret of an invitation.
    pub invite: Option<String>,
    /// The secret of a link that was mailed to the account's address; `None`: nobody has shown that they
    /// read its mail.
    pub link: Option<String>,
}

/// Makes an account with an empty wallet, if the owner lets people in, signs it in, and binds it to
/// the last link that the visitor came by. An invitation may say which address and role the account
/// gets. Answers the session's secret.
pub async fn sign_up(
    db: &Db,
    clock: &Clock,
    keys: &Keys,
    new: NewAccount,
    arrival: Arrival,
) -> Result<SessionSecret, CreateError> {
    let clock = clock.clone();
    let hash = click::address_hash(keys, "sign-up addresses", arrival.address);
    db.transaction(move |tx| {
        Box::pin(async move {
            if let Some(secret) = &arrival.link {
                let sent_to = sign_up::take(tx, &clock, secret).await?;
                if sent_to.as_ref() != Some(&new.email) {
                    return Err(CreateError::NoWay(NoWay::LinkOver));
                }
            }
            let by = (arrival.address, arrival.invite.as_deref());
            let (new, invited) = admission::admit(tx, &clock, new, by).await?;
            let from = (arrival.address, arrival.user_agent.as_str());
            let (id, secret) = ledger::sign_up(tx, &clock, &new, from).await?;
            sqlx::query!(
                "insert into affiliate_sign_ups (account_id, address_hash) values ($1, $2)",
                id as AccountId,
                &hash
            )
            .execute(&mut **tx)
            .await?;
            if arrival.link.is_some() {
                sign_up::joined(tx, &clock, id).await?;
            }
            if let Some(invited) = &invited {
                admission::note_use(tx, &clock, (id, arrival.address), invited).await?;
            }
            if let Some(visitor) = &arrival.visitor
                && new.role == Role::Customer
                && let Some(click) = click::last(&mut **tx, &clock, visitor).await?
            {
                bind(tx, &clock, id, click).await?;
            }
            Ok(secret)
        })
    })
    .await
}

/// An affiliate who signed up at the same address may be the same person: staff look first.
async fn bind(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    customer_id: AccountId,
    LastClick { member_id, sub_ids: SubIds([one, two, three]), .. }: LastClick,
) -> Result<(), db::Error> {
    sqlx::query!(
        "with bound as (
             insert into affiliate_customers (customer_id, member_id, sub_id1, sub_id2, sub_id3,
                                              bound_at, flag)
             select $1, m.id, $3, $4, $5, $6::timestamptz,
                    case when exists (
                        select from affiliate_sign_ups a join affiliate_sign_ups c
                            on c.address_hash = a.address_hash
                        where a.account_id = m.account_id and c.account_id = $1)
                    then 'same_address' end
             from affiliate_members m where m.id = $2 and m.account_id <> $1
             returning member_id)
         insert into affiliate_days as d (member_id, day, sign_ups)
         select member_id, ($6::timestamptz at time zone 'UTC')::date, 1 from bound
         on conflict (member_id, day) do update set sign_ups = d.sign_ups + 1",
        customer_id as AccountId,
        member_id as super::MemberId,
        one,
        two,
        three,
        clock.now(),
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
