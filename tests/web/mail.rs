//! The staff's page of mail: what waits, what came back, a test, another attempt, and how messages look.

use waybill::accounts::role::Role;
use waybill::kit::lang::Lang;
use waybill::mail::Kind;

use super::{NOTHING, Visitor};
use crate::support::rows::value;
use crate::support::smtp::{Manner, Smtp, Stage};
use crate::support::{Panel, eventually, panel_with, still_panel};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_owner_sends_a_test_and_tries_again() {
    let server = Smtp::start().await;
    server.does(Manner::Say(Stage::Recipient, "550 no such user"));
    let [url, from] = server.options();
    panel_with(&[&url, &from], async |panel: &Panel| {
        let owner = panel.account(Role::Owner).await;
        let visitor = Visitor::of(panel, owner.id).await;
        let page = visitor.get("/admin/mail").await;
        page.assert_status(200).assert_shows("No messages").assert_shows("127.0.0.1:");
        assert!(!page.text().contains("pass%20word") && !page.text().contains("pass word"));
        visitor.post("/admin/mail/test", &NOTHING).await.assert_goes("/admin/mail");
        let failed = "select count(*) from mails where state = 'failed'";
        eventually("a refusal", async || (value::<i64>(panel, failed).await == 1).then_some(()))
            .await;
        let page = visitor.get("/admin/mail").await;
        page.assert_shows("Refused").assert_shows("no such user").assert_shows(&owner.email);
        visitor.get("/admin/mail?state=sent").await.assert_shows("No messages");
        visitor.get("/admin/mail?state=none").await.assert_shows("There is no such state");
        server.does(Manner::Take);
        let id: i64 = value(panel, "select id from mails").await;
        let retry = format!("/admin/mail/{id}/retry");
        visitor.post(&retry, &NOTHING).await.assert_goes("/admin/mail");
        assert_eq!(server.nth(1).await.header("Subject"), "A test message of Waybill");
        let sent = "select count(*) from mails where state = 'sent'";
        eventually("it to be sent", async || (value::<i64>(panel, sent).await == 1).then_some(()))
            .await;
        visitor.post(&retry, &NOTHING).await.assert_goes("/admin/mail");
        visitor.get("/admin/mail").await.assert_shows("nothing to send any more");
        let noted =
            "select string_agg(action, ' ' order by id) from audit where action like 'mail.%'";
        assert_eq!(value::<String>(panel, noted).await, "mail.test mail.retry");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_on_its_way_is_not_sent_twice() {
    let server = Smtp::start().await;
    server.does(Manner::Hang(Stage::End));
    let [url, from] = server.options();
    panel_with(&[&url, &from], async |panel: &Panel| {
        let owner = panel.account(Role::Owner).await;
        let visitor = Visitor::of(panel, owner.id).await;
        visitor.post("/admin/mail/test", &NOTHING).await.assert_goes("/admin/mail");
        eventually("a connection", async || (server.connections() == 1).then_some(())).await;
        let id: i64 = value(panel, "select id from mails").await;
        let retry = format!("/admin/mail/{id}/retry");
        visitor.post(&retry, &NOTHING).await.assert_goes("/admin/mail");
        visitor.get("/admin/mail").await.assert_shows("It is being sent at this moment");
        let noted = "select count(*) from audit where action = 'mail.retry'";
        assert_eq!(value::<i64>(panel, noted).await, 0);
        // The attempt comes to nothing. Now it is tried again.
        server.does(Manner::Take);
        server.release();
        eventually("the attempt to end", async || {
            let ended = "select state = 'waiting' and leased_until is null from mails";
            value::<bool>(panel, ended).await.then_some(())
        })
        .await;
        visitor.post(&retry, &NOTHING).await.assert_goes("/admin/mail");
        let sent = "select count(*) from mails where state = 'sent'";
        eventually("it to be sent", async || (value::<i64>(panel, sent).await == 1).then_some(()))
            .await;
        assert_eq!(server.got().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_message_is_shown_in_every_language() {
    still_panel(async |panel| {
        let owner = panel.account(Role::Owner).await;
        let visitor = Visitor::of(panel, owner.id).await;
        visitor.get("/admin/mail").await.assert_shows("No mail is sent");
        for kind in Kind::ALL {
            for lang in Lang::all() {
                let query = format!("kind={}&lang={}", kind.as_str(), lang.tag());
                let page = visitor.get(&format!("/admin/mail/preview?{query}")).await;
                page.assert_status(200).assert_shows(&format!("lang=\"{}\"", lang.tag()));
                let file = visitor.get(&format!("/admin/mail/preview.eml?{query}")).await;
                assert_eq!(file.header("content-type"), "message/rfc822");
                assert!(file.text().contains("multipart/alternative"));
            }
        }
        let wrong = visitor.get("/admin/mail/preview?kind=none&lang=xx").await;
        wrong.assert_status(200).assert_shows("There is no such message or language");
    })
    .await;
}
