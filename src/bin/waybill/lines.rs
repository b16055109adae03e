//! Log lines of text: each event is one line. An error may quote what other servers said, and a
//! line break in it would begin a line that the panel never wrote. (JSON has no line breaks.)

use std::borrow::Cow;
use std::io::{self, Write};

/// Standard error, for one event.
pub struct OneLine {
    /// Whether the colours of a terminal are let through.
    pub has_colours: bool,
}

impl Write for OneLine {
    /// Takes a whole event, with the end of its line.
    fn write(&mut self, event: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(event);
        io::stderr().write_all(one_line(&text, self.has_colours).as_bytes())?;
        Ok(event.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stderr().flush()
    }
}

/// The event with its control characters written out, all but the end of its line.
fn one_line(event: &str, has_colours: bool) -> Cow<'_, str> {
    let (text, end) = match event.strip_suffix('\n') {
        Some(text) => (text, "\n"),
        None => (event, ""),
    };
    if !text.contains(char::is_control) {
        return Cow::Borrowed(event);
    }
    let mut line = String::with_capacity(event.len() + 16);
    for (at, sign) in text.char_indices() {
        if sign.is_control() && !(has_colours && is_colour(&text[at..])) {
            line.extend(sign.escape_default());
        } else {
            line.push(sign);
        }
    }
    line.push_str(end);
    Cow::Owned(line)
}

/// Whether a colour of the terminal begins here: `ESC [`, numbers, `m`.
fn is_colour(text: &str) -> bool {
    let is_number = |sign: char| sign.is_ascii_digit() || sign == ';';
    text.strip_prefix("\u{1b}[")
        .is_some_and(|rest| rest.trim_start_matches(is_number).starts_with('m'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_one_line_whatever_an_error_says() {
        assert_eq!(one_line("a plain é line\n", false), "a plain é line\n");
        let forged = "error=no\r\n2026-01-01 INFO all is well\u{1b}[2J\u{9b}1m\u{7f}\tx\n";
        let line = "error=no\\r\\n2026-01-01 INFO all is well\\u{1b}[2J\\u{9b}1m\\u{7f}\\tx\n";
        for has_colours in [false, true] {
            assert_eq!(one_line(forged, has_colours), line);
        }
        let red = "\u{1b}[1;31mERROR\u{1b}[0m a\nb\n";
        assert_eq!(one_line(red, true), "\u{1b}[1;31mERROR\u{1b}[0m a\\nb\n");
        assert_eq!(one_line(red, false), "\\u{1b}[1;31mERROR\\u{1b}[0m a\\nb\n");
        assert_eq!(one_line("no end", false), "no end");
    }
}
