//! The operator's Telegram bot for customers. Its token is sealed, and no door ever gets it back.

use serde_json::json;
use sqlx::{PgExecutor, PgTransaction};

use crate::accounts::audit::{self, Actor};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::keys::{Keys, Unopened};
use crate::kit::telegram::{Telegram, bot_of};

/// The purpose with which the token is sealed.
const PURPOSE: &str = "telegram bot";

/// A bot, as staff and customers see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bot {
    /// Its number.
    pub bot: String,
    /// Its name, without the @.
    pub name: String,
    /// Why it could not be read the last time; "" if it could.
    pub said: String,
    /// Accounts that are linked to it.
    pub chats: i64,
}

/// A bot that can be used. Holds its token, so it has no `Debug`.
pub(super) struct Open {
    pub bot: String,
    pub token: String,
}

/// Why there is no other bot.
#[derive(Debug, thiserror::Error)]
pub enum BotError {
    #[error("that is not a bot's token; BotFather gives you one, such as 123456789:AAE…")]
    NoToken,
    /// What came back when it was asked for its name.
    #[error("Telegram does not know it: {0}")]
    Refused(String),
    #[error(transparent)]
    Db(#[from] db::Error),
}

crate::from_sqlx!(BotError);

/// The bot, if there is one.
pub async fn find(db: impl PgExecutor<'_>) -> Result<Option<Bot>, db::Error> {
    Ok(sqlx::query_as!(
        Bot,
        r#"select bot, name, said,
                  (select count(*) from telegram_chats c where c.bot = b.bot) as "chats!"
           from telegram_bot b"#
    )
    .fetch_optional(db)
    .await?)
}

/// The bot with its token. One that another secret has sealed is none.
pub(super) async fn open(db: impl PgExecutor<'_>, keys: &Keys) -> Result<Option<Open>, db::Error> {
    let row = sqlx::query!("select bot, sealed from telegram_bot").fetch_optional(db).await?;
    let Some(row) = row else { return Ok(None) };
    let token = keys.unseal(PURPOSE, &row.bot, &row.sealed);
    let token = token.and_then(|token| String::from_utf8(token).map_err(|_| Unopened));
    match token {
        Ok(token) => Ok(Some(Open { bot: row.bot, token })),
        Err(error) => {
            tracing::error!(%error, "the Telegram bot's token cannot be opened");
            Ok(None)
        }
    }
}

/// Uses this bot from now on; answers its name. Whoever is linked to another bot has to link again.
pub async fn set(
    db: &Db,
    clock: &Clock,
    (keys, telegram): (&Keys, &Telegram),
    actor: Actor,
    token: &str,
) -> Result<String, BotError> {
    let token = token.trim();
    let bot = bot_of(token).ok_or(BotError::NoToken)?.to_owned();
    let name = telegram.bot_name(token).await.map_err(BotError::Refused)?;
    let sealed = keys.seal(PURPOSE, &bot, token.as_bytes());
    let (clock, named) = (clock.clone(), name.clone());
    db.transaction(move |tx| {
        Box::pin(async move {
            sqlx::query!(
                "insert into telegram_bot as b (bot, name, sealed) values ($1, $2, $3)
                 on conflict (one) do update
                 set bot = excluded.bot, name = excluded.name, sealed = excluded.sealed, said = '',
                     upto = case when b.bot = excluded.bot then b.upto else 0 end,
                     due_at = 'epoch'",
                bot,
                named,
                sealed
            )
            .execute(&mut **tx)
            .await?;
            forget_others(tx, &bot).await?;
            note(tx, &clock, actor, json!({ "bot": bot, "name": named })).await
        })
    })
    .await?;
    Ok(name)
}

/// Uses no bot any more. Nobody is linked then.
pub async fn remove(db: &Db, clock: &Clock, actor: Actor) -> Result<(), db::Error> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let gone = sqlx::query!("delete from telegram_bot").execute(&mut **tx).await?;
            if gone.rows_affected() == 0 {
                return Ok(());
            }
            forget_others(tx, "").await?;
            note(tx, &clock, actor, json!({ "removed": true })).await
        })
    })
    .await
}

/// Forgets the chats of other bots, with what is to be sent there.
async fn forget_others(tx: &mut PgTransaction<'_>, bot: &str) -> Result<(), db::Error> {
    sqlx::query!("delete from telegram_chats where bot <> $1", bot).execute(&mut **tx).await?;
    sqlx::query!("delete from telegram_messages where bot <> $1 and state = 'waiting'", bot)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

async fn note(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    actor: Actor,
    after: serde_json::Value,
) -> Result<(), db::Error> {
    let (action, subject) = ("telegram_bot.set", "telegram_bot:1".to_owned());
    let entry =
        audit::Entry { actor, action, subject, after: Some(after), ..audit::Entry::default() };
    audit::record(tx, clock, entry).await
}
