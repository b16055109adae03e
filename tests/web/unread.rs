//! What staff see of providers that send nothing readable, that count in a currency of their own,
//! and that have a secret in their URL.

use chrono::TimeDelta;
use serde_json::json;
use sqlx::AssertSqlSafe;
use waybill::accounts::role::Role;
use waybill::orders::{OrderId, unread};

use super::{NOTHING, Visitor};
use crate::support::upstream::Upstream;
use crate::support::{ALLOW, eventually, order_id, panel_with};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_desk_says_of_what_nothing_could_be_read() {
    panel_with(&[ALLOW], async |panel| {
        let upstream = Upstream::start().await;
        upstream.answer("status", json!({ "error": "<b>Nobody</b> knows" }));
        upstream.answer("services", json!({ "error": "The list is being made" }));
        let provider = panel.provider("Far", &upstream.url).await;
        let service = panel.service_by(&[provider]).await;
        let customer = panel.customer("10").await;
        let support = panel.account(Role::Support).await.id;
        // On a slow machine the clock runs ahead by more than a session lasts.
        let staff = async || Visitor::of(panel, support).await;
        let service = service.to_string();
        let fields = [
            ("action", "add"),
            ("service", service.as_str()),
            ("link", "https://example.com/p/1"),
            ("quantity", "1000"),
        ];
        let order = order_id(&panel.v2(&customer.key, &fields).await);
        let began = panel.app.clock.now();
        panel.wait_for_status(&customer, order, "In progress").await;
        let page = staff().await.get("/admin/desk").await;
        assert!(!page.text().contains("Nothing could be read"));
        eventually("both to be told", async || {
            panel.advance(TimeDelta::minutes(2));
            let page = staff().await.get("/admin/desk").await;
            let text = page.text();
            (text.contains(&format!("Order {order}")) && text.contains("Its list")).then_some(())
        })
        .await;
        let page = staff().await.get("/admin/desk").await;
        page.assert_shows("Nothing could be read for an hour").assert_shows("being made");
        page.assert_shows("&#60;b&#62;Nobody&#60;/b&#62; knows");
        let lists = upstream.calls("services").len();
        let hours = usize::try_from((panel.app.clock.now() - began).num_hours()).unwrap();
        assert!(lists <= 7 + hours, "{lists} questions for a list in {hours} hours");
        let page = staff().await.get("/admin").await;
        page.assert_shows("1 order cannot be read").assert_shows("Far gives no list");
        staff().await.get("/admin/orders?state=attention").await.assert_shows("last answer");
        let page = staff().await.get(&format!("/admin/orders/{order}")).await;
        page.assert_shows("nothing could be read of it for an hour");
        // Customers do not see what goes on inside.
        let buyer = Visitor::of(panel, customer.id).await;
        let page = buyer.get(&format!("/orders/{order}")).await;
        assert!(!page.text().contains("Nobody") && !page.text().contains("readable"));
        upstream.answer_again("status");
        upstream.answer_again("services");
        eventually("the desk to be clear", async || {
            panel.advance(TimeDelta::minutes(20));
            let text = staff().await.get("/admin/desk").await.text().to_owned();
            (!text.contains("Nothing could be read")).then_some(())
        })
        .await;
        eventually("the home to be clear", async || {
            panel.advance(TimeDelta::minutes(20));
            let text = staff().await.get("/admin").await.text().to_owned();
            // The page's script can say that of a list, too.
            let main = text.split_once("<main").map(|(_, main)| main.to_owned()).unwrap();
            (!main.contains("gives no list") && !main.contains("cannot be read")).then_some(())
        })
        .await;
    })
    .await;
}

/// A word alone changes nothing of an order: it is kept beside something else that a report changes.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staff_see_what_the_provider_calls_the_state() {
    panel_with(&[ALLOW], async |panel| {
        let upstream = Upstream::start().await;
        let provider = panel.provider("Far", &upstream.url).await;
        let service = panel.service_by(&[provider]).await;
        let customer = panel.customer("10").await;
        let support = panel.account(Role::Support).await.id;
        let staff = async || Visitor::of(panel, support).await;
        let service = service.to_string();
        let fields = [
            ("action", "add"),
            ("service", service.as_str()),
            ("link", "https://example.com/p/1"),
            ("quantity", "1000"),
        ];
        let order = order_id(&panel.v2(&customer.key, &fields).await);
        eventually("the provider to have it", async || {
            (!upstream.orders().is_empty()).then_some(())
        })
        .await;
        let path = format!("/admin/orders/{order}");
        for (said, remains) in [("IN-PROGRESS", 600), ("Partial <refunded>", 300)] {
            upstream.set(501, said, remains);
            eventually("the word to be there", async || {
                panel.advance(TimeDelta::minutes(2));
                let shown = said.replace('<', "&#60;").replace('>', "&#62;");
                staff().await.get(&path).await.text().contains(&shown).then_some(())
            })
            .await;
        }
        staff().await.get(&path).await.assert_shows("Its own word");
        let buyer = Visitor::of(panel, customer.id).await;
        assert!(!buyer.get(&format!("/orders/{order}")).await.text().contains("&#60;refunded"));
    })
    .await;
}

