//! /admin/deposits/compare: a gateway's own list of payments beside what the panel has, as a page or as a
//! file. Nothing is changed.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};

use crate::accounts::rights::Rights;
use crate::app::App;
use crate::kit::csv;
use crate::payments::compare::sheet::{Bad, Columns, SheetError};
use crate::payments::compare::{self, Asked, CompareError, Compared, Finding};
use crate::payments::gateways::{self, Gateway};
use crate::payments::method::{self, Method};
use crate::payments::{DepositId, MethodId};
use crate::web::admin::fields::sentence;
use crate::web::calendar::read_day;
use crate::web::failure::Failure;
use crate::web::form::{Choice, Errors, SentFiles, SentForm};
use crate::web::guard::Staff;
use crate::web::view::{self, Page, When};

/// Rows that a page shows; the file has all of them.
const SHOWN_MAX: usize = 200;
/// The days that are chosen at first.
const USUAL_DAYS: i64 = 30;

#[derive(Template)]
#[template(path = "admin/deposits/compare.html")]
struct ComparePage {
    page: Page,
    methods: Vec<Choice>,
    from: String,
    to: String,
    text: String,
    columns: Columns,
    errors: Errors,
    /// `None`: nothing was compared yet.
    result: Option<Shown>,
}

/// What came of it.
struct Shown {
    agree: usize,
    findings: usize,
    left_out: usize,
    columns: Columns,
    rows: Vec<Row>,
    bad_lines: usize,
    bad: Vec<Bad>,
}

struct Row {
    word: &'static str,
    deposit: Option<DepositId>,
    id: String,
    ours: String,
    theirs: String,
    lines: String,
    text: String,
    at: Option<When>,
}

impl ComparePage {
    async fn read(app: &App, staff: &Staff, form: &SentForm) -> Result<Self, Failure> {
        let methods = method::list(app.db.pool()).await?;
        let by_gateway = methods.iter().filter_map(|method| Some((method, gateway_of(method)?)));
        let chosen = form.text("method");
        let zone = staff.session.zone;
        let today = zone.day(app.clock.now());
        let day = |name: &str, usual: String| match form.text(name) {
            "" => usual,
            typed => typed.to_owned(),
        };
        let first = zone.day(app.clock.now() - TimeDelta::days(USUAL_DAYS));
        Ok(Self {
            page: staff.page("admin-customers"),
            methods: by_gateway
                .map(|(method, gateway)| {
                    let id = method.id.to_string();
                    let label = format!("{} ({})", method.draft.name, gateway.name());
                    Choice::new(&id, &label, id == chosen)
                })
                .collect(),
            from: day("from", first.to_string()),
            to: day("to", today.to_string()),
            text: form.text("text").to_owned(),
            columns: columns(form),
            errors: form.errors(),
            result: None,
        })
    }
}

fn gateway_of(method: &Method) -> Option<&'static dyn Gateway> {
    gateways::find(&method.terms.as_ref()?.gateway)
}

fn columns(form: &SentForm) -> Columns {
    let text = |name| form.text(name).trim().to_owned();
    Columns {
        id: text("id_column"),
        amount: text("amount_column"),
        currency: text("currency_column"),
    }
}

/// GET /admin/deposits/compare
pub async fn show(State(app): State<Arc<App>>, staff: Staff) -> Result<Response, Failure> {
    staff.require(Rights::may_move_money)?;
    view::html(&ComparePage::read(&app, &staff, &SentForm::default()).await?)
}

/// POST /admin/deposits/compare: `method`, `from`, `to`, `file` or `text`, the names of columns, and `as`
/// for a file.
pub async fn submit(
    State(app): State<Arc<App>>,
    staff: Staff,
    SentFiles(mut form): SentFiles,
) -> Result<Response, Failure> {
    staff.require(Rights::may_move_money)?;
    if let Some(file) = form.file("file") {
        let text = String::from_utf8_lossy(file).replace('\0', "");
        form.set("text", text);
    }
    let Some(asked) = read(&staff, &mut form) else {
        return view::refused(&ComparePage::read(&app, &staff, &form).await?);
    };
    match compare::compare(&app.db, &asked).await {
        Ok(compared) if form.is_ticked("as") => Ok(file(&compared)),
        Ok(compared) => {
            let now = app.clock.now();
            let page = ComparePage::read(&app, &staff, &form).await?;
            let shown = Shown::new(compared, |at| When::new(at, now));
            view::html(&ComparePage { result: Some(shown), ..page })
        }
        Err(error) => {
            refuse(&mut form, error)?;
            view::refused(&ComparePage::read(&app, &staff, &form).await?)
        }
    }
}

fn read(staff: &Staff, form: &mut SentForm) -> Option<Asked> {
    let zone = staff.session.zone;
    let method_id = form.read("method", |typed| {
        typed.parse::<MethodId>().map_err(|_| "Choose a method through a gateway.")
    });
    let day = |typed: &str| read_day(typed).ok_or("A day such as 2026-05-28.");
    let from = form.read("from", day);
    let after = form.read("to", |typed| day(typed)?.succ_opt().ok_or("A day such as 2026-05-28."));
    Some(Asked {
        method_id: method_id?,
        from: zone.start_of(from?),
        until: zone.start_of(after?),
        text: form.text("text").to_owned(),
        columns: columns(form),
    })
}

fn refuse(form: &mut SentForm, error: CompareError) -> Result<(), Failure> {
    let field = match &error {
        CompareError::NoMethod => "method",
        CompareError::Turned | CompareError::TooMany => "to",
        CompareError::Sheet(SheetError::NoColumn { field, .. }) => *field,
        CompareError::Sheet(_) => "text",
        CompareError::Db(_) => "",
    };
    match error {
        CompareError::Db(error) => Err(error.into()),
        error => {
            form.refuse(field, sentence(&error));
            Ok(())
        }
    }
}

fn lines(finding: &Finding) -> String {
    finding.lines.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

impl Shown {
    fn new(compared: Compared, seen: impl Fn(DateTime<Utc>) -> When) -> Self {
        let Compared { columns, agree, findings, bad, left_out } = compared;
        let (count, bad_lines) = (findings.len(), bad.len());
        let row = |finding: Finding| Row {
            word: finding.kind.word(),
            deposit: finding.deposit,
            lines: lines(&finding),
            id: finding.id,
            ours: finding.ours,
            theirs: finding.theirs,
            text: finding.text,
            at: finding.at.map(&seen),
        };
        Self {
            agree,
            findings: count,
            left_out,
            columns,
            rows: findings.into_iter().take(SHOWN_MAX).map(row).collect(),
            bad_lines,
            bad: bad.into_iter().take(SHOWN_MAX).collect(),
        }
    }
}

/// All of it, a line for each finding and each line that cannot be read.
fn file(compared: &Compared) -> Response {
    let mut text =
        csv::head(["what", "deposit", "payment", "ours", "theirs", "lines", "seen", "about"]);
    for one in &compared.findings {
        let deposit = one.deposit.map(|id| id.to_string()).unwrap_or_default();
        let at = one.at.map(|at| at.to_rfc3339_opts(SecondsFormat::Secs, true)).unwrap_or_default();
        let (word, lines) = (one.kind.word(), lines(one));
        text +=
            &csv::line([word, &deposit, &one.id, &one.ours, &one.theirs, &lines, &at, &one.text]);
    }
    for one in &compared.bad {
        let line = one.line.to_string();
        text += &csv::line(["not read", "", "", "", &one.text, &line, "", one.why]);
    }
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"compared.csv\""),
    ];
    (headers, text).into_response()
}
