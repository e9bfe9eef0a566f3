//! The demo's co-organisers and their team, and whom a visitor can sign in as.

use protocol::card::CardKey;
use protocol::command::GrantStaff;
use protocol::id::{OrganisationId, PersonId, StaffId};
use protocol::{Actor, Function, Functions, MeetingStatus, Micros, Role, Scope, Staff};

use super::calendar::Calendar;
use super::draft::{Draft, list};
use super::names::Names;
use super::size::Size;
use super::{Account, AccountKind, GenerateError};

const ORGANISATIONS: [(&str, &str); 6] = [
    ("CCI du Littoral", "Organisateur"),
    ("Agence Horizon Export", "Co-organisateur"),
    ("Pôle Mer Avenir", "Co-organisateur"),
    ("Technopole des Bassins", "Co-organisateur"),
    ("Réseau Cap Innovation", "Partenaire"),
    ("Chambre franco-nordique", "Partenaire"),
];
/// Participants offered as sign-in.
const N_PARTICIPANT_ACCOUNTS: usize = 3;

/// Who organises.
pub(super) struct Team {
    pub(super) organisations: Vec<OrganisationId>,
    pub(super) main: StaffId,
    accounts: Vec<Account>,
}

pub(super) fn appoint(
    draft: &mut Draft,
    calendar: &Calendar,
    size: &Size,
    names: &mut Names,
) -> Result<Team, GenerateError> {
    draft.advance_to(calendar.days_before(58));
    let mut chance = draft.chance.fork("team");
    let organisations: Vec<_> = ORGANISATIONS[..size.n_organisations]
        .iter()
        .map(|(name, part)| {
            let id = OrganisationId::new(draft.now(), chance.bytes());
            draft.card(CardKey::Organisation(id), name, part, "FR");
            id
        })
        .collect();
    let every_function: Functions = Function::ALL
        .into_iter()
        .filter(|function| *function != Function::Team)
        .collect();
    let floor_functions: Functions = [
        Function::Meetings,
        Function::Requests,
        Function::Experts,
        Function::Attendance,
        Function::Announcements,
    ]
    .into_iter()
    .collect();
    let scope = Scope::Organisations(list(vec![organisations[1]]));
    let roles = [
        (
            AccountKind::MainAdministrator,
            "Administration principale",
            Role::Main,
        ),
        (
            AccountKind::SecondaryAdministrator,
            "Co-administration",
            Role::Secondary {
                functions: every_function,
                scope: Scope::All,
            },
        ),
        (
            AccountKind::ScopedAdministrator,
            ORGANISATIONS[1].0,
            Role::Secondary {
                functions: floor_functions,
                scope,
            },
        ),
        (AccountKind::Door, "Accueil", Role::Door),
        (AccountKind::Screen, "Écran du hall", Role::Screen),
    ];
    let mut accounts = Vec::with_capacity(roles.len());
    for (kind, title, role) in roles {
        let id = StaffId::new(draft.now(), chance.bytes());
        let name = match kind {
            AccountKind::Screen => title.to_owned(),
            AccountKind::MainAdministrator
            | AccountKind::SecondaryAdministrator
            | AccountKind::ScopedAdministrator
            | AccountKind::Door
            | AccountKind::Participant
            | AccountKind::Expert => names.staff(),
        };
        draft.card(CardKey::Staff(id), &name, title, "");
        draft.send(
            Actor::System,
            GrantStaff {
                staff: Staff { id, role },
            },
        )?;
        accounts.push(Account {
            actor: Actor::Staff(id),
            kind,
            name,
        });
    }
    let main = accounts.iter().find_map(|account| match account.actor {
        Actor::Staff(id) => Some(id),
        Actor::Person(_) | Actor::System => None,
    });
    Ok(Team {
        organisations,
        main: main.expect("the first of the team"),
        accounts,
    })
}

/// The team, and the participants and the expert with the fullest rest of the day.
pub(super) fn accounts(draft: &Draft, team: Team, from: Micros) -> Vec<Account> {
    let state = draft.state();
    let n_ahead = |person: PersonId| {
        state
            .meetings_of(person)
            .filter(|meeting| meeting.status == MeetingStatus::Planned)
            .filter_map(|meeting| state.slot(meeting.spot.slot))
            .filter(|slot| from <= slot.starts_at && slot.starts_at.since(from) < 8 * 3_600_000_000)
            .count()
    };
    let mut ranked: Vec<_> = state
        .persons()
        .map(|person| (n_ahead(person.id), person.id))
        .collect();
    ranked.sort_by_key(|(n, person)| (std::cmp::Reverse(*n), *person));
    let is_expert = |id: &PersonId| state.person(*id).is_some_and(|p| p.expert.is_some());
    let participants = ranked.iter().map(|(_, id)| *id).filter(|id| !is_expert(id));
    // The busiest expert is left to fall ill; the second busiest can be signed in as.
    let experts = ranked
        .iter()
        .map(|(_, id)| *id)
        .filter(is_expert)
        .skip(1)
        .take(1);

    let mut accounts = team.accounts;
    let named = participants
        .take(N_PARTICIPANT_ACCOUNTS)
        .map(|id| (AccountKind::Participant, id))
        .chain(experts.map(|id| (AccountKind::Expert, id)));
    for (kind, id) in named {
        accounts.push(Account {
            actor: Actor::Person(id),
            kind,
            name: draft.name_of(id),
        });
    }
    accounts
}
