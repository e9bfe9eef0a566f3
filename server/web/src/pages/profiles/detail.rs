//! A company's profile: what waits, before and after; what it says; who may change it; what was
//! changed.

use app::desk::profile::{Change, Pick, ProfileError, SectionKey, Whole};
use app::desk::registration::form::profile::Section;
use askama::Template;
use axum::Form;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use protocol::id::{CompanyId, DeskId, PersonId};
use protocol::{Actor, CardKey};
use serde::Deserialize;

use super::super::desk::{AtDesk, Sent};
use super::super::moment::moment;
use super::super::page::{Page, render};
use super::{failed, section_of, section_title, tone, way};
use crate::error::HttpError;
use crate::registration::{Attached, Diff, Look, Shown, differences};

/// A change that waits, or one of the history.
struct Wish {
    id: String,
    revision: u64,
    title: String,
    by: String,
    at: String,
    state: &'static str,
    tone: &'static str,
    reason: String,
    diffs: Vec<Diff>,
    can_undo: bool,
}

struct Block {
    title: String,
    way: String,
    groups: Vec<Vec<Shown>>,
}

struct Colleague {
    id: String,
    name: String,
    may: bool,
}

#[derive(Template)]
#[template(path = "profile.html")]
struct DetailPage {
    page: Page,
    event: String,
    company: String,
    name: String,
    waiting: Vec<Wish>,
    blocks: Vec<Block>,
    colleagues: Vec<Colleague>,
    rights_revision: u64,
    history: Vec<Wish>,
    done: &'static str,
    complaint: &'static str,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    done: String,
}

/// Whoever may see none is told that first, whatever the address says.
pub(super) fn parsed(id: &str) -> CompanyId {
    CompanyId::parse(id).unwrap_or_else(|| CompanyId::from_bytes([0; 16]))
}

