//! Pages that the owner writes, among them the terms; and that no text gets out of them.

use reqwest::{Method, RequestBuilder};
use waybill::accounts::role::Role;

use super::{Answer, NOTHING, Visitor};
use crate::support::rows::value;
use crate::support::{Panel, still_panel};

const LIST: &str = "/admin/pages";

fn form<'f>(own: &[(&'f str, &'f str)]) -> Vec<(&'f str, &'f str)> {
    let usual = [("slug", "faq"), ("readers", "everyone"), ("publish", "1")];
    own.iter().copied().chain(usual).collect()
}

async fn owner(panel: &Panel) -> Visitor<'_> {
    Visitor::of(panel, panel.account(Role::Owner).await.id).await
}

async fn write(owner: &Visitor<'_>, fields: &[(&str, &str)]) {
    owner.post(LIST, &form(fields)).await.assert_goes(LIST);
}

fn lacks(answer: &Answer, words: &str) {
    assert!(!answer.text().contains(words), "{} shows {words:?}", answer.asked);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_is_read_by_those_for_whom_it_is() {
    still_panel(async |panel| {
        let (owner, guest) = (owner(panel).await, Visitor::new(panel));
        let customer = Visitor::of(panel, panel.customer("0").await.id).await;
        owner.get(LIST).await.assert_shows("No pages yet");
        guest.get("/pages").await.assert_status(200).assert_shows("No pages yet");
        lacks(&customer.get("/orders").await, "href=\"/pages\"");
        lacks(&guest.get("/").await, "href=\"/pages");

        let page = [("title-en", "Questions"), ("text-en", "# How?\n\n1. So\n2. *And* so")];
        let draft: Vec<_> =
            form(&page).into_iter().filter(|(name, _)| *name != "publish").collect();
        owner.post(LIST, &draft).await.assert_goes(LIST);
        owner.get(LIST).await.assert_shows("Draft").assert_shows("/pages/faq");
        let nothing = customer.get("/pages/nothing").await;
        for visitor in [&guest, &customer, &owner] {
            let hidden = visitor.get("/pages/faq").await;
            hidden.assert_status(404);
            lacks(&visitor.get("/pages").await, "Questions");
        }
        assert_eq!(customer.get("/pages/faq").await.text(), nothing.text());

        owner.post(&format!("{LIST}/1/publish"), &NOTHING).await.assert_goes(LIST);
        for visitor in [&guest, &customer] {
            let page = visitor.get("/pages/faq").await;
            page.assert_status(200).assert_shows("<h2 dir=\"auto\">How?</h2>");
            page.assert_shows("<li dir=\"auto\"><em>And</em> so</li>")
                .assert_shows("Last changed on");
            visitor.get("/pages").await.assert_shows("href=\"/pages/faq\"");
        }
        guest.get("/").await.assert_shows("href=\"/pages/faq\"");
        guest.get("/robots.txt").await.assert_shows("Allow: /pages\n");
        customer.get("/orders").await.assert_shows("href=\"/pages\"");
        customer.get("/palette?q=quest").await.assert_shows("href=\"/pages/faq\"");
        owner.get("/admin/palette?q=faq").await.assert_shows("href=\"/admin/pages\"");

        // For customers alone, and first in the list.
        let own = [
            ("slug", "How-To"),
            ("readers", "customers"),
            ("title-en", "For you"),
            ("text-en", "Only you."),
            ("title-es", "Para ti"),
            ("text-es", "Solo tú."),
        ];
        write(&owner, &own).await;
        owner.post(&format!("{LIST}/2/first"), &NOTHING).await.assert_goes(LIST);
        guest.get("/pages/how-to").await.assert_goes("/sign-in?next=/pages/how-to");
        lacks(&guest.get("/pages").await, "For you");
        lacks(&guest.get("/").await, "how-to");
        let list = customer.get("/pages").await;
        assert!(list.text().find("For you") < list.text().find("Questions"), "{}", list.text());
        let spanish =
            Visitor::of(panel, panel.customer("0").await.id).await.with_cookie("lang", "es");
        spanish.get("/pages/how-to").await.assert_shows("Solo tú.").assert_shows("Para ti</bdi>");
        let arabic = Visitor::new(panel).with_cookie("lang", "ar");
        let page = arabic.get("/pages/faq").await;
        page.assert_shows("<bdi lang=\"en\">Questions</bdi>")
            .assert_shows("lang=\"en\" dir=\"ltr\"");

        // Another process knows of it at once.
        let second = panel.second(&["--no-work"]).await;
        let there = Visitor::new(&second);
        there.get("/pages/later").await.assert_status(404);
        write(&owner, &[("slug", "later"), ("title-en", "Later"), ("text-en", "x")]).await;
        there.get("/pages/later").await.assert_status(200);
        second.stop().await;

        owner.post(&format!("{LIST}/1/unpublish"), &NOTHING).await.assert_goes(LIST);
        guest.get("/pages/faq").await.assert_status(404);
        owner.post(&format!("{LIST}/1/delete"), &NOTHING).await.assert_goes(LIST);
        owner.get(&format!("{LIST}/1")).await.assert_status(404);
        let audit =
            "select string_agg(action, ' ' order by id) from audit where subject = 'page:1'";
        let audit: String = value(panel, audit).await;
        assert_eq!(audit, "page.create page.publish page.publish page.delete");
    })
    .await;
}

/// The body of an answer that may show `javascript:` as text.
async fn bare(request: RequestBuilder) -> String {
    let answer = request.send().await.unwrap();
    assert_eq!(answer.status(), 200);
    answer.text().await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_text_gets_out_of_its_page() {
    still_panel(async |panel| {
        let (owner, guest) = (owner(panel).await, Visitor::new(panel));
        write(&owner, &[("title-en", "<b>Title</b>"), ("text-en", "x")]).await;
        for (text, version) in [
            "<script>alert(1)</script>",
            "<img src=x onerror=\"alert(1)\">",
            "a <b style=\"color:red\">b</b> <iframe src=\"https://evil.example\"></iframe>",
            "[a](javascript:alert(1))",
            "[a](JAVASCRIPT:alert(1))",
            "[a](java&#x09;script:alert(1))",
            "[a](<java\tscript:alert(1)>)",
            "[a](&#106;avascript:alert(1))",
            "[a](data:text/html;base64,PHNjcmlwdD4=)",
            "[a](//evil.example)",
            "[a](/\\evil.example)",
            "[a](https://good.example@evil.example/)",
            "![picture](https://evil.example/track.png)",
            "<javascript:alert(1)>",
            "[a]: javascript:alert(1)\n\n[a]",
            "[a](https://a.example/\"onclick=\"alert(1)) <https://b.example/\">",
            "[letter](mailto:help@shop.example) <help@shop.example>",
            &">".repeat(10_000),
            &"[".repeat(10_000),
            &"- ".repeat(10_000),
            &"![[".repeat(5_000),
        ]
        .into_iter()
        .zip(1_i32..)
        {
            let seen = version.to_string();
            let fields =
                form(&[("version", &seen), ("title-en", "<b>Title</b>"), ("text-en", text)]);
            owner.post(&format!("{LIST}/1"), &fields).await.assert_goes(LIST);
            let page = bare(guest.request(Method::GET, "/pages/faq")).await;
            assert!(page.contains("&#60;b&#62;Title"), "{page}");
            let main = page.split("class=\"prose\"").nth(1).unwrap();
            let main = main.split("</main>").next().unwrap().to_lowercase();
            for out in ["<script", "<img", "<b>", "<b ", "<iframe", " style=\"", "=\"javascript:"] {
                assert!(!main.contains(out), "{text:?}: {main}");
            }
            let preview = owner.request(Method::POST, &format!("{LIST}/preview")).form(&fields);
            assert!(bare(preview).await.contains("id=\"preview\""));
            if !text.to_lowercase().contains("javascript:") {
                // These answers are checked for all that no page may have, see `headers::assert_own`.
                guest.get("/pages/faq").await.assert_status(200);
                owner.get(&format!("{LIST}/1")).await.assert_status(200);
            }
        }
        // A megabyte is refused, and comes back.
        let body = "[".repeat(1024 * 1024);
        let long = form(&[("version", "1"), ("title-en", "A"), ("text-en", &body)]);
        let refused = owner.post(&format!("{LIST}/1"), &long).await;
        refused.assert_status(422).assert_shows("At most 50000 characters, and this has 1048576.");
        owner.post(&format!("{LIST}/preview"), &long).await.assert_status(200);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_wrong_is_said_and_nothing_is_saved_over() {
    still_panel(async |panel| {
        let (one, two) = (owner(panel).await, owner(panel).await);
        write(&one, &[("title-en", "A"), ("text-en", "x")]).await;
        for (own, field, words) in [
            (vec![("slug", "new")], "title-en", "Write it in one language at least."),
            (
                vec![("slug", "new"), ("title-en", "A")],
                "text-en",
                "Write the text in this language",
            ),
            (vec![("slug", "a/b"), ("title-en", "A"), ("text-en", "x")], "slug", "small letters"),
            (vec![("title-en", "A"), ("text-en", "x")], "slug", "Another page has this address."),
            (
                vec![
                    ("slug", "terms"),
                    ("readers", "customers"),
                    ("title-en", "A"),
                    ("text-en", "x"),
                ],
                "readers",
                "The terms are for everyone",
            ),
        ] {
            let refused = one.post(LIST, &form(&own)).await;
            refused.assert_status(422).assert_shows(words);
            refused.assert_shows(&format!("id=\"error-{field}\""));
        }
        let path = format!("{LIST}/1");
        let seen = two.get(&path).await.hidden("version");
        let save = async |who: &Visitor<'_>, text: &str, version: &str| {
            let own = [("version", version), ("title-en", "A"), ("text-en", text)];
            who.post(&path, &form(&own)).await
        };
        save(&one, "Mine", &seen).await.assert_goes(LIST);
        let refused = save(&two, "Theirs", &seen).await;
        refused
            .assert_status(422)
            .assert_shows("Somebody else has saved it")
            .assert_shows("Theirs");
        Visitor::new(panel).get("/pages/faq").await.assert_shows("Mine");
        save(&two, "Theirs", &refused.hidden("version")).await.assert_goes(LIST);
        Visitor::new(panel).get("/pages/faq").await.assert_shows("Theirs");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_owners_terms_take_the_place_of_the_panels() {
    still_panel(async |panel| {
        let (owner, guest) = (owner(panel).await, Visitor::new(panel));
        let customer = Visitor::of(panel, panel.customer("0").await.id).await;
        guest.get("/terms").await.assert_shows("In force since 2026-01-01.");
        // Whoever has accepted the panel's own is not asked because the owner writes them anew.
        let own = [("slug", "terms"), ("title-en", "Our rules"), ("text-en", "Be **kind**.")];
        write(&owner, &own).await;
        let page = guest.get("/terms").await;
        page.assert_shows("Our rules</bdi>").assert_shows("<strong>kind</strong>");
        lacks(&page, "What this panel does");
        guest.get("/pages/terms").await.assert_status(308);
        lacks(&guest.get("/pages").await, "Our rules");
        customer.get("/orders").await.assert_status(200);

        let path = format!("{LIST}/1");
        let version = owner.get(&path).await.hidden("version");
        let asking = form(&[
            ("slug", "terms"),
            ("version", &version),
            ("ask_again", "1"),
            ("title-en", "Our rules"),
            ("text-en", "Be **kinder**."),
        ]);
        owner.post(&path, &asking).await.assert_goes(LIST);
        customer.get("/orders").await.assert_goes("/accept-terms?next=%2Forders");
        let page = customer.get("/accept-terms?next=%2Forders").await;
        page.assert_shows("<strong>kinder</strong>").assert_shows("Our rules</h2>");
        let first = page.hidden("version");
        let accept = async |who: &Visitor<'_>, version: &str| {
            let fields = [("version", version), ("next", "/orders"), ("terms", "1")];
            who.post("/accept-terms", &fields).await
        };
        accept(&customer, "2026-01-01").await.assert_status(422);
        accept(&owner, &first).await.assert_goes("/orders");
        // They change while the customer reads.
        let version = owner.get(&path).await.hidden("version");
        let again = form(&[
            ("slug", "terms"),
            ("version", &version),
            ("ask_again", "1"),
            ("title-en", "Our rules"),
            ("text-en", "Be kindest."),
        ]);
        owner.post(&path, &again).await.assert_goes(LIST);
        let refused = accept(&customer, &first).await;
        refused.assert_status(422).assert_shows("The terms have changed").assert_shows("kindest");
        customer.get("/orders").await.assert_goes("/accept-terms?next=%2Forders");
        accept(&customer, &refused.hidden("version")).await.assert_goes("/orders");
        customer.get("/orders").await.assert_status(200);
        accept(&owner, &refused.hidden("version")).await.assert_goes("/orders");
        // A comma is put right: nobody is asked.
        let version = owner.get(&path).await.hidden("version");
        let quiet = form(&[
            ("slug", "terms"),
            ("version", &version),
            ("title-en", "Our rules"),
            ("text-en", "Be kindest!"),
        ]);
        owner.post(&path, &quiet).await.assert_goes(LIST);
        customer.get("/orders").await.assert_status(200);
        guest.get("/terms").await.assert_shows("Be kindest!");
        // Who signs up now has accepted them.
        let new = Visitor::new(panel);
        let fields =
            [("email", "new@example.com"), ("password", crate::support::PASSWORD), ("terms", "1")];
        new.post("/sign-up", &fields).await.assert_goes("/");
        new.get("/orders").await.assert_status(200);

        owner.post(&format!("{path}/unpublish"), &NOTHING).await.assert_goes(LIST);
        guest.get("/terms").await.assert_shows("In force since 2026-01-01.");
        customer.get("/orders").await.assert_status(200);
        let asked = "select count(*) from audit where action = 'page.update'
                     and (after ->> 'asks_again')::boolean";
        assert_eq!(value::<i64>(panel, asked).await, 2);
    })
    .await;
}
