//! The team of an event: who may do what, on whose rows. For main administrators.

mod functions;

use std::sync::Arc;

use app::account::{Email, Member};
use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use protocol::id::{OrganisationId, StaffId};
use protocol::{CardKey, Function, Functions, List, Role, Scope};
use serde::Deserialize;

pub(crate) use self::functions::called;
use super::page::{Page, complain, render};
use super::words::Complaint;
use crate::error::HttpError;
use crate::identity::SignedIn;
use crate::router::Site;
use crate::surface::Surface;

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    lang: Option<String>,
    /// Whose rights are looked at.
    edit: Option<String>,
    /// What was done, and can be undone.
    done: Option<u64>,
}

/// A tick box.
struct Tick {
    value: String,
    label: String,
    is_on: bool,
}

struct Row {
    id: String,
    name: String,
    email: String,
    role: &'static str,
    rights: String,
    rows: String,
    is_secondary: bool,
    is_self: bool,
}

/// What stands in the form.
#[derive(Default)]
struct Draft {
    staff: Option<StaffId>,
    name: String,
    email: String,
    functions: Functions,
    organisations: Option<Vec<OrganisationId>>,
}

#[derive(Template)]
#[template(path = "team.html")]
struct TeamPage {
    page: Page,
    event: String,
    title: String,
    rows: Vec<Row>,
    draft: Draft,
    groups: Vec<functions::Group>,
    presets: Vec<functions::Preset>,
    organisations: Vec<Tick>,
    done: Option<u64>,
    complaint: Option<Complaint>,
}

async fn find(site: &Site, event: &str, headers: &HeaderMap) -> Result<SignedIn, HttpError> {
    SignedIn::find(site, event, Some(Surface::Console), headers).await
}

/// `GET /desk/{event}/team`
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    Path(event): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    let signed_in = find(&site, &event, &headers).await?;
    let page = Page::of(&site, asked.lang.as_deref(), &headers);
    let edited = asked.edit.as_deref().and_then(StaffId::parse);
    let mut template = template(&site, &signed_in, page, Draft::default(), edited).await?;
    template.done = asked.done;
    render(StatusCode::OK, &template)
}

async fn template(
    site: &Site,
    signed_in: &SignedIn,
    page: Page,
    mut draft: Draft,
    edited: Option<StaffId>,
) -> Result<TeamPage, HttpError> {
    let event = &signed_in.event;
    let actor = signed_in.standing.actor();
    let team = site.accounts.team(event, actor).await??;
    if let Some(member) = team.members.iter().find(|m| Some(m.staff.id) == edited) {
        draft = draft_of(member);
    }
    let names: Vec<_> = team.organisations.clone();
    let rows = team.members.iter().map(|member| Row {
        id: member.staff.id.to_string(),
        name: member.name.clone(),
        email: member.email.clone().unwrap_or_default(),
        role: role_word(&page, &member.staff.role),
        rights: rights(&page, &member.staff.role),
        rows: rows_of(&page, &member.staff.role, &names),
        is_secondary: matches!(member.staff.role, Role::Secondary { .. }),
        is_self: actor == protocol::Actor::Staff(member.staff.id),
    });
    let organisations = names.iter().map(|(id, name)| Tick {
        value: format!("organisation-{id}"),
        label: if name.is_empty() {
            id.to_string()
        } else {
            name.clone()
        },
        is_on: draft
            .organisations
            .as_ref()
            .is_some_and(|chosen| chosen.contains(id)),
    });
    let card = event.view().labels.get(&CardKey::Event).cloned();
    Ok(TeamPage {
        event: event.id().to_string(),
        title: card.unwrap_or_default().title,
        rows: rows.collect(),
        groups: functions::groups(&page, draft.functions),
        presets: functions::presets(&page),
        organisations: organisations.collect(),
        draft,
        done: None,
        complaint: None,
        page,
    })
}

fn draft_of(member: &Member) -> Draft {
    let (functions, organisations) = match &member.staff.role {
        Role::Secondary { functions, scope } => match scope {
            Scope::All => (*functions, None),
            Scope::Organisations(ids) => (*functions, Some(ids.iter().copied().collect())),
        },
        Role::Main | Role::Door | Role::Screen => (Functions::NONE, None),
    };
    Draft {
        staff: Some(member.staff.id),
        name: member.name.clone(),
        email: member.email.clone().unwrap_or_default(),
        functions,
        organisations,
    }
}

/// Reads a form whose boxes each have a name of their own.
fn read(typed: &[(String, String)]) -> Draft {
    let value = |name: &str| {
        let found = typed.iter().find(|(key, _)| key == name);
        found.map_or("", |(_, value)| value.trim())
    };
    let is_ticked = |name: String| typed.iter().any(|(key, _)| *key == name);
    // Rights are given by main administrators only.
    let functions = Function::ALL
        .into_iter()
        .filter(|function| *function != Function::Team)
        .filter(|function| is_ticked(functions::name(*function)));
    let organisations = typed
        .iter()
        .filter_map(|(key, _)| key.strip_prefix("organisation-"))
        .filter_map(OrganisationId::parse);
    Draft {
        staff: StaffId::parse(value("staff")),
        name: value("name").to_owned(),
        email: value("email").to_owned(),
        functions: functions.collect(),
        organisations: (value("rows") != "all").then(|| organisations.collect()),
    }
}

