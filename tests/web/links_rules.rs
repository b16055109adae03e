//! Rules of all links that were mailed, as a table of purposes; and what a thief who knows a password can
//! do by links, and what its holder can do against it.
//!
//! Seen red by `make seeded`: `later-stop-stays`, `change-outlives-password`, `full-mailbox-tells`,
//! `messages-count-alike`, `link-before-account`, `link-for-anybody`.

use std::net::Ipv4Addr;

use chrono::TimeDelta;
use futures_util::future::join_all;
use waybill::accounts::email::Email;
use waybill::accounts::links::asked::{self, Asker};
use waybill::accounts::password::{For, Password};
use waybill::accounts::recovery;
use waybill::accounts::role::Role;
use waybill::kit::lang::Lang;

use super::links::{NEW, assert_over, chooses, mailed, mailing, moves};
use super::{Answer, NOTHING, Visitor};
use crate::support::rows::{execute, value};
use crate::support::smtp::Smtp;
use crate::support::{Customer, PASSWORD, Panel, eventually, still_panel};

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    SignUp,
    Verify,
    Address,
    Stop,
    Reset,
}

/// A link, and whose it is: of a sign-up nobody's yet.
struct Sent {
    key: String,
    holder: Option<Customer>,
}

impl What {
    const ALL: [Self; 5] = [Self::SignUp, Self::Verify, Self::Address, Self::Stop, Self::Reset];

    const fn path(self) -> &'static str {
        match self {
            Self::SignUp => "/join",
            Self::Verify => "/confirm",
            Self::Address => "/address/confirm",
            Self::Stop => "/address/stop",
            Self::Reset => "/reset",
        }
    }

    const fn lasts(self) -> TimeDelta {
        match self {
            Self::SignUp | Self::Verify | Self::Address => TimeDelta::hours(24),
            Self::Stop => TimeDelta::days(3),
            Self::Reset => TimeDelta::minutes(30),
        }
    }

    /// Has one sent; `name` is of no other one.
    async fn send(self, panel: &Panel, server: &Smtp, name: &str) -> Sent {
        let stranger = Visitor::new(panel);
        if self == Self::SignUp {
            let email = format!("{name}@example.com");
            stranger.post("/sign-up", &[("email", &*email)]).await.assert_status(200);
            let key = mailed(server, &email, "Your account at").await.key();
            return Sent { key, holder: None };
        }
        let holder = panel.customer("0").await;
        let visitor = Visitor::of(panel, holder.id).await;
        let key = match self {
            Self::Verify => {
                visitor.post("/account/address/verify", &NOTHING).await.assert_goes("/account");
                mailed(server, &holder.email, "Confirm").await.key()
            }
            Self::Reset => {
                stranger.post("/forgot", &[("email", &*holder.email)]).await.assert_status(200);
                mailed(server, &holder.email, "A new password for").await.key()
            }
            _ => {
                let to = format!("{name}@example.com");
                let (new, old) = moves(panel, server, &visitor, &to).await;
                if self == Self::Stop { old } else { new }
            }
        };
        Sent { key, holder: Some(holder) }
    }

    /// Presses the button of its page.
    async fn press(self, visitor: &Visitor<'_>, key: &str) -> Answer {
        let fields = [("key", key), ("password", NEW), ("terms", "1")];
        visitor.post(self.path(), &fields).await
    }

    async fn press_alone(self, panel: &Panel, key: &str) -> Answer {
        self.press(&Visitor::new(panel), key).await
    }
}

