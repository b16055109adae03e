//! Sessions of the pages: a cookie's 32 random bytes, of which the SHA-256 is stored.
//!
//! A session ends when it is idle too long, when it is too old, when its account is suspended or closed,
//! and when its owner ends it. After a sign-in, or with another password or role, a new session starts.
//! Staff's are shorter: the owner sets how long, up to a working day.

use std::net::IpAddr;

use chrono::{DateTime, TimeDelta, Utc};
use rand::Rng as _;
use serde_json::json;
use sqlx::{PgExecutor, PgTransaction};

use crate::accounts::AccountId;
use crate::accounts::account::{Account, Status};
use crate::accounts::audit::{self, Actor};
use crate::accounts::email::Email;
use crate::accounts::rights::Areas;
use crate::accounts::role::Role;
use crate::accounts::visit::{self, Visit};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::lang::Lang;
use crate::kit::secret;
use crate::kit::zone::Zone;
use crate::settings::{self, Settings};

/// A session is over after this long, however much it is used.
pub const AGE_MAX: TimeDelta = TimeDelta::days(30);
/// One of staff is over after this long, whatever the settings say.
pub const STAFF_AGE_MAX: TimeDelta = TimeDelta::hours(12);
/// `seen_at` is written no more often than this.
const TOUCH_EVERY: TimeDelta = TimeDelta::minutes(1);
/// The longest browser name that we store.
const USER_AGENT_CHARS_MAX: usize = 200;

/// How long sessions last, as the owner has set it.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    staff_age: TimeDelta,
    staff_idle: TimeDelta,
    customer_idle: TimeDelta,
}

impl Limits {
    #[must_use]
    pub fn of(settings: &Settings) -> Self {
        Self {
            staff_age: TimeDelta::hours(settings.staff_session_h.into()).min(STAFF_AGE_MAX),
            staff_idle: TimeDelta::minutes(settings.staff_idle_min.into()),
            customer_idle: TimeDelta::days(settings.customer_idle_days.into()),
        }
    }

    /// A session of this role that began before is over.
    pub(in crate::accounts) fn oldest(&self, role: Role, now: DateTime<Utc>) -> DateTime<Utc> {
        now - if role.is_staff() { self.staff_age } else { AGE_MAX }
    }

    /// A session of this role that was last used before is over.
    pub(in crate::accounts) fn idlest(&self, role: Role, now: DateTime<Utc>) -> DateTime<Utc> {
        now - if role.is_staff() { self.staff_idle } else { self.customer_idle }
    }

    /// Whether a session of this role goes on that began and was last used then.
    fn admit(
        &self,
        role: Role,
        (began, seen): (DateTime<Utc>, DateTime<Utc>),
        now: DateTime<Utc>,
    ) -> bool {
        began > self.oldest(role, now) && seen > self.idlest(role, now)
    }
}

/// What the cookie holds: 64 hexadecimal digits. Has no `Debug`, so that no log line shows it.
pub struct SessionSecret {
    secret: String,
    account_id: AccountId,
}

impl SessionSecret {
    /// Who is signed in.
    #[must_use]
    pub fn account_id(&self) -> AccountId {
        self.account_id
    }

    /// For the `Set-Cookie` header only.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.secret
    }
}

/// Names a session without opening it: the hash of its secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionId([u8; 32]);

impl SessionId {
    /// The one that this secret opens.
    #[must_use]
    pub fn of_secret(secret: &str) -> Self {
        Self(secret::sha256(secret.as_bytes()))
    }

    /// Reads what [`to_hex`](Self::to_hex) wrote.
    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        let digits = text.as_bytes();
        if digits.len() != 64 || !digits.iter().all(u8::is_ascii_hexdigit) {
            return None;
        }
        let mut bytes = [0; 32];
        for (byte, at) in bytes.iter_mut().zip((0..64).step_by(2)) {
            *byte = u8::from_str_radix(&text[at..at + 2], 16).ok()?;
        }
        Some(Self(bytes))
    }

    /// As it is stored.
    pub(in crate::accounts) fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// For a URL or a form: 64 digits.
    #[must_use]
    pub fn to_hex(self) -> String {
        secret::hex(&self.0)
    }
}

