//! How lines are imported, as `imports.options` holds it. Which lines it is about stands in
//! `import_items`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::kit::db;
use crate::providers::import::ImportOptions;
use crate::providers::margin::Margin;

#[derive(Serialize, Deserialize)]
struct Row {
    only_new: bool,
    category: Option<String>,
    categories: BTreeMap<String, String>,
    /// Hundredths of a percent, millionths on top, the step in millionths.
    margin: Option<(i32, i64, i64)>,
    keep_margins: bool,
    texts: bool,
    on_sale: bool,
    free: bool,
}

pub(super) fn to_row(options: &ImportOptions) -> Value {
    let row = Row {
        only_new: options.only_new,
        category: options.category.clone(),
        categories: options.categories.clone(),
        margin: options.margin.map(|one| (one.percent(), one.fixed().micros(), one.step())),
        keep_margins: options.keep_margins,
        texts: options.texts,
        on_sale: options.on_sale,
        free: options.free,
    };
    serde_json::to_value(row).expect("texts and numbers can be written")
}

/// For the lines of these names.
pub(super) fn of_row(row: Value, services: Vec<String>) -> Result<ImportOptions, db::Error> {
    let row: Row = serde_json::from_value(row)
        .map_err(|error| db::Error::Sql(sqlx::Error::Decode(Box::new(error))))?;
    Ok(ImportOptions {
        services: Some(services),
        only_new: row.only_new,
        category: row.category,
        categories: row.categories,
        margin: row.margin.and_then(|(percent, fixed, step)| {
            Margin::of_row(Some(percent), Some(fixed), Some(step))
        }),
        keep_margins: row.keep_margins,
        texts: row.texts,
        on_sale: row.on_sale,
        free: row.free,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_chosen_is_read_as_it_was_written() {
        let options = ImportOptions {
            services: Some(vec!["7".to_owned()]),
            only_new: true,
            category: Some("Views".to_owned()),
            categories: [("Theirs".to_owned(), "Ours".to_owned())].into(),
            margin: Some(Margin::parse("20", "0.05", "0.01").unwrap()),
            keep_margins: true,
            texts: true,
            on_sale: false,
            free: true,
        };
        assert_eq!(of_row(to_row(&options), vec!["7".to_owned()]).unwrap(), options);
        let plain = ImportOptions { margin: None, category: None, ..options };
        assert_eq!(of_row(to_row(&plain), vec!["7".to_owned()]).unwrap(), plain);
    }
}
