//! What notices are about, by which ways they go, and what stands for a way if nobody has chosen.

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A sign-in from a browser or a network that the account was not used from before.
    SignIn,
    PasswordChanged,
    /// The second factor was changed or reset, a recovery code was used, or another way in came or went.
    FactorChanged,
    /// A token was made, replaced or revoked.
    TokenChanged,
    /// A Telegram chat gets the account's notices from now on.
    ChatLinked,
    TokenExpiring,
    /// The balance fell below what the customer has set.
    BalanceLow,
    /// Money was added to the balance, taken back, or given back; or went to what is owed.
    Deposit,
    /// Orders came to something else than what was ordered.
    OrderAttention,
    /// A refill or a cancel that was asked for was answered.
    RequestAnswered,
    TicketAnswered,
    /// Services that the customer orders cost another price.
    PriceChanged,
}

/// What people choose by: one row of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Topic {
    SignIn,
    Credentials,
    TokenEnd,
    Balance,
    Deposits,
    Orders,
    Requests,
    Tickets,
    Prices,
}

/// How a notice gets to somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Way {
    Panel,
    Mail,
    Telegram,
}

impl Kind {
    pub const ALL: [Self; 12] = [
        Self::SignIn,
        Self::PasswordChanged,
        Self::FactorChanged,
        Self::TokenChanged,
        Self::ChatLinked,
        Self::TokenExpiring,
        Self::BalanceLow,
        Self::Deposit,
        Self::OrderAttention,
        Self::RequestAnswered,
        Self::TicketAnswered,
        Self::PriceChanged,
    ];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::PasswordChanged => "password_changed",
            Self::FactorChanged => "factor_changed",
            Self::TokenChanged => "token_changed",
            Self::ChatLinked => "chat_linked",
            Self::TokenExpiring => "token_expiring",
            Self::BalanceLow => "balance_low",
            Self::Deposit => "deposit",
            Self::OrderAttention => "order_attention",
            Self::RequestAnswered => "request_answered",
            Self::TicketAnswered => "ticket_answered",
            Self::PriceChanged => "price_changed",
        }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// The topic under which people choose.
    #[must_use]
    pub const fn topic(self) -> Topic {
        match self {
            Self::SignIn => Topic::SignIn,
            Self::PasswordChanged | Self::FactorChanged | Self::TokenChanged | Self::ChatLinked => {
                Topic::Credentials
            }
            Self::TokenExpiring => Topic::TokenEnd,
            Self::BalanceLow => Topic::Balance,
            Self::Deposit => Topic::Deposits,
            Self::OrderAttention => Topic::Orders,
            Self::RequestAnswered => Topic::Requests,
            Self::TicketAnswered => Topic::Tickets,
            Self::PriceChanged => Topic::Prices,
        }
    }

    /// Whether a message by mail of its own is sent by whoever causes it, in the same transaction.
    pub(super) const fn has_own_mail(self) -> bool {
        matches!(self, Self::PasswordChanged | Self::FactorChanged)
    }
}

impl Topic {
    /// In the order of the form.
    pub const ALL: [Self; 9] = [
        Self::SignIn,
        Self::Credentials,
        Self::TokenEnd,
        Self::Balance,
        Self::Deposits,
        Self::Orders,
        Self::Requests,
        Self::Tickets,
        Self::Prices,
    ];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::Credentials => "credentials",
            Self::TokenEnd => "token_end",
            Self::Balance => "balance",
            Self::Deposits => "deposits",
            Self::Orders => "orders",
            Self::Requests => "requests",
            Self::Tickets => "tickets",
            Self::Prices => "prices",
        }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|topic| topic.as_str() == word)
    }

    /// Whether it is about who can get into the account. The panel and the mail tell of it, whatever
    /// anybody has chosen: a thief would switch it off first.
    #[must_use]
    pub const fn is_security(self) -> bool {
        matches!(self, Self::SignIn | Self::Credentials)
    }

    /// Whether this way cannot be switched off.
    #[must_use]
    pub const fn is_fixed(self, way: Way) -> bool {
        self.is_security() && matches!(way, Way::Panel | Way::Mail)
    }

    /// What stands if nobody has chosen. What may come many times a day goes by no mail by itself.
    #[must_use]
    pub const fn is_usual(self, way: Way) -> bool {
        match way {
            Way::Panel | Way::Telegram => true,
            Way::Mail => !matches!(self, Self::Orders | Self::Requests | Self::Prices),
        }
    }
}

impl Way {
    /// In the order of the form.
    pub const ALL: [Self; 3] = [Self::Panel, Self::Mail, Self::Telegram];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Panel => "panel",
            Self::Mail => "mail",
            Self::Telegram => "telegram",
        }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.as_str() == word)
    }
}

crate::text_columns!(Kind, Topic, Way);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_as_they_are_written() {
        for kind in Kind::ALL {
            assert_eq!(Kind::parse(kind.as_str()), Some(kind));
        }
        for topic in Topic::ALL {
            assert_eq!(Topic::parse(topic.as_str()), Some(topic));
            assert!(Kind::ALL.iter().any(|kind| kind.topic() == topic), "{topic:?}");
        }
        for way in Way::ALL {
            assert_eq!(Way::parse(way.as_str()), Some(way));
        }
    }

    #[test]
    fn what_is_about_security_is_told_in_the_panel_and_by_mail() {
        for topic in Topic::ALL {
            for way in Way::ALL.into_iter().filter(|way| topic.is_fixed(*way)) {
                assert!(topic.is_security() && topic.is_usual(way));
            }
        }
        assert!(!Topic::SignIn.is_fixed(Way::Telegram) && !Topic::Prices.is_fixed(Way::Mail));
    }
}
