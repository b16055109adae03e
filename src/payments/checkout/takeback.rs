//! What goes back of a credit: by refunds and disputes, and what is given back when a dispute is won.
//! The bonus goes first and in its full share; the surcharge goes back with the payment. What the wallet
//! lacks becomes a debt.

use crate::accounts::AccountId;
use crate::kit::money::Money;
use crate::ledger::{Class, PostError, Posting, Wallets};
use crate::payments::DepositId;

use super::quote::share;

/// What was ever taken, and what was ever given back after that. Both only grow, so that each step has
/// a key of its own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Back {
    pub taken: Money,
    pub restored: Money,
}

impl Back {
    /// What is taken now.
    pub fn net(self) -> Money {
        self.taken.checked_sub(self.restored).unwrap_or_default()
    }
}

/// The parts of a deposit: what was credited, the bonus with it, and the surcharge.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Parts<T> {
    pub credit: T,
    pub bonus: T,
    pub surcharge: T,
}

impl Parts<Back> {
    /// What is taken now.
    pub fn net(self) -> Parts<Money> {
        let Self { credit, bonus, surcharge } = self;
        Parts { credit: credit.net(), bonus: bonus.net(), surcharge: surcharge.net() }
    }
}

/// What is to be taken in all, if `taken` of the `paid` coins have gone back.
pub(super) fn wanted(all: Parts<Money>, (taken, paid): (i64, i64)) -> Parts<Money> {
    let taken = taken.clamp(0, paid);
    let credit = share(all.credit, taken, paid);
    Parts {
        credit,
        bonus: of_bonus(all.bonus, (credit, all.credit)),
        surcharge: share(all.surcharge, taken, paid),
    }
}

/// ⌈bonus × taken ÷ credited⌉: a bonus is never kept for money that went back.
fn of_bonus(bonus: Money, (taken, credited): (Money, Money)) -> Money {
    if taken >= credited {
        return bonus;
    }
    let all = i128::from(credited.micros());
    let exact = i128::from(bonus.micros()) * i128::from(taken.micros());
    let up = i64::try_from((exact + all - 1) / all).map_or(bonus, Money::from_micros);
    up.min(bonus)
}

/// What staff may give back of a deposit: what is left of it, as far as the balance goes without the
/// bonus that would go with it.
#[must_use]
pub fn refundable(balance: Money, (bonus, left): (Money, Money)) -> Money {
    let own = balance.checked_sub(bonus).unwrap_or_default();
    own.min(left).max(Money::ZERO)
}

/// How the movements of a part are called, and where they go.
#[derive(Debug, Clone, Copy)]
struct Words {
    take: &'static str,
    owe: &'static str,
    give: &'static str,
    house: Class,
}

const CREDIT: Words =
    Words { take: "takeback", owe: "owe", give: "restore", house: Class::Deposits };
const BONUS: Words =
    Words { take: "unbonus", owe: "owebonus", give: "rebonus", house: Class::Bonuses };

/// Moves what goes back of one deposit, under the wallet's lock.
pub(super) struct Mover<'m> {
    pub id: DepositId,
    pub account_id: AccountId,
    pub note: &'m str,
    pub wallets: &'m mut Wallets,
}

