//! What is printed, and kept in `docs/BENCHMARKS.md` below its marker.

use std::fmt::Write as _;
use std::fs;
use std::process::Command;

use crate::Plan;
use crate::seed::Seed;

/// One figure, round by round.
pub struct Row {
    pub name: String,
    pub goal: String,
    pub floors: Vec<f64>,
    pub ours: Vec<f64>,
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}

const MARKER: &str = "<!-- the last run; written by make bench -->";

pub fn print(plan: &Plan, seed: &Seed, rows: &[Row], memory_mib: f64) {
    let mut text = String::new();
    let version = Command::new(seed.server().bin_dir().join("postgres")).arg("--version").output();
    let version = version.map(|out| String::from_utf8_lossy(&out.stdout).trim().to_owned());
    let date = Command::new("date").args(["-u", "+%Y-%m-%d"]).output();
    let date = date.map(|out| String::from_utf8_lossy(&out.stdout).trim().to_owned());
    let _ = writeln!(
        text,
        "{}: {} with {} orders there, {} cores of {}, {} rounds of {} s, medians.\n",
        date.unwrap_or_default(),
        version.unwrap_or_default(),
        plan.orders,
        std::thread::available_parallelism().map_or(0, usize::from),
        processor(),
        plan.rounds,
        plan.seconds
    );
    text.push_str(
        "| work | floor /s | ours /s | ratio | goal |\n| --- | ---: | ---: | ---: | ---: |\n",
    );
    for row in rows {
        let (floor, ours) = (median(&row.floors), median(&row.ours));
        let ratios: Vec<f64> = row.ours.iter().zip(&row.floors).map(|(o, f)| o / f).collect();
        let _ = writeln!(
            text,
            "| {} | {floor:.0} | {ours:.0} | {:.2} | {} |",
            row.name,
            median(&ratios),
            row.goal
        );
    }
    let _ =
        writeln!(text, "| resident memory under that load, MiB | | {memory_mib:.0} | | ≤ 150 |");
    println!("{text}");
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/BENCHMARKS.md");
    let page = fs::read_to_string(path).unwrap_or_default();
    if let Some((before, _)) = page.split_once(MARKER) {
        fs::write(path, format!("{before}{MARKER}\n\n{text}")).expect("the page is written");
    }
}

fn processor() -> String {
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let line = info.lines().find(|line| line.starts_with("model name"));
    line.and_then(|line| line.split_once(": ")).map_or("?", |(_, name)| name).to_owned()
}
