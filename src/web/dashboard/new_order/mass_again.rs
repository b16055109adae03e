//! Earlier orders as lines of a mass order. An order that a line cannot express is left out, and
//! named.

use std::collections::HashMap;

use serde_json::Value;

use super::mass_lines::read;
use crate::catalogue::kind::{Counted, Shape};
use crate::catalogue::{Service, ServiceId};
use crate::kit::lang::Lang;
use crate::orders::read::Order;
use crate::orders::{Form, OrderId};

/// The lines, and the orders that have none.
pub(super) struct Again {
    pub text: String,
    /// A sentence each.
    pub left_out: Vec<String>,
}

impl Again {
    /// Of these orders, which are newest first; the lines begin with the oldest.
    pub fn of(lang: Lang, orders: &[Order], services: &HashMap<ServiceId, Service>) -> Self {
        let mut again = Self { text: String::new(), left_out: Vec::new() };
        for order in orders.iter().rev() {
            match line(order, services.get(&order.service_id)) {
                Ok(line) => {
                    again.text.push_str(&line);
                    again.text.push('\n');
                }
                Err(why) => again.left_out.push(why.words(lang, order.id)),
            }
        }
        again
    }
}

/// Why an order has no line.
enum NoLine {
    ServiceGone,
    MoreFields,
}

impl NoLine {
    fn words(&self, lang: Lang, id: OrderId) -> String {
        let said = match self {
            Self::ServiceGone => lang.say("mass-again-service-gone"),
            Self::MoreFields => lang.say("mass-again-more-fields"),
        };
        said.with("order", id).to_string()
    }
}

/// The line that places the same again.
fn line(order: &Order, service: Option<&Service>) -> Result<String, NoLine> {
    let service = service.ok_or(NoLine::ServiceGone)?;
    let is_paced = order.speed.is_some() && order.form != Form::Portion;
    if order.form.is_parent() || is_paced || order.after_min.is_some() || order.target.is_some() {
        return Err(NoLine::MoreFields);
    }
    let of_lines = service.kind.parameters().iter().find(|one| one.shape == Shape::Lines);
    let details = order.details.as_ref().and_then(Value::as_object);
    let mut others = details.into_iter().flatten().filter(|(name, value)| {
        of_lines.is_none_or(|one| one.name != name.as_str()) && !value.is_null()
    });
    if others.next().is_some() {
        return Err(NoLine::MoreFields);
    }
    let cells: Vec<String> = match (service.kind.counted(), of_lines) {
        (Counted::Quantity, None) => vec![order.quantity.to_string()],
        (Counted::Quantity, Some(_)) | (Counted::Children, _) => return Err(NoLine::MoreFields),
        (_, None) => Vec::new(),
        (_, Some(one)) => {
            let kept = details.and_then(|details| details.get(one.name)?.as_str());
            kept.unwrap_or_default().lines().map(str::to_owned).collect()
        }
    };
    let line = [order.service_id.to_string(), order.link.clone()].into_iter().chain(cells.clone());
    let line = line.collect::<Vec<_>>().join(" | ");
    // What is read again must be what was written, whatever stands in the cells.
    let same = |read: &super::mass_lines::Line| {
        let blank = |cell: &&String| !cell.trim().is_empty();
        let cells = cells.iter().filter(blank).map(|cell| cell.trim());
        read.typed.text("link") == order.link && read.rest.iter().map(String::as_str).eq(cells)
    };
    match read(&line).unwrap_or_default().as_mut_slice() {
        [one] if same(one) => one.fit(service).map(|()| line).map_err(|_| NoLine::MoreFields),
        _ => Err(NoLine::MoreFields),
    }
}
