//! Making and removing one's own passkeys. Pages call these in a session in which its owner has just
//! proved who they are.

use serde_json::json;
use sqlx::PgTransaction;

use super::ask::{self, NewPasskey};
use super::challenge::{self, Holder};
use super::{COUNT_MAX, PasskeyId};
use crate::accounts::AccountId;
use crate::accounts::audit::Actor;
use crate::accounts::factors::change::{TurnedOff, lock, note, remove as remove_all};
use crate::accounts::factors::check::{self, Factor};
use crate::accounts::factors::webauthn::{self, Ceremony, Client, Flaw, Made, Rp};
use crate::accounts::factors::{recovery_codes, tell};
use crate::accounts::session::{self, Session};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::keys::Keys;
use crate::mail::{Kind, Outbox};
use crate::settings;

/// The most characters of a name.
pub const NAME_CHARS_MAX: usize = 60;

/// What the page sent of a new passkey.
pub struct Draft {
    pub rp: Rp,
    pub made: NewPasskey,
    /// As it was typed.
    pub name: String,
}

/// What came of it.
pub enum Added {
    /// The account has a second factor now; these are its recovery codes.
    First(Vec<String>),
    /// It had one before.
    Another,
    /// It has so many that it gets no more.
    TooMany,
    /// Another account has it, or this one.
    Taken,
    Refused(Flaw),
}

/// The name as it is kept: on one line, and not too long.
fn named(typed: &str) -> String {
    let words: Vec<&str> = typed.split_whitespace().collect();
    words.join(" ").chars().filter(|c| !c.is_control()).take(NAME_CHARS_MAX).collect()
}

/// Makes a passkey a second factor of the account.
pub async fn add(
    db: &Db,
    clock: &Clock,
    outbox: &Outbox,
    (session, actor): (&Session, Actor),
    draft: Draft,
) -> Result<Added, db::Error> {
    let (clock, outbox) = (clock.clone(), outbox.clone());
    let (id, kept, holder) = (session.account.id, session.id, Holder::adds(session));
    db.transaction(move |tx| {
        Box::pin(async move {
            let now = clock.now();
            if lock(tx, id).await?.is_none() {
                return Ok(Added::Refused(Flaw::Challenge));
            }
            let is_first = Factor::lock(tx, id).await?.is_none();
            let made = match answered(tx, &clock, outbox.keys(), (&holder, &draft)).await? {
                Ok(made) => made,
                Err(flaw) => return Ok(Added::Refused(flaw)),
            };
            if count(tx, id).await? >= COUNT_MAX {
                return Ok(Added::TooMany);
            }
            if is_taken(tx, &made).await? {
                return Ok(Added::Taken);
            }
            check::begin(tx, now, id).await?;
            let holder = ask::user(outbox.keys(), id);
            let whose = (id, &holder[..], named(&draft.name));
            let passkey = insert(tx, &clock, whose, &made).await?;
            let Some(passkey) = passkey else {
                if is_first {
                    remove_all(tx, id).await?;
                }
                return Ok(Added::Taken);
            };
            session::end_all_but(tx, id, kept).await?;
            session::prove_second(tx, now, kept).await?;
            let after = json!({ "passkey": passkey.get(), "first": is_first });
            note(tx, &clock, (actor, "passkey.add"), (id, Some(after))).await?;
            if !is_first {
                tell::holder(tx, now, &outbox, (id, Kind::PasskeyAdded)).await?;
                return Ok(Added::Another);
            }
            tell::holder(tx, now, &outbox, (id, Kind::SecondFactorOn)).await?;
            let codes = recovery_codes::make(tx, outbox.keys(), id).await?;
            Ok::<_, db::Error>(Added::First(codes))
        })
    })
    .await
}

/// The passkey that was made, if the challenge is ours. It is used up, whatever comes of it.
async fn answered(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    keys: &Keys,
    (holder, draft): (&Holder, &Draft),
) -> Result<Result<Made, Flaw>, db::Error> {
    let client = match Client::read(&draft.rp, Ceremony::Create, &draft.made.client) {
        Ok(client) => client,
        Err(flaw) => return Ok(Err(flaw)),
    };
    if !challenge::answer(tx, clock.now(), keys, (holder, &client.challenge)).await? {
        return Ok(Err(Flaw::Challenge));
    }
    Ok(webauthn::registration(&draft.rp, &client, &draft.made.attestation))
}

