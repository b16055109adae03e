//! The demo customer as an affiliate: an offer, people whom they brought, and the referrals, clicks
//! and payouts of some weeks. All of it goes through the same commands as in a real panel, with a
//! clock that begins in the past, so the books balance.

use std::net::{IpAddr, Ipv4Addr};

use anyhow::Context as _;
use chrono::TimeDelta;
use waybill::accounts::AccountId;
use waybill::accounts::account::{self, NewAccount};
use waybill::accounts::audit::Actor;
use waybill::accounts::email::Email;
use waybill::accounts::role::Role;
use waybill::affiliates::approval::{self, Decision};
use waybill::affiliates::click::{self, Click};
use waybill::affiliates::code::SubIds;
use waybill::affiliates::customer::{self, Arrival};
use waybill::affiliates::member::{self, Application};
use waybill::affiliates::offer::{self, Draft};
use waybill::affiliates::payout::{self, Ask, Way};
use waybill::affiliates::payout_desk::{self, PayoutStep};
use waybill::affiliates::referrals::{self, Filter, From};
use waybill::affiliates::{Code, CommissionState, CommissionType, MemberId, OfferId, follow, plan};
use waybill::catalogue::{self, Kind, ServiceId};
use waybill::kit::clock::Clock;
use waybill::kit::db::Db;
use waybill::kit::keys::Keys;
use waybill::kit::money::{Money, Rate};
use waybill::orders::decide;
use waybill::orders::desk::By;
use waybill::orders::dispatch::{self, Answer};
use waybill::orders::state::End;
use waybill::orders::{Delivery, Intake, OrderId, Request, Source};
use waybill::payments::direct;
use waybill::providers::Protocol;
use waybill::providers::route_edit;
use waybill::providers::sale::{self, Filled, First};
use waybill::providers::{Outcome, ProviderId, RouteEdit, edit_routes};

/// How far back it begins.
const DAYS: i64 = 46;
/// Orders of the people who were brought.
const ORDERS: i64 = 30;
const FRIENDS: [(&str, i64); 3] = [
    ("friend1@waybill.example", 0),
    ("friend2@waybill.example", 3),
    ("friend3@waybill.example", 17),
];
const PLACES: [&str; 3] = ["blog", "newsletter", "video"];
const SERVICE: &str = "Sample campaign · by hand";

/// Makes it, unless the account is an affiliate already.
pub async fn fill(db: &Db, keys: &Keys, affiliate: AccountId) -> anyhow::Result<()> {
    if !member::of_account(db.pool(), affiliate).await?.is_empty() {
        return Ok(());
    }
    // Nobody else uses this clock.
    let clock = Clock::default();
    clock.measure(db).await?;
    clock.advance(-TimeDelta::days(DAYS) - TimeDelta::hours(1));
    let offer_id = offer(db, &clock).await?;
    let code = Code::parse("demo")?;
    let application = Application {
        offer_id,
        code: Some(code.clone()),
        note: "I write about panels.".to_owned(),
    };
    member::apply(db, &clock, Actor::COMMAND, affiliate, application).await?;
    let own = member::of_account(db.pool(), affiliate).await?;
    let member_id = own.first().context("it has just joined")?.id;
    let service = service(db, &clock).await?;
    let (service_id, by_hand) = service;
    let intake = Intake::start(db, &clock);
    let story = Story { db, keys, clock, intake, code, service_id, by_hand };
    story.tell((affiliate, member_id)).await
}

async fn offer(db: &Db, clock: &Clock) -> anyhow::Result<OfferId> {
    let draft = Draft {
        name: "Recommend this panel".to_owned(),
        description: "15 percent of all that the people whom you bring spend here.".to_owned(),
        terms: "No paid ads on our name. No spam.".to_owned(),
        commission_type: CommissionType::PercentOfSale,
        commission: Money::parse("15")?,
        cookie_days: 30,
        hold_days: plan::HOLD_DAYS_DEFAULT,
        months: None,
        minimum_payout: Money::parse("20")?,
        approves_members: true,
        approves_commissions: true,
        is_default: true,
    };
    Ok(offer::create(db, clock, Actor::COMMAND, draft).await?)
}

