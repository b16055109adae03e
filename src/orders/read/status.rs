//! What a status call says about an order, and no more: the hot read. Single questions gather as
//! orders do, so that a thousand scripts that poll share their round trips.

use std::collections::HashMap;

use serde_json::Value;
use sqlx::PgConnection;

use crate::accounts::AccountId;
use crate::kit::batch::{Answer, Reads};
use crate::kit::db::{self, Db};
use crate::kit::money::Money;
use crate::orders::read::{Family, families};
use crate::orders::{Form, OrderId, State};

/// Where an order stands. For the parent of a drip-feed or a paced order, `charge` and `remains`
/// count its whole family.
#[derive(Debug, Clone)]
pub struct Status {
    pub form: Form,
    pub state: State,
    /// After refunds.
    pub charge: Money,
    pub start_count: Option<i64>,
    pub remains: i64,
    /// The orders of a parent.
    pub children: Vec<OrderId>,
    pub details: Option<Value>,
}

/// An order as it is asked for: account and id.
type Asked = (AccountId, OrderId);

/// Gathers questions about single statuses. Cheap to clone.
#[derive(Clone)]
pub struct Statuses(Reads<Asked, Status>);

impl Statuses {
    /// Starts the lane; see [`Reads`].
    #[must_use]
    pub fn start(db: &Db) -> Self {
        Self(Reads::start(db, |db, asked| Box::pin(read(db, asked))))
    }

    /// The status of one order of the account; `None`: it has no such order.
    pub async fn one(&self, account_id: AccountId, order_id: OrderId) -> Answer<Status> {
        self.0.one((account_id, order_id)).await
    }
}

/// The status of these orders of one account; unknown ones are missing.
pub async fn many(
    db: &Db,
    account_id: AccountId,
    ids: &[OrderId],
) -> Result<HashMap<OrderId, Status>, db::Error> {
    let asked: Vec<Asked> = ids.iter().map(|id| (account_id, *id)).collect();
    let found = db.reads(async |connection| read(connection, &asked).await).await?;
    Ok(found.into_iter().map(|((_, id), status)| (id, status)).collect())
}

async fn read(db: &mut PgConnection, asked: &[Asked]) -> Result<HashMap<Asked, Status>, db::Error> {
    let (accounts, ids): (Vec<AccountId>, Vec<OrderId>) = asked.iter().copied().unzip();
    let rows = sqlx::query!(
        r#"select o.account_id as "account_id: AccountId", o.id as "id: OrderId",
                  form as "form: Form", state as "state: State",
                  charge - refunded as "charge!: Money", start_count, remains,
                  case when form = 'subscription' then details end as details
           from unnest($1::bigint[], $2::bigint[]) as asked (account_id, id)
           join orders o on o.id = asked.id and o.account_id = asked.account_id"#,
        &accounts as &[AccountId],
        &ids as &[OrderId]
    );
    let rows = rows.fetch_all(&mut *db).await?;
    let parents: Vec<OrderId> =
        rows.iter().filter(|row| row.form.is_parent()).map(|row| row.id).collect();
    let mut families = families(db, &parents).await?;
    let statuses = rows.into_iter().map(|row| {
        let status = Status {
            form: row.form,
            state: row.state,
            charge: row.charge,
            start_count: row.start_count,
            remains: row.remains,
            children: Vec::new(),
            details: row.details,
        };
        let status = match families.remove(&row.id) {
            Some(family) => status.of_family(family),
            None => status,
        };
        ((row.account_id, row.id), status)
    });
    Ok(statuses.collect())
}

impl Status {
    /// The numbers of a parent are those of its family.
    fn of_family(mut self, family: Family) -> Self {
        if self.form.carries_shares() {
            self.charge = self.charge.checked_sub(family.refunded).unwrap_or_default();
            self.remains = family.remains;
        }
        if self.form == Form::Paced {
            self.start_count = family.start_count;
        }
        self.children = family.children;
        self
    }
}
