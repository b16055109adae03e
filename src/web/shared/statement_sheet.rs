//! A statement as both sides show it: filters in the address, totals of the range, rows by day, and
//! the same as a file. A customer sees their own, staff see a customer's.

use std::sync::Arc;

use axum::body::Body;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use chrono::{NaiveDate, SecondsFormat};
use futures_util::stream;
use serde::Deserialize;
use url::form_urlencoded::Serializer;

use crate::accounts::AccountId;
use crate::app::App;
use crate::kit::csv;
use crate::kit::lang::{Lang, Said};
use crate::kit::money::Money;
use crate::kit::page::Cursor;
use crate::kit::zone::Zone;
use crate::ledger::statement::{self, Filter, Line};
use crate::orders::{OrderId, read};
use crate::web::amounts::{Amount, Column};
use crate::web::calendar::read_day;
use crate::web::failure::Failure;
use crate::web::statement_view::{Movement, StatementRow, days};
use crate::web::view::{Chip, Pager};

/// The chips: how the address names them, what they cover.
const KINDS: [(&str, &[&str]); 3] = [
    ("charges", &["charge"]),
    ("refunds", &["refund"]),
    (
        "credits",
        &[
            "deposit", "payout", "adjust", "takeback", "repay", "restore", "bonus", "unbonus",
            "rebonus", "give_up",
        ],
    ),
];

/// Lines of the file that are read at a time.
const CSV_LINES: i64 = 2000;

/// Whose statement it is, and where it stands.
#[derive(Debug, Clone)]
pub struct Of {
    pub account_id: AccountId,
    /// `/statement`; the file is at `.csv` of it.
    pub path: String,
    /// Where its orders are: `/orders`.
    pub orders: &'static str,
    /// Where the reader's days begin.
    pub zone: Zone,
    pub lang: Lang,
}

/// The filters, as the address has them.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct StatementFilters {
    kind: String,
    order: String,
    /// Days, both included.
    from: String,
    to: String,
    before: String,
    after: String,
}

/// See `templates/shared/statement.html`.
pub struct Sheet {
    pub path: String,
    pub orders: &'static str,
    pub currency: String,
    pub chips: Vec<Chip>,
    pub active: Vec<Chip>,
    /// What the form keeps: kind and order.
    pub kept: Vec<(&'static str, String)>,
    pub from: String,
    pub to: String,
    /// What is wrong with the days; "": nothing.
    pub wrong: String,
    pub filtered: bool,
    pub csv: String,
    /// Each a word and an amount.
    pub totals: Vec<(String, Amount)>,
    /// Why in and out are not among them; "": they are.
    pub untold: String,
    pub days: Vec<(String, Vec<StatementRow>)>,
    pub pager: Pager,
}

impl StatementFilters {
    /// The days that can be read.
    fn days(&self) -> (Option<NaiveDate>, Option<NaiveDate>) {
        (read_day(&self.from), read_day(&self.to))
    }

    fn wrong(&self, lang: Lang) -> String {
        let (from, to) = self.days();
        let is_read =
            |typed: &str, day: Option<NaiveDate>| typed.trim().is_empty() || day.is_some();
        if !is_read(&self.from, from) || !is_read(&self.to, to) {
            return lang.say("statement-day-unreadable").to_string();
        }
        match from.zip(to) {
            Some((from, to)) if from > to => lang.say("statement-days-turned").to_string(),
            _ => String::new(),
        }
    }

    /// For an order with runs or posts, their movements too.
    async fn filter(
        &self,
        app: &App,
        account_id: AccountId,
        zone: Zone,
    ) -> Result<Filter, Failure> {
        let kinds = KINDS.iter().find(|(name, _)| *name == self.kind).map(|(_, kinds)| *kinds);
        let orders = if self.order.is_empty() {
            Vec::new()
        } else {
            let id = self.order.trim().parse().unwrap_or(OrderId::new(-1));
            let found = read::find(&app.db, Some(account_id), id).await?;
            let children = found.map(|order| order.children).unwrap_or_default();
            std::iter::once(id).chain(children).collect()
        };
        let kinds = kinds.unwrap_or_default().iter().map(ToString::to_string).collect();
        let (from, to) = self.days();
        let after = to.and_then(|day| day.succ_opt());
        let start = |day| zone.start_of(day);
        let range = (from.map(start), after.map(start));
        let versions = statement::between(&app.db, account_id, range).await?;
        Ok(Filter { kinds, orders, versions })
    }

    fn cursor(&self) -> Cursor {
        Cursor::from_parts(self.before.parse().ok(), self.after.parse().ok())
    }

