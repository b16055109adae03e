//! What a run comes to: its parts go on without each other, and at the end stands a table of goals,
//! met or not.

use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::process::ExitCode;

use futures_util::FutureExt as _;

use crate::report::{Figure, Row, median};

/// Everything that was measured, and the parts that came to no end.
#[derive(Default)]
pub struct Run {
    pub rows: Vec<Row>,
    pub figures: Vec<Figure>,
    lost: Vec<String>,
}

impl Run {
    /// Runs a part. If it panics, the others go on, and it has nothing to show.
    pub async fn part<T: Default>(&mut self, name: &str, work: impl Future<Output = T>) -> T {
        let ended = attempt(work).await;
        ended.unwrap_or_else(|lost| {
            self.lose(name, &lost);
            T::default()
        })
    }

    /// The same, for what was attempted with this run in its hands.
    pub fn note(&mut self, name: &str, ended: Result<(), String>) {
        if let Err(lost) = ended {
            self.lose(name, &lost);
        }
    }

    fn lose(&mut self, name: &str, why: &str) {
        eprintln!("{name}: not measured; the others go on");
        self.lost.push(format!("{name}: {why}"));
    }

    /// Takes a figure, if it was measured.
    pub fn take(&mut self, name: &str, goal: &str, values: Vec<f64>) {
        if values.is_empty() {
            return;
        }
        eprintln!("{name}: {values:.2?}");
        self.figures.push(Figure { name: name.to_owned(), goal: goal.to_owned(), values });
    }

    /// Whether every part came to its end.
    pub fn is_whole(&self) -> bool {
        self.lost.is_empty()
    }

    /// Prints the goals. A goal that is not met, or a part that was lost, makes the run fail.
    pub fn goals(&self) -> ExitCode {
        let rows = self.rows.iter().map(|row| (row.name.as_str(), row.goal.as_str(), row.ratio()));
        let figures =
            self.figures.iter().map(|it| (it.name.as_str(), it.goal.as_str(), median(&it.values)));
        let all: Vec<(&str, &str, f64)> = rows.chain(figures).collect();
        if all.is_empty() && self.is_whole() {
            eprintln!("no figure has this in its name");
            return ExitCode::FAILURE;
        }
        println!("\n| goal of | ours | goal | |\n| --- | ---: | ---: | --- |");
        let mut missed = 0;
        for (name, goal, value) in all {
            let Some(is_met) = is_met(goal, value) else { continue };
            missed += usize::from(!is_met);
            let verdict = if is_met { "met" } else { "NOT MET" };
            println!("| {name} | {value:.2} | {goal} | {verdict} |");
        }
        for lost in &self.lost {
            println!("not measured: {lost}");
        }
        println!("\n{missed} goals not met, {} parts not measured", self.lost.len());
        if missed == 0 && self.is_whole() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

/// The words of a panic, if the work ends in one.
pub async fn attempt<T>(work: impl Future<Output = T>) -> Result<T, String> {
    AssertUnwindSafe(work).catch_unwind().await.map_err(|panic| words(&*panic))
}

/// Whether a value meets a goal as it is written: `≥ 0.9`, `≤ 2`. `None`: there is no goal.
fn is_met(goal: &str, value: f64) -> Option<bool> {
    if let Some((from, to)) = goal.split_once(" to ") {
        return Some((from.parse().ok()?..=to.parse().ok()?).contains(&value));
    }
    let (sign, limit) = goal.split_once(' ')?;
    let limit: f64 = limit.parse().ok()?;
    match sign {
        "≥" => Some(value >= limit),
        "≤" => Some(value <= limit),
        _ => None,
    }
}

fn words(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
    text.unwrap_or_else(|| "it panicked".to_owned())
}
