//! What a status call tells of an order, and no more: the hot read. Single questions gather like
//! orders do, so that a thousand scripts that poll share their round trips.

use std::collections::HashMap;

use serde_json::Value;
use sqlx::PgConnection;

use crate::kit::batch::{Answer, Reads};
use crate::kit::db::{self, Db};
use crate::kit::money::Money;
use crate::orders::read::{Family, families};
use crate::orders::{Form, State};

/// Where an order stands. Of a drip-feed's parent, and of a paced one, `charge` and
/// `remains` are its family's.
#[derive(Debug, Clone)]
pub struct Status {
    pub form: Form,
    pub state: State,
    /// After refunds.
    pub charge: Money,
    pub start_count: Option<i64>,
    pub remains: i64,
    /// Of a parent.
    pub children: Vec<i64>,
    pub details: Option<Value>,
}

/// An order as it is asked for: account and id.
type Asked = (i64, i64);

/// Where single statuses are asked for. Cheap to clone.
#[derive(Clone)]
pub struct Statuses(Reads<Asked, Status>);

impl Statuses {
    /// Starts the lane; see [`Reads`].
    #[must_use]
    pub fn start(db: &Db) -> Self {
        Self(Reads::start(db, |db, asked| Box::pin(read(db, asked))))
    }

    /// The status of one order of the account; `None`: it has no such order.
    pub async fn one(&self, account_id: i64, order_id: i64) -> Answer<Status> {
        self.0.one((account_id, order_id)).await
    }
}

/// The status of these orders of one account; unknown ones are missing.
pub async fn many(
    db: &Db,
    account_id: i64,
    ids: &[i64],
) -> Result<HashMap<i64, Status>, db::Error> {
    let rows = sqlx::query_as!(
        Row,
        r#"select id, form as "form: Form", state as "state: State",
                  charge - refunded as "charge!: Money", start_count, remains,
                  case when form = 'subscription' then details end as details
           from orders where account_id = $1 and id = any($2)"#,
        account_id,
        ids
    );
    let rows = rows.fetch_all(db.pool()).await?;
    let mut families = families(db.pool(), &parents(rows.iter())).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.told(&mut families))).collect())
}

async fn read(db: &mut PgConnection, asked: &[Asked]) -> Result<HashMap<Asked, Status>, db::Error> {
    let (accounts, ids): (Vec<i64>, Vec<i64>) = asked.iter().copied().unzip();
    let rows = sqlx::query!(
        r#"select o.account_id, o.id, form as "form: Form", state as "state: State",
                  charge - refunded as "charge!: Money", start_count, remains,
                  case when form = 'subscription' then details end as details
           from unnest($1::bigint[], $2::bigint[]) as asked (account_id, id)
           join orders o on o.id = asked.id and o.account_id = asked.account_id"#,
        &accounts,
        &ids
    );
    let rows = rows.fetch_all(&mut *db).await?.into_iter().map(|row| {
        let (form, state, charge) = (row.form, row.state, row.charge);
        let (start_count, remains, details) = (row.start_count, row.remains, row.details);
        (row.account_id, Row { id: row.id, form, state, charge, start_count, remains, details })
    });
    let rows: Vec<_> = rows.collect();
    let mut families = families(db, &parents(rows.iter().map(|(_, row)| row))).await?;
    let of_account = |(account, row): (i64, Row)| ((account, row.id), row.told(&mut families));
    Ok(rows.into_iter().map(of_account).collect())
}

struct Row {
    id: i64,
    form: Form,
    state: State,
    charge: Money,
    start_count: Option<i64>,
    remains: i64,
    details: Option<Value>,
}

fn parents<'r>(rows: impl Iterator<Item = &'r Row>) -> Vec<i64> {
    rows.filter(|row| row.form.is_parent()).map(|row| row.id).collect()
}

impl Row {
    /// Parents' numbers are their families'.
    fn told(self, families: &mut HashMap<i64, Family>) -> Status {
        let Self { id, form, state, charge, start_count, remains, details } = self;
        let children = Vec::new();
        let mut status = Status { form, state, charge, start_count, remains, children, details };
        if form.is_parent()
            && let Some(family) = families.remove(&id)
        {
            if form.carries_shares() {
                status.charge = status.charge.checked_sub(family.refunded).unwrap_or_default();
                status.remains = family.remains;
            }
            if form == Form::Paced {
                status.start_count = family.start_count;
            }
            status.children = family.children;
        }
        status
    }
}
