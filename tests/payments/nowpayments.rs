//! NOWPayments, as its API answers and as it signs, and the page on which customers read what to send.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use waybill::kit::secret::hex;
use waybill::kit::sign::hmac_sha512;
use waybill::payments::gateways::nowpayments::SIGNATURE;
use waybill::payments::gateways::{amount, tokens};

use super::fake::{Fault, Reply, Request};
use super::suite::{Can, Event, Script, SignedHook, every_story, shop};
use super::world::{Fake, Stand, World, number_of};
use crate::support::rows::value;
use crate::web::gateways::{STAFF, admin, begin};
use crate::web::{NOTHING, Visitor};

const KEY: &str = "np-api-key-0001";
const SECRET: &str = "np-ipn-secret-0001";
const OLD_SECRET: &str = "np-ipn-secret-0000";
/// Its numbers begin above this one.
const FIRST: u32 = 574_540_000;
const ADDRESS: &str = "TQn9Y2khEsLJW1ChVWFMSMeRDow5KcbLSE";

pub struct NowPayments;
pub static NOWPAYMENTS: NowPayments = NowPayments;

every_story!(NOWPAYMENTS);

impl Script for NowPayments {
    fn id(&self) -> &'static str {
        "nowpayments"
    }

    fn fields(&self, _: &str) -> BTreeMap<String, String> {
        let fields = [
            ("api_key", KEY),
            ("ipn_secret", SECRET),
            ("old_ipn_secret", OLD_SECRET),
            ("pay_currency", "usdttrc20"),
        ];
        fields.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    }

    fn can(&self) -> Can {
        Can {
            less: true,
            underway: true,
            // All of it goes back, or nothing: see the story below.
            refunds: false,
            disputes: false,
            currency: true,
            mode: false,
            checks_at_door: true,
            refuses_with: 400,
        }
    }

    fn reply(&self, world: &mut World, request: &Request) -> Reply {
        if request.header("x-api-key") != KEY {
            return error(403, "Invalid api key");
        }
        let parts: Vec<&str> = request.path.trim_start_matches('/').split('/').collect();
        match (request.method.as_str(), parts.as_slice()) {
            ("GET", ["v1", "min-amount"]) => {
                let coin = request.query.get("currency_from").map_or("", String::as_str);
                let least = world.notes.get("least").map_or("3.20013", String::as_str);
                Reply::says(
                    200,
                    format!(
                        r#"{{"currency_from":"{coin}","min_amount":3.2,"fiat_equivalent":{least}}}"#
                    ),
                )
            }
            ("POST", ["v1", "payment"]) => open(world, request),
            ("GET", ["v1", "payment", id]) => {
                match world.number(number_of(id).wrapping_sub(FIRST)) {
                    Some(payment) => Reply::says(200, payment_text(payment, None)),
                    None => error(404, "Payment not found"),
                }
            }
            _ => error(404, "Endpoint not found"),
        }
    }

    fn amounts(&self) -> Vec<(&'static str, &'static str, &'static str)> {
        vec![
            ("USD", "20.50", r#""price_amount":20.50,"price_currency":"usd""#),
            ("EUR", "20", r#""price_amount":20.00,"price_currency":"eur""#),
        ]
    }

    fn body(&self, payment: &Fake, event: Event) -> Option<String> {
        let word = match event {
            Event::Paid => "finished",
            Event::Underway => "confirming",
            Event::Expired => "expired",
            Event::Failed => "failed",
            Event::Refunded => "refunded",
            Event::Unknown => "new_word",
            Event::Disputed | Event::Won | Event::Lost => return None,
        };
        Some(payment_text(payment, Some(word)))
    }

    fn sign(&self, secret: &str, body: &str, _: DateTime<Utc>) -> SignedHook {
        let signed = tokens::sorted(body).unwrap_or_else(|| body.to_owned());
        let sum = hex(&hmac_sha512(secret.as_bytes(), signed.as_bytes()));
        SignedHook { headers: vec![(SIGNATURE, sum)], body: body.into() }
    }

    fn secret(&self) -> &'static str {
        SECRET
    }

    fn old_secret(&self) -> Option<&'static str> {
        Some(OLD_SECRET)
    }

    fn signature(&self) -> Option<&'static str> {
        Some(SIGNATURE)
    }

    fn signs_blanks(&self) -> bool {
        false
    }
}

