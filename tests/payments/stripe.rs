//! Stripe, as its API answers and as it signs.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use waybill::kit::secret::hex;
use waybill::kit::sign::hmac_sha256;
use waybill::payments::gateways::Mode;
use waybill::payments::gateways::stripe::SIGNATURE;

use super::fake::{Fault, Reply, Request};
use super::suite::{Can, Event, Script, Shop, SignedHook, every_story, shop};
use super::world::{Dispute, Fake, Refund, Stand, World, number_of};
use crate::support::Customer;
use crate::support::rows::{execute, value};
use crate::web::Visitor;
use crate::web::gateways::{STAFF, admin, begin};

const KEY: &str = "sk_test_waybill_0001";
const SECRET: &str = "whsec_waybill_test_0001";
const OLD_SECRET: &str = "whsec_waybill_test_0000";
/// In 2100.
const EXPIRES_AT: i64 = 4_102_444_800;

pub struct Stripe;
pub static STRIPE: Stripe = Stripe;

every_story!(STRIPE);

impl Script for Stripe {
    fn id(&self) -> &'static str {
        "stripe"
    }

    fn fields(&self, _: &str) -> BTreeMap<String, String> {
        let fields =
            [("secret_key", KEY), ("hook_secret", SECRET), ("old_hook_secret", OLD_SECRET)];
        fields.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    }

    fn can(&self) -> Can {
        Can {
            less: false,
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
            return error(401, "Invalid API Key provided");
        }
        if request.header("stripe-version").is_empty() {
            return error(400, "no version is pinned");
        }
        let parts: Vec<&str> = request.path.trim_start_matches('/').split('/').collect();
        let intent = request.query.get("payment_intent").map_or("", String::as_str).to_owned();
        match (request.method.as_str(), parts.as_slice()) {
            ("POST", ["v1", "checkout", "sessions"]) => open(world, request),
            ("GET", ["v1", "checkout", "sessions", id]) => told(world, id, session),
            ("GET", ["v1", "payment_intents", id]) => told(world, id, intent_of),
            ("GET", ["v1", "refunds"]) => told(world, &intent, refunds),
            ("GET", ["v1", "disputes"]) => told(world, &intent, disputes),
            ("POST", ["v1", "refunds"]) => refund(world, request),
            ("GET", ["v1", "balance"]) => {
                Reply::json(&json!({ "object": "balance", "livemode": world.mode == Mode::Live }))
            }
            _ => error(404, "Unrecognized request URL"),
        }
    }

    fn amounts(&self) -> Vec<(&'static str, &'static str, &'static str)> {
        vec![
            ("USD", "20.50", "[unit_amount]=2050&"),
            ("JPY", "20.50", "[unit_amount]=21&"),
            ("KRW", "80", "[unit_amount]=80&"),
            ("ISK", "20.50", "[unit_amount]=2100&"),
            ("KWD", "20.505", "[unit_amount]=20510&"),
            ("HUF", "20.50", "[unit_amount]=2050&"),
            ("TWD", "20", "[unit_amount]=2000&"),
        ]
    }

    fn body(&self, payment: &Fake, event: Event) -> Option<String> {
        let (number, told) = (payment.number, payment.told);
        let charge = json!({
            "id": format!("ch_{number}"), "object": "charge",
            "metadata": { "deposit": payment.reference }, "payment_intent": format!("pi_{number}"),
        });
        let dispute = json!({
            "id": format!("du_{number}"), "object": "dispute", "charge": format!("ch_{number}"),
            "metadata": {}, "payment_intent": format!("pi_{number}"),
        });
        let (kind, object) = match event {
            Event::Paid if told % 2 == 0 => {
                ("checkout.session.async_payment_succeeded", session(payment))
            }
            Event::Paid | Event::Underway => ("checkout.session.completed", session(payment)),
            Event::Expired => ("checkout.session.expired", session(payment)),
            Event::Failed => ("checkout.session.async_payment_failed", session(payment)),
            Event::Refunded => ("charge.refunded", charge),
            Event::Disputed => ("charge.dispute.created", dispute),
            Event::Won | Event::Lost => ("charge.dispute.closed", dispute),
            Event::Unknown => ("customer.created", json!({ "id": "cus_1" })),
        };
        let event = json!({
            "id": format!("evt_{number}_{told}_{event:?}"), "object": "event", "type": kind,
            "livemode": payment.mode == Mode::Live, "data": { "object": object },
        });
        Some(event.to_string())
    }

    fn sign(&self, secret: &str, body: &str, at: DateTime<Utc>) -> SignedHook {
        let at = at.timestamp();
        let sum = hmac_sha256(secret.as_bytes(), format!("{at}.{body}").as_bytes());
        let line = format!("t={at},v1={},v0={}", hex(&sum), "0".repeat(64));
        SignedHook { headers: vec![(SIGNATURE, line)], body: body.into() }
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

    fn has_time(&self) -> bool {
        true
    }
}

