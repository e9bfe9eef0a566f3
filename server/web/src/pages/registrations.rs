//! The queue of registrations: who waits, what they say, and the decision (BO-08, REG-08, 18, 19).

mod change;
mod views;

use std::sync::Arc;

use app::desk::registration::form::{Part, Role};
use app::desk::registration::{
    Choice, Detail, RegistrationError, RegistrationFilter, RegistrationState, VerdictStanding,
};
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use protocol::id::{CompanyId, OrganisationId, RegistrationId};
use protocol::limits::REGISTRATIONS_PER_PAGE_MAX;
use protocol::{CardKey, Side};
use serde::Deserialize;

pub(crate) use self::change::{correct, edit, on_site, register_on_site};
use self::views::{DetailPage, Entry, Line, ListPage, Tally, state_word};
use super::page::{Page, render};
use crate::error::HttpError;
use crate::identity::SignedIn;
use crate::registration::Look;
use crate::router::Site;
use crate::surface::Surface;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    lang: Option<String>,
    state: String,
    q: String,
    country: String,
    sector: String,
    from: u32,
    /// What was done.
    done: String,
    /// How many of several.
    n: u32,
}

async fn find(site: &Site, event: &str, headers: &HeaderMap) -> Result<SignedIn, HttpError> {
    SignedIn::find(site, event, Some(Surface::Console), headers).await
}

fn failed(error: RegistrationError) -> HttpError {
    match error {
        RegistrationError::Refused(reject) => reject.into(),
        RegistrationError::Store(fault) => fault.into(),
        RegistrationError::Faulty(_) | RegistrationError::Flawed(_) => {
            HttpError::BadRequest("nobody could be registered with these answers")
        }
        RegistrationError::Stale(now) => {
            let revision = now.head.revision;
            protocol::Reject::from(protocol::reject::DeskEditStale { revision }).into()
        }
    }
}

fn title_of(signed_in: &SignedIn) -> String {
    let view = signed_in.event.view();
    let card = view.labels.get(&CardKey::Event).cloned();
    card.unwrap_or_default().title
}

fn state_of(word: &str) -> Option<RegistrationState> {
    RegistrationState::ALL
        .into_iter()
        .find(|state| state_word(*state) == word)
}

/// `GET /desk/{event}/registrations`
pub(crate) async fn list(
    State(site): State<Arc<Site>>,
    Path(event): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    let signed_in = find(&site, &event, &headers).await?;
    let page = Page::of(&site, asked.lang.as_deref(), &headers);
    // Who opens the queue wants to see what waits.
    let state = match asked.state.as_str() {
        "" => Some(RegistrationState::Submitted),
        "all" => None,
        word => Some(state_of(word).ok_or(HttpError::NotFound)?),
    };
    let filter = RegistrationFilter {
        state,
        name_folded: asked.q.chars().take(100).collect(),
        country: asked.country.clone(),
        sector: asked.sector.clone(),
        n_before: asked.from,
    };
    let actor = signed_in.standing.actor();
    let queue = site
        .registrations
        .queue(&signed_in.event, actor, &filter)
        .await
        .map_err(failed)?;
    let around = site.registrations.around(&signed_in.event).await?;
    let zone = signed_in.event.view();
    let zone = zone
        .labels
        .get(&CardKey::Event)
        .map_or(String::new(), |card| card.code.clone());
    let lines = queue.lines.iter().map(|head| {
        let sector = around.sectors.iter().find(|one| one.code == head.sector);
        Line {
            id: head.id.to_string(),
            revision: head.revision,
            title: if head.title.is_empty() {
                "–".to_owned()
            } else {
                head.title.clone()
            },
            country: head.country.clone(),
            sector: sector.map_or(String::new(), |one| {
                if page.language.is_french() {
                    one.french.clone()
                } else {
                    one.english.clone()
                }
            }),
            email: head.email.clone(),
            state: page.state(head.state),
            tone: tone(head.state),
            at: super::moment::moment(&page, head.submitted_at.unwrap_or(head.saved_at), &zone)
                .shown,
            can_accept: head.state == RegistrationState::Submitted,
        }
    });
    let of = |state| {
        let found = queue.counts.iter().find(|(one, _)| *one == state);
        found.map_or(0, |(_, n)| *n)
    };
    let tallies = RegistrationState::ALL.into_iter().map(|one| Tally {
        word: state_word(one),
        label: page.states(one),
        n: of(one),
        is_on: state == Some(one),
    });
    let step = u32::try_from(REGISTRATIONS_PER_PAGE_MAX).expect("a small bound");
    render(
        StatusCode::OK,
        &ListPage {
            event: event.clone(),
            title: title_of(&signed_in),
            lines: lines.collect(),
            tallies: tallies.collect(),
            is_all: state.is_none(),
            state: asked.state.clone(),
            query: asked.q,
            back: (asked.from > 0).then(|| asked.from.saturating_sub(step)),
            on: queue.has_more.then(|| asked.from + step),
            done: done_sentence(&page, &asked.done, asked.n),
            page,
        },
    )
}

