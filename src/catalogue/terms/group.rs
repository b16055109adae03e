//! Groups of customers: made, changed, removed. Who is in them says `grant`. Owns `customer_groups`, its two tables beside it
//! and `discounts` of `migrations/0023_customers.sql`.
//!
//! What must stay true: an account is in one group at most, and nobody changes what they themselves pay. Each command writes its audit row. It holds the
//! catalogue's version before it locks anything else, so two of them never wait for each other in a ring.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use serde_json::json;
use sqlx::{PgExecutor, PgTransaction};

use super::{Discount, GroupTerms};
use crate::accounts::AccountId;
use crate::accounts::audit::{self, Actor};
use crate::catalogue::version;
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};

crate::id!(
    /// A group of customers.
    GroupId
);

/// More would not be a list that anyone keeps in order.
pub const GROUPS_MAX: i64 = 200;
/// Members beyond it are not counted.
pub const MEMBERS_COUNTED_MAX: i64 = 10_000;
const NAME_CHARS_MAX: usize = 80;

/// A group as the list shows it.
#[derive(Debug, Clone)]
pub struct Group {
    pub id: GroupId,
    pub name: String,
    /// In all categories without one of its own.
    pub discount: Option<Discount>,
    /// How many categories have a discount of their own.
    pub by_category: i64,
    /// How many categories its members see; `None`: all.
    pub sees: Option<i64>,
    /// Not counted further than [`MEMBERS_COUNTED_MAX`] + 1.
    pub members: i64,
}

/// What staff fill in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filled {
    pub name: String,
    pub discount: Option<Discount>,
    /// Discounts of single categories.
    pub by_category: BTreeMap<i64, Discount>,
    /// The categories that its members see; `None`: all.
    pub sees: Option<Vec<i64>>,
}

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum GroupError {
    #[error("a name of 1 to {NAME_CHARS_MAX} characters")]
    Name,
    #[error("a group has this name already")]
    NameTaken,
    #[error("there are {GROUPS_MAX} groups: remove one first")]
    TooMany,
    #[error("there is no such group")]
    NoGroup,
    #[error("there is no such category")]
    NoCategory,
    #[error("there is no such account")]
    NoAccount,
    /// Staff, about what they themselves pay.
    #[error("this concerns your own account: ask another member of staff")]
    Own,
    #[error(transparent)]
    Db(db::Error),
}

impl From<db::Error> for GroupError {
    fn from(error: db::Error) -> Self {
        match error.constraint() {
            Some("customer_groups_name") => Self::NameTaken,
            Some("customer_group_members_account_id_fkey" | "discounts_account_id_fkey") => {
                Self::NoAccount
            }
            Some("customer_group_members_group_id_fkey") => Self::NoGroup,
            Some("customer_group_categories_category_id_fkey" | "discounts_category_id_fkey") => {
                Self::NoCategory
            }
            _ => Self::Db(error),
        }
    }
}

crate::from_sqlx!(GroupError);

/// All groups, by name.
pub async fn list(db: impl PgExecutor<'_>) -> Result<Vec<Group>, db::Error> {
    Ok(sqlx::query_as!(
        Group,
        r#"select g.id as "id: GroupId", g.name, d.hundredths as "discount?: Discount",
                  (select count(*) from discounts o
                   where o.group_id = g.id and o.category_id is not null) as "by_category!",
                  case when not g.sees_all then
                      (select count(*) from customer_group_categories c where c.group_id = g.id) end
                      as "sees?",
                  (select count(*) from (select from customer_group_members m
                                         where m.group_id = g.id limit $1) as few) as "members!"
           from customer_groups g
           left join discounts d on d.group_id = g.id and d.category_id is null
           order by lower(g.name)"#,
        MEMBERS_COUNTED_MAX + 1
    )
    .fetch_all(db)
    .await?)
}

