//! What somebody says of himself, and, where he may, what his company says (PRV-02): looked at,
//! changed section by section, and who may change it.

use app::desk::profile::{ProfileError, Saved, SectionKey, Whole, closed_since};
use app::desk::registration::form::Answers;
use app::desk::registration::form::check::Fault;
use app::desk::registration::form::profile::Section;
use askama::Template;
use axum::Form as Body;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use protocol::id::PersonId;
use protocol::reject::NotFound;
use protocol::{CardKey, Micros, Reject};

use super::{AtHome, Home, Tab};
use crate::error::HttpError;
use crate::pages::desk::Sent;
use crate::pages::page::render;
use crate::pages::profiles::{Sheet, section_title, sheet, told_language};
use crate::registration::{Attached, Look, Shown, go, read, rearrange};

/// A section as it is looked at.
struct Block {
    word: &'static str,
    title: &'static str,
    groups: Vec<Vec<Shown>>,
    may_edit: bool,
    is_waiting: bool,
}

/// Somebody of the company, and whether he may change what it says.
struct Colleague {
    id: String,
    name: String,
    may: bool,
}

#[derive(Template)]
#[template(path = "my/profile.html")]
struct ProfilePage {
    home: Home,
    blocks: Vec<Block>,
    /// Where the catalogue is none, nobody else reads it there.
    colleagues: Vec<Colleague>,
    is_editor: bool,
    rights_revision: u64,
    /// Since when nothing can be changed any more.
    closed: Option<Micros>,
    complaint: String,
}

#[derive(Template)]
#[template(path = "my/profile_edit.html")]
struct EditPage {
    home: Home,
    title: &'static str,
    word: &'static str,
    sheet: Sheet,
    is_stale: bool,
    will_wait: bool,
}

/// The company of the person in front of the page, as he may see it.
async fn whole(at: &AtHome) -> Result<Whole, HttpError> {
    let event = &at.signed_in.event;
    let actor = at.signed_in.standing.actor();
    let company = at.site.profiles.company_of(event, actor)?;
    let opened = at.site.profiles.open(event, actor, company).await;
    opened.map_err(failed)
}

fn failed(error: ProfileError) -> HttpError {
    crate::pages::profiles::failed(error)
}

fn key_of(whole: &Whole, person: PersonId, section: Section) -> SectionKey {
    match section {
        Section::Person => SectionKey::Person(whole.company, person),
        Section::Company => SectionKey::Company(whole.company),
        Section::Products => SectionKey::Products(whole.company),
    }
}

fn may_edit(at: &AtHome, whole: &Whole, section: Section) -> bool {
    let now = at.signed_in.event.now();
    let is_open = closed_since(&whole.form, now).is_none();
    is_open && (section == Section::Person || whole.is_editor(at.person))
}

fn overview(
    at: &AtHome,
    whole: &Whole,
    status: StatusCode,
    complaint: &str,
) -> Result<Response, HttpError> {
    let view = at.view();
    let answers = whole.answers(Some(at.person), true);
    let look = Look {
        form: &whole.form,
        around: &whole.around,
        answers: &answers,
        faults: &[],
        attached: Attached::default(),
        is_french: at.language.is_french(),
    };
    let blocks = Section::ALL.into_iter().filter_map(|section| {
        let current = whole.section(key_of(whole, at.person, section))?;
        let groups = section.parts().iter().flat_map(|part| {
            let n = answers.groups(*part).len();
            (0..n).map(|nth| look.shown(*part, nth))
        });
        Some(Block {
            word: section.word(),
            title: section_title(section, true, look.is_french),
            groups: groups.filter(|group| !group.is_empty()).collect(),
            may_edit: may_edit(at, whole, section),
            is_waiting: current.waiting.is_some(),
        })
    });
    let name = |id: PersonId| {
        let card = view.labels.get(&CardKey::Person(id));
        card.map_or(String::new(), |card| card.title.clone())
    };
    let colleagues = whole.people.iter().map(|id| Colleague {
        id: id.to_string(),
        name: name(*id),
        may: whole.is_editor(*id),
    });
    let template = ProfilePage {
        blocks: blocks.collect(),
        colleagues: colleagues.collect(),
        is_editor: may_edit(at, whole, Section::Company),
        rights_revision: whole.rights.revision,
        closed: closed_since(&whole.form, at.signed_in.event.now()),
        complaint: complaint.to_owned(),
        home: at.home(&view, Tab::Profile, None),
    };
    render(status, &template)
}

/// `GET /my/{event}/profile`
pub(crate) async fn show(at: AtHome) -> Result<Response, HttpError> {
    let whole = whole(&at).await?;
    overview(&at, &whole, StatusCode::OK, "")
}

