//! What a file holds of an account, read in pages. It names its holder's things and nobody else's: no
//! secret, no note of staff, no name of a member of staff, no provider.
//!
//! It is long because there is one function for each table, and the list must be seen whole.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};

use crate::accounts::AccountId;
use crate::kit::db::{self, Db};
use crate::kit::money::Money;

/// Rows that are read at a time.
const ROWS: i64 = 1000;
const MESSAGES: i64 = 200;
/// Each may be a form of a quarter of a megabyte.
const KEPT_ORDERS: i64 = 8;

fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

fn times(at: Option<DateTime<Utc>>) -> String {
    at.map(time).unwrap_or_default()
}

/// Who they are, as far as they have said.
pub(super) async fn profile(db: &Db, id: AccountId) -> Result<Value, db::Error> {
    let row = sqlx::query!(
        r#"select a.email, a.email_verified_at, a.name, a.time_zone, a.language, a.role, a.status,
                  a.created_at, a.terms_accepted_at, w.balance as "balance: Money",
                  (select currency from books) as "currency!",
                  (select at from account_seen s where s.account_id = a.id) as seen_at
           from accounts a join wallets w on w.account_id = a.id where a.id = $1"#,
        id as AccountId
    )
    .fetch_one(db.pool())
    .await?;
    Ok(json!({
        "account": id, "email": row.email, "email_confirmed": row.email_verified_at.map(time),
        "name": row.name, "time_zone": row.time_zone, "language": row.language, "role": row.role,
        "status": row.status, "created": time(row.created_at),
        "terms_accepted": row.terms_accepted_at.map(time), "last_seen": row.seen_at.map(time),
        "balance": row.balance.to_string(), "currency": row.currency,
    }))
}

/// Where they are signed in.
pub(super) async fn sessions(db: &Db, id: AccountId) -> Result<Value, db::Error> {
    let rows = sqlx::query!(
        "select created_at, seen_at, expires_at, second_at, address, user_agent from sessions
         where account_id = $1 order by created_at desc limit 1000",
        id as AccountId
    )
    .fetch_all(db.pool())
    .await?;
    let shown = rows.into_iter().map(|row| {
        json!({
            "began": time(row.created_at), "last_seen": time(row.seen_at),
            "ends": time(row.expires_at), "second_factor_proved": row.second_at.map(time),
            "address": row.address, "browser": row.user_agent,
        })
    });
    Ok(Value::Array(shown.collect()))
}

/// What they sign in with beside their password, without what opens anything; and from where they did.
pub(super) async fn sign_in(db: &Db, id: AccountId) -> Result<Value, db::Error> {
    let pool = db.pool();
    let second = sqlx::query!(
        r#"select k.made_at as "app_since?",
                  (select count(*) from recovery_codes c where c.account_id = f.account_id)
                      as "codes!"
           from second_factors f left join totp_keys k on k.account_id = f.account_id
           where f.account_id = $1"#,
        id as AccountId
    );
    let second = second.fetch_optional(pool).await?;
    let passkeys = sqlx::query!(
        "select name, made_at, used_at from passkeys where account_id = $1 order by id",
        id as AccountId
    );
    let passkeys = passkeys.fetch_all(pool).await?.into_iter();
    let browsers = sqlx::query!(
        "select made_at, expires_at from remembered_browsers
         where account_id = $1 order by made_at desc limit 1000",
        id as AccountId
    );
    let browsers = browsers.fetch_all(pool).await?.into_iter();
    let issuers = sqlx::query!(
        "select s.name, s.issuer, i.subject, i.linked_at, i.used_at
         from identities i join sign_in_issuers s on s.id = i.issuer_id
         where i.account_id = $1 order by i.id",
        id as AccountId
    );
    let issuers = issuers.fetch_all(pool).await?.into_iter();
    let places = sqlx::query!(
        "select device, network, seen_at from sign_in_places
         where account_id = $1 order by seen_at desc limit 1000",
        id as AccountId
    );
    let places = places.fetch_all(pool).await?.into_iter();
    Ok(json!({
        "second_factor": second.map(|row| {
            json!({ "app_since": row.app_since.map(time), "recovery_codes_left": row.codes })
        }),
        "passkeys": Value::Array(passkeys.map(|row| {
            json!({
                "name": row.name, "made": time(row.made_at), "last_used": row.used_at.map(time),
            })
        }).collect()),
        "browsers_not_asked_for_it": Value::Array(browsers.map(|row| {
            json!({ "since": time(row.made_at), "until": time(row.expires_at) })
        }).collect()),
        "issuers": Value::Array(issuers.map(|row| {
            json!({
                "name": row.name, "issuer": row.issuer, "subject": row.subject,
                "connected": time(row.linked_at), "last_used": row.used_at.map(time),
            })
        }).collect()),
        "places": Value::Array(places.map(|row| {
            json!({ "browser": row.device, "network": row.network, "last_used": time(row.seen_at) })
        }).collect()),
    }))
}

