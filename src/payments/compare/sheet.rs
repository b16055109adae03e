//! A gateway's own list of payments, as its site gives it: which of its columns name a payment, its
//! amount and its currency, and what its lines say. Lines that cannot be read are named, and none is
//! left out in silence.

use std::collections::HashMap;

use crate::kit::csv_rows::Rows;
use crate::payments::gateways::{Gateway, amount};

/// Most bytes of a list, and most lines.
pub const BYTES_MAX: usize = 2 * 1024 * 1024;
pub const LINES_MAX: usize = 50_000;
/// How much of a bad line is quoted.
const QUOTED_CHARS: usize = 80;

/// The names of the columns; "" for those that the gateway usually writes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Columns {
    pub id: String,
    pub amount: String,
    /// If no column has it, all lines are in the method's currency.
    pub currency: String,
}

/// A payment that the gateway lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Where it stands in the list, counted from 1.
    pub line: usize,
    pub id: String,
    /// In the smallest coin.
    pub amount: i64,
    pub currency: String,
}

/// A line that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bad {
    pub line: usize,
    pub why: &'static str,
    pub text: String,
}

/// What a list says.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    /// The columns that were read.
    pub columns: Columns,
    pub lines: Vec<Line>,
    pub bad: Vec<Bad>,
    /// Lines of zero or less: fees, refunds, payouts.
    pub left_out: usize,
}

/// Why a list cannot be compared.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SheetError {
    #[error("choose a file, or paste the list with the line that names its columns")]
    Empty,
    #[error("a list has at most 2 MB")]
    TooLarge,
    #[error("a list has at most 50,000 lines")]
    TooLong,
    /// The field of the form, and the names that there are.
    #[error("no column has this name; there are: {there}")]
    NoColumn { field: &'static str, there: String },
}

/// Names of columns that a gateway's lists usually have: of the payment, of what the payer paid, and of
/// its currency. The first that is there counts. They are written without blanks and in small letters.
type Usual = [&'static [&'static str]; 3];

fn usual(gateway: &str) -> Usual {
    match gateway {
        "stripe" => [
            &["paymentintentid", "clientreferenceid", "sourceid", "id"],
            &["customerfacingamount", "amount", "gross"],
            &["customerfacingcurrency", "currency"],
        ],
        "paypal" => [
            &["transactionid", "customnumber", "invoicenumber", "invoiceid"],
            &["gross", "grosstransactionamount", "amount"],
            &["currency", "grosstransactioncurrency"],
        ],
        "btcpay" => [
            &["invoiceid", "orderid", "invoiceorderid"],
            &["invoiceprice", "price", "amount"],
            &["invoicecurrency", "currency"],
        ],
        "nowpayments" => [
            &["paymentid", "orderid"],
            &["priceamount", "originalprice", "amount"],
            &["pricecurrency", "currency"],
        ],
        "coingate" => [
            &["id", "coingateid", "orderid"],
            &["priceamount", "price", "amount"],
            &["pricecurrency", "currency"],
        ],
        "razorpay" => [&["paymentid", "entityid", "id"], &["amount", "credit"], &["currency"]],
        "paystack" => {
            [&["reference", "transactionreference", "id"], &["amountpaid", "amount"], &["currency"]]
        }
        "uddoktapay" => {
            [&["invoiceid", "transactionid"], &["amount", "chargedamount"], &["currency"]]
        }
        _ => [
            &["uuid", "paymentid", "invoiceid", "orderid", "transactionid", "reference", "id"],
            &["amount", "invoiceamount", "gross", "paid"],
            &["currency", "invoicecurrency"],
        ],
    }
}

