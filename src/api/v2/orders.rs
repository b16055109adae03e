//! `add`, `status`, `cancel` and `balance`.

use std::collections::BTreeMap;

use axum::http::HeaderMap;
use serde_json::{Value, json};

use super::answer::{Answer, Fault, cancel_sentence};
use super::parameters::Parameters;
use super::sent_ids::{SentId, ids, known};
use super::shown::{List, Shown};
use crate::accounts::AccountId;
use crate::accounts::verifier::Verified;
use crate::api::idempotency;
use crate::app::App;
use crate::catalogue::ServiceId;
use crate::kit::money::Money;
use crate::orders::status;
use crate::orders::{Delivery, OrderId, PARAMETERS, Request, Source, cancel};

pub(super) async fn add(
    app: &App,
    caller: &Verified,
    headers: &HeaderMap,
    parameters: &Parameters,
) -> Result<Answer, Fault> {
    let service_id =
        SentId::new(parameters.need("service")?).id.map(ServiceId::new).ok_or(Fault::Service)?;
    let key = idempotency::key(headers, parameters.all("idempotency_key"))
        .map_err(|_| Fault::Parameter("idempotency_key"))?;
    let max_charge = parameters.get("max_charge")?.map(Money::parse_unsigned).transpose();
    let max_charge = max_charge.map_err(|_| Fault::Parameter("max_charge"))?;
    let mut sent = BTreeMap::new();
    for name in PARAMETERS {
        if let Some(value) = parameters.get(name)? {
            sent.insert(name.to_owned(), value.to_owned());
        }
    }
    let placed = app
        .intake
        .place(Request {
            account_id: caller.account_id,
            service_id,
            parameters: sent,
            delivery: Delivery::default(),
            idempotency_key: key,
            max_charge,
            source: Source::ApiV2,
            token_id: Some(caller.token_id),
            parent_id: None,
        })
        .await?;
    Ok(Answer::of(&json!({ "order": placed.order_id })))
}

pub(super) async fn status(
    app: &App,
    account_id: AccountId,
    parameters: &Parameters,
) -> Result<Answer, Fault> {
    if let Some(one) = parameters.get("order")? {
        let id = SentId::new(one).id.map(OrderId::new).ok_or(Fault::Order)?;
        let status = app.statuses.one(account_id, id).await?.ok_or(Fault::Order)?;
        return Ok(Answer::of(&Shown::new(&status, &app.currency)));
    }
    let sent = ids(parameters.get("orders")?.ok_or(Fault::Request)?);
    let found = status::many(&app.db, account_id, &known(&sent, OrderId::new)).await?;
    let find = |id| found.get(&OrderId::new(id));
    Ok(Answer::of(&List { sent: &sent, currency: &app.currency, find: &find }))
}

pub(super) async fn cancel(
    app: &App,
    account_id: AccountId,
    parameters: &Parameters,
) -> Result<Answer, Fault> {
    let list = match parameters.get("orders")? {
        Some(list) => list,
        None => parameters.get("order")?.ok_or(Fault::Request)?,
    };
    let sent = ids(list);
    let asked = sent.iter().filter_map(|one| one.id.map(OrderId::new)).collect();
    let results = cancel::request(&app.db, &app.clock, account_id, asked, None).await?;
    let mut results = results.into_iter();
    let rows = sent.iter().map(|one| {
        let result = match one.id {
            Some(_) => results.next().unwrap_or(Err(cancel::CancelRefused::NotFound)),
            None => Err(cancel::CancelRefused::NotFound),
        };
        let value = match result {
            Ok(()) => json!(1),
            Err(refused) => json!({ "error": cancel_sentence(refused) }),
        };
        json!({ "order": one.echo(), "cancel": value })
    });
    Ok(Answer::of(&rows.collect::<Value>()))
}

pub(super) async fn balance(app: &App, account_id: AccountId) -> Result<Answer, Fault> {
    let balance = app.balances.one(account_id).await?;
    Ok(Answer::of(&json!({ "balance": balance.to_string(), "currency": app.currency })))
}
