//! Which columns the staff's list of orders has. Each browser keeps its own choice, in a cookie.

use std::borrow::Borrow;
use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum_extra::extract::cookie::CookieJar;

use super::{PATH, list_of};
use crate::accounts::rights::Rights;
use crate::app::App;
use crate::config::Config;
use crate::web::cookies;
use crate::web::failure::Failure;
use crate::web::form::{Choice, SentForm};
use crate::web::guard::Staff;

/// The cookie's name.
const COOKIE: &str = "order-columns";

/// The letter in the cookie, and the label.
const COLUMNS: [(char, &str); 9] = [
    ('c', "Customer"),
    ('p', "Provider"),
    ('q', "Quantity"),
    ('s', "Start count"),
    ('m', "Charge"),
    ('k', "Cost"),
    ('g', "Profit"),
    ('w', "Way in"),
    ('t', "Placed"),
];

/// The columns of whoever has chosen none.
const USUAL: &str = "cpmt";

/// The columns that are shown beside the order, its service and its state.
pub(super) struct Columns {
    letters: String,
}

impl Columns {
    pub(super) fn of(config: &Config, jar: &CookieJar) -> Self {
        let kept = cookies::kept(config, jar, COOKIE).unwrap_or(USUAL);
        let known = COLUMNS.iter().map(|(letter, _)| *letter);
        Self { letters: known.filter(|letter| kept.contains(*letter)).collect() }
    }

    /// Whether the column with this letter is shown.
    pub(super) fn has(&self, letter: impl Borrow<char>) -> bool {
        self.letters.contains(*letter.borrow())
    }

    /// All columns, to choose from.
    pub(super) fn choices(&self) -> Vec<Choice> {
        let choice = |(letter, label): (char, &str)| {
            Choice::new(&letter.to_string(), label, self.letters.contains(letter))
        };
        COLUMNS.map(choice).into()
    }
}

/// POST /admin/orders/columns
pub async fn choose(
    State(app): State<Arc<App>>,
    staff: Staff,
    form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_see_customers)?;
    let chosen: Vec<&str> = form.all("column").collect();
    let known = COLUMNS.iter().map(|(letter, _)| letter.to_string());
    // A dash says that something was chosen, be it nothing.
    let letters: String = std::iter::once("-".to_owned())
        .chain(known.filter(|letter| chosen.contains(&letter.as_str())))
        .collect();
    let jar = CookieJar::new().add(cookies::keep(&app.config, COOKIE, letters));
    let back = list_of(&form);
    debug_assert!(back.starts_with(PATH));
    Ok((jar, Redirect::to(&back)).into_response())
}
