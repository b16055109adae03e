//! `waybill payment`: methods through gateways, and deposits, in a terminal.

use std::io::Write as _;
use std::process::Stdio;

use waybill::payments::open::{self, Wanted};
use waybill::payments::{MethodId, gateways::sandbox};

use super::{Operator, text};
use crate::support::{Database, Panel};

impl Operator {
    /// What `payment method add` answers with this as its input: whether it succeeded, and its words.
    fn add_method(&self, words: &[&str], settings: &str) -> (bool, String) {
        let words = [&["payment", "method", "add", "--settings-stdin"], words].concat();
        let mut child = self
            .command(&words)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(settings.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        (output.status.success(), format!("{}{}", text(&output.stdout), text(&output.stderr)))
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_method_is_made_and_a_deposit_is_looked_at() {
    let database = Database::fresh().await;
    let operator = Operator::with(&database);
    let named = ["--gateway", "sandbox", "--name", "Sandbox", "--currency", "usd"];
    let test = [&named[..], &["--mode", "test", "--public-url", "https://panel.example"]].concat();
    let settings = r#"{"secret":"the sandbox's secret"}"#;
    for (words, settings, why) in [
        (&test[..], "{}", "secret: 8 to 100 characters"),
        (&test[..], "secret", "no JSON object of texts"),
        (&test[..], r#"{"secret":"the sandbox's secret","x":"y"}"#, "has no field x"),
        (&[&named[..], &["--mode", "live"]].concat(), settings, "for tests only"),
    ] {
        let (done, said) = operator.add_method(words, settings);
        assert!(!done && said.contains(why), "{said}");
    }
    let (done, said) = operator.add_method(&test, settings);
    assert!(done, "{said}");
    let (id, address) = said.lines().next().unwrap().split_once('\t').unwrap();
    assert!(address.starts_with("https://panel.example/hooks/"), "{said}");
    assert!(operator.say(&["payment", "method", "list"]).contains("off\tsandbox\ttest\tSandbox"));
    assert!(operator.say(&["payment", "method", "test", id]).contains("nothing to reach"));
    let complaint = operator.complain(&["payment", "method", "test", "424242"]);
    assert!(complaint.contains("no such method"), "{complaint}");
    for (words, why) in [
        (["--fee-percent", "2.999"], "at most two decimals"),
        (["--fee-fixed", "x"], "--fee-fixed x"),
        (["--on-less", "all"], "share or staff"),
        (["--on-late", "never"], "credit or staff"),
    ] {
        let (done, said) = operator.add_method(&[&test[..], &words].concat(), settings);
        assert!(!done && said.contains(why), "{said}");
    }
    assert_eq!(operator.say(&["payment", "method", "enable", id]), "Sandbox is offered now.\n");

    let panel = Panel::start(database.again(), &["--no-work"]).await;
    let who = panel.customer("0").await;
    let wanted = Wanted {
        method_id: MethodId::new(id.parse().unwrap()),
        amount: waybill::kit::money::Money::parse("20").unwrap(),
        form_id: "a form".into(),
        home: "http://127.0.0.1".into(),
    };
    let app = &panel.app;
    let deposit = open::begin(&app.db, &app.clock, who.id, wanted).await.unwrap().to_string();
    let look = ["payment", "look", &deposit];
    assert!(operator.say(&look).contains("is open at its gateway now"));
    assert_eq!(operator.say(&look), format!("Deposit {deposit} is pending.\n"));
    let sql = "select token from sandbox_payments";
    let token: String = sqlx::query_scalar(sql).fetch_one(app.db.pool()).await.unwrap();
    sandbox::act(&app.ways, &token, (sandbox::Act::Pay, true)).await.unwrap();
    assert_eq!(operator.say(&look), format!("Deposit {deposit} is credited.\n"));
    assert_eq!(panel.balance(&who).await, "20.00");
    let listed = operator.say(&["payment", "list", "--find", &deposit]);
    assert!(listed.contains("credited\t20.00\t20.00 USD\t20.00\tSandbox"), "{listed}");
    assert!(
        operator.complain(&["payment", "settle", &deposit]).contains("no money of this deposit")
    );
    let list = operator.dir.path().join("list.csv");
    let reference = "select claim from deposits";
    let claim: String = sqlx::query_scalar(reference).fetch_one(app.db.pool()).await.unwrap();
    std::fs::write(&list, format!("id,amount\n{claim},20\nstrange,3\nworse,x\n")).unwrap();
    let file = list.display().to_string();
    let days = ["--from", "2020-01-01", "--to", "2100-01-01"];
    let compare = [&["payment", "compare", id, &*file][..], &days].concat();
    let compared = operator.say(&compare);
    assert!(compared.contains("missing here\t\tstrange\t\t3.00 USD\t3\n"), "{compared}");
    assert!(compared.contains("worse, x\t4\t"), "{compared}");
    assert!(compared.contains("Payments that agree: 1."), "{compared}");
    let wrong = [&compare[..], &["--id-column", "what"]].concat();
    let complaint = operator.complain(&wrong);
    assert!(complaint.contains("there are: id, amount"), "{complaint}");
    assert_eq!(operator.say(&["payment", "list", "--disputes"]), "");
    assert!(operator.complain(&["payment", "look", "424242"]).contains("there is no deposit"));
    assert!(operator.say(&["payment", "method", "disable", id]).contains("not offered any more"));
    panel.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_of_a_gateway_that_cannot_be_right_ends_the_start() {
    let database = Database::fresh().await;
    let operator = Operator::with(&database);
    for (base, why) in [
        ("nobody=https://pay.example.com", "there is no gateway nobody"),
        ("sandbox", "NAME=URL"),
        ("sandbox=pay.example.com", "is no URL"),
        ("sandbox=ftp://pay.example.com", "https:// or http://"),
        ("sandbox=https://user:word@pay.example.com", "https:// or http://"),
        ("sandbox=https://pay.example.com/?key=1", "https:// or http://"),
        ("sandbox=http://127.0.0.1:9", "--provider-allow"),
        ("sandbox=http://pay.example.com", "--provider-allow"),
    ] {
        for command in [&["serve"][..], &["work"], &["payment", "list"]] {
            let said = operator.complain(&[command, &["--gateway-base", base]].concat());
            assert!(said.contains(why), "{command:?} {base}: {said}");
        }
    }
    let right =
        ["--gateway-base", "sandbox=http://127.0.0.1:9/", "--provider-allow", "127.0.0.1/32"];
    operator.say(&[&["payment", "list"][..], &right].concat());
    operator.say(&[&["payment"][..], &right, &["list"]].concat());
}
