//! What was written is told by mail and Telegram, as its reader wants it. The messages are written in
//! the transaction that notes that the notice was told, so each is told once, however many processes
//! look.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgTransaction;
use sqlx::types::Json;

use super::kind::{Kind, Topic, Way};
use super::sender;
use super::stop::{self, Stop};
use super::words::{self, Reader};
use super::write::Facts;
use crate::accounts::AccountId;
use crate::accounts::email::Email;
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::failpoint;
use crate::kit::lang::Lang;
use crate::kit::zone::Zone;
use crate::mail::{Outbox, To, Written};
use crate::settings;

/// Notices that are told at a time.
pub const TOLD_MAX: i64 = 100;
/// For so long a notice is worth its sending.
const LASTS: TimeDelta = TimeDelta::days(3);

/// A notice, and how its reader wants it.
struct Due {
    id: i64,
    account_id: AccountId,
    kind: Kind,
    facts: Json<Facts>,
    count: i64,
    made_at: DateTime<Utc>,
    email: Email,
    language: Option<String>,
    time_zone: String,
    is_active: bool,
    /// `None`: nothing was chosen.
    by_mail: Option<bool>,
    by_telegram: Option<bool>,
    bot: Option<String>,
    chat_id: Option<i64>,
}

/// What telling needs of the panel.
#[derive(Clone, Copy)]
struct With<'w> {
    outbox: &'w Outbox,
    panel: &'w str,
    currency: &'w str,
    has_mail: bool,
}

/// Whether a notice is to be told.
pub async fn is_due(db: &Db, clock: &Clock) -> Result<bool, db::Error> {
    let due = sqlx::query_scalar!(
        r#"select exists (select from notices where due_at <= $1) as "due!""#,
        clock.now()
    );
    Ok(due.fetch_one(db.pool()).await?)
}

/// Tells what is due; answers how many. `currency`: the panel's. `has_mail`: whether mail is sent; a panel
/// without a server for it would fill a folder that nobody reads.
pub async fn deliver(
    db: &Db,
    clock: &Clock,
    outbox: &Outbox,
    (currency, has_mail): (&str, bool),
) -> Result<usize, db::Error> {
    let (now, outbox, currency) = (clock.now(), outbox.clone(), currency.to_owned());
    db.transaction(move |tx| {
        Box::pin(async move {
            let due = take(tx, now).await?;
            let panel = match due.is_empty() {
                true => String::new(),
                false => {
                    let settings = settings::read(&mut **tx).await?;
                    settings.panel_name_or(outbox.panel()).to_owned()
                }
            };
            for one in &due {
                if one.is_active {
                    let with =
                        With { outbox: &outbox, panel: &panel, currency: &currency, has_mail };
                    tell(tx, now, with, one).await?;
                }
            }
            let ids: Vec<i64> = due.iter().map(|one| one.id).collect();
            sqlx::query!("update notices set due_at = null where id = any($1)", &ids)
                .execute(&mut **tx)
                .await?;
            failpoint("notices-before-commit");
            Ok::<_, db::Error>(due.len())
        })
    })
    .await
}

async fn take(tx: &mut PgTransaction<'_>, now: DateTime<Utc>) -> Result<Vec<Due>, db::Error> {
    Ok(sqlx::query_as!(
        Due,
        r#"select n.id, n.account_id as "account_id: AccountId", n.kind as "kind: Kind",
                  n.facts as "facts: Json<Facts>", n.count, n.made_at, a.email as "email: Email",
                  a.language, a.time_zone, a.status = 'active' as "is_active!",
                  (select wanted from notice_wishes w where w.account_id = n.account_id
                      and w.topic = n.topic and w.way = 'mail') as by_mail,
                  (select wanted from notice_wishes w where w.account_id = n.account_id
                      and w.topic = n.topic and w.way = 'telegram') as by_telegram,
                  c.bot as "bot?", c.chat_id as "chat_id?"
           from notices n join accounts a on a.id = n.account_id
           left join telegram_chats c on c.account_id = n.account_id
           where n.due_at <= $1 order by n.due_at, n.id limit $2 for update of n skip locked"#,
        now,
        TOLD_MAX
    )
    .fetch_all(&mut **tx)
    .await?)
}

async fn tell(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    With { outbox, panel, currency, has_mail }: With<'_>,
    due: &Due,
) -> Result<(), db::Error> {
    let lang = due.language.as_deref().and_then(Lang::parse).unwrap_or_default();
    let zone = Zone::parse(&due.time_zone).unwrap_or_default();
    let reader = Reader { lang, zone, currency };
    let said = words::words(reader, (due.kind, &due.facts.0), (due.count, due.made_at));
    let topic = due.kind.topic();
    let wants = |way, chosen: Option<bool>| {
        topic.is_fixed(way) || chosen.unwrap_or_else(|| topic.is_usual(way))
    };
    if has_mail && wants(Way::Mail, due.by_mail) && !due.kind.has_own_mail() {
        let written = Written {
            subject: &said.title,
            text: &said.body(),
            link: &words::path(due.kind, &due.facts.0),
            unsubscribe: &unsubscribe(outbox, due.account_id, topic),
            is_alert: false,
            lasts: LASTS,
        };
        outbox.put_written(tx, now, To { address: due.email.as_str(), lang }, written).await?;
    }
    if let (Some(bot), Some(chat_id)) = (&due.bot, due.chat_id)
        && wants(Way::Telegram, due.by_telegram)
        // The chat itself was told when it was linked.
        && due.kind != Kind::ChatLinked
    {
        let text = format!("{panel}: {}\n{}", said.title, said.body());
        sender::put(tx, now, (bot, chat_id), &text).await?;
    }
    Ok(())
}

/// The path of the link that switches such mail off; "" for what cannot be switched off.
fn unsubscribe(outbox: &Outbox, account_id: AccountId, topic: Topic) -> String {
    match topic.is_security() {
        true => String::new(),
        false => stop::path(outbox.keys(), Stop { account_id, topic }),
    }
}
