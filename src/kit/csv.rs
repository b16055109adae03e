//! Comma-separated values for people who open them in a spreadsheet (RFC 4180).

/// The beginning of every file: without it, spreadsheets read UTF-8 as another character set.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// The beginning of a file: its mark, and the line that names the columns.
#[must_use]
pub fn head<'v>(columns: impl IntoIterator<Item = &'v str>) -> String {
    format!("{BYTE_ORDER_MARK}{}", line(columns))
}

/// One line, with its line end. A value that a spreadsheet would run as a formula is made text
/// by a leading apostrophe; plain numbers stay numbers.
#[must_use]
pub fn line<'v>(values: impl IntoIterator<Item = &'v str>) -> String {
    let fields: Vec<String> = values.into_iter().map(field).collect();
    fields.join(",") + "\r\n"
}

fn field(value: &str) -> String {
    let value = match value.chars().next() {
        // East Asian keyboards make the wide forms of the others.
        Some('=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠' | '\t' | '\r' | '\n')
            if !is_number(value) =>
        {
            format!("'{value}")
        }
        _ => value.to_owned(),
    };
    // Where `;` or a tab separates columns, the text after one must not become a field.
    if value.contains(['"', ',', ';', '\t', '\n', '\r']) {
        format!("\"{}\"", value.replace('"', "\"\""))
    } else {
        value
    }
}

/// `-12.50`: digits, with at most one point and at most one sign.
fn is_number(value: &str) -> bool {
    let (whole, part) = value.split_once('.').unwrap_or((value, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    digits(whole.strip_prefix('-').unwrap_or(whole)) && digits(part)
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_file_begins_with_its_mark() {
        assert_eq!(super::head(["time", "what"]).as_bytes(), b"\xEF\xBB\xBFtime,what\r\n");
    }

    #[test]
    fn quotes_and_disarms() {
        let values = ["-1.50", "=1+1", "a,b", "say \"x\"", "-x"];
        assert_eq!(super::line(values), "-1.50,'=1+1,\"a,b\",\"say \"\"x\"\"\",'-x\r\n");
        let values = ["-", "-.", "1.2.3", "-7", "＝1", "a;=1", "\n=1"];
        assert_eq!(super::line(values), "'-,'-.,1.2.3,-7,'＝1,\"a;=1\",\"'\n=1\"\r\n");
    }
}
