//! The program is killed between a hook and its credit: the customer gets the money, once.
//!
//! What lies between them is the same for all gateways but PayPal: the hook is stored, the gateway is
//! looked at, and the deposit is settled in one transaction, parts and late money too. PayPal alone has
//! two more steps: it is asked whether it has sent the hook, and it is told to capture.

use std::time::{Duration, Instant};

use reqwest::RequestBuilder;
use waybill::kit::money::Money;
use waybill::payments::gateways::sandbox::{self, Act, SIGNATURE, signature};
use waybill::payments::open::{self, Wanted};
use waybill::payments::{DepositId, MethodId, gateways, look};

use super::panel::beside;
use super::{Field, Tell};
use crate::payments::fake::Server;
use crate::payments::paypal::PAYPAL;
use crate::payments::suite::{Event, Script};
use crate::support::gateways::{SANDBOX_SECRET, sandbox_method, test_method};
use crate::support::{ALLOW, Customer, Database, Panel, eventually};

/// The steps from a hook to its credit, at which a crash may come. Some of them are within a transaction.
pub(super) const STEPS: [&str; 7] = [
    "deposit-hook-stored",
    "deposit-hooks-before-commit",
    "deposit-hooks-read",
    "deposit-looked",
    "deposit-payment-noted",
    "deposit-before-commit",
    "deposit-settled",
];

/// A deposit of 20 that its gateway waits for.
pub(super) async fn opened(
    panel: &Panel,
    who: &Customer,
    (method_id, step): (MethodId, &str),
) -> DepositId {
    let wanted = Wanted {
        method_id,
        amount: Money::parse("20").unwrap(),
        form_id: format!("form {step}"),
        home: "http://127.0.0.1".into(),
    };
    let app = &panel.app;
    let id = open::begin(&app.db, &app.clock, who.id, wanted).await.unwrap();
    look::look(&app.ways, id).await.unwrap();
    id
}

/// A deposit to which a hook leads.
struct Paid {
    id: DepositId,
    who: Customer,
}

/// Kills the program at this step of a hook's way, and lets another one go on: the deposit is credited
/// once. Both programs have this environment; `hook` is sent to the address of the first.
async fn killed_at(
    field: &Field,
    (step, env): (&str, &[(&str, &str)]),
    paid: &Paid,
    hook: impl FnOnce(&str) -> RequestBuilder,
) {
    let Paid { id, who } = paid;
    let mut with: Vec<(&str, &str)> = vec![("WAYBILL_FAILPOINT", step)];
    with.extend_from_slice(env);
    let mut program = field.serve(Tell::Url, &with);
    // Whether it was answered before the program died, nobody knows.
    let _ = hook(&program.url).send().await;
    let since = Instant::now();
    while program.is_alive() {
        assert!(since.elapsed().as_secs() < 30, "no crash at {step}:\n{}", program.tail());
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    // The dead process has the hook and the deposit for two minutes.
    let hooks = "update hooks set confirm_at = now() where confirm_at > now()";
    field.execute(hooks).await.unwrap();
    let due = format!("update deposits set look_at = now() where id = {id} and look_at > now()");
    field.execute(&due).await.unwrap();
    let again = field.serve(Tell::Url, env);
    eventually("the deposit to be credited", async || {
        let sql = format!("select state from deposits where id = {id}");
        (field.value::<String>(&sql).await == "credited").then_some(())
    })
    .await;
    assert!(again.stop().success());
    let sql = "select balance from wallets where account_id =";
    let balance = field.value::<i64>(&format!("{sql} {}", who.id)).await;
    assert_eq!(balance, 20_000_000, "{step}");
    let moved = format!("select count(*) from transfers where account_id = {}", who.id);
    assert_eq!(field.value::<i64>(&moved).await, 1, "{step}");
}

pub(super) async fn door(field: &Field, method_id: MethodId) -> String {
    field.value(&format!("select '/hooks/' || door from methods where id = {method_id}")).await
}

pub(super) async fn reference(field: &Field, id: DepositId) -> String {
    field.value(&format!("select claim from deposits where id = {id}")).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_between_a_hook_and_its_credit() {
    let field = Field::new().await;
    let panel = beside(&field.options()).await;
    let method_id = sandbox_method(&panel).await;
    let door = door(&field, method_id).await;
    for step in STEPS {
        let who = panel.customer("0").await;
        let id = opened(&panel, &who, (method_id, step)).await;
        // It is paid at the sandbox, which has told nobody.
        let sql = "select token from sandbox_payments order by id desc limit 1";
        let token: String = field.value(sql).await;
        sandbox::act(&panel.app.ways, &token, (Act::Pay, true)).await.unwrap();
        let reference = reference(&field, id).await;
        let body = format!(r#"{{"id":"{step}","reference":"{reference}"}}"#);
        let line = signature(SANDBOX_SECRET, panel.app.clock.now(), &body);
        killed_at(&field, (step, &[]), &Paid { id, who }, |url| {
            panel.http.post(format!("{url}{door}")).header(SIGNATURE, line).body(body)
        })
        .await;
    }
    panel.assert_books().await;
    panel.stop().await;
    field.clear().await;
}

/// A payer has approved an order, and PayPal moves no money before it is told to: so a crash must not
/// capture twice, and not leave what was captured.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_between_an_approval_and_its_credit() {
    let field = Field::new().await;
    let server = Server::start(&PAYPAL).await;
    let url = server.world().url.clone();
    let base = format!("paypal={url}");
    let options = format!("--gateway-base={base}");
    let options = ["--no-work", "--connections", "4", ALLOW, &options];
    let database = Database::elsewhere("waybill");
    let panel = Panel::start_through(database, &options, field.options()).await;
    server.world().clock = Some(panel.app.clock.clone());
    let gateway = gateways::find(PAYPAL.id()).expect("it is a gateway");
    let method_id = test_method(&panel, gateway, PAYPAL.fields(&url)).await;
    let door = door(&field, method_id).await;
    let env = [("WAYBILL_GATEWAY_BASE", &*base), ("WAYBILL_PROVIDER_ALLOW", "127.0.0.0/8")];
    for step in ["deposit-hook-confirmed", "deposit-captured"].into_iter().chain(STEPS) {
        let who = panel.customer("0").await;
        let id = opened(&panel, &who, (method_id, step)).await;
        let reference = reference(&field, id).await;
        let body = {
            let mut world = server.world();
            let payment = world.find(&reference).expect("PayPal knows it");
            payment.pay();
            PAYPAL.body(payment, Event::Paid).expect("it tells of it")
        };
        let hook = PAYPAL.sign(PAYPAL.secret(), &body, panel.app.clock.now());
        killed_at(&field, (step, &env), &Paid { id, who }, |url| {
            let request = panel.http.post(format!("{url}{door}")).body(hook.body);
            hook.headers
                .into_iter()
                .fold(request, |request, (name, value)| request.header(name, value))
        })
        .await;
        // However often it was asked, it was under one id, so it was done once.
        let mut world = server.world();
        let payment = world.find(&reference).expect("PayPal knows it");
        assert_eq!(payment.notes["captured"], format!("{reference}-capture"), "{step}");
    }
    panel.assert_books().await;
    panel.stop().await;
    field.clear().await;
}
