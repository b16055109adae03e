//! The answers to callers who have no access: every wrong key gets the same answer, and what
//! belongs to another account does not exist.

use chrono::TimeDelta;
use waybill::accounts::account::{self, Status};
use waybill::accounts::audit::Actor;
use waybill::accounts::networks;
use waybill::accounts::token::{self, Scope};

use super::{NOTHING, ORDER, ask_text, checked, place};
use crate::support::{Customer, Panel, panel_with, still_panel};

const WRONG: &str = r#"{"error":"Invalid API key"}"#;

async fn said(panel: &Panel, key: &str, fields: &[(&str, &str)]) -> String {
    checked(panel.v2_response(key, fields).await).await
}

const BALANCE: [(&str, &str); 1] = [("action", "balance")];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_that_is_none_is_told_nothing_more() {
    still_panel(async |panel| {
        let customer = panel.customer("10").await;
        let mut mistyped = customer.key.clone().into_bytes();
        mistyped[10] = if mistyped[10] == b'a' { b'b' } else { b'a' };
        let mistyped = String::from_utf8(mistyped).unwrap();
        let unknown = waybill::kit::secret::token(token::PREFIX);
        let long = "x".repeat(100_000);
        let keys = ["", " ", "null", "undefined", "0", "x", "wb_", "ключ", "' or 1=1 --", "\0"];
        let more = [mistyped.as_str(), &unknown, &long, &customer.key[1..]];
        for key in keys.into_iter().chain(more) {
            assert_eq!(said(panel, key, &BALANCE).await, WRONG);
            // Whatever they ask for, even nothing.
            assert_eq!(said(panel, key, &NOTHING).await, WRONG);
            assert_eq!(said(panel, key, &[("action", "nonsense")]).await, WRONG);
        }
        let keyless = panel.http.post(format!("{}/api/v2", panel.base)).form(&BALANCE);
        assert_eq!(checked(keyless.send().await.unwrap()).await, WRONG);
        let empty = panel.http.get(format!("{}/api/v2", panel.base));
        assert_eq!(checked(empty.send().await.unwrap()).await, WRONG);
        let empty = panel.http.post(format!("{}/api/v2", panel.base));
        assert_eq!(checked(empty.send().await.unwrap()).await, WRONG);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_revoked_key_stops_at_once() {
    still_panel(async |panel| {
        let customer = panel.customer("10").await;
        let second = panel.key(customer.id, |key| key).await;
        assert!(said(panel, &second, &BALANCE).await.contains("10.00"));
        let (db, clock, verifier) = (&panel.app.db, &panel.app.clock, &panel.app.verifier);
        let newest = token::list(db.pool(), clock, customer.id).await.unwrap()[0].id;
        let which = (customer.id, newest);
        token::revoke(db, clock, verifier, Actor::COMMAND, which).await.unwrap();
        assert_eq!(said(panel, &second, &BALANCE).await, WRONG);
        assert!(said(panel, &customer.key, &BALANCE).await.contains("10.00"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_stops_when_its_time_is_over() {
    still_panel(async |panel| {
        let customer = panel.customer("10").await;
        let until = panel.app.clock.now() + TimeDelta::hours(1);
        let key = panel
            .key(customer.id, |mut key| {
                key.expires_at = Some(until);
                key
            })
            .await;
        assert!(said(panel, &key, &BALANCE).await.contains("10.00"));
        panel.advance(TimeDelta::hours(1));
        assert_eq!(said(panel, &key, &BALANCE).await, WRONG);
    })
    .await;
}

async fn scoped(panel: &Panel, customer: &Customer, scopes: Vec<Scope>) -> String {
    panel
        .key(customer.id, |mut key| {
            key.scopes = Some(scopes);
            key
        })
        .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_does_what_its_scopes_say() {
    still_panel(async |panel| {
        let customer = panel.customer("10").await;
        let service = panel.service(|_| {}).await.to_string();
        let actions: [(Scope, &[(&str, &str)]); 9] = [
            (Scope::ServicesRead, &[("action", "services")]),
            (Scope::BalanceRead, &BALANCE),
            (Scope::OrdersRead, &[("action", "status"), ("order", "1")]),
            (Scope::OrdersRead, &[("action", "status"), ("orders", "1")]),
            (Scope::OrdersRead, &[("action", "refill_status"), ("refill", "1")]),
            (Scope::OrdersWrite, &[("action", "add"), ("service", &service), ORDER[0], ORDER[1]]),
            (Scope::OrdersWrite, &[("action", "refill"), ("order", "1")]),
            (Scope::OrdersWrite, &[("action", "cancel"), ("orders", "1")]),
            (Scope::OrdersWrite, &[("action", "cancel"), ("order", "1")]),
        ];
        for scope in Scope::ALL {
            let key = scoped(panel, &customer, vec![scope]).await;
            for (needed, fields) in actions {
                let answer = said(panel, &key, fields).await;
                assert_eq!(answer == WRONG, scope != needed, "{scope:?}: {fields:?}: {answer}");
            }
        }
        let none = scoped(panel, &customer, Vec::new()).await;
        for (_, fields) in actions {
            assert_eq!(said(panel, &none, fields).await, WRONG);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_works_from_its_networks() {
    panel_with(&["--no-work", "--trusted-proxies", "127.0.0.1/32"], async |panel| {
        let customer = panel.customer("10").await;
        let nets = networks::parse("192.0.2.0/24, 2001:db8::/32").unwrap();
        let key = panel
            .key(customer.id, |mut key| {
                key.networks = nets;
                key
            })
            .await;
        let from = async |address: &str| {
            let request = panel.http.post(format!("{}/api/v2", panel.base));
            let request = request.form(&[("key", key.as_str()), ("action", "balance")]);
            checked(request.header("x-forwarded-for", address).send().await.unwrap()).await
        };
        assert_eq!(said(panel, &key, &BALANCE).await, WRONG);
        for address in ["192.0.3.1", "2001:db9::1", "192.0.2.7, 198.51.100.1", "nonsense"] {
            assert_eq!(from(address).await, WRONG, "{address}");
        }
        for address in ["192.0.2.7", "2001:db8::9", "198.51.100.1, 192.0.2.7"] {
            assert!(from(address).await.contains("10.00"), "{address}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_suspended_account_is_told_so_whatever_it_asks() {
    still_panel(async |panel| {
        let customer = panel.customer("10").await;
        let suspend = async |status| {
            let status = (status, "a test".to_owned());
            let (db, clock, verifier) = (&panel.app.db, &panel.app.clock, &panel.app.verifier);
            account::set_status(db, clock, verifier, Actor::COMMAND, customer.id, status)
                .await
                .unwrap();
        };
        assert!(said(panel, &customer.key, &BALANCE).await.contains("10.00"));
        suspend(Status::Suspended).await;
        for action in ["balance", "services", "add", "status", "cancel", "nonsense", ""] {
            let answer = said(panel, &customer.key, &[("action", action)]).await;
            assert_eq!(answer, r#"{"error":"Your account has been suspended."}"#);
        }
        suspend(Status::Active).await;
        assert!(said(panel, &customer.key, &BALANCE).await.contains("10.00"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_action_must_be_named() {
    still_panel(async |panel| {
        let customer = panel.customer("10").await;
        for action in ["", "null", "nonsense", "ADD", "Status", "add ers", "orders", "refills"] {
            let answer = ask_text(panel, &customer, action, &NOTHING).await;
            assert_eq!(answer, r#"{"error":"Incorrect request"}"#, "{action}");
        }
        assert_eq!(said(panel, &customer.key, &NOTHING).await, r#"{"error":"Incorrect request"}"#);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_elses_is_not_there_to_the_byte() {
    still_panel(async |panel| {
        let service = panel.service(|s| s.draft.refill_wait_h = 0).await;
        let (owner, other) = (panel.customer("10").await, panel.customer("10").await);
        let order = place(panel, &owner, service, &ORDER).await;
        panel.complete(order).await;
        let id = order.to_string();
        let refill = ask_text(panel, &owner, "refill", &[("order", &id)]).await;
        assert_eq!(refill, r#"{"refill":"1"}"#);
        for (action, name, theirs, missing) in [
            ("status", "order", id.as_str(), "424242"),
            ("status", "orders", &id, "424242"),
            ("refill", "order", &id, "424242"),
            ("refill", "orders", &id, "424242"),
            ("cancel", "order", &id, "424242"),
            ("cancel", "orders", &id, "424242"),
            ("refill_status", "refill", "1", "424242"),
            ("refill_status", "refills", "1", "424242"),
        ] {
            // A list repeats the id that was asked for; nothing else differs.
            let theirs_said = ask_text(panel, &other, action, &[(name, theirs)]).await;
            let missing_said = ask_text(panel, &other, action, &[(name, missing)]).await;
            let same = missing_said.replace(missing, theirs);
            assert_eq!(theirs_said, same, "{action} {name}");
        }
    })
    .await;
}
