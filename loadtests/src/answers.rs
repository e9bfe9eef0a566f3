//! Live answers (LIV-03 to LIV-05, B2B-12): how long the planner takes for a freed slot, an
//! absent expert, a walk-in and a delay, asked of the rules' own state without server or socket.
//!
//! Whatever the event holds is asked about, or a drawn sample of it. Every question is asked a
//! few times and its middle time counts: the machine's own pauses are not the planner's.

use std::hint::black_box;
use std::time::Instant;

use anyhow::{Result, ensure};
use app::demo::{self, Chance, Spec};
use domain::{Context, State, decide};
use protocol::command::{CancelMeeting, RegisterPersons};
use protocol::id::{CommandId, PersonId};
use protocol::query::{
    AbsencePlan, DelayEffects, MoveTargets, VacancyCandidates, WalkInCandidates,
};
use protocol::{
    Absence, Actor, Answer, CancelReason, Command, EntryHead, List, Meeting, MeetingStatus, Micros,
    Minutes, Person, Query, SlotSet,
};

use crate::gate::{Bar, Table, count, say};
use crate::options::Event;

/// Times that each question is asked.
const N_TIMES: usize = 3;
/// People who come without being registered.
const N_WALK_INS: usize = 50;

#[derive(clap::Args, Debug)]
pub(crate) struct Arguments {
    /// The event to ask about.
    #[arg(long, value_enum, default_value_t = Event::Double)]
    event: Event,
    /// Decides the event and what is drawn from it.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Questions of one kind, where the event holds more.
    #[arg(long, default_value_t = 400)]
    sample: usize,
}

pub(crate) fn run(arguments: Arguments) -> Result<Table> {
    let Arguments {
        event,
        seed,
        sample,
    } = arguments;
    let mut table = Table::new("answers", seed);
    say(format!("making the event ({event:?}, seed {seed})"));
    let spec = Spec {
        scale: event.into(),
        seed,
        first_day: jiff::civil::date(2026, 11, 26),
    };
    let made = demo::generate(&spec)?;
    let desk = Desk {
        state: &made.state,
        now: made.starts_at,
        chance: Chance::new(seed),
        sample,
    };
    table.figure("persons", count(made.state.n_persons()), "");
    table.figure("meetings", count(made.state.n_meetings()), "");
    let kinds: [(&str, f64, Vec<Asked>); 5] = [
        ("freed slot: candidates", 5.0, desk.freed_slots()?),
        ("absent expert: whole plan", 50.0, desk.absences()),
        ("walk-in: whom to meet", 20.0, desk.walk_ins()?),
        ("delay: preview", 20.0, desk.delays()),
        ("meeting: where to", 20.0, desk.moves()),
    ];
    for (name, bar_ms, asked) in kinds {
        say(format!("{name}, {} questions", asked.len()));
        measure(&mut table, name, bar_ms, &asked, made.starts_at)?;
    }
    Ok(table)
}

/// A question and the state that it is asked about.
struct Asked {
    state: State,
    query: Query,
}

/// The event, and chance to draw questions from it.
struct Desk<'a> {
    state: &'a State,
    now: Micros,
    chance: Chance,
    sample: usize,
}

