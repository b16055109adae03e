//! POST /admin/orders/bulk: what is to be done to the ticked orders, or to all that the list finds.
//! When that is known, a plan is kept, and its page shows what would happen (`bulk_shown`).

use std::collections::BTreeSet;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};

use super::filters::OrderListing;
use super::list_of;
use crate::accounts::rights::Rights;
use crate::app::App;
use crate::orders::bulk::{self, Action, BULK_MAX, Kind, PlanError, Shown};
use crate::orders::read::all::{Everything, List};
use crate::orders::{OrderId, notes};
use crate::providers::{ProviderId, provider};
use crate::web::admin::fields::{sentence, whole};
use crate::web::failure::Failure;
use crate::web::figures::number;
use crate::web::form::{Choice, Errors, SentForm};
use crate::web::guard::Staff;
use crate::web::view::{self, Page};

/// The word with which an order goes by its service's routes again.
const OWN_ROUTES: &str = "own";

#[derive(Template)]
#[template(path = "admin/orders/bulk.html")]
struct BulkPage {
    page: Page,
    back: String,
    /// `124 orders`
    count: String,
    fields: Fields,
}

/// What is to be done, as a form: see `templates/admin/orders/bulk_form.html`.
#[derive(Clone)]
pub(super) struct Fields {
    pub actions: Vec<Choice>,
    pub remains: String,
    pub percent: String,
    pub note: String,
    pub providers: Vec<Choice>,
    /// Hidden: the ids, or that all are meant that the list finds, or whose orders a plan has.
    pub ids: Vec<OrderId>,
    pub all: bool,
    pub of: String,
    /// The list's filters.
    pub query: String,
    pub errors: Errors,
}

impl Fields {
    /// `may_act`: whether more than notes is offered.
    async fn read(app: &App, form: &SentForm, kind: Kind, may_act: bool) -> Result<Self, Failure> {
        let text = |name: &str| form.text(name).to_owned();
        let is_all = form.is_ticked("all");
        let of = text("of");
        let ids = if is_all || !of.is_empty() { Vec::new() } else { ticked(form) };
        Ok(Self {
            actions: actions(kind, may_act),
            remains: text("remains"),
            percent: text("percent"),
            note: text("note"),
            providers: providers(app, form.text("provider")).await?,
            ids,
            all: is_all,
            of,
            query: text("back"),
            errors: form.errors(),
        })
    }

    /// As a plan has them, to be changed.
    pub(super) async fn of_plan(app: &App, plan: &Shown, may_act: bool) -> Result<Self, Failure> {
        let text = |number: Option<i64>| number.map(|n| n.to_string()).unwrap_or_default();
        Ok(Self {
            actions: actions(plan.kind, may_act),
            remains: text(plan.remains),
            percent: text(plan.percent.map(i64::from)),
            note: plan.note.clone().unwrap_or_default(),
            providers: providers(app, "").await?,
            ids: Vec::new(),
            all: false,
            of: plan.id.to_string(),
            query: String::new(),
            errors: Errors::default(),
        })
    }
}

fn actions(chosen: Kind, may_act: bool) -> Vec<Choice> {
    let offered = Kind::ALL.into_iter().filter(|kind| may_act || !kind.changes_orders());
    let choice = |kind: Kind| Choice::new(kind.as_str(), label(kind), kind == chosen);
    offered.map(choice).collect()
}

/// The providers to which orders can be moved.
pub(super) async fn providers(app: &App, chosen: &str) -> Result<Vec<Choice>, Failure> {
    let all = provider::list(app.db.pool()).await?;
    let open = all.iter().filter(|one| one.enabled && one.paused_reason.is_none());
    let choice = |one: &provider::Provider| {
        let id = one.id.to_string();
        Choice::new(&id, &one.name, id == chosen)
    };
    let first = [
        Choice::new("", "Choose", chosen.is_empty()),
        Choice::new(OWN_ROUTES, "The routes of its service", chosen == OWN_ROUTES),
    ];
    Ok(first.into_iter().chain(open.map(choice)).collect())
}

/// The provider of a form to which orders are to be moved; the inner `None`: by their own routes.
pub(super) fn chosen_provider(form: &mut SentForm) -> Option<Option<ProviderId>> {
    form.read("provider", |typed| match typed {
        OWN_ROUTES => Ok(None),
        id => id.parse().map(|id| Some(ProviderId::new(id))).map_err(|_| "Choose a provider."),
    })
}

/// What an action is called in a choice.
pub(super) const fn label(kind: Kind) -> &'static str {
    match kind {
        Kind::Cancel => "Cancel, as the customer would",
        Kind::Resend => "Send again what is on hold",
        Kind::Complete => "Complete: all was delivered",
        Kind::Partial => "End in part, and refund the rest",
        Kind::Refund => "Refund what has ended",
        Kind::Move => "Move to another provider",
        Kind::Note => "Add a note for colleagues",
    }
}

