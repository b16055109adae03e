//! What waits to be sent by Telegram. As with mail: a message is written in the transaction that causes
//! it, taken just before it is sent, and recorded afterwards. A process that dies in between leaves it
//! waiting, so it is sent once more.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgTransaction;

use super::bot;
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::failpoint;
use crate::kit::keys::Keys;
use crate::kit::telegram::{Sent, Telegram};

/// Messages that are taken at once.
const TAKEN_MAX: i64 = 8;
/// Longer than a call may take.
const LEASE: TimeDelta = TimeDelta::seconds(60);
/// After so long nobody needs it any more.
const LASTS: TimeDelta = TimeDelta::hours(24);
/// The wait after so many attempts; the last one stays.
const WAITS_S: [i64; 5] = [5, 30, 120, 600, 1_800];

/// A message on its way. Has no `Debug`: the bot's token is in it.
pub struct Taken {
    id: i64,
    bot: String,
    chat_id: i64,
    text: String,
    tries: i32,
    token: String,
}

/// Writes a message to a chat.
pub(super) async fn put(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    (bot, chat_id): (&str, i64),
    text: &str,
) -> Result<(), db::Error> {
    let text: String = text.chars().take(3_000).collect();
    sqlx::query!(
        "insert into telegram_messages (bot, chat_id, text, made_at, due_at, expires_at)
         values ($1, $2, $3, $4, $4, $5)",
        bot,
        chat_id,
        text,
        now,
        now + LASTS
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Takes what is due. Gives up what is too old.
pub async fn take_due(db: &Db, clock: &Clock, keys: &Keys) -> Result<Vec<Taken>, db::Error> {
    let now = clock.now();
    let waits = sqlx::query_scalar!(
        r#"select exists (select from telegram_messages
                          where state = 'waiting' and due_at <= $1) as "waits!""#,
        now
    );
    if !waits.fetch_one(db.pool()).await? {
        return Ok(Vec::new());
    }
    let Some(open) = bot::open(db.pool(), keys).await? else { return Ok(Vec::new()) };
    db.transaction(move |tx| {
        Box::pin(async move {
            let expired = sqlx::query!(
                "update telegram_messages set state = 'expired'
                 where state = 'waiting' and due_at <= $1 and expires_at <= $1",
                now
            );
            let expired = expired.execute(&mut **tx).await?.rows_affected();
            if expired > 0 {
                tracing::warn!(expired, "Telegram messages could not be sent for a day");
            }
            let rows = sqlx::query!(
                "with ready as (
                     select id from telegram_messages
                     where state = 'waiting' and due_at <= $1 and bot = $4
                     order by due_at, id limit $3 for update skip locked)
                 update telegram_messages m set due_at = $2, tries = m.tries + 1
                 from ready where m.id = ready.id
                 returning m.id, m.chat_id, m.text, m.tries",
                now,
                now + LEASE,
                TAKEN_MAX,
                open.bot
            )
            .fetch_all(&mut **tx)
            .await?;
            let taken = rows.into_iter().map(|row| Taken {
                id: row.id,
                bot: open.bot.clone(),
                chat_id: row.chat_id,
                text: row.text,
                tries: row.tries,
                token: open.token.clone(),
            });
            Ok::<_, db::Error>(taken.collect())
        })
    })
    .await
}

impl Taken {
    /// Sends it once.
    pub async fn send(&self, telegram: &Telegram) -> Sent {
        let sent = telegram.send(&self.token, &self.chat_id.to_string(), &self.text).await;
        failpoint("telegram-after-send");
        sent
    }
}

/// Notes what came of it. A chat that takes nothing any more is not linked any more.
pub async fn record(
    db: &Db,
    clock: &Clock,
    (taken, sent): (&Taken, Sent),
) -> Result<(), db::Error> {
    let (id, chat_id, bot) = (taken.id, taken.chat_id, taken.bot.clone());
    let due_at = clock.now() + wait(taken.tries, sent.again_after);
    let state = match (sent.arrived, sent.is_gone) {
        (true, _) => "sent",
        (false, true) => "failed",
        (false, false) => "waiting",
    };
    db.transaction(move |tx| {
        Box::pin(async move {
            sqlx::query!(
                "update telegram_messages set state = $2, said = $3, due_at = $4
                 where id = $1 and state = 'waiting'",
                id,
                state,
                sent.said,
                due_at
            )
            .execute(&mut **tx)
            .await?;
            if sent.is_gone {
                sqlx::query!(
                    "delete from telegram_chats where bot = $1 and chat_id = $2",
                    bot,
                    chat_id
                )
                .execute(&mut **tx)
                .await?;
            }
            Ok(())
        })
    })
    .await
}

/// What Telegram asks for, but never less than after so many attempts.
fn wait(tries: i32, asked: Option<TimeDelta>) -> TimeDelta {
    let at = usize::try_from(tries.max(1) - 1).unwrap_or_default().min(WAITS_S.len() - 1);
    asked.unwrap_or_default().max(TimeDelta::seconds(WAITS_S[at]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_busy_is_asked_less_and_less_often() {
        let s = |tries| wait(tries, None).num_seconds();
        assert_eq!([1, 2, 3, 5, 6, 1000].map(s), [5, 30, 120, 1_800, 1_800, 1_800]);
        assert_eq!(wait(1, Some(TimeDelta::seconds(90))), TimeDelta::seconds(90));
    }
}
