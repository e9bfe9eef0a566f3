//! Where somebody goes once he is signed in: into his only event, or to the choice.

use app::account::{AccountId, Caller, Entry, Opening, Token, Visitor};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use protocol::Actor;

use crate::error::HttpError;
use crate::identity::wake;
use crate::router::Site;
use crate::surface::Surface;

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
    let jar = jar.add(site.cookies.issue_user(&token));
    let visitor = site.accounts.visitor(&token).await?;
    let Some(visitor) = visitor else {
        return Err(HttpError::SignInFirst);
    };
    let holdings = site.accounts.holdings(visitor.user.id).await?;
    if let [only] = holdings.as_slice() {
        return open(site, jar, &visitor, only.account.id, caller).await;
    }
    Ok((jar, Redirect::to("/account")).into_response())
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
    mut jar: CookieJar,
    visitor: &Visitor,
    account: AccountId,
    (caller, means): (&Caller, Means),
) -> Result<Response, HttpError> {
    match site.accounts.open_event(visitor, account, caller).await? {
        Opening::Open(account, token) => {
            let event = wake(site, account.event).await?;
            let surface = Surface::of(Actor::from(account.holder), &event.view());
            if let Some(earlier) = site.cookies.read(&jar, surface) {
                // A new sign-in replaces the one of this browser instead of leaving it behind.
                site.accounts.sign_out(&earlier).await?;
            }
            jar = jar.add(site.cookies.issue(surface, &token));
            let target = match (means, surface) {
                (Means::Pages, Surface::Phone) => format!("/my/{}", account.event),
                (Means::Program | Means::Pages, _) => {
                    format!("/{}/?event={}", surface.name(), account.event)
                }
            };
            Ok((jar, Redirect::to(&target)).into_response())
        }
        Opening::FactorNeeded => {
            let target = "/account/second-factor?needed=1";
            Ok((jar, Redirect::to(target)).into_response())
        }
        Opening::NotHis => Err(HttpError::NotFound),
    }
}
