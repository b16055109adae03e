//! What a member of staff may change. Everyone of the staff sees orders, customers, services,
//! providers and tickets. An owner ticks the areas that each may change; owners may change everything. The only
//! place that decides: everyone else asks one of the questions below.

use sqlx::Decode;
use sqlx::encode::{Encode, IsNull};
use sqlx::error::BoxDynError;
use sqlx::postgres::{PgArgumentBuffer, PgTypeInfo, PgValueRef, Postgres};

use super::role::Role;

/// What can be ticked. A closed list, stored as its lower-case word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Area {
    /// Deciding, canceling and refunding orders; the desk; refills and cancels.
    Orders,
    /// Customers' balances, affiliates' offers, commissions and payouts, the day's figures, the
    /// reports.
    Money,
    /// Services, categories, prices, blocked targets.
    Services,
    /// Providers, their keys and lists, price changes.
    Providers,
    /// Inviting and suspending customers, groups, discounts and own prices, signing in as one.
    Customers,
    /// The panel's settings.
    Settings,
    /// Answering customers' tickets.
    Tickets,
}

impl Area {
    pub const ALL: [Self; 7] = [
        Self::Orders,
        Self::Money,
        Self::Services,
        Self::Providers,
        Self::Customers,
        Self::Settings,
        Self::Tickets,
    ];

    /// The stored word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Orders => "orders",
            Self::Money => "money",
            Self::Services => "services",
            Self::Providers => "providers",
            Self::Customers => "customers",
            Self::Settings => "settings",
            Self::Tickets => "tickets",
        }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|area| area.as_str() == word)
    }
}

/// Some of them; a column `text[]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Areas(u8);

impl Areas {
    #[must_use]
    pub fn has(self, area: Area) -> bool {
        self.0 & bit(area) != 0
    }

    /// In the order of [`Area::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Area> {
        Area::ALL.into_iter().filter(move |area| self.has(*area))
    }

    /// The stored words.
    #[must_use]
    pub fn words(self) -> Vec<&'static str> {
        self.iter().map(Area::as_str).collect()
    }

    /// What someone of this role may change until an owner says otherwise.
    #[must_use]
    pub fn of_role(role: Role) -> Self {
        let areas = Area::ALL.into_iter();
        match role {
            Role::Customer => Self::default(),
            Role::Support => areas.filter(|area| *area == Area::Tickets).collect(),
            Role::Admin => areas.filter(|area| *area != Area::Settings).collect(),
            Role::Owner => areas.collect(),
        }
    }
}

fn bit(area: Area) -> u8 {
    1 << area as u8
}

impl FromIterator<Area> for Areas {
    fn from_iter<I: IntoIterator<Item = Area>>(areas: I) -> Self {
        Self(areas.into_iter().fold(0, |bits, area| bits | bit(area)))
    }
}

impl sqlx::Type<Postgres> for Areas {
    fn type_info() -> PgTypeInfo {
        <Vec<String> as sqlx::Type<Postgres>>::type_info()
    }
}

impl<'r> Decode<'r, Postgres> for Areas {
    fn decode(value: PgValueRef<'r>) -> Result<Self, BoxDynError> {
        let words = <Vec<String> as Decode<Postgres>>::decode(value)?;
        words
            .iter()
            .map(|word| {
                Area::parse(word).ok_or_else(|| format!("no area is called {word:?}").into())
            })
            .collect()
    }
}

impl Encode<'_, Postgres> for Areas {
    fn encode_by_ref(&self, buffer: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        self.words().encode_by_ref(buffer)
    }
}

/// What one account may do on the staff's side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rights {
    role: Role,
    areas: Areas,
}

impl Rights {
    #[must_use]
    pub fn new(role: Role, areas: Areas) -> Self {
        Self { role, areas }
    }

    fn may(self, area: Area) -> bool {
        match self.role {
            Role::Customer => false,
            Role::Support | Role::Admin => self.areas.has(area),
            Role::Owner => true,
        }
    }

    /// Whether they may see the staff's side.
    #[must_use]
    pub fn is_staff(self) -> bool {
        self.role.is_staff()
    }

    /// Customers' accounts, orders and statements.
    #[must_use]
    pub fn may_see_customers(self) -> bool {
        self.role.is_staff()
    }

    /// Customers' accounts: inviting, suspending, groups, discounts and own prices.
    #[must_use]
    pub fn may_edit_customers(self) -> bool {
        self.may(Area::Customers)
    }

    /// Looking at the pages as a customer sees them.
    #[must_use]
    pub fn may_sign_in_as(self) -> bool {
        self.may(Area::Customers)
    }

    /// What becomes of orders, refills and cancels, and of the money in them.
    #[must_use]
    pub fn may_change_orders(self) -> bool {
        self.may(Area::Orders)
    }

    /// Crediting and debiting wallets, affiliates' offers and payouts.
    #[must_use]
    pub fn may_move_money(self) -> bool {
        self.may(Area::Money)
    }

    /// What the shop earns: the reports, and the money of all customers together.
    #[must_use]
    pub fn may_see_reports(self) -> bool {
        self.may(Area::Money)
    }

    /// Categories, services, prices, blocked targets.
    #[must_use]
    pub fn may_edit_services(self) -> bool {
        self.may(Area::Services)
    }

    /// Providers, their lists and their prices.
    #[must_use]
    pub fn may_edit_providers(self) -> bool {
        self.may(Area::Providers)
    }

    /// Answering tickets, and what belongs to that: saved answers and subjects.
    #[must_use]
    pub fn may_answer_tickets(self) -> bool {
        self.may(Area::Tickets)
    }

    /// The panel's settings.
    #[must_use]
    pub fn may_set_up(self) -> bool {
        self.may(Area::Settings)
    }

    /// Deciding who is staff.
    #[must_use]
    pub fn may_set_roles(self) -> bool {
        self.role == Role::Owner
    }
}