/// The groups' names, for a list to choose from.
pub async fn names(db: impl PgExecutor<'_>) -> Result<Vec<(GroupId, String)>, db::Error> {
    let rows = sqlx::query!(
        r#"select id as "id: GroupId", name from customer_groups order by lower(name)"#
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

/// What would save this group unchanged; `None`: there is none.
pub async fn find(db: &Db, id: GroupId) -> Result<Option<Filled>, db::Error> {
    let name = sqlx::query_scalar!("select name from customer_groups where id = $1", id as GroupId)
        .fetch_optional(db.pool())
        .await?;
    let Some(name) = name else { return Ok(None) };
    let terms = terms(db.pool(), Some(id)).await?.remove(&id);
    Ok(Some(Filled::of(name, terms.as_deref().cloned().unwrap_or_default())))
}

/// What the groups give their members: this one, or all.
pub(in crate::catalogue) async fn terms(
    db: impl PgExecutor<'_>,
    id: Option<GroupId>,
) -> Result<HashMap<GroupId, Arc<GroupTerms>>, db::Error> {
    let rows = sqlx::query!(
        r#"select id as "group_id!: GroupId", case when sees_all then 'all' else 'some' end as "what!",
                  null::bigint as category_id, null::int as "hundredths: Discount"
           from customer_groups where $1::bigint is null or id = $1
           union all
           select group_id, 'discount', category_id, hundredths
           from discounts where group_id is not null and ($1::bigint is null or group_id = $1)
           union all
           select group_id, 'sees', category_id, null
           from customer_group_categories where $1::bigint is null or group_id = $1"#,
        id as Option<GroupId>
    )
    .fetch_all(db)
    .await?;
    let mut found: HashMap<GroupId, GroupTerms> = HashMap::new();
    let mut open = HashSet::new();
    for row in rows {
        let terms = found.entry(row.group_id).or_default();
        match (row.what.as_str(), row.category_id, row.hundredths) {
            ("all", ..) => {
                open.insert(row.group_id);
            }
            ("sees", Some(category_id), _) => {
                terms.sees.get_or_insert_default().insert(category_id);
            }
            ("discount", category_id, Some(discount)) => terms.discounts.add(category_id, discount),
            // A group that sees none of them at all sees nothing.
            _ => drop(terms.sees.get_or_insert_default()),
        }
    }
    for id in open {
        if let Some(terms) = found.get_mut(&id) {
            terms.sees = None;
        }
    }
    Ok(found.into_iter().map(|(id, terms)| (id, Arc::new(terms))).collect())
}

impl Filled {
    fn of(name: String, terms: GroupTerms) -> Self {
        let mut sees: Option<Vec<i64>> = terms.sees.map(|sees| sees.into_iter().collect());
        sees.iter_mut().for_each(|sees| sees.sort_unstable());
        Self {
            name,
            discount: terms.discounts.all,
            by_category: terms.discounts.by_category.into_iter().collect(),
            sees,
        }
    }

    fn check(&self) -> Result<(), GroupError> {
        let length = self.name.trim().chars().count();
        let is_line = !self.name.chars().any(char::is_control);
        if (1..=NAME_CHARS_MAX).contains(&length) && is_line {
            Ok(())
        } else {
            Err(GroupError::Name)
        }
    }

    /// For the audit log.
    fn facts(&self) -> serde_json::Value {
        let percent = |discount: &Discount| discount.to_string();
        let by_category: BTreeMap<String, String> =
            self.by_category.iter().map(|(id, one)| (id.to_string(), percent(one))).collect();
        json!({
            "name": self.name.trim(), "discount": self.discount.as_ref().map(percent),
            "by_category": by_category, "categories": self.sees,
        })
    }
}

/// Makes a group; answers its id.
pub async fn create(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    filled: Filled,
) -> Result<GroupId, GroupError> {
    filled.check()?;
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            version::hold(tx).await?;
            let id = sqlx::query_scalar!(
                r#"insert into customer_groups (name, sees_all, created_at)
                   select $1, $2, $3 where (select count(*) from customer_groups) < $4
                   returning id as "id: GroupId""#,
                filled.name.trim(),
                filled.sees.is_none(),
                clock.now(),
                GROUPS_MAX
            )
            .fetch_optional(&mut **tx)
            .await?
            .ok_or(GroupError::TooMany)?;
            write(tx, id, &filled).await?;
            let told = (None, Some(filled.facts()));
            note(tx, &clock, (actor, "group.create"), format!("group:{id}"), told).await?;
            Ok(id)
        })
    })
    .await
}

