//! Who gets an account: anyone, whoever has an invitation, or nobody; and nobody whose address
//! looks like another's.

use chrono::TimeDelta;
use futures_util::future::join_all;
use waybill::accounts::account::{CreateError, NewAccount};
use waybill::accounts::admission::NoWay;
use waybill::accounts::email::Email;
use waybill::accounts::role::Role;
use waybill::affiliates::customer::{self, Arrival};
use waybill::serve;

use super::{Answer, NOTHING, Visitor};
use crate::support::rows::value;
use crate::support::{PASSWORD, Panel, panel_with, still_panel};

fn fields<'f>(email: &'f str, invite: &'f str) -> [(&'f str, &'f str); 4] {
    [("email", email), ("password", PASSWORD), ("terms", "1"), ("invite", invite)]
}

async fn sign_up(panel: &Panel, email: &str, invite: &str) -> Answer {
    Visitor::new(panel).post("/sign-up", &fields(email, invite)).await
}

/// The secret out of the page that shows an invitation's link.
pub fn secret(page: &Answer) -> String {
    page.assert_status(200).assert_shows("only time the link is shown");
    let (_, rest) = page.text().split_once("/sign-up?invite=").unwrap();
    rest.chars().take_while(char::is_ascii_alphanumeric).collect()
}

/// Makes an invitation of a customer by the page.
async fn invited(manager: &Visitor<'_>) -> String {
    secret(&manager.post("/admin/invites", &[("note", "Ann of the bakery")]).await)
}

