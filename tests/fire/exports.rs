//! The program is killed while it writes a file of somebody's data: the next one makes it anew, whole and
//! once.

use std::io::{Cursor, Read as _};
use std::time::Duration;

use waybill::accounts::audit::Actor;
use waybill::kit::lang::Lang;
use waybill::privacy::export::{self, Asked};
use zip::ZipArchive;

use super::{Field, Tell};
use crate::support::{Database, Panel, eventually};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_while_it_writes_a_file() {
    let field = Field::new().await;
    let options = ["--no-work", "--connections", "4"];
    let database = Database::elsewhere("waybill");
    let panel = Panel::start_through(database, &options, field.options()).await;
    let (app, id) = (&panel.app, field.customer.id);
    let wish = (id, Lang::ENGLISH);
    let asked = export::ask(&app.db, &app.clock, &app.outbox, Actor::COMMAND, wish).await.unwrap();
    assert_eq!(asked, Asked::Asked);
    panel.stop().await;
    let mut killed = field.serve(Tell::Url, &[("WAYBILL_FAILPOINT", "export-after-piece")]);
    let since = std::time::Instant::now();
    while killed.is_alive() {
        assert!(since.elapsed().as_secs() < 30, "no crash:\n{}", killed.tail());
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let left = "select (select count(*) from export_pieces)
                     + (select count(*) from exports where state = 'making')";
    assert_eq!(field.value::<i64>(left).await, 2, "a piece is written, and the file is not ready");
    // The dead process holds it for a while.
    field.execute("update exports set lease_until = 'epoch' where state = 'making'").await.unwrap();
    let panel = field.serve(Tell::Url, &[]);
    eventually("the file to be ready", async || {
        let ready = "select count(*) from exports where state = 'ready' and tries = 2";
        (field.value::<i64>(ready).await == 1).then_some(())
    })
    .await;
    let whole = "select string_agg(bytes, ''::bytea order by number) from export_pieces";
    let file: Vec<u8> = field.value(whole).await;
    let mut archive = ZipArchive::new(Cursor::new(file)).unwrap();
    let mut profile = String::new();
    archive.by_name("profile.json").unwrap().read_to_string(&mut profile).unwrap();
    assert!(profile.contains(&field.customer.email), "{profile}");
    let told = "select count(*) from mails where kind = 'export_ready'";
    assert_eq!(field.value::<i64>(told).await, 1);
    assert!(panel.stop().success());
    field.clear().await;
}
