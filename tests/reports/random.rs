//! Whatever happens, in any order: after each step, what reports say is what the ledger's rows add up
//! to, in all, by service, by provider, by customer, by day, by hour, and
//! by account.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use proptest::collection::vec;
use proptest::prelude::*;
use waybill::ledger::Class;
use waybill::providers::{Outcome, Word};
use waybill::reports::Dimension;
use waybill::reports::money::Accounts;
use waybill::reports::read::{self, Of, Order, Sums, Wanted};
use waybill::reports::span::Period;

use super::add_all;
use crate::support::rows::execute;
use crate::support::stories::{Cases, tell};
use crate::support::{Customer, Panel, order_id, still_panel};

const STEPS: usize = 30;

#[derive(Debug, Clone)]
enum Act {
    Order {
        who: usize,
        service: usize,
        quantity: i64,
    },
    DripFeed {
        who: usize,
        runs: i64,
    },
    /// A cost that orders have from now on.
    Cost(i64),
    /// Sent, and nobody knows what became of it; it is sent again later.
    Unknown,
    Submit,
    End {
        which: usize,
        word: Word,
        remains: i64,
    },
    Refund {
        which: usize,
        percent: i64,
    },
    Cancel {
        which: usize,
    },
    Minutes(i64),
    Drip,
}

fn act() -> impl Strategy<Value = Act> {
    let word = prop_oneof![
        3 => Just(Word::Completed), 2 => Just(Word::Partial), 1 => Just(Word::Canceled)
    ];
    prop_oneof![
        5 => (any::<usize>(), any::<usize>(), 1..4_000_i64)
            .prop_map(|(who, service, quantity)| Act::Order { who, service, quantity }),
        2 => (any::<usize>(), 2..5_i64).prop_map(|(who, runs)| Act::DripFeed { who, runs }),
        1 => (0..3_000_000_i64).prop_map(Act::Cost),
        1 => Just(Act::Unknown),
        3 => Just(Act::Submit),
        7 => (any::<usize>(), word, 1..4_000_i64)
            .prop_map(|(which, word, remains)| Act::End { which, word, remains }),
        3 => (any::<usize>(), 1..=100_i64)
            .prop_map(|(which, percent)| Act::Refund { which, percent }),
        2 => any::<usize>().prop_map(|which| Act::Cancel { which }),
        3 => (1..900_i64).prop_map(Act::Minutes),
        3 => Just(Act::Drip),
    ]
}

struct Story<'p> {
    panel: &'p Panel,
    services: Vec<i64>,
    customers: Vec<Customer>,
}

