//! Tokens are made here: new ones, and ones that replace others.
//!
//! What must stay true: a secret leaves this module once, in the answer of these verbs. Neither the
//! table nor the audit log holds it.

use chrono::{DateTime, SubsecRound as _, TimeDelta, Utc};
use ipnet::IpNet;
use serde_json::json;
use sqlx::PgTransaction;

use crate::accounts::AccountId;
use crate::accounts::audit::{self, Actor};
use crate::accounts::jwt::{Claims, Signer};
use crate::accounts::notices::{self, TokenChange};
use crate::accounts::token::{LIVE_MAX, NewToken, PREFIX, Scope, TokenKind};
use crate::accounts::verifier::Verifier;
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::keys::Keys;
use crate::kit::secret;

/// A JWT expires after this many days at the latest, and also if no time is given.
pub const JWT_DAYS_MAX: i64 = 366;
/// About 131 bits.
const JTI_CHARS: usize = 22;
/// The characters of a token that its owner still sees later.
const HINT_CHARS: usize = 4;

/// A token that was just made. The only time its secret is known; it has no `Debug`.
pub struct Created {
    pub id: i64,
    pub secret: String,
}

/// Why no token was made.
#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    #[error("an account has at most {LIVE_MAX} live tokens")]
    TooMany,
    #[error("the token would have expired already")]
    Expired,
    #[error("a JWT expires after {JWT_DAYS_MAX} days at the latest")]
    TooLate,
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// Why a token was not replaced.
#[derive(Debug, thiserror::Error)]
pub enum RotateError {
    /// Not there, or of another account: nobody can tell which.
    #[error("there is no such token")]
    Missing,
    #[error("the token has ended, or another was made in its place already")]
    Ended,
    #[error("an account has at most {LIVE_MAX} live tokens, and as many that end soon")]
    TooMany,
    #[error(transparent)]
    Db(#[from] db::Error),
}

crate::from_sqlx!(CreateError, RotateError);

/// Makes a token for an account.
pub async fn create(
    db: &Db,
    clock: &Clock,
    keys: &Keys,
    actor: Actor,
    mut new: NewToken,
) -> Result<Created, CreateError> {
    let (clock, signer) = (clock.clone(), Signer::new(keys));
    db.transaction(move |tx| {
        Box::pin(async move {
            let now = clock.now();
            if new.kind == TokenKind::Jwt {
                let latest = now + TimeDelta::days(JWT_DAYS_MAX);
                let ends = new.expires_at.unwrap_or(latest);
                if ends > latest {
                    return Err(CreateError::TooLate);
                }
                new.expires_at = Some(ends);
            }
            if new.expires_at.is_some_and(|at| at <= now) {
                return Err(CreateError::Expired);
            }
            if lock_and_count(tx, new.account_id, now).await? >= LIVE_MAX {
                return Err(CreateError::TooMany);
            }
            let created = insert(tx, &signer, &new.as_row(), now).await?;
            let entry = audit::Entry {
                actor,
                action: "token.create",
                subject: format!("token:{}", created.id),
                before: None,
                after: Some(new.as_row().as_json()),
                ..audit::Entry::default()
            };
            audit::record(tx, &clock, entry).await?;
            // The command line is the operator, who has been asked for it.
            if actor.address.is_some() {
                let told = (created.id, TokenChange::Made);
                notices::token_changed(tx, now, new.account_id, told).await?;
            }
            Ok(created)
        })
    })
    .await
}

/// Replaces one of the account's own tokens by a new one with the same settings. The old one still
/// works for `ends_in`. The new one lasts from now as long as the old one was made for.
pub async fn rotate(
    db: &Db,
    clock: &Clock,
    (keys, verifier): (&Keys, &Verifier),
    actor: Actor,
    (account_id, id, ends_in): (AccountId, i64, TimeDelta),
) -> Result<Created, RotateError> {
    let (clock, signer) = (clock.clone(), Signer::new(keys));
    let rotated = db
        .transaction(move |tx| {
            Box::pin(async move {
                let now = clock.now();
                let live = lock_and_count(tx, account_id, now).await?;
                let old = sqlx::query!(
                    r#"select kind as "kind: TokenKind", name, scopes, addresses, created_at, expires_at,
                              revoked_at, rotated_at
                       from tokens where id = $1 and account_id = $2 for no key update"#,
                    id,
                    account_id as AccountId,
                )
                .fetch_optional(&mut **tx)
                .await?
                .ok_or(RotateError::Missing)?;
                let is_over = old.expires_at.is_some_and(|at| at <= now);
                if is_over || old.revoked_at.is_some() || old.rotated_at.is_some() {
                    return Err(RotateError::Ended);
                }
                if live >= 2 * LIVE_MAX {
                    return Err(RotateError::TooMany);
                }
                let row = Row {
                    account_id,
                    kind: old.kind,
                    name: old.name,
                    scopes: old.scopes,
                    networks: old.addresses,
                    expires_at: old.expires_at.map(|at| now + (at - old.created_at)),
                };
                let created = insert(tx, &signer, &row, now).await?;
                let ends_at = now + ends_in;
                let at_once = (ends_in <= TimeDelta::zero()).then_some(now);
                sqlx::query!(
                    "update tokens set rotated_at = $2, rotated_to = $3, revoked_at = $4,
                            expires_at = least(expires_at, $5)
                     where id = $1",
                    id,
                    now,
                    created.id,
                    at_once,
                    ends_at,
                )
                .execute(&mut **tx)
                .await?;
                let entry = audit::Entry {
                    actor,
                    action: "token.rotate",
                    subject: format!("token:{id}"),
                    before: Some(json!({ "expires_at": old.expires_at })),
                    after: Some(json!({ "ends_at": ends_at, "new": created.id })),
                    ..audit::Entry::default()
                };
                audit::record(tx, &clock, entry).await?;
                let told = (id, TokenChange::Replaced);
                notices::token_changed(tx, now, account_id, told).await?;
                Ok::<_, RotateError>(created)
            })
        })
        .await;
    if rotated.is_ok() {
        verifier.forget(id);
    }
    rotated
}

/// The account's lock keeps the count of its live tokens true until the commit.
async fn lock_and_count(
    tx: &mut PgTransaction<'_>,
    account_id: AccountId,
    now: DateTime<Utc>,
) -> Result<i64, sqlx::Error> {
    sqlx::query!(
        "select id from accounts where id = $1 for no key update",
        account_id as AccountId
    )
    .fetch_one(&mut **tx)
    .await?;
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from tokens
           where account_id = $1 and revoked_at is null and (expires_at is null or expires_at > $2)"#,
        account_id as AccountId,
        now,
    )
    .fetch_one(&mut **tx)
    .await
}

