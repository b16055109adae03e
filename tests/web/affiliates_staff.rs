//! /admin/affiliates without a script: staff make offers, let members in, decide commissions, pay
//! payouts and answer flags.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::atomic::{AtomicU32, Ordering};

use chrono::TimeDelta;
use waybill::accounts::account::{self, NewAccount};
use waybill::accounts::audit::Actor;
use waybill::accounts::email::Email;
use waybill::accounts::role::Role;
use waybill::affiliates::click::{self, Click};
use waybill::affiliates::code::SubIds;
use waybill::affiliates::customer::{self, Arrival};
use waybill::affiliates::member::{self, Application, Member};
use waybill::affiliates::offer::{self, Draft};
use waybill::affiliates::payout::{self, Ask, Way};
use waybill::affiliates::{
    Code, CommissionType, MemberState, OfferId, PayoutId, approval, follow, referrals,
};
use waybill::kit::money::Money;
use waybill::kit::secret;

use super::{NOTHING, Visitor};
use crate::support::{Customer, Panel, order_id, still_panel};

static NEXT: AtomicU32 = AtomicU32::new(1);

const PATH: &str = "/admin/affiliates";
const REFERRALS: &str = "/admin/affiliates/referrals";
const PAYOUTS: &str = "/admin/affiliates/payouts";
const FLAGS: &str = "/admin/affiliates/flags";
const OFFERS: &str = "/admin/affiliates/offers";

/// 10 percent, a hold of 14 days; staff approve members and commissions.
fn draft(name: &str) -> Draft {
    Draft {
        name: name.to_owned(),
        description: String::new(),
        terms: String::new(),
        commission_type: CommissionType::PercentOfSale,
        commission: Money::parse("10").unwrap(),
        cookie_days: 30,
        hold_days: 14,
        months: None,
        minimum_payout: Money::parse("5").unwrap(),
        approves_members: false,
        approves_commissions: false,
        is_default: false,
    }
}

pub async fn make(panel: &Panel, change: impl FnOnce(&mut Draft)) -> OfferId {
    let mut draft = draft("Friends");
    change(&mut draft);
    offer::create(&panel.app.db, &panel.app.clock, Actor::COMMAND, draft).await.unwrap()
}

/// Each person signs up at an address of their own.
pub fn address() -> IpAddr {
    let [_, b, c, d] = NEXT.fetch_add(1, Ordering::Relaxed).to_be_bytes();
    IpAddr::V4(Ipv4Addr::new(10, b, c, d))
}

pub async fn signs_up(panel: &Panel, visitor: Option<String>, address: IpAddr) -> Customer {
    let app = &panel.app;
    let email = format!("person{}@example.com", NEXT.fetch_add(1, Ordering::Relaxed));
    let email = Email::parse(&email).unwrap();
    let new = NewAccount {
        email: email.clone(),
        role: Role::Customer,
        password_hash: None,
        is_password_made: false,
        terms_accepted_at: Some(app.clock.now()),
    };
    let arrival = Arrival { address, user_agent: String::new(), visitor, invite: None, link: None };
    customer::sign_up(&app.db, &app.clock, &app.keys, new, arrival).await.unwrap();
    let id = account::find_by_email(app.db.pool(), &email).await.unwrap().unwrap().id;
    let key = panel.key(id, |key| key).await;
    let person = Customer { id, email: email.to_string(), key };
    panel.credit(&person, "1000").await;
    person
}

pub async fn applies(panel: &Panel, who: &Customer, offer_id: OfferId) -> Member {
    let (db, clock) = (&panel.app.db, &panel.app.clock);
    let note = "I write a blog".to_owned();
    let application = Application { offer_id, code: None, note };
    member::apply(db, clock, Actor::COMMAND, who.id, application).await.unwrap();
    member::of_account(db.pool(), who.id).await.unwrap().pop().unwrap()
}

async fn sees(panel: &Panel, member: &Member) -> Member {
    member::find(panel.app.db.pool(), member.id).await.unwrap().unwrap()
}

/// Somebody who signs up after a visit by the member's link.
pub async fn brings(panel: &Panel, member: &Member, address: IpAddr) -> Customer {
    let app = &panel.app;
    let visitor = click::visitor();
    let sub_ids = SubIds::new([Some("spring"), None, None]);
    let code = Code::parse(&member.code).unwrap();
    let click = Click { code, sub_ids, visitor: visitor.clone(), address };
    click::count(&app.db, &app.clock, &app.keys, click).await.unwrap().expect("the link counts");
    signs_up(panel, Some(visitor), address).await
}

