//! Money in races: whatever many callers do at the same time from two panels moves it once.
//!
//! Seen red by `make seeded`: `final-is-not-final`, `same-form-twice`, `same-deposit-twice`.

use futures_util::future::join_all;
use waybill::accounts::AccountId;
use waybill::accounts::audit::Actor;
use waybill::books;
use waybill::kit::money::Money;
use waybill::ledger::{self, Credit, CreditError, Debit, Reason};
use waybill::orders::{OrderId, poll};
use waybill::payments::direct;
use waybill::providers::Word;

use super::{cancel_order, moves, order, report, running, shown, state, value};
use crate::support::{Customer, Panel, eventually, still_panel};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_partial_applied_by_many_pollers_is_one_refund() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let other = panel.second(&["--no-work"]).await;
        let customer = panel.customer("100").await;
        let mut orders = Vec::new();
        for _ in 0..20 {
            orders.push(running(panel, &customer, service, 1000).await);
        }
        let pollers = (0..40).map(|n| {
            let panel = if n % 2 == 0 { panel } else { &other };
            let mut reports: Vec<_> =
                orders.iter().map(|id| (OrderId::new(*id), report(Word::Partial, 250))).collect();
            if n % 3 == 0 {
                reports.reverse();
            }
            poll::apply(&panel.app.db, &panel.app.clock, reports)
        });
        let changed: usize = join_all(pollers).await.into_iter().map(Result::unwrap).sum();
        assert_eq!(changed, orders.len());
        for id in &orders {
            assert_eq!(moves(panel, *id, "refund").await, 1);
            assert_eq!(moves(panel, *id, "settle").await, 1);
            assert_eq!(shown(panel, &customer, *id).await, "Partial 0.75 250");
        }
        // 100 - 20 × 0.75
        assert_eq!(panel.balance(&customer).await, "85.00");
        other.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_contradictory_reports_at_once_one_wins_whole() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let other = panel.second(&["--no-work"]).await;
        let customer = panel.customer("100").await;
        for _ in 0..15 {
            let id = running(panel, &customer, service, 1000).await;
            let before = Money::parse(&panel.balance(&customer).await).unwrap();
            let words =
                [(Word::Completed, None), (Word::Partial, Some(500)), (Word::Canceled, None)];
            let pollers = (0..9).map(|n| {
                let panel = if n % 2 == 0 { panel } else { &other };
                let (word, remains) = words[n % 3];
                poll::apply(
                    &panel.app.db,
                    &panel.app.clock,
                    vec![(OrderId::new(id), report(word, remains))],
                )
            });
            let changed: usize = join_all(pollers).await.into_iter().map(Result::unwrap).sum();
            assert_eq!(changed, 1);
            let back = Money::parse(&panel.balance(&customer).await).unwrap();
            let back = back.checked_sub(before).unwrap().to_string();
            let ends = match state(panel, id).await.as_str() {
                "completed" => ("0.00", "Completed 1.00 0"),
                "partial" => ("0.50", "Partial 0.50 500"),
                "canceled" => ("1.00", "Canceled 0.00 1000"),
                other => panic!("it is {other}"),
            };
            assert_eq!((back.as_str(), shown(panel, &customer, id).await.as_str()), ends);
        }
        other.stop().await;
    })
    .await;
}

/// The books balance at every moment that can be seen, not only at the end.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_books_balance_while_everything_happens_at_once() {
    crate::support::panel(async |panel| {
        let other = panel.second(&[]).await;
        let mut services = Vec::new();
        for ending in waybill::providers::sandbox::Ending::ALL {
            services.push(panel.service_ending(ending).await);
        }
        let customers = join_all((0..4).map(|_| panel.customer("40"))).await;
        let clients = customers.iter().enumerate().map(|(n, customer)| {
            let (services, other) = (&services, &other);
            async move {
                for round in 0..20 {
                    let panel = if (n + round) % 2 == 0 { panel } else { other };
                    let id = order(panel, customer, services[round % 5], 1000).await;
                    if round % 3 == 0 {
                        cancel_order(panel, customer, id).await;
                    }
                }
            }
        });
        let checks = async {
            for _ in 0..30 {
                let report = books::check(&other.app.db).await.unwrap();
                assert_eq!(report.differences, Vec::<String>::new());
            }
        };
        futures_util::future::join(join_all(clients), checks).await;
        eventually("all to have ended or be unknown", async || {
            let open: i64 = value(
                panel,
                "select count(*) from orders where ended_at is null and state <> 'unknown'",
            )
            .await;
            (open == 0).then_some(())
        })
        .await;
        other.stop().await;
    })
    .await;
}

/// Goodwill, or money that is taken away.
#[derive(Debug, Clone, Copy)]
enum Direction {
    Credit,
    Debit,
}