impl Mover<'_> {
    /// Posts what is missing, so that so much is taken in all. The bonus is taken before the rest, and
    /// comes after it.
    pub fn bring(
        &mut self,
        backs: &mut Parts<Back>,
        wanted: Parts<Money>,
    ) -> Result<(), PostError> {
        let is_more = wanted.bonus > backs.bonus.net();
        if is_more {
            self.part(&mut backs.bonus, wanted.bonus, BONUS)?;
        }
        self.part(&mut backs.credit, wanted.credit, CREDIT)?;
        if !is_more {
            self.part(&mut backs.bonus, wanted.bonus, BONUS)?;
        }
        self.surcharge(&mut backs.surcharge, wanted.surcharge)
    }

    fn part(&mut self, back: &mut Back, wanted: Money, words: Words) -> Result<(), PostError> {
        let net = back.net();
        if wanted > net {
            let more = wanted.checked_sub(net).ok_or(PostError::OutOfRange)?;
            self.take(back, more, words)
        } else {
            let less = net.checked_sub(wanted).ok_or(PostError::OutOfRange)?;
            self.give_back(back, less, words)
        }
    }

    fn take(&mut self, back: &mut Back, amount: Money, words: Words) -> Result<(), PostError> {
        back.taken = add(back.taken, amount)?;
        let key = format!("{}:{}", self.id, back.taken.micros());
        let has = self.wallets.balance(self.account_id).unwrap_or_default();
        let from_wallet = amount.min(has);
        let rest = amount.checked_sub(from_wallet).ok_or(PostError::OutOfRange)?;
        self.post(words.take, (Class::Wallet, words.house), from_wallet, &key)?;
        self.post(words.owe, (Class::Debts, words.house), rest, &key)
    }

    fn give_back(&mut self, back: &mut Back, amount: Money, words: Words) -> Result<(), PostError> {
        back.restored = add(back.restored, amount)?;
        let key = format!("{}:{}", self.id, back.restored.micros());
        let debt = amount.min(self.wallets.owed(self.account_id));
        let rest = amount.checked_sub(debt).ok_or(PostError::OutOfRange)?;
        self.post(words.give, (words.house, Class::Debts), debt, &format!("{key}:debt"))?;
        self.post(words.give, (words.house, Class::Wallet), rest, &key)
    }

    /// The surcharge is the house's own: it touches no wallet.
    fn surcharge(&mut self, back: &mut Back, wanted: Money) -> Result<(), PostError> {
        let net = back.net();
        if wanted > net {
            let more = wanted.checked_sub(net).ok_or(PostError::OutOfRange)?;
            back.taken = add(back.taken, more)?;
            let key = format!("{}:{}", self.id, back.taken.micros());
            self.post("unsurcharge", (Class::Surcharges, Class::Deposits), more, &key)
        } else {
            let less = net.checked_sub(wanted).ok_or(PostError::OutOfRange)?;
            back.restored = add(back.restored, less)?;
            let key = format!("{}:{}", self.id, back.restored.micros());
            self.post("resurcharge", (Class::Deposits, Class::Surcharges), less, &key)
        }
    }

    fn post(
        &mut self,
        kind: &'static str,
        (debit, credit): (Class, Class),
        amount: Money,
        key: &str,
    ) -> Result<(), PostError> {
        self.wallets.post(Posting {
            account_id: self.account_id,
            debit,
            credit,
            amount,
            kind,
            key: format!("{kind}:{key}"),
            order_id: None,
            note: Some(self.note.to_owned()),
        })
    }
}

