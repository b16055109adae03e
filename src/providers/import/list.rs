//! A provider's list of services, as it was last seen. It is cleaned when it comes in, stored line
//! by line, and read for imports and by the price guard.

use std::collections::{BTreeMap, HashSet};

use chrono::{DateTime, Utc};
use sqlx::{PgExecutor, PgTransaction};

use crate::catalogue::{Kind, ServiceId};
use crate::kit::db::{self, Db};
use crate::providers::clean;
use crate::providers::unread::{self, Unread, Unreadable};
use crate::providers::{Listed, ProviderId};

/// The most services that we take from a list.
pub const LIST_MAX: usize = 50_000;
/// The most lines of a list that we look at.
pub(in crate::providers) const LINES_MAX: usize = 2 * LIST_MAX;
pub(in crate::providers) const NAME_CHARS_MAX: usize = 300;
const CATEGORY_CHARS_MAX: usize = 200;
const DESCRIPTION_CHARS_MAX: usize = 10_000;
/// The catalogue takes no larger quantity.
const QUANTITY_MAX: i64 = 1_000_000_000;

/// The quantities of one order, and what can be asked for later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    pub min: i64,
    pub max: i64,
    pub refill: bool,
    pub cancel: bool,
    pub dripfeed: bool,
}

/// One line of a provider's list. Its texts are clean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Its name at the provider: 1 to 64 characters.
    pub upstream_service: String,
    pub name: String,
    pub category: String,
    /// The word for the type, unchanged.
    pub kind: String,
    pub description: String,
    /// Millionths of the provider's currency per 1000, or for a package.
    pub rate: i64,
    pub limits: Limits,
}

/// Why a line cannot be sold here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unsellable {
    #[error("subscriptions are made by the panel itself, and not bought")]
    Subscription,
    #[error("its type is not known here")]
    Type,
    #[error("its largest quantity is below its smallest")]
    Limits,
    #[error("it has no name")]
    Name,
    #[error("its rate is higher than any price here")]
    Rate,
}

/// The stored list of one provider, by the services' names there.
pub type Kept = BTreeMap<String, KeptOffer>;

/// A line, and what has become known about it since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptOffer {
    pub offer: Offer,
    /// When it was first missing.
    pub gone_at: Option<DateTime<Utc>>,
}

impl Offer {
    /// A line without a usable name at the provider: nobody can order it.
    pub fn of(listed: &Listed) -> Result<Self, Unread> {
        let told =
            |why, said: &str| Unread::of((&listed.upstream_service, &listed.name), why, said);
        let upstream_service = name_there(&listed.upstream_service)
            .ok_or_else(|| told(Unreadable::Id, &listed.upstream_service))?;
        let (min, max) = (listed.min.max(1), listed.max.min(QUANTITY_MAX));
        if max < min {
            return Err(told(Unreadable::Limits, &format!("{} to {}", listed.min, listed.max)));
        }
        Ok(Self {
            upstream_service,
            name: clean::line(&listed.name, NAME_CHARS_MAX),
            category: clean::line(&listed.category, CATEGORY_CHARS_MAX),
            kind: clean::line(&listed.kind, 100),
            description: clean::lines(&listed.description, DESCRIPTION_CHARS_MAX),
            rate: listed.rate.max(0),
            limits: Limits {
                min,
                max,
                refill: listed.refill,
                cancel: listed.cancel,
                dripfeed: listed.dripfeed,
            },
        })
    }

    /// The type under which it is sold here, or why it cannot be sold.
    pub fn sellable(&self) -> Result<Kind, Unsellable> {
        let kind = kind(&self.kind).ok_or(Unsellable::Type)?;
        if kind == Kind::Subscriptions {
            return Err(Unsellable::Subscription);
        }
        if self.name.is_empty() {
            return Err(Unsellable::Name);
        }
        if self.limits.max < self.limits.min {
            return Err(Unsellable::Limits);
        }
        Ok(kind)
    }
}

/// The type that this word means. Panels differ in capitals and in the characters between words.
#[must_use]
pub fn kind(word: &str) -> Option<Kind> {
    let plain = |text: &str| -> String {
        text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
    };
    let word = plain(word);
    Kind::ALL.into_iter().find(|kind| plain(kind.as_str()) == word)
}

/// A service's name at the provider, if it is valid: 1 to 64 visible characters.
pub(in crate::providers) fn name_there(text: &str) -> Option<String> {
    let text = text.trim();
    let fits = (1..=64).contains(&text.chars().count()) && !text.chars().any(char::is_control);
    fits.then(|| text.to_owned())
}

