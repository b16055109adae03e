//! JSON as the tokens that it came as. Gateways sign such texts; to print a parsed one again changes
//! some numbers (`1e-7`, `25.00`, long fractions) and some escapes, and then the sum does not fit.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// Nobody nests deeper.
const DEPTH_MAX: usize = 16;

/// The members of an object, in the order in which they came.
#[derive(Debug)]
pub struct Members<'t>(Vec<(String, &'t RawValue)>);

/// How an object is printed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    /// Names are sorted by their bytes; values are printed as they came.
    Sorted,
    /// As PHP does it with `JSON_UNESCAPED_UNICODE`: slashes are escaped, letters are not.
    Php,
}

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct All;
        impl<'de> Visitor<'de> for All {
            type Value = Members<'de>;

            fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
                to.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut all = Vec::new();
                while let Some(member) = map.next_entry::<String, &'de RawValue>()? {
                    all.push(member);
                }
                Ok(Members(all))
            }
        }
        deserializer.deserialize_map(All)
    }
}

impl<'t> Members<'t> {
    /// Reads an object. `None`: it is none, or a name stands twice in it, so that nobody can say which
    /// of them counts.
    #[must_use]
    pub fn read(json: &'t str) -> Option<Self> {
        let members: Self = serde_json::from_str(json).ok()?;
        let mut names: Vec<&str> = members.0.iter().map(|(name, _)| name.as_str()).collect();
        names.sort_unstable();
        let is_plain = names.windows(2).all(|pair| pair.first() != pair.last());
        is_plain.then_some(members)
    }

    /// The token of a member.
    #[must_use]
    pub fn token(&self, name: &str) -> Option<&'t RawValue> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, token)| *token)
    }

    /// A member that is a text or a number, as text; `None`: it is missing, null, empty or something
    /// else.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<String> {
        text(self.token(name)?)
    }
}

/// A token that is a text or a number, as text; `None`: it is null, empty or something else.
#[must_use]
pub fn text(token: &RawValue) -> Option<String> {
    let token = token.get();
    let said = match token.as_bytes().first()? {
        b'"' => serde_json::from_str(token).ok()?,
        b'-' | b'0'..=b'9' => token.to_owned(),
        _ => String::new(),
    };
    (!said.is_empty()).then_some(said)
}

/// The same JSON without blanks, with the names of every object sorted and every value as it came.
/// `None`: it is no JSON that anybody would sign.
#[must_use]
pub fn sorted(json: &str) -> Option<String> {
    printed(json, Style::Sorted)
}

/// The same JSON as PHP prints it. `None`: it is no JSON that anybody would sign.
#[must_use]
pub fn as_php(json: &str) -> Option<String> {
    printed(json, Style::Php)
}

/// An object without one of its members, all other bytes as they came; and the text of that member.
/// `None`: it is no object, or has no such member, or that is no text.
#[must_use]
pub fn without(json: &str, name: &str) -> Option<(String, String)> {
    let token = Members::read(json)?.token(name)?;
    let text: String = serde_json::from_str(token.get()).ok()?;
    // The token is a part of the text, so it begins where its address says.
    let start = token.get().as_ptr().addr().checked_sub(json.as_ptr().addr())?;
    let (before, rest) = (json.get(..start)?, json.get(start + token.get().len()..)?);
    let quoted = format!("\"{name}\"");
    let before = before.trim_end().strip_suffix(':')?.trim_end().strip_suffix(quoted.as_str())?;
    // The comma before it goes too, or the one behind it if it is the first.
    let kept = match (before.trim_end().strip_suffix(','), rest.trim_start().strip_prefix(',')) {
        (Some(before), _) => format!("{before}{rest}"),
        (None, after) => format!("{before}{}", after.unwrap_or(rest)),
    };
    Some((kept, text))
}

fn printed(json: &str, style: Style) -> Option<String> {
    let mut out = String::with_capacity(json.len());
    print(json.trim(), style, 0, &mut out)?;
    Some(out)
}