    /// The address's filters without these.
    fn query_without(&self, left_out: &[&str]) -> Serializer<'static, String> {
        let mut query = Serializer::new(String::new());
        let all =
            [("kind", &self.kind), ("order", &self.order), ("from", &self.from), ("to", &self.to)];
        for (name, value) in all {
            if !value.is_empty() && !left_out.contains(&name) {
                query.append_pair(name, value);
            }
        }
        query
    }

    fn link(&self, path: &str, left_out: &[&str], kind: &str) -> String {
        let mut query = self.query_without(left_out);
        if !kind.is_empty() {
            query.append_pair("kind", kind);
        }
        match query.finish() {
            query if query.is_empty() => path.to_owned(),
            query => format!("{path}?{query}"),
        }
    }

    fn chips(&self, lang: Lang, path: &str) -> Vec<Chip> {
        let words = [
            ("", lang.say("statement-kind-all")),
            ("charges", lang.say("statement-kind-charges")),
            ("refunds", lang.say("statement-kind-refunds")),
            ("credits", lang.say("statement-kind-credits")),
        ];
        let known = KINDS.iter().any(|(name, _)| *name == self.kind);
        let chosen = if known { self.kind.as_str() } else { "" };
        let chips = words.map(|(name, word)| {
            Chip::new(&word.to_string(), self.link(path, &["kind"], name), name == chosen)
        });
        chips.into()
    }

    /// The filters that a click takes away.
    fn active(&self, lang: Lang, path: &str) -> Vec<Chip> {
        let without = |left_out: &[&str]| self.link(path, left_out, "");
        let order = (!self.order.is_empty()).then(|| {
            let word = lang.say("statement-only-order").with("order", &self.order);
            Chip::new(&word.to_string(), without(&["order"]), true)
        });
        let (from, to) = self.days();
        let range = match (from, to) {
            (None, None) => None,
            (Some(from), None) => Some(lang.say("statement-only-from").with("day", from)),
            (None, Some(to)) => Some(lang.say("statement-only-until").with("day", to)),
            (Some(from), Some(to)) => {
                Some(lang.say("statement-only-range").with("from", from).with("to", to))
            }
        };
        let range =
            range.map(|range| Chip::new(&range.to_string(), without(&["from", "to"]), true));
        order.into_iter().chain(range).collect()
    }
}

impl Sheet {
    /// One page of the statement, and the totals of everything that the filters find.
    pub async fn read(app: &App, of: &Of, filters: &StatementFilters) -> Result<Self, Failure> {
        let filter = filters.filter(app, of.account_id, of.zone).await?;
        let cursor = filters.cursor();
        let found = statement::page_of(app.db.pool(), of.account_id, &filter, cursor).await?;
        let query = filters.query_without(&[]).finish();
        let pager = Pager::new(&found, &of.path, &query);
        let (totals, untold) = totals(app, of, &filter).await?;
        let kept = [("kind", &filters.kind), ("order", &filters.order)];
        let kept = kept.into_iter().filter(|(_, value)| !value.is_empty());
        Ok(Self {
            path: of.path.clone(),
            orders: of.orders,
            currency: app.currency.clone(),
            chips: filters.chips(of.lang, &of.path),
            active: filters.active(of.lang, &of.path),
            kept: kept.map(|(name, value)| (name, value.clone())).collect(),
            from: filters.from.clone(),
            to: filters.to.clone(),
            wrong: filters.wrong(of.lang),
            filtered: !query.is_empty() || cursor != Cursor::First,
            csv: filters.link(&format!("{}.csv", of.path), &[], ""),
            totals,
            untold,
            days: days(of.lang, of.zone, found.rows),
            pager,
        })
    }
}

/// Of a whole range: the balances at both ends too. If it has too many movements to add them up,
/// they still say what the balance changed by.
async fn totals(
    app: &App,
    of: &Of,
    filter: &Filter,
) -> Result<(Vec<(String, Amount)>, String), Failure> {
    let (pool, account_id, lang) = (app.db.pool(), of.account_id, of.lang);
    let is_whole = filter.kinds.is_empty() && filter.orders.is_empty();
    let sums = statement::totals(pool, account_id, filter).await?;
    let mut amounts: Vec<(Said, Money)> = Vec::new();
    let mut net = None;
    if let Some(sums) = sums {
        amounts.push((lang.say("statement-total-in"), sums.incoming));
        amounts.push((lang.say("statement-total-out"), sums.outgoing));
        net = sums.incoming.checked_sub(sums.outgoing);
    }
    if is_whole {
        let range = filter.versions;
        let opening = statement::balance_at(pool, account_id, range.above).await?;
        let closing = match range.upto <= range.above {
            true => opening,
            false => statement::balance_at(pool, account_id, range.upto).await?,
        };
        net = closing.checked_sub(opening);
        amounts.insert(0, (lang.say("statement-opening"), opening));
        amounts.extend(net.map(|net| (lang.say("statement-net"), net)));
        amounts.push((lang.say("statement-closing"), closing));
    } else {
        amounts.extend(net.map(|net| (lang.say("statement-net"), net)));
    }
    let column = Column::of(amounts.iter().map(|(_, amount)| *amount)).in_language(lang);
    let totals =
        amounts.into_iter().map(|(word, amount)| (word.to_string(), column.show(amount))).collect();
    let untold = match sums {
        Some(_) => String::new(),
        None => lang.say("statement-untold").count("count", statement::TOTALS_MAX).to_string(),
    };
    Ok((totals, untold))
}

