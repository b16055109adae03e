//! The owner's settings: saved by a page, audited, and the same in every process.

use waybill::accounts::role::Role;
use waybill::kit::money::Money;
use waybill::settings::{self, Group, Kind, Settings, SignUp};

use super::{Answer, Visitor};
use crate::support::rows::{execute, value};
use crate::support::{Panel, eventually, still_panel};

const PEOPLE: &str = "/admin/settings/people";
const ORDERS: &str = "/admin/settings/orders";

/// The form of a page as the panel makes it, with other values.
fn form<'f>(page: &'f str, changes: &[(&'f str, &'f str)]) -> Vec<(String, String)> {
    let group = match page {
        PEOPLE => Group::People,
        ORDERS => Group::Orders,
        _ => Group::Shop,
    };
    let mut fields = Vec::new();
    for row in group.rows() {
        let default = row.show(&Settings::default());
        fields.push((format!("was-{}", row.key), default.clone()));
        if row.kind == Kind::Languages {
            fields.extend(default.split(' ').map(|tag| (row.key.to_owned(), tag.to_owned())));
        } else {
            fields.push((row.key.to_owned(), default));
        }
    }
    for (name, value) in changes {
        let field = fields.iter_mut().find(|(field, _)| field == name);
        (*value).clone_into(&mut field.unwrap_or_else(|| panic!("{name} is on no form")).1);
    }
    fields
}

async fn save(owner: &Visitor<'_>, page: &str, changes: &[(&str, &str)]) -> Answer {
    let fields = form(page, changes);
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    owner.post(page, &fields).await
}

