//! Where somebody goes once he is signed in: back to the page that asked for it, into his only
//! event, or to the choice.

use app::Holder;
use app::account::{AccountId, Caller, Entry, Opening, Token, Visitor};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use protocol::Actor;
use protocol::id::EventId;

use crate::error::HttpError;
use crate::identity::wake;
use crate::router::Site;
use crate::surface::Surface;
use crate::way_back::WayBack;

/// What an entry leads to, unless it failed.
pub(super) async fn follow(
    site: &Site,
    jar: CookieJar,
    entry: Entry,
    caller: &Caller,
) -> Result<Result<Response, (CookieJar, Entry)>, HttpError> {
    match entry {
        Entry::In(token) => greet(site, jar, token, caller).await.map(Ok),
        Entry::CodeNeeded(token) => {
            let jar = jar.add(site.cookies.issue_user(&token));
            Ok(Ok((jar, Redirect::to("/sign-in/code")).into_response()))
        }
        failed @ (Entry::Wrong | Entry::Wait(_) | Entry::Busy) => Ok(Err((jar, failed))),
    }
}

async fn greet(
    site: &Site,
    jar: CookieJar,
    token: Token,
    caller: &Caller,
) -> Result<Response, HttpError> {
    let mut jar = jar.add(site.cookies.issue_user(&token));
    let visitor = site.accounts.visitor(&token).await?;
    let Some(visitor) = visitor else {
        return Err(HttpError::SignInFirst);
    };
    if let Some(way) = site.cookies.read_way_back(&jar) {
        jar = match lead_back(site, jar, &visitor, &way, caller).await? {
            Ok(response) => return Ok(response),
            Err(jar) => jar,
        };
    }
    let holdings = site.accounts.holdings(visitor.user.id).await?;
    if let [only] = holdings.as_slice() {
        return open(site, jar, &visitor, only.account.id, caller).await;
    }
    Ok((jar, Redirect::to("/account")).into_response())
}

/// To the page that asked for the sign-in, unless no account of his opens it.
pub(super) async fn lead_back(
    site: &Site,
    jar: CookieJar,
    visitor: &Visitor,
    way: &WayBack,
    caller: &Caller,
) -> Result<Result<Response, CookieJar>, HttpError> {
    let jar = jar.add(site.cookies.remove_way_back());
    let target = Redirect::to(way.as_text());
    let Some((event, surface)) = way.event() else {
        return Ok(Ok((jar, target).into_response()));
    };
    for holding in site.accounts.holdings(visitor.user.id).await? {
        if holding.account.event != event {
            continue;
        }
        let view = wake(site, event).await?.view();
        let opens = Surface::of(Actor::from(holding.account.holder), &view);
        // Who was taken off the team would be sent in and out again without end.
        let is_out = matches!(holding.account.holder, Holder::Staff(_)) && holding.role.is_none();
        if is_out || !surface.opened_by().contains(&opens) {
            continue;
        }
        let opened = open_event(site, jar, visitor, holding.account.id, caller).await?;
        return Ok(Ok(match opened {
            Opened::In(jar, _) => (jar, target).into_response(),
            Opened::FactorNeeded(jar) => factor_needed(jar),
        }));
    }
    Ok(Err(jar))
}

/// Opens an event: its surface's cookie, and the way there.
pub(super) async fn open(
    site: &Site,
    jar: CookieJar,
    visitor: &Visitor,
    account: AccountId,
    caller: &Caller,
) -> Result<Response, HttpError> {
    open_by(site, jar, visitor, account, (caller, Means::Program)).await
}

/// By what an event is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Means {
    /// The surface's program.
    Program,
    /// Pages that need no script, where there are such: a participant's.
    Pages,
}

/// The same by pages, where there are such and they are asked for.
pub(super) async fn open_by(
    site: &Site,
    jar: CookieJar,
    visitor: &Visitor,
    account: AccountId,
    (caller, means): (&Caller, Means),
) -> Result<Response, HttpError> {
    let (jar, (event, surface)) = match open_event(site, jar, visitor, account, caller).await? {
        Opened::In(jar, place) => (jar, place),
        Opened::FactorNeeded(jar) => return Ok(factor_needed(jar)),
    };
    let target = match (means, surface) {
        (Means::Pages, Surface::Phone) => format!("/my/{event}"),
        (Means::Program | Means::Pages, _) => format!("/{}/?event={event}", surface.name()),
    };
    Ok((jar, Redirect::to(&target)).into_response())
}

/// What became of opening an event.
enum Opened {
    /// The surface's cookie is in the jar.
    In(CookieJar, (EventId, Surface)),
    /// A second factor must be set up first.
    FactorNeeded(CookieJar),
}

fn factor_needed(jar: CookieJar) -> Response {
    (jar, Redirect::to("/account/second-factor?needed=1")).into_response()
}

async fn open_event(
    site: &Site,
    mut jar: CookieJar,
    visitor: &Visitor,
    account: AccountId,
    caller: &Caller,
) -> Result<Opened, HttpError> {
    match site.accounts.open_event(visitor, account, caller).await? {
        Opening::Open(account, token) => {
            let event = wake(site, account.event).await?;
            let surface = Surface::of(Actor::from(account.holder), &event.view());
            if let Some(earlier) = site.cookies.read(&jar, surface) {
                // A new sign-in replaces the one of this browser instead of leaving it behind.
                site.accounts.sign_out(&earlier).await?;
            }
            jar = jar.add(site.cookies.issue(surface, &token));
            Ok(Opened::In(jar, (account.event, surface)))
        }
        Opening::FactorNeeded => Ok(Opened::FactorNeeded(jar)),
        Opening::NotHis => Err(HttpError::NotFound),
    }
}
