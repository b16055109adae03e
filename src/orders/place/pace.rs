//! When and how fast an order is delivered, and the position it should reach. Portions keep the
//! pace: the first leaves at once, and a portion of q units makes the next one due q ÷ speed
//! minutes later. Each holds about ten minutes' units, and at least what the provider takes as its
//! least; a smaller rest is added to the last. `drip.rs` makes them, as it makes runs. There is no
//! float: a speed is in whole thousandths of a unit a minute.

use serde_json::Value;

use crate::catalogue::{Code, Service, ServiceId};
use crate::orders::Form;
use crate::orders::parse::{Ready, Request, whole};
use crate::orders::place_error::PlaceError;
use crate::providers::Target;
use crate::providers::route::Bounds;

/// The longest wait until a start: thirty days, in minutes.
pub const AFTER_MIN_MAX: i64 = 43_200;
/// The fastest pace, in thousandths of a unit a minute. At a faster one, a portion would hold every
/// quantity.
const SPEED_MAX: i64 = 1_000_000_000;
/// The minutes of delivery that a portion should hold.
const PORTION_MIN: i64 = 10;
/// The most portions of an order. Beyond that, portions get larger instead of more.
const PORTIONS_MAX: i64 = 1000;
/// The fewest units of an order that should reach a position.
pub const TARGET_QUANTITY_MIN: i64 = 100;
pub const POSITION_MAX: i64 = 20;
pub const HOURS_MAX: i64 = 72;
/// The hours until a position is given up, if the order names none.
pub const HOURS: i32 = 24;
/// The pace of an order that should reach a position.
const TARGET_SPEED: i64 = 1000;

/// When an order should start, how fast it should go and what it should reach.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Delivery {
    /// Minutes until the start.
    pub after_min: i64,
    /// Thousandths of a unit a minute; `None`: as fast as possible.
    pub speed: Option<i64>,
    pub target: Option<Target>,
    /// What the door was told of a position, if its service does not steer by positions. The door
    /// only shows it again.
    pub told: Option<Value>,
}

/// Whether orders of this service may have a pace: its type can be delivered in parts, and staff
/// allow it, as they do with the drip-feed's flag or a code of the order API.
#[must_use]
pub fn paces(service: &Service) -> bool {
    service.kind.can_drip() && (service.dripfeed || service.code.is_some())
}

/// Whether orders of this service may have a position to reach.
#[must_use]
pub fn aims(service: &Service) -> bool {
    service.code == Some(Code::TopRanking)
}

/// Whether orders of this service may start later. A subscription may not: it waits for posts
/// anyway.
#[must_use]
pub fn waits(service: &Service) -> bool {
    service.kind.takes_link()
}

