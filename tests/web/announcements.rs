//! Announcements: written by the owner, seen by those whom they concern while they last, and dismissed.

use chrono::TimeDelta;
use waybill::accounts::role::Role;

use super::{Answer, NOTHING, Visitor};
use crate::support::rows::{execute, value};
use crate::support::{Panel, still_panel};

const LIST: &str = "/admin/announcements";

/// The fields of the form, as a browser sends them; later ones of the same name are not read.
fn form<'f>(own: &[(&'f str, &'f str)]) -> Vec<(&'f str, &'f str)> {
    let usual = [
        ("place", "banner"),
        ("level", "info"),
        ("audience", "everyone"),
        ("dismissible", "1"),
        ("publish", "1"),
    ];
    own.iter().copied().chain(usual).collect()
}

async fn owner(panel: &Panel) -> Visitor<'_> {
    Visitor::of(panel, panel.account(Role::Owner).await.id).await
}

async fn announce(owner: &Visitor<'_>, fields: &[(&str, &str)]) {
    owner.post(LIST, &form(fields)).await.assert_goes(LIST);
}

fn lacks(answer: &Answer, words: &str) {
    assert!(!answer.text().contains(words), "{} shows {words:?}", answer.asked);
}

/// The text of a field for day and time; people's zone is UTC here.
fn field(panel: &Panel, hours: i64) -> String {
    let at = panel.app.clock.now() + TimeDelta::hours(hours);
    at.format("%Y-%m-%dT%H:%M").to_string()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_banner_is_written_published_and_dismissed() {
    still_panel(async |panel| {
        let owner = owner(panel).await;
        let ann = Visitor::of(panel, panel.customer("0").await.id).await;
        let bob = Visitor::of(panel, panel.customer("0").await.id).await;
        ann.get("/announcements").await.assert_shows("Nothing announced yet");
        ann.post("/announcements/1/dismiss", &NOTHING).await.assert_status(404);
        owner.get(LIST).await.assert_shows("Nothing announced yet");
        owner
            .get(&format!("{LIST}/new"))
            .await
            .assert_shows("name=\"text-ar\"")
            .assert_shows("العربية");

        let typed = [("title-en", "Slow <today>"), ("text-en", "Views take **longer**.")];
        let preview = owner.post(&format!("{LIST}/preview"), &form(&typed)).await;
        preview.assert_status(200).assert_shows("<strong>longer</strong>");
        preview
            .assert_shows("value=\"Slow &#60;today&#62;\"")
            .assert_shows("Views take **longer**.");
        assert_eq!(value::<i64>(panel, "select count(*) from announcements").await, 0);
        // The script asks for the preview alone.
        let part = owner.request(reqwest::Method::POST, &format!("{LIST}/preview"));
        let part = owner.send(part.header("hx-request", "true").form(&form(&typed))).await;
        part.assert_status(200).assert_shows("<strong>longer</strong>");
        lacks(&part, "<form");

        let draft: Vec<_> =
            form(&typed).into_iter().filter(|(name, _)| *name != "publish").collect();
        owner.post(LIST, &draft).await.assert_goes(LIST);
        owner.get(LIST).await.assert_shows("Draft").assert_shows("Slow &#60;today&#62;");
        lacks(&ann.get("/orders").await, "Slow ");
        lacks(&ann.get("/announcements").await, "Slow ");
        ann.post("/announcements/1/dismiss", &NOTHING).await.assert_status(404);

        owner.post(&format!("{LIST}/1/publish"), &NOTHING).await.assert_goes(LIST);
        owner.get(LIST).await.assert_shows("Shown").assert_shows("Banner, can be dismissed");
        for path in ["/orders", "/new", "/services", "/no-such-page"] {
            let page = ann.get(path).await;
            page.assert_shows("Slow &#60;today&#62;</b>").assert_shows("<strong>longer</strong>");
        }
        for path in ["/", "/terms"] {
            lacks(&Visitor::new(panel).get(path).await, "Slow ");
        }
        lacks(&owner.get("/admin").await, "Slow ");

        let dismiss = ann.request(reqwest::Method::POST, "/announcements/1/dismiss");
        let from = format!("{}/orders?state=partial", panel.base);
        let dismissed = ann.send(dismiss.header("referer", from)).await;
        dismissed.assert_goes("/orders?state=partial");
        lacks(&ann.get("/orders").await, "Slow ");
        ann.get("/announcements").await.assert_shows("Slow &#60;today&#62;</h2>");
        ann.post("/announcements/1/dismiss", &NOTHING).await.assert_goes("/announcements");
        bob.get("/orders").await.assert_shows("Slow &#60;today&#62;");
        // On another device, and in another process, which did not hear of it.
        let second = panel.second(&["--no-work"]).await;
        let account = "select account_id from announcement_dismissals";
        let account: i64 = value(panel, account).await;
        let device = Visitor::of(&second, waybill::accounts::AccountId::new(account)).await;
        lacks(&device.get("/orders").await, "Slow ");
        second.stop().await;

        owner.post(&format!("{LIST}/1/unpublish"), &NOTHING).await.assert_goes(LIST);
        lacks(&bob.get("/orders").await, "Slow ");
        lacks(&bob.get("/announcements").await, "Slow ");
        owner.post(&format!("{LIST}/1/delete"), &NOTHING).await.assert_goes(LIST);
        owner.get(&format!("{LIST}/1")).await.assert_status(404);
        let audit = "select string_agg(action, ' ' order by id) from audit
                     where subject = 'announcement:1'";
        let audit: String = value(panel, audit).await;
        assert_eq!(
            audit,
            "announcement.create announcement.publish announcement.publish announcement.delete"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_group_sees_its_banner_while_it_lasts() {
    still_panel(async |panel| {
        let owner = owner(panel).await;
        let (ann, bob) = (panel.customer("0").await, panel.customer("0").await);
        execute(
            panel,
            "insert into customer_groups (name, created_at)
             values ('Resellers', now()), ('Others', now())",
        )
        .await;
        for (account, group) in [(ann.id, 1), (bob.id, 2)] {
            let member = format!("insert into customer_group_members values ({account}, {group})");
            execute(panel, &member).await;
        }
        let ann = Visitor::of(panel, ann.id).await;
        let bob = Visitor::of(panel, bob.id).await;
        let none = Visitor::of(panel, panel.customer("0").await.id).await;
        let (from, until) = (field(panel, 2), field(panel, 4));
        let own = [
            ("title-en", "For resellers"),
            ("audience", "groups"),
            ("group", "1"),
            ("from", &*from),
            ("until", &*until),
        ];
        announce(&owner, &own).await;
        owner.get(LIST).await.assert_shows("Planned").assert_shows("Resellers");
        let page = owner.get(&format!("{LIST}/1")).await;
        page.assert_shows(&format!("value=\"{from}\"")).assert_shows(&format!("value=\"{until}\""));
        lacks(&ann.get("/orders").await, "For resellers");
        lacks(&ann.get("/announcements").await, "For resellers");
        ann.post("/announcements/1/dismiss", &NOTHING).await.assert_status(404);

        panel.advance(TimeDelta::minutes(125));
        owner.get(LIST).await.assert_shows("Shown");
        ann.get("/orders").await.assert_shows("For resellers");
        ann.get("/announcements").await.assert_shows("For resellers");
        for other in [&bob, &none] {
            lacks(&other.get("/orders").await, "For resellers");
            lacks(&other.get("/announcements").await, "For resellers");
            other.post("/announcements/1/dismiss", &NOTHING).await.assert_status(404);
        }

        panel.advance(TimeDelta::hours(2));
        lacks(&ann.get("/orders").await, "For resellers");
        ann.get("/announcements").await.assert_shows("For resellers");
        owner.get(LIST).await.assert_shows("Ended");
        // The group goes, and the announcement is for nobody then.
        execute(panel, "delete from customer_groups where id = 1").await;
        lacks(&ann.get("/announcements").await, "For resellers");
        owner.get(LIST).await.assert_shows("Nobody");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_banners_stand_on_a_page_and_the_rest_in_the_list() {
    still_panel(async |panel| {
        let owner = owner(panel).await;
        let customer = Visitor::of(panel, panel.customer("0").await.id).await;
        for (hours, title) in [(-3, "Oldest"), (-1, "Newest"), (-2, "Middle")] {
            let from = field(panel, hours);
            announce(&owner, &[("title-en", title), ("from", &from), ("level", "warning")]).await;
        }
        announce(&owner, &[("title-en", "Only listed"), ("place", "list")]).await;
        let page = customer.get("/orders").await;
        page.assert_shows("note warn\" id=\"banner-2\"").assert_shows("1 more announcement<");
        let text = page.text();
        assert!(text.find("Newest") < text.find("Middle"), "{text}");
        lacks(&page, "Oldest");
        lacks(&page, "Only listed");
        let list = customer.get("/announcements").await;
        for title in ["Oldest", "Middle", "Newest", "Only listed", "Important"] {
            list.assert_shows(title);
        }
        lacks(&list, "id=\"banner-");
        customer.post("/announcements/2/dismiss", &NOTHING).await.assert_status(303);
        let page = customer.get("/orders").await;
        page.assert_shows("Oldest").assert_shows("Middle");
        lacks(&page, "more announcement");

        // What nobody may dismiss stays, and a long text is read in the list.
        let long = "A long sentence. ".repeat(40);
        let fixed =
            [("title-en", "Fixed"), ("text-en", &*long), ("level", "info"), ("dismissible", "")];
        announce(&owner, &fixed).await;
        let page = customer.get("/orders").await;
        page.assert_shows("Fixed").assert_shows("href=\"/announcements#a-5\"");
        lacks(&page, "A long sentence");
        lacks(&page, "/announcements/5/dismiss");
        customer.post("/announcements/5/dismiss", &NOTHING).await.assert_status(404);
        customer.get("/announcements").await.assert_shows("A long sentence");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everybody_reads_it_in_their_language() {
    still_panel(async |panel| {
        let owner = owner(panel).await;
        let customer = panel.customer("0").await;
        let own = [
            ("title-es", "Mantenimiento"),
            ("text-es", "Hoy no."),
            ("title-ar", "صيانة"),
            ("text-ar", "اليوم لا. [الأسعار](/services)"),
        ];
        announce(&owner, &own).await;
        owner.get(LIST).await.assert_shows("es, ar");
        for (lang, title, dir) in
            [("en", "Mantenimiento", "ltr"), ("ru", "Mantenimiento", "ltr"), ("ar", "صيانة", "rtl")]
        {
            let visitor = Visitor::of(panel, customer.id).await.with_cookie("lang", lang);
            let page = visitor.get("/orders").await;
            let tag = if dir == "rtl" { "ar" } else { "es" };
            page.assert_shows(&format!("class=\"written\" lang=\"{tag}\" dir=\"{dir}\""));
            page.assert_shows(&format!("<b dir=\"auto\">{title}</b>"))
                .assert_shows("<p dir=\"auto\">");
            visitor.get("/announcements").await.assert_shows(title);
        }
        let arabic = Visitor::of(panel, customer.id).await.with_cookie("lang", "ar");
        arabic.get("/orders").await.assert_shows("<a href=\"/services\">الأسعار</a>");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_wrong_is_said_beside_its_field_and_kept() {
    still_panel(async |panel| {
        let owner = owner(panel).await;
        let (from, until) = (field(panel, 2), field(panel, 1));
        let past = field(panel, -1);
        let long = "ü".repeat(121);
        for (own, field, words) in [
            (vec![], "title-en", "Write it in one language at least."),
            (vec![("text-tr", "Merhaba")], "title-tr", "Give it a title in this language, too."),
            (vec![("title-en", &*long)], "title-en", "At most 120 characters, and this has 121."),
            (vec![("title-en", "A"), ("from", "soon")], "from", "A day and a time"),
            (
                vec![("title-en", "A"), ("from", &*from), ("until", &*until)],
                "until",
                "A moment after the one at which it begins.",
            ),
            (vec![("title-en", "A"), ("until", &*past)], "until", "A moment after the one"),
            (vec![("title-en", "A"), ("audience", "groups")], "audience", "Tick a group at least."),
            (
                vec![("title-en", "A"), ("audience", "groups"), ("group", "424242")],
                "audience",
                "removed meanwhile",
            ),
            (vec![("title-en", "A"), ("level", "x")], "level", "Choose one of the list."),
            (vec![("title-en", "A"), ("place", "x")], "place", "Choose one of the list."),
        ] {
            let refused = owner.post(LIST, &form(&own)).await;
            refused.assert_status(422).assert_shows(words);
            refused.assert_shows(&format!("id=\"error-{field}\""));
            for (_, typed) in own.iter().filter(|(name, _)| name.starts_with("t")) {
                refused.assert_shows(typed);
            }
        }
        let body = "a".repeat(1024 * 1024);
        let refused = owner.post(LIST, &form(&[("title-en", "A"), ("text-en", &body)])).await;
        refused.assert_status(422).assert_shows("At most 5000 characters, and this has 1048576.");
        refused.assert_shows(&body);
        assert_eq!(value::<i64>(panel, "select count(*) from announcements").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_saves_over_what_they_have_not_seen() {
    still_panel(async |panel| {
        let (one, two) = (owner(panel).await, owner(panel).await);
        announce(&one, &[("title-en", "First")]).await;
        let path = format!("{LIST}/1");
        let seen = [one.get(&path).await.hidden("version"), two.get(&path).await.hidden("version")];
        let save = async |who: &Visitor<'_>, title: &str, version: &str| {
            who.post(&path, &form(&[("title-en", title), ("version", version)])).await
        };
        save(&one, "Mine", &seen[0]).await.assert_goes(LIST);
        let refused = save(&two, "Theirs", &seen[1]).await;
        refused.assert_status(422).assert_shows("Somebody else has saved it since you opened it.");
        refused.assert_shows("value=\"Theirs\"");
        one.get(LIST).await.assert_shows("Mine");
        save(&two, "Theirs", &refused.hidden("version")).await.assert_goes(LIST);
        one.get(LIST).await.assert_shows("Theirs");
        // Taking it back does not hinder who edits it, and an edit does not publish it again.
        let version = one.get(&path).await.hidden("version");
        two.post(&format!("{path}/unpublish"), &NOTHING).await.assert_goes(LIST);
        let fields = form(&[("title-en", "Last"), ("version", &version)]);
        let fields: Vec<_> = fields.into_iter().filter(|(name, _)| *name != "publish").collect();
        one.post(&path, &fields).await.assert_goes(LIST);
        one.get(LIST).await.assert_shows("Draft").assert_shows("Last");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_visit_sees_the_banners_and_dismisses_none() {
    still_panel(async |panel| {
        let owner = owner(panel).await;
        let customer = panel.customer("0").await;
        announce(&owner, &[("title-en", "Told")]).await;
        let begin = format!("/admin/customers/{}/visit", customer.id);
        owner.post(&begin, &[("reason", "A question")]).await.assert_goes("/orders");
        let page = owner.get("/orders").await;
        page.assert_shows("Told");
        lacks(&page, "/dismiss\"");
        owner.post("/announcements/1/dismiss", &NOTHING).await.assert_status(403);
        let kept = "select count(*) from announcement_dismissals";
        assert_eq!(value::<i64>(panel, kept).await, 0);
    })
    .await;
}
