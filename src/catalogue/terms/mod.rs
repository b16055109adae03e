//! On what terms an account buys: its own rates, discounts, and the categories that it may see. This is
//! the one place that says what a service costs somebody; every door and the intake ask it.
//!
//! What must stay true: a rate of the account's own counts before everything else. Without one, exactly
//! one discount counts: the account's for the category, else the account's for all, else its group's
//! for the category, else its group's for all. Discounts are never added up. A discount leads neither
//! below what the service costs nor above the list price. A category that a group may not see is not
//! there for its members, whatever rate they have in it.

mod discount;
pub mod grant;
pub mod group;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use sqlx::{PgExecutor, PgTransaction};

pub use discount::{Discount, NoDiscount};
pub use group::GroupId;

use super::Service;
use crate::accounts::AccountId;
use crate::catalogue::ServiceId;
use crate::kit::db::{self, Db};
use crate::kit::money::Rate;

/// The discounts of one account, or of one group.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Discounts {
    /// In every category without one of its own.
    pub all: Option<Discount>,
    pub by_category: HashMap<i64, Discount>,
}

/// What a group gives its members.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GroupTerms {
    pub discounts: Discounts,
    /// The categories that its members may see; `None`: all.
    pub sees: Option<HashSet<i64>>,
}

/// On what terms an account buys. The default is a stranger's: the list prices, and every category.
#[derive(Debug, Clone, Default)]
pub struct Terms {
    /// Rates of its own, by service.
    pub own: HashMap<ServiceId, Rate>,
    pub discounts: Discounts,
    pub group: Option<GroupId>,
    group_terms: Option<Arc<GroupTerms>>,
}

impl Discounts {
    fn of(&self, category_id: i64) -> Option<Discount> {
        self.by_category.get(&category_id).copied().or(self.all)
    }

    fn add(&mut self, category_id: Option<i64>, discount: Discount) {
        match category_id {
            Some(id) => drop(self.by_category.insert(id, discount)),
            None => self.all = Some(discount),
        }
    }
}

impl Terms {
    /// Whether services of this category are there for the account.
    #[must_use]
    pub fn sees(&self, category_id: i64) -> bool {
        let sees = self.group_terms.as_ref().and_then(|group| group.sees.as_ref());
        sees.is_none_or(|sees| sees.contains(&category_id))
    }

    /// The categories that the account may see; `None`: all.
    #[must_use]
    pub fn categories(&self) -> Option<Vec<i64>> {
        let sees = self.group_terms.as_ref().and_then(|group| group.sees.as_ref());
        sees.map(|sees| sees.iter().copied().collect())
    }

    /// What the account pays for this service.
    #[must_use]
    pub fn price(&self, service: &Service) -> Rate {
        self.own.get(&service.id).copied().unwrap_or_else(|| {
            let listed = Listing {
                category_id: service.category_id,
                rate: service.rate,
                lowest: service.lowest,
            };
            self.discounted(listed)
        })
    }

    /// What would be left of a list price by the discount that counts, if the account had no rate of its
    /// own for the service.
    #[must_use]
    pub fn discounted(&self, listed: Listing) -> Rate {
        let Listing { category_id, rate, lowest } = listed;
        match (self.discount(category_id), lowest) {
            (Some(discount), Some(lowest)) => discount.off(rate).max(lowest.min(rate)),
            // Without a known cost there is no discount.
            _ => rate,
        }
    }

    /// The one discount that counts in this category.
    #[must_use]
    pub fn discount(&self, category_id: i64) -> Option<Discount> {
        let of_group = || self.group_terms.as_ref()?.discounts.of(category_id);
        self.discounts.of(category_id).or_else(of_group)
    }

    /// How many rows it was read from, about.
    pub(super) fn size(&self) -> usize {
        self.own.len() + self.discounts.by_category.len()
    }
}

/// What the list says of a service.
#[derive(Debug, Clone, Copy)]
pub struct Listing {
    pub category_id: i64,
    pub rate: Rate,
    /// No discount leads below it; `None`: not known.
    pub lowest: Option<Rate>,
}

/// Accounts that see the same lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Buyers {
    /// The members of a group, or those who are in none, without anything of their own.
    Group(Option<GroupId>),
    /// One account with rates or discounts of its own.
    Account(AccountId),
}

/// On what terms this account buys.
pub async fn of(db: &Db, account_id: AccountId) -> Result<Terms, db::Error> {
    let mut found = rows_of(db.pool(), &[account_id]).await?.remove(&account_id);
    let mut terms = found.take().unwrap_or_default();
    if let Some(id) = terms.group {
        terms.group_terms = group::terms(db.pool(), Some(id)).await?.remove(&id);
    }
    Ok(terms)
}

/// Which accounts see the same lists as this one.
pub async fn buyers(db: &Db, account_id: AccountId) -> Result<Buyers, db::Error> {
    let row = sqlx::query!(
        r#"select exists (select from custom_rates where account_id = $1)
                  or exists (select from discounts where account_id = $1) as "is_own!",
                  (select group_id from customer_group_members where account_id = $1)
                      as "group: GroupId""#,
        account_id as AccountId
    )
    .fetch_one(db.pool())
    .await?;
    Ok(if row.is_own { Buyers::Account(account_id) } else { Buyers::Group(row.group) })
}