/// How they want to be told of what concerns them.
pub(super) async fn notice_choices(db: &Db, id: AccountId) -> Result<Value, db::Error> {
    let pool = db.pool();
    let wishes = sqlx::query!(
        "select topic, way, wanted from notice_wishes where account_id = $1 order by topic, way",
        id as AccountId
    );
    let wishes = wishes.fetch_all(pool).await?.into_iter();
    let chat = sqlx::query!(
        "select chat_id, name, linked_at from telegram_chats where account_id = $1",
        id as AccountId
    );
    let chat = chat.fetch_optional(pool).await?;
    let low = sqlx::query_scalar!(
        r#"select threshold as "threshold: Money" from balance_marks where account_id = $1"#,
        id as AccountId
    );
    let low = low.fetch_optional(pool).await?;
    Ok(json!({
        "choices": Value::Array(wishes.map(|row| {
            json!({ "topic": row.topic, "way": row.way, "wanted": row.wanted })
        }).collect()),
        "telegram": chat.map(|row| {
            json!({ "chat": row.chat_id, "name": row.name, "linked": time(row.linked_at) })
        }),
        "told_when_balance_is_below": low.map(|low: Money| low.to_string()),
    }))
}

/// Their keys and tokens, without what opens anything.
pub(super) async fn tokens(db: &Db, id: AccountId) -> Result<Value, db::Error> {
    let rows = sqlx::query!(
        "select id, kind, name, scopes, addresses, created_at, expires_at, revoked_at, used_at,
                used_from
         from tokens where account_id = $1 order by id desc limit 1000",
        id as AccountId
    )
    .fetch_all(db.pool())
    .await?;
    let shown = rows.into_iter().map(|row| {
        json!({
            "token": row.id, "kind": row.kind, "name": row.name, "scopes": row.scopes,
            "networks": row.addresses, "created": time(row.created_at),
            "expires": row.expires_at.map(time), "revoked": row.revoked_at.map(time),
            "last_used": row.used_at.map(time), "last_used_from": row.used_from,
        })
    });
    Ok(Value::Array(shown.collect()))
}

/// What is a file of things, each with its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Things {
    /// What was written in their tickets.
    Messages,
    Notices,
    /// The orders that are kept beside their deposits.
    KeptOrders,
}

impl Things {
    pub const ALL: [Self; 3] = [Self::Messages, Self::Notices, Self::KeptOrders];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Messages => "tickets.json",
            Self::Notices => "notices.json",
            Self::KeptOrders => "kept-orders.json",
        }
    }

    /// Those after this number, with their numbers; none after the last.
    pub async fn after(
        self,
        db: &Db,
        id: AccountId,
        after: i64,
    ) -> Result<Vec<(i64, Value)>, db::Error> {
        match self {
            Self::Messages => messages(db, id, after).await,
            Self::Notices => notices(db, id, after).await,
            Self::KeptOrders => kept_orders(db, id, after).await,
        }
    }
}

async fn notices(db: &Db, id: AccountId, after: i64) -> Result<Vec<(i64, Value)>, db::Error> {
    let rows = sqlx::query!(
        "select id, kind, topic, facts, count, made_at, read_at from notices
         where account_id = $1 and id > $2 order by id limit $3",
        id as AccountId,
        after,
        MESSAGES
    )
    .fetch_all(db.pool())
    .await?;
    let shown = rows.into_iter().map(|row| {
        let notice = json!({
            "kind": row.kind, "topic": row.topic, "facts": row.facts, "count": row.count,
            "told": time(row.made_at), "read": row.read_at.map(time),
        });
        (row.id, notice)
    });
    Ok(shown.collect())
}

async fn kept_orders(db: &Db, id: AccountId, after: i64) -> Result<Vec<(i64, Value)>, db::Error> {
    let rows = sqlx::query!(
        "select o.deposit_id, o.form, o.at
         from deposit_orders o join deposits d on d.id = o.deposit_id
         where d.account_id = $1 and o.deposit_id > $2 order by o.deposit_id limit $3",
        id as AccountId,
        after,
        KEPT_ORDERS
    )
    .fetch_all(db.pool())
    .await?;
    let shown = rows.into_iter().map(|row| {
        let order = json!({ "deposit": row.deposit_id, "form": row.form, "kept": time(row.at) });
        (row.deposit_id, order)
    });
    Ok(shown.collect())
}

