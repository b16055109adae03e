//! Closing an account: what is open comes to its end first, what is left is given up, and nothing that is
//! kept names anybody.

use chrono::TimeDelta;
use futures_util::future::join_all;
use waybill::accounts::account::NewAccount;
use waybill::accounts::closing;
use waybill::accounts::email::Email;
use waybill::accounts::role::Role;
use waybill::accounts::token;
use waybill::ledger;

use super::affiliates_staff::wants_money;
use super::gateways::{STAFF, act, admin, method, opened, state, work};
use super::second_factor::second_of;
use super::{Answer, NOTHING, Visitor};
use crate::support::rows::{execute, value};
use crate::support::{Customer, PASSWORD, Panel, eventually, order_id, still_panel};

const PAGE: &str = "/account/privacy";
const CLOSE: &str = "/account/privacy/close";

/// Sends the form as the page has it.
async fn close(visitor: &Visitor<'_>, who: &Customer) -> Answer {
    let page = visitor.get(PAGE).await;
    let (balance, earnings) = (page.hidden("balance"), page.hidden("earnings"));
    close_with(visitor, &who.email, (&balance, &earnings)).await
}

async fn close_with(visitor: &Visitor<'_>, email: &str, agreed: (&str, &str)) -> Answer {
    let fields =
        [("confirm", email), ("current", PASSWORD), ("balance", agreed.0), ("earnings", agreed.1)];
    visitor.post(CLOSE, &fields).await
}

async fn order(panel: &Panel, who: &Customer, service: i64) -> serde_json::Value {
    let service = service.to_string();
    let fields = [
        ("action", "add"),
        ("service", &*service),
        ("link", "https://example.com/p/1"),
        ("quantity", "1000"),
    ];
    panel.v2(&who.key, &fields).await
}

async fn status(panel: &Panel, who: &Customer) -> String {
    value(panel, &format!("select status from accounts where id = {}", who.id)).await
}

