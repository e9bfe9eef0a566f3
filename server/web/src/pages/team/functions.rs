//! What can be opened to a co-administrator: grouped as he will look for it, named, and explained
//! in one line.

use protocol::{Function, Functions};

use super::super::page::Page;
use super::Tick;

/// Functions that belong together.
pub(super) struct Group {
    pub(super) title: &'static str,
    pub(super) ticks: Vec<Explained>,
}

/// A function with what it opens.
pub(super) struct Explained {
    pub(super) tick: Tick,
    pub(super) about: &'static str,
}

/// A usual set of functions: pressing it ticks them and nothing else.
pub(super) struct Preset {
    pub(super) name: &'static str,
    pub(super) label: &'static str,
}

/// Every function that can be opened, in groups. Rights are given by main administrators only: the
/// team itself is no function to tick.
const GROUPS: [&[Function]; 4] = {
    use Function::{
        Alerts, Announcements, Attendance, Conversations, Experts, Form, Letters, Meetings,
        Persons, Privacy, Programme, Registrations, Requests, Rooms, Settings, Site,
    };
    [
        &[
            Meetings, Requests, Experts, Programme, Rooms, Attendance, Alerts,
        ],
        &[Persons, Registrations, Form, Privacy],
        &[Announcements, Conversations, Letters],
        &[Site, Settings],
    ]
};

const PRESETS: [(&str, &[Function]); 6] = {
    use Function::{
        Alerts, Announcements, Attendance, Conversations, Experts, Form, Letters, Meetings,
        Persons, Programme, Registrations, Requests, Rooms, Site,
    };
    [
        ("door", &[Attendance, Registrations]),
        ("registrations", &[Registrations, Persons, Conversations]),
        (
            "meetings",
            &[Meetings, Requests, Experts, Programme, Rooms, Alerts],
        ),
        ("contents", &[Site, Form, Announcements, Letters]),
        ("all", &Function::ALL),
        ("none", &[]),
    ]
};

/// The groups, with what is ticked.
pub(super) fn groups(page: &Page, open: Functions) -> Vec<Group> {
    let titles = [
        page.say("Rendez-vous et salle", "Meetings and floor"),
        page.say("Participants", "Participants"),
        page.say("Messages et courriels", "Messages and e-mails"),
        page.say("Événement", "Event"),
    ];
    let explained = |function: Function| Explained {
        tick: Tick {
            value: name(function),
            label: word(page, function).to_owned(),
            is_on: open.contains(function),
        },
        about: about(page, function),
    };
    let groups = titles.into_iter().zip(GROUPS);
    let groups = groups.map(|(title, functions)| Group {
        title,
        ticks: functions.iter().copied().map(explained).collect(),
    });
    groups.collect()
}

/// The usual sets.
pub(super) fn presets(page: &Page) -> Vec<Preset> {
    let label = |name| match name {
        "door" => page.say("Accueil", "Door"),
        "registrations" => page.say("Inscriptions", "Registrations"),
        "meetings" => page.say("Rendez-vous", "Meetings"),
        "contents" => page.say("Contenus", "Contents"),
        "all" => page.say("Tout", "Everything"),
        _ => page.say("Rien", "Nothing"),
    };
    let presets = PRESETS.into_iter();
    let presets = presets.map(|(name, _)| Preset {
        name,
        label: label(name),
    });
    presets.collect()
}

/// The functions of a set by its name.
pub(super) fn preset(name: &str) -> Option<Functions> {
    let found = PRESETS.into_iter().find(|(known, _)| *known == name);
    found.map(|(_, functions)| {
        let functions = functions.iter().copied();
        functions.filter(|one| *one != Function::Team).collect()
    })
}

/// The name of a function's box.
pub(super) fn name(function: Function) -> String {
    format!("function-{}", function as u8)
}

/// Those that are open, as a sentence; empty when none is.
pub(super) fn words(page: &Page, open: Functions) -> String {
    let shown = GROUPS.into_iter().flatten().copied();
    let shown = shown.filter(|function| open.contains(*function));
    let shown: Vec<_> = shown.map(|function| word(page, function)).collect();
    shown.join(", ")
}

