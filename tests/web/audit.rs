//! The audit log as owners read it: who signed in and out, who changed what, and from where.

use chrono::TimeDelta;
use waybill::accounts::AccountId;
use waybill::accounts::role::Role;

use super::{NOTHING, Visitor};
use crate::support::{PASSWORD, rows, still_panel};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_who_come_and_go_are_noted() {
    still_panel(async |panel| {
        let owner = panel.account(Role::Owner).await;
        let log = Visitor::of(panel, owner.id).await;
        let browser = || Visitor::new(panel).with_header("user-agent", "Example/7");
        let customer = panel.customer("0").await;
        let visitor = browser();
        visitor.sign_in_with(&customer.email, "a wrong password").await.assert_status(422);
        visitor.sign_in_with("nobody@example.com", PASSWORD).await.assert_status(422);
        visitor.sign_in_with("my secret password", "x").await.assert_status(422);
        visitor.sign_in(&customer).await.assert_goes("/");
        let other = browser();
        other.sign_in(&customer).await.assert_goes("/");
        other.post("/account/sessions/revoke-others", &NOTHING).await.assert_goes("/account");
        other.post("/sign-out", &NOTHING).await.assert_goes("/sign-in");
        let new = [("email", "new@example.com"), ("password", PASSWORD), ("terms", "1")];
        browser().post("/sign-up", &new).await.assert_goes("/");
        let page = log.get("/admin/audit").await;
        page.assert_status(200).assert_shows("Example/7").assert_shows("127.0.0.1");
        for action in ["session.start", "session.refuse", "session.end", "account.sign_up"] {
            page.assert_shows(action);
        }
        assert!(!page.text().contains("my secret password"), "typed into the wrong field");
        // What nobody owns is noted as it was typed; whose account it is, by its number.
        page.assert_shows("nobody@example.com").assert_shows(&format!("account {}", customer.id));

        // By person, by action, by day.
        let about = log.get(&format!("/admin/audit?who={}&what=session.", customer.email)).await;
        about.assert_shows("session.refuse").assert_shows("session.end");
        assert!(!about.text().contains("account.sign_up"));
        assert!(!about.text().contains("nobody@example.com"));
        let by_number = log.get(&format!("/admin/audit?who={}", customer.id)).await;
        by_number.assert_shows("session.start");
        log.get("/admin/audit?since=2999-01-01").await.assert_shows("Nothing was noted");
        log.get("/admin/audit?until=1999-01-01").await.assert_shows("Nothing was noted");
        let nobody = log.get("/admin/audit?who=nobody@example.com").await;
        nobody.assert_shows("Nobody has this address");
        for odd in ["who=%00", "what=%00", "since=x", "until=9999999-01-01", "before=x&after=-1"] {
            log.get(&format!("/admin/audit?{odd}")).await.assert_status(200);
        }

        let csv = log.get(&format!("/admin/audit.csv?who={}", customer.email)).await;
        csv.assert_status(200);
        assert_eq!(csv.header("content-disposition"), "attachment; filename=\"audit.csv\"");
        let lines: Vec<String> = csv.text().lines().map(str::to_owned).collect();
        assert!(lines[0].ends_with("id,time,who,action,subject,before,after,typed,address,device"));
        assert!(lines.iter().any(|line| line.contains("session.refuse")), "{lines:#?}");
        assert!(lines[1..].iter().all(|line| line.contains("127.0.0.1")), "{lines:#?}");
        let empty = log.get("/admin/audit.csv?who=nobody@example.com").await;
        assert_eq!(empty.text().lines().count(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn passwords_that_are_typed_again_are_noted_and_so_are_slowed_tries() {
    still_panel(async |panel| {
        let customer = panel.customer("0").await;
        let visitor = Visitor::of(panel, customer.id).await;
        let noted = async |id: AccountId| -> String {
            let told = format!(
                "select coalesce(string_agg(action || ' ' || count, ', ' order by action), '')
                 from (select action, count(*) from audit
                       where subject = 'account:{id}' and (action like 'password.%'
                             or action in ('session.refuse', 'session.slow'))
                       group by action) noted"
            );
            rows::value(panel, &told).await
        };
        // Before something important, and at a change of the password.
        panel.advance(TimeDelta::minutes(16));
        let path = "/account/sessions/revoke-others";
        for (password, status) in [("a wrong password", 422), (PASSWORD, 303)] {
            let kept = visitor.post(path, &NOTHING).await.hidden("kept");
            let typed = [("kept", &*kept), ("password", password)];
            visitor.post(path, &typed).await.assert_status(status);
        }
        assert_eq!(noted(customer.id).await, "password.prove 1, password.refuse 1");
        let change = [("current", "a wrong password"), ("password", "another horse, a battery")];
        for _ in 0..8 {
            visitor.post("/account/password", &change).await.assert_status(422);
        }
        // The same network and account: the next ones are not looked at, and a few are noted.
        Visitor::new(panel).sign_in(&customer).await.assert_status(429);
        for _ in 0..7 {
            visitor.post("/account/password", &change).await.assert_status(429);
        }
        let all = "password.prove 1, password.refuse 9, password.slow 4, session.slow 1";
        assert_eq!(noted(customer.id).await, all);
        // The right password of an account that is suspended.
        let other = panel.customer("0").await;
        let admin = Visitor::of(panel, panel.account(Role::Admin).await.id).await;
        let suspend = format!("/admin/customers/{}/suspend", other.id);
        admin.post(&suspend, &[("reason", "asked for")]).await.assert_status(303);
        Visitor::new(panel).sign_in(&other).await.assert_status(403);
        assert_eq!(noted(other.id).await, "session.refuse 1");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_long_log_has_pages() {
    still_panel(async |panel| {
        let owner = panel.account(Role::Owner).await;
        let log = Visitor::of(panel, owner.id).await;
        let customer = panel.customer("0").await;
        // Each change is a row.
        for n in 0..60 {
            panel
                .own_rate(&customer, panel.service(|_| {}).await, Some(&format!("0.{n:02}1")))
                .await;
        }
        let rows = |text: &str| text.matches("data-row=").count();
        let (mut path, mut seen) = ("/admin/audit".to_owned(), 0);
        loop {
            let page = log.get(&path).await;
            seen += rows(page.text());
            let Some(older) = page.text().split("rel=\"next\" href=\"").nth(1) else { break };
            assert_eq!(rows(page.text()), 50);
            path = older.split('"').next().unwrap().to_owned();
        }
        assert!(seen > 100, "{seen}");
        let csv = log.get("/admin/audit.csv").await;
        assert_eq!(csv.text().lines().count() - 1, seen);
    })
    .await;
}