/// The clean lines of a list, and the lines that were not taken. If several lines have the same
/// name at the provider, the first that can be read is taken.
#[must_use]
pub fn clean(listed: Vec<Result<Listed, Unread>>) -> (Vec<Offer>, Vec<Unread>) {
    let (mut seen, mut offers, mut unread) = (HashSet::new(), Vec::new(), Vec::new());
    for (line, listed) in (1..).zip(listed) {
        let taken = listed.and_then(|listed| {
            let offer = Offer::of(&listed)?;
            let not = |why| Err(Unread::of((&listed.upstream_service, &listed.name), why, ""));
            match offers.len() < LIST_MAX {
                _ if seen.contains(&offer.upstream_service) => not(Unreadable::Twice),
                true => Ok(offer),
                false => not(Unreadable::Beyond),
            }
        });
        match taken {
            Ok(offer) => {
                seen.insert(offer.upstream_service.clone());
                offers.push(offer);
            }
            Err(one) => unread.push(Unread { line, ..one }),
        }
    }
    // The service is in the list, on another line.
    for one in &mut unread {
        if one.upstream_service.as_ref().is_some_and(|name| seen.contains(name)) {
            one.why = Unreadable::Twice;
            one.said.clear();
        }
    }
    (offers, unread)
}

/// The list of this provider as it was last seen, with the services that are gone; or only the lines
/// of these names.
pub async fn kept(
    db: impl PgExecutor<'_>,
    provider_id: ProviderId,
    names: Option<&[String]>,
) -> Result<Kept, db::Error> {
    let rows = sqlx::query!(
        "select upstream_service, name, category, kind, description, rate, min, max, refill,
                cancel, dripfeed, gone_at
         from provider_services
         where provider_id = $1 and ($2::text[] is null or upstream_service = any($2))",
        provider_id as ProviderId,
        names as Option<&[String]>
    )
    .fetch_all(db)
    .await?;
    let kept = rows.into_iter().map(|row| {
        let limits = Limits {
            min: row.min,
            max: row.max,
            refill: row.refill,
            cancel: row.cancel,
            dripfeed: row.dripfeed,
        };
        let offer = Offer {
            upstream_service: row.upstream_service.clone(),
            name: row.name,
            category: row.category,
            kind: row.kind,
            description: row.description,
            rate: row.rate,
            limits,
        };
        (row.upstream_service, KeptOffer { offer, gone_at: row.gone_at })
    });
    Ok(kept.collect())
}

/// Which lines are sold here already, each with the first of our services that uses it.
pub async fn standing(
    db: &Db,
    provider_id: ProviderId,
) -> Result<BTreeMap<String, ServiceId>, db::Error> {
    let rows = sqlx::query!(
        r#"select upstream_service, min(service_id) as "service_id: ServiceId" from routes
           where provider_id = $1 group by upstream_service"#,
        provider_id as ProviderId
    )
    .fetch_all(db.pool())
    .await?;
    let sold = rows.into_iter().filter_map(|row| Some((row.upstream_service, row.service_id?)));
    Ok(sold.collect())
}

