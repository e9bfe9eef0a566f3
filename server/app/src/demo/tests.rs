//! A demo is what its scale promises, alive when it starts, and the same every time.

use std::collections::BTreeMap;

use domain::{Context, State, decide, invariants};
use protocol::card::CardKey;
use protocol::id::CommandId;
use protocol::{EntryHead, MeetingStatus, PlaceKind, Presence, RequestStatus, SeatStatus};

use super::*;

fn spec(scale: Scale, seed: u64) -> Spec {
    Spec {
        scale,
        seed,
        first_day: jiff::civil::date(2026, 11, 26),
    }
}

fn counts<'a>(names: impl Iterator<Item = &'a str>) -> BTreeMap<&'a str, usize> {
    let mut counts = BTreeMap::new();
    for name in names {
        *counts.entry(name).or_default() += 1;
    }
    counts
}

fn request_states(state: &State) -> BTreeMap<&'static str, usize> {
    counts(state.requests().map(|request| match request.status {
        RequestStatus::Requested => "requested",
        RequestStatus::Accepted { .. } => "accepted",
        RequestStatus::Confirmed { .. } => "confirmed",
        RequestStatus::Refused => "refused",
        RequestStatus::Cancelled => "cancelled",
        RequestStatus::Expired => "expired",
        RequestStatus::Agreed => "agreed",
        RequestStatus::NotRetained => "not retained",
        RequestStatus::Waiting => "waiting",
    }))
}

fn meeting_states(state: &State) -> BTreeMap<&'static str, usize> {
    counts(state.meetings().map(|meeting| match meeting.status {
        MeetingStatus::Planned => "planned",
        MeetingStatus::Held => "held",
        MeetingStatus::NotHeld { .. } => "not held",
        MeetingStatus::Cancelled { .. } => "cancelled",
    }))
}

/// Applies a demo's acts to an empty event, each at its time, as the server does.
fn replay(seed: &Seed) -> State {
    let mut state = State::default();
    for (act, seq) in seed.acts.iter().zip(1..) {
        let context = Context {
            actor: act.actor,
            now: act.at,
            undone: None,
        };
        let changes = decide(&state, &context, &act.command)
            .unwrap_or_else(|reject| panic!("{}: {reject:?}", act.command.name()));
        let command = CommandId::from_bytes([0; 16]);
        let head = EntryHead {
            seq,
            at: act.at,
            by: act.actor,
            command,
        };
        changes
            .iter()
            .for_each(|change| state.evolve(&head, change));
    }
    state
}

/// What every demo must be.
fn check(spec: &Spec) -> Seed {
    let began = std::time::Instant::now();
    let seed = generate(spec).unwrap();
    let took = began.elapsed();
    let state = &seed.state;
    println!(
        "{:?}, seed {}: {} acts in {took:?}",
        spec.scale,
        spec.seed,
        seed.acts.len()
    );
    println!(
        "  acts {:?}",
        counts(seed.acts.iter().map(|act| act.command.name()))
    );
    println!(
        "  meetings {:?}, requests {:?}",
        meeting_states(state),
        request_states(state)
    );
    println!(
        "  present {}, vacancies {}, offers {}, alerts {:?}",
        state
            .attendances()
            .filter(|(_, row)| row.presence == Presence::Present)
            .count(),
        state.vacancies().count(),
        state.offers().count(),
        state
            .alerts()
            .map(|alert| (&alert.key, alert.value, alert.limit))
            .collect::<Vec<_>>(),
    );
    for session in state.sessions() {
        let waiting = state
            .seats(session.id)
            .filter(|seat| seat.status == SeatStatus::Waiting)
            .count();
        println!(
            "  session {:?} quota {:?} taken {} waiting {waiting} in room {}",
            session.status,
            session.quota,
            state.n_seats_taken(session.id),
            state.occupancy(session.place),
        );
    }

    let size = spec.scale.size();
    assert_eq!(
        state.persons().filter(|p| p.expert.is_none()).count(),
        size.n_participants
    );
    assert_eq!(state.experts().count(), size.n_experts);
    assert_eq!(state.sessions().count(), size.n_sessions);
    let n_tables = state
        .places()
        .filter(|place| place.kind == PlaceKind::Table)
        .count();
    assert_eq!(n_tables, size.tables_per_site.iter().sum::<usize>());
    let n_booked_before: usize = seed
        .acts
        .iter()
        .filter(|act| act.at < seed.day.0)
        .map(|act| match &act.command {
            Command::BookMeetings(c) => c.meetings.len(),
            Command::ConfirmRequest(_) => 1,
            _ => 0,
        })
        .sum();
    assert_eq!(n_booked_before, size.n_meetings);

    assert!(seed.acts.is_sorted_by_key(|act| act.at));
    assert!(seed.acts.last().unwrap().at <= seed.starts_at);
    assert_eq!(invariants::check(state), Vec::new());
    assert_eq!(replay(&seed), *state);
    check_alive(&seed);
    check_labels(&seed);
    seed
}

