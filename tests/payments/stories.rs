//! What goes wrong with deposits elsewhere, and what the panel does then. Each is told of each gateway,
//! as far as it can happen there.
//!
//! Seen red by `make seeded`, in those of Stripe: `settles-without-lock`, `deposit-key-random`,
//! `trusts-hook-amount`, `page-moves-money`, `any-reference`, `any-mode`, `eight-days-late-pays`.

use std::time::Duration;

use chrono::TimeDelta;
use futures_util::future::join_all;
use percent_encoding::percent_decode_str;
use tokio::net::TcpListener;
use waybill::accounts::audit::Actor;
use waybill::kit::money::Money;
use waybill::ledger::{self, Debit};
use waybill::payments::gateways::{self, Mode};
use waybill::payments::way::OnLess;
use waybill::payments::{DepositId, inbox, look};

use super::fake::{Fault, Reply};
use super::suite::{Event, Script, Shop, SignedHook, post, shop};
use super::world::{Dispute, Fake, Stand};
use crate::support::rows::{execute, value};
use crate::support::{ALLOW, Customer};
use crate::web::Visitor;
use crate::web::gateways::{STAFF, admin, begin};

/// Each gateway's script has hooks that tell of a payment and of something unknown. One that has none must
/// say so in its `Can`, and the stories of hooks must ask that first: otherwise they would pass unread.
const TELLS: &str = "the gateway tells of it by a hook";

/// Another panel on the same database, hooks, returns and looks, all at once.
pub async fn hooks_returns_and_looks_at_once_credit_once(script: &'static dyn Script) {
    shop(script, async |shop| {
        let second = shop.panel.second(&["--no-work", ALLOW]).await;
        let both = [&shop.panel, &second];
        let (customer, deposit) = shop.opened("20").await;
        shop.change(deposit, Fake::pay).await;
        let mut sent = Vec::new();
        for _ in 0..20 {
            sent.extend(shop.hook(deposit, Event::Paid).await);
        }
        let hooks = join_all((0..sent.len()).map(|n| {
            let hook = &sent[n];
            async move {
                let told = both[n % 2];
                assert_eq!(post(told, &shop.door, hook).await, 200);
                inbox::work(&told.app.db, &told.app.clock).await.unwrap();
            }
        }));
        let visitor = Visitor::of(&shop.panel, customer.id).await;
        let visitor = &visitor;
        let returns = join_all((0..20).map(|_| async move {
            let path = format!("/deposits/{deposit}?back=1");
            visitor.get(&path).await.assert_goes(&format!("/deposits/{deposit}"));
        }));
        let looks = join_all((0..20).map(|n| async move {
            look::look(&both[n % 2].app.ways, DepositId::new(deposit)).await.unwrap();
        }));
        tokio::join!(hooks, returns, looks);
        shop.look_soon(deposit).await;
        shop.work().await;
        assert_eq!(shop.state(deposit).await, "credited", "{}", shop.trouble(deposit).await);
        assert_eq!(shop.balance(&customer).await, "20.00");
        let credits = format!(
            "select count(*) from transfers where kind = 'deposit' and account_id = {}",
            customer.id
        );
        assert_eq!(value::<i64>(&shop.panel, &credits).await, 1);
        second.stop().await;
    })
    .await;
}

/// A GET never moves money, and coming back moves it once.
pub async fn reloading_the_page_credits_once(script: &'static dyn Script) {
    shop(script, async |shop| {
        let (customer, deposit) = shop.opened("20").await;
        let visitor = Visitor::of(&shop.panel, customer.id).await;
        let page = format!("/deposits/{deposit}");
        visitor.get(&page).await.assert_status(200);
        shop.change(deposit, Fake::pay).await;
        for _ in 0..10 {
            visitor.get(&page).await.assert_status(200);
        }
        assert_eq!(shop.balance(&customer).await, "0.00", "a page moved money");
        for _ in 0..50 {
            visitor.get(&format!("{page}?back=1")).await.assert_goes(&page);
            shop.work().await;
        }
        visitor.get(&page).await.assert_shows("Receipt");
        assert_eq!(shop.balance(&customer).await, "20.00");
    })
    .await;
}

