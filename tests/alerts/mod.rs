//! Alerts: what is wrong is told once when it begins and once when it is over, to those who want to
//! know, whatever their receivers do.
//!
//! It is long because each condition has its story here, and one test counts them.
//!
//! Seen red by `make seeded`: `quiet-is-loud`.

pub mod receiver;

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{TimeDelta, Timelike as _};
use waybill::accounts::audit::Actor;
use waybill::alerts::receivers::{self, Draft, New, Typed, Way, Wishes};
use waybill::alerts::{ALERTS, Quiet, ReceiverId};
use waybill::kit::zone::Zone;
use waybill::providers::Outcome;

use crate::support::rows::{execute, value};
use crate::support::{ALLOW, Panel, eventually, panel_with};
use receiver::{Answer, Got, Receiver};

const STILL: [&str; 2] = [ALLOW, "--no-work"];

/// Whether the signature is that of the Standard Webhooks.
pub fn verified(secret: &str, got: &Got) -> bool {
    let key = STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
    let signed = format!("{}.{}.{}", got.id, got.timestamp, got.body);
    let mac = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &key), signed.as_bytes());
    got.signature == format!("v1,{}", STANDARD.encode(mac))
}

/// A webhook of this receiver; answers its id and its secret.
async fn webhook(panel: &Panel, name: &str, receiver: &Receiver) -> (ReceiverId, String) {
    let typed = Typed { url: format!("{}/hook", receiver.url), ..Typed::default() };
    let (id, secret) = made(panel, Way::Webhook, name, typed).await;
    (id, secret.unwrap())
}

async fn made(panel: &Panel, way: Way, name: &str, typed: Typed) -> (ReceiverId, Option<String>) {
    let app = &panel.app;
    let (zone, panel) = (Zone::default(), "Shop".to_owned());
    let new = New { way, name: name.to_owned(), typed, zone, panel };
    receivers::create(&app.db, &app.clock, &app.postman, Actor::COMMAND, new).await.unwrap()
}

/// From now on it is told of these alone; of those with `!`, in quiet hours too.
async fn wants(panel: &Panel, id: ReceiverId, words: &[&str], quiet: Option<Quiet>) {
    let app = &panel.app;
    let is_wanted = |word: &str| words.iter().any(|one| one.trim_end_matches('!') == word);
    let left_out = ALERTS.iter().map(|one| one.word).filter(|word| !is_wanted(word));
    let urgent = words.iter().filter_map(|word| word.strip_suffix('!'));
    let wishes = Wishes {
        left_out: left_out.map(str::to_owned).collect(),
        urgent: urgent.map(str::to_owned).collect(),
        quiet,
        zone: Zone::default(),
    };
    let name = receivers::find(app.db.pool(), id).await.unwrap().unwrap().name;
    let typed = Typed::default();
    let draft =
        Draft { name, typed, wishes, panel: "Shop".to_owned(), enabled: true, new_secret: false };
    let (db, clock, postman) = (&app.db, &app.clock, &app.postman);
    receivers::update(db, clock, postman, Actor::COMMAND, (id, draft)).await.unwrap();
}

/// Writes a measure of this minute.
async fn measured(panel: &Panel, columns: &str, values: &str) {
    let now = panel.app.clock.now().to_rfc3339();
    let sql = format!(
        "delete from panel_minutes where minute = date_trunc('minute', '{now}'::timestamptz);
         insert into panel_minutes (minute, {columns})
         values (date_trunc('minute', '{now}'::timestamptz), {values})"
    );
    execute(panel, &sql).await;
}

/// Many answers are errors.
async fn fails(panel: &Panel) {
    measured(panel, "answers, errors", "100, 50").await;
}

/// Waits until somebody has looked twice; the second look begins after the first has ended.
async fn looked(panel: &Panel) {
    for _ in 0..2 {
        panel.advance(TimeDelta::seconds(11));
        let now = panel.app.clock.now().to_rfc3339();
        let sql = format!("select due_at > '{now}' from alert_watch");
        eventually("a look", async || value::<bool>(panel, &sql).await.then_some(())).await;
    }
}

async fn gets(receiver: &Receiver, count: usize) -> Vec<Got> {
    eventually(&format!("{count} messages"), async || {
        let got = receiver.got();
        (got.len() >= count).then_some(got)
    })
    .await
}

async fn count(panel: &Panel, rest: &str) -> i64 {
    value(panel, &format!("select count(*) from {rest}")).await
}

