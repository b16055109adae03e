//! Flags: customers who may be the affiliate under another name. Their commissions are held until
//! staff have looked.

use chrono::{DateTime, Utc};
use serde_json::json;
use sqlx::PgExecutor;

use super::commission::{self, Commission, CommissionState, Which};
use super::writer::{self, Change};
use super::{MemberId, member};
use crate::accounts::AccountId;
use crate::accounts::audit::{self, Actor};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::money::Money;
use crate::kit::page::PAGE_ROWS;

/// What staff found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Another person: the held commissions go on as others do.
    Fine,
    /// The same person: the held commissions are denied, and no more are earned.
    Fraud,
}

impl Verdict {
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Fine => "fine",
            Self::Fraud => "fraud",
        }
    }

    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Fine, Self::Fraud].into_iter().find(|one| one.as_str() == word)
    }
}

/// A flagged customer, and the evidence.
#[derive(Debug, Clone)]
pub struct Flagged {
    pub customer_id: AccountId,
    pub customer_email: String,
    pub bound_at: DateTime<Utc>,
    pub member_id: MemberId,
    pub affiliate_id: AccountId,
    pub affiliate_email: String,
    pub offer_name: String,
    /// Accounts that signed up at this address, these two included.
    pub same_address: i64,
    /// What is held.
    pub orders: i64,
    pub sales: Money,
    pub held: Money,
}

/// The flagged customers that nobody has looked at, the oldest first.
pub async fn open(db: impl PgExecutor<'_>) -> Result<Vec<Flagged>, db::Error> {
    Ok(sqlx::query_as!(
        Flagged,
        r#"select c.customer_id as "customer_id: AccountId", cu.email as customer_email,
                  c.bound_at, m.id as "member_id: MemberId",
                  m.account_id as "affiliate_id: AccountId", af.email as affiliate_email,
                  o.name as offer_name,
                  (select count(*) from affiliate_sign_ups s where s.address_hash =
                      (select address_hash from affiliate_sign_ups where account_id = c.customer_id))
                      as "same_address!",
                  held.orders as "orders!", held.sales as "sales!: Money",
                  held.amount as "held!: Money"
           from affiliate_customers c join affiliate_members m on m.id = c.member_id
           join affiliate_offers o on o.id = m.offer_id
           join accounts cu on cu.id = c.customer_id join accounts af on af.id = m.account_id
           cross join lateral (
               select count(*) as orders, coalesce(sum(sales), 0)::bigint as sales,
                      coalesce(sum(amount), 0)::bigint as amount
               from commissions h where h.customer_id = c.customer_id and h.state = 'held') as held
           where c.flag is not null and c.verdict is null
           order by c.customer_id limit $1"#,
        PAGE_ROWS
    )
    .fetch_all(db)
    .await?)
}

/// How many flagged customers nobody has looked at.
pub async fn count_open(db: impl PgExecutor<'_>) -> Result<i64, db::Error> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "count!" from affiliate_customers
           where flag is not null and verdict is null"#
    )
    .fetch_one(db)
    .await?)
}

/// Writes what staff found, and what it means for the held commissions. `false`: the customer is
/// not flagged, or somebody was quicker.
pub async fn answer(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    customer_id: AccountId,
    verdict: Verdict,
) -> Result<bool, db::Error> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let member_id = sqlx::query_scalar!(
                r#"select member_id as "id: MemberId" from affiliate_customers
                   where customer_id = $1"#,
                customer_id as AccountId
            )
            .fetch_optional(&mut **tx)
            .await?;
            let Some(member_id) = member_id else { return Ok(false) };
            member::lock(tx, &[member_id]).await?;
            let answered = sqlx::query!(
                "update affiliate_customers set verdict = $2
                 where customer_id = $1 and flag is not null and verdict is null",
                customer_id as AccountId,
                verdict.as_str()
            )
            .execute(&mut **tx)
            .await?;
            if answered.rows_affected() == 0 {
                return Ok(false);
            }
            let which = Which { held_of: Some(customer_id), ..Which::default() };
            let held = commission::lock(tx, &which).await?;
            let changes = held.into_iter().map(|row| {
                let (state, reason) = match verdict {
                    Verdict::Fine => (CommissionState::Pending, None),
                    Verdict::Fraud => (
                        CommissionState::Denied,
                        Some("The customer and the affiliate are one person.".to_owned()),
                    ),
                };
                Change { after: Commission { state, reason, ..row.clone() }, before: Some(row) }
            });
            writer::write(tx, clock.now(), changes.collect(), Vec::new()).await?;
            let entry = audit::Entry {
                actor,
                action: "affiliate_flag.answer",
                subject: format!("account:{customer_id}"),
                before: None,
                after: Some(json!({ "verdict": verdict.as_str(), "member": member_id })),
                ..audit::Entry::default()
            };
            audit::record(tx, &clock, entry).await?;
            Ok(true)
        })
    })
    .await
}
