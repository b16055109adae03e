//! What waits to be sent. A message is taken just before it is sent, and for a while its receiver is
//! left alone: one call at a time to each, however many processes send. A process that dies between
//! the call and its record leaves the message waiting, so it is sent once more, with the same id.
//! A receiver that fails is asked less and less often; nobody else waits for it.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgTransaction;

use super::ReceiverId;
use super::letter::{Letter, What};
use super::postman::{Outcome, Postman, Target};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::failpoint;
use crate::kit::lang::Lang;
use crate::kit::zone::Zone;
use crate::mail::{Outbox, To, Written};

/// Messages that are taken at once; each goes to another receiver.
const TAKEN_MAX: i64 = 16;
/// Longer than a call may take.
const LEASE: TimeDelta = TimeDelta::seconds(60);
/// For so long a message waits in the outbox of mail.
const MAIL_LASTS: TimeDelta = TimeDelta::days(5);
/// The wait after so many failures in a row; the last one stays.
const WAITS_S: [i64; 6] = [5, 30, 120, 600, 1_800, 3_600];

/// A message on its way.
pub struct Taken {
    pub receiver_id: ReceiverId,
    pub way: String,
    sealed: Vec<u8>,
    fails: i32,
    letter: Letter,
}

/// Takes what is due, one message of each receiver that may be called. Gives up what is too old.
pub async fn take_due(db: &Db, clock: &Clock) -> Result<Vec<Taken>, db::Error> {
    let now = clock.now();
    let waits = sqlx::query_scalar!(
        r#"select exists (
               select from alert_messages m join alert_receivers r on r.id = m.receiver_id
               where m.state = 'waiting' and m.due_at <= $1
                 and (m.expires_at <= $1
                      or (r.enabled and r.not_before <= $1 and r.way <> 'mail'))) as "waits!""#,
        now
    );
    if !waits.fetch_one(db.pool()).await? {
        return Ok(Vec::new());
    }
    let taken = db.transaction(move |tx| {
        Box::pin(async move {
            let expired = sqlx::query!(
                "update alert_messages set state = 'expired', done_at = $1
                 where state = 'waiting' and expires_at <= $1",
                now
            );
            let expired = expired.execute(&mut **tx).await?.rows_affected();
            if expired > 0 {
                tracing::warn!(expired, "alerts could not be sent for a day and are given up");
                metrics::counter!("waybill_alerts_expired_total").increment(expired);
            }
            let rows = sqlx::query!(
                r#"with ready as (
                       select r.id as receiver_id, m.id
                       from alert_receivers r cross join lateral (
                           select id from alert_messages
                           where receiver_id = r.id and state = 'waiting' and due_at <= $1
                           order by due_at, id limit 1) m
                       where r.enabled and r.not_before <= $1 and r.way <> 'mail'
                       order by r.id limit $3 for no key update of r skip locked),
                   held as (
                       update alert_receivers r set not_before = $2
                       from ready where r.id = ready.receiver_id
                       returning r.id, r.way, r.sealed, r.fails, r.panel, r.zone),
                   taken as (
                       update alert_messages m set tries = tries + 1
                       from ready where m.id = ready.id
                       returning m.id, m.receiver_id, m.alert_id, m.what, m.title, m.text,
                                 m.made_at)
                   select t.id as "id!", t.receiver_id as "receiver_id!: ReceiverId",
                          t.what as "what!: What", t.title as "title!", t.text as "text!",
                          t.made_at as "made_at!", h.way as "way!", h.sealed as "sealed!",
                          h.fails as "fails!", h.panel as "panel!", h.zone as "zone!",
                          coalesce(a.kind, '') as "kind!", coalesce(a.about, '') as "about!",
                          a.began_at as "began_at?"
                   from taken t join held h on h.id = t.receiver_id
                   left join alerts a on a.id = t.alert_id order by t.id"#,
                now,
                now + LEASE,
                TAKEN_MAX
            )
            .fetch_all(&mut **tx)
            .await?;
            let taken = rows.into_iter().map(|row| Taken {
                receiver_id: row.receiver_id,
                way: row.way,
                sealed: row.sealed,
                fails: row.fails,
                letter: Letter {
                    id: row.id,
                    what: row.what,
                    kind: row.kind,
                    about: row.about,
                    title: row.title,
                    text: row.text,
                    made_at: row.made_at,
                    began_at: row.began_at,
                    panel: row.panel,
                    zone: Zone::parse(&row.zone).unwrap_or_default(),
                },
            });
            Ok::<_, db::Error>(taken.collect())
        })
    });
    taken.await
}

