//! What a link points at, in one spelling. Links can be written in many ways that lead to the same
//! page. Two rules ask whether two links are the same: blocked targets, and one open order for a
//! link. They compare these targets. The provider gets the link as it was typed.

use std::fmt::{self, Write as _};

use percent_encoding::percent_decode_str;
use url::Url;

/// A link's host, path and query in their canonical form:
///
/// - no scheme, no `www.`, no fragment, no invisible character;
/// - the host in lower case and in IDNA's ASCII form, without its final dot and default port;
/// - path and query decoded, except for characters that would change their meaning there;
/// - the path without doubled slashes, `.` and `..`, and a slash or blank at its end; its case kept;
/// - the query sorted by name, without parameters that only track where a visitor came from.
///
/// A bare name (`@ann`) is a host without a path. Written out with [`fmt::Display`].
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Target {
    host: String,
    path: String,
    query: Vec<String>,
}

/// Parameters that say where a visitor came from and not what is shown, beside `utm_…`.
const TRACKING: [&str; 36] = [
    "__cft__[0]",
    "__tn__",
    "_branch_match_id",
    "_ga",
    "_gl",
    "_hsenc",
    "_hsmi",
    "_openstat",
    "_r",
    "_t",
    "dclid",
    "fbclid",
    "feature",
    "gbraid",
    "gclid",
    "gclsrc",
    "igsh",
    "igshid",
    "is_copy_url",
    "is_from_webapp",
    "mc_cid",
    "mc_eid",
    "mibextid",
    "mkt_tok",
    "msclkid",
    "rdid",
    "ref_src",
    "ref_url",
    "sender_device",
    "si",
    "ttclid",
    "twclid",
    "wbraid",
    "xmt",
    "yclid",
    "ysclid",
];

/// Whether a character takes no space on the screen: format characters, fillers, and characters
/// that select how another one looks. Two texts that differ only in these look the same.
#[must_use]
pub const fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

impl Target {
    /// The target of a link, or of a text that staff name as one. Never fails: text that is not a
    /// URL is its own host.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let text: String = text.chars().filter(|c| !is_invisible(*c)).collect();
        let text = text.trim();
        let (scheme, rest) = text.split_once("://").unwrap_or(("https", text));
        let rest = rest.split('#').next().unwrap_or_default();
        let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
        let place = place.replace('\\', "/");
        let (host, path) = place.split_once('/').unwrap_or((&place, ""));
        let is_url = text.contains("://") || place.contains('/') || host.contains('.');
        let host = match is_url.then(|| Url::parse(&format!("{scheme}://{host}/"))) {
            Some(Ok(url)) => {
                let name = url.host_str().unwrap_or_default().trim_end_matches('.');
                let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
                format!("{name}{port}")
            }
            _ => host.trim_start_matches('@').trim_end_matches('.').to_owned(),
        };
        let host = match host.strip_prefix("www.") {
            Some(rest) if rest.contains('.') => rest.to_owned(),
            _ => host,
        };
        Self { host, path: canonical_path(path), query: canonical_query(query) }
    }

    /// In lower case, and without its port.
    pub(super) fn host(&self) -> String {
        let host = self.host.rsplit_once(':').filter(|(_, port)| is_port(port));
        host.map_or(self.host.as_str(), |(host, _)| host).to_lowercase()
    }

    /// The path for the rule of blocked targets, in lower case: empty, or with a slash before each
    /// of its parts. Many servers take an encoded slash (`%2F`, `%5C`) for a slash, so it is one
    /// here.
    pub(super) fn path(&self) -> String {
        with_slashes(&self.path).to_lowercase()
    }

    /// The same without the parameters of its parts (`/people;a=b/ann;x` is `/people/ann`), which
    /// many servers ignore.
    pub(super) fn bare_path(&self) -> String {
        let path = self.path();
        let parts = path.split('/').map(|part| part.split(';').next().unwrap_or_default());
        canonical_path(&parts.collect::<Vec<_>>().join("/")).to_lowercase()
    }

    /// The pairs of the query in lower case.
    pub(super) fn query(&self) -> Vec<String> {
        self.query.iter().map(|pair| pair.to_lowercase()).collect()
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.host, self.path)?;
        if self.query.is_empty() {
            return Ok(());
        }
        write!(f, "?{}", self.query.join("&"))
    }
}

fn is_port(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Empty, or with a slash before each of its parts.
pub(super) fn canonical_path(raw: &str) -> String {
    let mut parts: Vec<String> = Vec::new();
    for part in raw.split('/') {
        match decoded(part, "/\\?#%").as_str() {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part.to_owned()),
        }
    }
    while let Some(last) = parts.last_mut() {
        let kept = last.trim_end().len();
        last.truncate(kept);
        if kept > 0 {
            break;
        }
        parts.pop();
    }
    parts.iter().fold(String::new(), |path, part| path + "/" + part)
}

/// The path with every encoded slash as a slash. A path that is canonical stays so.
pub(super) fn with_slashes(canonical: &str) -> String {
    match canonical.contains("%2F") || canonical.contains("%5C") {
        true => canonical_path(&canonical.replace("%2F", "/").replace("%5C", "/")),
        false => canonical.to_owned(),
    }
}

fn canonical_query(raw: &str) -> Vec<String> {
    let decoded = |part: &str| decoded(&part.replace('+', " "), "&=+#%");
    let mut pairs: Vec<(String, String)> = Vec::new();
    for pair in raw.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').map_or_else(
            || (decoded(pair), String::new()),
            |(name, value)| (decoded(name), format!("={}", decoded(value))),
        );
        let low = name.to_lowercase();
        if !low.starts_with("utm_") && !TRACKING.contains(&low.as_str()) {
            pairs.push((name, value));
        }
    }
    // Stable: if a name is there twice, the order may mean something.
    pairs.sort_by(|a, b| a.0.cmp(&b.0));
    pairs.into_iter().map(|(name, value)| name + &value).collect()
}

/// The text without its percent signs, except for control characters, for `kept`, and for bytes
/// that are not text.
fn decoded(text: &str, kept: &str) -> String {
    let mut found = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        found.push_str(&rest[..at]);
        // All signs in a row together: a character can take several.
        let run = run_of_signs(&rest[at..]);
        if run == 0 {
            found.push_str("%25");
            rest = &rest[at + 1..];
            continue;
        }
        let bytes: Vec<u8> = percent_decode_str(&rest[at..at + run]).collect();
        for chunk in bytes.utf8_chunks() {
            for c in chunk.valid().chars() {
                if c.is_control() || kept.contains(c) {
                    for byte in c.to_string().bytes() {
                        let _ = write!(found, "%{byte:02X}");
                    }
                } else if !is_invisible(c) {
                    found.push(c);
                }
            }
            for byte in chunk.invalid() {
                let _ = write!(found, "%{byte:02X}");
            }
        }
        rest = &rest[at + run..];
    }
    found.push_str(rest);
    found
}

/// How many bytes at the start of the text are percent signs with their two digits.
fn run_of_signs(text: &str) -> usize {
    let signs = text.as_bytes().chunks_exact(3).take_while(|sign| {
        sign[0] == b'%' && sign[1].is_ascii_hexdigit() && sign[2].is_ascii_hexdigit()
    });
    signs.count() * 3
}

#[cfg(test)]
mod tests;