/// A service that staff deliver: its orders end when the story says so, and no worker changes them.
async fn service(db: &Db, clock: &Clock) -> anyhow::Result<(ServiceId, ProviderId)> {
    let draft = catalogue::Draft {
        category_id: 0,
        position: 100,
        name: SERVICE.to_owned(),
        kind: Kind::Default,
        description: "Delivered by staff.".to_owned(),
        rate: Rate::parse("40")?,
        min: 100,
        max: 10_000,
        refill: false,
        cancel: false,
        dripfeed: false,
        unique_link: false,
        refill_wait_h: 0,
        refill_days: None,
        enabled: true,
    };
    let filled = Filled {
        category: "By hand".to_owned(),
        draft,
        code: None,
        settings: waybill::providers::sandbox::Settings::default(),
    };
    let id = sale::create(db, clock, Actor::COMMAND, (filled, First::Nobody)).await?;
    let candidates = route_edit::candidates(db.pool()).await?;
    let by_hand = candidates.iter().find(|one| one.protocol == Protocol::Manual);
    let by_hand = by_hand.context("no provider delivers by hand")?.id;
    let route = route_edit::Draft {
        provider_id: by_hand,
        upstream_service: String::new(),
        cost: None,
        margin: None,
        settings: None,
    };
    edit_routes(db, clock, Actor::COMMAND, (id, RouteEdit::Add(route))).await?;
    Ok((id, by_hand))
}

/// What the story needs at every step.
struct Story<'s> {
    db: &'s Db,
    keys: &'s Keys,
    clock: Clock,
    intake: Intake,
    code: Code,
    service_id: ServiceId,
    by_hand: ProviderId,
}