/// In which tables these words stand, in any row and any column.
async fn found_in(panel: &Panel, words: &str) -> Vec<String> {
    let tables = "select string_agg(tablename, ' ') from pg_tables where schemaname = 'public'";
    let tables: String = value(panel, tables).await;
    let mut found = Vec::new();
    for table in tables.split(' ') {
        let sql = format!("select count(*) from {table} t where t::text ilike '%{words}%'");
        if value::<i64>(panel, &sql).await > 0 {
            found.push(table.to_owned());
        }
    }
    found
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_it_was_is_erased_and_the_books_stay() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("10").await;
        let done = order_id(&order(panel, &customer, service).await);
        panel.complete(done).await;
        let visitor = Visitor::of(panel, customer.id).await;
        let visitor = visitor.with_header("user-agent", "A telling browser");
        visitor.post("/account/profile", &[("name", "Ada Lovelace"), ("zone", "UTC")]).await;
        let once = visitor.get("/tickets/new").await.hidden("once");
        let fields = [("subject", "1"), ("text", "I am Ada Lovelace"), ("once", &*once)];
        visitor.post("/tickets", &fields).await.assert_status(303);
        let staff = Visitor::of(panel, panel.account(Role::Admin).await.id).await;
        let notes = format!("/admin/customers/{}/notes", customer.id);
        staff.post(&notes, &[("text", "Ada Lovelace rang up")]).await.assert_status(303);
        visitor.get(PAGE).await.assert_shows("You give up your balance: 9.00 USD");
        let seals = "select count(*) from audit_unsealed";
        eventually("the audit log to be sealed", async || {
            (value::<i64>(panel, seals).await == 0).then_some(())
        })
        .await;
        assert!(!found_in(panel, "Lovelace").await.is_empty());

        // The address has to be typed, and the password.
        let page = visitor.get(PAGE).await;
        let agreed = (&*page.hidden("balance"), &*page.hidden("earnings"));
        let wrong = close_with(&visitor, "ada@example.com", agreed).await;
        wrong.assert_status(422).assert_shows("This is not the address of your account");
        let fields = [("confirm", &*customer.email), ("current", "another password")];
        visitor.post(CLOSE, &fields).await.assert_status(422).assert_shows("not your password");
        assert_eq!(status(panel, &customer).await, "active");

        let other = Visitor::of(panel, customer.id).await;
        let done = close(&visitor, &customer).await;
        done.assert_goes("/sign-in");
        assert_eq!(visitor.session(), "");
        assert_eq!(status(panel, &customer).await, "closed");
        assert!(!other.is_signed_in().await);
        let answer = panel.v2(&customer.key, &[("action", "balance")]).await;
        assert!(answer["error"].is_string(), "{answer}");
        // Every table is looked through.
        eventually("what was in memory to be gone", async || {
            closing::sweep(&panel.app.db, &panel.app.clock).await.unwrap();
            let calls = "select count(*) from token_calls";
            (value::<i64>(panel, calls).await == 0).then_some(())
        })
        .await;
        for words in [&*customer.email, "Lovelace", "A telling browser"] {
            assert_eq!(found_in(panel, words).await, Vec::<String>::new(), "{words}");
        }
        Visitor::new(panel).sign_in(&customer).await.assert_status(422);
        // The money is where the books say.
        assert_eq!(panel.balance(&customer).await, "0.00");
        let given = "select amount from transfers where kind = 'give_up' and debit = 'wallet'
                     and credit = 'given_up'";
        assert_eq!(value::<i64>(panel, given).await, 9_000_000);
        let kept = format!("select count(*) from orders where account_id = {}", customer.id);
        assert_eq!(value::<i64>(panel, &kept).await, 1);
        let told = "select after->>'given_up' from audit where action = 'account.close'";
        assert_eq!(value::<String>(panel, told).await, "9.00");
        let tokens = token::list(panel.app.db.pool(), &panel.app.clock, customer.id).await.unwrap();
        assert!(tokens.iter().all(|token| !token.state(panel.app.clock.now()).is_live()));
        // Staff see what it is, and do nothing with it any more.
        let path = format!("/admin/customers/{}", customer.id);
        staff.get(&path).await.assert_shows("This account is closed");
        staff.get("/admin/customers?state=closed").await.assert_shows("closed.invalid");
        staff.post(&format!("{path}/unsuspend"), &NOTHING).await.assert_status(404);
        staff.get(&format!("{path}/close")).await.assert_status(404);
        // The address is free again.
        let new = NewAccount {
            email: Email::parse(&customer.email).unwrap(),
            role: Role::Customer,
            password_hash: None,
            is_password_made: false,
            terms_accepted_at: None,
        };
        let again = ledger::open_account(&panel.app.db, &panel.app.clock, new).await.unwrap();
        assert_ne!(again, customer.id);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_signs_in_and_what_was_told_goes_too() {
    still_panel(async |panel| {
        let customer = panel.customer("1").await;
        let second = second_of(panel, &customer).await;
        let visitor = Visitor::new(panel);
        visitor.sign_in(&customer).await.assert_goes("/second-factor");
        let code = second.code(panel);
        let fields = [("code", &*code), ("remember", "1")];
        visitor.post("/second-factor", &fields).await.assert_goes("/");
        let beside = format!(
            "insert into sign_in_issuers (name, issuer, client_id, client_secret, created_at)
             values ('Mill', 'https://issuer.example', 'panel', '', now());
             insert into identities (issuer_id, subject, account_id, linked_at)
             select id, 'telling subject', {id}, now() from sign_in_issuers;
             insert into passkeys
             (account_id, credential, holder, public_key, sign_count, name, made_at)
             values ({id}, 'telling credential', 'h', 'k', 0, 'telling phone', now());
             insert into telegram_chats values ({id}, '1', 77, 'telling chat', now());
             insert into telegram_codes values ({id}, sha256('a code'), now() + interval '1 hour');
             insert into telegram_messages (bot, chat_id, text, made_at, due_at, expires_at)
             values ('1', 77, 'telling message', now(), now(), now());
             insert into notice_wishes values ({id}, 'tickets', 'mail', false);
             insert into balance_marks (account_id, threshold, is_low) values ({id}, 5, false);
             insert into deposits (account_id, state, credit, claim, form_id, opened_at, decided_at,
                                   trouble)
             values ({id}, 'failed', 5, 'a transfer', 'a form', now(), now(), 'nothing came');
             insert into deposit_orders
             select id, 'link=telling', now() from deposits where claim = 'a transfer'",
            id = customer.id
        );
        execute(panel, &beside).await;
        panel.credit(&customer, "1").await;
        let tables = [
            "second_factors",
            "totp_keys",
            "passkeys",
            "recovery_codes",
            "half_sign_ins",
            "remembered_browsers",
            "sessions",
            "identities",
            "notices",
            "notice_wishes",
            "sign_in_places",
            "telegram_chats",
            "telegram_codes",
            "telegram_messages",
            "balance_marks",
            "deposit_orders",
        ];
        // Whoever has a second factor proves it.
        panel.advance(TimeDelta::minutes(16));
        let asked = close(&visitor, &customer).await;
        asked.assert_status(422).assert_shows("name=\"proof_code\"");
        assert_eq!(status(panel, &customer).await, "active");
        let half = Visitor::new(panel);
        half.sign_in(&customer).await.assert_goes("/second-factor");
        for table in tables {
            let rows = value::<i64>(panel, &format!("select count(*) from {table}")).await;
            assert!(rows > 0, "{table}");
        }
        let (kept, code) = (asked.hidden("kept"), second.code(panel));
        let both = [("kept", &*kept), ("password", PASSWORD), ("proof_code", &*code)];
        visitor.post(CLOSE, &both).await.assert_goes("/sign-in");
        assert_eq!(status(panel, &customer).await, "closed");
        let code = second.code(panel);
        let over = half.post("/second-factor", &[("code", &*code)]).await;
        over.assert_status(422).assert_shows("This sign-in is over");
        for table in tables {
            let rows = value::<i64>(panel, &format!("select count(*) from {table}")).await;
            assert_eq!(rows, 0, "{table}");
        }
        for words in [&*customer.email, "telling"] {
            assert_eq!(found_in(panel, words).await, Vec::<String>::new(), "{words}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_payment_that_comes_after_the_end_waits_for_staff() {
    still_panel(async |panel| {
        let staff = admin(panel).await;
        let id = method(panel, &staff, &[]).await;
        let (customer, deposit) = opened(panel, id, "20").await;
        let visitor = Visitor::of(panel, customer.id).await;
        // As long as it can be paid, the account goes on.
        visitor.get(PAGE).await.assert_shows("One deposit that is not decided");
        close_with(&visitor, &customer.email, ("0", "0")).await.assert_status(422);
        panel.advance(TimeDelta::minutes(61));
        work(panel).await;
        assert_eq!(state(panel, deposit).await, "expired");
        close(&visitor, &customer).await.assert_goes("/sign-in");
        act(panel, deposit, "pay").await;
        assert_eq!(state(panel, deposit).await, "review");
        assert_eq!(panel.balance(&customer).await, "0.00");
        let staff = admin(panel).await;
        let path = format!("{STAFF}/{deposit}");
        staff
            .get(&path)
            .await
            .assert_shows("the account is closed")
            .assert_shows("Waits for staff");
        staff.get("/admin").await.assert_shows("1 deposit to look at");
        let waits = "select count(*) from deposit_payments where credited is null";
        assert_eq!(value::<i64>(panel, waits).await, 1);
        // They have sent it back at the gateway.
        let gone = [("why", "We sent it back.")];
        staff.post(&format!("{path}/give-up"), &gone).await.assert_status(303);
        assert_eq!(state(panel, deposit).await, "failed");
        assert_eq!(panel.balance(&customer).await, "0.00");
        panel.assert_books().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_open_ends_first_and_no_more_is_given_up_than_was_agreed() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("10").await;
        let visitor = Visitor::of(panel, customer.id).await;
        let placed = order_id(&order(panel, &customer, service).await);
        let deposit = format!(
            "insert into deposits (account_id, state, credit, claim, form_id, opened_at)
             values ({}, 'pending', 5000000, 'a transfer', 'a form', now())",
            customer.id
        );
        execute(panel, &deposit).await;
        let page = visitor.get(PAGE).await;
        page.assert_shows("One open order").assert_shows("href=\"/orders\"");
        page.assert_shows("One deposit that is not decided").assert_shows("href=\"/deposits\"");
        // Whoever sends the form all the same is refused.
        let agreed = ("100000000", "0");
        let refused = close_with(&visitor, &customer.email, agreed).await;
        refused.assert_status(422).assert_shows("Something is open still");
        panel.complete(placed).await;
        close_with(&visitor, &customer.email, agreed).await.assert_status(422);
        execute(panel, "delete from deposits where state = 'pending'").await;
        let waits = format!(
            "insert into credits (account_id, kind, amount, note, form_id, asked_at, state)
             values ({}, 'goodwill', 5, 'waits', 'another form', now(), 'waiting')",
            customer.id
        );
        execute(panel, &waits).await;
        close_with(&visitor, &customer.email, agreed).await.assert_status(422);
        execute(panel, "delete from credits where state = 'waiting'").await;

        // The page said 9.00, and then more came.
        let page = visitor.get(PAGE).await;
        page.assert_shows("9.00 USD");
        panel.credit(&customer, "1").await;
        let agreed = (&*page.hidden("balance"), &*page.hidden("earnings"));
        let more = close_with(&visitor, &customer.email, agreed).await;
        more.assert_status(422).assert_shows("There is more to give up");
        more.assert_shows("10.00 USD");
        close_with(&visitor, &customer.email, ("", "")).await.assert_status(422);
        assert_eq!(panel.balance(&customer).await, "10.00");
        assert_eq!(status(panel, &customer).await, "active");
        close(&visitor, &customer).await.assert_goes("/sign-in");
        assert_eq!(panel.balance(&customer).await, "0.00");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_last_owner_stays() {
    still_panel(async |panel| {
        let owner = panel.account(Role::Owner).await;
        let visitor = Visitor::of(panel, owner.id).await;
        let refused = close(&visitor, &owner).await;
        refused.assert_status(422).assert_shows("the last owner of the panel");
        assert!(visitor.is_signed_in().await);
        panel.account(Role::Owner).await;
        close(&visitor, &owner).await.assert_goes("/sign-in");
        let role = format!("select role from accounts where id = {}", owner.id);
        assert_eq!(value::<String>(panel, &role).await, "customer", "no right is left");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staff_close_an_account_at_its_holders_wish() {
    still_panel(async |panel| {
        let customer = panel.customer("2.5").await;
        let admin = panel.account(Role::Admin).await;
        let staff = Visitor::of(panel, admin.id).await;
        let path = format!("/admin/customers/{}/close", customer.id);
        let page = staff.get(&path).await;
        page.assert_shows("They give up their balance: 2.50 USD");
        let (balance, earnings) = (page.hidden("balance"), page.hidden("earnings"));
        let fields = |why: &'static str, confirm: &str| {
            vec![
                ("why", why.to_owned()),
                ("confirm", confirm.to_owned()),
                ("balance", balance.clone()),
                ("earnings", earnings.clone()),
            ]
        };
        let send = async |fields: Vec<(&str, String)>| {
            let fields: Vec<(&str, &str)> =
                fields.iter().map(|(name, value)| (*name, &**value)).collect();
            staff.post(&path, &fields).await
        };
        send(fields("", &customer.email)).await.assert_status(422).assert_shows("Say why");
        let wrong = send(fields("asked by letter", "x@example.com")).await;
        wrong.assert_status(422).assert_shows("asked by letter");
        assert_eq!(status(panel, &customer).await, "active");
        let done = send(fields("asked by letter", &customer.email)).await;
        done.assert_goes(&format!("/admin/customers/{}", customer.id));
        assert_eq!(status(panel, &customer).await, "closed");
        let told = "select actor_id || ' ' || (after->>'why') from audit
                    where action = 'account.close'";
        assert_eq!(value::<String>(panel, told).await, format!("{} asked by letter", admin.id));
        // Twice is once, and colleagues are not closed here.
        send(fields("again", &customer.email)).await.assert_status(404);
        let colleague = panel.account(Role::Support).await;
        let theirs = format!("/admin/customers/{}/close", colleague.id);
        staff.get(&theirs).await.assert_status(403);
        staff.get(&format!("/admin/customers/{}/close", admin.id)).await.assert_status(403);
    })
    .await;
}

/// Holds all wallets until so many wait for them, while `work` goes on; then lets go.
async fn held(panel: &Panel, work: impl Future<Output = ()>, steps: impl AsyncFnOnce(&Held<'_>)) {
    let mut holder = panel.owner.acquire().await.unwrap();
    sqlx::raw_sql("begin; select from wallets for update").execute(&mut *holder).await.unwrap();
    let held = Held { panel };
    let let_go = async {
        steps(&held).await;
        sqlx::raw_sql("commit").execute(&mut *holder).await.unwrap();
    };
    tokio::join!(work, let_go);
}

struct Held<'p> {
    panel: &'p Panel,
}

impl Held<'_> {
    /// Until so many statements wait for a lock.
    async fn until(&self, count: i64) {
        eventually(&format!("{count} to wait"), async || {
            let waiting = "select count(*) from pg_stat_activity
                           where datname = current_database() and wait_event_type = 'Lock'";
            (value::<i64>(self.panel, waiting).await >= count).then_some(())
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_that_was_first_keeps_the_account_open() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("10").await;
        let visitor = Visitor::of(panel, customer.id).await;
        let (go, wait) = tokio::sync::oneshot::channel::<()>();
        let work = async {
            let placing = order(panel, &customer, service);
            let closing = async {
                wait.await.unwrap();
                close_with(&visitor, &customer.email, ("10000000", "0")).await
            };
            let (placed, refused) = tokio::join!(placing, closing);
            order_id(&placed);
            refused.assert_status(422).assert_shows("Something is open still");
        };
        held(panel, work, async |held| {
            held.until(1).await;
            go.send(()).unwrap();
            held.until(2).await;
        })
        .await;
        assert_eq!(status(panel, &customer).await, "active");
        assert_eq!(panel.balance(&customer).await, "9.00");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_closed_account_orders_nothing_not_even_for_free() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("10").await;
        execute(panel, "update services set rate = 0").await;
        let visitor = Visitor::of(panel, customer.id).await;
        let (go, wait) = tokio::sync::oneshot::channel::<()>();
        let work = async {
            let closing = close_with(&visitor, &customer.email, ("10000000", "0"));
            let placing = async {
                wait.await.unwrap();
                order(panel, &customer, service).await
            };
            let (closed, placed) = tokio::join!(closing, placing);
            closed.assert_goes("/sign-in");
            assert!(placed["error"].is_string(), "{placed}");
        };
        held(panel, work, async |held| {
            held.until(1).await;
            go.send(()).unwrap();
            held.until(2).await;
        })
        .await;
        assert_eq!(status(panel, &customer).await, "closed");
        assert_eq!(value::<i64>(panel, "select count(*) from orders").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_who_close_at_once_one_does_and_no_money_is_lost() {
    still_panel(async |panel| {
        let customer = panel.customer("10").await;
        let visitors = join_all((0..4).map(|_| Visitor::of(panel, customer.id))).await;
        let agreed = ("10000000", "0");
        let work = async {
            let closings =
                visitors.iter().map(|visitor| close_with(visitor, &customer.email, agreed));
            for answer in join_all(closings).await {
                // Whoever comes late is not signed in any more, or reads that it is done.
                answer.assert_status(303);
                assert!(answer.location().starts_with("/sign-in"), "{}", answer.location());
            }
        };
        held(panel, work, async |held| held.until(4).await).await;
        assert_eq!(status(panel, &customer).await, "closed");
        let moved = "select count(*) || ' ' || sum(amount) from transfers where kind = 'give_up'";
        assert_eq!(value::<String>(panel, moved).await, "1 10000000");
        let told = "select count(*) from audit where action = 'account.close'";
        assert_eq!(value::<i64>(panel, told).await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_affiliates_earnings_are_given_up_and_an_open_payout_ends_first() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let (member, payout) = wants_money(panel, service).await;
        // A password, which those who came by a link do not have here.
        let lender = panel.account(Role::Customer).await;
        let lend = format!(
            "update accounts set password_hash = (select password_hash from accounts where id = {})
             where id = {}",
            lender.id, member.account_id
        );
        execute(panel, &lend).await;
        let visitor = Visitor::of(panel, member.account_id).await;
        visitor.get(PAGE).await.assert_shows("A payout that has not ended");
        let agreed = ("1000000000", "100000000");
        let refused = close_with(&visitor, &member.email, agreed).await;
        refused.assert_status(422).assert_shows("Something is open still");
        let cancel = format!("/affiliate/payouts/{payout}/cancel");
        visitor.post(&cancel, &NOTHING).await.assert_status(303);
        let page = visitor.get(PAGE).await;
        page.assert_shows("what you have earned as an affiliate: 10.00 USD");
        close_with(&visitor, &member.email, ("1000000000", "0")).await.assert_status(422);
        close_with(&visitor, &member.email, agreed).await.assert_goes("/sign-in");
        let owed = "select coalesce(sum(case credit when 'affiliate_payable' then amount
                                                    else -amount end), 0)::bigint
                    from transfers where credit = 'affiliate_payable' or debit = 'affiliate_payable'";
        assert_eq!(value::<i64>(panel, owed).await, 0);
        let state = format!("select state || ' ' || note from affiliate_members where id = {}", member.id);
        assert_eq!(value::<String>(panel, &state).await, "suspended ");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_page_about_what_is_kept_says_what_is_set() {
    still_panel(async |panel| {
        let guest = Visitor::new(panel);
        guest.get("/privacy").await.assert_shows("At most 30 days").assert_shows("At most one day");
        panel.set("keep_mails_days", "41").await;
        panel.set("keep_calls_days", "7").await;
        let page = guest.get("/privacy").await;
        page.assert_shows("At most 41 days").assert_shows("At most 7 days");
        guest.post("/language", &[("language", "ar")]).await;
        guest.get("/privacy").await.assert_shows("يومًا على الأكثر");
        guest.get("/terms").await.assert_shows("href=\"/privacy\"");
    })
    .await;
}
