//! What staff options to import from a provider's list, and into which categories of ours its own go.

use std::collections::BTreeMap;

use crate::providers::import::{Plan, Step};
use crate::providers::margin::Margin;

/// Where lines without a category go.
const NO_CATEGORY: &str = "Other";

/// What is to be imported, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportOptions {
    /// By their names there; `None`: all that are listed.
    pub services: Option<Vec<String>>,
    /// Leaves those alone that are sold already.
    pub only_new: bool,
    /// `None`: the provider's category, by its name.
    pub category: Option<String>,
    /// Into which of ours these of the provider's go, whatever `category` says.
    pub categories: BTreeMap<String, String>,
    /// `None`: what is sold keeps its margin, and what is new is sold at its cost.
    pub margin: Option<Margin>,
    /// Gives what is sold already the provider's name, description and category again.
    pub texts: bool,
    /// Whether new ones are on sale at once.
    pub on_sale: bool,
}

/// A category of the provider's, among what is to be imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapped {
    pub theirs: String,
    /// Lines of it that are not left out.
    pub lines: usize,
    /// Where what is new of it goes.
    pub ours: String,
}

impl ImportOptions {
    /// Whether every category that it names can be one.
    pub(in crate::providers) fn has_names(&self) -> bool {
        self.category.iter().chain(self.categories.values()).all(|name| is_category(name))
    }

    /// Into which category of ours a line of this one of theirs goes.
    pub(in crate::providers) fn into<'a>(&'a self, theirs: &'a str) -> &'a str {
        let told = self.categories.get(theirs).or(self.category.as_ref());
        match told.map_or(theirs, String::as_str) {
            name if name.trim().is_empty() => NO_CATEGORY,
            name => name,
        }
    }

    /// Whether what is sold already moves too.
    pub(in crate::providers) fn moves(&self, theirs: &str) -> bool {
        self.texts || self.category.is_some() || self.categories.contains_key(theirs)
    }
}

impl Plan {
    /// So many new, updated, the same, skipped.
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

    /// The provider's categories of all that is imported, by their names.
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
