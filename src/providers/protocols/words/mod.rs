//! What a provider's words are about, in whatever language and spelling: a sentence, or the key of
//! one (`neworder.error.not_enough_funds`). Pure. The lists of words are in `vocabulary.rs`;
//! what each class leads to is `outcome.rs`'s.
//!
//! Providers quote what they were sent. What a customer wrote must not pause a provider, and must
//! not hide that an outcome is uncertain. So the classes that pause or wait are looked for without
//! the order's own texts, and those that are uncertain with them.

mod read;
#[cfg(test)]
mod tests;
mod vocabulary;

pub(in crate::providers) use read::Words;
use vocabulary as v;

/// What a refusal is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::providers) enum Class {
    /// Our money there is used up.
    Money,
    /// It does not know us, or shuts us out: the key, or our account.
    Key,
    /// Our network address is not let in.
    Address,
    /// It takes no orders at all at the moment.
    Closed,
    /// The service is gone or disabled.
    Service,
    /// Too much was asked at once.
    Rate,
    /// To be tried again: whether it was taken is not said.
    Again,
    /// A fault of theirs: it may have been taken all the same.
    Fault,
    /// It says that something failed, and not what.
    Blank,
    /// It has such an order already.
    Duplicate,
    /// This order is wrong: its quantity, its link.
    Order,
    /// None of these.
    Other,
}

impl Class {
    /// Whether what was asked may be under way all the same, or was not looked at: the words say
    /// nothing of the order that was asked about.
    pub const fn says_nothing(self) -> bool {
        match self {
            Self::Key
            | Self::Address
            | Self::Closed
            | Self::Rate
            | Self::Again
            | Self::Fault
            | Self::Blank => true,
            Self::Money | Self::Service | Self::Duplicate | Self::Order | Self::Other => false,
        }
    }
}

/// The class of a provider's words. `own` are the order's own texts, which it may quote.
pub(in crate::providers) fn class(words: &str, own: &[&str]) -> Class {
    let all = Words::of(words);
    if all.has(&v::FAULT) {
        return Class::Fault;
    }
    let bare = Words::without_links(words);
    let said = match bare.clone().without(words, own) {
        // Nothing but the order's own text: then it is no quotation.
        none if none.are_all(&v::BLANK) => bare,
        said => said,
    };
    if let Some(class) = of_us(&said) {
        return class;
    }
    // Hidden, a duplicate would be refunded although an earlier attempt may have made it.
    if all.has(&v::DUPLICATE) {
        return Class::Duplicate;
    }
    if let Some(class) = of_what_it_sells(&said) {
        return class;
    }
    if said.has(&v::ORDER) && (said.has(&v::WRONG) || said.has(&v::BOUNDS)) {
        return Class::Order;
    }
    if all.has(&v::AGAIN) {
        return Class::Again;
    }
    if all.are_all(&v::BLANK) { Class::Blank } else { Class::Other }
}

/// About us: what we asked for too often, our money, our address, our key and account there.
fn of_us(said: &Words) -> Option<Class> {
    if said.has(&v::RATE) {
        return Some(Class::Rate);
    }
    if said.has(&v::BROKE) || (said.has(&v::MONEY) && said.has(&v::LACK)) {
        return Some(Class::Money);
    }
    let of_order = said.has(&v::ORDER);
    let is_shut = said.has(&v::SHUT);
    let by_ip = said.has(&v::IP) && (is_shut || said.has(&v::BARRED) || said.has(&v::WRONG));
    if by_ip || (said.has(&v::ALLOWLIST) && !of_order) {
        return Some(Class::Address);
    }
    let is_wrong = said.has(&v::WRONG) || is_shut;
    if said.has(&v::API_KEY) && is_wrong {
        return Some(Class::Key);
    }
    // "The link contains an invalid token", "This Instagram account is disabled".
    if of_order || said.has(&v::PLATFORM) {
        return None;
    }
    let by_key = said.has(&v::KEY) && is_wrong && !said.has(&v::NO_KEY);
    let by_account = said.has(&v::ACCOUNT) && is_shut;
    (by_key || by_account || said.has(&v::STRANGER)).then_some(Class::Key)
}

/// About a service of theirs, or about all of them.
fn of_what_it_sells(said: &Words) -> Option<Class> {
    // "Drip-feed is disabled for this service" refuses the order, not the service.
    let of_service = said.has(&v::SERVICE) && !said.has(&v::FOR_SERVICE) && !said.has(&v::ORDER);
    let is_gone = || said.has(&v::GONE) || said.has(&v::WRONG) || said.has(&v::SHUT);
    if of_service && (is_gone() || said.has(&v::CLOSED)) {
        return Some(Class::Service);
    }
    said.has(&v::CLOSED).then_some(Class::Closed)
}
