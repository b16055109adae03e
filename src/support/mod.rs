//! Tickets: what customers ask, and what staff answer.
//!
//! Owns the tables of `migrations/0031_support.sql`. What must stay true: a ticket of somebody else is
//! like one that is not there; a note of staff is in no answer that a customer gets; a form is taken
//! once; nobody of the staff answers over a message that they have not seen. Called by the pages of
//! both sides.

pub mod answer;
pub mod ask;
pub mod closing;
pub mod figures;
pub mod read;
pub mod subject;
pub mod template;
pub mod text;

pub use text::{Text, TextError};

crate::id!(
    /// A ticket.
    TicketId
);
crate::id!(
    /// A message in a ticket.
    MessageId
);
crate::id!(
    /// What a ticket can be about.
    SubjectId
);
crate::id!(
    /// An answer that staff keep.
    TemplateId
);

/// Where a ticket stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// For staff.
    Waiting,
    /// Staff wrote last.
    Answered,
    Closed,
}

impl State {
    pub const ALL: [Self; 3] = [Self::Waiting, Self::Answered, Self::Closed];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Answered => "answered",
            Self::Closed => "closed",
        }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

crate::text_columns!(State);

/// Whose message it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Customer,
    Staff,
    /// Of staff, for staff.
    Note,
}

impl Side {
    const ALL: [Self; 3] = [Self::Customer, Self::Staff, Self::Note];

    /// The stored word.
    const fn as_str(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Staff => "staff",
            Self::Note => "note",
        }
    }

    /// Reads the stored word.
    fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|side| side.as_str() == word)
    }
}

crate::text_columns!(Side);

/// What somebody writes in a ticket.
#[derive(Debug, Clone)]
pub struct Message {
    pub ticket_id: TicketId,
    pub text: Text,
    /// The form's own id, so that a second click writes no second message.
    pub form_id: String,
}

/// Longest name of a subject and of a template.
const NAME_CHARS_MAX: usize = 100;

/// A name in a list to choose from.
fn is_name(text: &str) -> bool {
    let fits = (1..=NAME_CHARS_MAX).contains(&text.trim().chars().count());
    fits && !text.chars().any(char::is_control)
}
