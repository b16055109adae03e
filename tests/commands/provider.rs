//! `waybill provider`: add, test, import, list.

use std::io::Write as _;
use std::process::Stdio;

use serde_json::json;

use super::{Operator, text};
use crate::providers::line;
use crate::support::upstream::Upstream;
use crate::support::{ALLOW, Database};

impl Operator {
    /// What `provider add` answers with this key as its input: whether it succeeded, and its words.
    fn add(&self, words: &[&str], key: &str) -> (bool, String) {
        let words = [&["provider", "add", "--key-stdin"], words].concat();
        let mut child = self
            .command(&words)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(key.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        (output.status.success(), format!("{}{}", text(&output.stdout), text(&output.stderr)))
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_provider_is_added_tested_and_imported_from() {
    let upstream = Upstream::start().await;
    upstream.set_services(json!([line(7, "1.00"), line(8, "0.50")]));
    let database = Database::fresh().await;
    let operator = Operator::with(&database);
    let named = ["--name", "Supplier", "--protocol", "smm_v2", "--url", upstream.url.as_str()];

    let (done, said) = operator.add(&named, "the-key\n");
    assert!(!done && said.contains("Give this command --provider-allow too"), "{said}");
    let allowed = [&named[..], &[ALLOW]].concat();
    let (done, said) = operator.add(&allowed, "two words");
    assert!(!done && said.contains("key"), "{said}");
    for (words, why) in [
        (&["--currency", "EUR"][..], "say what one of it is worth"),
        (&["--currency", "EUR", "--rate", "0"], "a number above 0"),
        (&["--currency", " ", "--rate", "1.08"], "a code such as USD"),
        (&["--rate", "1e3"], "a number above 0"),
        (&["--prices", "never"], "follow, ask or report"),
    ] {
        let (done, said) = operator.add(&[&allowed[..], words].concat(), "the-key\n");
        assert!(!done && said.contains(why), "{words:?}: {said}");
    }
    let (done, said) = operator.add(&allowed, "the-key\n");
    assert!(done, "{said}");
    let id = said.lines().next().unwrap().trim().to_owned();
    let (done, said) = operator.add(&allowed, "the-key\n");
    assert!(!done && said.contains("another provider has this name"), "{said}");

    let told = operator.say(&["provider", "test", "supplier", ALLOW]);
    assert!(told.starts_with("Supplier: 100.00 USD, answered in "), "{told}");
    assert_eq!(upstream.calls("balance")[0]["key"], "the-key");
    let said = operator.complain(&["provider", "test", &id]);
    assert!(said.contains("Give this command --provider-allow too"), "{said}");
    assert!(operator.complain(&["provider", "test", "nobody"]).contains("no provider nobody"));

    let import = ["provider", "import", "Supplier", "--services", "8", "--margin", "20%", ALLOW];
    let first = operator.say(&import);
    let said = first.trim();
    assert!(said.starts_with("8 → ") && said.ends_with(", 0.60"), "{first}");
    assert_eq!(operator.say(&import), first, "running it again changes nothing");
    let all = ["provider", "import", &id, "--all", "--fixed", "0.05", ALLOW];
    let both = operator.say(&all);
    let ends: Vec<&str> = both.lines().map(|line| line.rsplit(", ").next().unwrap()).collect();
    assert_eq!(ends, ["1.05", "0.55"], "{both}");
    assert_eq!(first.split(',').next(), both.lines().nth(1).unwrap().split(',').next());
    for words in [
        &["--services", "404"][..],
        &["--all", "--margin=-5%"],
        &["--all", "--margin", "1000000%"],
        &["--all", "--fixed", "x"],
        &["--all", "--step", "0"],
        &["--all", "--services", "7"],
        &["--all", "--category", ""],
        &["--all", "--map", "Video"],
        &["--all", "--map", "Video="],
        &["--all", "--map", "Nothing of theirs=Films"],
        &[],
    ] {
        operator.complain(&[&["provider", "import", &id, ALLOW], words].concat());
    }
    assert_eq!(operator.say(&["provider", "import", &id, "--all", ALLOW]), both, "nothing moved");
    let mapped = ["provider", "import", &id, "--all", "--map", "Video=Films", ALLOW];
    assert_eq!(operator.say(&mapped), both, "what moves keeps its id and its price");

    // A line that cannot be read is named, whatever is imported.
    let mut dear = line(9, "free");
    dear["name"] = json!("Views\u{202e} 9");
    let mut lame = line(8, "0.50");
    lame["min"] = json!(null);
    upstream.set_services(json!([line(7, "1.00"), lame, dear]));
    let output = operator.run(&["provider", "import", &id, "--all", ALLOW]);
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success() && out.lines().count() == 1, "{out}\n{err}");
    for named in [
        "8 (Views 8) is left out: its smallest quantity cannot be read",
        "9 (Views 9) is left out: its rate cannot be read: “free”",
        "2 left out",
    ] {
        assert!(err.contains(named), "{err}");
    }
    let output = operator.run(&["provider", "import", &id, "--services", "7,9", ALLOW]);
    let err = text(&output.stderr);
    assert!(
        err.contains("8 (Views 8) was not read: its smallest")
            && err.contains("9 (Views 9) is left")
    );

    let list = operator.say(&["provider", "list"]);
    assert!(list.contains("Supplier\tsmm_v2\t") && list.contains("By hand"), "{list}");
    assert!(!list.contains("the-key"));
    database.drop().await;
}

/// There is no list to import from, and the command says what to do instead.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_provider_without_a_list_is_sold_by_routes() {
    let database = Database::fresh().await;
    let operator = Operator::with(&database);
    let url = "https://votes.example/api";
    let (done, said) =
        operator.add(&["--name", "Votes", "--protocol", "order_api", "--url", url], "a.b.c");
    assert!(done && said.contains("Delivered by"), "{said}");
    let said = operator.complain(&["provider", "import", "Votes", "--all"]);
    assert!(said.contains("no list") && said.contains("Delivered by"), "{said}");
    operator.complain(&["provider", "import", "By hand", "--all"]);
    database.drop().await;
}