fn add(one: Money, other: Money) -> Result<Money, PostError> {
    one.checked_add(other).ok_or(PostError::OutOfRange)
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    const ACCOUNT: AccountId = AccountId::new(1);

    fn money(micros: i64) -> Money {
        Money::from_micros(micros)
    }

    #[test]
    fn a_bonus_goes_back_in_full_share() {
        let share = |bonus, taken, credited| {
            of_bonus(money(bonus), (money(taken), money(credited))).micros()
        };
        assert_eq!(share(100, 50, 100), 50);
        // A part of a millionth is rounded up, and never past the bonus.
        assert_eq!(share(10, 1, 3), 4);
        assert_eq!(share(1, 1, 1_000_000), 1);
        assert_eq!(share(7, 0, 100), 0);
        assert_eq!(share(7, 100, 100), 7);
        assert_eq!(share(0, 50, 100), 0);
    }

    #[test]
    fn staff_never_give_back_what_was_a_gift() {
        let may = |balance, bonus, left| refundable(money(balance), (money(bonus), money(left)));
        assert_eq!(may(200, 100, 100), money(100));
        assert_eq!(may(150, 100, 100), money(50));
        assert_eq!(may(60, 100, 100), money(0));
        assert_eq!(may(500, 100, 30), money(30));
    }

    /// What happens to a deposit, as the gateway tells of it: so many coins have gone back in all; or
    /// the customer spends, or pays in by another way.
    #[derive(Debug, Clone)]
    enum Step {
        Reported(i64),
        Spends(i64),
        PaysIn(i64),
    }

    /// Money that comes by another way.
    fn paid_in(amount: i64) -> Posting {
        Posting {
            account_id: ACCOUNT,
            debit: Class::Deposits,
            credit: Class::Wallet,
            amount: money(amount),
            kind: "deposit",
            key: "deposit:manual:other".to_owned(),
            order_id: None,
            note: None,
        }
    }

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            4 => (0..=1_500_i64).prop_map(Step::Reported),
            2 => (0..=3_000_000_i64).prop_map(Step::Spends),
            1 => (0..=500_000_i64).prop_map(Step::PaysIn),
        ]
    }

    proptest! {
        /// Reports come in any order, twice, and say more than was paid. What is taken is at most
        /// what was credited and at most what was reported; no wallet and no debt is below zero; and
        /// nothing is made or lost on the way.
        #[test]
        fn any_order_of_reports_adds_up(
            credit in 1..2_000_000_i64, bonus in 0..2_000_000_i64, surcharge in 0..100_000_i64,
            paid in 1..1_200_i64, steps in vec(step(), 1..40),
        ) {
            let all = Parts {
                credit: money(credit), bonus: money(bonus), surcharge: money(surcharge),
            };
            let mut backs: Parts<Back> = Parts::default();
            let mut balance = money(credit + bonus);
            let (mut owed, mut spent, mut came) = (Money::ZERO, 0, 0);
            for step in steps {
                match step {
                    Step::Spends(most) => {
                        let some = balance.min(money(most));
                        balance = balance.checked_sub(some).unwrap();
                        spent += some.micros();
                    }
                    Step::PaysIn(amount) => {
                        let mut wallets = Wallets::default();
                        wallets.take_in(ACCOUNT, (balance, owed), 0);
                        wallets.post(paid_in(amount)).unwrap();
                        let before = owed;
                        owed = wallets.owed(ACCOUNT);
                        balance = wallets.balance(ACCOUNT).unwrap();
                        // It repays first.
                        let repaid = before.checked_sub(owed).unwrap();
                        prop_assert_eq!(repaid, before.min(money(amount)));
                        came += amount;
                    }
                    Step::Reported(taken) => {
                        let wanted = wanted(all, (taken, paid));
                        let mut wallets = Wallets::default();
                        wallets.take_in(ACCOUNT, (balance, owed), 0);
                        let mut mover = Mover {
                            id: DepositId::new(1),
                            account_id: ACCOUNT,
                            note: "",
                            wallets: &mut wallets,
                        };
                        mover.bring(&mut backs, wanted).unwrap();
                        owed = wallets.owed(ACCOUNT);
                        balance = wallets.balance(ACCOUNT).unwrap();
                        prop_assert_eq!(backs.credit.net(), wanted.credit);
                        prop_assert_eq!(backs.bonus.net(), wanted.bonus);
                        prop_assert_eq!(backs.surcharge.net(), wanted.surcharge);
                        // At most what was reported, and all of it for all.
                        let reported = i128::from(taken.min(paid)) * i128::from(credit);
                        let net = i128::from(wanted.credit.micros()) * i128::from(paid);
                        prop_assert!(net <= reported && reported < net + i128::from(paid));
                        if taken >= paid {
                            prop_assert_eq!((wanted.credit, wanted.bonus), (all.credit, all.bonus));
                        }
                    }
                }
                prop_assert!(balance >= Money::ZERO && owed >= Money::ZERO);
                prop_assert!(balance.is_zero() || owed.is_zero(), "{balance} and owes {owed}");
                prop_assert!(backs.credit.net() <= all.credit && backs.bonus.net() <= all.bonus);
                let there = balance.micros() - owed.micros() + spent;
                let gone = backs.credit.net().micros() + backs.bonus.net().micros();
                prop_assert_eq!(there + gone, credit + bonus + came);
            }
        }
    }
}
