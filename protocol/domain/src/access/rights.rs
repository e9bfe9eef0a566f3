//! Rights: may this actor send this command?

use protocol::command::{NoteDeskEdit, PlannedRequest};
use protocol::id::{DeskId, PersonId, StaffId};
use protocol::reject::{Forbidden, NotFound};
use protocol::{
    Actor, Audience, Command, DeskThing, FillObject, Function, Functions, Person, Reject, Role,
    Scope,
};

use crate::state::State;

/// Checks the sender's right to a command, before any rule of the capability.
///
/// # Errors
/// `Forbidden` when the function is not open to the sender, `NotFound` when the thing belongs to
/// somebody else's rows.
pub fn authorise(state: &State, actor: Actor, command: &Command) -> Result<(), Reject> {
    match actor {
        Actor::System => Ok(()),
        Actor::Person(person) => authorise_person(state, person, command),
        Actor::Staff(id) => {
            let staff = state.staff_member(id).ok_or(Forbidden { needed: None })?;
            match &staff.role {
                Role::Main => Ok(()),
                Role::Secondary { functions, scope } => {
                    authorise_secondary(state, *functions, scope, command)
                }
                Role::Door => match function_of(command) {
                    Some(Function::Attendance) => Ok(()),
                    needed => Err(Forbidden { needed }.into()),
                },
                Role::Screen => Err(Forbidden {
                    needed: function_of(command),
                }
                .into()),
            }
        }
    }
}

/// The rows on which a function is open to a member of the team: what the desk asks before it
/// reads what no command is about.
///
/// # Errors
/// `Forbidden` when it is not open to him at all.
pub fn rows_of(
    state: &State,
    actor: Actor,
    function: Function,
) -> Result<(StaffId, Scope), Reject> {
    let needed = Some(function);
    let refused = Reject::from(Forbidden { needed });
    let Actor::Staff(id) = actor else {
        return Err(refused);
    };
    match state.staff_member(id).map(|staff| &staff.role) {
        Some(Role::Main) => Ok((id, Scope::All)),
        Some(Role::Secondary { functions, scope })
            if functions.contains(function) && !matches!(function, Function::Team) =>
        {
            Ok((id, scope.clone()))
        }
        Some(Role::Secondary { .. } | Role::Door | Role::Screen) | None => Err(refused),
    }
}

/// The same for what is everybody's: only who sees all rows.
///
/// # Errors
/// `Forbidden` when the function is not open to him, or on some rows only.
pub fn for_everybody(state: &State, actor: Actor, function: Function) -> Result<StaffId, Reject> {
    match rows_of(state, actor, function)? {
        (id, Scope::All) => Ok(id),
        (_, Scope::Organisations(_)) => {
            let needed = Some(function);
            Err(Forbidden { needed }.into())
        }
    }
}

/// Whether a function is open to a member of the team on the rows of a person.
#[must_use]
pub fn looks_after(state: &State, actor: Actor, function: Function, person: PersonId) -> bool {
    let row = state.person(person);
    match (rows_of(state, actor, function), row) {
        (Ok((_, Scope::All)), Some(_)) => true,
        (Ok((_, Scope::Organisations(own))), Some(row)) => own.contains(&row.organisation),
        (Ok(_), None) | (Err(_), _) => false,
    }
}

