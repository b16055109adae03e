//! The program is killed between a hook and its credit: the customer gets the money, once.

use std::time::Duration;

use waybill::kit::money::Money;
use waybill::payments::gateways::sandbox::{self, Act, SIGNATURE, signature};
use waybill::payments::open::{self, Wanted};
use waybill::payments::{DepositId, MethodId, look};

use super::panel::beside;
use super::{Field, Tell};
use crate::support::gateways::{SANDBOX_SECRET, sandbox_method};
use crate::support::{Customer, Panel, eventually};

/// A deposit of 20 that is paid at the sandbox, which has told nobody.
async fn paid(panel: &Panel, who: &Customer, method_id: MethodId, step: &str) -> DepositId {
    let wanted = Wanted {
        method_id,
        amount: Money::parse("20").unwrap(),
        form_id: format!("form {step}"),
        home: "http://127.0.0.1".into(),
    };
    let app = &panel.app;
    let id = open::begin(&app.db, &app.clock, who.id, wanted).await.unwrap();
    look::look(&app.ways, id).await.unwrap();
    let sql = "select token from sandbox_payments order by id desc limit 1";
    let token: String = sqlx::query_scalar(sql).fetch_one(app.db.pool()).await.unwrap();
    sandbox::act(&app.ways, &token, (Act::Pay, true)).await.unwrap();
    id
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_between_a_hook_and_its_credit() {
    let field = Field::new().await;
    let panel = beside(&field.options()).await;
    let method_id = sandbox_method(&panel).await;
    let door = format!("select door from methods where id = {method_id}");
    let door: String = field.value(&door).await;
    for step in ["deposit-hook-stored", "deposit-looked", "deposit-settled"] {
        let who = panel.customer("0").await;
        let id = paid(&panel, &who, method_id, step).await;
        let reference: String =
            field.value(&format!("select claim from deposits where id = {id}")).await;
        let mut program = field.serve(Tell::Url, &[("WAYBILL_FAILPOINT", step)]);
        let body = format!(r#"{{"id":"{step}","reference":"{reference}"}}"#);
        let line = signature(SANDBOX_SECRET, panel.app.clock.now(), &body);
        let hook = panel.http.post(format!("{}/hooks/{door}", program.url));
        // Whether it was answered before the program died, nobody knows.
        let _ = hook.header(SIGNATURE, line).body(body).send().await;
        let since = std::time::Instant::now();
        while program.is_alive() {
            assert!(since.elapsed().as_secs() < 30, "no crash at {step}:\n{}", program.tail());
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        // The dead process has the deposit for two minutes.
        field.execute("update deposits set look_at = now() where look_at > now()").await.unwrap();
        let again = field.serve(Tell::Url, &[]);
        eventually("the deposit to be credited", async || {
            let sql = format!("select state from deposits where id = {id}");
            (field.value::<String>(&sql).await == "credited").then_some(())
        })
        .await;
        assert!(again.stop().success());
        assert_eq!(panel.balance(&who).await, "20.00", "{step}");
        let moved = format!("select count(*) from transfers where account_id = {}", who.id);
        assert_eq!(field.value::<i64>(&moved).await, 1, "{step}");
    }
    panel.assert_books().await;
    panel.stop().await;
    field.clear().await;
}
