//! A provider's list as the import page shows it: which lines match, which are sold, which cannot
//! be, and why.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::PATH;
use super::left_out::counted;
use crate::app::App;
use crate::catalogue::ServiceId;
use crate::providers::ProviderId;
use crate::providers::list::{self, Kept, KeptOffer};
use crate::providers::unread::{self, Unread};
use crate::web::admin::fields::sentence;
use crate::web::admin::listing::address;
use crate::web::failure::Failure;
use crate::web::form::SentForm;
use crate::web::view::Chip;

/// Which lines are shown.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    pub q: String,
    pub category: String,
    pub show: String,
    pub page: String,
}

impl Filter {
    pub(super) fn typed(form: &SentForm) -> Self {
        let text = |name| form.text(name).to_owned();
        Self { q: text("q"), category: text("category"), show: text("show"), page: String::new() }
    }

    pub(super) fn address(&self, id: ProviderId, (show, page): (&str, &str)) -> String {
        let pairs =
            [("q", self.q.as_str()), ("category", &self.category), ("show", show), ("page", page)];
        address(&path(id), &pairs)
    }

    /// Whether it shows all lines.
    pub(super) fn is_blank(&self) -> bool {
        [&self.q, &self.category, &self.show].into_iter().all(|text| text.trim().is_empty())
    }

    /// Whether this text contains all the words, or they are the line's id there.
    fn has_words(&self, text: &str, name: &str) -> bool {
        let mut words = self.q.split_whitespace().map(str::to_lowercase);
        words.all(|word| text.contains(&word) || word == name.to_lowercase())
    }

    /// Checks everything except whether it is sold.
    fn matches(&self, name: &str, line: &KeptOffer) -> bool {
        let offer = &line.offer;
        let in_category = self.category.is_empty() || offer.category == self.category;
        let text = format!("{} {} {}", offer.name, offer.category, offer.kind).to_lowercase();
        line.gone_at.is_none() && in_category && self.has_words(&text, name)
    }
}

pub(super) fn path(id: ProviderId) -> String {
    format!("{PATH}/{id}/import")
}

/// All that is known about a list.
pub(super) struct Lines {
    pub kept: Kept,
    /// Our services that are made from its lines, by their ids there.
    pub sold: BTreeMap<String, ServiceId>,
    pub unread: Vec<Unread>,
}

impl Lines {
    pub async fn read(app: &App, provider_id: ProviderId) -> Result<Self, Failure> {
        Ok(Self {
            kept: list::kept(app.db.pool(), provider_id, None).await?,
            sold: list::standing(&app.db, provider_id).await?,
            unread: unread::kept(app.db.pool(), provider_id).await?,
        })
    }

    /// The lines that match, by their ids there, and why each cannot be sold ("" if it can).
    pub fn matching(&self, filter: &Filter) -> Vec<(&String, &KeptOffer, String)> {
        let hidden = unread::hidden(&self.unread);
        let why = |name: &str, line: &KeptOffer| match hidden.get(name) {
            Some(unread) => sentence(&unread.told()),
            None => line.offer.sellable().err().map(|why| sentence(&why)).unwrap_or_default(),
        };
        let shows = |name: &str, why: &str| match filter.show.as_str() {
            "new" => why.is_empty() && !self.sold.contains_key(name),
            "sold" => self.sold.contains_key(name),
            "cannot" => !why.is_empty(),
            _ => true,
        };
        let mut found: Vec<_> = self
            .kept
            .iter()
            .filter(|(name, line)| filter.matches(name, line))
            .map(|(name, line)| (name, line, why(name, line)))
            .filter(|(name, _, why)| shows(name, why))
            .collect();
        found.sort_by_key(|(name, ..)| (name.parse().unwrap_or(u64::MAX), name.as_str()));
        found
    }

    /// The lines of "all that match": `None` means all. Lines that cannot be read are included, so
    /// that the page says what happens to them.
    pub fn asked(&self, filter: &Filter) -> Option<Vec<String>> {
        if filter.is_blank() {
            return None;
        }
        let found = self.matching(filter).into_iter().map(|(name, ..)| name.clone());
        let may_match = filter.category.is_empty() && filter.show != "sold";
        let unread = self.unread.iter().filter(|_| may_match).filter_map(|one| {
            let name = one.upstream_service.as_ref()?;
            filter.has_words(&one.name.to_lowercase(), name).then(|| name.clone())
        });
        Some(found.chain(unread).collect())
    }

    pub fn chips(&self, filter: &Filter, id: ProviderId) -> Vec<Chip> {
        let names =
            [("", "All"), ("new", "Not sold yet"), ("sold", "Sold"), ("cannot", "Cannot be sold")];
        let chip = names.map(|(show, label)| {
            let of = Filter { show: show.to_owned(), ..filter.clone() };
            Chip {
                label: label.to_owned(),
                href: filter.address(id, (show, "")),
                on: show == filter.show,
                count: counted(self.matching(&of).len()),
            }
        });
        chip.into()
    }
}
