//! Start, pace and position on the pages: they are offered if the service allows them, checked
//! beside their fields, and shown on the order's page.

use chrono::TimeDelta;
use waybill::accounts::role::Role;
use waybill::catalogue::{self, Code, ServiceId, set_code};
use waybill::orders::{OrderId, poll};
use waybill::providers::{Report, Word};

use super::Visitor;
use crate::support::{Panel, still_panel};

const LINK: (&str, &str) = ("link", "https://example.com/r/a/comments/b");

async fn coded(panel: &Panel, code: Code) -> i64 {
    let id = panel.service(|_| {}).await;
    let set = panel.app.db.transaction(move |tx| {
        Box::pin(async move { set_code(tx, ServiceId::new(id), Some(code)).await })
    });
    set.await.unwrap();
    id
}

/// Places it by the form; answers the order's page.
async fn place(visitor: &Visitor<'_>, service: i64, more: &[(&str, &str)]) -> String {
    let service = service.to_string();
    let once = visitor.get(&format!("/new?service={service}")).await.hidden("once");
    let mut fields = vec![("service", service.as_str()), ("once", &once), LINK, ("shown", "10")];
    fields.extend_from_slice(more);
    let placed = visitor.post("/new", &fields).await;
    placed.assert_status(303);
    placed.location().split('?').next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn offered_where_the_service_allows_them() {
    still_panel(async |panel| {
        let customer = panel.customer("10").await;
        let visitor = Visitor::of(panel, customer.id).await;
        let plain = panel.service(|service| service.draft.dripfeed = false).await;
        let dripped = panel.service(|_| {}).await;
        let subscription =
            panel.service(|service| service.draft.kind = catalogue::Kind::Subscriptions).await;
        let top = coded(panel, Code::TopRanking).await;
        for (service, offered) in [
            (plain, [true, false, false]),
            (dripped, [true, true, false]),
            (subscription, [false, false, false]),
            (top, [true, false, true]),
        ] {
            let page = visitor.get(&format!("/new?service={service}")).await;
            for (name, is_there) in ["after", "speed", "position"].into_iter().zip(offered) {
                let there = page.text().contains(&format!("name=\"{name}\""));
                assert_eq!(there, is_there, "{name} of {service}");
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_paced_order_from_the_form_to_its_portions() {
    still_panel(async |panel| {
        let customer = panel.customer("10").await;
        let visitor = Visitor::of(panel, customer.id).await;
        let service = coded(panel, Code::PostUpvote).await;
        let more = [("quantity", "25"), ("after", "30"), ("speed", "1")];
        let path = place(&visitor, service, &more).await;
        let page = visitor.get(&path).await;
        page.assert_shows("Scheduled").assert_shows("30 min later").assert_shows("1 a minute");
        page.assert_shows("2 of 10 or more");
        // The plan is shown before anything was sent.
        page.assert_shows("0 of 2 portions were sent: 0 of 25 units.");
        page.assert_shows("<td class=\"end\" data-label=\"Portion\">15</td>");
        panel.advance(TimeDelta::minutes(30));
        waybill::orders::sweep::sweep(&panel.app.db, &panel.app.clock).await.unwrap();
        panel.drip().await;
        let page = visitor.get(&path).await;
        page.assert_shows("Portions")
            .assert_shows("next portion")
            .assert_shows("A portion was made")
            .assert_shows("1 of 2 portions were sent: 10 of 25 units.")
            .assert_shows("0 of 10");
        // If the customer orders the same again, the plan is the same.
        let id = path.rsplit('/').next().unwrap();
        let again = visitor.get(&format!("/new?again={id}")).await;
        again.assert_shows("value=\"1.000\"").assert_shows("value=\"30\"");
        visitor.post(&format!("{path}/cancel"), &[] as &[(&str, &str)]).await.assert_status(303);
        panel.advance(TimeDelta::minutes(2));
        panel.drip().await;
        let page = visitor.get(&path).await;
        page.assert_shows("Canceled").assert_shows("1 of 2 portions were sent");
        assert!(!page.text().contains("data-label=\"Portion\">15<"), "nothing is to come");
        assert_eq!(panel.balance(&customer).await, "10.00");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_position_is_drawn_and_told_in_a_table() {
    still_panel(async |panel| {
        let customer = panel.customer("10").await;
        let visitor = Visitor::of(panel, customer.id).await;
        let service = coded(panel, Code::TopRanking).await;
        let path = place(&visitor, service, &[("quantity", "240"), ("position", "3")]).await;
        let page = visitor.get(&path).await;
        page.assert_shows("3 or better").assert_shows("24 h");
        assert!(!page.text().contains("<polyline"), "nothing is known yet");
        panel.submit().await;
        let id: i64 = path.rsplit('/').next().unwrap().parse().unwrap();
        for (rank, remains) in [(25, 240), (12, 110), (3, 40)] {
            let report =
                Report { rank: Some(rank), remains: Some(remains), ..Report::new(Word::Open) };
            let (db, clock) = (&panel.app.db, &panel.app.clock);
            poll::apply(db, clock, vec![(OrderId::new(id), report)]).await.unwrap();
            panel.advance(TimeDelta::minutes(10));
        }
        let page = visitor.get(&path).await;
        page.assert_shows("<polyline").assert_shows("stroke-dasharray");
        page.assert_shows("The position went from 25 to 3; wanted is 3.");
        page.assert_shows("200 of 240").assert_shows("Completed");
        // The chart has all of them, the timeline only the newest.
        page.assert_shows("Position 3").assert_shows("data-label=\"Position\">12<");
        assert!(!page.text().contains("Position 12"), "older positions crowd the timeline");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_wrong_stands_beside_its_field() {
    still_panel(async |panel| {
        let customer = panel.customer("10").await;
        let visitor = Visitor::of(panel, customer.id).await;
        let paced = coded(panel, Code::PostUpvote).await.to_string();
        let top = coded(panel, Code::TopRanking).await.to_string();
        for (service, more, said) in [
            (&paced, [("after", "50000"), ("speed", "")], "A whole number from 0 to 43,200."),
            (&paced, [("after", ""), ("speed", "fast")], "A number above 0 such as 0.5"),
            (&paced, [("speed", "1"), ("runs", "2")], "Choose a pace or runs"),
            (&top, [("position", "21"), ("after", "")], "A whole number from 1 to 20."),
            (&top, [("position", "1"), ("max_hours", "100")], "A whole number from 1 to 72."),
            (&top, [("position", ""), ("max_hours", "5")], "Fill in the position."),
        ] {
            let mut fields = vec![("service", service.as_str()), LINK, ("quantity", "500")];
            fields.extend_from_slice(&more);
            if more[1].0 == "runs" {
                fields.push(("interval", "5"));
            }
            let page = visitor.post("/new/check", &fields).await;
            page.assert_status(200).assert_shows(said);
        }
        let few = [("service", top.as_str()), LINK, ("quantity", "50"), ("position", "1")];
        let page = visitor.post("/new/check", &few).await;
        page.assert_shows("At least 100 for this service.");
        assert_eq!(panel.balance(&customer).await, "10.00");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staff_map_codes_each_to_one_service() {
    still_panel(async |panel| {
        let admin = panel.account(Role::Admin).await;
        let visitor = Visitor::of(panel, admin.id).await;
        let (first, second) = (panel.service(|_| {}).await, panel.service(|_| {}).await);
        let save = async |service: i64, code: &str, kind: &str| {
            let fields = [
                ("category", "Samples"),
                ("name", "Sample"),
                ("kind", kind),
                ("rate", "1"),
                ("min", "1"),
                ("max", "1000"),
                ("ending", "completed"),
                ("units_per_minute", "600"),
                ("enabled", "on"),
                ("code", code),
            ];
            visitor.post(&format!("/admin/services/{service}"), &fields).await
        };
        let code_of = async |id: i64| {
            let found = catalogue::find(panel.app.db.pool(), &[ServiceId::new(id)]).await.unwrap();
            found[&ServiceId::new(id)].code
        };
        save(first, "10", "Default").await.assert_status(303);
        assert_eq!(code_of(first).await, Some(Code::TopRanking));
        let page = visitor.get(&format!("/admin/services/{first}")).await;
        page.assert_shows("<option value=\"10\" selected>");
        let taken = save(second, "10", "Default").await;
        taken.assert_status(422).assert_shows("Another service has this code");
        save(second, "5", "Default").await.assert_status(422);
        save(second, "6", "Poll").await.assert_status(422).assert_shows("of the type Default");
        save(first, "", "Default").await.assert_status(303);
        assert_eq!(code_of(first).await, None);
        save(second, "10", "Default").await.assert_status(303);
        save(second, "", "Default").await.assert_status(303);
        // One of several routes leads to a provider that reports no positions.
        let far = panel.provider("Far", "https://far.example/api/v2").await;
        sqlx::query(
            "insert into routes (service_id, position, provider_id, upstream_service)
             values ($1, 1, $2, '7')",
        )
        .bind(second)
        .bind(far)
        .execute(panel.app.db.pool())
        .await
        .unwrap();
        let refused = save(second, "10", "Default").await;
        refused.assert_status(422).assert_shows("must report positions");
        assert_eq!(code_of(second).await, None);
        save(second, "1", "Default").await.assert_status(303);
    })
    .await;
}
