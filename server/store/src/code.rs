//! How values look in columns: one mapping per type, both ways.

use protocol::id::{PersonId, StaffId};
use protocol::site::{Language, PageKind, TextState};
use protocol::{
    Actor, AssignmentMode, CancelReason, EventStage, Micros, Minutes, Missing, PlaceKind, Presence,
    ResourceKind, SeatStatus, SessionStatus, Side, SiteId, SlotId, SlotSet, Spot, Topology,
};
use uuid::Uuid;

use crate::fault::Fault;
use crate::journal::{JournalAction, JournalSurface};
use crate::registration::RegistrationState;
use crate::section::ChangeState;
use crate::user::{ConnectionOutcome, Purpose, Stage, TeamRole, Tongue, Way};

/// A closed list whose items are stored as short words.
pub(crate) trait Word: Sized + Copy + 'static {
    /// Every item with its word.
    const WORDS: &'static [(Self, &'static str)];
    /// The stored word.
    fn word(self) -> &'static str;
}

macro_rules! words {
    ($( $Type:ident { $($Item:ident = $word:literal),+ $(,)? } )*) => {
        $( impl Word for $Type {
            const WORDS: &'static [(Self, &'static str)] = &[ $((Self::$Item, $word)),+ ];
            fn word(self) -> &'static str {
                match self { $(Self::$Item => $word),+ }
            }
        } )*

        #[cfg(test)]
        pub(crate) const WORD_LISTS: &[(&str, fn())] = &[ $( (stringify!($Type), check_words::<$Type>) ),* ];
    };
}

words! {
    Topology { AnyToAny = "any_to_any", TwoSided = "two_sided" }
    AssignmentMode { SelfService = "self_service", PreAssigned = "pre_assigned", Mixed = "mixed" }
    EventStage {
        Project = "project", Planned = "planned", CalledOff = "called_off", Closed = "closed",
    }
    Side { Host = "host", Guest = "guest" }
    PlaceKind { Table = "table", Booth = "booth", Room = "room" }
    ResourceKind { Interpreter = "interpreter", Equipment = "equipment" }
    Missing { Host = "host", Guest = "guest", Both = "both" }
    CancelReason {
        Unwell = "unwell", Travel = "travel", Conflict = "conflict", NoInterest = "no_interest",
        ExpertAbsent = "expert_absent", Organiser = "organiser", Other = "other",
    }
    SessionStatus {
        Planned = "planned", Open = "open", ClosedFull = "closed_full",
        ClosedManually = "closed_manually", Cancelled = "cancelled",
    }
    SeatStatus { Taken = "taken", Waiting = "waiting" }
    Language { French = "fr", English = "en" }
    PageKind {
        Welcome = "welcome", Practical = "practical", Programme = "programme",
        Registration = "registration", Catalogue = "catalogue", Contact = "contact",
        Legal = "legal", Privacy = "privacy", Accessibility = "accessibility", Own = "own",
    }
    TextState { Draft = "draft", Validated = "validated", Published = "published" }
    RegistrationState {
        Draft = "draft", Submitted = "submitted", Validated = "validated", Refused = "refused",
    }
    ChangeState {
        Waiting = "waiting", Accepted = "accepted", Applied = "applied", Refused = "refused",
        TakenBack = "taken_back",
    }
    Presence { Expected = "expected", Present = "present", Gone = "gone" }
    Tongue { French = "fr", English = "en" }
    TeamRole { Main = "main", Secondary = "secondary", Door = "door", Screen = "screen" }
    Stage { Code = "code", Full = "full" }
    Purpose { SignIn = "sign_in", Password = "password", Email = "email" }
    Way {
        Password = "password", Link = "link", Code = "code", Recovery = "recovery",
        Leave = "leave", Reset = "reset", Event = "event",
    }
    JournalSurface { Console = "console", Account = "account", CommandLine = "command_line" }
    JournalAction {
        LettersOn = "letters_on", LettersOff = "letters_off", LetterRetried = "letter_retried",
        LettersRetried = "letters_retried", LetterCancelled = "letter_cancelled",
        TemplateSaved = "template_saved", TemplateReset = "template_reset",
        TemplateTested = "template_tested", LetterSettingsSaved = "letter_settings_saved",
        PlanStarted = "plan_started", PlanStopped = "plan_stopped",
        PlanDiscarded = "plan_discarded", EventCloned = "event_cloned",
        EventOpened = "event_opened", DataExported = "data_exported",
        OwnDataExported = "own_data_exported", UserErased = "user_erased",
        JournalExported = "journal_exported", ConnectionsExported = "connections_exported",
        AddressGiven = "address_given", LinkIssued = "link_issued",
        SecretsSealed = "secrets_sealed", KeyAdded = "key_added",
    }
    ConnectionOutcome {
        Entered = "entered", HalfWay = "half_way", Refused = "refused", Delayed = "delayed",
        Left = "left",
    }
}

