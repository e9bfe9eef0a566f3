//! Companies worth meeting, by what both offer and seek (CAT-08).
//!
//! The score says how well two profiles fit, and nothing else, so that it can be explained in one
//! line: **100 for each keyword that one seeks and the other offers, 40 for each key figure of one
//! that lies within what the other seeks, and 50 more when both gain**, that is when there is
//! something in each direction. It is the same for both; one more match always raises it.
//! A figure says how large somebody is and not what he does: nobody is suggested for figures alone. Of equal scores comes first who has more free time in common with the asker,
//! then who has fewer meetings, then the smaller id.
//!
//! Nobody is suggested who may not be met, has been met or asked, has asked or declined, or has no
//! time left in common, and no company that the asker meets or asked already. One person stands
//! for a company. Experts are suggested to participants only, as the rules have it (EXP-02), each
//! by himself, also when every slot is taken: there is a waiting list.

mod way;

use std::cmp::Reverse;
use std::collections::BTreeSet;

use domain::State;
use protocol::id::{CompanyId, PersonId};
use protocol::limits::SUGGESTIONS_MAX;
use protocol::query::{FiguresMet, RankedSuggestions, Suggestion};
use protocol::{FigureValue, List, Micros, Person, Reject, SlotSet, Tag};

use crate::feasible;
use crate::merit::n_meetings;
use way::Ways;

/// Points of a keyword that one seeks and the other offers.
const KEYWORD_POINTS: u32 = 100;
/// Points of a key figure of one that lies within what the other seeks.
const FIGURE_POINTS: u32 = 40;
/// Points when both gain.
const BOTH_WAYS_POINTS: u32 = 50;

/// Suggests companies to a person, best first.
///
/// # Errors
/// When there is no such person, or not any more.
pub fn suggest(state: &State, now: Micros, person: PersonId) -> Result<RankedSuggestions, Reject> {
    let me = state.known_person(person)?;
    let known = Known::of(state, me);
    let ways = Ways::of(state, now, me);
    let mut fits: Vec<Fit<'_>> = state
        .persons()
        .filter(|other| known.is_new(other) && state.check_pair((me.id, other.id)).is_ok())
        .filter_map(|other| Fit::of(state, me, other, ways.common_time(other)))
        .collect();
    fits.sort_by_key(|fit| {
        (
            Reverse(fit.score),
            Reverse(fit.n_slots),
            fit.n_meetings,
            fit.other.id,
        )
    });
    let mut companies = BTreeSet::new();
    // The dear half of the rules last, and only until the list is full.
    let suggestions: Vec<Suggestion> = fits
        .into_iter()
        .filter_map(|fit| {
            let stands_for_company = fit.other.expert.is_none();
            if stands_for_company && companies.contains(&fit.other.company) {
                return None;
            }
            let way = ways.to(fit.other)?;
            if stands_for_company {
                companies.insert(fit.other.company);
            }
            Some(Suggestion {
                person: fit.other.id,
                company: fit.other.company,
                score: fit.score,
                they_offer: matching(&me.sought, &fit.other.offered),
                they_seek: matching(&me.offered, &fit.other.sought),
                way,
                figures: figures_met(me, fit.other),
            })
        })
        .take(SUGGESTIONS_MAX)
        .collect();
    Ok(RankedSuggestions {
        suggestions: List::new(suggestions).expect("taken to the bound"),
    })
}

/// How well two profiles fit, in points; the same for both.
#[must_use]
pub fn score(a: &Person, b: &Person) -> u32 {
    let points = |seeks: &Person, gives: &Person| {
        let n_figures = count(met(seeks, gives).count());
        KEYWORD_POINTS * n_matching(&seeks.sought, &gives.offered) + FIGURE_POINTS * n_figures
    };
    let (one, other) = (points(a, b), points(b, a));
    let both = if one > 0 && other > 0 {
        BOTH_WAYS_POINTS
    } else {
        0
    };
    one + other + both
}

