//! The to-do list of the staff's home: what waits for a person, the most urgent first, since when,
//! and one button each.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};

use crate::accounts::guesses;
use crate::affiliates::{flag, member, payouts, referrals};
use crate::app::App;
use crate::catalogue;
use crate::ledger::second_look;
use crate::orders::overview::Unfinished;
use crate::orders::todo::{self, Heap, Todo};
use crate::payments::deposit;
use crate::providers::balance::{EMPTY_WITHIN_H, Fall};
use crate::providers::provider::Provider;
use crate::providers::pulse::{Health, Pulse};
use crate::providers::{ProviderId, changes};
use crate::support::figures;
use crate::web::admin::providers::{Standing, theirs};
use crate::web::failure::Failure;
use crate::web::figures::{capped, number};
use crate::web::guard::Staff;
use crate::web::view::When;

/// Providers and services that are listed one by one.
const NAMED_MAX: usize = 10;
/// What has waited longer than this is shown in red.
const LATE_AFTER: TimeDelta = TimeDelta::minutes(30);
/// Orders that wait to be sent for so long are worth a look.
const HELD_AFTER: TimeDelta = TimeDelta::minutes(15);

/// One thing that waits for a person.
pub(super) struct Need {
    /// The class that colours it.
    pub kind: &'static str,
    pub icon: &'static str,
    pub title: String,
    pub text: String,
    pub href: String,
    /// The word on its button.
    pub action: &'static str,
    /// Since when the oldest waits, if that is known.
    pub oldest: Option<When>,
    pub is_late: bool,
}

/// What is known of the providers.
pub(super) struct Known {
    pub providers: Vec<Provider>,
    pub pulses: HashMap<ProviderId, Pulse>,
    pub unfinished: HashMap<ProviderId, Unfinished>,
    pub falls: HashMap<ProviderId, Fall>,
}

/// All of them.
pub(super) async fn needs(app: &App, staff: &Staff, known: &Known) -> Result<Vec<Need>, Failure> {
    let mut needs = providers(known, app.clock.now());
    needs.extend(orders(app, &todo::read(app.db.pool()).await?));
    needs.extend(tickets(app).await?);
    needs.extend(deposits(app).await?);
    needs.extend(credits(app).await?);
    if staff.rights().may_set_roles() {
        needs.extend(guessed(app).await?);
    }
    needs.extend(prices(app).await?);
    needs.extend(affiliates(app).await?);
    Ok(needs)
}

