//! Cryptomus and Heleket, as their API answers and as they sign.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use waybill::kit::secret::hex;
use waybill::kit::sign::md5_base64;
use waybill::payments::gateways::{Mode, amount, tokens};

use super::fake::{Reply, Request};
use super::suite::{Can, Event, Script, SignedHook, shop};
use super::world::{Fake, Stand, World, number_of};

const MERCHANT: &str = "8b03432e-385b-4670-8d06-064591096795";
const KEY: &str = "cm-payment-key-0001";
const OLD_KEY: &str = "cm-payment-key-0000";
/// In 2100.
const EXPIRED_AT: i64 = 4_102_444_800;

pub struct Cryptomus(&'static str);
pub static CRYPTOMUS: Cryptomus = Cryptomus("cryptomus");
pub static HELEKET: Cryptomus = Cryptomus("heleket");

mod at_cryptomus {
    crate::payments::suite::every_story!(super::CRYPTOMUS);
}

mod at_heleket {
    crate::payments::suite::every_story!(super::HELEKET);
}

impl Script for Cryptomus {
    fn id(&self) -> &'static str {
        self.0
    }

    fn fields(&self, _: &str) -> BTreeMap<String, String> {
        let fields = [("merchant", MERCHANT), ("payment_key", KEY), ("old_payment_key", OLD_KEY)];
        fields.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    }

    fn mode(&self) -> Mode {
        Mode::Live
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
            refuses_with: 422,
        }
    }

    fn reply(&self, world: &mut World, request: &Request) -> Reply {
        let sum = hex(&md5_base64(KEY.as_bytes(), request.body.as_bytes()));
        if request.header("merchant") != MERCHANT || request.header("sign") != sum {
            return error(401, "Unauthorized");
        }
        let asked = request.json();
        let text = |name: &str| asked[name].as_str().unwrap_or_default().to_owned();
        match request.line().as_str() {
            "POST /v1/payment" => {
                let reference = text("order_id");
                let is_known = world.find(&reference).is_some();
                if is_known && self.0 == "heleket" {
                    return error(422, "The order id has already been taken.");
                }
                if !is_known {
                    let Some(coins) = amount::coins(&text("amount"), 2) else {
                        return error(422, "The amount is required.");
                    };
                    world.add(&reference, coins, &text("currency"));
                }
                told(world.find(&reference))
            }
            "POST /v1/payment/info" if asked["uuid"].is_string() => {
                told(world.number(number_of(&text("uuid"))))
            }
            "POST /v1/payment/info" => told(world.find(&text("order_id"))),
            "POST /v1/payment/services" if request.body.is_empty() => Reply::json(&json!({
                "state": 0, "result": [{ "network": "tron", "currency": "USDT" }],
            })),
            _ => error(404, "Not found"),
        }
    }

    fn amounts(&self) -> Vec<(&'static str, &'static str, &'static str)> {
        vec![
            ("USD", "20.50", r#""amount":"20.50","currency":"USD""#),
            ("EUR", "20", r#""amount":"20.00","currency":"EUR""#),
            ("RUB", "20.5", r#""amount":"20.50","currency":"RUB""#),
        ]
    }

    fn body(&self, payment: &Fake, event: Event) -> Option<String> {
        let word = match event {
            Event::Paid => "paid",
            Event::Underway => "confirm_check",
            Event::Expired => "cancel",
            Event::Failed => "fail",
            Event::Refunded => "refund_paid",
            Event::Unknown => "new_word",
            Event::Disputed | Event::Won | Event::Lost => return None,
        };
        let mut invoice = invoice(payment);
        invoice["type"] = json!("payment");
        invoice["status"] = json!(word);
        invoice.as_object_mut()?.remove("payment_status");
        Some(invoice.to_string())
    }

    fn sign(&self, secret: &str, body: &str, _: DateTime<Utc>) -> SignedHook {
        let rest = tokens::without(body, "sign").map_or_else(|| body.to_owned(), |(rest, _)| rest);
        let sum = hex(&md5_base64(secret.as_bytes(), rest.as_bytes()));
        let signed = match rest.strip_suffix('}') {
            Some(start) => format!("{start},\"sign\":\"{sum}\"}}"),
            None => rest,
        };
        SignedHook { headers: Vec::new(), body: signed.into() }
    }

    fn secret(&self) -> &'static str {
        KEY
    }

    fn old_secret(&self) -> Option<&'static str> {
        Some(OLD_KEY)
    }

    fn signature(&self) -> Option<&'static str> {
        None
    }

    fn signs_blanks(&self) -> bool {
        false
    }
}

fn error(status: u16, message: &str) -> Reply {
    Reply::says(status, json!({ "state": 1, "message": message }).to_string())
}

fn told(payment: Option<&mut Fake>) -> Reply {
    match payment {
        Some(payment) => Reply::json(&json!({ "state": 0, "result": invoice(payment) })),
        None => error(422, "Payment was not found"),
    }
}

