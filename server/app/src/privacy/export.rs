//! Everything that is kept of somebody, for him to take along (GDPR-04): in one document that a
//! program can read. Of others it names the company only.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::access;
use jiff::Timestamp;
use protocol::command::ErasePerson;
use protocol::id::{CompanyId, PersonId};
use protocol::model::{MeetingStatus, Presence, RequestStatus, SeatStatus};
use protocol::reject::NotFound;
use protocol::{Actor, CardKey, Command, Micros, Reject, SlotId, Spot, Tag};
use serde::Serialize;
use serde_json::Value;
use store::{
    Fault, Holder, JournalAction, JournalNote, JournalSubject, Journalled, SectionKey, Tongue,
    UserId,
};

use super::{Privacy, PrivacyError};
use crate::desk::profile::kept_of;
use crate::journal::of_account;
use crate::live::{Event, View};

/// Letters of one event that are handed out, the newest.
const LETTERS_MAX: usize = 2_000;
/// Private messages of one event that are handed out, the newest.
const MESSAGES_MAX: usize = 5_000;
/// Lines of the log of connections that are handed out, the newest.
const CONNECTIONS_MAX: usize = 5_000;

/// What is kept of somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Export {
    /// Names the shape of this document.
    pub format: &'static str,
    /// When it was made; every time in it is in UTC.
    pub made_at: String,
    /// What he signs in with.
    pub user: Option<UserData>,
    /// What he is at each event.
    pub events: Vec<EventData>,
}

/// A user, without his secrets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UserData {
    /// The address that he signs in with.
    pub email: String,
    /// `fr` or `en`.
    pub language: &'static str,
    /// Since when.
    pub created_at: String,
    /// Where he is signed in.
    pub sign_ins: Vec<SignInData>,
    /// When and from where he came in, or somebody tried to, for a year.
    pub connections: Vec<ConnectionData>,
}

/// A sign-in that is in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct SignInData {
    pub device: String,
    pub address: String,
    pub created_at: String,
    pub seen_at: String,
}

/// A line of the log of connections.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct ConnectionData {
    pub at: String,
    pub address: String,
    pub way: String,
    pub outcome: String,
}

/// Somebody at an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct EventData {
    pub event: String,
    /// `participant`, `expert` or `team`.
    pub role: &'static str,
    pub name: String,
    pub function: String,
    pub company: String,
    pub country: String,
    pub email: Option<String>,
    pub is_withdrawn: bool,
    pub offered: Vec<String>,
    pub sought: Vec<String>,
    /// Beginnings of the slots that he declared himself available for.
    pub available_at: Vec<String>,
    pub badge: Option<String>,
    pub presence: Option<&'static str>,
    pub requests: Vec<RequestData>,
    pub meetings: Vec<MeetingData>,
    pub seats: Vec<SeatData>,
    pub profile: Vec<ProfileData>,
    /// What he said to being written to about the organiser's services.
    pub consent: Option<ConsentData>,
    pub letters: Vec<LetterData>,
    /// What his registration has attached.
    pub files: Vec<FileData>,
    /// Private messages that he wrote.
    pub messages: Vec<MessageData>,
}

/// A consent to being written to about the organiser's services, given and perhaps withdrawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct ConsentData {
    pub wording_version: u32,
    pub given_at: String,
    pub withdrawn_at: Option<String>,
}

/// A file, with what is in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct FileData {
    pub name: String,
    pub kind: String,
    pub at: String,
    pub bytes: u64,
    pub sha256: String,
    /// The bytes, in base 64.
    pub content: String,
}

/// What he says of himself, or wished to change of what he or his company says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ProfileData {
    /// `person`, `company` or `products`.
    pub section: &'static str,
    /// When it was written.
    pub at: String,
    /// By the keys of the form's fields.
    pub answers: Value,
}

/// A private message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct MessageData {
    pub at: String,
    pub text: String,
}

/// A request for a meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct RequestData {
    pub made_at: String,
    /// `sent` or `received`.
    pub direction: &'static str,
    pub company: String,
    pub status: &'static str,
}

/// A meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct MeetingData {
    pub starts_at: String,
    pub place: String,
    pub company: String,
    pub status: &'static str,
}

/// A place at a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct SeatData {
    pub session: String,
    pub status: &'static str,
    pub attended: bool,
}

/// A letter to him.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct LetterData {
    pub at: String,
    pub address: String,
    pub subject: String,
    pub text: String,
}

