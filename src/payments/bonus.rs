//! Bonuses by amount: who pays in so much through a gateway gets a percentage more. What a customer is
//! promised stands on the deposit from its beginning, and `checkout::settle` credits it with the
//! deposit. Of several rules that fit, the one that gives most counts.

use chrono::{DateTime, Utc};
use serde_json::json;
use sqlx::PgExecutor;

use super::{DepositId, MethodId};
use crate::accounts::AccountId;
use crate::accounts::audit::{self, Actor};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::money::Money;

/// A hundredth of a percent is one part of so many.
const PARTS: i64 = 10_000;
/// More would be no list to read.
const RULES_MAX: i64 = 50;
/// Rules that are over and still shown.
const SHOWN_MAX: i64 = 100;

crate::id!(
    /// A bonus rule.
    RuleId
);

/// What staff enter.
#[derive(Debug, Clone)]
pub struct Draft {
    /// `None`: all methods through a gateway.
    pub method_id: Option<MethodId>,
    /// Of the deposit, in the panel's currency.
    pub from: Money,
    /// Hundredths of a percent of the deposit.
    pub percent: i32,
    /// At most so much for one deposit.
    pub cap: Option<Money>,
    /// Only with the first deposit of an account.
    pub first_only: bool,
    pub until: Option<DateTime<Utc>>,
}

/// A rule, as staff see it.
#[derive(Debug, Clone)]
pub struct Rule {
    pub id: RuleId,
    pub draft: Draft,
    /// `None`: of all methods.
    pub method: Option<String>,
    pub ended_at: Option<DateTime<Utc>>,
}

/// Why a rule was not made or ended.
#[derive(Debug, thiserror::Error)]
pub enum RuleError {
    #[error("{sentence}")]
    Field { field: &'static str, sentence: &'static str },
    #[error("there is no such rule, or it is over")]
    NotFound,
    #[error(transparent)]
    Db(#[from] db::Error),
}

crate::from_sqlx!(RuleError);

impl Draft {
    fn check(&self, now: DateTime<Utc>) -> Result<(), RuleError> {
        let wrong = |field, sentence| Err(RuleError::Field { field, sentence });
        if self.from < Money::ZERO {
            return wrong("from", "0 or more");
        }
        if !(1..=10_000).contains(&self.percent) {
            return wrong("percent", "more than 0 and at most 100 percent");
        }
        if self.cap.is_some_and(|cap| cap <= Money::ZERO) {
            return wrong("cap", "more than 0");
        }
        if self.until.is_some_and(|until| until <= now) {
            return wrong("until", "a day that is not over");
        }
        Ok(())
    }
}

impl Rule {
    /// Whether it is over.
    #[must_use]
    pub fn is_over(&self, now: DateTime<Utc>) -> bool {
        self.ended_at.is_some() || self.draft.until.is_some_and(|until| until <= now)
    }
}

/// ⌊amount × percent⌋, at most the cap. `percent`: hundredths of one.
#[must_use]
pub fn of(amount: Money, percent: i32, cap: Option<Money>) -> Money {
    let bonus = amount.first(percent.into(), PARTS);
    cap.map_or(bonus, |cap| bonus.min(cap))
}

/// A bonus that a customer is promised.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Offer {
    pub bonus: Money,
    /// Only if no deposit was credited before.
    pub first_only: bool,
}

/// What these rules promise for a deposit of so much: the most that one of them gives. A rule for
/// everybody goes before one for newcomers that gives the same.
#[must_use]
pub fn best(rules: &[Rule], amount: Money) -> Offer {
    let fits = rules.iter().filter(|rule| amount >= rule.draft.from);
    let offers = fits.map(|rule| Offer {
        bonus: of(amount, rule.draft.percent, rule.draft.cap),
        first_only: rule.draft.first_only,
    });
    offers.max_by_key(|offer| (offer.bonus, !offer.first_only)).unwrap_or_default()
}

/// The rules that count for this method now. `is_first`: the customer has no credited deposit yet.
pub async fn open(
    db: impl PgExecutor<'_>,
    method_id: MethodId,
    (is_first, now): (bool, DateTime<Utc>),
) -> Result<Vec<Rule>, db::Error> {
    let mut rules = read(db, false).await?;
    rules.retain(|rule| {
        let draft = &rule.draft;
        !rule.is_over(now)
            && (is_first || !draft.first_only)
            && draft.method_id.is_none_or(|id| id == method_id)
    });
    Ok(rules)
}

/// All of them: those that count, then those that are over, the newest first.
pub async fn list(db: impl PgExecutor<'_>) -> Result<Vec<Rule>, db::Error> {
    read(db, true).await
}

async fn read(db: impl PgExecutor<'_>, with_ended: bool) -> Result<Vec<Rule>, db::Error> {
    let rows = sqlx::query!(
        r#"select r.id as "id: RuleId", r.method_id as "method_id: MethodId", m.name as "method?",
                  r.from_amount as "from_amount: Money", r.percent, r.cap as "cap: Money",
                  r.first_only, r.until, r.ended_at
           from bonus_rules r left join methods m on m.id = r.method_id
           where r.ended_at is null or $1
           order by r.ended_at is not null, r.id desc limit $2"#,
        with_ended,
        SHOWN_MAX
    )
    .fetch_all(db)
    .await?;
    let rule = rows.into_iter().map(|row| Rule {
        id: row.id,
        draft: Draft {
            method_id: row.method_id,
            from: row.from_amount,
            percent: row.percent,
            cap: row.cap,
            first_only: row.first_only,
            until: row.until,
        },
        method: row.method,
        ended_at: row.ended_at,
    });
    Ok(rule.collect())
}

