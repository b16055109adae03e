//! Refusals in a row, whatever their words: they say something about the provider, if they concern
//! different customers and different targets.
//!
//! Seen red by `make seeded`: `refusals-go-on`, `one-customer-pauses`, `refusals-unlocked`.

use chrono::TimeDelta;
use futures_util::future::join_all;
use tokio::sync::oneshot;
use waybill::accounts::audit::Actor;
use waybill::kit::db;
use waybill::orders::dispatch::{self, Answer};
use waybill::providers::provider;
use waybill::providers::{Balance, ProviderId, balance};

use super::{paused, state, take, turn, value};
use crate::support::upstream::{Reply, Upstream};
use crate::support::{ALLOW, Customer, Panel, eventually, order_id, panel_with};

const NO: &str = "Zorg 17 blurb";

async fn order(panel: &Panel, customer: &Customer, service: i64, link: &str) -> i64 {
    let service = service.to_string();
    let fields =
        [("action", "add"), ("service", service.as_str()), ("link", link), ("quantity", "1000")];
    order_id(&panel.v2(&customer.key, &fields).await)
}

async fn customers(panel: &Panel, count: usize) -> Vec<Customer> {
    let mut people = Vec::new();
    for _ in 0..count {
        people.push(panel.customer("100").await);
    }
    people
}

async fn alert(panel: &Panel, provider: i64) -> Option<String> {
    value(panel, &format!("select alert from providers where id = {provider}")).await
}

/// Orders of these people in turn, for these links in turn; all of them are refused.
async fn refused(
    panel: &Panel,
    upstream: &Upstream,
    service: i64,
    (people, links, count): (&[Customer], &[&str], usize),
) {
    for n in 0..count {
        let link = links[n % links.len()];
        let id = order(panel, &people[n % people.len()], service, link).await;
        upstream.then(Reply::error(NO));
        assert_eq!(turn(panel).await, [id]);
        assert_eq!(state(panel, id).await, "canceled");
    }
}

const LINKS: [&str; 2] = ["https://example.com/p/1", "https://example.com/p/2"];

#[tokio::test]
async fn ten_refusals_in_a_row_pause_it_until_staff_open_it() {
    panel_with(&[ALLOW, "--no-work"], async |panel| {
        let upstream = Upstream::start().await;
        let far = panel.provider("Far", &upstream.url).await;
        let service = panel.service_by(&[far]).await;
        let people = customers(panel, 3).await;
        // An order that is taken ends the row.
        refused(panel, &upstream, service, (&people, &LINKS, 9)).await;
        order(panel, &people[0], service, LINKS[0]).await;
        turn(panel).await;
        refused(panel, &upstream, service, (&people, &LINKS, 9)).await;
        assert_eq!(paused(panel, far).await, None);
        refused(panel, &upstream, service, (&people, &LINKS, 1)).await;
        let why = paused(panel, far).await.unwrap();
        assert!(why.contains("10 orders in a row") && why.contains(NO), "{why}");
        let waiting = order(panel, &people[0], service, LINKS[0]).await;
        // A balance says nothing about why it refuses.
        let (db, clock) = (&panel.app.db, &panel.app.clock);
        let found = Balance { amount: 9_000_000, currency: None, takes_idempotency_keys: false };
        balance::record(db, clock, (ProviderId::new(far), found)).await.unwrap();
        panel.advance(TimeDelta::minutes(2));
        assert_eq!(turn(panel).await, Vec::<i64>::new());
        assert_eq!(state(panel, waiting).await, "queued");
        // Staff open it, and the row starts again.
        provider::resume(db, clock, Actor::COMMAND, ProviderId::new(far)).await.unwrap();
        panel.advance(TimeDelta::minutes(2));
        upstream.then(Reply::error(NO));
        assert_eq!(turn(panel).await, [waiting]);
        refused(panel, &upstream, service, (&people, &LINKS, 8)).await;
        assert_eq!(paused(panel, far).await, None);
        refused(panel, &upstream, service, (&people, &LINKS, 1)).await;
        assert!(paused(panel, far).await.is_some());
    })
    .await;
}

