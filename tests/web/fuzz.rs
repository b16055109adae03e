//! Thousands of requests that nobody thought of, at every door and as everybody: none may be
//! answered by a fault of the panel.

use reqwest::Method;
use waybill::accounts::role::Role;

use super::Visitor;
use super::roles::{ROUTES, World};
use crate::support::{Panel, still_panel};

const REQUESTS: usize = 2_000;

/// A fast random generator (SplitMix64). Its seed decides the whole sequence.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % u64::try_from(end).unwrap()).unwrap()
    }

    fn of<'a, T: ?Sized>(&mut self, all: &[&'a T]) -> &'a T {
        all[self.below(all.len())]
    }
}

const METHODS: [Method; 7] = [
    Method::GET,
    Method::POST,
    Method::POST,
    Method::PUT,
    Method::DELETE,
    Method::OPTIONS,
    Method::HEAD,
];
const KINDS: [&str; 6] = [
    "",
    "application/x-www-form-urlencoded",
    "application/json",
    "multipart/form-data; boundary=b",
    "text/html; charset=utf-16",
    "\"",
];
const NAMES: [&str; 30] = [
    "key", "action", "service", "link", "quantity", "orders", "order", "refill", "runs",
    "comments", "type", "vote", "target", "after", "speed", "page", "per_page", "q", "state",
    "before", "amount", "email", "password", "once", "ids", "role", "rate", "next", "what",
    "cursor",
];
const VALUES: [&str; 32] = [
    "",
    "0",
    "1",
    "-1",
    "2",
    "1e400",
    "9223372036854775807",
    "9223372036854775808",
    "1.5",
    "NaN",
    "null",
    "true",
    "[]",
    "{}",
    "[[[[",
    "{\"a\":",
    "%00",
    "%ff%fe",
    "a%0d%0ab",
    "..%2f..",
    "' or 1=1",
    "<script>",
    "add",
    "status",
    "services",
    "balance",
    "https://example.com/a",
    "\u{1F600}",
    "\u{202e}",
    "ann@example.com",
    "2999-12-31",
    "x",
];

fn pairs(dice: &mut Dice, keys: &[String]) -> String {
    let mut text = String::new();
    for _ in 0..dice.below(7) {
        let value = match dice.below(6) {
            0 => keys[dice.below(keys.len())].clone(),
            1 => dice.of(&VALUES).repeat(dice.below(300)),
            _ => dice.of(&VALUES).to_owned(),
        };
        let brackets = dice.of(&["", "", "[]", "[0]", "[a][b]"]);
        text.push_str(&format!("{}{brackets}={value}&", dice.of(&NAMES)));
    }
    text
}

fn json(dice: &mut Dice, depth: usize) -> String {
    match dice.below(if depth > 4 { 3 } else { 5 }) {
        0 => dice.of(&["null", "true", "0", "-1e999", "1.5", "99999999999999999999"]).to_owned(),
        1 => format!("{:?}", dice.of(&VALUES)),
        2 => dice.of(&VALUES).to_owned(),
        3 => {
            let items: Vec<String> = (0..dice.below(4)).map(|_| json(dice, depth + 1)).collect();
            format!("[{}]", items.join(","))
        }
        _ => {
            let fields: Vec<String> = (0..dice.below(5))
                .map(|_| format!("\"{}\":{}", dice.of(&NAMES), json(dice, depth + 1)))
                .collect();
            format!("{{{}}}", fields.join(","))
        }
    }
}

/// A path of the table, with its ids right or wrong.
fn path(dice: &mut Dice, world: &World) -> String {
    let route = ROUTES[dice.below(ROUTES.len())].1;
    match dice.below(4) {
        0 => route.replace("{id}", dice.of(&VALUES)).replace("{service}", dice.of(&VALUES)),
        1 => route.replace("{id}", "999999999").replace("{service}", "0"),
        2 => format!("{}/{}", world.path(route), dice.of(&VALUES)),
        _ => world.path(route),
    }
}

async fn round(
    panel: &Panel,
    dice: &mut Dice,
    browsers: &[Visitor<'_>],
    keys: &[String],
    world: &World,
) {
    let door = dice.of(&[
        "page",
        "page",
        "/api/v2",
        "/api/order/create",
        "/api/order/1",
        "/api/v1/referral",
        "/api/v1/offer",
        "/api/check-balance",
    ]);
    let at = if door == "page" { path(dice, world) } else { door.to_owned() };
    let at = format!("{at}?{}", pairs(dice, keys))
        .replace([' ', '<', '>', '"', '{', '}', '[', ']'], "_");
    let method = METHODS[dice.below(METHODS.len())].clone();
    let body = match dice.below(3) {
        0 => String::new(),
        1 => pairs(dice, keys),
        _ => json(dice, 0),
    };
    let mut request = browsers[dice.below(browsers.len())].request(method.clone(), &at);
    let kind = dice.of(&KINDS);
    if !kind.is_empty() {
        request = request.header("content-type", kind);
    }
    if dice.below(3) > 0 {
        request = request.bearer_auth(&keys[dice.below(keys.len())]);
    }
    let sent = request.body(body.clone()).build().unwrap();
    let answer = panel.http.execute(sent).await.unwrap();
    let status = answer.status();
    assert!(!status.is_server_error(), "{method} {at} {kind:?}: {status}\n{body}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_that_is_sent_makes_the_panel_fail() {
    still_panel(async |panel| {
        let owner = panel.account(Role::Owner).await;
        panel.credit(&owner, "1000").await;
        let customer = panel.customer("1000").await;
        let world = World::new(panel, &owner).await;
        let token =
            panel.token(customer.id, waybill::accounts::token::TokenKind::Jwt, |one| one).await;
        let keys = [
            customer.key.clone(),
            owner.key.clone(),
            token.secret,
            "wb_x".to_owned(),
            String::new(),
        ];
        let browsers = [
            Visitor::new(panel),
            Visitor::of(panel, customer.id).await,
            Visitor::of(panel, owner.id).await,
        ];
        let seed = 20_261_129;
        let mut dice = Dice(seed);
        for _ in 0..REQUESTS {
            round(panel, &mut dice, &browsers, &keys, &world).await;
        }
    })
    .await;
}