impl Delivery {
    /// Reads what people typed: `after`, `speed`, `position` and `max_hours`, "" for what they left
    /// out. Whether a service allows it is checked by [`Delivery::checked`].
    pub fn parse<'t>(typed: impl Fn(&'static str) -> &'t str) -> Result<Self, PlaceError> {
        let given = |name| Some(typed(name).trim()).filter(|text: &&str| !text.is_empty());
        let number = |name: &'static str| match given(name) {
            None => Ok(None),
            Some(text) => whole(text).map(Some).ok_or(PlaceError::Parameter(name)),
        };
        let small = |name: &'static str| match number(name)? {
            None => Ok(None),
            Some(number) => {
                i32::try_from(number).map(Some).map_err(|_| PlaceError::Parameter(name))
            }
        };
        let after_min = number("after")?.unwrap_or_default();
        let speed = match given("speed") {
            None => None,
            Some(text) => Some(thousandths(text).ok_or(PlaceError::Parameter("speed"))?),
        };
        let target = match (small("position")?, small("max_hours")?) {
            (Some(position), hours) => Some(Target { position, hours_max: hours.unwrap_or(HOURS) }),
            (None, Some(_)) => return Err(PlaceError::Parameter("position")),
            (None, None) => None,
        };
        Ok(Self { after_min, speed, target, told: None })
    }

    /// The part of it that an order of this service uses, or why it cannot have it. `quantity` was
    /// checked against the service's limits; `has_runs`: a drip-feed has a pace of its own.
    pub(in crate::orders) fn checked(
        &self,
        service: &Service,
        quantity: i64,
        has_runs: bool,
    ) -> Result<Self, PlaceError> {
        let most = if waits(service) { AFTER_MIN_MAX } else { 0 };
        if !(0..=most).contains(&self.after_min) {
            return Err(PlaceError::Parameter("after"));
        }
        let paced = paces(service) && !has_runs;
        if self.speed.is_some_and(|speed| !paced || !(1..=SPEED_MAX).contains(&speed)) {
            return Err(PlaceError::Parameter("speed"));
        }
        let Some(target) = self.target else { return Ok(self.clone()) };
        let position = i64::from(target.position);
        if !aims(service) || has_runs || !(1..=POSITION_MAX).contains(&position) {
            return Err(PlaceError::Parameter("position"));
        }
        if !(1..=HOURS_MAX).contains(&i64::from(target.hours_max)) {
            return Err(PlaceError::Parameter("max_hours"));
        }
        if self.speed.is_some_and(|speed| speed != TARGET_SPEED) {
            return Err(PlaceError::Parameter("speed"));
        }
        if quantity < TARGET_QUANTITY_MIN {
            return Err(PlaceError::BelowMin(TARGET_QUANTITY_MIN));
        }
        Ok(Self { speed: Some(TARGET_SPEED), ..self.clone() })
    }
}

/// A speed as people write it, `0.2` or `5`, in thousandths.
fn thousandths(text: &str) -> Option<i64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !digits(fraction) || fraction.len() > 3 {
        return None;
    }
    let whole: i64 = whole.parse().ok()?;
    let fraction: i64 = format!("{fraction:0<3}").parse().ok()?;
    let speed = whole.checked_mul(1000)?.checked_add(fraction)?;
    (1..=SPEED_MAX).contains(&speed).then_some(speed)
}

/// How an order of `quantity` is split into portions: units of each portion except the last, and
/// how many there are. `least` is the least quantity that the provider takes.
pub(in crate::orders) fn portions(quantity: i64, speed: i64, least: i64) -> (i64, i64) {
    let worth = (speed.saturating_mul(PORTION_MIN) + 999) / 1000;
    let few = (quantity + PORTIONS_MAX - 1) / PORTIONS_MAX;
    let each = worth.max(least).max(few).max(1);
    (each, (quantity / each).max(1))
}

/// The services of a batch for which it matters what their providers take. What is one portion for
/// a provider that takes any quantity is one portion for every provider.
pub(in crate::orders) fn planned(
    requests: &[Request],
    parsed: &[Result<Ready, PlaceError>],
) -> Vec<ServiceId> {
    let both = requests.iter().zip(parsed);
    both.filter(|(_, ready)| ready.as_ref().is_ok_and(Ready::depends_on_provider))
        .map(|(request, _)| request.service_id)
        .collect()
}

impl Ready {
    /// Splits a paced order into portions. Refuses an order for a position, if no provider of its
    /// service can report one. `own_min` is the least quantity that the service takes.
    pub(in crate::orders) fn portioned(
        mut self,
        bounds: Option<&Bounds>,
        own_min: i64,
    ) -> Result<Self, PlaceError> {
        let Some(speed) = self.delivery.speed.filter(|_| self.depends_on_provider()) else {
            return Ok(self);
        };
        if self.delivery.target.is_some() {
            let ranks = bounds.is_some_and(|bounds| bounds.reports_rank);
            return if ranks { Ok(self) } else { Err(PlaceError::Service) };
        }
        let least = bounds.and_then(|bounds| bounds.min).unwrap_or(own_min);
        let (each, count) = portions(self.quantity, speed, least);
        if count > 1 {
            self.form = Form::Paced;
            self.portion = Some(each);
            self.runs = i32::try_from(count).ok();
        }
        Ok(self)
    }

