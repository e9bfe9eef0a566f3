//! The part of the page about news of elsewhere (PUB-13).

use app::desk::library::{LookDesk, News, NewsFlaw, Words};
use app::feed::{ADDRESS_CHARS_MAX, FeedFault, FeedState, SHOWN_MAX, SHOWN_USUALLY};

use super::line;
use crate::pages::desk::Sent;
use crate::pages::moment::{Moment, moment};
use crate::pages::page::Page;

/// What is wrong with which field.
#[derive(Default)]
pub(super) struct Complaints {
    pub(super) address: String,
    pub(super) title: String,
    pub(super) shown: String,
}

/// What somebody else saved meanwhile.
pub(super) struct Theirs {
    pub(super) address: String,
    pub(super) french: String,
    pub(super) english: String,
    pub(super) n_shown: u8,
}

/// The fields, and how reading goes.
pub(super) struct NewsPart {
    pub(super) address: String,
    pub(super) french: String,
    pub(super) english: String,
    pub(super) shown: String,
    pub(super) shown_max: u8,
    pub(super) address_max: usize,
    /// Whether something is read now.
    pub(super) is_read: bool,
    pub(super) n_items: usize,
    pub(super) read_at: Option<Moment>,
    pub(super) tried_at: Option<Moment>,
    /// Why the last attempt failed; empty when it did not.
    pub(super) fault: String,
    pub(super) complaints: Complaints,
    pub(super) theirs: Option<Theirs>,
}

impl NewsPart {
    pub(super) fn of(page: &Page, zone: &str, desk: &LookDesk, news: &News) -> Self {
        let state = desk.feed.unwrap_or_default();
        let FeedState {
            read_at,
            tried_at,
            fault,
            n_items,
        } = state;
        Self {
            address: news.address.clone(),
            french: news.title.french.clone(),
            english: news.title.english.clone(),
            shown: news.n_shown.to_string(),
            shown_max: SHOWN_MAX,
            address_max: ADDRESS_CHARS_MAX,
            is_read: desk.feed.is_some(),
            n_items,
            read_at: read_at.map(|at| moment(page, at, zone)),
            tried_at: tried_at.map(|at| moment(page, at, zone)),
            fault: fault.map_or(String::new(), |fault| sentence(page, fault)),
            complaints: Complaints::default(),
            theirs: None,
        }
    }

    /// Says what cannot stand, at its field, with what was typed for the number.
    pub(super) fn complain(&mut self, page: &Page, flaw: NewsFlaw, shown: &str) {
        let said = |french, english| page.say(french, english).to_owned();
        match flaw {
            NewsFlaw::BadAddress => {
                self.complaints.address = said(
                    "Ce n’est pas l’adresse d’un flux public. Elle commence par https:// et ne porte ni port ni mot de passe. Exemple\u{a0}: https://www.example.org/flux.xml",
                    "This is not the address of a public feed. It begins with https:// and has neither port nor password. Example: https://www.example.org/feed.xml",
                );
            }
            NewsFlaw::Untitled => {
                self.complaints.title = said(
                    "Donnez un titre aux actualités, au moins en français.",
                    "Give the news a title, in French at least.",
                );
            }
            NewsFlaw::TooLong => {
                self.complaints.title = said("Ce titre est trop long.", "This title is too long.");
            }
            NewsFlaw::BadCount => {
                shown.clone_into(&mut self.shown);
                self.complaints.shown =
                    said("Donnez un nombre de 1 à 10.", "Give a number from 1 to 10.");
            }
        }
    }

    /// Shows what somebody else saved, where that is not what was typed.
    pub(super) fn compare(&mut self, saved: &News, typed: &News) {
        self.theirs = (saved != typed).then(|| Theirs {
            address: saved.address.clone(),
            french: saved.title.french.clone(),
            english: saved.title.english.clone(),
            n_shown: saved.n_shown,
        });
    }
}

/// What stands in the fields.
pub(super) fn typed(sent: &Sent<'_>) -> News {
    let shown = line(sent.value("news_shown"));
    News {
        address: line(sent.value("news_address")),
        title: Words {
            french: line(sent.value("news_fr")),
            english: line(sent.value("news_en")),
        },
        n_shown: match shown.as_str() {
            "" => SHOWN_USUALLY,
            // No number is none that can be shown.
            shown => shown.parse().unwrap_or(0),
        },
    }
}

fn sentence(page: &Page, fault: FeedFault) -> String {
    let (french, english) = match fault {
        FeedFault::Address => (
            "cette adresse mène à un serveur qui n’est pas public, ou n’est pas en https.",
            "this address leads to a server that is not public, or not by https.",
        ),
        FeedFault::Unknown => (
            "aucun serveur ne porte ce nom.",
            "there is no server of that name.",
        ),
        FeedFault::Connection => (
            "le serveur du flux ne répond pas.",
            "the feed’s server does not answer.",
        ),
        FeedFault::Certificate => (
            "le certificat du serveur n’est pas valable.",
            "the server’s certificate is not valid.",
        ),
        FeedFault::Slow => (
            "le serveur du flux met trop de temps à répondre.",
            "the feed’s server takes too long to answer.",
        ),
        FeedFault::TooLarge => (
            "le flux dépasse 1\u{a0}Mio.",
            "the feed is larger than 1\u{a0}MiB.",
        ),
        FeedFault::Redirects => (
            "l’adresse renvoie trop souvent ailleurs.",
            "the address leads elsewhere too often.",
        ),
        FeedFault::NoFeed => (
            "ce qui se trouve à cette adresse n’est ni du RSS ni de l’Atom.",
            "what is at this address is neither RSS nor Atom.",
        ),
        FeedFault::Status(status) => {
            let said = page.say(
                "le serveur du flux répond par l’erreur",
                "the feed’s server answers with error",
            );
            return format!("{said} {status}.");
        }
    };
    page.say(french, english).to_owned()
}
