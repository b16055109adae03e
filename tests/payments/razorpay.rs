//! Razorpay, as its API answers and as it signs.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use waybill::kit::secret::{hex, sha256};
use waybill::kit::sign::hmac_sha256;
use waybill::payments::gateways::razorpay::{EVENT_ID, SIGNATURE};

use super::fake::{Fault, Reply, Request};
use super::suite::{Can, Event, Script, SignedHook, every_story, shop};
use super::world::{Dispute, Fake, Refund, Stand, World, number_of};
use crate::web::gateways::{STAFF, admin, begin};
use crate::web::{NOTHING, Visitor};

const KEY_ID: &str = "rzp_test_waybill01";
const KEY_SECRET: &str = "rzp-key-secret";
const HOOK_SECRET: &str = "rzp-webhook-secret";
const OLD_HOOK_SECRET: &str = "rzp-webhook-secret-0";

pub struct Razorpay;
pub static RAZORPAY: Razorpay = Razorpay;

every_story!(RAZORPAY);

impl Script for Razorpay {
    fn id(&self) -> &'static str {
        "razorpay"
    }

    fn fields(&self, _: &str) -> BTreeMap<String, String> {
        let fields = [
            ("key_id", KEY_ID),
            ("key_secret", KEY_SECRET),
            ("hook_secret", HOOK_SECRET),
            ("old_hook_secret", OLD_HOOK_SECRET),
        ];
        fields.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    }

    fn currency(&self) -> &'static str {
        "INR"
    }

    fn can(&self) -> Can {
        Can {
            less: false,
            underway: false,
            refunds: true,
            disputes: true,
            currency: true,
            // Only the key says it.
            mode: false,
            checks_at_door: true,
            refuses_with: 400,
        }
    }

    fn reply(&self, world: &mut World, request: &Request) -> Reply {
        let key = STANDARD.encode(format!("{KEY_ID}:{KEY_SECRET}"));
        if request.header("authorization") != format!("Basic {key}") {
            return error(401, "Authentication failed");
        }
        let parts: Vec<&str> = request.path.trim_start_matches('/').split('/').collect();
        match (request.method.as_str(), parts.as_slice()) {
            ("POST", ["v1", "payment_links"]) => open(world, request),
            ("GET", ["v1", "payment_links"]) => {
                let wanted = &request.query["reference_id"];
                let links = world.payments.iter().filter(|one| one.reference == *wanted).map(link);
                Reply::json(&json!({ "payment_links": links.collect::<Vec<_>>() }))
            }
            ("GET", ["v1", "payment_links", id]) => told(world, id, link),
            ("GET", ["v1", "payments"]) => Reply::json(&collection(&[])),
            ("GET", ["v1", "payments", id]) => told(world, id, payment),
            ("GET", ["v1", "payments", id, "refunds"]) => told(world, id, refunds),
            ("POST", ["v1", "payments", id, "refund"]) => refund(world, id, request),
            ("GET", ["v1", "disputes"]) => {
                let skip: usize = request.query["skip"].parse().unwrap();
                let all = world.payments.iter().filter_map(dispute).skip(skip).take(100);
                Reply::json(&collection(&all.collect::<Vec<_>>()))
            }
            _ => error(404, "The requested URL was not found on the server."),
        }
    }

    fn amounts(&self) -> Vec<(&'static str, &'static str, &'static str)> {
        vec![
            ("INR", "20.50", r#""amount":2050,"#),
            ("JPY", "20.50", r#""amount":21,"#),
            ("KWD", "20.505", r#""amount":20510,"#),
        ]
    }

    fn body(&self, of: &Fake, event: Event) -> Option<String> {
        let entity = |value: Value| json!({ "entity": value });
        let refund = json!({ "payment_id": format!("pay_{}", of.number), "amount": 1 });
        let dispute = json!({ "payment_id": format!("pay_{}", of.number), "amount": 1 });
        let paid = payment(of);
        let (kind, payload) = match event {
            Event::Paid => (
                "payment_link.paid",
                json!({ "payment_link": entity(link(of)), "payment": entity(paid) }),
            ),
            Event::Underway => return None,
            Event::Expired => ("payment_link.expired", json!({ "payment_link": entity(link(of)) })),
            Event::Failed => {
                ("payment_link.cancelled", json!({ "payment_link": entity(link(of)) }))
            }
            Event::Refunded => {
                ("refund.processed", json!({ "refund": entity(refund), "payment": entity(paid) }))
            }
            Event::Disputed | Event::Won | Event::Lost => {
                let kind = match event {
                    Event::Won => "payment.dispute.won",
                    Event::Lost => "payment.dispute.lost",
                    _ => "payment.dispute.created",
                };
                (kind, json!({ "dispute": entity(dispute), "payment": entity(paid) }))
            }
            Event::Unknown => ("virtual_account.closed", json!({})),
        };
        let event = json!({
            "entity": "event", "event": kind, "contains": [], "payload": payload,
            "created_at": 1_760_000_000 + i64::from(of.told),
        });
        Some(event.to_string())
    }

    fn sign(&self, secret: &str, body: &str, _: DateTime<Utc>) -> SignedHook {
        let sum = hex(&hmac_sha256(secret.as_bytes(), body.as_bytes()));
        let event: String = hex(&sha256(body.as_bytes())).chars().take(14).collect();
        SignedHook { headers: vec![(SIGNATURE, sum), (EVENT_ID, event)], body: body.into() }
    }

    fn secret(&self) -> &'static str {
        HOOK_SECRET
    }

    fn old_secret(&self) -> Option<&'static str> {
        Some(OLD_HOOK_SECRET)
    }

    fn signature(&self) -> Option<&'static str> {
        Some(SIGNATURE)
    }
}