const fn tone(state: RegistrationState) -> &'static str {
    match state {
        RegistrationState::Draft => "",
        RegistrationState::Submitted => "accent",
        RegistrationState::Validated => "live",
        RegistrationState::Refused => "warn",
    }
}

fn done_sentence(page: &Page, done: &str, n: u32) -> String {
    match done {
        "accepted" if n > 1 => {
            if page.language.is_french() {
                format!("{n} inscriptions validées.")
            } else {
                format!("{n} registrations validated.")
            }
        }
        "accepted" => page
            .say(
                "Inscription validée : les personnes peuvent prendre des rendez-vous.",
                "Registration validated: its people can be booked.",
            )
            .replace(" :", "\u{a0}:"),
        "refused" => page
            .say("Inscription refusée.", "Registration refused.")
            .to_owned(),
        "taken-back" => page
            .say(
                "Validation reprise : l’inscription attend de nouveau.",
                "Validation taken back: the registration waits again.",
            )
            .replace(" :", "\u{a0}:"),
        "corrected" => page
            .say("Réponses modifiées.", "Answers changed.")
            .to_owned(),
        "nothing" => page
            .say(
                "Rien n’a été validé : ouvrez les inscriptions une à une.",
                "Nothing was validated: open the registrations one by one.",
            )
            .replace(" :", "\u{a0}:"),
        _ => String::new(),
    }
}

/// `GET /desk/{event}/registrations/{id}`
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    Path((event, id)): Path<(String, String)>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    let signed_in = find(&site, &event, &headers).await?;
    let page = Page::of(&site, asked.lang.as_deref(), &headers);
    let done = done_sentence(&page, &asked.done, asked.n);
    detail(
        &site,
        &signed_in,
        page,
        &id,
        StatusCode::OK,
        done,
        String::new(),
    )
    .await
}

async fn detail(
    site: &Site,
    signed_in: &SignedIn,
    page: Page,
    id: &str,
    status: StatusCode,
    done: String,
    complaint: String,
) -> Result<Response, HttpError> {
    let id = RegistrationId::parse(id);
    // Whoever may not see any is told that first, whatever the address says.
    let id = id.unwrap_or_else(|| RegistrationId::from_bytes([0; 16]));
    let actor = signed_in.standing.actor();
    let detail = site
        .registrations
        .detail(&signed_in.event, actor, id)
        .await
        .map_err(failed)?;
    render(
        status,
        &detail_page(signed_in, page, &detail, done, complaint),
    )
}

