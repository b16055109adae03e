//! /account/notices: what the customer is told of by which ways, below which balance, and in which
//! Telegram chat.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::accounts::notices::wishes::{self, Wishes};
use crate::accounts::notices::{Topic, Way, bot, chat};
use crate::app::App;
use crate::kit::lang::{Lang, Said};
use crate::kit::money::Money;
use crate::ledger::low;
use crate::web::failure::Failure;
use crate::web::form::{Errors, SentForm};
use crate::web::guard::Customer;
use crate::web::proof;
use crate::web::view::{self, Page};

const PATH: &str = "/account/notices";

#[derive(Template)]
#[template(path = "dashboard/notices/choices.html")]
struct ChoicesPage {
    page: Page,
    topics: Vec<TopicRow>,
    threshold: String,
    currency: String,
    /// The operator's bot; "": there is none.
    bot: String,
    /// The linked chat: what the person is called there.
    chat: Option<String>,
    /// A code that was just made, and the address that sends it.
    code: String,
    link: String,
    errors: Errors,
}

struct TopicRow {
    word: &'static str,
    name: Said,
    /// "": there is nothing to add.
    hint: String,
    ways: Vec<WayBox>,
}

struct WayBox {
    /// The name of the field.
    name: String,
    label: Said,
    on: bool,
    is_fixed: bool,
}

impl ChoicesPage {
    async fn read(
        app: &App,
        customer: &Customer,
        (wishes, threshold): (Wishes, String),
    ) -> Result<Self, Failure> {
        let (db, lang) = (app.db.pool(), customer.lang());
        let bot = bot::find(db).await?.map(|bot| bot.name).unwrap_or_default();
        let chat = chat::find(db, customer.id()).await?;
        let ways = |topic: Topic| -> Vec<WayBox> {
            let has_bot = !bot.is_empty();
            let shown = Way::ALL.into_iter().filter(move |way| *way != Way::Telegram || has_bot);
            let boxed = shown.map(|way| WayBox {
                name: field(topic, way),
                label: way_name(lang, way),
                on: wishes.wants(topic, way),
                is_fixed: topic.is_fixed(way),
            });
            boxed.collect()
        };
        let topics = Topic::ALL.map(|topic| TopicRow {
            word: topic.as_str(),
            name: topic_name(lang, topic),
            hint: hint(lang, topic),
            ways: ways(topic),
        });
        Ok(Self {
            page: customer.page("account"),
            topics: topics.into(),
            threshold,
            currency: app.currency.clone(),
            chat: chat.map(|chat| chat.name),
            bot,
            code: String::new(),
            link: String::new(),
            errors: Errors::default(),
        })
    }

    async fn present(app: &App, customer: &Customer) -> Result<Self, Failure> {
        let wishes = wishes::read(app.db.pool(), customer.id()).await?;
        let threshold = low::threshold(app.db.pool(), customer.id()).await?;
        let threshold = threshold.map(|amount| customer.lang().decimal(&amount.to_string()));
        Self::read(app, customer, (wishes, threshold.unwrap_or_default())).await
    }
}

fn field(topic: Topic, way: Way) -> String {
    format!("{}-{}", topic.as_str(), way.as_str())
}

fn way_name(lang: Lang, way: Way) -> Said {
    match way {
        Way::Panel => lang.say("notices-way-panel"),
        Way::Mail => lang.say("notices-way-mail"),
        Way::Telegram => lang.say("notices-way-telegram"),
    }
}

/// What a topic is called.
pub(super) fn topic_name(lang: Lang, topic: Topic) -> Said {
    match topic {
        Topic::SignIn => lang.say("notices-topic-sign-in"),
        Topic::Credentials => lang.say("notices-topic-credentials"),
        Topic::TokenEnd => lang.say("notices-topic-token-end"),
        Topic::Balance => lang.say("notices-topic-balance"),
        Topic::Deposits => lang.say("notices-topic-deposits"),
        Topic::Orders => lang.say("notices-topic-orders"),
        Topic::Requests => lang.say("notices-topic-requests"),
        Topic::Tickets => lang.say("notices-topic-tickets"),
        Topic::Prices => lang.say("notices-topic-prices"),
    }
}

fn hint(lang: Lang, topic: Topic) -> String {
    match topic {
        Topic::SignIn | Topic::Credentials => lang.say("notices-hint-security").to_string(),
        Topic::Orders | Topic::Requests => lang.say("notices-hint-gathered").to_string(),
        Topic::Prices => lang.say("notices-hint-prices").to_string(),
        Topic::TokenEnd | Topic::Balance | Topic::Deposits | Topic::Tickets => String::new(),
    }
}

/// GET /account/notices
pub async fn show(State(app): State<Arc<App>>, customer: Customer) -> Result<Response, Failure> {
    view::html(&ChoicesPage::present(&app, &customer).await?)
}

/// POST /account/notices
pub async fn save(
    State(app): State<Arc<App>>,
    customer: Customer,
    mut form: SentForm,
) -> Result<Response, Failure> {
    let lang = customer.lang();
    let has_bot = bot::find(app.db.pool()).await?.is_some();
    let mut wishes = wishes::read(app.db.pool(), customer.id()).await?;
    for topic in Topic::ALL {
        for way in Way::ALL.into_iter().filter(|way| *way != Way::Telegram || has_bot) {
            wishes.choose(topic, way, form.is_ticked(&field(topic, way)));
        }
    }
    let threshold = form.read("threshold", |typed| {
        if typed.trim().is_empty() {
            return Ok(None);
        }
        let typed = lang.read_decimal(typed);
        let amount = typed.and_then(|typed| Money::parse(&typed).ok());
        let example = || lang.say("deposits-amount-wrong").with("example", lang.decimal("12.50"));
        amount.filter(|amount| *amount > Money::ZERO).map(Some).ok_or_else(example)
    });
    if let Some(threshold) = threshold {
        wishes::keep(&app.db, customer.id(), wishes).await?;
        low::set_threshold(&app.db, customer.id(), threshold).await?;
        let text = lang.say("notices-saved").to_string();
        return Ok(view::done(&app.config, PATH, "ok", &text));
    }
    let typed = (wishes, form.text("threshold").to_owned());
    let page = ChoicesPage::read(&app, &customer, typed).await?;
    view::refused(&ChoicesPage { errors: form.errors(), ..page })
}

/// POST /account/notices/telegram: the page with a new code, which is here and nowhere else.
pub async fn link(
    State(app): State<Arc<App>>,
    customer: Customer,
    mut form: SentForm,
) -> Result<Response, Failure> {
    if let Some(page) = proof::asked(&app, &customer, &mut form).await? {
        return Ok(page);
    }
    let page = ChoicesPage::present(&app, &customer).await?;
    if page.bot.is_empty() {
        let text = customer.lang().say("notices-telegram-none").to_string();
        return Ok(view::done(&app.config, PATH, "info", &text));
    }
    let code = chat::new_code(&app.db, &app.clock, customer.id()).await?;
    let link = format!("https://t.me/{}?start={code}", page.bot);
    view::html(&ChoicesPage { code, link, ..page })
}

/// POST /account/notices/telegram/unlink
pub async fn unlink(State(app): State<Arc<App>>, customer: Customer) -> Result<Response, Failure> {
    let (db, clock, actor) = (&app.db, &app.clock, customer.actor());
    chat::unlink(db, clock, actor, customer.id()).await?;
    let text = customer.lang().say("notices-telegram-unlinked").to_string();
    Ok(view::done(&app.config, PATH, "ok", &text))
}
