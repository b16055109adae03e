//! Another address for an account. Its holder asks for it with their password; the new mailbox confirms
//! it, and the old one is told and can stop it, for three days, also after it was confirmed. Stopping
//! puts the old address back and ends every session: whoever asked for the change was not its holder. They
//! know the password, so it does not work any more after that, and the old mailbox gets a new one. What was
//! connected at an issuer was connected for an address that the account has no more, so it is forgotten.
//!
//! An address that has an account already is answered in the same words. Its holder gets a message.

use sqlx::PgTransaction;

use super::asked::{Taken, is_taken};
use super::link::{self, New, Purpose};
use super::reset::NOTICE_LASTS;
use crate::accounts::AccountId;
use crate::accounts::audit::{self, Actor};
use crate::accounts::email::Email;
use crate::accounts::oidc::identity;
use crate::accounts::session;
use crate::accounts::verifier::Verifier;
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::lang::Lang;
use crate::mail::{self, Kind, Outbox, To};

/// What came of a wish for another address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// Both mailboxes have a message; or that of somebody else has one.
    Asked,
    /// It is the account's own address.
    Same,
    /// The account's own mailbox got enough messages this hour.
    TooMany,
}

/// What came of stopping a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stopped {
    /// It was not confirmed yet.
    Kept,
    /// The old address is back, and the password does not work any more.
    PutBack,
    /// Another account has the old address by now, or one that looks the same. The sessions have ended,
    /// and only staff can do more.
    Taken,
    /// The link does not work any more.
    Over,
}

struct Holder {
    email: Email,
    lang: Lang,
}

/// Begins a change.
pub async fn ask(
    db: &Db,
    clock: &Clock,
    outbox: &Outbox,
    actor: Actor,
    (id, wanted, lang): (AccountId, Email, Lang),
) -> Result<Asked, db::Error> {
    let (clock, outbox) = (clock.clone(), outbox.clone());
    db.transaction(move |tx| {
        Box::pin(async move {
            let now = clock.now();
            let Some(holder) = holder(tx, id, lang).await? else { return Ok(Asked::Same) };
            if holder.email == wanted {
                return Ok(Asked::Same);
            }
            if Outbox::is_full(tx, now, holder.email.as_str(), Kind::AddressNotice).await? {
                return Ok(Asked::TooMany);
            }
            // Of a mailbox of somebody else nothing is told, not even that it is full.
            let kind = Kind::AddressConfirm;
            let is_full = Outbox::is_full(tx, now, wanted.as_str(), kind).await?;
            let lasts = Purpose::Address.lasts();
            let to = To { address: wanted.as_str(), lang: holder.lang };
            match is_taken(tx, &wanted).await? {
                _ if is_full => {}
                Taken::No => {
                    let purpose = Purpose::Address;
                    let new = New { purpose, account_id: Some(id), email: &wanted, sealed: None };
                    let link = format!("/address/confirm?key={}", link::make(tx, now, new).await?);
                    let letter = mail::New { kind, lasts, link: &link, address: wanted.as_str() };
                    outbox.put(tx, now, to, letter).await?;
                }
                Taken::Yes => {
                    let (kind, link) = (Kind::HasAccount, "/sign-in");
                    outbox.put(tx, now, to, mail::New { kind, lasts, link, address: "" }).await?;
                }
                Taken::LooksTheSame => {}
            }
            let purpose = Purpose::Stop;
            let new = New { purpose, account_id: Some(id), email: &holder.email, sealed: None };
            let link = format!("/address/stop?key={}", link::make(tx, now, new).await?);
            let to = To { address: holder.email.as_str(), lang: holder.lang };
            let (kind, lasts) = (Kind::AddressNotice, purpose.lasts());
            let letter = mail::New { kind, lasts, link: &link, address: wanted.as_str() };
            outbox.put(tx, now, to, letter).await?;
            note(tx, &clock, actor, (id, "account.address_ask")).await?;
            Ok::<_, db::Error>(Asked::Asked)
        })
    })
    .await
}

/// Gives the account the address that this link was sent to. `false`: the link does not work any more,
/// or the address belongs to another account by now.
pub async fn confirm(
    db: &Db,
    clock: &Clock,
    verifier: &Verifier,
    outbox: &Outbox,
    (actor, secret): (Actor, &str),
) -> Result<bool, db::Error> {
    let (clock, outbox, secret) = (clock.clone(), outbox.clone(), secret.to_owned());
    let done = db.transaction(move |tx| {
        Box::pin(async move {
            let now = clock.now();
            let Some(used) = link::use_up(tx, now, Purpose::Address, &secret).await? else {
                return Ok(None);
            };
            let (id, wanted) = (used.account_id, used.email);
            let Some(holder) = holder(tx, id, Lang::ENGLISH).await? else { return Ok(None) };
            if !change(tx, &clock, id, &wanted).await? {
                return Ok(None);
            }
            link::withdraw(tx, id, &[Purpose::Verify, Purpose::Reset]).await?;
            identity::disconnect_all(tx, now, &outbox, id).await?;
            note(tx, &clock, actor, (id, "account.address")).await?;
            tell(tx, &clock, &outbox, (&holder, &wanted)).await?;
            Ok::<_, db::Error>(Some(id))
        })
    });
    let done = done.await?;
    if let Some(id) = done {
        verifier.forget_account(id);
    }
    Ok(done.is_some())
}