/// `POST /my/{event}/profile`: who may change what the company says.
pub(crate) async fn give_rights(
    at: AtHome,
    Body(sent): Body<Vec<(String, String)>>,
) -> Result<Response, HttpError> {
    let found = whole(&at).await?;
    let sent = Sent(&sent);
    let editors: Vec<PersonId> = sent.values("editor").filter_map(PersonId::parse).collect();
    let standing = at.signed_in.standing.clone();
    let event = &at.signed_in.event;
    let profiles = &at.site.profiles;
    let given = profiles
        .give_rights(event, standing, found.company, sent.revision(), &editors)
        .await;
    let (status, complaint) = match given {
        Ok(()) => return Ok(at.back("/profile", "profile-rights")),
        Err(ProfileError::NobodyLeft) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            at.say(
                "Rien n’a été enregistré\u{a0}: une personne au moins doit pouvoir modifier la fiche de l’entreprise.",
                "Nothing was saved: at least one person must be able to change the company’s profile.",
            ),
        ),
        Err(ProfileError::Stale) => (
            StatusCode::CONFLICT,
            at.say(
                "Rien n’a été enregistré\u{a0}: un collègue a changé ces droits entre-temps. Les voici à jour.",
                "Nothing was saved: a colleague changed these rights meanwhile. Here they are now.",
            ),
        ),
        Err(ProfileError::Closed(_)) => (StatusCode::FORBIDDEN, ""),
        Err(error) => return Err(failed(error)),
    };
    let whole = whole(&at).await?;
    overview(&at, &whole, status, complaint)
}

fn edit_page(
    at: &AtHome,
    whole: &Whole,
    section: Section,
    (answers, faults): (&Answers, &[Fault]),
    status: StatusCode,
) -> Result<Response, HttpError> {
    let key = key_of(whole, at.person, section);
    let current = whole.section(key).ok_or(HttpError::NotFound)?;
    let is_stale = status == StatusCode::CONFLICT;
    let is_french = at.language.is_french();
    let mut sheet = sheet(whole, current, (answers, faults), is_french);
    if is_stale {
        let with = (&whole.form, &whole.around);
        let now = whole.answers(Some(at.person), true);
        sheet.theirs = crate::registration::theirs(with, &now, answers, section.parts(), is_french);
    }
    let view = at.view();
    let template = EditPage {
        title: section_title(section, true, is_french),
        word: section.word(),
        sheet,
        is_stale,
        will_wait: whole.form.terms.changes_wait,
        home: at.home(&view, Tab::Other, None),
    };
    render(status, &template)
}

fn section_at(word: &str) -> Result<Section, HttpError> {
    Section::parse(word).ok_or(HttpError::NotFound)
}

/// `GET /my/{event}/profile/{section}`
pub(crate) async fn edit(
    at: AtHome,
    Path((_, word)): Path<(String, String)>,
) -> Result<Response, HttpError> {
    let whole = whole(&at).await?;
    let section = section_at(&word)?;
    if closed_since(&whole.form, at.signed_in.event.now()).is_some() {
        return overview(&at, &whole, StatusCode::FORBIDDEN, "");
    }
    if !may_edit(&at, &whole, section) {
        return Err(Reject::from(NotFound {}).into());
    }
    let answers = whole.answers(Some(at.person), true);
    edit_page(&at, &whole, section, (&answers, &[]), StatusCode::OK)
}

/// `POST /my/{event}/profile/{section}`
pub(crate) async fn save(
    at: AtHome,
    Path((_, word)): Path<(String, String)>,
    Body(sent): Body<Vec<(String, String)>>,
) -> Result<Response, HttpError> {
    let found = whole(&at).await?;
    let section = section_at(&word)?;
    let before = found.answers(Some(at.person), true);
    let typed = read(&found.form, &before, &sent, section.parts());
    let mut answers = typed.answers;
    if !answers.is_within_bounds() {
        return Err(HttpError::TooLarge);
    }
    let is_rearranged = rearrange(&mut answers, go(&sent)).is_some();
    if (is_rearranged || typed.asks_more) && may_edit(&at, &found, section) {
        // Nothing is saved yet: the page comes back with room for more, or less.
        let seen = Sent(&sent).revision();
        let mut found = found;
        let key = key_of(&found, at.person, section);
        keep_seen(&mut found, key, seen);
        return edit_page(&at, &found, section, (&answers, &[]), StatusCode::OK);
    }
    let standing = at.signed_in.standing.clone();
    let key = key_of(&found, at.person, section);
    let over = (Sent(&sent).revision(), told_language(at.language));
    let saved = at
        .site
        .profiles
        .save(&at.signed_in.event, standing, key, over, &answers)
        .await;
    match saved {
        Ok(Saved::Applied) => Ok(at.back("/profile", "profile-saved")),
        Ok(Saved::Waiting) => Ok(at.back("/profile", "profile-waiting")),
        Ok(Saved::Unchanged) => Ok(at.back("/profile", "profile-same")),
        Err(ProfileError::Faulty(faults)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            edit_page(&at, &found, section, (&answers, &faults), status)
        }
        Err(ProfileError::Stale) => {
            let now = whole(&at).await?;
            edit_page(&at, &now, section, (&answers, &[]), StatusCode::CONFLICT)
        }
        Err(ProfileError::Closed(_)) => overview(&at, &found, StatusCode::FORBIDDEN, ""),
        Err(error) => Err(failed(error)),
    }
}

/// A page that comes back unsaved still says what its sender saw.
fn keep_seen(whole: &mut Whole, key: SectionKey, seen: u64) {
    if let Some(current) = whole.sections.iter_mut().find(|one| one.key == key) {
        current.revision = seen;
    }
}

impl AtHome {
    fn say(&self, french: &'static str, english: &'static str) -> &'static str {
        if self.language.is_french() {
            french
        } else {
            english
        }
    }
}
