//! The intake in races: the funds for one order, one link, one key.
//!
//! Two panels serve one database, so that nothing but the database can keep them apart. Seen red
//! by `make seeded`: `unlocked-wallets` reads the wallets without a lock, `stale-prices` relies on
//! prices that were kept.

use futures_util::future::join_all;
use serde_json::Value;

use crate::support::{Customer, Panel, assert_none, eventually, order_id, still_panel};

async fn add(panel: &Panel, customer: &Customer, service: i64, more: &[(&str, &str)]) -> Value {
    let service = service.to_string();
    let mut fields = vec![("action", "add"), ("service", service.as_str())];
    fields.extend_from_slice(more);
    panel.v2(&customer.key, &fields).await
}

const ORDER: [(&str, &str); 2] = [("link", "https://example.com/p/1"), ("quantity", "1000")];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_clients_race_for_the_funds_of_one_order() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let other = panel.second(&["--no-work"]).await;
        for round in 0..100 {
            let customer = panel.customer("1.999999").await;
            let clients = (0..200).map(|n| {
                let panel = if n % 2 == 0 { panel } else { &other };
                add(panel, &customer, service, &ORDER)
            });
            let answers = join_all(clients).await;
            let (won, lost): (Vec<_>, Vec<_>) =
                answers.into_iter().partition(|answer| answer["order"].is_i64());
            assert_eq!(won.len(), 1, "round {round}: {won:?}");
            let others: Vec<_> = lost
                .iter()
                .filter(|answer| answer["error"] != "Not enough funds on balance")
                .collect();
            assert_none(&others);
            assert_eq!(panel.balance(&customer).await, "0.999999");
        }
        other.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_key_is_one_order_however_often_it_is_sent() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("50").await;
        let keyed = [ORDER[0], ORDER[1], ("idempotency_key", "the-first")];
        let clients = (0..50).map(|_| add(panel, &customer, service, &keyed));
        let mut ids: Vec<i64> = join_all(clients).await.iter().map(order_id).collect();
        ids.dedup();
        assert_eq!(ids.len(), 1);
        assert_eq!(panel.balance(&customer).await, "49.00");
        // Also later, and although the money is gone by then.
        assert_eq!(order_id(&add(panel, &customer, service, &keyed).await), ids[0]);
        let other = [ORDER[0], ("quantity", "999"), ("idempotency_key", "the-first")];
        let answer = add(panel, &customer, service, &other).await;
        assert_eq!(answer["error"], "Idempotency key was used with other parameters");
        // The same text as a key of another account is another key.
        let neighbour = panel.customer("50").await;
        assert_ne!(order_id(&add(panel, &neighbour, service, &keyed).await), ids[0]);
        assert_eq!(panel.balance(&customer).await, "49.00");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_link_has_one_open_order_where_the_service_says_so() {
    still_panel(async |panel| {
        let service = panel.service(|service| service.draft.unique_link = true).await;
        let customer = panel.customer("50").await;
        let clients = (0..50).map(|_| add(panel, &customer, service, &ORDER));
        let answers = join_all(clients).await;
        let placed: Vec<i64> =
            answers.iter().filter_map(|answer| answer["order"].as_i64()).collect();
        assert_eq!(placed.len(), 1, "{answers:?}");
        let sentence =
            "You have active order with this link. Please wait until order being completed.";
        assert_eq!(answers.iter().filter(|answer| answer["error"] == sentence).count(), 49);
        // Once it has ended, the link is free again.
        let id = placed[0].to_string();
        panel.v2(&customer.key, &[("action", "cancel"), ("orders", &id)]).await;
        order_id(&add(panel, &customer, service, &ORDER).await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refused_neighbour_harms_nobody() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customers = join_all((0..20).map(|n| {
            let money = if n % 2 == 0 { "1" } else { "0.5" };
            panel.customer(money)
        }))
        .await;
        let answers =
            join_all(customers.iter().map(|customer| add(panel, customer, service, &ORDER))).await;
        for (n, answer) in answers.iter().enumerate() {
            assert_eq!(answer["order"].is_i64(), n % 2 == 0, "{n}: {answer}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_is_answered_in_one_round_with_everything_in_one_transaction() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customers = join_all((0..30).map(|_| panel.customer("1"))).await;
        let calls = customers.iter().map(|customer| add(panel, customer, service, &ORDER));
        let ids: Vec<i64> = join_all(calls).await.iter().map(order_id).collect();
        // If any order had needed a second round, its rows would be from two transactions.
        let torn: Vec<i64> = sqlx::query_scalar(
            "select o.id from orders o join transfers t on t.order_id = o.id
             join order_events e on e.order_id = o.id join wallets w on w.account_id = o.account_id
             where o.id = any($1) and (t.xmin::text, e.xmin::text, w.xmin::text)
                   <> (o.xmin::text, o.xmin::text, o.xmin::text)",
        )
        .bind(&ids)
        .fetch_all(panel.app.db.pool())
        .await
        .unwrap();
        assert_none(&torn);
        for customer in &customers {
            assert_eq!(panel.balance(customer).await, "0.00");
        }
    })
    .await;
}

/// Each process keeps prices ready. If somebody else changes a price before the order's wallet is
/// locked, the new price counts, even while the order waits for that lock.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_price_that_was_changed_elsewhere_is_the_price() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("50").await;
        let other = panel.second(&["--no-work"]).await;
        order_id(&add(panel, &customer, service, &ORDER).await);
        assert_eq!(panel.balance(&customer).await, "49.00");
        other.own_rate(&customer, service, Some("2")).await;
        order_id(&add(panel, &customer, service, &ORDER).await);
        assert_eq!(panel.balance(&customer).await, "47.00");

        // The order has read the old price and waits for the wallet.
        let mut holder = panel.owner.acquire().await.unwrap();
        let hold = "begin; select from wallets for update";
        sqlx::raw_sql(hold).execute(&mut *holder).await.unwrap();
        let waits = add(panel, &customer, service, &ORDER);
        let changed = async {
            eventually("the order to wait for the wallet", async || {
                let waiting = "select count(*) from pg_stat_activity
                               where datname = current_database() and wait_event_type = 'Lock'";
                let count: i64 =
                    sqlx::query_scalar(waiting).fetch_one(panel.app.db.pool()).await.unwrap();
                (count > 0).then_some(())
            })
            .await;
            other.own_rate(&customer, service, Some("3")).await;
            sqlx::raw_sql("commit").execute(&mut *holder).await.unwrap();
        };
        let (answer, ()) = tokio::join!(waits, changed);
        order_id(&answer);
        assert_eq!(panel.balance(&customer).await, "44.00");

        // The same for every writer and every kind of change: a target, a service.
        let pool = panel.app.db.pool();
        sqlx::raw_sql("delete from custom_rates").execute(pool).await.unwrap();
        order_id(&add(panel, &customer, service, &ORDER).await);
        assert_eq!(panel.balance(&customer).await, "43.00");
        other.block("example.com").await;
        assert_eq!(add(panel, &customer, service, &ORDER).await["error"], "Bad link");
        sqlx::raw_sql("update services set enabled = false").execute(pool).await.unwrap();
        let answer = add(panel, &customer, service, &ORDER).await;
        assert_eq!(answer["error"], "Incorrect service ID");
        // A service that does not exist yet, and then does.
        let next = (service + 1).to_string();
        let missing = [("action", "add"), ("service", next.as_str()), ORDER[0], ORDER[1]];
        assert_eq!(panel.v2(&customer.key, &missing).await["error"], "Incorrect service ID");
        sqlx::raw_sql("delete from blocked_targets").execute(pool).await.unwrap();
        assert_eq!(other.service(|_| {}).await, service + 1);
        order_id(&panel.v2(&customer.key, &missing).await);
        other.stop().await;
    })
    .await;
}

