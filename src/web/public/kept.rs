//! /privacy: what is kept, and how long, for anyone.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::front::Front;
use crate::app::App;
use crate::kit::lang::{Lang, Said};
use crate::privacy::{self, Kept, Span, What};
use crate::web::failure::Failure;
use crate::web::guard::Visitor;
use crate::web::view::{self, Page};

#[derive(Template)]
#[template(path = "public/kept.html")]
struct KeptPage {
    page: Page,
    front: Front,
    lines: Vec<Line>,
    /// How to reach the operator; "": nothing is said.
    contact: String,
}

struct Line {
    what: String,
    span: String,
}

/// GET /privacy
pub async fn show(State(app): State<Arc<App>>, visitor: Visitor) -> Result<Response, Failure> {
    let (lang, settings) = (visitor.lang(), visitor.settings());
    let lines = privacy::kept(app.db.pool(), settings).await?.into_iter();
    view::html(&KeptPage {
        page: visitor.page(""),
        front: Front::read(&app).await?,
        lines: lines.map(|line| in_words(lang, line)).collect(),
        contact: settings.abuse_contact_or(&app.config.abuse_contact).to_owned(),
    })
}

fn in_words(lang: Lang, Kept { what, span }: Kept) -> Line {
    let span = match span {
        Span::Days(days) => lang.say("kept-days").count("count", days),
        Span::UntilClosed => lang.say("kept-until-closed"),
        Span::Ever => lang.say("kept-ever"),
    };
    Line { what: called(lang, what).to_string(), span: span.to_string() }
}

fn called(lang: Lang, what: What) -> Said {
    match what {
        What::Account => lang.say("kept-account"),
        What::Sessions => lang.say("kept-sessions"),
        What::Ways => lang.say("kept-ways"),
        What::Remembered => lang.say("kept-remembered"),
        What::Places => lang.say("kept-places"),
        What::Notices => lang.say("kept-notices"),
        What::Calls => lang.say("kept-calls"),
        What::Mails => lang.say("kept-mails"),
        What::Links => lang.say("kept-links"),
        What::Guesses => lang.say("kept-guesses"),
        What::Tickets => lang.say("kept-tickets"),
        What::Books => lang.say("kept-books"),
        What::KeptOrders => lang.say("kept-orders"),
        What::Answers => lang.say("kept-answers"),
        What::Hooks => lang.say("kept-hooks"),
        What::Clicks => lang.say("kept-clicks"),
        What::Audit => lang.say("kept-audit"),
        What::AuditPeople => lang.say("kept-audit-people"),
        What::Files => lang.say("kept-files"),
    }
}
