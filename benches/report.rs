//! What is printed, and stored in `docs/BENCHMARKS.md` below its marker.

use std::fmt::Write as _;
use std::fs;
use std::process::Command;

use waybill::kit::postgres;

use crate::Plan;
use crate::goals::Run;

/// One figure, round by round.
pub struct Row {
    pub name: String,
    pub goal: String,
    /// Calls a second, of the floor.
    pub floors: Vec<f64>,
    pub ours: Vec<f64>,
    /// Processor time of each call to the panel.
    pub panel_us: Vec<f64>,
    pub server_us: Vec<f64>,
}

impl Row {
    pub fn new(name: &str, goal: &str) -> Self {
        Self {
            name: name.to_owned(),
            goal: goal.to_owned(),
            floors: Vec::new(),
            ours: Vec::new(),
            panel_us: Vec::new(),
            server_us: Vec::new(),
        }
    }

    /// The last round, for people who watch.
    pub fn round(&self, round: usize) -> String {
        let last = |values: &[f64]| values.last().copied().unwrap_or_default();
        format!(
            "{}, round {round}: floor {:.0}/s, ours {:.0}/s, {:.2}; panel {:.1} µs, PostgreSQL {:.1} µs",
            self.name,
            last(&self.floors),
            last(&self.ours),
            last(&self.ours) / last(&self.floors),
            last(&self.panel_us),
            last(&self.server_us)
        )
    }

    /// The same, if the floor is a smaller panel.
    pub fn pair(&self, round: usize) -> String {
        let last = |values: &[f64]| values.last().copied().unwrap_or_default();
        let (small, large) = (last(&self.floors), last(&self.ours));
        format!("{}, round {round}: {small:.0}/s, {large:.0}/s, {:.2}", self.name, large / small)
    }

    /// Ours by the floor's, the median of all rounds.
    pub fn ratio(&self) -> f64 {
        let ratios: Vec<f64> = self.ours.iter().zip(&self.floors).map(|(o, f)| o / f).collect();
        median(&ratios)
    }
}

/// A figure without a floor, round by round.
#[derive(Clone)]
pub struct Figure {
    pub name: String,
    pub goal: String,
    pub values: Vec<f64>,
}

/// The middle one.
pub fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}

const MARKER: &str = "<!-- the last run; written by make bench -->";
const GROWTH: &str = "<!-- the last comparison; written by make bench-large -->";

/// When, where and how it was measured.
fn circumstances(heading: &str, plan: &Plan, orders: &str) -> String {
    let programs = postgres::find().expect("PostgreSQL is there");
    let version = Command::new(programs.bin_dir().join("postgres")).arg("--version").output();
    let version = version.map(|out| String::from_utf8_lossy(&out.stdout).trim().to_owned());
    let date = Command::new("date").args(["-u", "+%Y-%m-%d"]).output();
    let date = date.map(|out| String::from_utf8_lossy(&out.stdout).trim().to_owned());
    format!(
        "## {heading}\n\n{}: {} with {orders} orders there, {} cores of {}, {} rounds of {} s, medians.\n\n",
        date.unwrap_or_default(),
        version.unwrap_or_default(),
        std::thread::available_parallelism().map_or(0, usize::from),
        processor(),
        plan.rounds,
        plan.seconds
    )
}

pub fn print(plan: &Plan, run: &Run) {
    let mut text = circumstances("The last run", plan, &plan.orders.to_string());
    text.push_str(&with_floor(&run.rows));
    text.push_str(&without_floor(&run.figures));
    keep(MARKER, &text, plan.only.is_none() && run.is_whole());
}

/// The table of the figures that have a floor.
fn with_floor(rows: &[Row]) -> String {
    let mut text = String::new();
    if rows.is_empty() {
        return text;
    }
    text.push_str(
        "| work | floor /s | ours /s | ratio | goal | panel, µs | PostgreSQL, µs |\n\
         | --- | ---: | ---: | ---: | ---: | ---: | ---: |\n",
    );
    for row in rows {
        let _ = writeln!(
            text,
            "| {} | {:.0} | {:.0} | {:.2} | {} | {:.1} | {:.1} |",
            row.name,
            median(&row.floors),
            median(&row.ours),
            row.ratio(),
            row.goal,
            median(&row.panel_us),
            median(&row.server_us)
        );
    }
    text
}

/// How much of its speed the panel has left with many orders.
pub fn growth(plan: &Plan, large: i64, run: &Run) {
    let orders = format!("{} and {large}", plan.orders);
    let mut text = circumstances("Growth", plan, &orders);
    text.push_str(
        "| work | few orders, /s | many orders, /s | ratio | goal |\n\
         | --- | ---: | ---: | ---: | ---: |\n",
    );
    for row in &run.rows {
        let (few, many) = (median(&row.floors), median(&row.ours));
        let (name, ratio, goal) = (&row.name, row.ratio(), &row.goal);
        let _ = writeln!(text, "| {name} | {few:.0} | {many:.0} | {ratio:.2} | {goal} |");
    }
    text.push_str(&without_floor(&run.figures));
    keep(GROWTH, &text, plan.only.is_none() && run.is_whole());
}

/// The table of the figures that have no floor.
fn without_floor(figures: &[Figure]) -> String {
    let mut text = String::new();
    if !figures.is_empty() {
        text.push_str("\n| work | ours | goal |\n| --- | ---: | ---: |\n");
    }
    for Figure { name, goal, values } in figures {
        let _ = writeln!(text, "| {name} | {:.2} | {goal} |", median(values));
    }
    text
}

/// Puts the text between its marker and the next one. If only some of the figures were taken, they
/// replace nothing in the file.
fn keep(marker: &str, text: &str, is_all: bool) {
    println!("{text}");
    if !is_all {
        return;
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/BENCHMARKS.md");
    let page = fs::read_to_string(path).unwrap_or_default();
    if let Some((before, after)) = page.split_once(marker) {
        let rest = after.find("<!--").map_or("", |at| &after[at..]);
        let gap = if rest.is_empty() { "" } else { "\n" };
        let page = format!("{before}{marker}\n\n{text}{gap}{rest}");
        fs::write(path, page).expect("the page is written");
    }
}

fn processor() -> String {
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let line = info.lines().find(|line| line.starts_with("model name"));
    line.and_then(|line| line.split_once(": ")).map_or("?", |(_, name)| name).to_owned()
}