fn error(status: u16, message: &str) -> Reply {
    let body = json!({ "error": { "type": "invalid_request_error", "message": message } });
    Reply::says(status, body.to_string())
}

/// Its units of one of the panel's smallest coins.
fn scale(currency: &str) -> i64 {
    match currency {
        "ISK" => 100,
        "KWD" => 10,
        _ => 1,
    }
}

fn told(world: &mut World, id: &str, tell: fn(&Fake) -> Value) -> Reply {
    match world.number(number_of(id)) {
        Some(payment) => Reply::json(&tell(payment)),
        None => error(404, "No such object"),
    }
}

fn open(world: &mut World, request: &Request) -> Reply {
    let form = request.form();
    let field = |name: &str| form.get(name).cloned().unwrap_or_default();
    let key = request.header("idempotency-key").to_owned();
    if key.is_empty() || key.len() > 255 {
        return error(400, "no idempotency key");
    }
    if let Some(known) = world.notes.get(&key) {
        let (number, body) = known.split_once(' ').unwrap();
        if body != request.body {
            return error(400, "Keys can only be used with the same parameters");
        }
        let number = number.parse().unwrap();
        return Reply::json(&session(world.number(number).unwrap()));
    }
    let currency = field("line_items[0][price_data][currency]").to_uppercase();
    let amount: i64 = field("line_items[0][price_data][unit_amount]").parse().unwrap();
    let is_odd = amount % scale(&currency) != 0;
    if field("mode") != "payment" || field("line_items[0][quantity]") != "1" || is_odd {
        return error(400, "Invalid amount");
    }
    let reference = field("client_reference_id");
    assert_eq!(field("payment_intent_data[metadata][deposit]"), reference);
    assert!(field("success_url").contains("/deposits/") && reference.len() <= 40);
    let payment = world.add(&reference, amount / scale(&currency), &currency);
    let (number, answer) = (payment.number, session(payment));
    world.notes.insert(key, format!("{number} {}", request.body));
    Reply::json(&answer)
}

fn session(payment: &Fake) -> Value {
    let number = payment.number;
    let (status, paid) = match payment.stand {
        Stand::Open => ("open", "unpaid"),
        Stand::Underway | Stand::Failed => ("complete", "unpaid"),
        Stand::Paid => ("complete", "paid"),
        Stand::Expired => ("expired", "unpaid"),
    };
    let has_intent = !matches!(payment.stand, Stand::Open | Stand::Expired);
    json!({
        "id": format!("cs_test_{number}"), "object": "checkout.session",
        "url": (status == "open").then(|| format!("https://checkout.stripe.com/c/pay/{number}")),
        "status": status, "payment_status": paid, "client_reference_id": payment.reference,
        "amount_total": payment.amount * scale(&payment.currency),
        "currency": payment.currency.to_lowercase(),
        "payment_intent": has_intent.then(|| format!("pi_{number}")),
        "customer_details": { "email": payment.payer_email },
        "livemode": payment.mode == Mode::Live, "expires_at": EXPIRES_AT,
    })
}

fn intent_of(payment: &Fake) -> Value {
    let number = payment.number;
    let status = match payment.stand {
        Stand::Paid => "succeeded",
        Stand::Underway => "processing",
        _ => "requires_payment_method",
    };
    // Refunds that failed stay in the sum: whether Stripe takes them out of it is not known.
    let refunded: i64 = payment.refunds.iter().map(|refund| refund.amount).sum();
    let scale = scale(&payment.currency);
    let (fee, fee_currency) = &payment.fee;
    let charge = json!({
        "id": format!("ch_{number}"), "amount_refunded": refunded * scale,
        "disputed": payment.dispute != Dispute::No,
        "balance_transaction": { "fee": fee, "net": 0, "currency": fee_currency.to_lowercase() },
    });
    json!({
        "id": format!("pi_{number}"), "object": "payment_intent", "status": status,
        "amount_received": payment.paid * scale, "currency": payment.currency.to_lowercase(),
        "latest_charge": (payment.paid > 0).then_some(charge),
    })
}

