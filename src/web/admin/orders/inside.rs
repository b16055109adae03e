//! What only staff see of an order on its page: where it is, what colleagues note about it, and the
//! forms that correct it or move it.

use chrono::TimeDelta;

use super::bulk::providers;
use crate::app::App;
use crate::orders::overview::{self, AtProvider};
use crate::orders::read::{Attempt, Order};
use crate::orders::{State, correct, notes};
use crate::web::failure::Failure;
use crate::web::form::{Choice, Errors, SentForm};
use crate::web::order_view::Reader;
use crate::web::view::When;

/// What comes so soon is not counted.
const SOON: TimeDelta = TimeDelta::seconds(45);

/// See `templates/admin/orders/order_inside.html`.
pub(super) struct Inside {
    pub at: Option<Place>,
    pub notes: Vec<NoteRow>,
    pub note: String,
    pub note_errors: Errors,
    /// What can be corrected.
    pub takes_link: bool,
    pub takes_counts: bool,
    pub link: String,
    pub start_count: String,
    pub remains: String,
    pub quantity: i64,
    pub reason: String,
    pub errors: Errors,
    /// The providers to which it can be moved; empty: it cannot.
    pub providers: Vec<Choice>,
    pub moved_to: String,
    pub move_reason: String,
    pub move_errors: Errors,
}

/// At whom it is.
pub(super) struct Place {
    pub provider: String,
    pub upstream_id: String,
    pub cost: String,
    /// When the panel asks about it next; "" for never by itself.
    pub next: String,
    /// The provider's own word for its state; "" for none.
    pub reported: String,
    /// The provider's words that the panel could not read; "" for none.
    pub unread: String,
}

pub(super) struct NoteRow {
    pub author: String,
    pub text: String,
    pub at: When,
}

impl Inside {
    pub(super) async fn read(
        app: &App,
        reader: &Reader<'_>,
        order: &Order,
        attempts: &[Attempt],
    ) -> Result<Self, Failure> {
        let notes = notes::of_order(app.db.pool(), order.id).await?;
        let at = overview::at_provider(app.db.pool(), order.id).await?;
        let moved_to = at.as_ref().map(|at| at.moved_to.clone()).unwrap_or_default();
        let note = |note: notes::Note| NoteRow {
            author: note.author,
            text: note.text,
            at: reader.when(note.at),
        };
        let can_move = order.state.is_here() && !order.form.is_parent();
        Ok(Self {
            at: at.filter(|at| !at.provider.is_empty()).map(|at| place(reader, order, at)),
            notes: notes.into_iter().map(note).collect(),
            note: String::new(),
            note_errors: Errors::default(),
            takes_link: correct::takes_link(order, attempts),
            takes_counts: correct::takes_counts(order.form, order.state),
            link: order.link.clone(),
            start_count: order.start_count.map(|count| count.to_string()).unwrap_or_default(),
            remains: order.remains.to_string(),
            quantity: order.quantity,
            reason: String::new(),
            errors: Errors::default(),
            providers: if can_move { providers(app, "").await? } else { Vec::new() },
            moved_to,
            move_reason: String::new(),
            move_errors: Errors::default(),
        })
    }

    /// Whether anything can be corrected.
    pub(super) const fn can_correct(&self) -> bool {
        self.takes_link || self.takes_counts
    }

    /// With the correction as it was typed.
    pub(super) fn with_correction(mut self, form: &SentForm) -> Self {
        for (name, field) in [
            ("link", &mut self.link),
            ("start_count", &mut self.start_count),
            ("remains", &mut self.remains),
            ("why", &mut self.reason),
        ] {
            form.text(name).clone_into(field);
        }
        Self { errors: form.errors(), ..self }
    }

    /// With the note as it was typed.
    pub(super) fn with_note(self, form: &SentForm) -> Self {
        Self { note: form.text("note").to_owned(), note_errors: form.errors(), ..self }
    }

    /// With the provider as it was chosen.
    pub(super) fn with_move(mut self, form: &SentForm) -> Self {
        for choice in &mut self.providers {
            choice.selected = choice.value == form.text("provider");
        }
        Self {
            move_reason: form.text("move-reason").to_owned(),
            move_errors: form.errors(),
            ..self
        }
    }
}

fn place(reader: &Reader<'_>, order: &Order, at: AtProvider) -> Place {
    let next = match (order.state, at.next_at) {
        (State::Running | State::Review, Some(next)) if next > reader.now + SOON => {
            reader.lang.relative(next, reader.now)
        }
        (State::Running | State::Review, Some(_)) => "in a moment".to_owned(),
        _ => String::new(),
    };
    Place {
        provider: at.provider,
        upstream_id: at.upstream_id,
        cost: reader.money(at.cost),
        next,
        reported: at.reported.unwrap_or_default(),
        unread: at.unread.unwrap_or_default(),
    }
}
