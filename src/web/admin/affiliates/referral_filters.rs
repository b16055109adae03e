//! The filters of the list of referrals, as the address has them.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use serde::Deserialize;

use super::rooms::{REFERRALS, of_commission};
use crate::accounts::AccountId;
use crate::affiliates::referrals::{Filter, From, Key};
use crate::affiliates::{CommissionState, MemberId, OfferId, member, offer};
use crate::app::App;
use crate::kit::page::Cursor;
use crate::web::admin::listing::{address, named, query};
use crate::web::failure::Failure;
use crate::web::form::Choice;
use crate::web::view::Chip;

/// Pending, and the hold is over: what staff can approve now.
const DUE: &str = "due";

/// Text, so that a wrong value is shown and is not an error.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ReferralFilters {
    pub(super) state: String,
    pub(super) member: String,
    /// An affiliate's e-mail address or code.
    pub(super) affiliate: String,
    pub(super) offer: String,
    pub(super) since: String,
    /// The last day.
    pub(super) until: String,
    before: String,
    after: String,
}

/// Nobody has it.
const NOBODY: i64 = -1;

impl ReferralFilters {
    /// What the address repeats.
    fn pairs(&self) -> [(&'static str, &str); 6] {
        [
            ("state", &self.state),
            ("member", self.member.trim()),
            ("affiliate", self.affiliate.trim()),
            ("offer", self.offer.trim()),
            ("since", self.since.trim()),
            ("until", self.until.trim()),
        ]
    }

    pub(super) fn query(&self) -> String {
        query(&self.pairs())
    }

    /// This page of the list again.
    pub(super) fn here(&self) -> String {
        let [state, member, affiliate, offer, since, until] = self.pairs();
        let cursor = [("before", self.before.as_str()), ("after", self.after.as_str())];
        let [before, after] = cursor;
        address(REFERRALS, &[state, member, affiliate, offer, since, until, before, after])
    }

    /// The list with another value of one of them.
    fn with(&self, name: &str, value: &str) -> String {
        let pairs = self.pairs().map(|(key, was)| (key, if key == name { value } else { was }));
        address(REFERRALS, &pairs)
    }

    pub(super) fn from(&self) -> From {
        match (key(&self.before), key(&self.after)) {
            (Some(key), _) => From::After(key),
            (None, Some(key)) => From::Before(key),
            (None, None) => From::Start,
        }
    }

    pub(super) fn is_due(&self) -> bool {
        self.state == DUE
    }

    pub(super) async fn filter(&self, app: &App) -> Result<Filter, Failure> {
        let states = match CommissionState::parse(&self.state) {
            Some(state) => vec![state],
            None if self.is_due() => vec![CommissionState::Pending],
            None => Vec::new(),
        };
        let (account_id, by_code) = self.named_affiliate(app).await?;
        Ok(Filter {
            account_id,
            member_id: named(&self.member).map(MemberId::new).or(by_code),
            offer_id: named(&self.offer).map(OfferId::new),
            states,
            id: None,
            since: day(&self.since).map(start),
            until: day(&self.until).and_then(|day| day.checked_add_days(Days::new(1))).map(start),
            due_by: self.is_due().then(|| app.clock.now()),
        })
    }

    /// Whom the words name: an account by its e-mail address, in all of its offers, or a member by
    /// its code. Words that name nobody find nothing.
    async fn named_affiliate(
        &self,
        app: &App,
    ) -> Result<(Option<AccountId>, Option<MemberId>), Failure> {
        let words = self.affiliate.trim().replace('\0', "").to_lowercase();
        if words.is_empty() {
            return Ok((None, None));
        }
        let found = member::page(app.db.pool(), None, &words, Cursor::First).await?.rows;
        if let Some(member) = found.iter().find(|member| member.email == words) {
            return Ok((Some(member.account_id), None));
        }
        let by_code = found.iter().find(|member| member.code == words);
        Ok((None, Some(by_code.map_or(MemberId::new(NOBODY), |member| member.id))))
    }

    pub(super) fn chips(&self, due: String) -> Vec<Chip> {
        let chip = |word: &str, label: &str| {
            Chip::new(label, self.with("state", word), self.state == word)
        };
        let states = CommissionState::ALL.map(|one| chip(one.as_str(), &of_commission(one).word));
        [chip("", "All"), Chip { count: due, ..chip(DUE, "Hold is over") }]
            .into_iter()
            .chain(states)
            .collect()
    }

    /// The filter that only links set, with the address that leaves it out.
    pub(super) async fn active(&self, app: &App) -> Result<Vec<Chip>, Failure> {
        let Some(id) = named(&self.member) else { return Ok(Vec::new()) };
        let member = member::find(app.db.pool(), MemberId::new(id)).await?;
        let who = member.map_or_else(
            || format!("Member {}", self.member.trim()),
            |member| format!("{}, {}", member.email, member.offer_name),
        );
        Ok(vec![Chip::new(&who, self.with("member", ""), true)])
    }

    pub(super) async fn offers(&self, app: &App) -> Result<Vec<Choice>, Failure> {
        let chosen = self.offer.trim();
        let all = Choice::new("", "All offers", chosen.is_empty());
        let offers = offer::list(app.db.pool()).await?.into_iter().map(|offer| {
            let id = offer.id.to_string();
            Choice::new(&id, &offer.draft.name, id == chosen)
        });
        Ok(std::iter::once(all).chain(offers).collect())
    }

    pub(super) fn is_filtered(&self) -> bool {
        self.pairs().iter().any(|(_, value)| !value.is_empty())
    }
}

/// A day that a calendar has; others are as good as none.
fn day(text: &str) -> Option<NaiveDate> {
    let day = NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").ok()?;
    let known = NaiveDate::from_ymd_opt(1970, 1, 1)?..NaiveDate::from_ymd_opt(10_000, 1, 1)?;
    known.contains(&day).then_some(day)
}

fn start(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc()
}

/// A row's place in an address: `microseconds.id`.
pub(super) fn written(key: Key) -> String {
    format!("{}.{}", key.at.timestamp_micros(), key.id)
}

fn key(text: &str) -> Option<Key> {
    let (micros, id) = text.split_once('.')?;
    let at = DateTime::from_timestamp_micros(micros.parse().ok()?)?;
    day(&at.date_naive().to_string())?;
    Some(Key { at, id: id.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_the_list_is_read_as_it_was_written() {
        let at = DateTime::from_timestamp_micros(1_780_000_000_123_456).unwrap();
        let one = Key { at, id: 17 };
        assert_eq!(key(&written(one)), Some(one));
        for bad in ["", "17", "x.1", "1.x", "9223372036854775807.1", "-1.1", "1.2.3"] {
            assert_eq!(key(bad), None, "{bad}");
        }
    }

    #[test]
    fn days_are_those_of_a_calendar() {
        assert_eq!(day(" 2026-02-28 "), NaiveDate::from_ymd_opt(2026, 2, 28));
        for bad in ["", "2026-02-30", "today", "0000-01-01", "+12026-01-01"] {
            assert_eq!(day(bad), None, "{bad}");
        }
    }
}
