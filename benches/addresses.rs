//! Whether time tells who has an account: sign-in with a wrong password, "forgot my password" and
//! sign-up, for addresses that have an account and for others, in turn. Each request comes from an
//! address of its own, by way of a proxy, so that no limit is reached. The panel runs with `--no-work`:
//! what differs is the work of the loop `mail`, which nobody waits for.

use std::net::{IpAddr, Ipv4Addr};
use std::time::Instant;

use sqlx::PgPool;
use waybill::accounts::password::{For, Hasher, Password};

use crate::Plan;
use crate::panel::Panel;
use crate::report::Figure;
use crate::seed::Seed;

/// Requests of each kind, for known and for unknown addresses.
const TIMES: u8 = 200;
/// The first ones also read what the panel keeps from then on.
const UNTIMED: u8 = 10;
const GOAL: &str = "0.9 to 1.1";

/// A form of which nobody may learn who has an account.
struct Form {
    name: &'static str,
    path: &'static str,
    /// What is sent beside the address.
    rest: &'static [(&'static str, &'static str)],
    status: u16,
}

static FORMS: [Form; 3] = [
    Form {
        name: "addresses: sign-in with a wrong password, known : unknown",
        path: "/sign-in",
        rest: &[("password", "a wrong one of some length")],
        status: 422,
    },
    Form {
        name: "addresses: forgotten password, known : unknown",
        path: "/forgot",
        rest: &[],
        status: 200,
    },
    Form {
        name: "addresses: sign-up by mail, taken : free",
        path: "/sign-up",
        rest: &[],
        status: 200,
    },
];

pub fn is_taken(plan: &Plan) -> bool {
    FORMS.iter().any(|form| plan.takes(form.name))
}

pub async fn measure(plan: &Plan, seed: &Seed) -> Vec<Figure> {
    let forms: Vec<(u8, &Form)> =
        (0..).zip(&FORMS).filter(|(_, form)| plan.takes(form.name)).collect();
    if forms.is_empty() {
        return Vec::new();
    }
    let pool = seed.pool();
    give_passwords(&pool).await;
    pool.close().await;
    // Nobody listens there, and nothing is sent: with a server for mail, sign-ups go by mail.
    let mail = ["--smtp-url", "smtp://127.0.0.1:9?tls=none", "--mail-from", "bench@shop.example"];
    let options = ["--no-work", "--trusted-proxies", "127.0.0.1/32"];
    let panel = Panel::start(seed, &[&options[..], &mail[..]].concat()).await;
    seed.rest().await;
    let asker = Asker { http: reqwest::Client::new(), base: format!("http://{}", panel.address) };
    let mut figures = Vec::new();
    for (number, form) in forms {
        let value = asker.compare(number, form).await;
        eprintln!("{}: {value:.2}", form.name);
        let (name, goal) = (form.name.to_owned(), GOAL.to_owned());
        figures.push(Figure { name, goal, values: vec![value] });
    }
    panel.stop();
    figures
}

/// The accounts of the load have keys alone. They all get one password.
async fn give_passwords(pool: &PgPool) {
    let password = Password::parse("eleven herons beside a slow canal").expect("a good password");
    let whom = For::Known(IpAddr::V4(Ipv4Addr::LOCALHOST));
    let hash = Hasher::default().hash(&password, whom).await.expect("a hash");
    sqlx::query("update accounts set password_hash = $1 where email like 'load%'")
        .bind(hash)
        .execute(pool)
        .await
        .expect("accounts");
}

struct Asker {
    http: reqwest::Client,
    base: String,
}

impl Asker {
    /// The median time for known addresses, divided by that for unknown ones.
    async fn compare(&self, number: u8, form: &Form) -> f64 {
        let (mut known, mut unknown) = (Vec::new(), Vec::new());
        for n in 0..UNTIMED + TIMES {
            // As long as each other. None is asked for twice.
            let id = 100 + u32::from(n);
            let emails = [format!("load{id}@example.com"), format!("free{id}@example.com")];
            // Each is the first of its pair every second time.
            let turns = if n.is_multiple_of(2) { [0, 1] } else { [1, 0] };
            for which in turns {
                let from = Ipv4Addr::new(10, number, u8::from(which == 0), n);
                let took = self.ask(form, &emails[which], from).await;
                let times = if which == 0 { &mut known } else { &mut unknown };
                if n >= UNTIMED {
                    times.push(took);
                }
            }
        }
        let [known, unknown] = [known, unknown].map(|mut times| {
            times.sort_by(f64::total_cmp);
            times[times.len() / 2]
        });
        known / unknown
    }

    /// Sends the form once; answers the seconds until the answer was there.
    async fn ask(&self, form: &Form, email: &str, from: Ipv4Addr) -> f64 {
        let fields = [&[("email", email)], form.rest].concat();
        let request = self
            .http
            .post(format!("{}{}", self.base, form.path))
            .header("x-forwarded-for", from.to_string())
            .form(&fields);
        let started = Instant::now();
        let answer = request.send().await.expect("the panel answers");
        let status = answer.status().as_u16();
        answer.bytes().await.expect("a body");
        let took = started.elapsed().as_secs_f64();
        assert_eq!(status, form.status, "{} of {email}", form.path);
        took
    }
}
