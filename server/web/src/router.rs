//! Which address leads where, and what stands before all of them.

use std::sync::Arc;

use app::account::Accounts;
use app::catalogue::Catalogues;
use app::correspondence::Correspondence;
use app::desk::assignment::Assignments;
use app::desk::library::Libraries;
use app::desk::plan::Plans;
use app::desk::profile::Profiles;
use app::desk::registration::Registrations;
use app::desk::site::Sites;
use app::file::Files;
use app::jobs::Jobs;
use app::journal::Journals;
use app::live::Registry;
use app::port::{Ledger, MemoryLedger, OsRandom, SystemClock};
use app::post::desk::PostDesk;
use app::post::{Deliver, Post};
use app::privacy::Privacy;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::IntoResponse;
use axum::routing::any;

use crate::assets::Assets;
use crate::cookie::Cookies;
use crate::error::HttpError;
use crate::headers::{self, IsHttps};
use crate::live::socket::Rounds;
use crate::origin::{self, Origins};
use crate::settings::Settings;
use crate::site::Rendered;
use crate::throttle::{self, Throttle};
use crate::{arrival, pages, refusal, routes, upload};

/// Everything that requests need.
pub struct Site {
    pub(crate) registry: Arc<Registry>,
    pub(crate) accounts: Arc<Accounts>,
    pub(crate) plans: Arc<Plans>,
    pub(crate) sites: Sites,
    pub(crate) registrations: Registrations,
    pub(crate) files: Arc<Files>,
    pub(crate) libraries: Libraries,
    pub(crate) assignments: Assignments,
    pub(crate) profiles: Profiles,
    pub(crate) correspondence: Correspondence,
    pub(crate) journals: Journals,
    pub(crate) rendered: Rendered,
    pub(crate) catalogues: Catalogues,
    pub(crate) settings: Settings,
    pub(crate) origins: Origins,
    pub(crate) cookies: Cookies,
    pub(crate) assets: Assets,
    pub(crate) rounds: Rounds,
    /// Where letters are given in.
    pub post: Arc<Post>,
    pub(crate) post_desk: Arc<PostDesk>,
    /// Where personal data are handed out and erased.
    pub privacy: Arc<Privacy>,
}

/// What a site works with that reaches beyond the store.
pub struct Offices {
    /// Where letters are given in.
    pub post: Arc<Post>,
    /// What hands them over.
    pub deliver: Arc<Deliver>,
    /// Where the erased are noted.
    pub ledger: Arc<dyn Ledger>,
    /// Where files come in.
    pub files: Arc<Files>,
}

impl Site {
    /// A site over these events and accounts, whose letters are kept to be read and whose ledger
    /// of erasures is forgotten with it.
    #[must_use]
    pub fn new(registry: Arc<Registry>, accounts: Arc<Accounts>, settings: Settings) -> Arc<Self> {
        let (clock, random) = (Arc::new(SystemClock), Arc::new(OsRandom));
        let store = registry.store().clone();
        let jobs = Jobs::new(store.clone(), clock.clone(), random.clone());
        let files = Arc::new(Files::new(store.clone(), clock.clone(), random.clone()));
        let post = Post::new(store, clock.clone(), random, jobs);
        let deliver = Deliver::keeping(registry.clone(), clock);
        let offices = Offices {
            post,
            deliver,
            ledger: Arc::new(MemoryLedger::default()),
            files,
        };
        Self::with(registry, accounts, settings, offices)
    }