fn error(status: u16, description: &str) -> Reply {
    let body = json!({ "error": { "code": "BAD_REQUEST_ERROR", "description": description } });
    Reply::says(status, body.to_string())
}

fn collection(items: &[Value]) -> Value {
    json!({ "entity": "collection", "count": items.len(), "items": items })
}

/// Its units of one of the panel's smallest coins.
fn scale(currency: &str) -> i64 {
    if currency == "KWD" { 10 } else { 1 }
}

fn told(world: &mut World, id: &str, tell: fn(&Fake) -> Value) -> Reply {
    match world.number(number_of(id)) {
        Some(payment) => Reply::json(&tell(payment)),
        None => error(400, "The id provided does not exist"),
    }
}

fn open(world: &mut World, request: &Request) -> Reply {
    let asked = request.json();
    let text = |name: &str| asked[name].as_str().unwrap_or_default().to_owned();
    let (reference, currency) = (text("reference_id"), text("currency"));
    if world.payments.iter().any(|payment| payment.opened_as == reference) {
        return error(400, "payment link with given reference_id already exists");
    }
    let amount = asked["amount"].as_i64().unwrap();
    let end = asked["expire_by"].as_i64().unwrap();
    let soon = (world.now() + TimeDelta::minutes(15)).timestamp();
    if asked["accept_partial"] != false || amount % scale(&currency) != 0 || end < soon {
        return error(400, "invalid");
    }
    assert!(reference.len() <= 40 && asked["callback_method"] == "get");
    let payment = world.add(&reference, amount / scale(&currency), &currency);
    payment.notes.insert("expire_by".to_owned(), end.to_string());
    Reply::json(&link(payment))
}

fn link(of: &Fake) -> Value {
    let number = of.number;
    let status = match of.stand {
        Stand::Open | Stand::Underway => "created",
        Stand::Paid => "paid",
        Stand::Expired => "expired",
        Stand::Failed => "cancelled",
    };
    let end: i64 = of.notes.get("expire_by").map_or(0, |end| end.parse().unwrap());
    let paid = json!([{
        "payment_id": format!("pay_{number}"), "plink_id": format!("plink_{number}"),
        "amount": of.paid * scale(&of.currency), "status": payment(of)["status"],
    }]);
    json!({
        "id": format!("plink_{number}"), "status": status, "reference_id": of.reference,
        "short_url": format!("https://rzp.io/i/{number}"), "currency": of.currency,
        "amount": of.amount * scale(&of.currency), "amount_paid": of.paid * scale(&of.currency),
        "expire_by": end, "accept_partial": false,
        "payments": if of.stand == Stand::Paid { paid } else { Value::Null },
    })
}

fn payment(of: &Fake) -> Value {
    // Refunds that failed stay in the sum: whether they are taken out of it is not known.
    let refunded: i64 = of.refunds.iter().map(|refund| refund.amount).sum();
    let is_gone = of.refunded() >= of.paid && of.paid > 0;
    json!({
        "id": format!("pay_{}", of.number), "entity": "payment", "currency": of.currency,
        "amount": of.paid * scale(&of.currency), "captured": true,
        "status": if is_gone { "refunded" } else { "captured" },
        "amount_refunded": refunded * scale(&of.currency), "email": of.payer_email,
        "fee": of.fee.0, "tax": 0, "notes": [],
        // Old enough to be disputed.
        "created_at": (of.opened_at - TimeDelta::hours(2)).timestamp(),
    })
}

fn refunds(of: &Fake) -> Value {
    let one = |(at, refund): (usize, &Refund)| {
        json!({
            "id": format!("rfnd_{}_{at}", of.number),
            "amount": refund.amount * scale(&of.currency),
            "status": if refund.failed { "failed" } else { "processed" },
        })
    };
    collection(&of.refunds.iter().enumerate().map(one).collect::<Vec<_>>())
}

