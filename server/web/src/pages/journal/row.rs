//! A row of the journal as people read it.

use app::journal::{Happening, JournalActor, JournalSurface, Row};
use app::live::View;
use protocol::{Actor, CardKey, DeskThing, Role};

use super::super::moment::{Moment, moment};
use super::super::page::Page;
use super::told::{self, title};

/// A row on the page.
pub(super) struct Shown {
    pub(super) at: Moment,
    pub(super) who: String,
    pub(super) surface: &'static str,
    pub(super) text: String,
    /// How many facts stand beside the one that is told.
    pub(super) n_more: u32,
    pub(super) undone: Option<String>,
    pub(super) link: Option<Link>,
    pub(super) number: String,
}

/// Where to look at what a row is about.
pub(super) struct Link {
    pub(super) address: String,
    pub(super) label: &'static str,
}

/// A row in the words of a page.
pub(super) fn shown(page: &Page, view: &View, event: &str, row: &Row, zone: &str) -> Shown {
    let (text, n_more, number) = match &row.happening {
        Happening::Entry {
            seq,
            what,
            n_changes,
        } => {
            let text = told::entry(page, view, what.as_ref(), zone);
            (text, n_changes.saturating_sub(1), format!("{seq}"))
        }
        Happening::Line(line) => {
            let text = told::line(page, view, &line.note);
            (text, 0, format!("J{}", line.line))
        }
    };
    Shown {
        at: moment(page, row.at, zone),
        who: who(page, view, row.by),
        surface: surface(page, view, row),
        text,
        n_more,
        undone: row.undone.map(|undone| {
            let by = who(page, view, Some(undone.by.into()));
            let at = moment(page, undone.at, zone).shown;
            if page.language.is_french() {
                format!("Annulé par {by}, {at}")
            } else {
                format!("Undone by {by}, {at}")
            }
        }),
        link: link(page, view, event, row),
        number,
    }
}

/// Who acted, by name where there still is one.
pub(super) fn who(page: &Page, view: &View, by: Option<JournalActor>) -> String {
    match by {
        None => page.say("Un participant", "A participant").to_owned(),
        Some(JournalActor::System) => page.say("Régie", "Régie").to_owned(),
        Some(JournalActor::Operator) => page.say("L’exploitant", "The operator").to_owned(),
        Some(JournalActor::Staff(id)) => title(page, view, CardKey::Staff(id)),
        Some(JournalActor::Person(id)) => title(page, view, CardKey::Person(id)),
        Some(JournalActor::User(_)) => page.say("Un utilisateur", "A user").to_owned(),
    }
}

/// From where. The log does not say it of an entry: it follows from who acted.
fn surface(page: &Page, view: &View, row: &Row) -> &'static str {
    let console = page.say("Console", "Console");
    if let Happening::Line(line) = &row.happening {
        return match line.note.surface {
            JournalSurface::Console => console,
            JournalSurface::Account => page.say("Compte", "Account"),
            JournalSurface::CommandLine => page.say("Ligne de commande", "Command line"),
        };
    }
    match row.by {
        Some(JournalActor::Staff(id)) => {
            let staff = view.state.staff_member(id);
            match staff.map(|staff| &staff.role) {
                Some(Role::Door) => page.say("Accueil", "Door"),
                Some(Role::Main | Role::Secondary { .. } | Role::Screen) | None => console,
            }
        }
        Some(JournalActor::Person(_)) | None => page.say("Espace personnel", "Own space"),
        Some(JournalActor::System) => page.say("Automatique", "By itself"),
        Some(JournalActor::User(_)) => page.say("Compte", "Account"),
        Some(JournalActor::Operator) => page.say("Ligne de commande", "Command line"),
    }
}

/// The page of what a row is about, where there is one.
fn link(page: &Page, view: &View, event: &str, row: &Row) -> Option<Link> {
    let of_event = |path: &str, label| Link {
        address: format!("/desk/{event}/{path}"),
        label,
    };
    if let Some((thing, id)) = row.desk {
        return match thing {
            DeskThing::Registration => Some(of_event(
                &format!("registrations/{id}"),
                page.say("Inscription", "Registration"),
            )),
            DeskThing::Profile => Some(of_event(
                &format!("profiles/{id}"),
                page.say("Profil", "Profile"),
            )),
            DeskThing::RegistrationForm => Some(of_event("form", page.say("Formulaire", "Form"))),
            DeskThing::AssignmentRules => Some(of_event("assignment", page.say("Règles", "Rules"))),
            DeskThing::Site
            | DeskThing::SitePage
            | DeskThing::Help
            | DeskThing::Conversation
            | DeskThing::MessageSettings => None,
        };
    }
    if let Some(staff) = row.staff {
        let is_there = view.state.staff_member(staff).is_some();
        return is_there.then(|| of_event("team", page.say("Équipe", "Team")));
    }
    let known = |id| view.labels.contains_key(&CardKey::Person(id));
    let person = row.about.iter().copied().find(|id| known(*id))?;
    Some(of_event(
        &format!("privacy/{person}"),
        page.say("Personne", "Person"),
    ))
}

/// Who acted, for programs: a word and an id.
pub(super) fn actor_words(by: Option<JournalActor>) -> (&'static str, String) {
    match by {
        None => ("person", String::new()),
        Some(JournalActor::System) => ("system", String::new()),
        Some(JournalActor::Operator) => ("operator", String::new()),
        Some(JournalActor::Staff(id)) => ("staff", id.to_string()),
        Some(JournalActor::Person(id)) => ("person", id.to_string()),
        Some(JournalActor::User(id)) => ("user", id.to_string()),
    }
}

/// The same of an actor of the log.
pub(super) fn undone_by(actor: Actor) -> (&'static str, String) {
    actor_words(Some(actor.into()))
}
