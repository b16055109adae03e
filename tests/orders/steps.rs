//! The steps that the stories of orders use again and again: place, run the loops by hand, look.

use chrono::TimeDelta;
use serde_json::Value;
use waybill::accounts::AccountId;
use waybill::accounts::audit::Actor;
use waybill::accounts::role::Role;
use waybill::catalogue::ServiceId;
use waybill::orders::decide::{self, Decision};
use waybill::orders::state::End;
use waybill::orders::{
    Delivery, OrderId, PlaceError, Request, Source, desk, drip, poll, provider_requests, read,
    subscription, sweep, target,
};
use waybill::providers::{Outcome, Report, Word};

pub(super) use crate::support::rows::{attention, execute, state, value};
use crate::support::{Customer, Panel, order_id};

pub(super) const LINK: &str = "https://example.com/p/1";

pub(super) async fn add(
    panel: &Panel,
    customer: &Customer,
    service: i64,
    more: &[(&str, &str)],
) -> Value {
    let service = service.to_string();
    let mut fields = vec![("action", "add"), ("service", service.as_str())];
    fields.extend_from_slice(more);
    panel.v2(&customer.key, &fields).await
}

/// An order with any parameters, as the domain takes it.
pub(super) async fn place(
    panel: &Panel,
    customer: &Customer,
    service: i64,
    parameters: &[(&str, &str)],
) -> Result<i64, PlaceError> {
    let owned = |(name, text): &(&str, &str)| ((*name).to_owned(), (*text).to_owned());
    let delivery = |name: &str| {
        parameters.iter().find(|(other, _)| *other == name).map_or("", |(_, text)| text)
    };
    let placed = panel.app.intake.place(Request {
        account_id: customer.id,
        service_id: ServiceId::new(service),
        parameters: parameters.iter().map(owned).collect(),
        delivery: Delivery::parse(delivery)?,
        idempotency_key: None,
        max_charge: None,
        source: Source::OrderApi,
        token_id: None,
        parent_id: None,
    });
    placed.await.map(|placed| placed.order_id.get())
}

/// An order of this many units.
pub(super) async fn order(panel: &Panel, customer: &Customer, service: i64, quantity: i64) -> i64 {
    let quantity = quantity.to_string();
    order_id(&add(panel, customer, service, &[("link", LINK), ("quantity", &quantity)]).await)
}

pub(super) async fn status(panel: &Panel, customer: &Customer, order: i64) -> Value {
    panel.v2(&customer.key, &[("action", "status"), ("order", &order.to_string())]).await
}

/// The status of API v2, as one line: `Partial 0.50 500`.
pub(super) async fn shown(panel: &Panel, customer: &Customer, order: i64) -> String {
    let status = status(panel, customer, order).await;
    let text = |name: &str| status[name].as_str().unwrap_or("-").to_owned();
    format!("{} {} {}", text("status"), text("charge"), text("remains"))
}

/// `1`, or the sentence that refuses.
pub(super) async fn cancel_order(panel: &Panel, customer: &Customer, order: i64) -> String {
    let ids = order.to_string();
    let answer = panel.v2(&customer.key, &[("action", "cancel"), ("orders", &ids)]).await;
    match &answer[0]["cancel"] {
        Value::Number(one) => one.to_string(),
        refused => refused["error"].as_str().expect("a sentence").to_owned(),
    }
}

/// The kinds of an order's events, oldest first.
pub(super) async fn story(panel: &Panel, order: i64) -> Vec<String> {
    let events = read::events(panel.app.db.pool(), OrderId::new(order)).await.unwrap();
    events.into_iter().map(|event| event.kind.as_str().to_owned()).collect()
}

pub(super) async fn children(panel: &Panel, parent: i64) -> Vec<i64> {
    let sql = format!(
        "select coalesce(array_agg(id order by id), '{{}}') from orders where parent_id = {parent}"
    );
    value(panel, &sql).await
}

/// How many transfers of this kind the order has.
pub(super) async fn moves(panel: &Panel, order: i64, kind: &str) -> i64 {
    let sql =
        format!("select count(*) from transfers where order_id = {order} and kind = '{kind}'");
    value(panel, &sql).await
}

pub(super) fn report(word: Word, remains: impl Into<Option<i64>>) -> Report {
    Report { remains: remains.into(), ..Report::new(word) }
}

pub(super) async fn apply(panel: &Panel, order: i64, report: Report) -> usize {
    poll::apply(&panel.app.db, &panel.app.clock, vec![(OrderId::new(order), report)]).await.unwrap()
}

/// Takes everything that is queued, and records this answer for it.
pub(super) async fn answer_all(panel: &Panel, mut answer: impl FnMut(i64) -> Outcome) -> Vec<i64> {
    let claims = panel.take().await;
    for claim in &claims {
        panel.record(claim, answer(claim.order_id.get())).await;
    }
    claims.iter().map(|claim| claim.order_id.get()).collect()
}