fn dispute(of: &Fake) -> Option<Value> {
    let (status, phase) = match of.dispute {
        Dispute::No => return None,
        Dispute::Inquiry => ("open", "retrieval"),
        Dispute::Open => ("open", "chargeback"),
        Dispute::Won => ("won", "chargeback"),
        Dispute::Lost => ("lost", "chargeback"),
    };
    Some(json!({
        "id": format!("disp_{}", of.number), "payment_id": format!("pay_{}", of.number),
        "amount": of.disputed * scale(&of.currency), "amount_deducted": 0, "currency": of.currency,
        "status": status, "phase": phase,
    }))
}

fn refund(world: &mut World, id: &str, request: &Request) -> Reply {
    let key = request.header("x-refund-idempotency").to_owned();
    let Some(payment) = world.number(number_of(id)) else {
        return error(400, "The id provided does not exist");
    };
    let amount = request.json()["amount"].as_i64().unwrap() / scale(&payment.currency);
    let known = payment.refunds.iter().any(|refund| refund.key == key);
    if key.len() < 10 || (!known && amount + payment.refunded() > payment.paid) {
        return error(400, "The total refund amount is greater than the refund payment amount");
    }
    if !known {
        payment.refunds.push(Refund { amount, failed: false, key });
    }
    Reply::json(&json!({ "id": "rfnd_1", "amount": amount, "status": "processed" }))
}

/// The answer to an opening is lost: the link that is there is found by its reference.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_whose_answer_is_lost_is_found_again() {
    shop(&RAZORPAY, async |shop| {
        shop.world().faults.push_back(Fault::After(Reply::says(504, "")));
        let customer = shop.panel.customer("0").await;
        let visitor = Visitor::of(&shop.panel, customer.id).await;
        let deposit = begin(&visitor, shop.method, "20").await;
        shop.work().await;
        assert_eq!(shop.state(deposit).await, "created");
        shop.panel.advance(TimeDelta::seconds(6));
        shop.work().await;
        assert_eq!(shop.state(deposit).await, "pending");
        assert_eq!(shop.world().payments.len(), 1, "two links are open");
    })
    .await;
}

/// There is only one list of disputes, that of the whole account: it is read to its end.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dispute_is_found_among_many() {
    shop(&RAZORPAY, async |shop| {
        let (customer, deposit) = shop.opened("20").await;
        {
            let mut world = shop.world();
            for other in 0..230 {
                let payment = world.add(&format!("wb-other-{other}"), 100, "INR");
                payment.pay();
                payment.dispute(Dispute::Lost);
            }
            let ours = world.payments.remove(0);
            world.payments.push(ours);
        }
        shop.change(deposit, Fake::pay).await;
        shop.tell(deposit, Event::Paid).await;
        assert_eq!(shop.balance(&customer).await, "20.00");
        shop.change(deposit, |payment| payment.dispute(Dispute::Lost)).await;
        shop.tell(deposit, Event::Lost).await;
        assert_eq!(shop.state(deposit).await, "charged_back");
        assert_eq!(shop.balance(&customer).await, "0.00");
    })
    .await;
}

/// The key may not read disputes, or there are too many: nobody can say that the payer has not disputed it,
/// so staff decide. What was credited before stays as it is.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn disputes_that_cannot_be_read_are_for_staff() {
    shop(&RAZORPAY, async |shop| {
        let unread = || {
            shop.world().faults.extend([Fault::Not, Fault::Not, Fault::Instead(error(403, "no"))]);
        };
        let (customer, deposit) = shop.opened("20").await;
        shop.change(deposit, Fake::pay).await;
        unread();
        shop.tell(deposit, Event::Paid).await;
        assert_eq!(shop.state(deposit).await, "review", "{}", shop.trouble(deposit).await);
        let staff = admin(&shop.panel).await;
        let here = format!("{STAFF}/{deposit}");
        staff.get(&here).await.assert_shows("disputes cannot be read");
        staff.post(&format!("{here}/credit"), &NOTHING).await.assert_goes(&here);
        assert_eq!(shop.balance(&customer).await, "20.00");
        shop.work().await;
        shop.change(deposit, |payment| payment.dispute(Dispute::Lost)).await;
        shop.tell(deposit, Event::Lost).await;
        assert_eq!(shop.balance(&customer).await, "0.00");
        unread();
        shop.look_soon(deposit).await;
        shop.work().await;
        assert_eq!(shop.balance(&customer).await, "0.00", "what was taken is given back");
        assert!(shop.trouble(deposit).await.contains("disputes cannot be read"));
    })
    .await;
}
