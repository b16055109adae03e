//! What messages are about, and what each kind is called by staff.

use serde::{Deserialize, Serialize};

/// What a message is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The first step of a sign-up: its link makes the account.
    SignUp,
    /// Somebody wanted to sign up or to change to this address, and it has an account.
    HasAccount,
    /// The address of an account is to be confirmed.
    Verify,
    /// A new password may be chosen.
    Reset,
    /// The same, because staff help.
    ResetByStaff,
    PasswordChanged,
    /// To the address that an account is to have.
    AddressConfirm,
    /// To the address that it has until then.
    AddressNotice,
    /// To both.
    AddressChanged,
    /// The account was connected with one elsewhere.
    SignInLinked,
    /// It is not any more.
    SignInUnlinked,
    /// An account has a second factor from now on, or another one.
    SecondFactorOn,
    /// It has none any more.
    SecondFactorOff,
    /// It has one more passkey.
    PasskeyAdded,
    /// It has one less, and another factor.
    PasskeyRemoved,
    /// It has new recovery codes.
    RecoveryCodesNew,
    /// Somebody got in by one of them.
    RecoveryCodeUsed,
    /// Somebody who has the password tries codes.
    CodesGuessed,
    /// The file of one's own data is ready.
    ExportReady,
    /// A member of staff tries the way.
    Test,
    /// Something happened that a customer wants to know, in words of its own.
    Notice,
    /// Something of the panel is wrong, or is over, in words of its own.
    Alert,
}

impl Kind {
    pub const ALL: [Self; 22] = [
        Self::SignUp,
        Self::HasAccount,
        Self::Verify,
        Self::Reset,
        Self::ResetByStaff,
        Self::PasswordChanged,
        Self::AddressConfirm,
        Self::AddressNotice,
        Self::AddressChanged,
        Self::SignInLinked,
        Self::SignInUnlinked,
        Self::SecondFactorOn,
        Self::SecondFactorOff,
        Self::PasskeyAdded,
        Self::PasskeyRemoved,
        Self::RecoveryCodesNew,
        Self::RecoveryCodeUsed,
        Self::CodesGuessed,
        Self::ExportReady,
        Self::Test,
        Self::Notice,
        Self::Alert,
    ];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SignUp => "sign_up",
            Self::HasAccount => "has_account",
            Self::Verify => "verify",
            Self::Reset => "reset",
            Self::ResetByStaff => "reset_by_staff",
            Self::PasswordChanged => "password_changed",
            Self::AddressConfirm => "address_confirm",
            Self::AddressNotice => "address_notice",
            Self::AddressChanged => "address_changed",
            Self::SignInLinked => "sign_in_linked",
            Self::SignInUnlinked => "sign_in_unlinked",
            Self::SecondFactorOn => "second_factor_on",
            Self::SecondFactorOff => "second_factor_off",
            Self::PasskeyAdded => "passkey_added",
            Self::PasskeyRemoved => "passkey_removed",
            Self::RecoveryCodesNew => "recovery_codes_new",
            Self::RecoveryCodeUsed => "recovery_code_used",
            Self::CodesGuessed => "codes_guessed",
            Self::ExportReady => "export_ready",
            Self::Test => "test",
            Self::Notice => "notice",
            Self::Alert => "alert",
        }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// The stored words of the kinds that are counted together for one address. Anybody can have the
    /// first three sent to any address; each other kind is counted by itself.
    pub(super) fn counted(self) -> Vec<&'static str> {
        match self {
            Self::SignUp | Self::HasAccount | Self::AddressConfirm => {
                [Self::SignUp, Self::HasAccount, Self::AddressConfirm].map(Self::as_str).to_vec()
            }
            other => vec![other.as_str()],
        }
    }

    /// What staff call it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::SignUp => "Sign-up: confirm the address",
            Self::HasAccount => "Sign-up: has an account already",
            Self::Verify => "Confirm the address",
            Self::Reset => "Forgotten password",
            Self::ResetByStaff => "Forgotten password: link by staff",
            Self::PasswordChanged => "Password changed",
            Self::AddressConfirm => "New address: confirm it",
            Self::AddressNotice => "New address: notice to the old one",
            Self::AddressChanged => "Address changed",
            Self::SignInLinked => "Another way to sign in connected",
            Self::SignInUnlinked => "Another way to sign in disconnected",
            Self::SecondFactorOn => "Second factor set up",
            Self::SecondFactorOff => "Second factor turned off",
            Self::PasskeyAdded => "Passkey added",
            Self::PasskeyRemoved => "Passkey removed",
            Self::RecoveryCodesNew => "New recovery codes",
            Self::RecoveryCodeUsed => "Recovery code used",
            Self::CodesGuessed => "Codes are being guessed",
            Self::ExportReady => "File of own data is ready",
            Self::Test => "Test message",
            Self::Notice => "Notice",
            Self::Alert => "Alert for staff",
        }
    }
}

crate::text_columns!(Kind);
