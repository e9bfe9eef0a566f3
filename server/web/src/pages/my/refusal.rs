//! Why the rules said no, in the phone's own words.

use app::live::View;
use app::space::somebody;
use protocol::id::{PersonId, PlaceId, SessionId};
use protocol::{CardKey, Micros, Reject, SlotId};

use crate::language::Language;
use crate::sentence::{Arg, sentence};

/// What a refusal says to the participant who met it.
pub(super) fn refusal(reject: &Reject, view: &View, zone: &str, language: Language) -> String {
    let tell = Tell { view, zone };
    sentence(language, &key(reject), &tell.args(reject))
}

/// The key of a refusal: its name, as keys are written.
fn key(reject: &Reject) -> String {
    let mut key = String::from("reject");
    for c in reject.name().chars() {
        if c.is_ascii_uppercase() {
            key.push('-');
        }
        key.push(c.to_ascii_lowercase());
    }
    key
}

struct Tell<'a> {
    view: &'a View,
    zone: &'a str,
}

impl Tell<'_> {
    fn person(&self, id: PersonId) -> Arg {
        somebody(self.view, id).name.into()
    }

    fn title(&self, key: CardKey) -> Arg {
        let card = self.view.labels.get(&key);
        card.map_or(String::new(), |card| card.title.clone()).into()
    }

    fn place(&self, id: PlaceId) -> Arg {
        self.title(CardKey::Place(id))
    }

    fn session(&self, id: SessionId) -> Arg {
        self.title(CardKey::Session(id))
    }

    fn slot(&self, id: SlotId) -> Arg {
        let slot = self.view.state.slot(id);
        self.time(slot.map_or(Micros(0), |slot| slot.starts_at))
    }

    fn time(&self, at: Micros) -> Arg {
        app::account::civil(at, self.zone).1.into()
    }

    /// The values of what a participant's commands can be refused with; other refusals have none
    /// that he would be told.
    fn args(&self, reject: &Reject) -> Vec<(&'static str, Arg)> {
        match reject {
            Reject::TooMany(r) => vec![("seconds", r.retry_after_ms.div_ceil(1_000).into())],
            Reject::Busy(r) => vec![("seconds", r.retry_after_ms.div_ceil(1_000).into())],
            Reject::LimitReached(r) => vec![("limit", r.limit.into())],
            Reject::PersonBusy(r) => {
                vec![
                    ("person", self.person(r.person)),
                    ("time", self.slot(r.slot)),
                ]
            }
            Reject::PersonUnavailable(r) => {
                vec![
                    ("person", self.person(r.person)),
                    ("time", self.slot(r.slot)),
                ]
            }
            Reject::PlaceBusy(r) => vec![
                ("place", self.place(r.spot.place)),
                ("time", self.slot(r.spot.slot)),
            ],
            Reject::MeetingElsewhere(r) => vec![
                ("place", self.place(r.now_at.place)),
                ("time", self.slot(r.now_at.slot)),
            ],
            Reject::TooFar(r) => vec![
                ("person", self.person(r.person)),
                ("needed", i64::from(r.minutes_needed).into()),
                ("given", i64::from(r.minutes_given).into()),
            ],
            Reject::ResourceBusy(r) => vec![
                ("resource", self.title(CardKey::Resource(r.resource))),
                ("time", self.slot(r.slot)),
            ],
            Reject::SlotPast(r) => vec![("time", self.slot(r.slot))],
            Reject::SlotNotBegun(r) => vec![("time", self.slot(r.slot))],
            Reject::NoMeetingPlace(r) => vec![("place", self.place(r.place))],
            Reject::ExpertAbsentThen(r) => vec![("person", self.person(r.expert))],
            Reject::ExpertFull(r) => vec![
                ("person", self.person(r.expert)),
                ("max", r.meetings_max.into()),
            ],
            Reject::PersonWithdrawnAlready(r) => vec![("person", self.person(r.person))],
            Reject::VacancyOffered(r) => vec![("person", self.person(r.to))],
            Reject::SessionClosed(r) => vec![("session", self.session(r.session))],
            Reject::SessionFull(r) => vec![
                ("session", self.session(r.session)),
                ("quota", r.quota.into()),
            ],
            _ => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sentence::is_known;

    #[test]
    fn every_refusal_has_its_sentence_in_both_languages() {
        use protocol::reject::{NoCommonSlot, RequestClosed};
        assert_eq!(key(&RequestClosed {}.into()), "reject-request-closed");
        assert_eq!(key(&NoCommonSlot {}.into()), "reject-no-common-slot");
        for (_, name) in Reject::KINDS {
            let mut key = String::from("reject");
            for c in name.chars() {
                if c.is_ascii_uppercase() {
                    key.push('-');
                }
                key.push(c.to_ascii_lowercase());
            }
            for language in [Language::French, Language::English] {
                assert!(is_known(language, &key), "{key}");
            }
        }
    }
}
