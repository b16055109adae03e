//! PayPal, as its API answers and as it signs. Its fake server hands out access tokens, captures an order
//! only if it is approved, and says itself whether it has sent a hook.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use waybill::kit::secret::hex;
use waybill::kit::sign::hmac_sha256;

use super::fake::{Fault, Reply, Request};
use super::suite::{Can, Event, Script, Shop, SignedHook, every_story, shop};
use super::world::{Fake, Refund, Stand, World, number_of};
use crate::support::Customer;
use crate::support::rows::value;
use crate::web::NOTHING;
use crate::web::gateways::{STAFF, admin};

const CLIENT: &str = "client-of-waybill-0001";
const SECRET: &str = "secret-of-waybill-0001";
/// With this the fake server signs; PayPal has a certificate instead.
const SIGNS: &str = "paypal-signs-with-this";
const WEBHOOK: &str = "8KX56343ST352341G";
const CERT: &str = "https://api.sandbox.paypal.com/v1/notifications/certs/CERT-1";
const SIGNATURE: &str = "paypal-transmission-sig";
const VERIFY: &str = "POST /v1/notifications/verify-webhook-signature";
/// Begins each access token.
const TOKENS: &str = "A21-";
const TOKEN: &str = "POST /v1/oauth2/token";

pub struct PayPal;
pub static PAYPAL: PayPal = PayPal;

every_story!(PAYPAL);

