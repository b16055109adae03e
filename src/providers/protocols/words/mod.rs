//! What a provider's words are about, in any language and spelling: a sentence, or the key of one
//! (`neworder.error.not_enough_funds`). Pure. The lists of words are in `vocabulary.rs`;
//! `outcome.rs` says what each class leads to.
//!
//! Providers quote what they were sent. The text of a customer must not pause a provider, and must
//! not hide that an outcome is uncertain. So the classes that pause or wait are searched for
//! without the order's own texts, and the uncertain ones with them.

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
    /// It does not know us, or does not let us in: the key, or our account.
    Key,
    /// It does not let our network address in.
    Address,
    /// It takes no orders at all now.
    Closed,
    /// The service is gone or disabled.
    Service,
    /// Too much was asked at once.
    Rate,
    /// We should try again; it does not say whether the order was taken.
    Again,
    /// An error of theirs: the order may have been taken in spite of it.
    Fault,
    /// It says that something failed, but not what.
    Blank,
    /// It has such an order already.
    Duplicate,
    /// This order is wrong: its quantity, its link.
    Order,
    /// None of these.
    Other,
}

impl Class {
    /// Whether the words say nothing about the order: it may be under way in spite of them, or
    /// nobody looked at it.
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
        // Nothing is left without the order's own text: then it is no quotation.
        none if none.are_all(&v::BLANK) => bare,
        said => said,
    };
    if let Some(class) = of_us(&said) {
        return class;
    }
    // If a duplicate stayed hidden, it would be refunded although an earlier attempt may have made
    // it.
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

/// About us: too many requests, our money, our address, our key and our account there.
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

/// About one of their services, or about all of them.
fn of_what_it_sells(said: &Words) -> Option<Class> {
    // "Drip-feed is disabled for this service" refuses the order, not the service.
    let of_service = said.has(&v::SERVICE) && !said.has(&v::FOR_SERVICE) && !said.has(&v::ORDER);
    let is_gone = || said.has(&v::GONE) || said.has(&v::WRONG) || said.has(&v::SHUT);
    if of_service && (is_gone() || said.has(&v::CLOSED)) {
        return Some(Class::Service);
    }
    said.has(&v::CLOSED).then_some(Class::Closed)
}
