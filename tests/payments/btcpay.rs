//! BTCPay Server, as its Greenfield API answers and as it signs: the bodies of its hooks are indented.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use waybill::accounts::audit::Actor;
use waybill::kit::secret::hex;
use waybill::kit::sign::hmac_sha256;
use waybill::payments::MethodId;
use waybill::payments::gateways::Mode;
use waybill::payments::method::{self, MethodError};
use waybill::payments::way;

use super::fake::{Fault, Reply, Request};
use super::suite::{Can, Event, Script, Shop, SignedHook, every_story, shop};
use super::world::{Fake, Stand, World, number_of};
use crate::web::gateways::{STAFF, admin, begin};
use crate::web::{NOTHING, Visitor};

const KEY: &str = "0123456789abcdef0123456789abcdef01234567";
const STORE: &str = "9CiNzKoANXxmk5ayZngSXrHTiVvvgCrwrpFQd4m2K776";
const SECRET: &str = "btcpay-test-secret";
const OLD_SECRET: &str = "btcpay-old-secret";
const SIGNATURE: &str = "btcpay-sig";
/// In 2100.
const EXPIRES_AT: i64 = 4_102_444_800;

pub struct BtcPay;
pub static BTCPAY: BtcPay = BtcPay;

every_story!(BTCPAY);