/// A delivered order of 100.00; answers its referral's id.
pub async fn buys(panel: &Panel, who: &Customer, service: i64) -> String {
    let order = places(panel, who, service).await;
    panel.complete(order).await;
    follows(panel).await;
    referral_of(panel, order).await
}

async fn places(panel: &Panel, who: &Customer, service: i64) -> i64 {
    let link = format!("https://example.com/{}", NEXT.fetch_add(1, Ordering::Relaxed));
    let service = service.to_string();
    let fields =
        [("action", "add"), ("service", &service), ("link", &link), ("quantity", "100000")];
    order_id(&panel.v2(&who.key, &fields).await)
}

async fn follows(panel: &Panel) {
    follow::catch_up(&panel.app.db, &panel.app.clock).await.unwrap();
}

async fn referral_of(panel: &Panel, order: i64) -> String {
    let filter = referrals::Filter::default();
    let rows = referrals::list(panel.app.db.pool(), &filter, referrals::From::Start, 100).await;
    let row = rows.unwrap().into_iter().find(|row| row.order_id.get() == order);
    row.expect("the order earns").id.to_string()
}

/// A member whose order of 100.00 earned an approved commission of 10.00, and asks for it.
pub async fn wants_money(panel: &Panel, service: i64) -> (Member, PayoutId) {
    let name = format!("At once {}", NEXT.fetch_add(1, Ordering::Relaxed));
    let offer = make(panel, |draft| {
        draft.name = name;
        draft.hold_days = 0;
        draft.approves_members = true;
        draft.approves_commissions = true;
    });
    let who = signs_up(panel, None, address()).await;
    let member = applies(panel, &who, offer.await).await;
    let customer = brings(panel, &member, address()).await;
    buys(panel, &customer, service).await;
    let (db, clock) = (&panel.app.db, &panel.app.clock);
    assert_eq!(approval::approve_due(db, clock).await.unwrap(), 1);
    let details = "IBAN XX00 1111".to_owned();
    let form_id = secret::base62(16);
    let ask = Ask { member_id: member.id, way: Way::Outside, details, form_id };
    let (id, _) = payout::ask(db, clock, Actor::COMMAND, who.id, ask).await.unwrap();
    (member, id)
}

async fn of_role(panel: &Panel, role: Role) -> Visitor<'_> {
    Visitor::of(panel, panel.account(role).await.id).await
}

fn fields() -> Vec<(&'static str, &'static str)> {
    vec![
        ("name", "Friends"),
        ("description", "For those who recommend us.\r\nAll are welcome."),
        ("terms", ""),
        ("commission_type", "percent_of_sale"),
        ("commission", "12.5"),
        ("cookie_days", "30"),
        ("hold_days", "14"),
        ("months", ""),
        ("minimum_payout", "50"),
        ("approves_commissions", "1"),
        ("is_default", "1"),
        ("status", "active"),
    ]
}

