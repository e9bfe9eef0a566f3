//! The demo's programme: conferences and workshops, some too full, one too empty.

use std::collections::BTreeMap;

use protocol::card::CardKey;
use protocol::command::{DefineSession, OpenSession, TakeSeats};
use protocol::id::{PersonId, SessionId};
use protocol::{Actor, Minutes, Session, SessionStatus, SlotSet};

use super::GenerateError;
use super::calendar::Calendar;
use super::draft::{Draft, list};
use super::people::Crowd;
use super::size::Size;
use super::venue::Venue;

const TITLES: [&str; 24] = [
    "Conférence d’ouverture\u{a0}: dix ans d’industries de la mer",
    "Atelier\u{a0}: réussir son premier appel d’offres offshore",
    "Hydrogène à quai\u{a0}: qui construit quoi\u{202f}?",
    "Financer sa transition\u{a0}: guichets européens",
    "Atelier\u{a0}: protéger ses inventions avant de les montrer",
    "Table ronde\u{a0}: recruter dans les métiers du littoral",
    "Vendre en Allemagne\u{a0}: mode d’emploi",
    "Jumeaux numériques des ouvrages en mer",
    "Atelier\u{a0}: calculer son bilan carbone en une heure",
    "Éolien flottant\u{a0}: la chaîne de sous-traitance",
    "Cybersécurité des sites industriels",
    "Clôture\u{a0}: les accords signés",
    "Ports et logistique décarbonée",
    "Atelier\u{a0}: le marquage CE sans douleur",
    "Algues, coquilles, fibres\u{a0}: la matière qui vient de la mer",
    "Robotique sous-marine en démonstration",
    "Acheteurs publics\u{a0}: rencontrez les donneurs d’ordre",
    "Atelier\u{a0}: préparer un salon à l’étranger",
    "Maintenance prédictive\u{a0}: retours d’expérience",
    "Réemployer les composites",
    "Atelier\u{a0}: négocier en anglais",
    "L’eau douce, prochaine frontière",
    "Assurer un prototype",
    "Petit déjeuner des primo-exportateurs",
];
/// When sessions begin: hour, minute, length in minutes.
const TIMES: [(u16, u16, u16); 6] = [
    (10, 0, 60),
    (14, 0, 40),
    (11, 20, 40),
    (15, 20, 60),
    (9, 20, 40),
    (16, 40, 40),
];
/// How many ask for a seat, in percent of the quota; the list repeats.
const DEMAND: [usize; 6] = [88, 135, 30, 100, 72, 94];

pub(super) fn announce(
    draft: &mut Draft,
    calendar: &Calendar,
    size: &Size,
    venue: &Venue,
    crowd: &Crowd,
) -> Result<(), GenerateError> {
    draft.advance_to(calendar.days_before(40));
    let mut chance = draft.chance.fork("programme");
    let mut sessions = Vec::with_capacity(size.n_sessions);
    for (nth, title) in TITLES.iter().enumerate().take(size.n_sessions) {
        // Consecutive sessions go to other rooms, then to the next time, so that none overlap
        // in one room.
        let n_rooms = venue.session_rooms.len();
        let (place, capacity) = venue.session_rooms[nth % n_rooms];
        let turn = nth / n_rooms;
        let day = turn % size.n_days;
        let (hour, minute, length) = TIMES[(turn / size.n_days) % TIMES.len()];
        let starts_at = calendar.at(day, hour, minute);
        let percent = DEMAND[nth % DEMAND.len()];
        let bound = if percent > 100 {
            size.n_participants / 5
        } else {
            size.n_participants / 2
        };
        let quota = capacity.min(u16::try_from(bound).expect("a demo size"));
        let session = Session {
            id: SessionId::new(draft.now(), chance.bytes()),
            place,
            starts_at,
            ends_at: starts_at + Minutes(length),
            quota: Some(quota),
            has_waiting_list: percent > 100,
            status: SessionStatus::Planned,
        };
        let speaker = draft.name_of(*chance.pick(&crowd.experts));
        draft.card(CardKey::Session(session.id), title, &speaker, "");
        draft.send(
            Actor::System,
            DefineSession {
                session: session.clone(),
            },
        )?;
        draft.send(
            Actor::System,
            OpenSession {
                session: session.id,
            },
        )?;
        let n_wanted = usize::from(quota) * percent / 100;
        sessions.push((session, n_wanted));
    }
    draft.advance_to(calendar.days_before(35));
    let seats = seats(draft, &sessions, crowd);
    draft.send(Actor::System, TakeSeats { seats: list(seats) })
}

/// Who takes a seat where, in order of arrival; nobody in two sessions at once.
fn seats(
    draft: &Draft,
    sessions: &[(Session, usize)],
    crowd: &Crowd,
) -> Vec<(SessionId, PersonId)> {
    let state = draft.state();
    let mut chance = draft.chance.fork("seats");
    let mut taken = BTreeMap::<PersonId, SlotSet>::new();
    let mut seats = Vec::new();
    for (session, n_wanted) in sessions {
        let slots = state.session_slots(session);
        let mut free: Vec<_> = crowd
            .participants
            .iter()
            .filter(|id| !crowd.sought_after.contains(id))
            .filter(|id| {
                let is_available = state
                    .person(**id)
                    .is_some_and(|person| slots.without(&person.availability).is_empty());
                is_available
                    && taken
                        .get(*id)
                        .is_none_or(|busy| busy.and(&slots).is_empty())
            })
            .copied()
            .collect();
        chance.shuffle(&mut free);
        for id in free.into_iter().take(*n_wanted) {
            let busy = taken.entry(id).or_default();
            slots.iter().for_each(|slot| busy.insert(slot));
            seats.push((session.id, id));
        }
    }
    seats
}