pub async fn what_it_has_not_sent_is_kept_nowhere(script: &'static dyn Script) {
    shop(script, async |shop| {
        let (customer, deposit) = shop.opened("20").await;
        let good = shop.hook(deposit, Event::Paid).await.expect(TELLS);
        let done = "select count(*) from hooks where verdict = 'done'";
        for (what, hook) in script.forged(&good, shop.panel.app.clock.now()) {
            let status = shop.send(&hook).await;
            if script.can().checks_at_door {
                assert_eq!(status, 400, "{what}");
                assert_eq!(shop.kept().await, 0, "{what}");
            }
            inbox::work(&shop.panel.app.db, &shop.panel.app.clock).await.unwrap();
            assert_eq!(value::<i64>(&shop.panel, done).await, 0, "{what}");
        }
        assert_eq!(shop.balance(&customer).await, "0.00");
        assert_eq!(shop.send(&good).await, 200, "what it has sent is refused");
    })
    .await;
}

/// The bytes are signed, and not what they mean.
pub async fn a_hook_is_read_as_it_came(script: &'static dyn Script) {
    shop(script, async |shop| {
        let (_, deposit) = shop.opened("20").await;
        let now = shop.panel.app.clock.now();
        let body = script.body(&shop.payment(deposit).await, Event::Paid).expect(TELLS);
        let inside = body.strip_prefix('{').expect("a hook is a JSON object");
        for start in [
            r#"{"x1":1.0,"x2":{},"x3":"a\/b","#,
            "{\"x4\":\"é €\",\"x5\":\"\\u00e9\",\"x6\":1e-7,",
            "{\r\n  \"x7\": [],\r\n  ",
            "{\n\t\"x8\": 0.09853637216235617,\n",
        ] {
            let body = format!("{start}{inside}");
            let hook = script.sign(script.secret(), &body, now);
            assert_eq!(shop.send(&hook).await, 200, "{body}");
        }
        // While staff change the secret, both are believed.
        let mut secrets = vec![script.secret()];
        secrets.extend(script.old_secret());
        for secret in secrets {
            let hook = script.sign(secret, &body, now);
            assert_eq!(shop.send(&hook).await, 200);
        }
        // With and without the slash, and again: it is kept once.
        let kept = shop.kept().await;
        assert!(kept > 0);
        let hook = script.sign(script.secret(), &body, now);
        for path in [shop.door.clone(), format!("{}/", shop.door)] {
            assert_eq!(shop.send_to(&path, &hook).await, 200);
        }
        assert_eq!(shop.kept().await, kept);
        let nobody = format!("/hooks/{}", "x".repeat(32));
        assert_eq!(shop.send_to(&nobody, &hook).await, 404);
    })
    .await;
}

pub async fn a_hook_moves_no_money(script: &'static dyn Script) {
    shop(script, async |shop| {
        let (customer, deposit) = shop.opened("20").await;
        let told = async |change: fn(&mut Fake), event: Event| {
            let mut lie = shop.payment(deposit).await;
            change(&mut lie);
            let body = script.body(&lie, event).expect(TELLS);
            let hook = script.sign(script.secret(), &body, shop.panel.app.clock.now());
            assert_eq!(shop.send(&hook).await, 200, "{event:?}");
            shop.work().await;
        };
        told(
            |lie| {
                lie.pay();
                lie.told += 50;
            },
            Event::Paid,
        )
        .await;
        assert_eq!(shop.state(deposit).await, "pending", "nothing was paid");
        told(
            |lie| {
                lie.amount *= 100;
                lie.pay();
                lie.told += 100;
            },
            Event::Paid,
        )
        .await;
        assert_eq!(shop.state(deposit).await, "pending", "the gateway has got nothing");
        told(|lie| lie.told += 200, Event::Unknown).await;
        // Another shop's, by the same account at the gateway: it is kept for staff.
        told(
            |lie| {
                lie.pay();
                lie.number += 70_000;
                lie.told += 300;
                lie.reference = "wb-1-other".to_owned();
                lie.notes.clear();
            },
            Event::Paid,
        )
        .await;
        let ignored = "select count(*) from hooks where verdict = 'ignored'";
        assert!(value::<i64>(&shop.panel, ignored).await > 0);
        assert_eq!(shop.balance(&customer).await, "0.00");
        assert_eq!(shop.transfers(&customer).await, 0);
    })
    .await;
}

