//! Orders as pages show them, on both sides: rows, the page of one order, and the part of it that
//! changes. Plain strings, ready for `templates/dashboard/orders` and `templates/shared`. What must
//! stay true: customers see the words that the API uses, in their language, and nothing that is
//! between the panel and its providers.

use std::borrow::Cow;

use chrono::{DateTime, Utc};

use crate::catalogue::ServiceId;
use crate::kit::lang::{Lang, Said};
use crate::kit::zone::Zone;
use crate::orders::read::Order;
use crate::orders::subscription::Terms;
use crate::orders::{Form, OrderId, State};
use crate::web::amounts::Amount;
use crate::web::chart::Chart;
use crate::web::view::When;

/// For whom a page is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Customer,
    Staff,
}

/// Who reads, when, and in which currency: needed to turn an order into words.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a> {
    pub side: Side,
    pub now: DateTime<Utc>,
    pub currency: &'a str,
    /// Where the reader reads times.
    pub zone: Zone,
    /// In which language; English for staff.
    pub lang: Lang,
}

/// A state's badge: `kind` picks shape and colour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Badge {
    pub kind: &'static str,
    pub word: Cow<'static, str>,
}

/// How much of an order is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    pub done: i64,
    /// At least 1.
    pub total: i64,
    pub text: String,
}

/// See `templates/dashboard/orders/order_row.html`.
#[derive(Debug, Clone)]
pub struct OrderRow {
    pub id: OrderId,
    pub service: String,
    pub service_id: ServiceId,
    /// For a subscription, the name that it watches.
    pub link: String,
    /// As [`short_link`] has it.
    pub short: String,
    pub state: Badge,
    pub is_final: bool,
    pub progress: Progress,
    /// After refunds. Customers' lists name the currency above.
    /// Net of refunds, in a column that says the currency.
    pub charge: Amount,
    pub placed: When,
    /// What it waits for; "" for nothing that needs saying.
    pub waiting: String,
    pub can_refill: bool,
    pub can_cancel: bool,
}

/// See `templates/dashboard/orders/order.html`.
#[derive(Debug, Clone)]
pub struct OrderView {
    pub id: OrderId,
    pub service: String,
    pub service_id: ServiceId,
    /// The service's type.
    pub kind: &'static str,
    pub link: String,
    pub params: Vec<Param>,
    pub parent: Option<OrderId>,
    /// What it is to its parent: a run, a portion or a post. In English, for staff; the customers'
    /// page has a sentence for each.
    pub child_word: &'static str,
    pub children: Vec<OrderRow>,
    pub children_title: String,
    /// The ids of those that may still change.
    pub children_live: String,
    /// Where the rest of the children are; "": all are here.
    pub children_more: String,
    /// The chart of its portions or its position.
    pub chart: Option<Chart>,
    pub can_refill: bool,
    pub can_cancel: bool,
    pub can_resume: bool,
    /// What canceling gives back. A customer's page foresees it; here it is in English.
    pub cancel_text: String,
    /// Why it cannot be canceled now; "" when it can, or when that is not said.
    pub cancel_note: String,
    /// Why no refill can be asked for now, in the same way.
    pub refill_note: String,
    pub live: Live,
}

/// One line of what was ordered.
#[derive(Debug, Clone)]
pub struct Param {
    pub name: String,
    pub value: String,
}

/// See `templates/shared/order_live.html`.
#[derive(Debug, Clone)]
pub struct Live {
    /// The order and its newest children; it is asked for again when one of them moves.
    pub ids: String,
    /// Where it asks, with the state that the page has.
    pub poll: String,
    /// The movements of this order.
    pub statement: String,
    pub state: Badge,
    pub waiting: String,
    pub progress: Progress,
    pub quantity: String,
    pub start_count: String,
    pub remains: String,
    pub charge: String,
    pub refunded: String,
    pub net: String,
    pub has_refund: bool,
    pub is_final: bool,
    /// Newest first.
    pub events: Vec<Event>,
}

/// One entry of the timeline. See `ui::event`.
#[derive(Debug, Clone)]
pub struct Event {
    pub at: When,
    /// A badge's kind, or `dot`.
    pub kind: &'static str,
    pub title: String,
    pub text: String,
    /// Who did it; "" for the panel itself.
    pub by: String,
    /// The order that was made; "": none was.
    pub link: String,
    pub href: String,
    /// For several tries in one entry: the last of them, newest first.
    pub tries: Vec<Try>,
    /// Names the entry among those of its order.
    pub id: i64,
}

/// One time that an order was sent and came back.
#[derive(Debug, Clone)]
pub struct Try {
    pub at: When,
    pub text: String,
}

/// The most characters of a link in a list.
const SHORT_CHARS_MAX: usize = 36;

/// What other sites append to their links, to know who shared them.
const TRACKING: [&str; 7] = ["igsh", "igshid", "si", "fbclid", "gclid", "feature", "ref"];

