//! What the panel shows to guests: which links stand at the top of pages for anyone.

use crate::app::App;
use crate::settings::SignUp;
use crate::web::failure::Failure;

/// See `templates/public/guest_nav.html`.
#[derive(Debug, Clone, Copy)]
pub struct Front {
    /// Strangers may sign up.
    pub is_open: bool,
    /// Guests see the price list.
    pub is_public: bool,
}

impl Front {
    pub async fn read(app: &App) -> Result<Self, Failure> {
        let settings = app.settings.get(&app.db).await?;
        Ok(Self { is_open: settings.sign_up == SignUp::Open, is_public: settings.public_prices })
    }
}
