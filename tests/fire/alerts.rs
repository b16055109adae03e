//! The program is killed while it notes an alert and while it tells of it: the alert is there once, its
//! message arrives, and more than once only after a kill between the call and its record.

use std::time::Duration;

use waybill::accounts::audit::Actor;
use waybill::alerts::receivers::{self, New, Typed, Way};
use waybill::kit::zone::Zone;

use super::{Field, Tell};
use crate::alerts::receiver::Receiver;
use crate::support::{ALLOW, Database, Panel, eventually};

/// One thing is wrong, and nothing was told yet.
const WRONG: &str = "delete from alerts;
    delete from panel_minutes;
    update alert_watch set due_at = 'epoch';
    insert into panel_minutes (minute, answers, errors)
        values (date_trunc('minute', now()), 100, 50)";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_while_it_tells_of_something() {
    let field = Field::new().await;
    let receiver = Receiver::start().await;
    let options = ["--no-work", "--connections", "4", ALLOW];
    let database = Database::elsewhere("waybill");
    let panel = Panel::start_through(database, &options, field.options()).await;
    let app = &panel.app;
    let typed = Typed { url: receiver.url.clone(), ..Typed::default() };
    let (name, shop) = ("Night".to_owned(), "Shop".to_owned());
    let new = New { way: Way::Webhook, name, typed, zone: Zone::default(), panel: shop };
    let allowed = ALLOW.split_once('=').unwrap().1;
    let made = receivers::create(&app.db, &app.clock, &app.postman, Actor::COMMAND, new).await;
    made.unwrap();
    panel.stop().await;
    // How this machine does is nothing to the test.
    let mute = "update alert_receivers
                set left_out = '{database_away,database_slow,disk_full}', not_before = 'epoch'";
    field.execute(mute).await.unwrap();
    let allow = ("WAYBILL_PROVIDER_ALLOW", allowed);
    for step in ["alert-between", "alert-before-commit", "alert-after-commit", "alert-after-send"] {
        let before = receiver.got().len();
        for statement in WRONG.split(';') {
            field.execute(statement).await.unwrap();
        }
        let mut killed = field.serve(Tell::Url, &[allow, ("WAYBILL_FAILPOINT", step)]);
        let since = std::time::Instant::now();
        while killed.is_alive() {
            assert!(since.elapsed().as_secs() < 30, "no crash at {step}:\n{}", killed.tail());
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        // The dead process holds its turn and its receiver for a while.
        field.execute("update alert_watch set due_at = 'epoch'").await.unwrap();
        field.execute("update alert_receivers set not_before = 'epoch'").await.unwrap();
        let panel = field.serve(Tell::Url, &[allow]);
        eventually("the message to be sent", async || {
            let sent = "select count(*) from alert_messages m join alerts a on a.id = m.alert_id
                        where m.state = 'sent' and a.kind = 'errors'";
            (field.value::<i64>(sent).await == 1).then_some(())
        })
        .await;
        let got = receiver.got().split_off(before);
        let expected = if step == "alert-after-send" { 2 } else { 1 };
        assert_eq!(got.len(), expected, "{step}: {got:?}");
        assert!(got.iter().all(|one| one.id == got[0].id && one.body == got[0].body), "{step}");
        let alerts = "select count(*) from alerts where kind = 'errors'";
        assert_eq!(field.value::<i64>(alerts).await, 1, "{step}");
        assert!(panel.stop().success());
    }
    field.clear().await;
}
