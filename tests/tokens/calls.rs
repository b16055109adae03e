//! The request log: what it stores of a call, how many calls, and for whom.

use std::time::Duration;

use waybill::accounts::AccountId;
use waybill::accounts::calls::{self, CALLS_KEPT, Call, Logged};
use waybill::accounts::token::{Scope, TokenKind};
use waybill::kit::page::Cursor;

use crate::support::{Panel, eventually, still_panel};

async fn stored(panel: &Panel) -> (i64, String) {
    let found: (Option<i64>, Option<String>) =
        sqlx::query_as("select sum(count), string_agg(calls::text, '') from token_calls")
            .fetch_one(panel.app.db.pool())
            .await
            .unwrap();
    (found.0.unwrap_or_default(), found.1.unwrap_or_default())
}

/// All pages of a token's log, newest first.
async fn whole(panel: &Panel, which: (AccountId, i64), refused_only: bool) -> Vec<Logged> {
    let (mut all, mut cursor) = (Vec::new(), Cursor::First);
    loop {
        let page = calls::log(panel.app.db.pool(), which, refused_only, cursor).await.unwrap();
        all.extend(page.rows);
        match page.older {
            Some(id) => cursor = Cursor::Before(id),
            None => return all,
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_call_stands_in_its_tokens_log_and_no_secret_with_it() {
    still_panel(async |panel| {
        let customer = panel.customer("10").await;
        let made = panel
            .token(customer.id, TokenKind::Key, |mut new| {
                new.scopes = Some(vec![Scope::OrdersWrite]);
                new
            })
            .await;
        let key = made.secret.as_str();
        let service = panel.service(|_| {}).await.to_string();
        let canary = "https://example.com/canary-in-the-link";
        let order = [
            ("action", "add"),
            ("service", service.as_str()),
            ("link", canary),
            ("quantity", "10"),
            ("comments", "canary-in-the-body"),
        ];
        panel.v2(key, &order).await;
        panel.v2(key, &[("action", "add"), ("service", "0")]).await;
        panel.v2(key, &[("action", "balance")]).await;
        panel.v2(key, &[("action", "canary-as-an-action")]).await;
        panel.v2(&customer.key, &[("action", "balance")]).await;
        let which = (customer.id, made.id);
        let log = eventually("the calls to be written", async || {
            let log = whole(panel, which, false).await;
            (log.len() == 4).then_some(log)
        })
        .await;
        let said: Vec<_> =
            log.iter().rev().map(|call| (call.action.as_str(), call.result.as_str())).collect();
        assert_eq!(
            said,
            [
                ("add", "OK"),
                ("add", "Incorrect service ID"),
                ("balance", "Invalid API key: its scopes do not allow this"),
                ("no such action", "Incorrect request"),
            ]
        );
        assert!(log.iter().all(|call| call.address == "127.0.0.1"));
        assert_eq!(whole(panel, which, true).await.len(), 3);
        let somebody = panel.customer("0").await;
        assert!(whole(panel, (somebody.id, made.id), false).await.is_empty());
        let (_, text) = stored(panel).await;
        for secret in ["canary", key, &key[3..20]] {
            assert!(!text.contains(secret), "{secret} stands in the log: {text}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_last_thousand_calls_are_kept_and_not_many_more() {
    still_panel(async |panel| {
        let customer = panel.customer("0").await;
        let made = panel.token(customer.id, TokenKind::Jwt, |new| new).await;
        let quiet = panel.token(customer.id, TokenKind::Jwt, |new| new).await;
        let app = &panel.app;
        let call = |number: u64| Call {
            at: app.clock.now(),
            action: "status",
            result: "OK".into(),
            is_ok: !number.is_multiple_of(10),
            took: Duration::from_micros(number),
            address: "192.0.2.7".parse().unwrap(),
        };
        app.calls.note(quiet.id, call(1));
        for number in 0..3_000 {
            app.calls.note(made.id, call(number));
            if number % 40 == 39 {
                app.calls.flush(&app.db, &app.clock).await.unwrap();
            }
        }
        // The panel's own loop may still hold the last calls.
        let log = eventually("the last call to be written", async || {
            let log = whole(panel, (customer.id, made.id), false).await;
            (log[0].took == Duration::from_micros(2_999)).then_some(log)
        })
        .await;
        let numbers: Vec<u128> = log.iter().map(|call| call.took.as_micros()).collect();
        assert_eq!(numbers, (2_000..3_000).rev().collect::<Vec<u128>>(), "newest first, each once");
        let kept = i64::try_from(CALLS_KEPT).unwrap();
        let (count, _) = stored(panel).await;
        assert!((kept..=kept + 400).contains(&count), "{count} are kept");
        assert_eq!(whole(panel, (customer.id, made.id), true).await.len(), 100);
        assert_eq!(whole(panel, (customer.id, quiet.id), false).await.len(), 1);
        // Back to the newest, page by page.
        let pool = app.db.pool();
        let oldest = log.last().unwrap().id;
        let up = calls::log(pool, (customer.id, made.id), false, Cursor::After(oldest)).await;
        let up = up.unwrap();
        assert_eq!(up.rows.last().unwrap().took, Duration::from_micros(2_001));
        assert_eq!(up.rows.len(), 50);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_log_of_a_token_that_ended_long_ago_is_deleted() {
    still_panel(async |panel| {
        let customer = panel.customer("10").await;
        panel.v2(&customer.key, &[("action", "balance")]).await;
        eventually("the call to be written", async || (stored(panel).await.0 == 1).then_some(()))
            .await;
        let app = &panel.app;
        calls::sweep(&app.db, &app.clock, 100).await.unwrap();
        assert_eq!(stored(panel).await.0, 1);
        sqlx::query("update tokens set revoked_at = $1")
            .bind(app.clock.now())
            .execute(app.db.pool())
            .await
            .unwrap();
        panel.advance(chrono::TimeDelta::days(31));
        calls::sweep(&app.db, &app.clock, 100).await.unwrap();
        assert_eq!(stored(panel).await.0, 0);
    })
    .await;
}