fn refunds(payment: &Fake) -> Value {
    let number = payment.number;
    let one = |(at, refund): (usize, &Refund)| {
        json!({
            "id": format!("re_{number}_{at}"), "amount": refund.amount * scale(&payment.currency),
            "status": if refund.failed { "failed" } else { "succeeded" },
        })
    };
    let data: Vec<Value> = payment.refunds.iter().enumerate().map(one).collect();
    json!({ "object": "list", "has_more": false, "data": data })
}

fn disputes(payment: &Fake) -> Value {
    let status = match payment.dispute {
        Dispute::No => return json!({ "object": "list", "data": [] }),
        Dispute::Inquiry => "warning_needs_response",
        Dispute::Open => "needs_response",
        Dispute::Won => "won",
        Dispute::Lost => "lost",
    };
    // An inquiry costs nothing; of one that was won, the fee comes back.
    let fees: &[i64] = match payment.dispute {
        Dispute::No | Dispute::Inquiry => &[],
        Dispute::Open | Dispute::Lost => &[1500],
        Dispute::Won => &[1500, -1500],
    };
    let currency = payment.fee.1.to_lowercase();
    let moved = fees.iter().map(|fee| json!({ "fee": fee, "net": 0, "currency": currency }));
    let dispute = json!({
        "id": format!("du_{}", payment.number), "status": status,
        "amount": payment.disputed * scale(&payment.currency),
        "currency": payment.currency.to_lowercase(),
        "balance_transactions": moved.collect::<Vec<_>>(),
    });
    json!({ "object": "list", "has_more": false, "data": [dispute] })
}

fn refund(world: &mut World, request: &Request) -> Reply {
    let form = request.form();
    let key = request.header("idempotency-key").to_owned();
    let Some(payment) = world.number(number_of(&form["payment_intent"])) else {
        return error(404, "No such payment_intent");
    };
    let amount = form["amount"].parse::<i64>().unwrap() / scale(&payment.currency);
    let known = payment.refunds.iter().any(|refund| refund.key == key);
    if !known && amount + payment.refunded() > payment.paid {
        return error(400, "Refund amount is greater than unrefunded amount on charge");
    }
    if !known {
        payment.refunds.push(Refund { amount, failed: false, key });
    }
    Reply::json(&json!({ "id": "re_1", "amount": amount, "status": "succeeded" }))
}

/// The keys of the openings so far.
fn keys(shop: &Shop) -> Vec<String> {
    let world = shop.world();
    let opened = world.calls.iter().filter(|call| call.line() == "POST /v1/checkout/sessions");
    let key = |key: &str| key.rsplit('-').next().unwrap_or_default().to_owned();
    opened.map(|call| key(call.header("idempotency-key"))).collect()
}

/// A stored 500 is told again under its key. Whatever else went wrong is asked for under the same.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_after_a_500_the_next_try_has_another_key() {
    shop(&STRIPE, async |shop| {
        let tries = async |faults: &[(u16, Option<&str>)]| {
            // A look at an earlier deposit would get the fault.
            execute(&shop.panel, "update deposits set look_at = null").await;
            shop.world().calls.clear();
            for (status, retry) in faults {
                let reply = Reply::says(*status, "{}");
                let reply = match retry {
                    Some(said) => reply.header("stripe-should-retry", said),
                    None => reply,
                };
                shop.world().faults.push_back(Fault::Instead(reply));
            }
            let customer = shop.panel.customer("0").await;
            let visitor = Visitor::of(&shop.panel, customer.id).await;
            let deposit = begin(&visitor, shop.method, "20").await;
            for _ in 0..4 {
                shop.work().await;
                shop.panel.advance(TimeDelta::seconds(40));
            }
            assert_eq!(shop.world().faults.len(), 0);
            (keys(shop).join(" "), shop.state(deposit).await)
        };
        let says = |keys: &str, state: &str| (keys.to_owned(), state.to_owned());
        assert_eq!(tries(&[]).await, says("0", "pending"));
        assert_eq!(tries(&[(500, None), (500, None)]).await, says("0 0 1", "pending"));
        assert_eq!(tries(&[(429, None), (409, None)]).await, says("0 0 0", "pending"));
        // What Stripe says about a repeat beats the status.
        assert_eq!(tries(&[(500, Some("false"))]).await, says("0", "failed"));
        assert_eq!(tries(&[(400, Some("true"))]).await, says("0 0", "pending"));
        assert_eq!(tries(&[(400, None)]).await, says("0", "failed"));
    })
    .await;
}