/// What is written about a token, apart from its secret.
struct Row {
    account_id: AccountId,
    kind: TokenKind,
    name: String,
    scopes: Option<Vec<String>>,
    networks: Option<Vec<String>>,
    expires_at: Option<DateTime<Utc>>,
}

impl NewToken {
    fn as_row(&self) -> Row {
        let words =
            |scopes: &Vec<Scope>| scopes.iter().map(|one| one.as_str().to_owned()).collect();
        Row {
            account_id: self.account_id,
            kind: self.kind,
            name: self.name.as_str().to_owned(),
            scopes: self.scopes.as_ref().map(words),
            networks: self
                .networks
                .as_ref()
                .map(|nets| nets.iter().map(IpNet::to_string).collect()),
            expires_at: self.expires_at,
        }
    }
}

impl Row {
    /// For the audit log, without the networks, which are the holder's addresses.
    fn as_json(&self) -> serde_json::Value {
        json!({
            "account": self.account_id, "kind": self.kind.as_str(), "name": self.name,
            "scopes": self.scopes, "is_limited_to_networks": self.networks.is_some(),
            "expires_at": self.expires_at,
        })
    }
}

async fn insert(
    tx: &mut PgTransaction<'_>,
    signer: &Signer,
    row: &Row,
    now: DateTime<Utc>,
) -> Result<Created, sqlx::Error> {
    // The row ends in the same second as a JWT's `exp`.
    let expires_at = row.expires_at.map(|at| at.trunc_subsecs(0).max(now));
    let (secret, hint, jti) = match (row.kind, expires_at) {
        (TokenKind::Jwt, Some(exp)) => {
            let jti = secret::base62(JTI_CHARS);
            let secret = signer.sign(&Claims::new(row.account_id, jti.clone(), now, exp));
            // All of them begin with the same characters.
            let hint = secret[secret.len() - HINT_CHARS..].to_owned();
            (secret, hint, Some(jti))
        }
        (TokenKind::Key | TokenKind::Jwt, _) => {
            let secret = secret::token(PREFIX);
            let hint = secret[..PREFIX.len() + HINT_CHARS].to_owned();
            (secret, hint, None)
        }
    };
    let id = sqlx::query_scalar!(
        "insert into tokens
             (account_id, kind, name, hash, hint, scopes, addresses, created_at, expires_at, jti)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning id",
        row.account_id as AccountId,
        row.kind.as_str(),
        row.name,
        &secret::sha256(secret.as_bytes())[..],
        hint,
        row.scopes.as_deref(),
        row.networks.as_deref(),
        now,
        expires_at,
        jti,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(Created { id, secret })
}
