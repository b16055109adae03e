//! From the text that a customer sends to an order that only lacks its funds. Pure: the service,
//! the price and today's date come from the caller. The order of the checks is part of the wire
//! contract (`docs/API.md`): service, link and type parameters, quantity; then the charge that was
//! agreed to, funds, duplicate.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::{Map, Value};

use crate::accounts::AccountId;
use crate::catalogue::blocked::{self, Rule};
use crate::catalogue::kind::{Counted, Shape};
use crate::catalogue::{Link, Service, ServiceId};
use crate::kit::money::{Money, Rate};
use crate::kit::secret::sha256;
use crate::orders::pace::Delivery;
use crate::orders::place_error::PlaceError;
use crate::orders::{Form, OrderId, Source};

/// Longest text of one parameter, in bytes.
const PARAMETER_BYTES_MAX: usize = 100_000;
/// Most runs of a drip-feed.
pub const RUNS_MAX: i64 = 1000;
/// A week, in minutes.
pub const INTERVAL_MIN_MAX: i64 = 10_080;

/// The parameters that describe an order, whatever its type. Others are ignored.
pub const PARAMETERS: [&str; 24] = [
    "link",
    "quantity",
    "runs",
    "interval",
    "keywords",
    "comments",
    "usernames",
    "hashtags",
    "hashtag",
    "username",
    "media",
    "answer_number",
    "groups",
    "min",
    "max",
    "delay",
    "posts",
    "old_posts",
    "expiry",
    "country",
    "device",
    "type_of_traffic",
    "google_keyword",
    "referring_url",
];

/// An order as it was asked for: the parameters of its type are still text.
#[derive(Debug, Clone)]
pub struct Request {
    pub account_id: AccountId,
    pub service_id: ServiceId,
    /// By the names in [`PARAMETERS`]. An optional parameter that was not sent is missing from the
    /// map.
    pub parameters: BTreeMap<String, String>,
    pub delivery: Delivery,
    /// At most 128 printable characters; see [`Request::check_key`].
    pub idempotency_key: Option<String>,
    /// The most that may be charged for it: what the customer was shown. It is no part of what is
    /// ordered, so a repetition under the same key may name another one.
    pub max_charge: Option<Money>,
    pub source: Source,
    pub token_id: Option<i64>,
    /// For posts: the subscription.
    pub parent_id: Option<OrderId>,
}

/// An order that only lacks its funds.
#[derive(Debug, Clone)]
pub(in crate::orders) struct Ready {
    pub form: Form,
    pub link: String,
    /// The target of the link or the username, in its one spelling.
    pub target: String,
    pub link_hash: Option<Vec<u8>>,
    pub details: Option<Value>,
    pub quantity: i64,
    pub rate: Rate,
    pub charge: Money,
    pub runs: Option<i32>,
    pub interval_min: Option<i32>,
    /// Units in each portion of a paced order except the last.
    pub portion: Option<i64>,
    pub delivery: Delivery,
}

impl Request {
    /// Whether a text can be an idempotency key.
    #[must_use]
    pub fn check_key(key: &str) -> bool {
        (1..=128).contains(&key.chars().count()) && !key.chars().any(char::is_control)
    }

    /// Two requests are the same if this hash is the same.
    pub(in crate::orders) fn hash(&self) -> [u8; 32] {
        let mut text = self.service_id.to_string();
        for (name, value) in &self.parameters {
            text.push('\0');
            text.push_str(name);
            text.push('=');
            text.push_str(value.trim());
        }
        if self.delivery != Delivery::default() {
            text.push_str(&format!("\0{:?}", self.delivery));
        }
        sha256(text.as_bytes())
    }

    pub(in crate::orders) fn text(&self, name: &str) -> &str {
        self.parameters.get(name).map_or("", |value| value.trim())
    }

    /// The link or the name that it is for, as it was sent.
    pub(in crate::orders) fn link(&self) -> &str {
        match self.text("link") {
            "" => self.text("username"),
            link => link,
        }
    }

    pub(in crate::orders) fn whole(&self, name: &str) -> Option<i64> {
        whole(self.text(name))
    }