/// What is booked as fees of this customer's payments, less what came back.
async fn fees(shop: &Shop, customer: &Customer) -> i64 {
    let sql = format!(
        "select coalesce(sum(case debit when 'gateways' then amount else -amount end), 0)::bigint
         from transfers where kind = 'fee' and account_id = {}",
        customer.id
    );
    value(&shop.panel, &sql).await
}

/// What Stripe keeps is told in the currency of the account's payouts.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_fee_is_booked_if_it_is_in_our_currency() {
    shop(&STRIPE, async |shop| {
        for (currency, booked) in [("USD", 880_000), ("EUR", 0)] {
            let (customer, deposit) = shop.opened("20").await;
            shop.change(deposit, |payment| {
                payment.pay();
                payment.fee = (88, currency.to_owned());
            })
            .await;
            shop.tell(deposit, Event::Paid).await;
            assert_eq!(shop.balance(&customer).await, "20.00");
            assert_eq!(fees(shop, &customer).await, booked, "{currency}");
        }
    })
    .await;
}

/// What Stripe keeps for a dispute is booked once, and comes back with one that is won.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_fee_of_a_dispute_is_booked() {
    shop(&STRIPE, async |shop| {
        for (currency, kept) in [("USD", 15_000_000), ("EUR", 0)] {
            let (customer, deposit) = shop.opened("20").await;
            shop.change(deposit, |payment| {
                payment.pay();
                payment.fee = (0, currency.to_owned());
            })
            .await;
            shop.tell(deposit, Event::Paid).await;
            for (dispute, event, booked) in [
                (Dispute::Open, Event::Disputed, kept),
                (Dispute::Won, Event::Won, 0),
                (Dispute::Lost, Event::Lost, kept),
            ] {
                shop.change(deposit, |payment| payment.dispute(dispute)).await;
                for _ in 0..2 {
                    shop.tell(deposit, event).await;
                    let found = fees(shop, &customer).await;
                    assert_eq!(found, booked, "{currency} {dispute:?}");
                }
            }
        }
    })
    .await;
}

/// A key of the other mode moves real money for nothing, or no money for something.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_of_the_other_mode_is_found() {
    shop(&STRIPE, async |shop| {
        let method = shop.connected().await;
        shop.world().mode = Mode::Live;
        let said = method.gateway.test(&shop.panel.app.ways, &method).await;
        assert!(said.is_err_and(|why| why.contains("other mode")));
    })
    .await;
}

/// The answer to a refund is lost: it is found by the next look, and asked for no second time.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refund_whose_answer_is_lost_is_booked_once() {
    shop(&STRIPE, async |shop| {
        let (customer, deposit) = shop.opened("20").await;
        shop.change(deposit, Fake::pay).await;
        shop.tell(deposit, Event::Paid).await;
        let staff = admin(&shop.panel).await;
        // The session, what was paid, its refunds and its disputes are read first.
        for fault in [Fault::Not, Fault::Not, Fault::Not, Fault::Not] {
            shop.world().faults.push_back(fault);
        }
        shop.world().faults.push_back(Fault::After(Reply::says(500, "{}")));
        let path = format!("{STAFF}/{deposit}/refund");
        staff.post(&path, &[("amount", "5")]).await.assert_status(303);
        assert!(shop.world().faults.is_empty());
        assert_eq!(shop.payment(deposit).await.refunded(), 500);
        shop.work().await;
        assert_eq!(shop.balance(&customer).await, "15.00");
    })
    .await;
}

/// What cannot be stored is not opened again and again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_that_cannot_be_stored_is_opened_once() {
    shop(&STRIPE, async |shop| {
        let answer = Reply::json(&json!({
            "id": format!("cs_test_{}", "x".repeat(300)), "url": "https://checkout.stripe.com/c/pay/1",
            "status": "open", "payment_status": "unpaid", "livemode": false,
            "expires_at": EXPIRES_AT,
        }));
        shop.world().faults.push_back(Fault::Instead(answer));
        let customer = shop.panel.customer("0").await;
        let visitor = Visitor::of(&shop.panel, customer.id).await;
        let deposit = begin(&visitor, shop.method, "20").await;
        shop.work().await;
        assert_eq!(shop.state(deposit).await, "failed");
        assert!(shop.trouble(deposit).await.contains("cannot be stored"));
        shop.panel.advance(TimeDelta::minutes(30));
        shop.work().await;
        let world = shop.world();
        let opened = world.calls.iter().filter(|call| call.line() == "POST /v1/checkout/sessions");
        assert_eq!(opened.count(), 1);
    })
    .await;
}
