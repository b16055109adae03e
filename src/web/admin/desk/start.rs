//! /admin: everything that waits for a person, the most urgent first.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::accounts::guesses;
use crate::accounts::role::Role;
use crate::affiliates::{flag, member, payouts, referrals};
use crate::app::App;
use crate::catalogue;
use crate::ledger::second_look;
use crate::orders::overview;
use crate::providers::changes;
use crate::providers::provider;
use crate::web::admin::providers::{Standing, theirs};
use crate::web::failure::Failure;
use crate::web::figures::{capped, number};
use crate::web::guard::Staff;
use crate::web::view::{self, Page};

/// Providers and services that are listed one by one.
const NAMED_MAX: usize = 10;

#[derive(Template)]
#[template(path = "admin/desk/start.html")]
struct StartPage {
    page: Page,
    needs: Vec<Need>,
}

/// One thing that waits for a person.
struct Need {
    /// The class that colours it.
    kind: &'static str,
    icon: &'static str,
    title: String,
    text: String,
    href: String,
}

/// GET /admin
pub async fn show(State(app): State<Arc<App>>, staff: Staff) -> Result<Response, Failure> {
    staff.require(Role::is_staff)?;
    let mut needs = credits(&app).await?;
    if staff.role().may_set_roles() {
        needs.extend(guessed(&app).await?);
    }
    needs.extend(orders(&app).await?);
    needs.extend(providers(&app).await?);
    needs.extend(prices(&app).await?);
    needs.extend(affiliates(&app).await?);
    view::html(&StartPage { page: staff.page("admin-start"), needs })
}

fn counted(count: i64, one: &str, many: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{} {many}", capped(count)) }
}

/// Accounts whose passwords strangers try.
async fn guessed(app: &App) -> Result<Vec<Need>, Failure> {
    let limit = i64::try_from(NAMED_MAX).unwrap_or_default();
    let guessed = guesses::guessed(app.db.pool(), &app.clock, limit).await?;
    let needs = guessed.into_iter().map(|one| Need {
        kind: "review",
        icon: "state-review",
        title: format!("The password of {} is being guessed", one.email),
        text: format!(
            "{} wrong ones within an hour. New browsers have one try a minute; browsers that were \
             signed in before are not slowed.",
            number(one.count.into())
        ),
        href: format!("/admin/customers/{}", one.account_id),
    });
    Ok(needs.collect())
}

async fn credits(app: &App) -> Result<Vec<Need>, Failure> {
    let waiting = second_look::count_waiting(app.db.pool()).await?;
    let need = Need {
        kind: "hold",
        icon: "state-pending",
        title: counted(
            waiting,
            "credit waits for a second person",
            "credits wait for a second person",
        ),
        text: "It is more than one member of staff may book alone. Agree to it, or decline it."
            .to_owned(),
        href: "/admin/credits".to_owned(),
    };
    Ok(if waiting > 0 { vec![need] } else { Vec::new() })
}

async fn orders(app: &App) -> Result<Vec<Need>, Failure> {
    let waiting = overview::waiting(app.db.pool()).await?;
    let mut needs = Vec::new();
    let mut need = |count: i64, kind, icon, (title, text, href): (String, &str, &str)| {
        if count > 0 {
            let (text, href) = (text.to_owned(), href.to_owned());
            needs.push(Need { kind, icon, title, text, href });
        }
    };
    let unknown = counted(waiting.unknown, "order is unknown", "orders are unknown");
    let text = "Nobody knows whether the provider has them. Look there, and say what happened.";
    need(waiting.unknown, "unknown", "state-unknown", (unknown, text, "/admin/desk"));
    let others = waiting.attention.saturating_sub(waiting.unknown);
    let title = counted(others, "more order needs a look", "more orders need a look");
    let text = "Something contradicts itself, came too late, or cannot be read.";
    need(others, "review", "state-review", (title, text, "/admin/orders?state=attention"));
    let title = counted(waiting.hold, "order is on hold", "orders are on hold");
    let text = "No provider takes them at the moment.";
    need(waiting.hold, "hold", "state-hold", (title, text, "/admin/orders?state=pending"));
    let title = counted(waiting.tasks, "cancel or refill is open", "cancels and refills are open");
    let text = "They were asked for, and have not ended.";
    need(waiting.tasks, "", "state-scheduled", (title, text, "/admin/orders"));
    Ok(needs)
}

