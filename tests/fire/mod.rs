//! Under fire: the program is killed, its database is killed, the disk fills up, and nobody may
//! lose a cent. The real program runs in a process of its own, on a PostgreSQL with the settings of
//! production. Clients keep a journal of the answers that they got, and afterwards these answers
//! must be true.
//!
//! `make chaos` runs these many times longer. Everything is on loopback and in temporary folders;
//! only processes that a test started are ended, by their ids.

mod affiliates;
mod alerts;
mod books;
mod bulk;
pub(crate) mod client;
mod cluster;
mod deposits;
mod deposits_both;
mod disk;
mod exports;
mod hangups;
mod hostile;
mod imports;
mod kills;
mod machine;
mod mail;
mod model;
mod money;
pub(crate) mod panel;
mod postgres;
mod relay;
mod reports;
mod stops;

use client::Clients;
use panel::{Field, Tell};

/// The number of rounds: the usual one, or that of the longer run.
fn rounds(normal: u32, chaos: u32) -> u32 {
    if std::env::var("WAYBILL_CHAOS").is_ok_and(|on| on == "1") { chaos } else { normal }
}

/// A fast random generator; its seed decides the whole sequence (SplitMix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.roll() % end
    }
}
