//! The pages of an affiliate: joining, links and who comes by them, referrals, payouts.

use chrono::TimeDelta;
use waybill::accounts::account;
use waybill::accounts::audit::Actor;
use waybill::accounts::email::Email;
use waybill::affiliates::offer::{self, Draft};
use waybill::affiliates::{CommissionType, OfferId, approval, follow};
use waybill::kit::money::Money;
use waybill::orders::OrderId;
use waybill::orders::desk::{self, By};

use super::{Answer, NOTHING, Visitor};
use crate::support::{Customer, PASSWORD, Panel, order_id, still_panel};

const PAYOUTS: &str = "/affiliate/payouts";

/// 10 percent, a hold of 14 days, everything by itself; changed.
pub async fn offer(panel: &Panel, change: impl FnOnce(&mut Draft)) -> OfferId {
    let mut draft = Draft {
        name: "Friends".to_owned(),
        description: String::new(),
        terms: "No spam.".to_owned(),
        commission_type: CommissionType::PercentOfSale,
        commission: Money::parse("10").unwrap(),
        cookie_days: 30,
        hold_days: 14,
        months: None,
        minimum_payout: Money::parse("50").unwrap(),
        approves_members: true,
        approves_commissions: true,
        is_default: true,
    };
    change(&mut draft);
    offer::create(&panel.app.db, &panel.app.clock, Actor::COMMAND, draft).await.unwrap()
}

/// Joins with the form, and gets this code.
async fn join(visitor: &Visitor<'_>, offer: OfferId, code: &str) -> Answer {
    let fields = [("offer", &*offer.to_string()), ("code", code), ("note", "I write a blog")];
    visitor.post("/affiliate/join", &fields).await
}

/// A stranger who comes by this link and signs up, with money and a key.
pub async fn comes_by(panel: &Panel, link: &str, email: &str) -> Customer {
    let stranger = Visitor::new(panel);
    stranger.get(link).await.assert_goes("/");
    stranger.get("/").await.assert_status(200).assert_shows("href=\"/sign-up\"");
    stranger.get("/sign-up").await.assert_shows("Recommended to you");
    let fields = [("email", email), ("password", PASSWORD), ("terms", "1")];
    stranger.post("/sign-up", &fields).await.assert_status(303);
    let found = account::find_by_email(panel.app.db.pool(), &Email::parse(email).unwrap()).await;
    let id = found.unwrap().unwrap().id;
    let key = panel.key(id, |key| key).await;
    let customer = Customer { id, email: email.to_owned(), key };
    panel.credit(&customer, "1000").await;
    customer
}

/// An order of so many units, at 1.00 for 1000, delivered.
pub async fn ordered(panel: &Panel, customer: &Customer, service: i64, quantity: &str) -> i64 {
    let fields = [
        ("action", "add"),
        ("service", &*service.to_string()),
        ("link", "https://example.com/p/1"),
        ("quantity", quantity),
    ];
    let order = order_id(&panel.v2(&customer.key, &fields).await);
    panel.complete(order).await;
    order
}

async fn follow(panel: &Panel) {
    follow::catch_up(&panel.app.db, &panel.app.clock).await.unwrap();
}

/// Waits for the hold and approves.
async fn approve(panel: &Panel) {
    panel.advance(TimeDelta::days(15));
    approve_due(panel).await;
}

/// Approves what is due now.
pub async fn approve_due(panel: &Panel) {
    follow(panel).await;
    approval::approve_due(&panel.app.db, &panel.app.clock).await.unwrap();
}

/// A figure of the home page.
fn figure(name: &str, value: &str) -> String {
    format!("<dt>{name}</dt><dd class=\"figure num\">{value}</dd>")
}