impl Privacy {
    /// Everything that is kept of a user, at every event. That he took it along is noted.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn export_user(&self, user: UserId) -> Result<Export, PrivacyError> {
        let note = of_account(self.world.now(), user, JournalAction::OwnDataExported);
        self.store.note(Journalled::House, &note).await?;
        let mut events = Vec::new();
        for held in self.store.holdings(user).await? {
            let account = held.account;
            if let Some(event) = self.registry.event(account.event).await? {
                events.push(self.event_data(&event, account.holder).await?);
            }
        }
        let user = self.user_data(user).await?;
        Ok(self.document(user, events))
    }

    /// What is kept of a person at an event, for an administrator who answers his wish; which is
    /// noted.
    ///
    /// # Errors
    /// Refused without the function for persons, or outside the administrator's rows.
    pub async fn export_person(
        &self,
        event: &Event,
        actor: Actor,
        person: PersonId,
    ) -> Result<Export, PrivacyError> {
        let view = event.view();
        // Whoever may erase somebody may hand out what would be erased.
        let command = Command::from(ErasePerson { person });
        access::authorise(&view.state, actor, &command).map_err(PrivacyError::Refused)?;
        view.state.person(person).ok_or(Reject::from(NotFound {}))?;
        let note = JournalNote::of_console(event.now(), actor, JournalAction::DataExported)
            .about(JournalSubject::Person(person));
        self.store
            .note(Journalled::Event(event.id()), &note)
            .await?;
        let data = self.event_data(event, Holder::Person(person)).await?;
        Ok(self.document(None, vec![data]))
    }

    fn document(&self, user: Option<UserData>, events: Vec<EventData>) -> Export {
        Export {
            format: "regie-personal-data-1",
            made_at: iso(self.world.now()),
            user,
            events,
        }
    }

    async fn user_data(&self, id: UserId) -> Result<Option<UserData>, Fault> {
        let Some(user) = self.store.find_user(id).await? else {
            return Ok(None);
        };
        let sign_ins = self.store.user_sign_ins(id, self.world.now()).await?;
        let connections = self.store.connections_of(id, CONNECTIONS_MAX).await?;
        Ok(Some(UserData {
            email: user.email,
            language: match user.language {
                Tongue::French => "fr",
                Tongue::English => "en",
            },
            created_at: iso(user.created_at),
            sign_ins: sign_ins
                .into_iter()
                .map(|one| SignInData {
                    device: one.device,
                    address: one.address,
                    created_at: iso(one.created_at),
                    seen_at: iso(one.seen_at),
                })
                .collect(),
            connections: connections
                .into_iter()
                .map(|line| ConnectionData {
                    at: iso(line.at),
                    address: line.address,
                    way: format!("{:?}", line.way).to_lowercase(),
                    outcome: format!("{:?}", line.outcome).to_lowercase(),
                })
                .collect(),
        }))
    }

    async fn event_data(&self, event: &Event, holder: Holder) -> Result<EventData, Fault> {
        let view = event.view();
        let mut data = match holder {
            Holder::Person(person) => person_data(&view, person),
            Holder::Staff(staff) => EventData {
                name: title(&view, CardKey::Staff(staff)),
                ..nobody(&view, "team")
            },
        };
        let contact = self.store.contact_of(event.id(), holder).await?;
        data.email = contact.map(|contact| contact.address);
        let letters = self.store.letters_of(event.id(), holder, LETTERS_MAX);
        if let Holder::Person(person) = holder {
            data.profile = self.profile_data(event, &view, person).await?;
        }
        data.letters = letters
            .await?
            .into_iter()
            .map(|letter| LetterData {
                at: iso(letter.head.ended_at.unwrap_or(letter.head.created_at)),
                address: letter.head.address,
                subject: letter.head.subject,
                text: letter.text,
            })
            .collect();
        if let Holder::Person(person) = holder {
            data.files = self.file_data(event, person).await?;
            let consent = self.store.consent_of(event.id(), person).await?;
            data.consent = consent.map(|one| ConsentData {
                wording_version: one.wording_version,
                given_at: iso(one.given_at),
                withdrawn_at: one.withdrawn_at.map(iso),
            });
        }
        let messages = self
            .store
            .private_messages_by(event.id(), holder, MESSAGES_MAX);
        data.messages = messages
            .await?
            .into_iter()
            .map(|message| MessageData {
                at: iso(message.sent_at),
                text: message.body,
            })
            .collect();
        Ok(data)
    }

    /// The files of the registration that made him a person of the event.
    async fn file_data(&self, event: &Event, person: PersonId) -> Result<Vec<FileData>, Fault> {
        let Some(of) = self.store.registration_of(event.id(), person).await? else {
            return Ok(Vec::new());
        };
        let mut files = Vec::new();
        for file in self.store.attachments(event.id(), of.head.id).await? {
            let mut bytes = Vec::new();
            for position in 0.. {
                let chunk = self.store.file_chunk(event.id(), file.id, position).await?;
                let Some(chunk) = chunk else { break };
                bytes.extend(chunk);
            }
            files.push(FileData {
                name: file.name,
                kind: file.kind,
                at: iso(file.created_at),
                bytes: file.n_bytes,
                sha256: file
                    .digest
                    .iter()
                    .map(|byte| format!("{byte:02x}"))
                    .collect(),
                content: STANDARD.encode(&bytes),
            });
        }
        Ok(files)
    }
}

