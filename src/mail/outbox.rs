//! What waits to be sent. A message is written in the transaction that causes it, taken just before it
//! is sent, and recorded afterwards. A process that dies in between leaves it waiting, so it is sent
//! once more, with the same Message-ID.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgTransaction;
use url::Url;

use super::courier::Outcome;
use super::kind::Kind;
use super::letter::{Letter, Own};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::keys::{Keys, Unopened};
use crate::kit::lang::Lang;
use crate::kit::secret;
use crate::settings;

/// The purpose with which texts are sealed.
const PURPOSE: &str = "mails";
const ID_CHARS: usize = 24;
/// Messages that are taken at once.
const TAKEN_MAX: i64 = 8;
/// Longer than an attempt may take.
const LEASE: TimeDelta = TimeDelta::seconds(120);
/// The wait after so many attempts; the last one stays. Servers that let strangers wait on purpose take
/// a message after a few minutes.
const WAITS_S: [i64; 7] = [30, 90, 300, 600, 1_800, 3_600, 7_200];
/// Messages that people may cause to one address, of kinds that are counted together.
const ASKED_MAX: i64 = 5;
/// In this time.
const ASKED_WITHIN: TimeDelta = TimeDelta::hours(1);
/// For a new password: as long as the link works. So whoever gets no more has one that works.
const RESETS_WITHIN: TimeDelta = TimeDelta::minutes(30);

/// Writes messages. Cheap to clone; has no `Debug`.
#[derive(Clone)]
pub struct Outbox {
    keys: Keys,
    /// Where people reach the panel, without a slash at the end.
    site: Arc<str>,
    /// The panel's name, if the owner has set no other one.
    panel: Arc<str>,
}

/// To whom, and in which language.
#[derive(Debug, Clone, Copy)]
pub struct To<'t> {
    pub address: &'t str,
    pub lang: Lang,
}

/// A message before it is written.
#[derive(Debug, Clone, Copy)]
pub struct New<'n> {
    pub kind: Kind,
    /// After this time nobody needs it.
    pub lasts: TimeDelta,
    /// The path of its button on this site; "": it has none.
    pub link: &'n str,
    /// The address that it tells of; "": none.
    pub address: &'n str,
}

/// A message that is in words already, before it is written. Paths are those of this site.
#[derive(Debug, Clone, Copy)]
pub struct Written<'w> {
    pub subject: &'w str,
    /// With its line breaks.
    pub text: &'w str,
    /// The path of its button.
    pub link: &'w str,
    /// The path of the link that switches such messages off; "": they cannot be switched off.
    pub unsubscribe: &'w str,
    /// For staff about the panel, and not for a customer.
    pub is_alert: bool,
    /// After this time nobody needs it.
    pub lasts: TimeDelta,
}

/// A message on its way.
pub struct Held {
    pub id: i64,
    pub kind: Kind,
    pub address: String,
    pub(super) lang: Lang,
    pub(super) message_id: String,
    pub(super) made_at: DateTime<Utc>,
    tries: i32,
    sealed: Vec<u8>,
}

impl Outbox {
    /// For a panel that is reached at `public_url`.
    #[must_use]
    pub fn new(keys: Keys, public_url: &Url, panel: &str) -> Self {
        Self::at(keys, public_url.as_str().trim_end_matches('/'), panel)
    }

    /// The same, of a site without a slash at the end.
    #[must_use]
    pub fn at(keys: Keys, site: &str, panel: &str) -> Self {
        Self { keys, site: site.into(), panel: panel.into() }
    }

    /// As the processes that serve pages have noted it, for one that serves none. `None`: none of them
    /// was started yet.
    pub async fn noted(db: &Db, keys: &Keys) -> Result<Option<Self>, db::Error> {
        let row = sqlx::query!("select site, panel from mail_site").fetch_optional(db.pool());
        Ok(row.await?.map(|row| Self::at(keys.clone(), &row.site, &row.panel)))
    }

    /// Notes where people reach the panel, and its name.
    pub async fn note(&self, db: &Db) -> Result<(), db::Error> {
        sqlx::query!(
            "insert into mail_site as m (site, panel) values ($1, $2)
             on conflict (one) do update set site = excluded.site, panel = excluded.panel
             where (m.site, m.panel) <> (excluded.site, excluded.panel)",
            &*self.site,
            &*self.panel
        )
        .execute(db.pool())
        .await?;
        Ok(())
    }

    /// For what is sealed beside a message.
    pub(crate) fn keys(&self) -> &Keys {
        &self.keys
    }

