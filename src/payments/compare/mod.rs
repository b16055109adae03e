//! A gateway's own list of payments beside what the panel has of them: what is missing on either side,
//! and where amounts differ. It reads, and changes nothing.

pub mod sheet;

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use sqlx::PgExecutor;

use self::sheet::{Bad, Columns, Line, SheetError};
use super::gateways::{self, Gateway};
use super::method;
use super::quote::decimal;
use super::{DepositId, MethodId, State};
use crate::kit::db::{self, Db};

/// Payments of ours in the days; more are compared in shorter ranges.
const OURS_MAX: i64 = 50_000;

/// What is compared.
#[derive(Debug, Clone)]
pub struct Asked {
    pub method_id: MethodId,
    /// Payments of ours from here on, and before that, are missed if they are not listed.
    pub from: DateTime<Utc>,
    pub until: DateTime<Utc>,
    /// The list, as the gateway's site gives it.
    pub text: String,
    pub columns: Columns,
}

/// What came of it.
#[derive(Debug, Clone)]
pub struct Compared {
    /// The columns that were read.
    pub columns: Columns,
    /// Payments that are the same on both sides.
    pub agree: usize,
    pub findings: Vec<Finding>,
    /// Lines that cannot be read.
    pub bad: Vec<Bad>,
    /// Lines of zero or less: fees, refunds, payouts.
    pub left_out: usize,
}

/// What is found about a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The gateway lists it, and no deposit has it.
    MissingHere,
    /// A deposit has it, and the gateway does not list it.
    MissingThere,
    Differs,
}

impl Kind {
    /// As people read it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::MissingHere => "missing here",
            Self::MissingThere => "missing there",
            Self::Differs => "differs",
        }
    }
}

/// A payment on which the two sides do not agree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub kind: Kind,
    pub deposit: Option<DepositId>,
    /// The gateway's name for it.
    pub id: String,
    /// Amounts with their currencies; "": none.
    pub ours: String,
    pub theirs: String,
    /// The lines of the list that are about it.
    pub lines: Vec<usize>,
    /// When it was seen here.
    pub at: Option<DateTime<Utc>>,
    pub text: String,
}

