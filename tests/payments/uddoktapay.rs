//! UddoktaPay, as its API answers. A hook carries the API key and no signature, and is sent only when the
//! merchant presses a button.
//!
//! Whether the end of the payer's link is the invoice id, nobody says: here it is, unless `hidden` stands
//! among the notes of the world. Then each link ends with the same word.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::fake::{Reply, Request};
use super::suite::{Can, Event, Script, Shop, SignedHook, every_story, shop};
use super::world::{Fake, Stand, World, number_of};
use crate::support::rows::value;
use crate::web::Visitor;
use crate::web::gateways::{STAFF, admin};

const KEY: &str = "982d381360a69d419689740d9f2e26ce36fb7a50";
const HEADER: &str = "rt-uddoktapay-api-key";

pub struct UddoktaPay;
pub static UDDOKTAPAY: UddoktaPay = UddoktaPay;

every_story!(UDDOKTAPAY);

impl Script for UddoktaPay {
    fn id(&self) -> &'static str {
        "uddoktapay"
    }

    fn fields(&self, fake: &str) -> BTreeMap<String, String> {
        let fields = [("base", fake), ("api_key", KEY)];
        fields.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    }

    fn currency(&self) -> &'static str {
        "BDT"
    }

    fn can(&self) -> Can {
        Can {
            less: false,
            underway: true,
            refunds: false,
            disputes: false,
            currency: false,
            mode: false,
            checks_at_door: true,
            refuses_with: 422,
        }
    }

    fn reply(&self, world: &mut World, request: &Request) -> Reply {
        if request.header(HEADER) != KEY {
            return Reply::says(401, r#"{"status":false,"message":"Unauthorized Action."}"#);
        }
        match request.line().as_str() {
            "POST /api/checkout-v2" => open(world, request),
            "POST /api/verify-payment" => {
                let asked = request.json();
                let id = asked["invoice_id"].as_str().unwrap();
                match world.number(number_of(id)).filter(|one| id == invoice(one)) {
                    Some(payment) => Reply::json(&told(payment)),
                    None => Reply::json(&json!({ "status": "ERROR", "message": "Not found" })),
                }
            }
            _ => Reply::says(404, "{}"),
        }
    }

    fn amounts(&self) -> Vec<(&'static str, &'static str, &'static str)> {
        vec![("BDT", "20.50", r#""amount":"20.50""#)]
    }

    fn body(&self, payment: &Fake, event: Event) -> Option<String> {
        let mut body = match event {
            Event::Paid | Event::Unknown => told(payment),
            _ => return None,
        };
        body["invoice_id"] = invoice(payment).into();
        body["metadata"] = json!({ "ref": payment.reference });
        if event == Event::Unknown {
            body["status"] = "SOMETHING".into();
        }
        Some(body.to_string())
    }

    fn can_be_paid_after_all(&self) -> bool {
        true
    }

    fn sign(&self, secret: &str, body: &str, _: DateTime<Utc>) -> SignedHook {
        SignedHook { headers: vec![(HEADER, secret.to_owned())], body: body.into() }
    }

    fn secret(&self) -> &'static str {
        KEY
    }

    fn signature(&self) -> Option<&'static str> {
        Some(HEADER)
    }

    /// Nothing signs the body, so another body with the right key is believed: as far as a look goes.
    fn forged(&self, good: &SignedHook, at: DateTime<Utc>) -> Vec<(&'static str, SignedHook)> {
        let text = std::str::from_utf8(&good.body).unwrap();
        let keys = |keys: &[&str]| SignedHook {
            headers: keys.iter().map(|key| (HEADER, (*key).to_owned())).collect(),
            body: good.body.clone(),
        };
        vec![
            ("another key", self.sign("another-key-of-a-shop", text, at)),
            ("an empty key", keys(&[""])),
            ("no key", keys(&[])),
            ("the key twice", keys(&[KEY, KEY])),
            ("half of the key", keys(&[&KEY[..20]])),
            ("no JSON", self.sign(KEY, "paid", at)),
            ("a list", self.sign(KEY, "[]", at)),
            ("an empty body", self.sign(KEY, "", at)),
            ("no invoice", self.sign(KEY, r#"{"status":"COMPLETED"}"#, at)),
            ("no UTF-8", SignedHook { body: b"\xff\xfe".to_vec(), ..good.clone() }),
            ("too long", SignedHook { body: vec![b' '; 300 * 1024], ..good.clone() }),
        ]
    }
}

fn invoice(payment: &Fake) -> String {
    format!("{:040}", payment.number)
}

fn money(coins: i64) -> String {
    format!("{}.{:02}", coins / 100, coins % 100)
}

fn open(world: &mut World, request: &Request) -> Reply {
    let asked = request.json();
    let text = |name: &str| asked[name].as_str().unwrap_or_default().to_owned();
    assert_eq!(text("return_type"), "GET");
    assert!(text("redirect_url").contains("/deposits/") && text("webhook_url").contains("/hooks/"));
    assert!(text("email").contains('@') && !text("full_name").is_empty());
    let coins = text("amount").replace('.', "").parse().unwrap();
    let is_hidden = world.notes.contains_key("hidden");
    let payment = world.add(asked["metadata"]["ref"].as_str().unwrap(), coins, "BDT");
    let last = if is_hidden { "pay".to_owned() } else { invoice(payment) };
    Reply::json(&json!({
        "status": true, "message": "Payment Url",
        "payment_url": format!("https://pay.example/payment/{last}"),
    }))
}

fn told(payment: &Fake) -> Value {
    let status = match payment.stand {
        Stand::Paid => "COMPLETED",
        Stand::Underway => "PENDING",
        _ => return json!({ "status": "ERROR", "message": "Payment failed or not made" }),
    };
    let typed = payment.notes.get("transaction").cloned();
    json!({
        "full_name": "x", "email": payment.payer_email, "amount": money(payment.paid),
        "fee": "1.00", "charged_amount": money(payment.paid + 100),
        "invoice_id": invoice(payment), "metadata": { "ref": payment.reference },
        "payment_method": "bkash", "sender_number": "0",
        "transaction_id": typed.unwrap_or_else(|| format!("TRX{}", payment.number)),
        "date": "2026-12-01 10:00:00", "status": status,
    })
}

async fn look(shop: &Shop, deposit: i64) -> String {
    shop.look_soon(deposit).await;
    shop.work().await;
    shop.state(deposit).await
}

/// Only the payer knows the invoice id.
fn hide(shop: &Shop) {
    shop.world().notes.insert("hidden".into(), "1".into());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_payer_brings_the_invoice_back() {
    shop(&UDDOKTAPAY, async |shop| {
        hide(shop);
        let (ann, mine) = shop.opened("20").await;
        let (bob, theirs) = shop.opened("20").await;
        for deposit in [mine, theirs] {
            shop.change(deposit, Fake::pay).await;
            assert_eq!(look(shop, deposit).await, "pending", "nobody has told the invoice");
        }
        let (first, second) = (shop.payment(mine).await, shop.payment(theirs).await);
        let visitor = Visitor::of(&shop.panel, bob.id).await;
        let back = async |deposit: i64, id: &str| {
            // Its address has a query already, whatever that is put behind.
            for query in [format!("back=1&invoice_id={id}"), format!("back=1?invoice_id={id}")] {
                let path = format!("/deposits/{deposit}?{query}");
                visitor.get(&path).await.assert_goes(&format!("/deposits/{deposit}"));
                shop.panel.advance(TimeDelta::seconds(4));
                shop.work().await;
            }
        };
        // Somebody else's invoice, none at all, and somebody else's deposit: nothing happens, and the
        // owner of each gets the money all the same.
        for id in [invoice(&first), "none".to_owned(), "x%27".to_owned()] {
            back(theirs, &id).await;
            assert_eq!(shop.state(theirs).await, "pending", "{id}");
            assert_eq!(shop.balance(&bob).await, "0.00", "{id}");
        }
        back(mine, &invoice(&first)).await;
        assert_eq!(shop.state(mine).await, "pending");
        let named = "select count(*) from deposits where named is not null";
        assert_eq!(value::<i64>(&shop.panel, named).await, 0);
        back(theirs, &invoice(&second)).await;
        assert_eq!(shop.balance(&bob).await, "20.00");
        let other = Visitor::of(&shop.panel, ann.id).await;
        let path = format!("/deposits/{mine}?invoice_id={}", invoice(&first));
        other.get(&path).await.assert_goes(&format!("/deposits/{mine}"));
        shop.work().await;
        assert_eq!(shop.balance(&ann).await, "20.00");
        // What is credited keeps its name.
        back(theirs, &invoice(&first)).await;
        assert_eq!(shop.state(theirs).await, "credited");
        assert_eq!(value::<i64>(&shop.panel, named).await, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staff_book_by_the_invoice_id() {
    shop(&UDDOKTAPAY, async |shop| {
        hide(shop);
        let (customer, deposit) = shop.opened("20").await;
        let (_, other) = shop.opened("20").await;
        for deposit in [deposit, other] {
            shop.change(deposit, Fake::pay).await;
        }
        let (mine, theirs) = (shop.payment(deposit).await, shop.payment(other).await);
        let staff = admin(&shop.panel).await;
        let (here, path) = (format!("{STAFF}/{deposit}"), format!("{STAFF}/{deposit}/name"));
        staff.get(&here).await.assert_shows("Book by invoice ID");
        let long = "x".repeat(101);
        let theirs = invoice(&theirs);
        for (id, words) in [
            ("", "1 to 100 letters"),
            ("a b", "1 to 100 letters"),
            (long.as_str(), "1 to 100 letters"),
            ("none", "knows no such payment"),
            (theirs.as_str(), "knows no such payment"),
        ] {
            staff.post(&path, &[("name", id)]).await.assert_goes(&here);
            staff.get(&here).await.assert_shows(words);
            shop.work().await;
            assert_eq!(shop.balance(&customer).await, "0.00", "{id}");
        }
        let id = format!(" {} ", invoice(&mine));
        staff.post(&path, &[("name", &id)]).await.assert_goes(&here);
        staff.get(&here).await.assert_shows("knows it as this deposit");
        shop.work().await;
        assert_eq!(shop.balance(&customer).await, "20.00");
        assert!(!staff.get(&here).await.text().contains("Book by invoice ID"));
        staff.post(&path, &[("name", &id)]).await.assert_goes(&here);
        staff.get(&here).await.assert_shows("is credited already");
    })
    .await;
}

/// The same number of a transfer, typed into two invoices, pays once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_transaction_pays_one_invoice() {
    shop(&UDDOKTAPAY, async |shop| {
        let pay = async |transaction: &str| {
            let (customer, deposit) = shop.opened("20").await;
            shop.change(deposit, |payment| {
                payment.pay();
                payment.notes.insert("transaction".into(), transaction.into());
            })
            .await;
            (look(shop, deposit).await, shop.balance(&customer).await)
        };
        let says = |state: &str, balance: &str| (state.to_owned(), balance.to_owned());
        assert_eq!(pay("8N7A5D").await, says("credited", "20.00"));
        assert_eq!(pay("8N7A5D").await, says("review", "0.00"));
        assert_eq!(pay(" 8n7a5d ").await, says("review", "0.00"));
        assert_eq!(pay("").await, says("review", "0.00"));
        assert_eq!(pay("8N7A5E").await, says("credited", "20.00"));
    })
    .await;
}

/// Two methods may lead to one installation: a transaction pays once there.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_transaction_pays_once_at_an_installation() {
    shop(&UDDOKTAPAY, async |shop| {
        let second = shop.add_method("Second", |_| {}).await;
        let base = format!("{}/", shop.world().url.replace("http", "HTTP"));
        let third = shop
            .add_method("Third", |entered| {
                entered.values.insert("base".into(), base);
            })
            .await;
        for (method, state) in [(shop.method, "credited"), (second, "review"), (third, "review")] {
            let (_, deposit) = shop.opened_by(method, "20").await;
            shop.change(deposit, |payment| {
                payment.pay();
                payment.notes.insert("transaction".into(), "8N7A5D".into());
            })
            .await;
            assert_eq!(look(shop, deposit).await, state);
            // To look again changes nothing.
            assert_eq!(look(shop, deposit).await, state);
        }
    })
    .await;
}

/// A key that is not the method's any more may be good elsewhere.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_former_key_is_not_kept() {
    shop(&UDDOKTAPAY, async |shop| {
        let (_, deposit) = shop.opened("20").await;
        let body = UDDOKTAPAY.body(&shop.payment(deposit).await, Event::Paid).unwrap();
        let former = "a-former-key-of-the-shop-0001";
        let hook = UDDOKTAPAY.sign(former, &body, shop.panel.app.clock.now());
        assert_eq!(shop.send(&hook).await, 400);
        let refused = "select count(*) from hooks where verdict = 'refused'";
        assert_eq!(value::<i64>(&shop.panel, refused).await, 1);
        let there = format!("select count(*) from hooks where headers::text like '%{former}%'");
        assert_eq!(value::<i64>(&shop.panel, &there).await, 0);
    })
    .await;
}

/// The key of its hooks is the key of our calls: nobody reads it in the inbox.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_key_of_a_hook_is_not_kept() {
    shop(&UDDOKTAPAY, async |shop| {
        hide(shop);
        let (customer, deposit) = shop.opened("20").await;
        shop.change(deposit, Fake::pay).await;
        shop.tell(deposit, Event::Paid).await;
        assert_eq!(shop.balance(&customer).await, "20.00");
        let there = format!("select count(*) from hooks where headers::text like '%{KEY}%'");
        assert_eq!(value::<i64>(&shop.panel, &there).await, 0);
        assert_eq!(shop.kept().await, 1);
    })
    .await;
}