fn authorise_secondary(
    state: &State,
    functions: Functions,
    scope: &Scope,
    command: &Command,
) -> Result<(), Reject> {
    let needed = function_of(command);
    let is_open = match needed {
        // Rights are given by the main administrator only: no way to raise oneself.
        Some(Function::Team) => false,
        Some(function) => {
            functions.contains(function)
                || is_of_registrations(command) && functions.contains(Function::Registrations)
        }
        // Undo is checked against each change that it takes back, in the undo rule itself.
        None => matches!(command, Command::UndoEntry(_)),
    };
    if !is_open {
        return Err(Forbidden { needed }.into());
    }
    let Scope::Organisations(organisations) = scope else {
        return Ok(());
    };
    let subjects = subjects_of(state, command);
    let in_scope = |id: &PersonId| {
        state
            .person(*id)
            .is_some_and(|person| organisations.contains(&person.organisation))
    };
    match subjects {
        Subjects::AnyOf(persons) if persons.iter().any(in_scope) => Ok(()),
        Subjects::AllOf(persons) if !persons.is_empty() && persons.iter().all(in_scope) => Ok(()),
        Subjects::Given(persons) => {
            let is_ours = |person: &Person| {
                let is_free = state.person(person.id).is_none() || in_scope(&person.id);
                is_free && organisations.contains(&person.organisation)
            };
            if !persons.is_empty() && persons.iter().all(is_ours) {
                Ok(())
            } else {
                Err(NotFound {}.into())
            }
        }
        Subjects::BothOf(a, b) if a.iter().any(in_scope) && b.iter().any(in_scope) => Ok(()),
        Subjects::EachOf(pairs) if pairs.iter().all(|(a, b)| in_scope(a) || in_scope(b)) => Ok(()),
        Subjects::AnyOf(_) | Subjects::BothOf(..) | Subjects::EachOf(_) | Subjects::AllOf(_) => {
            Err(NotFound {}.into())
        }
        Subjects::Nobody => Ok(()),
        Subjects::Everybody => Err(Forbidden { needed }.into()),
    }
}

/// Whose rows a command touches.
enum Subjects<'a> {
    /// One of these must be in scope: a meeting belongs to both its parties.
    AnyOf(Vec<PersonId>),
    /// One of each must be in scope: two meetings.
    BothOf(Vec<PersonId>, Vec<PersonId>),
    /// One of each pair must be in scope: many meetings. None is for nobody to refuse.
    EachOf(Vec<(PersonId, PersonId)>),
    /// All of these must be in scope.
    AllOf(Vec<PersonId>),
    /// All of these must be given to organisations in scope, and be nobody else's already.
    Given(&'a [Person]),
    /// No person's rows.
    Nobody,
    /// The event as a whole.
    Everybody,
}

