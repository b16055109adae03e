//! Issuers, as the owner keeps them. Their secrets are sealed, and no door gets them back.

use serde_json::{Value, json};
use sqlx::{PgExecutor, PgTransaction};

use super::IssuerId;
use crate::accounts::audit::{self, Actor};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::keys::Keys;
use crate::kit::outbound::Outbound;

const PURPOSE: &str = "issuers";
/// More would be no row of buttons.
const ISSUERS_MAX: i64 = 5;

/// An issuer. Has no `Debug`, because it holds a secret, though sealed.
pub struct Issuer {
    pub id: IssuerId,
    /// As people read it on the button.
    pub name: String,
    /// Its address: what its tokens say in `iss`.
    pub issuer: String,
    pub client_id: String,
    pub enabled: bool,
    sealed: Vec<u8>,
}

/// What the owner enters.
pub struct Draft {
    pub name: String,
    pub issuer: String,
    pub client_id: String,
    /// "": it stays as it is.
    pub client_secret: String,
}

/// Why an issuer was not saved.
#[derive(Debug, thiserror::Error)]
pub enum IssuerError {
    #[error("{sentence}")]
    Field { field: &'static str, sentence: String },
    #[error("there is no such issuer")]
    NotFound,
    #[error(transparent)]
    Db(db::Error),
}

impl From<db::Error> for IssuerError {
    fn from(error: db::Error) -> Self {
        match error.constraint() {
            Some("sign_in_issuers_issuer") => wrong("issuer", "this issuer is there already"),
            _ => Self::Db(error),
        }
    }
}

crate::from_sqlx!(IssuerError);

fn wrong(field: &'static str, sentence: impl Into<String>) -> IssuerError {
    IssuerError::Field { field, sentence: sentence.into() }
}

impl Issuer {
    /// The panel's secret there; `None`: it was sealed with another secret of the panel.
    pub(super) fn secret(&self, keys: &Keys) -> Option<String> {
        let text = keys.unseal(PURPOSE, &self.issuer, &self.sealed).ok()?;
        String::from_utf8(text).ok()
    }
}

impl Draft {
    fn check(&self, outbound: &Outbound, is_new: bool) -> Result<(), IssuerError> {
        let fits = |text: &str, most| {
            (1..=most).contains(&text.chars().count()) && !text.chars().any(char::is_control)
        };
        if !fits(self.name.trim(), 40) {
            return Err(wrong("name", "a name of 1 to 40 characters"));
        }
        let issuer = self.issuer.trim();
        outbound.check(issuer).map_err(|refused| wrong("issuer", refused.to_string()))?;
        if !fits(issuer, 300) || issuer.contains(['?', '#']) {
            return Err(wrong("issuer", "an address of at most 300 characters, without ? and #"));
        }
        if !fits(self.client_id.trim(), 300) {
            return Err(wrong("client_id", "the client id, as the issuer has given it to you"));
        }
        let secret = self.client_secret.trim();
        if !fits(secret, 1_000) && (is_new || !secret.is_empty()) {
            return Err(wrong(
                "client_secret",
                "the client secret, as the issuer has given it to you",
            ));
        }
        Ok(())
    }
}

/// All of them, in the order in which they were added.
pub async fn list(db: impl PgExecutor<'_>) -> Result<Vec<Issuer>, db::Error> {
    read(db, (None, false)).await
}

/// Those that people may sign in by.
pub async fn offered(db: impl PgExecutor<'_>) -> Result<Vec<Issuer>, db::Error> {
    read(db, (None, true)).await
}

pub async fn find(db: impl PgExecutor<'_>, id: IssuerId) -> Result<Option<Issuer>, db::Error> {
    Ok(read(db, (Some(id), false)).await?.pop())
}

async fn read(
    db: impl PgExecutor<'_>,
    (id, only_on): (Option<IssuerId>, bool),
) -> Result<Vec<Issuer>, db::Error> {
    Ok(sqlx::query_as!(
        Issuer,
        r#"select id as "id: IssuerId", name, issuer, client_id, enabled, client_secret as sealed
           from sign_in_issuers
           where ($1::bigint is null or id = $1) and (enabled or not $2) order by id"#,
        id as Option<IssuerId>,
        only_on
    )
    .fetch_all(db)
    .await?)
}

/// Adds an issuer, which is off.
pub async fn create(
    db: &Db,
    clock: &Clock,
    (keys, outbound): (&Keys, &Outbound),
    actor: Actor,
    draft: Draft,
) -> Result<IssuerId, IssuerError> {
    draft.check(outbound, true)?;
    let (issuer, name) = (draft.issuer.trim().to_owned(), draft.name.trim().to_owned());
    let client_id = draft.client_id.trim().to_owned();
    let sealed = keys.seal(PURPOSE, &issuer, draft.client_secret.trim().as_bytes());
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let id = sqlx::query_scalar!(
                r#"insert into sign_in_issuers (name, issuer, client_id, client_secret, created_at)
                   select $1, $2, $3, $4, $5
                   where (select count(*) from sign_in_issuers) < $6
                   returning id as "id: IssuerId""#,
                name,
                issuer,
                client_id,
                sealed,
                clock.now(),
                ISSUERS_MAX
            )
            .fetch_optional(&mut **tx)
            .await?;
            let full = || wrong("name", format!("there are {ISSUERS_MAX} issuers already"));
            let id = id.ok_or_else(full)?;
            let after = json!({ "name": name, "issuer": issuer, "client_id": client_id });
            note(tx, &clock, actor, ("issuer.create", id, after)).await?;
            Ok(id)
        })
    })
    .await
}

