//! The examination of an event: log, rows, indexes and streams compared with each other.

use std::collections::BTreeMap;
use std::fmt;

use domain::invariants::{self, Violation};
use domain::{Commitment, State};
use protocol::id::{EventId, PersonId};
use protocol::{SlotId, Snapshot, Spot};

use crate::chain;
use crate::code;
use crate::fault::Fault;
use crate::link::Link;
use crate::load;
use crate::open::Store;
use crate::table::{entries, heads, person_entries, person_slots, place_slots, public_entries};
use crate::tx::Head;

/// Entries that are read at once.
const PAGE_ENTRIES_MAX: usize = 500;
/// Findings of one kind after which the rest is only more of the same.
const FINDINGS_MAX: usize = 20;

/// What the examination found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoctorReport {
    /// Where the log says that it ends.
    pub head: Head,
    /// Entries examined.
    pub n_entries: u64,
    /// What is wrong; nothing on a sound event.
    pub findings: Vec<Finding>,
}

impl DoctorReport {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.findings.is_empty()
    }
}

/// Something that must never be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// The log jumps.
    GapInLog {
        /// The number that had to come.
        expected: u64,
        /// The number that came.
        found: u64,
    },
    /// An entry is not the one that was written, or not in its place.
    BrokenChain {
        /// The first entry whose checksum does not fit.
        seq: u64,
    },
    /// An entry cannot be read.
    UnreadableEntry {
        /// Which.
        seq: u64,
        /// Why.
        why: String,
    },
    /// The rows of the state cannot be read.
    UnreadableRows {
        /// Table and column.
        what: String,
    },
    /// The head row does not stand at the end of the log.
    HeadDiffers {
        /// Where the log ends.
        log_seq: u64,
    },
    /// The rows of a kind are not what the log leads to.
    RowsDiffer {
        /// Which kind.
        rows: &'static str,
    },
    /// A rule of the floor does not hold.
    Violated(Violation),
    /// The index of persons disagrees with the rows.
    PersonSlotDiffers {
        /// Who.
        person: PersonId,
        /// When.
        slot: SlotId,
        /// What the index says.
        stored: Option<Commitment>,
        /// What the rows say.
        expected: Option<Commitment>,
    },
    /// The index of places disagrees with the rows.
    PlaceSlotDiffers {
        /// Where and when.
        spot: Spot,
        /// What the index says.
        stored: Option<Commitment>,
        /// What the rows say.
        expected: Option<Commitment>,
    },
    /// The public stream has a gap, or does not begin at one.
    GapInPublicStream,
    /// A person's stream has a gap, or does not begin at one.
    GapInPersonStream {
        /// Whose.
        person: PersonId,
    },
    /// An item of the public stream names no entry, or an earlier one than the item before.
    PublicItemMisplaced {
        /// Which.
        offset: i64,
    },
    /// An item of a person's stream names no entry, or an earlier one than the item before.
    PersonItemMisplaced {
        /// Whose.
        person: PersonId,
        /// Which.
        offset: i64,
    },
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::GapInLog { expected, found } => {
                write!(f, "the log jumps: entry {expected} expected, {found} found")
            }
            Self::BrokenChain { seq } => {
                write!(f, "entry {seq} is not the one that was written")
            }
            Self::UnreadableEntry { seq, why } => write!(f, "entry {seq} cannot be read: {why}"),
            Self::UnreadableRows { what } => write!(f, "{what} cannot be read"),
            Self::HeadDiffers { log_seq } => {
                write!(f, "the head does not stand at the last entry, {log_seq}")
            }
            Self::RowsDiffer { rows } => {
                write!(f, "the rows of {rows} are not what the log leads to")
            }
            Self::Violated(violation) => write!(f, "a rule does not hold: {violation:?}"),
            Self::PersonSlotDiffers {
                person,
                slot,
                stored,
                expected,
            } => write!(
                f,
                "person {person}, slot {}: the index says {stored:?}, the rows say {expected:?}",
                slot.number()
            ),
            Self::PlaceSlotDiffers {
                spot,
                stored,
                expected,
            } => write!(
                f,
                "place {}, slot {}: the index says {stored:?}, the rows say {expected:?}",
                spot.place,
                spot.slot.number()
            ),
            Self::GapInPublicStream => f.write_str("the public stream has a gap"),
            Self::GapInPersonStream { person } => {
                write!(f, "the stream of person {person} has a gap")
            }
            Self::PublicItemMisplaced { offset } => {
                write!(f, "item {offset} of the public stream names a wrong entry")
            }
            Self::PersonItemMisplaced { person, offset } => write!(
                f,
                "item {offset} of the stream of person {person} names a wrong entry"
            ),
        }
    }
}

