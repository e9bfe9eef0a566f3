//! The demo's crowd: companies, their people, and the experts.

use std::collections::BTreeMap;

use protocol::card::CardKey;
use protocol::command::{IssueBadges, RegisterPersons};
use protocol::id::{BadgeCode, CompanyId, OrganisationId, PersonId};
use protocol::{Actor, Badge, ExpertTerms, Person, Side, SlotSet, Tag};

use super::GenerateError;
use super::calendar::Calendar;
use super::chance::Chance;
use super::draft::{Draft, list};
use super::key_figures;
use super::keywords::{self, N_SECTORS, N_TOPICS};
use super::names::Names;
use super::size::Size;
use super::team::Team;
use super::venue::Venue;

/// Everybody who was registered, in order of arrival, and who offers what.
pub(super) struct Crowd {
    pub(super) participants: Vec<PersonId>,
    pub(super) experts: Vec<PersonId>,
    /// Participants so much in demand, and so little there, that not everybody gets a slot.
    pub(super) sought_after: Vec<PersonId>,
    pub(super) offering: BTreeMap<Tag, Vec<PersonId>>,
}

struct Company {
    id: CompanyId,
    country: &'static str,
    sectors: Vec<usize>,
    organisation: OrganisationId,
}

pub(super) fn register(
    draft: &mut Draft,
    calendar: &Calendar,
    size: &Size,
    venue: &Venue,
    team: &Team,
    names: &mut Names,
) -> Result<Crowd, GenerateError> {
    draft.advance_to(calendar.days_before(45));
    let mut chance = draft.chance.fork("people");
    key_figures::define(draft)?;
    let companies: Vec<_> = (0..size.n_companies)
        .map(|_| found(draft, &mut chance, team, names))
        .collect();
    let n_sought_after = (size.n_participants / 60).max(3);
    let mut persons = Vec::with_capacity(size.n_participants + size.n_experts);
    let mut crowd = Crowd {
        participants: Vec::new(),
        experts: Vec::new(),
        sought_after: Vec::new(),
        offering: BTreeMap::new(),
    };
    for nth in 0..size.n_participants {
        // Every company sends somebody; the larger delegations come on top.
        let company = companies
            .get(nth)
            .unwrap_or_else(|| chance.pick(&companies));
        let id = PersonId::new(draft.now(), chance.bytes());
        let name = names.person(company.country);
        draft.card(CardKey::Person(id), &name.name, name.function, "");
        let is_sought_after = nth < n_sought_after;
        let availability = if is_sought_after {
            half_days(venue, |day, half| day == 0 && half == 1)
        } else {
            participant_availability(&mut chance, venue, size.n_days)
        };
        let offered: Vec<Tag> = company
            .sectors
            .iter()
            .map(|s| keywords::sector(*s))
            .collect();
        let mut sought: Vec<Tag> = Vec::new();
        for _ in 0..chance.between(2, 4) {
            push_new(
                &mut sought,
                keywords::sector(skewed(&mut chance, N_SECTORS)),
            );
        }
        if chance.percent(80) {
            push_new(&mut sought, keywords::topic(chance.below(N_TOPICS)));
        }
        crowd.participants.push(id);
        if is_sought_after {
            crowd.sought_after.push(id);
        }
        persons.push(Person {
            id,
            company: company.id,
            organisation: company.organisation,
            side: if chance.percent(30) {
                Side::Host
            } else {
                Side::Guest
            },
            expert: None,
            availability,
            home: None,
            offered: list(offered),
            sought: list(sought),
            is_withdrawn: false,
            figures: Some(key_figures::of_company(draft, company.id)),
        });
    }
    for (nth, booth) in venue.booths.iter().enumerate() {
        let id = PersonId::new(draft.now(), chance.bytes());
        let topics = [nth, nth * 5 + 3].map(keywords::topic);
        let name = names.person("FR");
        draft.card(CardKey::Person(id), &name.name, &expertise(&topics), "");
        let mut offered = Vec::new();
        topics
            .into_iter()
            .for_each(|topic| push_new(&mut offered, topic));
        crowd.experts.push(id);
        let organisation = team.organisations[nth % team.organisations.len()];
        persons.push(Person {
            id,
            company: adviser(draft, &mut chance, organisation),
            organisation,
            side: Side::Host,
            expert: Some(ExpertTerms {
                meetings_max: (nth % 4 != 0).then_some(if size.n_days > 1 { 26 } else { 16 }),
                absence: None,
            }),
            availability: expert_availability(&mut chance, venue, size.n_days),
            home: Some(*booth),
            offered: list(offered),
            sought: list(Vec::new()),
            is_withdrawn: false,
            figures: None,
        });
    }
    for person in &persons {
        for tag in &person.offered {
            crowd.offering.entry(*tag).or_default().push(person.id);
        }
    }
    draft.send(
        Actor::Staff(team.main),
        RegisterPersons {
            persons: list(persons),
        },
    )?;
    Ok(crowd)
}

