//! /sandbox-pay/{token}: where somebody pays at the sandbox gateway, which takes no money. It is for
//! anyone who has its address, as a gateway's page is; but it stands in English, because only who tries
//! the panel sees it.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};
use url::Url;

use crate::app::App;
use crate::kit::lang::Lang;
use crate::payments::gateways::sandbox::{self, Act, ActError, Shown};
use crate::payments::quote::decimal;
use crate::web::failure::Failure;
use crate::web::form::SentForm;
use crate::web::guard::Visitor;
use crate::web::path::Id;
use crate::web::view::{self, Page};

#[derive(Template)]
#[template(path = "admin/deposits/sandbox_pay.html")]
struct SandboxPage {
    page: Page,
    token: String,
    reference: String,
    amount: String,
    paid: String,
    taken: String,
    /// Words of what may happen now, each with its button.
    acts: Vec<(&'static str, &'static str)>,
    is_over: bool,
    back: String,
}

impl SandboxPage {
    fn new(visitor: &Visitor, token: String, shown: &Shown) -> Self {
        let amount = |coins: i64| {
            if coins == 0 {
                return String::new();
            }
            format!("{} {}", decimal(coins, shown.exponent), shown.currency)
        };
        let mut acts = Vec::new();
        if shown.paid < shown.amount {
            acts.extend([
                ("pay", "Pay"),
                ("pay_less", "Pay a third"),
                ("pay_more", "Pay a tenth more"),
            ]);
        }
        if shown.is_open && shown.paid == 0 {
            acts.extend([("fail", "Let it fail"), ("cancel", "Cancel")]);
        }
        if shown.paid > shown.taken && !shown.disputed {
            acts.extend([
                ("refund_half", "Give half back"),
                ("refund", "Give all back"),
                ("dispute", "Dispute it"),
            ]);
        }
        if shown.disputed {
            acts.extend([("win", "Decide it for the panel"), ("lose", "Decide it for the payer")]);
        }
        Self {
            page: Page { lang: Lang::ENGLISH, ..visitor.page("") },
            token,
            amount: amount(shown.amount),
            paid: amount(shown.paid),
            taken: amount(shown.taken),
            reference: shown.reference.clone(),
            is_over: shown.is_over,
            back: path_of(&shown.return_url),
            acts,
        }
    }
}

/// The path of one of our own addresses.
fn path_of(url: &str) -> String {
    let path = Url::parse(url).ok();
    let path = path.map(|url| url[url::Position::BeforePath..url::Position::AfterQuery].to_owned());
    path.unwrap_or_else(|| "/deposits".to_owned())
}

/// GET /sandbox-pay/{token}
pub async fn show(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Id(token): Id<String>,
) -> Result<Response, Failure> {
    let shown = sandbox::page(&app.ways, &token).await?.ok_or(Failure::NotFound)?;
    view::html(&SandboxPage::new(&visitor, token, &shown))
}

/// POST /sandbox-pay/{token}: `act`, and `quiet` if the panel hears nothing of it.
pub async fn act(
    State(app): State<Arc<App>>,
    _: Visitor,
    Id(token): Id<String>,
    form: SentForm,
) -> Result<Response, Failure> {
    let act = Act::parse(form.text("act"));
    let here = format!("/sandbox-pay/{token}");
    let Some(act) = act else {
        // Nobody learns from it which tokens there are.
        let there = sandbox::page(&app.ways, &token).await?;
        return Err(if there.is_some() { Failure::Unreadable } else { Failure::NotFound });
    };
    match sandbox::act(&app.ways, &token, (act, form.is_ticked("quiet"))).await {
        Ok(return_url) if matches!(act, Act::Pay | Act::PayMore | Act::Fail | Act::Cancel) => {
            Ok(Redirect::to(&path_of(&return_url)).into_response())
        }
        Ok(_) => Ok(Redirect::to(&here).into_response()),
        Err(ActError::NotFound) => Err(Failure::NotFound),
        Err(ActError::NotNow) => {
            Ok(view::done(&app.config, &here, "info", "That cannot happen to the payment now."))
        }
        Err(ActError::Db(error)) => Err(error.into()),
    }
}
