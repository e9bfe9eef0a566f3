//! What stands in the fields of the settings.

use protocol::site::{Language, Partner, SiteSettings};
use protocol::{List, Micros};

use crate::shell::Speech;

/// A colour of ours, readable on every page.
const ACCENT: &str = "#1d4ed8";
/// A new site is open for so long unless somebody says otherwise: a year.
const OPEN_FOR: i64 = 365 * 24 * 3_600 * 1_000_000;

/// The fields, as they are typed. What has no field here stays as it was saved.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Typed {
    pub(super) settings: SiteSettings,
    /// Local, as browsers' fields have it.
    pub(super) opens: String,
    pub(super) closes: String,
    pub(super) partners: Vec<Partner>,
}

impl Typed {
    /// The settings that there are, or those that a new site begins with.
    pub(super) fn of(settings: Option<&SiteSettings>, now: Micros, say: &Speech) -> Self {
        let settings = settings.cloned().unwrap_or_else(|| {
            let closes = Micros(now.0.saturating_add(OPEN_FOR));
            SiteSettings::new(ACCENT, (now, closes))
        });
        Self {
            opens: say.local_text(settings.opens_at),
            closes: say.local_text(settings.closes_at),
            partners: settings.partners.to_vec(),
            settings,
        }
    }

    /// Whether the site speaks English too.
    pub(super) fn has_english(&self) -> bool {
        self.settings.languages.contains(&Language::English)
    }

    /// Lets the site speak English, or French only.
    pub(super) fn turn_english(&mut self) {
        let languages = if self.has_english() {
            vec![Language::French]
        } else {
            Language::ALL.to_vec()
        };
        self.settings.languages = List::new(languages).unwrap_or_default();
    }

    /// The settings, or the word of what is wrong with the fields.
    pub(super) fn settings(&self, say: &Speech) -> Result<SiteSettings, &'static str> {
        let mut settings = self.settings.clone();
        for text in [
            &mut settings.slug,
            &mut settings.name.french,
            &mut settings.name.english,
            &mut settings.tagline.french,
            &mut settings.tagline.english,
            &mut settings.organiser,
            &mut settings.email,
            &mut settings.phone,
            &mut settings.address,
        ] {
            let trimmed = text.trim().to_owned();
            *text = trimmed;
        }
        // A field shows minutes; who leaves it alone keeps what was saved.
        let moment = |text: &str, was: Micros| {
            if text == say.local_text(was) {
                Ok(was)
            } else {
                say.local_moment(text).ok_or("window")
            }
        };
        settings.opens_at = moment(&self.opens, settings.opens_at)?;
        settings.closes_at = moment(&self.closes, settings.closes_at)?;
        settings.partners = List::new(self.partners.clone()).ok_or("too-long")?;
        Ok(settings)
    }
}