/// Stores the differences: new and changed lines, and lines that are gone since `now`. A line that
/// is there but cannot be read stays as it was.
pub(in crate::providers) async fn keep(
    tx: &mut PgTransaction<'_>,
    provider_id: ProviderId,
    (before, offers, unread): (&Kept, &[Offer], &[Unread]),
    now: DateTime<Utc>,
) -> Result<(), db::Error> {
    let changed: Vec<&Offer> = offers
        .iter()
        .filter(|offer| {
            let kept = before.get(&offer.upstream_service);
            !kept.is_some_and(|kept| kept.offer == **offer && kept.gone_at.is_none())
        })
        .collect();
    let hidden = unread::hidden(unread).into_keys();
    let there: HashSet<&str> =
        offers.iter().map(|offer| offer.upstream_service.as_str()).chain(hidden).collect();
    let gone: Vec<String> = before
        .iter()
        .filter(|(name, kept)| kept.gone_at.is_none() && !there.contains(name.as_str()))
        .map(|(name, _)| name.clone())
        .collect();
    if !changed.is_empty() {
        write(tx, provider_id, &changed, now).await?;
    }
    if !gone.is_empty() {
        sqlx::query!(
            "update provider_services set gone_at = $3
             where provider_id = $1 and upstream_service = any($2)",
            provider_id as ProviderId,
            &gone,
            now
        )
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}

async fn write(
    tx: &mut PgTransaction<'_>,
    provider_id: ProviderId,
    offers: &[&Offer],
    now: DateTime<Utc>,
) -> Result<(), db::Error> {
    let texts = |of: fn(&Offer) -> &String| -> Vec<String> {
        offers.iter().map(|offer| of(offer).clone()).collect()
    };
    let whole = |of: fn(&Offer) -> i64| -> Vec<i64> { offers.iter().map(|o| of(o)).collect() };
    let flags = |of: fn(&Offer) -> bool| -> Vec<bool> { offers.iter().map(|o| of(o)).collect() };
    sqlx::query!(
        "insert into provider_services (provider_id, upstream_service, name, category, kind,
                description, rate, min, max, refill, cancel, dripfeed, seen_at)
         select $1, l.*, $2 from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
                $8::bigint[], $9::bigint[], $10::bigint[], $11::bool[], $12::bool[], $13::bool[])
                as l
         on conflict (provider_id, upstream_service) do update
         set name = excluded.name, category = excluded.category, kind = excluded.kind,
             description = excluded.description, rate = excluded.rate, min = excluded.min,
             max = excluded.max, refill = excluded.refill, cancel = excluded.cancel,
             dripfeed = excluded.dripfeed, seen_at = excluded.seen_at, gone_at = null",
        provider_id as ProviderId,
        now,
        &texts(|offer| &offer.upstream_service),
        &texts(|offer| &offer.name),
        &texts(|offer| &offer.category),
        &texts(|offer| &offer.kind),
        &texts(|offer| &offer.description),
        &whole(|offer| offer.rate),
        &whole(|offer| offer.limits.min),
        &whole(|offer| offer.limits.max),
        &flags(|offer| offer.limits.refill),
        &flags(|offer| offer.limits.cancel),
        &flags(|offer| offer.limits.dripfeed),
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(upstream_service: &str, kind: &str) -> Listed {
        Listed {
            upstream_service: upstream_service.to_owned(),
            name: "<b>Views</b>".to_owned(),
            category: "Video\0".to_owned(),
            kind: kind.to_owned(),
            description: "&lt;script&gt;x".to_owned(),
            rate: 900_000,
            min: 0,
            max: i64::MAX,
            refill: true,
            cancel: false,
            dripfeed: false,
        }
    }

    #[test]
    fn a_line_is_cleaned_and_its_limits_are_made_ours() {
        let offer = Offer::of(&listed(" 17 ", "default")).unwrap();
        assert_eq!((offer.name.as_str(), offer.category.as_str()), ("Views", "Video"));
        assert_eq!((offer.limits.min, offer.limits.max), (1, 1_000_000_000));
        assert_eq!(offer.description, "x");
        assert_eq!(offer.sellable(), Ok(Kind::Default));
        for name in ["", "1\n2", &"7".repeat(65)] {
            let unread = Offer::of(&listed(name, "Default")).unwrap_err();
            assert_eq!((unread.upstream_service, unread.why), (None, Unreadable::Id), "{name:?}");
        }
        let far = Listed { min: 2_000_000_000, ..listed("1", "Default") };
        assert_eq!(Offer::of(&far).unwrap_err().why, Unreadable::Limits);
    }

    #[test]
    fn what_cannot_be_sold_says_why() {
        let why = |kind| Offer::of(&listed("1", kind)).unwrap().sellable();
        assert_eq!(why("custom_comments"), Ok(Kind::CustomComments));
        assert_eq!(why("SEO"), Ok(Kind::Seo));
        assert_eq!(why("Subscriptions"), Err(Unsellable::Subscription));
        assert_eq!(why("Live Stream"), Err(Unsellable::Type));
        assert_eq!(why(""), Err(Unsellable::Type));
    }

    #[test]
    fn of_two_lines_with_one_name_the_first_counts() {
        let broken = Unread::of(("2", "Views"), Unreadable::Rate, "free");
        let lone = Unread::of(("3", "Views"), Unreadable::Rate, "free");
        let lines = vec![
            Err(broken),
            Ok(listed("1", "Default")),
            Ok(listed("2", "Poll")),
            Ok(listed("1", "SEO")),
            Err(lone),
        ];
        let (offers, unread) = clean(lines);
        let kinds: Vec<String> = offers.into_iter().map(|offer| offer.kind).collect();
        assert_eq!(kinds, ["Default", "Poll"]);
        let named: Vec<_> = unread.iter().map(|one| (one.line, one.label(), one.told())).collect();
        let twice = || "another line has the same id".to_owned();
        assert_eq!(
            named,
            [
                (1, "2".to_owned(), twice()),
                (4, "1".to_owned(), twice()),
                (5, "3".to_owned(), "its rate cannot be read: “free”".to_owned()),
            ]
        );
        let hidden: Vec<&str> = unread::hidden(&unread).into_keys().collect();
        assert_eq!(hidden, ["3"]);
    }
}
