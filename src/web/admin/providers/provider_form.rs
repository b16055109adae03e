//! The form of a provider: what it shows, and what it becomes.

use crate::kit::money::Money;
use crate::kit::outbound::Outbound;
use crate::providers::currency;
use crate::providers::margin::Exchange;
use crate::providers::provider::{Draft, Policy, Provider};
use crate::providers::{Protocol, ProviderUrl};
use crate::web::form::{Choice, SentForm};

use crate::web::admin::fields::{sentence, whole};

/// As it is on the page. A key that was typed is never shown again.
#[derive(Debug, Clone)]
pub(super) struct ProviderForm {
    pub name: String,
    pub protocols: Vec<Choice>,
    pub url: String,
    pub currency: String,
    pub exchange: String,
    pub requests_per_s: String,
    pub in_flight_max: String,
    pub balance_low: String,
    pub policies: Vec<Choice>,
    pub ask_above_percent: String,
    pub pause_after_unknowns: String,
    pub pause_after_refusals: String,
}

impl ProviderForm {
    pub fn blank(currency: &str) -> Self {
        Self {
            name: String::new(),
            protocols: protocols(Protocol::SmmV2.as_str()),
            url: String::new(),
            currency: currency.to_owned(),
            exchange: String::new(),
            requests_per_s: "20".to_owned(),
            in_flight_max: "16".to_owned(),
            balance_low: String::new(),
            policies: policies(Policy::Ask.as_str()),
            ask_above_percent: "10".to_owned(),
            pause_after_unknowns: "5".to_owned(),
            pause_after_refusals: "10".to_owned(),
        }
    }

    pub fn of(provider: &Provider) -> Self {
        let low = provider.balance_low.map(|low| Money::from_micros(low).to_string());
        Self {
            name: provider.name.clone(),
            protocols: protocols(provider.protocol.as_str()),
            url: provider.shown_url().unwrap_or_default(),
            currency: provider.currency.clone(),
            exchange: provider.exchange.to_string(),
            requests_per_s: provider.requests_per_s.to_string(),
            in_flight_max: provider.in_flight_max.to_string(),
            balance_low: low.unwrap_or_default(),
            policies: policies(provider.policy.as_str()),
            ask_above_percent: provider.ask_above_percent.to_string(),
            pause_after_unknowns: provider.pause_after_unknowns.to_string(),
            pause_after_refusals: provider.pause_after_refusals.to_string(),
        }
    }

    pub fn typed(form: &SentForm) -> Self {
        let text = |name| form.text(name).to_owned();
        Self {
            name: text("name"),
            protocols: protocols(form.text("protocol")),
            url: text("url"),
            currency: text("currency"),
            exchange: text("exchange"),
            requests_per_s: text("requests_per_s"),
            in_flight_max: text("in_flight_max"),
            balance_low: text("balance_low"),
            policies: policies(form.text("policy")),
            ask_above_percent: text("ask_above_percent"),
            pause_after_unknowns: text("pause_after_unknowns"),
            pause_after_refusals: text("pause_after_refusals"),
        }
    }
}

/// Reads all fields, so that every mistake is reported at once.
pub(super) fn read_provider(form: &mut SentForm, outbound: &Outbound, ours: &str) -> Option<Draft> {
    if form.text("name").trim().is_empty() {
        form.refuse("name", "A provider needs a name.");
    }
    let url = form
        .read("url", |typed| ProviderUrl::parse(typed, outbound).map_err(|error| sentence(&error)));
    let currency = currency::read(form.text("currency")).unwrap_or_default();
    let exchange = form.read("exchange", |typed| {
        Exchange::between(typed, &currency, ours).map_err(|error| sentence(&error))
    });
    let requests = form.read("requests_per_s", whole);
    let in_flight = form.read("in_flight_max", whole);
    let low = form.read("balance_low", |typed| match typed.trim() {
        "" => Ok(None),
        text => Money::parse(text)
            .map(|low| Some(low.micros()))
            .map_err(|_| "A number such as 25, or empty for no warning."),
    });
    let policy = form.read("policy", |typed| Policy::parse(typed).ok_or("Choose one of the list."));
    let percent = form.read("ask_above_percent", whole);
    let unknowns = form.read("pause_after_unknowns", whole);
    let refusals = form.read("pause_after_refusals", whole);
    let key = form.text("key").trim();
    let draft = Draft {
        name: form.text("name").trim().to_owned(),
        url: url?,
        key: (!key.is_empty()).then(|| key.to_owned()),
        currency,
        exchange: exchange?,
        requests_per_s: requests?,
        in_flight_max: in_flight?,
        balance_low: low?,
        policy: policy?,
        ask_above_percent: percent?,
        pause_after_unknowns: unknowns?,
        pause_after_refusals: refusals?,
    };
    (!form.errors().any()).then_some(draft)
}

pub(super) const fn protocol_name(protocol: Protocol) -> &'static str {
    match protocol {
        Protocol::Sandbox => "Sandbox, inside this panel",
        Protocol::Manual => "By hand, inside this panel",
        Protocol::SmmV2 => "Panel API v2",
        Protocol::OrderApi => "Order API with tokens",
    }
}

fn protocols(chosen: &str) -> Vec<Choice> {
    let choice = |protocol: Protocol| {
        let word = protocol.as_str();
        Choice::new(word, protocol_name(protocol), word == chosen)
    };
    [Protocol::SmmV2, Protocol::OrderApi].map(choice).into()
}

fn policies(chosen: &str) -> Vec<Choice> {
    let label = |policy| match policy {
        Policy::Follow => "Follow: our price moves with its margin",
        Policy::Ask => "Ask: follow small moves, ask about others",
        Policy::Report => "Report: write it down, change nothing",
    };
    let choice =
        |policy: Policy| Choice::new(policy.as_str(), label(policy), policy.as_str() == chosen);
    Policy::ALL.map(choice).into()
}
