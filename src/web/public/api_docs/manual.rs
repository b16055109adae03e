//! Tables of `docs/API.md`, the contract that the APIs' own tests go by, as parts of a page. So what
//! the page says of an API cannot drift from what is written down.

const MANUAL: &str = include_str!("../../../../docs/API.md");

/// A table under a heading.
#[derive(Debug, Clone)]
pub struct Table {
    pub head: Vec<String>,
    /// Each row has a cell for each head.
    pub rows: Vec<Vec<Cell>>,
}

/// The text of a cell, in pieces.
pub type Cell = Vec<Piece>;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// As it is on the wire.
    pub is_code: bool,
    pub text: String,
}

/// The first table under the heading that is this line: `## Errors`. Empty if there is none, which
/// a test notices.
pub fn table(heading: &str) -> Table {
    let lines = MANUAL.lines().skip_while(|line| *line != heading).skip(1);
    let lines = lines.take_while(|line| !line.starts_with('#'));
    let mut lines = lines.skip_while(|line| !line.starts_with('|'));
    let lines = lines.by_ref().take_while(|line| line.starts_with('|'));
    let mut rows = lines.filter(|line| !line.starts_with("| ---")).map(cells);
    let head = rows.next().unwrap_or_default().into_iter().map(|cell| plain(&cell)).collect();
    Table { head, rows: rows.collect() }
}

fn plain(cell: &Cell) -> String {
    let text: String = cell.iter().map(|piece| piece.text.as_str()).collect();
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().collect::<String>() + letters.as_str(),
        None => String::new(),
    }
}

fn cells(line: &str) -> Vec<Cell> {
    let inside = line.trim().trim_start_matches('|').trim_end_matches('|');
    inside.split('|').map(|cell| pieces(cell.trim())).collect()
}

/// Code stands between backticks; of a link its words are kept.
fn pieces(text: &str) -> Cell {
    let parts = text.split('`').enumerate().map(|(at, part)| {
        let is_code = at % 2 == 1;
        Piece { is_code, text: if is_code { part.to_owned() } else { without_links(part) } }
    });
    parts.filter(|piece| !piece.text.is_empty()).collect()
}

fn without_links(text: &str) -> String {
    let Some((before, rest)) = text.split_once('[') else { return text.to_owned() };
    match rest.split_once("](") {
        Some((words, rest)) => {
            let after = rest.split_once(')').map_or("", |(_, after)| after);
            format!("{before}{words}{}", without_links(after))
        }
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_keeps_its_words_and_its_code() {
        let code = |text: &str| Piece { is_code: true, text: text.to_owned() };
        let said = |text: &str| Piece { is_code: false, text: text.to_owned() };
        assert_eq!(
            pieces("see [add](#add), or `a` [b](c)"),
            [said("see add, or "), code("a"), said(" b")]
        );
        assert_eq!(pieces("`orders[]=1`: a list"), [code("orders[]=1"), said(": a list")]);
    }

    #[test]
    fn a_heading_has_its_own_table() {
        let errors = table("## Errors");
        assert_eq!(errors.head, ["Error", "Situation"]);
        assert!(errors.rows.len() > 20);
        assert!(errors.rows.iter().all(|row| row.len() == 2 && !row[0].is_empty()));
        assert!(table("## None").rows.is_empty());
    }
}
