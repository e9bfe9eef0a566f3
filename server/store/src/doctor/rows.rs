//! The rows: what the log leads to, what the rules allow, what the indexes say.

use std::collections::BTreeMap;

use domain::{Commitment, State, invariants};
use protocol::Snapshot;
use protocol::id::EventId;

use super::{FINDINGS_MAX, Finding};
use crate::fault::Fault;
use crate::link::Link;
use crate::load;
use crate::table::{person_slots, place_slots};

pub(super) async fn examine(
    link: &mut Link<'_>,
    event: EventId,
    evolved: Option<State>,
    findings: &mut Vec<Finding>,
) -> Result<(), Fault> {
    let rows = load::snapshot(link, event).await?;
    let state = State::from_snapshot(&rows);
    if let Some(evolved) = evolved {
        compare_rows(&state, &evolved, findings);
    }
    let violations = invariants::check(&state).into_iter().take(FINDINGS_MAX);
    findings.extend(violations.map(Finding::Violated));
    examine_commitments(link, event, &state, findings).await
}

fn compare_rows(loaded: &State, evolved: &State, findings: &mut Vec<Finding>) {
    let (a, b) = (loaded.full_snapshot(), evolved.full_snapshot());
    macro_rules! differing {
        ($($rows:ident),+ $(,)?) => {{
            // Named in full, so that a new kind of row cannot be forgotten here.
            let Snapshot { $($rows: _),+ } = &a;
            [ $( (stringify!($rows), a.$rows != b.$rows) ),+ ]
        }};
    }
    let differing = differing![
        setup,
        slots,
        travel,
        places,
        persons,
        badges,
        requests,
        meetings,
        taken,
        crowd,
        seats_unseen,
        vacancies,
        offers,
        sessions,
        seats,
        attendance,
        thresholds,
        alerts,
        announcements,
        staff,
        vocabulary,
        resources,
        needs,
        stage,
    ];
    let found = differing
        .into_iter()
        .filter(|(_, differs)| *differs)
        .map(|(rows, _)| Finding::RowsDiffer { rows });
    findings.extend(found);
}

async fn examine_commitments(
    link: &mut Link<'_>,
    event: EventId,
    state: &State,
    findings: &mut Vec<Finding>,
) -> Result<(), Fault> {
    let stored: BTreeMap<_, _> = person_slots::load(link, event)
        .await?
        .into_iter()
        .map(|(person, slot, commitment)| ((person, slot), commitment))
        .collect();
    let expected: BTreeMap<_, _> = state
        .floor()
        .person_commitments()
        .map(|(person, slot, commitment)| ((person, slot), commitment))
        .collect();
    findings.extend(differences(&stored, &expected).take(FINDINGS_MAX).map(
        |((person, slot), stored, expected)| Finding::PersonSlotDiffers {
            person,
            slot,
            stored,
            expected,
        },
    ));

    let stored: BTreeMap<_, _> = place_slots::load(link, event).await?.into_iter().collect();
    let expected: BTreeMap<_, _> = state.floor().place_commitments().collect();
    findings.extend(differences(&stored, &expected).take(FINDINGS_MAX).map(
        |(spot, stored, expected)| Finding::PlaceSlotDiffers {
            spot,
            stored,
            expected,
        },
    ));
    Ok(())
}

/// Keys on which two indexes disagree.
fn differences<K: Ord + Copy>(
    stored: &BTreeMap<K, Commitment>,
    expected: &BTreeMap<K, Commitment>,
) -> impl Iterator<Item = (K, Option<Commitment>, Option<Commitment>)> {
    let extra = stored.iter().filter(|(key, _)| !expected.contains_key(key));
    let extra = extra.map(|(key, stored)| (*key, Some(*stored), None));
    let other = expected
        .iter()
        .map(|(key, expected)| (*key, stored.get(key).copied(), Some(*expected)))
        .filter(|(_, stored, expected)| stored != expected);
    extra.chain(other)
}
