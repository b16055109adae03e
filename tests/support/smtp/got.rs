//! A message as the server got it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// A message that it got.
#[derive(Debug, Clone)]
pub struct Got {
    pub from: String,
    pub to: String,
    /// Who signed in; "" for nobody.
    pub login: String,
    pub message: String,
}

impl Got {
    /// The value of a header that stands on one line; "" for none.
    pub fn header(&self, name: &str) -> &str {
        let head = self.message.split("\r\n\r\n").next().unwrap();
        let start = format!("{name}: ");
        head.lines().find_map(|line| line.strip_prefix(&start)).unwrap_or_default()
    }

    /// The part of this type (`plain`, `html`), decoded.
    pub fn part(&self, kind: &str) -> String {
        let start = format!("Content-Type: text/{kind}");
        let (_, rest) = self.message.split_once(&start).unwrap_or_else(|| panic!("{self:?}"));
        let (head, body) = rest.split_once("\r\n\r\n").unwrap();
        let body = body.split("\r\n--").next().unwrap();
        let bytes = if head.contains("base64") {
            STANDARD.decode(body.replace("\r\n", "")).unwrap()
        } else if head.contains("quoted-printable") {
            unquoted(body)
        } else {
            body.as_bytes().to_vec()
        };
        String::from_utf8(bytes).unwrap()
    }

    /// The path and query of its link.
    pub fn link(&self) -> String {
        let text = self.part("plain");
        let line = text.lines().find(|line| line.starts_with("http"));
        let line = line.unwrap_or_else(|| panic!("no link in {text}")).trim_end();
        let after = line.split_once("://").unwrap().1;
        format!("/{}", after.split_once('/').unwrap().1)
    }

    /// The secret of its link.
    pub fn key(&self) -> String {
        self.link().split_once("key=").unwrap().1.to_owned()
    }
}

fn unquoted(text: &str) -> Vec<u8> {
    let text = text.replace("=\r\n", "");
    let (mut bytes, mut rest) = (Vec::new(), text.as_bytes());
    while let Some((first, after)) = rest.split_first() {
        if *first == b'=' {
            let digits = std::str::from_utf8(&after[..2]).unwrap();
            bytes.push(u8::from_str_radix(digits, 16).unwrap());
            rest = &after[2..];
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    bytes
}
