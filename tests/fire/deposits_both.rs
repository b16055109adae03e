//! Two programs on one database get hooks, returns and looks of one deposit at once, and one of them is
//! killed between the hook and the credit: the money comes once, and the other program goes on.

use futures_util::future::join_all;
use reqwest::RequestBuilder;
use waybill::accounts::role::Role;
use waybill::payments::gateways::sandbox::{self, Act, SIGNATURE, signature};
use waybill::payments::{DepositId, MethodId};

use super::deposits::{STEPS, door, opened, reference};
use super::panel::beside;
use super::{Field, Tell, rounds};
use crate::support::gateways::{SANDBOX_SECRET, sandbox_method};
use crate::support::{Customer, Panel, eventually};
use crate::web::{NOTHING, Visitor};

/// So many of each kind are sent at once.
const EACH: usize = 20;
/// Which of the two programs comes to a step first is chance: so many deposits are paid until the one that
/// is to die has come there.
const TRIES_MAX: u32 = 60;

/// A deposit that is paid at the sandbox, which has told nobody.
struct Paid {
    id: DepositId,
    who: Customer,
    reference: String,
}

/// What both programs share.
struct Shop<'f> {
    field: &'f Field,
    panel: &'f Panel,
    method_id: MethodId,
    door: String,
    staff: Customer,
}

impl Shop<'_> {
    async fn paid(&self, what: &str) -> Paid {
        let who = self.panel.customer("0").await;
        let id = opened(self.panel, &who, (self.method_id, what)).await;
        // The programs' workers may have been quicker.
        let state = format!("select state from deposits where id = {id}");
        eventually("the sandbox to know it", async || {
            (self.field.value::<String>(&state).await == "pending").then_some(())
        })
        .await;
        let reference = reference(self.field, id).await;
        let sql = format!("select token from sandbox_payments where reference = '{reference}'");
        let token: String = self.field.value(&sql).await;
        sandbox::act(&self.panel.app.ways, &token, (Act::Pay, true)).await.unwrap();
        Paid { id, who, reference }
    }

    /// Hooks, returns of the customer and looks that staff ask for, all at once, to the two addresses in
    /// turn. The program at the second one answers all of its own.
    async fn all_at_once(&self, urls: [&str; 2], paid: &Paid) {
        let Paid { id, who, reference } = paid;
        let session = async |account: &Customer| {
            format!("session={}", Visitor::of(self.panel, account.id).await.session())
        };
        let (customer, staff) = (session(who).await, session(&self.staff).await);
        let (http, now) = (&self.panel.http, self.panel.app.clock.now());
        let mut requests = Vec::with_capacity(3 * EACH);
        for url in urls.into_iter().cycle().take(EACH) {
            let n = requests.len();
            let body = format!(r#"{{"id":"{reference}-{n}","reference":"{reference}"}}"#);
            let line = signature(SANDBOX_SECRET, now, &body);
            let hook = http.post(format!("{url}{}", self.door)).header(SIGNATURE, line).body(body);
            let back = http.get(format!("{url}/deposits/{id}?back=1")).header("cookie", &customer);
            let look = http.post(format!("{url}/admin/deposits/{id}/look")).form(&NOTHING);
            requests.extend([(200, hook), (303, back), (303, look.header("cookie", &staff))]);
        }
        let (statuses, requests): (Vec<u16>, Vec<RequestBuilder>) = requests.into_iter().unzip();
        let answers = join_all(requests.into_iter().map(RequestBuilder::send)).await;
        for (at, (status, answer)) in statuses.into_iter().zip(answers).enumerate() {
            // Three to one program, three to the other.
            if at / 3 % 2 == 1 {
                assert_eq!(answer.unwrap().status().as_u16(), status, "request {at}");
            }
        }
    }

    async fn comes_once(&self, paid: &Paid, what: &str) {
        let Paid { id, who, .. } = paid;
        // A program that has died had the deposit for two minutes.
        let due = format!(
            "update deposits set look_at = now()
             where id = {id} and credited is null and look_at > now()"
        );
        let state = format!("select state from deposits where id = {id}");
        eventually("the deposit to be credited", async || {
            self.field.execute(&due).await.unwrap();
            (self.field.value::<String>(&state).await == "credited").then_some(())
        })
        .await;
        // One more look, when all is done, changes nothing.
        let again = format!("update deposits set look_at = now() where id = {id}");
        self.field.execute(&again).await.unwrap();
        let due = format!(
            "update deposits set look_at = now()
             where id = {id} and look_at > now() and look_at < now() + interval '1 hour'"
        );
        let looked =
            format!("select look_at > now() + interval '1 hour' from deposits where id = {id}");
        eventually("the last look", async || {
            self.field.execute(&due).await.unwrap();
            self.field.value::<bool>(&looked).await.then_some(())
        })
        .await;
        let sql = format!("select balance from wallets where account_id = {}", who.id);
        assert_eq!(self.field.value::<i64>(&sql).await, 20_000_000, "{what}");
        let sql = format!("select count(*) from transfers where account_id = {}", who.id);
        assert_eq!(self.field.value::<i64>(&sql).await, 1, "{what}");
        let sql = format!("select count(*) from deposit_payments where deposit_id = {id}");
        assert_eq!(self.field.value::<i64>(&sql).await, 1, "{what}");
    }

    /// One of two programs is killed at this step; the other one goes on.
    async fn killed_at(&self, step: &str) {
        let mut killed = self.field.serve(Tell::Url, &[("WAYBILL_FAILPOINT", step)]);
        let stays = self.field.serve(Tell::Url, &[]);
        let mut tries = 0;
        while killed.is_alive() {
            tries += 1;
            assert!(tries <= TRIES_MAX, "no crash at {step}:\n{}", killed.tail());
            let paid = self.paid(&format!("{step} {tries}")).await;
            self.all_at_once([&killed.url, &stays.url], &paid).await;
            self.comes_once(&paid, step).await;
        }
        let paid = self.paid(&format!("{step}, alone")).await;
        self.all_at_once([&stays.url, &stays.url], &paid).await;
        self.comes_once(&paid, step).await;
        assert!(stays.stop().success());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_of_two_is_killed_while_both_credit() {
    let field = Field::new().await;
    let panel = beside(&field.options()).await;
    let method_id = sandbox_method(&panel).await;
    let shop = Shop {
        field: &field,
        panel: &panel,
        method_id,
        door: door(&field, method_id).await,
        staff: panel.account(Role::Admin).await,
    };
    for round in 0..rounds(1, 5) {
        for step in STEPS {
            println!("round {round}: {step}");
            shop.killed_at(step).await;
        }
    }
    panel.assert_books().await;
    panel.stop().await;
    field.clear().await;
}
