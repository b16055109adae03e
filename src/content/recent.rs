//! What is published, in memory: drawn once, and read again when it has changed. A process notices
//! another one's change within two seconds, so no rule of money or of rights may rest on this.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use chrono::{DateTime, NaiveTime, Utc};

use super::announcement::{self, Announcement};
use super::page::{self, Page, Slug};
use super::text::best;
use super::{AnnouncementId, Audience, Level, Texts, dismissal};
use crate::accounts::AccountId;
use crate::accounts::account::TERMS_SINCE;
use crate::kit::db::{self, Db};
use crate::kit::lang::Lang;
use crate::kit::markdown::{self, Html};

/// After this long the panel asks whether something has changed.
const ASK_EVERY: Duration = Duration::from_secs(2);
/// So many dismissals are remembered. They never become untrue, so this only limits the memory.
const DISMISSED_MAX: usize = 100_000;

/// One for the process.
#[derive(Default)]
pub struct Recent {
    kept: Mutex<Option<(Instant, Arc<Edition>)>>,
    /// For these nobody has to ask the database.
    dismissed: Mutex<HashSet<(AccountId, AnnouncementId)>>,
}

/// All that is published at one time.
#[derive(Debug)]
pub struct Edition {
    version: i64,
    /// In their order, without the terms.
    pages: Vec<Arc<ShownPage>>,
    terms: Option<Arc<ShownPage>>,
    /// The one that begins last first.
    announcements: Vec<Arc<Announced>>,
}

/// A page, to be read.
#[derive(Debug)]
pub struct ShownPage {
    pub slug: Slug,
    /// Guests read it, too.
    pub is_public: bool,
    pub changed_at: DateTime<Utc>,
    since: Option<DateTime<Utc>>,
    written: Vec<(Lang, Written)>,
}

/// An announcement, to be read.
#[derive(Debug)]
pub struct Announced {
    pub id: AnnouncementId,
    pub level: Level,
    pub is_banner: bool,
    pub is_dismissible: bool,
    pub starts_at: DateTime<Utc>,
    ends_at: Option<DateTime<Utc>>,
    audience: Audience,
    written: Vec<(Lang, Written)>,
}

/// A text in one language, drawn.
#[derive(Debug)]
pub struct Written {
    pub title: String,
    pub body: Html,
    /// Characters of the text as it was written.
    pub chars: usize,
}

/// The terms in force.
#[derive(Debug)]
pub struct Terms {
    /// The owner's own text; `None`: the panel's.
    pub page: Option<Arc<ShownPage>>,
    /// Who accepted before is asked again.
    pub since: DateTime<Utc>,
    /// Which text it is, for forms.
    pub version: String,
}

impl Recent {
    /// What is published, or was two seconds ago.
    pub async fn get(&self, db: &Db) -> Result<Arc<Edition>, db::Error> {
        match self.kept() {
            Some((at, edition)) if at.elapsed() < ASK_EVERY => Ok(edition),
            _ => self.fresh(db).await,
        }
    }

    /// What is published now.
    pub async fn fresh(&self, db: &Db) -> Result<Arc<Edition>, db::Error> {
        // Before the rest is read: a change in between is noticed the next time.
        let version = sqlx::query_scalar!("select version from content_version");
        let version = version.fetch_one(db.pool()).await?;
        let edition = match self.kept() {
            Some((_, edition)) if edition.version == version => edition,
            _ => Arc::new(Edition::read(db, version).await?),
        };
        self.keep(Some((Instant::now(), Arc::clone(&edition))));
        Ok(edition)
    }

    /// The banners that this account sees at this moment, the one that begins last first. It asks the
    /// database only if there is one that is not for everyone, or can be dismissed.
    pub async fn banners(
        &self,
        db: &Db,
        now: DateTime<Utc>,
        account_id: AccountId,
    ) -> Result<Vec<Arc<Announced>>, db::Error> {
        let edition = self.get(db).await?;
        let mut live: Vec<_> =
            edition.announcements.iter().filter(|one| one.is_banner && one.is_live(now)).collect();
        if !live.is_empty() {
            let known = self.dismissed.lock().unwrap_or_else(PoisonError::into_inner);
            live.retain(|one| !known.contains(&(account_id, one.id)));
        }
        let asked: Vec<_> =
            live.iter().filter(|one| one.is_dismissible).map(|one| one.id).collect();
        if !asked.is_empty() || live.iter().any(|one| !one.audience.is_everyone()) {
            let own = dismissal::own(db.pool(), account_id, &asked).await?;
            live.retain(|one| one.audience.has(own.group) && !own.dismissed.contains(&one.id));
            self.remember(account_id, own.dismissed);
        }
        Ok(live.into_iter().cloned().collect())
    }

