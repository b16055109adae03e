//! Passwords that are guessed first: common ones, patterns, and words that a stranger knows about a
//! person. It asks nobody and takes microseconds.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Why a password is one of the first that are guessed; for the person who typed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Guessable {
    #[error("This is one of the most common passwords, which are tried first.")]
    Common,
    #[error("This is a common password with digits or signs around it, which is tried next.")]
    Around,
    #[error("These are only digits and signs: take at least {DIGITS_MIN} of them, or add words.")]
    Digits,
    #[error("It has fewer than four different characters.")]
    Few,
    #[error("It is a row of neighbours, like abcdef or 987654.")]
    Row,
    #[error("It repeats the same few characters.")]
    Repeats,
    #[error("It is little more than your own address or the name of this panel.")]
    Known,
}

/// The 10,000 most common passwords, the most frequent first, without those that are damaged text:
/// the beginning of Royce Williams' list of passwords found in breaches, as Django ships it (BSD;
/// gist.github.com/roycewilliams/226886fd01572964e1431ac8afc999ce).
static MOST_COMMON: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| include_str!("most_common_passwords.txt").lines().collect());

/// All of that list, of twenty thousand, that has ten characters and more; and short words that
/// people put digits around.
static COMMON: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| include_str!("common_passwords.txt").lines().collect());

/// The 20,000 most frequent passwords that have the ten characters which a password here needs, the most
/// frequent first, in lower case: of the ten million that Mark Burnett collected from breaches and
/// gave to the public domain.
static LONG: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| include_str!("long_passwords.txt").lines().collect());

/// Fewest characters of a password without a letter.
pub const DIGITS_MIN: usize = 14;
/// A common password of so many characters is guessed with anything but letters around it. A
/// shorter one counts for nothing, as a digit does.
const STEM_MIN: usize = 6;
/// The longest entry of all lists, in bytes.
const ENTRY_BYTES_MAX: usize = 28;
/// Fewest characters that must be left without the words that a stranger knows.
const REST_MIN: usize = 8;
/// Shorter words are parts of too many others.
const WORD_MIN: usize = 3;

/// The reason to refuse a password, given in lower case. `known`: what a stranger knows: the
/// person's address, the panel's name.
pub(super) fn reason(lower: &str, known: &[&str]) -> Option<Guessable> {
    by_itself(lower).or_else(|| {
        let rest = without(lower, &words(known));
        let is_little = rest.len() < lower.len()
            && (rest.chars().count() < REST_MIN || by_itself(&rest).is_some());
        is_little.then_some(Guessable::Known)
    })
}

fn by_itself(lower: &str) -> Option<Guessable> {
    let whole: String = lower.chars().filter(|c| !c.is_whitespace()).collect();
    if is_common(lower) {
        Some(Guessable::Common)
    } else if is_repeat(&whole) {
        Some(Guessable::Repeats)
    } else if lower.chars().collect::<HashSet<_>>().len() < 4 {
        Some(Guessable::Few)
    } else if is_row(&whole) {
        Some(Guessable::Row)
    } else if !lower.contains(char::is_alphabetic) {
        (whole.chars().count() < DIGITS_MIN).then_some(Guessable::Digits)
    } else {
        is_around(lower).then_some(Guessable::Around)
    }
}

fn is_common(text: &str) -> bool {
    COMMON.contains(text) || MOST_COMMON.contains(text) || LONG.contains(text)
}

/// Whether all its letters belong to one common password. Digits and signs beside the letters may
/// belong to it (`trustno1`) or be around it, so each way to cut it is tried.
fn is_around(lower: &str) -> bool {
    let mut letters = lower.char_indices().filter(|(_, c)| c.is_alphabetic());
    let Some(first) = letters.next() else { return false };
    let last = letters.next_back().unwrap_or(first);
    let is_short = lower.chars().count() < DIGITS_MIN;
    let is_stem = |stem: &str| {
        COMMON.contains(stem)
            || LONG.contains(stem)
            || MOST_COMMON.contains(stem) && (is_short || stem.chars().count() >= STEM_MIN)
    };
    let ends = || lower.char_indices().filter(|(at, _)| *at >= last.0);
    let mut starts = lower.char_indices().map(|(at, _)| at).filter(|at| *at <= first.0);
    starts.any(|start| {
        ends()
            .map(|(at, c)| at + c.len_utf8())
            .take_while(|end| end - start <= ENTRY_BYTES_MAX)
            .any(|end| is_stem(&lower[start..end]))
    })
}

