//! If another site's page makes a browser send something, it is refused and has no effect.

use reqwest::Method;
use waybill::accounts::role::Role;
use waybill::accounts::token;

use super::roles::{ROUTES, World};
use super::{Answer, Visitor};
use crate::support::{Panel, panel_with, still_panel};

async fn sent(
    visitor: &Visitor<'_>,
    path: &str,
    fields: &[(&str, &str)],
    headers: &[(&str, &str)],
) -> Answer {
    let mut request = visitor.request(Method::POST, path).form(fields);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    visitor.send(request).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_form_is_refused_to_another_sites_page() {
    still_panel(async |panel| {
        let owner = panel.account(Role::Owner).await;
        let world = World::new(panel, &owner).await;
        let visitor = Visitor::of(panel, owner.id).await;
        let forms = ROUTES
            .iter()
            .filter(|(method, path, _)| *method == "POST" && !path.starts_with("/api"));
        for (_, path, _) in forms {
            let path = world.path(path);
            for headers in [
                [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")],
                [("sec-fetch-site", "same-site"), ("origin", "https://other.panel.example")],
                [("sec-fetch-site", "cross-site"), ("origin", "null")],
            ] {
                let refused = sent(&visitor, &path, &[], &headers).await;
                refused.assert_status(403).assert_shows("This request came from another site");
                sent(&visitor, &path, &[], &headers[..1]).await.assert_status(403);
                sent(&visitor, &path, &[], &headers[1..]).await.assert_status(403);
            }
        }
        // Nobody was signed out, no key was revoked.
        assert!(visitor.is_signed_in().await);
        assert_eq!(
            token::list(panel.app.db.pool(), &panel.app.clock, owner.id).await.unwrap().len(),
            2
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_forged_order_costs_nothing() {
    still_panel(async |panel| {
        let customer = panel.customer("10").await;
        let service = panel.service(|_| {}).await.to_string();
        let visitor = Visitor::of(panel, customer.id).await;
        let page = visitor.get(&format!("/new?service={service}")).await;
        let once = page.hidden("once");
        let fields = [
            ("service", service.as_str()),
            ("once", &once),
            ("link", "https://example.com/p/1"),
            ("quantity", "1000"),
            ("shown", "1.00"),
        ];
        let port = panel.base.rsplit(':').next().unwrap();
        let neighbour = format!("http://127.0.0.1:{}", port.parse::<u16>().unwrap() ^ 1);
        let longer = format!("{}.evil.example", panel.base);
        for headers in [
            &[("sec-fetch-site", "cross-site")][..],
            &[("sec-fetch-site", "same-site")],
            &[("sec-fetch-site", "nonsense")],
            &[("origin", "https://evil.example")],
            &[("origin", "null")],
            &[("origin", &neighbour)],
            &[("origin", &longer)],
            &[("origin", "https://evil.example"), ("referer", &panel.base)],
        ] {
            sent(&visitor, "/new", &fields, headers).await.assert_status(403);
        }
        assert_eq!(panel.balance(&customer).await, "10.00");
        // A page of ours, an old browser, and a program.
        for (headers, at) in [
            (&[("sec-fetch-site", "same-origin"), ("origin", &panel.base)][..], 1),
            (&[("origin", &panel.base)], 2),
            (&[("sec-fetch-site", "none")], 3),
            (&[], 4),
        ] {
            let once = visitor.get(&format!("/new?service={service}")).await.hidden("once");
            let link = format!("https://example.com/p/{at}");
            let fields = [fields[0], ("once", &once), ("link", &link), fields[3], fields[4]];
            let placed = sent(&visitor, "/new", &fields, headers).await;
            placed.assert_status(303);
            assert_eq!(panel.balance(&customer).await, format!("{}.00", 10 - at));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn behind_a_proxy_the_public_url_is_the_home_of_forms() {
    panel_with(
        &["--no-work", "--public-url", "https://panel.example", "--trusted-proxies", "none"],
        async |panel: &Panel| {
            let visitor = Visitor::of(panel, panel.customer("0").await.id).await;
            let theme = [("theme", "dark")];
            // The proxy may give another host name to the panel.
            sent(&visitor, "/theme", &theme, &[("origin", "https://panel.example")])
                .await
                .assert_status(303);
            for origin in [
                "https://panel.example.evil",
                "https://evil.panel.example",
                "https://panel.example:444",
                "http://panel.example",
            ] {
                sent(&visitor, "/theme", &theme, &[("origin", origin)]).await.assert_status(403);
            }
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn looking_changes_nothing() {
    still_panel(async |panel| {
        // A link on another site may be followed; it must not act.
        let owner = panel.account(Role::Owner).await;
        let world = World::new(panel, &owner).await;
        let visitor =
            Visitor::of(panel, owner.id).await.with_header("sec-fetch-site", "cross-site");
        for (method, path, _) in ROUTES {
            let also_page = ROUTES.iter().any(|(other, same, _)| *other == "GET" && same == path);
            if *method == "POST" && !also_page && !path.starts_with("/api") {
                visitor.get(&world.path(path)).await.assert_status(405);
            }
        }
        assert!(visitor.is_signed_in().await);
        assert_eq!(
            token::list(panel.app.db.pool(), &panel.app.clock, owner.id).await.unwrap().len(),
            2
        );
    })
    .await;
}
