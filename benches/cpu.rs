//! Processor time, from `/proc`: the cost of a call does not depend on what else the machine does.

use std::fs;

/// Processor time of a process and of its children, running and ended, in microseconds.
pub fn of_family(pid: u32) -> f64 {
    let children = fs::read_dir("/proc").into_iter().flatten().flatten().filter_map(|entry| {
        let id: u32 = entry.file_name().to_str()?.parse().ok()?;
        (ticks(id)?.parent == pid).then_some(id)
    });
    let dead = ticks(pid).map_or(0.0, |ticks| ticks.own + ticks.children);
    dead + children.filter_map(ticks).map(|ticks| ticks.own).sum::<f64>()
}

struct Ticks {
    parent: u32,
    own: f64,
    children: f64,
}

/// The kernel counts in hundredths of a second.
const TICK_US: f64 = 10_000.0;

fn ticks(pid: u32) -> Option<Ticks> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name, in brackets, may hold anything.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let us = |n: usize| Some(fields.get(n)?.parse::<f64>().ok()? * TICK_US);
    Some(Ticks {
        parent: fields.get(1)?.parse().ok()?,
        own: us(11)? + us(12)?,
        children: us(13)? + us(14)?,
    })
}
