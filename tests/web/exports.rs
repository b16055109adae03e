//! The file of one's own data: made by a worker, there for a day, for its holder alone.

use std::io::{Cursor, Read as _};

use chrono::TimeDelta;
use futures_util::future::join_all;
use serde_json::Value;
use waybill::accounts::role::Role;
use waybill::privacy::export;
use zip::ZipArchive;

use super::gateways::{act, admin, begin, method, opened, work};
use super::second_factor::second_of;
use super::{NOTHING, Visitor};
use crate::support::rows::{execute, value};
use crate::support::smtp::Smtp;
use crate::support::{Panel, order_id, panel_with, still_panel};

const PAGE: &str = "/account/privacy";
const ASK: &str = "/account/privacy/export";
const FILE: &str = "/account/privacy/data.zip";

/// Does what the loop does once; answers whether there was something to do.
async fn made(panel: &Panel) -> bool {
    let app = &panel.app;
    export::make_due(&app.db, &app.clock, &app.keys).await.unwrap()
}

fn part(file: &[u8], name: &str) -> String {
    let mut archive = ZipArchive::new(Cursor::new(file)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

fn json(file: &[u8], name: &str) -> Value {
    serde_json::from_str(&part(file, name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

async fn count(panel: &Panel, what: &str) -> i64 {
    value(panel, &format!("select count(*) from {what}")).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_file_holds_what_is_kept_and_no_secret() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("10").await;
        let link = "https://example.com/p/1";
        let service = service.to_string();
        let fields =
            [("action", "add"), ("service", &*service), ("link", link), ("quantity", "1000")];
        let order = order_id(&panel.v2(&customer.key, &fields).await);
        let second = second_of(panel, &customer).await;
        // It was set up in another browser, which has proved it.
        let visitor = Visitor::of(panel, customer.id).await;
        execute(panel, "update sessions set second_at = created_at").await;
        visitor.post("/account/profile", &[("name", "=Ada"), ("zone", "UTC")]).await;
        let once = visitor.get("/tickets/new").await.hidden("once");
        let fields = [("subject", "1"), ("text", "Where is it?\n\"soon\""), ("once", &*once)];
        visitor.post("/tickets", &fields).await.assert_status(303);
        let staff = Visitor::of(panel, panel.account(Role::Admin).await.id).await;
        let fields = [("note", "for staff alone"), ("once", "note0123456789")];
        staff.post("/admin/tickets/1/notes", &fields).await.assert_status(303);

        let beside = format!(
            "insert into sign_in_issuers (name, issuer, client_id, client_secret, created_at)
             values ('Mill', 'https://issuer.example', 'panel', '', now());
             insert into identities (issuer_id, subject, account_id, linked_at)
             select id, 'a subject', {id}, now() from sign_in_issuers;
             insert into passkeys
             (account_id, credential, holder, public_key, sign_count, name, made_at)
             values ({id}, 'a credential', 'a holder', 'a public key', 0, 'My phone', now());
             insert into notice_wishes values ({id}, 'tickets', 'mail', false);
             insert into deposit_orders
             select min(id), 'link=1', now() from deposits where account_id = {id}",
            id = customer.id
        );
        execute(panel, &beside).await;

        assert!(!made(panel).await, "nobody has asked");
        visitor.post(ASK, &NOTHING).await.assert_goes(PAGE);
        visitor.get(PAGE).await.assert_shows("Your file is being made");
        visitor.get(FILE).await.assert_status(404);
        assert!(made(panel).await);
        assert!(!made(panel).await);
        visitor.get(PAGE).await.assert_shows("Your file is ready").assert_shows(FILE);
        let answer = visitor.get(FILE).await;
        assert_eq!(answer.header("content-type"), "application/zip");
        let named = answer.header("content-disposition");
        assert!(named.starts_with("attachment; filename=\"data-"), "{named}");
        let file = &answer.body;
        let profile = json(file, "profile.json");
        assert_eq!(profile["email"], *customer.email);
        assert_eq!(profile["name"], "=Ada");
        assert_eq!(profile["balance"], "9.00");
        assert_eq!(json(file, "sessions.json")[0]["address"], "127.0.0.1");
        let tokens = json(file, "tokens.json");
        assert_eq!(
            (tokens.as_array().unwrap().len(), tokens[0]["name"].as_str()),
            (1, Some("test"))
        );
        let tickets = json(file, "tickets.json");
        assert_eq!(tickets.as_array().unwrap().len(), 1);
        assert_eq!(tickets[0]["from"], "you");
        assert_eq!(tickets[0]["text"], "Where is it?\n\"soon\"");
        let orders = part(file, "orders.csv");
        assert_eq!(orders.lines().count(), 2);
        assert!(orders.contains(&format!("{order},")) && orders.contains(link), "{orders}");
        let statement = part(file, "statement.csv");
        assert!(statement.contains("deposit") && statement.contains("-1.00"), "{statement}");
        assert_eq!(part(file, "deposits.csv").lines().count(), 2);
        let sign_in = json(file, "sign-in.json");
        assert_eq!(sign_in["second_factor"]["recovery_codes_left"], 10);
        assert!(sign_in["second_factor"]["app_since"].is_string(), "{sign_in}");
        let passkey = sign_in["passkeys"][0].as_object().unwrap();
        assert_eq!((passkey.len(), &passkey["name"]), (3, &Value::from("My phone")));
        assert!(passkey["made"].is_string() && passkey["last_used"].is_null(), "{sign_in}");
        assert_eq!(sign_in["issuers"][0]["subject"], "a subject");
        assert!(!sign_in["places"].as_array().unwrap().is_empty());
        assert_eq!(json(file, "notice-choices.json")["choices"][0]["topic"], "tickets");
        let notices = json(file, "notices.json");
        assert_eq!(notices[0]["kind"], "deposit", "{notices}");
        assert_eq!(json(file, "kept-orders.json")[0]["form"], "link=1");
        assert_eq!(part(file, "affiliate-earnings.csv").lines().count(), 1);
        // Nothing in it opens anything, and nothing of staff is in it.
        for name in ["profile.json", "sessions.json", "sign-in.json", "tokens.json", "tickets.json"]
        {
            let text = part(file, name);
            let app = second.secret();
            for secret in [&*customer.key, &*visitor.session(), app, "for staff alone", "argon2"] {
                assert!(!text.contains(secret), "{name} holds {secret}");
            }
        }
        let told = "select count(*) from audit where action = 'account.export'";
        assert_eq!(value::<i64>(panel, told).await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_file_holds_bonuses_codes_and_where_coins_were_to_go() {
    still_panel(async |panel| {
        let staff = admin(panel).await;
        let id = method(panel, &staff, &[]).await;
        super::bonuses::rule(&staff, &[("percent", "50")]).await;
        let gift = [("code", "GIFT"), ("kind", "credit"), ("amount", "5")];
        super::promos::promo(&staff, &gift).await.assert_status(303);
        let (ann, paid) = opened(panel, id, "20").await;
        act(panel, paid, "pay").await;
        act(panel, paid, "refund_half").await;
        let visitor = Visitor::of(panel, ann.id).await;
        let other = Visitor::of(panel, panel.customer("0").await.id).await;
        for who in [&visitor, &other] {
            who.post("/deposits/code", &[("code", "GIFT")]).await.assert_goes("/deposits");
        }
        let coins = begin(&visitor, id, "30").await;
        work(panel).await;
        let sql = format!(
            "update deposits set pay_to = '{{\"address\": \"bc1qaddress\", \"amount\": \"0.00042\",
                 \"currency\": \"BTC\", \"network\": \"bitcoin\", \"memo\": \"77\"}}'
             where id = {coins}"
        );
        assert_eq!(execute(panel, &sql).await, 1);

        visitor.post(ASK, &NOTHING).await.assert_goes(PAGE);
        assert!(made(panel).await);
        let answer = visitor.get(FILE).await;
        let file = &answer.body;
        let deposits = part(file, "deposits.csv");
        // Half of it went back, and of the bonus no less.
        let line = format!("{paid},Sandbox,refunded,20.00,20.00,10.00,10.00,5.00,");
        assert!(deposits.contains(&line), "{deposits}");
        assert!(deposits.contains(",bc1qaddress,0.00042,BTC,bitcoin,77,"), "{deposits}");
        let codes = part(file, "promo-codes.csv");
        assert!(codes.contains("\r\nGIFT,,5.00,5.00,"), "{codes}");
        assert_eq!(codes.lines().count(), 2, "somebody else's use is in it: {codes}");
        visitor.get("/privacy").await.assert_shows("promo codes");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_else_gets_it_and_after_a_day_nobody() {
    still_panel(async |panel| {
        let customer = panel.customer("0").await;
        let visitor = Visitor::of(panel, customer.id).await;
        visitor.post(ASK, &NOTHING).await.assert_goes(PAGE);
        assert!(made(panel).await);
        visitor.get(FILE).await.assert_status(200);
        Visitor::new(panel).get(FILE).await.assert_status(303);
        let other = Visitor::of(panel, panel.customer("0").await.id).await;
        other.get(FILE).await.assert_status(404);
        // Another process sends it as well.
        let second = panel.second(&["--no-work"]).await;
        let there = Visitor::new(&second).with_cookie("session", &visitor.session());
        assert_eq!(there.get(FILE).await.body, visitor.get(FILE).await.body);
        second.stop().await;
        // A member of staff who sees the pages as the customer does not get it, and cannot ask for it.
        let staff = Visitor::of(panel, panel.account(Role::Admin).await.id).await;
        let begin = format!("/admin/customers/{}/visit", customer.id);
        staff.post(&begin, &[("reason", "a question")]).await.assert_goes("/orders");
        staff.get(PAGE).await.assert_status(200);
        staff.get(FILE).await.assert_status(404);
        staff.post(ASK, &NOTHING).await.assert_status(403);
        panel.advance(TimeDelta::hours(24) + TimeDelta::minutes(1));
        visitor.get(FILE).await.assert_status(404);
        let app = &panel.app;
        assert!(!export::sweep(&app.db, &app.clock, 100).await.unwrap());
        assert_eq!((count(panel, "exports").await, count(panel, "export_pieces").await), (0, 0));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_is_made_at_a_time_and_three_in_a_day() {
    still_panel(async |panel| {
        let customer = panel.customer("0").await;
        let visitors = join_all((0..4).map(|_| Visitor::of(panel, customer.id))).await;
        for answer in join_all(visitors.iter().map(|one| one.post(ASK, &NOTHING))).await {
            answer.assert_goes(PAGE);
        }
        assert_eq!(count(panel, "exports").await, 1);
        let visitor = &visitors[0];
        visitor.post(ASK, &NOTHING).await.assert_goes(PAGE);
        visitor.get(PAGE).await.assert_shows("Your file is being made");
        assert!(made(panel).await);
        for _ in 0..2 {
            visitor.post(ASK, &NOTHING).await.assert_goes(PAGE);
            assert!(made(panel).await);
        }
        visitor.post(ASK, &NOTHING).await.assert_goes(PAGE);
        visitor.get(PAGE).await.assert_shows("You have asked often enough today");
        // The newest one is there, and nothing is left of the others.
        assert_eq!(count(panel, "exports").await, 3);
        assert_eq!(
            value::<i64>(panel, "select count(distinct export_id) from export_pieces").await,
            1
        );
        visitor.get(FILE).await.assert_status(200);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_that_was_half_made_is_made_anew() {
    still_panel(async |panel| {
        let customer = panel.customer("0").await;
        let visitor = Visitor::of(panel, customer.id).await;
        // More than a piece holds, and nothing that is made smaller.
        let long = format!(
            "insert into tickets (account_id, subject_id, state, opened_at, waits_id, waits_since,
                                  last_id, moved_at)
             values ({id}, 1, 'waiting', now(), 1, now(), 1, now());
             insert into ticket_messages (ticket_id, account_id, side, body, form_id, written_at)
             select 1, {id}, 'customer',
                    (select string_agg(md5(random()::text || n || k), '')
                     from generate_series(1, 300) as k),
                    'form ' || n, now()
             from generate_series(1, 600) as n",
            id = customer.id
        );
        execute(panel, &long).await;
        visitor.post(ASK, &NOTHING).await.assert_goes(PAGE);
        // A process has begun, and died after a piece.
        let half = "update exports set state = 'making', tries = 1, size = 7,
                        lease_until = now() + interval '30 seconds';
                    insert into export_pieces select id, 0, 'nonsense' from exports";
        execute(panel, half).await;
        assert!(!made(panel).await, "it may still live");
        visitor.get(FILE).await.assert_status(404);
        panel.advance(TimeDelta::seconds(61));
        assert!(made(panel).await);
        let file = visitor.get(FILE).await;
        assert_eq!(json(&file.body, "tickets.json").as_array().unwrap().len(), 600);
        let pieces = count(panel, "export_pieces").await;
        assert!(pieces > 1, "{pieces}");
        let size: i64 = value(panel, "select size from exports").await;
        assert_eq!(usize::try_from(size).unwrap(), file.body.len());
        // After too many beginnings it is given up, and can be asked for again.
        visitor.post(ASK, &NOTHING).await.assert_goes(PAGE);
        let often = "update exports set state = 'making', tries = 5, lease_until = now()
                     where state = 'waiting'";
        execute(panel, often).await;
        assert!(!made(panel).await);
        visitor.get(PAGE).await.assert_shows("The file could not be made");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn its_holder_is_told_by_mail_and_a_closed_account_has_none() {
    let server = Smtp::start().await;
    let [url, from] = server.options();
    panel_with(&[&url, &from], async |panel: &Panel| {
        let customer = panel.customer("0").await;
        let visitor = Visitor::of(panel, customer.id).await;
        visitor.post(ASK, &NOTHING).await.assert_goes(PAGE);
        let got = server.nth(1).await;
        assert_eq!(
            (got.to.as_str(), got.header("Subject")),
            (&*customer.email, "Your data at Waybill is ready")
        );
        visitor.get(FILE).await.assert_status(200);
        let fields = [
            ("confirm", &*customer.email),
            ("current", crate::support::PASSWORD),
            ("balance", "0"),
            ("earnings", "0"),
        ];
        visitor.post("/account/privacy/close", &fields).await.assert_goes("/sign-in");
        assert_eq!((count(panel, "exports").await, count(panel, "mails").await), (0, 0));
    })
    .await;
}