impl Desk<'_> {
    /// Every slot that waits to be filled, and the slots of a sample of meetings called off.
    fn freed_slots(&self) -> Result<Vec<Asked>> {
        let ask = |state: &State, vacancy| Asked {
            state: state.clone(),
            query: VacancyCandidates { vacancy }.into(),
        };
        let waiting = self.state.vacancies();
        let mut asked: Vec<Asked> = waiting.map(|row| ask(self.state, row.id)).collect();
        let known: Vec<_> = self.state.vacancies().map(|row| row.id).collect();
        for meeting in self.drawn("freed", self.to_come()) {
            let (meeting, reason) = (meeting.id, CancelReason::Travel);
            let state = self.after(&CancelMeeting { meeting, reason }.into())?;
            let freed = state.vacancies().map(|row| row.id);
            let freed: Vec<_> = freed.filter(|id| !known.contains(id)).collect();
            asked.extend(freed.into_iter().map(|id| ask(&state, id)));
        }
        Ok(asked)
    }

    /// Every expert away for what is left of the event, and for the whole of it.
    fn absences(&self) -> Vec<Asked> {
        let begins = [self.now, self.now - Minutes(24 * 60)];
        let experts = self.state.experts();
        let absences = experts.flat_map(|expert| begins.map(|from| (expert.id, from)));
        let absences = absences.map(|(expert, from)| Asked {
            state: self.state.clone(),
            query: AbsencePlan {
                expert,
                absence: Absence { from, until: None },
            }
            .into(),
        });
        absences.collect()
    }

    /// A sample of those who are registered, and new people who are free all the time.
    fn walk_ins(&self) -> Result<Vec<Asked>> {
        let persons: Vec<&Person> = self
            .state
            .persons()
            .filter(|row| !row.is_withdrawn)
            .collect();
        let ask = |state: &State, person| Asked {
            state: state.clone(),
            query: WalkInCandidates { person }.into(),
        };
        let models = self.drawn("walk-ins", persons);
        let mut asked: Vec<Asked> = models.iter().map(|row| ask(self.state, row.id)).collect();
        let everywhere: SlotSet = self.state.timetable().iter().map(|slot| slot.id).collect();
        for (model, n) in models.into_iter().zip(0..N_WALK_INS) {
            let person = Person {
                id: new_person(n),
                home: None,
                expert: None,
                availability: everywhere,
                ..model.clone()
            };
            let id = person.id;
            let persons = List::new(vec![person]).expect("one person is within the bound");
            asked.push(ask(&self.after(&RegisterPersons { persons }.into())?, id));
        }
        Ok(asked)
    }

    /// A sample of meetings to come, each with both of its parties late.
    fn delays(&self) -> Vec<Asked> {
        let meetings = self.drawn("delays", self.to_come());
        let late = [10, 25, 60, 120].into_iter().cycle();
        let queries = meetings.into_iter().zip(late).flat_map(|(meeting, late)| {
            [meeting.host, meeting.guest].map(|party| DelayEffects {
                meeting: meeting.id,
                party,
                minutes: Minutes(late),
            })
        });
        self.all(queries)
    }

    fn moves(&self) -> Vec<Asked> {
        let meetings = self.drawn("moves", self.to_come());
        let ask = |meeting: &Meeting| MoveTargets {
            meeting: meeting.id,
        };
        self.all(meetings.into_iter().map(ask))
    }

    fn all(&self, queries: impl Iterator<Item = impl Into<Query>>) -> Vec<Asked> {
        let ask = |query: Query| Asked {
            state: self.state.clone(),
            query,
        };
        queries.map(|query| ask(query.into())).collect()
    }

    /// Meetings that have not begun.
    fn to_come(&self) -> Vec<&Meeting> {
        let is_to_come = |meeting: &&Meeting| {
            meeting.status == MeetingStatus::Planned
                && self
                    .state
                    .check_slot_open(meeting.spot.slot, self.now)
                    .is_ok()
        };
        self.state.meetings().filter(is_to_come).collect()
    }

    fn drawn<T>(&self, purpose: &str, mut from: Vec<T>) -> Vec<T> {
        self.chance.fork(purpose).shuffle(&mut from);
        from.truncate(self.sample);
        from
    }

    /// The state after a command that the rules accept.
    fn after(&self, command: &Command) -> Result<State> {
        let context = Context {
            actor: Actor::System,
            now: self.now,
            undone: None,
        };
        let changes = decide(self.state, &context, command);
        let changes = changes.map_err(|reject| anyhow::anyhow!("{command:?}: {reject:?}"))?;
        let head = EntryHead {
            seq: u64::MAX,
            at: self.now,
            by: Actor::System,
            command: CommandId::from_bytes([0; 16]),
        };
        let mut state = self.state.clone();
        for change in &changes {
            state.evolve(&head, change);
        }
        Ok(state)
    }
}

/// An id that nobody in a made event has.
fn new_person(n: usize) -> PersonId {
    let mut bytes = [0xfe; 16];
    bytes[8..].copy_from_slice(&(n as u64).to_be_bytes());
    PersonId::from_bytes(bytes)
}

/// Milliseconds per question: in the middle, at the worst of a hundred, at the worst of all.
fn measure(table: &mut Table, name: &str, bar_ms: f64, asked: &[Asked], now: Micros) -> Result<()> {
    ensure!(!asked.is_empty(), "the event has nothing to ask for {name}");
    let mut times = Vec::with_capacity(asked.len());
    let mut n_proposed = 0;
    for Asked { state, query } in asked {
        let mut tries = [0.0; N_TIMES];
        for time in &mut tries {
            let began = Instant::now();
            let answer = black_box(scheduler::answer(state, now, query));
            *time = began.elapsed().as_secs_f64() * 1e3;
            let answer = answer.map_err(|reject| anyhow::anyhow!("{query:?}: {reject:?}"))?;
            n_proposed += n_proposals(&answer);
        }
        tries.sort_by(f64::total_cmp);
        times.push(tries[N_TIMES / 2]);
    }
    times.sort_by(f64::total_cmp);
    let at = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)];
    table.figure(format!("{name}, questions"), count(times.len()), "");
    let n_each = count(n_proposed) / count(times.len() * N_TIMES);
    table.figure(format!("{name}, proposals each"), n_each, "");
    table.figure(format!("{name}, median"), at(50), "ms");
    table.gate(format!("{name}, p99"), at(99), "ms", Bar::AtMost(bar_ms));
    let worst = times[times.len() - 1];
    table.gate(format!("{name}, max"), worst, "ms", Bar::AtMost(bar_ms));
    Ok(())
}

/// An answer without proposals is quickly given, so they are counted.
fn n_proposals(answer: &Answer) -> usize {
    match answer {
        Answer::RankedCandidates(answer) => answer.candidates.len(),
        Answer::RankedReassignments(answer) => {
            let rows = answer.meetings.iter();
            rows.map(|row| row.choices.len()).sum()
        }
        Answer::RankedSpots(answer) => answer.spots.len(),
        Answer::KnockOn(answer) => answer.proposals.len(),
        Answer::RankedPartners(answer) => answer.partners.len(),
        Answer::RankedSuggestions(answer) => answer.suggestions.len(),
        Answer::RankedApplicants(answer) => answer.applicants.len(),
    }
}
