//! A message and what it quotes.

use std::borrow::Cow;
use std::fmt;

use fluent_bundle::{FluentArgs, FluentValue};

use super::Lang;

/// A message with its arguments. It is text when it is printed.
pub struct Said {
    lang: Lang,
    key: &'static str,
    arguments: FluentArgs<'static>,
}

/// A number that a message counts by.
pub trait Count {
    fn count(&self) -> i64;
}

impl Said {
    pub(super) fn new(lang: Lang, key: &'static str) -> Self {
        Self { lang, key, arguments: FluentArgs::new() }
    }

    /// Puts a text in place of `{ $name }`, as it is.
    #[must_use]
    pub fn with(mut self, name: &'static str, text: impl fmt::Display) -> Self {
        self.arguments.set(name, text.to_string());
        self
    }

    /// Puts a number in place of `{ $name }`, grouped as the language groups it. The message may
    /// choose its words by it.
    #[must_use]
    pub fn count(mut self, name: &'static str, number: impl Count) -> Self {
        self.arguments.set(name, FluentValue::from(number.count()));
        self
    }

    fn text(&self) -> Cow<'_, str> {
        let messages = &self.lang.loaded().messages;
        let Some(pattern) = messages.get_message(self.key).and_then(|message| message.value())
        else {
            debug_assert!(false, "no message {} in {}", self.key, self.lang.tag());
            return self.key.into();
        };
        let mut errors = Vec::new();
        let text = messages.format_pattern(pattern, Some(&self.arguments), &mut errors);
        debug_assert!(errors.is_empty(), "{} in {}: {errors:?}", self.key, self.lang.tag());
        text
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

impl fmt::Debug for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.text())
    }
}

impl From<Said> for Cow<'static, str> {
    fn from(said: Said) -> Self {
        Self::Owned(said.to_string())
    }
}

impl From<Said> for String {
    fn from(said: Said) -> Self {
        said.to_string()
    }
}

macro_rules! counts {
    ($($number:ty)+) => {
        $(impl Count for $number {
            fn count(&self) -> i64 {
                i64::try_from(*self).unwrap_or(i64::MAX)
            }
        })+
    };
}

counts!(i16 i32 i64 u16 u32 u64 usize);

impl<T: Count> Count for &T {
    fn count(&self) -> i64 {
        (*self).count()
    }
}