#[expect(clippy::needless_pass_by_value, reason = "it is handed to `answer_all` as it is")]
pub(super) fn accepted(id: impl ToString) -> Outcome {
    Outcome::Accepted { upstream_id: id.to_string() }
}

/// An order that a provider has; it has given the order an id that no sandbox knows.
pub(super) async fn running(
    panel: &Panel,
    customer: &Customer,
    service: i64,
    quantity: i64,
) -> i64 {
    let id = order(panel, customer, service, quantity).await;
    answer_all(panel, |order| accepted(format!("far-{order}"))).await;
    assert_eq!(state(panel, id).await, "running");
    id
}

/// Sends everything that is queued to the sandbox.
pub(super) async fn submit(panel: &Panel) -> usize {
    let upstreams = panel.app.upstreams.all().await.unwrap();
    let claims = panel.take().await;
    for claim in &claims {
        let outcome =
            upstreams[&claim.route.provider_id].upstream.add(&claim.submission).await.outcome;
        panel.record(claim, outcome).await;
    }
    claims.len()
}

/// Asks the sandbox about everything that is due.
pub(super) async fn look(panel: &Panel) -> usize {
    let (db, clock) = (&panel.app.db, &panel.app.clock);
    let upstreams = panel.app.upstreams.all().await.unwrap();
    let mut changed = 0;
    for due in poll::take_due(db, clock, Vec::new(), 1000).await.unwrap() {
        let id = due.upstream_id.clone();
        let answers =
            upstreams[&due.provider_id].upstream.status(std::slice::from_ref(&id)).await.unwrap();
        if let Some(Ok(report)) = answers.found.get(&id) {
            let reports = vec![(due.order_id, report.clone())];
            changed += poll::apply(db, clock, reports).await.unwrap();
        }
    }
    changed
}

/// Asks the sandbox for cancels and refills.
pub(super) async fn ask(panel: &Panel) -> usize {
    let (db, clock) = (&panel.app.db, &panel.app.clock);
    let upstreams = panel.app.upstreams.all().await.unwrap();
    let due = provider_requests::take_due(db, clock, Vec::new()).await.unwrap();
    let count = due.len();
    for task in due {
        let upstream = &upstreams[&task.provider_id].upstream;
        let id = task.upstream_id.clone();
        match task.ask {
            provider_requests::Ask::Cancel => {
                let answer = upstream.cancel(&id).await;
                provider_requests::record_cancel(db, clock, task, answer).await.unwrap();
            }
            provider_requests::Ask::Refill => {
                let answer = upstream.refill(&id).await;
                provider_requests::record_refill(db, clock, task, answer).await.unwrap();
            }
            provider_requests::Ask::RefillStatus => {
                let answer = upstream.refill_status(&id).await;
                provider_requests::record_refill_state(db, clock, task, answer).await.unwrap();
            }
        }
    }
    count
}

/// Runs every loop once, two seconds later. The sequence takes an order as far as it can go.
pub(super) async fn work(panel: &Panel) {
    let (db, clock) = (&panel.app.db, &panel.app.clock);
    sweep::sweep(db, clock).await.unwrap();
    target::give_up(db, clock).await.unwrap();
    drip::make_runs(db, clock).await.unwrap();
    subscription::look(db, clock, &panel.app.intake).await.unwrap();
    submit(panel).await;
    panel.advance(TimeDelta::seconds(2));
    ask(panel).await;
    look(panel).await;
    drip::end_parents(db, clock).await.unwrap();
}

/// The first account of a panel. To refund an order by hand it must not be the customer's own: see
/// [`clerk`].
fn by() -> desk::By {
    let actor = Actor { account_id: Some(AccountId::new(1)), address: None, ..Actor::COMMAND };
    desk::By { actor, reason: "seen by hand".to_owned(), seen: None }
}

async fn resolve(panel: &Panel, order: i64, decision: Decision) -> Result<(), desk::DeskError> {
    decide::resolve(&panel.app.db, &panel.app.clock, OrderId::new(order), decision, by()).await
}

pub(super) async fn desk_end(panel: &Panel, order: i64, end: End) -> Result<(), desk::DeskError> {
    resolve(panel, order, Decision::End(end)).await
}

pub(super) async fn desk_again(panel: &Panel, order: i64) -> Result<(), desk::DeskError> {
    resolve(panel, order, Decision::Again).await
}

pub(super) async fn desk_dismiss(panel: &Panel, order: i64) -> Result<(), desk::DeskError> {
    resolve(panel, order, Decision::Dismiss).await
}

/// Someone on the staff, as the first account of the panel.
pub(super) async fn clerk(panel: &Panel) {
    assert_eq!(panel.account(Role::Admin).await.id, AccountId::new(1));
}

pub(super) async fn desk_refund(
    panel: &Panel,
    order: i64,
    total: &str,
) -> Result<(), desk::DeskError> {
    let total = waybill::kit::money::Money::parse(total).unwrap();
    desk::refund_to(&panel.app.db, &panel.app.clock, OrderId::new(order), total, by()).await
}