fn subjects_of<'a>(state: &State, command: &'a Command) -> Subjects<'a> {
    use Subjects::{AllOf, AnyOf, BothOf, EachOf, Everybody, Given, Nobody};
    let meeting = |id| {
        state
            .meeting(id)
            .map_or(vec![], |meeting| vec![meeting.host, meeting.guest])
    };
    let request = |id| {
        state
            .request(id)
            .map_or(vec![], |request| vec![request.from, request.to])
    };
    let vacancy = |id| {
        state
            .vacancy(id)
            .map_or(vec![], |vacancy| vec![vacancy.host, vacancy.gone])
    };
    let offer = |id| {
        state
            .offer(id)
            .map_or(vec![], |offer| vec![offer.host, offer.to])
    };
    let badge = |code| state.badge_holder(code).into_iter().collect();
    match command {
        Command::MakeRequest(c) => AllOf(vec![c.from]),
        Command::TakeSlot(c) => AllOf(vec![c.from]),
        Command::ArbitrateExpert(c) => AllOf(vec![c.expert]),
        Command::AcceptRequest(c) => AnyOf(request(c.request)),
        Command::ConfirmRequest(c) => AnyOf(request(c.request)),
        Command::RefuseRequest(c) => AnyOf(request(c.request)),
        Command::CancelRequest(c) => AnyOf(request(c.request)),
        Command::BookMeeting(c) => AnyOf(vec![c.host, c.guest]),
        Command::MoveMeeting(c) => AnyOf(meeting(c.meeting)),
        // A request that is unknown here belongs to nobody's rows.
        Command::PublishPlan(c) => {
            let pair = |placement: &PlannedRequest| {
                let request = state.request(placement.request)?;
                Some((request.from, request.to))
            };
            let pairs: Option<Vec<_>> = c.placements.iter().map(pair).collect();
            pairs.map_or(AllOf(vec![]), EachOf)
        }
        Command::SwapMeetings(c) => BothOf(meeting(c.a), meeting(c.b)),
        Command::CancelMeeting(c) => AnyOf(meeting(c.meeting)),
        Command::MarkLate(c) => AnyOf(meeting(c.meeting)),
        Command::MarkHeld(c) => AnyOf(meeting(c.meeting)),
        Command::MarkNotHeld(c) => AnyOf(meeting(c.meeting)),
        Command::OfferVacancy(c) => AnyOf([vacancy(c.vacancy), vec![c.to]].concat()),
        Command::FillVacancy(c) => AnyOf([vacancy(c.vacancy), vec![c.guest]].concat()),
        Command::DismissVacancy(c) => AnyOf(vacancy(c.vacancy)),
        Command::AcceptOffer(c) => AnyOf(offer(c.offer)),
        Command::DeclineOffer(c) => AnyOf(offer(c.offer)),
        Command::WithdrawOffer(c) => AnyOf(offer(c.offer)),
        Command::DeclareExpertAbsent(c) => AllOf(vec![c.expert]),
        Command::DeclareExpertBack(c) => AllOf(vec![c.expert]),
        Command::LimitExpert(c) => AllOf(vec![c.expert]),
        Command::ChangeAvailability(c) => AllOf(vec![c.person]),
        Command::ChangeFigures(c) => AllOf(vec![c.person]),
        Command::ChangeTags(c) => AllOf(vec![c.person]),
        Command::ChangeNeeds(c) => AllOf(vec![c.person]),
        Command::WithdrawPerson(c) => AllOf(vec![c.person]),
        Command::ErasePerson(c) => AllOf(vec![c.person]),
        Command::TakeSeat(c) => AllOf(vec![c.person]),
        Command::ReleaseSeat(c) => AllOf(vec![c.person]),
        Command::CheckIn(c) => AllOf(vec![c.person]),
        Command::CheckOut(c) => AllOf(vec![c.person]),
        Command::CheckInBadge(c) => AllOf(badge(c.badge)),
        Command::CheckOutBadge(c) => AllOf(badge(c.badge)),
        Command::RegisterPersons(c) => Given(&c.persons),
        Command::AcknowledgeAlert(_) | Command::UndoEntry(_) => Nobody,
        Command::Announce(c) => match c.audience {
            Audience::Person(person) => AllOf(vec![person]),
            Audience::Everybody | Audience::Experts | Audience::Session(_) | Audience::Staff => {
                Everybody
            }
        },
        Command::SetThreshold(c) => threshold_subjects(c.threshold.object),
        Command::ClearThreshold(c) => threshold_subjects(c.object),
        // A scoped administrator may not hand a person to, or take one from, other rows.
        Command::AssignPerson(_)
        | Command::AssignPersons(_)
        | Command::ConfigureEvent(_)
        | Command::ChangeStage(_)
        | Command::DefineSlots(_)
        | Command::DefineTravel(_)
        | Command::DefinePlaces(_)
        | Command::WithdrawPlace(_)
        | Command::DefineVocabulary(_)
        | Command::DefineResource(_)
        | Command::WithdrawResource(_)
        | Command::IssueBadges(_)
        | Command::ImportRequests(_)
        | Command::BookMeetings(_)
        | Command::DefineSession(_)
        | Command::OpenSession(_)
        | Command::CloseSession(_)
        | Command::CancelSession(_)
        | Command::TakeSeats(_)
        | Command::GrantStaff(_)
        | Command::RevokeStaff(_)
        | Command::ReviewDeadlines(_) => Everybody,
        Command::NoteDeskEdit(c) => match c.what {
            DeskThing::Help | DeskThing::Conversation => AllOf(vec![told(c)]),
            // What a company says of itself is the business of whoever looks after one of its
            // people.
            DeskThing::Profile => {
                let of_company = state.persons().filter(|row| is_about(c.id, row));
                AnyOf(of_company.map(|row| row.id).collect())
            }
            // Who looks after a registration follows from what it says, which the state does not
            // know: the desk compares it with the scope. No client may send this.
            DeskThing::Registration => Nobody,
            DeskThing::Site
            | DeskThing::SitePage
            | DeskThing::RegistrationForm
            | DeskThing::AssignmentRules
            | DeskThing::MessageSettings => Everybody,
        },
    }
}

/// Whether an edit of a profile is about a person's company.
fn is_about(id: DeskId, person: &Person) -> bool {
    id.to_bytes() == person.company.to_bytes()
}

fn threshold_subjects(object: FillObject) -> Subjects<'static> {
    match object {
        FillObject::Expert(person) => Subjects::AllOf(vec![person]),
        FillObject::Event | FillObject::Session(_) => Subjects::Everybody,
    }
}

