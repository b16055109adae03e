//! The work of the workers, done by hand: on a panel that does no work by itself, an order goes
//! exactly as far as the story needs.

use waybill::accounts::audit::Actor;
use waybill::catalogue::{self, Draft, Link, ServiceId, blocked};
use waybill::kit::db;
use waybill::kit::money::Rate;
use waybill::orders::desk::By;
use waybill::orders::dispatch::{self, Answer, Claim, Room};
use waybill::orders::provider_requests::{self, Ask};
use waybill::orders::subscription::{self, ReportError};
use waybill::orders::{OrderId, Placed, bulk, drip, poll};
use waybill::providers::sale::{self, Filled};
use waybill::providers::{
    CancelAnswer, Outcome, ProviderId, RefillAnswer, RefillState, Report, Word,
};

use super::{Customer, Panel};

impl Panel {
    /// Takes what is queued, up to the moment before its bytes leave. Every provider has room.
    pub async fn take(&self) -> Vec<Claim> {
        self.take_up_to(1000).await
    }

    /// As [`take`](Self::take), at most this many.
    pub async fn take_up_to(&self, limit: i64) -> Vec<Claim> {
        self.try_take(limit).await.unwrap()
    }

    /// As [`take_up_to`](Self::take_up_to), or why it was refused.
    pub async fn try_take(&self, limit: i64) -> Result<Vec<Claim>, db::Error> {
        let ids: Vec<ProviderId> = sqlx::query_scalar("select id from providers")
            .fetch_all(self.app.db.pool())
            .await
            .unwrap();
        self.take_for(ids.into_iter().map(|id| (id, u32::MAX)).collect(), limit).await
    }

    /// As [`try_take`](Self::try_take), while the providers have this room; those that are missing
    /// are closed.
    pub async fn take_for(&self, room: Room, limit: i64) -> Result<Vec<Claim>, db::Error> {
        let (db, clock) = (&self.app.db, &self.app.clock);
        dispatch::turns::sort(db, room.keys().copied().collect()).await?;
        Ok(dispatch::take(db, clock, &self.turns, room, limit).await?.claims)
    }

    /// Hands what is queued to its provider, which takes it.
    pub async fn submit(&self) {
        for claim in self.take().await {
            let upstream_id = format!("upstream-{}", claim.order_id);
            self.record(&claim, Outcome::Accepted { upstream_id }).await;
        }
    }

    pub async fn record(&self, claim: &Claim, outcome: Outcome) {
        let answers = vec![Answer { claim: claim.clone(), sent: outcome.into() }];
        dispatch::record_all(&self.app.db, &self.app.clock, answers).await.unwrap();
    }

    /// Records the provider's word about an order that it has.
    pub async fn report(&self, order: i64, word: Word, remains: Option<i64>) {
        let report = Report { remains, start_count: Some(3572), ..Report::new(word) };
        poll::apply(&self.app.db, &self.app.clock, vec![(OrderId::new(order), report)])
            .await
            .unwrap();
    }

    /// Submits what is queued and has this order delivered.
    pub async fn complete(&self, order: i64) {
        self.submit().await;
        self.report(order, Word::Completed, Some(0)).await;
    }

    /// Makes the runs that are due and ends the parents whose runs have ended.
    pub async fn drip(&self) {
        drip::make_runs(&self.app.db, &self.app.clock).await.unwrap();
        drip::end_parents(&self.app.db, &self.app.clock).await.unwrap();
    }

    /// A post of a subscription, as staff report it. `false`: it became no order.
    pub async fn post(&self, subscription: i64, link: &str) -> bool {
        self.try_post(subscription, link).await.is_ok()
    }

    /// As [`post`](Self::post), but with its result.
    pub async fn try_post(&self, subscription: i64, link: &str) -> Result<Placed, ReportError> {
        let link = Link::parse(link).unwrap();
        let by = By { actor: Actor::COMMAND, reason: "seen there".to_owned(), seen: None };
        let (db, clock, intake) = (&self.app.db, &self.app.clock, &self.app.intake);
        subscription::report(db, clock, intake, (OrderId::new(subscription), link), by).await
    }

    /// Looks at the subscriptions that are due.
    pub async fn look_at_subscriptions(&self) {
        let (db, clock, intake) = (&self.app.db, &self.app.clock, &self.app.intake);
        subscription::look(db, clock, intake).await.unwrap();
    }

    /// Records this answer of the provider to every cancel that is due.
    pub async fn answer_cancels(&self, answer: CancelAnswer) {
        let (db, clock) = (&self.app.db, &self.app.clock);
        for task in provider_requests::take_due(db, clock, Vec::new()).await.unwrap() {
            assert_eq!(task.ask, Ask::Cancel);
            provider_requests::record_cancel(db, clock, task, Ok(answer.clone())).await.unwrap();
        }
    }

    /// Records this answer of the provider to every refill that is due.
    pub async fn answer_refills(&self, answer: impl Fn(i64) -> RefillAnswer) {
        let (db, clock) = (&self.app.db, &self.app.clock);
        for task in provider_requests::take_due(db, clock, Vec::new()).await.unwrap() {
            assert_eq!(task.ask, Ask::Refill);
            let answer = answer(task.id);
            provider_requests::record_refill(db, clock, task, Ok(answer)).await.unwrap();
        }
    }

    /// Records the provider's word about every refill that it has.
    pub async fn report_refills(&self, state: RefillState) {
        let (db, clock) = (&self.app.db, &self.app.clock);
        for task in provider_requests::take_due(db, clock, Vec::new()).await.unwrap() {
            assert_eq!(task.ask, Ask::RefillStatus);
            provider_requests::record_refill_state(db, clock, task, Ok(state)).await.unwrap();
        }
    }

    /// Does what staff have started for many orders, until none of it is left.
    pub async fn do_bulk(&self) {
        while bulk::work(&self.app.db, &self.app.clock).await.unwrap() {}
    }

    /// Changes a service, as staff do.
    pub async fn change_service(&self, id: i64, change: impl FnOnce(&mut Draft)) {
        let (db, clock) = (&self.app.db, &self.app.clock);
        let id = ServiceId::new(id);
        let service = catalogue::find(db.pool(), &[id]).await.unwrap().remove(&id).unwrap();
        let mut filled = Filled {
            category: service.category.clone(),
            code: service.code,
            settings: sale::sandbox(db.pool(), id).await.unwrap(),
            draft: Draft::from(service),
        };
        change(&mut filled.draft);
        sale::update(db, clock, Actor::COMMAND, (id, filled), None).await.unwrap();
    }

    /// Sets a customer's own rate, or returns to the list's rate.
    pub async fn own_rate(&self, customer: &Customer, service: i64, rate: Option<&str>) {
        let (of, rate) =
            ((customer.id, ServiceId::new(service)), rate.map(|rate| Rate::parse(rate).unwrap()));
        let (db, clock) = (&self.app.db, &self.app.clock);
        sale::set_own_rate(db, clock, Actor::COMMAND, of, rate).await.unwrap();
    }

    /// Refuses a target at every door.
    pub async fn block(&self, pattern: &'static str) {
        let (db, clock) = (&self.app.db, &self.app.clock);
        let draft = blocked::Draft {
            pattern: blocked::read(pattern).unwrap(),
            reason: "asked for".to_owned(),
            note: String::new(),
        };
        blocked::block(db, clock, Actor::COMMAND, draft).await.unwrap();
    }
}