    fn depends_on_provider(&self) -> bool {
        let may_part = |speed| portions(self.quantity, speed, 1).1 > 1;
        self.delivery.target.is_some() || self.delivery.speed.is_some_and(may_part)
    }
}

/// How the batch's orders are delivered. The columns end with the last order that has a delivery of
/// its own. The database takes the missing values for null, and most batches send nothing at all.
#[derive(Default)]
pub(in crate::orders) struct DeliveryColumns {
    pub after_min: Vec<Option<i32>>,
    pub speeds: Vec<Option<i64>>,
    pub portions: Vec<Option<i64>>,
    pub positions: Vec<Option<i32>>,
    pub hours: Vec<Option<i32>>,
    pub told: Vec<Option<Value>>,
}

impl DeliveryColumns {
    /// `count` orders are in the batch, and this is the last of them.
    pub fn push(&mut self, count: usize, ready: &Ready) {
        let delivery = &ready.delivery;
        if *delivery == Delivery::default() {
            return;
        }
        let before = count.saturating_sub(1);
        self.after_min.resize(before, None);
        self.speeds.resize(before, None);
        self.portions.resize(before, None);
        self.positions.resize(before, None);
        self.hours.resize(before, None);
        self.told.resize(before, None);
        self.after_min.push(i32::try_from(delivery.after_min).ok().filter(|minutes| *minutes > 0));
        self.speeds.push(delivery.speed);
        self.portions.push(ready.portion);
        self.positions.push(delivery.target.map(|target| target.position));
        self.hours.push(delivery.target.map(|target| target.hours_max));
        self.told.push(delivery.told.clone());
    }
}

/// Units that are not in the `made` portions, or runs, of `count`. `each` is how many units each
/// one has; `None`: all have the same.
pub(in crate::orders) fn unmade(quantity: i64, each: Option<i64>, count: i64, made: i64) -> i64 {
    if made >= count {
        return 0;
    }
    let each = each.unwrap_or(quantity / count.max(1));
    (quantity - each.saturating_mul(made)).max(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn speeds() {
        for (text, speed) in
            [("0.2", 200), ("1", 1000), ("1.0", 1000), ("5", 5000), ("0.001", 1), ("2.125", 2125)]
        {
            assert_eq!(thousandths(text), Some(speed), "{text}");
        }
        for text in ["", ".5", "1.", "0", "0.0", "-1", "1e3", "NaN", "0.0001", "1000001", "1,5"] {
            assert_eq!(thousandths(text), None, "{text}");
        }
    }

    #[test]
    fn ten_minutes_worth_and_no_less_than_the_provider_takes() {
        assert_eq!(portions(100, 1000, 1), (10, 10));
        assert_eq!(portions(105, 1000, 1), (10, 10), "the rest rides on the last");
        assert_eq!(portions(19, 1000, 1), (10, 1));
        assert_eq!(portions(100, 200, 1), (2, 50));
        assert_eq!(portions(100, 5000, 1), (50, 2));
        assert_eq!(portions(100, 1000, 30), (30, 3));
        assert_eq!(portions(5, 1000, 1), (10, 1));
        assert_eq!(portions(1_000_000, 200, 1), (1000, 1000));
    }

    proptest! {
        #[test]
        fn portions_sum_to_the_quantity(quantity in 1i64..1_000_000_000, speed in 1i64..SPEED_MAX,
            least in 1i64..10_000) {
            let (each, count) = portions(quantity, speed, least);
            prop_assert!((1..=PORTIONS_MAX).contains(&count));
            if count > 1 {
                let last = unmade(quantity, Some(each), count, count - 1);
                prop_assert!(last >= each && last < 2 * each);
                prop_assert!(each >= least);
                prop_assert_eq!(each * (count - 1) + last, quantity);
            }
            prop_assert_eq!(unmade(quantity, Some(each), count, count), 0);
            prop_assert_eq!(unmade(quantity, Some(each), count, 0), quantity);
        }
    }
}
