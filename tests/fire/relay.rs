//! The program is killed while it hands orders to an upstream on the network. Nothing is handed
//! over twice, and nothing that the upstream has is refunded. At most as many orders are left for a
//! person as were on the wire. With idempotency keys none is left; then the upstream is a panel of
//! our own as well, and its books are checked.
//!
//! Seen red by `make seeded`: `unknown-goes-back`, `resend-new-key`.

use std::collections::HashMap;
use std::time::Duration;

use super::panel::beside;
use super::{Clients, Dice, Field, Tell, rounds};
use crate::support::upstream::Upstream;
use crate::support::{ALLOW, Database, Panel, SECRET};
use waybill::providers::ProviderId;

/// How many orders the panel may have on the wire at a time.
const IN_FLIGHT_MAX: i64 = 4;
/// Every step of dispatch, in their order.
const STEPS: [&str; 5] = [
    "dispatch-before-arm",
    "dispatch-after-arm",
    "dispatch-after-send",
    "dispatch-before-record",
    "dispatch-after-record",
];

/// The seller from which the panel buys.
enum Far {
    /// It takes everything.
    Upstream(Upstream),
    /// A panel of ours that does no work by itself: the orders that it takes wait.
    Panel(Panel),
}

impl Far {
    /// The orders that it has, by quantity.
    async fn orders(&self) -> HashMap<i64, Vec<i64>> {
        let taken: Vec<(i64, i64)> = match self {
            Self::Upstream(upstream) => upstream
                .orders()
                .into_iter()
                .map(|(id, kept)| (id, kept.fields["quantity"].parse().unwrap()))
                .collect(),
            Self::Panel(panel) => sqlx::query_as("select id, quantity from orders")
                .fetch_all(panel.app.db.pool())
                .await
                .unwrap(),
        };
        let mut there: HashMap<i64, Vec<i64>> = HashMap::new();
        for (id, quantity) in taken {
            there.entry(quantity).or_default().push(id);
        }
        there
    }

    /// Checks that its own books add up.
    async fn end(self) {
        if let Self::Panel(panel) = self {
            panel.finish().await;
        }
    }
}

/// Lets an upstream deliver what the clients order.
async fn lay(field: &Field, takes_keys: bool) -> Upstream {
    let upstream = Upstream::start().await;
    if takes_keys {
        upstream.take_keys();
    }
    send_to(field, takes_keys, (&upstream.url, "their-key-for-us", 12)).await;
    upstream
}

/// As [`lay`], and it is a panel.
async fn lay_panel(field: &Field) -> Panel {
    let far = Panel::start(Database::fresh().await, &["--no-work"]).await;
    let (buyer, service) = (far.customer("100000000").await, far.service(|_| {}).await);
    send_to(field, true, (&format!("{}/api/v2", far.base), &buyer.key, service)).await;
    far
}

async fn send_to(field: &Field, takes_keys: bool, (url, key, service): (&str, &str, i64)) {
    let panel = beside(&field.options()).await;
    let provider = panel.provider("Far", url).await;
    if takes_keys {
        panel.confirm_keys(provider).await;
    }
    sqlx::query("update providers set secret = $2 where id = $1")
        .bind(provider)
        .bind(panel.app.upstreams.seal(ProviderId::new(provider), key))
        .execute(panel.app.db.pool())
        .await
        .unwrap();
    for sql in [
        format!("update providers set in_flight_max = {IN_FLIGHT_MAX} where id = {provider}"),
        format!("delete from routes where service_id = {}", field.service),
        // A program that is killed in the middle says nothing about the provider.
        "create function keep_open() returns trigger language plpgsql as
           $$ begin new.unknowns := 0; new.paused_reason := null; return new; end $$"
            .to_owned(),
        "create trigger keep_open before update on providers
           for each row execute function keep_open()"
            .to_owned(),
    ] {
        field.execute(&sql).await.unwrap();
    }
    panel.route(field.service, provider).await;
    field.execute(&format!("update routes set upstream_service = '{service}'")).await.unwrap();
    panel.stop().await;
}

/// The environment of a panel whose upstream is on this machine.
fn env<'e>(more: &[(&'e str, &'e str)]) -> Vec<(&'e str, &'e str)> {
    let allow = ALLOW.split_once('=').unwrap().1;
    [&[("WAYBILL_SECRET", SECRET), ("WAYBILL_PROVIDER_ALLOW", allow)], more].concat()
}