/// What was written in their tickets after this message, each with its number.
async fn messages(db: &Db, id: AccountId, after: i64) -> Result<Vec<(i64, Value)>, db::Error> {
    let rows = sqlx::query!(
        "select m.id, m.ticket_id, s.name as subject, t.state, m.side, m.body, m.picture_id,
                m.written_at
         from tickets t
         join ticket_subjects s on s.id = t.subject_id
         join ticket_messages m on m.ticket_id = t.id
         where t.account_id = $1 and m.side <> 'note' and m.id > $2
         order by m.id limit $3",
        id as AccountId,
        after,
        MESSAGES
    )
    .fetch_all(db.pool())
    .await?;
    let shown = rows.into_iter().map(|row| {
        let message = json!({
            "ticket": row.ticket_id, "subject": row.subject, "state": row.state,
            "from": if row.side == "customer" { "you" } else { "staff" },
            "text": row.body, "picture": row.picture_id, "written": time(row.written_at),
        });
        (row.id, message)
    });
    Ok(shown.collect())
}

/// Up to where a table has been read.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Place {
    after: i64,
    /// Of a table that is read from its newest row on.
    before: Option<(DateTime<Utc>, i64)>,
}

/// What is a file of lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Table {
    Orders,
    Statement,
    Deposits,
    /// Promo codes that they have used.
    PromoCodes,
    Earnings,
}

impl Table {
    pub const ALL: [Self; 5] =
        [Self::Orders, Self::Statement, Self::Deposits, Self::PromoCodes, Self::Earnings];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Orders => "orders.csv",
            Self::Statement => "statement.csv",
            Self::Deposits => "deposits.csv",
            Self::PromoCodes => "promo-codes.csv",
            Self::Earnings => "affiliate-earnings.csv",
        }
    }

    pub const fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Orders => &[
                "order",
                "part of",
                "service id",
                "service",
                "link",
                "quantity",
                "start count",
                "remains",
                "state",
                "charge",
                "refunded",
                "placed",
                "ended",
            ],
            Self::Statement => &["time", "what", "order", "note", "amount", "balance after"],
            Self::Deposits => &[
                "deposit",
                "method",
                "state",
                "amount",
                "credited",
                "taken back",
                "bonus",
                "bonus taken back",
                "reference",
                "note",
                "pay to address",
                "pay to amount",
                "pay to currency",
                "pay to network",
                "pay to memo",
                "opened",
            ],
            Self::PromoCodes => &["code", "deposit", "worth", "credited", "used"],
            Self::Earnings => &["order", "state", "sales", "commission", "placed"],
        }
    }

    /// The next lines; none after the last.
    pub async fn lines(
        self,
        db: &Db,
        id: AccountId,
        place: &mut Place,
    ) -> Result<Vec<Vec<String>>, db::Error> {
        match self {
            Self::Orders => orders(db, id, place).await,
            Self::Statement => statement(db, id, place).await,
            Self::Deposits => deposits(db, id, place).await,
            Self::PromoCodes => promo_codes(db, id, place).await,
            Self::Earnings => earnings(db, id, place).await,
        }
    }
}