/// Reads a list. `ours`: the method's currency.
pub fn read(
    text: &str,
    (wanted, gateway, ours): (&Columns, &dyn Gateway, &str),
) -> Result<Sheet, SheetError> {
    if text.len() > BYTES_MAX {
        return Err(SheetError::TooLarge);
    }
    let mut rows = Rows::new(text).filter(|row| row.values.iter().any(|v| !v.trim().is_empty()));
    let head = rows.next().ok_or(SheetError::Empty)?.values;
    let places = Places::find(&head, wanted, usual(gateway.id()))?;
    let name =
        |place: usize| head.get(place).map(|name| name.trim().to_owned()).unwrap_or_default();
    let mut sheet = Sheet {
        columns: Columns {
            id: name(places.id),
            amount: name(places.amount),
            currency: places.currency.map(name).unwrap_or_default(),
        },
        ..Sheet::default()
    };
    for (count, row) in rows.enumerate() {
        if count >= LINES_MAX {
            return Err(SheetError::TooLong);
        }
        match places.line(row.line, &row.values, (gateway, ours)) {
            Ok(Some(line)) => sheet.lines.push(line),
            Ok(None) => sheet.left_out += 1,
            Err(why) => {
                let text: String = row.values.join(", ").chars().take(QUOTED_CHARS).collect();
                sheet.bad.push(Bad { line: row.line, why, text });
            }
        }
    }
    Ok(sheet)
}

/// Where the columns stand.
struct Places {
    id: usize,
    amount: usize,
    currency: Option<usize>,
}

impl Places {
    fn find(head: &[String], wanted: &Columns, usual: Usual) -> Result<Self, SheetError> {
        let mut places = HashMap::new();
        for (name, place) in head.iter().zip(0..) {
            places.entry(bare(name)).or_insert(place);
        }
        let there = || {
            let names = head.iter().map(|name| name.trim()).filter(|name| !name.is_empty());
            let names = names.collect::<Vec<_>>().join(", ");
            names.chars().take(400).collect::<String>()
        };
        let [ids, amounts, currencies] = usual;
        let find = |field, typed: &str, usual: &[&str]| {
            let found = match bare(typed).as_str() {
                "" => usual.iter().find_map(|name| places.get(*name)),
                typed => places.get(typed),
            };
            found.copied().ok_or_else(|| SheetError::NoColumn { field, there: there() })
        };
        let currency = find("currency_column", &wanted.currency, currencies);
        Ok(Self {
            id: find("id_column", &wanted.id, ids)?,
            amount: find("amount_column", &wanted.amount, amounts)?,
            currency: match (currency, wanted.currency.trim()) {
                (Ok(place), _) => Some(place),
                (Err(_), "") => None,
                (Err(error), _) => return Err(error),
            },
        })
    }

    /// `None`: it is no payment.
    fn line(
        &self,
        line: usize,
        values: &[String],
        (gateway, ours): (&dyn Gateway, &str),
    ) -> Result<Option<Line>, &'static str> {
        let value = |place: usize| values.get(place).map_or("", |value| value.trim());
        let written = values.get(self.amount).ok_or("it has fewer columns than the first line")?;
        let currency = match self.currency.map(value) {
            None | Some("") => ours.to_owned(),
            Some(code) => code.to_ascii_uppercase(),
        };
        let Some(exponent) = gateway.facts().exponent(&currency) else {
            return Err("the gateway takes no such currency");
        };
        let Some(amount) = coins(written, exponent)? else { return Ok(None) };
        // Spreadsheets mark text by an apostrophe.
        let id = value(self.id).trim_start_matches('\'');
        if id.is_empty() {
            return Err("it names no payment");
        }
        Ok(Some(Line { line, id: id.to_owned(), amount, currency }))
    }
}