/// Writes what is due to receivers by mail into the outbox of mail, with a note that it was sent, in one
/// transaction: so it is there once, and the outbox loses nothing. Answers how many.
pub async fn mail_due(db: &Db, clock: &Clock, postman: &Postman) -> Result<usize, db::Error> {
    let now = clock.now();
    let waits = sqlx::query_scalar!(
        r#"select exists (
               select from alert_messages m join alert_receivers r on r.id = m.receiver_id
               where m.state = 'waiting' and m.due_at <= $1 and r.enabled and r.way = 'mail')
                  as "waits!""#,
        now
    );
    if !waits.fetch_one(db.pool()).await? {
        return Ok(0);
    }
    let Some(outbox) = postman.outbox(db).await? else { return Ok(0) };
    let postman = postman.clone();
    let sent = db.transaction(move |tx| {
        Box::pin(async move {
            let rows = sqlx::query!(
                r#"select m.id, m.receiver_id as "receiver_id: ReceiverId", m.what as "what: What",
                          m.title, m.text, m.made_at, r.sealed, r.panel, r.zone,
                          coalesce(a.kind, '') as "kind!", coalesce(a.about, '') as "about!",
                          a.began_at as "began_at?"
                   from alert_messages m join alert_receivers r on r.id = m.receiver_id
                   left join alerts a on a.id = m.alert_id
                   where m.state = 'waiting' and m.due_at <= $1 and r.enabled and r.way = 'mail'
                   order by m.due_at, m.id limit $2 for update of m skip locked"#,
                now,
                TAKEN_MAX
            )
            .fetch_all(&mut **tx)
            .await?;
            for row in &rows {
                let letter = Letter {
                    id: row.id,
                    what: row.what,
                    kind: row.kind.clone(),
                    about: row.about.clone(),
                    title: row.title.clone(),
                    text: row.text.clone(),
                    made_at: row.made_at,
                    began_at: row.began_at,
                    panel: row.panel.clone(),
                    zone: Zone::parse(&row.zone).unwrap_or_default(),
                };
                let to = (row.receiver_id, row.sealed.as_slice());
                let said = by_mail(tx, now, (&postman, &outbox), to, &letter).await?;
                let state = if said.arrived { "sent" } else { "failed" };
                sqlx::query!(
                    "update alert_messages
                     set state = $2, said = $3, tries = tries + 1, done_at = $4 where id = $1",
                    row.id,
                    state,
                    said.said,
                    now
                )
                .execute(&mut **tx)
                .await?;
            }
            failpoint("alert-mail-before-commit");
            Ok::<_, db::Error>(rows.len())
        })
    });
    sent.await
}

/// Writes one message to each address of a receiver.
pub(super) async fn by_mail(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    (postman, outbox): (&Postman, &Outbox),
    (id, sealed): (ReceiverId, &[u8]),
    letter: &Letter,
) -> Result<Outcome, db::Error> {
    let to = match postman.unseal(id, sealed) {
        Ok(Target::Mail { to }) => to,
        Ok(_) => return Ok(Outcome::failed("It is not told by mail.")),
        Err(error) => return Ok(Outcome::failed(error.to_string())),
    };
    let (subject, text) = letter.mail();
    let written = Written {
        subject: &subject,
        text: &text,
        link: "/admin/alerts",
        unsubscribe: "",
        is_alert: true,
        lasts: MAIL_LASTS,
    };
    for address in &to {
        outbox.put_written(tx, now, To { address, lang: Lang::ENGLISH }, written).await?;
    }
    Ok(Outcome::arrived("It is in the outbox of mail."))
}

impl Taken {
    /// Sends it once.
    pub async fn send(&self, postman: &Postman, now: DateTime<Utc>) -> Outcome {
        let outcome = postman.send((self.receiver_id, &self.sealed), &self.letter, now).await;
        failpoint("alert-after-send");
        outcome
    }
}

/// Notes what came of it, and when the receiver may be called again.
pub async fn record(
    db: &Db,
    clock: &Clock,
    (taken, outcome): (&Taken, Outcome),
) -> Result<(), db::Error> {
    let (now, id, receiver_id) = (clock.now(), taken.letter.id, taken.receiver_id);
    let fails = if outcome.arrived { 0 } else { taken.fails.saturating_add(1) };
    let not_before = if outcome.arrived { now } else { now + wait(fails, outcome.again_after) };
    db.transaction(move |tx| {
        Box::pin(async move {
            sqlx::query!(
                "update alert_messages
                 set said = $2, state = case when $3 then 'sent' else 'waiting' end,
                     done_at = case when $3 then $4::timestamptz end
                 where id = $1 and state = 'waiting'",
                id,
                outcome.said,
                outcome.arrived,
                now
            )
            .execute(&mut **tx)
            .await?;
            sqlx::query!(
                "update alert_receivers set fails = $2, not_before = $3 where id = $1",
                receiver_id as ReceiverId,
                fails,
                not_before
            )
            .execute(&mut **tx)
            .await?;
            Ok(())
        })
    })
    .await
}

/// What the receiver asks for, but never less than after so many failures.
fn wait(fails: i32, asked: Option<TimeDelta>) -> TimeDelta {
    let at = usize::try_from(fails.max(1) - 1).unwrap_or_default().min(WAITS_S.len() - 1);
    asked.unwrap_or_default().max(TimeDelta::seconds(WAITS_S[at]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_fails_is_asked_less_and_less_often() {
        let s = |fails| wait(fails, None).num_seconds();
        assert_eq!([1, 2, 3, 6, 7, 1000].map(s), [5, 30, 120, 3_600, 3_600, 3_600]);
        assert_eq!(wait(1, Some(TimeDelta::seconds(90))), TimeDelta::seconds(90));
        assert_eq!(wait(6, Some(TimeDelta::seconds(90))), TimeDelta::hours(1));
    }
}