impl Script for PayPal {
    fn id(&self) -> &'static str {
        "paypal"
    }

    fn fields(&self, _: &str) -> BTreeMap<String, String> {
        let fields = [("client_id", CLIENT), ("secret", SECRET), ("webhook_id", WEBHOOK)];
        fields.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    }

    fn can(&self) -> Can {
        Can {
            less: false,
            underway: true,
            refunds: true,
            disputes: false,
            currency: true,
            mode: false,
            checks_at_door: false,
            refuses_with: 422,
        }
    }

    fn renews(&self) -> bool {
        true
    }

    /// It is not captured, so nothing is paid, and the deposit waits until it is over.
    fn another_currency(&self) -> &'static str {
        "pending"
    }

    fn reply(&self, world: &mut World, request: &Request) -> Reply {
        let pair = STANDARD.encode(format!("{CLIENT}:{SECRET}"));
        let parts: Vec<&str> = request.path.trim_start_matches('/').split('/').collect();
        if request.line() == TOKEN {
            let is_ours = request.header("authorization") == format!("Basic {pair}");
            let asks =
                request.form().get("grant_type").is_some_and(|it| it == "client_credentials");
            return if is_ours && asks { token(world) } else { error(401, "invalid_client") };
        }
        let bearer = request.header("authorization").strip_prefix("Bearer ").unwrap_or_default();
        if !bearer.starts_with(TOKENS) || !world.notes.contains_key(bearer) {
            return error(401, "invalid_token");
        }
        match (request.method.as_str(), parts.as_slice()) {
            ("POST", ["v2", "checkout", "orders"]) => open(world, request),
            ("GET", ["v2", "checkout", "orders", id]) => match world.number(number_of(id)) {
                Some(payment) if !payment.notes.contains_key("forgotten") => {
                    Reply::json(&order(payment))
                }
                _ => error(404, "RESOURCE_NOT_FOUND"),
            },
            ("GET", ["v2", "payments", "captures", id]) => match world.number(number_of(id)) {
                Some(payment) => Reply::json(&payments(payment)["captures"][0]),
                None => error(404, "RESOURCE_NOT_FOUND"),
            },
            ("POST", ["v2", "checkout", "orders", id, "capture"]) => {
                capture(world, request, number_of(id))
            }
            ("POST", ["v2", "payments", "captures", id, "refund"]) => {
                refund(world, request, number_of(id))
            }
            ("POST", ["v1", "notifications", "verify-webhook-signature"]) => verify(request),
            ("GET", ["v1", "notifications", "webhooks", id]) if *id == WEBHOOK => {
                Reply::json(&json!({ "id": WEBHOOK, "url": "https://panel.example/hooks/x" }))
            }
            _ => error(404, "RESOURCE_NOT_FOUND"),
        }
    }

    fn amounts(&self) -> Vec<(&'static str, &'static str, &'static str)> {
        vec![
            ("USD", "20.50", r#""value":"20.50""#),
            ("JPY", "20.50", r#""value":"21""#),
            ("HUF", "20.50", r#""value":"21""#),
            ("TWD", "20", r#""value":"20""#),
        ]
    }

    fn body(&self, payment: &Fake, event: Event) -> Option<String> {
        let number = payment.number;
        let captured = json!({ "id": format!("CAP{number}"), "custom_id": payment.reference });
        // A refund names what it is of by its link.
        let refunded = json!({
            "id": format!("REF{number}"), "custom_id": payment.reference,
            "links": [{ "rel": "up", "href": format!("https://x/v2/payments/captures/CAP{number}") }],
        });
        let units = json!([{ "custom_id": payment.reference }]);
        let order = json!({ "id": format!("ORD{number}"), "purchase_units": units });
        let (kind, resource) = match event {
            Event::Paid if payment.told.is_multiple_of(2) => ("CHECKOUT.ORDER.APPROVED", order),
            Event::Paid => ("PAYMENT.CAPTURE.COMPLETED", captured),
            Event::Underway => ("PAYMENT.CAPTURE.PENDING", captured),
            Event::Expired => ("CHECKOUT.PAYMENT-APPROVAL.REVERSED", order),
            Event::Failed => ("PAYMENT.CAPTURE.DENIED", captured),
            Event::Refunded => ("PAYMENT.CAPTURE.REFUNDED", refunded),
            Event::Disputed | Event::Won | Event::Lost => return None,
            Event::Unknown => ("BILLING.PLAN.CREATED", json!({ "id": "P-1" })),
        };
        Some(event_of(&format!("WH-{number}-{}-{event:?}", payment.told), kind, &resource))
    }

    fn sign(&self, secret: &str, body: &str, at: DateTime<Utc>) -> SignedHook {
        let (id, time) = (format!("tx-{}", at.timestamp()), at.to_rfc3339());
        let headers = vec![
            ("paypal-auth-algo", "SHA256withRSA".to_owned()),
            ("paypal-cert-url", CERT.to_owned()),
            (SIGNATURE, sum(secret, (&id, &time), body)),
            ("paypal-transmission-id", id),
            ("paypal-transmission-time", time),
        ];
        SignedHook { headers, body: body.into() }
    }

    fn secret(&self) -> &'static str {
        SIGNS
    }

    fn signature(&self) -> Option<&'static str> {
        Some(SIGNATURE)
    }
}

fn event_of(id: &str, kind: &str, resource: &Value) -> String {
    json!({ "id": id, "event_type": kind, "resource": resource }).to_string()
}

fn sum(secret: &str, (id, time): (&str, &str), body: &str) -> String {
    let text = format!("{id}|{time}|{WEBHOOK}|{body}");
    hex(&hmac_sha256(secret.as_bytes(), text.as_bytes()))
}

fn error(status: u16, issue: &str) -> Reply {
    let body = json!({ "name": "ERROR", "details": [{ "issue": issue }] });
    Reply::says(status, body.to_string())
}

fn token(world: &mut World) -> Reply {
    // What it has handed out before stays good: each process has one of its own.
    let token = format!("{TOKENS}{}", world.calls.len());
    world.notes.insert(token.clone(), String::new());
    let given = json!({ "access_token": token, "token_type": "Bearer", "expires_in": 32_400 });
    Reply::json(&given)
}

fn exponent(currency: &str) -> u32 {
    if matches!(currency, "JPY" | "HUF" | "TWD") { 0 } else { 2 }
}

/// An amount as PayPal writes it.
fn amount(coins: i64, currency: &str) -> Value {
    let value = match exponent(currency) {
        0 => coins.to_string(),
        _ => format!("{}.{:02}", coins / 100, coins % 100),
    };
    json!({ "currency_code": currency, "value": value })
}

/// Reads one; a decimal where PayPal takes none is an error.
fn coins(amount: &Value) -> Option<(i64, String)> {
    let currency = amount["currency_code"].as_str()?.to_owned();
    let value = amount["value"].as_str()?;
    let coins = match exponent(&currency) {
        0 => value.parse().ok()?,
        _ => {
            let (whole, cents) = value.split_once('.')?;
            (cents.len() == 2).then_some(())?;
            format!("{whole}{cents}").parse().ok()?
        }
    };
    Some((coins, currency))
}

fn open(world: &mut World, request: &Request) -> Reply {
    let key = request.header("paypal-request-id").to_owned();
    let asked = request.json();
    let unit = &asked["purchase_units"][0];
    let Some((coins, currency)) = coins(&unit["amount"]) else {
        return error(422, "DECIMAL_PRECISION");
    };
    let reference = unit["custom_id"].as_str().unwrap().to_owned();
    assert!(asked["intent"] == "CAPTURE" && !key.is_empty() && key.len() <= 108);
    assert_eq!(unit["invoice_id"], unit["custom_id"]);
    let context = &asked["payment_source"]["paypal"]["experience_context"];
    assert!(context["return_url"].as_str().unwrap().contains("/deposits/"));
    // The same again is the same order.
    if let Some(number) = world.notes.get(&key).cloned() {
        let number = number.parse().unwrap();
        return Reply::json(&order(world.number(number).unwrap()));
    }
    let payment = world.add(&reference, coins, &currency);
    let (number, answer) = (payment.number, order(payment));
    world.notes.insert(key, number.to_string());
    Reply::says(201, answer.to_string())
}

fn order(payment: &Fake) -> Value {
    let number = payment.number;
    let is_captured = payment.notes.contains_key("captured");
    let status = match payment.stand {
        Stand::Open | Stand::Expired => "PAYER_ACTION_REQUIRED",
        Stand::Failed if !is_captured => "VOIDED",
        _ if !is_captured => "APPROVED",
        _ => "COMPLETED",
    };
    // What nobody approves in time is over; the others never are.
    let is_old = payment.stand == Stand::Expired;
    let created = if is_old { "2020-01-01T00:00:00Z" } else { "2100-01-01T00:00:00Z" };
    let link = format!("https://www.sandbox.paypal.com/checkoutnow?token=ORD{number}");
    json!({
        "id": format!("ORD{number}"), "status": status, "create_time": created,
        "intent": "CAPTURE", "payer": { "email_address": payment.payer_email },
        "links": [{ "rel": "self", "href": "x" }, { "rel": "payer-action", "href": link }],
        "purchase_units": [{
            "reference_id": payment.reference, "custom_id": payment.reference,
            "amount": amount(payment.amount, &payment.currency),
            "payments": if is_captured { payments(payment) } else { json!({}) },
        }],
    })
}

fn payments(payment: &Fake) -> Value {
    let back = payment.refunded();
    let status = match payment.stand {
        Stand::Paid if back >= payment.paid => "REFUNDED",
        Stand::Paid if back > 0 => "PARTIALLY_REFUNDED",
        Stand::Paid => "COMPLETED",
        Stand::Failed => "DECLINED",
        _ => "PENDING",
    };
    let came = if payment.paid > 0 { payment.paid } else { payment.amount };
    let (fee, fee_currency) = &payment.fee;
    let refund = |(status, coins): (&str, i64)| json!({ "id": "REF", "status": status, "amount": amount(coins, &payment.currency) });
    let mut refunds: Vec<Value> = payment
        .refunds
        .iter()
        .map(|one| refund((if one.failed { "FAILED" } else { "COMPLETED" }, one.amount)))
        .collect();
    refunds.extend(
        payment.notes.get("pending").map(|coins| refund(("PENDING", coins.parse().unwrap()))),
    );
    json!({
        "captures": [{
            "id": format!("CAP{}", payment.number), "status": status,
            "custom_id": payment.reference, "amount": amount(came, &payment.currency),
            "seller_receivable_breakdown": { "paypal_fee": amount(*fee, fee_currency) },
        }],
        "refunds": refunds,
    })
}

/// Captures once, whoever asks; `refuses` among the notes is the issue that it names instead.
fn capture(world: &mut World, request: &Request, number: u32) -> Reply {
    assert_eq!(request.body, "{}");
    let refuses = world.notes.get("refuses").cloned();
    let key = request.header("paypal-request-id").to_owned();
    let Some(payment) = world.number(number) else { return error(404, "RESOURCE_NOT_FOUND") };
    assert!(key.ends_with("-capture") && key.len() <= 108, "{key}");
    match refuses {
        Some(issue) => return error(422, &issue),
        None if !matches!(payment.stand, Stand::Underway | Stand::Paid) => {
            return error(422, "ORDER_NOT_APPROVED");
        }
        None => {}
    }
    match payment.notes.get("captured") {
        Some(known) if *known != key => error(422, "ORDER_ALREADY_CAPTURED"),
        _ => {
            payment.notes.insert("captured".to_owned(), key);
            Reply::says(201, order(payment).to_string())
        }
    }
}

fn refund(world: &mut World, request: &Request, number: u32) -> Reply {
    let key = request.header("paypal-request-id").to_owned();
    let Some((amount, currency)) = coins(&request.json()["amount"]) else {
        return error(422, "DECIMAL_PRECISION");
    };
    let Some(payment) = world.number(number) else { return error(404, "RESOURCE_NOT_FOUND") };
    let known = payment.refunds.iter().any(|refund| refund.key == key);
    if currency != payment.currency || !known && payment.refunded() + amount > payment.paid {
        return error(422, "REFUND_AMOUNT_EXCEEDED");
    }
    if !known {
        payment.refunds.push(Refund { amount, failed: false, key });
    }
    Reply::says(201, r#"{"id":"REF","status":"COMPLETED"}"#)
}

/// PayPal signs the bytes that it has sent: what was printed again is not its own.
fn verify(request: &Request) -> Reply {
    let asked = request.json();
    let text = |name: &str| asked[name].as_str().unwrap_or_default();
    let (_, event) = request.body.split_once(r#""webhook_event":"#).unwrap();
    let event = event.strip_suffix('}').unwrap();
    let of = (text("transmission_id"), text("transmission_time"));
    let is_ours = text("transmission_sig") == sum(SIGNS, of, event)
        && text("webhook_id") == WEBHOOK
        && text("auth_algo") == "SHA256withRSA"
        && text("cert_url") == CERT;
    let status = if is_ours { "SUCCESS" } else { "FAILURE" };
    Reply::json(&json!({ "verification_status": status }))
}

/// How often this was asked.
fn asked(shop: &Shop, line: &str) -> usize {
    shop.world().calls.iter().filter(|call| call.line() == line).count()
}

/// A deposit of 20 that is credited.
async fn credited(shop: &Shop) -> (Customer, i64) {
    let (customer, deposit) = shop.opened("20").await;
    shop.change(deposit, Fake::pay).await;
    shop.tell(deposit, Event::Paid).await;
    assert_eq!(shop.state(deposit).await, "credited");
    (customer, deposit)
}

/// Sends a hook of this kind about a deposit, signed with this secret; answers the status.
async fn tell_of(shop: &Shop, deposit: i64, (kind, secret): (&str, &str)) -> u16 {
    let payment = shop.payment(deposit).await;
    let capture = json!({ "id": "CAP", "custom_id": payment.reference });
    let disputed = json!({
        "dispute_id": "PP-D-1",
        "disputed_transactions": [{ "seller_transaction_id": format!("CAP{}", payment.number) }],
    });
    let resource = if kind.starts_with("CUSTOMER") { disputed } else { capture };
    let body = event_of(&format!("WH-{kind}-{deposit}"), kind, &resource);
    let status = shop.send(&PAYPAL.sign(secret, &body, shop.panel.app.clock.now())).await;
    shop.work().await;
    status
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_is_kept_until_its_end_or_until_it_is_refused() {
    shop(&PAYPAL, async |shop| {
        for _ in 0..3 {
            credited(shop).await;
        }
        assert_eq!(asked(shop, TOKEN), 1);
        // Refused before its end: there is a new one at once.
        shop.world().notes.retain(|note, _| !note.starts_with(TOKENS));
        credited(shop).await;
        assert_eq!(asked(shop, TOKEN), 2);
        shop.panel.advance(TimeDelta::hours(9));
        credited(shop).await;
        assert_eq!(asked(shop, TOKEN), 3);
        // Many looks at once need one.
        let open = shop.opened("20").await.1;
        shop.panel.advance(TimeDelta::hours(9));
        let method = shop.connected().await;
        let known = waybill::payments::gateways::Known {
            reference: shop.reference(open).await,
            gateway_ref: format!("ORD{}", shop.payment(open).await.number),
            amount: 2_000,
            currency: "USD".into(),
            exponent: 2,
        };
        let ways = &shop.panel.app.ways;
        let looks = (0..20).map(|_| method.gateway.look(ways, &method, &known));
        for look in futures_util::future::join_all(looks).await {
            look.unwrap();
        }
        assert_eq!(asked(shop, TOKEN), 4);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_approved_order_is_captured_once() {
    shop(&PAYPAL, async |shop| {
        let refuse = |issue: Option<&str>| {
            let mut world = shop.world();
            match issue {
                Some(issue) => world.notes.insert("refuses".into(), issue.into()),
                None => world.notes.remove("refuses"),
            };
        };
        let look = async |deposit: i64| {
            shop.look_soon(deposit).await;
            shop.work().await;
            shop.state(deposit).await
        };
        // The payer goes to PayPal again, and takes another card.
        for issue in ["INSTRUMENT_DECLINED", "ORDER_NOT_APPROVED", "PAYER_ACTION_REQUIRED"] {
            let (customer, deposit) = shop.opened("20").await;
            shop.change(deposit, Fake::pay).await;
            refuse(Some(issue));
            assert_eq!(look(deposit).await, "pending", "{issue}");
            assert_eq!(shop.trouble(deposit).await, "", "{issue}");
            refuse(None);
            assert_eq!(look(deposit).await, "credited", "{issue}");
            assert_eq!(shop.balance(&customer).await, "20.00");
        }
        let (customer, deposit) = shop.opened("20").await;
        shop.change(deposit, Fake::pay).await;
        refuse(Some("COMPLIANCE_VIOLATION"));
        assert_eq!(look(deposit).await, "failed");
        assert_eq!(shop.balance(&customer).await, "0.00");
        // Whatever else PayPal says is told to staff.
        let (customer, deposit) = shop.opened("20").await;
        shop.change(deposit, Fake::pay).await;
        refuse(Some("SOMETHING_NEW"));
        assert_eq!(look(deposit).await, "pending");
        assert!(shop.trouble(deposit).await.contains("SOMETHING_NEW"));
        refuse(None);
        // The answer to the capture is lost; and somebody has captured it by hand.
        shop.world().faults.extend([Fault::Not, Fault::After(Reply::says(500, "{}"))]);
        assert_eq!(look(deposit).await, "pending");
        assert_ne!(shop.trouble(deposit).await, "");
        assert_eq!(look(deposit).await, "credited");
        assert_eq!(shop.balance(&customer).await, "20.00");
        let (customer, deposit) = shop.opened("20").await;
        shop.change(deposit, Fake::pay).await;
        shop.world().faults.extend([
            Fault::Not,
            Fault::After(Reply::says(422, r#"{"details":[{"issue":"ORDER_ALREADY_CAPTURED"}]}"#)),
        ]);
        assert_eq!(look(deposit).await, "credited");
        assert_eq!(shop.balance(&customer).await, "20.00");
        // Each order has one id for its capture, however often it is asked for.
        let world = shop.world();
        let captures = world.calls.iter().filter(|call| call.path.ends_with("/capture"));
        let mut ids: Vec<(&str, &str)> =
            captures.map(|call| (&*call.path, call.header("paypal-request-id"))).collect();
        ids.sort_unstable();
        ids.dedup();
        let mut paths: Vec<&str> = ids.iter().map(|(path, _)| *path).collect();
        paths.dedup();
        assert_eq!(paths.len(), ids.len(), "{ids:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_paypal_has_not_confirmed_is_not_believed() {
    shop(&PAYPAL, async |shop| {
        let (customer, deposit) = credited(shop).await;
        let reversed = "PAYMENT.CAPTURE.REVERSED";
        assert_eq!(tell_of(shop, deposit, (reversed, "another-secret-0001")).await, 200);
        assert_eq!(shop.state(deposit).await, "credited");
        let staff = admin(&shop.panel).await;
        let refused = staff.get("/admin/hooks?state=refused").await;
        refused.assert_shows("PayPal says that it has not sent it").assert_shows(reversed);
        // The lie does not keep the true one out, although both name the same event. PayPal shows
        // nothing of it in the order: staff must look.
        assert_eq!(tell_of(shop, deposit, (reversed, SIGNS)).await, 200);
        assert_eq!(shop.state(deposit).await, "disputed");
        assert_eq!(shop.balance(&customer).await, "20.00");
        let here = format!("{STAFF}/{deposit}");
        staff.get(&here).await.assert_shows("the gateway told of a dispute");
        staff.get("/admin").await.assert_shows("1 deposit to look at");
        let refund = format!("{here}/refund");
        staff.post(&refund, &[("amount", "5")]).await.assert_goes(&here);
        staff.get(&here).await.assert_shows("while a dispute is open");
        let over = format!("{here}/dispute-over");
        staff.post(&over, &NOTHING).await.assert_goes(&here);
        shop.work().await;
        assert_eq!(shop.state(deposit).await, "credited");
        staff.post(&over, &NOTHING).await.assert_goes(&here);
        staff.get(&here).await.assert_shows("has told of no dispute");
        // It is taken, and then it can be seen.
        assert_eq!(tell_of(shop, deposit, ("CUSTOMER.DISPUTE.CREATED", SIGNS)).await, 200);
        assert_eq!(shop.state(deposit).await, "disputed");
        shop.change(deposit, |payment| payment.refund(payment.paid)).await;
        assert_eq!(tell_of(shop, deposit, ("CUSTOMER.DISPUTE.RESOLVED", SIGNS)).await, 200);
        assert_eq!(shop.state(deposit).await, "refunded");
        assert_eq!(shop.balance(&customer).await, "0.00");
        // Told before it was credited: staff decide.
        let (other, early) = shop.opened("20").await;
        assert_eq!(tell_of(shop, early, (reversed, SIGNS)).await, 200);
        shop.change(early, Fake::pay).await;
        shop.tell(early, Event::Paid).await;
        assert_eq!(shop.state(early).await, "review");
        assert_eq!(shop.balance(&other).await, "0.00");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn paypal_is_asked_again_whether_it_has_sent_a_hook() {
    shop(&PAYPAL, async |shop| {
        let (customer, deposit) = shop.opened("20").await;
        let hook = shop.hook(deposit, Event::Paid).await.unwrap();
        shop.change(deposit, Fake::pay).await;
        shop.world().faults.push_back(Fault::Instead(Reply::says(500, "{}")));
        assert_eq!(shop.send(&hook).await, 200);
        assert_eq!(shop.send(&hook).await, 200, "a repeat");
        shop.work().await;
        let waits = "select count(*) from hooks where verdict = 'unconfirmed' and why <> ''";
        assert_eq!(value::<i64>(&shop.panel, waits).await, 1);
        assert_eq!(shop.state(deposit).await, "pending");
        let staff = admin(&shop.panel).await;
        staff.get("/admin/hooks?state=unconfirmed").await.assert_shows("Not confirmed");
        shop.panel.advance(TimeDelta::seconds(6));
        shop.work().await;
        assert_eq!(asked(shop, VERIFY), 2);
        assert_eq!(shop.balance(&customer).await, "20.00");
        // Nobody answers for a day: it is not believed after all.
        let hook = shop.hook(deposit, Event::Refunded).await.unwrap();
        assert_eq!(shop.send(&hook).await, 200);
        for _ in 0..30 {
            for _ in 0..3 {
                shop.world().faults.push_back(Fault::Instead(Reply::says(503, "{}")));
            }
            shop.work().await;
            shop.world().faults.clear();
            shop.panel.advance(TimeDelta::minutes(61));
        }
        let refused = "select count(*) from hooks where verdict = 'refused'";
        assert_eq!(value::<i64>(&shop.panel, refused).await, 1);
    })
    .await;
}

/// Anybody can send what the door cannot check.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn few_hooks_wait_to_be_confirmed() {
    shop(&PAYPAL, async |shop| {
        let now = shop.panel.app.clock.now();
        let send = async |n: u32| {
            let body = event_of(&format!("WH-{n}"), "X", &json!({}));
            shop.send(&PAYPAL.sign("another-secret-0001", &body, now)).await
        };
        for n in 0..500 {
            assert_eq!(send(n).await, 200);
        }
        assert_eq!(send(500).await, 503, "PayPal sends it again later");
        shop.work().await;
        assert_eq!(shop.kept().await, 0);
        let kept = "select count(*) from hooks";
        assert_eq!(value::<i64>(&shop.panel, kept).await, 200, "a few of them stay for staff");
        assert_eq!(send(500).await, 200);
    })
    .await;
}

/// Nobody says how long PayPal keeps its orders.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_that_paypal_forgets_is_not_given_again() {
    shop(&PAYPAL, async |shop| {
        let forget = |payment: &mut Fake| {
            payment.notes.insert("forgotten".into(), "1".into());
        };
        // Nobody has paid it, and its time is over.
        let (_, unpaid) = shop.opened("20").await;
        shop.change(unpaid, forget).await;
        shop.panel.advance(TimeDelta::hours(4));
        shop.work().await;
        assert_eq!(shop.state(unpaid).await, "expired");
        let (customer, deposit) = credited(shop).await;
        shop.change(deposit, |payment| {
            payment.refund(500);
            forget(payment);
        })
        .await;
        let look = async || {
            shop.look_soon(deposit).await;
            shop.work().await;
            shop.balance(&customer).await
        };
        // A part went back, and nobody says how much.
        assert_eq!(look().await, "20.00");
        assert_ne!(shop.trouble(deposit).await, "");
        shop.change(deposit, |payment| payment.refund(1_500)).await;
        assert_eq!(look().await, "0.00");
        assert_eq!(shop.trouble(deposit).await, "");
    })
    .await;
}

/// What is on its way back is not taken before it has gone, and is not given back twice.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refund_on_its_way_is_not_taken_yet() {
    shop(&PAYPAL, async |shop| {
        let (customer, deposit) = credited(shop).await;
        shop.change(deposit, |payment| {
            payment.refund(500);
            payment.notes.insert("pending".into(), "300".into());
        })
        .await;
        shop.tell(deposit, Event::Refunded).await;
        assert_eq!(shop.balance(&customer).await, "15.00");
        let staff = admin(&shop.panel).await;
        let path = format!("{STAFF}/{deposit}/refund");
        staff.post(&path, &[("amount", "2")]).await.assert_status(303);
        assert_eq!(shop.payment(deposit).await.refunded(), 500, "it is on its way already");
        shop.work().await;
        staff.post(&path, &[("amount", "5")]).await.assert_status(303);
        assert_eq!(shop.payment(deposit).await.refunded(), 700);
        shop.work().await;
        assert_eq!(shop.balance(&customer).await, "13.00");
    })
    .await;
}

/// A refund that failed is asked for anew: under the id of the first one, PayPal would only repeat its
/// answer.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refund_that_failed_is_made_again() {
    shop(&PAYPAL, async |shop| {
        let (customer, deposit) = credited(shop).await;
        let staff = admin(&shop.panel).await;
        let (here, path) = (format!("{STAFF}/{deposit}"), format!("{STAFF}/{deposit}/refund"));
        staff.post(&path, &[("amount", "5")]).await.assert_goes(&here);
        shop.work().await;
        assert_eq!(shop.balance(&customer).await, "15.00");
        shop.change(deposit, |payment| payment.refunds[0].failed = true).await;
        shop.tell(deposit, Event::Refunded).await;
        assert_eq!(shop.balance(&customer).await, "20.00");
        staff.post(&path, &[("amount", "5")]).await.assert_goes(&here);
        shop.work().await;
        let refunds = shop.payment(deposit).await.refunds;
        assert_eq!(refunds.len(), 2, "{refunds:?}");
        assert_eq!(shop.balance(&customer).await, "15.00");
    })
    .await;
}

/// PayPal has taken the money, and its order does not show it: staff see it there, and book it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_only_staff_see_going_back_is_booked() {
    shop(&PAYPAL, async |shop| {
        let (customer, deposit) = credited(shop).await;
        let staff = admin(&shop.panel).await;
        let (here, path) = (format!("{STAFF}/{deposit}"), format!("{STAFF}/{deposit}/gone-back"));
        assert!(!staff.get(&here).await.text().contains("/gone-back"));
        let reversed = ("PAYMENT.CAPTURE.REVERSED", SIGNS);
        assert_eq!(tell_of(shop, deposit, reversed).await, 200);
        assert_eq!(shop.state(deposit).await, "disputed");
        staff.get(&here).await.assert_shows("/gone-back");
        staff.post(&path, &[("total", "20")]).await.assert_goes(&here);
        shop.work().await;
        assert_eq!(shop.state(deposit).await, "charged_back");
        assert_eq!(shop.balance(&customer).await, "0.00");
        staff.post(&format!("{here}/dispute-over"), &NOTHING).await.assert_goes(&here);
        shop.work().await;
        assert_eq!(shop.balance(&customer).await, "0.00");
        // It was less: what staff have said, they may correct.
        staff.post(&path, &[("total", "15")]).await.assert_goes(&here);
        shop.work().await;
        assert_eq!(shop.state(deposit).await, "refunded");
        assert_eq!(shop.balance(&customer).await, "5.00");
    })
    .await;
}