fn print(json: &str, style: Style, depth: usize, out: &mut String) -> Option<()> {
    (depth <= DEPTH_MAX).then_some(())?;
    match json.as_bytes().first()? {
        b'{' => {
            let Members(mut members) = Members::read(json)?;
            if style == Style::Sorted {
                members.sort_by(|(one, _), (other, _)| one.cmp(other));
            }
            for (at, (name, value)) in members.iter().enumerate() {
                out.push(if at == 0 { '{' } else { ',' });
                out.push_str(&quoted(name, style)?);
                out.push(':');
                print(value.get(), style, depth + 1, out)?;
            }
            out.push_str(if members.is_empty() { "{}" } else { "}" });
        }
        b'[' => {
            let items: Vec<&RawValue> = serde_json::from_str(json).ok()?;
            for (at, item) in items.iter().enumerate() {
                out.push(if at == 0 { '[' } else { ',' });
                print(item.get(), style, depth + 1, out)?;
            }
            out.push_str(if items.is_empty() { "[]" } else { "]" });
        }
        b'"' if style == Style::Php => {
            let text: String = serde_json::from_str(json).ok()?;
            out.push_str(&quoted(&text, style)?);
        }
        _ => out.push_str(json),
    }
    Some(())
}

fn quoted(text: &str, style: Style) -> Option<String> {
    let quoted = serde_json::to_string(text).ok()?;
    Some(match style {
        Style::Sorted => quoted,
        // PHP escapes the two odd ends of lines as well.
        Style::Php => {
            quoted.replace('/', "\\/").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_and_values_stay_what_they_were() {
        let body = "{ \"b\": [ 1.0, {\"z\":1e-7,\"a\":\"x\\/y\"} ],\r\n \"a\": {}, \"\u{e9}\":[],\"c\":null}";
        let there = r#"{"a":{},"b":[1.0,{"a":"x\/y","z":1e-7}],"c":null,"é":[]}"#;
        assert_eq!(sorted(body).unwrap(), there);
        assert_eq!(sorted("{}").unwrap(), "{}");
        for text in ["", "{", "{\"a\":1,\"a\":2}", "{\"a\":1}x", "[1,]"] {
            assert_eq!(sorted(text), None, "{text}");
        }
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(sorted(&deep), None);
        assert_eq!(as_php(&deep), None);
    }

    #[test]
    fn php_escapes_slashes_and_leaves_letters() {
        let body = "{\"b\":\"a/\\u00e9\",\"a\":1.50,\"c\":\"\\\"\\u2028\"}";
        assert_eq!(as_php(body).unwrap(), "{\"b\":\"a\\/é\",\"a\":1.50,\"c\":\"\\\"\\u2028\"}");
    }

    #[test]
    fn a_member_is_cut_out_and_the_rest_keeps_its_bytes() {
        for (whole, rest) in [
            (r#"{"a":"x\/y","sign":"s"}"#, r#"{"a":"x\/y"}"#),
            (r#"{"a":1, "sign" : "s", "b":2}"#, r#"{"a":1, "b":2}"#),
            (r#"{"sign":"s","a":1}"#, r#"{"a":1}"#),
            (r#"{"sign":"s"}"#, "{}"),
            (r#"{"a":{"sign":"t"},"sign":"s"}"#, r#"{"a":{"sign":"t"}}"#),
            (r#"{"a":"\"sign\":\"t\"","sign":"s"}"#, r#"{"a":"\"sign\":\"t\""}"#),
        ] {
            let (kept, text) = without(whole, "sign").unwrap();
            assert_eq!((kept.as_str(), text.as_str()), (rest, "s"));
        }
        for text in [
            "",
            "[]",
            r#"{"a":1}"#,
            r#"{"sign":1}"#,
            r#"{"sign":"s","sign":"s"}"#,
            r#"{"s\u0069gn":"s"}"#,
            r#"{"a":{"sign":"t"}}"#,
        ] {
            assert_eq!(without(text, "sign"), None, "{text}");
        }
    }

    #[test]
    fn texts_and_numbers_are_read_as_texts() {
        let body = r#"{"a":"1","b":12345678901234567890,"c":null,"d":{},"e":"","f":true}"#;
        let members = Members::read(body).unwrap();
        assert_eq!(members.text("a").unwrap(), "1");
        assert_eq!(members.text("b").unwrap(), "12345678901234567890");
        for name in ["c", "d", "e", "f", "g"] {
            assert_eq!(members.text(name), None, "{name}");
        }
        assert!(Members::read("[1]").is_none());
    }
}