/// The lock goes along with `begin`, so it fails there: nothing is placed, and the lane takes a new
/// session for the next order.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_whose_wallet_stays_locked_is_not_placed() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("50").await;
        let pool = panel.app.db.pool();
        let soon = "do $$ begin execute format('alter database %I set lock_timeout = ''100ms''',
                                               current_database()); end $$";
        sqlx::raw_sql(soon).execute(&panel.owner).await.unwrap();
        let mut holder = panel.owner.acquire().await.unwrap();
        sqlx::raw_sql("begin; select from wallets for update").execute(&mut *holder).await.unwrap();
        for _ in 0..3 {
            let answer = add(panel, &customer, service, &ORDER).await;
            assert!(answer["error"].is_string(), "{answer}");
        }
        sqlx::raw_sql("commit").execute(&mut *holder).await.unwrap();
        drop(holder);
        assert_eq!(panel.balance(&customer).await, "50.00");
        order_id(&add(panel, &customer, service, &ORDER).await);
        assert_eq!(panel.balance(&customer).await, "49.00");
        eventually("the sessions of the refused to be gone", async || {
            let open = "select count(*) from pg_stat_activity where datname = current_database()
                        and state like 'idle in transaction%'";
            let count: i64 = sqlx::query_scalar(open).fetch_one(pool).await.unwrap();
            (count == 0).then_some(())
        })
        .await;
    })
    .await;
}