/// If staff removed the flag, they are not asked again for a day.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flag_that_was_taken_away_stays_away_for_a_day() {
    panel_with(&["--no-work"], async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("10").await;
        let service = service.to_string();
        let fields = [
            ("action", "add"),
            ("service", service.as_str()),
            ("link", "https://example.com/p/1"),
            ("quantity", "1000"),
        ];
        let order = order_id(&panel.v2(&customer.key, &fields).await);
        for claim in panel.take().await {
            let upstream_id = claim.order_id.to_string();
            panel.record(&claim, waybill::providers::Outcome::Accepted { upstream_id }).await;
        }
        let note = async || {
            let (db, clock) = (&panel.app.db, &panel.app.clock);
            unread::note(db, clock, vec![(OrderId::new(order), "what".to_owned())]).await.unwrap();
            let sql = format!("select attention from orders where id = {order}");
            let asked = sqlx::query_scalar::<_, Option<String>>(AssertSqlSafe(sql));
            asked.fetch_one(panel.app.db.pool()).await.unwrap()
        };
        assert_eq!(note().await, None);
        panel.advance(TimeDelta::minutes(61));
        assert!(note().await.is_some());
        let admin = Visitor::of(panel, panel.account(Role::Admin).await.id).await;
        let path = format!("/admin/orders/{order}");
        let seen = admin.get(&path).await.hidden("seen");
        let fields = [("decision", "dismiss"), ("reason", "they know"), ("seen", seen.as_str())];
        admin.post(&format!("{path}/resolve"), &fields).await.assert_goes(&path);
        panel.advance(TimeDelta::hours(20));
        assert_eq!(note().await, None);
        // The session of before has ended.
        let admin = Visitor::of(panel, panel.account(Role::Admin).await.id).await;
        admin.get("/admin/desk").await.assert_shows("Nothing could be read for an hour");
        panel.advance(TimeDelta::hours(5));
        assert!(note().await.is_some());
    })
    .await;
}

fn form<'f>(
    url: &'f str,
    key: &'f str,
    currency: &'f str,
    rate: &'f str,
) -> Vec<(&'f str, &'f str)> {
    vec![
        ("protocol", "smm_v2"),
        ("name", "Supplier"),
        ("url", url),
        ("key", key),
        ("currency", currency),
        ("exchange", rate),
        ("requests_per_s", "20"),
        ("in_flight_max", "16"),
        ("balance_low", ""),
        ("policy", "ask"),
        ("ask_above_percent", "10"),
        ("pause_after_unknowns", "5"),
        ("pause_after_refusals", "10"),
        ("untested", "1"),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_secret_in_a_url_is_kept_and_never_shown() {
    panel_with(&[ALLOW, "--no-work"], async |panel| {
        let upstream = Upstream::start().await;
        let admin = Visitor::of(panel, panel.account(Role::Admin).await.id).await;
        let secret = "open-sesame-7";
        let url = format!("{}?smmpw-api=1&token={secret}", upstream.url);
        let made = admin.post("/admin/providers", &form(&url, "their-key", "USD", "")).await;
        made.assert_status(303);
        let path = made.location().to_owned();
        let test = format!("{path}/test");
        // The provider quotes the secret, and that is not shown either.
        upstream.answer("balance", json!({ "error": format!("no balance for {secret}") }));
        let page = admin.post(&test, &NOTHING).await;
        page.assert_shows("no balance for ***");
        let page = admin.get(&path).await;
        page.assert_shows("smmpw-api=1&#38;token=***");
        // The shown form can be saved, and the URL stays the same.
        let shown = format!("{}?smmpw-api=1&token=***", upstream.url);
        admin.post(&path, &form(&shown, "", "USD", "")).await.assert_goes(&path);
        upstream.answer_again("balance");
        admin.post(&test, &NOTHING).await.assert_shows("It answers");
        let query = format!("smmpw-api=1&token={secret}");
        assert_eq!(upstream.calls("balance").last().unwrap()["?"], query);
        let half = format!("{}?v=2&token=***", upstream.url);
        let page = admin.post(&path, &form(&half, "", "USD", "")).await;
        page.assert_status(422).assert_shows("Type in full what stands there");
        for path in [path.as_str(), "/admin/providers", "/admin", "/admin/desk"] {
            assert!(!admin.get(path).await.text().contains(secret), "{path}");
        }
        let told = "select count(*) from audit where before::text || after::text like '%sesame%'";
        let told: i64 = sqlx::query_scalar(told).fetch_one(panel.app.db.pool()).await.unwrap();
        assert_eq!(told, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_operator_says_what_its_currency_is_worth() {
    panel_with(&[ALLOW, "--no-work"], async |panel| {
        let upstream = Upstream::start().await;
        upstream.answer("balance", json!({ "balance": "12.5", "currency": "USDT" }));
        let admin = Visitor::of(panel, panel.account(Role::Admin).await.id).await;
        let url = upstream.url.as_str();
        let made = admin.post("/admin/providers", &form(url, "their-key", "USD", "")).await;
        let path = made.location().to_owned();
        let test = format!("{path}/test");
        let page = admin.post(&test, &NOTHING).await;
        page.assert_shows("It counts in USDT").assert_shows("Paused by the panel");
        admin.get("/admin").await.assert_shows("Supplier is paused").assert_shows("USDT");
        let page = admin.post(&path, &form(url, "", "USDT", "")).await;
        page.assert_status(422).assert_shows("say what one of it is worth");
        admin.post(&path, &form(url, "", "usdt", "0.99")).await.assert_goes(&path);
        let page = admin.post(&test, &NOTHING).await;
        page.assert_shows("12.50 USDT");
        assert!(!page.text().contains("Paused by the panel"));
        // A pause by staff stays theirs, whatever its currency is.
        admin.post(&format!("{path}/pause"), &[("why", "a holiday")]).await.assert_goes(&path);
        upstream.answer("balance", json!({ "balance": "12.5", "currency": "₽" }));
        admin.post(&test, &NOTHING).await.assert_shows("a holiday").assert_shows("it counts in ₽");
    })
    .await;
}
