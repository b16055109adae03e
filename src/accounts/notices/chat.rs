//! Who reads their notices in Telegram. An account is linked by a code that its page shows once: whoever
//! sends it to the operator's bot within a quarter of an hour links their chat, and the code is gone.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::{PgExecutor, PgTransaction};

use super::bot::{self, Open};
use super::{sender, write};
use crate::accounts::AccountId;
use crate::accounts::audit::{self, Actor};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::failpoint;
use crate::kit::keys::Keys;
use crate::kit::lang::Lang;
use crate::kit::sampled::sampled;
use crate::kit::secret;
use crate::kit::telegram::{Message, Telegram, Update};

/// For so long a code works.
const LASTS: TimeDelta = TimeDelta::minutes(15);
/// About 131 bits; Telegram takes 64 characters of letters and digits after /start.
const CODE_CHARS: usize = 22;
/// The time between two looks while a code waits, and otherwise.
const LOOK_SOON: TimeDelta = TimeDelta::seconds(2);
const LOOK_LATER: TimeDelta = TimeDelta::seconds(60);
/// Longer than a look may take.
const LEASE: TimeDelta = TimeDelta::seconds(30);

/// A chat that is linked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chat {
    /// What the person is called there; may be "".
    pub name: String,
    pub linked_at: DateTime<Utc>,
}

/// The chat of an account, if one is linked to the present bot.
pub async fn find(
    db: impl PgExecutor<'_>,
    account_id: AccountId,
) -> Result<Option<Chat>, db::Error> {
    Ok(sqlx::query_as!(
        Chat,
        "select c.name, c.linked_at from telegram_chats c join telegram_bot b on b.bot = c.bot
         where c.account_id = $1",
        account_id as AccountId
    )
    .fetch_optional(db)
    .await?)
}

/// Makes a code for the account. One that it had does not work any more.
pub async fn new_code(db: &Db, clock: &Clock, account_id: AccountId) -> Result<String, db::Error> {
    let (code, expires_at) = (secret::base62(CODE_CHARS), clock.now() + LASTS);
    let hash = secret::sha256(code.as_bytes());
    db.transaction(move |tx| {
        Box::pin(async move {
            sqlx::query!(
                "insert into telegram_codes (account_id, hash, expires_at) values ($1, $2, $3)
                 on conflict (account_id) do update
                 set hash = excluded.hash, expires_at = excluded.expires_at",
                account_id as AccountId,
                &hash[..],
                expires_at
            )
            .execute(&mut **tx)
            .await?;
            // Somebody is about to send it.
            sqlx::query!(
                "update telegram_bot set due_at = 'epoch' where due_at > $1",
                expires_at - LASTS + LOOK_SOON
            )
            .execute(&mut **tx)
            .await?;
            Ok::<_, db::Error>(())
        })
    })
    .await?;
    Ok(code)
}

/// Ends the link of the account's chat; answers whether there was one.
pub async fn unlink(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    account_id: AccountId,
) -> Result<bool, db::Error> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let gone = sqlx::query!(
                "delete from telegram_chats where account_id = $1",
                account_id as AccountId
            );
            let is_gone = gone.execute(&mut **tx).await?.rows_affected() > 0;
            if is_gone {
                note(tx, &clock, actor, (account_id, "telegram.unlink")).await?;
            }
            Ok(is_gone)
        })
    })
    .await
}

/// Reads what people wrote to the bot, if it is time and no other process does.
pub async fn look(
    db: &Db,
    clock: &Clock,
    (keys, telegram): (&Keys, &Telegram),
) -> Result<(), db::Error> {
    let now = clock.now();
    let turn = sqlx::query_scalar!(
        "update telegram_bot set due_at = $2 where due_at <= $1 returning upto",
        now,
        now + LEASE
    );
    let Some(upto) = turn.fetch_optional(db.pool()).await? else { return Ok(()) };
    let Some(open) = bot::open(db.pool(), keys).await? else { return Ok(()) };
    let said = match telegram.updates(&open.token, upto + 1).await {
        Ok(updates) => {
            for update in updates {
                take(db, clock, &open, update).await?;
            }
            String::new()
        }
        Err(said) => {
            if let Some(left_out) = sampled("telegram updates") {
                tracing::warn!(said, left_out, "what people wrote to the bot could not be read");
            }
            said
        }
    };
    sqlx::query!(
        "update telegram_bot
         set said = $2, due_at = case when exists (select from telegram_codes
                                                   where expires_at > $3)
                                    then $4::timestamptz else $5::timestamptz end
         where bot = $1 and due_at = $6",
        open.bot,
        said,
        now,
        now + LOOK_SOON,
        now + LOOK_LATER,
        now + LEASE
    )
    .execute(db.pool())
    .await?;
    Ok(())
}

