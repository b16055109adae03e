//! Looking for a service in a provider's list, for a form in which staff choose one.

use sqlx::PgExecutor;

use crate::kit::db;
use crate::kit::money::Rate;
use crate::providers::ProviderId;
use crate::providers::margin::Exchange;

/// A line of a provider's list.
#[derive(Debug, Clone)]
pub struct FoundOffer {
    pub upstream_service: String,
    pub name: String,
    pub category: String,
    /// The type's word as the provider sent it.
    pub kind: String,
    /// What 1000 cost in the panel's currency; `None`: it is out of range.
    pub cost: Option<Rate>,
    pub min: i64,
    pub max: i64,
}

/// The first `most` lines in which every word stands: in the number, the name or the category. The
/// words are in small letters. A line whose number is a word comes first. The words are compared
/// here, because PostgreSQL knows small letters of the alphabet of its locale only.
pub async fn find_offers(
    db: impl PgExecutor<'_>,
    provider_id: ProviderId,
    words: &[String],
    most: usize,
) -> Result<Vec<FoundOffer>, db::Error> {
    let rows = sqlx::query!(
        "select l.upstream_service, l.name, l.category, l.kind, l.rate, l.min, l.max,
                p.exchange_rate
         from provider_services l join providers p on p.id = l.provider_id
         where l.provider_id = $1 and l.gone_at is null
         order by length(l.upstream_service), l.upstream_service",
        provider_id as ProviderId
    )
    .fetch_all(db)
    .await?;
    let matching = rows.into_iter().filter(|row| {
        let text = format!("{} {} {}", row.upstream_service, row.name, row.category);
        let text = text.to_lowercase();
        words.iter().all(|word| text.contains(word.as_str()))
    });
    let mut matching: Vec<_> = matching.collect();
    matching.sort_by_key(|row| !words.contains(&row.upstream_service));
    let found = matching.into_iter().take(most).map(|row| FoundOffer {
        upstream_service: row.upstream_service,
        name: row.name,
        category: row.category,
        kind: row.kind,
        cost: Exchange::of_row(row.exchange_rate).convert(row.rate),
        min: row.min,
        max: row.max,
    });
    Ok(found.collect())
}