    /// Checks everything that needs no lock.
    pub(in crate::orders) fn parse(
        &self,
        service: Option<&Service>,
        price: Rate,
        blocked: &[Rule],
        today: NaiveDate,
    ) -> Result<Ready, PlaceError> {
        let service = service
            .filter(|service| service.is_on_sale() || self.parent_id.is_some())
            .ok_or(PlaceError::Service)?;
        if self.parent_id.is_some() {
            return self.post_of_a_subscription(price, blocked);
        }
        let (link, target) = if service.kind.takes_link() {
            let link = Link::parse(self.text("link")).map_err(|_| PlaceError::Link)?;
            refuse_blocked(blocked, &link)?;
            (link.as_str().to_owned(), link.target().to_string())
        } else {
            let name = Link::parse(self.text("username"))
                .map_err(|_| PlaceError::Parameter("username"))?;
            refuse_blocked(blocked, &name)?;
            (String::new(), name.target().to_string())
        };
        let details = self.details(service, today)?;
        let (runs, interval_min) = self.drip(service)?;
        let quantity = self.quantity(service)?;
        let delivery = self.delivery.checked(service, quantity, runs.is_some())?;
        let within = Ready {
            form: if runs.is_some() { Form::Drip } else { Form::Single },
            link_hash: service.unique_link.then(|| link_hash(&target)),
            link,
            target,
            details,
            quantity,
            rate: price,
            charge: Money::ZERO,
            runs,
            interval_min,
            portion: None,
            delivery,
        };
        // A charge that no wallet can hold is more than this wallet holds.
        match service.kind.counted() {
            // Its posts are charged later, each at the price of its day: no limit holds for them.
            Counted::Children if self.max_charge.is_some() => {
                Err(PlaceError::Parameter("max_charge"))
            }
            Counted::Children => Ok(Ready { form: Form::Subscription, link_hash: None, ..within }),
            Counted::Package => Ok(Ready { charge: price.package(), ..within }),
            Counted::Quantity | Counted::Lines(_) => {
                let one = price.charge(quantity).ok_or(PlaceError::Funds)?;
                let times = i64::from(runs.unwrap_or(1));
                let charge = one.checked_mul(times).ok_or(PlaceError::Funds)?;
                let quantity = quantity.checked_mul(times).ok_or(PlaceError::Funds)?;
                Ok(Ready { charge, quantity, ..within })
            }
        }
    }

    /// The panel itself asks: an ordinary order, of a quantity that the subscription allows.
    fn post_of_a_subscription(&self, price: Rate, blocked: &[Rule]) -> Result<Ready, PlaceError> {
        let link = Link::parse(self.text("link")).map_err(|_| PlaceError::Link)?;
        refuse_blocked(blocked, &link)?;
        let quantity = self.whole("quantity").ok_or(PlaceError::Quantity)?;
        Ok(Ready {
            form: Form::Post,
            link: link.as_str().to_owned(),
            target: link.target().to_string(),
            link_hash: None,
            details: None,
            quantity,
            rate: price,
            charge: price.charge(quantity).ok_or(PlaceError::Funds)?,
            runs: None,
            interval_min: None,
            portion: None,
            delivery: self.delivery.clone(),
        })
    }

    fn details(&self, service: &Service, today: NaiveDate) -> Result<Option<Value>, PlaceError> {
        let mut details = Map::new();
        for parameter in service.kind.parameters() {
            let text = self.text(parameter.name);
            let wrong = Err(PlaceError::Parameter(parameter.name));
            let left_out = match parameter.shape {
                Shape::OptionalWhole { .. } | Shape::OptionalDay => text.is_empty(),
                Shape::TextWhen { other, value } => self.text(other) != value,
                _ => false,
            };
            if left_out {
                continue;
            }
            if text.len() > PARAMETER_BYTES_MAX || text.contains('\0') {
                return wrong;
            }
            let kept: Value = match parameter.shape {
                Shape::Text if text.is_empty() || text.contains('\n') => return wrong,
                Shape::TextWhen { .. } if text.is_empty() => return wrong,
                Shape::Text | Shape::TextWhen { .. } => text.into(),
                Shape::Lines => {
                    let lines = lines(text);
                    if lines.is_empty() {
                        return wrong;
                    }
                    lines.join("\n").into()
                }
                Shape::Whole { min, max } | Shape::OptionalWhole { min, max } => {
                    match whole(text) {
                        Some(number) if (min..=max).contains(&number) => number.into(),
                        _ => return wrong,
                    }
                }
                // With a day in the past, the customer would pay for nothing and the order would
                // end at once.
                Shape::OptionalDay => match day(text).filter(|day| *day >= today) {
                    Some(day) => day.to_string().into(),
                    None => return wrong,
                },
                Shape::Choice(values) => match values.iter().find(|(value, _)| *value == text) {
                    Some((value, _)) => (*value).into(),
                    None => return wrong,
                },
            };
            details.insert(parameter.name.to_owned(), kept);
        }
        Ok((!details.is_empty()).then_some(Value::Object(details)))
    }