/// Waits until there are so many.
async fn comes_to(panel: &Panel, rest: &str, number: i64) {
    let is_there = async || (count(panel, rest).await == number).then_some(());
    eventually(&format!("{number} {rest}"), is_there).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_goes_wrong_is_told_once_and_once_when_it_is_over() {
    panel_with(&STILL, async |panel| {
        let receiver = Receiver::start().await;
        let (id, secret) = webhook(panel, "Night", &receiver).await;
        wants(panel, id, &["errors"], None).await;
        // Two processes look.
        let other = panel.second(&STILL).await;
        fails(panel).await;
        looked(panel).await;
        let got = gets(&receiver, 1).await;
        assert_eq!(got[0].what(), ("alert.begins".to_owned(), "errors".to_owned()));
        got[0].assert_signed(&secret);
        let said = got[0].json();
        assert_eq!(said["data"]["panel"], "Shop");
        assert_eq!(
            said["data"]["text"],
            "50 of 100 answers in five minutes were errors of the panel (5xx). Its log says why."
        );
        for _ in 0..2 {
            other.advance(TimeDelta::seconds(22));
            looked(panel).await;
        }
        assert_eq!(count(panel, "alerts where kind = 'errors'").await, 1);
        // Nothing is wrong any more; it is over after a while.
        let by = TimeDelta::minutes(6);
        panel.advance(by);
        other.advance(by);
        looked(panel).await;
        let by = TimeDelta::minutes(4);
        panel.advance(by);
        other.advance(by);
        looked(panel).await;
        let got = gets(&receiver, 2).await;
        assert_eq!(got[1].what(), ("alert.ends".to_owned(), "errors".to_owned()));
        got[1].assert_signed(&secret);
        looked(panel).await;
        assert_eq!(receiver.got().len(), 2);
        comes_to(panel, "alert_messages where state = 'sent'", 2).await;
        other.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_quiet_hours_only_what_is_urgent_is_told() {
    panel_with(&STILL, async |panel| {
        let receiver = Receiver::start().await;
        let (id, _) = webhook(panel, "Night", &receiver).await;
        let now = panel.app.clock.now();
        let minute = i16::try_from(now.hour() * 60 + now.minute()).unwrap();
        let around = |by: i16| (minute + by).rem_euclid(1440);
        let quiet = Quiet::new(around(-60), around(60), Zone::default());
        assert!(quiet.is_some());
        wants(panel, id, &["errors", "database_slow!"], quiet).await;
        measured(panel, "answers, errors, batch_ms", "100, 50, 9000").await;
        looked(panel).await;
        let got = gets(&receiver, 1).await;
        assert_eq!(got[0].what().1, "database_slow");
        // What has arrived is noted as sent a moment later.
        let waiting = "alert_messages where state = 'waiting'";
        comes_to(panel, waiting, 1).await;
        // Both are over, in quiet hours too.
        panel.advance(TimeDelta::minutes(6));
        looked(panel).await;
        panel.advance(TimeDelta::minutes(4));
        looked(panel).await;
        let got = gets(&receiver, 2).await;
        assert_eq!(got[1].what(), ("alert.ends".to_owned(), "database_slow".to_owned()));
        comes_to(panel, waiting, 2).await;
        // The hours end.
        panel.advance(TimeDelta::minutes(55));
        let got = gets(&receiver, 4).await;
        let what: Vec<_> = got[2..].iter().map(Got::what).collect();
        let of_errors = |kind: &str| (kind.to_owned(), "errors".to_owned());
        assert_eq!(what, [of_errors("alert.begins"), of_errors("alert.ends")]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_receiver_that_fails_costs_nobody_anything() {
    let options = [ALLOW, "--no-work", "--provider-deadline-s=2"];
    panel_with(&options, async |panel| {
        let good = Receiver::start().await;
        let aim = Receiver::start().await;
        let bad = [
            Answer::Say(500, "no".to_owned()),
            Answer::Redirect(format!("{}/inside", aim.url)),
            Answer::Hang,
        ];
        let mut failing = Vec::new();
        for (at, answer) in bad.into_iter().enumerate() {
            let receiver = Receiver::start().await;
            receiver.answers(answer);
            let (id, _) = webhook(panel, &format!("Bad {at}"), &receiver).await;
            wants(panel, id, &["errors"], None).await;
            failing.push(receiver);
        }
        let huge = Receiver::start().await;
        huge.answers(Answer::Huge);
        for (name, receiver) in [("Good", &good), ("Huge", &huge)] {
            let (id, _) = webhook(panel, name, receiver).await;
            wants(panel, id, &["errors"], None).await;
        }
        fails(panel).await;
        looked(panel).await;
        gets(&good, 1).await;
        gets(&huge, 1).await;
        // The huge answer began with 200: it has arrived.
        eventually("three failures to be noted", async || {
            let failed = "alert_messages where state = 'waiting' and said <> ''";
            (count(panel, failed).await == 3).then_some(())
        })
        .await;
        comes_to(panel, "alert_messages where state = 'sent'", 2).await;
        let said: Vec<String> = sqlx::query_scalar(
            "select m.said from alert_messages m join alert_receivers r on r.id = m.receiver_id
             where m.state = 'waiting' order by r.name",
        )
        .fetch_all(panel.app.db.pool())
        .await
        .unwrap();
        assert_eq!(said[0], "It answered 500.");
        assert_eq!(said[1], "It answered 302. Redirects are not followed.");
        assert!(said[2].contains("timed out"), "{said:?}");
        assert!(aim.got().is_empty(), "a redirect was followed");
        // The clock went 22 seconds ahead: time for two tries, and not for a third.
        assert!(failing[0].got().len() <= 2, "it is asked again and again");
        // It is asked again, with the same id and the same bytes, until it has it.
        for tries in 2..=3 {
            panel.advance(TimeDelta::seconds(31));
            let got = gets(&failing[0], tries).await;
            assert_eq!((&got[0].id, &got[0].body), (&got[tries - 1].id, &got[tries - 1].body));
            eventually("the failure to be noted", async || {
                let of = format!("alert_receivers where name = 'Bad 0' and fails >= {tries}");
                (count(panel, &of).await == 1).then_some(())
            })
            .await;
        }
        failing[0].answers(Answer::Say(204, String::new()));
        panel.advance(TimeDelta::minutes(11));
        gets(&failing[0], 4).await;
        eventually("it to be noted as sent", async || {
            let sent = "alert_receivers where name = 'Bad 0' and fails = 0";
            (count(panel, sent).await == 1).then_some(())
        })
        .await;
        // After a day the others' messages are given up.
        panel.advance(TimeDelta::hours(25));
        eventually("them to be given up", async || {
            let expired = "alert_messages where what = 'begins' and state = 'expired'";
            (count(panel, expired).await == 2).then_some(())
        })
        .await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_telegram_bot_tells_it_in_a_chat() {
    let telegram = Receiver::start().await;
    let base = format!("--telegram-url={}", telegram.url);
    panel_with(&[ALLOW, "--no-work", &base], async |panel| {
        let token = "123456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc";
        let typed = Typed { token: token.to_owned(), chat: "-1007".to_owned(), ..Typed::default() };
        let (id, _) = made(panel, Way::Telegram, "Chat", typed).await;
        wants(panel, id, &["errors"], None).await;
        let later = r#"{"ok":false,"description":"Too Many Requests: retry after 90","parameters":{"retry_after":90}}"#;
        telegram.answers(Answer::Say(429, later.to_owned()));
        fails(panel).await;
        looked(panel).await;
        gets(&telegram, 1).await;
        eventually("what it says to be noted", async || {
            let said: String = value(panel, "select said from alert_messages").await;
            (said == "It answered 429: Too Many Requests: retry after 90").then_some(())
        })
        .await;
        let waits: bool = value(
            panel,
            "select r.not_before > m.made_at + interval '80 seconds'
             from alert_receivers r, alert_messages m",
        )
        .await;
        assert!(waits, "it is asked before it wants to be");
        telegram.answers(Answer::Say(200, r#"{"ok":true}"#.to_owned()));
        panel.advance(TimeDelta::seconds(91));
        let got = gets(&telegram, 2).await;
        assert_eq!(got[1].path, format!("/bot{token}/sendMessage"));
        let said = got[1].json();
        assert_eq!(said["chat_id"], "-1007");
        let text = said["text"].as_str().unwrap();
        assert!(text.starts_with("Shop: Pages and APIs fail\n50 of 100"), "{text}");
    })
    .await;
}

/// Makes each condition true, past the doors, and looks which alerts begin.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_condition_is_asked() {
    panel_with(&STILL, async |panel| {
        let customer = panel.customer("100").await;
        let service = panel.service(|_| {}).await;
        // Like every week, until an hour and a half ago.
        for _ in 0..31 {
            panel.order(&customer, service, 10).await;
        }
        let lost = panel.take_up_to(1).await.remove(0);
        panel.record(&lost, Outcome::Unknown { detail: "the line was cut".to_owned() }).await;
        execute(
            panel,
            "with places as (select id, row_number() over (order by id) as place from orders)
             update orders o set created_at = case
                 when place = 31 then now() - interval '95 minutes'
                 else now() - interval '65 minutes' - (3 - (place - 1) / 10) * interval '7 days' end
             from places where places.id = o.id",
        )
        .await;
        for name in ["Down", "Empty"] {
            panel.provider(name, "http://127.0.0.1:1/api/v2").await;
        }
        execute(
            panel,
            "insert into provider_pulses (provider_id, failing_since, failed_at, said)
                 select id, now(), now(), 'It hung up.' from providers where name = 'Down';
             update providers set balance = 1, balance_low = 5, balance_at = now()
                 where name = 'Empty';
             update orders set attention = 'Nothing can be read of it', attention_reason = 'unread'
                 where id = (select max(id) from orders);
             insert into books_readings (part, number, read_at, sentences)
                 values ('orders', 1, now(), '{A row was changed.}');
             insert into mails (kind, address, language, message_id, sealed, made_at, due_at,
                     expires_at)
                 values ('reset', 'ann@example.com', 'en', 'a@b', '', now(), now() + interval '1 day',
                         now() + interval '1 day');
             insert into methods (gateway, name, instructions, mode, currency, door, enabled,
                     created_at)
                 values ('sandbox', 'Card', '', 'test', 'USD', repeat('x', 32), true, now());
             insert into hooks (method_id, event_key, body, headers, verdict, received_at)
                 select id, 'e' || number, '{}', '{}', 'done', now() - interval '2 days'
                 from methods, generate_series(1, 3) as number;
             insert into deposits (account_id, method_id, state, credit, claim, form_id, opened_at,
                     pay_amount, pay_currency, pay_exponent, rate, moved_at, look_at, look_trouble)
                 select a.id, m.id, state, 1, 'wb-' || state, state, now(), 1, 'USD', 2, 1000000,
                        now(), now(), 'It hung up.'
                 from (select min(id) as id from accounts) a, methods m,
                      unnest(array['pending', 'review']) as state;
             insert into deposits (account_id, method_id, state, credit, credited, claim, form_id,
                     opened_at, pay_amount, pay_currency, pay_exponent, rate, moved_at, decided_at)
                 select a.id, m.id, 'credited', 1, 1, 'wb-credited', 'credited', now(), 1, 'USD', 2,
                        1000000, now(), now()
                 from (select min(id) as id from accounts) a, methods m",
        )
        .await;
        panel.advance(TimeDelta::minutes(16));
        let columns = "answers, errors, away, batch_ms, free_mib, disk_mib";
        measured(panel, columns, "100, 50, 3, 9000, 900, 100000").await;
        looked(panel).await;
        let found: Vec<String> =
            sqlx::query_scalar("select kind from alerts where ended_at is null order by kind")
                .fetch_all(panel.app.db.pool())
                .await
                .unwrap();
        let mut all: Vec<&str> = ALERTS.iter().map(|one| one.word).collect();
        all.sort_unstable();
        assert_eq!(found, all);
        // No money moved for what was made up: the books are asked at the end.
        execute(
            panel,
            "delete from books_readings; delete from deposits where state = 'credited'",
        )
        .await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn by_mail_a_begin_and_an_end_are_in_the_outbox_once() {
    panel_with(&STILL, async |panel| {
        let typed =
            Typed { mail: "ops@example.com, night@example.com".to_owned(), ..Typed::default() };
        let (id, secret) = made(panel, Way::Mail, "Post", typed).await;
        assert_eq!(secret, None);
        wants(panel, id, &["errors"], None).await;
        // Several processes look and write.
        let other = panel.second(&STILL).await;
        fails(panel).await;
        looked(panel).await;
        comes_to(panel, "mails where kind = 'alert'", 2).await;
        for _ in 0..2 {
            other.advance(TimeDelta::seconds(22));
            looked(panel).await;
        }
        assert_eq!(count(panel, "mails").await, 2);
        let to = "select string_agg(address, ' ' order by address) from mails";
        assert_eq!(value::<String>(panel, to).await, "night@example.com ops@example.com");
        let by = TimeDelta::minutes(6);
        panel.advance(by);
        other.advance(by);
        looked(panel).await;
        let by = TimeDelta::minutes(4);
        panel.advance(by);
        other.advance(by);
        looked(panel).await;
        comes_to(panel, "mails where kind = 'alert'", 4).await;
        looked(panel).await;
        assert_eq!(count(panel, "mails").await, 4);
        assert_eq!(count(panel, "alert_messages where state = 'sent'").await, 2);
        // A test goes the same way, at once.
        let app = &panel.app;
        let tested = receivers::test(&app.db, &app.clock, &app.postman, Actor::COMMAND, id).await;
        assert!(tested.unwrap().arrived);
        assert_eq!(count(panel, "mails").await, 6);
        // No address stands in what is kept for ever.
        let audit = "select string_agg(a::text, ' ') from audit a";
        assert!(!value::<String>(panel, audit).await.contains("ops@example.com"));
        other.stop().await;
    })
    .await;
}