/// `POST /desk/{event}/team`: somebody new, or other rights for somebody known.
pub(crate) async fn grant(
    State(site): State<Arc<Site>>,
    Path(event): Path<String>,
    headers: HeaderMap,
    Form(typed): Form<Vec<(String, String)>>,
) -> Result<Response, HttpError> {
    let signed_in = find(&site, &event, &headers).await?;
    let page = Page::of(&site, None, &headers);
    let mut draft = read(&typed);
    let preset = typed.iter().find(|(key, _)| key == "preset");
    if let Some(functions) = preset.and_then(|(_, name)| functions::preset(name)) {
        // A set is ticked, not saved: the rest of the form stays as it was typed.
        draft.functions = functions;
        let template = template(&site, &signed_in, page, draft, None).await?;
        return render(StatusCode::OK, &template);
    }
    let email = Email::parse(&draft.email);
    let scope = match &draft.organisations {
        None => Some(Scope::All),
        Some(ids) => List::new(ids.clone()).map(Scope::Organisations),
    };
    let lacks = if draft.name.is_empty() {
        Some(page.say("Il manque un nom.", "A name is missing."))
    } else if email.is_none() && draft.staff.is_none() {
        Some(page.say("Ceci n’est pas une adresse.", "This is no address."))
    } else if scope.is_none() {
        Some(page.say(
            "Moins d’organismes à la fois, ou toutes les lignes.",
            "Fewer organisations at once, or all rows.",
        ))
    } else {
        None
    };
    let (Some(scope), None) = (scope, lacks) else {
        // Whoever may not see the team is told that first.
        let mut template = template(&site, &signed_in, page, draft, None).await?;
        let text = lacks.unwrap_or_default();
        template.complaint = Some(Complaint::new(StatusCode::UNPROCESSABLE_ENTITY, text));
        return complain(StatusCode::UNPROCESSABLE_ENTITY, None, &template);
    };
    let functions = draft.functions;
    let role = Role::Secondary { functions, scope };
    let tongue = page.language.tongue();
    let SignedIn { standing, event } = signed_in;
    let email = email.filter(|_| draft.staff.is_none());
    let granted = site
        .accounts
        .grant(
            &event,
            standing,
            draft.staff,
            &draft.name,
            email.as_ref(),
            role,
            tongue,
        )
        .await??;
    Ok(back(&event.id().to_string(), granted))
}

fn back(event: &str, done: Option<u64>) -> Response {
    let done = done.map_or(String::new(), |seq| format!("?done={seq}"));
    Redirect::to(&format!("/desk/{event}/team{done}")).into_response()
}

#[derive(Debug, Deserialize)]
pub(crate) struct Named {
    staff: String,
}

/// `POST /desk/{event}/team/revoke`
pub(crate) async fn revoke(
    State(site): State<Arc<Site>>,
    Path(event): Path<String>,
    headers: HeaderMap,
    Form(named): Form<Named>,
) -> Result<Response, HttpError> {
    let SignedIn { standing, event } = find(&site, &event, &headers).await?;
    let staff = StaffId::parse(&named.staff).ok_or(HttpError::NotFound)?;
    let seq = site.accounts.revoke(&event, standing, staff).await?;
    Ok(back(&event.id().to_string(), seq))
}

#[derive(Debug, Deserialize)]
pub(crate) struct Undone {
    seq: u64,
}

/// `POST /desk/{event}/team/undo`
pub(crate) async fn undo(
    State(site): State<Arc<Site>>,
    Path(event): Path<String>,
    headers: HeaderMap,
    Form(undone): Form<Undone>,
) -> Result<Response, HttpError> {
    let SignedIn { standing, event } = find(&site, &event, &headers).await?;
    site.accounts
        .undo_of_team(&event, standing, undone.seq)
        .await?;
    Ok(back(&event.id().to_string(), None))
}

fn role_word(page: &Page, role: &Role) -> &'static str {
    match role {
        Role::Main => page.say("Administrateur principal", "Main administrator"),
        Role::Secondary { .. } => page.say("Co-administrateur", "Co-administrator"),
        Role::Door => page.say("Accueil", "Door"),
        Role::Screen => page.say("Écran public", "Public screen"),
    }
}

fn rights(page: &Page, role: &Role) -> String {
    match role {
        Role::Main => page.say("Tout", "Everything").to_owned(),
        Role::Secondary { functions, .. } => {
            let open = functions::words(page, *functions);
            if open.is_empty() {
                page.say("Lecture seule", "Reading only").to_owned()
            } else {
                open
            }
        }
        Role::Door => page
            .say("Entrées et sorties", "Check-in and check-out")
            .to_owned(),
        Role::Screen => page.say("Chiffres publics", "Public figures").to_owned(),
    }
}

fn rows_of(page: &Page, role: &Role, names: &[(OrganisationId, String)]) -> String {
    match role {
        Role::Secondary {
            scope: Scope::Organisations(ids),
            ..
        } => {
            let name = |id| names.iter().find(|(known, _)| *known == id);
            let shown = ids
                .iter()
                .filter_map(|id| name(*id).map(|(_, name)| name.as_str()));
            shown.collect::<Vec<_>>().join(", ")
        }
        Role::Main | Role::Secondary { .. } | Role::Door | Role::Screen => {
            page.say("Toutes", "All").to_owned()
        }
    }
}