async fn adjust(
    panel: &Panel,
    customer: &Customer,
    direction: Direction,
    amount: &str,
    form: &str,
) -> Result<Money, CreditError> {
    let (note, form_id) = ("by hand".to_owned(), form.to_owned());
    let amount = Money::parse(amount).unwrap();
    let (db, clock) = (&panel.app.db, &panel.app.clock);
    match direction {
        Direction::Credit => {
            let credit = Credit { reason: Reason::Goodwill, amount, note, form_id };
            direct::by_command(db, clock, (customer.id, credit)).await
        }
        Direction::Debit => {
            let debit = Debit { amount, note, form_id };
            ledger::debit(db, clock, Actor::COMMAND, customer.id, debit).await
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_sent_many_times_moves_money_once() {
    still_panel(async |panel| {
        let other = panel.second(&["--no-work"]).await;
        let customer = panel.customer("10").await;
        let neighbour = panel.customer("10").await;
        for (direction, after) in [(Direction::Credit, "13.00"), (Direction::Debit, "10.00")] {
            let form = format!("form-{direction:?}");
            let sent = (0..20).map(|n| {
                let panel = if n % 2 == 0 { panel } else { &other };
                adjust(panel, &customer, direction, "3", &form)
            });
            let answers = join_all(sent).await;
            assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
            for refused in answers.into_iter().filter_map(Result::err) {
                assert!(matches!(refused, CreditError::AlreadyDone), "{refused:?}");
            }
            assert_eq!(panel.balance(&customer).await, after);
            // The same form id with another account or another sum is still the same form.
            let again = adjust(panel, &neighbour, direction, "4", &form).await;
            assert!(matches!(again, Err(CreditError::AlreadyDone)));
        }
        assert_eq!(panel.balance(&neighbour).await, "10.00");
        other.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_payment_is_booked_once() {
    still_panel(async |panel| {
        let customer = panel.customer("0").await;
        let (db, clock) = (&panel.app.db, &panel.app.clock);
        let five = Money::parse("5").unwrap();
        let sent = (0..20).map(|_| direct::payment(db, clock, customer.id, (five, "p-1", "paid")));
        let booked = join_all(sent).await.into_iter().filter(Result::is_ok).count();
        assert_eq!(booked, 1);
        let again = direct::payment(db, clock, customer.id, (five, "p-1", "paid")).await;
        assert!(matches!(again, Err(CreditError::AlreadyDone)));
        assert_eq!(panel.balance(&customer).await, "5.00");
        direct::payment(db, clock, customer.id, (five, "p-2", "paid")).await.unwrap();
        assert_eq!(panel.balance(&customer).await, "10.00");
    })
    .await;
}

/// People type the id of a payment, or paste it with other characters around it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_payment_is_the_same_however_its_id_is_typed() {
    still_panel(async |panel| {
        let customers = [panel.customer("0").await, panel.customer("0").await];
        let (db, clock) = (&panel.app.db, &panel.app.clock);
        let five = Money::parse("5").unwrap();
        let spelt = ["PAY-é1", " PAY-É1", "pay-e\u{301}1 ", "Pay-É1\n", "\tpay-é1"];
        // At the same time and for different accounts, so that no wallet's lock puts them in a row.
        let sent = (0..20).map(|n| {
            let id = customers[n % 2].id;
            direct::payment(db, clock, id, (five, spelt[n % spelt.len()], "paid"))
        });
        let booked = join_all(sent).await.into_iter().filter(Result::is_ok).count();
        assert_eq!(booked, 1);
        for id in spelt {
            let again = direct::payment(db, clock, customers[0].id, (five, id, "paid")).await;
            assert!(matches!(again, Err(CreditError::AlreadyDone)), "{id:?}");
        }
        for id in ["", " \n", "a\0b", "x".repeat(201).as_str()] {
            let none = direct::payment(db, clock, customers[0].id, (five, id, "paid")).await;
            assert!(matches!(none, Err(CreditError::Payment)), "{id:?}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staff_and_orders_race_for_the_same_money() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        for round in 0..15 {
            let customer = panel.customer("1").await;
            let form = format!("race-{round}");
            let (taken, placed) = futures_util::future::join(
                adjust(panel, &customer, Direction::Debit, "1", &form),
                super::add(
                    panel,
                    &customer,
                    service,
                    &[("link", super::LINK), ("quantity", "1000")],
                ),
            )
            .await;
            assert_ne!(taken.is_ok(), placed["order"].is_i64(), "{taken:?} {placed}");
            assert_eq!(panel.balance(&customer).await, "0.00");
        }
    })
    .await;
}

#[tokio::test]
async fn amounts_that_are_none_are_refused() {
    still_panel(async |panel| {
        let customer = panel.customer("1").await;
        for amount in ["0", "-1"] {
            let refused = adjust(panel, &customer, Direction::Credit, amount, "odd").await;
            assert!(matches!(refused, Err(CreditError::Amount)), "{amount}");
        }
        let refused = adjust(panel, &customer, Direction::Debit, "1.000001", "much").await;
        assert!(matches!(refused, Err(CreditError::NotEnoughFunds)));
        let all = "9223372036854.775807";
        let refused = adjust(panel, &customer, Direction::Credit, all, "more").await;
        assert!(matches!(refused, Err(CreditError::Amount)));
        let (db, clock) = (&panel.app.db, &panel.app.clock);
        let one = Money::parse("1").unwrap();
        let nobody = direct::payment(db, clock, AccountId::new(999_999), (one, "nobody", "")).await;
        assert!(matches!(nobody, Err(CreditError::NoAccount)));
        assert_eq!(panel.balance(&customer).await, "1.00");
    })
    .await;
}