fn found(draft: &mut Draft, chance: &mut Chance, team: &Team, names: &mut Names) -> Company {
    let label = names.company();
    let id = CompanyId::new(draft.now(), chance.bytes());
    let mut sectors = Vec::new();
    for _ in 0..chance.between(1, 3) {
        push_new(&mut sectors, skewed(chance, N_SECTORS));
    }
    let trade = keywords::label(keywords::sector(sectors[0]));
    let detail = format!("{} · {trade}", label.legal_form);
    draft.card(CardKey::Company(id), &label.name, &detail, label.country);
    // The main organiser looks after most, the others share the rest.
    let organisation = team.organisations[skewed(chance, team.organisations.len())];
    Company {
        id,
        country: label.country,
        sectors,
        organisation,
    }
}

/// Experts come from a body of their own, so that none shares a company with a participant.
fn adviser(draft: &mut Draft, chance: &mut Chance, organisation: OrganisationId) -> CompanyId {
    let id = CompanyId::new(draft.now(), chance.bytes());
    let title = draft.label_of(CardKey::Organisation(organisation));
    draft.card(
        CardKey::Company(id),
        &title,
        "Conseil aux entreprises",
        "FR",
    );
    id
}

fn expertise(topics: &[Tag]) -> String {
    format!(
        "Expertise\u{a0}: {}",
        keywords::label(topics[0]).to_lowercase()
    )
}

/// An index below `bound`, small ones more often: some sectors are fashionable.
fn skewed(chance: &mut Chance, bound: usize) -> usize {
    chance.below(bound).min(chance.below(bound))
}

fn push_new<T: PartialEq>(items: &mut Vec<T>, item: T) {
    if !items.contains(&item) {
        items.push(item);
    }
}

fn half_days(venue: &Venue, is_there: impl Fn(usize, usize) -> bool) -> SlotSet {
    venue
        .slots
        .iter()
        .filter(|s| is_there(s.day, s.half))
        .map(|s| s.slot.id)
        .collect()
}

fn participant_availability(chance: &mut Chance, venue: &Venue, n_days: usize) -> SlotSet {
    let only_day = chance.below(n_days);
    let only_half = chance.below(2);
    match chance.below(100) {
        0..=54 => half_days(venue, |_, _| true),
        55..=79 => half_days(venue, |day, half| day == only_day || half == only_half),
        80..=91 => half_days(venue, |day, _| day == only_day),
        _ => half_days(venue, |day, half| day == only_day && half == only_half),
    }
}

fn expert_availability(chance: &mut Chance, venue: &Venue, n_days: usize) -> SlotSet {
    let missing = (chance.below(n_days), chance.below(2));
    let is_whole = chance.percent(60) || n_days == 1;
    half_days(venue, |day, half| is_whole || (day, half) != missing)
}

pub(super) fn issue_badges(draft: &mut Draft, calendar: &Calendar) -> Result<(), GenerateError> {
    draft.advance_to(calendar.days_before(3));
    let chance = draft.chance.fork("badges");
    let badges = draft
        .state()
        .persons()
        .map(|person| {
            let mut own = chance.fork_about("badge", person.id.to_bytes());
            Badge {
                person: person.id,
                code: BadgeCode::from_bytes(own.bytes()),
            }
        })
        .collect();
    draft.send(
        Actor::System,
        IssueBadges {
            badges: list(badges),
        },
    )
}
