//! Who an account is to the panel, and what each may do. The only place that compares roles:
//! everyone else asks one of the questions below.

/// A closed list, stored as its lower-case word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum Role {
    /// Buys.
    Customer,
    /// Answers customers: sees orders and accounts, changes neither money nor catalogue.
    Support,
    /// Runs the panel.
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

    /// Customers' accounts, orders and statements.
    #[must_use]
    pub fn may_see_customers(self) -> bool {
        self.is_staff()
    }

    /// Customers' accounts: inviting, suspending, own prices.
    #[must_use]
    pub fn may_edit_customers(self) -> bool {
        matches!(self, Self::Admin | Self::Owner)
    }

    /// Looking at the pages as a customer sees them.
    #[must_use]
    pub fn may_sign_in_as(self) -> bool {
        matches!(self, Self::Admin | Self::Owner)
    }

    /// What becomes of orders, refills and cancels, and of the money in them.
    #[must_use]
    pub fn may_change_orders(self) -> bool {
        matches!(self, Self::Admin | Self::Owner)
    }

    /// Crediting and debiting wallets, payouts.
    #[must_use]
    pub fn may_move_money(self) -> bool {
        matches!(self, Self::Admin | Self::Owner)
    }

    /// Categories, services, prices, blocked targets.
    #[must_use]
    pub fn may_edit_services(self) -> bool {
        matches!(self, Self::Admin | Self::Owner)
    }

    /// Providers, their lists and their prices.
    #[must_use]
    pub fn may_edit_providers(self) -> bool {
        matches!(self, Self::Admin | Self::Owner)
    }

    /// Affiliates' offers, and who joins them.
    #[must_use]
    pub fn may_run_affiliates(self) -> bool {
        matches!(self, Self::Admin | Self::Owner)
    }

    /// The panel's settings.
    #[must_use]
    pub fn may_set_up(self) -> bool {
        self == Self::Owner
    }

    /// Deciding who is staff.
    #[must_use]
    pub fn may_set_roles(self) -> bool {
        self == Self::Owner
    }
}