    /// The same with offices of the caller's.
    #[must_use]
    pub fn with(
        registry: Arc<Registry>,
        accounts: Arc<Accounts>,
        settings: Settings,
        offices: Offices,
    ) -> Arc<Self> {
        let origin = settings.origins.first().cloned().unwrap_or_default();
        let Offices {
            post,
            deliver,
            ledger,
            files,
        } = offices;
        let privacy = Privacy::new(
            registry.store().clone(),
            registry.clone(),
            accounts.clone(),
            ledger,
            Arc::new(SystemClock),
            Arc::new(OsRandom),
        );
        Arc::new(Self {
            correspondence: Correspondence::new(
                registry.store().clone(),
                post.clone(),
                Arc::new(OsRandom),
                origin.clone(),
            ),
            registrations: Registrations::new(
                registry.store().clone(),
                post.clone(),
                Arc::new(OsRandom),
                origin,
            ),
            profiles: Profiles::new(registry.store().clone(), post.clone(), Arc::new(OsRandom)),
            post,
            privacy,
            post_desk: PostDesk::new(
                registry.clone(),
                deliver,
                Arc::new(SystemClock),
                Arc::new(OsRandom),
            ),
            files,
            libraries: Libraries::new(registry.store().clone(), Arc::new(OsRandom))
                .letting_through(settings.feed_origin.clone()),
            journals: Journals::new(registry.store().clone(), Arc::new(SystemClock)),
            plans: Plans::new(registry.store().clone()),
            sites: Sites::new(registry.store().clone()),
            assignments: Assignments::new(registry.store().clone(), Arc::new(OsRandom)),
            rendered: Rendered::default(),
            catalogues: Catalogues::default(),
            registry,
            accounts,
            origins: Origins::new(settings.origins.iter().cloned()),
            cookies: Cookies::new(settings.is_https()),
            assets: Assets::open(settings.assets.as_deref()),
            rounds: Rounds::default(),
            settings,
        })
    }
}

/// The whole site.
pub fn router(site: Arc<Site>) -> Router {
    let throttled = |rate| {
        let throttle = Throttle::new(rate, site.settings.is_behind_proxy);
        from_fn_with_state(throttle, throttle::guard)
    };
    let laid = routes::lay(&site.settings);
    let router = laid
        .open
        .merge(laid.entrance.route_layer(throttled(throttle::ENTRANCE)))
        .merge(laid.form.route_layer(throttled(throttle::FORM)))
        .merge(laid.fallback.route_layer(throttled(throttle::FALLBACK)))
        .fallback(any(pages::program::serve))
        .layer(from_fn(arrival::complete));
    // Files are longer than anything else that arrives, and are read while they do.
    let router = router.merge(
        laid.upload
            .route_layer(throttled(throttle::FORM))
            .route_layer(DefaultBodyLimit::max(upload::BODY_BYTES_MAX))
            .route_layer(from_fn_with_state(upload::places(), upload::bound)),
    );
    let https = IsHttps(site.settings.is_https());
    let origins = site.origins.clone();
    router
        .layer(from_fn_with_state(origins, origin::guard))
        .layer(from_fn(fence))
        .layer(from_fn_with_state(site.clone(), refusal::present))
        .layer(from_fn_with_state(https, headers::protect))
        .with_state(site)
}

/// A panic in one request is that request's end, not the server's.
async fn fence(
    request: axum::extract::Request,
    next: axum::middleware::Next,
) -> axum::response::Response {
    use futures_util::FutureExt;
    use std::panic::AssertUnwindSafe;

    let path = request.uri().path().to_owned();
    match AssertUnwindSafe(next.run(request)).catch_unwind().await {
        Ok(response) => response,
        Err(_) => {
            metrics::counter!(app::live::meter::PANICS).increment(1);
            tracing::error!(http.path = path, "a request panicked");
            HttpError::Broken.into_response()
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::http::{Request, StatusCode};
    use axum::routing::get;
    use tower::ServiceExt as _;

    use super::*;
    use crate::error::Refusal;

    #[tokio::test]
    async fn a_panic_is_an_error_of_ours_and_no_more() {
        async fn fall() -> StatusCode {
            panic!("on purpose")
        }
        let router: Router = Router::new().route("/", get(fall)).layer(from_fn(fence));
        let request = Request::new(Body::empty());
        let answer = router.oneshot(request).await.unwrap();
        assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert!(matches!(answer.extensions().get(), Some(Refusal::Plain)));
    }
}
