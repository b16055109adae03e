//! Orders that go to an upstream on the network: what is sent, what comes back, and what it leads
//! to. On a panel that does no work by itself, [`turn`] runs the dispatcher once.

mod again;
mod calls;
mod cost;
mod outcomes;
mod pauses;
mod refusals;
mod words;
mod work;

use serde_json::Value;
use waybill::orders::dispatch::{self, Answer, Claim, Room};
use waybill::orders::sweep;

use crate::support::rows::{attention, execute, state, value};
use crate::support::{Customer, Panel, order_id};

async fn order(panel: &Panel, customer: &Customer, service: i64, quantity: i64) -> i64 {
    let (service, quantity) = (service.to_string(), quantity.to_string());
    let fields = [
        ("action", "add"),
        ("service", service.as_str()),
        ("link", "https://example.com/p/1"),
        ("quantity", &quantity),
    ];
    order_id(&panel.v2(&customer.key, &fields).await)
}

/// Takes what is due, if its provider has room.
async fn take(panel: &Panel) -> Vec<Claim> {
    let connected = panel.app.upstreams.all().await.unwrap();
    let open = connected.values().filter(|one| one.is_open);
    let room: Room = open.map(|one| (one.id, one.in_flight_max)).collect();
    dispatch::turns::sort(&panel.app.db, room.keys().copied().collect()).await.unwrap();
    let (db, clock, turns) = (&panel.app.db, &panel.app.clock, dispatch::Turns::default());
    dispatch::take(db, clock, &turns, room, 1000).await.unwrap().claims
}

/// Sends these and records what comes back, all at the same time.
async fn send(panel: &Panel, claims: Vec<Claim>) {
    let connected = panel.app.upstreams.all().await.unwrap();
    let mut answers = Vec::new();
    for claim in claims {
        let sent = connected[&claim.route.provider_id].upstream.add(&claim.submission).await;
        answers.push(Answer { claim, sent });
    }
    dispatch::record_all(&panel.app.db, &panel.app.clock, answers).await.unwrap();
}

/// Runs the dispatcher once; answers the orders that were sent.
async fn turn(panel: &Panel) -> Vec<i64> {
    let claims = take(panel).await;
    let ids = claims.iter().map(|claim| claim.order_id.get()).collect();
    send(panel, claims).await;
    ids
}

async fn sweep(panel: &Panel) {
    sweep::sweep(&panel.app.db, &panel.app.clock).await.unwrap();
}

async fn paused(panel: &Panel, provider: i64) -> Option<String> {
    value(panel, &format!("select paused_reason from providers where id = {provider}")).await
}

async fn status(panel: &Panel, customer: &Customer, order: i64) -> Value {
    panel.v2(&customer.key, &[("action", "status"), ("order", &order.to_string())]).await
}
