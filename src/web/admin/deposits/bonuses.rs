//! /admin/bonuses: the rules by which a deposit brings a bonus; making and ending them.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use chrono::{DateTime, Utc};

use crate::accounts::rights::Rights;
use crate::app::App;
use crate::kit::money::Money;
use crate::payments::MethodId;
use crate::payments::bonus::{self, Draft, Rule, RuleError, RuleId};
use crate::payments::method::{self, Method};
use crate::web::admin::fields::sentence;
use crate::web::calendar;
use crate::web::failure::Failure;
use crate::web::form::{Choice, Errors, SentForm};
use crate::web::guard::Staff;
use crate::web::path::Id;
use crate::web::proof;
use crate::web::view::{self, Page, When};

const PATH: &str = "/admin/bonuses";

#[derive(Template)]
#[template(path = "admin/deposits/bonuses.html")]
struct BonusesPage {
    page: Page,
    rows: Vec<RuleRow>,
    currency: String,
    zone: String,
    fields: Fields,
    methods: Vec<Choice>,
    errors: Errors,
}

struct RuleRow {
    id: RuleId,
    /// `10`
    percent: String,
    from: String,
    /// "": none.
    cap: String,
    method: String,
    first_only: bool,
    until: Option<When>,
    is_over: bool,
}

/// What was typed.
struct Fields {
    percent: String,
    from: String,
    cap: String,
    until: String,
    first_only: bool,
}

/// Hundredths of a percent, as people write percents.
pub(super) fn percent(hundredths: i32) -> String {
    Money::from_micros(i64::from(hundredths) * 10_000).to_string()
}

/// A percentage with at most two decimals, in hundredths of one.
pub(super) fn read_percent(typed: &str) -> Result<i32, &'static str> {
    const WRONG: &str = "A percentage such as 10 or 2.50, at most 100.";
    let micros = Money::parse_unsigned(typed.trim()).map_err(|_| WRONG)?.micros();
    let hundredths = i32::try_from(micros / 10_000).map_err(|_| WRONG)?;
    if micros % 10_000 == 0 { Ok(hundredths) } else { Err(WRONG) }
}

/// A moment where the member of staff is; blank: none.
pub(super) fn moment(staff: &Staff, typed: &str) -> Result<Option<DateTime<Utc>>, &'static str> {
    match typed.trim() {
        "" => Ok(None),
        typed => calendar::read_moment(staff.visitor().zone(), typed)
            .map(Some)
            .ok_or("A day and a time, such as 2026-11-30 18:00."),
    }
}

impl RuleRow {
    fn new(rule: Rule, now: DateTime<Utc>) -> Self {
        let is_over = rule.is_over(now);
        let draft = rule.draft;
        Self {
            id: rule.id,
            percent: percent(draft.percent),
            from: draft.from.to_string(),
            cap: draft.cap.map(|cap| cap.to_string()).unwrap_or_default(),
            method: rule.method.unwrap_or_else(|| "All".to_owned()),
            first_only: draft.first_only,
            until: draft.until.map(|at| When::new(at, now)),
            is_over,
        }
    }
}

impl BonusesPage {
    async fn read(app: &App, staff: &Staff, form: &SentForm) -> Result<Self, Failure> {
        let db = app.db.pool();
        let (rules, methods) = (bonus::list(db).await?, method::list(db).await?);
        let now = app.clock.now();
        let text = |name| form.text(name).to_owned();
        let chosen = form.text("method");
        let choice = |method: &Method| {
            let id = method.id.to_string();
            Choice::new(&id, &method.draft.name, id == chosen)
        };
        let mut choices = vec![Choice::new("", "All through a gateway", chosen.is_empty())];
        choices.extend(methods.iter().filter(|method| method.terms.is_some()).map(choice));
        Ok(Self {
            page: staff.page("admin-customers"),
            rows: rules.into_iter().map(|rule| RuleRow::new(rule, now)).collect(),
            currency: app.currency.clone(),
            zone: staff.visitor().zone().to_string(),
            fields: Fields {
                percent: text("percent"),
                from: text("from"),
                cap: text("cap"),
                until: text("until"),
                first_only: form.is_ticked("first_only"),
            },
            methods: choices,
            errors: form.errors(),
        })
    }
}

/// What was typed; errors stand in the form.
fn read(form: &mut SentForm, staff: &Staff) -> Option<Draft> {
    const WRONG: &str = "A number such as 50 or 12.50.";
    let part = form.read("percent", read_percent);
    let from = form.read("from", |typed| match typed.trim() {
        "" => Ok(Money::ZERO),
        typed => Money::parse_unsigned(typed).map_err(|_| WRONG),
    });
    let cap = form.read("cap", |typed| match typed.trim() {
        "" => Ok(None),
        typed => Money::parse_unsigned(typed).map(Some).map_err(|_| WRONG),
    });
    let method_id = form.read("method", |typed| match typed.trim() {
        "" => Ok(None),
        typed => typed.parse::<MethodId>().map(Some).map_err(|_| "Choose one of the list."),
    });
    let until = form.read("until", |typed| moment(staff, typed));
    let first_only = form.is_ticked("first_only");
    Some(Draft {
        method_id: method_id?,
        from: from?,
        percent: part?,
        cap: cap?,
        first_only,
        until: until?,
    })
}

/// GET /admin/bonuses
pub async fn list(State(app): State<Arc<App>>, staff: Staff) -> Result<Response, Failure> {
    staff.require(Rights::may_move_money)?;
    view::html(&BonusesPage::read(&app, &staff, &SentForm::default()).await?)
}

/// POST /admin/bonuses: a rule (method, percent, from, cap, until, `first_only`).
pub async fn create(
    State(app): State<Arc<App>>,
    staff: Staff,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_move_money)?;
    if let Some(page) = proof::asked(&app, &staff, &mut form).await? {
        return Ok(page);
    }
    if let Some(draft) = read(&mut form, &staff) {
        match bonus::create(&app.db, &app.clock, staff.actor(), draft).await {
            Ok(_) => {
                let text = "It counts for deposits that are begun from now on.";
                return Ok(view::done(&app.config, PATH, "ok", text));
            }
            Err(RuleError::Field { field, sentence: said }) => form.refuse(field, sentence(&said)),
            Err(RuleError::NotFound) => return Err(Failure::NotFound),
            Err(RuleError::Db(error)) => return Err(error.into()),
        }
    }
    view::refused(&BonusesPage::read(&app, &staff, &form).await?)
}

/// POST /admin/bonuses/{id}/end
pub async fn end(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<RuleId>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_move_money)?;
    match bonus::end(&app.db, &app.clock, staff.actor(), id).await {
        Ok(()) => {
            let text = "It is over. Deposits that were begun before keep what they were promised.";
            Ok(view::done(&app.config, PATH, "ok", text))
        }
        Err(RuleError::Db(error)) => Err(error.into()),
        Err(RuleError::NotFound | RuleError::Field { .. }) => Err(Failure::NotFound),
    }
}