#[tokio::test]
async fn of_fewer_customers_staff_are_only_told() {
    panel_with(&[ALLOW, "--no-work"], async |panel| {
        let upstream = Upstream::start().await;
        let far = panel.provider("Far", &upstream.url).await;
        let service = panel.service_by(&[far]).await;
        let people = customers(panel, 2).await;
        refused(panel, &upstream, service, (&people, &LINKS, 9)).await;
        assert_eq!(alert(panel, far).await, None);
        refused(panel, &upstream, service, (&people, &LINKS, 6)).await;
        assert_eq!(paused(panel, far).await, None);
        assert!(alert(panel, far).await.unwrap().contains("of 2 customers"));
        // It takes an order again: there is nothing left to report.
        order(panel, &people[0], service, LINKS[0]).await;
        turn(panel).await;
        assert_eq!(alert(panel, far).await, None);
    })
    .await;
}

#[tokio::test]
async fn one_target_may_be_wrong_whoever_orders_for_it() {
    panel_with(&[ALLOW, "--no-work"], async |panel| {
        let upstream = Upstream::start().await;
        let far = panel.provider("Far", &upstream.url).await;
        let service = panel.service_by(&[far]).await;
        let people = customers(panel, 4).await;
        let spellings = ["https://example.com/p/1", "http://www.example.com/P/1/"];
        refused(panel, &upstream, service, (&people, &spellings, 12)).await;
        assert_eq!((paused(panel, far).await, alert(panel, far).await), (None, None));
    })
    .await;
}

/// There is one row, whoever records it: each answer by itself, all at the same time.
#[tokio::test]
async fn answers_of_many_processes_make_one_row() {
    panel_with(&[ALLOW, "--no-work"], async |panel| {
        let upstream = Upstream::start().await;
        let far = panel.provider("Far", &upstream.url).await;
        let service = panel.service_by(&[far]).await;
        let people = customers(panel, 5).await;
        for n in 0..10 {
            order(panel, &people[n % 5], service, LINKS[n % 2]).await;
            upstream.then(Reply::error(NO));
        }
        let claims = take(panel).await;
        assert_eq!(claims.len(), 10);
        let connected = panel.app.upstreams.all().await.unwrap();
        let mut answers = Vec::new();
        for claim in claims {
            let sent = connected[&ProviderId::new(far)].upstream.add(&claim.submission).await;
            answers.push(Answer { claim, sent });
        }
        let record = async |answer: Answer| {
            dispatch::record_all(&panel.app.db, &panel.app.clock, vec![answer]).await.unwrap();
        };
        // An answer that is recorded twice counts once.
        let (first, rest) = answers.split_at(5);
        join_all(first.iter().chain(first).cloned().map(record)).await;
        assert_eq!(paused(panel, far).await, None);
        // The others come at the same moment.
        let (free, freed) = oneshot::channel::<()>();
        let (locked, is_locked) = oneshot::channel::<()>();
        let held = panel.app.db.transaction(move |tx| {
            Box::pin(async move {
                sqlx::query("lock table provider_refusals in share row exclusive mode")
                    .execute(&mut **tx)
                    .await?;
                locked.send(()).unwrap();
                freed.await.unwrap();
                Ok::<_, db::Error>(())
            })
        });
        let release = async {
            is_locked.await.unwrap();
            let recorded = join_all(rest.iter().cloned().map(record));
            let freed = async {
                eventually("all to wait", async || {
                    let waiting = "select count(*) from pg_stat_activity
                                   where wait_event_type = 'Lock' and datname = current_database()";
                    (value::<i64>(panel, waiting).await == 5).then_some(())
                })
                .await;
                free.send(()).unwrap();
            };
            tokio::join!(recorded, freed);
        };
        let (held, ()) = tokio::join!(held, release);
        held.unwrap();
        assert!(paused(panel, far).await.is_some());
    })
    .await;
}