fn detail_page(
    signed_in: &SignedIn,
    page: Page,
    detail: &Detail,
    done: String,
    complaint: String,
) -> DetailPage {
    let look = Look {
        form: &detail.form,
        around: &detail.around,
        answers: &detail.answers,
        faults: &detail.faults,
        is_french: page.language.is_french(),
    };
    let head = &detail.registration.head;
    let (form, answers) = (&detail.form, &detail.answers);
    let word = |is, is_gone: bool| match is {
        VerdictStanding::Accepted if is_gone => page.say("parti", "gone"),
        VerdictStanding::Waiting => page.say("en attente", "waiting"),
        VerdictStanding::Accepted => page.say("validé", "validated"),
        VerdictStanding::Refused => page.say("écarté", "left out"),
    };
    let is_waiting = head.state == RegistrationState::Submitted;
    let people = answers
        .people
        .iter()
        .zip(&detail.verdicts.people)
        .enumerate();
    let people = people.map(|(nth, (group, verdict))| {
        let is_gone = verdict.person().is_some_and(|id| detail.gone.contains(&id));
        let first = form.answer(Role::FirstName, group);
        let last = form.answer(Role::LastName, group);
        Entry {
            nth,
            title: format!("{first} {last}").trim().to_owned(),
            state: word(verdict.is, is_gone),
            is_on: is_waiting || verdict.is == VerdictStanding::Accepted,
            is_fixed: verdict.is == VerdictStanding::Accepted && !is_gone,
            shown: look.shown(Part::Person, nth),
        }
    });
    let products = answers
        .products
        .iter()
        .zip(&detail.verdicts.products)
        .enumerate();
    let products = products.map(|(nth, (group, verdict))| Entry {
        nth,
        title: form.answer(Role::ProductName, group).to_owned(),
        state: word(verdict.is, false),
        is_on: is_waiting || verdict.is == VerdictStanding::Accepted,
        is_fixed: false,
        shown: look.shown(Part::Product, nth),
    });
    let alike = detail.alike.iter().map(|one| {
        let href = format!("/desk/{}/registrations/{}", signed_in.event.id(), one.id);
        (href, one.title.clone(), page.state(one.state))
    });
    let companies = detail.companies.iter();
    let organisations = detail.organisations.iter();
    DetailPage {
        event: signed_in.event.id().to_string(),
        title: title_of(signed_in),
        id: head.id.to_string(),
        revision: head.revision,
        name: head.title.clone(),
        state: page.state(head.state),
        tone: tone(head.state),
        is_waiting,
        is_validated: head.state == RegistrationState::Validated,
        is_refused: head.state == RegistrationState::Refused,
        is_draft: head.state == RegistrationState::Draft,
        reason: detail.registration.reason.clone(),
        wants_news: detail.registration.wants_news,
        company: look.shown(Part::Company, 0),
        description: look.shown(Part::Description, 0),
        people: people.collect(),
        products: products.collect(),
        faults: look.summary().into_iter().map(|(_, text)| text).collect(),
        alike: alike.collect(),
        companies: companies
            .map(|(id, name)| (id.to_string(), name.clone()))
            .collect(),
        organisations: organisations
            .map(|(id, name)| (id.to_string(), name.clone()))
            .collect(),
        has_sides: signed_in
            .event
            .view()
            .state
            .setup()
            .is_some_and(|setup| setup.topology == protocol::Topology::TwoSided),
        done,
        complaint,
        page,
    }
}

/// What a form of the detail sent.
struct Sent<'a>(&'a [(String, String)]);

impl Sent<'_> {
    fn value(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(key, _)| key == name);
        found.map_or("", |(_, value)| value.as_str())
    }

    fn ticked(&self, name: &str) -> Vec<usize> {
        self.0
            .iter()
            .filter(|(key, _)| key == name)
            .filter_map(|(_, value)| value.parse().ok())
            .collect()
    }

    fn revision(&self) -> u64 {
        self.value("revision").parse().unwrap_or_default()
    }

    fn choice(&self) -> Choice {
        Choice {
            people: self.ticked("person"),
            products: self.ticked("product"),
            into: CompanyId::parse(self.value("into")),
            organisation: OrganisationId::parse(self.value("organisation")),
            side: match self.value("side") {
                "host" => Some(Side::Host),
                "guest" => Some(Side::Guest),
                _ => None,
            },
        }
    }
}

/// What becomes of a press on the detail: back to it, with what was done or what stood against it.
async fn settled<T>(
    (site, signed_in, page): (&Site, SignedIn, Page),
    id: &str,
    done: &str,
    outcome: Result<T, RegistrationError>,
) -> Result<Response, HttpError> {
    let (status, complaint) = match outcome {
        Ok(_) => {
            let event = signed_in.event.id();
            let to = format!("/desk/{event}/registrations/{id}?done={done}");
            return Ok(Redirect::to(&to).into_response());
        }
        Err(RegistrationError::Stale(now)) => {
            let said = page.say(
                "Rien n’a été fait : quelqu’un a modifié cette inscription depuis que vous l’avez ouverte. Voici ce qu’elle est maintenant, état :",
                "Nothing was done: somebody changed this registration since you opened it. Here is what it is now; state:",
            );
            let said = said.replace(" :", "\u{a0}:");
            let said = format!("{said} {}.", page.state(now.head.state));
            (StatusCode::CONFLICT, said)
        }
        Err(RegistrationError::Faulty(_)) => {
            let said = page.say(
                "Rien n’a été fait : il faut un nom d’entreprise et au moins un représentant avec nom et adresse.",
                "Nothing was done: it takes a company name and at least one representative with name and address.",
            );
            (
                StatusCode::UNPROCESSABLE_ENTITY,
                said.replace(" :", "\u{a0}:"),
            )
        }
        Err(error) => return Err(failed(error)),
    };
    detail(site, &signed_in, page, id, status, String::new(), complaint).await
}

fn parsed(id: &str) -> RegistrationId {
    RegistrationId::parse(id).unwrap_or_else(|| RegistrationId::from_bytes([0; 16]))
}

