//! What strangers ask for by an address: a new password, or an account. A page writes one row, the same
//! for every address; who looks whether there is an account is the loop `mail`. So neither the answer
//! nor its time tells anything.

use std::net::IpAddr;

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgTransaction;

use super::link::{self, New, Purpose};
use super::sign_up::{self, Came};
use crate::accounts::AccountId;
use crate::accounts::audit::{self, Actor};
use crate::accounts::email::Email;
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::failpoint;
use crate::kit::keys::Keys;
use crate::kit::lang::Lang;
use crate::mail::{self, Kind, Outbox, To};

/// Requests that are answered in one transaction.
const ANSWERED_MAX: i64 = 20;
/// A request that nobody answered for so long is forgotten.
const WAITS: TimeDelta = TimeDelta::minutes(30);

/// Who asks, and from where.
#[derive(Debug, Clone)]
pub struct Asker {
    pub email: Email,
    /// In which they read the page.
    pub lang: Lang,
    pub address: IpAddr,
}

/// Notes that somebody has forgotten their password.
pub async fn for_password(
    db: &Db,
    clock: &Clock,
    outbox: &Outbox,
    asker: Asker,
) -> Result<(), db::Error> {
    note(db, clock, outbox, asker, ("reset", None)).await
}

/// Notes that somebody wants an account.
pub async fn for_account(
    db: &Db,
    clock: &Clock,
    outbox: &Outbox,
    asker: Asker,
    came: &Came,
) -> Result<(), db::Error> {
    let sealed = sign_up::seal(outbox.keys(), &asker.email, came);
    note(db, clock, outbox, asker, ("sign_up", Some(sealed))).await
}

async fn note(
    db: &Db,
    clock: &Clock,
    outbox: &Outbox,
    asker: Asker,
    (what, sealed): (&'static str, Option<Vec<u8>>),
) -> Result<(), db::Error> {
    let (now, site, panel) = (clock.now(), outbox.site().to_owned(), outbox.panel().to_owned());
    db.transaction(move |tx| {
        Box::pin(async move {
            sqlx::query!(
                "insert into link_requests (what, email, language, site, panel, address, sealed,
                                            asked_at)
                 values ($1, $2, $3, $4, $5, $6, $7, $8)",
                what,
                asker.email.as_str(),
                asker.lang.tag(),
                site,
                panel,
                asker.address.to_string(),
                sealed,
                now
            )
            .execute(&mut **tx)
            .await?;
            Ok(())
        })
    })
    .await
}

struct Request {
    what: String,
    email: Email,
    language: String,
    site: String,
    panel: String,
    address: String,
    sealed: Option<Vec<u8>>,
    asked_at: DateTime<Utc>,
}

impl Request {
    fn lang(&self) -> Lang {
        Lang::parse(&self.language).unwrap_or_default()
    }
}

/// Answers what strangers have asked for; answers whether there may be more. Each message is written in
/// the transaction that deletes its request.
pub async fn answer_due(db: &Db, clock: &Clock, keys: &Keys) -> Result<bool, db::Error> {
    let waits = sqlx::query_scalar!(r#"select exists (select from link_requests) as "waits!""#);
    if !waits.fetch_one(db.pool()).await? {
        return Ok(false);
    }
    let (clock, keys) = (clock.clone(), keys.clone());
    db.transaction(move |tx| {
        Box::pin(async move {
            let requests = sqlx::query_as!(
                Request,
                r#"delete from link_requests where id in (
                       select id from link_requests order by id limit $1 for update skip locked)
                   returning what, email as "email: Email", language, site, panel, address, sealed,
                             asked_at"#,
                ANSWERED_MAX
            )
            .fetch_all(&mut **tx)
            .await?;
            let count = i64::try_from(requests.len()).unwrap_or(ANSWERED_MAX);
            let now = clock.now();
            for request in requests {
                if request.asked_at + WAITS <= now {
                    continue;
                }
                let kind = if request.what == "reset" { Kind::Reset } else { Kind::SignUp };
                if Outbox::is_full(tx, now, request.email.as_str(), kind).await? {
                    tracing::info!(what = request.what, "an address has got enough messages");
                    continue;
                }
                let outbox = Outbox::at(keys.clone(), &request.site, &request.panel);
                match request.what.as_str() {
                    "reset" => password(tx, &clock, &outbox, &request).await?,
                    _ => account(tx, &clock, &outbox, &request).await?,
                }
            }
            failpoint("mail-before-commit");
            Ok::<_, db::Error>(count >= ANSWERED_MAX)
        })
    })
    .await
}

async fn password(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    outbox: &Outbox,
    request: &Request,
) -> Result<(), db::Error> {
    let found = sqlx::query!(
        r#"select id as "id: AccountId", language from accounts
           where email = $1 and status = 'active' for share"#,
        request.email.as_str()
    );
    let Some(found) = found.fetch_optional(&mut **tx).await? else { return Ok(()) };
    let now = clock.now();
    let (purpose, account_id) = (Purpose::Reset, Some(found.id));
    let new = New { purpose, account_id, email: &request.email, sealed: None };
    let secret = link::make(tx, now, new).await?;
    let lang = found.language.as_deref().and_then(Lang::parse).unwrap_or(request.lang());
    let to = To { address: request.email.as_str(), lang };
    let link = format!("/reset?key={secret}");
    let letter = mail::New { kind: Kind::Reset, lasts: purpose.lasts(), link: &link, address: "" };
    outbox.put(tx, now, to, letter).await?;
    let entry = audit::Entry {
        actor: Actor { address: request.address.parse().ok(), ..Actor::COMMAND },
        action: "account.reset_ask",
        subject: format!("account:{}", found.id),
        ..audit::Entry::default()
    };
    audit::record(tx, clock, entry).await
}

async fn account(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    outbox: &Outbox,
    request: &Request,
) -> Result<(), db::Error> {
    let (now, lasts) = (clock.now(), Purpose::SignUp.lasts());
    let to = To { address: request.email.as_str(), lang: request.lang() };
    match is_taken(tx, &request.email).await? {
        Taken::No => {}
        Taken::Yes => {
            let (kind, link) = (Kind::HasAccount, "/sign-in");
            return outbox.put(tx, now, to, mail::New { kind, lasts, link, address: "" }).await;
        }
        Taken::LooksTheSame => return Ok(()),
    }
    let new = New {
        purpose: Purpose::SignUp,
        account_id: None,
        email: &request.email,
        sealed: request.sealed.clone(),
    };
    let secret = link::make(tx, now, new).await?;
    let (kind, link) = (Kind::SignUp, format!("/join?key={secret}"));
    outbox.put(tx, now, to, mail::New { kind, lasts, link: &link, address: "" }).await
}

/// Whose an address is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Taken {
    /// Nobody's.
    No,
    /// An account has it.
    Yes,
    /// An account has one that looks the same. Whoever reads the mail of this one is somebody else, and
    /// learns nothing of that account.
    LooksTheSame,
}

pub(super) async fn is_taken(
    tx: &mut PgTransaction<'_>,
    email: &Email,
) -> Result<Taken, db::Error> {
    let is_same = sqlx::query_scalar!(
        r#"select email = $1 as "is_same!" from accounts where email = $1 or skeleton = $2
           order by 1 desc limit 1"#,
        email.as_str(),
        email.skeleton()
    );
    Ok(match is_same.fetch_optional(&mut **tx).await? {
        None => Taken::No,
        Some(true) => Taken::Yes,
        Some(false) => Taken::LooksTheSame,
    })
}
