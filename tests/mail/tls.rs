//! Mail goes in TLS alone, and only to a server whose certificate is right: to any other one neither the
//! password nor a word of the message leaves, staff read why, and the message arrives when the server is
//! mended.
//!
//! Seen red by `make seeded`: `mail-trusts-anyone`, `mail-falls-back`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::TimeDelta;
use waybill::accounts::role::Role;

use super::{become_so, forgets, tried};
use crate::support::rows::execute;
use crate::support::smtp::{Manner, Smtp, Stage, Way, tls};
use crate::support::{Panel, panel_with};
use crate::web::Visitor;

const FROM: &str = "--mail-from=Shop <no-reply@shop.example>";
const NO_NAME: &str = "certificate is for another name. Nothing was sent.";
const TOO_OLD: &str = "certificate has expired. Nothing was sent.";
const ALONE: &str = "not signed by an authority, but by itself. Nothing was sent.";
const NOBODYS: &str = "not signed by an authority that the panel trusts. Nothing was sent.";

/// Runs a test against a panel that sends to this address, and trusts the authority of the tests alone.
async fn panel_at(url: &str, test: impl AsyncFnOnce(&Panel)) {
    let (url, authority) =
        (format!("--smtp-url={url}"), format!("--smtp-ca={}", tls::file("ca.pem").display()));
    panel_with(&[&url, FROM, &authority], test).await;
}

/// Nobody on the way reads the password, an address or a link.
#[track_caller]
fn assert_unread(server: &Smtp, email: &str) {
    let login = STANDARD.encode("\0shop\0pass word");
    let wire = server.wire();
    for secret in ["AUTH PLAIN", "MAIL FROM", "RCPT TO", "/reset?key=", "pass word", &login, email]
    {
        assert!(!wire.contains(secret), "{secret} was sent in clear: {wire}");
    }
}

/// What the server has heard begins with none of these words.
#[track_caller]
fn assert_told_nothing(server: &Smtp) {
    let heard = server.heard();
    let is_telling =
        |line: &String| ["AUTH", "MAIL", "RCPT", "DATA"].iter().any(|w| line.starts_with(w));
    assert!(!heard.iter().any(is_telling) && server.got().is_empty(), "{heard:?}");
}

/// Each of these ways brings nothing, for a reason that staff read. Then the server is mended, and the
/// message arrives once.
async fn arrives_when_mended(server: &Smtp, right: Way, wrong: &[(Way, Manner, &str)], url: &str) {
    panel_at(url, async |panel| {
        let owner = panel.account(Role::Owner).await;
        let staff = Visitor::of(panel, owner.id).await;
        for (way, manner, words) in wrong {
            let customer = panel.customer("0").await;
            server.speaks(*way);
            server.does(*manner);
            forgets(panel, &customer.email, "en").await;
            let said = tried(panel, 1).await;
            assert!(said.contains(words), "{way:?}: {said}");
            become_so(panel, "waiting", 1).await;
            assert_told_nothing(server);
            staff.get("/admin/mail").await.assert_shows(words).assert_shows(&customer.email);

            server.speaks(right);
            server.does(Manner::Take);
            panel.advance(TimeDelta::seconds(31));
            let got = server.nth(1).await;
            assert_eq!((&*got.to, &*got.login), (&*customer.email, "shop:pass word"));
            become_so(panel, "sent", 1).await;
            assert_eq!(server.got().len(), 1, "{way:?}");
            assert_unread(server, &customer.email);
            server.forget();
            execute(panel, "delete from mails").await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_tls_from_the_first_byte_only_the_right_server_gets_it() {
    let server = Smtp::start().await;
    let wrong = [
        (Way::Implicit("other"), Manner::Take, NO_NAME),
        (Way::Implicit("expired"), Manner::Take, TOO_OLD),
        (Way::Implicit("alone"), Manner::Take, ALONE),
        (Way::Plain, Manner::Take, "does not begin with TLS, as smtps:// asks it to. Nothing"),
    ];
    let url = server.url_with_tls_at_once();
    arrives_when_mended(&server, Way::Implicit("server"), &wrong, &url).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_starttls_only_the_right_server_gets_it() {
    let server = Smtp::start().await;
    let not_now = Manner::Say(Stage::Starttls, "454 4.7.0 TLS is not available now");
    let wrong = [
        (Way::Starttls("other"), Manner::Take, NO_NAME),
        (Way::Starttls("expired"), Manner::Take, TOO_OLD),
        (Way::Starttls("alone"), Manner::Take, ALONE),
        // Somebody on the way may have taken the offer out.
        (Way::Plain, Manner::Take, "offers no TLS (STARTTLS). Nothing was sent."),
        (Way::Starttls("server"), not_now, "TLS is not available now"),
    ];
    let url = server.url_with_tls();
    arrives_when_mended(&server, Way::Starttls("server"), &wrong, &url).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_authority_that_the_operator_has_not_named_counts_for_nothing() {
    let server = Smtp::start().await;
    server.speaks(Way::Starttls("server"));
    let url = format!("--smtp-url={}", server.url_with_tls());
    panel_with(&[&url, FROM], async |panel: &Panel| {
        let customer = panel.customer("0").await;
        forgets(panel, &customer.email, "en").await;
        let said = tried(panel, 1).await;
        assert!(said.contains(NOBODYS), "{said}");
        become_so(panel, "waiting", 1).await;
        assert_told_nothing(&server);
        assert_unread(&server, &customer.email);
    })
    .await;
}
