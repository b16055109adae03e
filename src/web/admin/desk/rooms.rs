//! The two rooms of the desk: unknown orders, and orders that staff deliver by hand.

use crate::app::App;
use crate::orders::{self, by_hand, read};
use crate::web::failure::Failure;
use crate::web::figures::capped;
use crate::web::view::Chip;

pub(super) const DESK: &str = "/admin/desk";
pub(super) const QUEUE: &str = "/admin/queue";

/// Both, with how much waits in each.
pub(super) async fn chips(app: &App, here: &str) -> Result<Vec<Chip>, Failure> {
    let counts = read::counts(app.db.pool()).await?;
    let unknown = counts.get(&orders::State::Unknown).copied().unwrap_or_default();
    let by_hand = by_hand::count(app.db.pool()).await?;
    let chip = |label: &str, path: &str, count: i64| Chip {
        label: label.to_owned(),
        href: path.to_owned(),
        on: path == here,
        count: if count > 0 { capped(count) } else { String::new() },
    };
    Ok(vec![chip("Unknown", DESK, unknown), chip("By hand", QUEUE, by_hand)])
}