impl Need {
    fn new(
        (kind, icon): (&'static str, &'static str),
        (title, text): (String, impl Into<String>),
        (href, action): (impl Into<String>, &'static str),
    ) -> Self {
        let (text, href) = (text.into(), href.into());
        Self { kind, icon, title, text, href, action, oldest: None, is_late: false }
    }

    fn since(self, at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Self {
        let is_late = at.is_some_and(|at| now - at > LATE_AFTER);
        Self { oldest: at.map(|at| When::new(at, now)), is_late, ..self }
    }
}

fn counted(count: i64, one: &str, many: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{} {many}", capped(count)) }
}

fn orders(app: &App, todo: &Todo) -> Vec<Need> {
    let now = app.clock.now();
    let mut needs = Vec::new();
    let mut need = |heap: Heap, look, (one, many): (&str, &str), text: &str, goes| {
        if heap.count > 0 {
            let title = counted(heap.count, one, many);
            needs.push(Need::new(look, (title, text), goes).since(heap.oldest, now));
        }
    };
    need(
        todo.unknown,
        ("unknown", "state-unknown"),
        ("order is unknown", "orders are unknown"),
        "No answer came back. Check at the provider, then decide.",
        ("/admin/desk", "Work through"),
    );
    need(
        todo.stuck,
        ("unknown", "state-review"),
        ("order cannot be read", "orders cannot be read"),
        "For an hour the provider’s answers about them could not be read.",
        ("/admin/desk#unread", "Look"),
    );
    need(
        todo.refills,
        ("review", "state-review"),
        ("refill waits for you", "refills wait for you"),
        "The answer was lost, no provider has the order, or staff make it by hand.",
        ("/admin/desk/refills", "Answer"),
    );
    need(
        todo.look,
        ("review", "state-review"),
        ("more order needs a look", "more orders need a look"),
        "A report contradicts itself, or came after the end.",
        ("/admin/orders?state=attention", "Look"),
    );
    need(
        todo.hold,
        ("hold", "state-hold"),
        ("order was refused", "orders were refused"),
        "Every provider refused them. Send them again, or cancel and refund.",
        ("/admin/orders?state=hold", "Work through"),
    );
    let waits = todo.queued.oldest.is_some_and(|oldest| now - oldest > HELD_AFTER);
    need(
        if waits { todo.queued } else { Heap::default() },
        ("hold", "state-hold"),
        ("order waits to be sent", "orders wait to be sent"),
        "Their providers are paused, switched off, or full.",
        ("/admin/orders?state=pending", "See them"),
    );
    need(
        todo.by_hand,
        ("", "state-pending"),
        ("order to deliver by hand", "orders to deliver by hand"),
        "Deliver them, and say how far they are.",
        ("/admin/queue", "Start"),
    );
    need(
        todo.cancels,
        ("", "state-scheduled"),
        ("cancel is open", "cancels are open"),
        "Customers asked for them, and providers have not done them yet.",
        ("/admin/desk/cancels", "See them"),
    );
    needs
}

fn providers(known: &Known, now: DateTime<Utc>) -> Vec<Need> {
    let enabled = known.providers.iter().filter(|one| one.enabled);
    enabled.filter_map(|one| of_provider(known, one, now)).take(NAMED_MAX).collect()
}

/// The worst that is known of a provider.
fn of_provider(known: &Known, one: &Provider, now: DateTime<Utc>) -> Option<Need> {
    let pulse = known.pulses.get(&one.id).cloned().unwrap_or_default();
    let here = || (format!("/admin/providers/{}", one.id), "Open");
    if let Some(why) = &one.paused_reason {
        let state = Standing::of(one, Some(&pulse), now);
        let title = format!("{} is paused", one.name);
        return Some(Need::new((state.kind, state.icon), (title, why), here()));
    }
    match pulse.health(now) {
        Health::Down => {
            let open = known.unfinished.get(&one.id).map_or(0, |orders| orders.open);
            let open = counted(open, "open order", "open orders");
            let title = format!("{} does not answer", one.name);
            let text = format!("{open}. Its last words: {}", pulse.said);
            let need = Need::new(("unknown", "state-unknown"), (title, text), here());
            return Some(Need { is_late: true, ..need.since(pulse.failing_since, now) });
        }
        Health::Fails => {
            let title = format!("{} fails often", one.name);
            let text = format!(
                "{} of {} calls brought no answer. The last one: {}",
                number(pulse.errors),
                number(pulse.answers + pulse.errors),
                pulse.said
            );
            return Some(Need::new(("review", "state-review"), (title, text), here()));
        }
        Health::Answers | Health::Unasked => {}
    }
    if let Some(alert) = &one.alert {
        let title = format!("{} refuses one order after another", one.name);
        return Some(Need::new(("review", "state-review"), (title, alert), here()));
    }
    if let Some(trouble) = &one.balance_trouble {
        let title = format!("The balance at {} is not known", one.name);
        return Some(Need::new(("review", "state-review"), (title, trouble), here()));
    }
    if one.is_list_stuck(now) {
        let title = format!("{} gives no list", one.name);
        let text = one.list_trouble.clone().unwrap_or_default();
        let need =
            Need::new(("review", "state-review"), (title, text), ("/admin/desk#unread", "Look"));
        return Some(need.since(one.list_unread_since, now));
    }
    let balance = one.balance?;
    let hours = known.falls.get(&one.id).and_then(|fall| fall.hours_left(balance));
    let lasts = hours.filter(|hours| *hours < EMPTY_WITHIN_H);
    if !one.is_low() && lasts.is_none() {
        return None;
    }
    let title = format!("{} runs out of money", one.name);
    let text = match hours {
        Some(hours) => format!("{} is left, for {}.", theirs(balance, one), lasting(hours)),
        None => format!("{} is left.", theirs(balance, one)),
    };
    Some(Need::new(("hold", "state-partial"), (title, text), here()))
}

/// How long a balance lasts, in words.
pub(in crate::web::admin) fn lasting(hours: i64) -> String {
    match hours {
        ..1 => "less than an hour".to_owned(),
        1..48 => format!("about {hours} h"),
        48..2_160 => format!("about {} days", hours / 24),
        _ => "more than 90 days".to_owned(),
    }
}

/// What customers ask.
async fn tickets(app: &App) -> Result<Vec<Need>, Failure> {
    let waiting = figures::waiting(app.db.pool()).await?;
    if waiting.count == 0 {
        return Ok(Vec::new());
    }
    let title = counted(waiting.count, "ticket waits for an answer", "tickets wait for an answer");
    let text = "Customers asked something. The one that has waited longest comes first.";
    let need =
        Need::new(("hold", "state-pending"), (title, text), ("/admin/tickets", "Work through"));
    Ok(vec![need.since(waiting.oldest, app.clock.now())])
}

/// What came through gateways and is not clear, and what customers say they have paid.
async fn deposits(app: &App) -> Result<Vec<Need>, Failure> {
    let mut needs = Vec::new();
    let review = deposit::to_review(app.db.pool()).await?;
    if review > 0 {
        let title = counted(review, "deposit to look at", "deposits to look at");
        let text = "Money came late or not as it was asked for, or somebody disputes a payment.";
        let way = ("/admin/deposits?state=review", "Work through");
        needs.push(Need::new(("hold", "state-hold"), (title, text), way));
    }
    let waiting = deposit::waiting(app.db.pool()).await?;
    if waiting.count == 0 {
        return Ok(needs);
    }
    let title = counted(waiting.count, "deposit to confirm", "deposits to confirm");
    let text = "Customers say that they have paid. Look whether the money is there.";
    let need =
        Need::new(("hold", "state-pending"), (title, text), ("/admin/deposits", "Work through"));
    needs.push(need.since(waiting.oldest, app.clock.now()));
    Ok(needs)
}

async fn credits(app: &App) -> Result<Vec<Need>, Failure> {
    let waiting = second_look::waiting(app.db.pool()).await?;
    if waiting.count == 0 {
        return Ok(Vec::new());
    }
    let title = counted(
        waiting.count,
        "credit waits for a second person",
        "credits wait for a second person",
    );
    let text = "It is more than one member of staff may book alone. Agree to it, or decline it.";
    let need = Need::new(("hold", "state-pending"), (title, text), ("/admin/credits", "Decide"));
    Ok(vec![need.since(waiting.oldest, app.clock.now())])
}

/// Accounts whose passwords strangers try.
async fn guessed(app: &App) -> Result<Vec<Need>, Failure> {
    let limit = i64::try_from(NAMED_MAX).unwrap_or_default();
    let guessed = guesses::guessed(app.db.pool(), &app.clock, limit).await?;
    let needs = guessed.into_iter().map(|one| {
        let title = format!("The password of {} is being guessed", one.email);
        let text = format!(
            "{} wrong ones within an hour. New browsers have one try a minute; browsers that were \
             signed in before are not slowed.",
            number(one.count.into())
        );
        let href = format!("/admin/customers/{}", one.account_id);
        Need::new(("review", "state-review"), (title, text), (href, "Open"))
    });
    Ok(needs.collect())
}

async fn prices(app: &App) -> Result<Vec<Need>, Failure> {
    let (db, now) = (app.db.pool(), app.clock.now());
    let mut needs = Vec::new();
    let open = changes::waiting(db).await?;
    if open.count > 0 {
        let title = counted(open.count, "change at a provider waits", "changes at providers wait");
        let text = "Prices that moved far, services that are gone, types that differ.";
        let need = Need::new(
            ("hold", "state-review"),
            (title, text),
            ("/admin/providers/changes", "Answer"),
        );
        needs.push(need.since(open.oldest, now));
    }
    let (paused, more) = catalogue::paused(db, NAMED_MAX).await?;
    for catalogue::Paused { id, name, reason } in paused {
        let title = format!("“{name}” is off sale");
        let href = format!("/admin/services/{id}");
        needs.push(Need::new(("unknown", "state-hold"), (title, reason), (href, "Open")));
    }
    if more > 0 {
        let title = counted(more, "more service is off sale", "more services are off sale");
        let text = "The price guard took them off.";
        let goes = ("/admin/services?state=paused", "See them");
        needs.push(Need::new(("unknown", "state-hold"), (title, text), goes));
    }
    Ok(needs)
}

async fn affiliates(app: &App) -> Result<Vec<Need>, Failure> {
    let db = app.db.pool();
    let mut needs = Vec::new();
    let mut need = |count: i64, look, (one, many): (&str, &str), text: &str, goes| {
        if count > 0 {
            needs.push(Need::new(look, (counted(count, one, many), text), goes));
        }
    };
    need(
        payouts::count_open(db).await?,
        ("hold", "state-pending"),
        ("affiliate payout is open", "affiliate payouts are open"),
        "Affiliates asked for their money. Pay them, and write down the reference.",
        ("/admin/affiliates/payouts", "Pay"),
    );
    need(
        flag::count_open(db).await?,
        ("review", "state-review"),
        ("customer is flagged", "customers are flagged"),
        "They and their affiliate signed up at the same address. Commission is held.",
        ("/admin/affiliates/flags", "Look"),
    );
    need(
        referrals::count_due(db, app.clock.now()).await?,
        ("hold", "state-pending"),
        ("referral waits for approval", "referrals wait for approval"),
        "Their hold is over. Approve or deny their commission.",
        ("/admin/affiliates/referrals?state=due", "Decide"),
    );
    need(
        member::count_pending(db).await?,
        ("", "state-pending"),
        ("affiliate has applied", "affiliates have applied"),
        "They want to join an offer. Approve or deny them.",
        ("/admin/affiliates?state=pending", "Decide"),
    );
    Ok(needs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_said_how_long_a_balance_lasts() {
        let said = [0, 5, 47, 48, 2_000, 2_160].map(lasting);
        let right = [
            "less than an hour",
            "about 5 h",
            "about 47 h",
            "about 2 days",
            "about 83 days",
            "more than 90 days",
        ];
        assert_eq!(said, right);
    }
}
