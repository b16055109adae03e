//! The inbox: what gateways send by themselves. The door stores a hook that its gateway has signed,
//! and answers; a worker then makes the panel look at the deposit. So a hook that is missing, comes
//! twice or was made up moves no money. What is refused is kept for staff, a little of it. If the door
//! cannot check a hook, it is kept unconfirmed, and nothing is made of it before its gateway has said that
//! it has sent it (`confirm`).

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use sqlx::PgTransaction;

use super::gateways::{Beside, ConnectError, Connected, Mark, NotTheirs, Sent};
use super::{DepositId, MethodId, Ways};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::failpoint;
use crate::kit::secret::{hex, sha256};

/// Most bytes of a hook.
pub const HOOK_BYTES_MAX: usize = 256 * 1024;
/// The length of a door's name.
pub(super) const DOOR_CHARS: usize = 32;
/// Refused hooks that are kept of a method, and how much of the body of each.
const REFUSED_MAX: i64 = 200;
const REFUSED_CHARS_MAX: usize = 4_000;
const HEADER_CHARS_MAX: usize = 1_000;
/// Anybody can send a hook that the door cannot check, so few of a method wait to be confirmed.
const UNCONFIRMED_MAX: i64 = 500;
const KEY_CHARS_MAX: usize = 300;
/// Stands for a header that is itself a secret of the method.
const A_SECRET: &str = "(a secret of the method)";
/// Hooks that are handled at a time.
const BATCH: i64 = 500;
/// How long hooks are kept.
pub const KEPT_FOR: TimeDelta = TimeDelta::days(30);

/// What became of a hook at the door.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Received {
    /// It is kept, or was before.
    Stored,
    /// Its gateway has not sent it, or it cannot be read; why.
    Refused(&'static str),
    /// No method has this door.
    Unknown,
}

/// Takes in what came to a door. Names of headers are in small letters.
pub async fn receive(
    ways: &Ways,
    door: &str,
    (headers, body): (Vec<(String, String)>, &[u8]),
) -> Result<Received, db::Error> {
    if door.len() != DOOR_CHARS || !door.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Ok(Received::Unknown);
    }
    match ways.behind(door).await {
        Ok(method) => take_in(ways, &method, (headers, body)).await,
        Err(ConnectError::NoMethod) => Ok(Received::Unknown),
        // It is worth a repeat: staff may mend it.
        Err(ConnectError::Sealed) => Err(db::Error::Refused("a method is sealed".to_owned())),
        Err(ConnectError::Db(error)) => Err(error),
    }
}

/// The same, of a method that was found.
pub async fn take_in(
    ways: &Ways,
    method: &Connected,
    (headers, body): (Vec<(String, String)>, &[u8]),
) -> Result<Received, db::Error> {
    let now = ways.clock.now();
    let wanted = method.gateway.facts().hook_headers;
    let headers: Vec<(String, String)> =
        headers.into_iter().filter(|(name, _)| wanted.contains(&name.as_str())).collect();
    let text = std::str::from_utf8(body).map_err(|_| NotTheirs("its body is not UTF-8"));
    // The database takes no NUL.
    let text = text.and_then(|text| match text.contains('\0') {
        true => Err(NotTheirs("its body has a NUL")),
        false => Ok(text),
    });
    let read = text.and_then(|body| {
        let hint = method.gateway.read_hook(method, &Sent { headers: &headers, body, now })?;
        match hint.event_key.is_empty() || hint.about.contains('\0') {
            true => Err(NotTheirs("it names no event")),
            false => Ok((hint, body.to_owned())),
        }
    });
    let headers = kept(method, headers);
    match read {
        Ok((hint, body)) => {
            let beside = method.gateway.tells(&body);
            let mut event_key: String = hint.event_key.chars().take(KEY_CHARS_MAX).collect();
            let is_unconfirmed = method.gateway.confirms_hooks();
            if is_unconfirmed {
                // Nobody knows yet who says so: somebody's lie must not keep the true hook out.
                let sum = sha256(format!("{headers}{body}").as_bytes());
                let start: String = event_key.chars().take(KEY_CHARS_MAX - 17).collect();
                event_key = format!("{start}#{}", hex(&sum[..8]));
            }
            let about = hint.about;
            let new = New { event_key, about, body, headers, beside, is_unconfirmed };
            store(ways, method.id, new).await?;
            failpoint("deposit-hook-stored");
            Ok(Received::Stored)
        }
        Err(NotTheirs(why)) => {
            metrics::counter!("waybill_hooks_refused_total", "gateway" => method.gateway.id())
                .increment(1);
            tracing::warn!(method = method.id.get(), why, "a hook was refused");
            let body = String::from_utf8_lossy(body);
            let body = body.chars().filter(|c| *c != '\0').take(REFUSED_CHARS_MAX).collect();
            refuse(ways, method.id, (why, body, headers)).await?;
            Ok(Received::Refused(why))
        }
    }
}

