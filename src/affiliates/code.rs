//! The code of a link, and the sub ids that affiliates append to it.

use crate::kit::secret;

const CHARS_MIN: usize = 3;
const CHARS_MAX: usize = 32;
const SUB_ID_CHARS_MAX: usize = 100;
const MADE_CHARS: usize = 8;

/// `/?ref=CODE`: 3 to 32 of `[a-z0-9_-]`. Capitals make no other code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code(String);

/// The text is not a code; the message is for the person who typed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("A code has {CHARS_MIN} to {CHARS_MAX} letters, digits, - or _.")]
pub struct BadCode;

impl Code {
    /// Reads a code, with or without blanks around it, in any capitals.
    pub fn parse(text: &str) -> Result<Self, BadCode> {
        let text = text.trim().to_ascii_lowercase();
        let known = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        let fits = (CHARS_MIN..=CHARS_MAX).contains(&text.len()) && text.bytes().all(known);
        if fits { Ok(Self(text)) } else { Err(BadCode) }
    }

    /// A random one.
    #[must_use]
    pub fn made() -> Self {
        Self(secret::base62(MADE_CHARS).to_ascii_lowercase())
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What an affiliate appended to a link, to tell its places apart: `sub_id1`, `sub_id2`, `sub_id3`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SubIds(pub [Option<String>; 3]);

impl SubIds {
    /// From a query string's values. A value is cut after 100 characters; an empty one is none.
    #[must_use]
    pub fn new(values: [Option<&str>; 3]) -> Self {
        let clean = |text: &str| -> Option<String> {
            let kept = text.trim().chars().filter(|c| !c.is_control());
            let text: String = kept.take(SUB_ID_CHARS_MAX).collect();
            (!text.is_empty()).then_some(text)
        };
        Self(values.map(|value| value.and_then(clean)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_one_however_it_is_typed() {
        assert_eq!(Code::parse(" My-Code_1 ").unwrap().as_str(), "my-code_1");
        for bad in ["", "ab", "a b c", "ab/c", "códe", "abc\0", &"a".repeat(33)] {
            assert_eq!(Code::parse(bad), Err(BadCode), "{bad:?}");
        }
        assert!(Code::parse(Code::made().as_str()).is_ok());
    }

    #[test]
    fn sub_ids_are_cut_and_cleaned() {
        let long = "é".repeat(150);
        let SubIds([one, two, three]) = SubIds::new([Some(" a\0b "), Some("  "), Some(&long)]);
        assert_eq!((one.as_deref(), two), (Some("ab"), None));
        assert_eq!(three.unwrap().chars().count(), 100);
    }
}