fn with(name: &str, value: &'static str) -> Vec<(&'static str, &'static str)> {
    let put = |(field, was)| (field, if field == name { value } else { was });
    fields().into_iter().map(put).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_offer_is_made_once_and_edited() {
    still_panel(async |panel| {
        let admin = of_role(panel, Role::Admin).await;
        admin.get(OFFERS).await.assert_status(200).assert_shows("No offers yet");
        admin.get(&format!("{OFFERS}/new")).await.assert_shows("Minimum payout");
        let made = admin.post(OFFERS, &fields()).await;
        made.assert_status(303);
        let path = made.location().to_owned();
        admin.get(&path).await.assert_shows("is made").assert_shows("value=\"12.5\"");
        admin.post(OFFERS, &fields()).await.assert_goes(&path);
        admin.get(&path).await.assert_shows("was made already");
        let list = admin.get(OFFERS).await;
        list.assert_shows("12.5 %").assert_shows("14 days").assert_shows("50.00 USD");
        list.assert_shows("Default").assert_shows("always").assert_shows("Members: staff");
        assert_eq!(offer::list(panel.app.db.pool()).await.unwrap().len(), 1);

        let flat = [
            with("commission_type", "flat_per_order"),
            vec![("months", "12"), ("approves_members", "1")],
        ]
        .concat();
        let flat: Vec<_> = flat.into_iter().filter(|field| *field != ("months", "")).collect();
        admin.post(&path, &flat).await.assert_goes(&path);
        let page = admin.get(&path).await;
        page.assert_shows("The offer is saved").assert_shows("orders placed from now on");
        admin.post(&path, &flat).await.assert_goes(&path);
        admin.get(&path).await.assert_shows("nothing changed");
        let list = admin.get(OFFERS).await;
        list.assert_shows("12.50 USD per order").assert_shows("for 12 months");
        let paused = with("status", "paused");
        admin.post(&path, &paused).await.assert_goes(&path);
        admin.get(OFFERS).await.assert_shows("Paused");
        let missing = format!("{OFFERS}/424242");
        admin.get(&missing).await.assert_status(404);
        admin.post(&missing, &fields()).await.assert_status(404);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_mistake_in_an_offer_stands_beside_its_field() {
    still_panel(async |panel| {
        let admin = of_role(panel, Role::Admin).await;
        let long = "x".repeat(10_001);
        let long: &'static str = long.leak();
        for (name, value, words) in [
            ("name", " ", "Give the offer a name of 1 to 100 characters."),
            ("description", long, "The description has at most 2000 characters."),
            ("terms", long, "The terms have at most 10000 characters."),
            ("commission", "0", "The commission must be more than zero"),
            ("commission", "100.5", "at most 100 if it is in percent"),
            ("commission", "a tenth", "The commission must be more than zero"),
            ("cookie_days", "366", "A link works for 1 to 365 days."),
            ("cookie_days", "many", "A link works for 1 to 365 days."),
            ("hold_days", "15", "The hold is 0, 7, 14, 30, 60 or 90 days."),
            ("months", "121", "Commission is paid for 1 to 120 months, or always."),
            ("months", "0.5", "Commission is paid for 1 to 120 months, or always."),
            ("minimum_payout", "-1", "The minimum payout must not be negative."),
            ("minimum_payout", "much", "A number such as 50"),
            ("commission_type", "all", "Choose one of the list."),
        ] {
            let page = admin.post(OFFERS, &with(name, value)).await;
            page.assert_status(422).assert_shows("Please check this").assert_shows(words);
            page.assert_shows(&format!("id=\"error-{name}\""));
            assert_eq!(page.text().matches("id=\"error-").count(), 1, "{name}={value}");
            if name != "name" {
                page.assert_shows("value=\"Friends\"");
            }
        }
        let page = admin.post(OFFERS, &NOTHING).await;
        for name in ["name", "commission", "cookie_days", "hold_days", "minimum_payout"] {
            page.assert_shows(&format!("id=\"error-{name}\""));
        }
        assert!(offer::list(panel.app.db.pool()).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_is_let_in_suspended_and_let_in_again() {
    still_panel(async |panel| {
        let admin = of_role(panel, Role::Admin).await;
        admin.get(PATH).await.assert_shows("No members yet");
        let offer = make(panel, |_| {}).await;
        let who = panel.customer("0").await;
        let member = applies(panel, &who, offer).await;
        admin.get("/admin").await.assert_shows("1 affiliate has applied");
        let list = admin.get(&format!("{PATH}?state=pending&q={}", &who.email[..8])).await;
        list.assert_shows(&who.email).assert_shows(&member.code).assert_shows("Pending");
        let none = admin.get(&format!("{PATH}?state=denied")).await;
        none.assert_shows("No member matches");
        let path = format!("{PATH}/{}", member.id);
        let page = admin.get(&path).await;
        page.assert_shows("I write a blog").assert_shows(&format!("?ref={}", member.code));
        page.assert_shows(">Approve</button>").assert_shows(">Deny</button>");
        assert!(!page.text().contains(">Suspend</button>"));

        let state = format!("{path}/state");
        admin.post(&state, &NOTHING).await.assert_status(422);
        let refused = admin.post(&state, &[("state", "denied"), ("reason", " ")]).await;
        refused.assert_status(422).assert_shows("id=\"error-reason\"");
        let wrong = [("state", "suspended"), ("reason", "why not")];
        admin.post(&state, &wrong).await.assert_goes(&path);
        admin.get(&path).await.assert_shows("is pending and cannot become suspended");
        admin.post(&state, &[("state", "approved")]).await.assert_goes(&path);
        admin.get(&path).await.assert_shows("The member is approved.");
        admin.post(&state, &[("state", "approved")]).await.assert_goes(&path);
        admin.get(&path).await.assert_shows("This was done already");
        let suspend = [("state", "suspended"), ("reason", "bought clicks")];
        admin.post(&state, &suspend).await.assert_goes(&path);
        let page = admin.get(&path).await;
        page.assert_shows("bought clicks").assert_shows(">Reinstate</button>");
        assert_eq!(sees(panel, &member).await.state, MemberState::Suspended);
        admin.post(&state, &[("state", "approved")]).await.assert_goes(&path);
        admin.get(&path).await.assert_shows("approved again");
        assert_eq!(sees(panel, &member).await.state, MemberState::Approved);
        assert!(!admin.get("/admin").await.text().contains("applied"));
        let missing = format!("{PATH}/424242");
        admin.get(&missing).await.assert_status(404);
        admin.post(&format!("{missing}/state"), &suspend).await.assert_status(404);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn referrals_are_decided_together() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let offer = make(panel, |draft| draft.approves_members = true).await;
        let who = signs_up(panel, None, address()).await;
        let member = applies(panel, &who, offer).await;
        let customer = brings(panel, &member, address()).await;
        let first = buys(panel, &customer, service).await;
        panel.advance(TimeDelta::days(14));
        // The session has ended by then.
        let admin = of_role(panel, Role::Admin).await;
        let second = buys(panel, &customer, service).await;
        admin.get("/admin").await.assert_shows("1 referral waits for approval");

        let page = admin.get(REFERRALS).await;
        page.assert_shows(&who.email).assert_shows(&customer.email).assert_shows("spring");
        page.assert_shows(&format!("href=\"/admin/customers/{}\"", customer.id));
        page.assert_shows("10.00").assert_shows("Hold ends");
        for (filter, is_there) in [
            ("state=pending".to_owned(), true),
            ("state=paid".to_owned(), false),
            (format!("member={}", member.id), true),
            ("member=424242".to_owned(), false),
            (format!("affiliate={}", who.email), true),
            (format!("affiliate={}", member.code.to_uppercase()), true),
            ("affiliate=nobody".to_owned(), false),
            (format!("offer={offer}&since=2020-01-01&until=2999-12-31"), true),
            ("since=2999-12-31".to_owned(), false),
            ("until=2020-01-01".to_owned(), false),
        ] {
            let page = admin.get(&format!("{REFERRALS}?{filter}")).await;
            let row = format!("data-row=\"{first}\"");
            assert_eq!(page.text().contains(&row), is_there, "{filter}");
        }
        let due = admin.get(&format!("{REFERRALS}?state=due")).await;
        due.assert_shows(&format!("data-row=\"{first}\""));
        assert!(!due.text().contains(&format!("data-row=\"{second}\"")));

        let ids = [("ids", first.as_str()), ("ids", second.as_str())];
        let approve = [&ids[..], &[("decision", "approve")]].concat();
        admin.post(REFERRALS, &[("decision", "approve")]).await.assert_status(422);
        admin.post(&format!("{REFERRALS}?state=due"), &approve).await.assert_status(303);
        let said = admin.get(REFERRALS).await;
        said.assert_shows("1 was approved; 1 was left as it was: its hold is not over");
        admin.post(REFERRALS, &approve).await.assert_goes(REFERRALS);
        admin.get(REFERRALS).await.assert_shows("0 were approved; 2 were left");
        assert_eq!(sees(panel, &member).await.approved.to_string(), "10.00");

        let deny = [&ids[1..], &[("decision", "deny"), ("reason", "")]].concat();
        let refused = admin.post(REFERRALS, &deny).await;
        refused.assert_status(422).assert_shows("id=\"error-reason\"");
        refused.assert_shows(&format!("value=\"{second}\" checked"));
        let deny = [&ids[1..], &[("decision", "deny"), ("reason", "its own order")]].concat();
        admin.post(REFERRALS, &deny).await.assert_goes(REFERRALS);
        let page = admin.get(REFERRALS).await;
        page.assert_shows("1 was denied.").assert_shows("its own order");
        let sums = sees(panel, &member).await;
        assert_eq!((sums.pending.to_string().as_str(), sums.referrals), ("0.00", 2));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_long_list_of_referrals_is_paged_both_ways() {
    still_panel(async |panel| {
        let admin = of_role(panel, Role::Admin).await;
        let service = panel.service(|_| {}).await;
        let offer = make(panel, |draft| draft.approves_members = true).await;
        let who = signs_up(panel, None, address()).await;
        let member = applies(panel, &who, offer).await;
        let customer = brings(panel, &member, address()).await;
        panel.credit(&customer, "10000").await;
        for _ in 0..51 {
            places(panel, &customer, service).await;
        }
        follows(panel).await;
        let rows = |text: &str| text.matches("data-row=").count();
        let link = |text: &str, rel: &str| {
            let (_, rest) = text.split_once(&format!("rel=\"{rel}\" href=\"")).unwrap();
            rest.split('"').next().unwrap().replace("&#38;", "&")
        };
        let first = admin.get(&format!("{REFERRALS}?state=pending")).await;
        assert_eq!(rows(first.text()), 50);
        let second = admin.get(&link(first.text(), "next")).await;
        assert_eq!(rows(second.text()), 1);
        assert!(!second.text().contains("rel=\"next\""));
        let back = admin.get(&link(second.text(), "prev")).await;
        assert_eq!(rows(back.text()), 50);
        assert!(!back.text().contains("rel=\"prev\""));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_payout_is_begun_and_completed_once() {
    still_panel(async |panel| {
        let admin = of_role(panel, Role::Admin).await;
        admin.get(PAYOUTS).await.assert_shows("No payout waits for you");
        let service = panel.service(|_| {}).await;
        let (member, id) = wants_money(panel, service).await;
        admin.get("/admin").await.assert_shows("1 affiliate payout is open");
        let page = admin.get(PAYOUTS).await;
        page.assert_shows(&member.email).assert_shows("IBAN XX00 1111").assert_shows("10.00");
        let csv = admin.get(&format!("{PAYOUTS}.csv")).await;
        csv.assert_status(200).assert_shows("id,email,amount,currency,details,requested,state");
        csv.assert_shows(&format!("{id},{},10.00,USD,IBAN XX00 1111,", member.email));
        let none = admin.get(&format!("{PAYOUTS}.csv?state=completed")).await;
        assert_eq!(none.text().lines().count(), 1);

        let path = format!("{PAYOUTS}/{id}");
        let complete = [("step", "complete"), ("reference", "transfer 7")];
        admin.post(&path, &complete).await.assert_goes(&path);
        admin.get(&path).await.assert_shows(&format!("Payout {id} is requested. Nothing was done"));
        let fail = [("step", "fail"), ("reason", "the bank said no")];
        admin.post(&path, &fail).await.assert_goes(&path);
        admin.get(&path).await.assert_shows("is requested. Nothing was done");

        admin.post(PAYOUTS, &NOTHING).await.assert_goes(PAYOUTS);
        let ids = id.to_string();
        let ids = [("ids", ids.as_str()), ("ids", "424242")];
        admin.post(PAYOUTS, &ids).await.assert_goes(PAYOUTS);
        admin.get(PAYOUTS).await.assert_shows("1 is being paid now; 1 was left as it was");
        admin.post(PAYOUTS, &ids[..1]).await.assert_goes(PAYOUTS);
        admin.get(PAYOUTS).await.assert_shows("0 are being paid now; 1 was left as it was");
        admin.post(&path, &[("step", "begin")]).await.assert_goes(&path);
        admin.get(&path).await.assert_shows("This was done already: the payout is processing");

        let empty = admin.post(&path, &[("step", "complete"), ("reference", " ")]).await;
        empty.assert_status(422).assert_shows("id=\"error-reference\"");
        admin.post(&path, &NOTHING).await.assert_status(422);
        admin.post(&path, &complete).await.assert_goes(&path);
        let page = admin.get(&path).await;
        page.assert_shows("The payout is completed").assert_shows("transfer 7");
        assert_eq!(sees(panel, &member).await.paid.to_string(), "10.00");
        admin.post(&path, &complete).await.assert_goes(&path);
        admin.get(&path).await.assert_shows("This was done already: the payout is completed");
        admin.post(&path, &fail).await.assert_goes(&path);
        admin.get(&path).await.assert_shows("is completed. Nothing was done");
        assert_eq!(sees(panel, &member).await.paid.to_string(), "10.00");
        let all = admin.get(&format!("{PAYOUTS}?state=all&member={}", member.id)).await;
        all.assert_shows("transfer 7").assert_shows("Completed");
        let missing = format!("{PAYOUTS}/424242");
        admin.get(&missing).await.assert_status(404);
        admin.post(&missing, &complete).await.assert_status(404);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_payout_that_fails_gives_its_commission_back() {
    still_panel(async |panel| {
        let admin = of_role(panel, Role::Admin).await;
        let service = panel.service(|_| {}).await;
        let (member, id) = wants_money(panel, service).await;
        let path = format!("{PAYOUTS}/{id}");
        admin.post(&path, &[("step", "begin")]).await.assert_goes(&path);
        assert_eq!(sees(panel, &member).await.paying.to_string(), "10.00");
        let no_reason = admin.post(&path, &[("step", "fail"), ("reason", "")]).await;
        no_reason.assert_status(422).assert_shows("id=\"error-reason\"");
        let fail = [("step", "fail"), ("reason", "the bank said no")];
        admin.post(&path, &fail).await.assert_goes(&path);
        admin.get(&path).await.assert_shows("approved again").assert_shows("the bank said no");
        let sums = sees(panel, &member).await;
        assert_eq!((sums.paying.is_zero(), sums.approved.to_string().as_str()), (true, "10.00"));
        admin.post(&path, &fail).await.assert_goes(&path);
        admin.get(&path).await.assert_shows("This was done already: the payout is failed");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flag_is_answered_once() {
    still_panel(async |panel| {
        let admin = of_role(panel, Role::Admin).await;
        admin.get(FLAGS).await.assert_shows("No customer is flagged");
        let service = panel.service(|_| {}).await;
        let offer = make(panel, |draft| draft.approves_members = true).await;
        let same = address();
        let who = signs_up(panel, None, same).await;
        let member = applies(panel, &who, offer).await;
        let (one, two) = (brings(panel, &member, same).await, brings(panel, &member, same).await);
        buys(panel, &one, service).await;
        buys(panel, &two, service).await;
        admin.get("/admin").await.assert_shows("2 customers are flagged");
        let page = admin.get(FLAGS).await;
        page.assert_shows(&one.email).assert_shows(&who.email);
        page.assert_shows("3 accounts signed up there").assert_shows("1 order of 100.00 USD");
        page.assert_shows("10.00 USD").assert_shows("They are two people");
        admin.get(REFERRALS).await.assert_shows("The customer is flagged");

        let (fine, fraud) = ([("verdict", "fine")], [("verdict", "fraud")]);
        let flag = |who: &Customer| format!("{FLAGS}/{}", who.id);
        admin.post(&flag(&one), &[("verdict", "maybe")]).await.assert_status(400);
        admin.post(&flag(&one), &fine).await.assert_goes(FLAGS);
        admin.get(FLAGS).await.assert_shows("pending again");
        admin.post(&flag(&one), &fraud).await.assert_goes(FLAGS);
        admin.get(FLAGS).await.assert_shows("This flag was answered already");
        admin.post(&flag(&two), &fraud).await.assert_goes(FLAGS);
        let page = admin.get(REFERRALS).await;
        page.assert_shows("They are one person").assert_shows("are one person.</span>");
        let sums = sees(panel, &member).await;
        assert_eq!(sums.pending.to_string(), "10.00", "one stays, one is denied");
        admin.post(&format!("{FLAGS}/424242"), &fine).await.assert_status(404);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn support_looks_and_touches_nothing() {
    still_panel(async |panel| {
        let support = of_role(panel, Role::Support).await;
        let service = panel.service(|_| {}).await;
        let (member, payout) = wants_money(panel, service).await;
        let same = address();
        let who = signs_up(panel, None, same).await;
        let waits = make(panel, |_| {}).await;
        let applied = applies(panel, &who, waits).await;
        let flagged = brings(panel, &member, address()).await;
        let (offer, payout) = (format!("{OFFERS}/{waits}"), format!("{PAYOUTS}/{payout}"));
        let page = format!("{PATH}/{}", applied.id);
        for path in [PATH, REFERRALS, PAYOUTS, FLAGS, OFFERS, &offer, &payout, &page] {
            let page = support.get(path).await;
            page.assert_status(200);
            let text = page.text().split("<main").nth(1).unwrap();
            assert!(!text.contains("method=\"post\""), "{path}");
        }
        support.get(&format!("{OFFERS}/new")).await.assert_status(403);
        let state = format!("{page}/state");
        let flag = format!("{FLAGS}/{}", flagged.id);
        for (path, sent) in [
            (OFFERS, fields()),
            (&offer, fields()),
            (&state, vec![("state", "approved")]),
            (REFERRALS, vec![("decision", "approve"), ("ids", "1")]),
            (PAYOUTS, vec![("ids", "1")]),
            (&payout, vec![("step", "begin")]),
            (&flag, vec![("verdict", "fine")]),
        ] {
            support.post(path, &sent).await.assert_status(403);
        }
        assert_eq!(sees(panel, &applied).await.state, MemberState::Pending);
        assert_eq!(sees(panel, &member).await.paying.to_string(), "10.00");
    })
    .await;
}