/// Changes an issuer. Another address needs its secret again.
pub async fn change(
    db: &Db,
    clock: &Clock,
    (keys, outbound): (&Keys, &Outbound),
    actor: Actor,
    (id, draft): (IssuerId, Draft),
) -> Result<(), IssuerError> {
    draft.check(outbound, false)?;
    let (clock, keys) = (clock.clone(), keys.clone());
    db.transaction(move |tx| {
        Box::pin(async move {
            // Whoever links somebody to it waits, or is waited for.
            sqlx::query!("select from sign_in_issuers where id = $1 for update", id as IssuerId)
                .fetch_optional(&mut **tx)
                .await?;
            let before = find(&mut **tx, id).await?.ok_or(IssuerError::NotFound)?;
            let (issuer, secret) = (draft.issuer.trim(), draft.client_secret.trim());
            if issuer != before.issuer && secret.is_empty() {
                return Err(wrong("client_secret", "another issuer has another secret"));
            }
            let sealed =
                (!secret.is_empty()).then(|| keys.seal(PURPOSE, issuer, secret.as_bytes()));
            // Subjects of another issuer are other people.
            if issuer != before.issuer {
                sqlx::query!("delete from identities where issuer_id = $1", id as IssuerId)
                    .execute(&mut **tx)
                    .await?;
            }
            sqlx::query!(
                "update sign_in_issuers
                 set name = $2, issuer = $3, client_id = $4,
                     client_secret = coalesce($5, client_secret)
                 where id = $1",
                id as IssuerId,
                draft.name.trim(),
                issuer,
                draft.client_id.trim(),
                sealed
            )
            .execute(&mut **tx)
            .await?;
            let after = json!({
                "name": draft.name.trim(), "issuer": issuer, "client_id": draft.client_id.trim(),
                "new secret": !secret.is_empty(),
            });
            note(tx, &clock, actor, ("issuer.change", id, after)).await
        })
    })
    .await
}

/// Switches an issuer on or off.
pub async fn set_enabled(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    (id, enabled): (IssuerId, bool),
) -> Result<(), IssuerError> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let done = sqlx::query!(
                "update sign_in_issuers set enabled = $2 where id = $1",
                id as IssuerId,
                enabled
            );
            if done.execute(&mut **tx).await?.rows_affected() == 0 {
                return Err(IssuerError::NotFound);
            }
            note(tx, &clock, actor, ("issuer.enable", id, json!({ "enabled": enabled }))).await
        })
    })
    .await
}

/// Removes an issuer, and who was linked by it.
pub async fn remove(db: &Db, clock: &Clock, actor: Actor, id: IssuerId) -> Result<(), IssuerError> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let gone = sqlx::query_scalar!(
                "delete from sign_in_issuers where id = $1 returning name",
                id as IssuerId
            );
            let Some(name) = gone.fetch_optional(&mut **tx).await? else {
                return Err(IssuerError::NotFound);
            };
            note(tx, &clock, actor, ("issuer.remove", id, json!({ "name": name }))).await
        })
    })
    .await
}

async fn note(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    actor: Actor,
    (action, id, after): (&'static str, IssuerId, Value),
) -> Result<(), IssuerError> {
    let entry = audit::Entry {
        actor,
        action,
        subject: format!("issuer:{id}"),
        after: Some(after),
        ..audit::Entry::default()
    };
    Ok(audit::record(tx, clock, entry).await?)
}