fn error(status: u16, message: &str) -> Reply {
    Reply::says(status, json!({ "statusCode": status, "message": message }).to_string())
}

fn open(world: &mut World, request: &Request) -> Reply {
    let asked = request.json();
    let text = |name: &str| asked[name].as_str().unwrap_or_default().to_owned();
    let coins = amount::coins(&asked["price_amount"].to_string(), 2);
    let (Some(coins), Some(true)) = (coins, asked["is_fixed_rate"].as_bool()) else {
        return error(400, "Bad request");
    };
    let memo = world.notes.get("memo").cloned();
    let payment = world.add(&text("order_id"), coins, &text("price_currency").to_uppercase());
    payment.notes.insert("coin".to_owned(), text("pay_currency"));
    payment.notes.extend(memo.map(|memo| ("memo".to_owned(), memo)));
    Reply::says(201, payment_text(payment, None))
}

/// A payment as it tells of it: numbers are numbers, with as many places as it likes. `word`: what a
/// hook says.
fn payment_text(payment: &Fake, word: Option<&str>) -> String {
    let word = word.unwrap_or_else(|| match payment.stand {
        _ if payment.refunded() > 0 => "refunded",
        Stand::Open => "waiting",
        Stand::Underway => "confirming",
        Stand::Paid if payment.paid < payment.amount && !payment.notes.contains_key("done") => {
            "partially_paid"
        }
        Stand::Paid => "finished",
        Stand::Expired => "expired",
        Stand::Failed => "failed",
    });
    let memo = payment.notes.get("memo").map_or("null".to_owned(), |memo| format!("\"{memo}\""));
    let parent = payment.notes.get("parent").map_or("null", String::as_str);
    format!(
        r#"{{"payment_id":{},"parent_payment_id":{parent},"payment_status":"{word}","pay_address":"{ADDRESS}","payin_extra_id":{memo},"price_amount":{},"price_currency":"{}","pay_amount":0.{:08},"actually_paid":0.{:08},"actually_paid_at_fiat":0,"pay_currency":"{}","order_id":"{}","network":"trx","outcome_amount":19.5123456789012345,"outcome_currency":"usdttrc20","fee":{{"currency":"btc","depositFee":0.09853637216235617,"withdrawalFee":0}},"updated_at":{}}}"#,
        FIRST + payment.number,
        amount::text(payment.amount, 2),
        payment.currency.to_lowercase(),
        payment.amount,
        payment.paid,
        payment.notes.get("coin").map_or("usdttrc20", String::as_str),
        payment.reference,
        1_780_000_000_000_u64 + u64::from(payment.told),
    )
}

