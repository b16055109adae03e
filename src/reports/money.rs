//! What moved between the accounts of the books, all customers together, and what each account held.
//! An account holds what was credited to it less what was debited (docs/LEDGER.md has the chart).

use std::collections::BTreeMap;

use chrono::NaiveDate;
use sqlx::PgExecutor;

use super::pieces::Pieces;
use super::span::Period;
use crate::kit::db;
use crate::kit::money::Money;
use crate::ledger::Class;

/// Movements of one kind between two accounts, together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Movement {
    pub kind: String,
    pub debit: String,
    pub credit: String,
    pub count: i64,
    pub amount: Money,
}

/// What moved in a period.
pub async fn movements(
    db: impl PgExecutor<'_>,
    period: &Period,
) -> Result<Vec<Movement>, db::Error> {
    let pieces = Pieces::of_movements(period);
    Ok(sqlx::query_as!(
        Movement,
        r#"select kind, debit, credit, sum(sign * count)::bigint as "count!",
                  sum(sign * amount)::bigint as "amount!: Money"
           from unnest($1::text[], $2::timestamptz[], $3::timestamptz[], $4::bigint[])
                as p (grain, begins, ends, sign)
           cross join lateral (
               select kind, debit, credit, count, amount from report_movements m
               where m.grain = p.grain and at >= p.begins and at < p.ends offset 0) as rows
           group by 1, 2, 3 having sum(sign * count) <> 0 order by 1, 2, 3"#,
        &pieces.grains,
        &pieces.begins,
        &pieces.ends,
        &pieces.signs
    )
    .fetch_all(db)
    .await?)
}

/// What each account of the chart holds, and by which kinds of movements that changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Accounts(BTreeMap<&'static str, i128>);

impl Accounts {
    /// What they held at the beginning of a day; `None`: now.
    pub async fn at(db: impl PgExecutor<'_>, day: Option<NaiveDate>) -> Result<Self, db::Error> {
        let year = |year| NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default();
        let last = day.and_then(|day| day.pred_opt()).unwrap_or(year(9000));
        let mut accounts = Self::default();
        accounts.add(&movements(db, &Period { first: year(1970), last }).await?);
        Ok(accounts)
    }

    /// Adds movements that came later.
    pub fn add(&mut self, moved: &[Movement]) {
        for class in Class::ALL {
            *self.0.entry(class.as_str()).or_default() += i128::from(change(class, moved).micros());
        }
    }

    /// What one of them holds.
    #[must_use]
    pub fn of(&self, class: Class) -> Money {
        let held = self.0.get(class.as_str()).copied().unwrap_or_default();
        Money::from_micros(i64::try_from(held).unwrap_or(i64::MAX))
    }
}

/// By how much movements changed what an account holds.
#[must_use]
pub fn change(class: Class, moved: &[Movement]) -> Money {
    let name = class.as_str();
    let signed = moved.iter().map(|one| {
        let amount = i128::from(one.amount.micros());
        i128::from(one.credit == name) * amount - i128::from(one.debit == name) * amount
    });
    Money::from_micros(i64::try_from(signed.sum::<i128>()).unwrap_or(i64::MAX))
}
