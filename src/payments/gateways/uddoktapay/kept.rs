//! What the panel keeps of payments at UddoktaPay beside their deposits.

use chrono::{DateTime, Utc};

use crate::kit::db;
use crate::payments::MethodId;
use crate::payments::gateways::{Connected, Known, Ways};

/// When the payer's time ends: it does not say so itself.
pub(super) async fn over(ways: &Ways, of: &Known) -> Result<Option<DateTime<Utc>>, String> {
    let end = sqlx::query_scalar!(
        "select expires_at from deposits where claim = $1 and pay_amount is not null",
        of.reference
    )
    .fetch_optional(ways.db.pool())
    .await;
    end.map(Option::flatten).map_err(|error| error.to_string())
}

/// The installation, whatever method leads to it.
pub(super) fn place(method: &Connected) -> String {
    let base = method.value("base").trim_end_matches('/').to_ascii_lowercase();
    base.split_once("://").map_or(base.as_str(), |(_, place)| place).to_owned()
}

/// Notes which invoice a transaction of the payer pays first, at this installation and by this method.
/// Answers whether it is this one.
pub(super) async fn claim_once(
    ways: &Ways,
    ((method, place), transaction, invoice): ((MethodId, String), String, String),
) -> Result<bool, db::Error> {
    ways.db
        .transaction(move |tx| {
            Box::pin(async move {
                sqlx::query!(
                    "insert into payment_transactions (method_id, transaction_id, gateway_payment,
                                                       place)
                     values ($1, $2, $3, $4) on conflict do nothing",
                    method as MethodId,
                    transaction,
                    invoice,
                    place
                )
                .execute(&mut **tx)
                .await?;
                Ok(sqlx::query_scalar!(
                    r#"select bool_and(gateway_payment = $4) as "is_first!"
                       from payment_transactions
                       where transaction_id = $2 and (method_id = $1 or place = $3)"#,
                    method as MethodId,
                    transaction,
                    place,
                    invoice
                )
                .fetch_one(&mut **tx)
                .await?)
            })
        })
        .await
}
