//! The staff's list of customers and the pages of one: search and order, notes, suspension with a reason,
//! keys and sessions, new accounts.

use futures_util::future::join_all;
use waybill::accounts::role::Role;
use waybill::accounts::session;
use waybill::orders::totals;

use super::{NOTHING, Visitor};
use crate::support::rows::{execute, value};
use crate::support::{Customer, PASSWORD, Panel, assert_error, eventually, order_id, still_panel};

const LINK: &str = "https://example.com/p/1";

async fn order(panel: &Panel, who: &Customer, service: i64, quantity: &str) -> i64 {
    let service = service.to_string();
    let add = [("action", "add"), ("service", &*service), ("link", LINK), ("quantity", quantity)];
    order_id(&panel.v2(&who.key, &add).await)
}

/// Adds up all transfers. It has to wait for every transaction that runs on the server, those of
/// other tests, too.
async fn add_up(panel: &Panel) {
    let newest: i64 = value(panel, "select coalesce(max(id), 0) from transfers").await;
    eventually("the transfers to be added up", async || {
        while totals::add_up(&panel.app.db).await.unwrap() {}
        let upto: i64 = value(panel, "select upto from customer_totals_upto").await;
        (upto >= newest).then_some(())
    })
    .await;
}

/// The customers of the page, in its order.
fn listed(text: &str) -> Vec<i64> {
    let rows = text.split("<tr data-row=\"").skip(1);
    rows.map(|row| row.split('"').next().unwrap().parse().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_part_of_an_address_a_name_or_a_note_finds_a_customer() {
    still_panel(async |panel| {
        let staff = Visitor::of(panel, panel.account(Role::Support).await.id).await;
        let [ann, bob, eve] =
            [panel.customer("1").await, panel.customer("2").await, panel.customer("3").await];
        let named = format!("update accounts set name = 'Ann O''Hara 100%' where id = {}", ann.id);
        execute(panel, &named).await;
        let path = format!("/admin/customers/{}/notes", bob.id);
        staff.post(&path, &[("text", "Pays by wire_transfer\nMondays")]).await.assert_status(303);
        let found = async |query: &str| {
            listed(staff.get(&format!("/admin/customers?q={query}")).await.text())
        };
        let number = ann.email.trim_start_matches("customer");
        assert_eq!(found(number).await, [ann.id.get()]);
        assert_eq!(found("o%27HARA").await, [ann.id.get()]);
        assert_eq!(found("100%25").await, [ann.id.get()], "a percent sign is itself");
        assert_eq!(found("wire_").await, [bob.id.get()], "and so is an underscore");
        assert_eq!(found(&format!("%23{}", eve.id)).await, [eve.id.get()]);
        assert_eq!(found("%00nothing.example").await, [0; 0]);
        let nobody = staff.get("/admin/customers?q=nothing.example").await;
        nobody.assert_shows("No customer matches");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_list_is_sorted_and_paged_by_what_staff_ask() {
    still_panel(async |panel| {
        let staff = Visitor::of(panel, panel.account(Role::Support).await.id).await;
        // Many with the same balance: the number decides among them.
        let more = "with made as (
                insert into accounts (email, role, created_at, terms_accepted_at, skeleton)
                select 'many' || n || '@example.com', 'customer', now(), now(), 'many' || n
                from generate_series(1, 120) n returning id)
            insert into wallets (account_id) select id from made";
        execute(panel, more).await;
        let service = panel.service(|_| {}).await;
        let [rich, buyer] = [panel.customer("900").await, panel.customer("100").await];
        let first = order(panel, &buyer, service, "5000").await;
        panel.complete(first).await;
        order(panel, &rich, service, "1000").await;
        add_up(panel).await;
        let ids = "select array_agg(id order by id desc) from accounts";
        let all = value::<Vec<i64>>(panel, ids).await;
        let top = async |sort: &str| {
            listed(staff.get(&format!("/admin/customers?sort={sort}")).await.text())[0]
        };
        assert_eq!(top("balance").await, rich.id.get());
        assert_eq!(top("spent").await, buyer.id.get());
        assert_eq!(top("order").await, rich.id.get());
        assert_eq!(top("").await, all[0]);
        let seen = format!("update account_seen set at = at + interval '1 day' where account_id = {}", buyer.id);
        execute(panel, &format!("insert into account_seen (account_id, at) values ({}, now()) on conflict do nothing; {seen}", buyer.id)).await;
        assert_eq!(top("seen").await, buyer.id.get());
        for sort in ["", "balance", "spent", "order", "seen"] {
            let mut path = format!("/admin/customers?sort={sort}");
            let (mut pages, mut found) = (Vec::new(), Vec::new());
            loop {
                let page = staff.get(&path).await;
                page.assert_status(200);
                found.extend(listed(page.text()));
                pages.push(path.clone());
                let next = page.text().split_once("rel=\"next\" href=\"");
                let Some((_, rest)) = next else { break };
                path = rest.split('"').next().unwrap().replace("&#38;", "&").replace("&amp;", "&");
            }
            let mut once = found.clone();
            once.sort_unstable_by_key(|id| std::cmp::Reverse(*id));
            assert_eq!(once, all, "{sort}: everyone, and nobody twice");
            // And the way back.
            let last = staff.get(pages.last().unwrap()).await;
            let (_, rest) = last.text().split_once("rel=\"prev\" href=\"").unwrap();
            let back = rest.split('"').next().unwrap().replace("&#38;", "&").replace("&amp;", "&");
            assert_eq!(listed(staff.get(&back).await.text()), found[found.len() - listed(last.text()).len() - 50..][..50]);
        }
    })
    .await;
}

/// What is added up is what the books say, however often and by however many it is done.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sums_are_right_whoever_adds_them_up() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customers = [panel.customer("50").await, panel.customer("50").await];
        let second = panel.second(&["--no-work"]).await;
        for round in 0..6 {
            let who = &customers[round % 2];
            let placing = (0..8).map(|_| order(panel, who, service, "100"));
            let adding = (0..4).map(|_| totals::add_up(&second.app.db));
            let (placed, added) = tokio::join!(join_all(placing), join_all(adding));
            for one in added {
                one.unwrap();
            }
            let canceled = placed[1].to_string();
            panel.v2(&who.key, &[("action", "cancel"), ("orders", &*canceled)]).await;
            panel.complete(placed[0]).await;
            totals::add_up(&panel.app.db).await.unwrap();
        }
        add_up(panel).await;
        let wrong = "
            with booked as (
                select account_id, count(*) filter (where kind = 'charge') as orders,
                       sum(case 'sales' when credit then amount when debit then -amount else 0 end)
                           as spent,
                       sum(case 'in_flight' when credit then amount when debit then -amount
                           else 0 end) as in_open
                from transfers where kind in ('charge', 'settle', 'refund') group by account_id)
            select count(*) from booked b full join customer_totals t using (account_id)
            where (b.orders, b.spent, b.in_open) is distinct from (t.orders, t.spent::numeric, t.in_open::numeric)";
        assert_eq!(value::<i64>(panel, wrong).await, 0);
        assert_eq!(value::<i64>(panel, "select sum(orders)::bigint from customer_totals").await, 48);
        second.stop().await;
    })
    .await;
}

/// A transfer whose transaction is still open when others have been added up is not lost.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_transfer_that_commits_late_is_added_late() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let [early, late] = [panel.customer("50").await, panel.customer("50").await];
        #[expect(clippy::disallowed_methods, reason = "the test holds it open by hand")]
        let mut open = panel.owner.begin().await.unwrap();
        let insert = format!(
            "insert into transfers (account_id, debit, credit, amount, kind, key, at)
             values ({}, 'in_flight', 'sales', 1, 'settle', 'order:0:settle', now())",
            late.id
        );
        sqlx::raw_sql(sqlx::AssertSqlSafe(insert)).execute(&mut *open).await.unwrap();
        order(panel, &early, service, "1000").await;
        // Once to note how far, once to get there, if that were possible.
        for _ in 0..2 {
            while totals::add_up(&panel.app.db).await.unwrap() {}
        }
        let sums = "select count(*) from customer_totals";
        assert_eq!(value::<i64>(panel, sums).await, 0, "nobody knows what the open one does");
        open.rollback().await.unwrap();
        add_up(panel).await;
        assert_eq!(value::<i64>(panel, sums).await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn notes_are_for_staff_alone() {
    still_panel(async |panel| {
        let who = panel.customer("1").await;
        let staff = Visitor::of(panel, panel.account(Role::Support).await.id).await;
        let page = format!("/admin/customers/{}", who.id);
        let path = format!("{page}/notes");
        staff.post(&path, &[("text", " ")]).await.assert_status(422).assert_shows("1 to 2,000");
        staff.post(&path, &[("text", "<b>Careful</b>\nsecond line")]).await.assert_goes(&page);
        staff.get(&page).await.assert_shows("&#60;b&#62;Careful").assert_shows("second line");
        let own = Visitor::of(panel, who.id).await;
        for path in ["/account", "/orders", "/statement"] {
            assert!(!own.get(path).await.text().contains("Careful"), "{path}");
        }
        own.post(&path, &[("text", "mine")]).await.assert_status(404);
        let id = value::<i64>(panel, "select id from account_notes").await;
        let other = panel.customer("1").await;
        let elsewhere = format!("/admin/customers/{}/notes/{id}/remove", other.id);
        staff.post(&elsewhere, &NOTHING).await.assert_status(303);
        assert_eq!(value::<i64>(panel, "select count(*) from account_notes").await, 1);
        staff.post(&format!("{path}/{id}/remove"), &NOTHING).await.assert_goes(&page);
        assert_eq!(value::<i64>(panel, "select count(*) from account_notes").await, 0);
        let told =
            "select string_agg(action, ' ' order by id) from audit where action like 'note.%'";
        assert_eq!(value::<String>(panel, told).await, "note.add note.remove");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_suspended_customer_reads_why() {
    still_panel(async |panel| {
        let who = panel.customer("1").await;
        let staff = Visitor::of(panel, panel.account(Role::Admin).await.id).await;
        let page = format!("/admin/customers/{}", who.id);
        let path = format!("{page}/suspend");
        staff.post(&path, &[("staff-note", "chargeback 7")]).await.assert_goes(&page);
        staff.get(&page).await.assert_shows("Say why, in a few words.");
        let fields =
            [("reason", "A payment came back. Write to us."), ("staff-note", "chargeback 7")];
        staff.post(&path, &fields).await.assert_goes(&page);
        staff.get(&page).await.assert_shows("A payment came back.");
        let refused = Visitor::new(panel).sign_in(&who).await;
        refused.assert_status(403);
        refused.assert_shows("This account is suspended: A payment came back. Write to us.");
        assert!(!refused.text().contains("chargeback"));
        let wrong = Visitor::new(panel).sign_in_with(&who.email, "a wrong password").await;
        assert!(!wrong.text().contains("came back"));
        // Programs get the sentence of their protocol.
        assert_error(
            &panel.v2(&who.key, &[("action", "balance")]).await,
            "Your account has been suspended.",
        );
        let told = "select after ->> 'told' || ' / ' || (after ->> 'why') from audit
                    where action = 'account.status'";
        assert_eq!(
            value::<String>(panel, told).await,
            "A payment came back. Write to us. / chargeback 7"
        );
        staff.post(&format!("{page}/unsuspend"), &NOTHING).await.assert_goes(&page);
        Visitor::new(panel).sign_in(&who).await.assert_goes("/");
        let kept = format!("select suspended_because is null from accounts where id = {}", who.id);
        assert!(value::<bool>(panel, &kept).await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staff_end_keys_and_sessions_of_this_customer_alone() {
    still_panel(async |panel| {
        let [who, other] = [panel.customer("1").await, panel.customer("1").await];
        let staff = Visitor::of(panel, panel.account(Role::Admin).await.id).await;
        let support = Visitor::of(panel, panel.account(Role::Support).await.id).await;
        let page = format!("/admin/customers/{}/access", who.id);
        let [one, two, third] = [
            Visitor::of(panel, who.id).await,
            Visitor::of(panel, who.id).await,
            Visitor::of(panel, other.id).await,
        ];
        support.get(&page).await.assert_status(200).assert_shows("Anywhere");
        let key =
            |of: &Customer| format!("select max(id) from tokens where account_id = {}", of.id);
        let (own, theirs) =
            (value::<i64>(panel, &key(&who)).await, value::<i64>(panel, &key(&other)).await);
        let why = [("reason", "It stands in a public repository")];
        let revoke = |key: i64| format!("/admin/customers/{}/keys/{key}/revoke", who.id);
        support.post(&revoke(own), &why).await.assert_status(403);
        // Somebody else's key is not of this customer.
        staff.post(&revoke(theirs), &why).await.assert_goes(&page);
        assert!(panel.v2(&other.key, &[("action", "balance")]).await["balance"].is_string());
        staff.post(&revoke(own), &[("reason", "")]).await.assert_goes(&page);
        assert!(panel.v2(&who.key, &[("action", "balance")]).await["balance"].is_string());
        staff.post(&revoke(own), &why).await.assert_goes(&page);
        assert!(panel.v2(&who.key, &[("action", "balance")]).await["error"].is_string());
        staff.get(&page).await.assert_shows("Revoked");

        let end = |of: &Visitor<'_>| {
            let id = session::SessionId::of_secret(&of.session()).to_hex();
            format!("/admin/customers/{}/sessions/{id}/end", who.id)
        };
        staff.post(&end(&third), &why).await.assert_goes(&page);
        assert!(third.is_signed_in().await);
        staff.post(&end(&one), &why).await.assert_goes(&page);
        assert!(!one.is_signed_in().await && two.is_signed_in().await);
        let all = format!("/admin/customers/{}/sessions/end", who.id);
        staff.post(&all, &why).await.assert_goes(&page);
        assert!(!two.is_signed_in().await && third.is_signed_in().await);
        // Only owners do that to colleagues.
        let owner = panel.account(Role::Owner).await;
        let own = Visitor::of(panel, owner.id).await;
        let all = format!("/admin/customers/{}/sessions/end", owner.id);
        staff.post(&all, &why).await.assert_status(403);
        assert!(own.is_signed_in().await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staff_make_an_account_with_a_group_and_a_discount() {
    still_panel(async |panel| {
        let staff = Visitor::of(panel, panel.account(Role::Admin).await.id).await;
        let made = staff.post("/admin/groups", &[("name", "Resellers"), ("discount", "5")]).await;
        let group = made.location().rsplit('/').next().unwrap().to_owned();
        let wrong = [("email", "nobody"), ("group", "x"), ("discount", "101")];
        let refused = staff.post("/admin/customers", &wrong).await;
        refused.assert_status(422).assert_shows("value=\"nobody\"").assert_shows("value=\"101\"");
        let fields = [("email", "Ann@Example.com"), ("group", &*group), ("discount", "7.5")];
        let made = staff.post("/admin/customers", &fields).await;
        made.assert_status(200).assert_shows("only time the password is shown");
        assert_eq!(made.header("cache-control"), "no-store");
        let text = made.text();
        let (_, rest) = text.split_once("<code id=\"secret\">").unwrap();
        let password = rest.split('<').next().unwrap().to_owned();
        let id =
            value::<i64>(panel, "select id from accounts where email = 'ann@example.com'").await;
        let has = format!(
            "select concat_ws(' ', m.group_id, d.hundredths, w.balance, a.role)
             from accounts a join wallets w on w.account_id = a.id
             join customer_group_members m on m.account_id = a.id
             join discounts d on d.account_id = a.id where a.id = {id}"
        );
        assert_eq!(value::<String>(panel, &has).await, format!("{group} 750 0 customer"));
        let ann = Visitor::new(panel);
        ann.sign_in_with("ann@example.com", &password).await.assert_goes("/");
        assert!(ann.get("/orders").await.location().starts_with("/new-password"));
        // The address is taken now, and half an account is never left behind.
        let again = staff.post("/admin/customers", &fields).await;
        again.assert_status(422).assert_shows("has an account");
        let gone = [("email", "bob@example.com"), ("group", "424242"), ("discount", "")];
        staff
            .post("/admin/customers", &gone)
            .await
            .assert_status(422)
            .assert_shows("no such group");
        let bob = "select count(*) from accounts where email = 'bob@example.com'";
        assert_eq!(value::<i64>(panel, bob).await, 0);
        assert_ne!(password, PASSWORD);
    })
    .await;
}
