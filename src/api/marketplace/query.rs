//! The parameters. They are read as pairs and then checked, so that an empty value is absent, the
//! last of a repeated name counts, and all that is wrong is said at once.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use url::form_urlencoded::{self, Serializer};

use super::Action;
use super::answer::Fault;
use crate::affiliates::referrals::{From, Key};

const PER_PAGE: i64 = 10;
const PER_PAGE_MAX: i64 = 100;

/// What was asked for.
#[derive(Debug, Clone)]
pub(super) struct Query {
    pub page: i64,
    pub per_page: i64,
    /// The first moment, and the first one that is too late.
    pub since: Option<DateTime<Utc>>,
    pub until: Option<DateTime<Utc>>,
    /// An offer.
    pub id: Option<i64>,
    pub shop_id: Option<i64>,
    /// A referral or a payment.
    pub row_id: Option<i64>,
    cursor: Option<From>,
    /// The filters as they were sent, for the links to other pages.
    kept: Vec<(&'static str, String)>,
}

/// The values that were sent, and what is wrong with them.
struct Sent {
    pairs: Vec<(String, String)>,
    errors: Vec<(&'static str, String)>,
    kept: Vec<(&'static str, String)>,
}

impl Sent {
    /// The last value of this name, unless it is empty.
    fn value(&self, name: &str) -> Option<String> {
        let last = self.pairs.iter().rev().find(|(key, _)| key == name);
        let value = last.map(|(_, value)| value.trim()).unwrap_or_default();
        (!value.is_empty()).then(|| value.to_owned())
    }

    fn refuse(&mut self, name: &'static str, what: &str) {
        let words = name.replace('_', " ");
        self.errors.push((name, format!("The {words} field must {what}.")));
    }

    /// A whole number between these bounds.
    fn integer(&mut self, name: &'static str, min: i64, max: i64) -> Option<i64> {
        let text = self.value(name)?;
        match text.parse::<i64>() {
            Err(_) => self.refuse(name, "be an integer"),
            Ok(number) if number < min => self.refuse(name, &format!("be at least {min}")),
            Ok(number) if number > max => {
                self.refuse(name, &format!("not be greater than {max}"));
            }
            Ok(number) => return Some(number),
        }
        None
    }

    /// A filter by id; every number is one, and an unknown one finds nothing.
    fn id(&mut self, name: &'static str) -> Option<i64> {
        let id = self.integer(name, i64::MIN, i64::MAX)?;
        self.kept.push((name, id.to_string()));
        Some(id)
    }

    /// A day, or a moment.
    fn moment(&mut self, name: &'static str) -> Option<Moment> {
        let text = self.value(name)?;
        let read = Moment::read(&text);
        match read {
            Some(_) => self.kept.push((name, text)),
            None => self.refuse(name, "be a valid date"),
        }
        read
    }
}

/// `2024-01-11`, a whole day in UTC, or an RFC 3339 time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Moment {
    Day(NaiveDate),
    Time(DateTime<Utc>),
}

impl Moment {
    fn read(text: &str) -> Option<Self> {
        // Years that the database and the answer can write.
        let fits = |at: DateTime<Utc>| (0..=9998).contains(&chrono::Datelike::year(&at));
        let is_day = text.len() == 10;
        let day = || NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().map(Self::Day);
        // In a query a plus that was not escaped is a blank.
        let time = || text.replace(' ', "+").parse::<DateTime<Utc>>().ok().map(Self::Time);
        let read = if is_day { day() } else { time() };
        read.filter(|moment| fits(moment.start()))
    }

    fn start(self) -> DateTime<Utc> {
        match self {
            Self::Day(day) => day.and_time(NaiveTime::MIN).and_utc(),
            Self::Time(at) => at,
        }
    }

    /// The first moment that is too late, when this one still counts.
    fn end(self) -> DateTime<Utc> {
        match self {
            Self::Day(day) => {
                day.checked_add_days(Days::new(1)).unwrap_or(day).and_time(NaiveTime::MIN).and_utc()
            }
            Self::Time(at) => at + TimeDelta::microseconds(1),
        }
    }
}

impl Query {
    pub(super) fn read(action: Action, query: &str) -> Result<Self, Fault> {
        let pairs = form_urlencoded::parse(query.as_bytes()).into_owned();
        let mut sent = Sent { pairs: pairs.collect(), errors: Vec::new(), kept: Vec::new() };
        let page = sent.integer("page", 1, i64::MAX).unwrap_or(1);
        let mut read = Self {
            page,
            per_page: PER_PAGE,
            since: None,
            until: None,
            id: None,
            shop_id: None,
            row_id: None,
            cursor: None,
            kept: Vec::new(),
        };
        if action != Action::Links {
            read.per_page = sent.integer("per_page", 1, PER_PAGE_MAX).unwrap_or(PER_PAGE);
        }
        if matches!(action, Action::Referrals | Action::Payments) {
            let (start, end) = (sent.moment("start_date"), sent.moment("end_date"));
            if let (Some(start), Some(end)) = (start, end)
                && end.end() <= start.start()
            {
                sent.refuse("end_date", "be a date after or equal to start date");
            }
            read.since = start.map(Moment::start);
            read.until = end.map(Moment::end);
        }
        if action != Action::Links {
            read.id = sent.id("id");
            read.shop_id = sent.id("shop_id");
        }
        read.row_id = match action {
            Action::Referrals => sent.id("referral_id"),
            Action::Payments => sent.id("payment_id"),
            Action::Links | Action::Offers => None,
        };
        read.cursor = sent.value("cursor").and_then(|text| read_cursor(&text));
        read.kept = sent.kept;
        if sent.errors.is_empty() { Ok(read) } else { Err(Fault::Fields(sent.errors)) }
    }

    /// The number of rows before this page, as a bare page counts them.
    pub(super) fn rows_before(&self) -> i64 {
        (self.page - 1).saturating_mul(self.per_page)
    }

    /// From where the rows are read: a cursor says it better than the page's number.
    pub(super) fn from(&self) -> From {
        self.cursor.unwrap_or_else(|| From::Offset(self.rows_before()))
    }

    /// The address of another page of the same list.
    pub(super) fn link(&self, base: &str, page: i64, cursor: Option<From>) -> String {
        let mut query = Serializer::new(String::new());
        query.extend_pairs(self.kept.iter().map(|(name, value)| (*name, value.as_str())));
        query.append_pair("per_page", &self.per_page.to_string());
        query.append_pair("page", &page.to_string());
        if let Some(cursor) = cursor.and_then(write_cursor) {
            query.append_pair("cursor", &cursor);
        }
        format!("{base}?{}", query.finish())
    }
}

/// `n`ewer or `o`lder than a row.
fn write_cursor(from: From) -> Option<String> {
    let (way, key) = match from {
        From::After(key) => ('o', key),
        From::Before(key) => ('n', key),
        From::Start | From::Offset(_) => return None,
    };
    Some(format!("{way}{:x}-{:x}", key.at.timestamp_micros(), key.id))
}

fn read_cursor(text: &str) -> Option<From> {
    let (way, rest) = text.split_at_checked(1)?;
    let (at, id) = rest.split_once('-')?;
    let at = DateTime::from_timestamp_micros(i64::from_str_radix(at, 16).ok()?)?;
    let key = Key { at, id: i64::from_str_radix(id, 16).ok()? };
    match way {
        "o" => Some(From::After(key)),
        "n" => Some(From::Before(key)),
        _ => None,
    }
}
