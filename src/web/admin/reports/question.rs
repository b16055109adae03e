//! What a report is asked for, as its address has it: the period, what the rows are, and what it is
//! about.

use serde::Deserialize;

use super::period::{Chosen, PeriodAsked, Wrong};
use super::table;
use crate::app::App;
use crate::reports::Dimension;
use crate::reports::read::{self, Column, Of};
use crate::web::admin::listing::{address, named};
use crate::web::failure::Failure;

/// What the rows are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    Day,
    Service,
    Category,
    Provider,
    Customer,
    Way,
}

impl By {
    pub(super) const ALL: [Self; 6] =
        [Self::Day, Self::Service, Self::Category, Self::Provider, Self::Customer, Self::Way];

    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Service => "service",
            Self::Category => "category",
            Self::Provider => "provider",
            Self::Customer => "customer",
            Self::Way => "way",
        }
    }

    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::Day => "Day",
            Self::Service => "Service",
            Self::Category => "Category",
            Self::Provider => "Provider",
            Self::Customer => "Customer",
            Self::Way => "Way in",
        }
    }

    /// Whose sums its rows are; of days, those of everything.
    pub(super) const fn dimension(self) -> Dimension {
        match self {
            Self::Day => Dimension::All,
            Self::Service | Self::Category => Dimension::Service,
            Self::Provider => Dimension::Provider,
            Self::Customer => Dimension::Customer,
            Self::Way => Dimension::Way,
        }
    }
}

/// What is asked for, as the address has it.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct ReportAsked {
    pub(super) period: String,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) by: String,
    pub(super) service: String,
    pub(super) category: String,
    pub(super) provider: String,
    pub(super) customer: String,
    pub(super) way: String,
    pub(super) sort: String,
    pub(super) page: String,
}

/// One thing that the report is about, such as a service.
#[derive(Debug, Clone)]
pub(super) struct About {
    pub by: By,
    pub key: i64,
    pub name: String,
}

impl ReportAsked {
    pub(super) fn period(&self) -> PeriodAsked {
        let [period, from, to] =
            [&self.period, &self.from, &self.to].map(|text| text.trim().to_owned());
        PeriodAsked { period, from, to }
    }

    pub(super) fn by(&self) -> By {
        By::ALL.into_iter().find(|by| by.word() == self.by).unwrap_or(By::Day)
    }

    /// The first of the things that the address names.
    pub(super) fn about(&self) -> Option<(By, i64)> {
        let things = [
            (By::Service, &self.service),
            (By::Category, &self.category),
            (By::Provider, &self.provider),
            (By::Customer, &self.customer),
            (By::Way, &self.way),
        ];
        let given = things.into_iter().find(|(_, text)| !text.trim().is_empty());
        given.map(|(by, text)| (by, named(text).unwrap_or(-1)))
    }
}

/// A report that can be read: the period, the rows, and what it is about.
#[derive(Debug, Clone)]
pub(super) struct Question {
    pub asked: PeriodAsked,
    pub chosen: Chosen,
    pub by: By,
    pub about: Option<About>,
    pub of: Of,
}

impl Question {
    /// Reads the address.
    pub(super) async fn read(
        app: &App,
        asked: &ReportAsked,
    ) -> Result<Result<Self, Wrong>, Failure> {
        let period = asked.period();
        let chosen = match period.choose(app.clock.now()) {
            Ok(chosen) => chosen,
            Err(wrong) => return Ok(Err(wrong)),
        };
        let named = asked.about();
        let of = match named {
            None => Of::all(),
            Some((By::Category, key)) => Of {
                dimension: Dimension::Service,
                keys: Some(read::services_of(app.db.pool(), key).await?),
            },
            Some((by, key)) => Of::one(by.dimension(), key),
        };
        // Of one thing, there are days; of a category, its services too.
        let by = match (named, asked.by()) {
            (None, by) => by,
            (Some((By::Category, _)), By::Service) => By::Service,
            (Some(_), _) => By::Day,
        };
        let about = match named {
            Some((about, key)) => {
                let name = read::name(app.db.pool(), about.word(), key).await?;
                Some(About { by: about, key, name: table::name(about, key, &name) })
            }
            None => None,
        };
        Ok(Ok(Self { asked: period, chosen, by, about, of }))
    }

    /// Whose rows a list has.
    pub(super) fn listed(&self) -> Of {
        match &self.about {
            Some(_) => self.of.clone(),
            None => Of { dimension: self.by.dimension(), keys: None },
        }
    }

    /// What stands in the columns. A charge belongs to no provider: one is chosen later.
    pub(super) fn columns(&self) -> &'static [Column] {
        use Column::{Charge, Cost, Delivered, Orders, Profit, Refunds, Sales};
        let about = self.about.as_ref().map(|about| about.by);
        match about.unwrap_or(self.by) {
            By::Provider => &[Delivered, Refunds, Sales, Cost, Profit],
            _ => &[Orders, Charge, Refunds, Sales, Cost, Profit],
        }
    }

    /// The address of the same report with these pairs instead.
    pub(super) fn address(&self, path: &str, instead: &[(&str, &str)]) -> String {
        let mut pairs: Vec<(&str, &str)> = self.asked.pairs().to_vec();
        let key = self.about.as_ref().map(|about| about.key.to_string()).unwrap_or_default();
        pairs.push(("by", self.by.word()));
        if let Some(about) = &self.about {
            pairs.push((about.by.word(), &key));
        }
        if instead.iter().any(|(name, _)| *name == "period") {
            pairs.retain(|(name, _)| !["from", "to"].contains(name));
        }
        pairs.retain(|(name, _)| instead.iter().all(|(other, _)| other != name));
        pairs.extend(instead);
        address(path, &pairs)
    }
}