/// Coins: one for each smallest coin of the currency, and eight places further.
fn coins(amount: i64) -> String {
    format!("0.{amount:08}")
}

fn invoice(payment: &Fake) -> Value {
    let word = match payment.notes.get("word").map(String::as_str) {
        Some(word) => word,
        None if payment.refunded() > 0 => "refund_paid",
        None => match payment.stand {
            Stand::Open => "check",
            Stand::Underway => "confirm_check",
            Stand::Paid if payment.paid < payment.amount => "wrong_amount",
            Stand::Paid if payment.paid > payment.amount => "paid_over",
            Stand::Paid => "paid",
            Stand::Expired => "cancel",
            Stand::Failed => "fail",
        },
    };
    json!({
        "uuid": format!("62f88b36-a9d5-4fa6-aa26-{:012}", payment.number),
        "order_id": payment.reference,
        "amount": amount::text(payment.amount, 2),
        "payment_amount": coins(payment.paid),
        // A market value, which decides nothing.
        "payment_amount_usd": "0.55",
        "payer_amount": coins(payment.amount),
        "payer_currency": "BTC",
        "currency": payment.currency,
        "merchant_amount": coins(payment.paid / 2),
        "commission": "0.01",
        "network": "btc",
        "address": "bc1qexample",
        "from": null,
        "txid": null,
        "payment_status": word,
        "status": word,
        "url": "https://pay.example.com/pay/62f88b36",
        "expired_at": EXPIRED_AT,
        "is_final": payment.stand != Stand::Open,
        "additional_data": null,
    })
}

/// However often somebody comes back, and whatever hooks come.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_is_asked_every_thirty_seconds_at_most() {
    shop(&CRYPTOMUS, async |shop| {
        let (customer, deposit) = shop.opened("20").await;
        let asked = || {
            let world = shop.world();
            world.calls.iter().filter(|call| call.path.ends_with("/info")).count()
        };
        let look = async || {
            shop.look_due(deposit).await;
            shop.work().await;
        };
        look().await;
        assert_eq!(asked(), 1);
        shop.change(deposit, Fake::pay).await;
        for _ in 0..5 {
            let hook = shop.hook(deposit, Event::Paid).await.unwrap();
            assert_eq!(shop.send(&hook).await, 200);
            look().await;
        }
        assert_eq!(asked(), 1);
        assert_eq!(shop.state(deposit).await, "pending");
        // Nobody has to ask again.
        shop.panel.advance(TimeDelta::seconds(31));
        shop.work().await;
        assert_eq!(asked(), 2);
        assert_eq!(shop.balance(&customer).await, "20.00");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_held_or_goes_back_is_for_staff_until_it_is_back() {
    shop(&CRYPTOMUS, async |shop| {
        let set = async |deposit: i64, word: &str| {
            let word = word.to_owned();
            shop.change(deposit, |payment| {
                payment.notes.insert("word".to_owned(), word);
            })
            .await;
            shop.look_soon(deposit).await;
            shop.work().await;
            shop.state(deposit).await
        };
        // A part comes, then the rest.
        let (ann, rest) = shop.opened("20").await;
        shop.change(rest, |payment| payment.paid = 500).await;
        assert_eq!(set(rest, "wrong_amount_waiting").await, "partial");
        assert_eq!(shop.balance(&ann).await, "0.00");
        shop.change(rest, |payment| payment.paid = 2_000).await;
        assert_eq!(set(rest, "paid").await, "credited");
        assert_eq!(shop.balance(&ann).await, "20.00");
        // It is credited once, whatever is begun there, and goes when it is gone.
        assert_eq!(set(rest, "refund_process").await, "credited");
        assert_eq!(set(rest, "refund_fail").await, "credited");
        assert_eq!(shop.balance(&ann).await, "20.00");
        assert_eq!(set(rest, "refund_paid").await, "refunded");
        assert_eq!(set(rest, "refund_paid").await, "refunded");
        assert_eq!(shop.balance(&ann).await, "0.00");

        let (bob, held) = shop.opened("20").await;
        shop.change(held, Fake::pay).await;
        assert_eq!(set(held, "locked").await, "review");
        assert_eq!(set(held, "paid").await, "review", "staff decide about what was held");
        assert_eq!(set(held, "refund_paid").await, "failed");
        assert_eq!(shop.balance(&bob).await, "0.00");

        let (carol, over) = shop.opened("20").await;
        shop.change(over, |payment| (payment.stand, payment.paid) = (Stand::Paid, 3_000)).await;
        shop.look_soon(over).await;
        shop.work().await;
        assert_eq!(shop.balance(&carol).await, "30.00");
        let (dora, unknown) = shop.opened("20").await;
        shop.change(unknown, Fake::pay).await;
        assert_eq!(set(unknown, "new_word").await, "pending");
        assert!(shop.trouble(unknown).await.contains("new_word"));
        assert_eq!(shop.balance(&dora).await, "0.00");
    })
    .await;
}
