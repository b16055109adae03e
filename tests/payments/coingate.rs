//! CoinGate, as its API answers, and with the token that its hooks carry.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use waybill::kit::secret::hex;
use waybill::kit::sign::hmac_sha256;
use waybill::payments::gateways::{amount, tokens};

use super::fake::{Reply, Request};
use super::suite::{Can, Event, Script, SignedHook, every_story, shop};
use super::world::{Fake, Stand, World, number_of};

const KEY: &str = "cg-api-key-0001";
const OLD_KEY: &str = "cg-api-key-0000";
/// Its numbers begin above this one.
const FIRST: u32 = 390_000;

pub struct CoinGate;
pub static COINGATE: CoinGate = CoinGate;

every_story!(COINGATE);

impl Script for CoinGate {
    fn id(&self) -> &'static str {
        "coingate"
    }

    fn fields(&self, _: &str) -> BTreeMap<String, String> {
        let fields =
            [("api_key", KEY), ("old_api_key", OLD_KEY), ("receive_currency", "DO_NOT_CONVERT")];
        fields.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    }

    fn can(&self) -> Can {
        Can {
            less: false,
            underway: true,
            // All of it is taken, and a part is for staff: see the story below.
            refunds: false,
            disputes: false,
            currency: true,
            mode: false,
            checks_at_door: true,
            refuses_with: 422,
        }
    }

    fn reply(&self, world: &mut World, request: &Request) -> Reply {
        if request.header("authorization") != format!("Token {KEY}") {
            return error(401, "BadCredentials");
        }
        let parts: Vec<&str> = request.path.trim_start_matches('/').split('/').collect();
        match (request.method.as_str(), parts.as_slice()) {
            ("POST", ["v2", "orders"]) => open(world, &request.json()),
            ("GET", ["v2", "orders"]) => {
                Reply::json(&json!({ "current_page": 1, "total_orders": 0, "orders": [] }))
            }
            ("GET", ["v2", "orders", id]) => {
                match world.number(number_of(id).wrapping_sub(FIRST)) {
                    Some(payment) => Reply::json(&order(payment)),
                    None => error(404, "OrderNotFound"),
                }
            }
            _ => error(404, "PageNotFound"),
        }
    }

    fn amounts(&self) -> Vec<(&'static str, &'static str, &'static str)> {
        vec![
            ("USD", "20.50", r#""price_amount":20.50,"price_currency":"USD""#),
            ("EUR", "20", r#""price_amount":20.00,"price_currency":"EUR""#),
        ]
    }

    fn body(&self, payment: &Fake, event: Event) -> Option<String> {
        let word = match event {
            Event::Paid => "paid",
            Event::Underway => "confirming",
            Event::Expired => "expired",
            Event::Failed => "invalid",
            Event::Refunded => "refunded",
            Event::Unknown => "new_word",
            Event::Disputed | Event::Won | Event::Lost => return None,
        };
        let mut order = order(payment);
        order["status"] = json!(word);
        Some(order.to_string())
    }

    /// It waits for the rest, and ends.
    fn a_coin_of_all(&self) -> &'static str {
        "expired"
    }

    fn sign(&self, secret: &str, body: &str, _: DateTime<Utc>) -> SignedHook {
        let said: Value = serde_json::from_str(body).unwrap_or_default();
        let Some(reference) = said["order_id"].as_str() else {
            return SignedHook { headers: Vec::new(), body: body.into() };
        };
        let rest = tokens::without(body, "token").map_or_else(|| body.to_owned(), |(rest, _)| rest);
        let start = rest.strip_suffix('}').expect("a hook is a JSON object");
        let body = format!("{start},\"token\":\"{}\"}}", token(secret, reference));
        SignedHook { headers: Vec::new(), body: body.into() }
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

    /// Only the token vouches for a hook, and for one deposit.
    fn forged(&self, good: &SignedHook, at: DateTime<Utc>) -> Vec<(&'static str, SignedHook)> {
        let text = std::str::from_utf8(&good.body).unwrap();
        let (bare, token) = tokens::without(text, "token").expect("it carries a token");
        let with = |body: String| SignedHook { headers: Vec::new(), body: body.into() };
        let half = token.get(..token.len() / 2).unwrap();
        vec![
            ("another secret", self.sign("another-secret-0001", text, at)),
            ("no secret", self.sign("", text, at)),
            ("no token", with(bare)),
            ("an empty token", with(text.replace(&token, ""))),
            ("half of the token", with(text.replace(&token, half))),
            ("the token twice", with(text.replacen('{', &format!("{{\"token\":\"{token}\","), 1))),
            ("another deposit", with(text.replacen("wb-", "wc-", 1))),
            ("a form without a token", with("id=1&order_id=wb-1&status=paid".to_owned())),
            ("no JSON", with("paid".to_owned())),
            ("a list", with("[]".to_owned())),
            ("an empty body", with(String::new())),
            ("no UTF-8", SignedHook { headers: Vec::new(), body: b"\xff\xfe".to_vec() }),
            ("too long", SignedHook { headers: Vec::new(), body: vec![b' '; 300 * 1024] }),
        ]
    }
}

fn token(secret: &str, reference: &str) -> String {
    let sum = hex(&hmac_sha256(secret.as_bytes(), format!("hooks of {reference}").as_bytes()));
    sum.chars().take(32).collect()
}

fn error(status: u16, reason: &str) -> Reply {
    Reply::says(status, json!({ "message": reason, "reason": reason }).to_string())
}

fn open(world: &mut World, asked: &Value) -> Reply {
    let text = |name: &str| asked[name].as_str().unwrap_or_default().to_owned();
    let coins = amount::coins(&asked["price_amount"].to_string(), 2);
    let (Some(coins), true) = (coins, asked["token"].is_string()) else {
        return error(422, "OrderIsNotValid");
    };
    Reply::json(&order(world.add(&text("order_id"), coins, &text("price_currency"))))
}

fn order(payment: &Fake) -> Value {
    let is_less = payment.paid < payment.amount;
    let word = match (payment.refunded(), payment.stand) {
        (back, _) if back > 0 && back < payment.paid => "partially_refunded",
        (1.., _) => "refunded",
        (_, Stand::Open) => "new",
        (_, Stand::Underway) => "confirming",
        // It takes no part.
        (_, Stand::Paid) if is_less => "expired",
        (_, Stand::Paid) => "paid",
        (_, Stand::Expired) => "expired",
        (_, Stand::Failed) => "invalid",
    };
    json!({
        "id": FIRST + payment.number,
        "order_id": payment.reference,
        "status": word,
        "price_amount": amount::text(payment.amount, 2),
        "price_currency": payment.currency,
        "pay_amount": "0.00016069",
        "pay_currency": "BTC",
        "receive_amount": "0.000152",
        "receive_currency": "BTC",
        // As in its own sample of a paid order.
        "underpaid_amount": "0.00016069",
        "overpaid_amount": "0",
        "is_refundable": false,
        "fees": [{ "type": "processing_fee", "amount": "0.000002" }],
        "payment_url": "https://pay.example.com/invoice/390104",
    })
}

/// Its staff choose there whether hooks are JSON or forms.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hooks_may_be_forms() {
    shop(&COINGATE, async |shop| {
        let (customer, deposit) = shop.opened("20").await;
        shop.change(deposit, Fake::pay).await;
        let (reference, number) =
            (shop.reference(deposit).await, shop.payment(deposit).await.number);
        let form = |token: &str| SignedHook {
            headers: Vec::new(),
            body: format!(
                "id={}&order_id={reference}&status=paid&price_amount=20.0&price_currency=USD\
                 &created_at=2026-04-30T13%3A51%3A23%2B00%3A00&token={token}\
                 &fees[][type]=processing_fee",
                FIRST + number
            )
            .into(),
        };
        assert_eq!(shop.send(&form(&token("another-key", &reference))).await, 400);
        assert_eq!(shop.send(&form(&format!("x&token={}", token(KEY, &reference)))).await, 400);
        assert_eq!(shop.kept().await, 0);
        assert_eq!(shop.send(&form(&token(KEY, &reference))).await, 200);
        shop.work().await;
        assert_eq!(shop.balance(&customer).await, "20.00");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_that_goes_back_is_taken_and_a_part_is_for_staff() {
    shop(&COINGATE, async |shop| {
        let (customer, deposit) = shop.opened("20").await;
        shop.change(deposit, Fake::pay).await;
        shop.tell(deposit, Event::Paid).await;
        assert_eq!(shop.balance(&customer).await, "20.00");
        shop.change(deposit, |payment| payment.refund(500)).await;
        shop.look_soon(deposit).await;
        shop.work().await;
        assert_eq!(shop.state(deposit).await, "credited");
        assert_eq!(shop.balance(&customer).await, "20.00");
        assert!(shop.trouble(deposit).await.contains("a part of it went back"));
        shop.change(deposit, |payment| payment.refund(1_500)).await;
        shop.tell(deposit, Event::Refunded).await;
        assert_eq!(shop.state(deposit).await, "refunded");
        assert_eq!(shop.balance(&customer).await, "0.00");
    })
    .await;
}
