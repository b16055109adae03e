//! The owner's page of staff: invitations, roles, and that an owner is always left.

use futures_util::future::join_all;
use waybill::accounts::role::Role;
use waybill::accounts::session;

use super::sign_up::secret;
use super::{NOTHING, Visitor};
use crate::support::rows::{execute, value};
use crate::support::{Customer, PASSWORD, Panel, still_panel};

async fn role(panel: &Panel, who: &Customer) -> String {
    value(panel, &format!("select role from accounts where id = {}", who.id)).await
}

async fn owners(panel: &Panel) -> i64 {
    value(panel, "select count(*) from accounts where role = 'owner' and status = 'active'").await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_owner_invites_a_colleague_who_chooses_a_password() {
    still_panel(async |panel| {
        panel.set("sign_up", "closed").await;
        let owner = panel.account(Role::Owner).await;
        let visitor = Visitor::of(panel, owner.id).await;
        let wrong = [("email", "nobody"), ("role", "king")];
        let refused = visitor.post("/admin/staff", &wrong).await;
        refused.assert_status(422).assert_shows("value=\"nobody\"");
        let new = [("email", "sam@example.com"), ("role", "admin")];
        let link = secret(&visitor.post("/admin/staff", &new).await);
        visitor.get("/admin/staff").await.assert_shows("Open invitations").assert_shows("sam@");

        let sam = Visitor::new(panel);
        let page = sam.get(&format!("/sign-up?invite={link}")).await;
        page.assert_shows("as <strong>admin</strong>").assert_shows("value=\"sam@example.com\"");
        // The address and the role are the invitation's, whatever the form says.
        let fields = [
            ("email", "mallory@example.com"),
            ("role", "owner"),
            ("password", PASSWORD),
            ("terms", "1"),
            ("invite", &*link),
        ];
        let own = [("password", "sam.2024!!example"), ("terms", "1"), ("invite", &*link)];
        sam.post("/sign-up", &own).await.assert_status(422).assert_shows("your own address");
        sam.post("/sign-up", &fields).await.assert_goes("/");
        sam.get("/admin/customers").await.assert_status(200);
        sam.get("/admin/staff").await.assert_status(403);
        let made = "select email || ' ' || role from accounts order by id desc limit 1";
        assert_eq!(value::<String>(panel, made).await, "sam@example.com admin");
        let listed = visitor.get("/admin/staff").await;
        listed.assert_shows("sam@example.com").assert_shows("just now");
        assert!(!listed.text().contains("Open invitations"));
        Visitor::new(panel).post("/sign-up", &fields).await.assert_status(403);

        let told =
            "select string_agg(action, ' ' order by id) from audit where subject like 'invite:%'";
        assert_eq!(value::<String>(panel, told).await, "invite.create invite.use");
        let told = "select count(*) from audit where a::text like '%sam@example.com%'";
        assert_eq!(value::<i64>(panel, &told.replace("audit", "audit a")).await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_with_an_account_gets_the_role_there() {
    still_panel(async |panel| {
        let owner = Visitor::of(panel, panel.account(Role::Owner).await.id).await;
        let customer = panel.customer("0").await;
        let invite = [("email", &*customer.email), ("role", "support")];
        let refused = owner.post("/admin/staff", &invite).await;
        refused.assert_status(422).assert_shows("has an account");
        let path = format!("/admin/staff/{}", customer.id);
        owner.get(&format!("/admin/customers/{}", customer.id)).await.assert_shows(&path);
        owner.get(&path).await.assert_shows("Customer: only buys");
        let set = format!("{path}/role");
        owner.post(&set, &[("role", "king")]).await.assert_status(422);
        owner.post(&set, &[("role", "support")]).await.assert_goes(&path);
        assert_eq!(role(panel, &customer).await, "support");
        let told = format!(
            "select before::text || after::text from audit
             where action = 'account.role' and subject = 'account:{}'",
            customer.id
        );
        assert_eq!(
            value::<String>(panel, &told).await,
            "{\"role\": \"customer\"}{\"role\": \"support\"}"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_role_ends_sessions_and_withdraws_invitations() {
    still_panel(async |panel| {
        let owner = Visitor::of(panel, panel.account(Role::Owner).await.id).await;
        let other = panel.account(Role::Owner).await;
        let theirs = Visitor::of(panel, other.id).await;
        let sleeper = [("email", "sleeper@example.com"), ("role", "owner")];
        let link = secret(&theirs.post("/admin/staff", &sleeper).await);
        let path = format!("/admin/staff/{}", other.id);
        owner.post(&format!("{path}/role"), &[("role", "support")]).await.assert_goes(&path);
        assert!(!theirs.is_signed_in().await, "a session of an owner is left");
        let fields = [("password", PASSWORD), ("terms", "1"), ("invite", &*link)];
        Visitor::new(panel).post("/sign-up", &fields).await.assert_status(403);

        // The same role again is no change, and ends nothing.
        let theirs = Visitor::of(panel, other.id).await;
        owner.post(&format!("{path}/role"), &[("role", "support")]).await.assert_goes(&path);
        assert!(theirs.is_signed_in().await);
        owner.post(&format!("{path}/sign-out"), &NOTHING).await.assert_goes(&path);
        assert!(!theirs.is_signed_in().await);

        let theirs = Visitor::of(panel, other.id).await;
        owner.post(&format!("{path}/suspend"), &[("reason", "left us")]).await.assert_goes(&path);
        assert!(!theirs.is_signed_in().await);
        Visitor::new(panel).sign_in(&other).await.assert_status(403);
        owner.post(&format!("{path}/unsuspend"), &NOTHING).await.assert_goes(&path);
        Visitor::new(panel).sign_in(&other).await.assert_goes("/");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_suspended_admin_leaves_no_open_invitation() {
    still_panel(async |panel| {
        let owner = Visitor::of(panel, panel.account(Role::Owner).await.id).await;
        let admin = panel.account(Role::Admin).await;
        let theirs = Visitor::of(panel, admin.id).await;
        let link = secret(&theirs.post("/admin/invites", &[("note", "a friend")]).await);
        let path = format!("/admin/customers/{}/suspend", admin.id);
        owner.post(&path, &[("reason", "left us")]).await.assert_status(303);
        let fields = [
            ("email", "f@example.com"),
            ("password", PASSWORD),
            ("terms", "1"),
            ("invite", &*link),
        ];
        Visitor::new(panel).post("/sign-up", &fields).await.assert_status(403);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_changes_their_own_rights_or_those_above_them() {
    still_panel(async |panel| {
        let owner = panel.account(Role::Owner).await;
        let second = panel.account(Role::Owner).await;
        let visitor = Visitor::of(panel, owner.id).await;
        let own = format!("/admin/staff/{}", owner.id);
        visitor.get(&own).await.assert_shows("This is you.");
        for (action, fields) in [
            ("role", [("role", "support")]),
            ("suspend", [("reason", "tired")]),
            ("sign-out", [("", "")]),
        ] {
            visitor.post(&format!("{own}/{action}"), &fields).await.assert_status(403);
        }
        assert!(visitor.is_signed_in().await);
        let admin = Visitor::of(panel, panel.account(Role::Admin).await.id).await;
        for action in ["role", "suspend", "unsuspend", "sign-out"] {
            let path = format!("/admin/staff/{}/{action}", second.id);
            let fields = [("role", "customer"), ("reason", "mine")];
            admin.post(&path, &fields).await.assert_status(403);
        }
        assert_eq!(owners(panel).await, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_owners_who_demote_each_other_at_once_leave_one() {
    still_panel(async |panel| {
        let pair = [panel.account(Role::Owner).await, panel.account(Role::Owner).await];
        for round in 0..20 {
            execute(panel, "update accounts set role = 'owner'").await;
            let visitors =
                [Visitor::of(panel, pair[0].id).await, Visitor::of(panel, pair[1].id).await];
            let demoted =
                visitors.iter().zip([&pair[1], &pair[0]]).map(async |(visitor, other)| {
                    let path = format!("/admin/staff/{}/role", other.id);
                    visitor.post(&path, &[("role", "customer")]).await
                });
            join_all(demoted).await;
            assert_eq!(owners(panel).await, 1, "round {round}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_last_active_owner_stays() {
    still_panel(async |panel| {
        let (last, gone) = (panel.account(Role::Owner).await, panel.account(Role::Owner).await);
        let visitor = Visitor::of(panel, last.id).await;
        let path = format!("/admin/staff/{}", gone.id);
        visitor.post(&format!("{path}/suspend"), &[("reason", "away")]).await.assert_goes(&path);
        // A suspended owner is none that could run the panel, and may be demoted.
        assert_eq!(owners(panel).await, 1);
        visitor.post(&format!("{path}/role"), &[("role", "customer")]).await.assert_goes(&path);
        assert_eq!(role(panel, &gone).await, "customer");
        let (db, clock) = (&panel.app.db, &panel.app.clock);
        let command = waybill::accounts::audit::Actor::COMMAND;
        let demoted =
            waybill::accounts::staff::set_role(db, clock, command, last.id, Role::Admin).await;
        assert!(demoted.is_err(), "the command line may not either");
        assert_eq!(role(panel, &last).await, "owner");
        let live = session::list(db.pool(), clock, last.id).await.unwrap();
        assert_eq!(live.len(), 1, "nothing was done");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_owner_ticks_what_staff_may_change() {
    still_panel(async |panel| {
        let owner = Visitor::of(panel, panel.account(Role::Owner).await.id).await;
        let support = panel.account(Role::Support).await;
        let theirs = Visitor::of(panel, support.id).await;
        let path = format!("/admin/staff/{}", support.id);
        let areas = format!("{path}/areas");
        // Support begins with tickets alone.
        owner.get("/admin/staff").await.assert_shows("<span class=\"sub\">Tickets<");
        theirs.get("/admin/providers/new").await.assert_status(403);

        let ticks = [("areas", "providers"), ("areas", "orders")];
        owner.post(&areas, &ticks).await.assert_goes(&path);
        // The same session may at once, and loses it at once.
        theirs.get("/admin/providers/new").await.assert_status(200);
        theirs.get("/admin/services/new").await.assert_status(403);
        owner.get("/admin/staff").await.assert_shows("Orders, Providers");
        owner.get(&path).await.assert_shows("value=\"providers\" checked");
        owner.post(&areas, &[("areas", "everything")]).await.assert_status(400);
        owner.post(&areas, &NOTHING).await.assert_goes(&path);
        owner.get("/admin/staff").await.assert_shows("Nothing: only sees");
        theirs.get("/admin/providers/new").await.assert_status(403);

        // An admin cannot give rights, not even with all areas.
        let admin = panel.account(Role::Admin).await;
        let visitor = Visitor::of(panel, admin.id).await;
        visitor.post(&areas, &ticks).await.assert_status(403);
        let own = format!("/admin/staff/{}/areas", admin.id);
        visitor.post(&own, &[("areas", "settings")]).await.assert_status(403);
        visitor.get("/admin/settings").await.assert_status(403);
        owner
            .post(&own, &[("areas", "settings")])
            .await
            .assert_goes(own.trim_end_matches("/areas"));
        visitor.get("/admin/settings").await.assert_status(200);
        visitor.get("/admin/credits").await.assert_status(403);
        // Another role begins with its own areas.
        owner.post(&own.replace("/areas", "/role"), &[("role", "support")]).await;
        let left =
            format!("select array_to_string(areas, ' ') from accounts where id = {}", admin.id);
        assert_eq!(value::<String>(panel, &left).await, "tickets");

        let told = format!(
            "select string_agg(before::text || after::text, ' ' order by id) from audit
             where action = 'account.areas' and subject = 'account:{}'",
            support.id
        );
        assert_eq!(
            value::<String>(panel, &told).await,
            "{\"areas\": [\"tickets\"]}{\"areas\": [\"orders\", \"providers\"]} \
             {\"areas\": [\"orders\", \"providers\"]}{\"areas\": []}"
        );
    })
    .await;
}