async fn count(tx: &mut PgTransaction<'_>, account_id: AccountId) -> Result<usize, db::Error> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from passkeys where account_id = $1"#,
        account_id as AccountId
    );
    Ok(usize::try_from(count.fetch_one(&mut **tx).await?).unwrap_or(usize::MAX))
}

async fn is_taken(tx: &mut PgTransaction<'_>, made: &Made) -> Result<bool, db::Error> {
    let is_taken = sqlx::query_scalar!(
        r#"select exists (select from passkeys where credential = $1) as "is_taken!""#,
        made.credential
    );
    Ok(is_taken.fetch_one(&mut **tx).await?)
}

/// `None`: another account got it at this moment.
async fn insert(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    (account_id, holder, name): (AccountId, &[u8], String),
    made: &Made,
) -> Result<Option<PasskeyId>, db::Error> {
    let id = sqlx::query_scalar!(
        r#"insert into passkeys
               (account_id, credential, holder, public_key, sign_count, name, made_at)
           values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing
           returning id as "id: PasskeyId""#,
        account_id as AccountId,
        made.credential,
        holder,
        made.public_key,
        i64::from(made.sign_count),
        name,
        clock.now()
    );
    Ok(id.fetch_optional(&mut **tx).await?)
}

/// What came of removing a passkey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Removed {
    /// There is another factor.
    One,
    /// It was the last one; so the second factor is off, or stays because staff need one.
    Last(TurnedOff),
    /// The account has no such passkey.
    Gone,
}

/// Removes one of the account's passkeys. With the last factor, the second factor is off.
pub async fn remove(
    db: &Db,
    clock: &Clock,
    outbox: &Outbox,
    (session, actor): (&Session, Actor),
    passkey: PasskeyId,
) -> Result<Removed, db::Error> {
    let (clock, outbox) = (clock.clone(), outbox.clone());
    let (id, kept) = (session.account.id, session.id);
    db.transaction(move |tx| {
        Box::pin(async move {
            let Some(role) = lock(tx, id).await? else { return Ok(Removed::Gone) };
            let Some(factor) = Factor::lock(tx, id).await? else { return Ok(Removed::Gone) };
            let gone = sqlx::query!(
                "delete from passkeys where id = $1 and account_id = $2",
                passkey as PasskeyId,
                id as AccountId
            );
            if gone.execute(&mut **tx).await?.rows_affected() == 0 {
                return Ok(Removed::Gone);
            }
            let is_last = !factor.has_app() && count(tx, id).await? == 0;
            if is_last && role.is_staff() && settings::read(&mut **tx).await?.staff_second_factor {
                return Err(Undone::Needed);
            }
            if is_last {
                remove_all(tx, id).await?;
            }
            session::end_all_but(tx, id, kept).await?;
            let after = json!({ "passkey": passkey.get(), "last": is_last });
            note(tx, &clock, (actor, "passkey.remove"), (id, Some(after))).await?;
            let kind = if is_last { Kind::SecondFactorOff } else { Kind::PasskeyRemoved };
            tell::holder(tx, clock.now(), &outbox, (id, kind)).await?;
            let removed = if is_last { Removed::Last(TurnedOff::Off) } else { Removed::One };
            Ok::<_, Undone>(removed)
        })
    })
    .await
    .or_else(|undone| match undone {
        Undone::Needed => Ok(Removed::Last(TurnedOff::Needed)),
        Undone::Db(error) => Err(error),
    })
}

/// Why a removal was rolled back.
#[derive(Debug, thiserror::Error)]
enum Undone {
    #[error("staff need a second factor")]
    Needed,
    #[error(transparent)]
    Db(#[from] db::Error),
}

crate::from_sqlx!(Undone);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_kept_on_one_line_and_not_too_long() {
        assert_eq!(named("  My\n phone\u{7} "), "My phone");
        assert_eq!(named(&"é".repeat(100)).chars().count(), NAME_CHARS_MAX);
        assert_eq!(named(" \t"), "");
    }
}