/// The function that opens a command to a secondary administrator; none when no function does.
pub(crate) const fn function_of(command: &Command) -> Option<Function> {
    match command {
        Command::ConfigureEvent(_) | Command::ChangeStage(_) => Some(Function::Settings),
        Command::DefineVocabulary(_) => Some(Function::Form),
        Command::NoteDeskEdit(c) => Some(desk_function(c.what)),
        Command::DefineSlots(_)
        | Command::DefineTravel(_)
        | Command::DefinePlaces(_)
        | Command::WithdrawPlace(_)
        | Command::DefineResource(_)
        | Command::WithdrawResource(_) => Some(Function::Rooms),
        Command::RegisterPersons(_)
        | Command::ChangeAvailability(_)
        | Command::ChangeNeeds(_)
        | Command::AssignPerson(_)
        | Command::AssignPersons(_)
        | Command::WithdrawPerson(_)
        | Command::IssueBadges(_)
        | Command::ChangeFigures(_)
        | Command::ChangeTags(_) => Some(Function::Persons),
        Command::ErasePerson(_) => Some(Function::Privacy),
        Command::LimitExpert(_)
        | Command::DeclareExpertAbsent(_)
        | Command::DeclareExpertBack(_) => Some(Function::Experts),
        Command::MakeRequest(_)
        | Command::AcceptRequest(_)
        | Command::ConfirmRequest(_)
        | Command::RefuseRequest(_)
        | Command::CancelRequest(_)
        | Command::ImportRequests(_)
        | Command::TakeSlot(_)
        | Command::ArbitrateExpert(_) => Some(Function::Requests),
        Command::BookMeeting(_)
        | Command::BookMeetings(_)
        | Command::PublishPlan(_)
        | Command::MoveMeeting(_)
        | Command::SwapMeetings(_)
        | Command::CancelMeeting(_)
        | Command::MarkLate(_)
        | Command::MarkHeld(_)
        | Command::MarkNotHeld(_)
        | Command::OfferVacancy(_)
        | Command::AcceptOffer(_)
        | Command::DeclineOffer(_)
        | Command::WithdrawOffer(_)
        | Command::FillVacancy(_)
        | Command::DismissVacancy(_) => Some(Function::Meetings),
        Command::DefineSession(_)
        | Command::OpenSession(_)
        | Command::CloseSession(_)
        | Command::CancelSession(_)
        | Command::TakeSeat(_)
        | Command::ReleaseSeat(_)
        | Command::TakeSeats(_) => Some(Function::Programme),
        Command::CheckIn(_)
        | Command::CheckInBadge(_)
        | Command::CheckOut(_)
        | Command::CheckOutBadge(_) => Some(Function::Attendance),
        Command::SetThreshold(_) | Command::ClearThreshold(_) | Command::AcknowledgeAlert(_) => {
            Some(Function::Alerts)
        }
        Command::Announce(_) => Some(Function::Announcements),
        Command::GrantStaff(_) | Command::RevokeStaff(_) => Some(Function::Team),
        Command::UndoEntry(_) | Command::ReviewDeadlines(_) => None,
    }
}

/// What deciding on registrations does to persons: it lets them in, and out when an acceptance is
/// taken back. Whoever decides may, without the function for persons.
const fn is_of_registrations(command: &Command) -> bool {
    matches!(
        command,
        Command::RegisterPersons(_) | Command::WithdrawPerson(_)
    )
}

/// The person whom an entry about messages is for.
const fn told(c: &NoteDeskEdit) -> PersonId {
    PersonId::from_bytes(c.id.to_bytes())
}

/// The function that opens a part of the desk.
const fn desk_function(what: DeskThing) -> Function {
    match what {
        DeskThing::Site | DeskThing::SitePage => Function::Site,
        DeskThing::RegistrationForm => Function::Form,
        DeskThing::Registration | DeskThing::Profile => Function::Registrations,
        DeskThing::AssignmentRules => Function::Persons,
        DeskThing::Help | DeskThing::Conversation | DeskThing::MessageSettings => {
            Function::Conversations
        }
    }
}

