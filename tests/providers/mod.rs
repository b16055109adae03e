//! Providers: what is imported from their lists, what the price guard does when they change, and
//! what their balances show. The provider is a panel of API v2 in this process.

mod balance;
mod guard;
mod imports;
mod unread;

use serde_json::{Value, json};
use sqlx::AssertSqlSafe;
use waybill::accounts::audit::Actor;
use waybill::catalogue::{self, Service, ServiceId};
use waybill::kit::page::Cursor;
use waybill::providers::ProviderId;
use waybill::providers::changes::{self, Answer, Change, Filter};
use waybill::providers::import::{ImportOptions, Imported};
use waybill::providers::list_sync::{self, Seen};
use waybill::providers::margin::Margin;
use waybill::providers::price_guard::Fate;
use waybill::providers::provider::{self, Policy, Provider};

use crate::support::upstream::Upstream;
use crate::support::{ALLOW, Panel, panel_with};

/// A line of a provider's list.
pub fn line(id: i64, rate: &str) -> Value {
    json!({
        "service": id, "name": format!("Views {id}"), "type": "Default", "category": "Video",
        "rate": rate, "min": "10", "max": "1000", "refill": true, "cancel": true,
        "dripfeed": false, "desc": "Starts at once",
    })
}

/// Everything in the list, with this margin.
pub fn all(margin: &str) -> ImportOptions {
    ImportOptions {
        services: None,
        only_new: false,
        category: None,
        categories: std::collections::BTreeMap::new(),
        margin: Some(Margin::parse(margin, "", "").unwrap()),
        keep_margins: false,
        texts: false,
        on_sale: true,
        free: false,
    }
}

/// A panel without workers, and a provider that lists service 7 at 1.00.
async fn shop(test: impl AsyncFnOnce(&Panel, &Upstream, i64)) {
    panel_with(&["--no-work", ALLOW], async |panel| {
        let upstream = Upstream::start().await;
        upstream.set_services(json!([line(7, "1.00")]));
        let id = panel.provider("Supplier", &upstream.url).await;
        test(panel, &upstream, id).await;
    })
    .await;
}

impl Panel {
    /// Reads the provider's list, as the timer does.
    async fn look(&self, provider: i64) -> Seen {
        let app = &self.app;
        list_sync::look(&app.upstreams, &app.db, &app.clock, ProviderId::new(provider))
            .await
            .unwrap()
    }

    async fn import(&self, provider: i64, options: &ImportOptions) -> Imported {
        let (db, clock) = (&self.app.db, &self.app.clock);
        waybill::providers::import::run::import(
            db,
            clock,
            Actor::COMMAND,
            (ProviderId::new(provider), options.clone(), None),
        )
        .await
        .unwrap()
    }

    /// Reads the list and imports it; answers our id of the first service.
    async fn sell(&self, provider: i64, margin: &str) -> i64 {
        self.look(provider).await;
        self.import(provider, &all(margin)).await.rows[0].service_id.get()
    }

    async fn provider_row(&self, id: i64) -> Provider {
        provider::find(self.app.db.pool(), ProviderId::new(id)).await.unwrap().unwrap()
    }

    async fn policy(&self, provider: i64, policy: Policy) {
        let sql = format!(
            "update providers set price_policy = '{}' where id = {provider}",
            policy.as_str()
        );
        sqlx::query(AssertSqlSafe(sql)).execute(self.app.db.pool()).await.unwrap();
    }

    async fn sold(&self, service: i64) -> Service {
        let found = catalogue::find(self.app.db.pool(), &[ServiceId::new(service)]).await.unwrap();
        found[&ServiceId::new(service)].clone()
    }

    async fn price(&self, service: i64) -> String {
        self.sold(service).await.rate.to_string()
    }

    /// Why it is off sale; "" when it is not.
    async fn off(&self, service: i64) -> String {
        self.sold(service).await.paused_reason.unwrap_or_default()
    }

    async fn changes(&self, fate: Fate) -> Vec<Change> {
        let filter = Filter { provider_id: None, fate: Some(fate) };
        changes::page(&self.app.db, filter, Cursor::First).await.unwrap().rows
    }

    async fn answer_all(&self, answer: Answer) -> usize {
        let ids = self.changes(Fate::Open).await.iter().map(|change| change.id).collect();
        let (db, clock) = (&self.app.db, &self.app.clock);
        changes::answer(db, clock, Actor::COMMAND, (ids, answer)).await.unwrap()
    }

    /// Whether a customer's order for it is taken.
    async fn takes_orders(&self, service: i64) -> bool {
        let customer = self.customer("100").await;
        let service = service.to_string();
        let link = "https://example.com/p/1";
        let fields = [("action", "add"), ("service", &service), ("link", link), ("quantity", "10")];
        let answer = self.v2(&customer.key, &fields).await;
        answer["order"].is_i64()
    }
}
