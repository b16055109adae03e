//! The secret's fingerprint: a process with another secret says so and does not start.

use std::process::Command;

use crate::support::Database;

fn run(url: &str, secret: &str, words: &[&str]) -> (bool, String) {
    let out = Command::new(env!("CARGO_BIN_EXE_waybill"))
        .args(words)
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("DATABASE_URL", url)
        .env("WAYBILL_SECRET", secret)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    (out.status.success(), said)
}

#[tokio::test(flavor = "multi_thread")]
async fn another_secret_is_refused_until_the_owner_takes_it() {
    let database = Database::fresh().await;
    let (url, first) = (database.url(), "the first secret of this panel, long enough");
    let other = "another secret of this panel, also long enough";
    let token = ["token", "create", "--email", "nobody@example.com"];
    // Whoever comes first is right; there is no such account, and that is what it says.
    let (_, said) = run(&url, first, &token);
    assert!(!said.contains("not the secret"), "{said}");
    for words in [&token[..], &["serve", "--listen", "127.0.0.1:0"], &["work"]] {
        let (went_well, said) = run(&url, other, words);
        assert!(!went_well && said.contains("this is not the secret"), "{words:?}: {said}");
        assert!(said.contains("--new-secret"), "{said}");
    }
    let (_, said) = run(&url, first, &token);
    assert!(!said.contains("not the secret"), "{said}");

    let (went_well, said) = run(&url, other, &["migrate", "--new-secret"]);
    assert!(went_well, "{said}");
    let (_, said) = run(&url, other, &token);
    assert!(!said.contains("not the secret"), "{said}");
    let (went_well, said) = run(&url, first, &token);
    assert!(!went_well && said.contains("this is not the secret"), "{said}");
    database.drop().await;
}
