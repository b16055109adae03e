//! Lines of a provider's list that are left out, sorted by the reason, so that a thousand of them
//! fold into one line for each reason. See `templates/admin/providers/left_out.html`.

use std::collections::BTreeMap;

use crate::providers::import::{Plan, Step};
use crate::providers::unread::Unread;
use crate::web::admin::fields::sentence;
use crate::web::figures::number;

/// All that are left out for one reason.
pub(super) struct LeftOutGroup {
    pub why: String,
    pub count: String,
    pub lines: Vec<LeftOutLine>,
}

/// One of them.
pub(super) struct LeftOutLine {
    /// Its id there, or its place in the list.
    pub label: String,
    pub name: String,
    /// The text there; "": nothing.
    pub said: String,
}

pub(super) fn counted(count: usize) -> String {
    number(i64::try_from(count).unwrap_or_default())
}

/// What an import leaves out.
pub(super) fn of_plan(plan: &Plan) -> Vec<LeftOutGroup> {
    grouped(plan.rows.iter().filter_map(|row| match &row.step {
        Step::Skip(why) => {
            let line = LeftOutLine {
                label: row.upstream_service.clone(),
                name: row.name.clone(),
                said: row.said.clone(),
            };
            Some((sentence(why), line))
        }
        Step::New | Step::Update { .. } | Step::Same { .. } => None,
    }))
}

/// Lines of a list that were not taken.
pub(super) fn of_list(unread: &[Unread]) -> Vec<LeftOutGroup> {
    grouped(unread.iter().map(|one| {
        let line =
            LeftOutLine { label: one.label(), name: one.name.clone(), said: one.said.clone() };
        (sentence(&one.why), line)
    }))
}

/// The largest group first.
fn grouped(lines: impl Iterator<Item = (String, LeftOutLine)>) -> Vec<LeftOutGroup> {
    let mut groups: BTreeMap<String, Vec<LeftOutLine>> = BTreeMap::new();
    for (why, line) in lines {
        groups.entry(why).or_default().push(line);
    }
    let group = |(why, lines): (String, Vec<LeftOutLine>)| LeftOutGroup {
        why,
        count: counted(lines.len()),
        lines,
    };
    let mut groups: Vec<LeftOutGroup> = groups.into_iter().map(group).collect();
    groups.sort_by_key(|group| std::cmp::Reverse(group.lines.len()));
    groups
}