/// A link as lists show it: without `https://www.` and what only tracks, and with dots for its
/// middle if it is long. Its beginning says where it leads, its end which one it is.
#[must_use]
pub fn short_link(link: &str) -> String {
    let bare = link.split_once("://").map_or(link, |(_, rest)| rest);
    let bare = bare.strip_prefix("www.").unwrap_or(bare);
    let (path, query) = bare.split_once('?').unwrap_or((bare, ""));
    let says_more = |pair: &&str| {
        let name = pair.split('=').next().unwrap_or_default();
        !pair.is_empty() && !name.starts_with("utm_") && !TRACKING.contains(&name)
    };
    let kept: Vec<&str> = query.split('&').filter(says_more).collect();
    let bare = match kept.as_slice() {
        [] => path.trim_end_matches('/').to_owned(),
        kept => format!("{path}?{}", kept.join("&")),
    };
    let chars: Vec<char> = bare.chars().collect();
    if chars.len() <= SHORT_CHARS_MAX {
        return bare;
    }
    let (head, tail) = (SHORT_CHARS_MAX / 2 + 1, SHORT_CHARS_MAX / 2 - 2);
    let (head, tail) = (&chars[..head], &chars[chars.len() - tail..]);
    head.iter().chain(&['…']).chain(tail).collect()
}

impl Badge {
    #[must_use]
    pub fn of(kind: &'static str, word: impl Into<Cow<'static, str>>) -> Self {
        Self { kind, word: word.into() }
    }

    /// Customers read what the API says; staff read where the order really is, in English.
    #[must_use]
    pub fn new(lang: Lang, state: State, form: Form, side: Side) -> Self {
        let badge = |kind, said: Said| Self::of(kind, said);
        let say = |key: &'static str| lang.say(key);
        match (side, state) {
            (Side::Staff, State::Hold) => Self::of("hold", "On hold"),
            (Side::Staff, State::Submitting) => Self::of("processing", "Being sent"),
            (Side::Staff, State::Unknown) => Self::of("unknown", "Unknown"),
            (Side::Staff, State::Review) => Self::of("review", "In review"),
            (_, State::Scheduled) => badge("scheduled", say("order-state-scheduled")),
            (_, State::Queued | State::Hold) => badge("pending", say("order-state-pending")),
            (_, State::Submitting | State::Unknown) => {
                badge("processing", say("order-state-processing"))
            }
            (_, State::Running) if form == Form::Subscription => {
                badge("running", say("order-state-active"))
            }
            (_, State::Running | State::Review) => badge("running", say("order-state-in-progress")),
            (_, State::Completed) => badge("completed", say("order-state-completed")),
            (_, State::Partial) => badge("partial", say("order-state-partial")),
            (_, State::Canceled) => badge("canceled", say("order-state-canceled")),
            (_, State::Paused) => badge("hold", say("order-state-paused")),
            (_, State::Expired) => badge("completed", say("order-state-expired")),
        }
    }
}

impl Progress {
    #[must_use]
    pub fn new(lang: Lang, order: &Order) -> Self {
        let posts = i64::try_from(order.children.len()).unwrap_or(i64::MAX);
        let (done, total, said) = match order.form {
            Form::Subscription => {
                let terms = Terms::read(order.details.as_ref());
                match terms.posts.map(|new| new + terms.old_posts) {
                    Some(most) => {
                        let said = lang.say("order-progress-posts-of");
                        (posts, most, said.count("posts", posts).count("most", most))
                    }
                    None => (0, 1, lang.say("order-progress-posts").count("posts", posts)),
                }
            }
            _ => {
                let done = order.delivered();
                let said = lang.say("order-progress").count("done", done);
                (done, order.quantity, said.count("total", order.quantity))
            }
        };
        Self { done, total: total.max(1), text: said.to_string() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_short_and_keeps_its_ends() {
        assert_eq!(short_link("https://www.example.com/p/1/"), "example.com/p/1");
        assert_eq!(short_link("@name"), "@name");
        let shared = "https://www.instagram.com/p/CxYz0123456789/?utm_source=ig_web&igsh=x";
        assert_eq!(short_link(shared), "instagram.com/p/CxYz0123456789");
        let video = "https://youtube.com/watch?v=a1b2c3&feature=share";
        assert_eq!(short_link(video), "youtube.com/watch?v=a1b2c3");
        let long = format!("https://instagram.com/p/{}eb_copy_link", "x".repeat(50));
        let short = short_link(&long);
        assert_eq!(short.chars().count(), SHORT_CHARS_MAX);
        assert!(
            short.starts_with("instagram.com/p/") && short.ends_with("eb_copy_link"),
            "{short}"
        );
        assert_eq!(short_link(&"é".repeat(100)).chars().count(), SHORT_CHARS_MAX);
    }

    #[test]
    fn customers_read_no_word_of_the_inside() {
        for state in State::ALL {
            let badge = Badge::new(Lang::ENGLISH, state, Form::Single, Side::Customer);
            assert!(
                !["On hold", "Unknown", "In review", "Being sent"].contains(&badge.word.as_ref())
            );
        }
    }
}
