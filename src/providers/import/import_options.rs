//! What staff choose to import from a provider's list, and in which of our categories it goes.

use std::collections::BTreeMap;

use crate::providers::import::{Plan, Step};
use crate::providers::margin::Margin;

/// The category for lines without one.
const NO_CATEGORY: &str = "Other";

/// What is to be imported, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportOptions {
    /// By their names at the provider; `None`: all that are listed.
    pub services: Option<Vec<String>>,
    /// Leaves out services that are sold already.
    pub only_new: bool,
    /// `None`: the provider's category, under its name.
    pub category: Option<String>,
    /// Our category for each of these categories of the provider, whatever `category` says.
    pub categories: BTreeMap<String, String>,
    /// `None`: services that are sold keep their margin, and new ones are sold at cost.
    pub margin: Option<Margin>,
    /// Services that are sold keep the margin of their route, whatever `margin` says.
    pub keep_margins: bool,
    /// Replaces the name, description and category of sold services with the provider's.
    pub texts: bool,
    /// Whether new ones are on sale at once.
    pub on_sale: bool,
    /// Takes lines whose rate at the provider is 0 too.
    pub free: bool,
}

/// A category of the provider that is part of the import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapped {
    pub theirs: String,
    /// How many of its lines are not left out.
    pub lines: usize,
    /// Our category for its new services.
    pub ours: String,
}

impl ImportOptions {
    /// Whether every category in it has a valid name.
    pub(in crate::providers) fn has_names(&self) -> bool {
        self.category.iter().chain(self.categories.values()).all(|name| is_category(name))
    }

    /// Our category for a line in this category of theirs.
    pub(in crate::providers) fn into<'a>(&'a self, theirs: &'a str) -> &'a str {
        let told = self.categories.get(theirs).or(self.category.as_ref());
        match told.map_or(theirs, String::as_str) {
            name if name.trim().is_empty() => NO_CATEGORY,
            name => name,
        }
    }

    /// Whether services that are sold already move to that category too.
    pub(in crate::providers) fn moves(&self, theirs: &str) -> bool {
        self.texts || self.category.is_some() || self.categories.contains_key(theirs)
    }
}

impl Plan {
    /// How many are new, updated, the same and skipped.
    #[must_use]
    pub fn counts(&self) -> [usize; 4] {
        let mut counts = [0; 4];
        for row in &self.rows {
            let at = match row.step {
                Step::New => 0,
                Step::Update { .. } => 1,
                Step::Same { .. } => 2,
                Step::Skip(_) => 3,
            };
            counts[at] += 1;
        }
        counts
    }

    /// The provider's categories of everything that is imported, by name.
    #[must_use]
    pub fn categories(&self, options: &ImportOptions) -> Vec<Mapped> {
        let mut lines: BTreeMap<&str, usize> = BTreeMap::new();
        for item in self.rows.iter().filter_map(|row| row.work.as_deref()) {
            *lines.entry(&item.offer.category).or_default() += 1;
        }
        let mapped = lines.into_iter().map(|(theirs, lines)| Mapped {
            theirs: theirs.to_owned(),
            lines,
            ours: options.into(theirs).to_owned(),
        });
        mapped.collect()
    }
}

fn is_category(name: &str) -> bool {
    (1..=200).contains(&name.trim().chars().count()) && !name.chars().any(char::is_control)
}
