//! An action of staff on many orders goes on where it was when the program is killed, and does each
//! order once.
//!
//! Seen red by `make seeded`: `bulk-apart`.

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use waybill::accounts::audit::Actor;
use waybill::accounts::role::Role;
use waybill::catalogue::ServiceId;
use waybill::orders::bulk::{self, Action};
use waybill::orders::{Delivery, OrderId, Request, Source, poll};
use waybill::providers::{Report, Word};

use super::panel::beside;
use super::{Dice, Field, Tell, rounds};
use crate::support::Panel;

const DONE: &str = "select count(*) from bulk_items where state = 'done'";
const REFUNDS: &str = "select count(*) from transfers where kind = 'refund'";
/// An order that was refunded and does not say so, or the other way round.
const APART: &str = "select count(*) from bulk_items i join orders o on o.id = i.order_id
    where (i.state = 'done') <> (o.refunded > 0) or i.state in ('skipped', 'failed')";

/// Orders that are delivered.
async fn completed(panel: &Panel, field: &Field, count: u32) -> Vec<OrderId> {
    let place = |number: u32| {
        panel.app.intake.place(Request {
            account_id: field.customer.id,
            service_id: ServiceId::new(field.service),
            parameters: [
                ("link", format!("https://example.com/p/{number}")),
                ("quantity", "100".into()),
            ]
            .map(|(name, text)| (name.to_owned(), text))
            .into(),
            delivery: Delivery::default(),
            idempotency_key: None,
            max_charge: None,
            source: Source::Page,
            token_id: None,
            parent_id: None,
        })
    };
    let numbers: Vec<u32> = (0..count).collect();
    let mut ids: Vec<OrderId> = Vec::new();
    // As many as may wait at a time.
    for some in numbers.chunks(500) {
        let placed = join_all(some.iter().copied().map(place)).await;
        ids.extend(placed.into_iter().map(|one| one.unwrap().order_id));
    }
    for _ in 0..=count / 1000 {
        panel.submit().await;
    }
    for some in ids.chunks(500) {
        let report =
            |id: &OrderId| (*id, Report { remains: Some(0), ..Report::new(Word::Completed) });
        let reports = some.iter().map(report).collect();
        poll::apply(&panel.app.db, &panel.app.clock, reports).await.unwrap();
    }
    ids
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_in_the_middle_it_goes_on_where_it_was() {
    let field = Field::new().await;
    let panel = beside(&field.options()).await;
    let count = rounds(500, 10_000);
    let orders = completed(&panel, &field, count).await;
    let who = panel.account(Role::Admin).await.id;
    let (db, clock) = (&panel.app.db, &panel.app.clock);
    let id = bulk::plan(db, clock, who, orders, Action::Refund(50)).await.unwrap();
    let actor = Actor { account_id: Some(who), ..Actor::COMMAND };
    bulk::start(db, clock, actor, id, "half of it".to_owned()).await.unwrap();

    let consistent = async |at: &str| {
        assert_eq!(field.value::<i64>(APART).await, 0, "{at}");
        let (done, refunds) = (field.value::<i64>(DONE).await, field.value::<i64>(REFUNDS).await);
        assert_eq!(done, refunds, "{at}");
        done
    };
    let mut before = 0;
    for step in ["bulk-before-mark", "bulk-before-commit", "bulk-after-commit"] {
        for nth in [1, 20] {
            let point = format!("{step}:{nth}");
            let mut program = field.serve(Tell::Folder, &[("WAYBILL_FAILPOINT", &point)]);
            let since = Instant::now();
            while program.is_alive() {
                assert!(since.elapsed().as_secs() < 30, "no crash at {point}:\n{}", program.tail());
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            let done = consistent(&point).await;
            assert!(done >= before, "{point}");
            before = done;
        }
    }
    let mut dice = Dice(5);
    for round in 0..rounds(4, 40) {
        let program = field.serve(Tell::Folder, &[]);
        tokio::time::sleep(Duration::from_millis(dice.below(120))).await;
        program.kill();
        consistent(&format!("kill {round}")).await;
    }
    // Two processes do the rest.
    let programs = [field.serve(Tell::Folder, &[]), field.serve(Tell::Folder, &[])];
    let since = Instant::now();
    while field.value::<String>("select state from bulk_actions").await != "done" {
        assert!(since.elapsed().as_secs() < 120, "it is not done:\n{}", programs[0].tail());
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    for program in programs {
        assert!(program.stop().success());
    }
    assert_eq!(consistent("at the end").await, i64::from(count));
    let moved: i64 = field.value("select moved from bulk_actions").await;
    assert_eq!(moved, i64::from(count) * 50_000);
    panel.assert_books().await;
    panel.stop().await;
    field.clear().await;
}