/// The first screen has something to show everywhere.
fn check_alive(seed: &Seed) {
    let state = &seed.state;
    let requests = request_states(state);
    for status in ["requested", "confirmed", "refused", "cancelled", "expired"] {
        assert!(
            requests.contains_key(status),
            "no request is {status}: {requests:?}"
        );
    }
    let meetings = meeting_states(state);
    for status in ["planned", "held", "not held", "cancelled"] {
        assert!(
            meetings.contains_key(status),
            "no meeting is {status}: {meetings:?}"
        );
    }
    let n_present = state
        .attendances()
        .filter(|(_, row)| row.presence == Presence::Present)
        .count();
    assert!(n_present * 2 > state.n_persons(), "{n_present} present");
    assert!(state.places().any(|place| state.occupancy(place.id) > 0));
    assert!(state.vacancies().count() >= 3);
    assert!(state.offers().count() > 0);
    let is_over_subscribed = |expert: &protocol::Person| {
        let n_free = state.capacity_left(expert.id, seed.starts_at);
        n_free > 0 && state.applicants(expert.id).count() > n_free as usize
    };
    assert!(state.experts().any(is_over_subscribed));
    assert!(state.alerts().count() > 0);
    assert!(state.announcements().count() > 0);
    assert!(
        state
            .all_seats()
            .any(|seat| seat.status == SeatStatus::Waiting)
    );
    assert_eq!(state.badges().count(), state.n_persons());
}

fn check_labels(seed: &Seed) {
    let labels: BTreeMap<CardKey, _> = seed
        .cards
        .iter()
        .map(|update| (update.key, update.card.clone().unwrap()))
        .collect();
    assert_eq!(labels.len(), seed.cards.len(), "an id is labelled twice");
    let state = &seed.state;
    let mut keys = vec![CardKey::Event];
    for person in state.persons() {
        keys.extend([
            CardKey::Person(person.id),
            CardKey::Company(person.company),
            CardKey::Organisation(person.organisation),
        ]);
        keys.extend(
            person
                .offered
                .iter()
                .chain(&person.sought)
                .map(|tag| CardKey::Tag(*tag)),
        );
    }
    for place in state.places() {
        keys.extend([CardKey::Place(place.id), CardKey::Site(place.site)]);
    }
    keys.extend(state.sessions().map(|session| CardKey::Session(session.id)));
    keys.extend(state.staff().map(|staff| CardKey::Staff(staff.id)));
    keys.extend(
        state
            .announcements()
            .map(|row| CardKey::Announcement(row.id)),
    );
    for key in keys {
        let label = labels
            .get(&key)
            .unwrap_or_else(|| panic!("{key:?} has no label"));
        assert!(!label.title.is_empty(), "{key:?} has an empty label");
        let longest = match key {
            CardKey::Announcement(_) => protocol::limits::ANNOUNCEMENT_CHARS_MAX,
            _ => protocol::limits::LABEL_CHARS_MAX,
        };
        assert!(
            label.title.chars().count() <= longest,
            "{key:?} is too long"
        );
    }
    for kind in [
        AccountKind::MainAdministrator,
        AccountKind::Participant,
        AccountKind::Expert,
    ] {
        assert!(
            seed.accounts
                .iter()
                .any(|account| account.kind == kind && !account.name.is_empty())
        );
    }
}

#[test]
fn the_small_demo_keeps_its_promises_for_many_seeds() {
    for seed in 0..8 {
        check(&spec(Scale::Small, seed));
    }
}

#[test]
fn the_full_demo_keeps_its_promises() {
    check(&spec(Scale::Full, 1));
}

#[test]
fn the_double_demo_keeps_its_promises() {
    check(&spec(Scale::Double, 1));
}

#[test]
fn the_same_seed_gives_the_same_demo_and_another_one_another() {
    let [first, again, other] = [5, 5, 6].map(|seed| generate(&spec(Scale::Small, seed)).unwrap());
    assert_eq!(first.acts, again.acts);
    assert_eq!(first.cards, again.cards);
    assert_eq!(first.accounts, again.accounts);
    assert_ne!(first.acts, other.acts);
}

#[test]
fn every_company_of_a_demo_has_a_profile_that_can_be_read_and_is_the_same_every_time() {
    let seed = generate(&spec(Scale::Small, 3)).unwrap();
    let made = profiles::profiles(&seed).unwrap();
    let companies: std::collections::BTreeSet<_> =
        seed.state.persons().map(|person| person.company).collect();
    assert_eq!(made.len(), companies.len());
    let sectors = profiles::sectors();
    let form = domain::form::Form::standard();
    assert_eq!(form.flaws(), []);
    for profile in &made {
        assert!(domain::form::country::is_known(&profile.country));
        assert!(sectors.iter().any(|sector| sector.code == profile.sector));
        let said: domain::form::Published = serde_json::from_str(&profile.published).unwrap();
        assert!(said.fields["presentation"].text("en").unwrap().len() > 40);
        for key in said.fields.keys() {
            let field = form
                .field(key)
                .unwrap_or_else(|| panic!("{key} is asked for"));
            assert!(field.is_published, "{key}");
        }
    }
    assert_eq!(profiles::profiles(&seed).unwrap(), made);
}