/// Makes a rule; it counts for deposits that are begun from now on. Answers its id.
pub async fn create(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    draft: Draft,
) -> Result<RuleId, RuleError> {
    draft.check(clock.now())?;
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let now = clock.now();
            let id = sqlx::query_scalar!(
                r#"insert into bonus_rules (method_id, from_amount, percent, cap, first_only, until,
                                            created_at)
                   select $1, $2, $3, $4, $5, $6, $7
                   where (select count(*) from bonus_rules where ended_at is null) < $8
                     and ($1::bigint is null
                          or exists (select from methods where id = $1 and door is not null))
                   returning id as "id: RuleId""#,
                draft.method_id as Option<MethodId>,
                draft.from as Money,
                draft.percent,
                draft.cap as Option<Money>,
                draft.first_only,
                draft.until,
                now,
                RULES_MAX
            )
            .fetch_optional(&mut **tx)
            .await?;
            let id = id.ok_or(RuleError::Field {
                field: "method",
                sentence: "a method through a gateway; and at most 50 rules at a time",
            })?;
            let facts = json!({
                "method": draft.method_id, "from": draft.from.to_string(), "percent": draft.percent,
                "cap": draft.cap.map(|cap| cap.to_string()), "first_only": draft.first_only,
                "until": draft.until.map(|at| at.to_rfc3339()),
            });
            let entry = audit::Entry {
                actor,
                action: "bonus.create",
                subject: format!("bonus:{id}"),
                after: Some(facts),
                ..audit::Entry::default()
            };
            audit::record(tx, &clock, entry).await?;
            Ok(id)
        })
    })
    .await
}

/// Ends a rule. Deposits that were begun before keep what they were promised.
pub async fn end(db: &Db, clock: &Clock, actor: Actor, id: RuleId) -> Result<(), RuleError> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let ended = sqlx::query!(
                "update bonus_rules set ended_at = $2 where id = $1 and ended_at is null",
                id as RuleId,
                clock.now()
            )
            .execute(&mut **tx)
            .await?;
            if ended.rows_affected() == 0 {
                return Err(RuleError::NotFound);
            }
            let entry = audit::Entry {
                actor,
                action: "bonus.end",
                subject: format!("bonus:{id}"),
                ..audit::Entry::default()
            };
            audit::record(tx, &clock, entry).await?;
            Ok(())
        })
    })
    .await
}

/// Whether nothing was ever credited to this account as a deposit.
pub async fn is_first(db: impl PgExecutor<'_>, account_id: AccountId) -> Result<bool, db::Error> {
    Ok(!paid_in(db, account_id, None).await?)
}

/// Whether a deposit of this account, other than this one, was ever credited: by a gateway, by staff or
/// by the command line.
pub(super) async fn paid_in(
    db: impl PgExecutor<'_>,
    account_id: AccountId,
    but: Option<DepositId>,
) -> Result<bool, db::Error> {
    Ok(sqlx::query_scalar!(
        r#"select exists (
               select from deposits d
               where d.account_id = $1 and d.id is distinct from $2
                 and (d.state in ('credited', 'refunded', 'disputed', 'charged_back')
                      or d.state = 'held' and d.pay_amount is null and exists (
                          select from credits c
                          where c.state = 'booked'
                            and c.form_id = case when d.method_id is null then d.form_id
                                                 else 'deposit:' || d.id end))) as "paid!""#,
        account_id as AccountId,
        but as Option<DepositId>
    )
    .fetch_one(db)
    .await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(text: &str) -> Money {
        Money::parse(text).unwrap()
    }

    fn rule(from: &str, percent: i32, cap: Option<&str>, first_only: bool) -> Rule {
        Rule {
            id: RuleId::new(1),
            draft: Draft {
                method_id: None,
                from: money(from),
                percent,
                cap: cap.map(money),
                first_only,
                until: None,
            },
            method: None,
            ended_at: None,
        }
    }

    #[test]
    fn the_rule_that_gives_most_counts() {
        let rules = [
            rule("0", 500, None, false),
            rule("100", 1_000, Some("12"), false),
            rule("20", 10_000, Some("10"), true),
        ];
        let gives = |amount: &str| {
            let offer = best(&rules, money(amount));
            (offer.bonus.to_string(), offer.first_only)
        };
        assert_eq!(gives("10"), ("0.50".into(), false));
        assert_eq!(gives("20"), ("10.00".into(), true));
        assert_eq!(gives("100"), ("10.00".into(), false), "not only for newcomers");
        assert_eq!(gives("110"), ("11.00".into(), false));
        assert_eq!(gives("5000"), ("250.00".into(), false));
        assert_eq!(best(&[], money("10")), Offer::default());
    }

    #[test]
    fn a_bonus_is_rounded_down() {
        assert_eq!(of(money("0.000099"), 100, None), Money::ZERO);
        assert_eq!(of(money("9.99"), 1_250, None), money("1.24875"));
        assert_eq!(of(money("200"), 10_000, Some(money("50"))), money("50"));
    }
}
