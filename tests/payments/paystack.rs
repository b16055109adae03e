//! Paystack, as its API answers and as it signs.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use waybill::kit::secret::hex;
use waybill::kit::sign::hmac_sha512;
use waybill::payments::gateways::Mode;
use waybill::payments::gateways::paystack::SIGNATURE;

use super::fake::{Fault, Reply, Request};
use super::suite::{Can, Event, Script, SignedHook, every_story, shop};
use super::world::{Dispute, Fake, Refund, Stand, World};
use crate::support::rows::execute;
use crate::web::Visitor;
use crate::web::gateways::{STAFF, admin, begin};

const KEY: &str = "sk_test_waybill";
const OLD_KEY: &str = "sk_test_waybill_0";
/// Its numbers are larger than what 32 bits hold.
const FIRST_ID: i64 = 5_000_000_000;

pub struct Paystack;
pub static PAYSTACK: Paystack = Paystack;

every_story!(PAYSTACK);

impl Script for Paystack {
    fn id(&self) -> &'static str {
        "paystack"
    }

    fn fields(&self, _: &str) -> BTreeMap<String, String> {
        let fields = [("secret_key", KEY), ("old_secret_key", OLD_KEY)];
        fields.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    }

    fn currency(&self) -> &'static str {
        "NGN"
    }

    fn can(&self) -> Can {
        Can {
            less: true,
            underway: true,
            refunds: true,
            disputes: true,
            currency: true,
            mode: true,
            checks_at_door: true,
            refuses_with: 400,
        }
    }

    fn reply(&self, world: &mut World, request: &Request) -> Reply {
        if request.header("authorization") != format!("Bearer {KEY}") {
            return no(401, "Invalid key");
        }
        let parts: Vec<&str> = request.path.trim_start_matches('/').split('/').collect();
        match (request.method.as_str(), parts.as_slice()) {
            ("POST", ["transaction", "initialize"]) => open(world, request),
            ("GET", ["transaction", "verify", reference]) => {
                match world.payments.iter().find(|one| one.notes["reference"] == **reference) {
                    Some(payment) => yes(&transaction(payment)),
                    None => no(400, "Transaction reference not found"),
                }
            }
            ("GET", ["refund"]) => list(world, request, refunds),
            ("GET", ["dispute"]) => list(world, request, disputes),
            ("POST", ["refund"]) => refund(world, request),
            ("GET", ["balance"]) => yes(&json!([{ "currency": "NGN", "balance": 0 }])),
            _ => no(404, "not found"),
        }
    }

    fn amounts(&self) -> Vec<(&'static str, &'static str, &'static str)> {
        vec![
            ("NGN", "20.50", r#""amount":2050,"currency":"NGN""#),
            ("KES", "20", r#""amount":2000,"currency":"KES""#),
        ]
    }

    fn body(&self, payment: &Fake, event: Event) -> Option<String> {
        let reference = &payment.reference;
        let told = payment.told;
        let dispute = json!({
            "id": FIRST_ID + i64::from(payment.number), "status": "awaiting-merchant-feedback",
            "transaction": { "reference": reference }, "told": told,
        });
        let (kind, data) = match event {
            Event::Paid => {
                let mut data = transaction(payment);
                data["told"] = json!(told);
                ("charge.success", data)
            }
            Event::Underway | Event::Expired | Event::Failed => return None,
            Event::Refunded => (
                "refund.processed",
                json!({ "status": "processed", "transaction_reference": reference, "told": told }),
            ),
            Event::Disputed => ("charge.dispute.create", dispute),
            Event::Won | Event::Lost => ("charge.dispute.resolve", dispute),
            Event::Unknown => ("customeridentification.success", json!({ "told": told })),
        };
        Some(json!({ "event": kind, "data": data }).to_string())
    }

    fn can_be_paid_after_all(&self) -> bool {
        true
    }

    fn sign(&self, secret: &str, body: &str, _: DateTime<Utc>) -> SignedHook {
        let sum = hex(&hmac_sha512(secret.as_bytes(), body.as_bytes()));
        SignedHook { headers: vec![(SIGNATURE, sum)], body: body.into() }
    }

    fn secret(&self) -> &'static str {
        KEY
    }

    fn old_secret(&self) -> Option<&'static str> {
        Some(OLD_KEY)
    }

    fn signature(&self) -> Option<&'static str> {
        Some(SIGNATURE)
    }
}

