//! Promo codes: who may use one, how often, and what becomes of it when its deposit comes to nothing.

use chrono::TimeDelta;
use futures_util::future::join_all;
use waybill::accounts::role::Role;

use super::gateways::{act, admin, method, pay_page, state, work};
use super::{Answer, NOTHING, Visitor};
use crate::support::rows::{execute, value};
use crate::support::{Panel, eventually, still_panel};

const PATH: &str = "/admin/promos";

/// A code, with the usual fields but these.
pub async fn promo(staff: &Visitor<'_>, changed: &[(&str, &str)]) -> Answer {
    let usual = [
        ("code", "WELCOME-10"),
        ("kind", "percent"),
        ("amount", "10"),
        ("cap", ""),
        ("uses_max", ""),
        ("from", ""),
        ("until", ""),
    ];
    let mut fields: Vec<_> = usual
        .into_iter()
        .filter(|(name, _)| changed.iter().all(|(other, _)| other != name))
        .collect();
    fields.extend_from_slice(changed);
    staff.post(PATH, &fields).await
}

async fn used(panel: &Panel, code: &str) -> i32 {
    value(panel, &format!("select used from promos where code = '{code}'")).await
}

/// Types a code where it needs no deposit.
async fn types(visitor: &Visitor<'_>, code: &str) -> Answer {
    visitor.post("/deposits/code", &[("code", code)]).await
}

/// Asks for a deposit with this code on it.
async fn asks(visitor: &Visitor<'_>, method: i64, (amount, code): (&str, &str)) -> Answer {
    let once = visitor.get(&format!("/deposits?method={method}")).await.hidden("once");
    let method = method.to_string();
    let fields = [("method", &*method), ("once", &*once), ("amount", amount), ("promo", code)];
    visitor.post("/deposits", &fields).await
}