/// What a participant or expert may do: with his own agenda, requests and offers.
fn authorise_person(state: &State, me: PersonId, command: &Command) -> Result<(), Reject> {
    let own = |is_mine: bool| {
        if is_mine {
            Ok(())
        } else {
            Err(Reject::from(NotFound {}))
        }
    };
    let party = |id| {
        state
            .meeting(id)
            .is_some_and(|meeting| meeting.host == me || meeting.guest == me)
    };
    match command {
        Command::MakeRequest(c) => own(c.from == me),
        Command::TakeSlot(c) => own(c.from == me),
        Command::AcceptRequest(c) => own(state
            .request(c.request)
            .is_some_and(|request| request.to == me)),
        Command::RefuseRequest(c) => own(state
            .request(c.request)
            .is_some_and(|request| request.to == me)),
        Command::ConfirmRequest(c) => own(state
            .request(c.request)
            .is_some_and(|request| request.from == me)),
        Command::CancelRequest(c) => own(state
            .request(c.request)
            .is_some_and(|request| request.from == me)),
        Command::CancelMeeting(c) => own(party(c.meeting)),
        Command::MarkLate(c) => own(c.party == me && party(c.meeting)),
        Command::AcceptOffer(c) => own(state.offer(c.offer).is_some_and(|offer| offer.to == me)),
        Command::DeclineOffer(c) => own(state.offer(c.offer).is_some_and(|offer| offer.to == me)),
        Command::ChangeAvailability(c) => own(c.person == me),
        Command::ChangeFigures(c) => own(c.person == me),
        // The server's own use case sends it for him, with what he typed; a client's is refused.
        Command::NoteDeskEdit(c) if c.what == DeskThing::Profile => own(state
            .person(me)
            .is_some_and(|row| !row.is_withdrawn && is_about(c.id, row))),
        Command::TakeSeat(c) => own(c.person == me),
        Command::ReleaseSeat(c) => own(c.person == me),
        Command::DeclareExpertAbsent(c) => own(c.expert == me && c.plan.is_empty()),
        // Only the server sends these in his name; who may write to whom is decided before.
        Command::NoteDeskEdit(c) if c.what == DeskThing::Help => own(told(c) == me),
        Command::NoteDeskEdit(c) if c.what == DeskThing::Conversation => {
            own(state.person(told(c)).is_some_and(|row| !row.is_withdrawn))
        }
        Command::ConfigureEvent(_)
        | Command::ChangeStage(_)
        | Command::DefineSlots(_)
        | Command::DefineTravel(_)
        | Command::DefinePlaces(_)
        | Command::WithdrawPlace(_)
        | Command::DefineVocabulary(_)
        | Command::DefineResource(_)
        | Command::WithdrawResource(_)
        | Command::ChangeNeeds(_)
        | Command::ChangeTags(_)
        | Command::RegisterPersons(_)
        | Command::AssignPerson(_)
        | Command::AssignPersons(_)
        | Command::WithdrawPerson(_)
        | Command::ErasePerson(_)
        | Command::IssueBadges(_)
        | Command::LimitExpert(_)
        | Command::ImportRequests(_)
        | Command::ArbitrateExpert(_)
        | Command::BookMeeting(_)
        | Command::BookMeetings(_)
        | Command::PublishPlan(_)
        | Command::MoveMeeting(_)
        | Command::SwapMeetings(_)
        | Command::MarkHeld(_)
        | Command::MarkNotHeld(_)
        | Command::OfferVacancy(_)
        | Command::WithdrawOffer(_)
        | Command::FillVacancy(_)
        | Command::DismissVacancy(_)
        | Command::DeclareExpertBack(_)
        | Command::DefineSession(_)
        | Command::OpenSession(_)
        | Command::CloseSession(_)
        | Command::CancelSession(_)
        | Command::TakeSeats(_)
        | Command::CheckIn(_)
        | Command::CheckInBadge(_)
        | Command::CheckOut(_)
        | Command::CheckOutBadge(_)
        | Command::SetThreshold(_)
        | Command::ClearThreshold(_)
        | Command::AcknowledgeAlert(_)
        | Command::Announce(_)
        | Command::GrantStaff(_)
        | Command::RevokeStaff(_)
        | Command::UndoEntry(_)
        | Command::NoteDeskEdit(_)
        | Command::ReviewDeadlines(_) => Err(Forbidden {
            needed: function_of(command),
        }
        .into()),
    }
}