async fn settle(field: &Field, clients: Clients, far: &Far, kills: i64, keys: bool) {
    let panel = field.serve(Tell::Folder, &env(&[]));
    clients.go_to(&panel.url);
    let journal = clients.finish().await;
    // As in `Field::rest`; also, orders to be sent again are due at once.
    let push = "with lapsed as (
                    update looks set due_at = now()
                    where what = 'sending' and due_at < now() + interval '80 seconds'
                       or what = 'again' and due_at > now())
                update orders set due_at = now() where state = 'queued' and due_at > now()";
    let ends: &[&str] = if keys { &["running"] } else { &["running", "unknown"] };
    field.until_only(ends, push).await;
    assert!(panel.stop().success());
    let there = far.orders().await;
    let orders: i64 = field.value("select count(*) from orders").await;
    assert_eq!(usize::try_from(orders).unwrap(), journal.len(), "nobody else has an order");
    let panel = beside(&field.options()).await;
    let rows: Vec<(i64, String, i64, i64, Option<String>, i64)> = sqlx::query_as(
        "select o.id, o.state, o.quantity, o.refunded, o.upstream_id, count(t.*)
         from orders o left join transfers t on t.order_id = o.id and t.kind = 'charge'
         group by o.id",
    )
    .fetch_all(panel.app.db.pool())
    .await
    .unwrap();
    let rows: HashMap<i64, _> = rows.into_iter().map(|row| (row.0, row)).collect();
    let mut unknown = 0;
    for (key, order, quantity) in &journal {
        let (_, state, units, refunded, named, charges) = &rows[order];
        assert_eq!((units, *charges, *refunded), (quantity, 1, 0), "{key}: order {order}");
        let has = there.get(quantity).map(Vec::as_slice).unwrap_or_default();
        match (state.as_str(), has) {
            ("running", [id]) => assert_eq!(named.as_deref(), Some(id.to_string().as_str())),
            ("unknown", [] | [_]) if !keys => unknown += 1,
            _ => panic!("order {order} is {state}, and there are {has:?} of it"),
        }
    }
    println!("{} orders, {kills} kills, {unknown} for a person", journal.len());
    assert!(unknown <= kills * IN_FLIGHT_MAX, "{unknown} unknown after {kills} kills");
    panel.assert_books().await;
    panel.stop().await;
}

async fn killed_at_each_step(field: Field, far: Far, keys: bool) {
    let clients = Clients::start(8, &field);
    let mut kills = 0;
    for step in STEPS {
        for nth in 1..=rounds(2, 9) {
            let point = format!("{step}:{nth}");
            let mut panel = field.serve(Tell::Folder, &env(&[("WAYBILL_FAILPOINT", &point)]));
            clients.go_to(&panel.url);
            let since = std::time::Instant::now();
            while panel.is_alive() {
                assert!(since.elapsed().as_secs() < 30, "no crash at {point}:\n{}", panel.tail());
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            kills += 1;
        }
    }
    settle(&field, clients, &far, kills, keys).await;
    far.end().await;
    field.clear().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_at_each_step_of_a_submission() {
    let field = Field::new().await;
    let far = Far::Upstream(lay(&field, false).await);
    killed_at_each_step(field, far, false).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_at_each_step_with_keys() {
    let field = Field::new().await;
    let far = Far::Upstream(lay(&field, true).await);
    killed_at_each_step(field, far, true).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_at_each_step_and_a_panel_of_ours_has_nothing_twice() {
    let field = Field::new().await;
    let far = Far::Panel(lay_panel(&field).await);
    killed_at_each_step(field, far, true).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_at_random_moments_of_submissions() {
    for keys in [false, true] {
        let field = Field::new().await;
        let upstream = lay(&field, keys).await;
        upstream.delay(Duration::from_millis(5));
        let far = Far::Upstream(upstream);
        let clients = Clients::start(8, &field);
        let mut dice = Dice(23);
        let kills = rounds(8, 50);
        for _ in 0..kills {
            let panel = field.serve(Tell::Folder, &env(&[]));
            clients.go_to(&panel.url);
            clients.more(5).await;
            tokio::time::sleep(Duration::from_millis(dice.below(150))).await;
            panel.kill();
        }
        settle(&field, clients, &far, i64::from(kills), keys).await;
        field.clear().await;
    }
}
