//! The form of one service: its fields, what was typed into them and what is wrong with it. Every
//! check is the domain's own (`order_quote`); this file puts its answers beside the fields.

use super::kind_words;
use super::offer::{Offer, Typed};
use super::order_fields::{Field, delivery_fields, drip_fields, fields, range};
use super::order_quote::Quote;
use super::order_words::{about, refusal};
use super::same_order::SameOrder;
use crate::catalogue::ServiceId;
use crate::catalogue::kind::{Counted, Kind};
use crate::orders::PlaceError;
use crate::web::failure::Failure;
use crate::web::form::{Choice, Errors};
use crate::web::public::services::Star;

/// See `templates/dashboard/new_order/new_order_fields.html`.
pub(super) struct OrderForm {
    pub service: ServiceCard,
    pub star: Star,
    pub once: String,
    /// The same order was placed minutes ago, and this form was told so; "" or its number.
    pub again: String,
    pub fields: Vec<Field>,
    pub drip: Vec<Field>,
    pub drip_open: bool,
    pub delivery: Vec<Field>,
    pub delivery_open: bool,
    pub errors: Errors,
    pub quote: Quote,
}

pub(super) struct ServiceCard {
    pub id: ServiceId,
    pub name: String,
    /// Its type; "" for the common one.
    pub kind: String,
    pub rate: String,
    pub range: String,
    pub average: String,
    pub description: String,
    pub refill: String,
    pub cancel: bool,
}

impl Offer {
    /// The form with everything that is wrong beside its fields.
    pub fn checked(&self, typed: &Typed, once: String) -> OrderForm {
        let examined = self.examine(typed);
        self.draw(typed, once, examined.errors.clone(), self.quote_of(typed, &examined))
    }

    /// The form as it is, without errors about fields that are not filled in yet.
    pub fn form(&self, typed: &Typed, once: String) -> OrderForm {
        self.draw(typed, once, Errors::default(), self.quote(typed))
    }

    /// The form after it was sent without a charge that it had shown: the charge, or what is wrong.
    pub fn unseen(&self, typed: &Typed, once: String) -> OrderForm {
        let mut form = self.checked(typed, once);
        if !form.errors.any() {
            form.errors.add("", self.lang.say("new-unseen").with("amount", &form.quote.charge));
        }
        form
    }

    /// The form after it was sent for the same order as minutes ago. Sent once more, it is placed.
    pub fn asked(&self, typed: &Typed, once: String, same: &SameOrder) -> OrderForm {
        let mut form = self.checked(typed, once);
        if !form.errors.any() {
            form.errors.add("", same.asked(self.lang));
        }
        OrderForm { again: same.order_id.to_string(), ..form }
    }

    /// The form after the order was refused. The refusal names the first mistake and may hide
    /// others; the form shows all of them at once.
    pub fn refused(
        &self,
        typed: &Typed,
        once: String,
        error: PlaceError,
    ) -> Result<OrderForm, Failure> {
        let (name, text) = refusal(error, self, typed)?;
        let mut form = self.checked(typed, once);
        if form.errors.of(name).is_empty() {
            form.errors.add(name, &text);
            for field in form.fields.iter_mut().chain(&mut form.drip).chain(&mut form.delivery) {
                if field.name == name {
                    field.error.clone_from(&text);
                }
            }
        }
        Ok(form)
    }

    fn draw(&self, typed: &Typed, once: String, errors: Errors, quote: Quote) -> OrderForm {
        let (service, lang) = (&self.listed.service, self.lang);
        let field = |field: Field| Field {
            value: typed.text(field.name).to_owned(),
            error: errors.of(field.name).to_owned(),
            options: field
                .options
                .into_iter()
                .map(|one| Choice { selected: one.value == typed.text(field.name), ..one })
                .collect(),
            ..field
        };
        let drip: Vec<Field> = drip_fields(lang, service).into_iter().map(field).collect();
        let delivery: Vec<Field> = delivery_fields(lang, service).into_iter().map(field).collect();
        let is_open =
            |all: &[Field]| all.iter().any(|f| !f.value.trim().is_empty() || !f.error.is_empty());
        let (drip_open, delivery_open) = (is_open(&drip), is_open(&delivery));
        OrderForm {
            service: self.card(),
            star: Star { id: service.id, on: self.is_favourite },
            once,
            again: String::new(),
            fields: fields(lang, service).into_iter().map(field).collect(),
            drip,
            drip_open,
            delivery,
            delivery_open,
            errors,
            quote,
        }
    }

    fn card(&self) -> ServiceCard {
        let (service, lang) = (&self.listed.service, self.lang);
        let is_package = service.kind.counted() == Counted::Package;
        ServiceCard {
            id: service.id,
            name: service.name.clone(),
            kind: match service.kind {
                Kind::Default => String::new(),
                kind => kind_words::kind(lang, kind),
            },
            rate: lang.rate(self.listed.price, is_package, &self.currency),
            range: range(lang, service),
            average: self.average_s.map(|seconds| about(lang, seconds)).unwrap_or_default(),
            description: service.description.clone(),
            refill: match (service.refill, service.refill_days) {
                (false, _) => String::new(),
                (true, Some(days)) => lang.say("new-refill-days").count("count", days).to_string(),
                (true, None) => lang.say("new-yes").to_string(),
            },
            cancel: service.cancel,
        }
    }
}
