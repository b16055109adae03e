//! The API page: its examples run as they stand, and its sentences are those of the API.

use std::process::Stdio;

use tokio::process::Command;

use super::Visitor;
use crate::support::{Panel, still_panel};

/// The text of an element with this id, as a browser shows it.
fn text_of(html: &str, id: &str) -> String {
    let (_, rest) = html.split_once(&format!("id=\"{id}\">")).expect(id);
    let inside = rest.split("</code>").next().unwrap();
    let mut text = String::new();
    for part in inside.split('<') {
        text.push_str(part.split_once('>').map_or(part, |(_, text)| text));
    }
    let known = [("&#60;", "<"), ("&#62;", ">"), ("&#34;", "\""), ("&#39;", "'"), ("&#38;", "&")];
    known.iter().fold(text, |text, (coded, plain)| text.replace(coded, plain))
}

/// Runs a program with this text; `None` if this machine does not have the program.
async fn run(program: &str, flag: &str, text: &str) -> Option<String> {
    if program == "php" {
        // It comes with or without curl.
        let asked = "exit(function_exists('curl_init') ? 0 : 1);";
        Command::new("php")
            .args(["-r", asked])
            .output()
            .await
            .ok()
            .filter(|o| o.status.success())?;
    }
    let mut command = Command::new(program);
    command.args([flag, text]).stdin(Stdio::null()).kill_on_drop(true);
    let output = command.output().await.ok()?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let wrong = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program}: {said}{wrong}\n{text}");
    Some(said)
}

async fn examples(panel: &Panel, path: &str, secret: &str) -> Vec<String> {
    let visitor = Visitor::of(panel, panel.customer("0").await.id).await;
    let page = visitor.get(path).await;
    page.assert_status(200);
    let mut said = Vec::new();
    for (language, program, flag) in [
        ("curl", "sh", "-c"),
        ("python", "python3", "-c"),
        ("javascript", "node", "-e"),
        ("php", "php", "-r"),
    ] {
        let text = text_of(page.text(), &format!("example-{language}"));
        let text = text.replace("YOUR_KEY", secret).replace("YOUR_TOKEN", secret);
        assert!(text.contains(&panel.base) && text.contains(secret), "{text}");
        said.extend(run(program, flag, text.trim_start_matches("<?php")).await);
    }
    assert!(said.len() >= 2, "curl and Python are there");
    said
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_examples_run_as_they_stand() {
    still_panel(async |panel| {
        let who = panel.customer("100").await;
        let service = panel.service(|_| {}).await;
        assert_eq!(service, 1, "the examples order service 1");
        for said in examples(panel, "/api-docs", &who.key).await {
            // curl asks for the balance before it orders.
            let is_ordered = said.contains("99.50") || said.contains("\"order\":1");
            assert!(said.contains("Pending") && is_ordered, "{said}");
        }
        let token = panel.jwt(who.id, |token| token).await;
        for said in examples(panel, "/api-docs?of=marketplace", &token).await {
            assert!(!said.contains("message"), "{said}");
        }
        let sql = "update services set code = 1, dripfeed = true where id = 1";
        crate::support::rows::execute(panel, sql).await;
        for said in examples(panel, "/api-docs?of=order", &token).await {
            assert!(said.contains("pending"), "{said}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_page_says_the_sentences_of_the_api() {
    still_panel(async |panel| {
        let visitor = Visitor::of(panel, panel.customer("0").await.id).await;
        let page = visitor.get("/api-docs?of=none").await;
        page.assert_shows(&format!("{}/api/v2", panel.base)).assert_shows("/account/tokens");
        let answer = panel.v2("wb_wrong", &[("action", "balance")]).await;
        page.assert_shows(&format!("<code>{}</code>", answer["error"].as_str().unwrap()));
        for sentence in [
            "Not enough funds on balance",
            "Quantity less than minimal {min}",
            "The refill task is not completed for this order",
            "Mentions User Followers",
        ] {
            page.assert_shows(&format!("<code>{sentence}</code>"));
        }
        // The key's field has no name, and stands in no form.
        let (before, field) = page.text().split_once("id=\"api-key\"").unwrap();
        let field = field.split('>').next().unwrap();
        assert!(!field.contains("name=") && field.contains("autocomplete=\"off\""), "{field}");
        assert_eq!(before.matches("<form").count(), before.matches("</form>").count());
        for of in ["order", "marketplace"] {
            let page = visitor.get(&format!("/api-docs?of={of}")).await;
            page.assert_status(200).assert_shows("Authorization: Bearer");
        }
    })
    .await;
}
