//! The price list in memory, for pages that search it and show a part. It is read again when the
//! catalogue's version has changed, so each page shows the list as it was when it asked.

use std::sync::{Arc, Mutex, PoisonError};

use super::{Service, Terms, service, version};
use crate::kit::db::{self, Db};

/// Longer words find nothing.
const WORDS_MAX: usize = 20;

/// One for the process.
#[derive(Debug, Default)]
pub struct PriceList {
    kept: Mutex<Option<Arc<Edition>>>,
}

/// The services on sale as of one version, in the order of the list.
#[derive(Debug)]
pub struct Edition {
    version: i64,
    entries: Vec<Entry>,
}

/// A service on sale.
#[derive(Debug)]
pub struct Entry {
    /// Without its description. Its `rate` is the list price.
    pub service: Service,
    /// What is searched, in small letters.
    words: String,
}

impl PriceList {
    /// The list as it is now.
    pub async fn read(&self, db: &Db) -> Result<Arc<Edition>, db::Error> {
        // The version is read first, so that it is never newer than the rest.
        let version = version(db.pool()).await?;
        if let Some(kept) = &*self.kept.lock().unwrap_or_else(PoisonError::into_inner)
            && kept.version == version
        {
            return Ok(Arc::clone(kept));
        }
        let services = service::list_on_sale_bare(db.pool()).await?;
        let entries = services.into_iter().map(Entry::new).collect();
        let edition = Arc::new(Edition { version, entries });
        *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&edition));
        Ok(edition)
    }
}

impl Edition {
    /// Every service on sale, for staff and for guests.
    #[must_use]
    pub fn all(&self) -> &[Entry] {
        &self.entries
    }

    /// The services on sale that somebody who buys on these terms may see.
    pub fn seen_on<'e>(&'e self, terms: &'e Terms) -> impl Iterator<Item = &'e Entry> {
        self.entries.iter().filter(|entry| terms.sees(entry.service.category_id))
    }

    /// The categories in the order of the list, with how many services are on sale in each.
    pub fn categories(&self) -> impl Iterator<Item = (i64, &str, usize)> {
        self.entries.chunk_by(|a, b| a.service.category_id == b.service.category_id).filter_map(
            |chunk| {
                let first = &chunk.first()?.service;
                Some((first.category_id, first.category.as_str(), chunk.len()))
            },
        )
    }
}

impl Entry {
    fn new(service: Service) -> Self {
        let words = format!("{} {} {}", service.id, service.name, service.category).to_lowercase();
        Self { service, words }
    }

    /// Whether every word is in the name, the category or the number.
    #[must_use]
    pub fn matches(&self, words: &[String]) -> bool {
        words.iter().all(|word| self.words.contains(word.trim_start_matches('#')))
    }

    /// Whether every word also begins a word there: `vid` does in "video", not in "provider".
    #[must_use]
    pub fn begins(&self, words: &[String]) -> bool {
        let own = || self.words.split(|c: char| !c.is_alphanumeric());
        words.iter().all(|word| own().any(|one| one.starts_with(word.trim_start_matches('#'))))
    }
}

/// The words of a search, in small letters.
#[must_use]
pub fn words(typed: &str) -> Vec<String> {
    typed.to_lowercase().split_whitespace().take(WORDS_MAX).map(str::to_owned).collect()
}
