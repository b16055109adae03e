//! Money that staff move by hand: a payment is booked once, nobody credits themselves, much money
//! needs a second person, and an old session needs its password again.
//!
//! Seen red by `make seeded`: `own-credit`, `own-rate`, `own-refund`, `one-person-confirms`, `declined-is-booked`,
//! `limit-unlocked`, `old-session-goes-on`.

use chrono::TimeDelta;
use futures_util::future::join_all;
use waybill::accounts::audit::Actor;
use waybill::accounts::role::Role;
use waybill::kit::money::Money;
use waybill::ledger::{Credit, CreditError, Credited, Reason};
use waybill::payments::direct;

use super::{Answer, NOTHING, Visitor};
use crate::support::rows::execute;
use crate::support::{ALLOW, Customer, PASSWORD, Panel, panel_with, still_panel};

const PAGE: &str = "/admin/credits";

fn account_path(who: &Customer) -> String {
    format!("/admin/customers/{}", who.id)
}

/// Sends the form of a customer's page.
async fn book(
    staff: &Visitor<'_>,
    who: &Customer,
    (what, reference, amount): (&str, &str, &str),
) -> Answer {
    let once = waybill::kit::secret::base62(24);
    let fields = [
        ("what", what),
        ("reference", reference),
        ("amount", amount),
        ("note", "a note"),
        ("once", &once),
    ];
    staff.post(&format!("{}/adjust", account_path(who)), &fields).await
}

async fn credit(
    panel: &Panel,
    by: &Customer,
    who: &Customer,
    amount: &str,
    limit: &str,
) -> Result<Credited, CreditError> {
    let address = std::net::IpAddr::from([127, 0, 0, 1]);
    let credit = Credit {
        reason: Reason::Goodwill,
        amount: Money::parse(amount).unwrap(),
        note: "a gift".to_owned(),
        form_id: waybill::kit::secret::base62(24),
    };
    let (db, clock, actor) = (&panel.app.db, &panel.app.clock, Actor::account(by.id, address));
    let limit = Some(Money::parse(limit).unwrap());
    direct::credit(db, clock, actor, (who.id, credit), limit).await
}