    /// Where links begin.
    #[must_use]
    pub fn site(&self) -> &str {
        &self.site
    }

    /// The panel's name, if the owner has set no other one.
    #[must_use]
    pub fn panel(&self) -> &str {
        &self.panel
    }

    /// Writes a message.
    pub(crate) async fn put(
        &self,
        tx: &mut PgTransaction<'_>,
        now: DateTime<Utc>,
        to: To<'_>,
        New { kind, lasts, link, address }: New<'_>,
    ) -> Result<(), db::Error> {
        let panel = settings::read(&mut **tx).await?.panel_name_or(&self.panel).to_owned();
        let (link, address) = (self.url(link), address.to_owned());
        let letter = Letter { kind, panel, link, address, own: None };
        self.write(tx, now, to, (letter, lasts)).await
    }

    /// Writes a message that is in words already.
    pub(crate) async fn put_written(
        &self,
        tx: &mut PgTransaction<'_>,
        now: DateTime<Utc>,
        to: To<'_>,
        written: Written<'_>,
    ) -> Result<(), db::Error> {
        let panel = settings::read(&mut **tx).await?.panel_name_or(&self.panel).to_owned();
        let own = Own {
            subject: written.subject.to_owned(),
            text: written.text.to_owned(),
            unsubscribe: self.url(written.unsubscribe),
        };
        let kind = if written.is_alert { Kind::Alert } else { Kind::Notice };
        let (link, address) = (self.url(written.link), String::new());
        let letter = Letter { kind, panel, link, address, own: Some(own) };
        self.write(tx, now, to, (letter, written.lasts)).await
    }

    /// A path as a URL; "" stays "".
    fn url(&self, path: &str) -> String {
        if path.is_empty() { String::new() } else { format!("{}{path}", self.site) }
    }

    async fn write(
        &self,
        tx: &mut PgTransaction<'_>,
        now: DateTime<Utc>,
        to: To<'_>,
        (letter, lasts): (Letter, TimeDelta),
    ) -> Result<(), db::Error> {
        let message_id = format!("{}@{}", secret::base62(ID_CHARS), self.host());
        let text = serde_json::to_vec(&letter).unwrap_or_default();
        sqlx::query!(
            "insert into mails (kind, address, language, message_id, sealed, made_at, due_at,
                                expires_at)
             values ($1, $2, $3, $4, $5, $6, $6, $7)",
            letter.kind as Kind,
            to.address,
            to.lang.tag(),
            message_id,
            self.keys.seal(PURPOSE, &message_id, &text),
            now,
            now + lasts,
        )
        .execute(&mut **tx)
        .await?;
        Ok(())
    }

    fn host(&self) -> String {
        let url = Url::parse(&self.site).ok();
        url.and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_else(|| "panel".to_owned())
    }

    /// Whether an address has got so many messages of this kind, and of those that are counted with it,
    /// that nobody causes another one now. Other messages do not count: they must not keep anybody from
    /// a new password.
    pub(crate) async fn is_full(
        tx: &mut PgTransaction<'_>,
        now: DateTime<Utc>,
        address: &str,
        kind: Kind,
    ) -> Result<bool, db::Error> {
        let kinds = kind.counted();
        let within = if kind == Kind::Reset { RESETS_WITHIN } else { ASKED_WITHIN };
        let count = sqlx::query_scalar!(
            r#"select count(*) as "count!" from mails
               where address = $1 and made_at > $2 and kind = any($3)"#,
            address,
            now - within,
            &kinds as &[&str]
        );
        Ok(count.fetch_one(&mut **tx).await? >= ASKED_MAX)
    }
}

impl Held {
    /// What it says.
    pub(super) fn open(&self, keys: &Keys) -> Result<Letter, Unopened> {
        let text = keys.unseal(PURPOSE, &self.message_id, &self.sealed)?;
        serde_json::from_slice(&text).map_err(|_| Unopened)
    }
}

