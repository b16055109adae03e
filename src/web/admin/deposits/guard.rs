//! POST /admin/methods/{id}/guard: what a method through a gateway does against stolen cards.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;

use super::{methods, ways};
use crate::accounts::rights::Rights;
use crate::app::App;
use crate::kit::money::Money;
use crate::payments::MethodId;
use crate::payments::guard::{self, Guard};
use crate::payments::method;
use crate::web::admin::fields::whole;
use crate::web::failure::Failure;
use crate::web::form::SentForm;
use crate::web::guard::Staff;
use crate::web::path::Id;
use crate::web::proof;
use crate::web::view;

/// What the form shows.
#[derive(Debug, Default)]
pub(super) struct Fields {
    pub hold_hours: String,
    pub young_days: String,
    pub young_max: String,
}

impl Fields {
    pub(super) fn of(guard: Guard) -> Self {
        let or_blank = |number: i32| if number == 0 { String::new() } else { number.to_string() };
        let (days, most) = guard.young.unzip();
        Self {
            hold_hours: or_blank(guard.hold_hours),
            young_days: or_blank(days.unwrap_or_default()),
            young_max: most.map(|most| most.to_string()).unwrap_or_default(),
        }
    }

    fn typed(form: &SentForm) -> Self {
        let text = |name| form.text(name).to_owned();
        Self {
            hold_hours: text("hold_hours"),
            young_days: text("young_days"),
            young_max: text("young_max"),
        }
    }
}

/// What was typed; errors stand in the form.
fn read(form: &mut SentForm) -> Option<Guard> {
    let or_zero = |typed: &str| match typed.trim() {
        "" => Ok(0),
        typed => whole::<i32>(typed),
    };
    let hold_hours = form.read("hold_hours", or_zero);
    let days = form.read("young_days", or_zero);
    let most = form.read("young_max", |typed| match typed.trim() {
        "" => Ok(None),
        typed => {
            Money::parse_unsigned(typed).map(Some).map_err(|_| "A number such as 50 or 12.50.")
        }
    });
    let (hold_hours, days, most) = (hold_hours?, days?, most?);
    let young = match (days, most) {
        (0, None) => None,
        (days, Some(most)) => Some((days, most)),
        (_, None) => {
            form.refuse("young_max", "Say how much, or leave both blank.");
            return None;
        }
    };
    Some(Guard { hold_hours, young })
}

/// POST /admin/methods/{id}/guard (`hold_hours`, `young_days`, `young_max`)
pub async fn update(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<MethodId>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_move_money)?;
    if let Some(page) = proof::asked(&app, &staff, &mut form).await? {
        return Ok(page);
    }
    let found = method::find(app.db.pool(), id).await?.ok_or(Failure::NotFound)?;
    let Some(terms) = found.terms.clone() else { return Err(Failure::NotFound) };
    if let Some(rules) = read(&mut form) {
        match guard::update(&app.db, &app.clock, staff.actor(), (id, rules)).await {
            Ok(()) => {
                let path = format!("{}/{id}", methods::PATH);
                return Ok(view::done(&app.config, &path, "ok", "It is saved."));
            }
            Err(error) => methods::refuse(&mut form, error)?,
        }
    }
    let shown = (Fields::typed(&form), form.errors());
    ways::with_guard(&app, &staff, (&found, terms), shown).await
}