fn is_done(answer: &Answer) -> bool {
    answer.status.as_u16() == 303
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_link_is_used_once_also_by_two_at_once() {
    mailing(async |panel, server| {
        for what in What::ALL {
            let sent = what.send(panel, server, &format!("{what:?}1").to_lowercase()).await;
            assert!(is_done(&what.press_alone(panel, &sent.key).await), "{what:?}");
            assert_over(&what.press_alone(panel, &sent.key).await);
            let sent = what.send(panel, server, &format!("{what:?}2").to_lowercase()).await;
            let both = join_all((0..2).map(|_| what.press_alone(panel, &sent.key))).await;
            assert_eq!(both.iter().filter(|one| is_done(one)).count(), 1, "{what:?}");
            both.iter().filter(|one| !is_done(one)).for_each(assert_over);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_link_is_whole_and_for_its_own_page() {
    mailing(async |panel, server| {
        for what in What::ALL {
            let sent = what.send(panel, server, &format!("{what:?}").to_lowercase()).await;
            for at in [0, sent.key.len() / 2, sent.key.len() - 1] {
                let mut changed = sent.key.clone().into_bytes();
                changed[at] = if changed[at] == b'a' { b'b' } else { b'a' };
                let changed = String::from_utf8(changed).unwrap();
                assert_over(&what.press_alone(panel, &changed).await);
            }
            for other in What::ALL.into_iter().filter(|other| *other != what) {
                assert_over(&other.press_alone(panel, &sent.key).await);
                let opened = format!("{}?key={}", other.path(), sent.key);
                let opened = Visitor::new(panel).get(&opened).await;
                opened.assert_status(200).assert_shows("This link does not work any more");
            }
            assert!(is_done(&what.press_alone(panel, &sent.key).await), "{what:?}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_link_works_for_its_own_time() {
    mailing(async |panel, server| {
        for what in What::ALL {
            let first = what.send(panel, server, &format!("{what:?}1").to_lowercase()).await;
            let second = what.send(panel, server, &format!("{what:?}2").to_lowercase()).await;
            panel.advance(what.lasts() - TimeDelta::minutes(5));
            assert!(is_done(&what.press_alone(panel, &first.key).await), "{what:?}");
            panel.advance(TimeDelta::minutes(5));
            assert_over(&what.press_alone(panel, &second.key).await);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_link_is_for_its_own_account_whoever_is_signed_in() {
    mailing(async |panel, server| {
        for what in What::ALL {
            let sent = what.send(panel, server, &format!("{what:?}").to_lowercase()).await;
            let other = panel.customer("0").await;
            let row = format!(
                "select concat(email, ' ', password_hash, ' ', email_verified_at)
                 from accounts where id = {}",
                other.id
            );
            let before: String = value(panel, &row).await;
            let visitor = Visitor::of(panel, other.id).await;
            assert!(is_done(&what.press(&visitor, &sent.key).await), "{what:?}");
            assert_eq!(value::<String>(panel, &row).await, before, "{what:?}");
            // Its own account had it.
            if let (What::Reset, Some(holder)) = (what, &sent.holder) {
                let signed_in = Visitor::new(panel).sign_in_with(&holder.email, NEW).await;
                signed_in.assert_goes("/");
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thief_cannot_put_an_address_of_their_own_back() {
    mailing(async |panel, server| {
        for thief_is_first in [false, true] {
            let customer = panel.customer("0").await;
            let thief = Visitor::of(panel, customer.id).await;
            let stranger = Visitor::new(panel);
            let stop = async |key: &str| stranger.post("/address/stop", &[("key", key)]).await;
            // From the holder's address to one of the thief's, and on to another one.
            let (new, first) = moves(panel, server, &thief, "thief1@example.com").await;
            stranger.post("/address/confirm", &[("key", &*new)]).await.assert_goes("/sign-in");
            let (new, second) = moves(panel, server, &thief, "thief2@example.com").await;
            stranger.post("/address/confirm", &[("key", &*new)]).await.assert_goes("/sign-in");
            if thief_is_first {
                stop(&second).await.assert_goes("/forgot");
            }
            stop(&first).await.assert_goes("/forgot");
            assert_over(&stop(&second).await);
            let email = format!("select email from accounts where id = {}", customer.id);
            assert_eq!(value::<String>(panel, &email).await, customer.email);
            Visitor::new(panel).sign_in(&customer).await.assert_status(422);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_ends_with_the_password_of_whoever_began_it() {
    mailing(async |panel, server| {
        for by_command in [false, true] {
            let customer = panel.customer("0").await;
            let thief = Visitor::of(panel, customer.id).await;
            let to = format!("thief-{by_command}@example.com");
            let (new, _) = moves(panel, server, &thief, &to).await;
            if by_command {
                let (app, new) = (&panel.app, Password::parse(NEW).unwrap());
                let whom = For::Known(Ipv4Addr::LOCALHOST.into());
                let hash = app.hasher.hash(&new, whom).await.unwrap();
                let stored = (hash, false);
                recovery::set_password(&app.db, &app.clock, &app.outbox, customer.id, stored)
                    .await
                    .unwrap();
            } else {
                let visitor = Visitor::of(panel, customer.id).await;
                let fields = [("current", PASSWORD), ("password", NEW)];
                visitor.post("/account/password", &fields).await.assert_goes("/account");
            }
            assert_over(&Visitor::new(panel).post("/address/confirm", &[("key", &*new)]).await);
            Visitor::new(panel).sign_in_with(&customer.email, NEW).await.assert_goes("/");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_mailbox_tells_nobody_who_has_an_account() {
    mailing(async |panel, server| {
        let (customer, other) = (panel.customer("0").await, panel.customer("0").await);
        let visitor = Visitor::of(panel, customer.id).await;
        for path in ["/forgot", "/sign-up"] {
            for _ in 0..4 {
                let asked = Visitor::new(panel).post(path, &[("email", &*other.email)]).await;
                asked.assert_status(200);
            }
        }
        server.gets(8).await;
        // The fifth one gets there, the sixth one does not, and both are answered alike.
        for _ in 0..2 {
            let asked = visitor.post("/account/address", &[("email", &*other.email)]).await;
            asked.assert_goes("/account");
            let shown = visitor.get("/account").await;
            shown.assert_shows(&format!("Open the link that is on its way to {}", other.email));
        }
        let sql = |kind: &str, address: &str| {
            format!("select count(*) from mails where kind = '{kind}' and address = '{address}'")
        };
        assert_eq!(value::<i64>(panel, &sql("has_account", &other.email)).await, 5);
        assert_eq!(value::<i64>(panel, &sql("address_notice", &customer.email)).await, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn other_messages_keep_nobody_from_a_new_password() {
    mailing(async |panel, server| {
        let customer = panel.customer("0").await;
        let asks = async |path: &str| {
            let asked = Visitor::new(panel).post(path, &[("email", &*customer.email)]).await;
            asked.assert_status(200);
        };
        for _ in 0..5 {
            asks("/sign-up").await;
        }
        server.gets(5).await;
        asks("/forgot").await;
        let key = mailed(server, &customer.email, "A new password for").await.key();
        // A stranger asks until no more are sent: the newest one works, and goes on doing so.
        for number in 7..=10 {
            asks("/forgot").await;
            server.gets(number).await;
        }
        assert_over(&chooses(panel, &key, NEW).await);
        let key = server.nth(10).await.key();
        panel.advance(TimeDelta::minutes(25));
        chooses(panel, &key, NEW).await.assert_goes("/sign-in");
        // When it is over, there is another one.
        panel.advance(TimeDelta::minutes(5));
        server.gets(11).await;
        // The page takes ten tries for an address.
        let asker = Asker {
            email: Email::parse(&customer.email).unwrap(),
            lang: Lang::default(),
            address: Ipv4Addr::LOCALHOST.into(),
        };
        let app = &panel.app;
        asked::for_password(&app.db, &app.clock, &app.outbox, asker).await.unwrap();
        assert_eq!(server.nth(12).await.header("Subject"), "A new password for Waybill");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_and_a_new_wish_do_not_wait_for_each_other() {
    mailing(async |panel, server| {
        let customer = panel.customer("0").await;
        let visitor = Visitor::of(panel, customer.id).await;
        let (key, _) = moves(panel, server, &visitor, "new1@example.com").await;
        let mut holder = panel.owner.acquire().await.unwrap();
        let hold = "begin; select from accounts for no key update";
        sqlx::raw_sql(hold).execute(&mut *holder).await.unwrap();
        let waiting = async |count: i64| {
            eventually("them to wait", async || {
                let waiting = "select count(*) from pg_stat_activity
                               where datname = current_database() and wait_event_type = 'Lock'";
                (value::<i64>(panel, waiting).await == count).then_some(())
            })
            .await;
        };
        // The wish comes first, and takes the links of the one before away.
        let wish = visitor.post("/account/address", &[("email", "new2@example.com")]);
        let confirm = async {
            waiting(1).await;
            Visitor::new(panel).post("/address/confirm", &[("key", &*key)]).await
        };
        let release = async {
            waiting(2).await;
            sqlx::raw_sql("rollback").execute(&mut *holder).await.unwrap();
        };
        let (wished, confirmed, ()) = tokio::join!(wish, confirm, release);
        wished.assert_goes("/account");
        assert_over(&confirmed);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_whose_old_address_has_another_account_is_stopped_as_far_as_it_can_be() {
    mailing(async |panel, server| {
        let (customer, other) = (panel.customer("0").await, panel.customer("0").await);
        let thief = Visitor::of(panel, customer.id).await;
        let (new, old) = moves(panel, server, &thief, "thief@example.com").await;
        let stranger = Visitor::new(panel);
        stranger.post("/address/confirm", &[("key", &*new)]).await.assert_goes("/sign-in");
        let taken = format!(
            "update accounts set email = '{0}', skeleton = '{0}' where id = {1}",
            customer.email, other.id
        );
        execute(panel, &taken).await;
        stranger.post("/address/stop", &[("key", &*old)]).await.assert_goes("/sign-in");
        stranger.get("/sign-in").await.assert_shows("your old address cannot be put back");
        assert!(!thief.is_signed_in().await, "every session ends");
        assert_over(&stranger.post("/address/stop", &[("key", &*old)]).await);
        let noted = "select count(*) from audit where action = 'account.address_stop'";
        assert_eq!(value::<i64>(panel, noted).await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staff_help_somebody_to_a_new_password() {
    mailing(async |panel, server| {
        let customer = panel.customer("0").await;
        let (admin, owner) = (panel.account(Role::Admin).await, panel.account(Role::Owner).await);
        let manager = Visitor::of(panel, admin.id).await;
        let page = |who: &Customer| format!("/admin/customers/{}", who.id);
        let path = |who: &Customer| format!("/admin/customers/{}/reset-link", who.id);
        let why = [("reason", "called from his number")];
        manager.get(&page(&customer)).await.assert_shows("Make the link");
        manager.post(&path(&customer), &NOTHING).await.assert_goes(&page(&customer));
        assert_eq!(value::<i64>(panel, "select count(*) from mail_links").await, 0);
        manager.post(&path(&customer), &why).await.assert_goes(&page(&customer));
        let got = mailed(server, &customer.email, "help you to a new password").await;
        chooses(panel, &got.key(), NEW).await.assert_goes("/sign-in");
        Visitor::new(panel).sign_in_with(&customer.email, NEW).await.assert_goes("/");
        let told = "select count(*) from notices where facts->>'what' = 'link'";
        assert_eq!(value::<i64>(panel, told).await, 1);
        let noted = "select concat(after->>'by', ': ', after->>'why') from audit
                     where action = 'account.reset_link'";
        assert_eq!(value::<String>(panel, noted).await, "mail: called from his number");
        // Not for oneself, and for colleagues only by an owner.
        for who in [&admin, &owner] {
            manager.post(&path(who), &why).await.assert_status(403);
        }
        let visitor = Visitor::of(panel, owner.id).await;
        visitor.post(&path(&owner), &why).await.assert_status(403);
        visitor.post(&path(&admin), &why).await.assert_goes(&page(&admin));
        mailed(server, &admin.email, "help you to a new password").await;
        // A suspended account gets none.
        let sql = format!("update accounts set status = 'suspended' where id = {}", customer.id);
        execute(panel, &sql).await;
        manager.post(&path(&customer), &why).await.assert_goes(&page(&customer));
        manager.get(&page(&customer)).await.assert_shows("so it gets no link");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_no_mail_is_sent_staff_pass_the_link_on() {
    still_panel(async |panel| {
        let customer = panel.customer("0").await;
        let admin = panel.account(Role::Admin).await;
        let manager = Visitor::of(panel, admin.id).await;
        let path = format!("/admin/customers/{}/reset-link", customer.id);
        let page = manager.post(&path, &[("reason", "stood at the desk")]).await;
        page.assert_status(200).assert_shows("the only time it is shown");
        let (_, rest) = page.text().split_once("/reset?key=").unwrap();
        let key: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
        chooses(panel, &key, NEW).await.assert_goes("/sign-in");
        Visitor::new(panel).sign_in_with(&customer.email, NEW).await.assert_goes("/");
        let told = "select string_agg(kind, ' ' order by id) from mails";
        assert_eq!(value::<String>(panel, told).await, "reset_by_staff password_changed");
    })
    .await;
}
