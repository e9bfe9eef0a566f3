//! Commands that name ids; which of them exist is left to chance.

use proptest::prelude::*;
use protocol::command::*;
use protocol::id::*;
use protocol::*;

use crate::world::*;

pub(super) fn any_actor() -> impl Strategy<Value = Actor> {
    prop_oneof![
        6 => Just(MAIN),
        2 => Just(SCOPED),
        1 => Just(DOOR),
        1 => Just(SCREEN),
        2 => Just(Actor::System),
        4 => (1..=N_PERSONS).prop_map(|n| Actor::Person(person(n))),
        2 => (1..=N_EXPERTS).prop_map(|n| Actor::Person(expert(n))),
    ]
}

pub(super) fn anybody() -> impl Strategy<Value = PersonId> {
    prop_oneof![3 => (1..=N_PERSONS).prop_map(person), 2 => (1..=N_EXPERTS).prop_map(expert)]
}

pub(super) fn any_spot() -> impl Strategy<Value = Spot> {
    (0..N_SLOTS, 1..=N_TABLES).prop_map(|(s, t)| spot(s, t))
}

fn small() -> impl Strategy<Value = u64> {
    1..20_u64
}

fn any_gate() -> impl Strategy<Value = Gate> {
    prop_oneof![
        Just(Gate::Event),
        (1..=2_u64).prop_map(|n| Gate::Room(room(n))),
        (1..=2_u64).prop_map(|n| Gate::Session(SessionId::example(n))),
    ]
}

fn any_slots() -> impl Strategy<Value = SlotSet> {
    proptest::collection::vec(0..N_SLOTS, 0..6)
        .prop_map(|slots| slots.into_iter().map(slot).collect())
}

/// Commands that name ids; which of them exist is left to chance.
pub(super) fn blind_command() -> impl Strategy<Value = Command> {
    prop_oneof![
        8 => (small(), anybody(), anybody(), any_spot()).prop_map(|(n, host, guest, spot)| {
            BookMeeting { meeting: MeetingId::example(n), host, guest, spot }.into()
        }),
        5 => (small(), anybody(), anybody(), any_slots()).prop_map(|(n, from, to, slots)| {
            MakeRequest { request: RequestId::example(n), from, to, slots }.into()
        }),
        3 => (1..=2_u64, anybody())
            .prop_map(|(n, person)| TakeSeat { session: SessionId::example(n), person }.into()),
        2 => (1..=2_u64, anybody())
            .prop_map(|(n, person)| ReleaseSeat { session: SessionId::example(n), person }.into()),
        4 => (anybody(), any_gate()).prop_map(|(person, gate)| CheckIn { person, gate }.into()),
        2 => (anybody(), any_gate()).prop_map(|(person, gate)| CheckOut { person, gate }.into()),
        1 => (0..13_u8, any_gate()).prop_map(|(n, gate)| {
            CheckInBadge { badge: BadgeCode::from_bytes([n; 16]), gate }.into()
        }),
        1 => (anybody(), any_slots())
            .prop_map(|(person, availability)| ChangeAvailability { person, availability }.into()),
        1 => (anybody(), 0..2_u64).prop_map(|(person, n)| {
            AssignPerson { person, organisation: OrganisationId::example(n) }.into()
        }),
        1 => (1..=N_RESOURCES)
            .prop_map(|n| WithdrawResource { resource: ResourceId::example(n) }.into()),
        1 => anybody().prop_map(|person| WithdrawPerson { person }.into()),
        1 => (1..=N_EXPERTS, proptest::option::of(0..4_u16))
            .prop_map(|(n, meetings_max)| LimitExpert { expert: expert(n), meetings_max }.into()),
        1 => (1..=N_EXPERTS).prop_map(|n| DeclareExpertBack { expert: expert(n) }.into()),
        1 => (1..=2_u64).prop_map(|n| CloseSession { session: SessionId::example(n) }.into()),
        1 => (1..=2_u64).prop_map(|n| OpenSession { session: SessionId::example(n) }.into()),
        1 => (1..=2_u64).prop_map(|n| CancelSession { session: SessionId::example(n) }.into()),
        1 => (small(), anybody()).prop_map(|(n, to)| {
            Announce { announcement: AnnouncementId::example(n), audience: Audience::Person(to) }.into()
        }),
        1 => (0..3_u8, 0..3_u8).prop_map(|(before, after)| {
            DefineVocabulary { before: lists(before), after: lists(after) }.into()
        }),
        1 => (anybody(), 0..3_u16, 0..60_i64).prop_map(|(person, figure, value)| {
            ChangeFigures { person, figures: figures(figure, value) }.into()
        }),
        1 => (anybody(), 0..3_u16, 0..3_u16).prop_map(|(person, offered, sought)| {
            ChangeTags { person, tags: tags(offered, sought) }.into()
        }),
        2 => Just(ReviewDeadlines {}.into()),
    ]
}

/// The event's lists: empty, with one figure, or with two of other bounds.
fn lists(n: u8) -> Vocabulary {
    let keyword = |tag| Keyword {
        tag: Tag(tag),
        kind: KeywordKind::Topic,
    };
    let figure = |id| KeyFigure {
        id: FigureId(id),
        min: 0,
        max: 40 / i64::from(n.max(1)),
    };
    let n = u16::from(n);
    Vocabulary {
        keywords: List::new((0..n).map(keyword).collect()).unwrap(),
        figures: List::new((0..n).map(figure).collect()).unwrap(),
    }
}

/// So many keywords on each side.
fn tags(offered: u16, sought: u16) -> Tags {
    let side = |n: u16| List::new((0..n).map(Tag).collect()).unwrap();
    Tags {
        offered: side(offered),
        sought: side(sought),
    }
}

fn figures(figure: u16, value: i64) -> Figures {
    let figure = FigureId(figure);
    Figures {
        offered: List::new(vec![FigureValue { figure, value }]).unwrap(),
        sought: List::new(vec![FigureRange {
            figure,
            min: 0,
            max: value,
        }])
        .unwrap(),
    }
}
