//! What the order API says about an order. It is more than a status, and clients ask for it as
//! often. Questions gather as they do for statuses (`status.rs`).

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::PgConnection;

use crate::accounts::AccountId;
use crate::catalogue::Code;
use crate::kit::batch::{Answer, Reads};
use crate::kit::db::{self, Db};
use crate::orders::read::families;
use crate::orders::{Form, OrderId, State};
use crate::providers::Target;

/// An order with everything that is known of its delivery. For a paced parent, `remains`,
/// `start_count`, `rank` and `author` come from its portions.
#[derive(Debug, Clone)]
pub struct Followed {
    pub state: State,
    pub link: String,
    pub quantity: i64,
    pub remains: i64,
    pub start_count: Option<i64>,
    pub after_min: Option<i32>,
    pub target: Option<Target>,
    /// What the customer sent about a target, if the service does not steer by targets.
    pub target_told: Option<Value>,
    pub rank: Option<i32>,
    pub author: Option<String>,
    /// The code that this API has for its service.
    pub code: Option<Code>,
    /// The least quantity that its service takes.
    pub min: i64,
    pub created_at: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
    /// Why it ended before its time; `None`: it did not.
    pub why: Option<Why>,
}

/// Why an order ended with something undelivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The hours of its target were over.
    GivenUp,
    /// No provider took it.
    Refused,
    /// It ended in the panel: no provider ever had it.
    NotSent,
    /// Its customer asked for it.
    Asked,
    /// Staff, or whoever delivered it, stopped it.
    Stopped,
}

/// An order as it is asked for: account and id.
type Asked = (AccountId, OrderId);

/// Gathers questions about single orders. Cheap to clone.
#[derive(Clone)]
pub struct Follows(Reads<Asked, Followed>);

impl Follows {
    /// Starts the lane; see [`Reads`].
    #[must_use]
    pub fn start(db: &Db) -> Self {
        Self(Reads::start(db, |db, asked| Box::pin(read(db, asked))))
    }

    /// One order of the account; `None`: it has no such order.
    pub async fn one(&self, account_id: AccountId, order_id: OrderId) -> Answer<Followed> {
        self.0.one((account_id, order_id)).await
    }
}

async fn read(
    db: &mut PgConnection,
    asked: &[Asked],
) -> Result<HashMap<Asked, Followed>, db::Error> {
    let (accounts, ids): (Vec<AccountId>, Vec<OrderId>) = asked.iter().copied().unzip();
    let rows = sqlx::query!(
        r#"select o.account_id as "account_id: AccountId", o.id as "id: OrderId",
                  o.form as "form: Form", o.state as "state: State", o.link, o.quantity,
                  o.remains, o.start_count, o.after_min, o.target_position, o.target_hours,
                  o.target_told, o.rank, o.author, o.created_at, o.ended_at,
                  o.upstream_id is not null as "is_sent!", o.gave_up_at is not null as "gave_up!",
                  s.code, s.min
           from unnest($1::bigint[], $2::bigint[]) as asked (account_id, id)
           join orders o on o.id = asked.id and o.account_id = asked.account_id
           join services s on s.id = o.service_id"#,
        &accounts as &[AccountId],
        &ids as &[OrderId]
    )
    .fetch_all(&mut *db)
    .await?;
    let parents: Vec<OrderId> =
        rows.iter().filter(|row| row.form.is_parent()).map(|row| row.id).collect();
    let mut families = families(&mut *db, &parents).await?;
    let stopped: Vec<OrderId> = rows
        .iter()
        .filter(|row| matches!(row.state, State::Partial | State::Canceled))
        .map(|row| row.id)
        .collect();
    let reasons = reasons(db, &stopped).await?;
    let followed = rows.into_iter().map(|row| {
        let form = row.form;
        let was_sent = row.is_sent || families.contains_key(&row.id);
        let why = reasons.get(&row.id).map(|reason| match reason {
            _ if row.gave_up => Why::GivenUp,
            Reason { refused: true, .. } => Why::Refused,
            _ if !was_sent => Why::NotSent,
            Reason { asked: true, .. } => Why::Asked,
            _ => Why::Stopped,
        });
        let mut followed = Followed {
            state: row.state,
            link: row.link,
            quantity: row.quantity,
            remains: row.remains,
            start_count: row.start_count,
            after_min: row.after_min,
            target: Target::of(row.target_position, row.target_hours),
            target_told: row.target_told,
            rank: row.rank,
            author: row.author,
            code: row.code.and_then(|code| Code::of(code.into())),
            min: row.min,
            created_at: row.created_at,
            ended_at: row.ended_at,
            why,
        };
        if let Some(family) = families.remove(&row.id).filter(|_| form.carries_shares()) {
            followed.remains = family.remains;
            followed.start_count = family.start_count;
            followed.rank = family.rank;
            followed.author = family.author;
        }
        ((row.account_id, row.id), followed)
    });
    Ok(followed.collect())
}

/// What the events say about an order's early end.
struct Reason {
    refused: bool,
    asked: bool,
}

/// For orders that ended early: whether every provider refused, and whether the customer asked for
/// it. Such orders are few, and clients ask for them again and again.
async fn reasons(
    db: &mut PgConnection,
    orders: &[OrderId],
) -> Result<HashMap<OrderId, Reason>, db::Error> {
    if orders.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = sqlx::query!(
        r#"select e.order_id as "id!: OrderId",
                  bool_or(e.kind = 'canceled' and e.data ? 'refused') as "refused!",
                  bool_or(e.kind in ('cancel_asked', 'portions_canceled', 'runs_canceled'))
                      as "asked!"
           from order_events e where e.order_id = any($1) group by e.order_id"#,
        orders as &[OrderId]
    )
    .fetch_all(db)
    .await?;
    let reasons =
        rows.into_iter().map(|row| (row.id, Reason { refused: row.refused, asked: row.asked }));
    Ok(reasons.collect())
}
