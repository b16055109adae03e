//! Mail on its way: whatever the server does, a message arrives, or is given up when nobody needs it any
//! more, and what it says is kept no longer than it has to be.

mod tls;

use std::os::unix::fs::PermissionsExt as _;

use chrono::TimeDelta;
use waybill::accounts::email::Email;
use waybill::accounts::links::asked::{self, Asker};
use waybill::kit::keys::Keys;
use waybill::kit::lang::Lang;
use waybill::mail::{self, Courier, Options};

use crate::support::rows::{execute, value};
use crate::support::smtp::{Manner, Smtp, Stage};
use crate::support::{Panel, SECRET, eventually, panel_with, still_panel};

/// Runs a test against a panel that sends by this server.
async fn panel_by(server: &Smtp, test: impl AsyncFnOnce(&Panel)) {
    let [url, from] = server.options();
    panel_with(&[&url, &from], test).await;
}

/// Somebody has forgotten the password of this address.
async fn forgets(panel: &Panel, email: &str, tag: &str) {
    let asker = Asker {
        email: Email::parse(email).unwrap(),
        lang: Lang::parse(tag).unwrap(),
        address: "192.0.2.7".parse().unwrap(),
    };
    let app = &panel.app;
    asked::for_password(&app.db, &app.clock, &app.outbox, asker).await.unwrap();
}

/// Waits until so many messages are in this state.
async fn become_so(panel: &Panel, state: &str, count: i64) {
    let sql = format!("select count(*) from mails where state = '{state}'");
    let what = format!("{count} messages {state}");
    eventually(&what, async || (value::<i64>(panel, &sql).await == count).then_some(())).await;
}

/// Waits until the one message was tried so often, and answers what came back.
async fn tried(panel: &Panel, tries: i32) -> String {
    let sql = format!("select count(*) from mails where tries = {tries} and said <> ''");
    let what = format!("{tries} tries");
    eventually(&what, async || (value::<i64>(panel, &sql).await == 1).then_some(())).await;
    value(panel, "select said from mails").await
}

