//! Payouts: claimed once, summed from what was claimed, to the balance or outside.
//!
//! Seen red by `make seeded`: `unlocked-payouts`, `pays-whatever-is-owed`,
//! `payout-posts-nothing`.

use futures_util::future::join_all;
use waybill::accounts::audit::Actor;
use waybill::affiliates::payout::{self, Ask, PayoutError, Way};
use waybill::affiliates::payout_desk::{PayoutStep, PayoutStepError};
use waybill::affiliates::{MemberState, PayoutId, PayoutState, member};
use waybill::kit::money::Money;

use crate::support::affiliates::Affiliate;
use crate::support::{Panel, still_panel};

/// An affiliate with so many approved commissions of 10.00.
async fn earner(panel: &Panel, count: usize) -> Affiliate {
    let offer = panel.offer(|draft| draft.hold_days = 0).await;
    let ann = panel.affiliate(offer).await;
    earn(panel, &ann, count).await;
    ann
}

async fn earn(panel: &Panel, ann: &Affiliate, count: usize) {
    let customer = panel.brought(ann, "100000").await;
    let service = panel.service(|_| {}).await;
    for _ in 0..count {
        let order = panel.order(&customer, service, 100_000).await;
        panel.complete(order).await;
    }
    panel.follow().await;
    assert_eq!(panel.approve_due().await, count);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_requests_at_once_give_one_payout() {
    still_panel(async |panel| {
        let ann = earner(panel, 6).await;
        let asked = join_all((0..8).map(|_| panel.ask_payout(&ann, Way::Balance))).await;
        assert_eq!(asked.iter().filter(|one| one.is_ok()).count(), 1);
        assert_eq!(panel.balance(&ann.customer).await, "60.00");
        earn(panel, &ann, 6).await;
        let asked =
            join_all((0..8).map(|n| {
                panel.ask_payout(&ann, if n % 2 == 0 { Way::Outside } else { Way::Balance })
            }))
            .await;
        assert_eq!(asked.iter().filter(|one| one.is_ok()).count(), 1);
        let sums = panel.sums(&ann).await;
        assert!(
            sums == ["0.00", "0.00", "60.00", "60.00"]
                || sums == ["0.00", "0.00", "0.00", "120.00"]
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_form_pays_once_however_often_it_is_sent() {
    still_panel(async |panel| {
        let ann = earner(panel, 1).await;
        let (db, clock) = (&panel.app.db, &panel.app.clock);
        let ask = || {
            let ask = Ask {
                member_id: ann.member_id,
                way: Way::Balance,
                details: String::new(),
                form_id: "form-1".to_owned(),
            };
            payout::ask(db, clock, Actor::COMMAND, ann.customer.id, ask)
        };
        ask().await.unwrap();
        earn(panel, &ann, 1).await;
        assert!(matches!(ask().await, Err(PayoutError::AlreadyDone)));
        assert_eq!(panel.balance(&ann.customer).await, "10.00");
    })
    .await;
}

#[tokio::test]
async fn less_than_the_least_is_refused() {
    still_panel(async |panel| {
        let offer = panel.offer(|draft| draft.hold_days = 0).await;
        let ann = panel.affiliate(offer).await;
        let customer = panel.brought(&ann, "100").await;
        let service = panel.service(|_| {}).await;
        let refused = async |way, approved: &str, minimum: &str| {
            let Err(PayoutError::BelowMinimum { approved: has, minimum: least }) =
                panel.ask_payout(&ann, way).await
            else {
                panic!("it is refused");
            };
            assert_eq!((has.to_string().as_str(), least.to_string().as_str()), (approved, minimum));
        };
        refused(Way::Balance, "0.00", "1.00").await;
        let order = panel.order(&customer, service, 9999).await;
        panel.complete(order).await;
        panel.follow().await;
        panel.approve_due().await;
        refused(Way::Balance, "0.9999", "1.00").await;
        let order = panel.order(&customer, service, 1).await;
        panel.complete(order).await;
        panel.follow().await;
        panel.approve_due().await;
        refused(Way::Outside, "1.00", "50.00").await;
        panel.ask_payout(&ann, Way::Balance).await.unwrap();
        assert_eq!(panel.balance(&ann.customer).await, "1.00");
    })
    .await;
}

#[tokio::test]
async fn the_way_of_a_payout_outside() {
    still_panel(async |panel| {
        let ann = earner(panel, 6).await;
        let (db, clock) = (&panel.app.db, &panel.app.clock);
        let token = panel.affiliate_token(&ann).await;
        let (first, amount) = panel.ask_payout(&ann, Way::Outside).await.unwrap();
        assert_eq!(amount, Money::parse("60").unwrap());
        earn(panel, &ann, 6).await;
        assert!(matches!(panel.ask_payout(&ann, Way::Outside).await, Err(PayoutError::OneIsOpen)));
        // Another account's payout is nobody's.
        let ben = panel.customer("0").await;
        let foreign = payout::cancel(db, clock, Actor::COMMAND, ben.id, first).await;
        assert!(matches!(foreign, Err(PayoutError::NoPayout)));
        payout::cancel(db, clock, Actor::COMMAND, ann.customer.id, first).await.unwrap();
        let again = payout::cancel(db, clock, Actor::COMMAND, ann.customer.id, first).await;
        assert!(matches!(again, Err(PayoutError::NotOpen)));
        assert_eq!(panel.sums(&ann).await, ["0.00", "120.00", "0.00", "0.00"]);
        let (second, _) = panel.ask_payout(&ann, Way::Outside).await.unwrap();
        let done = PayoutStep::Complete("bank 77".to_owned());
        let early = panel.payout_step(second, done.clone()).await;
        assert!(matches!(early, Err(PayoutStepError::Step(_, PayoutState::Requested))));
        panel.payout_step(second, PayoutStep::Begin).await.unwrap();
        assert!(payout::cancel(db, clock, Actor::COMMAND, ann.customer.id, second).await.is_err());
        assert_eq!(panel.v1_rows(&token, "payment").await.len(), 0);
        panel.payout_step(second, done.clone()).await.unwrap();
        assert!(panel.payout_step(second, done).await.is_err());
        let fail = PayoutStep::Fail("no".to_owned());
        assert!(panel.payout_step(second, fail).await.is_err());
        assert!(panel.payout_step(PayoutId::new(999), PayoutStep::Begin).await.is_err());
        assert_eq!(panel.sums(&ann).await, ["0.00", "0.00", "0.00", "120.00"]);
        assert_eq!(panel.balance(&ann.customer).await, "0.00");
        assert_eq!(panel.v1_rows(&token, "payment").await[0]["commission_amount"], "120.00");
    })
    .await;
}

#[tokio::test]
async fn nobody_else_and_nobody_suspended_is_paid() {
    still_panel(async |panel| {
        let ann = earner(panel, 1).await;
        let ben = panel.customer("0").await;
        let foreign = Affiliate { customer: ben, ..ann.clone() };
        let refused = panel.ask_payout(&foreign, Way::Balance).await;
        assert!(matches!(refused, Err(PayoutError::Missing)));
        let (db, clock) = (&panel.app.db, &panel.app.clock);
        let change = (MemberState::Suspended, Some("spam".to_owned()));
        member::set_state(db, clock, Actor::COMMAND, ann.member_id, change).await.unwrap();
        let refused = panel.ask_payout(&ann, Way::Balance).await;
        assert!(matches!(refused, Err(PayoutError::NotApproved(MemberState::Suspended))));
        assert_eq!(panel.balance(&ann.customer).await, "0.00");
    })
    .await;
}
