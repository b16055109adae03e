//! An import goes on where it was when the program is killed, and makes each service once.
//!
//! Seen red by `make seeded`: `import-apart`.

use std::time::{Duration, Instant};

use sqlx::AssertSqlSafe;
use waybill::accounts::audit::Actor;
use waybill::accounts::role::Role;
use waybill::providers::ProviderId;
use waybill::providers::import::run;

use super::panel::beside;
use super::{Dice, Field, Tell, rounds};
use crate::providers::all;

const DONE: &str = "select count(*) from import_items where state = 'made'";
const ROUTES: &str = "select count(*) from routes where upstream_service <> '' and provider_id > 2";
const COUNTED: &str = "select made from imports";
/// A line that became a service and does not say so, or the other way round, or two of one line.
const APART: &str = "select
    (select count(*) from import_items i
     where (i.state = 'made') <> exists (select from routes r where r.service_id = i.service_id
                                         and r.upstream_service = i.upstream_service))
    + (select count(*) from (select from routes where provider_id > 2 group by upstream_service
                             having count(*) > 1) as twice)";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_in_the_middle_it_goes_on_where_it_was() {
    let field = Field::new().await;
    let panel = beside(&field.options()).await;
    let count = rounds(600, 5_000);
    let provider = panel.provider("Supplier", "https://supplier.example/api/v2").await;
    let list = format!(
        "insert into provider_services (provider_id, upstream_service, name, category, kind, rate,
                                        min, max, seen_at)
         select {provider}, n::text, 'Views ' || n, 'Video ' || n % 7, 'Default', 1000000, 10, 1000,
                now()
         from generate_series(1, {count}) n;
         update providers set list_at = now(), list_due_at = now() + interval '1 day'
         where id = {provider}"
    );
    sqlx::raw_sql(AssertSqlSafe(list)).execute(panel.app.db.pool()).await.unwrap();
    let who = panel.account(Role::Admin).await.id;
    let (db, clock) = (&panel.app.db, &panel.app.clock);
    let actor = Actor { account_id: Some(who), ..Actor::COMMAND };
    run::start(db, clock, actor, (ProviderId::new(provider), all("20"), None)).await.unwrap();

    let consistent = async |at: &str| {
        assert_eq!(field.value::<i64>(APART).await, 0, "{at}");
        let (done, routes) = (field.value::<i64>(DONE).await, field.value::<i64>(ROUTES).await);
        assert_eq!((done, field.value::<i64>(COUNTED).await), (routes, routes), "{at}");
        done
    };
    let mut before = 0;
    for step in ["import-before-mark", "import-before-commit", "import-after-commit"] {
        for nth in [1, 2] {
            let point = format!("{step}:{nth}");
            let mut program = field.serve(Tell::Folder, &[("WAYBILL_FAILPOINT", &point)]);
            let since = Instant::now();
            while program.is_alive() {
                assert!(since.elapsed().as_secs() < 30, "no crash at {point}:\n{}", program.tail());
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            let done = consistent(&point).await;
            assert!(done >= before, "{point}");
            before = done;
        }
    }
    let mut dice = Dice(7);
    for round in 0..rounds(4, 40) {
        let program = field.serve(Tell::Folder, &[]);
        tokio::time::sleep(Duration::from_millis(dice.below(60))).await;
        program.kill();
        consistent(&format!("kill {round}")).await;
    }
    // Two processes do the rest.
    let programs = [field.serve(Tell::Folder, &[]), field.serve(Tell::Folder, &[])];
    let since = Instant::now();
    while field.value::<String>("select state from imports").await != "done" {
        assert!(since.elapsed().as_secs() < 120, "it is not done:\n{}", programs[0].tail());
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    for program in programs {
        assert!(program.stop().success());
    }
    assert_eq!(consistent("at the end").await, i64::from(count));
    panel.stop().await;
    field.clear().await;
}
