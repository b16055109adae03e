//! Comma-separated values for people who open them in a spreadsheet (RFC 4180).

/// One line, with its line end. A value that a spreadsheet would run as a formula is made text
/// by a leading apostrophe; plain numbers stay numbers.
#[must_use]
pub fn line<'v>(values: impl IntoIterator<Item = &'v str>) -> String {
    let fields: Vec<String> = values.into_iter().map(field).collect();
    fields.join(",") + "\r\n"
}

fn field(value: &str) -> String {
    let number =
        value.strip_prefix('-').unwrap_or(value).bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let value = match value.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r') if !number => format!("'{value}"),
        _ => value.to_owned(),
    };
    if value.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", value.replace('"', "\"\""))
    } else {
        value
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn quotes_and_disarms() {
        let values = ["-1.50", "=1+1", "a,b", "say \"x\"", "-x"];
        assert_eq!(super::line(values), "-1.50,'=1+1,\"a,b\",\"say \"\"x\"\"\",'-x\r\n");
    }
}