/// Changes a group.
pub async fn update(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    (id, filled): (GroupId, Filled),
) -> Result<(), GroupError> {
    filled.check()?;
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let name = lock(tx, actor, id).await?;
            let terms = terms(&mut **tx, Some(id)).await?.remove(&id);
            let before = Filled::of(name, terms.as_deref().cloned().unwrap_or_default());
            sqlx::query!(
                "update customer_groups set name = $2, sees_all = $3 where id = $1",
                id as GroupId,
                filled.name.trim(),
                filled.sees.is_none()
            )
            .execute(&mut **tx)
            .await?;
            write(tx, id, &filled).await?;
            let told = (Some(before.facts()), Some(filled.facts()));
            note(tx, &clock, (actor, "group.update"), format!("group:{id}"), told).await
        })
    })
    .await
}

/// Removes a group. Its members are in none afterwards; answers how many they were.
pub async fn remove(db: &Db, clock: &Clock, actor: Actor, id: GroupId) -> Result<u64, GroupError> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let name = lock(tx, actor, id).await?;
            let left = sqlx::query!(
                "delete from customer_group_members where group_id = $1",
                id as GroupId
            )
            .execute(&mut **tx)
            .await?
            .rows_affected();
            sqlx::query!("delete from customer_groups where id = $1", id as GroupId)
                .execute(&mut **tx)
                .await?;
            let told = (Some(json!({ "name": name, "members": left })), None);
            note(tx, &clock, (actor, "group.remove"), format!("group:{id}"), told).await?;
            Ok(left)
        })
    })
    .await
}

/// Replaces the discounts and categories of a group.
async fn write(tx: &mut PgTransaction<'_>, id: GroupId, filled: &Filled) -> Result<(), GroupError> {
    sqlx::query!("delete from discounts where group_id = $1", id as GroupId)
        .execute(&mut **tx)
        .await?;
    sqlx::query!("delete from customer_group_categories where group_id = $1", id as GroupId)
        .execute(&mut **tx)
        .await?;
    let own = filled.by_category.iter().map(|(category, one)| (Some(*category), *one));
    let all = filled.discount.map(|discount| (None, discount));
    let (categories, hundredths): (Vec<Option<i64>>, Vec<i32>) =
        own.chain(all).map(|(category, one)| (category, one.hundredths())).unzip();
    sqlx::query!(
        "insert into discounts (group_id, category_id, hundredths)
         select $1, * from unnest($2::bigint[], $3::int[])",
        id as GroupId,
        &categories as &[Option<i64>],
        &hundredths
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!(
        "insert into customer_group_categories (group_id, category_id)
         select $1, * from unnest($2::bigint[]) on conflict do nothing",
        id as GroupId,
        filled.sees.as_deref().unwrap_or_default()
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The group's name, for a change of it, until the transaction ends. Who is in it does not change it.
async fn lock(tx: &mut PgTransaction<'_>, actor: Actor, id: GroupId) -> Result<String, GroupError> {
    version::hold(tx).await?;
    let row = sqlx::query!(
        r#"select name, exists (select from customer_group_members
                                where group_id = $1 and account_id = $2) as "is_own!"
           from customer_groups where id = $1"#,
        id as GroupId,
        actor.account_id as Option<AccountId>
    )
    .fetch_optional(&mut **tx)
    .await?;
    let row = row.ok_or(GroupError::NoGroup)?;
    if row.is_own { Err(GroupError::Own) } else { Ok(row.name) }
}

pub(super) async fn note(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    (actor, action): (Actor, &str),
    subject: String,
    (before, after): (Option<serde_json::Value>, Option<serde_json::Value>),
) -> Result<(), GroupError> {
    let entry = audit::Entry { actor, action, subject, before, after, ..audit::Entry::default() };
    audit::record(tx, clock, entry).await?;
    Ok(())
}
