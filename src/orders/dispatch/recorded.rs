//! What recording makes of orders' rows: with a provider, back in the queue, or unknown.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgTransaction;

use crate::kit::db;
use crate::orders::dispatch::Claim;
use crate::orders::poll::next_look;
use crate::providers::Protocol;

/// What is written to the orders' rows, statement by statement.
#[derive(Default)]
pub(in crate::orders) struct Changes {
    ran: Vec<i64>,
    providers: Vec<i64>,
    upstream_ids: Vec<String>,
    cost_rates: Vec<i64>,
    costs: Vec<i64>,
    looks: Vec<Option<DateTime<Utc>>>,
    queued: Vec<i64>,
    queued_due: Vec<DateTime<Utc>>,
    unknown: Vec<i64>,
    details: Vec<Option<String>>,
    unknown_due: Vec<Option<DateTime<Utc>>>,
}

impl Changes {
    pub fn run(&mut self, claim: &Claim, upstream_id: String, now: DateTime<Utc>) {
        self.ran.push(claim.order_id);
        self.providers.push(claim.route.provider_id);
        self.upstream_ids.push(upstream_id);
        self.cost_rates.push(claim.route.cost_rate.micros());
        self.costs.push(claim.cost.micros());
        let protocol = claim.route.protocol;
        let look = now + next_look(TimeDelta::zero(), protocol == Protocol::Sandbox);
        self.looks.push(protocol.is_polled().then_some(look));
    }

    pub fn queue(&mut self, id: i64, due_at: DateTime<Utc>) {
        self.queued.push(id);
        self.queued_due.push(due_at);
    }

    pub fn unknown(&mut self, id: i64, detail: &str, due_at: Option<DateTime<Utc>>) {
        self.unknown.push(id);
        // While the panel itself asks again, there is nothing for a person to do.
        self.details.push(due_at.is_none().then(|| detail.to_owned()));
        self.unknown_due.push(due_at);
    }

    pub async fn write(&self, tx: &mut PgTransaction<'_>) -> Result<(), db::Error> {
        if !self.ran.is_empty() {
            sqlx::query!(
                "update orders o set state = 'running', provider_id = n.provider_id,
                        upstream_id = n.upstream_id, cost_rate = n.cost_rate, cost = n.cost,
                        lease_until = null, due_at = n.due_at
                 from unnest($1::bigint[], $2::bigint[], $3::text[], $4::bigint[], $5::bigint[],
                             $6::timestamptz[])
                      as n (id, provider_id, upstream_id, cost_rate, cost, due_at)
                 where o.id = n.id",
                &self.ran,
                &self.providers,
                &self.upstream_ids,
                &self.cost_rates,
                &self.costs,
                &self.looks as &[Option<DateTime<Utc>>],
            )
            .execute(&mut **tx)
            .await?;
        }
        if !self.queued.is_empty() {
            sqlx::query!(
                "update orders o set state = 'queued', lease_until = null, due_at = n.due_at
                 from unnest($1::bigint[], $2::timestamptz[]) as n (id, due_at)
                 where o.id = n.id",
                &self.queued,
                &self.queued_due
            )
            .execute(&mut **tx)
            .await?;
        }
        if !self.unknown.is_empty() {
            sqlx::query!(
                "update orders o set state = 'unknown', lease_until = null, due_at = n.due_at,
                        attention = coalesce(n.detail, o.attention)
                 from unnest($1::bigint[], $2::text[], $3::timestamptz[])
                      as n (id, detail, due_at)
                 where o.id = n.id",
                &self.unknown,
                &self.details as &[Option<String>],
                &self.unknown_due as &[Option<DateTime<Utc>>],
            )
            .execute(&mut **tx)
            .await?;
        }
        Ok(())
    }
}
