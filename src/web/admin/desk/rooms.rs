//! The rooms of the desk: unknown orders, orders that staff deliver by hand, refills and cancels.

use crate::app::App;
use crate::orders::desk::Many;
use crate::orders::todo;
use crate::web::failure::Failure;
use crate::web::figures::capped;
use crate::web::view::Chip;

pub(in crate::web::admin) const DESK: &str = "/admin/desk";
pub(super) const QUEUE: &str = "/admin/queue";
pub(super) const REFILLS: &str = "/admin/desk/refills";
pub(super) const CANCELS: &str = "/admin/desk/cancels";

/// The address of a room's list from `after` on, with one of its rows open.
pub(super) fn path_with(room: &str, after: i64, open: &str) -> String {
    if after > 0 {
        format!("{room}?after={after}&open={open}")
    } else {
        format!("{room}?open={open}")
    }
}

/// All of them, with how much waits in each.
pub(super) async fn chips(app: &App, here: &str) -> Result<Vec<Chip>, Failure> {
    let todo = todo::read(app.db.pool()).await?;
    let chip = |label: &str, path: &str, count: i64| Chip {
        label: label.to_owned(),
        href: path.to_owned(),
        on: path == here,
        count: if count > 0 { capped(count) } else { String::new() },
    };
    Ok(vec![
        chip("Unknown", DESK, todo.unknown.count),
        chip("By hand", QUEUE, todo.by_hand.count),
        chip("Refills", REFILLS, todo.refills.count),
        chip("Cancels", CANCELS, todo.cancels.count),
    ])
}

/// What was done, and what was not.
pub(super) fn said(Many { done, left }: Many, word: &str) -> (&'static str, String) {
    let was = |count: usize| if count == 1 { "was" } else { "were" };
    let mut text = format!("{done} {} {word}", was(done));
    if left > 0 {
        let they = if left == 1 { "it" } else { "them" };
        text.push_str(&format!(
            "; {left} {} left alone, because something had happened to {they}",
            was(left)
        ));
    }
    (if done > 0 { "ok" } else { "info" }, text + ".")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_said_what_was_done_and_what_was_not() {
        assert_eq!(said(Many { done: 2, left: 0 }, "sent again").1, "2 were sent again.");
        let (kind, text) = said(Many { done: 0, left: 1 }, "sent again");
        assert_eq!(kind, "info");
        assert!(text.contains("1 was left alone"), "{text}");
    }
}