/// Why nothing was compared.
#[derive(Debug, thiserror::Error)]
pub enum CompareError {
    #[error("choose a method through a gateway")]
    NoMethod,
    #[error("the last day is before the first one")]
    Turned,
    #[error("{OURS_MAX} payments or more came in these days: choose fewer")]
    TooMany,
    #[error(transparent)]
    Sheet(#[from] SheetError),
    #[error(transparent)]
    Db(#[from] db::Error),
}

crate::from_sqlx!(CompareError);

/// Compares.
pub async fn compare(db: &Db, asked: &Asked) -> Result<Compared, CompareError> {
    if asked.from >= asked.until {
        return Err(CompareError::Turned);
    }
    let found = method::find(db.pool(), asked.method_id).await?;
    let terms = found.and_then(|method| method.terms).ok_or(CompareError::NoMethod)?;
    let gateway = gateways::find(&terms.gateway).ok_or(CompareError::NoMethod)?;
    let read = sheet::read(&asked.text, (&asked.columns, gateway, terms.currency.as_str()))?;
    let ours = ours(db.pool(), asked, &read.lines).await?;
    let in_days = ours.iter().filter(|one| one.in_days).count();
    if i64::try_from(in_days).unwrap_or(i64::MAX) >= OURS_MAX {
        return Err(CompareError::TooMany);
    }
    let (agree, findings) = findings(gateway, &ours, &read.lines);
    let (columns, bad, left_out) = (read.columns, read.bad, read.left_out);
    Ok(Compared { columns, agree, findings, bad, left_out })
}

/// A deposit, with all that came for it.
#[derive(Debug, Clone)]
struct Ours {
    id: DepositId,
    claim: String,
    gateway_ref: Option<String>,
    /// What the gateway calls the payment, as others than its answer said.
    named: Option<String>,
    state: State,
    currency: String,
    exponent: i16,
    came: i64,
    names: Vec<String>,
    at: Option<DateTime<Utc>>,
    in_days: bool,
}

/// The deposits that the list names, and those for which something came in the days.
async fn ours(
    db: impl PgExecutor<'_>,
    asked: &Asked,
    lines: &[Line],
) -> Result<Vec<Ours>, db::Error> {
    let ids: Vec<String> = lines.iter().map(|line| line.id.clone()).collect();
    Ok(sqlx::query_as!(
        Ours,
        r#"with these as (
               select id from deposits
               where method_id = $1 and pay_amount is not null and claim = any($2)
               union select id from deposits where method_id = $1 and gateway_ref = any($2)
               union select id from deposits where method_id = $1 and named = any($2)
               union select deposit_id from deposit_payments
                     where method_id = $1 and gateway_payment = any($2)
               union (select deposit_id from deposit_payments
                      where method_id = $1 and at >= $3 and at < $4 limit $5))
           select d.id as "id: DepositId", d.claim, d.gateway_ref, d.named, d.state as "state: State",
                  coalesce(min(p.currency), d.pay_currency) as "currency!",
                  d.pay_exponent as "exponent!", coalesce(sum(p.amount), 0)::bigint as "came!",
                  coalesce(array_agg(p.gateway_payment) filter (where p.id is not null), '{}')
                      as "names!",
                  min(p.at) as at, coalesce(bool_or(p.at >= $3 and p.at < $4), false) as "in_days!"
           from these t join deposits d on d.id = t.id
           left join deposit_payments p on p.deposit_id = d.id
           group by d.id order by d.id"#,
        asked.method_id as MethodId,
        &ids,
        asked.from,
        asked.until,
        OURS_MAX
    )
    .fetch_all(db)
    .await?)
}

/// How many payments agree, and what there is about the others.
fn findings(gateway: &dyn Gateway, ours: &[Ours], lines: &[Line]) -> (usize, Vec<Finding>) {
    let mut places = HashMap::new();
    for (one, place) in ours.iter().zip(0_usize..) {
        let names = one.names.iter().chain([&one.claim]).chain(&one.named).chain(&one.gateway_ref);
        for name in names {
            places.entry(name.as_str()).or_insert(place);
        }
    }
    let mut listed: BTreeMap<usize, Vec<&Line>> = BTreeMap::new();
    let mut strange: BTreeMap<&str, Vec<&Line>> = BTreeMap::new();
    for line in lines {
        match places.get(line.id.as_str()) {
            Some(place) => listed.entry(*place).or_default().push(line),
            None => strange.entry(&line.id).or_default().push(line),
        }
    }
    let (mut agree, mut findings) = (0, Vec::new());
    for (id, lines) in strange {
        findings.push(Finding {
            kind: Kind::MissingHere,
            deposit: None,
            id: id.to_owned(),
            ours: String::new(),
            theirs: sums(gateway, &lines),
            lines: lines.iter().map(|line| line.line).collect(),
            at: None,
            text: "No deposit of this method has it.".to_owned(),
        });
    }
    for (one, place) in ours.iter().zip(0_usize..) {
        let lines = listed.remove(&place).unwrap_or_default();
        match one.finding(gateway, &lines) {
            Some(finding) => findings.push(finding),
            None => agree += usize::from(!lines.is_empty()),
        }
    }
    (agree, findings)
}

impl Ours {
    /// What there is to say about it beside these lines; `None`: nothing.
    fn finding(&self, gateway: &dyn Gateway, lines: &[&Line]) -> Option<Finding> {
        let theirs: i64 = lines.iter().map(|line| line.amount).fold(0, i64::saturating_add);
        let is_ours = lines.iter().all(|line| line.currency == self.currency);
        let state = self.state.as_str().replace('_', " ");
        let (kind, text) = match (lines.is_empty(), self.came) {
            (true, _) if !self.in_days => return None,
            (true, _) => (Kind::MissingThere, format!("The deposit is {state}.")),
            (false, 0) => {
                let text = format!("Nothing has come here, and the deposit is {state}: look now.");
                (Kind::Differs, text)
            }
            (false, came) if is_ours && came == theirs => return None,
            (false, _) => (Kind::Differs, format!("The deposit is {state}.")),
        };
        let exponent = u32::try_from(self.exponent).unwrap_or_default();
        let ours = format!("{} {}", decimal(self.came, exponent), self.currency);
        let id = lines.first().map(|line| line.id.clone());
        Some(Finding {
            kind,
            deposit: Some(self.id),
            id: id.or_else(|| self.names.first().cloned()).unwrap_or_default(),
            ours: if self.came == 0 { String::new() } else { ours },
            theirs: sums(gateway, lines),
            lines: lines.iter().map(|line| line.line).collect(),
            at: self.at,
            text,
        })
    }
}

/// `25.00 USD`, or what there is in several currencies.
fn sums(gateway: &dyn Gateway, lines: &[&Line]) -> String {
    let mut sums: BTreeMap<&str, i64> = BTreeMap::new();
    for line in lines {
        let sum = sums.entry(&line.currency).or_default();
        *sum = sum.saturating_add(line.amount);
    }
    let facts = gateway.facts();
    let one = |(currency, sum): (&str, i64)| {
        format!("{} {currency}", decimal(sum, facts.exponent(currency).unwrap_or_default()))
    };
    sums.into_iter().map(one).collect::<Vec<_>>().join(" + ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payments::gateways::sandbox::Sandbox;

    fn ours(id: i64, name: &str, came: i64) -> Ours {
        Ours {
            id: DepositId::new(id),
            claim: format!("wb-{id}"),
            gateway_ref: Some(format!("ref-{id}")),
            named: None,
            state: State::Credited,
            currency: "USD".into(),
            exponent: 2,
            came,
            names: if name.is_empty() { Vec::new() } else { vec![name.into()] },
            at: None,
            in_days: true,
        }
    }

    fn line(line: usize, id: &str, amount: i64, currency: &str) -> Line {
        Line { line, id: id.into(), amount, currency: currency.into() }
    }

    #[test]
    fn both_sides_say_what_they_miss() {
        let there = [
            ours(1, "p1", 2_500),
            ours(2, "p2", 1_000),
            ours(3, "p3", 700),
            ours(4, "", 0),
            Ours { in_days: false, ..ours(5, "p5", 100) },
            ours(6, "p6", 100),
        ];
        let lines = [
            line(2, "p1", 2_500, "USD"),
            line(3, "wb-2", 900, "USD"),
            line(4, "ref-4", 2_000, "USD"),
            line(5, "p9", 100, "JPY"),
            line(6, "p6", 100, "EUR"),
        ];
        let gateway: &dyn Gateway = &Sandbox;
        let (agree, found) = findings(gateway, &there, &lines);
        assert_eq!(agree, 1);
        let told: Vec<_> = found
            .iter()
            .map(|one| (one.kind, one.deposit.map(DepositId::get), &*one.ours, &*one.theirs))
            .collect();
        assert_eq!(
            told,
            [
                (Kind::MissingHere, None, "", "100 JPY"),
                (Kind::Differs, Some(2), "10.00 USD", "9.00 USD"),
                (Kind::MissingThere, Some(3), "7.00 USD", ""),
                (Kind::Differs, Some(4), "", "20.00 USD"),
                (Kind::Differs, Some(6), "1.00 USD", "1.00 EUR"),
            ]
        );
        assert!(found[3].text.contains("look now"));
    }

    #[test]
    fn a_payment_in_several_lines_is_their_sum() {
        let there = [ours(1, "p1", 2_500)];
        let lines = [line(2, "p1", 2_000, "USD"), line(9, "wb-1", 500, "USD")];
        let gateway: &dyn Gateway = &Sandbox;
        assert_eq!(findings(gateway, &there, &lines), (1, Vec::new()));
        let twice = [lines[0].clone(), lines[0].clone()];
        let (_, found) = findings(gateway, &there, &twice);
        assert_eq!((&*found[0].theirs, &found[0].lines[..]), ("40.00 USD", &[2, 2][..]));
    }
}
