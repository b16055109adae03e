//! The program is killed while it writes a message and while it sends it: no message is lost, and one
//! arrives twice only after a kill between the sending and its record, with the same Message-ID.

use std::time::Duration;

use waybill::accounts::email::Email;
use waybill::accounts::links::asked::{self, Asker};
use waybill::kit::lang::Lang;

use super::{Field, Tell};
use crate::support::smtp::Smtp;
use crate::support::{Database, Panel, eventually};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_while_it_sends_mail() {
    let field = Field::new().await;
    // No message tells of the money that the customer has.
    field.execute("update notices set due_at = null").await.unwrap();
    let server = Smtp::start().await;
    let options = ["--no-work", "--connections", "4"];
    let url = server.url();
    let by = [("WAYBILL_SMTP_URL", url.as_str()), ("WAYBILL_MAIL_FROM", "no-reply@shop.example")];
    for step in ["mail-before-commit", "mail-after-send"] {
        let before = server.got().len();
        let database = Database::elsewhere("waybill");
        let panel = Panel::start_through(database, &options, field.options()).await;
        let asker = Asker {
            email: Email::parse(&field.customer.email).unwrap(),
            lang: Lang::ENGLISH,
            address: "192.0.2.7".parse().unwrap(),
        };
        let app = &panel.app;
        asked::for_password(&app.db, &app.clock, &app.outbox, asker).await.unwrap();
        panel.stop().await;
        let mut killed = field.serve(Tell::Url, &[by[0], by[1], ("WAYBILL_FAILPOINT", step)]);
        let since = std::time::Instant::now();
        while killed.is_alive() {
            assert!(since.elapsed().as_secs() < 30, "no crash at {step}:\n{}", killed.tail());
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        // The dead process holds its message for a while.
        field.execute("update mails set due_at = 'epoch' where state = 'waiting'").await.unwrap();
        let panel = field.serve(Tell::Url, &by);
        eventually("the message to be sent", async || {
            let left = "select (select count(*) from link_requests)
                             + (select count(*) from mails where state = 'waiting')";
            (field.value::<i64>(left).await == 0).then_some(())
        })
        .await;
        let got = server.got().split_off(before);
        let expected = if step == "mail-after-send" { 2 } else { 1 };
        assert_eq!(got.len(), expected, "{step}: {got:?}");
        let id = |at: usize| got[at].header("Message-ID").to_owned();
        assert!(
            (0..got.len()).all(|at| id(at) == id(0) && got[at].key() == got[0].key()),
            "{step}"
        );
        let sent = "select count(*) from mails where state = 'sent' and sealed is null";
        assert_eq!(field.value::<i64>(sent).await, if expected == 2 { 2 } else { 1 }, "{step}");
        assert!(panel.stop().success());
    }
    field.clear().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_while_it_tells_a_notice() {
    let field = Field::new().await;
    let server = Smtp::start().await;
    let url = server.url();
    let by = [("WAYBILL_SMTP_URL", url.as_str()), ("WAYBILL_MAIL_FROM", "no-reply@shop.example")];
    let step = "notices-before-commit";
    let mut killed = field.serve(Tell::Url, &[by[0], by[1], ("WAYBILL_FAILPOINT", step)]);
    let since = std::time::Instant::now();
    while killed.is_alive() {
        assert!(since.elapsed().as_secs() < 30, "no crash at {step}:\n{}", killed.tail());
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(field.value::<i64>("select count(*) from mails").await, 0);
    let panel = field.serve(Tell::Url, &by);
    eventually("the message to be sent", async || {
        let sent = "select count(*) from mails where kind = 'notice' and state = 'sent'";
        (field.value::<i64>(sent).await == 1).then_some(())
    })
    .await;
    let left = "select (select count(*) from notices where due_at is not null)
                     + (select count(*) from mails where state <> 'sent')";
    assert_eq!(field.value::<i64>(left).await, 0);
    let got = server.got();
    assert_eq!(got.len(), 1, "{got:?}");
    assert!(got[0].header("Subject").contains("was added to your balance"));
    assert!(panel.stop().success());
    field.clear().await;
}