/// The gateway has no page, so the panel's own page says what to send.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_page_says_what_to_send_and_until_when() {
    shop(&NOWPAYMENTS, async |shop| {
        let (ann, plain) = shop.opened("20").await;
        let visitor = Visitor::of(&shop.panel, ann.id).await;
        let page = visitor.get(&format!("/deposits/{plain}")).await;
        page.assert_shows(ADDRESS).assert_shows("0.00002").assert_shows("USDTTRC20");
        page.assert_shows(&format!("data-copy=\"{ADDRESS}\""))
            .assert_shows("data-copy=\"0.00002\"");
        page.assert_shows("aria-label=\"The address as a QR code\"").assert_shows("fill=\"#fff\"");
        page.assert_shows("TRX").assert_shows("in 20 min").assert_shows("every 15s");
        assert!(!page.text().contains("With this memo"), "there is none");
        assert!(
            !page.text().contains("button primary\" rel=\"noreferrer\""),
            "there is no page to go to"
        );
        shop.world().notes.insert("memo".to_owned(), "4711<b>".to_owned());
        let (bob, with) = shop.opened("20").await;
        let path = format!("/deposits/{with}");
        let visitor = Visitor::of(&shop.panel, bob.id).await;
        let page = visitor.get(&path).await;
        page.assert_shows("Without the memo your money is not found.");
        assert!(!page.text().contains("4711<b>"), "a memo is text");
        page.assert_shows("4711&#60;b&#62;");
        let staff = admin(&shop.panel).await;
        staff.get(&format!("{STAFF}/{with}")).await.assert_shows(ADDRESS);
        // Nobody else reads it.
        let other = Visitor::of(&shop.panel, ann.id).await;
        other.get(&path).await.assert_status(404);

        // The coins have a price for 20 minutes. Nobody has looked yet.
        shop.panel.advance(TimeDelta::minutes(21));
        let page = visitor.get(&path).await;
        page.assert_shows("do not send anything to the address any more");
        for gone in [ADDRESS, "QR code"] {
            assert!(!page.text().contains(gone), "{gone} is still shown");
        }
        shop.panel.advance(TimeDelta::minutes(10));
        shop.work().await;
        assert_eq!(shop.state(with).await, "expired");
        // Who has sent it in time has it, whenever it arrives.
        shop.change(with, Fake::pay).await;
        shop.tell(with, Event::Paid).await;
        assert_eq!(shop.balance(&bob).await, "20.00");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn too_little_is_refused_before_anybody_pays() {
    shop(&NOWPAYMENTS, async |shop| {
        let customer = shop.panel.customer("0").await;
        let visitor = Visitor::of(&shop.panel, customer.id).await;
        shop.world().notes.insert("least".to_owned(), "20.000001".to_owned());
        let deposit = begin(&visitor, shop.method, "20").await;
        shop.work().await;
        assert_eq!(shop.state(deposit).await, "failed");
        let trouble = shop.trouble(deposit).await;
        assert!(trouble.contains("it takes 20.01 USD or more"), "{trouble}");
        assert!(shop.world().payments.is_empty(), "it was opened there");
        shop.world().notes.insert("least".to_owned(), "20".to_owned());
        shop.opened("20").await;
    })
    .await;
}

/// `finished` is not all of it, a coin may be another one, and an address may get money twice.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_what_came_is_credited_and_what_is_odd_is_for_staff() {
    shop(&NOWPAYMENTS, async |shop| {
        let look = async |deposit: i64| {
            shop.look_soon(deposit).await;
            shop.work().await;
            shop.state(deposit).await
        };
        // A coin of the chain too little.
        let (ann, less) = shop.opened("20").await;
        shop.change(less, |payment| (payment.stand, payment.paid) = (Stand::Paid, 1_999)).await;
        assert_eq!(look(less).await, "credited");
        assert_eq!(shop.balance(&ann).await, "19.99");
        // What it calls finished may be less, too.
        let (eve, part) = shop.opened("20").await;
        shop.change(part, |payment| {
            (payment.stand, payment.paid) = (Stand::Paid, 500);
            payment.notes.insert("done".to_owned(), String::new());
        })
        .await;
        assert_eq!(look(part).await, "credited");
        assert_eq!(shop.balance(&eve).await, "5.00");
        let (bob, coin) = shop.opened("20").await;
        shop.change(coin, |payment| {
            payment.pay();
            payment.notes.insert("coin".to_owned(), "trx".to_owned());
        })
        .await;
        assert_eq!(look(coin).await, "review");
        assert_eq!(shop.balance(&bob).await, "0.00");

        // A second payment to the same address: only its hook names it.
        let (carol, twice) = shop.opened("20").await;
        shop.change(twice, Fake::pay).await;
        assert_eq!(look(twice).await, "credited");
        let (reference, first) = (shop.reference(twice).await, shop.payment(twice).await.number);
        let second = {
            let mut world = shop.world();
            let second = world.add(&reference, 2_000, "USD");
            (second.stand, second.paid) = (Stand::Paid, 1_000);
            second.notes.insert("parent".to_owned(), (FIRST + first).to_string());
            second.clone()
        };
        let body = NOWPAYMENTS.body(&second, Event::Paid).unwrap();
        let hook = NOWPAYMENTS.sign(SECRET, &body, shop.panel.app.clock.now());
        assert_eq!(shop.send(&hook).await, 200);
        shop.work().await;
        assert_eq!(shop.balance(&carol).await, "20.00");
        let waits = format!(
            "select amount from deposit_payments where deposit_id = {twice} and credited is null"
        );
        assert_eq!(value::<i64>(&shop.panel, &waits).await, 1_000);
        let staff = admin(&shop.panel).await;
        staff.get(&format!("{STAFF}?state=review")).await.assert_shows(&carol.email);
        let here = format!("{STAFF}/{twice}");
        staff.post(&format!("{here}/credit"), &NOTHING).await.assert_goes(&here);
        assert_eq!(shop.balance(&carol).await, "30.00");
        assert_eq!(look(twice).await, "credited");
        assert_eq!(shop.balance(&carol).await, "30.00");

        // All of it goes back.
        let (dora, back) = shop.opened("20").await;
        shop.change(back, Fake::pay).await;
        assert_eq!(look(back).await, "credited");
        shop.change(back, |payment| payment.refund(2_000)).await;
        shop.tell(back, Event::Refunded).await;
        assert_eq!(shop.state(back).await, "refunded");
        assert_eq!(shop.balance(&dora).await, "0.00");
    })
    .await;
}

/// A try whose answer is lost leaves a payment there that nobody can pay: its address was never shown.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_opening_is_opened_again_and_only_the_second_is_shown() {
    shop(&NOWPAYMENTS, async |shop| {
        let customer = shop.panel.customer("0").await;
        let visitor = Visitor::of(&shop.panel, customer.id).await;
        let least = Reply::says(200, r#"{"fiat_equivalent":1}"#);
        let lost = Fault::After(Reply::says(502, "<html>"));
        shop.world().faults.extend([Fault::Instead(least), lost]);
        let deposit = begin(&visitor, shop.method, "20").await;
        shop.work().await;
        assert_eq!(shop.state(deposit).await, "created");
        shop.panel.advance(TimeDelta::seconds(6));
        shop.work().await;
        assert_eq!(shop.state(deposit).await, "pending");
        assert_eq!(shop.world().payments.len(), 2);
        let sql = format!("select gateway_ref from deposits where id = {deposit}");
        assert_eq!(value::<String>(&shop.panel, &sql).await, (FIRST + 2).to_string());
        shop.change(deposit, Fake::pay).await;
        shop.tell(deposit, Event::Paid).await;
        assert_eq!(shop.balance(&customer).await, "20.00");
    })
    .await;
}

/// A second payment of which NOWPayments says nothing keeps nobody from the money of the first: staff see
/// that there is one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_payment_that_cannot_be_read_is_for_staff() {
    shop(&NOWPAYMENTS, async |shop| {
        let (customer, deposit) = shop.opened("20").await;
        shop.change(deposit, Fake::pay).await;
        let (reference, first) =
            (shop.reference(deposit).await, shop.payment(deposit).await.number);
        let second = {
            let mut world = shop.world();
            let second = world.add(&reference, 2_000, "USD");
            (second.stand, second.paid) = (Stand::Paid, 1_000);
            second.notes.insert("parent".to_owned(), (FIRST + first).to_string());
            second.clone()
        };
        let body = NOWPAYMENTS.body(&second, Event::Paid).unwrap();
        let hook = NOWPAYMENTS.sign(SECRET, &body, shop.panel.app.clock.now());
        assert_eq!(shop.send(&hook).await, 200);
        shop.world().faults.extend([Fault::Not, Fault::Instead(error(404, "Payment not found"))]);
        shop.work().await;
        assert_eq!(shop.state(deposit).await, "review", "{}", shop.trouble(deposit).await);
        let staff = admin(&shop.panel).await;
        let here = format!("{STAFF}/{deposit}");
        staff.get(&here).await.assert_shows("a second payment of it cannot be read");
        staff.post(&format!("{here}/credit"), &NOTHING).await.assert_goes(&here);
        assert_eq!(shop.balance(&customer).await, "20.00");
    })
    .await;
}