/// The form that pays to the balance, as the page has it now.
fn balance_form(page: &Answer) -> [(&'static str, String); 3] {
    let form_id = page.hidden("form_id");
    [("member", page.hidden("member")), ("way", "balance".to_owned()), ("form_id", form_id)]
}

/// The same for a payout to the outside.
fn outside_form(page: &Answer, details: &str) -> [(&'static str, String); 4] {
    let (_, second) = page.text().split_once("value=\"outside\"").unwrap();
    let (_, rest) = second.split_once("name=\"form_id\" value=\"").unwrap();
    let form_id = rest.split('"').next().unwrap().to_owned();
    [
        ("member", page.hidden("member")),
        ("way", "outside".to_owned()),
        ("form_id", form_id),
        ("details", details.to_owned()),
    ]
}

async fn sends(visitor: &Visitor<'_>, path: &str, fields: &[(&str, String)]) -> Answer {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, text)| (*name, &**text)).collect();
    visitor.post(path, &fields).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_joins_gets_a_link_to_copy_and_to_scan() {
    still_panel(async |panel| {
        let customer = panel.customer("0").await;
        let visitor = Visitor::of(panel, customer.id).await;
        visitor.get("/affiliate").await.assert_shows("No offer at present");
        for path in ["/affiliate/links", "/affiliate/referrals", PAYOUTS] {
            visitor.get(path).await.assert_status(200).assert_shows("You are no affiliate yet");
        }
        let offer = offer(panel, |_| {}).await;
        let home = visitor.get("/affiliate").await;
        home.assert_shows("10 % of each order").assert_shows("Within 30 days of the click");
        home.assert_shows("14 days after the order ends").assert_shows("No spam.");
        home.assert_shows("1.00 USD to your balance, 50.00 USD outside");

        join(&visitor, offer, "a b").await.assert_status(422).assert_shows("A code has 3 to 32");
        join(&visitor, offer, "Friend-1").await.assert_goes("/affiliate/links");
        let links = visitor.get("/affiliate/links").await;
        let link = format!("{}/?ref=friend-1", panel.base);
        links.assert_status(200).assert_shows("You are an affiliate now").assert_shows(&link);
        links.assert_shows("role=\"img\" aria-label=\"QR code of this link\"");
        let made = visitor.get("/affiliate/links?sub_id1=the+blog&sub_id3=%3Cb%3E").await;
        made.assert_shows("sub_id1=the+blog").assert_shows("sub_id3=%3Cb%3E");
        made.assert_shows("name=\"sub_id1\" type=\"text\" value=\"the blog\"");
        let long = format!(
            "/affiliate/links?sub_id1={0}&sub_id2={0}&sub_id3={0}",
            "%F0%9F%A6%80".repeat(99)
        );
        visitor.get(&long).await.assert_status(200).assert_shows("too long for a QR code");

        // A second click joins nothing, and nobody gets a code that is taken.
        join(&visitor, offer, "friend-2").await.assert_goes("/affiliate");
        let other = Visitor::of(panel, panel.customer("0").await.id).await;
        join(&other, offer, "friend-1").await.assert_status(422).assert_shows("This code is taken");
        join(&other, OfferId::new(424_242), "").await.assert_status(422);
        other.post("/affiliate/join", &NOTHING).await.assert_status(400);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_waits_for_the_operator_reads_that() {
    still_panel(async |panel| {
        let first = offer(panel, |draft| draft.approves_members = false).await;
        let second = offer(panel, |draft| {
            draft.name = "Shops".to_owned();
            draft.is_default = false;
            draft.commission_type = CommissionType::FlatPerOrder;
            draft.commission = Money::parse("0.5").unwrap();
        });
        let second = second.await;
        let visitor = Visitor::of(panel, panel.customer("0").await.id).await;
        let both = visitor.get("/affiliate").await;
        both.assert_shows("Choose an offer").assert_shows("0.50 USD for each order");
        join(&visitor, first, "").await.assert_goes("/affiliate");
        let home = visitor.get("/affiliate").await;
        home.assert_shows("Your application is sent").assert_shows("You have applied.");
        visitor.get("/affiliate/links").await.assert_shows("You are no affiliate yet");
        join(&visitor, second, "").await.assert_goes("/affiliate/links");
        visitor.get("/affiliate").await.assert_shows("You have applied.").assert_shows("Your link");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_visit_by_a_link_counts_and_leads_on() {
    still_panel(async |panel| {
        let offer = offer(panel, |_| {}).await;
        let visitor = Visitor::of(panel, panel.customer("0").await.id).await;
        join(&visitor, offer, "friend").await;
        let stranger = Visitor::new(panel);
        let wrong = stranger.get("/terms?ref=nobody&page=2").await;
        wrong.assert_goes("/terms?page=2");
        assert_eq!(wrong.cookie("visitor"), "");
        let led_on = stranger.get("/?ref=friend&sub_id1=blog").await;
        led_on.assert_goes("/");
        assert!(led_on.cookie("visitor").contains("Max-Age=2592000"), "{:?}", led_on.headers);
        stranger.get("/terms").await.assert_shows("<b>visitor</b> is set only if");

        comes_by(panel, "/?ref=friend", "brought@example.com").await;
        let home = visitor.get("/affiliate").await;
        home.assert_shows(&figure("Clicks", "2")).assert_shows(&figure("Sign-ups", "1"));
        home.assert_shows("Clicks by day. The most are 2");
        assert!(!home.text().contains("brought@"), "the customer is named");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_approved_goes_to_the_balance_once() {
    still_panel(async |panel| {
        let offer = offer(panel, |_| {}).await;
        let affiliate = panel.customer("0").await;
        let visitor = Visitor::of(panel, affiliate.id).await;
        join(&visitor, offer, "friend").await;
        let brought = comes_by(panel, "/?ref=friend&sub_id2=video", "brought@example.com").await;
        let service = panel.service(|_| {}).await;
        let order = ordered(panel, &brought, service, "50000").await;
        follow(panel).await;

        let home = visitor.get("/affiliate?days=7").await;
        home.assert_shows("The last 7 days").assert_shows(&figure("Pending", "5.00 USD"));
        home.assert_shows(&figure("Sales", "50.00 USD")).assert_shows("1 referral");
        let list = visitor.get("/affiliate/referrals?state=pending").await;
        list.assert_shows(&format!("<span class=\"num\">{order}</span>"));
        list.assert_shows("2: video").assert_shows("Pending").assert_shows("<b>5.00</b>");
        assert!(!list.text().contains("brought@") && !list.text().contains("/orders/"));
        for nothing in ["state=paid", "to=2020-01-01", "offer=99", "before=1-1", "offer=x"] {
            let path = format!("/affiliate/referrals?{nothing}");
            visitor.get(&path).await.assert_status(200).assert_shows("No referral matches");
        }

        approve(panel).await;
        let visitor = Visitor::of(panel, affiliate.id).await;
        let page = visitor.get(PAYOUTS).await;
        page.assert_shows("Move 5.00 USD to my balance");
        let refused = sends(&visitor, PAYOUTS, &outside_form(&page, "IBAN 7")).await;
        refused.assert_status(422).assert_shows("IBAN 7");
        refused.assert_shows("5.00 USD is approved. The least that is paid out is 50.00 USD.");

        let form = balance_form(&page);
        sends(&visitor, PAYOUTS, &form).await.assert_goes(PAYOUTS);
        visitor.get(PAYOUTS).await.assert_shows("5.00 USD is on your balance.");
        sends(&visitor, PAYOUTS, &form).await.assert_goes(PAYOUTS);
        let twice = visitor.get(PAYOUTS).await;
        twice.assert_shows("This payout was asked for already.");
        assert_eq!(twice.text().matches("To my balance</td>").count(), 1);
        assert_eq!(panel.balance(&affiliate).await, "5.00");
        let nothing = sends(&visitor, PAYOUTS, &balance_form(&twice)).await;
        nothing.assert_status(422).assert_shows("0.00 USD is approved.");
        visitor.get("/statement?kind=credits").await.assert_shows("Affiliate payout");
        visitor.get("/affiliate").await.assert_shows(&figure("Paid", "5.00 USD"));

        let file = visitor.get("/affiliate/referrals.csv?state=paid").await;
        let lines: Vec<&str> = file.text().lines().collect();
        assert!(lines[0].ends_with(
            "time,order,kind,offer,state,sales,commission,currency,approved on,reason,sub id 1,\
             sub id 2,sub id 3"
        ));
        assert!(lines[1].contains(&format!(",{order},Referral,Friends,Paid,50.00,5.00,USD,")));
        assert!(lines[1].ends_with(",,,video,") && lines.len() == 2, "{lines:?}");
        let file = visitor.get("/affiliate/referrals.csv?state=denied").await;
        assert_eq!(file.text().lines().count(), 1);

        // All of it is refunded after it was paid.
        let by = By { actor: Actor::COMMAND, reason: "it fell short".to_owned(), seen: None };
        let (db, clock) = (&panel.app.db, &panel.app.clock);
        let total = Money::parse("50").unwrap();
        desk::refund_to(db, clock, OrderId::new(order), total, by).await.unwrap();
        follow(panel).await;
        let list = visitor.get("/affiliate/referrals").await;
        list.assert_shows("Correction").assert_shows("−5.00").assert_shows("−50.00");
        let page = visitor.get(PAYOUTS).await;
        page.assert_shows("−5.00 USD").assert_shows("Your next commissions make up for it");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_payout_to_the_outside_is_canceled_by_its_affiliate_alone() {
    still_panel(async |panel| {
        let offer = offer(panel, |draft| draft.minimum_payout = Money::parse("2").unwrap()).await;
        let affiliate = panel.customer("0").await;
        join(&Visitor::of(panel, affiliate.id).await, offer, "friend").await;
        let brought = comes_by(panel, "/?ref=friend", "brought@example.com").await;
        let service = panel.service(|_| {}).await;
        ordered(panel, &brought, service, "30000").await;
        approve(panel).await;
        let visitor = Visitor::of(panel, affiliate.id).await;
        let other = Visitor::of(panel, brought.id).await;

        let page = visitor.get(PAYOUTS).await;
        let refused = sends(&visitor, PAYOUTS, &outside_form(&page, " ")).await;
        refused.assert_status(422).assert_shows("where the money should go.");
        // Somebody else's membership pays nothing.
        sends(&other, PAYOUTS, &outside_form(&page, "to me")).await.assert_status(404);
        sends(&visitor, PAYOUTS, &outside_form(&page, "IBAN 7")).await.assert_goes(PAYOUTS);
        let open = visitor.get(PAYOUTS).await;
        open.assert_shows("You have asked for 3.00 USD.").assert_shows("IBAN 7");
        visitor.get("/affiliate").await.assert_shows(&figure("Being paid out", "3.00 USD"));

        let (_, rest) = open.text().split_once(&format!("action=\"{PAYOUTS}/")).unwrap();
        let cancel = format!("{PAYOUTS}/{}/cancel", rest.split('/').next().unwrap());
        other.post(&cancel, &NOTHING).await.assert_status(404);
        visitor.get(PAYOUTS).await.assert_shows("Requested");
        visitor.post(&cancel, &NOTHING).await.assert_goes(PAYOUTS);
        let canceled = visitor.get(PAYOUTS).await;
        canceled.assert_shows("Its commissions are approved again").assert_shows("Canceled by the");
        canceled.assert_shows("Move 3.00 USD to my balance");
        visitor.post(&cancel, &NOTHING).await.assert_goes(PAYOUTS);
        visitor.get(PAYOUTS).await.assert_shows("cannot be canceled any more");
        visitor.post(PAYOUTS, &NOTHING).await.assert_status(400);
    })
    .await;
}
