//! What a letter is about: the kinds of letters, their facts, and the placeholders that their
//! templates may use.

use protocol::id::{
    AnnouncementId, CommandId, ConversationId, DeskId, EventId, MeetingId, MessageId, OfferId,
    PersonId, RegistrationId, RequestId, SessionId,
};
use protocol::{CancelReason, Micros, Spot};
use serde::{Deserialize, Serialize};

/// What a letter is about, with ids and times and hardly anything else: it outlives the moment in a row
/// of the outbox, and the persons that it names may be erased before it goes out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Matter {
    /// A link to set the first password.
    SetPassword {
        /// How long it serves.
        minutes: u32,
    },
    /// A link to set another password.
    ResetPassword {
        /// How long it serves.
        minutes: u32,
    },
    /// A link that signs in.
    SignInLink {
        /// How long it serves.
        minutes: u32,
    },
    /// Somebody signed in from where nobody did before.
    NewSignIn {
        /// When.
        at: Micros,
        /// Browser and system.
        device: String,
    },
    /// The password was changed.
    PasswordChanged {
        /// When.
        at: Micros,
    },
    /// A second factor was switched on or off.
    FactorChanged {
        /// When.
        at: Micros,
        /// On or off.
        is_on: bool,
    },
    /// Letters go to another address from now on; told to the old one.
    AddressChanged {
        /// When.
        at: Micros,
    },
    /// A link that proves that an address is one's own.
    ConfirmAddress {
        /// How long it serves.
        minutes: u32,
    },
    /// A link by which somebody goes on with a registration that he began.
    RegistrationDraft {},
    /// A registration arrived (REG-07).
    RegistrationReceived {
        /// The registration's own id: nobody is a person of the event yet.
        person: PersonId,
    },
    /// A registration was validated (REG-08).
    RegistrationValidated {
        /// Whose.
        person: PersonId,
    },
    /// A registration was not accepted.
    RegistrationRefused {
        /// The registration's own id, as when it arrived.
        person: PersonId,
    },
    /// A change of a profile waits for the organisers (PRV-02).
    ProfileReceived {
        /// Who made it.
        person: PersonId,
    },
    /// A change of a profile took effect.
    ProfileAccepted {
        /// Who made it.
        person: PersonId,
    },
    /// A change of a profile was not accepted, or was taken back.
    ProfileRefused {
        /// Who made it.
        person: PersonId,
        /// Which.
        change: DeskId,
    },
    /// A meeting was booked.
    MeetingAccepted {
        /// Which.
        meeting: MeetingId,
        /// With whom.
        with: PersonId,
        /// When and where.
        spot: Spot,
    },
    /// A meeting moved, or is with somebody else.
    MeetingChanged {
        /// Which.
        meeting: MeetingId,
        /// With whom now.
        with: PersonId,
        /// When and where before.
        before: Spot,
        /// When and where now.
        after: Spot,
    },
    /// A meeting was called off.
    MeetingCancelled {
        /// Which.
        meeting: MeetingId,
        /// With whom it would have been.
        with: PersonId,
        /// When and where it would have been.
        spot: Spot,
        /// Why, if somebody said so.
        reason: Option<CancelReason>,
    },
    /// A freed slot is offered (LIV-04).
    SlotOffered {
        /// Which offer.
        offer: OfferId,
        /// With whom.
        with: PersonId,
        /// When and where.
        spot: Spot,
        /// Until when.
        until: Micros,
    },
    /// Somebody asks for a meeting, and waits for an answer.
    RequestReceived {
        /// Which.
        request: RequestId,
        /// Who asks.
        with: PersonId,
    },
    /// Several people ask at once, as an import brings them.
    RequestsReceived {},
    /// A request was accepted and has to be confirmed in time (B2B-04).
    RequestAccepted {
        /// Which.
        request: RequestId,
        /// Who was asked.
        with: PersonId,
        /// When and where it is held.
        spot: Spot,
        /// Until when.
        until: Micros,
    },
    /// A request has another end, or waits on.
    RequestAnswered {
        /// Which.
        request: RequestId,
        /// The other party.
        with: PersonId,
        /// What became of it.
        answer: RequestAnswer,
    },
    /// A session that somebody has a seat in is at another time or place (COM-13).
    SessionChanged {
        /// Which.
        session: SessionId,
    },
    /// A session that somebody had a seat in, or waited for, does not take place (COM-13).
    SessionCancelled {
        /// Which.
        session: SessionId,
    },
    /// Somebody who waited for a session has a seat now.
    SeatObtained {
        /// Which.
        session: SessionId,
    },
    /// The event does not take place (EVT-10).
    EventCalledOff {},
    /// The event takes place after all.
    EventReinstated {},
    /// Several meetings changed at once, or a plan was published: the whole agenda (EEN-15).
    AgendaIssued {},
    /// A message of the organisers (COM-01).
    Announcement {
        /// Which; its text is a card.
        announcement: AnnouncementId,
    },
    /// Somebody wrote, and it was not read for a while (COM-12).
    MessageWaiting {
        /// In which conversation.
        conversation: ConversationId,
        /// Which message was the first that was not read.
        message: MessageId,
        /// Who wrote it; none for the organisers.
        with: Option<PersonId>,
    },
}