/// `POST /desk/{event}/registrations/{id}/accept`
pub(crate) async fn accept(
    State(site): State<Arc<Site>>,
    Path((event, id)): Path<(String, String)>,
    headers: HeaderMap,
    Form(sent): Form<Vec<(String, String)>>,
) -> Result<Response, HttpError> {
    let signed_in = find(&site, &event, &headers).await?;
    let page = Page::of(&site, None, &headers);
    let sent = Sent(&sent);
    let standing = signed_in.standing.clone();
    let outcome = site
        .registrations
        .accept(
            &signed_in.event,
            standing,
            parsed(&id),
            sent.revision(),
            &sent.choice(),
        )
        .await;
    settled((&site, signed_in, page), &id, "accepted", outcome).await
}

/// `POST /desk/{event}/registrations/{id}/refuse`
pub(crate) async fn refuse(
    State(site): State<Arc<Site>>,
    Path((event, id)): Path<(String, String)>,
    headers: HeaderMap,
    Form(sent): Form<Vec<(String, String)>>,
) -> Result<Response, HttpError> {
    let signed_in = find(&site, &event, &headers).await?;
    let page = Page::of(&site, None, &headers);
    let sent = Sent(&sent);
    let standing = signed_in.standing.clone();
    let outcome = site
        .registrations
        .refuse(
            &signed_in.event,
            standing,
            parsed(&id),
            sent.revision(),
            sent.value("reason"),
        )
        .await;
    settled((&site, signed_in, page), &id, "refused", outcome).await
}

/// `POST /desk/{event}/registrations/{id}/take-back`
pub(crate) async fn take_back(
    State(site): State<Arc<Site>>,
    Path((event, id)): Path<(String, String)>,
    headers: HeaderMap,
    Form(sent): Form<Vec<(String, String)>>,
) -> Result<Response, HttpError> {
    let signed_in = find(&site, &event, &headers).await?;
    let page = Page::of(&site, None, &headers);
    let sent = Sent(&sent);
    if sent.value("sure").is_empty() {
        let complaint = page.say(
            "Rien n’a été fait : cochez la case pour confirmer.",
            "Nothing was done: tick the box to confirm.",
        );
        let complaint = complaint.replace(" :", "\u{a0}:");
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return detail(
            &site,
            &signed_in,
            page,
            &id,
            status,
            String::new(),
            complaint,
        )
        .await;
    }
    let standing = signed_in.standing.clone();
    let outcome = site
        .registrations
        .take_back(&signed_in.event, standing, parsed(&id), sent.revision())
        .await;
    settled((&site, signed_in, page), &id, "taken-back", outcome).await
}

/// `POST /desk/{event}/registrations/accept`: those that are ticked, whole, one by one; what has
/// faults or changed since stays in the queue.
pub(crate) async fn accept_all(
    State(site): State<Arc<Site>>,
    Path(event): Path<String>,
    headers: HeaderMap,
    Form(sent): Form<Vec<(String, String)>>,
) -> Result<Response, HttpError> {
    let signed_in = find(&site, &event, &headers).await?;
    let actor = signed_in.standing.actor();
    let picked: Vec<_> = sent
        .iter()
        .filter(|(key, _)| key == "pick")
        .filter_map(|(_, value)| {
            let (id, revision) = value.split_once(':')?;
            Some((RegistrationId::parse(id)?, revision.parse::<u64>().ok()?))
        })
        .take(REGISTRATIONS_PER_PAGE_MAX)
        .collect();
    // Also of nothing at all, only who may see the queue is told.
    let filter = RegistrationFilter::default();
    site.registrations
        .queue(&signed_in.event, actor, &filter)
        .await
        .map_err(failed)?;
    let mut n = 0;
    for (id, revision) in picked {
        let detail = site
            .registrations
            .detail(&signed_in.event, actor, id)
            .await
            .map_err(failed)?;
        if !detail.faults.is_empty() || !detail.alike.is_empty() || !detail.companies.is_empty() {
            continue;
        }
        let choice = Choice {
            people: (0..detail.answers.people.len()).collect(),
            products: (0..detail.answers.products.len()).collect(),
            ..Choice::default()
        };
        let standing = signed_in.standing.clone();
        let accepted = site
            .registrations
            .accept(&signed_in.event, standing, id, revision, &choice)
            .await;
        match accepted {
            Ok(_) => n += 1,
            Err(RegistrationError::Stale(_) | RegistrationError::Faulty(_)) => {}
            Err(error) => return Err(failed(error)),
        }
    }
    let done = if n == 0 { "nothing" } else { "accepted" };
    let to = format!("/desk/{event}/registrations?done={done}&n={n}");
    Ok(Redirect::to(&to).into_response())
}