async fn owner(panel: &Panel) -> Visitor<'_> {
    let owner = panel.account(Role::Owner).await;
    Visitor::of(panel, owner.id).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_owner_saves_what_they_changed_and_every_change_is_audited() {
    still_panel(async |panel| {
        let owner = owner(panel).await;
        let page = owner.get(PEOPLE).await;
        page.assert_status(200).assert_shows("Who may sign up").assert_shows("in USD");
        for path in [PEOPLE, ORDERS, "/admin/settings"] {
            let page = owner.get(path).await;
            for (name, value) in form(path, &[]).iter().filter(|(name, _)| name.starts_with("was-"))
            {
                assert_eq!(page.hidden(name), *value);
            }
        }
        let changed = [("sign_up", "invitation"), ("staff_credit_per_day", " 250.5 ")];
        save(&owner, PEOPLE, &changed).await.assert_goes(PEOPLE);
        let now = settings::read(panel.app.db.pool()).await.unwrap();
        assert_eq!(now.sign_up, SignUp::Invitation);
        assert_eq!(now.staff_credit_per_day, Some(Money::parse("250.5").unwrap()));
        assert_eq!(now.sign_ups_per_network_per_day, 20);
        // What nobody has changed has no row, so a new default reaches it.
        assert_eq!(value::<i64>(panel, "select count(*) from settings").await, 2);
        let told =
            "select string_agg(subject || ' ' || before::text || after::text, ' ' order by id)
                    from audit where action = 'setting.change' and actor_id is not null";
        assert_eq!(
            value::<String>(panel, told).await,
            "setting:sign_up {\"value\": \"open\"}{\"value\": \"invitation\"} \
             setting:staff_credit_per_day {\"value\": \"\"}{\"value\": \"250.50\"}"
        );
        owner.get(PEOPLE).await.assert_shows("value=\"250.50\"");
        save(&owner, "/admin/settings", &[]).await.assert_goes("/admin/settings");
        assert_eq!(value::<i64>(panel, "select count(*) from settings").await, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_may_not_be_stored_comes_back_with_what_is_wrong() {
    still_panel(async |panel| {
        let owner = owner(panel).await;
        let wrong = [
            ("sign_up", "sometimes"),
            ("sign_ups_per_network_per_day", "0"),
            ("staff_credit_per_day", "much"),
        ];
        let answer = save(&owner, PEOPLE, &wrong).await;
        answer.assert_status(422).assert_shows("value=\"much\"");
        assert_eq!(answer.text().matches("id=\"error-").count(), 3);
        let below = save(&owner, ORDERS, &[("floor_price", "-1")]).await;
        below.assert_status(422).assert_shows("value=\"-1\"");
        let pale = save(&owner, "/admin/settings", &[("accent_light", "#ffd400")]).await;
        pale.assert_status(422).assert_shows("too light to be read on white");
        // One wrong value keeps all of them from being saved.
        let half = [("sign_up", "closed"), ("staff_credit_per_day", "x")];
        save(&owner, PEOPLE, &half).await.assert_status(422);
        assert_eq!(value::<i64>(panel, "select count(*) from settings").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_old_page_takes_back_nothing_that_another_owner_has_changed() {
    still_panel(async |panel| {
        let (owner, other) = (owner(panel).await, owner(panel).await);
        save(&other, PEOPLE, &[("sign_up", "closed")]).await.assert_goes(PEOPLE);
        // A page from before still says open, and its owner only changes a limit.
        let most = [("staff_credit_per_day", "0.01")];
        save(&owner, PEOPLE, &most).await.assert_goes(PEOPLE);
        let now = settings::read(panel.app.db.pool()).await.unwrap();
        let most = now.staff_credit_per_day.map(|most| most.to_string());
        assert_eq!((now.sign_up, most.as_deref()), (SignUp::Closed, Some("0.01")));
        // Changing the same setting is asked about once.
        let now = ("was-staff_credit_per_day", "0.01");
        let most = ("staff_credit_per_day", "0.01");
        let invite = [("sign_up", "invitation"), ("was-sign_up", "open"), now, most];
        let asked = save(&owner, PEOPLE, &invite).await;
        asked.assert_status(422).assert_shows("has changed this to “Nobody”");
        assert_eq!(asked.hidden("was-sign_up"), "closed");
        let again = [("sign_up", "invitation"), ("was-sign_up", "closed"), now, most];
        save(&owner, PEOPLE, &again).await.assert_goes(PEOPLE);
        let now = settings::read(panel.app.db.pool()).await.unwrap();
        assert_eq!(now.sign_up, SignUp::Invitation);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_process_follows_within_seconds() {
    still_panel(async |panel| {
        let second = panel.second(&["--no-work"]).await;
        let there = Visitor::new(&second);
        there.get("/sign-in").await.assert_shows("Create an account");
        panel.set("sign_up", "closed").await;
        let here = Visitor::new(panel).get("/sign-in").await;
        assert!(!here.text().contains("Create an account"), "its own process knows at once");
        eventually("the other process to follow", async || {
            let page = there.get("/sign-in").await;
            (!page.text().contains("Create an account")).then_some(())
        })
        .await;
        second.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_value_that_cannot_be_read_opens_nothing() {
    still_panel(async |panel| {
        let sql =
            "insert into settings values ('sign_up', 'shut', now()), ('of_tomorrow', '1', now())";
        execute(panel, sql).await;
        let fields = [("email", "a@example.com"), ("password", "correct horse battery")];
        let url = format!("{}/sign-up", panel.base);
        let sent = panel.http.post(url).form(&fields).send().await.unwrap();
        assert_eq!(sent.status(), 500);
        assert_eq!(value::<i64>(panel, "select count(*) from accounts").await, 0);
        execute(panel, "delete from settings where key = 'sign_up'").await;
        Visitor::new(panel).get("/sign-up").await.assert_status(200);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_floor_price_holds_from_the_moment_at_which_it_is_set() {
    still_panel(async |panel| {
        let owner = owner(panel).await;
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("10").await;
        let order = async |link: &str| {
            let service = service.to_string();
            let fields =
                [("action", "add"), ("service", &*service), ("link", link), ("quantity", "100")];
            panel.v2(&customer.key, &fields).await
        };
        assert!(order("https://example.com/floor/1").await["order"].is_number());
        save(&owner, ORDERS, &[("floor_price", "999999")]).await.assert_goes(ORDERS);
        let refused = order("https://example.com/floor/2").await;
        assert_eq!(refused["error"], "Incorrect service ID", "{refused}");
        owner.get("/admin").await.assert_shows("Below the floor price");
        save(&owner, ORDERS, &[("was-floor_price", "999999.00")]).await.assert_goes(ORDERS);
        assert!(order("https://example.com/floor/3").await["order"].is_number());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_limit_of_credits_holds_for_the_page() {
    still_panel(async |panel| {
        let owner = owner(panel).await;
        save(&owner, PEOPLE, &[("staff_credit_per_day", "10")]).await.assert_goes(PEOPLE);
        let customer = panel.customer("0").await;
        let page = format!("/admin/customers/{}", customer.id);
        let book = async |reference: &str, amount: &str| {
            let once = waybill::kit::secret::base62(24);
            let fields = [
                ("what", "payment"),
                ("reference", reference),
                ("amount", amount),
                ("note", "a transfer"),
                ("once", &*once),
            ];
            owner.post(&format!("{page}/adjust"), &fields).await.assert_status(303);
        };
        book("first", "6").await;
        book("second", "6").await;
        let of = format!("select balance from wallets where account_id = {}", customer.id);
        assert_eq!(value::<i64>(panel, &of).await, 6_000_000);
        owner.get("/admin/credits").await.assert_shows("6.00");
    })
    .await;
}
