//! Trying a method through a gateway, on its page: POST …/test asks the gateway whether what was entered
//! is right, …/try opens a payment in test mode, …/tried asks what became of it. And what its gateway
//! can do.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;

use super::methods::PATH;
use crate::accounts::rights::Rights;
use crate::app::App;
use crate::payments::MethodId;
use crate::payments::gateways::{Gateway, Mode};
use crate::payments::quote::decimal;
use crate::payments::trial::{self, Trial, TrialError};
use crate::web::admin::fields::sentence;
use crate::web::failure::Failure;
use crate::web::form::SentForm;
use crate::web::guard::Staff;
use crate::web::path::Id;
use crate::web::view::{self, When};

/// What goes back to the page stands in a cookie.
const SAID_CHARS_MAX: usize = 400;

/// The part of a method's page about trying it.
pub(super) struct Card {
    pub id: MethodId,
    /// Whether a payment can be tried.
    pub is_test: bool,
    /// The one that was tried last: where it is paid, how much, and when it began.
    pub last: Option<(String, String, When)>,
}

impl Card {
    pub async fn read(app: &App, id: MethodId, mode: Mode) -> Result<Self, Failure> {
        let last = trial::last(app.db.pool(), id).await?;
        let last = last.map(|trial: Trial| {
            let exponent = u32::try_from(trial.exponent).unwrap_or_default();
            let amount = format!("{} {}", decimal(trial.amount, exponent), trial.currency);
            (trial.url, amount, When::new(trial.at, app.clock.now()))
        });
        let is_test = mode == Mode::Test;
        Ok(Self { id, is_test, last: last.filter(|_| is_test) })
    }
}

/// What this gateway can do and what it cannot, for staff.
pub(super) fn abilities(gateway: &dyn Gateway) -> Vec<&'static str> {
    let facts = gateway.facts();
    let mut said = Vec::new();
    said.push(match facts.can_refund {
        true => "Money goes back to a payer by a button on the page of the deposit.",
        false => "The panel cannot give money back through this gateway: do it there.",
    });
    said.push(match facts.tells_takebacks {
        true => {
            "The panel sees refunds and disputes at the gateway, and takes them from the balance."
        }
        false => {
            "The gateway does not say what went back to a payer: book it on the page of the deposit."
        }
    });
    if !facts.has_test {
        said.push("It has no test mode: try it with a small payment of your own.");
    }
    if !facts.has_live {
        said.push("It takes no real money: it is there to try deposits.");
    }
    said
}

/// POST /admin/methods/{id}/test: asks the gateway whether what was entered is right.
pub async fn test(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<MethodId>,
    _: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_move_money)?;
    answer(&app, id, ("ok", trial::test(&app.ways, id).await))
}

/// POST /admin/methods/{id}/try: opens a payment in test mode.
pub async fn begin(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<MethodId>,
    _: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_move_money)?;
    let home = app.config.public_url.as_str().trim_end_matches('/');
    let begun = trial::begin(&app.ways, staff.actor(), (id, home)).await;
    let text =
        "The gateway waits for a test payment. Pay it by the link, then ask what became of it.";
    answer(&app, id, ("ok", begun.map(|()| text.to_owned())))
}

/// POST /admin/methods/{id}/tried: asks what became of the test payment.
pub async fn look(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<MethodId>,
    _: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_move_money)?;
    answer(&app, id, ("info", trial::look(&app.ways, id).await))
}

fn answer(
    app: &App,
    id: MethodId,
    (kind, done): (&'static str, Result<String, TrialError>),
) -> Result<Response, Failure> {
    let (kind, text) = match done {
        Ok(text) => (kind, text),
        Err(TrialError::NotFound) => return Err(Failure::NotFound),
        Err(TrialError::Db(error)) => return Err(error.into()),
        Err(error) => ("bad", sentence(&error)),
    };
    let text: String = text.chars().take(SAID_CHARS_MAX).collect();
    Ok(view::done(&app.config, &format!("{PATH}/{id}"), kind, &text))
}
