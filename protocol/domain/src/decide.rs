//! The one door for wishes: rights first, then the rule of the capability, then the alerts that
//! follow from what changed.

use protocol::change::DeskEdited;
use protocol::{Actor, Change, Command, Entry, EntryHead, Micros, Reject};

use crate::access;
use crate::alerts;
use crate::stage;
use crate::state::State;

/// Everything that a decision may depend on besides the state and the wish.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// Who wishes; identified by the shell, authorised here.
    pub actor: Actor,
    /// The event's time.
    pub now: Micros,
    /// The entry that an [`protocol::command::UndoEntry`] names, fetched beforehand.
    pub undone: Option<&'a Entry>,
}

/// Turns a wish into changes, or says why not. A refused wish changes nothing.
///
/// An accepted wish may change nothing either (a meeting moved to where it is); then there is
/// nothing to log, and asking again gives the same answer.
///
/// # Errors
/// The refusal: missing rights, a rule, or somebody who was faster.
pub fn decide(
    state: &State,
    context: &Context<'_>,
    command: &Command,
) -> Result<Vec<Change>, Reject> {
    access::authorise(state, context.actor, command)?;
    stage::check_open(state, context, command)?;
    let mut draft = Draft::new(state, context);
    draft.run(command)?;
    // Taking back is not the moment for new promises, and where nothing happens any more there is
    // none.
    if !matches!(command, Command::UndoEntry(_)) && !draft.state.stage().is_frozen() {
        draft.serve_waiting_lists();
    }
    alerts::review(&mut draft);
    Ok(draft.changes)
}

/// A copy of the state on which a command's changes take effect one after the other, so that a
/// later step of one command sees what an earlier step did.
pub(crate) struct Draft<'a> {
    pub(crate) state: State,
    pub(crate) context: &'a Context<'a>,
    pub(crate) changes: Vec<Change>,
    head: EntryHead,
}

impl<'a> Draft<'a> {
    fn new(state: &State, context: &'a Context<'a>) -> Self {
        // The draft is thrown away: its touches carry no number of the log.
        let head = EntryHead {
            seq: u64::MAX,
            at: context.now,
            by: context.actor,
            command: protocol::id::CommandId::from_bytes([0; 16]),
        };
        Self {
            state: state.clone(),
            context,
            changes: Vec::new(),
            head,
        }
    }

    /// Records a change and lets it take effect on the draft.
    pub(crate) fn put(&mut self, change: impl Into<Change>) {
        let change = change.into();
        self.state.evolve(&self.head, &change);
        self.changes.push(change);
    }

    fn run(&mut self, command: &Command) -> Result<(), Reject> {
        match command {
            Command::ConfigureEvent(c) => self.configure_event(c),
            Command::ChangeStage(c) => self.change_stage(c),
            Command::DefineSlots(c) => self.define_slots(c),
            Command::DefineTravel(c) => self.define_travel(c),
            Command::DefinePlaces(c) => self.define_places(c),
            Command::WithdrawPlace(c) => self.withdraw_place(c),
            Command::DefineVocabulary(c) => self.define_vocabulary(c),

            Command::RegisterPersons(c) => self.register_persons(c),
            Command::DefineResource(c) => self.define_resource(c),
            Command::WithdrawResource(c) => self.withdraw_resource(c),
            Command::ChangeNeeds(c) => self.change_needs(c),
            Command::ChangeAvailability(c) => self.change_availability(c),
            Command::AssignPerson(c) => self.assign_person(c),
            Command::AssignPersons(c) => self.assign_persons(c),
            Command::WithdrawPerson(c) => self.withdraw_person(c),
            Command::ErasePerson(c) => self.erase_person(c),
            Command::IssueBadges(c) => self.issue_badges(c),
            Command::LimitExpert(c) => self.limit_expert(c),
            Command::ChangeFigures(c) => self.change_figures(c),
            Command::ChangeTags(c) => self.change_tags(c),

            Command::MakeRequest(c) => self.make_request(c),
            Command::AcceptRequest(c) => self.accept_request(c),
            Command::ConfirmRequest(c) => self.confirm_request(c),
            Command::RefuseRequest(c) => self.refuse_request(c),
            Command::CancelRequest(c) => self.cancel_request(c),
            Command::ImportRequests(c) => self.import_requests(c),
            Command::TakeSlot(c) => self.take_slot(c),
            Command::ArbitrateExpert(c) => self.arbitrate_expert(c),

            Command::BookMeeting(c) => self.book_meeting(c.meeting, c.host, c.guest, c.spot),
            Command::BookMeetings(c) => self.book_meetings(c),
            Command::PublishPlan(c) => self.publish_plan(c),
            Command::MoveMeeting(c) => self.move_meeting(c),
            Command::SwapMeetings(c) => self.swap_meetings(c),
            Command::CancelMeeting(c) => self.cancel_meeting(c),
            Command::MarkLate(c) => self.mark_late(c),
            Command::MarkHeld(c) => self.mark_held(c),
            Command::MarkNotHeld(c) => self.mark_not_held(c),

            Command::OfferVacancy(c) => self.offer_vacancy(c),
            Command::AcceptOffer(c) => self.accept_offer(c),
            Command::DeclineOffer(c) => self.decline_offer(c),
            Command::WithdrawOffer(c) => self.withdraw_offer(c),
            Command::FillVacancy(c) => self.fill_vacancy(c),
            Command::DismissVacancy(c) => self.dismiss_vacancy(c),

            Command::DeclareExpertAbsent(c) => self.declare_expert_absent(c),
            Command::DeclareExpertBack(c) => self.declare_expert_back(c),

            Command::DefineSession(c) => self.define_session(c),
            Command::OpenSession(c) => self.open_session(c),
            Command::CloseSession(c) => self.close_session(c),
            Command::CancelSession(c) => self.cancel_session(c),
            Command::TakeSeat(c) => self.take_seat(c.session, c.person),
            Command::ReleaseSeat(c) => self.release_seat(c),
            Command::TakeSeats(c) => c
                .seats
                .iter()
                .try_for_each(|(session, person)| self.take_seat(*session, *person)),

            Command::CheckIn(c) => self.check_in(c.person, c.gate),
            Command::CheckInBadge(c) => self
                .badge_holder(c.badge)
                .and_then(|person| self.check_in(person, c.gate)),
            Command::CheckOut(c) => self.check_out(c.person, c.gate),
            Command::CheckOutBadge(c) => self
                .badge_holder(c.badge)
                .and_then(|person| self.check_out(person, c.gate)),

            Command::SetThreshold(c) => self.set_threshold(c),
            Command::ClearThreshold(c) => self.clear_threshold(c),
            Command::AcknowledgeAlert(c) => self.acknowledge_alert(c),
            Command::Announce(c) => self.announce(c),
            Command::GrantStaff(c) => self.grant_staff(c),
            Command::RevokeStaff(c) => self.revoke_staff(c),
            Command::UndoEntry(c) => self.undo_entry(c),
            Command::ReviewDeadlines(_) => self.review_deadlines(),
            Command::NoteDeskEdit(c) => {
                self.put(DeskEdited {
                    what: c.what,
                    id: c.id,
                    revision: c.revision,
                });
                Ok(())
            }
        }
    }
}
