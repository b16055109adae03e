//! Text that would be a script if a page trusted it: every field that people and providers fill in
//! is shown as plain text.

use waybill::accounts::role::Role;
use waybill::catalogue::Kind;
use waybill::orders::OrderId;
use waybill::providers::Outcome;

use super::{Answer, Visitor};
use crate::support::{Panel, order_id, panel_with};

const EVIL: &str = "\"><xss a='b'>&{{913*7}}";
const EVIL_WORD: &str = "\"><xss>'&";
const EVIL_LINK: &str = "https://example.com/\"><xss>'&";

/// The text is shown, and it is only text.
#[track_caller]
fn assert_text(answer: &Answer) {
    let shown = ["&#60;xss a=", "&#60;xss&#62;"];
    let is_shown = shown.iter().any(|text| answer.text().contains(text));
    assert!(is_shown, "{} does not show it: {}", answer.asked, answer.text());
    assert_tame(answer);
}

#[track_caller]
fn assert_tame(answer: &Answer) {
    let text = answer.text();
    if answer.header("content-type").starts_with("text/html") {
        assert!(!text.contains("<xss"), "{}: {text}", answer.asked);
        assert!(!text.contains("6391"), "{} works it out", answer.asked);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_people_type_is_shown_as_text() {
    // A different word, because it is on every page.
    let panel_name = "\"><xss-panel>";
    let options = ["--no-work", "--panel-name", panel_name, "--abuse-contact", EVIL];
    panel_with(&options, async |panel: &Panel| {
        let owner = panel.account(Role::Owner).await;
        let admin = Visitor::of(panel, owner.id).await;
        let customer = panel.customer("5").await;
        let visitor = Visitor::new(panel).with_header("user-agent", &format!("curl/{EVIL}"));
        visitor.sign_in(&customer).await.assert_goes("/");
        let service = panel
            .service(|service| {
                service.draft.name = EVIL.to_owned();
                service.draft.description = EVIL.to_owned();
                service.category = EVIL;
            })
            .await;
        let comments = panel.service(|service| service.draft.kind = Kind::CustomComments).await;
        panel.own_rate(&customer, service, Some("0.5")).await;
        let (service, comments) = (service.to_string(), comments.to_string());
        let place = async |service: &str, more: &[(&str, &str)]| {
            let mut fields = vec![("action", "add"), ("service", service), ("link", EVIL_LINK)];
            fields.extend_from_slice(more);
            order_id(&panel.v2(&customer.key, &fields).await)
        };
        let order = place(&service, &[("quantity", "100")]).await;
        let commented = place(&comments, &[("comments", EVIL)]).await;
        for claim in panel.take().await {
            let outcome = match claim.order_id == OrderId::new(order) {
                true => Outcome::Unknown { detail: EVIL.to_owned() },
                false => Outcome::Accepted { upstream_id: EVIL_WORD.to_owned() },
            };
            panel.record(&claim, outcome).await;
        }
        let done = async |path: &str, fields: &[(&str, &str)]| {
            let answer = admin.post(path, fields).await;
            answer.assert_status(303);
            assert_tame(&admin.get(answer.location()).await);
        };
        let path = format!("/admin/customers/{}", customer.id);
        let fields =
            [("what", "goodwill"), ("amount", "1"), ("note", EVIL), ("once", "abcdefghijkl")];
        done(&format!("{path}/adjust"), &fields).await;
        done(
            "/admin/blocked",
            &[
                ("pattern", &format!("blocked.example/{EVIL_WORD}")),
                ("reason", EVIL),
                ("note", EVIL),
                ("yes", "1"),
            ],
        )
        .await;
        let token = [("name", EVIL), ("kind", "key"), ("access", "full"), ("expires", "never")];
        assert_text(&visitor.post("/account/tokens", &token).await);
        let orders = format!("/admin/orders/{order}");
        let sql = "update attempts set request = $1, answer = $1 where order_id = $2";
        let kept = sqlx::query(sql).bind(EVIL).bind(order).execute(panel.app.db.pool()).await;
        kept.unwrap();
        assert_text(&admin.get("/admin/desk").await);
        assert_text(&admin.get(&format!("/admin/services/{service}/routes")).await);
        let seen = admin.get(&orders).await.hidden("seen");
        done(
            &format!("{orders}/resolve"),
            &[("decision", "canceled"), ("reason", EVIL), ("seen", &seen)],
        )
        .await;
        let theirs = format!("/orders/{order}");
        for page in [
            "/terms",
            "/new",
            &format!("/new?service={service}"),
            "/new?find=%3Cxss%3E&service=x",
            &format!("/new?again={order}"),
            "/orders",
            &format!("/orders/live?ids={order},{commented}"),
            &theirs,
            &format!("{theirs}/live?was=x"),
            &format!("/orders/{commented}"),
            "/orders?q=%22%3E%3Cxss%3E",
            "/orders?service=%22%3E%3Cxss%3E",
            "/orders?parent=%22%3E%3Cxss%3E",
            "/statement",
            "/statement?order=%22%3E%3Cxss%3E",
            "/statement?from=%22%3E%3Cxss%3E",
            "/services",
            "/services?q=%22%3E%3Cxss%3E",
            &format!("/services/{service}"),
            "/services/updates",
            "/account/tokens",
            "/nothing/%22%3E%3Cxss%3E?q=%22%3E%3Cxss%3E",
        ] {
            let answer = visitor.get(page).await;
            // The live parts hold no words of people, and the search is only for long lists.
            if page.contains("/live") || page.contains("find=") {
                assert_tame(&answer);
            } else {
                assert_text(&answer);
            }
        }
        for page in [
            "/admin/services",
            &format!("/admin/services/{service}"),
            "/admin/services/new",
            "/admin/services?q=%22%3E%3Cxss%3E",
            "/admin/customers",
            "/admin/customers?q=%22%3E%3Cxss%3E",
            &path,
            &format!("{path}/statement"),
            "/admin/orders",
            "/admin/orders?q=%22%3E%3Cxss%3E",
            "/admin/orders?state=%22%3E%3Cxss%3E",
            &orders,
            &format!("{orders}/live"),
            &format!("/admin/orders/{commented}"),
            "/admin/blocked",
            "/admin/blocked/1",
            &format!("/admin/orders?service={service}"),
        ] {
            let answer = admin.get(page).await;
            if page.contains("/live") || page == "/admin/customers" {
                assert_tame(&answer);
            } else {
                assert_text(&answer);
            }
        }
        // Typed into a form that comes back with the text in it.
        for (path, fields) in [
            ("/sign-in", &[("email", EVIL), ("next", "/\"><xss>")][..]),
            ("/sign-up", &[("email", EVIL)]),
            (
                "/new",
                &[
                    ("service", &service),
                    ("link", EVIL),
                    ("quantity", EVIL),
                    ("runs", EVIL),
                    ("interval", EVIL),
                ],
            ),
            ("/new/quote", &[("service", &service), ("link", EVIL), ("quantity", EVIL)]),
            ("/account/tokens", &[("name", EVIL), ("networks", EVIL), ("days", EVIL)]),
            (
                "/admin/services",
                &[
                    ("category", EVIL),
                    ("name", EVIL),
                    ("rate", EVIL),
                    ("min", EVIL),
                    ("description", "</textarea><xss>"),
                ],
            ),
            (
                &format!("{path}/adjust"),
                &[("amount", EVIL), ("note", EVIL), ("once", "abcdefghijkl")],
            ),
            (&format!("{path}/rates"), &[("service", EVIL), ("rate", EVIL)]),
            (&format!("{orders}/refund"), &[("total", EVIL), ("note", EVIL)]),
            (&format!("{orders}/post"), &[("link", EVIL), ("source", EVIL)]),
            ("/admin/blocked", &[("pattern", EVIL), ("reason", EVIL)]),
        ] {
            let answer = admin.post(path, fields).await;
            assert!(path == "/new/quote" || answer.text().contains("&#60;xss"), "{}", answer.asked);
            assert_tame(&answer);
        }
        let request =
            admin.request(reqwest::Method::POST, "/theme").header("x-request-id", "\"><xss>");
        assert_tame(&admin.send(request).await);
    })
    .await;
}
