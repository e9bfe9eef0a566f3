//! The sentences of refusals: what happened, why, and what to do.

use axum::http::StatusCode;
use protocol::reject::Forbidden;
use protocol::site::Language;
use protocol::{Function, Reject};

use super::Refused;
use crate::error::Refusal;
use crate::pages::called;

/// What happened, why, and what to do.
pub(super) struct Words {
    pub(super) title: &'static str,
    pub(super) why: String,
    pub(super) advice: String,
}

pub(super) const fn say(
    language: Language,
    french: &'static str,
    english: &'static str,
) -> &'static str {
    match language {
        Language::French => french,
        Language::English => english,
    }
}

/// What is said of a refusal.
pub(super) fn words(told: &Refused, language: Language) -> Words {
    let (title, why, advice) = match &told.refusal {
        Refusal::SignIn => (
            say(language, "Connexion nécessaire", "You need to sign in"),
            say(
                language,
                "Vous n’êtes pas connecté, ou votre connexion a pris fin. Rien n’a été enregistré.",
                "You are not signed in, or your sign-in has ended. Nothing was saved.",
            ),
            say(
                language,
                "Connectez-vous, puis envoyez de nouveau. Pour garder ce que vous avez saisi, connectez-vous dans un autre onglet, puis revenez en arrière dans celui-ci.",
                "Sign in, then send again. To keep what you typed, sign in in another tab, then go back in this one.",
            ),
        ),
        Refusal::OtherAccount => (
            say(
                language,
                "Cette page n’est pas ouverte à votre compte",
                "This page is not open to your account",
            ),
            say(
                language,
                "Vous êtes connecté, mais aucun de vos accès n’ouvre la page demandée.",
                "You are signed in, but nothing that you hold opens the page that was asked for.",
            ),
            say(
                language,
                "Demandez l’accès à un administrateur de l’événement, ou déconnectez-vous et revenez avec un autre compte.",
                "Ask an administrator of the event for access, or sign out and come back with another account.",
            ),
        ),
        Refusal::Elsewhere => (
            say(language, "Demande refusée", "Request refused"),
            say(
                language,
                "Cette demande ne vient pas d’une page de ce site. Elle n’a rien changé.",
                "This request does not come from a page of this site. It changed nothing.",
            ),
            say(
                language,
                "Ouvrez la page ici même, puis recommencez. Un module du navigateur qui cache d’où viennent les demandes peut en être la cause.",
                "Open the page right here, then try again. An extension of the browser that hides where requests come from may be the cause.",
            ),
        ),
        Refusal::Rule(reject) if told.status == StatusCode::CONFLICT => by_rule(reject, language),
        Refusal::Rule(_) | Refusal::Plain => by_status(told.status, language),
    };
    let why = match &told.refusal {
        Refusal::Rule(reject) => missing(reject, language),
        _ => None,
    }
    .unwrap_or_else(|| why.to_owned());
    let mut words = Words {
        title,
        why,
        advice: advice.to_owned(),
    };
    if let Some(seconds) = told.retry_after_s.filter(|seconds| *seconds > 1) {
        words.advice = match (language, seconds) {
            (Language::French, ..=90) => format!("Réessayez dans {seconds}\u{a0}secondes."),
            (Language::French, _) => {
                format!("Réessayez dans {}\u{a0}minutes.", seconds.div_ceil(60))
            }
            (Language::English, ..=90) => format!("Try again in {seconds}\u{a0}seconds."),
            (Language::English, _) => {
                format!("Try again in {}\u{a0}minutes.", seconds.div_ceil(60))
            }
        };
    }
    words
}

/// Which function it takes, where that is what is missing.
fn missing(reject: &Reject, language: Language) -> Option<String> {
    let Reject::Forbidden(Forbidden {
        needed: Some(needed),
    }) = reject
    else {
        return None;
    };
    let (french, english) = called(*needed);
    Some(match (needed, language) {
        // The team is no function that can be opened to others.
        (Function::Team, Language::French) => {
            "Cette page est réservée aux administrateurs principaux de l’événement.".to_owned()
        }
        (Function::Team, Language::English) => {
            "This page is reserved for the event’s main administrators.".to_owned()
        }
        (_, Language::French) => format!(
            "Il y faut la fonction «\u{202f}{french}\u{202f}», parfois pour tous les participants."
        ),
        (_, Language::English) => {
            format!("It takes the function “{english}”, sometimes for all participants.")
        }
    })
}