/// What became of a request that was neither accepted nor is a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RequestAnswer {
    /// Both want to meet; the plan says when.
    Agreed,
    /// It stands on the expert's waiting list.
    Waiting,
    /// It was refused.
    Refused,
    /// The organiser chose others for the expert.
    NotRetained,
    /// It was not confirmed in time.
    Expired,
    /// Whoever made it took it back.
    Withdrawn,
}

/// The kinds of letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Kind {
    SetPassword,
    ResetPassword,
    SignInLink,
    NewSignIn,
    PasswordChanged,
    FactorChanged,
    AddressChanged,
    ConfirmAddress,
    RegistrationDraft,
    RegistrationReceived,
    RegistrationValidated,
    RegistrationRefused,
    ProfileReceived,
    ProfileAccepted,
    ProfileRefused,
    MeetingAccepted,
    MeetingChanged,
    MeetingCancelled,
    SlotOffered,
    RequestReceived,
    RequestsReceived,
    RequestAccepted,
    RequestAnswered,
    SessionChanged,
    SessionCancelled,
    SeatObtained,
    EventCalledOff,
    EventReinstated,
    AgendaIssued,
    Announcement,
    MessageWaiting,
}

impl Kind {
    /// Every kind, in the order in which an organiser meets them.
    pub const ALL: [Self; 31] = [
        Self::RegistrationDraft,
        Self::RegistrationReceived,
        Self::RegistrationValidated,
        Self::RegistrationRefused,
        Self::ProfileReceived,
        Self::ProfileAccepted,
        Self::ProfileRefused,
        Self::SetPassword,
        Self::ResetPassword,
        Self::SignInLink,
        Self::NewSignIn,
        Self::PasswordChanged,
        Self::FactorChanged,
        Self::ConfirmAddress,
        Self::AddressChanged,
        Self::RequestReceived,
        Self::RequestsReceived,
        Self::RequestAccepted,
        Self::RequestAnswered,
        Self::MeetingAccepted,
        Self::MeetingChanged,
        Self::MeetingCancelled,
        Self::SlotOffered,
        Self::AgendaIssued,
        Self::SeatObtained,
        Self::SessionChanged,
        Self::SessionCancelled,
        Self::Announcement,
        Self::EventCalledOff,
        Self::EventReinstated,
        Self::MessageWaiting,
    ];

