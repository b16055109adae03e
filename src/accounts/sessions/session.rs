//! Sessions of the pages: a cookie's 32 random bytes, of which the SHA-256 is stored.
//!
//! A session ends when it is idle too long, when it is too old, when its account is suspended or closed,
//! and when its owner ends it. After a sign-in, or with another password or role, a new session starts.
//! Staff's are shorter: the owner sets how long, up to a working day.

use std::net::IpAddr;

use chrono::{DateTime, TimeDelta, Utc};
use rand::Rng as _;
use sqlx::{PgExecutor, PgTransaction};

pub(in crate::accounts) use super::ends::end_all_but;
pub use super::ends::{end, end_all, end_others, sweep};
pub use super::limits::{AGE_MAX, Limits, STAFF_AGE_MAX};
pub use super::names::{SessionId, SessionSecret};
use crate::accounts::AccountId;
use crate::accounts::account::{Account, Status};
use crate::accounts::email::Email;
use crate::accounts::notices;
use crate::accounts::rights::Areas;
use crate::accounts::role::Role;
use crate::accounts::visit::{self, Visit};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::lang::Lang;
use crate::kit::secret;
use crate::kit::zone::Zone;
use crate::settings;

/// `seen_at` is written no more often than this.
const TOUCH_EVERY: TimeDelta = TimeDelta::minutes(1);
/// The longest browser name that we store.
const USER_AGENT_CHARS_MAX: usize = 200;

/// A session that is alive, with its account as it is now.
#[derive(Debug, Clone)]
pub struct Session {
    pub id: SessionId,
    pub account: Account,
    /// The same for its whole life, whatever secret it has.
    pub began_at: DateTime<Utc>,
    pub seen_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    /// When the password was last typed in it; 1970, if an issuer alone has said who it is.
    pub proved_at: DateTime<Utc>,
    /// Whether its owner has a second factor; during a visit, the member of staff.
    pub has_second: bool,
    /// Whether its owner's password was made for them: they choose another one before anything else.
    pub has_made_password: bool,
    /// When the second factor was last proved in it; `None`: it was not.
    pub second_at: Option<DateTime<Utc>>,
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
/// change. So is the second factor of somebody who has one.
pub const PROOF_AGE_MAX: TimeDelta = TimeDelta::minutes(15);
/// The same at the desk, where staff end orders one after the other for hours, and money goes back to the
/// balance of the order's own customer and nowhere else.
pub const DESK_PROOF_AGE_MAX: TimeDelta = TimeDelta::hours(4);

impl Session {
    /// Whether its owner has typed the password in it, not longer ago than this.
    #[must_use]
    pub fn is_proved(&self, now: DateTime<Utc>, age_max: TimeDelta) -> bool {
        now - self.proved_at <= age_max
    }

    /// Whether its owner has proved the second factor in it, not longer ago than this, or has none.
    #[must_use]
    pub fn is_second_proved(&self, now: DateTime<Utc>, age_max: TimeDelta) -> bool {
        !self.has_second || self.second_at.is_some_and(|at| now - at <= age_max)
    }

    /// Names the session for its whole life, whatever secret it has. For what is sealed for it: a page
    /// that it has shown can still be sent after the secret has changed.
    #[must_use]
    pub fn seal_name(&self) -> String {
        format!("{} {}", self.account.id, self.began_at.timestamp_micros())
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
    let hash = SessionId::of_secret(&secret);
    let user_agent: String =
        user_agent.chars().filter(|c| !c.is_control()).take(USER_AGENT_CHARS_MAX).collect();
    let now = clock.now();
    notices::sign_in_from(tx, now, account_id, (address, &user_agent)).await?;
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
        hash.bytes(),
        account_id as AccountId,
        now,
        now + AGE_MAX,
        address.to_string(),
        user_agent,
        now + STAFF_AGE_MAX,
    )
    .execute(&mut **tx)
    .await?;
    Ok(SessionSecret { secret, account_id, by_password: true })
}

/// Notes of a session that has just begun that no password was typed for it: an issuer has said who it
/// is. So the password is asked for before the first important change.
pub(super) async fn without_password(
    tx: &mut PgTransaction<'_>,
    begun: SessionSecret,
) -> Result<SessionSecret, db::Error> {
    let id = SessionId::of_secret(&begun.secret);
    sqlx::query!("update sessions set proved_at = 'epoch' where hash = $1", id.bytes())
        .execute(&mut **tx)
        .await?;
    Ok(SessionSecret { by_password: false, ..begun })
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
        r#"select s.created_at as began_at, s.seen_at, s.expires_at, s.proved_at, s.second_at,
                  exists (select from second_factors f where f.account_id = a.id) as "has_second!",
                  a.password_made_at is not null as "has_made_password!",
                  a.id as "id: AccountId",
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
        id.bytes(),
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
        has_second: row.has_second,
        has_made_password: row.has_made_password,
        second_at: row.second_at,
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
        session.id.bytes(),
        now,
        now - TOUCH_EVERY,
    )
    .execute(db.pool())
    .await?;
    Ok(())
}

/// Notes that the password was typed in this session just now, and gives it another secret. `None`: the
/// session has ended, or has another secret already.
pub(in crate::accounts) async fn prove(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    id: SessionId,
) -> Result<Option<SessionSecret>, db::Error> {
    sqlx::query!("update sessions set proved_at = $2 where hash = $1", id.bytes(), clock.now())
        .execute(&mut **tx)
        .await?;
    renew(tx, id).await
}

/// Gives the session another secret, because its owner has just proved who they are: who has the old one
/// has nothing any more. `None`: it has ended, or has another secret already.
pub(in crate::accounts) async fn renew(
    tx: &mut PgTransaction<'_>,
    id: SessionId,
) -> Result<Option<SessionSecret>, db::Error> {
    let secret = secret::hex(&rand::rng().random::<[u8; 32]>());
    let new = SessionId::of_secret(&secret);
    let found = sqlx::query_scalar!(
        r#"update sessions set hash = $2 where hash = $1
           returning account_id as "account_id: AccountId""#,
        id.bytes(),
        new.bytes()
    );
    let Some(account_id) = found.fetch_optional(&mut **tx).await? else { return Ok(None) };
    visit::follow(tx, id, new).await?;
    Ok(Some(SessionSecret { secret, account_id, by_password: false }))
}

/// Notes that the second factor was proved in this session, at this time.
pub(in crate::accounts) async fn prove_second(
    tx: &mut PgTransaction<'_>,
    at: DateTime<Utc>,
    id: SessionId,
) -> Result<(), db::Error> {
    sqlx::query!("update sessions set second_at = $2 where hash = $1", id.bytes(), at)
        .execute(&mut **tx)
        .await?;
    Ok(())
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
            id: SessionId::of_row(row.hash)?,
            created_at: row.created_at,
            seen_at: row.seen_at,
            address: row.address,
            user_agent: row.user_agent,
        })
    });
    Ok(listed.collect())
}
