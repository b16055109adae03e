//! Our balances at providers.

use chrono::TimeDelta;
use waybill::accounts::audit::Actor;
use waybill::providers::balance::{self, BALANCE_EVERY};
use waybill::providers::pause;
use waybill::providers::provider::{self, Idempotency};
use waybill::providers::{Balance, ProviderId, Upstreams};

use super::shop;
use crate::support::upstream::Upstream;
use crate::support::{ALLOW, Panel, eventually, panel_with};

async fn paused_by_panel(panel: &Panel, id: i64) {
    let paused = panel.app.db.transaction(move |tx| {
        Box::pin(async move { pause::pause(tx, ProviderId::new(id), "five unknowns").await })
    });
    paused.await.unwrap();
}

async fn note(panel: &Panel, id: i64, amount: i64, keys: bool) -> bool {
    let found = Balance { amount, currency: None, takes_idempotency_keys: keys };
    let (db, clock) = (&panel.app.db, &panel.app.clock);
    balance::record(db, clock, (ProviderId::new(id), found)).await.unwrap().resumed
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_balance_is_asked_for_on_a_timer_and_ends_the_panels_own_pause() {
    let upstream = Upstream::start().await;
    panel_with(&[ALLOW], async |panel| {
        let id = panel.provider("Supplier", &upstream.url).await;
        eventually("a balance", async || panel.provider_row(id).await.balance).await;
        assert_eq!(panel.provider_row(id).await.balance, Some(100_000_000));
        paused_by_panel(panel, id).await;
        upstream.set_balance("42.5");
        panel.advance(BALANCE_EVERY + TimeDelta::minutes(1));
        eventually("the provider to be open", async || {
            let row = panel.provider_row(id).await;
            (row.paused_reason.is_none() && row.balance == Some(42_500_000)).then_some(())
        })
        .await;
        let past = balance::recent(&panel.app.db, ProviderId::new(id), 10).await.unwrap();
        assert_eq!(past[0].balance, 42_500_000);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staffs_pause_and_an_empty_purse_stay() {
    shop(async |panel, _, id| {
        let (db, clock) = (&panel.app.db, &panel.app.clock);
        provider::pause(
            db,
            clock,
            Actor::COMMAND,
            (ProviderId::new(id), "their holiday".to_owned()),
        )
        .await
        .unwrap();
        assert!(!note(panel, id, 5, false).await);
        provider::resume(db, clock, Actor::COMMAND, ProviderId::new(id)).await.unwrap();
        paused_by_panel(panel, id).await;
        assert!(!note(panel, id, 0, false).await);
        assert!(note(panel, id, 1, false).await);
        // A provider that we pay afterwards has none of our money, but it answers.
        paused_by_panel(panel, id).await;
        let unknowns = "update providers set unknowns = 5";
        sqlx::raw_sql(unknowns).execute(panel.app.db.pool()).await.unwrap();
        assert!(note(panel, id, -5, false).await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keys_are_offered_then_confirmed_and_no_longer_believed_when_it_says_so_no_more() {
    shop(async |panel, _, id| {
        let (db, clock) = (&panel.app.db, &panel.app.clock);
        let confirm = async || {
            provider::confirm_idempotency(db, clock, Actor::COMMAND, (ProviderId::new(id), true))
                .await
                .unwrap()
        };
        assert!(!confirm().await, "nothing was offered");
        note(panel, id, 1, true).await;
        assert_eq!(panel.provider_row(id).await.idempotency, Idempotency::Offered);
        assert!(confirm().await);
        note(panel, id, 1, true).await;
        assert_eq!(panel.provider_row(id).await.idempotency, Idempotency::Confirmed);
        note(panel, id, 1, false).await;
        assert_eq!(panel.provider_row(id).await.idempotency, Idempotency::None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_of_another_secret_opens_nothing() {
    shop(async |panel, _, id| {
        let keys = waybill::kit::keys::Keys::open(Some(&"x".repeat(40)), None).unwrap();
        let app = &panel.app;
        let outbound = app.upstreams.outbound().clone();
        let others = Upstreams::new(app.db.clone(), app.clock.clone(), keys, outbound);
        let upstream = others.get(ProviderId::new(id)).await.unwrap().unwrap();
        assert!(upstream.balance().await.is_err());
    })
    .await;
}