/// A session that is alive, with its account as it is now.
#[derive(Debug, Clone)]
pub struct Session {
    pub id: SessionId,
    pub account: Account,
    /// The same for its whole life, whatever secret it has.
    pub began_at: DateTime<Utc>,
    pub seen_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    /// When the password was last typed in it.
    pub proved_at: DateTime<Utc>,
    /// What the account's holder wants to be called; "": nothing was said.
    pub name: String,
    /// Where they read times.
    pub zone: Zone,
    /// The language that they have chosen.
    pub lang: Option<Lang>,
    /// A customer's account that this member of staff looks at.
    pub visit: Option<Visit>,
}

/// If the password was typed longer ago than this, it is asked for again before an important
/// change.
pub const PROOF_AGE_MAX: TimeDelta = TimeDelta::minutes(15);

impl Session {
    /// Whether its owner has typed the password recently.
    #[must_use]
    pub fn is_proved(&self, now: DateTime<Utc>) -> bool {
        now - self.proved_at <= PROOF_AGE_MAX
    }
}

/// When this account was last here, in a browser or with a key, to about a minute.
pub async fn last_seen(
    executor: impl PgExecutor<'_>,
    account_id: AccountId,
) -> Result<Option<DateTime<Utc>>, db::Error> {
    let at = sqlx::query_scalar!(
        "select at from account_seen where account_id = $1",
        account_id as AccountId
    );
    Ok(at.fetch_optional(executor).await?)
}

/// A session as its owner sees it in a list.
#[derive(Debug, Clone)]
pub struct Listed {
    pub id: SessionId,
    pub created_at: DateTime<Utc>,
    pub seen_at: DateTime<Utc>,
    pub address: String,
    pub user_agent: String,
}

/// Starts a session, in the transaction that has just checked the password.
pub async fn start(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    account_id: AccountId,
    address: IpAddr,
    user_agent: &str,
) -> Result<SessionSecret, db::Error> {
    let secret = secret::hex(&rand::rng().random::<[u8; 32]>());
    let SessionId(hash) = SessionId::of_secret(&secret);
    let user_agent: String =
        user_agent.chars().filter(|c| !c.is_control()).take(USER_AGENT_CHARS_MAX).collect();
    let now = clock.now();
    sqlx::query!(
        "with seen as (
             insert into account_seen as s (account_id, at) values ($2, $3)
             on conflict (account_id) do update set at = greatest(s.at, excluded.at))
         insert into sessions
             (hash, account_id, created_at, seen_at, expires_at, proved_at, address, user_agent)
         select $1::bytea, id, $3::timestamptz, $3,
                case role when 'customer' then $4::timestamptz else $7::timestamptz end, $3,
                $5::text, $6::text
         from accounts where id = $2",
        &hash[..],
        account_id as AccountId,
        now,
        now + AGE_MAX,
        address.to_string(),
        user_agent,
        now + STAFF_AGE_MAX,
    )
    .execute(&mut **tx)
    .await?;
    Ok(SessionSecret { secret, account_id })
}