impl Script for BtcPay {
    fn id(&self) -> &'static str {
        "btcpay"
    }

    fn fields(&self, fake: &str) -> BTreeMap<String, String> {
        let fields = [
            ("base", fake),
            ("store_id", STORE),
            ("api_key", KEY),
            ("secret", SECRET),
            ("old_secret", OLD_SECRET),
        ];
        fields.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    }

    fn can(&self) -> Can {
        Can {
            less: true,
            underway: true,
            refunds: false,
            disputes: false,
            currency: true,
            mode: false,
            checks_at_door: true,
            refuses_with: 422,
        }
    }

    fn reply(&self, world: &mut World, request: &Request) -> Reply {
        if request.header("authorization") != format!("token {KEY}") {
            return Reply::says(401, r#"{"code":"unauthenticated"}"#);
        }
        let parts: Vec<&str> = request.path.trim_start_matches('/').split('/').collect();
        let ["api", "v1", "stores", STORE, rest @ ..] = parts.as_slice() else {
            return Reply::says(404, r#"{"code":"store-not-found"}"#);
        };
        match (request.method.as_str(), rest) {
            ("POST", ["invoices"]) => open(world, request),
            ("GET", ["invoices"]) => {
                let reference = &request.query["orderId"];
                let known = world.payments.iter().filter(|one| one.opened_as == *reference);
                Reply::json(&Value::Array(known.map(invoice).collect()))
            }
            ("GET", ["invoices", id]) => told(world, id, invoice),
            ("GET", ["invoices", id, "payment-methods"]) => told(world, id, methods),
            _ => Reply::says(404, "{}"),
        }
    }

    fn amounts(&self) -> Vec<(&'static str, &'static str, &'static str)> {
        vec![
            ("USD", "20.50", r#""amount":"20.50""#),
            ("JPY", "20.50", r#""amount":"21""#),
            ("KRW", "80", r#""amount":"80""#),
        ]
    }

    fn body(&self, payment: &Fake, event: Event) -> Option<String> {
        let kind = match event {
            Event::Paid => "InvoiceSettled",
            Event::Underway => "InvoiceProcessing",
            Event::Expired => "InvoiceExpired",
            Event::Failed => "InvoiceInvalid",
            Event::Unknown => "InvoiceCreated",
            Event::Refunded | Event::Disputed | Event::Won | Event::Lost => return None,
        };
        let delivery = format!("delivery-{}", payment.told);
        let body = json!({
            "deliveryId": delivery, "webhookId": "hook", "originalDeliveryId": delivery,
            "isRedelivery": false, "type": kind, "storeId": STORE,
            "invoiceId": format!("Hx{}", payment.number),
            "metadata": { "orderId": payment.reference },
        });
        Some(serde_json::to_string_pretty(&body).unwrap())
    }

    fn sign(&self, secret: &str, body: &str, _: DateTime<Utc>) -> SignedHook {
        let sum = hex(&hmac_sha256(secret.as_bytes(), body.as_bytes()));
        SignedHook { headers: vec![(SIGNATURE, format!("sha256={sum}"))], body: body.into() }
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
}

fn told(world: &mut World, id: &str, tell: fn(&Fake) -> Value) -> Reply {
    match world.number(number_of(id)) {
        Some(payment) => Reply::json(&tell(payment)),
        None => Reply::says(404, r#"{"code":"invoice-not-found"}"#),
    }
}

fn exponent(currency: &str) -> u32 {
    if matches!(currency, "JPY" | "KRW") { 0 } else { 2 }
}

/// With more decimals than money has, as the server counts.
fn amount(coins: i64, currency: &str) -> String {
    match exponent(currency) {
        0 => format!("{coins}.0000"),
        _ => format!("{}.{:02}", coins / 100, coins % 100),
    }
}

fn open(world: &mut World, request: &Request) -> Reply {
    let asked = request.json();
    let currency = asked["currency"].as_str().unwrap();
    // Without an amount, any payment would be all of it.
    let text = asked["amount"].as_str().expect("an invoice has an amount");
    let coins = match exponent(currency) {
        0 => text.parse().unwrap(),
        _ => text.replace('.', "").parse().unwrap(),
    };
    let checkout = &asked["checkout"];
    assert_eq!(checkout["paymentTolerance"], 0);
    assert_eq!(checkout["expirationMinutes"], 60);
    assert!(checkout["redirectURL"].as_str().unwrap().contains("/deposits/"));
    let reference = asked["metadata"]["orderId"].as_str().unwrap();
    // There is no key that makes a repeat harmless: each call makes an invoice.
    Reply::json(&invoice(world.add(reference, coins, currency)))
}

fn invoice(payment: &Fake) -> Value {
    let number = payment.number;
    let said = |name: &str| payment.notes.get(name).map(String::as_str);
    let (status, additional) = match payment.stand {
        Stand::Open => ("New", "None"),
        Stand::Underway => ("Processing", "None"),
        Stand::Paid if payment.paid < payment.amount => ("Expired", "PaidPartial"),
        Stand::Paid if payment.paid > payment.amount => ("Settled", "PaidOver"),
        Stand::Paid => ("Settled", "None"),
        Stand::Expired => ("Expired", "None"),
        Stand::Failed => ("Invalid", "None"),
    };
    json!({
        "id": format!("Hx{number}"), "storeId": STORE,
        "status": said("status").unwrap_or(status),
        "additionalStatus": said("additional").unwrap_or(additional),
        "amount": amount(payment.amount, &payment.currency),
        "paidAmount": amount(payment.paid, &payment.currency),
        "currency": payment.currency, "expirationTime": EXPIRES_AT,
        "checkoutLink": format!("https://btcpay.example/i/Hx{number}"),
        "metadata": { "orderId": payment.reference, "buyerEmail": payment.payer_email },
    })
}

/// The payments of an invoice: settled, unless the notes say otherwise.
fn methods(payment: &Fake) -> Value {
    let status = payment.notes.get("payment").map_or("Settled", String::as_str);
    let came = json!([{ "id": "tx-0", "value": "0.00042", "fee": "0", "status": status }]);
    let came = if payment.paid > 0 { came } else { json!([]) };
    json!([
        { "paymentMethodId": "BTC-CHAIN", "rate": "60000", "payments": came },
        { "paymentMethodId": "BTC-LN", "rate": "60000", "payments": [] },
    ])
}

async fn look(shop: &Shop, deposit: i64) -> String {
    shop.look_soon(deposit).await;
    shop.work().await;
    shop.state(deposit).await
}

/// Nobody knows whether the invoice was made: it is looked for before another one is.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_opening_makes_no_second_invoice() {
    shop(&BTCPAY, async |shop| {
        for lost in [Reply::says(500, "{}"), Reply::says(200, "<html>")] {
            shop.world().faults.extend([Fault::Not, Fault::After(lost)]);
            let customer = shop.panel.customer("0").await;
            let visitor = Visitor::of(&shop.panel, customer.id).await;
            let deposit = begin(&visitor, shop.method, "20").await;
            shop.work().await;
            assert_eq!(shop.state(deposit).await, "created");
            shop.panel.advance(TimeDelta::seconds(6));
            shop.work().await;
            assert_eq!(shop.state(deposit).await, "pending");
            let reference = shop.reference(deposit).await;
            let made =
                shop.world().payments.iter().filter(|one| one.opened_as == reference).count();
            assert_eq!(made, 1);
            shop.change(deposit, Fake::pay).await;
            assert_eq!(look(shop, deposit).await, "credited");
            assert_eq!(shop.balance(&customer).await, "20.00");
        }
    })
    .await;
}

/// It stays expired there, at the price of before: staff decide, once the money is final.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn late_money_is_for_staff_once_it_is_settled() {
    shop(&BTCPAY, async |shop| {
        let (customer, deposit) = shop.opened("20").await;
        let late = |payment: &mut Fake, status: &str| {
            (payment.stand, payment.paid) = (Stand::Expired, payment.amount);
            payment.notes.insert("additional".into(), "PaidLate".into());
            payment.notes.insert("payment".into(), status.into());
        };
        for (status, state) in
            [("Processing", "expired"), ("Invalid", "expired"), ("Settled", "review")]
        {
            shop.change(deposit, |payment| late(payment, status)).await;
            assert_eq!(look(shop, deposit).await, state, "{status}");
            assert_eq!(shop.balance(&customer).await, "0.00", "{status}");
        }
        let staff = admin(&shop.panel).await;
        let here = format!("{STAFF}/{deposit}");
        staff.get(&here).await.assert_shows("at the price of before");
        staff.post(&format!("{here}/credit"), &NOTHING).await.assert_goes(&here);
        assert_eq!(shop.balance(&customer).await, "20.00");
    })
    .await;
}

/// Somebody says at the server how it ended, whatever was paid.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_marked_by_hand_is_for_staff() {
    shop(&BTCPAY, async |shop| {
        let mark = |payment: &mut Fake, (status, paid): (&str, i64)| {
            payment.paid = paid;
            payment.notes.insert("status".into(), status.into());
            payment.notes.insert("additional".into(), "Marked".into());
        };
        for paid in [0, 500] {
            let (customer, deposit) = shop.opened("20").await;
            shop.change(deposit, |payment| mark(payment, ("Settled", paid))).await;
            assert_eq!(look(shop, deposit).await, "review", "{paid}");
            assert_eq!(look(shop, deposit).await, "review", "{paid}");
            assert_eq!(shop.balance(&customer).await, "0.00", "{paid}");
            // The rest comes all the same: staff can credit it.
            shop.change(deposit, |payment| mark(payment, ("Settled", 2_000))).await;
            assert_eq!(look(shop, deposit).await, "review", "{paid}");
            let staff = admin(&shop.panel).await;
            let here = format!("{STAFF}/{deposit}");
            staff.post(&format!("{here}/credit"), &NOTHING).await.assert_goes(&here);
            assert_eq!(shop.balance(&customer).await, "20.00", "{paid}");
        }
        // After it was credited: staff read it, and the money stays where it is.
        let (customer, deposit) = shop.opened("20").await;
        shop.change(deposit, Fake::pay).await;
        assert_eq!(look(shop, deposit).await, "credited");
        shop.change(deposit, |payment| mark(payment, ("Invalid", 2_000))).await;
        assert_eq!(look(shop, deposit).await, "credited");
        assert_eq!(shop.balance(&customer).await, "20.00");
        let staff = admin(&shop.panel).await;
        let page = staff.get(&format!("{STAFF}/{deposit}")).await;
        page.assert_shows("marked it as invalid");
    })
    .await;
}

/// What comes over is credited up to the method's maximum, and by the amount that the server names.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn more_is_credited_up_to_the_maximum() {
    shop(&BTCPAY, async |shop| {
        for (paid, state, balance) in [(2_500, "credited", "25.00"), (50_100, "review", "0.00")] {
            let (customer, deposit) = shop.opened("20").await;
            shop.change(deposit, |payment| {
                (payment.stand, payment.paid) = (Stand::Paid, paid);
            })
            .await;
            assert_eq!(look(shop, deposit).await, state, "{paid}");
            assert_eq!(shop.balance(&customer).await, balance, "{paid}");
        }
    })
    .await;
}

/// Staff type the address: the panel calls no address inside of a network that it may not call.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_that_is_not_called_is_not_saved() {
    shop(&BTCPAY, async |shop| {
        let app = &shop.panel.app;
        for (address, is_good) in [
            ("https://btcpay.example.com", true),
            ("https://btcpay.example.com/sub/", true),
            ("http://127.0.0.1:8080", true),
            ("http://btcpay.example.com:1", true),
            ("http://8.8.8.8", false),
            ("https://10.1.1.1", false),
            ("https://169.254.169.254/latest", false),
            ("https://[::1]/", false),
            ("https://a:b@btcpay.example.com", false),
            ("https://btcpay.example.com/?x=1", false),
            ("https://btcpay.example.com/#x", false),
            ("ftp://btcpay.example.com", false),
            ("btcpay.example.com", false),
        ] {
            let mut entered = shop.entered("Pay");
            entered.values.insert("base".into(), address.into());
            let id = MethodId::new(shop.method);
            let saved = way::update(&app.ways, Actor::COMMAND, (id, entered)).await;
            match saved {
                Ok(()) => assert!(is_good, "{address}"),
                Err(MethodError::Field { field: "base", .. }) => assert!(!is_good, "{address}"),
                Err(error) => panic!("{address}: {error}"),
            }
        }
    })
    .await;
}

/// A deposit is judged by the mode of its method: with another one, money of tests would count as real.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_method_with_deposits_keeps_its_mode() {
    shop(&BTCPAY, async |shop| {
        let app = &shop.panel.app;
        let off = async |id: i64| {
            let id = (MethodId::new(id), false);
            method::set_enabled(&app.db, &app.clock, Actor::COMMAND, id).await.unwrap();
        };
        let change = async |id: i64| {
            let mut entered = shop.entered(&format!("Pay {id}"));
            entered.mode = Mode::Live;
            way::update(&app.ways, Actor::COMMAND, (MethodId::new(id), entered)).await
        };
        let unused = shop.add_method("Unused", |_| {}).await;
        off(unused).await;
        change(unused).await.unwrap();
        shop.opened("20").await;
        off(shop.method).await;
        let said = change(shop.method).await;
        assert!(matches!(said, Err(MethodError::Field { field: "mode", .. })), "{said:?}");
        let entered = shop.entered("Pay");
        way::update(&app.ways, Actor::COMMAND, (MethodId::new(shop.method), entered))
            .await
            .unwrap();
    })
    .await;
}