fn number(value: Option<i64>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

async fn orders(db: &Db, id: AccountId, place: &mut Place) -> Result<Vec<Vec<String>>, db::Error> {
    let rows = sqlx::query!(
        r#"select o.id, o.parent_id, o.service_id, s.name as service, o.link, o.quantity,
                  o.start_count, o.remains, o.state, o.charge as "charge: Money",
                  o.refunded as "refunded: Money", o.created_at, o.ended_at
           from orders o join services s on s.id = o.service_id
           where o.account_id = $1 and o.id > $2 order by o.id limit $3"#,
        id as AccountId,
        place.after,
        ROWS
    )
    .fetch_all(db.pool())
    .await?;
    place.after = rows.last().map_or(place.after, |row| row.id);
    Ok(rows
        .into_iter()
        .map(|row| {
            vec![
                row.id.to_string(),
                number(row.parent_id),
                row.service_id.to_string(),
                row.service,
                row.link,
                row.quantity.to_string(),
                number(row.start_count),
                row.remains.to_string(),
                row.state,
                row.charge.to_string(),
                row.refunded.to_string(),
                time(row.created_at),
                times(row.ended_at),
            ]
        })
        .collect())
}

async fn statement(
    db: &Db,
    id: AccountId,
    place: &mut Place,
) -> Result<Vec<Vec<String>>, db::Error> {
    let rows = sqlx::query!(
        r#"select version as "version!", kind, order_id, note, at,
                  (case debit when 'wallet' then -amount else amount end) as "amount!: Money",
                  balance_after as "balance_after!: Money"
           from transfers where account_id = $1 and version > $2 order by version limit $3"#,
        id as AccountId,
        place.after,
        ROWS
    )
    .fetch_all(db.pool())
    .await?;
    place.after = rows.last().map_or(place.after, |row| row.version);
    Ok(rows
        .into_iter()
        .map(|row| {
            vec![
                time(row.at),
                row.kind,
                number(row.order_id),
                row.note.unwrap_or_default(),
                row.amount.to_string(),
                row.balance_after.to_string(),
            ]
        })
        .collect())
}

async fn deposits(
    db: &Db,
    id: AccountId,
    place: &mut Place,
) -> Result<Vec<Vec<String>>, db::Error> {
    let rows = sqlx::query!(
        r#"select d.id, m.name as "method?", d.state, d.credit as "credit: Money",
                  d.credited as "credited: Money", d.taken - d.restored as "taken!: Money",
                  d.bonus as "bonus: Money", d.bonus_taken - d.bonus_restored as "unbonus!: Money",
                  d.claim, d.note, d.pay_to ->> 'address' as address,
                  d.pay_to ->> 'amount' as coins, d.pay_to ->> 'currency' as coin,
                  d.pay_to ->> 'network' as network, d.pay_to ->> 'memo' as memo, d.opened_at
           from deposits d left join methods m on m.id = d.method_id
           where d.account_id = $1 and d.id > $2 order by d.id limit $3"#,
        id as AccountId,
        place.after,
        ROWS
    )
    .fetch_all(db.pool())
    .await?;
    place.after = rows.last().map_or(place.after, |row| row.id);
    Ok(rows
        .into_iter()
        .map(|row| {
            vec![
                row.id.to_string(),
                row.method.unwrap_or_default(),
                row.state,
                row.credit.to_string(),
                row.credited.map(|credited: Money| credited.to_string()).unwrap_or_default(),
                row.taken.to_string(),
                row.bonus.to_string(),
                row.unbonus.to_string(),
                row.claim,
                row.note,
                row.address.unwrap_or_default(),
                row.coins.unwrap_or_default(),
                row.coin.unwrap_or_default(),
                row.network.unwrap_or_default(),
                row.memo.unwrap_or_default(),
                time(row.opened_at),
            ]
        })
        .collect())
}

async fn promo_codes(
    db: &Db,
    id: AccountId,
    place: &mut Place,
) -> Result<Vec<Vec<String>>, db::Error> {
    let rows = sqlx::query!(
        r#"select u.id, p.code, u.deposit_id, u.offer as "offer: Money", u.given as "given: Money",
                  u.at
           from promo_uses u join promos p on p.id = u.promo_id
           where u.account_id = $1 and u.id > $2 order by u.id limit $3"#,
        id as AccountId,
        place.after,
        ROWS
    )
    .fetch_all(db.pool())
    .await?;
    place.after = rows.last().map_or(place.after, |row| row.id);
    Ok(rows
        .into_iter()
        .map(|row| {
            vec![
                row.code,
                number(row.deposit_id),
                row.offer.to_string(),
                row.given.map(|given: Money| given.to_string()).unwrap_or_default(),
                time(row.at),
            ]
        })
        .collect())
}

async fn earnings(
    db: &Db,
    id: AccountId,
    place: &mut Place,
) -> Result<Vec<Vec<String>>, db::Error> {
    let (at, before) = place.before.unzip();
    let rows = sqlx::query!(
        r#"select id, order_id, state, sales as "sales: Money", amount as "amount: Money", created_at
           from commissions
           where account_id = $1 and ($2::timestamptz is null or (created_at, id) < ($2, $3))
           order by created_at desc, id desc limit $4"#,
        id as AccountId,
        at,
        before,
        ROWS
    )
    .fetch_all(db.pool())
    .await?;
    place.before = rows.last().map(|row| (row.created_at, row.id));
    Ok(rows
        .into_iter()
        .map(|row| {
            vec![
                row.order_id.to_string(),
                row.state,
                row.sales.to_string(),
                row.amount.to_string(),
                time(row.created_at),
            ]
        })
        .collect())
}
