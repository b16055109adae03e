//! Up to where everything is written: the newest ids, and when whoever may still write one of them
//! has ended.

use std::collections::BTreeMap;

use sqlx::PgTransaction;

use super::part::Part;
use crate::kit::db;

/// The newest ids, and a transaction that began after they were given out.
pub(super) struct Marks {
    pub newest: BTreeMap<Part, i64>,
    pub xid: String,
}

impl Marks {
    pub async fn read(tx: &mut PgTransaction<'_>) -> Result<Self, db::Error> {
        // Who takes an id has the number of a transaction by then, because rows were locked or
        // written before.
        let ids = sqlx::query!(
            r#"select (select case when is_called then last_value else 0 end
                       from transfers_id_seq) as "transfers!",
                      (select case when is_called then last_value else 0 end
                       from orders_id_seq) as "orders!",
                      (select case when is_called then last_value else 0 end
                       from credits_id_seq) as "credits!",
                      (select case when is_called then last_value else 0 end
                       from commissions_id_seq) as "commissions!",
                      (select case when is_called then last_value else 0 end
                       from affiliate_payouts_id_seq) as "payouts!",
                      (select coalesce(max(number), 0) from audit_chain) as "seals!",
                      (select case when is_called then last_value else 0 end
                       from audit_id_seq) as "audit!""#
        )
        .fetch_one(&mut **tx)
        .await?;
        let xid = sqlx::query_scalar!(r#"select pg_current_xact_id()::text as "xid!""#)
            .fetch_one(&mut **tx)
            .await?;
        let newest = BTreeMap::from([
            (Part::Transfers, ids.transfers),
            (Part::Orders, ids.orders),
            (Part::Credits, ids.credits),
            (Part::Commissions, ids.commissions),
            (Part::Payouts, ids.payouts),
            (Part::Seals, ids.seals),
            (Part::Audit, ids.audit),
        ]);
        Ok(Self { newest, xid })
    }
}

/// Whether this transaction and all before it have ended.
pub(super) async fn has_ended(
    executor: impl sqlx::PgExecutor<'_>,
    xid: &str,
) -> Result<bool, db::Error> {
    Ok(sqlx::query_scalar!(
        r#"select pg_snapshot_xmin(pg_current_snapshot()) > $1::text::xid8 as "has!""#,
        xid
    )
    .fetch_one(executor)
    .await?)
}