    /// Its word in the store and on the wire.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::SetPassword => "set_password",
            Self::ResetPassword => "reset_password",
            Self::SignInLink => "sign_in_link",
            Self::NewSignIn => "new_sign_in",
            Self::PasswordChanged => "password_changed",
            Self::FactorChanged => "factor_changed",
            Self::AddressChanged => "address_changed",
            Self::ConfirmAddress => "confirm_address",
            Self::RegistrationDraft => "registration_draft",
            Self::RegistrationReceived => "registration_received",
            Self::RegistrationValidated => "registration_validated",
            Self::RegistrationRefused => "registration_refused",
            Self::ProfileReceived => "profile_received",
            Self::ProfileAccepted => "profile_accepted",
            Self::ProfileRefused => "profile_refused",
            Self::MeetingAccepted => "meeting_accepted",
            Self::MeetingChanged => "meeting_changed",
            Self::MeetingCancelled => "meeting_cancelled",
            Self::SlotOffered => "slot_offered",
            Self::RequestReceived => "request_received",
            Self::RequestsReceived => "requests_received",
            Self::RequestAccepted => "request_accepted",
            Self::RequestAnswered => "request_answered",
            Self::SessionChanged => "session_changed",
            Self::SessionCancelled => "session_cancelled",
            Self::SeatObtained => "seat_obtained",
            Self::EventCalledOff => "event_called_off",
            Self::EventReinstated => "event_reinstated",
            Self::AgendaIssued => "agenda_issued",
            Self::Announcement => "announcement",
            Self::MessageWaiting => "message_waiting",
        }
    }

    /// The kind of a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// The placeholders that a template of this kind may use.
    #[must_use]
    pub const fn placeholders(self) -> &'static [&'static str] {
        match self {
            Self::SetPassword | Self::ResetPassword | Self::SignInLink | Self::ConfirmAddress => {
                &["name", "event", "link", "minutes"]
            }
            Self::RegistrationDraft => &["name", "event", "link"],
            Self::NewSignIn => &["name", "event", "date", "time", "device"],
            Self::PasswordChanged | Self::AddressChanged => &["name", "event", "date", "time"],
            Self::FactorChanged => &["name", "event", "date", "time", "on"],
            Self::RegistrationReceived | Self::ProfileReceived | Self::ProfileAccepted => {
                &["name", "event", "company"]
            }
            Self::RegistrationRefused | Self::ProfileRefused => {
                &["name", "event", "company", "reason"]
            }
            // With the link that sets the first password, where there is one, and what somebody
            // needs to come: when, where and what, and the code that is read at the door (REG-14).
            Self::RegistrationValidated => {
                &["name", "event", "company", "link", "programme", "badge"]
            }
            Self::MeetingAccepted => &["name", "event", "with", "company", "date", "time", "place"],
            Self::MeetingChanged => &[
                "name",
                "event",
                "with",
                "company",
                "date",
                "time",
                "place",
                "old_date",
                "old_time",
                "old_place",
            ],
            Self::MeetingCancelled => &[
                "name", "event", "with", "company", "date", "time", "place", "reason",
            ],
            Self::SlotOffered => &[
                "name", "event", "with", "company", "date", "time", "place", "until",
            ],
            Self::RequestReceived => &["name", "event", "with", "company"],
            Self::RequestsReceived => &["name", "event", "requests"],
            Self::RequestAccepted => &[
                "name", "event", "with", "company", "date", "time", "place", "until",
            ],
            Self::RequestAnswered => &["name", "event", "with", "company", "answer"],
            Self::SessionChanged | Self::SeatObtained => {
                &["name", "event", "session", "date", "time", "place"]
            }
            Self::SessionCancelled => &["name", "event", "session", "date", "time"],
            Self::EventCalledOff | Self::EventReinstated => &["name", "event", "dates"],
            Self::AgendaIssued => &["name", "event", "agenda", "meetings"],
            Self::Announcement => &["name", "event", "message"],
            // The text only where the event wants it in letters.
            Self::MessageWaiting => &["name", "event", "with", "company", "message", "link"],
        }
    }
}

/// The encoding of facts begins with it; another version is read by another reader.
const VERSION: u8 = 1;