    fn drip(&self, service: &Service) -> Result<(Option<i32>, Option<i32>), PlaceError> {
        let (runs, interval) = (self.text("runs"), self.text("interval"));
        if runs.is_empty() && interval.is_empty() {
            return Ok((None, None));
        }
        if !service.dripfeed || !service.kind.can_drip() {
            return Err(PlaceError::DripfeedOff);
        }
        let within = |text: &str, max: i64| {
            whole(text)
                .filter(|number| (1..=max).contains(number))
                .and_then(|n| i32::try_from(n).ok())
        };
        let runs = within(runs, RUNS_MAX).ok_or(PlaceError::Parameter("runs"))?;
        let interval =
            within(interval, INTERVAL_MIN_MAX).ok_or(PlaceError::Parameter("interval"))?;
        Ok((Some(runs), Some(interval)))
    }

    /// Units of one run, within the service's limits.
    fn quantity(&self, service: &Service) -> Result<i64, PlaceError> {
        let quantity = match service.kind.counted() {
            Counted::Package => return Ok(1),
            Counted::Children => {
                let (min, max) = (self.whole("min"), self.whole("max"));
                let (min, max) = (min.unwrap_or_default(), max.unwrap_or_default());
                if max < min {
                    return Err(PlaceError::Parameter("max"));
                }
                limits(service, min)?;
                limits(service, max)?;
                return Ok(0);
            }
            Counted::Lines(name) => i64::try_from(lines(self.text(name)).len()).unwrap_or(i64::MAX),
            Counted::Quantity => {
                let text = self.text("quantity");
                match whole(text) {
                    Some(number) => number,
                    // It is a whole number, but too large to count with.
                    None if is_whole(text) && text.starts_with('-') => i64::MIN,
                    None if is_whole(text) => i64::MAX,
                    None => return Err(PlaceError::Quantity),
                }
            }
        };
        limits(service, quantity)?;
        Ok(quantity)
    }
}

fn refuse_blocked(blocked: &[Rule], link: &Link) -> Result<(), PlaceError> {
    blocked::caught_by(blocked, link).map_or(Ok(()), |id| Err(PlaceError::Blocked(id)))
}

fn limits(service: &Service, quantity: i64) -> Result<(), PlaceError> {
    if quantity < service.min {
        Err(PlaceError::BelowMin(service.min))
    } else if quantity > service.max {
        Err(PlaceError::AboveMax(service.max))
    } else {
        Ok(())
    }
}

/// What an order would cost, without placing it. It is refused for the same reasons as the order.
pub fn quote(
    request: &Request,
    service: &Service,
    price: Rate,
    blocked: &[Rule],
    today: NaiveDate,
) -> Result<Money, PlaceError> {
    request.parse(Some(service), price, blocked, today).map(|ready| ready.charge)
}

/// The non-empty lines of a list.
fn lines(text: &str) -> Vec<&str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect()
}

/// Digits only, with at most one minus sign before them.
fn is_whole(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// A whole number as people and programs write it.
pub(in crate::orders) fn whole(text: &str) -> Option<i64> {
    if is_whole(text) { text.parse().ok() } else { None }
}

/// A day as `d/m/Y`. The year has four digits: `26` would be a day in the distant past.
fn day(text: &str) -> Option<NaiveDate> {
    let year = text.rsplit('/').next().unwrap_or_default();
    let four = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    NaiveDate::parse_from_str(text, "%d/%m/%Y").ok().filter(|_| four)
}

/// What keeps other orders of the customer and the service away from a target.
pub(in crate::orders) fn link_hash(target: &str) -> Vec<u8> {
    sha256(target.as_bytes())[..16].to_vec()
}