/// The live session that the cookie's `secret` opens, if its account is active.
pub async fn find(
    executor: impl PgExecutor<'_>,
    clock: &Clock,
    limits: Limits,
    secret: &str,
) -> Result<Option<Session>, db::Error> {
    let id = SessionId::of_secret(secret);
    let now = clock.now();
    let row = sqlx::query!(
        r#"select s.created_at as began_at, s.seen_at, s.expires_at, s.proved_at, a.id as "id: AccountId",
                  a.email as "email: Email", a.role as "role: Role", a.areas as "areas: Areas",
                  a.status as "status: Status",
                  a.terms_accepted_at, a.created_at, a.name, a.time_zone, a.language,
                  v.until as "visit_until?", c.id as "whose_id?: AccountId",
                  c.email as "whose_email?: Email", c.role as "whose_role?: Role",
                  c.status as "whose_status?: Status", c.terms_accepted_at as "whose_terms?",
                  c.created_at as "whose_created_at?"
           from sessions s join accounts a on a.id = s.account_id
           left join account_visits v on v.session_hash = s.hash and v.ended_at is null
           left join accounts c on c.id = v.account_id
           where s.hash = $1 and s.expires_at > $2 and a.status = 'active'"#,
        &id.0[..],
        now,
    )
    .fetch_optional(executor)
    .await?;
    let row = row.filter(|row| limits.admit(row.role, (row.began_at, row.seen_at), now));
    let Some(row) = row else { return Ok(None) };
    let whose = row.whose_id.zip(row.whose_email).zip(row.whose_role.zip(row.whose_status));
    let whose =
        whose.zip(row.whose_created_at).map(|(((id, email), (role, status)), created_at)| {
            let terms_accepted_at = row.whose_terms;
            // A customer is looked at: staff's areas are not needed.
            let areas = Areas::default();
            Account { id, email, role, areas, status, terms_accepted_at, created_at }
        });
    let visit = whose.zip(row.visit_until).map(|(account, until)| Visit { account, until });
    Ok(Some(Session {
        visit,
        id,
        account: Account {
            id: row.id,
            email: row.email,
            role: row.role,
            areas: row.areas,
            status: row.status,
            terms_accepted_at: row.terms_accepted_at,
            created_at: row.created_at,
        },
        began_at: row.began_at,
        seen_at: row.seen_at,
        expires_at: row.expires_at,
        proved_at: row.proved_at,
        name: row.name,
        // A name that this version does not know.
        zone: Zone::parse(&row.time_zone).unwrap_or_default(),
        lang: row.language.as_deref().and_then(Lang::parse),
    }))
}

/// Notes that the session is in use, once a minute at most. Autocommit: nobody is told about it,
/// and if the note is lost, it is written with the next request.
pub async fn touch(db: &Db, clock: &Clock, session: &Session) -> Result<(), db::Error> {
    let now = clock.now();
    if now - session.seen_at < TOUCH_EVERY {
        return Ok(());
    }
    sqlx::query!(
        "with touched as (
             update sessions set seen_at = $2 where hash = $1 and seen_at < $3
             returning account_id)
         insert into account_seen as s (account_id, at) select account_id, $2 from touched
         on conflict (account_id) do update set at = greatest(s.at, excluded.at)",
        &session.id.0[..],
        now,
        now - TOUCH_EVERY,
    )
    .execute(db.pool())
    .await?;
    Ok(())
}

/// Notes that the password was typed in this session just now, and gives it another secret: who has the
/// old one has nothing any more. `None`: the session has ended, or has another secret already.
pub(in crate::accounts) async fn prove(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    id: SessionId,
) -> Result<Option<SessionSecret>, db::Error> {
    let secret = secret::hex(&rand::rng().random::<[u8; 32]>());
    let SessionId(hash) = SessionId::of_secret(&secret);
    let found = sqlx::query_scalar!(
        r#"update sessions set hash = $2, proved_at = $3 where hash = $1
           returning account_id as "account_id: AccountId""#,
        &id.0[..],
        &hash[..],
        clock.now()
    );
    let Some(account_id) = found.fetch_optional(&mut **tx).await? else { return Ok(None) };
    visit::follow(tx, id, SessionId(hash)).await?;
    Ok(Some(SessionSecret { secret, account_id }))
}