impl Privacy {
    async fn profile_data(
        &self,
        event: &Event,
        view: &View,
        person: PersonId,
    ) -> Result<Vec<ProfileData>, Fault> {
        let Some(company) = view.state.person(person).map(|row| row.company) else {
            return Ok(Vec::new());
        };
        let kept = kept_of(&self.store, event, company, person).await?;
        let kept = kept.into_iter().map(|(key, at, answers)| ProfileData {
            section: match key {
                SectionKey::Person(..) => "person",
                SectionKey::Company(_) => "company",
                SectionKey::Products(_) => "products",
            },
            at: iso(at),
            answers: serde_json::from_str(&answers).unwrap_or_default(),
        });
        Ok(kept.collect())
    }
}

fn person_data(view: &View, id: PersonId) -> EventData {
    let state = &view.state;
    let Some(person) = state.person(id) else {
        return nobody(view, "participant");
    };
    let own = view.labels.get(&CardKey::Person(id));
    let company = view.labels.get(&CardKey::Company(person.company));
    let company_of = |other: PersonId| {
        let company = state.person(other).map(|person| person.company);
        company.map_or_else(String::new, |id: CompanyId| {
            title(view, CardKey::Company(id))
        })
    };
    let words = |tags: &[Tag]| {
        tags.iter()
            .map(|tag| title(view, CardKey::Tag(*tag)))
            .collect()
    };
    EventData {
        name: own.map(|card| card.title.clone()).unwrap_or_default(),
        function: own.map(|card| card.detail.clone()).unwrap_or_default(),
        company: company.map(|card| card.title.clone()).unwrap_or_default(),
        country: company.map(|card| card.code.clone()).unwrap_or_default(),
        is_withdrawn: person.is_withdrawn,
        offered: words(&person.offered),
        sought: words(&person.sought),
        available_at: state
            .slots()
            .filter(|slot| person.availability.contains(slot.id))
            .map(|slot| iso(slot.starts_at))
            .collect(),
        badge: state.badge(id).map(|code| code.to_text()),
        presence: state.attendance(id).map(|here| match here.presence {
            Presence::Expected => "expected",
            Presence::Present => "present",
            Presence::Gone => "gone",
        }),
        requests: state
            .requests_of(id)
            .map(|request| {
                let (direction, other) = if request.from == id {
                    ("sent", request.to)
                } else {
                    ("received", request.from)
                };
                RequestData {
                    made_at: iso(request.made_at),
                    direction,
                    company: company_of(other),
                    status: request_word(&request.status),
                }
            })
            .collect(),
        meetings: state
            .meetings_of(id)
            .map(|meeting| {
                let other = if meeting.host == id {
                    meeting.guest
                } else {
                    meeting.host
                };
                MeetingData {
                    starts_at: starts_at(view, meeting.spot),
                    place: title(view, CardKey::Place(meeting.spot.place)),
                    company: company_of(other),
                    status: match meeting.status {
                        MeetingStatus::Planned => "planned",
                        MeetingStatus::Held => "held",
                        MeetingStatus::NotHeld { .. } => "not_held",
                        MeetingStatus::Cancelled { .. } => "cancelled",
                    },
                }
            })
            .collect(),
        seats: state
            .seats_of(id)
            .map(|seat| SeatData {
                session: title(view, CardKey::Session(seat.session)),
                status: match seat.status {
                    SeatStatus::Taken => "taken",
                    SeatStatus::Waiting => "waiting",
                },
                attended: seat.attended,
            })
            .collect(),
        ..nobody(
            view,
            if person.expert.is_some() {
                "expert"
            } else {
                "participant"
            },
        )
    }
}

fn nobody(view: &View, role: &'static str) -> EventData {
    EventData {
        event: title(view, CardKey::Event),
        role,
        name: String::new(),
        function: String::new(),
        company: String::new(),
        country: String::new(),
        email: None,
        is_withdrawn: false,
        offered: Vec::new(),
        sought: Vec::new(),
        available_at: Vec::new(),
        badge: None,
        presence: None,
        requests: Vec::new(),
        meetings: Vec::new(),
        seats: Vec::new(),
        profile: Vec::new(),
        consent: None,
        letters: Vec::new(),
        files: Vec::new(),
        messages: Vec::new(),
    }
}

fn title(view: &View, key: CardKey) -> String {
    view.labels
        .get(&key)
        .map(|card| card.title.clone())
        .unwrap_or_default()
}

fn starts_at(view: &View, spot: Spot) -> String {
    let slot: SlotId = spot.slot;
    view.state
        .slot(slot)
        .map(|slot| iso(slot.starts_at))
        .unwrap_or_default()
}

fn iso(at: Micros) -> String {
    Timestamp::from_microsecond(at.0).map_or_else(|_| String::new(), |at| at.to_string())
}

const fn request_word(status: &RequestStatus) -> &'static str {
    match status {
        RequestStatus::Requested => "requested",
        RequestStatus::Accepted { .. } => "accepted",
        RequestStatus::Confirmed { .. } => "confirmed",
        RequestStatus::Refused => "refused",
        RequestStatus::Cancelled => "cancelled",
        RequestStatus::Expired => "expired",
        RequestStatus::Agreed => "agreed",
        RequestStatus::NotRetained => "not_retained",
        RequestStatus::Waiting => "waiting",
    }
}