/// A credit that waits, because it is above the limit; answers its id.
pub async fn asked(panel: &Panel, by: &Customer, who: &Customer, amount: &str, limit: &str) -> i64 {
    assert_eq!(credit(panel, by, who, amount, limit).await.unwrap(), Credited::Waits);
    let newest = sqlx::query_scalar("select max(id) from credits where state = 'waiting'");
    newest.fetch_one(panel.app.db.pool()).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_payment_is_one_credit_by_whatever_door() {
    still_panel(async |panel| {
        let (ann, bob) = (panel.customer("0").await, panel.customer("0").await);
        let (owner, admin) = (panel.account(Role::Owner).await, panel.account(Role::Admin).await);
        let first = Visitor::of(panel, owner.id).await;
        let second = Visitor::of(panel, admin.id).await;
        let none = book(&first, &ann, ("payment", " ", "25")).await;
        none.assert_status(422).assert_shows("bank or the payment service").assert_shows("25");
        book(&first, &ann, ("payment", "Bank-77", "25")).await.assert_goes(&account_path(&ann));
        let again = book(&second, &bob, ("payment", " bank-77 ", "30")).await;
        again.assert_status(422).assert_shows("already booked").assert_shows("25.00");
        again.assert_shows(&ann.email).assert_shows(&owner.email).assert_shows("UTC");
        again.assert_shows("value=\" bank-77 \"").assert_shows("value=\"30\"");
        let (db, clock) = (&panel.app.db, &panel.app.clock);
        let much = Money::parse("30").unwrap();
        let command = direct::payment(db, clock, bob.id, (much, "BANK-77", "x")).await;
        assert!(matches!(command, Err(CreditError::AlreadyDone)), "{command:?}");
        // The other way round: the command was first.
        direct::payment(db, clock, bob.id, (much, "Bank-78", "x")).await.unwrap();
        let again = book(&first, &ann, ("payment", "bank-78", "30")).await;
        again.assert_status(422).assert_shows("by the command line").assert_shows(&bob.email);
        // Goodwill is no payment, and needs no reference.
        let odd = book(&first, &ann, ("goodwill", "bank-79", "1")).await;
        odd.assert_status(422).assert_shows("Only a payment has a reference");
        for _ in 0..2 {
            book(&first, &ann, ("goodwill", "", "1")).await.assert_goes(&account_path(&ann));
        }
        book(&first, &ann, ("nonsense", "", "1")).await.assert_status(422).assert_shows("Choose");
        let balances = (panel.balance(&ann).await, panel.balance(&bob).await);
        assert_eq!(balances, ("27.00".into(), "30.00".into()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_changes_their_own_balance_or_rates() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await.to_string();
        for role in [Role::Admin, Role::Owner] {
            let who = panel.account(role).await;
            panel.credit(&who, "5").await;
            let visitor = Visitor::of(panel, who.id).await;
            let path = account_path(&who);
            let page = visitor.get(&path).await;
            page.assert_shows("This is your own account");
            assert!(!page.text().contains("/adjust\"") && !page.text().contains("/rates\""));
            for what in [("payment", "mine"), ("goodwill", ""), ("debit", "")] {
                let refused = book(&visitor, &who, (what.0, what.1, "1")).await;
                refused.assert_status(422).assert_shows("your own account");
            }
            assert_eq!(panel.balance(&who).await, "5.00");
            let rate = [("service", service.as_str()), ("rate", "0.01")];
            let refused = visitor.post(&format!("{path}/rates"), &rate).await;
            refused.assert_status(422).assert_shows("your own account");
            panel.own_rate(&who, service.parse().unwrap(), Some("2")).await;
            let remove = format!("{path}/rates/{service}/remove");
            let prices = format!("{path}/prices");
            visitor.post(&remove, &NOTHING).await.assert_goes(&prices);
            visitor.get(&prices).await.assert_shows("your own account: ask another");
            // An order of their own is refunded by somebody else.
            let add = [("action", "add"), ("service", service.as_str()), ("link", "x")];
            let add = [&add[..], &[("quantity", "1000")]].concat();
            let order = crate::support::order_id(&panel.v2(&who.key, &add).await);
            panel.complete(order).await;
            let total = [("total", "0.5"), ("note", "for me")];
            let refused = visitor.post(&format!("/admin/orders/{order}/refund"), &total).await;
            refused.assert_status(422).assert_shows("your own order");
            assert_eq!(panel.balance(&who).await, "3.00");
            let kept = "select count(*) from custom_rates where account_id = $1 and rate = 2000000";
            let kept = sqlx::query_scalar::<_, i64>(kept).bind(who.id);
            assert_eq!(kept.fetch_one(panel.app.db.pool()).await.unwrap(), 1);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn above_the_limit_a_second_person_decides() {
    still_panel(async |panel| {
        let customer = panel.customer("0").await;
        let (one, two) = (panel.account(Role::Admin).await, panel.account(Role::Owner).await);
        let (first, second) = (Visitor::of(panel, one.id).await, Visitor::of(panel, two.id).await);
        second.get(PAGE).await.assert_shows("No credit waits");
        let booked = async |amount| {
            let done = credit(panel, &one, &customer, amount, "100").await.unwrap();
            matches!(done, Credited::Booked { .. })
        };
        assert!(booked("60").await);
        let waiting = asked(panel, &one, &customer, "40.000001", "100").await;
        assert!(booked("40").await, "the one that waits has moved nothing");
        let other = asked(panel, &one, &customer, "0.5", "100").await;
        assert_eq!(panel.balance(&customer).await, "100.00");
        second.get("/admin").await.assert_shows("2 credits wait for a second person");
        let list = second.get(PAGE).await;
        list.assert_shows("40.000001").assert_shows(&one.email).assert_shows(&customer.email);

        // Not by whoever asked for it.
        let confirm = |id: i64| format!("{PAGE}/{id}/confirm");
        assert!(!first.get(PAGE).await.text().contains(&confirm(waiting)));
        first.post(&confirm(waiting), &NOTHING).await.assert_goes(PAGE);
        first.get(PAGE).await.assert_shows("You asked for this credit yourself");
        assert_eq!(panel.balance(&customer).await, "100.00");
        second.post(&confirm(waiting), &NOTHING).await.assert_goes(&account_path(&customer));
        assert_eq!(panel.balance(&customer).await, "140.000001");
        second.post(&confirm(waiting), &NOTHING).await.assert_goes(PAGE);
        second.get(PAGE).await.assert_shows("already; nothing was done").assert_shows("Booked by");
        // What was declined stays so.
        second.post(&format!("{PAGE}/{other}/decline"), &NOTHING).await.assert_goes(PAGE);
        second.post(&confirm(other), &NOTHING).await.assert_goes(PAGE);
        second.post(&format!("{PAGE}/{waiting}/decline"), &NOTHING).await.assert_goes(PAGE);
        second.get(PAGE).await.assert_shows("Declined by");
        assert_eq!(panel.balance(&customer).await, "140.000001");
        second.post(&confirm(424_242), &NOTHING).await.assert_status(404);
        // Whoever gets it does not agree to it either; whoever asked may take it back.
        let theirs = asked(panel, &one, &two, "1", "0").await;
        second.post(&confirm(theirs), &NOTHING).await.assert_goes(PAGE);
        second.get(PAGE).await.assert_shows("for your own account");
        first.post(&format!("{PAGE}/{theirs}/decline"), &NOTHING).await.assert_goes(PAGE);
        assert_eq!(panel.balance(&two).await, "0.00");
        // A day later there is room again.
        panel.advance(TimeDelta::hours(25));
        assert!(booked("100").await);
        let facts = "select count(*) from audit where action in
                     ('credit.ask', 'credit.confirm', 'credit.decline', 'wallet.credit')";
        let facts: i64 = sqlx::query_scalar(facts).fetch_one(panel.app.db.pool()).await.unwrap();
        assert_eq!(facts, 9);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_limit_holds_however_many_forms_are_sent_at_once() {
    still_panel(async |panel| {
        let other = panel.second(&["--no-work"]).await;
        let staff = panel.account(Role::Admin).await;
        let customers = join_all((0..20).map(|_| panel.customer("0"))).await;
        let sent = customers.iter().enumerate().map(|(n, customer)| {
            let panel = if n % 2 == 0 { panel } else { &other };
            credit(panel, &staff, customer, "10", "100")
        });
        let done = join_all(sent).await.into_iter().map(Result::unwrap);
        let booked = done.filter(|done| matches!(done, Credited::Booked { .. })).count();
        assert_eq!(booked, 10);
        // Many agree at once, and some decline: each credit moves once at most.
        let boss = panel.account(Role::Owner).await;
        let visitors = join_all((0..6).map(|_| Visitor::of(panel, boss.id))).await;
        let ids: Vec<i64> = sqlx::query_scalar("select id from credits where state = 'waiting'")
            .fetch_all(panel.app.db.pool())
            .await
            .unwrap();
        assert_eq!(ids.len(), 10);
        for (n, id) in ids.into_iter().enumerate() {
            let all = visitors.iter().enumerate().map(|(at, visitor)| {
                let declines = n % 2 == 0 && at % 2 == 0;
                let word = if declines { "decline" } else { "confirm" };
                async move { visitor.post(&format!("{PAGE}/{id}/{word}"), &NOTHING).await }
            });
            for answer in join_all(all).await {
                answer.assert_status(303);
            }
        }
        let moved = "select count(*) = count(distinct key)
                            and count(*) = (select count(*) from credits where state = 'booked')
                     from transfers where kind = 'adjust'";
        let moved: bool = sqlx::query_scalar(moved).fetch_one(panel.app.db.pool()).await.unwrap();
        assert!(moved);
        other.stop().await;
    })
    .await;
}

/// Sends a form from an old session, then the password; answers what came of it.
async fn proved(panel: &Panel, path: &str, fields: &[(&str, &str)]) -> Answer {
    // Each by somebody else, because passwords are not tried without end.
    let who = panel.account(Role::Owner).await;
    let visitor = Visitor::of(panel, who.id).await;
    let old = format!(
        "update sessions set proved_at = proved_at - interval '5 hours' where account_id = {}",
        who.id
    );
    execute(panel, &old).await;
    let asked = visitor.post(path, fields).await;
    asked.assert_status(422).assert_shows("Type your password again");
    for (name, value) in fields.iter().filter(|(name, _)| *name == "key") {
        assert!(!asked.text().contains(value), "the {name} stands in the page");
    }
    let kept = asked.hidden("kept");
    let wrong = [("kept", kept.as_str()), ("password", "another one")];
    let wrong = visitor.post(path, &wrong).await;
    wrong.assert_status(422).assert_shows("This is not your password");
    // Nobody else's session opens it, and no other page.
    let stranger = Visitor::of(panel, who.id).await;
    let right = [("kept", kept.as_str()), ("password", PASSWORD)];
    stranger.post(path, &right).await.assert_status(400);
    let right = [("kept", &*wrong.hidden("kept")), ("password", PASSWORD)];
    visitor.post(path, &right).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_old_session_is_asked_for_the_password_before_anything_important() {
    panel_with(&[ALLOW, "--no-work"], async |panel| {
        let customer = panel.customer("10").await;
        let service = panel.service(|_| {}).await;
        let id = service.to_string();
        let path = account_path(&customer);
        let payment = [
            ("what", "payment"),
            ("reference", "bank-1"),
            ("amount", "2.5"),
            ("note", "two\nlines & more"),
            ("once", "abcdefghijkl"),
        ];
        proved(panel, &format!("{path}/adjust"), &payment).await.assert_goes(&path);
        assert_eq!(panel.balance(&customer).await, "12.50");
        let rate = [("service", id.as_str()), ("rate", "0.5")];
        let prices = format!("{path}/prices");
        proved(panel, &format!("{path}/rates"), &rate).await.assert_goes(&prices);
        let remove = format!("{path}/rates/{id}/remove");
        proved(panel, &remove, &NOTHING).await.assert_goes(&prices);
        let all = [("group", ""), ("discount", "5")];
        proved(panel, &prices, &all).await.assert_goes(&prices);
        let visit = format!("{path}/visit");
        proved(panel, &visit, &[("reason", "asked for")]).await.assert_goes("/orders");
        let admin = panel.account(Role::Admin).await;
        let credit = asked(panel, &admin, &customer, "1", "0").await;
        let confirm = format!("{PAGE}/{credit}/confirm");
        proved(panel, &confirm, &NOTHING).await.assert_goes(&path);
        assert_eq!(panel.balance(&customer).await, "13.50");
        let provider = [
            ("protocol", "smm_v2"),
            ("name", "Far"),
            ("url", "http://127.0.0.1:1/api/v2"),
            ("key", "their-key-for-us"),
            ("currency", "USD"),
            ("exchange", "1"),
            ("requests_per_s", "20"),
            ("in_flight_max", "16"),
            ("policy", "ask"),
            ("ask_above_percent", "10"),
            ("pause_after_unknowns", "5"),
            ("pause_after_refusals", "10"),
            ("untested", "1"),
        ];
        let made = proved(panel, "/admin/providers", &provider).await;
        made.assert_status(303);
        let renamed: Vec<_> = provider
            .iter()
            .map(|(name, value)| if *name == "name" { (*name, "Near") } else { (*name, *value) })
            .collect();
        let saved = proved(panel, made.location(), &renamed).await;
        saved.assert_goes(made.location());
        let names = "select string_agg(name, ' ') from providers where name in ('Far', 'Near')";
        let names: String = sqlx::query_scalar(names).fetch_one(panel.app.db.pool()).await.unwrap();
        assert_eq!(names, "Near");
        let add =
            [("action", "add"), ("service", id.as_str()), ("link", "x"), ("quantity", "1000")];
        let order = crate::support::order_id(&panel.v2(&customer.key, &add).await);
        panel.complete(order).await;
        let path = format!("/admin/orders/{order}");
        let total = [("total", "0.25"), ("note", "late")];
        proved(panel, &format!("{path}/refund"), &total).await.assert_goes(&path);
        let token = [("name", "t"), ("kind", "key"), ("access", "full"), ("expires", "never")];
        let made = proved(panel, "/account/tokens", &token).await;
        made.assert_status(200).assert_shows("This is the only time it is shown");
        let payouts = "/admin/affiliates/payouts?state=requested";
        proved(panel, payouts, &[("ids", "1")]).await.assert_status(303);
    })
    .await;
}
