//! What people wish for, and what befalls them.

use app::Holder;
use app::testing::{N_PERSONS, SESSION, badge, person, spot};
use domain::State;
use protocol::command::{
    AcceptOffer, AcceptRequest, BookMeeting, CancelMeeting, CheckInBadge, CheckOutBadge,
    ConfirmRequest, FillVacancy, MakeRequest, MarkLate, MoveMeeting, OfferVacancy, RefuseRequest,
    SwapMeetings, TakeSeat, UndoEntry,
};
use protocol::id::{MeetingId, OfferId, PersonId, RequestId};
use protocol::{CancelReason, Command, Gate, Meeting, MeetingStatus, Minutes, SlotSet};

use crate::hall::Hall;
use crate::random::Random;

/// Somebody does something; much of it is refused, here or by the server.
pub(crate) async fn one_wish(hall: &mut Hall) {
    let device = hall.any_device();
    let state = hall.devices[device].client.model().state().clone();
    let command = match (hall.devices[device].holder, hall.is_door(device)) {
        (Holder::Person(me), _) => participants_wish(&state, me, &mut hall.random),
        (Holder::Staff(_), true) => Some(scan(&mut hall.random)),
        (Holder::Staff(_), false) => teams_wish(&state, &mut hall.random),
    };
    if let Some(command) = command {
        hall.dispatch(device, command).await;
    }
}

/// A node goes away, a network drops, an administrator takes the latest entry back. Nodes do real
/// work, so chance does not fall twice alike: what a day must contain has its hours.
pub(crate) async fn disturb(hall: &mut Hall, n_wish: usize) {
    if n_wish % 30 == 20 || hall.random.permille(30) {
        hall.restart_a_node().await;
    }
    if hall.random.permille(30) {
        let device = hall.any_device();
        let is_online = hall.random.permille(600);
        hall.network_hint(device, is_online).await;
    }
    if hall.random.permille(60)
        && let Some(seq) = hall.newest_deed().await
    {
        hall.dispatch(0, UndoEntry { seq }.into()).await;
    }
}

fn anybody(random: &mut Random) -> PersonId {
    person(1 + random.below(N_PERSONS))
}

fn scan(random: &mut Random) -> Command {
    let badge = badge(1 + random.below(N_PERSONS));
    let gate = if random.permille(500) {
        Gate::Event
    } else {
        Gate::Room(app::testing::ROOM)
    };
    if random.permille(300) {
        CheckOutBadge { badge, gate }.into()
    } else {
        CheckInBadge { badge, gate }.into()
    }
}

fn participants_wish(state: &State, me: PersonId, random: &mut Random) -> Option<Command> {
    let requests: Vec<RequestId> = state.requests_of(me).map(|row| row.id).collect();
    let meetings: Vec<MeetingId> = state.meetings_of(me).map(|row| row.id).collect();
    let offers: Vec<OfferId> = state.offers().map(|row| row.id).collect();
    let request = random.pick(&requests).copied();
    let meeting = random.pick(&meetings).copied();
    let offer = random.pick(&offers).copied();
    let n = random.next() >> 1;
    Some(match random.below(8) {
        0..=2 => {
            let to = anybody(random);
            MakeRequest {
                request: RequestId::example(n),
                from: me,
                to,
                slots: SlotSet::EMPTY,
            }
            .into()
        }
        3 => AcceptRequest {
            request: request?,
            spot: None,
            by_plan: false,
        }
        .into(),
        4 => ConfirmRequest {
            request: request?,
            meeting: MeetingId::example(n),
        }
        .into(),
        5 => RefuseRequest { request: request? }.into(),
        6 => MarkLate {
            meeting: meeting?,
            party: me,
            minutes: Minutes(5),
        }
        .into(),
        _ => AcceptOffer {
            offer: offer?,
            meeting: MeetingId::example(n),
        }
        .into(),
    })
}

fn teams_wish(state: &State, random: &mut Random) -> Option<Command> {
    let planned: Vec<&Meeting> = state
        .meetings()
        .filter(|row| row.status == MeetingStatus::Planned)
        .collect();
    let one = random.pick(&planned).map(|row| (row.id, row.spot));
    let other = random.pick(&planned).map(|row| (row.id, row.spot));
    let vacancies: Vec<_> = state.vacancies().map(|row| row.id).collect();
    let vacancy = random.pick(&vacancies).copied();
    let (host, guest) = (anybody(random), anybody(random));
    // Few slots and tables, so that people get into each other's way.
    let n_slot = u16::try_from(random.below(5)).unwrap();
    let to = spot(n_slot, 1 + random.below(3));
    let n = random.next() >> 1;
    Some(match random.below(10) {
        0..=3 => BookMeeting {
            meeting: MeetingId::example(n),
            host,
            guest,
            spot: to,
        }
        .into(),
        4 => MoveMeeting {
            meeting: one?.0,
            from: one?.1,
            to,
        }
        .into(),
        5 => SwapMeetings {
            a: one?.0,
            a_at: one?.1,
            b: other?.0,
            b_at: other?.1,
        }
        .into(),
        6 => CancelMeeting {
            meeting: one?.0,
            reason: CancelReason::Organiser,
        }
        .into(),
        7 => FillVacancy {
            vacancy: vacancy?,
            meeting: MeetingId::example(n),
            guest,
        }
        .into(),
        8 => OfferVacancy {
            vacancy: vacancy?,
            offer: OfferId::example(n),
            to: guest,
        }
        .into(),
        _ => TakeSeat {
            session: SESSION,
            person: guest,
        }
        .into(),
    })
}