/// Reads a word; `column` says where it stood.
pub(crate) fn word<T: Word>(column: &'static str, stored: &str) -> Result<T, Fault> {
    T::WORDS
        .iter()
        .find(|(_, word)| *word == stored)
        .map(|(item, _)| *item)
        .ok_or_else(|| corrupt(column))
}

/// The fault of a value that no version of this product wrote.
pub(crate) fn corrupt(column: &'static str) -> Fault {
    Fault::Corrupt {
        what: column.into(),
    }
}

/// Reads a number into a narrower type.
pub(crate) fn number<T: TryFrom<i64>>(column: &'static str, stored: i64) -> Result<T, Fault> {
    T::try_from(stored).map_err(|_| corrupt(column))
}

/// A position in a log or stream as stored.
pub(crate) fn position(value: u64) -> i64 {
    i64::try_from(value).expect("positions are counted up from zero and stay far below 2^63")
}

/// How many rows to read at most.
pub(crate) fn limit(n_max: usize) -> i64 {
    i64::try_from(n_max).unwrap_or(i64::MAX)
}

/// Reads a slot number.
pub(crate) fn slot(column: &'static str, stored: i64) -> Result<SlotId, Fault> {
    SlotId::new(number(column, stored)?).ok_or_else(|| corrupt(column))
}

/// Reads when and where.
pub(crate) fn spot(
    column: &'static str,
    stored_slot: i64,
    stored_place: Uuid,
) -> Result<Spot, Fault> {
    Ok(Spot {
        slot: slot(column, stored_slot)?,
        place: stored_place.into(),
    })
}

/// Reads a length.
pub(crate) fn minutes(column: &'static str, stored: i64) -> Result<Minutes, Fault> {
    number(column, stored).map(Minutes)
}

/// Reads a site's number.
pub(crate) fn site(column: &'static str, stored: i64) -> Result<SiteId, Fault> {
    number(column, stored).map(SiteId)
}

/// Reads a set of slots.
pub(crate) fn slots(column: &'static str, stored: &[u8]) -> Result<SlotSet, Fault> {
    SlotSet::from_bytes(stored).ok_or_else(|| corrupt(column))
}

/// A set of slots as stored: without the empty bytes at the end.
pub(crate) fn slot_bytes(set: SlotSet) -> Vec<u8> {
    let bytes = set.to_bytes();
    let n_used = bytes
        .iter()
        .rposition(|b| *b != 0)
        .map_or(0, |last| last + 1);
    bytes[..n_used].to_vec()
}

/// Who acted, as a word and an id.
pub(crate) const fn actor_columns(actor: Actor) -> (&'static str, Option<Uuid>) {
    match actor {
        Actor::Staff(id) => ("staff", Some(id.uuid())),
        Actor::Person(id) => ("person", Some(id.uuid())),
        Actor::System => ("system", None),
    }
}

/// Reads who acted.
pub(crate) fn actor(column: &'static str, word: &str, id: Option<Uuid>) -> Result<Actor, Fault> {
    match (word, id) {
        ("staff", Some(id)) => Ok(Actor::Staff(StaffId::from(id))),
        ("person", Some(id)) => Ok(Actor::Person(PersonId::from(id))),
        ("system", None) => Ok(Actor::System),
        _ => Err(corrupt(column)),
    }
}

/// Reads an instant that may be absent.
pub(crate) fn instant(stored: Option<i64>) -> Option<Micros> {
    stored.map(Micros)
}

#[cfg(test)]
fn check_words<T: Word + PartialEq + std::fmt::Debug>() {
    for (item, stored) in T::WORDS {
        assert_eq!(item.word(), *stored);
        assert_eq!(word::<T>("column", stored).unwrap(), *item);
    }
    assert!(word::<T>("column", "unheard of").is_err());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_reads_back_as_its_item() {
        for (name, check) in WORD_LISTS {
            eprintln!("{name}");
            check();
        }
    }

    #[test]
    fn every_actor_reads_back() {
        for by in [
            Actor::System,
            Actor::Staff(StaffId::example(1)),
            Actor::Person(PersonId::example(2)),
        ] {
            let (word, id) = actor_columns(by);
            assert_eq!(actor("column", word, id).unwrap(), by);
        }
        assert!(actor("column", "system", Some(Uuid::nil())).is_err());
        assert!(actor("column", "staff", None).is_err());
    }

    #[test]
    fn slot_sets_read_back_from_their_shortest_form() {
        for numbers in [vec![], vec![0], vec![7, 8, 255]] {
            let set: SlotSet = numbers.iter().filter_map(|n| SlotId::new(*n)).collect();
            assert_eq!(slots("column", &slot_bytes(set)).unwrap(), set);
        }
        assert!(slots("column", &[0; 33]).is_err());
    }
}