/// A name without blanks and signs, in small letters.
fn bare(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// An amount such as `1,234.50`, `1.234,50` or `$25.00`, in the smallest coin; `None`: zero or less.
fn coins(written: &str, exponent: u32) -> Result<Option<i64>, &'static str> {
    let is_kept = |c: &char| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '(' | '−');
    let kept: String = written.chars().filter(is_kept).collect();
    if kept.starts_with(['-', '(', '−']) {
        return Ok(None);
    }
    let decimal = match (kept.rfind('.'), kept.rfind(',')) {
        (Some(point), Some(comma)) if point > comma => kept.replace(',', ""),
        (Some(_), Some(_)) => kept.replace('.', "").replace(',', "."),
        (None, Some(_)) if kept.matches(',').count() > 1 => kept.replace(',', ""),
        (None, Some(comma)) if kept.len() - comma == 4 => {
            return Err("its amount could be meant in two ways");
        }
        (None, Some(_)) => kept.replace(',', "."),
        (Some(_), None) if kept.matches('.').count() > 1 => kept.replace('.', ""),
        _ => kept,
    };
    match amount::coins(&decimal, exponent) {
        Some(0) => Ok(None),
        Some(coins) => Ok(Some(coins)),
        None => Err("its amount cannot be read"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payments::gateways::sandbox::Sandbox;

    fn sheet(text: &str, wanted: &Columns) -> Result<Sheet, SheetError> {
        let gateway: &dyn Gateway = &Sandbox;
        read(text, (wanted, gateway, "USD"))
    }

    #[test]
    fn amounts_are_read_as_people_write_them() {
        for (written, exponent, found) in [
            ("25.00", 2, Ok(Some(2_500))),
            ("$1,234.50", 2, Ok(Some(123_450))),
            ("1.234,50 €", 2, Ok(Some(123_450))),
            ("25,5", 2, Ok(Some(2_550))),
            ("1,234,567", 0, Ok(Some(1_234_567))),
            ("25.00000000", 2, Ok(Some(2_500))),
            ("0.00", 2, Ok(None)),
            ("-25.00", 2, Ok(None)),
            ("(25.00)", 2, Ok(None)),
            ("1,234", 2, Err("its amount could be meant in two ways")),
            ("25.001", 2, Err("its amount cannot be read")),
            ("much", 2, Err("its amount cannot be read")),
            ("1-2", 2, Err("its amount cannot be read")),
        ] {
            assert_eq!(coins(written, exponent), found, "{written}");
        }
    }

    #[test]
    fn a_list_is_read_line_by_line() {
        let text = "Payment ID;Amount;Currency\nA;25.00;usd\n\n'B;7;\nC;x;USD\nD\n;3;USD\nE;-1;USD\nF;1;XXX";
        let found = sheet(text, &Columns::default()).unwrap();
        assert_eq!(found.columns.id, "Payment ID");
        let line =
            |line, id: &str, amount| Line { line, id: id.into(), amount, currency: "USD".into() };
        assert_eq!(found.lines, [line(2, "A", 2_500), line(4, "B", 700)]);
        let bad: Vec<_> = found.bad.iter().map(|bad| bad.line).collect();
        assert_eq!((bad, found.left_out), (vec![5, 6, 7, 9], 1));
    }

    #[test]
    fn columns_are_chosen_by_their_names() {
        let text = "when,what,how much\n1,A,2.00";
        let none = sheet(text, &Columns::default()).unwrap_err();
        let there = "when, what, how much".to_owned();
        assert_eq!(none, SheetError::NoColumn { field: "id_column", there });
        let wanted = Columns { id: "What".into(), amount: "how_much".into(), ..Columns::default() };
        assert_eq!(sheet(text, &wanted).unwrap().lines.len(), 1);
        let wrong = Columns { currency: "coin".into(), ..wanted };
        let refused = sheet(text, &wrong).unwrap_err();
        assert!(matches!(refused, SheetError::NoColumn { field: "currency_column", .. }));
        assert_eq!(sheet(" \n", &Columns::default()).unwrap_err(), SheetError::Empty);
        let long = format!("id,amount\n{}", "a,1\n".repeat(LINES_MAX + 1));
        assert_eq!(sheet(&long, &Columns::default()).unwrap_err(), SheetError::TooLong);
        let large = "x".repeat(BYTES_MAX + 1);
        assert_eq!(sheet(&large, &Columns::default()).unwrap_err(), SheetError::TooLarge);
    }
}