/// The figures that one gives and that lie within what the other seeks.
fn met<'a>(seeks: &'a Person, gives: &'a Person) -> impl Iterator<Item = FigureValue> + 'a {
    let sought = seeks.figures.iter().flat_map(|figures| &figures.sought);
    let offered = gives.figures.iter().flat_map(|figures| &figures.offered);
    let offered: Vec<FigureValue> = offered.copied().collect();
    sought.filter_map(move |range| {
        let value = offered.iter().find(|row| row.figure == range.figure)?;
        (range.min..=range.max)
            .contains(&value.value)
            .then_some(*value)
    })
}

/// The figures that fit, in both directions; none when none does.
fn figures_met(me: &Person, other: &Person) -> Option<FiguresMet> {
    let list = |values: Vec<FigureValue>| List::new(values).expect("no longer than what is sought");
    let found = FiguresMet {
        theirs: list(met(me, other).collect()),
        mine: list(met(other, me).collect()),
    };
    (!found.theirs.is_empty() || !found.mine.is_empty()).then_some(found)
}

fn n_matching(sought: &[Tag], offered: &[Tag]) -> u32 {
    count(distinct(sought, offered).count())
}

fn count(n: usize) -> u32 {
    u32::try_from(n).expect("profiles are bounded")
}

/// The keywords of one list that are in the other, in the order of the first.
fn matching<const N: usize>(wanted: &List<Tag, N>, there: &[Tag]) -> List<Tag, N> {
    List::new(distinct(wanted, there).collect()).expect("no longer than the list it is taken from")
}

/// A keyword that somebody names twice counts once.
fn distinct<'a>(wanted: &'a [Tag], there: &'a [Tag]) -> impl Iterator<Item = Tag> + 'a {
    wanted
        .iter()
        .enumerate()
        .filter(|(n, tag)| !wanted[..*n].contains(tag) && there.contains(tag))
        .map(|(_, tag)| *tag)
}

/// Whom the asker knows already at this event.
struct Known {
    persons: BTreeSet<PersonId>,
    companies: BTreeSet<CompanyId>,
}

impl Known {
    fn of(state: &State, me: &Person) -> Self {
        let asked = state
            .requests_of(me.id)
            .flat_map(|request| [request.from, request.to]);
        let met = state
            .standing_meetings_of(me.id)
            .flat_map(|meeting| [meeting.host, meeting.guest]);
        let offered = state
            .offers()
            .filter(|offer| [offer.host, offer.to].contains(&me.id))
            .flat_map(|offer| [offer.host, offer.to]);
        let persons: BTreeSet<PersonId> = asked.chain(met).chain(offered).collect();
        let companies = persons
            .iter()
            .filter_map(|id| state.person(*id))
            .filter(|person| person.expert.is_none() && person.id != me.id)
            .map(|person| person.company)
            .collect();
        Self { persons, companies }
    }

    fn is_new(&self, other: &Person) -> bool {
        let knows_company = other.expert.is_none() && self.companies.contains(&other.company);
        !self.persons.contains(&other.id) && !knows_company
    }
}

/// Somebody with something in common.
struct Fit<'a> {
    other: &'a Person,
    score: u32,
    n_slots: usize,
    n_meetings: u16,
}

impl<'a> Fit<'a> {
    fn of(state: &State, me: &Person, other: &'a Person, time: SlotSet) -> Option<Self> {
        let score = score(me, other);
        let fit = Self {
            other,
            score,
            n_slots: time.len(),
            n_meetings: n_meetings(state, other.id),
        };
        let n_keywords =
            n_matching(&me.sought, &other.offered) + n_matching(&other.sought, &me.offered);
        (n_keywords > 0).then_some(fit)
    }
}

/// Slots that can still be booked.
fn open_slots(state: &State, now: Micros) -> SlotSet {
    feasible::open_slots(state, now)
        .into_iter()
        .map(|slot| slot.id)
        .collect()
}