impl Matter {
    /// Which kind it is.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::SetPassword { .. } => Kind::SetPassword,
            Self::ResetPassword { .. } => Kind::ResetPassword,
            Self::SignInLink { .. } => Kind::SignInLink,
            Self::NewSignIn { .. } => Kind::NewSignIn,
            Self::PasswordChanged { .. } => Kind::PasswordChanged,
            Self::FactorChanged { .. } => Kind::FactorChanged,
            Self::AddressChanged { .. } => Kind::AddressChanged,
            Self::ConfirmAddress { .. } => Kind::ConfirmAddress,
            Self::RegistrationDraft {} => Kind::RegistrationDraft,
            Self::RegistrationReceived { .. } => Kind::RegistrationReceived,
            Self::RegistrationValidated { .. } => Kind::RegistrationValidated,
            Self::RegistrationRefused { .. } => Kind::RegistrationRefused,
            Self::ProfileReceived { .. } => Kind::ProfileReceived,
            Self::ProfileAccepted { .. } => Kind::ProfileAccepted,
            Self::ProfileRefused { .. } => Kind::ProfileRefused,
            Self::MeetingAccepted { .. } => Kind::MeetingAccepted,
            Self::MeetingChanged { .. } => Kind::MeetingChanged,
            Self::MeetingCancelled { .. } => Kind::MeetingCancelled,
            Self::SlotOffered { .. } => Kind::SlotOffered,
            Self::RequestReceived { .. } => Kind::RequestReceived,
            Self::RequestsReceived {} => Kind::RequestsReceived,
            Self::RequestAccepted { .. } => Kind::RequestAccepted,
            Self::RequestAnswered { .. } => Kind::RequestAnswered,
            Self::SessionChanged { .. } => Kind::SessionChanged,
            Self::SessionCancelled { .. } => Kind::SessionCancelled,
            Self::SeatObtained { .. } => Kind::SeatObtained,
            Self::EventCalledOff {} => Kind::EventCalledOff,
            Self::EventReinstated {} => Kind::EventReinstated,
            Self::AgendaIssued {} => Kind::AgendaIssued,
            Self::Announcement { .. } => Kind::Announcement,
            Self::MessageWaiting { .. } => Kind::MessageWaiting,
        }
    }

    /// The registration that it tells of, where nobody is a person of the event yet.
    pub(super) const fn registration(&self) -> Option<RegistrationId> {
        match self {
            Self::RegistrationReceived { person } | Self::RegistrationRefused { person } => {
                Some(RegistrationId::from_bytes(person.to_bytes()))
            }
            Self::SetPassword { .. }
            | Self::ResetPassword { .. }
            | Self::SignInLink { .. }
            | Self::NewSignIn { .. }
            | Self::PasswordChanged { .. }
            | Self::FactorChanged { .. }
            | Self::AddressChanged { .. }
            | Self::ConfirmAddress { .. }
            | Self::RegistrationDraft {}
            | Self::RegistrationValidated { .. }
            | Self::ProfileReceived { .. }
            | Self::ProfileAccepted { .. }
            | Self::ProfileRefused { .. }
            | Self::MeetingAccepted { .. }
            | Self::MeetingChanged { .. }
            | Self::MeetingCancelled { .. }
            | Self::SlotOffered { .. }
            | Self::RequestReceived { .. }
            | Self::RequestsReceived {}
            | Self::RequestAccepted { .. }
            | Self::RequestAnswered { .. }
            | Self::SessionChanged { .. }
            | Self::SessionCancelled { .. }
            | Self::SeatObtained { .. }
            | Self::EventCalledOff {}
            | Self::EventReinstated {}
            | Self::AgendaIssued {}
            | Self::Announcement { .. }
            | Self::MessageWaiting { .. } => None,
        }
    }

    /// Whether administrators who want one get a copy.
    pub(super) const fn is_copied(&self) -> bool {
        matches!(
            self,
            Self::RegistrationReceived { .. }
                | Self::RegistrationValidated { .. }
                | Self::RegistrationRefused { .. }
                | Self::ProfileReceived { .. }
        )
    }

    /// The facts as they are stored.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = vec![VERSION];
        let packed = rmp_serde::to_vec_named(self).expect("plain data always encodes");
        bytes.extend(packed);
        bytes
    }

    /// Reads what [`Self::encode`] wrote.
    #[must_use]
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        match bytes.split_first() {
            Some((&VERSION, packed)) => rmp_serde::from_slice(packed).ok(),
            Some(_) | None => None,
        }
    }
}

