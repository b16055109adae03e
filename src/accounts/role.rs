//! Who an account is to the panel. What staff may change, `rights` says.

/// A closed list, stored as its lower-case word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum Role {
    /// Buys.
    Customer,
    /// Answers customers: sees orders and accounts, changes only what an owner allows.
    Support,
    /// Runs the panel, in the areas that an owner allows.
    Admin,
    /// Runs the panel and decides who else may. There is always one.
    Owner,
}

impl Role {
    /// Every role, from the least to the most trusted.
    pub const ALL: [Self; 4] = [Self::Customer, Self::Support, Self::Admin, Self::Owner];

    /// The stored word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Support => "support",
            Self::Admin => "admin",
            Self::Owner => "owner",
        }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == word)
    }

    /// Whether they may see the admin side.
    #[must_use]
    pub fn is_staff(self) -> bool {
        self != Self::Customer
    }
}