async fn has_text(panel: &Panel) -> bool {
    value(panel, "select exists (select from mails where sealed is not null)").await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_arrives_once_and_its_text_is_deleted() {
    let server = Smtp::start().await;
    panel_by(&server, async |panel| {
        let customer = panel.customer("0").await;
        forgets(panel, &customer.email, "ru").await;
        let got = server.nth(1).await;
        assert_eq!(
            (got.from.as_str(), got.to.as_str()),
            ("no-reply@shop.example", &*customer.email)
        );
        assert_eq!(got.login, "shop:pass word");
        assert_eq!(got.header("Auto-Submitted"), "auto-generated");
        assert_eq!(got.header("From"), "Shop <no-reply@shop.example>");
        assert_eq!(got.header("To"), customer.email);
        assert!(got.header("Message-ID").ends_with("@127.0.0.1>"), "{got:?}");
        let (plain, html) = (got.part("plain"), got.part("html"));
        assert!(plain.contains("Ссылка действует 30 минут"), "{plain}");
        assert!(plain.contains(&format!("{}/reset?key=", panel.base)), "{plain}");
        assert!(html.contains("<html lang=\"ru\" dir=\"ltr\">"), "{html}");
        assert!(html.contains(&format!("href=\"{}{}\"", panel.base, got.link())), "{html}");
        become_so(panel, "sent", 1).await;
        assert!(!has_text(panel).await);
        assert_eq!(tried(panel, 1).await, "2.0.0 queued as 4711");
        // What is kept opens nothing.
        let kept = "select concat((select string_agg(m::text, ' ') from mails m),
                                  (select string_agg(l::text, ' ') from mail_links l),
                                  (select string_agg(a::text, ' ') from audit a))";
        assert!(!value::<String>(panel, kept).await.contains(&got.key()));
        panel.advance(TimeDelta::hours(1));
        forgets(panel, &customer.email, "ar").await;
        let second = server.nth(2).await;
        assert!(second.part("html").contains("<html lang=\"ar\" dir=\"rtl\">"));
        assert_ne!(second.header("Message-ID"), got.header("Message-ID"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_refuses_ends_it_and_keeps_its_words() {
    let server = Smtp::start().await;
    server.does(Manner::Say(Stage::Recipient, "550 5.1.1 No such user here"));
    panel_by(&server, async |panel| {
        let customer = panel.customer("0").await;
        forgets(panel, &customer.email, "en").await;
        become_so(panel, "failed", 1).await;
        assert!(tried(panel, 1).await.contains("No such user here"));
        assert!(server.got().is_empty());
        // Staff can try again as long as its link works; then the text goes.
        assert!(has_text(panel).await);
        panel.advance(TimeDelta::minutes(31));
        eventually("the text to be deleted", async || {
            mail::sweep(&panel.app.db, &panel.app.clock, 100).await.unwrap();
            (!has_text(panel).await).then_some(())
        })
        .await;
        // A row is kept for thirty days.
        mail::sweep(&panel.app.db, &panel.app.clock, 100).await.unwrap();
        become_so(panel, "failed", 1).await;
        panel.advance(TimeDelta::days(30));
        mail::sweep(&panel.app.db, &panel.app.clock, 100).await.unwrap();
        become_so(panel, "failed", 0).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_lets_strangers_wait_gets_it_later() {
    let server = Smtp::start().await;
    server.does(Manner::Grey);
    panel_by(&server, async |panel| {
        let customer = panel.customer("0").await;
        forgets(panel, &customer.email, "en").await;
        assert!(tried(panel, 1).await.contains("come again later"));
        become_so(panel, "waiting", 1).await;
        assert!(server.got().is_empty() && has_text(panel).await);
        panel.advance(TimeDelta::seconds(31));
        server.gets(1).await;
        become_so(panel, "sent", 1).await;
        assert_eq!(server.got().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refusal_of_the_panel_is_no_refusal_of_the_message() {
    let server = Smtp::start().await;
    panel_by(&server, async |panel| {
        let customer = panel.customer("0").await;
        forgets(panel, &customer.email, "en").await;
        server.gets(1).await;
        become_so(panel, "sent", 1).await;
        for (manner, words) in [
            (Manner::Say(Stage::Login, "535 5.7.8 wrong password"), "wrong password"),
            (Manner::Say(Stage::Greeting, "554 no service"), "no service"),
            (Manner::Say(Stage::Recipient, "530 sign in first"), "sign in first"),
            (Manner::Cut(Stage::Greeting), ""),
        ] {
            execute(panel, "delete from mails").await;
            server.does(manner);
            forgets(panel, &customer.email, "en").await;
            let said = tried(panel, 1).await;
            assert!(said.contains(words), "{manner:?}: {said}");
            become_so(panel, "waiting", 1).await;
            server.does(Manner::Take);
            let before = server.got().len();
            panel.advance(TimeDelta::seconds(31));
            server.gets(before + 1).await;
            become_so(panel, "sent", 1).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_that_is_lost_brings_it_twice_with_the_same_id() {
    let server = Smtp::start().await;
    server.does(Manner::Cut(Stage::End));
    panel_by(&server, async |panel| {
        let customer = panel.customer("0").await;
        forgets(panel, &customer.email, "en").await;
        tried(panel, 1).await;
        become_so(panel, "waiting", 1).await;
        server.does(Manner::Take);
        panel.advance(TimeDelta::seconds(31));
        let got = server.gets(2).await;
        become_so(panel, "sent", 1).await;
        assert_eq!(got.len(), 2);
        assert_eq!(got[0].header("Message-ID"), got[1].header("Message-ID"));
        assert_eq!(got[0].key(), got[1].key());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_hangs_holds_only_its_message_up() {
    let server = Smtp::start().await;
    server.does(Manner::Hang(Stage::End));
    panel_by(&server, async |panel| {
        let (slow, other) = (panel.customer("0").await, panel.customer("0").await);
        forgets(panel, &slow.email, "en").await;
        eventually("a connection", async || (server.connections() == 1).then_some(())).await;
        server.does(Manner::Take);
        forgets(panel, &other.email, "en").await;
        assert_eq!(server.nth(1).await.to, other.email);
        become_so(panel, "waiting", 1).await;
        server.release();
        eventually("the first attempt to end", async || {
            let said = "select exists (select from mails where state = 'waiting' and said <> '')";
            value::<bool>(panel, said).await.then_some(())
        })
        .await;
        panel.advance(TimeDelta::seconds(31));
        assert_eq!(server.nth(2).await.to, slow.email);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_that_nobody_needs_any_more_is_given_up() {
    let server = Smtp::start().await;
    server.does(Manner::Say(Stage::End, "451 later"));
    panel_by(&server, async |panel| {
        let customer = panel.customer("0").await;
        forgets(panel, &customer.email, "en").await;
        tried(panel, 1).await;
        panel.advance(TimeDelta::minutes(31));
        become_so(panel, "expired", 1).await;
        assert!(!has_text(panel).await && server.got().is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_server_it_lies_in_a_file_of_the_panel_alone() {
    still_panel(async |panel| {
        let folder = tempfile::tempdir().unwrap();
        let app = &panel.app;
        let keys = Keys::open(Some(SECRET), None).unwrap();
        let options = Options { folder: Some(folder.path().join("mail")), ..Options::default() };
        let courier = Courier::new(keys.clone(), options);
        let customer = panel.customer("0").await;
        forgets(panel, &customer.email, "en").await;
        asked::answer_due(&app.db, &app.clock, &keys).await.unwrap();
        for held in mail::take_due(&app.db, &app.clock).await.unwrap() {
            let outcome = courier.bring(&held).await;
            mail::record(&app.db, &app.clock, (&held, outcome)).await.unwrap();
        }
        let path: String = value(panel, "select said from mails where state = 'filed'").await;
        let mode =
            |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let path = std::path::PathBuf::from(path);
        assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains(&format!("To: {}", customer.email)) && text.contains("/reset?key="));
        assert_eq!(std::fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
        assert!(!has_text(panel).await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn strangers_fill_nobodys_mailbox() {
    let server = Smtp::start().await;
    panel_by(&server, async |panel| {
        let customer = panel.customer("0").await;
        for _ in 0..8 {
            forgets(panel, &customer.email, "en").await;
        }
        let asked = "select count(*) from link_requests";
        eventually("the requests to be answered", async || {
            (value::<i64>(panel, asked).await == 0).then_some(())
        })
        .await;
        become_so(panel, "sent", 5).await;
        assert_eq!(server.got().len(), 5);
        // Only the newest of them works.
        assert_eq!(value::<i64>(panel, "select count(*) from mail_links").await, 1);
        panel.advance(TimeDelta::hours(1));
        forgets(panel, &customer.email, "en").await;
        server.gets(6).await;
    })
    .await;
}