/// What a function is called, in French and in English.
pub(crate) const fn called(function: Function) -> (&'static str, &'static str) {
    match function {
        Function::Meetings => ("Rendez-vous", "Meetings"),
        Function::Requests => ("Demandes", "Requests"),
        Function::Experts => ("Experts", "Experts"),
        Function::Attendance => ("Entrées et sorties", "Check-in and check-out"),
        Function::Programme => ("Animations", "Sessions"),
        Function::Rooms => ("Créneaux et lieux", "Slots and places"),
        Function::Announcements => ("Annonces", "Announcements"),
        Function::Alerts => ("Alertes et seuils", "Alerts and thresholds"),
        Function::Persons => ("Fiches des participants", "Participants’ records"),
        Function::Settings => ("Réglages de l’événement", "Settings of the event"),
        Function::Team => ("Équipe", "Team"),
        Function::Site => ("Site public", "Public site"),
        Function::Form => ("Formulaire et listes", "Form and lists"),
        Function::Registrations => ("Inscriptions et profils", "Registrations and profiles"),
        Function::Letters => ("Courriels", "E-mails"),
        Function::Conversations => ("Messages privés", "Private messages"),
        Function::Privacy => ("Données personnelles", "Personal data"),
    }
}

fn word(page: &Page, function: Function) -> &'static str {
    let (french, english) = called(function);
    page.say(french, english)
}

fn about(page: &Page, function: Function) -> &'static str {
    match function {
        Function::Meetings => page.say(
            "Prendre, déplacer et annuler des rendez-vous, combler les créneaux libérés, planifier.",
            "Book, move and cancel meetings, fill freed slots, plan.",
        ),
        Function::Requests => page.say(
            "Demander, accepter ou refuser au nom d’un participant, arbitrer.",
            "Ask, accept or decline in a participant’s name, arbitrate.",
        ),
        Function::Experts => page.say(
            "Nombre de rendez-vous, absences et remplaçants.",
            "Numbers of meetings, absences and substitutes.",
        ),
        Function::Attendance => page.say(
            "Pointer les arrivées et les départs.",
            "Tick arrivals and departures.",
        ),
        Function::Programme => page.say(
            "Ouvrir et fermer les animations, gérer leurs places.",
            "Open and close sessions, look after their seats.",
        ),
        Function::Rooms => page.say(
            "Horaires, tables, salles, interprètes et matériel. Pour tous les participants seulement.",
            "Timetable, tables, rooms, interpreters and equipment. For all participants only.",
        ),
        Function::Announcements => page.say(
            "Envoyer un message à une personne ou à un public.",
            "Send a message to a person or an audience.",
        ),
        Function::Alerts => page.say(
            "Prendre acte des alertes, fixer les taux à atteindre.",
            "Acknowledge alerts, set the rates to be reached.",
        ),
        Function::Persons => page.say(
            "Disponibilités, besoins, badges, affectation aux co-organisateurs.",
            "Availability, needs, badges, assignment to co-organisers.",
        ),
        Function::Settings => page.say(
            "Mode d’attribution, ouverture, clôture et annulation de l’événement. Pour tous les participants seulement.",
            "How meetings get their time; opening, closing and calling off the event. For all participants only.",
        ),
        Function::Team => page.say("", ""),
        Function::Site => page.say(
            "Pages, images, documents et apparence. Pour tous les participants seulement.",
            "Pages, pictures, documents and look. For all participants only.",
        ),
        Function::Form => page.say(
            "Champs du formulaire, secteurs, mots-clés et chiffres clés. Pour tous les participants seulement.",
            "Fields of the form, sectors, keywords and key figures. For all participants only.",
        ),
        Function::Registrations => page.say(
            "Voir, corriger, valider ou refuser les inscriptions et les changements de profil.",
            "See, correct, validate or refuse registrations and changes of profiles.",
        ),
        Function::Letters => page.say(
            "Boîte d’envoi, modèles et réglages des courriels. Pour tous les participants seulement.",
            "Outbox, templates and settings of e-mails. For all participants only.",
        ),
        Function::Conversations => page.say(
            "Lire ce qui est écrit à l’équipe, répondre, traiter les signalements.",
            "Read what is written to the team, answer, deal with reports.",
        ),
        Function::Privacy => page.say(
            "Remettre une copie des données, effacer quelqu’un, voir les consentements.",
            "Hand out a copy of data, erase somebody, see consents.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_function_but_the_team_can_be_ticked_once() {
        let mut ticked: Vec<u8> = GROUPS.concat().iter().map(|one| *one as u8).collect();
        ticked.sort_unstable();
        let all = Function::ALL.into_iter();
        let mut all: Vec<u8> = all
            .filter(|one| *one != Function::Team)
            .map(|one| one as u8)
            .collect();
        all.sort_unstable();
        assert_eq!(ticked, all);
    }

    #[test]
    fn no_set_opens_the_team() {
        for (name, _) in PRESETS {
            let functions = preset(name).unwrap();
            assert!(!functions.contains(Function::Team), "{name}");
        }
        assert_eq!(preset("x"), None);
    }
}
