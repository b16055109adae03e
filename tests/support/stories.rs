//! Random stories: steps in any order. When one goes wrong, a shorter one is looked for that does, too.

use std::panic::AssertUnwindSafe;

use proptest::strategy::Strategy;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use serde_json::Value;
use tokio::runtime::Handle;
use tokio::task::block_in_place;
use waybill::kit::money::Money;
use waybill::ledger;
use waybill::payments::staff::StaffError;

use super::{Customer, Panel};

/// How many stories are told: by `make test`, and by `make chaos`.
#[derive(Debug, Clone, Copy)]
pub struct Cases {
    pub test: u32,
    pub chaos: u32,
}

/// Tells a story of each of so many random values. A panic in one of them fails the test.
pub fn tell<S: Strategy>(cases: Cases, values: &S, story: impl AsyncFn(S::Value)) {
    let is_long = std::env::var_os("WAYBILL_CHAOS").is_some();
    let config = Config {
        cases: if is_long { cases.chaos } else { cases.test },
        failure_persistence: None,
        max_shrink_iters: 60,
        ..Config::default()
    };
    let handle = Handle::current();
    let told = block_in_place(|| {
        TestRunner::new(config).run(values, |value| {
            let told = std::panic::catch_unwind(AssertUnwindSafe(|| handle.block_on(story(value))));
            told.map_err(|_| TestCaseError::fail("a step went wrong"))
        })
    });
    told.unwrap();
}

impl Panel {
    /// The order's id. `None`: the balance is too low.
    pub async fn order_if_paid(
        &self,
        who: &Customer,
        service: i64,
        link: &str,
        quantity: i64,
    ) -> Option<i64> {
        let (service, quantity) = (service.to_string(), quantity.to_string());
        let fields =
            [("action", "add"), ("service", &*service), ("link", link), ("quantity", &*quantity)];
        let answer = self.v2(&who.key, &fields).await;
        if answer["order"] == Value::Null {
            assert_eq!(answer["error"], "Not enough funds on balance");
        }
        answer["order"].as_i64()
    }

    /// Neither the wallet nor the debt is below zero, and the books agree.
    pub async fn assert_money(&self, who: &Customer) {
        let pool = self.app.db.pool();
        assert!(ledger::balance(pool, who.id).await.unwrap() >= Money::ZERO);
        assert!(ledger::owed(pool, who.id).await.unwrap() >= Money::ZERO);
        self.assert_books().await;
    }
}

/// Staff may ask for what does not fit: that is refused. A fault of the database is none of these.
pub fn refused<T>(done: Result<T, StaffError>) {
    if let Err(StaffError::Db(error)) = done {
        panic!("{error}");
    }
}