/// The headers as they are kept. Some gateways show that a hook is theirs by a secret of the method.
fn kept(method: &Connected, headers: Vec<(String, String)>) -> Value {
    let always = method.gateway.secret_headers();
    let headers = headers.into_iter().map(|(name, value)| {
        // A former one may be good elsewhere, and nobody knows it here any more.
        let is_secret = always.contains(&name.as_str())
            || method.values.values().any(|secret| *secret == value);
        let value = if is_secret { A_SECRET.to_owned() } else { value };
        let value: String = value.chars().filter(|c| *c != '\0').take(HEADER_CHARS_MAX).collect();
        Value::from(vec![name, value])
    });
    Value::Array(headers.collect())
}

/// A hook that is kept.
struct New {
    event_key: String,
    about: String,
    body: String,
    headers: Value,
    beside: Beside,
    is_unconfirmed: bool,
}

async fn store(ways: &Ways, id: MethodId, new: New) -> Result<(), db::Error> {
    let now = ways.clock.now();
    ways.db
        .transaction(move |tx| {
            Box::pin(async move {
                if new.is_unconfirmed {
                    refuse_many(tx, id).await?;
                }
                sqlx::query!(
                    "insert into hooks (method_id, event_key, about, body, headers, verdict, mark,
                                        named, received_at, confirm_at)
                     values ($1, $2, $3, $4, $5,
                             case when $6 then 'unconfirmed' else 'waiting' end, $7, $8, $9,
                             case when $6 then $9::timestamptz end)
                     on conflict (method_id, event_key) where event_key is not null do nothing",
                    id as MethodId,
                    new.event_key,
                    new.about,
                    new.body,
                    new.headers,
                    new.is_unconfirmed,
                    new.beside.mark.map_or("", Mark::as_str),
                    new.beside.name,
                    now
                )
                .execute(&mut **tx)
                .await?;
                Ok(())
            })
        })
        .await
}

/// `Err`, so that the gateway sends it again later, if too many wait already.
async fn refuse_many(tx: &mut PgTransaction<'_>, id: MethodId) -> Result<(), db::Error> {
    let wait = sqlx::query_scalar!(
        r#"select count(*) as "count!"
           from (select from hooks where method_id = $1 and verdict = 'unconfirmed' limit $2) few"#,
        id as MethodId,
        UNCONFIRMED_MAX
    )
    .fetch_one(&mut **tx)
    .await?;
    if wait < UNCONFIRMED_MAX {
        return Ok(());
    }
    Err(db::Error::Refused(format!("{UNCONFIRMED_MAX} hooks of method {id} are not confirmed yet")))
}

async fn refuse(
    ways: &Ways,
    id: MethodId,
    (why, body, headers): (&'static str, String, Value),
) -> Result<(), db::Error> {
    let now = ways.clock.now();
    ways.db
        .transaction(move |tx| {
            Box::pin(async move {
                sqlx::query!(
                    "insert into hooks (method_id, body, headers, verdict, why, received_at,
                                        done_at)
                     values ($1, $2, $3, 'refused', $4, $5, $5)",
                    id as MethodId,
                    body,
                    headers,
                    why,
                    now
                )
                .execute(&mut **tx)
                .await?;
                keep_few(tx, id).await
            })
        })
        .await
}

