//! GET /tickets/new, POST /tickets: a customer opens a ticket.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::{SECTION, path};
use crate::app::App;
use crate::kit::lang::{Lang, Said};
use crate::orders::OrderId;
use crate::support::Text;
use crate::support::ask::{self, OpenError, Question};
use crate::support::subject;
use crate::web::conversation::{fresh_once, once, text_words};
use crate::web::failure::Failure;
use crate::web::form::{Choice, Errors, SentFiles, SentForm};
use crate::web::guard::Customer;
use crate::web::picture;
use crate::web::view::{self, Page};

/// Longer lists of numbers are no list of orders.
const ORDERS_CHARS_MAX: usize = 500;

#[derive(Template)]
#[template(path = "dashboard/tickets/new.html")]
struct NewPage {
    page: Page,
    subjects: Vec<Choice>,
    orders: String,
    text: String,
    once: String,
    errors: Errors,
}

/// What the address says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    order: String,
}

impl NewPage {
    async fn read(
        app: &App,
        customer: &Customer,
        form: &SentForm,
        orders: &str,
    ) -> Result<Self, Failure> {
        let chosen = form.text("subject");
        let subjects = subject::subjects(app.db.pool()).await?;
        let subjects = subjects.into_iter().filter(|one| one.enabled).map(|one| {
            let id = one.id.to_string();
            Choice::new(&id, &one.name, id == chosen)
        });
        Ok(Self {
            page: customer.page(SECTION),
            subjects: subjects.collect(),
            orders: orders.to_owned(),
            text: form.text("text").to_owned(),
            once: fresh_once(form.text("once")),
            errors: form.errors(),
        })
    }
}

/// GET /tickets/new?order=17
pub async fn blank(
    State(app): State<Arc<App>>,
    customer: Customer,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let order: Option<OrderId> = asked.order.parse().ok();
    let order = order.map(|id| id.to_string()).unwrap_or_default();
    view::html(&NewPage::read(&app, &customer, &SentForm::default(), &order).await?)
}

/// POST /tickets (subject, orders, text, once)
pub async fn open(
    State(app): State<Arc<App>>,
    customer: Customer,
    SentFiles(mut form): SentFiles,
) -> Result<Response, Failure> {
    let once = once(form.text("once")).ok_or(Failure::Unreadable)?.to_owned();
    let lang = customer.lang();
    let subject_id = form.text("subject").parse().ok();
    if subject_id.is_none() {
        form.refuse("subject", lang.say("ticket-choose-subject"));
    }
    let orders = form.read("orders", |typed| numbers(typed).map_err(|why| why.say(lang)));
    let text = form.read("text", |typed| Text::parse(typed).map_err(|why| text_words(lang, why)));
    let picture = picture::chosen(&customer, &mut form).await?;
    if let (Some(subject_id), Some(orders), Some(text), Some(picture)) =
        (subject_id, orders, text, picture)
    {
        // Another account's form must not be met.
        let form_id = format!("{}:{once}", customer.id());
        let question = Question { subject_id, orders, text, picture, form_id };
        match ask::open(&app.db, &app.clock, customer.id(), question).await {
            Ok(id) => {
                let text = lang.say("ticket-opened-done").to_string();
                return Ok(view::done(&app.config, &path(id), "ok", &text));
            }
            Err(error) => refuse(lang, &mut form, error)?,
        }
    }
    picture::say_again(lang, &mut form);
    let orders = form.text("orders").to_owned();
    view::refused(&NewPage::read(&app, &customer, &form, &orders).await?)
}

fn refuse(lang: Lang, form: &mut SentForm, error: OpenError) -> Result<(), Failure> {
    match error {
        OpenError::NoSubject => form.refuse("subject", lang.say("ticket-choose-subject")),
        OpenError::NotYours(ids) => match ids.as_slice() {
            [id] => form.refuse("orders", lang.say("ticket-no-order").with("order", id)),
            ids => {
                let ids: Vec<String> = ids.iter().map(OrderId::to_string).collect();
                let said = lang.say("ticket-no-orders").with("orders", ids.join(", "));
                form.refuse("orders", said);
            }
        },
        OpenError::TooManyOrders => form.refuse("orders", NoNumbers::TooMany.say(lang)),
        OpenError::TooManyOpen => form.refuse("", lang.say("ticket-too-many-open")),
        OpenError::TooMany => {
            form.refuse("", lang.say("ticket-too-many"));
        }
        OpenError::TooManyMessages => form.refuse("", lang.say("ticket-too-many-messages")),
        OpenError::Pictures => form.refuse("picture", lang.say("ticket-too-many-pictures")),
        OpenError::Db(error) => return Err(error.into()),
    }
    Ok(())
}

/// Why a text is no list of orders.
#[derive(Debug, PartialEq, Eq)]
enum NoNumbers {
    Wrong,
    TooMany,
}

impl NoNumbers {
    fn say(&self, lang: Lang) -> Said {
        match self {
            Self::Wrong => lang.say("ticket-orders-wrong"),
            Self::TooMany => lang.say("ticket-too-many-orders"),
        }
    }
}

/// Numbers of orders, with commas or blanks between them.
fn numbers(typed: &str) -> Result<Vec<OrderId>, NoNumbers> {
    if typed.len() > ORDERS_CHARS_MAX {
        return Err(NoNumbers::TooMany);
    }
    let words = typed.split(|c: char| c == ',' || c == ';' || c.is_whitespace());
    let words = words.map(|word| word.trim_start_matches('#')).filter(|word| !word.is_empty());
    words.map(|word| word.parse().map_err(|_| NoNumbers::Wrong)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_orders_are_read_as_people_write_them() {
        let read = |typed| numbers(typed).map(|ids| ids.iter().map(|id| id.get()).collect());
        assert_eq!(read(" 17, #18;19\n20 "), Ok(vec![17, 18, 19, 20]));
        assert_eq!(read(""), Ok(Vec::<i64>::new()));
        for wrong in ["17a", "1.5", "9223372036854775808", "order 17"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