/// On what terms these buy.
pub async fn of_buyers(db: &Db, buyers: Buyers) -> Result<Terms, db::Error> {
    match buyers {
        Buyers::Account(id) => of(db, id).await,
        Buyers::Group(None) => Ok(Terms::default()),
        Buyers::Group(Some(id)) => {
            let group_terms = group::terms(db.pool(), Some(id)).await?.remove(&id);
            Ok(Terms { group: Some(id), group_terms, ..Terms::default() })
        }
    }
}

/// The terms of these accounts, in the caller's transaction, with those of their groups out of
/// `groups`. An account without anything of its own is missing.
pub(super) async fn of_all(
    tx: &mut PgTransaction<'_>,
    accounts: &[AccountId],
    groups: &HashMap<GroupId, Arc<GroupTerms>>,
) -> Result<HashMap<AccountId, Terms>, db::Error> {
    let mut found = rows_of(&mut **tx, accounts).await?;
    for terms in found.values_mut() {
        terms.group_terms = terms.group.and_then(|id| groups.get(&id)).map(Arc::clone);
    }
    Ok(found)
}

/// What stands beside the accounts themselves, in one trip.
async fn rows_of(
    db: impl PgExecutor<'_>,
    accounts: &[AccountId],
) -> Result<HashMap<AccountId, Terms>, db::Error> {
    let rows = sqlx::query!(
        r#"select account_id as "account_id!: AccountId", 'rate' as "what!", service_id as id,
                  rate as "value!"
           from custom_rates where account_id = any($1)
           union all
           select account_id, 'discount', category_id, hundredths
           from discounts where account_id = any($1)
           union all
           select account_id, 'group', group_id, 0
           from customer_group_members where account_id = any($1)"#,
        accounts as &[AccountId]
    )
    .fetch_all(db)
    .await?;
    let mut found: HashMap<AccountId, Terms> = HashMap::new();
    for row in rows {
        let terms = found.entry(row.account_id).or_default();
        match (row.what.as_str(), row.id) {
            ("rate", Some(id)) => {
                terms.own.insert(ServiceId::new(id), Rate::from_micros(row.value));
            }
            ("group", Some(id)) => terms.group = Some(GroupId::new(id)),
            (_, category_id) => {
                let hundredths = i32::try_from(row.value).ok();
                if let Some(discount) = hundredths.and_then(Discount::from_hundredths) {
                    terms.discounts.add(category_id, discount);
                }
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn percent(whole: i32) -> Discount {
        Discount::from_hundredths(whole * 100).unwrap()
    }

    fn discounts(all: Option<i32>, of_one: Option<i32>) -> Discounts {
        Discounts {
            all: all.map(percent),
            by_category: of_one.map(|whole| (1, percent(whole))).into_iter().collect(),
        }
    }

    fn listed(rate: i64, lowest: Option<i64>) -> Listing {
        let lowest = lowest.map(Rate::from_micros);
        Listing { category_id: 1, rate: Rate::from_micros(rate), lowest }
    }

    fn terms(own: Discounts, group: Discounts) -> Terms {
        let group_terms = Some(Arc::new(GroupTerms { discounts: group, sees: None }));
        Terms { discounts: own, group_terms, ..Terms::default() }
    }

    #[test]
    fn the_most_specific_discount_counts_and_no_other() {
        let none = || discounts(None, None);
        let left = |terms: &Terms| terms.discounted(listed(1_000, Some(0))).micros();
        assert_eq!(left(&terms(none(), none())), 1_000);
        assert_eq!(left(&terms(none(), discounts(Some(10), None))), 900);
        assert_eq!(left(&terms(none(), discounts(Some(10), Some(20)))), 800);
        assert_eq!(left(&terms(discounts(Some(5), None), discounts(Some(10), Some(20)))), 950);
        assert_eq!(left(&terms(discounts(Some(5), Some(0)), discounts(Some(10), Some(20)))), 1_000);
        let other = Listing { category_id: 2, ..listed(1_000, Some(0)) };
        let both = terms(discounts(None, Some(50)), discounts(Some(10), None));
        assert_eq!(both.discounted(other).micros(), 900);
    }

    #[test]
    fn a_discount_ends_at_the_cost_and_at_the_list_price() {
        let half = terms(discounts(Some(50), None), Discounts::default());
        assert_eq!(half.discounted(listed(1_000, Some(700))).micros(), 700);
        assert_eq!(half.discounted(listed(1_000, Some(400))).micros(), 500);
        // Below cost already: it is off sale, and a discount does not make it dearer.
        assert_eq!(half.discounted(listed(1_000, Some(2_000))).micros(), 1_000);
        assert_eq!(half.discounted(listed(1_000, None)).micros(), 1_000);
    }

    #[test]
    fn a_group_shows_its_categories_and_no_others() {
        let sees = Some(HashSet::from([1]));
        let group = Some(Arc::new(GroupTerms { sees, ..GroupTerms::default() }));
        let terms = Terms { group_terms: group, ..Terms::default() };
        assert!(terms.sees(1) && !terms.sees(2));
        assert!(Terms::default().sees(2));
    }
}
