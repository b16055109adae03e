//! Makes texts from a provider harmless: no markup, no control characters, nothing that changes the
//! reading direction, and a limited length. So they are safe wherever they are shown later, on a
//! page or in another panel's list.

/// Markup can hold escaped markup, which can hold more. Nobody means more levels than this.
const ROUNDS_MAX: usize = 4;

/// One line of at most `chars_max` characters.
#[must_use]
pub fn line(text: &str, chars_max: usize) -> String {
    let plain = plain(text, chars_max);
    let words: Vec<&str> = plain.split_whitespace().collect();
    let line: String = words.join(" ").chars().take(chars_max).collect();
    line.trim_end().to_owned()
}

/// Lines, without empty ones in a row, of at most `chars_max` characters together.
#[must_use]
pub fn lines(text: &str, chars_max: usize) -> String {
    let mut kept: Vec<String> = Vec::new();
    for line in plain(text, chars_max).lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let is_second_empty = words.is_empty() && kept.last().is_none_or(String::is_empty);
        if !is_second_empty {
            kept.push(words.join(" "));
        }
    }
    let text: String = kept.join("\n").chars().take(chars_max).collect();
    text.trim_end().to_owned()
}

fn plain(text: &str, chars_max: usize) -> String {
    // Text far beyond the limit is not even looked at.
    let mut text: String = text.chars().take(chars_max.saturating_mul(8)).collect();
    for _ in 0..ROUNDS_MAX {
        let next = without_tags(&without_entities(&text));
        if next == text {
            break;
        }
        text = next;
    }
    // Markup with more levels than that is removed here.
    let text = without_tags(&text);
    let spaced = text.chars().map(|c| if c.is_whitespace() && c != '\n' { ' ' } else { c });
    spaced.filter(|c| *c == '\n' || !is_hidden(*c)).collect()
}

/// Control characters, zero-width characters that join nothing, and those that change the
/// direction. The joiner of emoji stays.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}' | '\u{feff}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}' | '\u{ad}' | '\u{fffd}')
}

/// Removes what a browser would take for a tag, up to the end of the text if the tag has no end.
/// Tags that separate lines become line ends.
fn without_tags(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        kept.push_str(before);
        // A browser skips no control character here, but the filter that follows removes them.
        let next = tag[1..].chars().find(|c| !is_hidden(*c));
        if !next.is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')) {
            kept.push('<');
            rest = &tag[1..];
            continue;
        }
        let end = tag.find('>').map_or(tag.len(), |end| end + 1);
        let name = tag[..end].trim_start_matches(['<', '/']).to_ascii_lowercase();
        let parts = ["br", "p", "div", "li", "tr", "ul", "ol", "h1", "h2", "h3"];
        let word = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        kept.push(if parts.contains(&word) { '\n' } else { ' ' });
        rest = &tag[end..];
    }
    kept.push_str(rest);
    kept
}

fn without_entities(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, entity) = rest.split_at(at);
        kept.push_str(before);
        let end = entity.bytes().take(12).position(|byte| byte == b';');
        match end.and_then(|end| Some((decoded(&entity[1..end])?, end))) {
            Some((c, end)) => {
                kept.push(c);
                rest = &entity[end + 1..];
            }
            None => {
                kept.push('&');
                rest = &entity[1..];
            }
        }
    }
    kept.push_str(rest);
    kept
}

fn decoded(name: &str) -> Option<char> {
    let number = |text: &str, radix| u32::from_str_radix(text, radix).ok().and_then(char::from_u32);
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some(' '),
        _ => match name.strip_prefix('#')? {
            hex if hex.starts_with(['x', 'X']) => number(&hex[1..], 16),
            digits => number(digits, 10),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_are_one_line_of_words() {
        for (sent, kept) in [
            ("Sample views", "Sample views"),
            ("  Sample\t\r\n views ", "Sample views"),
            ("<b>Sample</b> &amp; more", "Sample & more"),
            ("<script>alert(1)</script>", "alert(1)"),
            ("&lt;script&gt;alert(1)&lt;/script&gt;", "alert(1)"),
            ("&amp;lt;img src=x onerror=alert(1)", ""),
            ("a < b, I <3 it, 5 <= 6", "a < b, I <3 it, 5 <= 6"),
            ("Views <img src=x", "Views"),
            ("<\u{0}script>x", "x"),
            ("<\u{200b}b>x", "x"),
            ("nul\u{0}led \u{202e}turned\u{2066}", "nulled turned"),
            ("👩\u{200d}👩 ✅ 🔥", "👩\u{200d}👩 ✅ 🔥"),
            ("R&D; &unknown; &#x41;&#66;", "R&D; &unknown; AB"),
        ] {
            assert_eq!(line(sent, 300), kept, "{sent:?}");
        }
        assert_eq!(line(&"é".repeat(1000), 300).chars().count(), 300);
        assert_eq!(line(&"<b>".repeat(100_000), 300), "");
    }

    #[test]
    fn descriptions_keep_their_lines() {
        let sent = "<p>Starts at once</p><br><br/>\r\n<ul><li>No drop</li><li>Refill</li></ul>";
        assert_eq!(lines(sent, 1000), "Starts at once\n\nNo drop\n\nRefill");
    }

    proptest! {
        #[test]
        fn nothing_that_opens_a_tag_is_left(text in r"[a-z<>/!?&;#x0-9ltgamp\x00\u{200b} ]{0,120}") {
            for kept in [line(&text, 80), lines(&text, 80)] {
                prop_assert!(kept.chars().count() <= 80);
                for (at, _) in kept.match_indices('<') {
                    let next = kept[at + 1..].chars().next();
                    let opens = |c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?');
                    prop_assert!(!next.is_some_and(opens), "{kept:?}");
                }
            }
        }

        #[test]
        fn nothing_hidden_is_left(text in "\\PC{0,40}|.{0,40}") {
            prop_assert!(line(&text, 100).chars().all(|c| !is_hidden(c)));
        }
    }
}
