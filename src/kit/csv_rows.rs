//! Reading comma-separated values that other programs wrote (RFC 4180).

use std::iter::Peekable;
use std::str::Chars;

/// The values of a row, and the line of the text on which it begins, counted from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub line: usize,
    pub values: Vec<String>,
}

/// The rows of a text. A value that is quoted may have separators and line ends in it; a quote that is
/// never closed ends with the text.
#[derive(Debug)]
pub struct Rows<'t> {
    rest: Peekable<Chars<'t>>,
    line: usize,
    separator: char,
}

impl<'t> Rows<'t> {
    /// Values are separated by what stands most often in the first line: a comma, a semicolon or a tab.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        let text = text.trim_start_matches('\u{feff}');
        let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
        let count = |separator: &char| first.matches(*separator).count();
        let separator = ['\t', ';', ','].into_iter().max_by_key(count).unwrap_or(',');
        Self { rest: text.chars().peekable(), line: 1, separator }
    }
}

impl Iterator for Rows<'_> {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        self.rest.peek()?;
        let line = self.line;
        let (mut values, mut value, mut is_quoted) = (Vec::new(), String::new(), false);
        while let Some(c) = self.rest.next() {
            match c {
                '"' if is_quoted && self.rest.peek() == Some(&'"') => {
                    self.rest.next();
                    value.push('"');
                }
                '"' if is_quoted => is_quoted = false,
                '"' if value.is_empty() => is_quoted = true,
                '\n' => {
                    self.line += 1;
                    if !is_quoted {
                        break;
                    }
                    value.push(c);
                }
                '\r' if !is_quoted => {}
                c if c == self.separator && !is_quoted => values.push(std::mem::take(&mut value)),
                c => value.push(c),
            }
        }
        values.push(value);
        Some(Row { line, values })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(usize, Vec<String>)> {
        Rows::new(text).map(|row| (row.line, row.values)).collect()
    }

    fn row(line: usize, values: &[&str]) -> (usize, Vec<String>) {
        (line, values.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn quotes_may_hold_what_separates() {
        let text = "\u{feff}id,note\r\n1,\"a, \"\"b\"\"\nc\"\r\n2,\n\n3";
        let rows = [
            row(1, &["id", "note"]),
            row(2, &["1", "a, \"b\"\nc"]),
            row(4, &["2", ""]),
            row(5, &[""]),
            row(6, &["3"]),
        ];
        assert_eq!(read(text), rows);
    }

    #[test]
    fn the_first_line_says_what_separates() {
        assert_eq!(read("a;b\n1,5;2"), [row(1, &["a", "b"]), row(2, &["1,5", "2"])]);
        assert_eq!(read("a\tb,c\td"), [row(1, &["a", "b,c", "d"])]);
        assert_eq!(read("alone"), [row(1, &["alone"])]);
        assert!(read("").is_empty());
        assert_eq!(read("\"open,\n1"), [row(1, &["open,\n1"])]);
    }
}
