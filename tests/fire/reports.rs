//! The sums of reports are right after a kill at each step of adding to them.

use std::time::{Duration, Instant};

use super::panel::beside;
use super::{Field, Tell};
use crate::reports::add_all;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_between_nothing_is_missed_or_added_twice() {
    let field = Field::new().await;
    let panel = beside(&field.options()).await;
    for step in ["reports-before-place", "reports-before-commit"] {
        panel.order(&field.customer, field.service, 1000).await;
        let before = field.value::<i64>("select upto from reports_upto").await;
        let mut program = field.serve(Tell::Folder, &[("WAYBILL_FAILPOINT", step)]);
        let since = Instant::now();
        while program.is_alive() {
            assert!(since.elapsed().as_secs() < 60, "no crash at {step}:\n{}", program.tail());
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        assert_eq!(field.value::<i64>("select upto from reports_upto").await, before, "{step}");
    }
    add_all(&panel).await;
    panel.assert_books().await;
    panel.stop().await;
    field.clear().await;
}
