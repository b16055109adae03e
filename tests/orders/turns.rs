//! Customers take turns: what one of them has queued delays nobody else, and neither does a
//! provider that is full or a service that is stuck.
//!
//! Seen red by `make seeded`: `no-turns`, `stuck-service-blocks`, `lost-in-a-closed-lane`.

use std::collections::HashMap;

use waybill::orders::dispatch::{Claim, Room};
use waybill::providers::ProviderId;

use super::{accepted, execute, order, state, value};
use crate::support::{Customer, Panel, still_panel};

/// Orders of this customer, in the order in which they became due.
async fn orders(panel: &Panel, customer: &Customer, service: i64, many: usize) -> Vec<i64> {
    let mut ids = Vec::with_capacity(many);
    for _ in 0..many {
        ids.push(order(panel, customer, service, 1000).await);
    }
    ids
}

/// A service whose only route is a provider of this name.
async fn service_of(panel: &Panel, name: &str) -> i64 {
    let service = panel.service(|_| {}).await;
    for sql in [
        format!(
            "insert into providers (name, protocol) select '{name}', 'sandbox'
             where not exists (select from providers where name = '{name}')"
        ),
        format!(
            "update routes set provider_id = (select id from providers where name = '{name}')
             where service_id = {service}"
        ),
    ] {
        execute(panel, &sql).await;
    }
    service
}

async fn room(panel: &Panel, of: &[(&str, u32)]) -> Room {
    let mut room = HashMap::new();
    for (name, free) in of {
        let id = value(panel, &format!("select id from providers where name = '{name}'")).await;
        room.insert(ProviderId::new(id), *free);
    }
    room
}

fn ids(claims: &[Claim]) -> Vec<i64> {
    claims.iter().map(|claim| claim.order_id.get()).collect()
}

#[tokio::test]
async fn a_customer_with_many_orders_delays_nobody() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let (big, small) = (panel.customer("100").await, panel.customer("10").await);
        let many = orders(panel, &big, service, 30).await;
        let one = order(panel, &small, service, 1000).await;
        // The provider is always full but for one place.
        let mut taken = Vec::new();
        for _ in 0..12 {
            let claims = panel.take_for(room(panel, &[("Sandbox", 1)]).await, 1).await.unwrap();
            panel.record(&claims[0], accepted(claims[0].order_id)).await;
            taken.extend(ids(&claims));
        }
        assert!(taken[..2].contains(&one), "{taken:?}");
        // The orders of one customer keep their order.
        taken.retain(|id| *id != one);
        assert_eq!(taken, many[..11]);
    })
    .await;
}

#[tokio::test]
async fn each_customer_has_as_many_turns() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let mut of = HashMap::new();
        for many in [20, 6, 9, 3] {
            let customer = panel.customer("100").await;
            for id in orders(panel, &customer, service, many).await {
                of.insert(id, customer.id);
            }
        }
        // Three at a time for four customers: after four looks each of them has had three.
        let mut had: HashMap<_, usize> = HashMap::new();
        for _ in 0..4 {
            let claims = panel.take_for(room(panel, &[("Sandbox", 3)]).await, 500).await.unwrap();
            assert_eq!(claims.len(), 3);
            for claim in claims {
                *had.entry(of[&claim.order_id.get()]).or_default() += 1;
            }
        }
        assert!(had.len() == 4 && had.values().all(|turns| *turns == 3), "{had:?}");
        // What some do not need, the others get: there is room for all the rest.
        let claims = panel.take_for(room(panel, &[("Sandbox", 40)]).await, 500).await.unwrap();
        assert_eq!(claims.len(), 38 - 12);
    })
    .await;
}

#[tokio::test]
async fn a_full_provider_delays_only_its_own_orders() {
    still_panel(async |panel| {
        let (here, there) = (panel.service(|_| {}).await, service_of(panel, "Second").await);
        let customer = panel.customer("100").await;
        orders(panel, &customer, here, 20).await;
        let one = order(panel, &customer, there, 1000).await;
        let free = room(panel, &[("Sandbox", 0), ("Second", 1)]).await;
        let claims = panel.take_for(free, 1).await.unwrap();
        assert_eq!(ids(&claims), [one]);
    })
    .await;
}

#[tokio::test]
async fn a_service_that_is_stuck_delays_only_its_own_orders() {
    still_panel(async |panel| {
        let (stuck, free) = (panel.service(|_| {}).await, panel.service(|_| {}).await);
        let customer = panel.customer("100").await;
        let many = orders(panel, &customer, stuck, 12).await;
        let one = order(panel, &customer, free, 1000).await;
        let pause = |why: &str| {
            format!("update routes set paused_reason = {why} where service_id = {stuck}")
        };
        execute(panel, &pause("'its price rose'")).await;
        let mut taken = Vec::new();
        for _ in 0..4 {
            let place = room(panel, &[("Sandbox", 4)]).await;
            taken.extend(ids(&panel.take_for(place, 4).await.unwrap()));
        }
        assert_eq!(taken, [one]);
        // While it is stuck, its orders cost nothing.
        let versions =
            "select array_agg(xmin::text order by id) from orders where state = 'queued'";
        let before: Vec<String> = value(panel, versions).await;
        for _ in 0..3 {
            let place = room(panel, &[("Sandbox", 4)]).await;
            assert!(panel.take_for(place, 4).await.unwrap().is_empty());
        }
        assert_eq!(value::<Vec<String>>(panel, versions).await, before);
        execute(panel, &pause("null")).await;
        let mut taken = Vec::new();
        for _ in 0..3 {
            let place = room(panel, &[("Sandbox", 4)]).await;
            taken.extend(ids(&panel.take_for(place, 4).await.unwrap()));
        }
        assert_eq!(taken, many);
    })
    .await;
}

#[tokio::test]
async fn orders_of_a_closed_provider_go_the_next_way() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let other = service_of(panel, "Second").await;
        execute(
            panel,
            &format!(
                "insert into routes (service_id, position, provider_id, settings)
                 select {service}, 1, provider_id, settings from routes where service_id = {other}"
            ),
        )
        .await;
        let customer = panel.customer("100").await;
        let many = orders(panel, &customer, service, 3).await;
        execute(panel, "update providers set paused_reason = 'rest' where name = 'Sandbox'").await;
        let claims = panel.take_for(room(panel, &[("Second", 5)]).await, 5).await.unwrap();
        assert_eq!(ids(&claims), many);
        // Nobody else can take these: they wait where they are.
        let alone = panel.service(|_| {}).await;
        let waits = order(panel, &customer, alone, 1000).await;
        assert!(panel.take_for(room(panel, &[("Second", 5)]).await, 5).await.unwrap().is_empty());
        assert_eq!(state(panel, waits).await, "queued");
        execute(panel, "update providers set paused_reason = null where name = 'Sandbox'").await;
        let all = room(panel, &[("Sandbox", 5), ("Second", 5)]).await;
        assert_eq!(ids(&panel.take_for(all, 5).await.unwrap()), [waits]);
    })
    .await;
}