/// The account's sessions, the one last used first.
pub async fn list(
    executor: impl PgExecutor<'_> + Copy,
    clock: &Clock,
    account_id: AccountId,
) -> Result<Vec<Listed>, db::Error> {
    let now = clock.now();
    let limits = Limits::of(&settings::read(executor).await?);
    let rows = sqlx::query!(
        r#"select s.hash, s.created_at, s.seen_at, s.address, s.user_agent, a.role as "role: Role"
           from sessions s join accounts a on a.id = s.account_id
           where s.account_id = $1 and s.expires_at > $2
           order by s.seen_at desc limit 100"#,
        account_id as AccountId,
        now,
    )
    .fetch_all(executor)
    .await?;
    let live =
        rows.into_iter().filter(|row| limits.admit(row.role, (row.created_at, row.seen_at), now));
    let listed = live.filter_map(|row| {
        Some(Listed {
            id: SessionId(row.hash.try_into().ok()?),
            created_at: row.created_at,
            seen_at: row.seen_at,
            address: row.address,
            user_agent: row.user_agent,
        })
    });
    Ok(listed.collect())
}

/// Ends one of the actor's own sessions. A session of another account is left alone, without an
/// error.
pub async fn end(db: &Db, clock: &Clock, actor: Actor, id: SessionId) -> Result<(), db::Error> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let done = sqlx::query!(
                "delete from sessions where hash = $1 and account_id = $2",
                &id.0[..],
                actor.account_id as Option<AccountId>,
            )
            .execute(&mut **tx)
            .await?;
            note_end(tx, &clock, actor, done.rows_affected()).await
        })
    })
    .await
}

/// Ends all of the actor's sessions except `kept`; answers how many.
pub async fn end_others(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    kept: SessionId,
) -> Result<u64, db::Error> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let done = sqlx::query!(
                "delete from sessions where account_id = $1 and hash <> $2",
                actor.account_id as Option<AccountId>,
                &kept.0[..],
            )
            .execute(&mut **tx)
            .await?;
            note_end(tx, &clock, actor, done.rows_affected()).await?;
            Ok(done.rows_affected())
        })
    })
    .await
}

async fn note_end(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    actor: Actor,
    ended: u64,
) -> Result<(), db::Error> {
    let (1.., Some(id)) = (ended, actor.account_id) else { return Ok(()) };
    let entry = audit::Entry {
        actor,
        action: "session.end",
        subject: format!("account:{id}"),
        after: Some(json!({ "sessions": ended })),
        ..audit::Entry::default()
    };
    audit::record(tx, clock, entry).await
}

/// Ends all of the account's sessions, in the transaction that takes a right away from them;
/// answers how many.
pub async fn end_all(tx: &mut PgTransaction<'_>, account_id: AccountId) -> Result<u64, db::Error> {
    let done = sqlx::query!("delete from sessions where account_id = $1", account_id as AccountId)
        .execute(&mut **tx)
        .await?;
    Ok(done.rows_affected())
}

/// Deletes the rows of sessions that are over, at most `most`; answers whether there may be more. A
/// loop calls it now and then.
pub async fn sweep(db: &Db, clock: &Clock, most: i64) -> Result<bool, db::Error> {
    let now = clock.now();
    let limits = Limits::of(&settings::read(db.pool()).await?);
    let done = sqlx::query!(
        "delete from sessions where hash in (
             select hash from sessions where expires_at <= $1 or seen_at <= $2
             limit $3 for update skip locked)",
        now,
        // Staff's are never older than their `expires_at` either.
        limits.idlest(Role::Customer, now),
        most,
    )
    .execute(db.pool())
    .await?;
    Ok(done.rows_affected() >= most.unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_survives_being_written_down() {
        let id = SessionId::of_secret("secret");
        assert_eq!(SessionId::from_hex(&id.to_hex()), Some(id));
        for text in ["", "zz", &"é".repeat(32), &"g".repeat(64)] {
            assert_eq!(SessionId::from_hex(text), None, "{text}");
        }
    }
}