/// Whether it applies, what it is called, and what it does to a payment.
type Twist = (bool, &'static str, fn(&mut Fake));

const A_COIN: &str = "a coin of all";
const ANOTHER_CURRENCY: &str = "another currency";

pub async fn another_amount_currency_reference_or_mode_is_not_credited(
    script: &'static dyn Script,
) {
    shop(script, async |shop| {
        let can = script.can();
        let twists: [Twist; 4] = [
            (true, A_COIN, |payment| (payment.stand, payment.paid) = (Stand::Paid, 1)),
            (can.currency, ANOTHER_CURRENCY, |payment| {
                payment.pay();
                payment.currency = if payment.currency == "EUR" { "USD" } else { "EUR" }.into();
            }),
            (true, "another reference", |payment| {
                payment.pay();
                payment.reference.push('x');
            }),
            (can.mode, "another mode", |payment| {
                payment.pay();
                payment.mode = match payment.mode {
                    Mode::Live => Mode::Test,
                    Mode::Test => Mode::Live,
                };
            }),
        ];
        for (applies, what, twist) in twists {
            if !applies {
                continue;
            }
            let (customer, deposit) = shop.opened("20").await;
            shop.change(deposit, twist).await;
            shop.look_soon(deposit).await;
            shop.work().await;
            let state = match what {
                A_COIN => script.a_coin_of_all(),
                ANOTHER_CURRENCY => script.another_currency(),
                _ => "review",
            };
            assert_eq!(shop.state(deposit).await, state, "{what}");
            assert_eq!(shop.balance(&customer).await, "0.00", "{what}");
        }
    })
    .await;
}

/// The account is the deposit's, whoever's address the payer types.
pub async fn the_payers_address_decides_nothing(script: &'static dyn Script) {
    shop(script, async |shop| {
        let other = shop.panel.customer("0").await;
        let (customer, deposit) = shop.opened("20").await;
        let email = other.email.clone();
        shop.change(deposit, |payment| {
            payment.pay();
            payment.payer_email = email;
        })
        .await;
        shop.tell(deposit, Event::Paid).await;
        assert_eq!(shop.balance(&customer).await, "20.00");
        assert_eq!(shop.balance(&other).await, "0.00");
    })
    .await;
}

/// Yen have no cents, and dinars have a thousand: there and back.
pub async fn each_currency_has_its_coins(script: &'static dyn Script) {
    shop(script, async |shop| {
        for (currency, amount, text) in script.amounts() {
            let method = shop
                .add_method(currency, |entered| {
                    entered.currency = currency.to_owned();
                    // More than any gateway's least; the amounts here are smaller.
                    entered.draft.min = Money::parse("500").unwrap();
                })
                .await;
            let sql = format!("update methods set min = 5000000 where id = {method}");
            assert_eq!(execute(&shop.panel, &sql).await, 1);
            shop.world().calls.clear();
            let (customer, deposit) = shop.opened_by(method, amount).await;
            let bodies: Vec<String> = {
                let world = shop.world();
                let bodies = world
                    .calls
                    .iter()
                    .map(|call| percent_decode_str(&call.body).decode_utf8_lossy().into_owned());
                bodies.collect()
            };
            let stands = bodies.iter().any(|body| body.contains(text));
            assert!(stands, "{amount} {currency}: no {text} in {bodies:?}");
            shop.change(deposit, Fake::pay).await;
            shop.look_soon(deposit).await;
            shop.work().await;
            let trouble = shop.trouble(deposit).await;
            assert_eq!(shop.state(deposit).await, "credited", "{currency}: {trouble}");
            let credited = format!("select credited = credit from deposits where id = {deposit}");
            assert!(value::<bool>(&shop.panel, &credited).await, "{currency}");
            assert_ne!(shop.balance(&customer).await, "0.00");
        }
    })
    .await;
}

/// A bank debit: completed is not paid, and not failed.
pub async fn money_on_its_way_waits(script: &'static dyn Script) {
    if !script.can().underway {
        return;
    }
    shop(script, async |shop| {
        let (ann, comes) = shop.opened("20").await;
        let (bob, fails) = shop.opened("20").await;
        for deposit in [comes, fails] {
            shop.change(deposit, |payment| payment.stand = Stand::Underway).await;
            shop.tell(deposit, Event::Underway).await;
            assert_eq!(shop.state(deposit).await, "pending");
        }
        shop.panel.advance(TimeDelta::days(3));
        shop.work().await;
        assert_eq!(shop.state(comes).await, "pending");
        shop.change(comes, Fake::pay).await;
        shop.tell(comes, Event::Paid).await;
        shop.change(fails, |payment| payment.stand = Stand::Failed).await;
        shop.tell(fails, Event::Failed).await;
        assert_eq!(shop.balance(&ann).await, "20.00");
        assert_eq!(shop.balance(&bob).await, "0.00");
        assert_ne!(shop.state(fails).await, "credited");
    })
    .await;
}

pub async fn less_is_a_share_or_for_staff(script: &'static dyn Script) {
    if !script.can().less {
        return;
    }
    shop(script, async |shop| {
        let strict = shop
            .add_method("Strict", |entered| {
                entered.on_less = OnLess::Staff;
            })
            .await;
        let part = |payment: &mut Fake, of: i64| {
            (payment.stand, payment.paid) = (Stand::Paid, payment.amount / of);
        };
        let less = async |method: i64, of: i64| {
            let (customer, deposit) = shop.opened_by(method, "20").await;
            shop.change(deposit, |payment| part(payment, of)).await;
            shop.look_soon(deposit).await;
            shop.work().await;
            (shop.state(deposit).await, shop.balance(&customer).await)
        };
        assert_eq!(less(shop.method, 2).await, ("credited".into(), "10.00".into()));
        assert_eq!(less(shop.method, 5).await, ("review".into(), "0.00".into()));
        assert_eq!(less(strict, 2).await, ("review".into(), "0.00".into()));
    })
    .await;
}

pub async fn late_money_is_not_lost(script: &'static dyn Script) {
    shop(script, async |shop| {
        let (ann, late) = shop.opened("20").await;
        let (bob, failed) = shop.opened("20").await;
        let (carol, very_late) = shop.opened("20").await;
        for (deposit, stand, event, state) in [
            (late, Stand::Expired, Event::Expired, "expired"),
            (failed, Stand::Failed, Event::Failed, "failed"),
            (very_late, Stand::Expired, Event::Expired, "expired"),
        ] {
            shop.change(deposit, |payment| payment.stand = stand).await;
            shop.tell(deposit, event).await;
            let state = if script.can_be_paid_after_all() { "pending" } else { state };
            assert_eq!(shop.state(deposit).await, state, "{event:?}");
        }
        for (customer, deposit) in [(&ann, late), (&bob, failed)] {
            shop.change(deposit, Fake::pay).await;
            shop.tell(deposit, Event::Paid).await;
            assert_eq!(shop.balance(customer).await, "20.00");
        }
        shop.panel.advance(TimeDelta::days(2));
        shop.work().await;
        shop.panel.advance(TimeDelta::days(6));
        shop.work().await;
        shop.change(very_late, Fake::pay).await;
        shop.look_soon(very_late).await;
        shop.work().await;
        let state = shop.state(very_late).await;
        assert_eq!((&*state, &*shop.balance(&carol).await), ("review", "0.00"));
    })
    .await;
}

pub async fn without_any_hook_it_is_found(script: &'static dyn Script) {
    shop(script, async |shop| {
        let (customer, deposit) = shop.opened("20").await;
        shop.change(deposit, Fake::pay).await;
        shop.panel.advance(TimeDelta::seconds(61));
        shop.work().await;
        assert_eq!(shop.state(deposit).await, "credited", "{}", shop.trouble(deposit).await);
        assert_eq!(shop.balance(&customer).await, "20.00");
    })
    .await;
}

/// The state and the balance.
async fn stands(shop: &Shop, customer: &Customer, deposit: i64) -> (String, String) {
    (shop.state(deposit).await, shop.balance(customer).await)
}

fn at(state: &str, balance: &str) -> (String, String) {
    (state.to_owned(), balance.to_owned())
}

pub async fn what_goes_back_is_taken_once(script: &'static dyn Script) {
    if !script.can().refunds {
        return;
    }
    shop(script, async |shop| {
        let (ann, deposit) = shop.opened("20").await;
        shop.change(deposit, Fake::pay).await;
        shop.tell(deposit, Event::Paid).await;
        let quarter = shop.payment(deposit).await.amount / 4;
        shop.change(deposit, |payment| payment.refund(quarter)).await;
        for _ in 0..3 {
            shop.tell(deposit, Event::Refunded).await;
            assert_eq!(stands(shop, &ann, deposit).await, at("refunded", "15.00"));
        }
        // The payer's bank sends it back.
        shop.change(deposit, |payment| payment.refunds[0].failed = true).await;
        shop.tell(deposit, Event::Refunded).await;
        assert_eq!(stands(shop, &ann, deposit).await, at("credited", "20.00"));
        for rest in ["15.00", "10.00", "5.00", "0.00"] {
            shop.change(deposit, |payment| payment.refund(quarter)).await;
            shop.tell(deposit, Event::Refunded).await;
            assert_eq!(stands(shop, &ann, deposit).await, at("refunded", rest));
        }
        // The panel hears of the refund first, and of the payment then.
        let (bob, back) = shop.opened("20").await;
        let (carol, half) = shop.opened("20").await;
        for (deposit, of) in [(back, 1), (half, 2)] {
            shop.change(deposit, |payment| {
                payment.pay();
                payment.refund(payment.amount / of);
            })
            .await;
            shop.tell(deposit, Event::Refunded).await;
            shop.tell(deposit, Event::Paid).await;
        }
        assert_eq!(stands(shop, &bob, back).await, at("failed", "0.00"));
        assert_eq!(stands(shop, &carol, half).await, at("review", "0.00"));
    })
    .await;
}

pub async fn a_dispute_is_taken_and_given_again(script: &'static dyn Script) {
    if !script.can().disputes {
        return;
    }
    shop(script, async |shop| {
        let credited = async || {
            let (customer, deposit) = shop.opened("20").await;
            shop.change(deposit, Fake::pay).await;
            shop.tell(deposit, Event::Paid).await;
            assert_eq!(stands(shop, &customer, deposit).await, at("credited", "20.00"));
            (customer, deposit)
        };
        let (ann, deposit) = credited().await;
        for (dispute, event, state, balance) in [
            (Dispute::Inquiry, Event::Disputed, "credited", "20.00"),
            (Dispute::Open, Event::Disputed, "disputed", "0.00"),
            (Dispute::Won, Event::Won, "credited", "20.00"),
            (Dispute::Open, Event::Disputed, "disputed", "0.00"),
            (Dispute::Lost, Event::Lost, "charged_back", "0.00"),
        ] {
            shop.change(deposit, |payment| payment.dispute(dispute)).await;
            for _ in 0..2 {
                shop.tell(deposit, event).await;
                assert_eq!(stands(shop, &ann, deposit).await, at(state, balance), "{dispute:?}");
            }
        }
        // A refund and a dispute of the same money are taken once.
        let (bob, both) = credited().await;
        shop.change(both, |payment| payment.refund(payment.amount / 2)).await;
        if script.can().refunds {
            shop.tell(both, Event::Refunded).await;
            assert_eq!(stands(shop, &bob, both).await, at("refunded", "10.00"));
        }
        shop.change(both, |payment| payment.dispute(Dispute::Open)).await;
        shop.tell(both, Event::Disputed).await;
        assert_eq!(stands(shop, &bob, both).await, at("disputed", "0.00"));
        let owed = ledger::owed(shop.panel.app.db.pool(), bob.id).await.unwrap();
        assert!(owed.is_zero(), "more is taken than was credited: {owed}");
        shop.change(both, |payment| payment.dispute(Dispute::Won)).await;
        shop.tell(both, Event::Won).await;
        let rest =
            if script.can().refunds { at("refunded", "10.00") } else { at("credited", "20.00") };
        assert_eq!(stands(shop, &bob, both).await, rest);
        // It may be about more than the payment.
        let (carol, more) = credited().await;
        shop.change(more, |payment| {
            payment.dispute(Dispute::Open);
            payment.disputed *= 3;
        })
        .await;
        shop.tell(more, Event::Disputed).await;
        assert_eq!(stands(shop, &carol, more).await, at("disputed", "0.00"));
        let owed = ledger::owed(shop.panel.app.db.pool(), carol.id).await.unwrap();
        assert!(owed.is_zero(), "more is taken than was credited: {owed}");
    })
    .await;
}

/// What the wallet lacks becomes a debt, which the next deposit repays first.
pub async fn what_was_spent_is_owed(script: &'static dyn Script) {
    if !script.can().refunds && !script.can().disputes {
        return;
    }
    shop(script, async |shop| {
        let (customer, deposit) = shop.opened("20").await;
        shop.change(deposit, Fake::pay).await;
        shop.tell(deposit, Event::Paid).await;
        let (db, clock) = (&shop.panel.app.db, &shop.panel.app.clock);
        let spent = Debit {
            amount: Money::parse("17").unwrap(),
            note: "spent".to_owned(),
            form_id: format!("spent {deposit}"),
        };
        ledger::debit(db, clock, Actor::COMMAND, customer.id, spent).await.unwrap();
        let event = match script.can().disputes {
            true => Event::Disputed,
            false => Event::Refunded,
        };
        shop.change(deposit, |payment| match event {
            Event::Disputed => payment.dispute(Dispute::Open),
            _ => payment.refund(payment.paid),
        })
        .await;
        shop.tell(deposit, event).await;
        let owed = async || ledger::owed(db.pool(), customer.id).await.unwrap().to_string();
        assert_eq!(shop.balance(&customer).await, "0.00");
        assert_eq!(owed().await, "17.00");
        let visitor = Visitor::of(&shop.panel, customer.id).await;
        let next = begin(&visitor, shop.method, "20").await;
        shop.work().await;
        shop.change(next, Fake::pay).await;
        shop.tell(next, Event::Paid).await;
        assert_eq!(shop.balance(&customer).await, "3.00");
        assert_eq!(owed().await, "0.00");
    })
    .await;
}

pub async fn a_gateway_that_fails_is_asked_again(script: &'static dyn Script) {
    shop(script, async |shop| {
        let answers = || {
            [(500, "{}"), (503, "<html>"), (429, "{}"), (401, "{}"), (200, "<html>")]
                .into_iter()
                .filter(move |(status, _)| *status != 401 || !script.renews())
                .map(|(status, body)| Reply::says(status, body))
        };
        let mut faults: Vec<Fault> = answers().map(Fault::Instead).collect();
        // It was done there, and the answer is lost on the way.
        faults.push(Fault::After(Reply::says(500, "{}")));
        faults.push(Fault::After(Reply::says(502, "<html>")));
        for fault in faults {
            let what = format!("{fault:?}");
            let customer = shop.panel.customer("0").await;
            shop.world().faults.push_back(fault);
            let visitor = Visitor::of(&shop.panel, customer.id).await;
            let deposit = begin(&visitor, shop.method, "20").await;
            shop.work().await;
            assert_eq!(shop.state(deposit).await, "created", "{what}");
            assert_ne!(shop.trouble(deposit).await, "", "{what}");
            shop.world().faults.clear();
            shop.panel.advance(TimeDelta::seconds(6));
            shop.work().await;
            assert_eq!(shop.state(deposit).await, "pending", "{what}");
            shop.change(deposit, Fake::pay).await;
            // Now it does not answer about the payment.
            for reply in answers().chain([404, 400, 200].map(|s| Reply::says(s, "{}"))) {
                let what = format!("{reply:?}");
                shop.world().faults.push_back(Fault::Instead(reply));
                shop.look_soon(deposit).await;
                shop.work().await;
                shop.world().faults.clear();
                assert_eq!(shop.state(deposit).await, "pending", "{what}");
                assert_ne!(shop.trouble(deposit).await, "", "{what}");
            }
            shop.look_soon(deposit).await;
            shop.work().await;
            assert_eq!(stands(shop, &customer, deposit).await, at("credited", "20.00"), "{what}");
        }
    })
    .await;
}

pub async fn a_gateway_that_refuses_is_not_asked_again(script: &'static dyn Script) {
    shop(script, async |shop| {
        // A first deposit, so that what is asked for once, such as a token, is there.
        shop.opened("20").await;
        let customer = shop.panel.customer("0").await;
        let refusal = Reply::says(script.can().refuses_with, r#"{"message":"no such currency"}"#);
        shop.world().faults.push_back(Fault::Instead(refusal));
        let visitor = Visitor::of(&shop.panel, customer.id).await;
        let deposit = begin(&visitor, shop.method, "20").await;
        shop.work().await;
        assert_eq!(shop.state(deposit).await, "failed");
        shop.world().calls.clear();
        shop.panel.advance(TimeDelta::minutes(30));
        shop.work().await;
        let reference = shop.reference(deposit).await;
        let asked = shop.world().calls.iter().filter(|call| call.body.contains(&reference)).count();
        assert_eq!(asked, 0, "it is asked again");
        let page = visitor.get(&format!("/deposits/{deposit}")).await;
        page.assert_status(200);
    })
    .await;
}

pub async fn the_connection_is_tested(script: &'static dyn Script) {
    shop(script, async |shop| {
        let method = shop.connected().await;
        let ways = &shop.panel.app.ways;
        let said = method.gateway.test(ways, &method).await;
        assert!(said.as_ref().is_ok_and(|said| !said.is_empty()), "{said:?}");
        for status in [401, 500] {
            for _ in 0..5 {
                let reply = Reply::says(status, r#"{"message":"no"}"#);
                shop.world().faults.push_back(Fault::Instead(reply));
            }
            let said = method.gateway.test(ways, &method).await;
            assert!(said.is_err(), "{status}: {said:?}");
            shop.world().faults.clear();
        }
        assert!(shop.world().payments.is_empty(), "a test opens nothing");
    })
    .await;
}

pub async fn staff_give_money_back_once(script: &'static dyn Script) {
    if !gateways::find(script.id()).expect("it is a gateway").facts().can_refund {
        return;
    }
    shop(script, async |shop| {
        let (customer, deposit) = shop.opened("20").await;
        shop.change(deposit, Fake::pay).await;
        shop.tell(deposit, Event::Paid).await;
        let staff = admin(&shop.panel).await;
        let (path, here) = (format!("{STAFF}/{deposit}/refund"), format!("{STAFF}/{deposit}"));
        let whole = shop.payment(deposit).await.amount;
        let agrees = async || {
            shop.work().await;
            shop.look_soon(deposit).await;
            shop.work().await;
            let back = shop.payment(deposit).await.refunded();
            let sql = format!("select taken - restored from deposits where id = {deposit}");
            let taken: i64 = value(&shop.panel, &sql).await;
            assert_eq!(i128::from(taken) * i128::from(whole), i128::from(back) * 20_000_000);
            back
        };
        staff.post(&path, &[("amount", "5")]).await.assert_goes(&here);
        assert_eq!(agrees().await, whole / 4);
        assert_eq!(stands(shop, &customer, deposit).await, at("refunded", "15.00"));
        // The gateway does it, and its answer is lost; whatever it did is booked, and no more.
        shop.world().faults.push_back(Fault::After(Reply::says(500, "{}")));
        staff.post(&path, &[("amount", "5")]).await.assert_goes(&here);
        shop.world().faults.clear();
        let back = agrees().await;
        assert!(back == whole / 4 || back == whole / 2, "{back} of {whole}");
        // Two clicks at once.
        let fields = [("amount", "5")];
        tokio::join!(staff.post(&path, &fields), staff.post(&path, &fields));
        let after = agrees().await;
        assert!(after > back && after <= back + whole / 2, "{after} of {whole}");
    })
    .await;
}

/// Whatever address stands in a hook: nobody connects to it.
pub async fn nothing_that_a_hook_names_is_fetched(script: &'static dyn Script) {
    shop(script, async |shop| {
        let trap = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/cert", trap.local_addr().unwrap());
        let (_, deposit) = shop.opened("20").await;
        let body = script.body(&shop.payment(deposit).await, Event::Paid).expect(TELLS);
        let inside = body.strip_prefix('{').expect("a hook is a JSON object");
        let body = format!(r#"{{"cert_url":"{url}","url":"{url}","callback_url":"{url}",{inside}"#);
        let now = shop.panel.app.clock.now();
        let SignedHook { mut headers, body } = script.sign(script.secret(), &body, now);
        headers.retain(|(name, _)| *name != "paypal-cert-url");
        headers.push(("paypal-cert-url", url));
        // It may be refused or kept.
        shop.send(&SignedHook { headers, body }).await;
        shop.work().await;
        let caught = tokio::time::timeout(Duration::from_millis(100), trap.accept()).await;
        assert!(caught.is_err(), "an address of a hook was called");
    })
    .await;
}