/// Keeps the account's old address, or puts it back, and ends all sessions. Whoever asked for the change
/// may have asked for others since, and has the links of their mailboxes: these go. Older ones stay.
pub async fn stop(
    db: &Db,
    clock: &Clock,
    verifier: &Verifier,
    outbox: &Outbox,
    (actor, secret): (Actor, &str),
) -> Result<Stopped, db::Error> {
    let (clock, outbox, secret) = (clock.clone(), outbox.clone(), secret.to_owned());
    let done = db.transaction(move |tx| {
        Box::pin(async move {
            let now = clock.now();
            let Some(used) = link::use_up(tx, now, Purpose::Stop, &secret).await? else {
                return Ok((Stopped::Over, None));
            };
            let (id, old) = (used.account_id, &used.email);
            let Some(holder) = holder(tx, id, Lang::ENGLISH).await? else {
                return Ok((Stopped::Over, None));
            };
            let stopped = if holder.email == *old {
                Stopped::Kept
            } else if change(tx, &clock, id, old).await? {
                Stopped::PutBack
            } else {
                Stopped::Taken
            };
            session::end_all(tx, id).await?;
            link::withdraw(tx, id, &[Purpose::Address, Purpose::Verify, Purpose::Reset]).await?;
            link::withdraw_later_stops(tx, &used).await?;
            note(tx, &clock, actor, (id, "account.address_stop")).await?;
            if stopped == Stopped::PutBack {
                forget_password(tx, id).await?;
                identity::disconnect_all(tx, now, &outbox, id).await?;
                tell(tx, &clock, &outbox, (&holder, old)).await?;
            }
            Ok::<_, db::Error>((stopped, Some(id)))
        })
    });
    let (stopped, id) = done.await?;
    if let Some(id) = id {
        verifier.forget_account(id);
    }
    Ok(stopped)
}

/// The account under lock, if it may be used. `lang`: if its holder has chosen none.
async fn holder(
    tx: &mut PgTransaction<'_>,
    id: AccountId,
    lang: Lang,
) -> Result<Option<Holder>, db::Error> {
    let row = sqlx::query!(
        r#"select email as "email: Email", language from accounts
           where id = $1 and status = 'active' for no key update"#,
        id as AccountId
    );
    let row = row.fetch_optional(&mut **tx).await?;
    Ok(row.map(|row| Holder {
        email: row.email,
        lang: row.language.as_deref().and_then(Lang::parse).unwrap_or(lang),
    }))
}

/// Whether the account has the address now. A conflict is asked for and not met, so that no address
/// stands in the server's log.
async fn change(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    id: AccountId,
    email: &Email,
) -> Result<bool, db::Error> {
    let done = sqlx::query!(
        "update accounts set email = $2, skeleton = $3, email_verified_at = $4
         where id = $1 and not exists (
             select from accounts o where o.id <> $1 and (o.email = $2 or o.skeleton = $3))",
        id as AccountId,
        email.as_str(),
        email.skeleton(),
        clock.now()
    );
    Ok(done.execute(&mut **tx).await?.rows_affected() == 1)
}

/// Somebody else knows it. A link that goes to the account's mailbox brings a new one.
async fn forget_password(tx: &mut PgTransaction<'_>, id: AccountId) -> Result<(), db::Error> {
    sqlx::query!(
        "update accounts set password_hash = null, password_made_at = null where id = $1",
        id as AccountId
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Tells both mailboxes which address the account has now.
async fn tell(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    outbox: &Outbox,
    (before, now_has): (&Holder, &Email),
) -> Result<(), db::Error> {
    for address in [&before.email, now_has] {
        let to = To { address: address.as_str(), lang: before.lang };
        let (kind, lasts) = (Kind::AddressChanged, NOTICE_LASTS);
        let letter = mail::New { kind, lasts, link: "", address: now_has.as_str() };
        outbox.put(tx, clock.now(), to, letter).await?;
    }
    Ok(())
}

/// Addresses do not stand in the audit log.
async fn note(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    actor: Actor,
    (id, action): (AccountId, &str),
) -> Result<(), db::Error> {
    let subject = format!("account:{id}");
    let entry = audit::Entry { actor, action, subject, ..audit::Entry::default() };
    audit::record(tx, clock, entry).await
}
