//! Where a deposit stands, and how it may go on.

/// Where a deposit stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Through a gateway: the gateway does not know of it yet.
    Created,
    /// By hand: nobody of the staff has looked. Through a gateway: the customer has not paid.
    Pending,
    /// By hand: confirmed by one person, and waits for a second one. Through a gateway: the money came,
    /// and is on no balance yet.
    Held,
    /// Less came than was asked for, and the customer may pay the rest.
    Partial,
    Credited,
    /// Nothing came in time.
    Expired,
    /// Declined by staff, or the gateway says that it came to nothing.
    Failed,
    /// Money came, and staff must look before it is credited.
    Review,
    /// A part of the payment went back, or all of it.
    Refunded,
    /// The payer says no to the payment, and it is not decided.
    Disputed,
    /// It was decided for the payer.
    ChargedBack,
}

impl State {
    const ALL: [Self; 11] = [
        Self::Created,
        Self::Pending,
        Self::Held,
        Self::Partial,
        Self::Credited,
        Self::Expired,
        Self::Failed,
        Self::Review,
        Self::Refunded,
        Self::Disputed,
        Self::ChargedBack,
    ];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Pending => "pending",
            Self::Held => "held",
            Self::Partial => "partial",
            Self::Credited => "credited",
            Self::Expired => "expired",
            Self::Failed => "failed",
            Self::Review => "review",
            Self::Refunded => "refunded",
            Self::Disputed => "disputed",
            Self::ChargedBack => "charged_back",
        }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }

    /// Whether the customer got money for it, whatever became of that later.
    #[must_use]
    pub const fn is_credited(self) -> bool {
        matches!(self, Self::Credited | Self::Refunded | Self::Disputed | Self::ChargedBack)
    }

    /// Where a deposit through a gateway stands once staff have credited what waits for them. `None`:
    /// they credit nothing of it, as its gateway is still asked, it has ended, or the money went back.
    #[must_use]
    pub const fn by_staff(self) -> Option<Self> {
        match self {
            Self::Review | Self::Partial | Self::Held => Some(Self::Credited),
            Self::Credited | Self::Refunded | Self::Disputed | Self::ChargedBack => Some(self),
            Self::Created | Self::Pending | Self::Expired | Self::Failed => None,
        }
    }

    /// Whether a deposit through a gateway still waits for the customer.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Created | Self::Pending | Self::Partial)
    }

    /// Where a deposit through a gateway stands once its gateway has said nothing for as long as it is
    /// asked. `None`: it stays where it is.
    #[must_use]
    pub const fn unseen(self) -> Option<Self> {
        match self {
            Self::Pending => Some(Self::Expired),
            // A part had come: staff judge it.
            Self::Partial => Some(Self::Review),
            _ => None,
        }
    }

    /// Whether a deposit through a gateway may go from here to there. Expired and failed are not
    /// final: money may come late.
    #[must_use]
    pub const fn may_become(self, next: Self) -> bool {
        match self {
            Self::Created => matches!(next, Self::Pending | Self::Failed),
            Self::Pending | Self::Partial | Self::Expired | Self::Failed => {
                !matches!(next, Self::Created)
            }
            // The money was there: it is credited, or staff judge it, or all of it went back.
            Self::Held => {
                next.is_credited() || matches!(next, Self::Review | Self::Expired | Self::Failed)
            }
            // What staff credit is not held.
            Self::Review => !matches!(next, Self::Created | Self::Held),
            Self::Credited | Self::Refunded | Self::Disputed | Self::ChargedBack => {
                next.is_credited()
            }
        }
    }
}

crate::text_columns!(State);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_credited_stays_credited() {
        for from in State::ALL.into_iter().filter(|state| state.is_credited()) {
            for to in State::ALL {
                assert_eq!(from.may_become(to), to.is_credited(), "{from:?} to {to:?}");
            }
        }
        assert!(State::Expired.may_become(State::Credited), "late money");
        assert!(!State::Created.may_become(State::Credited), "nobody can have paid");
        for state in State::ALL {
            assert_eq!(State::parse(state.as_str()), Some(state));
            assert!(!state.may_become(State::Created));
            let credited = state.by_staff();
            assert!(credited.is_none_or(|next| next.is_credited() && state.may_become(next)));
            let unseen = state.unseen();
            assert!(unseen.is_none_or(|next| !next.is_open() && state.may_become(next)));
        }
        assert!(State::Pending.may_become(State::Held), "its method holds what comes");
        assert!(State::Held.may_become(State::Credited) && State::Held.may_become(State::Review));
        assert!(!State::Held.may_become(State::Pending), "money came");
        assert!(!State::Review.may_become(State::Held) && !State::Credited.may_become(State::Held));
    }
}