    /// What was announced to this account until now, the newest first.
    pub async fn announced(
        &self,
        db: &Db,
        now: DateTime<Utc>,
        account_id: AccountId,
    ) -> Result<Vec<Arc<Announced>>, db::Error> {
        let edition = self.get(db).await?;
        let begun = || edition.announcements.iter().filter(|one| one.starts_at <= now);
        let group = match begun().all(|one| one.audience.is_everyone()) {
            true => None,
            false => dismissal::own(db.pool(), account_id, &[]).await?.group,
        };
        Ok(begun().filter(|one| one.audience.has(group)).cloned().collect())
    }

    /// Reads it again at the next question, because it was changed here.
    pub(super) fn forget(&self) {
        self.keep(None);
    }

    /// These are dismissed for good.
    pub(super) fn remember(
        &self,
        account_id: AccountId,
        ids: impl IntoIterator<Item = AnnouncementId>,
    ) {
        let mut known = self.dismissed.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= DISMISSED_MAX {
            known.clear();
        }
        known.extend(ids.into_iter().map(|id| (account_id, id)));
    }

    fn kept(&self) -> Option<(Instant, Arc<Edition>)> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn keep(&self, kept: Option<(Instant, Arc<Edition>)>) {
        *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = kept;
    }
}

impl Edition {
    async fn read(db: &Db, version: i64) -> Result<Self, db::Error> {
        let pages = page::list(db.pool()).await?.into_iter().filter(|page| page.is_published);
        let (terms, pages): (Vec<_>, Vec<_>) =
            pages.map(ShownPage::new).map(Arc::new).partition(|page| page.slug.is_terms());
        let announcements = announcement::list(db.pool()).await?;
        Ok(Self {
            version,
            pages,
            terms: terms.into_iter().next(),
            announcements: announcements.iter().filter_map(Announced::new).map(Arc::new).collect(),
        })
    }

    /// The pages that somebody may read; the terms are not among them.
    pub fn pages(&self, is_guest: bool) -> impl Iterator<Item = &Arc<ShownPage>> {
        self.pages.iter().filter(move |page| page.is_public || !is_guest)
    }

    /// The page with this address.
    #[must_use]
    pub fn page(&self, slug: &str) -> Option<&Arc<ShownPage>> {
        self.pages.iter().find(|page| page.slug.as_str() == slug)
    }

    /// The terms in force.
    #[must_use]
    pub fn terms(&self) -> Terms {
        let page = self.terms.clone();
        let asked = page.as_ref().and_then(|page| page.since);
        match asked {
            Some(since) => Terms { page, since, version: since.timestamp_micros().to_string() },
            None => {
                let since = TERMS_SINCE.and_time(NaiveTime::MIN).and_utc();
                Terms { page, since, version: TERMS_SINCE.to_string() }
            }
        }
    }
}

impl ShownPage {
    fn new(page: Page) -> Self {
        Self {
            written: draw(&page.texts),
            slug: page.slug,
            is_public: page.is_public,
            changed_at: page.changed_at,
            since: page.since,
        }
    }

    /// For who reads this language, and in which language it is.
    #[must_use]
    pub fn read_in(&self, lang: Lang) -> (Lang, &Written) {
        best(&self.written, lang)
    }
}

impl Announced {
    /// `None`: it is not published.
    fn new(one: &Announcement) -> Option<Self> {
        Some(Self {
            id: one.id,
            level: one.level,
            is_banner: one.is_banner,
            is_dismissible: one.is_dismissible,
            starts_at: one.starts_at.filter(|_| one.is_published)?,
            ends_at: one.ends_at,
            audience: one.audience.clone(),
            written: draw(&one.texts),
        })
    }

    /// For who reads this language, and in which language it is.
    #[must_use]
    pub fn read_in(&self, lang: Lang) -> (Lang, &Written) {
        best(&self.written, lang)
    }

    fn is_live(&self, now: DateTime<Utc>) -> bool {
        self.starts_at <= now && self.ends_at.is_none_or(|end| end > now)
    }
}

fn draw(texts: &Texts) -> Vec<(Lang, Written)> {
    let texts = texts.iter().map(|(lang, text)| {
        let (title, chars) = (text.title.clone(), text.body.chars().count());
        (lang, Written { title, body: markdown::render(&text.body), chars })
    });
    texts.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::GroupId;

    #[test]
    fn a_group_sees_what_is_for_it() {
        let groups = Audience::Groups(vec![GroupId::new(7)]);
        assert!(groups.has(Some(GroupId::new(7))));
        assert!(!groups.has(Some(GroupId::new(8))) && !groups.has(None));
        assert!(Audience::Everyone.has(None));
        // A group that was removed has nobody in it.
        assert!(!Audience::Groups(Vec::new()).has(Some(GroupId::new(7))));
    }
}