impl Story<'_> {
    async fn tell(&self, (affiliate, member_id): (AccountId, MemberId)) -> anyhow::Result<()> {
        let mut friends: Vec<AccountId> = Vec::new();
        let mut open = Vec::new();
        for day in 0..=DAYS {
            for click in 0..(day * 7 % 5 + 2) {
                let visitor = self.click(day, click).await?;
                if let Some((email, _)) = FRIENDS.iter().find(|(_, at)| *at == day)
                    && click == 0
                {
                    friends.push(self.signs_up(email, visitor).await?);
                }
            }
            let first = day * ORDERS / (DAYS + 1);
            for number in first..(day + 1) * ORDERS / (DAYS + 1) {
                let friend = friends[usize::try_from(number)? % friends.len()];
                open.push((day, number, self.order(friend, number).await?));
            }
            // What was ordered two days ago ends; the last ones go on.
            let (due, rest): (Vec<_>, Vec<_>) =
                open.into_iter().partition(|(placed, ..)| placed + 2 <= day);
            open = rest;
            for (_, number, order) in due {
                self.end(number, order).await?;
            }
            follow::catch_up(self.db, &self.clock).await?;
            approval::approve_due(self.db, &self.clock).await?;
            self.day_of_staff(day, affiliate, member_id).await?;
            self.clock.advance(TimeDelta::days(1));
        }
        Ok(())
    }

    async fn click(&self, day: i64, number: i64) -> anyhow::Result<String> {
        let visitor = click::visitor();
        let place = PLACES[usize::try_from(day + number)? % PLACES.len()];
        let click = Click {
            code: self.code.clone(),
            sub_ids: SubIds::new([Some(place), None, None]),
            visitor: visitor.clone(),
            address: IpAddr::V4(Ipv4Addr::LOCALHOST),
        };
        click::count(self.db, &self.clock, self.keys, click).await?;
        Ok(visitor)
    }

    /// Somebody without a password: nobody signs in as them.
    async fn signs_up(&self, email: &str, visitor: String) -> anyhow::Result<AccountId> {
        let email = Email::parse(email)?;
        if let Some(known) = account::find_by_email(self.db.pool(), &email).await? {
            return Ok(known.id);
        }
        let new = NewAccount {
            email: email.clone(),
            role: Role::Customer,
            password_hash: None,
            is_password_made: false,
            terms_accepted_at: Some(self.clock.now()),
        };
        let arrival = Arrival {
            address: IpAddr::V4(Ipv4Addr::LOCALHOST),
            user_agent: String::new(),
            visitor: Some(visitor),
            invite: None,
            link: None,
        };
        customer::sign_up(self.db, &self.clock, self.keys, new, arrival).await?;
        let made = account::find_by_email(self.db.pool(), &email).await?;
        let id = made.context("it was just made")?.id;
        let (amount, payment) = (Money::parse("1000")?, format!("demo:{id}"));
        direct::payment(self.db, &self.clock, id, (amount, &*payment, "Demo money")).await?;
        Ok(id)
    }

    async fn order(&self, account_id: AccountId, number: i64) -> anyhow::Result<OrderId> {
        let quantity = 300 + number * 370 % 1300;
        let parameters = [
            ("link", format!("https://example.com/campaign/{number}")),
            ("quantity", quantity.to_string()),
        ];
        let request = Request {
            account_id,
            service_id: self.service_id,
            parameters: parameters.map(|(name, text)| (name.to_owned(), text)).into(),
            delivery: Delivery::default(),
            idempotency_key: None,
            max_charge: None,
            source: Source::Page,
            token_id: None,
            parent_id: None,
        };
        let placed = self.intake.place(request).await?;
        // Nobody but staff takes these: other queued orders stay where they are.
        let room = [(self.by_hand, u32::MAX)].into();
        let turns = dispatch::Turns::default();
        let taken = dispatch::take(self.db, &self.clock, &turns, room, 1000).await?;
        for claim in taken.claims {
            let upstream_id = format!("by-hand-{}", claim.order_id);
            let answer = Answer { claim, sent: Outcome::Accepted { upstream_id }.into() };
            dispatch::record_all(self.db, &self.clock, vec![answer]).await?;
        }
        Ok(placed.order_id)
    }

    /// Most are delivered, some in part, some not at all.
    async fn end(&self, number: i64, order: OrderId) -> anyhow::Result<()> {
        let end = match number % 9 {
            4 => End::Partial { remains: 100 },
            7 => End::Canceled,
            _ => End::Completed,
        };
        let by = By { actor: Actor::COMMAND, reason: "demo".to_owned(), seen: None };
        decide::resolve(self.db, &self.clock, order, decide::Decision::End(end), by).await?;
        Ok(())
    }

    /// A payout outside, one to the balance, and one referral that staff deny.
    async fn day_of_staff(
        &self,
        day: i64,
        affiliate: AccountId,
        member_id: MemberId,
    ) -> anyhow::Result<()> {
        let (db, clock, actor) = (self.db, &self.clock, Actor::COMMAND);
        let ask = |way, form: &str| {
            let details = "Bank account of the demo customer".to_owned();
            payout::ask(
                db,
                clock,
                actor,
                affiliate,
                Ask { member_id, way, details, form_id: form.to_owned() },
            )
        };
        match day {
            27 => {
                let (id, _) = ask(Way::Outside, "demo-outside").await?;
                payout_desk::step(db, clock, actor, id, PayoutStep::Begin).await?;
                let paid = PayoutStep::Complete("bank transfer 2041".to_owned());
                payout_desk::step(db, clock, actor, id, paid).await?;
            }
            38 => {
                ask(Way::Balance, "demo-balance").await?;
            }
            42 => {
                let pending = Filter {
                    account_id: Some(affiliate),
                    states: vec![CommissionState::Pending],
                    ..Filter::default()
                };
                let rows = referrals::list(db.pool(), &pending, From::Start, 3).await?;
                let ids = rows.last().map(|row| row.id).into_iter().collect();
                let why = Decision::Deny("The customer asked for it by mistake.".to_owned());
                approval::decide(db, clock, actor, ids, why).await?;
            }
            _ => {}
        }
        Ok(())
    }
}
