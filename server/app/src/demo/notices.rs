//! What the organisers set up last: fill thresholds, announcements, the rules of the day.

use protocol::card::CardKey;
use protocol::command::{Announce, ConfigureEvent, SetThreshold};
use protocol::id::AnnouncementId;
use protocol::{Actor, AssignmentMode, Audience, EventSetup, FillObject, Threshold};

use super::GenerateError;
use super::calendar::Calendar;
use super::draft::Draft;
use super::team::Team;
use super::venue;

/// Sets thresholds a few days ahead.
pub(super) fn set_thresholds(
    draft: &mut Draft,
    calendar: &Calendar,
    team: &Team,
) -> Result<(), GenerateError> {
    draft.advance_to(calendar.days_before(4));
    let sessions: Vec<_> = draft.state().sessions().map(|session| session.id).collect();
    let experts: Vec<_> = draft.state().experts().map(|expert| expert.id).collect();
    let from = calendar.days_before(1);
    let mut thresholds = vec![Threshold {
        object: FillObject::Event,
        percent: 50,
        from,
    }];
    for session in sessions {
        thresholds.push(Threshold {
            object: FillObject::Session(session),
            percent: 50,
            from,
        });
    }
    for expert in experts {
        thresholds.push(Threshold {
            object: FillObject::Expert(expert),
            percent: 15,
            from,
        });
    }
    for threshold in thresholds {
        draft.send(Actor::Staff(team.main), SetThreshold { threshold })?;
    }
    Ok(())
}

/// Opens the first day: shorter times to confirm, and a word of welcome.
pub(super) fn open_the_day(
    draft: &mut Draft,
    calendar: &Calendar,
    team: &Team,
) -> Result<(), GenerateError> {
    draft.advance_to(calendar.at(0, 7, 30));
    let n_expected = draft.state().n_persons();
    let setup = EventSetup {
        mode: Some(AssignmentMode::Mixed),
        ..venue::setup(n_expected, venue::HOLD_DURING)
    };
    draft.send(Actor::Staff(team.main), ConfigureEvent { setup })?;
    let welcome = "Bienvenue à Cap Littoral\u{202f}! Votre agenda est à jour sur votre téléphone.";
    announce(draft, team, Audience::Everybody, welcome)?;
    draft.advance_to(calendar.at(0, 7, 45));
    let experts = "Café d’accueil des experts à 8\u{a0}h\u{a0}15, à côté des stands.";
    announce(draft, team, Audience::Experts, experts)?;
    draft.advance_to(calendar.at(0, 7, 50));
    let staff = "Les badges oubliés se réimpriment au comptoir de gauche.";
    announce(draft, team, Audience::Staff, staff)
}

fn announce(
    draft: &mut Draft,
    team: &Team,
    audience: Audience,
    text: &str,
) -> Result<(), GenerateError> {
    let mut chance = draft.chance.fork(text);
    let announcement = AnnouncementId::new(draft.now(), chance.bytes());
    draft.card(CardKey::Announcement(announcement), text, "", "");
    draft.send(
        Actor::Staff(team.main),
        Announce {
            announcement,
            audience,
        },
    )
}
