//! The worker tells a gateway of a deposit that a customer has begun. What goes wrong is tried again, with
//! longer and longer waits and not for ever.

use chrono::TimeDelta;
use serde_json::json;

use super::event;
use crate::kit::db;
use crate::payments::gateways::{Ask, Connected, OpenError, Opened};
use crate::payments::{DepositId, State, Ways, promo};

/// So often it is tried to tell the gateway.
const TRIES_MAX: i32 = 8;

/// Why the gateway does not know of it.
pub(super) struct Unopened(pub String);

/// What the gateway is asked for, and how often it was.
struct Row {
    reference: String,
    amount: i64,
    currency: String,
    exponent: i16,
    return_url: String,
    door: String,
    payer_email: String,
    payer_name: String,
    tries: i32,
}

/// Tells the gateway of a deposit, if it does not know of it yet. What went wrong is noted, and tried
/// again later.
pub(super) async fn at_gateway(
    ways: &Ways,
    method: &Connected,
    id: DepositId,
) -> Result<Result<(), Unopened>, db::Error> {
    let row = sqlx::query_as!(
        Row,
        r#"select d.claim as reference, d.pay_amount as "amount!", d.pay_currency as "currency!",
                  d.pay_exponent as "exponent!", d.return_url as "return_url!", m.door as "door!",
                  a.email as payer_email, a.name as payer_name, d.tries
           from deposits d join methods m on m.id = d.method_id
                           join accounts a on a.id = d.account_id
           where d.id = $1 and d.state = 'created'"#,
        id as DepositId
    );
    let Some(row) = row.fetch_optional(ways.db.pool()).await? else { return Ok(Ok(())) };
    let home = row.return_url.split("/deposits/").next().unwrap_or_default();
    let ask = Ask {
        hook_url: format!("{home}/hooks/{}", row.door),
        title: format!("Deposit {id}"),
        payer_email: row.payer_email,
        payer_name: row.payer_name,
        tries: row.tries,
        reference: row.reference,
        amount: row.amount,
        currency: row.currency,
        exponent: u32::try_from(row.exponent).unwrap_or_default(),
        return_url: row.return_url,
    };
    match method.gateway.open(ways, method, &ask).await {
        Ok(opened) => {
            let Err(error) = opened_at(ways, id, opened).await else { return Ok(Ok(())) };
            let Some(rule) = error.constraint() else { return Err(error) };
            // To open it again would bring the same, and leave one more of it at the gateway.
            let why = format!("its answer cannot be stored, by the rule {rule}");
            not_opened(ways, id, (why.clone(), true, row.tries)).await?;
            Ok(Err(Unopened(why)))
        }
        Err(error) => {
            let is_final = matches!(error, OpenError::Refused(_));
            let why = error.to_string();
            not_opened(ways, id, (why.clone(), is_final, row.tries)).await?;
            Ok(Err(Unopened(why)))
        }
    }
}

async fn opened_at(ways: &Ways, id: DepositId, opened: Opened) -> Result<(), db::Error> {
    let now = ways.clock.now();
    let pay_to = opened.pay_to.as_ref().map(|pay_to| json!(pay_to));
    ways.db
        .transaction(move |tx| {
            Box::pin(async move {
                let moved = sqlx::query!(
                    "update deposits
                     set state = 'pending', gateway_ref = $2, url = nullif($3, ''), expires_at = $4,
                         look_at = $5, look_trouble = '', moved_at = $6, pay_to = $7,
                         version = version + 1
                     where id = $1 and state = 'created'",
                    id as DepositId,
                    opened.gateway_ref,
                    opened.url,
                    opened.expires_at,
                    now + TimeDelta::minutes(1),
                    now,
                    pay_to
                )
                .execute(&mut **tx)
                .await?;
                if moved.rows_affected() == 1 {
                    let evidence = json!({
                        "gateway_ref": opened.gateway_ref, "expires": opened.expires_at.to_rfc3339(),
                        "pay_to": pay_to,
                    });
                    let what = ("the gateway waits for the payment", Some(&evidence));
                    event::record(tx, (id, State::Pending), what, (None, now)).await?;
                }
                Ok(())
            })
        })
        .await
}

/// Notes why the gateway does not know of it, and when it is tried again: not if that is final, or was
/// tried often enough.
pub(super) async fn not_opened(
    ways: &Ways,
    id: DepositId,
    (why, is_final, tries): (String, bool, i32),
) -> Result<(), db::Error> {
    let now = ways.clock.now();
    let gives_up = is_final || tries + 1 >= TRIES_MAX;
    tracing::warn!(deposit = id.get(), why, gives_up, "a deposit could not be opened");
    let why: String = why.chars().take(400).collect();
    ways.db
        .transaction(move |tx| {
            Box::pin(async move {
                let state = if gives_up { State::Failed } else { State::Created };
                let wait = TimeDelta::seconds(5 << tries.clamp(0, 8));
                let moved = sqlx::query!(
                    "update deposits
                     set state = $2, tries = tries + 1, look_trouble = $3, look_at = $4,
                         moved_at = $5, version = version + 1
                     where id = $1 and state = 'created'",
                    id as DepositId,
                    state as State,
                    why,
                    (!gives_up).then_some(now + wait),
                    now
                )
                .execute(&mut **tx)
                .await?;
                if moved.rows_affected() == 1 {
                    promo::let_go(tx, (id, state)).await?;
                    let what = format!("the gateway did not take it: {why}");
                    event::record(tx, (id, state), (&what, None), (None, now)).await?;
                }
                Ok(())
            })
        })
        .await
}
