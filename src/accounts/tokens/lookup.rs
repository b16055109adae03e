//! Tokens as they are in their table, looked up for many callers at once.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;

use chrono::{DateTime, Utc};
use futures_util::future::BoxFuture;
use ipnet::IpNet;
use sqlx::PgConnection;

use crate::accounts::AccountId;
use crate::accounts::account::Status;
use crate::accounts::email::Email;
use crate::accounts::role::Role;
use crate::accounts::token::{Scope, TokenKind};
use crate::accounts::verifier::Verified;
use crate::kit::batch::{Answer, Reads};
use crate::kit::db::{self, Db};

/// A row of `tokens`.
pub(in crate::accounts) struct Token {
    pub hash: Vec<u8>,
    pub verified: Arc<Verified>,
    pub networks: Option<Vec<IpNet>>,
    pub is_revoked: bool,
    pub expires_at: Option<DateTime<Utc>>,
    /// When its last use was written or noted, in seconds since 1970; 0: never.
    pub used_at_s: AtomicI64,
    /// The version of all tokens and their holders when this one was read.
    pub version: i64,
}

/// How a token is looked up. Each kind has its own way, so that one is never taken for the other.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(in crate::accounts) enum Sought {
    /// A key, by its SHA-256.
    Key([u8; 32]),
    /// A JWT, by its `jti`.
    Jwt(String),
}

/// Where tokens are asked for.
pub(in crate::accounts) struct Lookup(Reads<Sought, Arc<Token>>);

impl Lookup {
    pub fn start(db: &Db) -> Self {
        Self(Reads::start(db, read))
    }

    /// The token, revoked or not.
    pub async fn one(&self, sought: Sought) -> Answer<Arc<Token>> {
        self.0.one(sought).await
    }
}

type Found = HashMap<Sought, Arc<Token>>;

fn read<'r>(
    db: &'r mut PgConnection,
    asked: &'r [Sought],
) -> BoxFuture<'r, Result<Found, db::Error>> {
    Box::pin(async move {
        if let [Sought::Key(hash)] = asked {
            return read_key(db, hash).await;
        }
        let (mut hashes, mut jtis) = (Vec::new(), Vec::new());
        for sought in asked {
            match sought {
                Sought::Key(hash) => hashes.push(&hash[..]),
                Sought::Jwt(jti) => jtis.push(jti.as_str()),
            }
        }
        let rows = sqlx::query_as!(
            Row,
            r#"select t.id, t.account_id as "account_id: AccountId", t.kind as "kind: TokenKind",
                      t.hash, t.jti, t.scopes, t.addresses, t.expires_at, t.revoked_at, t.used_at,
                      a.email as "email: Email", a.role as "role: Role",
                      a.status as "status: Status",
                      (select version from token_version) as "version!"
               from tokens t join accounts a on a.id = t.account_id
               where t.id in (
                   select id from tokens where hash = any($1) and kind = 'key'
                   union all
                   select j.id from unnest($2::text[]) as sought (jti)
                   join tokens j on j.jti = sought.jti)"#,
            &hashes as &[&[u8]],
            &jtis as &[&str],
        );
        let rows = rows.fetch_all(db).await?;
        Ok(rows.into_iter().filter_map(Row::found).collect())
    })
}

/// On an idle panel keys come one by one, and PostgreSQL would plan an array of one element again
/// each time.
async fn read_key(db: &mut PgConnection, hash: &[u8; 32]) -> Result<Found, db::Error> {
    let row = sqlx::query_as!(
        Row,
        r#"select t.id, t.account_id as "account_id: AccountId", t.kind as "kind: TokenKind", t.hash,
                  t.jti, t.scopes, t.addresses, t.expires_at, t.revoked_at, t.used_at,
                  a.email as "email: Email", a.role as "role: Role", a.status as "status: Status",
                  (select version from token_version) as "version!"
           from tokens t join accounts a on a.id = t.account_id
           where t.hash = $1 and t.kind = 'key'"#,
        &hash[..],
    );
    let row = row.fetch_optional(db).await?;
    Ok(row.into_iter().filter_map(Row::found).collect())
}

/// As it comes from the database.
struct Row {
    id: i64,
    account_id: AccountId,
    kind: TokenKind,
    hash: Vec<u8>,
    jti: Option<String>,
    scopes: Option<Vec<String>>,
    addresses: Option<Vec<String>>,
    expires_at: Option<DateTime<Utc>>,
    revoked_at: Option<DateTime<Utc>>,
    used_at: Option<DateTime<Utc>>,
    email: Email,
    role: Role,
    status: Status,
    version: i64,
}

impl Row {
    fn found(self) -> Option<(Sought, Arc<Token>)> {
        let sought = match self.kind {
            TokenKind::Key => Sought::Key(self.hash.as_slice().try_into().ok()?),
            TokenKind::Jwt => Sought::Jwt(self.jti?),
        };
        // A word that this version does not know allows nothing.
        let scopes = |words: Vec<String>| words.iter().filter_map(|w| Scope::parse(w)).collect();
        let networks = |nets: Vec<String>| nets.iter().filter_map(|n| n.parse().ok()).collect();
        let verified = Verified {
            account_id: self.account_id,
            token_id: self.id,
            email: self.email,
            status: self.status,
            role: self.role,
            scopes: self.scopes.map(scopes),
        };
        let token = Token {
            hash: self.hash,
            verified: Arc::new(verified),
            networks: self.addresses.map(networks),
            is_revoked: self.revoked_at.is_some(),
            expires_at: self.expires_at,
            used_at_s: AtomicI64::new(self.used_at.map_or(0, |at| at.timestamp())),
            version: self.version,
        };
        Some((sought, Arc::new(token)))
    }
}
