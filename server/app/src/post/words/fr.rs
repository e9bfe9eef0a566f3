//! French words of the letters.

use protocol::CancelReason;

use super::super::matter::Kind;

pub(super) const fn words(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::SetPassword => (
            "Choisissez votre mot de passe",
            "\
             Bonjour {{ name }},\n\
             \n\
             Un compte vous attend. Choisissez votre mot de passe\u{a0}:\n\
             \n\
             {{ link }}\n\
             \n\
             Ce lien sert une seule fois, pendant {{ minutes }} minutes.",
        ),
        Kind::ResetPassword => (
            "Nouveau mot de passe",
            "\
             Bonjour {{ name }},\n\
             \n\
             Vous avez demandé à changer de mot de passe\u{a0}:\n\
             \n\
             {{ link }}\n\
             \n\
             Ce lien sert une seule fois, pendant {{ minutes }} minutes. Si vous n’avez rien demandé, ne faites rien\u{a0}: votre mot de passe reste le même.",
        ),
        Kind::SignInLink => (
            "Votre lien de connexion",
            "\
             Bonjour {{ name }},\n\
             \n\
             Voici votre lien pour vous connecter\u{a0}:\n\
             \n\
             {{ link }}\n\
             \n\
             Il sert une seule fois, pendant {{ minutes }} minutes. Si vous n’avez rien demandé, ne faites rien.",
        ),
        Kind::NewSignIn => (
            "Nouvelle connexion à votre compte",
            "\
             Bonjour {{ name }},\n\
             \n\
             Quelqu’un s’est connecté à votre compte le {{ date }} à {{ time }}, depuis un appareil que nous ne connaissions pas.\n\
             \n\
             Si c’était vous, tout va bien. Sinon, changez votre mot de passe et terminez les autres connexions depuis la page «\u{202f}Mon compte\u{202f}».",
        ),
        Kind::AddressChanged => (
            "Votre adresse a changé",
            "\
             Bonjour {{ name }},\n\
             \n\
             Depuis le {{ date }} à {{ time }}, nos messages vous parviennent à une autre adresse, à votre demande.\n\
             \n\
             Si ce n’était pas vous, écrivez-nous sans attendre.",
        ),
        Kind::ConfirmAddress => (
            "Confirmez votre adresse",
            "\
             Bonjour {{ name }},\n\
             \n\
             Confirmez que cette adresse est la vôtre\u{a0}:\n\
             \n\
             {{ link }}\n\
             \n\
             Ce lien sert une seule fois, pendant {{ minutes }} minutes.",
        ),
        Kind::RegistrationReceived => (
            "{{ event }}\u{a0}: votre inscription est enregistrée",
            "\
             Bonjour {{ name }},\n\
             \n\
             Nous avons bien reçu votre inscription{% if company %} pour {{ company }}{% endif %}. Les organisateurs la vérifient\u{202f}; vous recevrez un message dès qu’elle sera validée.",
        ),
        Kind::RegistrationValidated => (
            "{{ event }}\u{a0}: votre inscription est validée",
            "\
             Bonjour {{ name }},\n\
             \n\
             Votre inscription{% if company %} pour {{ company }}{% endif %} est validée. Vous pouvez dès maintenant consulter le catalogue et demander des rendez-vous.\n\
             {% if link %}\n\
             Choisissez votre mot de passe\u{a0}:\n\
             \n\
             {{ link }}\n\
             {% endif %}",
        ),
        Kind::RegistrationRefused => (
            "{{ event }}\u{a0}: votre inscription",
            "\
             Bonjour {{ name }},\n\
             \n\
             Les organisateurs n’ont pas pu retenir votre inscription{% if company %} pour {{ company }}{% endif %}. Répondez à ce message pour en savoir plus.",
        ),
        Kind::MeetingAccepted => (
            "Rendez-vous avec {{ with }} le {{ date }}",
            "\
             Bonjour {{ name }},\n\
             \n\
             Votre rendez-vous est fixé.\n\
             \n\
             Avec {{ with }}{% if company %} ({{ company }}){% endif %}\n\
             Le {{ date }} à {{ time }}\n\
             {% if place %}{{ place }}{% endif %}\n\
             \n\
             Votre agenda est à jour dans votre espace.",
        ),
        Kind::MeetingChanged => (
            "Rendez-vous modifié\u{a0}: {{ with }}, {{ date }} à {{ time }}",
            "\
             Bonjour {{ name }},\n\
             \n\
             Votre rendez-vous du {{ old_date }} à {{ old_time }}{% if old_place %} ({{ old_place }}){% endif %} a changé. Désormais\u{a0}:\n\
             \n\
             Avec {{ with }}{% if company %} ({{ company }}){% endif %}\n\
             Le {{ date }} à {{ time }}\n\
             {% if place %}{{ place }}{% endif %}\n\
             \n\
             Votre agenda est à jour dans votre espace.",
        ),
        Kind::MeetingCancelled => (
            "Rendez-vous annulé\u{a0}: {{ with }}, {{ date }} à {{ time }}",
            "\
             Bonjour {{ name }},\n\
             \n\
             Votre rendez-vous avec {{ with }}{% if company %} ({{ company }}){% endif %}, le {{ date }} à {{ time }}, est annulé.{% if reason %} Motif\u{a0}: {{ reason }}.{% endif %}\n\
             \n\
             Ce créneau est de nouveau libre dans votre agenda.",
        ),
        Kind::SlotOffered => (
            "Un créneau s’est libéré\u{a0}: {{ with }}, {{ date }} à {{ time }}",
            "\
             Bonjour {{ name }},\n\
             \n\
             Un rendez-vous s’est libéré, et il vous est proposé\u{a0}:\n\
             \n\
             Avec {{ with }}{% if company %} ({{ company }}){% endif %}\n\
             Le {{ date }} à {{ time }}\n\
             {% if place %}{{ place }}{% endif %}\n\
             \n\
             Répondez dans votre espace avant {{ until }}\u{202f}; ensuite, il sera proposé à quelqu’un d’autre.",
        ),
        Kind::AgendaIssued => (
            "{{ event }}\u{a0}: votre agenda",
            "\
             Bonjour {{ name }},\n\
             \n\
             Votre agenda a changé. Le voici en entier\u{a0}:\n\
             \n\
             {% if meetings %}{{ agenda }}{% else %}Vous n’avez aucun rendez-vous pour le moment.{% endif %}\n\
             \n\
             Il est toujours à jour dans votre espace.",
        ),
        Kind::Announcement => (
            "{{ event }}\u{a0}: message des organisateurs",
            "\
             Bonjour {{ name }},\n\
             \n\
             {{ message }}\n\
             \n\
             Les organisateurs",
        ),
    }
}

pub(super) const fn reason(reason: CancelReason) -> &'static str {
    match reason {
        CancelReason::Unwell => "empêchement",
        CancelReason::Travel => "difficulté de transport",
        CancelReason::Conflict => "empêchement",
        CancelReason::NoInterest => "désistement",
        CancelReason::ExpertAbsent => "expert absent",
        CancelReason::Organiser => "décision des organisateurs",
        CancelReason::Other => "autre",
    }
}

pub(super) const DAYS: [&str; 7] = [
    "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche",
];

pub(super) const MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];