fn yes(data: &Value) -> Reply {
    Reply::json(&json!({ "status": true, "message": "done", "data": data }))
}

fn no(status: u16, message: &str) -> Reply {
    Reply::says(status, json!({ "status": false, "message": message }).to_string())
}

fn open(world: &mut World, request: &Request) -> Reply {
    let asked = request.json();
    let text = |name: &str| asked[name].as_str().unwrap_or_default().to_owned();
    let reference = text("reference");
    let fits = |c: char| c.is_ascii_alphanumeric() || "-.=".contains(c);
    if text("email").is_empty() || !reference.chars().all(fits) {
        return no(400, "Invalid Email Address Passed");
    }
    if world.payments.iter().any(|payment| payment.notes["reference"] == reference) {
        return no(400, "Duplicate Transaction Reference");
    }
    let claim = asked["metadata"]["deposit"].as_str().unwrap();
    let payment = world.add(claim, asked["amount"].as_i64().unwrap(), &text("currency"));
    payment.reference.clone_from(&reference);
    payment.notes.insert("reference".to_owned(), reference.clone());
    yes(&json!({
        "authorization_url": format!("https://checkout.paystack.com/{}", payment.number),
        "access_code": "x", "reference": reference,
    }))
}

fn transaction(payment: &Fake) -> Value {
    let status = match payment.stand {
        Stand::Open | Stand::Expired => "abandoned",
        Stand::Underway => "pending",
        Stand::Failed => "failed",
        Stand::Paid if payment.refunded() >= payment.paid => "reversed",
        Stand::Paid => "success",
    };
    // Until it is paid, it is what was asked for.
    let amount = if payment.stand == Stand::Paid { payment.paid } else { payment.amount };
    json!({
        "id": FIRST_ID + i64::from(payment.number), "status": status,
        "domain": if payment.mode == Mode::Live { "live" } else { "test" },
        "reference": payment.reference, "amount": amount,
        "requested_amount": payment.amount, "currency": payment.currency, "fees": payment.fee.0,
        "metadata": "", "customer": { "email": payment.payer_email },
        "created_at": payment.opened_at.to_rfc3339(),
    })
}

/// A list that takes no notice of what it is asked about: it tells of all.
fn list(world: &World, request: &Request, tell: fn(&Fake) -> Vec<Value>) -> Reply {
    let all: Vec<Value> = world.payments.iter().flat_map(tell).collect();
    let page: usize = request.query["page"].parse().unwrap();
    let size: usize = request.query["perPage"].parse().unwrap();
    let some: Vec<Value> = all.into_iter().skip((page - 1) * size).take(size).collect();
    yes(&json!(some))
}

fn refunds(payment: &Fake) -> Vec<Value> {
    let one = |(at, refund): (usize, &Refund)| {
        json!({
            "id": at, "transaction": FIRST_ID + i64::from(payment.number), "dispute": null,
            "amount": refund.amount, "status": if refund.failed { "failed" } else { "processed" },
        })
    };
    payment.refunds.iter().enumerate().map(one).collect()
}

fn disputes(payment: &Fake) -> Vec<Value> {
    let (status, resolution) = match payment.dispute {
        // It knows no inquiries.
        Dispute::No | Dispute::Inquiry => return Vec::new(),
        Dispute::Open => ("awaiting-merchant-feedback", None),
        Dispute::Won => ("resolved", Some("declined")),
        Dispute::Lost => ("resolved", Some("merchant-accepted")),
    };
    let id = FIRST_ID + i64::from(payment.number);
    vec![json!({
        "id": 1, "transaction": { "id": id }, "refund_amount": payment.disputed,
        "status": status, "resolution": resolution,
    })]
}