impl Store {
    /// Examines an event as of one moment, without stopping it. Reads everything: not for the
    /// middle of a busy day.
    ///
    /// # Errors
    /// When there is no such event, or the store does not answer.
    pub async fn doctor(&self, event: EventId) -> Result<DoctorReport, Fault> {
        let mut open = self.pools.reading().await?;
        let mut link = open.link();
        let head = heads::find(&mut link, event)
            .await?
            .ok_or(Fault::UnknownEvent(event))?;
        let mut findings = Vec::new();
        let log = read_log(&mut link, event, &head, &mut findings).await?;
        let examined = examine_rows(&mut link, event, log.evolved, &mut findings).await;
        match examined {
            Err(Fault::Corrupt { what }) => findings.push(Finding::UnreadableRows { what }),
            other => other?,
        }
        examine_streams(&mut link, event, &mut findings).await?;
        Ok(DoctorReport {
            head,
            n_entries: log.n_entries,
            findings,
        })
    }
}

struct Log {
    n_entries: u64,
    /// What the log leads to, if it is whole.
    evolved: Option<State>,
}

async fn read_log(
    link: &mut Link<'_>,
    event: EventId,
    head: &Head,
    findings: &mut Vec<Finding>,
) -> Result<Log, Fault> {
    let mut state = State::default();
    let (mut seq, mut checksum) = (0, chain::beginning(event));
    let (mut n_entries, mut is_whole, mut is_chained) = (0, true, true);
    loop {
        let page = entries::after(link, event, seq, PAGE_ENTRIES_MAX).await?;
        for stored in &page {
            n_entries += 1;
            let found: u64 = code::number("entries.seq", stored.seq)?;
            if found != seq + 1 {
                is_whole = false;
                findings.push(Finding::GapInLog {
                    expected: seq + 1,
                    found,
                });
            }
            seq = found;
            // A head that cannot be read is not the one that was written either.
            let link = stored
                .head()
                .map(|entry_head| chain::next(&checksum, &entry_head, &stored.changes));
            checksum = link.unwrap_or_default();
            // Behind the first break every link differs: only the first one says where.
            if is_chained && checksum[..] != stored.checksum[..] {
                is_chained = false;
                findings.push(Finding::BrokenChain { seq });
            }
            match stored.read() {
                Ok(entry) => {
                    for change in &entry.changes {
                        state.evolve(&entry.head, change);
                    }
                }
                Err(why) => {
                    is_whole = false;
                    findings.push(Finding::UnreadableEntry {
                        seq,
                        why: why.to_string(),
                    });
                }
            }
        }
        if findings.len() > FINDINGS_MAX {
            return Ok(Log {
                n_entries,
                evolved: None,
            });
        }
        if page.len() < PAGE_ENTRIES_MAX {
            break;
        }
    }
    if seq != head.seq || (is_chained && checksum != head.checksum) {
        is_whole = false;
        findings.push(Finding::HeadDiffers { log_seq: seq });
    }
    Ok(Log {
        n_entries,
        evolved: is_whole.then_some(state),
    })
}

async fn examine_rows(
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

async fn examine_streams(
    link: &mut Link<'_>,
    event: EventId,
    findings: &mut Vec<Finding>,
) -> Result<(), Fault> {
    let figures = public_entries::figures(link, event).await?;
    if figures.first != 1 || figures.last != figures.n_items {
        findings.push(Finding::GapInPublicStream);
    }
    let misplaced = public_entries::misplaced(link, event).await?;
    findings.extend(
        misplaced
            .into_iter()
            .map(|offset| Finding::PublicItemMisplaced { offset }),
    );
    let gaps = person_entries::gaps(link, event).await?;
    findings.extend(
        gaps.into_iter()
            .map(|person| Finding::GapInPersonStream { person }),
    );
    let misplaced = person_entries::misplaced(link, event).await?;
    findings.extend(
        misplaced
            .into_iter()
            .map(|(person, offset)| Finding::PersonItemMisplaced { person, offset }),
    );
    Ok(())
}