/// Whether each character follows the one before: `abcdefghij`, `9876543210`.
fn is_row(text: &str) -> bool {
    let codes: Vec<i64> = text.chars().map(|c| i64::from(u32::from(c))).collect();
    let step = |up: i64| codes.windows(2).all(|pair| (pair[1] - pair[0]) * up == 1);
    step(1) || step(-1)
}

/// Whether it repeats a few characters: `abc1abc1abc1`.
fn is_repeat(text: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    (1..=5).any(|unit| {
        unit * 2 <= letters.len() && letters.iter().zip(&letters[unit..]).all(|(a, b)| a == b)
    })
}

/// The words of these texts, with and without the digits around them; the longest first, so that a
/// word is found before its parts.
fn words(texts: &[&str]) -> Vec<String> {
    let mut words = HashSet::new();
    for text in texts {
        for word in text.to_lowercase().split(|c: char| !c.is_alphanumeric()) {
            words.insert(word.trim_matches(|c: char| !c.is_alphabetic()).to_owned());
            words.insert(word.to_owned());
        }
    }
    let mut words: Vec<String> =
        words.into_iter().filter(|word| word.chars().count() >= WORD_MIN).collect();
    words.sort_unstable_by_key(|word| std::cmp::Reverse(word.len()));
    words
}

fn without(text: &str, words: &[String]) -> String {
    words.iter().fold(text.to_owned(), |rest, word| rest.replace(word.as_str(), ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADA: [&str; 2] = ["ada.lovelace1815@example.com", "Sunny Panel"];

    #[test]
    fn says_why_a_password_is_guessed_first() {
        for (text, expected) in [
            ("qwertyuiop", Guessable::Common),
            ("1q2w3e4r5t", Guessable::Common),
            ("password123!", Guessable::Around),
            ("!!welcome2024", Guessable::Around),
            ("letmein2024!", Guessable::Around),
            ("trustno1!!", Guessable::Around),
            ("2024trustno12024", Guessable::Around),
            ("p@ssw0rd2024!", Guessable::Around),
            ("maria2024!", Guessable::Around),
            ("dragon 8264 0917 3502", Guessable::Around),
            ("82640917350", Guessable::Digits),
            ("8264-0917-350", Guessable::Digits),
            ("abcabbaacbab", Guessable::Few),
            ("abcdefghijklm", Guessable::Row),
            ("mlkjihgfedcba", Guessable::Row),
            ("ab12ab12ab12", Guessable::Repeats),
            ("lovelace2024!", Guessable::Known),
            ("ada.lovelace1815", Guessable::Known),
            ("ada lovelace", Guessable::Known),
            ("lovelaceada99", Guessable::Known),
            ("example.com2024", Guessable::Known),
            ("sunnypanel2024", Guessable::Known),
            ("password-lovelace", Guessable::Known),
            ("waybill-2024!", Guessable::Around),
            ("4815162342", Guessable::Common),
            ("darkknight", Guessable::Common),
            ("2024darkknight!", Guessable::Around),
        ] {
            assert_eq!(reason(text, &ADA), Some(expected), "{text}");
        }
    }

    #[test]
    fn accepts_what_people_and_managers_make() {
        for text in [
            "correct horse battery",
            "k3!vqz-09slw",
            "ein satz über äpfel",
            "82640917350281",
            "pass word pass word ",
            "maria-8264-0917-35",
            "dragon eats maria at noon",
            "lovelace likes correct horses",
            "sunny afternoons with tea",
            "horsedragonmonkey7",
        ] {
            assert_eq!(reason(text, &ADA), None, "{text}");
        }
        assert_eq!(reason("lovelace2024!", &[]), None);
    }

    #[test]
    fn the_most_frequent_ones_that_are_long_enough_are_refused() {
        for entry in include_str!("long_passwords.txt").lines() {
            assert!(reason(entry, &[]).is_some(), "{entry}");
        }
    }

    #[test]
    fn the_lists_are_what_they_say() {
        assert_eq!(MOST_COMMON.len(), 10_000);
        assert_eq!(LONG.len(), 20_000);
        assert!(LONG.iter().all(|entry| entry.len() >= 10 && entry.is_ascii()));
        let all = || MOST_COMMON.iter().chain(COMMON.iter()).chain(LONG.iter());
        assert!(
            all().all(|entry| entry.len() <= ENTRY_BYTES_MAX && *entry == entry.to_lowercase())
        );
    }
}