/// Does what one message asks for, once: the place in what people wrote moves in the same transaction.
async fn take(db: &Db, clock: &Clock, open: &Open, update: Update) -> Result<(), db::Error> {
    let (clock, bot) = (clock.clone(), open.bot.clone());
    db.transaction(move |tx| {
        Box::pin(async move {
            let moved = sqlx::query!(
                "update telegram_bot set upto = $2 where bot = $1 and upto < $2",
                bot,
                update.id
            );
            if moved.execute(&mut **tx).await?.rows_affected() == 0 {
                return Ok(());
            }
            if let Some(message) = update.message {
                obey(tx, &clock, &bot, &message).await?;
            }
            failpoint("telegram-before-commit");
            Ok::<_, db::Error>(())
        })
    })
    .await
}

/// `/start CODE` links, `/stop` ends it; everything else is not ours to answer.
async fn obey(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    bot: &str,
    message: &Message,
) -> Result<(), db::Error> {
    let now = clock.now();
    let mut words = message.text.split_whitespace();
    let all: Vec<Lang> = Lang::all().collect();
    let theirs = Lang::accepted(&message.language, &all).unwrap_or_default();
    let reply = match (words.next(), words.next()) {
        (Some("/start"), Some(code)) => match link(tx, clock, bot, (message, code)).await? {
            Some(lang) => lang.unwrap_or(theirs).say("telegram-linked").to_string(),
            None => theirs.say("telegram-code-over").to_string(),
        },
        (Some("/stop"), _) => {
            let gone = sqlx::query_scalar!(
                r#"delete from telegram_chats where bot = $1 and chat_id = $2
                   returning account_id as "account_id: AccountId""#,
                bot,
                message.chat_id
            )
            .fetch_all(&mut **tx)
            .await?;
            for account_id in gone {
                note(tx, clock, Actor::COMMAND, (account_id, "telegram.unlink")).await?;
            }
            theirs.say("telegram-unlinked").to_string()
        }
        _ => return Ok(()),
    };
    sender::put(tx, now, (bot, message.chat_id), &reply).await
}

/// Links the chat to the account that has the code. Answers the language that its holder has chosen;
/// `None`: the code does not work.
async fn link(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    bot: &str,
    (message, code): (&Message, &str),
) -> Result<Option<Option<Lang>>, db::Error> {
    let hash = secret::sha256(code.as_bytes());
    let found = sqlx::query!(
        r#"with used as (delete from telegram_codes where hash = $1 and expires_at > $2
                         returning account_id)
           select a.id as "id: AccountId", a.language
           from used join accounts a on a.id = used.account_id where a.status = 'active'"#,
        &hash[..],
        clock.now()
    )
    .fetch_optional(&mut **tx)
    .await?;
    let Some(found) = found else { return Ok(None) };
    sqlx::query!(
        "insert into telegram_chats (account_id, bot, chat_id, name, linked_at)
         values ($1, $2, $3, $4, $5)
         on conflict (account_id) do update
         set bot = excluded.bot, chat_id = excluded.chat_id, name = excluded.name,
             linked_at = excluded.linked_at",
        found.id as AccountId,
        bot,
        message.chat_id,
        message.name,
        clock.now()
    )
    .execute(&mut **tx)
    .await?;
    note(tx, clock, Actor::COMMAND, (found.id, "telegram.link")).await?;
    write::chat_linked(tx, clock.now(), (found.id, message.name.as_str())).await?;
    Ok(Some(found.language.as_deref().and_then(Lang::parse)))
}

async fn note(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    actor: Actor,
    (account_id, action): (AccountId, &str),
) -> Result<(), db::Error> {
    let subject = format!("account:{account_id}");
    let entry = audit::Entry { actor, action, subject, ..audit::Entry::default() };
    audit::record(tx, clock, entry).await
}
