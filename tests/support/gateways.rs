//! Methods through gateways, made past the doors.

use std::collections::BTreeMap;

use waybill::accounts::audit::Actor;
use waybill::kit::money::Money;
use waybill::payments::MethodId;
use waybill::payments::gateways::sandbox::Sandbox;
use waybill::payments::gateways::{Gateway, Mode};
use waybill::payments::method::{self, Draft};
use waybill::payments::way::{self, Entered, OnLate, OnLess};

use super::Panel;

/// With this the sandbox signs its hooks.
pub const SANDBOX_SECRET: &str = "the sandbox's secret";

/// A method through the sandbox that is on.
pub async fn sandbox_method(panel: &Panel) -> MethodId {
    let values = BTreeMap::from([("secret".to_owned(), SANDBOX_SECRET.to_owned())]);
    test_method(panel, &Sandbox, values).await
}

/// A test method through this gateway that is on; `values`: its own fields.
pub async fn test_method(
    panel: &Panel,
    gateway: &'static dyn Gateway,
    values: BTreeMap<String, String>,
) -> MethodId {
    let entered = Entered {
        draft: Draft {
            name: gateway.name().into(),
            min: Money::ZERO,
            max: None,
            instructions: String::new(),
            currency_note: String::new(),
        },
        mode: Mode::Test,
        currency: "USD".into(),
        exchange: None,
        fee_fixed: Money::ZERO,
        fee_percent: 0,
        on_less: OnLess::Share,
        on_late: OnLate::Credit,
        values,
    };
    let app = &panel.app;
    let id = way::create(&app.ways, Actor::COMMAND, (gateway, entered)).await.unwrap();
    method::set_enabled(&app.db, &app.clock, Actor::COMMAND, (id, true)).await.unwrap();
    id
}