/// All lines that the filters find, newest first, sent while they are read.
pub async fn csv(
    app: &Arc<App>,
    (account_id, zone): (AccountId, Zone),
    filters: &StatementFilters,
) -> Result<Response, Failure> {
    let filter = Arc::new(filters.filter(app, account_id, zone).await?);
    let head = csv::head(["time", "what", "order", "note", "amount", "balance after", "currency"]);
    let first = lines(app, account_id, &filter, Cursor::First).await?;
    let app = Arc::clone(app);
    // The next lines are read while these are on their way.
    let start = (head, Some(tokio::spawn(async move { Ok(first) })));
    let chunks = stream::try_unfold(start, move |(head, reading)| {
        let (app, filter) = (Arc::clone(&app), Arc::clone(&filter));
        async move {
            let Some(reading) = reading else { return Ok(None) };
            let lines: Vec<Line> = reading.await.map_err(std::io::Error::other)??;
            let is_full = lines.len() == usize::try_from(CSV_LINES).unwrap_or_default();
            let next = lines.last().filter(|_| is_full).map(|last| {
                let (app, cursor) = (Arc::clone(&app), Cursor::Before(last.version));
                tokio::spawn(async move {
                    let read = self::lines(&app, account_id, &filter, cursor).await;
                    read.map_err(std::io::Error::other)
                })
            });
            let text = lines.iter().fold(head, |text, line| text + &row(line, &app.currency));
            Ok::<_, std::io::Error>(Some((text, (String::new(), next))))
        }
    });
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"statement.csv\""),
    ];
    Ok((headers, Body::from_stream(chunks)).into_response())
}

async fn lines(
    app: &App,
    account_id: AccountId,
    filter: &Filter,
    cursor: Cursor,
) -> Result<Vec<Line>, crate::kit::db::Error> {
    statement::lines_of(app.db.pool(), account_id, filter, cursor, CSV_LINES).await
}

fn row(line: &Line, currency: &str) -> String {
    let kind = Movement::of(line).name(Lang::ENGLISH).to_string();
    csv::line([
        line.at.to_rfc3339_opts(SecondsFormat::Secs, true).as_str(),
        &kind,
        &line.order_id.map(|id| id.to_string()).unwrap_or_default(),
        line.note.as_deref().unwrap_or_default(),
        &line.amount.to_string(),
        &line.balance_after.to_string(),
        currency,
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filters(from: &str, to: &str) -> StatementFilters {
        let (from, to) = (from.to_owned(), to.to_owned());
        StatementFilters { kind: "charges".to_owned(), from, to, ..StatementFilters::default() }
    }

    #[test]
    fn a_chip_keeps_the_other_filters() {
        let filters = filters("2026-11-01", "2026-11-30");
        let chips: Vec<_> =
            filters.chips(Lang::ENGLISH, "/statement").into_iter().map(|chip| chip.href).collect();
        assert_eq!(chips[0], "/statement?from=2026-11-01&to=2026-11-30");
        assert_eq!(chips[2], "/statement?from=2026-11-01&to=2026-11-30&kind=refunds");
        let active = filters.active(Lang::ENGLISH, "/statement");
        assert_eq!(active[0].label, "2026-11-01 to 2026-11-30");
        assert_eq!(active[0].href, "/statement?kind=charges");
    }

    #[test]
    fn days_that_cannot_be_read_are_said() {
        let wrong = |from, to| filters(from, to).wrong(Lang::ENGLISH);
        assert_eq!(wrong("2026-11-01", ""), "");
        assert_eq!(wrong("30/11/2026", ""), "A day is written like 2026-11-30.");
        assert_eq!(wrong("2026-11-02", "2026-11-01"), "The first day is after the last one.");
    }
}
