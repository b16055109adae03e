//! What goes wrong with deposits elsewhere, as stories that run for each gateway: a script says what its
//! server answers and how it signs, and [`every_story`] makes the tests of it.

use std::collections::BTreeMap;
use std::sync::MutexGuard;

use chrono::{DateTime, TimeDelta, Utc};
use waybill::accounts::audit::Actor;
use waybill::kit::money::Money;
use waybill::payments::MethodId;
use waybill::payments::gateways::{self, Connected, Mode};
use waybill::payments::method::{self, Draft};
use waybill::payments::way::{self, Entered, OnLate, OnLess};

use super::fake::{Reply, Request, Server};
use super::world::{Fake, World};
use crate::support::rows::{execute, value};
use crate::support::{ALLOW, Customer, Database, Panel};
use crate::web::Visitor;
use crate::web::gateways::{begin, state, work};

/// What a hook tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    Paid,
    /// The payer is done, and the money is on its way.
    Underway,
    Expired,
    Failed,
    Refunded,
    Disputed,
    Won,
    Lost,
    /// Something that the panel does not know.
    Unknown,
}

/// A hook with what signs it.
#[derive(Debug, Clone, Default)]
pub struct SignedHook {
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
}

/// Which stories a gateway has.
#[derive(Debug, Clone, Copy)]
pub struct Can {
    /// Less than was asked for may come, and is told of.
    pub less: bool,
    /// Money may be on its way for days.
    pub underway: bool,
    /// A look tells of refunds.
    pub refunds: bool,
    /// A look tells of disputes, and how they end.
    pub disputes: bool,
    /// A look tells the currency, and the mode.
    pub currency: bool,
    pub mode: bool,
    /// The door checks the signature; otherwise the worker asks the gateway.
    pub checks_at_door: bool,
    /// The answer to an opening that is refused for good.
    pub refuses_with: u16,
}

/// How a gateway speaks.
pub trait Script: Send + Sync {
    /// The gateway's.
    fn id(&self) -> &'static str;

    /// What staff enter; `fake`: the fake server's address, for gateways whose address staff enter.
    fn fields(&self, fake: &str) -> BTreeMap<String, String>;

    fn mode(&self) -> Mode {
        Mode::Test
    }

    /// What customers pay in. One unit of it is worth one of the panel's.
    fn currency(&self) -> &'static str {
        "USD"
    }

    fn can(&self) -> Can;

    /// What its server answers. It checks the keys as the gateway does.
    fn reply(&self, world: &mut World, request: &Request) -> Reply;

    /// What the opening asked for, as the text that must stand in its body, with `%` decoded; for each
    /// currency that is special: currency, the deposit's amount, the text.
    fn amounts(&self) -> Vec<(&'static str, &'static str, &'static str)>;

    /// The body of a hook, a JSON object, that tells of this; `None`: it tells nobody of it. Another
    /// `told` of the payment makes another event of it.
    fn body(&self, payment: &Fake, event: Event) -> Option<String>;

    /// A hook with this body, signed with this secret.
    fn sign(&self, secret: &str, body: &str, at: DateTime<Utc>) -> SignedHook;

    /// The secret with which its hooks are signed.
    fn secret(&self) -> &'static str;

    /// Another secret that is believed, too, while staff change it.
    fn old_secret(&self) -> Option<&'static str> {
        None
    }

    /// The header with the signature; `None`: it stands in the body.
    fn signature(&self) -> Option<&'static str>;

    /// Whether a signature is too old after five minutes.
    fn has_time(&self) -> bool {
        false
    }

    /// Whether the blanks around a body are signed.
    fn signs_blanks(&self) -> bool {
        true
    }

    /// Whether a call that is refused for its key is made again at once, with a new one.
    fn renews(&self) -> bool {
        false
    }

    /// Where a deposit stands of which the smallest coin came.
    fn a_coin_of_all(&self) -> &'static str {
        "review"
    }

    /// Where a deposit stands that is paid in another currency.
    fn another_currency(&self) -> &'static str {
        "review"
    }

    /// Whether whoever has given up, or has failed, may pay after all, so that the deposit still waits.
    fn can_be_paid_after_all(&self) -> bool {
        false
    }

    /// Hooks that it has not sent, each with what is wrong with it. `good` is one that it has sent.
    fn forged(&self, good: &SignedHook, at: DateTime<Utc>) -> Vec<(&'static str, SignedHook)> {
        let text = std::str::from_utf8(&good.body).unwrap();
        let unsigned = SignedHook { headers: Vec::new(), body: good.body.clone() };
        let with = |body: String| SignedHook { body: body.into(), ..good.clone() };
        let mut forged = vec![
            ("another secret", self.sign("another-secret-0001", text, at)),
            ("no secret", self.sign("", text, at)),
            ("another letter", with(text.replacen('e', "f", 1))),
            ("no JSON", self.sign(self.secret(), "paid", at)),
            ("a list", self.sign(self.secret(), "[]", at)),
            ("an empty body", self.sign(self.secret(), "", at)),
            ("no UTF-8", SignedHook { body: b"\xff\xfe".to_vec(), ..good.clone() }),
            ("too long", SignedHook { body: vec![b' '; 300 * 1024], ..good.clone() }),
        ];
        if self.signs_blanks() {
            forged.push(("a byte more", with(format!("{text} "))));
        }
        if let Some(name) = self.signature() {
            let set = |value: &str| SignedHook {
                headers: vec![(name, value.to_owned())],
                body: good.body.clone(),
            };
            let right = good.headers.clone().into_iter().find(|(other, _)| *other == name);
            let (_, right) = right.expect("it is signed in this header");
            let twice = SignedHook {
                headers: [good.headers.clone(), good.headers.clone()].concat(),
                body: good.body.clone(),
            };
            let half: String = right.chars().take(right.chars().count() / 2).collect();
            forged.extend([
                ("no header", unsigned),
                ("an empty header", set("")),
                ("no signature in the header", set("zz")),
                ("half of the signature", set(&half)),
                ("the header twice", twice),
            ]);
        }
        if self.has_time() {
            let late = self.sign(self.secret(), text, at - TimeDelta::seconds(302));
            let early = self.sign(self.secret(), text, at + TimeDelta::seconds(330));
            forged.extend([("an old signature", late), ("one of the future", early)]);
        }
        forged
    }
}

