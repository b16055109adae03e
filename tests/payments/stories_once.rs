//! Stories that are told of one gateway, or of those that can have them: waits, a door that is down, too
//! little money, and what staff say went back.
//!
//! Seen red by `make seeded`: `looks-for-ever`, `late-is-in-time`, `told-back-forgotten`.

use chrono::TimeDelta;
use waybill::payments::gateways;
use waybill::payments::way::{OnLate, OnLess};

use super::SCRIPTS;
use super::btcpay::BTCPAY;
use super::cryptomus::CRYPTOMUS;
use super::stripe::STRIPE;
use super::suite::{Event, Shop, SignedHook, post, shop};
use super::world::{Fake, Stand};
use crate::support::rows::{execute, value};
use crate::web::NOTHING;
use crate::web::gateways::{STAFF, admin};

/// Staff make the panel look. Answers where the deposit stands then.
async fn look(shop: &Shop, deposit: i64) -> String {
    shop.look_soon(deposit).await;
    shop.work().await;
    shop.state(deposit).await
}

/// A hook that tells that the deposit is paid: the same event each time, signed anew.
async fn paid_hook(shop: &Shop, deposit: i64) -> SignedHook {
    let body = shop.script.body(&shop.payment(deposit).await, Event::Paid).unwrap();
    shop.script.sign(shop.script.secret(), &body, shop.panel.app.clock.now())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_nobody_pays_is_looked_at_for_seven_days() {
    shop(&STRIPE, async |shop| {
        let (_, deposit) = shop.opened("20").await;
        let is_watched = async || {
            let sql = format!("select look_at is not null from deposits where id = {deposit}");
            value::<bool>(&shop.panel, &sql).await
        };
        let asked = async |wait: TimeDelta| {
            shop.world().calls.clear();
            shop.panel.advance(wait);
            shop.work().await;
            shop.world().calls.len()
        };
        for day in 1..7 {
            assert!(asked(TimeDelta::days(1)).await > 0, "day {day}");
            assert!(is_watched().await, "day {day}");
        }
        assert!(asked(TimeDelta::hours(23)).await > 0);
        assert!(is_watched().await, "the seventh day is not over");
        asked(TimeDelta::hours(7)).await;
        assert!(!is_watched().await, "seven days are over");
        assert_eq!(asked(TimeDelta::days(30)).await, 0, "nobody pays it, and it is asked about");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn late_money_waits_for_staff_if_the_method_says_so() {
    shop(&STRIPE, async |shop| {
        let strict = shop.add_method("Strict", |entered| entered.on_late = OnLate::Staff).await;
        let staff = admin(&shop.panel).await;
        for (method, state, balance) in
            [(strict, "review", "0.00"), (shop.method, "credited", "20.00")]
        {
            let (customer, deposit) = shop.opened_by(method, "20").await;
            shop.change(deposit, |payment| payment.stand = Stand::Expired).await;
            assert_eq!(look(shop, deposit).await, "expired");
            shop.change(deposit, Fake::pay).await;
            assert_eq!(look(shop, deposit).await, state);
            assert_eq!(shop.balance(&customer).await, balance);
            let here = format!("{STAFF}/{deposit}");
            staff.post(&format!("{here}/credit"), &NOTHING).await.assert_goes(&here);
            assert_eq!(shop.balance(&customer).await, "20.00");
        }
    })
    .await;
}

/// For an hour the database keeps no hook, so the gateway is told to send it again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_door_that_is_down_for_an_hour_loses_nothing() {
    shop(&STRIPE, async |shop| {
        let down = async |deposit: i64| {
            let sql = "create function no_room() returns trigger language plpgsql as $$
                       begin raise exception 'no room' using errcode = 'disk_full'; end $$;
                       create trigger no_room before insert on hooks
                       for each row execute function no_room()";
            execute(&shop.panel, sql).await;
            for _ in 0..4 {
                assert_eq!(shop.send(&paid_hook(shop, deposit).await).await, 503);
                shop.panel.advance(TimeDelta::minutes(15));
            }
            assert_eq!(shop.kept().await, 0);
            execute(&shop.panel, "drop trigger no_room on hooks; drop function no_room()").await;
        };
        // It comes again, and twice, and is read before the panel looks by itself.
        let (ann, repeated) = shop.opened("20").await;
        shop.change(repeated, Fake::pay).await;
        down(repeated).await;
        let sql = format!("update deposits set look_at = null where id = {repeated}");
        execute(&shop.panel, &sql).await;
        for _ in 0..2 {
            assert_eq!(shop.send(&paid_hook(shop, repeated).await).await, 200);
            shop.work().await;
        }
        assert_eq!(shop.kept().await, 1);
        assert_eq!(shop.state(repeated).await, "credited");
        assert_eq!((&*shop.balance(&ann).await, shop.transfers(&ann).await), ("20.00", 1));
        // It does not come again: the panel finds the money by itself. A late hook changes nothing.
        execute(&shop.panel, "delete from hooks").await;
        let (bob, silent) = shop.opened("20").await;
        shop.change(silent, Fake::pay).await;
        down(silent).await;
        shop.work().await;
        assert_eq!(shop.kept().await, 0);
        assert_eq!(shop.state(silent).await, "credited");
        assert_eq!(shop.send(&paid_hook(shop, silent).await).await, 200);
        shop.work().await;
        assert_eq!((&*shop.balance(&bob).await, shop.transfers(&bob).await), ("20.00", 1));
    })
    .await;
}

/// One of sixty, and a cent too little: never all of it, and no bonus.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_part_of_sixty_is_never_sixty() {
    for script in SCRIPTS.iter().copied().filter(|script| script.can().less) {
        shop(script, async |shop| {
            let strict = shop.add_method("Strict", |entered| entered.on_less = OnLess::Staff).await;
            let staff = admin(&shop.panel).await;
            let rule =
                [("method", ""), ("percent", "10"), ("from", ""), ("cap", ""), ("until", "")];
            staff.post("/admin/bonuses", &rule).await.assert_goes("/admin/bonuses");
            for (method, paid, state, balance) in [
                (strict, 100, "review", "0.00"),
                (strict, 5_999, "review", "0.00"),
                (shop.method, 100, "review", "0.00"),
                (shop.method, 5_999, "credited", "59.99"),
                (shop.method, 6_000, "credited", "66.00"),
            ] {
                let what = format!("{}: {paid} of 6000", script.id());
                let (customer, deposit) = shop.opened_by(method, "60").await;
                shop.change(deposit, |payment| {
                    assert_eq!(payment.amount, 6_000, "{what}");
                    (payment.stand, payment.paid) = (Stand::Paid, paid);
                })
                .await;
                assert_eq!(look(shop, deposit).await, state, "{what}");
                assert_eq!(shop.balance(&customer).await, balance, "{what}");
            }
        })
        .await;
    }
}

/// BTCPay Server says nothing of what went back, so staff do.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_staff_say_went_back_is_taken_once() {
    shop(&BTCPAY, async |shop| {
        let (customer, deposit) = shop.opened("20").await;
        let staff = admin(&shop.panel).await;
        let here = format!("{STAFF}/{deposit}");
        let say = async |total: &str| {
            let sent = staff.post(&format!("{here}/gone-back"), &[("total", total)]).await;
            sent.assert_goes(&here);
            shop.panel.advance(TimeDelta::seconds(1));
            shop.work().await;
            (shop.state(deposit).await, shop.balance(&customer).await)
        };
        say("5").await;
        staff.get(&here).await.assert_shows("money of this deposit waits to be credited");
        shop.change(deposit, Fake::pay).await;
        assert_eq!(look(shop, deposit).await, "credited");
        staff.get(&here).await.assert_shows("Book what went back");
        for (total, state, balance) in [
            ("5", "refunded", "15.00"),
            ("5", "refunded", "15.00"),
            ("20.01", "refunded", "15.00"),
            ("much", "refunded", "15.00"),
            ("20", "refunded", "0.00"),
            ("10", "refunded", "10.00"),
            ("0", "credited", "20.00"),
        ] {
            assert_eq!(say(total).await, (state.to_owned(), balance.to_owned()), "{total}");
            // The server still says the same, and a look takes nothing again.
            assert_eq!(look(shop, deposit).await, state, "{total}");
            assert_eq!(shop.balance(&customer).await, balance, "{total}");
        }
        say("20.01").await;
        staff.get(&here).await.assert_shows("20.00 USD can have gone back");
    })
    .await;
}

/// PHP writes a slash with an escape before it, and signs it so: the sum of the text without the escape is
/// nobody's signature.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sum_of_other_bytes_is_no_signature() {
    shop(&CRYPTOMUS, async |shop| {
        let method = shop
            .add_method("Contract", |entered| {
                entered.values.insert("payment_key".to_owned(), "cm-payment-key".to_owned());
            })
            .await;
        let sql = format!("select '/hooks/' || door from methods where id = {method}");
        let door: String = value(&shop.panel, &sql).await;
        for (sum, status) in
            [("7b47c491c845b606ca59e28ebdac2957", 400), ("91d8f10d7eedbbee89c0c15bca009d89", 200)]
        {
            let body = format!(
                r#"{{"type":"payment","uuid":"62f88b36","order_id":"wb-42","amount":"25.00","status":"paid","additional_data":"a\/b","sign":"{sum}"}}"#
            );
            let hook = SignedHook { headers: Vec::new(), body: body.into() };
            assert_eq!(post(&shop.panel, &door, &hook).await, status, "{sum}");
        }
        assert_eq!(shop.kept().await, 1);
    })
    .await;
}

/// `each_currency_has_its_coins` tells what a script lists, so it must list what counts otherwise.
#[test]
fn the_currencies_that_count_otherwise_are_told() {
    let odd = ["JPY", "KWD", "ISK", "HUF", "TWD"];
    for script in &SCRIPTS {
        let gateway = gateways::find(script.id()).expect("it is a gateway");
        let told: Vec<&str> = script.amounts().into_iter().map(|(currency, ..)| currency).collect();
        for currency in odd {
            let takes = gateway.facts().exponent(currency).is_some();
            assert!(!takes || told.contains(&currency), "{} takes {currency}", script.id());
        }
        if script.id() == "stripe" {
            assert!(odd.into_iter().all(|currency| told.contains(&currency)), "{told:?}");
        }
    }
}
