//! Turns an order into what its pages show. A button is offered if a request makes sense. The
//! domain's verb decides, and its refusal says why not.

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::order_view::{
    Badge, Live, OrderRow, OrderView, Param, Progress, Reader, Side, short_link,
};
use super::parameter_words;
use crate::catalogue::Service;
use crate::catalogue::kind::{Counted, Shape};
use crate::kit::lang::Said;
use crate::kit::money::Money;
use crate::orders::read::{Entry, Order};
use crate::orders::subscription::Terms;
use crate::orders::{Form, Source, State, cancel, refill};
use crate::web::amounts::Column;
use crate::web::view::When;

/// Children whose moves a parent's page follows.
const FOLLOWED_MAX: usize = 50;

impl Reader<'_> {
    /// An amount with the currency.
    #[must_use]
    pub fn money(&self, amount: Money) -> String {
        self.lang.money(amount, self.currency)
    }

    /// A moment, seen from now.
    #[must_use]
    pub fn when(&self, at: DateTime<Utc>) -> When {
        When::new(at, self.now)
    }

    #[must_use]
    pub fn badge(&self, order: &Order) -> Badge {
        Badge::new(self.lang, order.state, order.form, self.side)
    }

    /// The link, or the account that a subscription watches.
    #[must_use]
    pub fn target(&self, order: &Order) -> String {
        if order.link.is_empty() {
            let username = Terms::read(order.details.as_ref()).username;
            format!("@{}", username.trim_start_matches('@'))
        } else {
            order.link.clone()
        }
    }

    /// A row; `service` is the order's, `None` when it is gone.
    #[must_use]
    pub fn row(&self, order: &Order, service: Option<&Service>) -> OrderRow {
        let link = self.target(order);
        OrderRow {
            id: order.id,
            service: order.service.clone(),
            service_id: order.service_id,
            short: short_link(&link),
            link,
            state: self.badge(order),
            is_final: order.state.is_final(),
            progress: Progress::new(self.lang, order),
            charge: Column::LONGEST.in_language(self.lang).show(order.net()),
            placed: self.when(order.created_at),
            waiting: self.waiting(order),
            can_refill: refill::can_ask(order, service, self.now),
            can_cancel: cancel::can_ask(order, service),
        }
    }

    /// The part that changes; `path` is where the order's pages are (`/orders`, `/admin/orders`).
    #[must_use]
    pub fn live(&self, order: &Order, entries: &[Entry], path: &str) -> Live {
        let is_subscription = order.form == Form::Subscription;
        let number = |count: i64| self.lang.number(count);
        let counted = |count: i64| if is_subscription { "–".to_owned() } else { number(count) };
        Live {
            ids: ids_of(order),
            poll: format!("{path}/{}/live?was={}", order.id, order.state.as_str()),
            statement: format!("/statement?order={}", order.id),
            state: self.badge(order),
            waiting: self.waiting(order),
            progress: Progress::new(self.lang, order),
            quantity: counted(order.quantity),
            start_count: order.start_count.map(number).unwrap_or_default(),
            remains: counted(order.remains),
            charge: self.money(order.charge),
            refunded: self.money(order.refunded),
            net: self.money(order.net()),
            has_refund: !order.refunded.is_zero(),
            is_final: order.state.is_final(),
            events: self.timeline(order, entries),
        }
    }

    /// The page of one order. `children` are its newest runs or posts.
    #[must_use]
    pub fn view(
        &self,
        order: &Order,
        service: Option<&Service>,
        children: &[Order],
        live: Live,
    ) -> OrderView {
        let (title, word) = match order.form {
            Form::Subscription | Form::Post => (self.lang.say("order-posts"), "a post"),
            Form::Paced | Form::Portion => (self.lang.say("order-portions"), "a portion"),
            Form::Drip | Form::Run | Form::Single => (self.lang.say("order-runs"), "a run"),
        };
        let more = children.len() < order.children.len();
        let open = children.iter().filter(|child| !child.state.is_final());
        let open: Vec<String> = open.map(|child| child.id.to_string()).collect();
        OrderView {
            id: order.id,
            service: order.service.clone(),
            service_id: order.service_id,
            kind: service.map_or("", |service| service.kind.as_str()),
            link: self.target(order),
            params: self.params(order, service),
            parent: order.parent_id,
            child_word: word,
            children: children.iter().map(|child| self.row(child, service)).collect(),
            children_title: title.to_string(),
            children_live: open.join(","),
            children_more: if more {
                format!("/orders?parent={}", order.id)
            } else {
                String::new()
            },
            chart: None,
            can_refill: refill::can_ask(order, service, self.now),
            can_cancel: cancel::can_ask(order, service),
            can_resume: order.state == State::Paused,
            cancel_text: self.cancel_text(order),
            cancel_note: String::new(),
            refill_note: String::new(),
            live,
        }
    }

    /// What an open order waits for, if its state alone does not say it.
    fn waiting(&self, order: &Order) -> String {
        let due = order.due_at.map(|at| self.lang.relative(at, self.now));
        let said = match (self.side, order.state) {
            (_, State::Scheduled) => {
                due.map(|when| self.lang.say("order-waiting-starts").with("when", when))
            }
            (_, State::Running) if order.form == Form::Paced && order.runs_left > Some(0) => {
                due.map(|when| self.lang.say("order-waiting-portion").with("when", when))
            }
            (_, State::Paused) => Some(self.lang.say("order-waiting-credit")),
            (Side::Customer, State::Hold | State::Unknown | State::Review) => {
                Some(self.lang.say("order-waiting-operator"))
            }
            (Side::Staff, State::Hold | State::Unknown | State::Review) => {
                return format!("placed {}", self.lang.relative(order.created_at, self.now));
            }
            _ => None,
        };
        said.map(|said| said.to_string()).unwrap_or_default()
    }

    /// What canceling does, for staff.
    #[must_use]
    pub fn cancel_text(&self, order: &Order) -> String {
        let left = order.runs_left.unwrap_or_default();
        match order.form {
            Form::Subscription => {
                "No more posts are ordered. Orders for posts so far go on.".to_owned()
            }
            Form::Paced if order.runs_left != order.runs => {
                "What has not been sent yet is canceled and its charge comes back to the balance. \
                 The provider is asked to stop what it has; what is delivered stays charged."
                    .to_owned()
            }
            Form::Drip if order.runs_left != order.runs => format!(
                "The {left} runs that were not made yet are canceled and their charge comes back \
                 to the balance. Runs under way go on; cancel those one by one."
            ),
            _ if order.state.is_here() || order.form.carries_shares() => format!(
                "Nothing has been sent yet: the order ends now, and {} comes back to the balance.",
                self.money(order.net())
            ),
            _ => "The provider is asked to stop. What is not delivered comes back to the balance; \
                  what is delivered stays charged."
                .to_owned(),
        }
    }

    fn params(&self, order: &Order, service: Option<&Service>) -> Vec<Param> {
        let is_package = service.is_some_and(|s| s.kind.counted() == Counted::Package);
        let (lang, mut params) = (self.lang, Vec::new());
        let mut add = |name: String, value: String| params.push(Param { name, value });
        let say = |key: &'static str| lang.say(key);
        if let (Some(runs), Some(minutes)) = (order.runs, order.interval_min) {
            let each = order.quantity / i64::from(runs).max(1);
            let value = say("order-runs-value").count("runs", runs).count("each", each);
            add(say("order-runs").to_string(), value.to_string());
            add(say("order-minutes-between").to_string(), lang.number(minutes));
        }
        if let Some(minutes) = order.after_min.filter(|minutes| *minutes > 0) {
            let start = order.created_at + chrono::TimeDelta::minutes(minutes.into());
            let value = match start > self.now {
                true => say("order-start-to-come"),
                false => say("order-start-past"),
            };
            let value = value.with("wait", self.wait(minutes));
            let value = value.with("when", lang.relative(start, self.now));
            add(say("order-start").to_string(), value.to_string());
        }
        if let Some(speed) = order.speed {
            let value = say("order-pace-value").with("speed", lang.decimal(&thousandths(speed)));
            add(say("order-pace").to_string(), value.to_string());
        }
        if let (Some(each), Some(runs)) = (order.portion, order.runs) {
            let value = say("order-portions-value").count("portions", runs).count("each", each);
            add(say("order-portions").to_string(), value.to_string());
        }
        if let Some(target) = order.target {
            let value = say("order-position-value").count("position", target.position);
            add(say("order-position").to_string(), value.to_string());
            let value = say("order-given-up-value").count("hours", target.hours_max);
            add(say("order-given-up").to_string(), value.to_string());
        }
        let rate = lang.rate(order.rate, is_package, self.currency);
        add(say("order-rate").to_string(), rate);
        for parameter in service.map_or(&[][..], |service| service.kind.parameters()) {
            let kept = order.details.as_ref().and_then(|details| details.get(parameter.name));
            let Some(kept) = kept else { continue };
            let text = kept.as_str().map_or_else(|| kept.to_string(), str::to_owned);
            let text = match (parameter.shape, kept) {
                (Shape::Choice(_), _) => parameter_words::choice(lang, parameter, &text),
                (_, Value::Number(number)) => match number.as_i64() {
                    Some(minutes) if parameter.name == "delay" => {
                        say("duration-minutes").count("count", minutes).to_string()
                    }
                    Some(count) => lang.number(count),
                    None => text,
                },
                _ => text,
            };
            add(parameter_words::label(lang, parameter), text);
        }
        let placed =
            self.placed(order.source).with("when", lang.moment(order.created_at, self.zone));
        add(say("order-placed").to_string(), placed.to_string());
        params
    }

    /// When an order was placed, and by what.
    fn placed(&self, source: Source) -> Said {
        match source {
            Source::Page => self.lang.say("order-placed-page"),
            Source::ApiV2 | Source::OrderApi => self.lang.say("order-placed-api"),
            Source::Panel => self.lang.say("order-placed-subscription"),
        }
    }

    /// Minutes since the order was placed, as people say them: `90 min later`, `2 h later`, `3 d
    /// later`.
    fn wait(&self, minutes: i32) -> String {
        let said = match minutes {
            m if m % 1440 == 0 => self.lang.say("order-days-later").count("count", m / 1440),
            m if m % 60 == 0 => self.lang.say("order-hours-later").count("count", m / 60),
            m => self.lang.say("order-minutes-later").count("count", m),
        };
        said.to_string()
    }
}

/// `1500` → `1.5`
fn thousandths(speed: i64) -> String {
    let text = format!("{}.{:03}", speed / 1000, speed % 1000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The order's id and those of its newest children.
fn ids_of(order: &Order) -> String {
    let children = order.children.iter().rev().take(FOLLOWED_MAX);
    let ids = std::iter::once(&order.id).chain(children).map(ToString::to_string);
    ids.collect::<Vec<_>>().join(",")
}