/// A panel with a method through the gateway, and the gateway's fake server.
pub struct Shop {
    pub panel: Panel,
    pub script: &'static dyn Script,
    pub method: i64,
    /// `/hooks/…`
    pub door: String,
    server: Server,
}

/// Runs a story. The books are checked at its end.
pub async fn shop(script: &'static dyn Script, story: impl AsyncFnOnce(&Shop)) {
    let shop = Shop::start(script).await;
    story(&shop).await;
    shop.panel.finish().await;
}

impl Shop {
    async fn start(script: &'static dyn Script) -> Self {
        let server = Server::start(script).await;
        let url = server.world().url.clone();
        let bases = BTreeMap::from([(script.id().to_owned(), url)]);
        let panel = Panel::start_at(Database::fresh().await, &["--no-work", ALLOW], bases).await;
        server.world().clock = Some(panel.app.clock.clone());
        let mut shop = Self { panel, script, method: 0, door: String::new(), server };
        shop.method = shop.add_method("Pay", |_| {}).await;
        let sql = format!("select '/hooks/' || door from methods where id = {}", shop.method);
        shop.door = value(&shop.panel, &sql).await;
        shop
    }

    pub fn world(&self) -> MutexGuard<'_, World> {
        self.server.world()
    }

    /// What staff enter of a method.
    pub fn entered(&self, name: &str) -> Entered {
        Entered {
            draft: Draft {
                name: name.to_owned(),
                min: Money::parse("5").unwrap(),
                max: Some(Money::parse("500").unwrap()),
                instructions: String::new(),
                currency_note: String::new(),
            },
            mode: self.script.mode(),
            currency: self.script.currency().to_owned(),
            exchange: Some(1_000_000),
            fee_fixed: Money::ZERO,
            fee_percent: 0,
            on_less: OnLess::Share,
            on_late: OnLate::Credit,
            values: self.script.fields(&self.world().url),
        }
    }

    /// A method through the gateway that is on; answers its id.
    pub async fn add_method(&self, name: &str, change: impl FnOnce(&mut Entered)) -> i64 {
        let mut entered = self.entered(name);
        change(&mut entered);
        let app = &self.panel.app;
        let gateway = gateways::find(self.script.id()).expect("it is a gateway");
        let id = way::create(&app.ways, Actor::COMMAND, (gateway, entered)).await.unwrap();
        method::set_enabled(&app.db, &app.clock, Actor::COMMAND, (id, true)).await.unwrap();
        id.get()
    }

    /// The method as its gateway sees it.
    pub async fn connected(&self) -> Connected {
        self.panel.app.ways.connect(MethodId::new(self.method)).await.unwrap()
    }

    /// A customer with a deposit that the gateway waits for.
    pub async fn opened(&self, amount: &str) -> (Customer, i64) {
        self.opened_by(self.method, amount).await
    }

    pub async fn opened_by(&self, method: i64, amount: &str) -> (Customer, i64) {
        let customer = self.panel.customer("0").await;
        let deposit = begin(&Visitor::of(&self.panel, customer.id).await, method, amount).await;
        self.work().await;
        assert_eq!(self.state(deposit).await, "pending", "{}", self.trouble(deposit).await);
        (customer, deposit)
    }

    /// Does what the workers do until nothing is due.
    pub async fn work(&self) {
        work(&self.panel).await;
    }

    /// Waits until the gateway may be asked again. The panel measures its clock anew while it runs, and
    /// may then be back by a bit: a second more covers that.
    fn rest(&self) {
        let gateway = gateways::find(self.script.id()).expect("it is a gateway");
        self.panel.advance(gateway.rests() + TimeDelta::seconds(1));
    }

    pub async fn state(&self, deposit: i64) -> String {
        state(&self.panel, deposit).await
    }

    /// Why the last look brought nothing.
    pub async fn trouble(&self, deposit: i64) -> String {
        let sql = format!("select look_trouble from deposits where id = {deposit}");
        value(&self.panel, &sql).await
    }

    pub async fn balance(&self, customer: &Customer) -> String {
        self.panel.balance(customer).await
    }

    pub async fn reference(&self, deposit: i64) -> String {
        value(&self.panel, &format!("select claim from deposits where id = {deposit}")).await
    }

    /// Something happens to a deposit's payment at the gateway. It tells nobody.
    pub async fn change(&self, deposit: i64, change: impl FnOnce(&mut Fake)) {
        let reference = self.reference(deposit).await;
        let mut world = self.world();
        change(world.find(&reference).expect("the gateway knows it"));
    }

    /// The deposit's payment as the gateway knows it.
    pub async fn payment(&self, deposit: i64) -> Fake {
        let reference = self.reference(deposit).await;
        self.world().find(&reference).expect("the gateway knows it").clone()
    }

    /// A hook that tells of this; `None`: the gateway tells nobody.
    pub async fn hook(&self, deposit: i64, event: Event) -> Option<SignedHook> {
        self.change(deposit, |payment| payment.told += 1).await;
        let body = self.script.body(&self.payment(deposit).await, event)?;
        Some(self.script.sign(self.script.secret(), &body, self.panel.app.clock.now()))
    }

    /// The gateway sends a hook, if it tells of this at all, and the workers work. Without a hook the
    /// panel finds it when it looks next.
    pub async fn tell(&self, deposit: i64, event: Event) {
        self.rest();
        match self.hook(deposit, event).await {
            Some(hook) => assert_eq!(self.send(&hook).await, 200, "{event:?}"),
            None => self.look_soon(deposit).await,
        }
        self.work().await;
    }

    /// Staff make the panel look; the workers have not worked yet.
    pub async fn look_soon(&self, deposit: i64) {
        self.rest();
        self.look_due(deposit).await;
    }

    /// The deposit is due, whether its gateway rests or not. A moment ago, by the panel's clock: that may
    /// be behind the database's by half of a round trip, which is long on a busy machine.
    pub async fn look_due(&self, deposit: i64) {
        let due = (self.panel.app.clock.now() - TimeDelta::seconds(1)).to_rfc3339();
        let sql = format!("update deposits set look_at = '{due}' where id = {deposit}");
        assert_eq!(execute(&self.panel, &sql).await, 1);
    }

    /// Posts a hook to the method's door; answers the status.
    pub async fn send(&self, hook: &SignedHook) -> u16 {
        self.send_to(&self.door, hook).await
    }

    pub async fn send_to(&self, path: &str, hook: &SignedHook) -> u16 {
        post(&self.panel, path, hook).await
    }

    /// How many hooks were kept that were not refused.
    pub async fn kept(&self) -> i64 {
        value(&self.panel, "select count(*) from hooks where verdict <> 'refused'").await
    }

    /// How many transfers an account has.
    pub async fn transfers(&self, customer: &Customer) -> i64 {
        let sql = format!("select count(*) from transfers where account_id = {}", customer.id);
        value(&self.panel, &sql).await
    }
}

