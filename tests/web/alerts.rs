//! The pages of alerts: who sees what is wrong, and how an owner says who is told. No page shows an
//! address or a secret again.

use chrono::TimeDelta;
use waybill::accounts::role::Role;

use super::Visitor;
use crate::alerts::receiver::{Answer, Receiver};
use crate::support::rows::{execute, value};
use crate::support::{ALLOW, Panel, eventually, panel_with, still_panel};

const PATH: &str = "/admin/settings/alerts";
const TOKEN: &str = "123456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc";

async fn of(panel: &Panel, role: Role) -> Visitor<'_> {
    Visitor::of(panel, panel.account(role).await.id).await
}

/// What stands in the page's box for the secret.
fn secret_of(page: &str) -> String {
    let (_, rest) = page.split_once("<code id=\"secret\">").unwrap();
    rest.split('<').next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_owner_says_who_is_told_and_no_page_shows_a_secret_again() {
    let receiver = Receiver::start().await;
    let telegram = format!("--telegram-url={}", receiver.url);
    panel_with(&[ALLOW, "--no-work", &telegram], async |panel| {
        let owner = of(panel, Role::Owner).await;
        let url = format!("{}/private-path?key=abcdef123456", receiver.url);
        let fields = [("way", "webhook"), ("name", "Night shift"), ("url", &*url)];
        let made = owner.post(PATH, &fields).await;
        let secret = secret_of(made.assert_status(200).assert_shows("only time").text());
        assert!(secret.starts_with("whsec_"), "{secret}");
        let bot = [("way", "telegram"), ("name", "Chat"), ("token", TOKEN), ("chat", "-1007")];
        let made = owner.post(PATH, &bot).await;
        let bot = made.location().to_owned();
        let webhook: i64 = value(panel, "select min(id) from alert_receivers").await;
        let webhook = format!("{PATH}/{webhook}");
        made.assert_goes(&bot);
        // A test goes out at once.
        owner.post(&format!("{webhook}/test"), &[]).await.assert_goes(&webhook);
        owner.get(&webhook).await.assert_shows("The test has arrived.").assert_shows("Sent");
        receiver.got()[0].assert_signed(&secret);
        receiver
            .answers(Answer::Say(403, "{\"description\":\"Forbidden: bot was kicked\"}".into()));
        owner.post(&format!("{bot}/test"), &[]).await.assert_goes(&bot);
        owner.get(&bot).await.assert_shows("It answered 403: Forbidden: bot was kicked");
        // Saving without an address and a secret keeps them.
        let saved = [
            ("name", "Night"),
            ("enabled", "1"),
            ("quiet_from", "22:00"),
            ("quiet_until", "07:30"),
            ("zone", "Europe/Berlin"),
            ("told-no_orders", "no"),
            ("told-errors", "urgent"),
        ];
        owner.post(&webhook, &saved).await.assert_goes(&webhook);
        let page = owner.get(&webhook).await;
        page.assert_shows("value=\"22:00\"").assert_shows("value=\"07:30\"");
        let kept: bool = value(
            panel,
            "select left_out = '{no_orders}' and urgent = '{errors}' and quiet_from = 1320
                 and quiet_until = 450 and zone = 'Europe/Berlin'
             from alert_receivers where name = 'Night'",
        )
        .await;
        assert!(kept);
        receiver.answers(Answer::Say(200, String::new()));
        owner.post(&format!("{webhook}/test"), &[]).await;
        receiver.got().last().unwrap().assert_signed(&secret);
        // A new secret is shown once too.
        let again = [("name", "Night"), ("zone", "UTC"), ("new_secret", "1")];
        let page = owner.post(&webhook, &again).await;
        let newer = secret_of(page.assert_status(200).text());
        assert_ne!(newer, secret);
        for path in [PATH, &webhook, &bot, "/admin/alerts", "/admin/audit", "/admin"] {
            let page = owner.get(path).await;
            let text = page.assert_status(200).text();
            for hidden in [&*secret, &newer, TOKEN, "private-path", "abcdef123456"] {
                assert!(!text.contains(hidden), "{path} shows {hidden}");
            }
        }
        let stored =
            "select string_agg(r::text, ' ') || (select string_agg(a::text, ' ') from audit a)
                      from alert_receivers r";
        let stored: String = value(panel, stored).await;
        for hidden in [&*secret, &newer, TOKEN, "private-path", "abcdef123456"] {
            assert!(!stored.contains(hidden), "the tables show {hidden}");
        }
        owner.post(&format!("{webhook}/remove"), &[]).await.assert_goes(PATH);
        owner.get(&webhook).await.assert_status(404);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_wrong_with_a_receiver_is_said_beside_its_field() {
    still_panel(async |panel| {
        let owner = of(panel, Role::Owner).await;
        let long = "x".repeat(101);
        for (fields, words) in [
            (vec![("way", "x"), ("name", "A")], "Choose one of the list."),
            (vec![("way", "webhook"), ("name", "A"), ("url", "")], "Its address"),
            (vec![("way", "webhook"), ("name", &*long), ("url", "https://a.example")], "A name of"),
            (
                vec![("way", "webhook"), ("name", "A"), ("url", "http://127.0.0.1/x")],
                "not a public",
            ),
            (vec![("way", "webhook"), ("name", "A"), ("url", "https://[::1]/x")], "not a public"),
            (vec![("way", "webhook"), ("name", "A"), ("url", "https://a:b@c.example")], "password"),
            (vec![("way", "telegram"), ("name", "A"), ("token", "x"), ("chat", "1")], "BotFather"),
            (vec![("way", "telegram"), ("name", "A"), ("token", TOKEN), ("chat", "?")], "@channel"),
            (vec![("way", "mail"), ("name", "A")], "One address or several"),
            (vec![("way", "mail"), ("name", "A"), ("mail", "a@x.example, b")], "is not an address"),
        ] {
            owner.post(PATH, &fields).await.assert_status(422).assert_shows(words);
        }
        // An address for mail is shown by its host alone, and a test goes into the outbox.
        let post = [("way", "mail"), ("name", "Post"), ("mail", "ada.lovelace@ops.example")];
        let made = owner.post(PATH, &post).await.location().to_owned();
        owner.post(&format!("{made}/test"), &[]).await.assert_goes(&made);
        let page = owner.get(&made).await;
        page.assert_shows("It is in the outbox of mail.").assert_shows("1 address at ops.example");
        assert!(!page.text().contains("ada.lovelace"));
        let kept = [("name", "Post"), ("enabled", "1"), ("zone", "UTC")];
        owner.post(&made, &kept).await.assert_goes(&made);
        owner.post(&format!("{made}/test"), &[]).await.assert_goes(&made);
        let mails = "select count(*) from mails where address = 'ada.lovelace@ops.example'";
        assert_eq!(value::<i64>(panel, mails).await, 2);
        let fields = [("way", "webhook"), ("name", "A"), ("url", "https://a.example/x")];
        owner.post(PATH, &fields).await.assert_status(200);
        owner.post(PATH, &fields).await.assert_status(422).assert_shows("has this name");
        let id: i64 = value(panel, "select max(id) from alert_receivers").await;
        let path = format!("{PATH}/{id}");
        for (fields, words) in [
            (vec![("quiet_from", "22:00")], "Say when they end"),
            (vec![("quiet_until", "22:00")], "Say when they begin"),
            (vec![("quiet_from", "25:00")], "A time such as"),
            (vec![("quiet_from", "22:00"), ("quiet_until", "22:00")], "Another time"),
            (vec![("url", "http://10.0.0.1/")], "not a public"),
        ] {
            let mut all = vec![("name", "A"), ("zone", "UTC")];
            all.extend(fields);
            owner.post(&path, &all).await.assert_status(422).assert_shows(words);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staff_see_what_is_open_and_what_was() {
    still_panel(async |panel| {
        let support = of(panel, Role::Support).await;
        support.get("/admin/alerts").await.assert_shows("No alert is over yet");
        execute(
            panel,
            "insert into alerts (kind, title, text, began_at, seen_at, ended_at)
                 values ('disk_full', 'The disk is <full>', 'Long ago.', now() - interval '2 days',
                         now(), now())",
        )
        .await;
        let now = panel.app.clock.now().to_rfc3339();
        execute(
            panel,
            &format!(
                "insert into panel_minutes (minute, answers, errors)
                 values (date_trunc('minute', '{now}'::timestamptz), 100, 50)"
            ),
        )
        .await;
        panel.advance(TimeDelta::seconds(11));
        eventually("the alert to be on the home page", async || {
            let text = support.get("/admin").await.text().to_owned();
            text.contains("Pages and APIs fail").then_some(())
        })
        .await;
        let page = support.get("/admin/alerts").await;
        page.assert_shows("Pages and APIs fail").assert_shows("The disk is &#60;full&#62;");
        assert!(!page.text().contains("Who is told"), "only who may set up is led there");
        support.get(PATH).await.assert_status(403);
        of(panel, Role::Owner).await.get("/admin/alerts").await.assert_shows("Who is told");
    })
    .await;
}