/// Deletes all refused hooks of a method but the newest.
async fn keep_few(tx: &mut PgTransaction<'_>, id: MethodId) -> Result<(), db::Error> {
    sqlx::query!(
        "delete from hooks
         where method_id = $1 and verdict = 'refused'
           and id <= (select id from hooks where method_id = $1 and verdict = 'refused'
                      order by id desc offset $2 limit 1)",
        id as MethodId,
        REFUSED_MAX
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Refuses a hook that its gateway has not sent, as it says.
pub(super) async fn disbelieve(
    ways: &Ways,
    method: &Connected,
    (hook, why): (i64, &str),
) -> Result<(), db::Error> {
    metrics::counter!("waybill_hooks_refused_total", "gateway" => method.gateway.id()).increment(1);
    tracing::warn!(method = method.id.get(), why, "a hook was refused");
    let (id, now, why) = (method.id, ways.clock.now(), why.to_owned());
    let most = i32::try_from(REFUSED_CHARS_MAX).unwrap_or(i32::MAX);
    ways.db
        .transaction(move |tx| {
            Box::pin(async move {
                sqlx::query!(
                    "update hooks
                     set verdict = 'refused', event_key = null, why = left($2, 300),
                         body = left(body, $4), confirm_at = null, done_at = $3
                     where id = $1 and verdict = 'unconfirmed'",
                    hook,
                    why,
                    now,
                    most
                )
                .execute(&mut **tx)
                .await?;
                keep_few(tx, id).await
            })
        })
        .await
}

/// Makes the panel look at the deposits that hooks are about. Answers whether there may be more.
pub async fn work(db: &Db, clock: &Clock) -> Result<bool, db::Error> {
    let now = clock.now();
    let read = db.transaction(move |tx| Box::pin(async move { handle(tx, now).await })).await?;
    if read.is_some() {
        failpoint("deposit-hooks-read");
    }
    Ok(read.unwrap_or_default())
}

/// Answers whether there may be more; `None`: no hook waited.
async fn handle(tx: &mut PgTransaction<'_>, now: DateTime<Utc>) -> Result<Option<bool>, db::Error> {
    let taken = sqlx::query_as!(
        Waiting,
        r#"select h.id, coalesce(
                      (select d.id from deposits d
                       where d.method_id = h.method_id and d.pay_amount is not null
                         and (d.claim = h.about or d.gateway_ref = h.about) limit 1),
                      (select p.deposit_id from deposit_payments p
                       where p.method_id = h.method_id and p.gateway_payment = h.about))
                  as "deposit?: DepositId", h.mark, h.named
           from hooks h where h.verdict = 'waiting'
           order by h.id limit $1 for no key update of h skip locked"#,
        BATCH
    )
    .fetch_all(&mut **tx)
    .await?;
    if taken.is_empty() {
        return Ok(None);
    }
    let ids: Vec<i64> = taken.iter().map(|hook| hook.id).collect();
    let deposits: Vec<Option<DepositId>> = taken.iter().map(|hook| hook.deposit).collect();
    tell(tx, &taken, now).await?;
    sqlx::query!(
        "update hooks h
         set verdict = case when t.deposit_id is null then 'ignored' else 'done' end,
             why = case when t.deposit_id is null then 'no deposit of ours' else '' end,
             deposit_id = t.deposit_id, done_at = $3
         from (select unnest($1::bigint[]) as id, unnest($2::bigint[]) as deposit_id) t
         where h.id = t.id",
        &ids,
        &deposits as &[Option<DepositId>],
        now
    )
    .execute(&mut **tx)
    .await?;
    failpoint("deposit-hooks-before-commit");
    Ok(Some(i64::try_from(taken.len()).unwrap_or(i64::MAX) == BATCH))
}

/// A hook that waits, and which deposit it is about.
struct Waiting {
    id: i64,
    deposit: Option<DepositId>,
    mark: String,
    named: Option<String>,
}

/// Makes the panel look at the deposits, and tells them what no look can tell.
async fn tell(
    tx: &mut PgTransaction<'_>,
    hooks: &[Waiting],
    now: DateTime<Utc>,
) -> Result<(), db::Error> {
    let mut told: BTreeMap<DepositId, (Option<&str>, Option<&str>)> = BTreeMap::new();
    for hook in hooks {
        let Some(id) = hook.deposit else { continue };
        let (mark, named) = told.entry(id).or_default();
        if !hook.mark.is_empty() && *mark != Some("reversed") {
            *mark = Some(&hook.mark);
        }
        *named = hook.named.as_deref().or(*named);
    }
    let ids: Vec<DepositId> = told.keys().copied().collect();
    let owned = |text: Option<&str>| text.map(str::to_owned);
    let marks: Vec<Option<String>> = told.values().map(|(mark, _)| owned(*mark)).collect();
    let named: Vec<Option<String>> = told.values().map(|(_, named)| owned(*named)).collect();
    sqlx::query!(
        "with these as (select id from deposits where id = any($1) order by id for no key update)
         update deposits d
         set look_at = $2,
             mark = case when t.mark is null or d.mark = 'reversed' then d.mark
                         when t.mark = 'resolved' then ''
                         else t.mark end,
             named = case when d.credited is null then coalesce(t.named, d.named)
                          else d.named end
         from these, (select unnest($1::bigint[]) as id, unnest($3::text[]) as mark,
                             unnest($4::text[]) as named) t
         where d.id = these.id and t.id = d.id",
        &ids as &[DepositId],
        now,
        &marks as &[Option<String>],
        &named as &[Option<String>]
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Deletes hooks that were kept long enough, at most so many. Answers whether there may be more.
pub async fn sweep(db: &Db, clock: &Clock, most: i64) -> Result<bool, db::Error> {
    let before = clock.now() - KEPT_FOR;
    db.transaction(move |tx| {
        Box::pin(async move {
            let gone = sqlx::query!(
                "delete from hooks where id in (select id from hooks
                     where received_at < $1 and verdict <> 'waiting'
                     order by received_at limit $2)",
                before,
                most
            )
            .execute(&mut **tx)
            .await?;
            Ok(i64::try_from(gone.rows_affected()).unwrap_or(i64::MAX) == most)
        })
    })
    .await
}