/// Posts a hook to a panel; answers the status.
pub async fn post(panel: &Panel, path: &str, hook: &SignedHook) -> u16 {
    let request = panel.http.post(format!("{}{path}", panel.base));
    let mut request = request.header("content-type", "application/json").body(hook.body.clone());
    for (name, value) in &hook.headers {
        request = request.header(*name, value);
    }
    request.send().await.unwrap().status().as_u16()
}

/// Makes a test of each story for a script: `every_story!(STRIPE);`
macro_rules! every_story {
    ($script:expr) => {
        $crate::payments::suite::every_story! { $script =>
            hooks_returns_and_looks_at_once_credit_once
            reloading_the_page_credits_once
            what_it_has_not_sent_is_kept_nowhere
            a_hook_is_read_as_it_came
            a_hook_moves_no_money
            another_amount_currency_reference_or_mode_is_not_credited
            the_payers_address_decides_nothing
            each_currency_has_its_coins
            money_on_its_way_waits
            less_is_a_share_or_for_staff
            late_money_is_not_lost
            without_any_hook_it_is_found
            what_goes_back_is_taken_once
            a_dispute_is_taken_and_given_again
            what_was_spent_is_owed
            a_gateway_that_fails_is_asked_again
            a_gateway_that_refuses_is_not_asked_again
            the_connection_is_tested
            staff_give_money_back_once
            nothing_that_a_hook_names_is_fetched
        }
    };
    ($script:expr => $($name:ident)*) => {
        $(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                $crate::payments::stories::$name(&$script).await;
            }
        )*
    };
}
pub(super) use every_story;

/// Whoever lists a gateway tells its stories.
#[test]
fn every_gateway_has_a_script() {
    let mut listed: Vec<&str> =
        gateways::ALL.iter().map(|gateway| gateway.id()).filter(|id| *id != "sandbox").collect();
    let mut scripts: Vec<&str> = super::SCRIPTS.iter().map(|script| script.id()).collect();
    listed.sort_unstable();
    scripts.sort_unstable();
    assert_eq!(listed, scripts, "gateways and scripts of tests/payments differ");
}