/// Somebody who has to be told something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Who.
    pub to: PersonId,
    /// What.
    pub matter: Matter,
    /// The command that did it.
    pub because_of: CommandId,
}

impl Notice {
    /// One fact and one person are one letter, whoever writes it and how often he tries.
    #[must_use]
    pub fn key(&self, event: EventId) -> String {
        let (command, to) = (self.because_of, self.to);
        match &self.matter {
            Matter::SlotOffered { offer, .. } => format!("{event}:{command}:offer:{offer}:{to}"),
            Matter::Announcement { announcement } => {
                format!("{event}:{command}:announcement:{announcement}:{to}")
            }
            Matter::RequestReceived { request, .. }
            | Matter::RequestAccepted { request, .. }
            | Matter::RequestAnswered { request, .. } => {
                format!("{event}:{command}:request:{request}:{to}")
            }
            Matter::RequestsReceived {} => format!("{event}:{command}:requests:{to}"),
            Matter::SessionChanged { session }
            | Matter::SessionCancelled { session }
            | Matter::SeatObtained { session } => {
                format!("{event}:{command}:session:{session}:{to}")
            }
            Matter::EventCalledOff {} | Matter::EventReinstated {} => {
                format!("{event}:{command}:stage:{to}")
            }
            Matter::SetPassword { .. }
            | Matter::ResetPassword { .. }
            | Matter::SignInLink { .. }
            | Matter::NewSignIn { .. }
            | Matter::PasswordChanged { .. }
            | Matter::FactorChanged { .. }
            | Matter::AddressChanged { .. }
            | Matter::ConfirmAddress { .. }
            | Matter::RegistrationDraft {}
            | Matter::RegistrationReceived { .. }
            | Matter::RegistrationValidated { .. }
            | Matter::RegistrationRefused { .. }
            | Matter::ProfileReceived { .. }
            | Matter::ProfileAccepted { .. }
            | Matter::ProfileRefused { .. }
            | Matter::MeetingAccepted { .. }
            | Matter::MeetingChanged { .. }
            | Matter::MeetingCancelled { .. }
            | Matter::MessageWaiting { .. }
            | Matter::AgendaIssued {} => format!("{event}:{command}:agenda:{to}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use protocol::SlotId;
    use protocol::id::PlaceId;

    use super::*;

    #[test]
    fn facts_survive_their_row_and_say_their_version() {
        let matter = Matter::MeetingCancelled {
            meeting: MeetingId::example(1),
            with: PersonId::example(2),
            spot: Spot {
                slot: SlotId::new(3).unwrap(),
                place: PlaceId::example(4),
            },
            reason: Some(CancelReason::Unwell),
        };
        let bytes = matter.encode();
        assert_eq!(bytes[0], VERSION);
        assert_eq!(Matter::decode(&bytes), Some(matter));
        assert_eq!(Matter::decode(&[9, 1, 2]), None);
        assert_eq!(Matter::decode(&[]), None);
    }

    #[test]
    fn every_kind_is_found_by_its_word() {
        for kind in Kind::ALL {
            assert_eq!(Kind::parse(kind.word()), Some(kind));
            assert_eq!(kind.placeholders()[..2], ["name", "event"]);
        }
        assert_eq!(Kind::parse("pigeon"), None);
    }
}