async fn accounts(panel: &Panel) -> i64 {
    value(panel, "select count(*) from accounts").await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_closed_panel_says_so_and_makes_no_account() {
    let options = ["--no-work", "--abuse-contact", "desk@panel.example"];
    panel_with(&options, async |panel: &Panel| {
        let open = Visitor::new(panel).get("/sign-up").await;
        open.assert_shows("Create an account");
        panel.set("sign_up", "closed").await;
        let closed = Visitor::new(panel).get("/sign-up").await;
        closed
            .assert_status(200)
            .assert_shows("No new accounts")
            .assert_shows("desk@panel.example");
        assert!(!closed.text().contains("name=\"password\""));
        let refused = sign_up(panel, "a@example.com", "").await;
        refused.assert_status(403).assert_shows("No new accounts");
        let manager = Visitor::of(panel, panel.account(Role::Admin).await.id).await;
        let link = invited(&manager).await;
        sign_up(panel, "a@example.com", &link).await.assert_status(403);
        assert_eq!(accounts(panel).await, 1);
        panel.set("sign_up", "open").await;
        sign_up(panel, "a@example.com", "").await.assert_goes("/");
    })
    .await;
}

fn arrival(address: &str, invite: Option<&str>) -> Arrival {
    Arrival {
        address: address.parse().unwrap(),
        user_agent: String::new(),
        visitor: None,
        invite: invite.map(str::to_owned),
        link: None,
    }
}

fn new_account(panel: &Panel, email: &str) -> NewAccount {
    NewAccount {
        email: Email::parse(email).unwrap(),
        role: Role::Customer,
        password_hash: None,
        is_password_made: false,
        terms_accepted_at: Some(panel.app.clock.now()),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_panel_that_closes_while_a_form_is_on_its_way_stays_closed() {
    still_panel(async |panel| {
        let app = &panel.app;
        // As the page does it after it has looked.
        let at = |invite| arrival("192.0.2.1", invite);
        let join = async |email, invite| {
            let new = new_account(panel, email);
            customer::sign_up(&app.db, &app.clock, &app.keys, new, at(invite)).await
        };
        join("first@example.com", None).await.unwrap();
        panel.set("sign_up", "closed").await;
        let closed = join("second@example.com", None).await.map(|_| ()).unwrap_err();
        assert!(matches!(closed, CreateError::NoWay(NoWay::Closed)), "{closed}");
        panel.set("sign_up", "invitation").await;
        let refused = join("second@example.com", None).await.map(|_| ()).unwrap_err();
        assert!(matches!(refused, CreateError::NoWay(NoWay::ByInvitation)), "{refused}");
        assert_eq!(accounts(panel).await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invitation_lets_one_person_in() {
    still_panel(async |panel| {
        panel.set("sign_up", "invitation").await;
        let manager = Visitor::of(panel, panel.account(Role::Admin).await.id).await;
        let stranger = Visitor::new(panel).get("/sign-up").await;
        stranger.assert_status(200).assert_shows("Accounts by invitation");
        sign_up(panel, "no@example.com", "").await.assert_status(403);
        sign_up(panel, "no@example.com", "guessed").await.assert_status(403);

        let link = invited(&manager).await;
        let kept =
            "select string_agg(i::text, ' ') || (select string_agg(a::text, ' ') from audit a)
                    from invites i";
        assert!(!value::<String>(panel, kept).await.contains(&link), "the secret is not kept");
        manager.get("/admin/invites").await.assert_shows("Ann of the bakery");
        let page = Visitor::new(panel).get(&format!("/sign-up?invite={link}")).await;
        assert_eq!(page.hidden("invite"), link);
        // What is wrong with the form costs nobody the link.
        let short = [("email", "ann@example.com"), ("password", "short"), ("invite", &*link)];
        let again = Visitor::new(panel).post("/sign-up", &short).await;
        assert_eq!(again.assert_status(422).hidden("invite"), link);
        sign_up(panel, "ann@example.com", &link).await.assert_goes("/");
        sign_up(panel, "bob@example.com", &link).await.assert_status(403);
        let over = Visitor::new(panel).get(&format!("/sign-up?invite={link}")).await;
        over.assert_shows("This invitation is over");
        let used = "select count(*) from audit a join accounts p on p.id = a.actor_id
                    where action = 'invite.use' and p.email = 'ann@example.com'";
        assert_eq!(value::<i64>(panel, used).await, 1);

        // It brings nobody any rights.
        let roles = "select string_agg(role, ' ' order by id) from accounts";
        assert_eq!(value::<String>(panel, roles).await, "admin customer");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_who_follow_a_link_at_once_one_gets_in() {
    still_panel(async |panel| {
        panel.set("sign_up", "invitation").await;
        let manager = Visitor::of(panel, panel.account(Role::Owner).await.id).await;
        for round in 0..5 {
            let link = invited(&manager).await;
            let emails: Vec<_> = (0..4).map(|n| format!("p{round}-{n}@example.com")).collect();
            let all = join_all(emails.iter().map(|email| sign_up(panel, email, &link))).await;
            let mut statuses: Vec<_> = all.iter().map(|answer| answer.status.as_u16()).collect();
            statuses.sort_unstable();
            assert_eq!(statuses, [303, 403, 403, 403]);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_ends_after_a_week_and_when_it_is_withdrawn() {
    still_panel(async |panel| {
        let admin = panel.account(Role::Admin).await;
        let manager = Visitor::of(panel, admin.id).await;
        let link = invited(&manager).await;
        let id: i64 = value(panel, "select max(id) from invites").await;
        let path = format!("/admin/invites/{id}/withdraw");
        manager.post(&path, &NOTHING).await.assert_goes("/admin/invites");
        sign_up(panel, "a@example.com", &link).await.assert_status(403);
        manager.post(&path, &NOTHING).await.assert_goes("/admin/invites");

        let link = invited(&manager).await;
        panel.advance(TimeDelta::days(7) - TimeDelta::minutes(1));
        let page = Visitor::new(panel).get(&format!("/sign-up?invite={link}")).await;
        page.assert_shows("Create an account");
        panel.advance(TimeDelta::minutes(2));
        sign_up(panel, "a@example.com", &link).await.assert_status(403);

        // An admin withdraws no invitation of staff.
        let owner = Visitor::of(panel, panel.account(Role::Owner).await.id).await;
        let staff = [("email", "new@example.com"), ("role", "support")];
        let link = secret(&owner.post("/admin/staff", &staff).await);
        let id: i64 = value(panel, "select max(id) from invites").await;
        let manager = Visitor::of(panel, admin.id).await;
        let path = format!("/admin/invites/{id}/withdraw");
        manager.post(&path, &NOTHING).await.assert_status(403);
        sign_up(panel, "", &link).await.assert_goes("/");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn from_one_network_so_many_sign_up_in_a_day_also_at_once() {
    panel_with(&["--no-work", "--trusted-proxies", "127.0.0.0/8"], async |panel: &Panel| {
        panel.set("sign_ups_per_network_per_day", "3").await;
        let from = async |address: &str, email: &str, invite: &str| {
            let visitor = Visitor::new(panel).with_header("x-forwarded-for", address);
            visitor.post("/sign-up", &fields(email, invite)).await
        };
        let people: Vec<_> =
            (0..8).map(|n| (format!("2001:db8::{n}"), format!("p{n}@example.com"))).collect();
        let all = join_all(people.iter().map(|(address, email)| from(address, email, ""))).await;
        let made = all.iter().filter(|answer| answer.status == 303).count();
        let refused: Vec<_> = all.iter().filter(|answer| answer.status != 303).collect();
        assert_eq!(made, 3);
        for answer in refused {
            answer.assert_status(429).assert_shows("from your network today");
            answer.assert_shows("@example.com\"");
        }
        // Another network, an invitation and another day are not refused.
        from("2001:db8:0:1::1", "other@example.com", "").await.assert_goes("/");
        let manager = Visitor::of(panel, panel.account(Role::Admin).await.id).await;
        let link = invited(&manager).await;
        from("2001:db8::9", "invited@example.com", &link).await.assert_goes("/");
        from("2001:db8::9", "late@example.com", "").await.assert_status(429);
        panel.advance(TimeDelta::days(1));
        from("2001:db8::9", "late@example.com", "").await.assert_goes("/");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_that_looks_like_anothers_gets_the_same_answer() {
    still_panel(async |panel| {
        let words = "This address has an account already. Sign in instead.";
        sign_up(panel, "admin@example.com", "").await.assert_goes("/");
        let same = sign_up(panel, "admin@example.com", "").await;
        same.assert_status(422).assert_shows(words);
        for email in ["аdmin@example.com", "admin@exаmple.com", "ａdmin@example.com"] {
            let alike = sign_up(panel, email, "").await;
            alike.assert_status(422).assert_shows(words);
            assert_eq!(
                alike.text().replace(email, ""),
                same.text().replace("admin@example.com", "")
            );
        }
        // Two at once as well.
        let (one, two) = ("bоb@example.com", "bob@example.com");
        let (one, two) = tokio::join!(sign_up(panel, one, ""), sign_up(panel, two, ""));
        let mut statuses = [one.status.as_u16(), two.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 422]);
        for email in ["admin1@example.com", "adminl@example.com", "ädmin@example.com"] {
            sign_up(panel, email, "").await.assert_goes("/");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn accounts_that_looked_the_same_before_stay() {
    still_panel(async |panel| {
        // As a panel of the version before has them.
        let before = "alter table accounts drop column skeleton;
                      drop table settings, invites, sign_up_counts;
                      delete from _sqlx_migrations where version = 9;
                      insert into accounts (email, role, created_at)
                          select email, 'customer', now() from unnest(array['cаt@example.com',
                              'cat@example.com', 'дом@example.com', 'dog@example.com',
                              'dоg@example.com']) as email;
                      insert into wallets (account_id) select id from accounts";
        let options = panel.database.options();
        let owner = sqlx::PgPool::connect_with(options.clone()).await.unwrap();
        sqlx::raw_sql(before).execute(&owner).await.unwrap();
        for _ in 0..2 {
            serve::migrate(&options.clone().into(), &panel.app.db, "USD").await.unwrap();
        }
        owner.close().await;
        let kept = "select string_agg(coalesce(skeleton, '-'), ' ' order by id) from accounts";
        let kept = value::<String>(panel, kept).await;
        // Addresses in ASCII have theirs in any case. Of the others, one stays without.
        let looks: Vec<&str> = kept.split(' ').collect();
        assert_eq!(looks[..2], ["-", "cat@example.com"]);
        assert!(looks[2].ends_with("@example.com"), "{kept}");
        assert_eq!(looks[3..], ["dog@example.com", "-"]);
        for email in ["саt@example.com", "dоg@example.com", "dog@example.com"] {
            sign_up(panel, email, "").await.assert_status(422);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_page_says_why_a_password_is_refused() {
    panel_with(&["--no-work", "--panel-name", "Sunny Boost"], async |panel: &Panel| {
        let visitor = Visitor::new(panel);
        for (password, why) in [
            ("letmein2024!", "a common password with digits or signs around it"),
            ("1q2w3e4r5t", "one of the most common passwords"),
            ("darkknight", "one of the most common passwords"),
            ("lovelace2024!", "your own address or the name of this panel"),
            ("sunnyboost99", "your own address or the name of this panel"),
        ] {
            let fields =
                [("email", "ada.lovelace@example.com"), ("password", password), ("terms", "1")];
            visitor.post("/sign-up", &fields).await.assert_status(422).assert_shows(why);
        }
        let fields =
            [("email", "ada.lovelace@example.com"), ("password", PASSWORD), ("terms", "1")];
        visitor.post("/sign-up", &fields).await.assert_goes("/");
        let change = [("current", PASSWORD), ("password", "ada-lovelace-1")];
        let refused = visitor.post("/account/password", &change).await;
        refused.assert_status(422).assert_shows("your own address");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_password_of_a_breach_is_refused_wherever_one_is_chosen() {
    const BREACHED: &str = "seven grey geese over the lake";
    // Of that, and of one before and one behind it in the order of hashes.
    let hashes = [
        "0000000000000000000000000000000000000001:3\r\n",
        "B5E6FD45DF9998E918DFB01AB7103E06C9DB409C:42\r\n",
        "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF:1\r\n",
    ];
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), hashes.concat()).unwrap();
    let fields = [("email", "ada@example.com"), ("password", BREACHED), ("terms", "1")];
    let options = ["--no-work", "--breached-passwords", file.path().to_str().unwrap()];
    panel_with(&options, async |panel: &Panel| {
        let visitor = Visitor::new(panel);
        let refused = visitor.post("/sign-up", &fields).await;
        refused.assert_status(422).assert_shows("found in a breach of another site");
        let accounts = "select count(*) from accounts";
        assert_eq!(value::<i64>(panel, accounts).await, 0);
        let other = [fields[0], ("password", PASSWORD), fields[2]];
        visitor.post("/sign-up", &other).await.assert_goes("/");
        let change = [("current", PASSWORD), ("password", BREACHED)];
        let refused = visitor.post("/account/password", &change).await;
        refused.assert_status(422).assert_shows("found in a breach of another site");
        // Without the file nobody is kept out.
        std::fs::remove_file(file.path()).unwrap();
        visitor.post("/account/password", &change).await.assert_goes("/account");
    })
    .await;
    still_panel(async |panel| {
        Visitor::new(panel).post("/sign-up", &fields).await.assert_goes("/");
    })
    .await;
}
