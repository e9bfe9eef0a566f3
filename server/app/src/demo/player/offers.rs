//! Freed slots: whoever is offered one answers or lets it pass. Organisers, where they are
//! played, offer what nobody took care of.

use protocol::command::{AcceptOffer, DeclineOffer, OfferVacancy};
use protocol::id::{MeetingId, OfferId};
use protocol::query::VacancyCandidates;
use protocol::{Actor, Answer, Minutes, Query};

use super::{Cast, Scene, after, minutes_between};

/// How long a freed slot waits for people before a played organiser offers it.
const PATIENCE: Minutes = Minutes(5);

pub(super) fn play(scene: &mut Scene<'_>) {
    answer(scene);
    match scene.player.cast {
        Cast::Everybody => {}
        Cast::WithOrganisers => offer(scene),
    }
}

fn answer(scene: &mut Scene<'_>) {
    let state = scene.state;
    for offer in state.offers() {
        if scene.is_left_alone(offer.to) {
            continue;
        }
        let mut lot = scene.lot("offer", offer.id.to_bytes());
        let at = after(offer.expires_at, -minutes_between(&mut lot, 1, 7));
        let actor = Actor::Person(offer.to);
        match lot.below(100) {
            0..=61 => {
                let meeting = MeetingId::new(at, lot.bytes());
                scene.cue(
                    &lot,
                    at,
                    actor,
                    AcceptOffer {
                        offer: offer.id,
                        meeting,
                    },
                );
            }
            62..=81 => scene.cue(&lot, at, actor, DeclineOffer { offer: offer.id }),
            // The others do not look at their phone.
            _ => {}
        }
    }
}

fn offer(scene: &mut Scene<'_>) {
    let state = scene.state;
    for vacancy in state
        .vacancies()
        .filter(|vacancy| state.offer_of(vacancy.id).is_none())
    {
        let mut lot = scene.lot("fill", vacancy.id.to_bytes());
        let at = vacancy.freed_at + PATIENCE;
        let is_time = at <= scene.now && scene.now < at + PATIENCE;
        if !is_time || scene.was_tried(&lot.part("offer")) {
            continue;
        }
        let query = Query::from(VacancyCandidates {
            vacancy: vacancy.id,
        });
        let Ok(Answer::RankedCandidates(answer)) = scheduler::answer(state, scene.now, &query)
        else {
            continue;
        };
        if let Some(best) = answer.candidates.first() {
            let own = lot.part("offer");
            let offer = OfferId::new(at, lot.bytes());
            let command = OfferVacancy {
                vacancy: vacancy.id,
                offer,
                to: best.person,
            };
            scene.cue(&own, at, Actor::System, command);
        }
    }
}