fn refund(world: &mut World, request: &Request) -> Reply {
    let asked = request.json();
    let reference = asked["transaction"].as_str().unwrap();
    let payment = world.payments.iter_mut().find(|one| one.notes["reference"] == reference);
    let Some(payment) = payment else { return no(404, "Transaction not found") };
    let amount = asked["amount"].as_i64().unwrap();
    if amount + payment.refunded() > payment.paid {
        return no(400, "Refund amount cannot be more than the transaction amount");
    }
    payment.refunds.push(Refund { amount, failed: false, key: String::new() });
    yes(&json!({ "id": 1, "amount": amount, "status": "pending" }))
}

/// The address of a transaction is told once. If it is lost, the next try has a reference of its own, and
/// is the one that counts.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_transaction_whose_address_is_lost_is_begun_again() {
    shop(&PAYSTACK, async |shop| {
        shop.world().faults.push_back(Fault::After(Reply::says(504, "")));
        let customer = shop.panel.customer("0").await;
        let visitor = Visitor::of(&shop.panel, customer.id).await;
        let deposit = begin(&visitor, shop.method, "20").await;
        shop.work().await;
        assert_eq!(shop.state(deposit).await, "created");
        shop.panel.advance(TimeDelta::seconds(6));
        shop.work().await;
        assert_eq!(shop.state(deposit).await, "pending");
        let claim = shop.reference(deposit).await;
        let references: Vec<String> =
            shop.world().payments.iter().map(|payment| payment.reference.clone()).collect();
        assert_eq!(references, [claim.clone(), format!("{claim}.1")]);
        shop.change(deposit, Fake::pay).await;
        shop.tell(deposit, Event::Paid).await;
        assert_eq!(shop.balance(&customer).await, "20.00");
    })
    .await;
}

/// Paystack does what it is asked for however often it is asked, so the panel asks once: the next refund
/// waits until a look has seen what came of the last one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_refunds_at_once_give_back_once() {
    shop(&PAYSTACK, async |shop| {
        let (customer, deposit) = shop.opened("20").await;
        shop.change(deposit, Fake::pay).await;
        shop.tell(deposit, Event::Paid).await;
        let staff = admin(&shop.panel).await;
        let here = format!("{STAFF}/{deposit}");
        let give_back = async || {
            staff.post(&format!("{here}/refund"), &[("amount", "5")]).await.assert_goes(&here);
        };
        let made = async || shop.payment(deposit).await.refunds.len();
        tokio::join!(give_back(), give_back());
        assert_eq!(made().await, 1);
        // Its list of refunds is old: it does not show the first one yet.
        shop.world().faults.extend([Fault::Not, Fault::Instead(yes(&json!([])))]);
        give_back().await;
        shop.world().faults.clear();
        assert_eq!(made().await, 1);
        staff.get(&here).await.assert_shows("Money is on its way back. Look first");
        shop.work().await;
        assert_eq!(shop.balance(&customer).await, "15.00");
        give_back().await;
        assert_eq!(made().await, 2);
        shop.work().await;
        assert_eq!(shop.balance(&customer).await, "10.00");

        // A process is killed while it gives money back: nobody knows what came of it.
        let until = (shop.panel.app.clock.now() + TimeDelta::minutes(10)).to_rfc3339();
        let claim = format!("update deposits set refund_until = '{until}' where id = {deposit}");
        execute(&shop.panel, &claim).await;
        shop.look_soon(deposit).await;
        shop.work().await;
        give_back().await;
        assert_eq!(made().await, 2, "its call may still be made");
        shop.panel.advance(TimeDelta::minutes(11));
        give_back().await;
        assert_eq!(made().await, 2, "nobody has looked what came of it");
        shop.look_soon(deposit).await;
        shop.work().await;
        give_back().await;
        assert_eq!(made().await, 3);
        shop.work().await;
        assert_eq!(shop.balance(&customer).await, "5.00");
    })
    .await;
}