/// The action with its orders: `Cancel 12 orders`.
pub(super) fn phrase(kind: Kind, count: i64) -> String {
    let orders = counted(count);
    match kind {
        Kind::Cancel => format!("Cancel {orders}"),
        Kind::Resend => format!("Send {orders} again"),
        Kind::Complete => format!("Complete {orders}"),
        Kind::Partial => format!("End {orders} in part"),
        Kind::Refund => format!("Refund {orders}"),
        Kind::Move => format!("Move {orders}"),
        Kind::Note => format!("Add the note to {orders}"),
    }
}

pub(super) fn counted(count: i64) -> String {
    format!("{} {}", number(count), if count == 1 { "order" } else { "orders" })
}

/// The right that an action takes.
pub(super) fn require(staff: &Staff, kind: Kind) -> Result<(), Failure> {
    if kind.changes_orders() {
        staff.require(Rights::may_change_orders)
    } else {
        staff.require(Rights::may_see_customers)
    }
}

fn ticked(form: &SentForm) -> Vec<OrderId> {
    let ids: BTreeSet<OrderId> = form.all("ids").filter_map(|id| id.parse().ok()).collect();
    ids.into_iter().collect()
}

/// The orders that are meant; or why there are none.
async fn meant(
    app: &App,
    staff: &Staff,
    form: &SentForm,
) -> Result<Result<Vec<OrderId>, String>, Failure> {
    if let Ok(plan) = form.text("of").parse() {
        return Ok(Ok(bulk::orders_of(app.db.pool(), plan, staff.id()).await?));
    }
    if !form.is_ticked("all") {
        return Ok(Ok(ticked(form)));
    }
    let filters = OrderListing::of_query(form.text("back"));
    let list = List::open(&app.db, filters.wanted(staff.session.zone)).await?;
    Ok(match list.everything(&app.db, BULK_MAX).await? {
        Everything::These(ids) => Ok(ids),
        Everything::TooMany => Err(sentence(&PlanError::TooMany)),
        Everything::TooFar => Err("These orders are spread over too many others to be found in \
                                   one go. Choose fewer days, a customer or a service."
            .to_owned()),
    })
}

/// What the form asks for. `None`: something is missing, and the form says so if it was sent with
/// the button that asks for a preview.
fn asked(form: &mut SentForm, kind: Kind) -> Option<Action> {
    let is_sent = form.is_ticked("look");
    match kind {
        Kind::Cancel => Some(Action::Cancel),
        Kind::Resend => Some(Action::Resend),
        Kind::Complete => Some(Action::Complete),
        Kind::Partial => {
            let remains = form.read_optional("remains", |typed| match whole::<i64>(typed) {
                Ok(remains) if remains > 0 => Ok(remains),
                _ => Err("A whole number above 0, or nothing."),
            });
            (!form.errors().any()).then_some(Action::Partial(remains))
        }
        Kind::Refund if !is_sent => Some(Action::Refund(100)),
        Kind::Refund => {
            let percent = form.read("percent", |typed| {
                let percent = whole::<i32>(typed.trim().trim_end_matches('%')).ok();
                percent.filter(|part| (1..=100).contains(part)).ok_or("A whole number, 1 to 100.")
            });
            percent.map(Action::Refund)
        }
        Kind::Note if !is_sent => None,
        Kind::Note => form
            .read("note", |typed| notes::parse(typed).map_err(|error| sentence(&error)))
            .map(Action::Note),
        Kind::Move if !is_sent => None,
        Kind::Move => chosen_provider(form).map(Action::Move),
    }
}

/// POST /admin/orders/bulk
pub async fn submit(
    State(app): State<Arc<App>>,
    staff: Staff,
    mut form: SentForm,
) -> Result<Response, Failure> {
    let kind = Kind::parse(form.text("do")).unwrap_or(Kind::Cancel);
    require(&staff, kind)?;
    let back = list_of(&form);
    let ids = match meant(&app, &staff, &form).await? {
        Ok(ids) => ids,
        Err(why) => return Ok(view::done(&app.config, &back, "warn", &why)),
    };
    if ids.is_empty() {
        return Ok(view::done(&app.config, &back, "warn", "Tick the orders first."));
    }
    let count = counted(i64::try_from(ids.len()).unwrap_or(i64::MAX));
    // The button for all that the list finds says nothing yet about what is done to them.
    let is_chosen = !form.text("do").is_empty();
    if is_chosen && let Some(action) = asked(&mut form, kind) {
        return match bulk::plan(&app.db, &app.clock, staff.id(), ids, action).await {
            Ok(id) => Ok(Redirect::to(&super::bulk_shown::path(id)).into_response()),
            Err(PlanError::Db(error)) => Err(error.into()),
            Err(error @ (PlanError::Nothing | PlanError::TooMany | PlanError::NoProvider)) => {
                Ok(view::done(&app.config, &back, "warn", &sentence(&error)))
            }
        };
    }
    let may_act = staff.require(Rights::may_change_orders).is_ok();
    let page = BulkPage {
        page: staff.page("admin-orders"),
        back,
        count,
        fields: Fields::read(&app, &form, kind, may_act).await?,
    };
    if page.fields.errors.any() { view::refused(&page) } else { view::html(&page) }
}
