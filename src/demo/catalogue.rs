//! The names, descriptions and limits of the demo's services, as long and as odd as providers write
//! them. They are generic: no platform, no promise about another site.

use crate::catalogue::Kind;

/// A service that is planted.
#[derive(Debug)]
pub(super) struct Planted {
    pub category: &'static str,
    pub name: String,
    pub kind: Kind,
    pub description: String,
    /// Millionths of the currency for 1000, or for one package.
    pub rate: i64,
    /// What it costs there.
    pub cost_rate: i64,
    pub min: i64,
    pub max: i64,
    pub refill: bool,
    pub cancel: bool,
    pub dripfeed: bool,
    pub refill_days: Option<i32>,
    pub enabled: bool,
}

struct Shelf {
    category: &'static str,
    kind: Kind,
    /// Millionths of the currency for 1000 of an ordinary one.
    rate: i64,
    nouns: &'static [&'static str],
}

const fn shelf(category: &'static str, rate: i64, nouns: &'static [&'static str]) -> Shelf {
    Shelf { category, kind: Kind::Default, rate, nouns }
}

const SHELVES: [Shelf; 14] = [
    shelf(
        "🎬 Video | Views",
        420_000,
        &["Video views", "Short video views", "Video views + watch time"],
    ),
    shelf(
        "👍 Video | Likes & Shares",
        1_150_000,
        &["Video likes", "Video shares", "Short video likes"],
    ),
    shelf("👥 Profile | Followers", 1_900_000, &["Profile followers", "Page followers"]),
    shelf(
        "❤️ Posts | Likes, Saves & Reach",
        680_000,
        &["Post likes", "Photo likes", "Post saves", "Post reach + impressions"],
    ),
    shelf(
        "📣 Channels | Members",
        1_350_000,
        &["Channel members", "Group members", "Channel members (offline)"],
    ),
    shelf(
        "👁 Channels | Post Views & Reactions",
        95_000,
        &[
            "Channel post views",
            "Post views (last 20 posts)",
            "Post reactions 👍 ❤️ 🔥 🎉 🤩",
            "Post reactions 👎 💩 🤮",
        ],
    ),
    shelf(
        "🔴 Live Stream | Viewers",
        5_400_000,
        &[
            "Live stream viewers (30 minutes)",
            "Live stream viewers (60 minutes)",
            "Live stream viewers (3 hours)",
        ],
    ),
    shelf(
        "🎵 Music & Podcasts | Plays",
        740_000,
        &["Track plays", "Album plays", "Podcast plays", "Playlist followers"],
    ),
    shelf(
        "⭐ المتابعين والمشاهدات | Arabic",
        1_480_000,
        &["مشاهدات فيديو", "متابعين للحساب", "إعجابات للمنشورات", "أعضاء للقناة"],
    ),
    Shelf {
        kind: Kind::WebTraffic,
        ..shelf(
            "🌍 Website Traffic | By Country",
            310_000,
            &["Website visits", "Website visits from search", "Blog visits"],
        )
    },
    Shelf {
        kind: Kind::CustomComments,
        ..shelf("💬 Comments | Custom", 9_800_000, &["Custom comments", "Custom comments on video"])
    },
    Shelf {
        kind: Kind::Poll,
        ..shelf("🗳 Polls | Votes", 2_150_000, &["Poll votes", "Story poll votes"])
    },
    Shelf {
        kind: Kind::Package,
        ..shelf(
            "📦 Packages | All in One",
            3_900_000,
            &[
                "Starter package: 1,000 views + 100 likes",
                "Growth package: 5,000 views + 500 likes + 50 shares",
                "Launch package (first 24 hours)",
            ],
        )
    },
    Shelf {
        kind: Kind::Subscriptions,
        ..shelf(
            "🔁 Automatic | Every New Post",
            890_000,
            &["Automatic post views", "Automatic post likes", "Automatic video views"],
        )
    },
];

/// How many of a hundred services stand on each shelf.
const SHARES: [usize; 14] = [15, 9, 15, 12, 9, 9, 4, 8, 5, 5, 3, 2, 2, 2];

const QUALITIES: [&str; 18] = [
    "HQ",
    "Mixed quality",
    "Premium ⭐",
    "Cheapest 💰",
    "Worldwide 🌍",
    "USA 🇺🇸",
    "Brazil 🇧🇷",
    "India 🇮🇳",
    "Türkiye 🇹🇷",
    "Deutschland 🇩🇪",
    "Việt Nam 🇻🇳",
    "Россия 🇷🇺",
    "Latin America (all countries)",
    "Arab countries 🌙",
    "With profile picture + 5 to 15 posts",
    "30% drop, order 20% more",
    "Real-time counter",
    "Non drop so far 💎",
];
const STARTS: [&str; 6] =
    ["Instant start", "Start: 0-15 min", "0-1 hrs", "0-6 hrs", "Start within 12 hours", "0/24 Hrs"];
const SPEEDS: [&str; 8] = [
    "500/day",
    "2K/D",
    "5K-10K per day",
    "20K/D",
    "50K/Day ⚡",
    "100K/day",
    "300K+/Day 🚀",
    "1M per day",
];
/// What they promise for drops, and for how many days; 0: nothing.
const REFILLS: [(&str, i32); 7] = [
    ("Refill 30D", 30),
    ("No refill", 0),
    ("R30 ♻️", 30),
    ("60 Days Refill ♻️", 60),
    ("No refill ⛔", 0),
    ("365 Days Guaranteed", 365),
    ("90D auto refill", 90),
];
const MAXIMA: [(&str, i64); 9] = [
    ("5K", 5_000),
    ("10K", 10_000),
    ("20K", 20_000),
    ("50K", 50_000),
    ("100K", 100_000),
    ("250K", 250_000),
    ("1M", 1_000_000),
    ("10M", 10_000_000),
    ("100M", 100_000_000),
];
const MINIMA: [i64; 6] = [10, 20, 50, 100, 100, 500];

/// This many services. The first ones of a longer list are those of a shorter one.
pub(super) fn services(count: usize) -> Vec<Planted> {
    (0..count).map(planted).collect()
}

/// One of these, by a number that looks as if it were drawn.
fn drawn<T: Copy>(list: &[T], number: usize, salt: usize) -> T {
    let mixed = (number + 1).wrapping_mul(2_654_435_761).wrapping_add(salt * 40_503) >> 7;
    list[mixed % list.len()]
}

fn planted(number: usize) -> Planted {
    let mut place = number * 37 % 100;
    let at = SHARES.iter().position(|share| {
        let found = place < *share;
        place = place.saturating_sub(*share);
        found
    });
    let shelf = &SHELVES[at.unwrap_or_default()];
    let (promise, days) = drawn(&REFILLS, number, 3);
    let (most, max) = drawn(&MAXIMA, number, 5);
    let noun = drawn(shelf.nouns, number, 1);
    let (quality, start) = (drawn(&QUALITIES, number, 11), drawn(&STARTS, number, 13));
    let speed = drawn(&SPEEDS, number, 17);
    let server = number / 14 % 40 + 1;
    let name = match number % 9 {
        0 => format!("{noun} | {quality} | Max {most} | {start} | {speed} [ {promise} ]"),
        1 => format!("{noun} [ {quality} ] [ {start} ] [ Speed: {speed} ] [ Max: {most} ] ⚡"),
        2 => format!("🔥 {noun} - {quality} - {promise} - {speed}"),
        3 => format!("{noun} ➖ {quality} ➖ Server {server} ➖ {promise}"),
        4 => format!("{noun} ~ {quality} ~ {start} ~ {speed} ~ Max {most} 『 {promise} 』"),
        5 => format!("✅ [UPDATED] {noun} | {quality} | {start} | {speed} | {promise} | S{server}"),
        6 => format!("{} ({quality}) [{speed}] {{{promise}}}", noun.to_uppercase()),
        7 => format!("{noun} · {quality}"),
        _ => format!(
            "{noun} 「{start}」「{speed}」「{promise}」「Max {most}」 | {quality} | Server {server} | مشاهدات سريعة"
        ),
    };
    let is_package = shelf.kind == Kind::Package;
    let rate = shelf.rate * drawn(&[35, 48, 62, 80, 100, 115, 140, 190, 265, 410], number, 19)
        / 100
        + i64::try_from(number % 97).unwrap_or_default() * 130;
    let dripfeed = shelf.kind.can_drip() && number.is_multiple_of(3);
    Planted {
        category: shelf.category,
        description: description(number, (start, speed, promise), is_package),
        name,
        kind: shelf.kind,
        rate,
        cost_rate: rate * drawn(&[55, 60, 68, 74, 80, 86], number, 23) / 100,
        min: if is_package { 1 } else { drawn(&MINIMA, number, 7) },
        max: if is_package { 1 } else { max },
        refill: days > 0,
        refill_days: (days > 0).then_some(days),
        cancel: number % 5 < 3,
        dripfeed,
        enabled: number % 41 != 17,
    }
}

/// Most have a list, some a sentence, some nothing.
fn description(number: usize, (start, speed, promise): (&str, &str, &str), whole: bool) -> String {
    let sandbox = "Delivered by the built-in sandbox: nothing leaves this panel.";
    let what = if whole { "one package for one link" } else { "the link of the post or page" };
    match number % 5 {
        0 | 1 => format!(
            "🔗 Link: {what}\n⏱ {start}\n⚡ Speed: {speed}\n♻️ {promise}\n\n⚠️ Please read before you \
             order:\n- The page must be public, and stay so until the order has ended.\n- One order \
             for a link at a time: wait for the first one before you place the next.\n- Counts may \
             fall by 5 to 10 %.\n- When the service is busy, the start may take longer.\n\n{sandbox}"
        ),
        2 => format!("Start: {start}\nSpeed: {speed}\nGuarantee: {promise}\n\n{sandbox}"),
        3 => sandbox.to_owned(),
        _ => format!(
            "★ {promise} ★\n\n1. Copy the link of your post (not of the profile).\n2. Check that it \
             opens without signing in.\n3. Order, and wait: {start}, then {speed}.\n\nIf the count \
             was wrong at the start, nothing can be refilled. {sandbox}"
        ),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_service_can_be_kept_and_shelves_are_filled() {
        let services = services(5_000);
        for service in &services {
            assert!(
                service.name.chars().count() <= 300 && service.min <= service.max,
                "{service:?}"
            );
            assert!(service.cost_rate < service.rate, "{service:?}");
        }
        let shelves: HashSet<_> =
            services.iter().take(270).map(|service| service.category).collect();
        assert_eq!(shelves.len(), SHELVES.len());
        let names: HashSet<_> = services.iter().map(|service| &service.name).collect();
        assert!(names.len() > 4_000, "{} names", names.len());
    }
}