/// Begins a deposit with this code on it, which the gateway waits for; answers its id.
async fn begins(panel: &Panel, visitor: &Visitor<'_>, method: i64, with: (&str, &str)) -> i64 {
    let begun = asks(visitor, method, with).await;
    begun.assert_status(303);
    work(panel).await;
    begun.location().rsplit('/').next().unwrap().parse().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_code_for_money_gives_it_once_to_each() {
    still_panel(async |panel| {
        let staff = admin(panel).await;
        let ann = panel.customer("0").await;
        let visitor = Visitor::of(panel, ann.id).await;
        let page = visitor.get("/deposits").await;
        assert!(!page.text().contains("Promo code"), "there are no codes to type");
        for (field, wrong) in [
            ("code", ""),
            ("code", "AB"),
            ("code", "ÄÖÜ"),
            ("amount", ""),
            ("amount", "0"),
            ("amount", "101"),
            ("cap", "x"),
            ("uses_max", "0"),
            ("uses_max", "many"),
            ("from", "soon"),
            ("until", "2020-01-01T00:00"),
        ] {
            let refused = promo(&staff, &[(field, wrong)]).await;
            refused.assert_status(422).assert_shows(&format!("error-{field}"));
        }
        let gift = [("code", "gift"), ("kind", "credit"), ("amount", "5"), ("uses_max", "2")];
        promo(&staff, &gift).await.assert_goes(PATH);
        promo(&staff, &gift).await.assert_status(422).assert_shows("error-code");
        staff.get(PATH).await.assert_shows("GIFT").assert_shows("0 of 2").assert_shows("at once");

        for wrong in ["", " ", "NO-SUCH", "G!FT"] {
            types(&visitor, wrong).await.assert_status(422).assert_shows("There is no such code");
        }
        types(&visitor, " gift ").await.assert_goes("/deposits");
        visitor.get("/deposits").await.assert_shows("5.00 USD was added");
        types(&visitor, "GIFT").await.assert_status(422).assert_shows("used this code already");
        assert_eq!((panel.balance(&ann).await, used(panel, "GIFT").await), ("5.00".into(), 1));
        visitor.get("/statement").await.assert_shows("Bonus").assert_shows("GIFT");
        // On a deposit it is not taken, and what was typed stays.
        let id = method(panel, &staff, &[]).await;
        let refused = asks(&visitor, id, ("20", "GIFT")).await;
        refused.assert_status(422).assert_shows("needs no deposit").assert_shows("value=\"20\"");

        let bob = Visitor::of(panel, panel.customer("0").await.id).await;
        types(&bob, "GIFT").await.assert_goes("/deposits");
        let carol = Visitor::of(panel, panel.customer("0").await.id).await;
        types(&carol, "GIFT").await.assert_status(422).assert_shows("used up");
        staff.get(PATH).await.assert_shows("2 of 2").assert_shows("10.00");

        // It begins and ends when staff say so, and for whom.
        let now = panel.app.clock.now();
        let day = |days| (now + TimeDelta::days(days)).format("%Y-%m-%dT%H:%M").to_string();
        let (soon, over) = (day(2), day(4));
        let times = [
            ("code", "TIMED"),
            ("kind", "credit"),
            ("amount", "1"),
            ("from", &*soon),
            ("until", &*over),
        ];
        promo(&staff, &times).await.assert_goes(PATH);
        types(&carol, "TIMED").await.assert_status(422).assert_shows("There is no such code");
        panel.advance(TimeDelta::days(3));
        types(&carol, "TIMED").await.assert_goes("/deposits");
        panel.advance(TimeDelta::days(2));
        let dave = panel.customer("1").await;
        let dave = Visitor::of(panel, dave.id).await;
        types(&dave, "TIMED").await.assert_status(422).assert_shows("There is no such code");
        let staff = admin(panel).await;
        let first = [("code", "FIRST"), ("kind", "credit"), ("amount", "1"), ("first_only", "1")];
        promo(&staff, &first).await.assert_goes(PATH);
        types(&dave, "FIRST").await.assert_status(422).assert_shows("first deposit only");
        types(&carol, "FIRST").await.assert_goes("/deposits");
        let first: i64 = value(panel, "select max(id) from promos").await;
        let end = format!("{PATH}/{first}/end");
        staff.post(&end, &NOTHING).await.assert_goes(PATH);
        staff.post(&end, &NOTHING).await.assert_status(404);
        let erin = Visitor::of(panel, panel.customer("0").await.id).await;
        types(&erin, "FIRST").await.assert_status(422).assert_shows("There is no such code");
        // Nobody finds codes by trying.
        let mut slowed = 0;
        for n in 0..30 {
            let tried = types(&erin, &format!("TRY-{n}")).await;
            slowed += i32::from(tried.status == 429);
        }
        assert!(slowed >= 5, "{slowed} of 30 tries were slowed");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_code_for_a_percentage_goes_with_one_deposit() {
    still_panel(async |panel| {
        let staff = admin(panel).await;
        let id = method(panel, &staff, &[]).await;
        promo(&staff, &[("cap", "8"), ("uses_max", "1")]).await.assert_goes(PATH);
        let ann = panel.customer("0").await;
        let visitor = Visitor::of(panel, ann.id).await;
        types(&visitor, "welcome-10").await.assert_goes("/deposits?code=WELCOME-10");
        let page = visitor.get("/deposits?code=WELCOME-10").await;
        page.assert_shows("10.00 % more").assert_shows("value=\"WELCOME-10\"");
        assert_eq!(used(panel, "WELCOME-10").await, 0);
        for (wrong, words) in [("NO-SUCH", "There is no such code"), ("!", "There is no such code")]
        {
            let refused = asks(&visitor, id, ("50", wrong)).await;
            refused.assert_status(422).assert_shows(words).assert_shows("value=\"50\"");
        }

        // It is counted when the deposit is begun, and goes over to the next one.
        let one = begins(panel, &visitor, id, ("50", "welcome-10")).await;
        assert_eq!(used(panel, "WELCOME-10").await, 1);
        let here = format!("/deposits/{one}");
        visitor.get(&here).await.assert_shows("WELCOME-10").assert_shows("5.00 USD");
        let other = begins(panel, &visitor, id, ("60", "WELCOME-10")).await;
        assert_eq!(used(panel, "WELCOME-10").await, 1);
        let page = visitor.get(&here).await;
        assert!(!page.text().contains("WELCOME-10"), "it is on the other deposit now");
        let bob = panel.customer("0").await;
        let his = Visitor::of(panel, bob.id).await;
        asks(&his, id, ("50", "WELCOME-10")).await.assert_status(422).assert_shows("used up");

        // It comes to nothing, so the code is free again. Late money brings no bonus.
        act(panel, other, "fail").await;
        assert_eq!(used(panel, "WELCOME-10").await, 0);
        act(panel, other, "pay").await;
        act(panel, one, "pay").await;
        assert_eq!(panel.balance(&ann).await, "110.00");
        let third = begins(panel, &visitor, id, ("100", "WELCOME-10")).await;
        act(panel, third, "pay").await;
        // Ten percent, and at most eight.
        assert_eq!(
            (state(panel, third).await, panel.balance(&ann).await),
            ("credited".into(), "218.00".into())
        );
        assert_eq!(used(panel, "WELCOME-10").await, 1);
        let again = asks(&visitor, id, ("50", "WELCOME-10")).await;
        again.assert_status(422).assert_shows("used this code already");
        // It goes back as other bonuses do, and stays used.
        act(panel, third, "refund").await;
        assert_eq!(
            (panel.balance(&ann).await, used(panel, "WELCOME-10").await),
            ("110.00".into(), 1)
        );
        // A refund of half, with a rule beside the code: both add up.
        super::bonuses::rule(&staff, &[("percent", "5")]).await;
        promo(&staff, &[("code", "MORE"), ("amount", "20")]).await.assert_goes(PATH);
        let both = begins(panel, &his, id, ("100", "MORE")).await;
        act(panel, both, "pay").await;
        assert_eq!(panel.balance(&bob).await, "125.00");
        act(panel, both, "refund_half").await;
        assert_eq!(panel.balance(&bob).await, "62.50");
    })
    .await;
}

/// Of fifty customers who type a code for one of them at the same moment, one gets it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_at_once_on_a_code_for_one() {
    still_panel(async |panel| {
        let staff = admin(panel).await;
        let gift = [("code", "GIFT"), ("kind", "credit"), ("amount", "5"), ("uses_max", "1")];
        promo(&staff, &gift).await.assert_goes(PATH);
        let mut visitors = Vec::new();
        for _ in 0..50 {
            visitors.push(Visitor::of(panel, panel.account(Role::Customer).await.id).await);
        }
        // Nobody can raise the counter until some of them want to.
        let mut holder = panel.owner.acquire().await.unwrap();
        let hold = "begin; select from promos for no key update";
        sqlx::raw_sql(hold).execute(&mut *holder).await.unwrap();
        let typed = join_all(visitors.iter().map(|visitor| types(visitor, "GIFT")));
        let let_go = async {
            eventually("some of them to wait for the counter", async || {
                let waiting = "select count(*) from pg_stat_activity
                               where datname = current_database() and wait_event_type = 'Lock'";
                let waiting = sqlx::query_scalar::<_, i64>(waiting);
                (waiting.fetch_one(&panel.owner).await.unwrap() > 2).then_some(())
            })
            .await;
            sqlx::raw_sql("commit").execute(&mut *holder).await.unwrap();
        };
        let (answers, ()) = tokio::join!(typed, let_go);
        let took = answers.iter().filter(|answer| answer.status == 303).count();
        let refused = answers.iter().filter(|answer| answer.text().contains("used up")).count();
        assert_eq!((took, refused), (1, 49));
        assert_eq!(used(panel, "GIFT").await, 1);
        let given = "select coalesce(sum(amount), 0)::bigint from transfers where kind = 'bonus'";
        assert_eq!(value::<i64>(panel, given).await, 5_000_000);
    })
    .await;
}

/// The same customer, in many windows at once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_code_that_is_sent_twenty_times_at_once_is_used_once() {
    still_panel(async |panel| {
        let staff = admin(panel).await;
        let id = method(panel, &staff, &[]).await;
        let gift = [("code", "GIFT"), ("kind", "credit"), ("amount", "5")];
        promo(&staff, &gift).await.assert_goes(PATH);
        promo(&staff, &[("code", "TEN")]).await.assert_goes(PATH);
        execute(panel, "update promos set uses_max = 3").await;
        let ann = panel.customer("0").await;
        let visitor = Visitor::of(panel, ann.id).await;
        let answers = join_all((0..10).map(|_| types(&visitor, "GIFT"))).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 303).count(), 1);
        assert_eq!((panel.balance(&ann).await, used(panel, "GIFT").await), ("5.00".into(), 1));
        // On deposits that are begun at once, it is on one of them.
        let answers = join_all((0..3).map(|_| asks(&visitor, id, ("20", "TEN")))).await;
        assert!(answers.iter().all(|answer| answer.status == 303));
        assert_eq!(used(panel, "TEN").await, 1);
        work(panel).await;
        let all: Vec<i64> = sqlx::query_scalar("select id from deposits order by id")
            .fetch_all(panel.app.db.pool())
            .await
            .unwrap();
        for deposit in all {
            assert!(pay_page(panel, deposit).await.starts_with("/sandbox-pay/"));
            act(panel, deposit, "pay").await;
        }
        assert_eq!(panel.balance(&ann).await, "67.00");
    })
    .await;
}