/// `GET /desk/{event}/profiles/{company}`
pub(crate) async fn show(
    desk: AtDesk,
    Path((_, company)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response, HttpError> {
    let done = match asked.done.as_str() {
        "accepted" => desk.page.say(
            "Modifications acceptées\u{a0}: les participants les voient dès maintenant.",
            "Changes accepted: participants see them from now on.",
        ),
        "refused" => desk.page.say("Modifications refusées.", "Changes refused."),
        "rights" => desk.page.say("Droits enregistrés.", "Rights saved."),
        "undone" => desk.page.say(
            "Modification reprise\u{a0}: ce qui précédait est de nouveau en vigueur.",
            "Change taken back: what was there before is in effect again.",
        ),
        "saved" => desk.page.say("C’est enregistré.", "Saved."),
        "same" => desk.page.say("Rien n’a changé.", "Nothing changed."),
        _ => "",
    };
    answer(desk, &company, StatusCode::OK, done, "").await
}

async fn answer(
    AtDesk {
        site,
        signed_in,
        page,
    }: AtDesk,
    company: &str,
    status: StatusCode,
    done: &'static str,
    complaint: &'static str,
) -> Result<Response, HttpError> {
    let (event, actor) = (&signed_in.event, signed_in.actor());
    let whole = site.profiles.open(event, actor, parsed(company)).await;
    let whole = whole.map_err(failed)?;
    let zone = signed_in.event_zone();
    let view = event.view();
    let title = |key: CardKey| {
        let card = view.labels.get(&key);
        card.map_or(String::new(), |card| card.title.clone())
    };
    let is_french = page.language.is_french();
    let with = (&whole.form, &whole.around);
    let wish = |change: &Change, is_waiting: bool| {
        let section = section_of(change.key);
        let current = whole.section(change.key);
        // What waits is weighed against what is in effect now, not when it was written.
        let now = current.map(|one| &one.answers).filter(|_| is_waiting);
        let before = now.unwrap_or(&change.before);
        Wish {
            id: change.id.to_string(),
            revision: current.map_or(0, |one| one.revision),
            title: heading(section, change.key, is_french, &title),
            by: match change.made_by {
                Actor::Person(person) => title(CardKey::Person(person)),
                Actor::Staff(staff) => title(CardKey::Staff(staff)),
                Actor::System => String::new(),
            },
            at: moment(&page, change.made_at, &zone).shown,
            state: page.change_state(change.state),
            tone: tone(change.state),
            reason: change.reason.clone(),
            diffs: differences(with, (before, &change.after), section.parts(), is_french),
            can_undo: whole.can_take_back(change),
        }
    };
    let waiting = whole.sections.iter();
    let waiting = waiting.filter_map(|one| one.waiting.as_ref());
    let is_over = |change: &&Change| {
        let mut sections = whole.sections.iter();
        !sections.any(|one| one.waiting.as_ref().is_some_and(|of| of.id == change.id))
    };
    let history = whole.history.iter().filter(is_over);
    let template = DetailPage {
        event: event.id().to_string(),
        company: whole.company.to_string(),
        name: title(CardKey::Company(whole.company)),
        waiting: waiting.map(|change| wish(change, true)).collect(),
        history: history.map(|change| wish(change, false)).collect(),
        blocks: blocks(&whole, is_french, &title),
        colleagues: whole
            .people
            .iter()
            .map(|id| Colleague {
                id: id.to_string(),
                name: title(CardKey::Person(*id)),
                may: whole.is_editor(*id),
            })
            .collect(),
        rights_revision: whole.rights.revision,
        done,
        complaint,
        page,
    };
    render(status, &template)
}

fn heading(
    section: Section,
    key: SectionKey,
    is_french: bool,
    title: &impl Fn(CardKey) -> String,
) -> String {
    match key {
        SectionKey::Person(_, person) => title(CardKey::Person(person)),
        SectionKey::Company(_) | SectionKey::Products(_) => {
            section_title(section, false, is_french).to_owned()
        }
    }
}

fn blocks(whole: &Whole, is_french: bool, title: &impl Fn(CardKey) -> String) -> Vec<Block> {
    let of = |current: &app::desk::profile::Current| {
        let person = match current.key {
            SectionKey::Person(_, person) => Some(person),
            SectionKey::Company(_) | SectionKey::Products(_) => None,
        };
        let answers = whole.answers(person, false);
        let look = Look {
            form: &whole.form,
            around: &whole.around,
            answers: &answers,
            faults: &[],
            attached: Attached::default(),
            is_french,
        };
        let section = current.section();
        let groups = section.parts().iter().flat_map(|part| {
            let n = answers.groups(*part).len();
            (0..n).map(|nth| look.shown(*part, nth)).collect::<Vec<_>>()
        });
        Block {
            title: heading(section, current.key, is_french, title),
            way: way(current.key),
            groups: groups.filter(|group| !group.is_empty()).collect(),
        }
    };
    whole.sections.iter().map(of).collect()
}

/// `POST /desk/{event}/profiles/{company}`: accept or refuse what is ticked, give rights, take a
/// change back.
pub(crate) async fn act(
    desk: AtDesk,
    Path((_, company)): Path<(String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Result<Response, HttpError> {
    let sent = Sent(&sent);
    let (event, by) = (&desk.signed_in.event, desk.signed_in.standing.clone());
    let (profiles, id) = (&desk.site.profiles, parsed(&company));
    let picks = sent.values("pick").filter_map(|value| {
        let (id, seen) = value.split_once(':')?;
        Some(Pick {
            id: DeskId::parse(id)?,
            seen: seen.parse().ok()?,
        })
    });
    let picks: Vec<Pick> = picks.collect();
    let (verb, change) = sent
        .value("go")
        .split_once('-')
        .unwrap_or((sent.value("go"), ""));
    // Whoever may do nothing here learns that before he is told what is missing.
    let opened = profiles.open(event, by.actor(), id).await;
    opened.map_err(failed)?;
    let (outcome, done) = match verb {
        "accept" | "refuse" if picks.is_empty() => {
            let complaint = desk.page.say(
                "Rien n’a été fait\u{a0}: cochez les modifications dont vous décidez.",
                "Nothing was done: tick the changes that you decide on.",
            );
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return answer(desk, &company, status, "", complaint).await;
        }
        "accept" => (profiles.accept(event, by, id, &picks).await, "accepted"),
        "refuse" => {
            let reason = sent.value("reason");
            let outcome = profiles.refuse(event, by, id, &picks, reason).await;
            (outcome, "refused")
        }
        "rights" => {
            let editors: Vec<PersonId> =
                sent.values("editor").filter_map(PersonId::parse).collect();
            let seen = sent.revision();
            let outcome = profiles.give_rights(event, by, id, seen, &editors).await;
            (outcome, "rights")
        }
        "undo" => {
            let change = DeskId::parse(change).ok_or(HttpError::NotFound)?;
            (profiles.take_back(event, by, id, change).await, "undone")
        }
        _ => return Err(HttpError::BadRequest("the form says not what to do")),
    };
    let page = &desk.page;
    let (status, complaint) = match outcome {
        Ok(()) => {
            let to = format!("/desk/{}/profiles/{company}?done={done}", event.id());
            return Ok(Redirect::to(&to).into_response());
        }
        Err(ProfileError::Stale) => (
            StatusCode::CONFLICT,
            page.say(
                "Rien n’a été fait\u{a0}: ce profil a changé depuis que vous l’avez ouvert. Le voici à jour.",
                "Nothing was done: this profile changed since you opened it. Here it is now.",
            ),
        ),
        Err(ProfileError::Faulty(_)) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            page.say(
                "Rien n’a été fait\u{a0}: le formulaire a changé et n’admet plus ces réponses. Modifiez le profil vous-même, ou refusez avec un motif.",
                "Nothing was done: the form changed and does not take these answers any more. Change the profile yourself, or refuse with a reason.",
            ),
        ),
        Err(ProfileError::NobodyLeft) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            page.say(
                "Rien n’a été enregistré\u{a0}: une personne au moins doit pouvoir modifier la fiche.",
                "Nothing was saved: at least one person must be able to change the profile.",
            ),
        ),
        Err(error) => return Err(failed(error)),
    };
    answer(desk, &company, status, "", complaint).await
}
