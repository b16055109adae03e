//! Affiliates and the people whom they bring.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::Value;
use waybill::accounts::account::{self, NewAccount};
use waybill::accounts::audit::Actor;
use waybill::accounts::email::Email;
use waybill::accounts::role::Role;
use waybill::affiliates::click::{self, Click};
use waybill::affiliates::code::SubIds;
use waybill::affiliates::customer::{self, Arrival};
use waybill::affiliates::member::{self, Application};
use waybill::affiliates::offer::{self, Draft};
use waybill::affiliates::payout::{self, Ask, PayoutError, Way};
use waybill::affiliates::payout_desk::{self, PayoutStep, PayoutStepError};
use waybill::affiliates::{Code, CommissionType, MemberId, OfferId, PayoutId, approval, follow};
use waybill::kit::money::Money;
use waybill::kit::secret;
use waybill::orders::OrderId;
use waybill::orders::desk::{self, By};

use super::{Customer, Panel, eventually, order_id};

static NEXT: AtomicU32 = AtomicU32::new(1);

/// A customer with a link.
#[derive(Debug, Clone)]
pub struct Affiliate {
    pub customer: Customer,
    pub member_id: MemberId,
    pub offer_id: OfferId,
    pub code: Code,
}

/// 10 percent, a hold of 14 days, everything by itself.
pub fn offer_draft() -> Draft {
    Draft {
        name: "Friends".to_owned(),
        description: "For those who recommend us.".to_owned(),
        terms: String::new(),
        commission_type: CommissionType::PercentOfSale,
        commission: Money::parse("10").unwrap(),
        cookie_days: 30,
        hold_days: 14,
        months: None,
        minimum_payout: Money::parse("50").unwrap(),
        approves_members: true,
        approves_commissions: true,
        is_default: false,
    }
}

/// An address of its own for each person.
fn address() -> IpAddr {
    let number = NEXT.fetch_add(1, Ordering::Relaxed).to_be_bytes();
    IpAddr::V4(Ipv4Addr::new(10, number[1], number[2], number[3]))
}

impl Panel {
    pub async fn offer(&self, change: impl FnOnce(&mut Draft)) -> OfferId {
        // The same offer is made once.
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let mut draft = Draft { terms: format!("Terms {number}"), ..offer_draft() };
        change(&mut draft);
        offer::create(&self.app.db, &self.app.clock, Actor::COMMAND, draft).await.unwrap()
    }

    /// A customer with a link of this offer.
    pub async fn affiliate(&self, offer_id: OfferId) -> Affiliate {
        let customer = self.customer("0").await;
        self.join(customer, offer_id).await
    }

    pub async fn join(&self, customer: Customer, offer_id: OfferId) -> Affiliate {
        let (db, clock) = (&self.app.db, &self.app.clock);
        let code = Code::parse(&format!("code-{}", NEXT.fetch_add(1, Ordering::Relaxed))).unwrap();
        let application =
            Application { offer_id, code: Some(code.clone()), note: "I write a blog".to_owned() };
        member::apply(db, clock, Actor::COMMAND, customer.id, application).await.unwrap();
        let own = member::of_account(db.pool(), customer.id).await.unwrap();
        let member_id = own.iter().find(|one| one.offer_id == offer_id).unwrap().id;
        Affiliate { customer, member_id, offer_id, code }
    }

    /// A visit by a link; answers the visitor's id, if it counted.
    pub async fn click(&self, code: &Code, subs: [Option<&str>; 3]) -> Option<String> {
        let visitor = click::visitor();
        self.click_as(&visitor, code, subs).await.then_some(visitor)
    }

    pub async fn click_as(&self, visitor: &str, code: &Code, subs: [Option<&str>; 3]) -> bool {
        let app = &self.app;
        let click = Click {
            code: code.clone(),
            sub_ids: SubIds::new(subs),
            visitor: visitor.to_owned(),
            address: address(),
        };
        click::count(&app.db, &app.clock, &app.keys, click).await.unwrap().is_some()
    }

    /// Somebody who signs up at this address, maybe after a visit by a link, with this much money.
    pub async fn signs_up(
        &self,
        visitor: Option<String>,
        at: Option<IpAddr>,
        money: &str,
    ) -> Customer {
        let app = &self.app;
        let email = format!("brought{}@example.com", NEXT.fetch_add(1, Ordering::Relaxed));
        let email = Email::parse(&email).unwrap();
        let new = NewAccount {
            email: email.clone(),
            role: Role::Customer,
            password_hash: None,
            is_password_made: false,
            terms_accepted_at: Some(app.clock.now()),
        };
        let (user_agent, invite) = (String::new(), None);
        let address = at.unwrap_or_else(address);
        let arrival = Arrival { address, user_agent, visitor, invite, link: None };
        customer::sign_up(&app.db, &app.clock, &app.keys, new, arrival).await.unwrap();
        let id = account::find_by_email(app.db.pool(), &email).await.unwrap().unwrap().id;
        let key = self.key(id, |key| key).await;
        let customer = Customer { id, email: email.to_string(), key };
        self.credit(&customer, money).await;
        customer
    }

