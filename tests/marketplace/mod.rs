//! The affiliate marketplace API, to the letter.

mod faults;
mod lists;
mod published;
mod walk;

use chrono::TimeDelta;

use crate::support::affiliates::Affiliate;
use crate::support::{Customer, Panel};

/// An affiliate with a token, a customer whom they brought, and a service at 1.00 for 1000.
struct Scene {
    ann: Affiliate,
    token: String,
    customer: Customer,
    service: i64,
}

async fn scene(panel: &Panel) -> Scene {
    let offer = panel.offer(|draft| draft.hold_days = 0).await;
    let ann = panel.affiliate(offer).await;
    let visitor = panel.click(&ann.code, [Some("blog"), None, Some("top")]).await;
    let customer = panel.signs_up(visitor, None, "100000").await;
    let service = panel.service(|_| {}).await;
    let token = panel.affiliate_token(&ann).await;
    Scene { ann, token, customer, service }
}

impl Scene {
    /// So many referrals, a second apart.
    async fn refer(&self, panel: &Panel, count: usize) -> Vec<i64> {
        let mut orders = Vec::new();
        for _ in 0..count {
            panel.advance(TimeDelta::seconds(1));
            orders.push(panel.order(&self.customer, self.service, 1000).await);
        }
        panel.follow().await;
        orders
    }
}

/// The keys of an object, in the order in which they were sent.
fn keys(value: &serde_json::Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}