type Told = (&'static str, &'static str, &'static str);

fn by_rule(reject: &Reject, language: Language) -> Told {
    match reject {
        Reject::EventFrozen(_) => (
            say(
                language,
                "L’événement n’accepte pas de changement",
                "The event takes no change",
            ),
            say(
                language,
                "Il est annulé, clos, ou pas encore ouvert aux participants. Rien n’a été enregistré.",
                "It was called off, is closed, or is not open to participants yet. Nothing was saved.",
            ),
            say(
                language,
                "Ce qui est là reste lisible. Pour une question, écrivez à l’organisateur.",
                "What is there can still be read. Write to the organiser with any question.",
            ),
        ),
        Reject::DeskEditStale(_) => (
            say(
                language,
                "Quelqu’un a modifié la même chose",
                "Somebody changed the same thing",
            ),
            say(
                language,
                "La page que vous aviez sous les yeux n’était plus à jour. Rien n’a été enregistré.",
                "The page that you were looking at was out of date. Nothing was saved.",
            ),
            say(
                language,
                "Revenez à la page, relisez ce qui a changé, puis recommencez.",
                "Go back to the page, read what changed, then try again.",
            ),
        ),
        _ => (
            say(
                language,
                "Ce n’est pas possible maintenant",
                "This is not possible now",
            ),
            say(
                language,
                "Votre demande ne va pas avec l’état actuel de l’événement. Rien n’a été enregistré.",
                "What you asked for does not fit how things stand at the event. Nothing was saved.",
            ),
            say(
                language,
                "Revenez à la page pour voir où en sont les choses, puis recommencez.",
                "Go back to the page to see how things stand, then try again.",
            ),
        ),
    }
}

fn by_status(status: StatusCode, language: Language) -> Told {
    let (french, english) = by_house(status).unwrap_or_else(|| by_request(status));
    match language {
        Language::French => french,
        Language::English => english,
    }
}

/// What is wrong with the request.
fn by_request(status: StatusCode) -> (Told, Told) {
    match status {
        StatusCode::FORBIDDEN => (
            (
                "Vous n’avez pas ce droit",
                "Votre compte est connu ici, mais cette fonction ne lui est pas ouverte.",
                "Demandez-la à un administrateur principal de l’événement.",
            ),
            (
                "You have no right to this",
                "Your account is known here, but this function is not open to it.",
                "Ask a main administrator of the event for it.",
            ),
        ),
        StatusCode::NOT_FOUND | StatusCode::GONE => (
            (
                "Page introuvable",
                "Cette adresse ne mène nulle part, ou ce qui s’y trouvait n’existe plus.",
                "Vérifiez l’adresse, ou repartez d’une des pages ci-dessous.",
            ),
            (
                "Page not found",
                "This address leads nowhere, or what was there is no more.",
                "Check the address, or go on from one of the pages below.",
            ),
        ),
        StatusCode::METHOD_NOT_ALLOWED => (
            (
                "Cette adresse ne s’utilise pas ainsi",
                "Elle reçoit un formulaire, ou ne fait que montrer une page. Rien n’a été changé.",
                "Repartez de la page où se trouve le formulaire.",
            ),
            (
                "This address is not used that way",
                "It takes a form, or does nothing but show a page. Nothing was changed.",
                "Start again from the page that holds the form.",
            ),
        ),
        StatusCode::PAYLOAD_TOO_LARGE => (
            (
                "C’est trop volumineux",
                "Ce que vous avez envoyé dépasse ce que cette page accepte. Rien n’a été enregistré.",
                "Revenez en arrière, raccourcissez le texte ou choisissez un fichier plus petit.",
            ),
            (
                "This is too large",
                "What you sent is more than this page takes. Nothing was saved.",
                "Go back, shorten the text or choose a smaller file.",
            ),
        ),
        StatusCode::URI_TOO_LONG => (
            (
                "Cette adresse est trop longue",
                "Elle a peut-être été mal recopiée.",
                "Repartez d’une des pages ci-dessous.",
            ),
            (
                "This address is too long",
                "It may have been copied wrongly.",
                "Go on from one of the pages below.",
            ),
        ),
        _ => (
            (
                "Demande incomprise",
                "Ce qui est arrivé n’est pas ce que cette page attend. Rien n’a été enregistré.",
                "Rechargez la page, puis recommencez.",
            ),
            (
                "Request not understood",
                "What arrived is not what this page expects. Nothing was saved.",
                "Load the page again, then try once more.",
            ),
        ),
    }
}

/// What is wrong on our side, or on the way.
fn by_house(status: StatusCode) -> Option<(Told, Told)> {
    let told = match status {
        StatusCode::TOO_MANY_REQUESTS => (
            (
                "Trop de demandes à la fois",
                "Beaucoup de demandes viennent de votre réseau en ce moment. La vôtre n’a rien changé.",
                "Attendez un instant, puis réessayez.",
            ),
            (
                "Too many requests at once",
                "Many requests come from your network at this moment. Yours changed nothing.",
                "Wait a moment, then try again.",
            ),
        ),
        StatusCode::REQUEST_TIMEOUT => (
            (
                "La demande n’est pas arrivée à temps",
                "La connexion est lente, ou a été coupée. Rien n’a été enregistré.",
                "Revenez en arrière, puis envoyez de nouveau.",
            ),
            (
                "The request did not arrive in time",
                "The connection is slow, or was cut. Nothing was saved.",
                "Go back, then send again.",
            ),
        ),
        StatusCode::SERVICE_UNAVAILABLE => (
            (
                "Un instant, s’il vous plaît",
                "Le service est très sollicité, ou redémarre.",
                "Réessayez dans quelques secondes.",
            ),
            (
                "One moment, please",
                "The service is very busy, or is starting again.",
                "Try again in a few seconds.",
            ),
        ),
        status if status.is_server_error() => (
            (
                "Une erreur de notre part",
                "La page n’a pas pu être préparée. L’erreur est notée\u{202f}; vous n’y êtes pour rien.",
                "Réessayez. Si l’erreur revient, donnez la référence ci-dessous à l’assistance.",
            ),
            (
                "An error of ours",
                "The page could not be made. The error was noted; it is not your doing.",
                "Try again. If the error comes back, give the reference below to support.",
            ),
        ),
        _ => return None,
    };
    Some(told)
}
