//! The text of a message: plain, with line breaks, no longer than people read.

/// The longest text.
pub const CHARS_MAX: usize = 10_000;

/// Text that somebody wrote, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text(String);

/// Why it is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    #[error("write something")]
    Empty,
    #[error("at most {CHARS_MAX} characters, and this has {chars}")]
    TooLong { chars: usize },
}

impl Text {
    /// Lines end with `\n`; other control characters, which no keyboard makes, are dropped.
    pub fn parse(typed: &str) -> Result<Self, TextError> {
        let lines = typed.replace("\r\n", "\n").replace('\r', "\n");
        let kept = |c: &char| matches!(c, '\n' | '\t') || !c.is_control();
        let text: String = lines.chars().filter(kept).collect();
        let text = text.trim();
        if text.chars().all(is_unseen) {
            return Err(TextError::Empty);
        }
        match text.chars().count() {
            ..=CHARS_MAX => Ok(Self(text.to_owned())),
            chars => Err(TextError::TooLong { chars }),
        }
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Blank, or a sign that has no shape.
fn is_unseen(c: char) -> bool {
    let shapeless =
        matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    c.is_whitespace() || shapeless || turns_text(c)
}

/// Whether it changes the direction of the text after it.
#[must_use]
pub const fn turns_text(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_keeps_its_lines_and_has_a_limit() {
        assert_eq!(Text::parse(" a\r\nb\rc\u{7} \n").unwrap().as_str(), "a\nb\nc");
        for nothing in ["", " \n\t", "\u{200b}\u{202e}\u{2066}\u{feff}"] {
            assert_eq!(Text::parse(nothing), Err(TextError::Empty), "{nothing:?}");
        }
        assert!(Text::parse(&"ü".repeat(CHARS_MAX)).is_ok());
        let long = Text::parse(&"ü".repeat(CHARS_MAX + 1));
        assert_eq!(long, Err(TextError::TooLong { chars: CHARS_MAX + 1 }));
    }
}
