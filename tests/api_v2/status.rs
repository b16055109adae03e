//! `status` and `balance`: what a client reads in each state, one by one and by the hundred.

use chrono::TimeDelta;
use serde_json::{Value, json};
use waybill::catalogue::Kind;
use waybill::kit::money::Rate;
use waybill::orders::OrderId;
use waybill::providers::{CancelAnswer, Outcome, Word};

use super::{LINK, NOTHING, ORDER, ask, ask_text, place, status_of};
use crate::support::{Ending, assert_error, panel, still_panel};

fn status(charge: &str, start_count: &str, word: &str, remains: &str) -> Value {
    json!({ "charge": charge, "start_count": start_count, "status": word, "remains": remains,
            "currency": "USD" })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_shows_each_of_its_states() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("100").await;
        let order = place(panel, &customer, service, &ORDER).await;
        let shown = async || status_of(panel, &customer, order).await;
        assert_eq!(shown().await, status("1.00", "0", "Pending", "1000"));
        let armed = panel.take().await;
        assert_eq!(shown().await, status("1.00", "0", "Processing", "1000"), "submitting");
        let detail = "no answer".to_owned();
        panel.record(&armed[0], Outcome::Unknown { detail }).await;
        assert_eq!(shown().await, status("1.00", "0", "Processing", "1000"), "unknown");

        let order = place(panel, &customer, service, &ORDER).await;
        let shown = async || status_of(panel, &customer, order).await;
        panel.submit().await;
        assert_eq!(shown().await, status("1.00", "0", "In progress", "1000"), "running");
        panel.report(order, Word::Open, Some(400)).await;
        assert_eq!(shown().await, status("1.00", "3572", "In progress", "400"));
        panel.report(order, Word::Partial, None).await;
        assert_eq!(shown().await, status("1.00", "3572", "In progress", "400"), "review");

        let order = place(panel, &customer, service, &ORDER).await;
        panel.complete(order).await;
        let completed = status_of(panel, &customer, order).await;
        assert_eq!(completed, status("1.00", "3572", "Completed", "0"));

        let order = place(panel, &customer, service, &ORDER).await;
        panel.submit().await;
        panel.report(order, Word::Canceled, None).await;
        let canceled = status_of(panel, &customer, order).await;
        assert_eq!(canceled, status("0.00", "3572", "Canceled", "1000"));

        // A canceled order with a delivered part does not count as `Canceled` here.
        let order = place(panel, &customer, service, &ORDER).await;
        panel.submit().await;
        panel.report(order, Word::Canceled, Some(250)).await;
        let partial = status_of(panel, &customer, order).await;
        assert_eq!(partial, status("0.75", "3572", "Partial", "250"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_that_nobody_can_take_is_pending() {
    panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("100").await;
        sqlx::query("delete from routes").execute(panel.app.db.pool()).await.unwrap();
        let order = place(panel, &customer, service, &ORDER).await;
        crate::support::eventually("the order to be on hold", async || {
            let found = waybill::orders::read::find(&panel.app.db, None, OrderId::new(order))
                .await
                .unwrap();
            (found?.state == waybill::orders::State::Hold).then_some(())
        })
        .await;
        assert_eq!(
            status_of(panel, &customer, order).await,
            status("1.00", "0", "Pending", "1000")
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_workers_bring_an_order_to_each_end() {
    panel(async |panel| {
        let customer = panel.customer("100").await;
        for (ending, charge, word, remains) in [
            (Ending::Completed, "1.00", "Completed", "0"),
            (Ending::Partial, "0.50", "Partial", "500"),
            (Ending::Canceled, "0.00", "Canceled", "1000"),
        ] {
            let service = panel.service_ending(ending).await;
            let order = place(panel, &customer, service, &ORDER).await;
            let shown = panel.wait_for_status(&customer, order, word).await;
            assert_eq!(shown, status(charge, "100", word, remains));
        }
        let refused = panel.service_ending(Ending::Refused).await;
        let order = place(panel, &customer, refused, &ORDER).await;
        let shown = panel.wait_for_status(&customer, order, "Canceled").await;
        assert_eq!(shown, status("0.00", "0", "Canceled", "1000"));
        let silent = panel.service_ending(Ending::Silent).await;
        let order = place(panel, &customer, silent, &ORDER).await;
        let shown = panel.wait_for_status(&customer, order, "Processing").await;
        assert_eq!(shown, status("1.00", "0", "Processing", "1000"));
        assert_eq!(panel.balance(&customer).await, "97.50");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_example_of_the_protocol_comes_out_to_the_letter() {
    still_panel(async |panel| {
        let service = panel.service(|s| s.draft.rate = Rate::parse("0.33").unwrap()).await;
        let customer = panel.customer("101.12273").await;
        let order = place(panel, &customer, service, &ORDER).await;
        panel.submit().await;
        panel.report(order, Word::Partial, Some(157)).await;
        let text = ask_text(panel, &customer, "status", &[("order", &order.to_string())]).await;
        let example = r#"{"charge":"0.27819","start_count":"3572","status":"Partial","remains":"157","currency":"USD"}"#;
        assert_eq!(text, example);
        let text = ask_text(panel, &customer, "balance", &NOTHING).await;
        assert_eq!(text, r#"{"balance":"100.84454","currency":"USD"}"#);
        let text = ask_text(panel, &customer, "status", &[("orders", &format!("{order},10"))]).await;
        let error = r#""10":{"error":"Incorrect order ID"}"#;
        assert_eq!(text, format!("{{\"{order}\":{example},{error}}}"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_package_is_one() {
    still_panel(async |panel| {
        let service = panel.service(|s| s.draft.kind = Kind::Package).await;
        let customer = panel.customer("10").await;
        let order = place(panel, &customer, service, &[LINK]).await;
        assert_eq!(status_of(panel, &customer, order).await, status("1.00", "0", "Pending", "1"));
        panel.complete(order).await;
        let completed = status_of(panel, &customer, order).await;
        assert_eq!(completed, status("1.00", "3572", "Completed", "0"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_id_is_an_order_of_ours_or_an_error() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let (customer, other) = (panel.customer("10").await, panel.customer("10").await);
        let order = place(panel, &customer, service, &ORDER).await;
        let theirs = place(panel, &other, service, &ORDER).await.to_string();
        let missing = ask_text(panel, &customer, "status", &[("order", "424242")]).await;
        assert_eq!(missing, r#"{"error":"Incorrect order ID"}"#);
        for id in [theirs.as_str(), "0", "-1", "abc", "1.5", "1,2", "99999999999999999999"] {
            let answer = ask_text(panel, &customer, "status", &[("order", id)]).await;
            assert_eq!(answer, missing, "{id}");
        }
        for id in [format!(" {order} "), format!("00{order}"), format!("{order}.0")] {
            let answer = ask(panel, &customer, "status", &[("order", &id)]).await;
            assert_eq!(answer["status"], "Pending");
        }
        assert_error(&ask(panel, &customer, "status", &NOTHING).await, "Incorrect request");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_ids_are_answered_each_for_itself() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let (customer, other) = (panel.customer("10").await, panel.customer("10").await);
        let a = place(panel, &customer, service, &ORDER).await;
        let b = place(panel, &customer, service, &[LINK, ("quantity", "10")]).await;
        let theirs = place(panel, &other, service, &ORDER).await;
        let list = format!(" {b},,{a} , {theirs},abc, 00{a}, -1,1.5,99999999999999999999,{b},");
        let answer = ask(panel, &customer, "status", &[("orders", &list)]).await;
        let none = json!({ "error": "Incorrect order ID" });
        let (first, second) =
            (status("1.00", "0", "Pending", "1000"), status("0.01", "0", "Pending", "10"));
        let expected = json!({
            b.to_string(): second, a.to_string(): first, theirs.to_string(): none, "abc": none,
            format!("00{a}"): first, "-1": none, "1.5": none, "99999999999999999999": none,
        });
        assert_eq!(answer, expected);
        let keys: Vec<&String> = answer.as_object().unwrap().keys().collect();
        let order: Vec<&String> = expected.as_object().unwrap().keys().collect();
        assert_eq!(keys, order, "as they were asked for");
        for empty in [",", " , ,"] {
            assert_eq!(ask_text(panel, &customer, "status", &[("orders", empty)]).await, "{}");
        }
        assert_error(
            &ask(panel, &customer, "status", &[("orders", "")]).await,
            "Incorrect request",
        );
        let one = ask(panel, &customer, "status", &[("orders", &a.to_string())]).await;
        assert_eq!(one, json!({ a.to_string(): status("1.00", "0", "Pending", "1000") }));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_more_than_a_hundred_ids_the_first_hundred_are_answered() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("10").await;
        let order = place(panel, &customer, service, &ORDER).await;
        // Empty ones do not count.
        let before = (1000..1099).map(|id| format!("{id},,")).collect::<String>();
        let list = format!("{before}{order},7777,8888");
        let answer = ask(panel, &customer, "status", &[("orders", &list)]).await;
        let answer = answer.as_object().unwrap();
        assert_eq!(answer.len(), 100);
        assert_eq!(answer[&order.to_string()]["status"], "Pending");
        assert!(!answer.contains_key("7777"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_drip_feed_names_its_runs() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("10").await;
        let fields = [LINK, ("quantity", "1000"), ("runs", "3"), ("interval", "30")];
        let parent = place(panel, &customer, service, &fields).await;
        let id = parent.to_string();
        let text = async || ask_text(panel, &customer, "status", &[("order", &id)]).await;
        assert_eq!(
            text().await,
            r#"{"charge":"3.00","start_count":"0","status":"Pending","remains":"3000","currency":"USD","runs":"0","orders":[]}"#
        );
        panel.drip().await;
        let (first, second, third) = (parent + 1, parent + 2, parent + 3);
        assert_eq!(
            text().await,
            format!(
                r#"{{"charge":"3.00","start_count":"0","status":"In progress","remains":"3000","currency":"USD","runs":"1","orders":["{first}"]}}"#
            )
        );
        // Each run has a status, as any order.
        let run = status_of(panel, &customer, first).await;
        assert_eq!(run, status("1.00", "0", "Pending", "1000"));
        panel.complete(first).await;
        assert_eq!(status_of(panel, &customer, parent).await["remains"], "2000");
        // The next run is made when its time has come, and not before.
        panel.advance(TimeDelta::minutes(29));
        panel.drip().await;
        assert_eq!(status_of(panel, &customer, parent).await["runs"], "1");
        panel.advance(TimeDelta::minutes(1));
        panel.drip().await;
        panel.submit().await;
        panel.report(second, Word::Partial, Some(250)).await;
        panel.advance(TimeDelta::minutes(30));
        panel.drip().await;
        panel.submit().await;
        panel.report(third, Word::Canceled, None).await;
        panel.advance(TimeDelta::minutes(10));
        panel.drip().await;
        let expected = json!({
            "charge": "1.75", "start_count": "0", "status": "Partial", "remains": "1250",
            "currency": "USD", "runs": "3",
            "orders": [first.to_string(), second.to_string(), third.to_string()],
        });
        assert_eq!(status_of(panel, &customer, parent).await, expected);
        let many = ask(panel, &customer, "status", &[("orders", &id)]).await;
        assert_eq!(many[&id], expected);
        assert_eq!(status_of(panel, &customer, third).await["status"], "Canceled");
        assert_eq!(panel.balance(&customer).await, "8.25");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_drip_feed_ends_as_its_runs_do() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("10").await;
        let fields = [LINK, ("quantity", "1000"), ("runs", "2"), ("interval", "1")];
        for (word, remains, shown) in
            [(Word::Completed, Some(0), "Completed"), (Word::Canceled, None, "Canceled")]
        {
            let parent = place(panel, &customer, service, &fields).await;
            for run in [parent + 1, parent + 2] {
                panel.drip().await;
                panel.submit().await;
                panel.report(run, word, remains).await;
                panel.advance(TimeDelta::minutes(2));
            }
            panel.drip().await;
            let status = status_of(panel, &customer, parent).await;
            assert_eq!(status["status"], shown);
            let (charge, left) =
                if shown == "Completed" { ("2.00", "0") } else { ("0.00", "2000") };
            assert_eq!((&status["charge"], &status["remains"]), (&json!(charge), &json!(left)));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_subscription_names_its_posts() {
    still_panel(async |panel| {
        let service = panel
            .service(|s| {
                s.draft.kind = Kind::Subscriptions;
                s.sandbox.post_every_s = 86_400;
            })
            .await;
        let customer = panel.customer("0.05").await;
        let terms = |more: &[(&'static str, &'static str)]| {
            let base = [("username", "ann"), ("min", "10"), ("max", "10"), ("delay", "5")];
            [&base[..], more].concat()
        };
        let feed = place(panel, &customer, service, &terms(&[("expiry", "20/7/2036")])).await;
        let text =
            async || ask_text(panel, &customer, "status", &[("order", &feed.to_string())]).await;
        assert_eq!(
            text().await,
            r#"{"status":"Active","expiry":"2036-07-20","posts":"0","orders":[]}"#
        );
        assert!(panel.post(feed, "https://example.com/p/1").await);
        let post = feed + 1;
        assert_eq!(
            text().await,
            format!(
                r#"{{"status":"Active","expiry":"2036-07-20","posts":"1","orders":["{post}"]}}"#
            )
        );
        // A post is an ordinary order; it waits for its delay.
        let status_of_post = status_of(panel, &customer, post).await;
        assert_eq!(status_of_post, status("0.01", "0", "Pending", "10"));
        assert_eq!(panel.balance(&customer).await, "0.04");

        let short = place(panel, &customer, service, &terms(&[("posts", "1")])).await;
        assert!(panel.post(short, "https://example.com/p/2").await);
        panel.look_at_subscriptions().await;
        let shown = status_of(panel, &customer, short).await;
        let posts = json!([(short + 1).to_string()]);
        assert_eq!(
            shown,
            json!({ "status": "Completed", "expiry": "", "posts": "1", "orders": posts })
        );

        let dear = place(panel, &customer, service, &terms(&[])).await;
        for n in 0..3 {
            assert!(panel.post(dear, &format!("https://example.com/q/{n}")).await);
        }
        assert!(!panel.post(dear, "https://example.com/q/9").await, "there is no money for it");
        let shown = status_of(panel, &customer, dear).await;
        assert_eq!((&shown["status"], &shown["posts"]), (&json!("Paused"), &json!("3")));

        let gone = place(panel, &customer, service, &terms(&[])).await;
        let canceled = ask(panel, &customer, "cancel", &[("orders", &gone.to_string())]).await;
        assert_eq!(canceled, json!([{ "order": gone, "cancel": 1 }]));
        let none: [&str; 0] = [];
        assert_eq!(
            status_of(panel, &customer, gone).await,
            json!({ "status": "Canceled", "expiry": "", "posts": "0", "orders": none })
        );

        let over = place(panel, &customer, service, &terms(&[("expiry", "20/7/2036")])).await;
        panel.advance(TimeDelta::days(15_000));
        panel.look_at_subscriptions().await;
        let shown = status_of(panel, &customer, over).await;
        assert_eq!((&shown["status"], &shown["expiry"]), (&json!("Expired"), &json!("2036-07-20")));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_provider_confirms_is_canceled_before_the_word_is_shown() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("10").await;
        let order = place(panel, &customer, service, &ORDER).await;
        panel.submit().await;
        ask(panel, &customer, "cancel", &[("order", &order.to_string())]).await;
        panel.answer_cancels(CancelAnswer::Accepted).await;
        // The provider said that it will cancel; that alone refunds nothing.
        let waiting = status_of(panel, &customer, order).await;
        assert_eq!(waiting, status("1.00", "0", "In progress", "1000"));
        assert_eq!(panel.balance(&customer).await, "9.00");
        panel.report(order, Word::Canceled, Some(400)).await;
        let ended = status_of(panel, &customer, order).await;
        assert_eq!(ended, status("0.60", "3572", "Partial", "400"));
        assert_eq!(panel.balance(&customer).await, "9.40");
    })
    .await;
}
