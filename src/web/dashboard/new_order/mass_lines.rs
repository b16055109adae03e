//! The lines of a mass order: `service | link | quantity`, or the cells of a spreadsheet.

use super::kind_words;
use super::mass::needs_its_own_form;
use super::offer::Typed;
use crate::catalogue::kind::{Counted, Kind, Shape};
use crate::catalogue::{Service, ServiceId};
use crate::kit::lang::Lang;
use crate::kit::secret::{hex, sha256};

/// Lines of one mass order.
pub(super) const LINES_MAX: usize = 1000;

/// One line that is not blank.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// From 1, as a person counts them: blank lines too.
    pub number: usize,
    pub text: String,
    /// Its first cell.
    pub service: String,
    /// The cells after the link.
    pub rest: Vec<String>,
    /// What it means, by the names of the fields.
    pub typed: Typed,
    /// How many lines before it say the same.
    same: usize,
}

/// Why the cells of a line are not the fields of its service.
#[derive(Debug, Clone, Copy)]
pub(super) enum Misfit {
    /// Services of this type have more fields than a line.
    MoreFields(Kind),
    /// There are cells after the quantity.
    MoreCells,
}

impl Misfit {
    /// For the customer.
    pub fn words(self, lang: Lang) -> String {
        let said = match self {
            Self::MoreFields(kind) => {
                lang.say("mass-more-fields").with("kind", kind_words::kind(lang, kind))
            }
            Self::MoreCells => lang.say("mass-more-cells"),
        };
        said.to_string()
    }
}

/// The lines of this text, without blank ones and a spreadsheet's head.
///
/// # Errors
/// How many they are, if they are too many.
pub(super) fn read(text: &str) -> Result<Vec<Line>, usize> {
    let mut lines: Vec<Line> = Vec::new();
    let mut seen = std::collections::HashMap::new();
    for (at, text) in text.lines().enumerate() {
        let text = text.trim();
        if text.is_empty() {
            continue;
        }
        let separator = if text.contains('\t') { '\t' } else { '|' };
        let mut cells = text.split(separator).map(cell);
        let service = cells.next().unwrap_or_default();
        if lines.is_empty() && matches!(&*service.to_lowercase(), "service" | "service id" | "id") {
            continue;
        }
        let link = cells.next().unwrap_or_default();
        let rest: Vec<String> = cells.filter(|cell| !cell.is_empty()).collect();
        let mut typed = Typed::default();
        typed.0.insert("link".to_owned(), link);
        let same = seen.entry(text.to_owned()).and_modify(|count| *count += 1).or_insert(0);
        lines.push(Line {
            number: at + 1,
            text: text.to_owned(),
            service,
            rest,
            typed,
            same: *same,
        });
    }
    if lines.len() > LINES_MAX { Err(lines.len()) } else { Ok(lines) }
}

/// A cell without the quotes that spreadsheets put around some of them.
fn cell(text: &str) -> String {
    let text = text.trim();
    match text.strip_prefix('"').and_then(|text| text.strip_suffix('"')) {
        Some(inner) => inner.replace("\"\"", "\""),
        None => text.to_owned(),
    }
}

impl Line {
    pub fn service_id(&self) -> Option<ServiceId> {
        self.service.trim_start_matches('#').parse().ok()
    }

    /// The key under which it is placed: it follows from the form's one-time id and from what the
    /// line says, wherever it stands.
    pub fn key(&self, once: &str) -> String {
        let hash = hex(&sha256(self.text.as_bytes())[..12]);
        format!("mass:{once}:{hash}:{}", self.same)
    }

    /// Gives the cells after the link their names, by the service's type.
    pub fn fit(&mut self, service: &Service) -> Result<(), Misfit> {
        let kind = service.kind;
        let lines = kind.parameters().iter().filter(|one| one.shape == Shape::Lines);
        let lines: Vec<&'static str> = lines.map(|one| one.name).collect();
        let has_more = kind.parameters().iter().any(|one| {
            !matches!(one.shape, Shape::Lines | Shape::OptionalWhole { .. } | Shape::OptionalDay)
        });
        if needs_its_own_form(kind.counted()) || has_more || lines.len() > 1 || !kind.takes_link() {
            return Err(Misfit::MoreFields(kind));
        }
        match (kind.counted(), lines.first()) {
            (_, Some(name)) => {
                let text = self.rest.join("\n");
                self.typed.0.insert((*name).to_owned(), text);
            }
            (Counted::Quantity, None) => {
                let quantity = self.rest.first().cloned().unwrap_or_default();
                if self.rest.len() > 1 {
                    return Err(Misfit::MoreCells);
                }
                // As people and spreadsheets write thousands.
                let plain = quantity.replace([',', ' ', '\u{a0}', '\u{202f}'], "");
                let is_grouped = plain.bytes().all(|byte| byte.is_ascii_digit());
                let quantity = if is_grouped { plain } else { quantity };
                self.typed.0.insert("quantity".to_owned(), quantity);
            }
            _ => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_as_people_paste_them() {
        let text = "service | link | quantity\n\n 12 | https://example.com/a | 1,000\r\n\
                    12\thttps://example.com/b\t500\n\"7\"|\"https://example.com/c\"|\"say \"\"hi\"\"\"\n\
                    12 | https://example.com/a | 1,000";
        let lines = read(text).unwrap();
        let cells: Vec<_> = lines.iter().map(|line| (line.number, line.service.as_str())).collect();
        assert_eq!(cells, [(3, "12"), (4, "12"), (5, "7"), (6, "12")]);
        assert_eq!(lines[2].rest, ["say \"hi\""]);
        assert_eq!(lines[1].typed.text("link"), "https://example.com/b");
        // The same line twice is two orders; the same form twice is not.
        assert_ne!(lines[0].key("x"), lines[3].key("x"));
        assert_eq!(lines[0].key("x"), read(text).unwrap()[0].key("x"));
        assert_ne!(lines[0].key("x"), lines[0].key("y"));
        // Where a line stands does not matter, so others can be corrected.
        let later = read("9 | x | 1\n12 | https://example.com/a | 1,000").unwrap();
        assert_eq!(later[1].key("x"), lines[0].key("x"));
    }

    #[test]
    fn a_thousand_lines_and_no_more() {
        assert_eq!(read(&"1 | a | 1\n".repeat(1000)).unwrap().len(), 1000);
        assert_eq!(read(&"1 | a | 1\n".repeat(1001)).unwrap_err(), 1001);
    }
}