/// Takes what is due. Gives up what nobody needs any more.
pub async fn take_due(db: &Db, clock: &Clock) -> Result<Vec<Held>, db::Error> {
    let now = clock.now();
    let waits = sqlx::query_scalar!(
        r#"select exists (select from mails
                          where state = 'waiting' and (due_at <= $1 or expires_at <= $1)) as "waits!""#,
        now
    );
    if !waits.fetch_one(db.pool()).await? {
        return Ok(Vec::new());
    }
    db.transaction(move |tx| {
        Box::pin(async move {
            let expired = sqlx::query!(
                "update mails set state = 'expired', sealed = null, done_at = $1
                 where state = 'waiting' and expires_at <= $1",
                now
            );
            let expired = expired.execute(&mut **tx).await?.rows_affected();
            if expired > 0 {
                tracing::warn!(expired, "messages could not be sent in time and are given up");
                metrics::counter!("waybill_mails_total", "outcome" => "expired").increment(expired);
            }
            let rows = sqlx::query!(
                r#"with ready as (
                       select id from mails where state = 'waiting' and due_at <= $1
                       order by due_at, id limit $3 for update skip locked)
                   update mails m set due_at = $2, leased_until = $2, tries = m.tries + 1
                   from ready where m.id = ready.id
                   returning m.id, m.kind as "kind: Kind", m.address, m.language, m.message_id,
                             m.made_at, m.tries, m.sealed"#,
                now,
                now + LEASE,
                TAKEN_MAX
            )
            .fetch_all(&mut **tx)
            .await?;
            let held = rows.into_iter().map(|row| Held {
                id: row.id,
                kind: row.kind,
                address: row.address,
                lang: Lang::parse(&row.language).unwrap_or_default(),
                message_id: row.message_id,
                made_at: row.made_at,
                tries: row.tries,
                sealed: row.sealed.unwrap_or_default(),
            });
            Ok::<_, db::Error>(held.collect())
        })
    })
    .await
}

/// Notes what came of an attempt. A text that is not to be sent any more is deleted.
pub async fn record(
    db: &Db,
    clock: &Clock,
    (held, outcome): (&Held, Outcome),
) -> Result<(), db::Error> {
    let (now, id) = (clock.now(), held.id);
    let due_at = now + wait(held.tries);
    let (state, said) = match outcome {
        Outcome::Sent(said) => ("sent", said),
        Outcome::Filed(said) => ("filed", said),
        Outcome::Failed(said) => ("failed", said),
        Outcome::Later(said) => ("waiting", said),
    };
    let said: String = said.chars().take(500).collect();
    db.transaction(move |tx| {
        Box::pin(async move {
            sqlx::query!(
                "update mails
                 set state = $2, said = $3, leased_until = null,
                     sealed = case when $2 in ('waiting', 'failed') then sealed end,
                     due_at = case when $2 = 'waiting' then $4 else due_at end,
                     done_at = case when $2 <> 'waiting' then $5::timestamptz end
                 where id = $1 and state = 'waiting'",
                id,
                state,
                said,
                due_at,
                now
            )
            .execute(&mut **tx)
            .await?;
            Ok(())
        })
    })
    .await
}

/// What came of a wish to send a message again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Again {
    /// It is due now; what it is about.
    Due(Kind),
    /// A process is sending it.
    OnItsWay,
    /// There is nothing to send any more.
    Nothing,
}

/// Makes a message due now, also one that was refused, if there is still something to send. One that is
/// on its way stays as it is: it would be sent twice.
pub(crate) async fn try_again(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    id: i64,
) -> Result<Again, db::Error> {
    let found = sqlx::query!(
        r#"select kind as "kind: Kind", coalesce(leased_until > $2, false) as "is_leased!"
           from mails
           where id = $1 and state in ('waiting', 'failed') and sealed is not null
             and expires_at > $2
           for no key update"#,
        id,
        now
    );
    let Some(found) = found.fetch_optional(&mut **tx).await? else { return Ok(Again::Nothing) };
    if found.is_leased {
        return Ok(Again::OnItsWay);
    }
    sqlx::query!(
        "update mails set state = 'waiting', due_at = $2, done_at = null where id = $1",
        id,
        now
    )
    .execute(&mut **tx)
    .await?;
    Ok(Again::Due(found.kind))
}

fn wait(tries: i32) -> TimeDelta {
    let at = usize::try_from(tries.max(1) - 1).unwrap_or_default().min(WAITS_S.len() - 1);
    TimeDelta::seconds(WAITS_S[at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_that_says_later_is_asked_less_and_less_often() {
        let s = |tries| wait(tries).num_seconds();
        assert_eq!([1, 2, 3, 7, 8, 1000].map(s), [30, 90, 300, 7_200, 7_200, 7_200]);
    }

    #[test]
    fn a_message_has_its_panels_host_in_its_id() {
        let keys = Keys::open(Some("a secret of more than thirty-two characters"), None).unwrap();
        let host = |site: &str| Outbox::at(keys.clone(), site, "Shop").host();
        assert_eq!(host("https://panel.example"), "panel.example");
        assert_eq!(host("http://127.0.0.1:8080"), "127.0.0.1");
    }
}
