//! Another address for an account. Its holder asks for it with their password; the new mailbox confirms
//! it, and the old one is told and can stop it, for three days, also after it was confirmed. Stopping
//! puts the old address back and ends every session: whoever asked for the change was not its holder.
//!
//! An address that has an account already is answered in the same words. Its holder gets a message.

use sqlx::PgTransaction;

use super::asked::{Taken, is_taken};
use super::link::{self, New, Purpose};
use super::reset::NOTICE_LASTS;
use crate::accounts::AccountId;
use crate::accounts::audit::{self, Actor};
use crate::accounts::email::Email;
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
    /// One of the mailboxes got enough messages this hour.
    TooMany,
}

/// What came of stopping a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stopped {
    /// It was not confirmed yet.
    Kept,
    /// The old address is back.
    PutBack,
    /// The link does not work any more, or the old address belongs to another account by now.
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
            for address in [&holder.email, &wanted] {
                if Outbox::is_full(tx, now, address.as_str()).await? {
                    return Ok(Asked::TooMany);
                }
            }
            let lasts = Purpose::Address.lasts();
            let to = To { address: wanted.as_str(), lang: holder.lang };
            match is_taken(tx, &wanted).await? {
                Taken::No => {
                    let purpose = Purpose::Address;
                    let new = New { purpose, account_id: Some(id), email: &wanted, sealed: None };
                    let link = format!("/address/confirm?key={}", link::make(tx, now, new).await?);
                    let (kind, address) = (Kind::AddressConfirm, wanted.as_str());
                    let letter = mail::New { kind, lasts, link: &link, address };
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
            let taken = link::take(tx, clock.now(), Purpose::Address, &secret).await?;
            let Some((id, wanted)) = taken.and_then(|found| Some((found.account_id?, found.email)))
            else {
                return Ok(None);
            };
            let Some(holder) = holder(tx, id, Lang::ENGLISH).await? else { return Ok(None) };
            if !change(tx, &clock, id, &wanted).await? {
                return Ok(None);
            }
            link::withdraw(tx, id, &[Purpose::Verify, Purpose::Reset]).await?;
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

/// Keeps the account's old address, or puts it back, and ends all sessions.
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
            let taken = link::take(tx, clock.now(), Purpose::Stop, &secret).await?;
            let Some((id, old)) = taken.and_then(|found| Some((found.account_id?, found.email)))
            else {
                return Ok((Stopped::Over, None));
            };
            let Some(holder) = holder(tx, id, Lang::ENGLISH).await? else {
                return Ok((Stopped::Over, None));
            };
            let is_changed = holder.email != old;
            if is_changed && !change(tx, &clock, id, &old).await? {
                return Ok((Stopped::Over, None));
            }
            session::end_all(tx, id).await?;
            link::withdraw(tx, id, &[Purpose::Address, Purpose::Verify, Purpose::Reset]).await?;
            note(tx, &clock, actor, (id, "account.address_stop")).await?;
            if is_changed {
                tell(tx, &clock, &outbox, (&holder, &old)).await?;
                return Ok((Stopped::PutBack, Some(id)));
            }
            Ok::<_, db::Error>((Stopped::Kept, Some(id)))
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