async fn providers(app: &App) -> Result<Vec<Need>, Failure> {
    let all = provider::list(app.db.pool()).await?;
    let now = app.clock.now();
    let needs = all.iter().filter(|one| one.enabled).filter_map(|one| {
        let href = format!("/admin/providers/{}", one.id);
        if let Some(why) = &one.paused_reason {
            let state = Standing::of(one);
            let title = format!("{} is paused", one.name);
            return Some(Need {
                kind: state.kind,
                icon: state.icon,
                title,
                text: why.clone(),
                href,
            });
        }
        if let Some(alert) = &one.alert {
            let title = format!("{} refuses one order after another", one.name);
            let text = alert.clone();
            return Some(Need { kind: "review", icon: "state-review", title, text, href });
        }
        if let Some(trouble) = &one.balance_trouble {
            let title = format!("{} does not answer", one.name);
            let text = trouble.clone();
            return Some(Need { kind: "review", icon: "state-review", title, text, href });
        }
        if one.is_list_stuck(now) {
            let title = format!("{} gives no list", one.name);
            let text = one.list_trouble.clone().unwrap_or_default();
            let href = "/admin/desk#unread".to_owned();
            return Some(Need { kind: "review", icon: "state-review", title, text, href });
        }
        let balance = one.balance.filter(|_| one.is_low())?;
        let title = format!("{} runs out of money", one.name);
        let text = format!("{} is left.", theirs(balance, one));
        Some(Need { kind: "hold", icon: "state-partial", title, text, href })
    });
    Ok(needs.take(NAMED_MAX).collect())
}

async fn prices(app: &App) -> Result<Vec<Need>, Failure> {
    let mut needs = Vec::new();
    let open = changes::open(app.db.pool()).await?;
    if open > 0 {
        needs.push(Need {
            kind: "hold",
            icon: "state-review",
            title: counted(open, "change at a provider waits", "changes at providers wait"),
            text: "Prices that moved far, services that are gone, types that differ.".to_owned(),
            href: "/admin/providers/changes".to_owned(),
        });
    }
    let paused = catalogue::paused(app.db.pool()).await?;
    let more = paused.len().saturating_sub(NAMED_MAX);
    for catalogue::Paused { id, name, reason } in paused.into_iter().take(NAMED_MAX) {
        needs.push(Need {
            kind: "unknown",
            icon: "state-hold",
            title: format!("“{name}” is off sale"),
            text: reason,
            href: format!("/admin/services/{id}"),
        });
    }
    if more > 0 {
        let more = i64::try_from(more).unwrap_or_default();
        needs.push(Need {
            kind: "unknown",
            icon: "state-hold",
            title: counted(more, "more service is off sale", "more services are off sale"),
            text: "The price guard took them off.".to_owned(),
            href: "/admin/services?state=paused".to_owned(),
        });
    }
    Ok(needs)
}

async fn affiliates(app: &App) -> Result<Vec<Need>, Failure> {
    let db = app.db.pool();
    let mut needs = Vec::new();
    let mut need = |count: i64, kind, icon, (title, text, href): (String, &str, &str)| {
        if count > 0 {
            let (text, href) = (text.to_owned(), href.to_owned());
            needs.push(Need { kind, icon, title, text, href });
        }
    };
    let open = payouts::count_open(db).await?;
    let title = counted(open, "affiliate payout is open", "affiliate payouts are open");
    let text = "Affiliates asked for their money. Pay them, and write down the reference.";
    need(open, "hold", "state-pending", (title, text, "/admin/affiliates/payouts"));
    let flags = flag::count_open(db).await?;
    let title = counted(flags, "customer is flagged", "customers are flagged");
    let text = "They and their affiliate signed up at the same address. Commission is held.";
    need(flags, "review", "state-review", (title, text, "/admin/affiliates/flags"));
    let due = referrals::count_due(db, app.clock.now()).await?;
    let title = counted(due, "referral waits for approval", "referrals wait for approval");
    let text = "Their hold is over. Approve or deny their commission.";
    need(due, "hold", "state-pending", (title, text, "/admin/affiliates/referrals?state=due"));
    let pending = member::count_pending(db).await?;
    let title = counted(pending, "affiliate has applied", "affiliates have applied");
    let text = "They want to join an offer. Approve or deny them.";
    need(pending, "", "state-pending", (title, text, "/admin/affiliates?state=pending"));
    Ok(needs)
}