impl Story<'_> {
    async fn step(&self, act: &Act) {
        let panel = self.panel;
        match *act {
            Act::Order { who, service, quantity } => {
                let who = &self.customers[who % self.customers.len()];
                panel.order(who, self.services[service % self.services.len()], quantity).await;
            }
            Act::DripFeed { who, runs } => {
                let (service, runs) = (self.services[0].to_string(), runs.to_string());
                let fields = [
                    ("action", "add"),
                    ("service", &service),
                    ("link", "https://example.com/p/drip"),
                    ("quantity", "333"),
                    ("runs", &runs),
                    ("interval", "60"),
                ];
                let who = &self.customers[who % self.customers.len()];
                order_id(&panel.v2(&who.key, &fields).await);
            }
            Act::Cost(rate) => {
                execute(panel, &format!("update routes set cost_rate = {rate}")).await;
            }
            Act::Unknown => {
                for claim in panel.take_up_to(1).await {
                    panel.record(&claim, Outcome::Unknown { detail: "silence".to_owned() }).await;
                }
            }
            Act::Submit => panel.submit().await,
            Act::End { which, word, remains } => {
                let open = "form in ('single', 'run') and state = 'running'";
                let Some((order, quantity)) = self.pick(open, which).await else { return };
                let remains = match word {
                    Word::Partial if quantity > 1 => Some(remains % (quantity - 1) + 1),
                    Word::Partial => return,
                    Word::Canceled => None,
                    _ => Some(0),
                };
                panel.report(order, word, remains).await;
            }
            Act::Refund { which, percent } => {
                let ended = "form = 'single' and state in ('completed', 'partial')
                             and refunded < charge * 99 / 100";
                let Some((order, _)) = self.pick(ended, which).await else { return };
                let amounts = "select charge, refunded from orders where id = $1";
                let (charge, refunded): (i64, i64) = sqlx::query_as(amounts)
                    .bind(order)
                    .fetch_one(panel.app.db.pool())
                    .await
                    .unwrap();
                let total = charge * percent / 100;
                if total > refunded {
                    let total = waybill::kit::money::Money::from_micros(total);
                    panel.refund(order, &total.to_string()).await;
                }
            }
            Act::Cancel { which } => {
                let open = "parent_id is null and ended_at is null";
                let Some((order, _)) = self.pick(open, which).await else { return };
                let ids = order.to_string();
                for who in &self.customers {
                    panel.v2(&who.key, &[("action", "cancel"), ("orders", &ids)]).await;
                }
            }
            Act::Minutes(minutes) => panel.advance(TimeDelta::minutes(minutes)),
            Act::Drip => panel.drip().await,
        }
    }

    /// One of the orders for which this holds, with its quantity.
    async fn pick(&self, holds: &str, which: usize) -> Option<(i64, i64)> {
        let sql = format!("select id, quantity from orders where {holds} order by id");
        let rows: Vec<(i64, i64)> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .fetch_all(self.panel.app.db.pool())
            .await
            .unwrap();
        rows.get(which % rows.len().max(1)).copied()
    }

    async fn check(&self) {
        let panel = self.panel;
        add_all(panel).await;
        // Hours, days and months, against all transfers.
        panel.assert_books().await;
        for (dimension, column) in [
            (Dimension::All, "0"),
            (Dimension::Service, "coalesce(o.service_id, 0)"),
            (Dimension::Customer, "t.account_id"),
            (Dimension::Provider, "coalesce(o.provider_id, 0)"),
        ] {
            let wanted = Wanted {
                of: Of { dimension, keys: None },
                period: all_time(),
                by_category: false,
                order: Order::After(i64::MIN),
                skip: 0,
                limit: 10_000,
            };
            let (rows, count) = read::by_key(panel.app.db.pool(), &wanted).await.unwrap();
            assert_eq!(usize::try_from(count).unwrap(), rows.len());
            let told: BTreeMap<i64, Sums> = rows.iter().map(|row| (row.key, row.sums)).collect();
            assert_eq!(told, self.sums(column, dimension == Dimension::Provider).await);
        }
        self.check_days().await;
        let held = Accounts::at(panel.app.db.pool(), None).await.unwrap();
        for class in Class::ALL {
            let sql = "select coalesce(sum(case when credit = $1 then amount else -amount end), 0)::bigint
                       from transfers where $1 in (debit, credit)";
            let right: i64 = sqlx::query_scalar(sql)
                .bind(class.as_str())
                .fetch_one(panel.app.db.pool())
                .await
                .unwrap();
            assert_eq!(held.of(class).micros(), right, "{class:?}");
        }
    }

    /// Each day and each hour of it, against the transfers.
    async fn check_days(&self) {
        let pool = self.panel.app.db.pool();
        let last = self.panel.app.clock.now().date_naive();
        let period = Period { first: last - chrono::Days::new(40), last };
        for (day, sums) in read::by_day(pool, &Of::all(), &period).await.unwrap() {
            let from = midnight(day);
            assert_eq!(sums, self.between(from, from + TimeDelta::days(1)).await, "{day}");
            if sums.is_nothing() {
                continue;
            }
            let hours = read::by_hour(pool, &Of::all(), day).await.unwrap();
            for (hour, sums) in (0..).zip(hours) {
                let from = from + TimeDelta::hours(hour);
                assert_eq!(sums, self.between(from, from + TimeDelta::hours(1)).await, "{from}");
            }
        }
        let total = read::total(pool, &Of::all(), &period).await.unwrap();
        let ends = (midnight(period.first), midnight(period.last) + TimeDelta::days(1));
        assert_eq!(total, self.between(ends.0, ends.1).await);
    }

    async fn between(&self, from: DateTime<Utc>, until: DateTime<Utc>) -> Sums {
        let span = format!("t.at >= '{}' and t.at < '{}'", from.to_rfc3339(), until.to_rfc3339());
        let found = self.summed("0", &span).await;
        found.get(&0).copied().unwrap_or_default()
    }

    /// The sums of the transfers themselves, by a column.
    async fn sums(&self, column: &str, is_provider: bool) -> BTreeMap<i64, Sums> {
        self.summed(column, if is_provider { "t.kind <> 'charge'" } else { "true" }).await
    }

    async fn summed(&self, column: &str, holds: &str) -> BTreeMap<i64, Sums> {
        let sum =
            |holds: &str| format!("coalesce(sum(t.amount) filter (where {holds}), 0)::bigint");
        let sql = format!(
            "select {column}::bigint, count(*) filter (where t.kind = 'charge'),
                    count(*) filter (where t.kind = 'settle'), {}, {}, {}, {}, {}
             from transfers t left join orders o on o.id = t.order_id
             where t.kind in ('charge', 'settle', 'refund', 'cost') and {holds} group by 1",
            sum("t.kind = 'charge'"),
            sum("t.kind = 'refund' and t.debit = 'in_flight'"),
            sum("t.kind = 'settle'"),
            sum("t.kind = 'refund' and t.debit = 'sales'"),
            sum("t.kind = 'cost'"),
        );
        type Row = (i64, i64, i64, i64, i64, i64, i64, i64);
        let rows: Vec<Row> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .fetch_all(self.panel.app.db.pool())
            .await
            .unwrap();
        let money = waybill::kit::money::Money::from_micros;
        let sums = |row: Row| Sums {
            orders: row.1,
            delivered: row.2,
            charge: money(row.3),
            refunded: money(row.4),
            settled: money(row.5),
            returned: money(row.6),
            cost: money(row.7),
        };
        rows.into_iter().map(|row| (row.0, sums(row))).collect()
    }
}

fn midnight(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc()
}

fn all_time() -> Period {
    let day = |text: &str| text.parse().unwrap();
    Period { first: day("2000-01-01"), last: day("2099-12-31") }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reports_are_the_ledger_whatever_happens() {
    still_panel(async |panel| {
        let mut story = Story { panel, services: Vec::new(), customers: Vec::new() };
        for _ in 0..2 {
            story.services.push(panel.service(|_| {}).await);
            story.customers.push(panel.customer("100000").await);
        }
        tell(Cases { test: 3, chaos: 30 }, &vec(act(), STEPS), async |acts| {
            for act in &acts {
                story.step(act).await;
                story.check().await;
            }
        });
    })
    .await;
}
