//! GET /live and /admin/live: server-sent events that tell an open page what moved, so that it asks
//! for those rows again. A page whose browser has no such events asks every few seconds instead.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::header::ACCEPT;
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use futures_util::stream;
use tokio::time::Instant;

use crate::accounts::{AccountId, notices};
use crate::app::App;
use crate::kit::lang::Lang;
use crate::kit::money::Money;
use crate::ledger;
use crate::orders::news::News;
use crate::web::failure::Failure;
use crate::web::frame::{bell, bell_count};
use crate::web::guard::{Customer, Staff};

/// After so long the browser comes again, and shows again that it is signed in.
const LIFE: Duration = Duration::from_secs(300);
/// With more ids than these, a page asks for all of its rows.
const IDS_MAX: usize = 200;
/// Well below the time for which a proxy keeps a silent connection.
const SIGN_OF_LIFE: Duration = Duration::from_secs(20);

/// GET /live: the customer's orders, balance and notices.
pub async fn customer(
    State(app): State<Arc<App>>,
    customer: Customer,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    // Who sees the pages as this customer is told no longer than they may see them.
    let left = customer.visited_until().map(|until| until - app.clock.now());
    let left = left.map(|left| left.to_std().unwrap_or_default());
    let life = left.map_or(LIFE, |left| left.min(LIFE));
    answer(app, (Some(customer.id()), customer.lang()), &headers, life)
}

/// GET /admin/live: everybody's orders.
pub async fn staff(
    State(app): State<Arc<App>>,
    _: Staff,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    answer(app, (None, Lang::ENGLISH), &headers, LIFE)
}

fn answer(
    app: Arc<App>,
    who: (Option<AccountId>, Lang),
    headers: &HeaderMap,
    life: Duration,
) -> Result<Response, Failure> {
    // Nothing else can read an answer that does not end.
    let accepts = headers.get(ACCEPT).and_then(|accepts| accepts.to_str().ok());
    if !accepts.is_some_and(|accepts| accepts.contains("text/event-stream")) {
        return Err(Failure::Unreadable);
    }
    let Some(watcher) = app.news.watch(who.0) else {
        return Ok(StatusCode::TOO_MANY_REQUESTS.into_response());
    };
    let first = (app, who, watcher, Instant::now() + life, Vec::new());
    let events = stream::unfold(first, async |(app, who, mut watcher, end, mut ready)| {
        if ready.is_empty() {
            let news = tokio::time::timeout_at(end, watcher.next()).await.ok()??;
            ready = events_of(&app, who, news).await;
        }
        let event = ready.pop().unwrap_or_default();
        Some((Ok::<_, Infallible>(event), (app, who, watcher, end, ready)))
    });
    // nginx passes it on at once.
    let unbuffered = [(HeaderName::from_static("x-accel-buffering"), "no")];
    let stream = Sse::new(events).keep_alive(KeepAlive::new().interval(SIGN_OF_LIFE));
    Ok((unbuffered, stream).into_response())
}

/// The events of one piece of news, the last one first.
async fn events_of(
    app: &App,
    (account_id, lang): (Option<AccountId>, Lang),
    news: News,
) -> Vec<Event> {
    match news {
        News::Orders(ids) if ids.len() <= IDS_MAX => {
            let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
            vec![Event::default().event("orders").data(ids.join(","))]
        }
        News::Balance(balance) => vec![balance_event(app, lang, balance)],
        News::Unread(count) => vec![unread_event(lang, count)],
        News::Orders(_) | News::Everything => {
            let mut events = vec![Event::default().event("orders").data("all")];
            if let Some(account_id) = account_id
                && let Ok(balance) = ledger::balance(app.db.pool(), account_id).await
            {
                events.push(balance_event(app, lang, balance));
            }
            if let Some(account_id) = account_id
                && let Ok(count) = notices::unread(app.db.pool(), account_id).await
            {
                events.push(unread_event(lang, count));
            }
            events
        }
    }
}

/// The figure at the bell, and its name.
fn unread_event(lang: Lang, count: i64) -> Event {
    let (figure, name) = (bell_count(lang, count), bell(lang, count));
    Event::default().event("notices").data(format!("{figure}\n{name}"))
}

fn balance_event(app: &App, lang: Lang, balance: Money) -> Event {
    let exact = lang.money(balance, &app.currency);
    let brief = lang.brief_money(balance, &app.currency);
    Event::default().event("balance").data(format!("{brief}\n{exact}"))
}