    /// A customer whom the affiliate brought, with this much money.
    pub async fn brought(&self, affiliate: &Affiliate, money: &str) -> Customer {
        let visitor = self.click(&affiliate.code, [None, None, None]).await;
        assert!(visitor.is_some(), "the link counts");
        self.signs_up(visitor, None, money).await
    }

    /// Places an order of so many units.
    pub async fn order(&self, customer: &Customer, service: i64, quantity: i64) -> i64 {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let link = format!("https://example.com/{number}");
        let (service, quantity) = (service.to_string(), quantity.to_string());
        let fields = [
            ("action", "add"),
            ("service", service.as_str()),
            ("link", &link),
            ("quantity", &quantity),
        ];
        order_id(&self.v2(&customer.key, &fields).await)
    }

    /// Staff refund a delivered order up to this total.
    pub async fn refund(&self, order: i64, total: &str) {
        let by = By { actor: Actor::COMMAND, reason: "it fell short".to_owned(), seen: None };
        let total = Money::parse(total).unwrap();
        let (db, clock) = (&self.app.db, &self.app.clock);
        desk::refund_to(db, clock, OrderId::new(order), total, by).await.unwrap();
    }

    /// Commissions follow all that has happened. Transactions of other tests on the same server may
    /// hold the reader back for a moment.
    pub async fn follow(&self) {
        let rest = "select exists (select from order_events e join order_event_readers r
            on r.name = 'affiliates' and (e.xid, e.id) > (r.xid, r.id))";
        eventually("commissions to follow", async || {
            follow::follow(&self.app.db, &self.app.clock).await.unwrap();
            let rest: bool = sqlx::query_scalar(rest).fetch_one(self.app.db.pool()).await.unwrap();
            (!rest).then_some(())
        })
        .await;
    }

    /// Approves what is due; answers how many.
    pub async fn approve_due(&self) -> usize {
        approval::approve_due(&self.app.db, &self.app.clock).await.unwrap()
    }

    pub async fn ask_payout(
        &self,
        affiliate: &Affiliate,
        way: Way,
    ) -> Result<(PayoutId, Money), PayoutError> {
        let form_id = secret::base62(16);
        let ask = Ask {
            member_id: affiliate.member_id,
            way,
            details: "the usual account".to_owned(),
            form_id,
        };
        let (db, clock) = (&self.app.db, &self.app.clock);
        payout::ask(db, clock, Actor::COMMAND, affiliate.customer.id, ask).await
    }

    pub async fn payout_step(&self, id: PayoutId, step: PayoutStep) -> Result<(), PayoutStepError> {
        payout_desk::step(&self.app.db, &self.app.clock, Actor::COMMAND, id, step).await
    }

    /// A token for the marketplace API.
    pub async fn affiliate_token(&self, affiliate: &Affiliate) -> String {
        self.jwt(affiliate.customer.id, |new| new).await
    }

    /// A call of the marketplace API: the status and the JSON.
    pub async fn v1(&self, token: &str, path: &str) -> (u16, Value) {
        let request = self.http.get(format!("{}/api/v1/{path}", self.base)).bearer_auth(token);
        let answer = request.send().await.unwrap();
        let status = answer.status().as_u16();
        assert_eq!(answer.headers()["content-type"], "application/json");
        (status, answer.json().await.unwrap())
    }

    /// The rows of a call that goes well.
    pub async fn v1_rows(&self, token: &str, path: &str) -> Vec<Value> {
        let (status, body) = self.v1(token, path).await;
        assert_eq!(status, 200, "{body}");
        body["data"].as_array().unwrap().clone()
    }

    /// Status, sales and commission of each referral, the oldest first.
    pub async fn referrals(&self, token: &str) -> Vec<(String, String, String)> {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let mut rows = self.v1_rows(token, "referral?per_page=100").await;
        rows.sort_by_key(|row| row["referral_id"].as_i64());
        rows.iter()
            .map(|row| {
                (text(&row["status"]), text(&row["total_sales"]), text(&row["commission_amount"]))
            })
            .collect()
    }

    /// Pending, approved, being paid and paid.
    pub async fn sums(&self, affiliate: &Affiliate) -> [String; 4] {
        let member = member::find(self.app.db.pool(), affiliate.member_id).await.unwrap().unwrap();
        [member.pending, member.approved, member.paying, member.paid].map(|sum| sum.to_string())
    }
}
