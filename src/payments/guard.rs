//! What stands against stolen cards: money that a method holds before it is on the balance, limits for
//! young accounts, and how many deposits may be begun from one network in a day.

use std::net::IpAddr;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use sqlx::{PgExecutor, PgTransaction};

use super::MethodId;
use super::method::{self, MethodError};
use crate::accounts::audit::Actor;
use crate::kit::address::Network;
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::money::Money;

/// Thirty days.
const HOLD_HOURS_MAX: i32 = 720;
const YOUNG_DAYS_MAX: i32 = 365;
/// Five accounts' worth: an office or a family may share an address, so there is no limit for what is open
/// there.
const PER_NETWORK_MAX: i32 = 100;

/// What a method through a gateway does about it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Guard {
    /// What comes is held for so many hours; 0: not at all.
    pub hold_hours: i32,
    /// Accounts younger than so many days add at most so much at a time.
    pub young: Option<(i32, Money)>,
}

impl Guard {
    /// The most that an account of this age adds at a time by this rule; `None`: it has no limit.
    #[must_use]
    pub fn most(&self, created_at: DateTime<Utc>, now: DateTime<Utc>) -> Option<Money> {
        let is_young = |days: i32| now < created_at + TimeDelta::days(days.into());
        self.young.filter(|(days, _)| is_young(*days)).map(|(_, most)| most)
    }

    fn check(&self) -> Result<(), MethodError> {
        let wrong = |field, sentence| Err(MethodError::Field { field, sentence });
        if !(0..=HOLD_HOURS_MAX).contains(&self.hold_hours) {
            return wrong("hold_hours", "0 to 720 hours");
        }
        match self.young {
            Some((days, _)) if !(1..=YOUNG_DAYS_MAX).contains(&days) => {
                wrong("young_days", "1 to 365 days")
            }
            Some((_, most)) if most <= Money::ZERO => wrong("young_max", "more than 0"),
            _ => Ok(()),
        }
    }
}

/// The rules of a method; a method by hand has none.
pub async fn of(db: impl PgExecutor<'_>, id: MethodId) -> Result<Guard, db::Error> {
    let row = sqlx::query!(
        r#"select hold_hours, young_days, young_max as "young_max: Money" from methods
           where id = $1"#,
        id as MethodId
    );
    let row = row.fetch_optional(db).await?;
    Ok(row.map_or_else(Guard::default, |row| Guard {
        hold_hours: row.hold_hours,
        young: row.young_max.map(|most| (row.young_days, most)),
    }))
}

/// Changes them. What is held already stays held as long as it was to be.
pub async fn update(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    (id, guard): (MethodId, Guard),
) -> Result<(), MethodError> {
    guard.check()?;
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let found = method::lock(tx, id).await?;
            if found.terms.is_none() {
                return Err(MethodError::NotFound);
            }
            let before = of(&mut **tx, id).await?;
            let (days, most) = guard.young.unzip();
            sqlx::query!(
                "update methods set hold_hours = $2, young_days = $3, young_max = $4 where id = $1",
                id as MethodId,
                guard.hold_hours,
                days.unwrap_or_default(),
                most as Option<Money>
            )
            .execute(&mut **tx)
            .await?;
            let facts = |guard: Guard| {
                json!({
                    "hold_hours": guard.hold_hours,
                    "young": guard.young.map(|(days, most)| json!([days, most.to_string()])),
                })
            };
            let values = (Some(facts(before)), facts(guard));
            method::note(tx, &clock, actor, (id, "method.update"), values).await
        })
    })
    .await
}

/// Counts a deposit that is begun from there. `false`: there were too many today. Others of the network
/// wait until this transaction ends.
pub(super) async fn count(
    tx: &mut PgTransaction<'_>,
    address: IpAddr,
    now: DateTime<Utc>,
) -> Result<bool, db::Error> {
    let count = sqlx::query_scalar!(
        "insert into deposit_counts as c (network, day, count) values ($1, $2, 1)
         on conflict (network, day) do update set count = c.count + 1 returning count",
        Network::of(address).to_string(),
        now.date_naive()
    );
    Ok(count.fetch_one(&mut **tx).await? <= PER_NETWORK_MAX)
}

/// Deletes the counts of past days: they say from where people came. A loop calls it now and then.
pub async fn sweep(db: &Db, clock: &Clock) -> Result<(), db::Error> {
    sqlx::query!("delete from deposit_counts where day < $1", clock.now().date_naive())
        .execute(db.pool())
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_young_account_has_a_limit_until_it_is_old_enough() {
        let made = DateTime::from_timestamp(1_780_000_000, 0).unwrap();
        let most = Money::parse("50").unwrap();
        let guard = Guard { hold_hours: 0, young: Some((7, most)) };
        assert_eq!(guard.most(made, made), Some(most));
        let week = made + TimeDelta::days(7);
        assert_eq!(guard.most(made, week - TimeDelta::seconds(1)), Some(most));
        assert_eq!(guard.most(made, week), None);
        assert_eq!(Guard::default().most(made, made), None);
    }

    #[test]
    fn rules_without_sense_are_refused() {
        let rules =
            [(721, None), (-1, None), (0, Some((0, 1))), (0, Some((366, 1))), (0, Some((7, 0)))];
        for (hold_hours, young) in rules {
            let young = young.map(|(days, most)| (days, Money::from_micros(most)));
            assert!(Guard { hold_hours, young }.check().is_err(), "{hold_hours} {young:?}");
        }
        assert!(
            Guard { hold_hours: 720, young: Some((365, Money::from_micros(1))) }.check().is_ok()
        );
    }
}
