//! Every address of the site, in one table: the router is made of it, and so is the test that
//! asks each of them as everybody.

use std::sync::Arc;

use axum::Router;
use axum::routing::{MethodRouter, any, delete, get, post};

use crate::router::Site;
use crate::settings::Settings;
use crate::{desk, live, pages, probe, site};

/// What stands before an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gate {
    /// Nothing of its own.
    Open,
    /// The throttle of those who want in.
    Entrance,
    /// The throttle of those who fill in forms.
    Form,
    /// The throttle of those who speak without a socket.
    Fallback,
    /// The bounds of those who bring files along.
    Upload,
}

/// When there is such an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Always.
    Always,
    /// In a demo only.
    Demo,
    /// For conformance tests of the socket only.
    Echo,
}

/// An address of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Route {
    /// `get`, `post`, `delete`, or `any`.
    pub method: &'static str,
    /// With its parameters in braces.
    pub path: &'static str,
    /// What stands before it.
    pub gate: Gate,
    /// When it is there.
    pub when: When,
}

/// The routes by what stands before them.
pub(crate) struct Laid {
    pub(crate) open: Router<Arc<Site>>,
    pub(crate) entrance: Router<Arc<Site>>,
    pub(crate) form: Router<Arc<Site>>,
    pub(crate) fallback: Router<Arc<Site>>,
    pub(crate) upload: Router<Arc<Site>>,
}

impl Laid {
    fn add(self, settings: &Settings, route: Route, handler: MethodRouter<Arc<Site>>) -> Self {
        let is_there = match route.when {
            When::Always => true,
            When::Demo => settings.demo.is_some(),
            When::Echo => settings.has_echo,
        };
        if !is_there {
            return self;
        }
        let mut laid = self;
        let way = match route.gate {
            Gate::Open => &mut laid.open,
            Gate::Entrance => &mut laid.entrance,
            Gate::Form => &mut laid.form,
            Gate::Fallback => &mut laid.fallback,
            Gate::Upload => &mut laid.upload,
        };
        *way = std::mem::take(way).route(route.path, handler);
        laid
    }
}

macro_rules! routes {
    ($( $method:ident $path:literal $gate:ident $when:ident => $handler:expr; )*) => {
        /// Every address of the site but the packed programs, which answer whatever else is asked.
        pub const ROUTES: &[Route] = &[ $( Route {
            method: stringify!($method),
            path: $path,
            gate: Gate::$gate,
            when: When::$when,
        }, )* ];

        /// The routes that there are with these settings.
        pub(crate) fn lay(settings: &Settings) -> Laid {
            let mut laid = Laid {
                open: Router::new(),
                entrance: Router::new(),
                form: Router::new(),
                fallback: Router::new(),
                upload: Router::new(),
            };
            let mut routes = ROUTES.iter();
            $(
                let route = routes.next().expect("the table and the handlers are one list");
                laid = laid.add(settings, *route, $method($handler));
            )*
            laid
        }
    };
}

routes! {
    get "/live/{event}/socket" Open Always => live::socket::open;
    get "/live/{event}/snapshot" Open Always => live::snapshot::get;
    get "/live/{event}/me" Open Always => live::me::get;
    get "/live/{event}/badge.svg" Open Always => live::badge::get;
    post "/live/{event}/poll" Fallback Always => live::poll::wait;
    post "/live/{event}/messages" Fallback Always => live::poll::exchange;
    post "/live/{event}/announcements" Fallback Always => live::announcements::announce;
    get "/live/{event}/conversations" Open Always => live::conversations::list;
    get "/live/{event}/conversations/{with}" Open Always => live::conversations::open;
    post "/live/{event}/conversations/{with}" Fallback Always => live::conversations::write;

    get "/desk/{event}/plans" Open Always => desk::plans::list;
    post "/desk/{event}/plans" Open Always => desk::plans::start;
    get "/desk/{event}/plans/{id}" Open Always => desk::plans::open;
    delete "/desk/{event}/plans/{id}" Open Always => desk::plans::discard;
    post "/desk/{event}/plans/{id}/cancel" Open Always => desk::plans::cancel;
    post "/desk/{event}/plans/{id}/publish" Open Always => desk::plans::publish;
    post "/desk/{event}/plans/{id}/undo" Open Always => desk::plans::undo;
    get "/desk/{event}/letters" Open Always => desk::post::list;
    post "/desk/{event}/letters/retry" Open Always => desk::post::retry_all;
    post "/desk/{event}/letters/on" Open Always => desk::post::switch_on;
    post "/desk/{event}/letters/off" Open Always => desk::post::switch_off;
    get "/desk/{event}/letters/{id}" Open Always => desk::post::open;
    get "/desk/{event}/letters/{id}/html" Open Always => desk::post::html;
    post "/desk/{event}/letters/{id}/retry" Open Always => desk::post::retry;
    post "/desk/{event}/letters/{id}/cancel" Open Always => desk::post::cancel;
    get "/desk/{event}/letter-templates" Open Always => desk::post::templates;
    post "/desk/{event}/letter-templates/preview" Open Always => desk::post::preview;
    post "/desk/{event}/letter-templates/look" Open Always => desk::post::look;
    post "/desk/{event}/letter-templates/test" Open Always => desk::post::send_to_oneself;
    post "/desk/{event}/letter-templates/save" Open Always => desk::post::save;
    get "/desk/{event}/letter-settings" Open Always => desk::post::settings;
    post "/desk/{event}/letter-settings" Open Always => desk::post::save_settings;
    get "/desk/{event}/conversations" Open Always => desk::conversations::list;
    get "/desk/{event}/conversations/{id}" Open Always => desk::conversations::open;
    post "/desk/{event}/conversations/{id}" Open Always => desk::conversations::answer;
    get "/desk/{event}/message-reports" Open Always => desk::conversations::reports;
    post "/desk/{event}/message-reports" Open Always => desk::conversations::moderate;
    get "/desk/{event}/message-settings" Open Always => desk::conversations::settings;
    post "/desk/{event}/message-settings" Open Always => desk::conversations::save_settings;
    post "/desk/{event}/vocabulary" Open Always => desk::vocabulary::define;
    post "/desk/{event}/resources" Open Always => desk::resources::define;
    get "/desk/{event}/connections" Open Always => pages::connections::show;
    get "/desk/{event}/connections/connections.csv" Open Always => pages::connections::csv;
    get "/desk/{event}/connections/connections.jsonl" Open Always => pages::connections::jsonl;
    get "/desk/{event}/journal" Open Always => pages::journal::show;
    get "/desk/{event}/journal/journal.csv" Open Always => pages::journal::csv;
    get "/desk/{event}/journal/journal.jsonl" Open Always => pages::journal::jsonl;

    get "/desk/{event}/consents" Open Always => pages::consents::show;
    get "/desk/{event}/consents.csv" Open Always => pages::consents::csv;
    get "/desk/{event}/privacy" Open Always => pages::privacy::show;
    get "/desk/{event}/privacy/{person}" Open Always => pages::privacy::person;
    get "/desk/{event}/privacy/{person}/export.json" Open Always => pages::privacy::export;
    post "/desk/{event}/privacy/{person}/erase" Open Always => pages::privacy::erase;
    get "/desk/{event}/team" Open Always => pages::team::show;
    post "/desk/{event}/team" Open Always => pages::team::grant;
    post "/desk/{event}/team/revoke" Open Always => pages::team::revoke;
    post "/desk/{event}/team/undo" Open Always => pages::team::undo;
    get "/desk/{event}/assignment" Open Always => pages::assignment::show;
    post "/desk/{event}/assignment" Open Always => pages::assignment::save;
    post "/desk/{event}/assignment/apply" Open Always => pages::assignment::apply;
    post "/desk/{event}/assignment/undo" Open Always => pages::assignment::undo;
    get "/desk/{event}/clone" Open Always => pages::clone::show;
    post "/desk/{event}/clone" Open Always => pages::clone::make;
    get "/desk/{event}/form" Open Always => pages::form::show;
    post "/desk/{event}/form" Open Always => pages::form::edit;
    get "/desk/{event}/sectors" Open Always => pages::sectors::show;
    post "/desk/{event}/sectors" Open Always => pages::sectors::edit;
    get "/desk/{event}/registrations" Open Always => pages::registrations::list;
    post "/desk/{event}/registrations/accept" Open Always => pages::registrations::accept_all;
    get "/desk/{event}/registrations/on-site" Open Always => pages::registrations::on_site;
    post "/desk/{event}/registrations/on-site" Open Always => pages::registrations::register_on_site;
    get "/desk/{event}/registrations/{id}" Open Always => pages::registrations::show;
    post "/desk/{event}/registrations/{id}/accept" Open Always => pages::registrations::accept;
    post "/desk/{event}/registrations/{id}/refuse" Open Always => pages::registrations::refuse;
    post "/desk/{event}/registrations/{id}/take-back" Open Always => pages::registrations::take_back;
    get "/desk/{event}/registrations/{id}/edit" Open Always => pages::registrations::edit;
    post "/desk/{event}/registrations/{id}/edit" Open Always => pages::registrations::correct;
    get "/desk/{event}/library" Open Always => pages::library::show;
    post "/desk/{event}/library" Upload Always => pages::library::add;
    post "/desk/{event}/library/{file}" Open Always => pages::library::edit;
    get "/desk/{event}/look" Open Always => pages::look::show;
    post "/desk/{event}/look" Open Always => pages::look::edit;
    get "/desk/{event}/profiles" Open Always => pages::profiles::list;
    get "/desk/{event}/profiles/{company}" Open Always => pages::profiles::show;
    post "/desk/{event}/profiles/{company}" Open Always => pages::profiles::act;
    get "/desk/{event}/profiles/{company}/{section}" Open Always => pages::profiles::edit;
    post "/desk/{event}/profiles/{company}/{section}" Open Always => pages::profiles::save;
    get "/desk/{event}/site" Open Always => desk::site::get;
    post "/desk/{event}/site" Open Always => desk::site::edit;
    get "/desk/{event}/site/files" Open Always => desk::site::files;
    get "/desk/{event}/site/pages/{page}/{language}" Open Always => desk::site::history;
    get "/desk/{event}/site/pages/{page}/{language}/{number}" Open Always => desk::site::version;
    get "/desk/{event}/site/pages/{page}/{language}/{number}/preview" Open Always => site::preview;

    get "/e/{slug}" Open Always => site::language;
    get "/e/{slug}/look.css" Open Always => site::look;
    get "/e/{slug}/{language}" Open Always => site::welcome;
    get "/e/{slug}/{language}/{page}" Open Always => site::page;
    get "/e/{slug}/{language}/{page}/{item}" Open Always => site::item;
    get "/e/{slug}/{language}/register/{step}" Open Always => site::register::show;
    post "/e/{slug}/{language}/register/{step}" Form Always => site::register::answer;
    get "/e/{slug}/{language}/register/{step}/files" Open Always => site::register::back_to_step;
    post "/e/{slug}/{language}/register/{step}/files" Upload Always => site::register::answer_with_files;
    get "/e/{slug}/files/{name}" Open Always => site::files::get;
    get "/sitemap.xml" Open Always => site::sitemap;
    get "/robots.txt" Open Always => site::robots;

    get "/" Open Always => pages::front::get;
    get "/sign-in" Entrance Always => pages::sign_in::show;
    post "/sign-in" Entrance Always => pages::sign_in::enter;
    post "/sign-in/password" Entrance Always => pages::password_entry::enter;
    get "/sign-in/link" Entrance Always => pages::link_entry::show;
    post "/sign-in/link" Entrance Always => pages::link_entry::enter;
    get "/sign-in/code" Entrance Always => pages::code::show;
    post "/sign-in/code" Entrance Always => pages::code::enter;
    post "/sign-out" Open Always => pages::sign_out::leave;
    get "/password/forgotten" Entrance Always => pages::password::forgotten;
    post "/password/forgotten" Entrance Always => pages::password::ask;
    get "/password/new" Entrance Always => pages::password::show;
    post "/password/new" Entrance Always => pages::password::choose;
    get "/demo" Entrance Demo => pages::demo::show;
    post "/demo" Entrance Demo => pages::demo::enter;

    get "/calendar/{language}/{secret}" Entrance Always => pages::calendar::feed;
    post "/account/calendar" Open Always => pages::calendar::open;
    post "/account/calendar/close" Open Always => pages::calendar::close;
    get "/account/data" Open Always => pages::my_data::show;
    get "/account/data/export.json" Open Always => pages::my_data::export;
    post "/account/data/erase" Entrance Always => pages::my_data::erase;
    post "/account/data/news" Open Always => pages::my_data::change_news;
    get "/my" Open Always => pages::my::enter;
    get "/my/{event}" Open Always => pages::my::agenda::show;
    get "/my/{event}/requests" Open Always => pages::my::requests::show;
    post "/my/{event}/requests" Fallback Always => pages::my::requests::act;
    get "/my/{event}/availability" Open Always => pages::my::availability::show;
    post "/my/{event}/availability" Fallback Always => pages::my::availability::save;
    get "/my/{event}/badge" Open Always => pages::my::badge::show;
    get "/my/{event}/profile" Open Always => pages::my::profile::show;
    post "/my/{event}/profile" Fallback Always => pages::my::profile::give_rights;
    get "/my/{event}/profile/{section}" Open Always => pages::my::profile::edit;
    post "/my/{event}/profile/{section}" Fallback Always => pages::my::profile::save;
    get "/my/{event}/meetings/{id}" Open Always => pages::my::meeting::show;
    post "/my/{event}/meetings/{id}" Fallback Always => pages::my::meeting::cancel;
    get "/my/{event}/messages" Open Always => pages::my::messages::list;
    get "/my/{event}/messages/{with}" Open Always => pages::my::messages::show;
    post "/my/{event}/messages/{with}" Fallback Always => pages::my::messages::write;
    post "/my/{event}/messages/{with}/report" Fallback Always => pages::my::messages::report;
    get "/my/{event}/ask/{id}" Open Always => pages::my::ask::show;
    post "/my/{event}/ask/{id}" Fallback Always => pages::my::ask::send;
    get "/account" Open Always => pages::account::show;
    post "/account/open" Open Always => pages::account::open;
    post "/account/language" Open Always => pages::account::speak;
    post "/account/password" Entrance Always => pages::account::change_password;
    post "/account/email" Entrance Always => pages::account::change_email;
    get "/account/email/confirm" Entrance Always => pages::account::show_email;
    post "/account/email/confirm" Entrance Always => pages::account::confirm_email;
    post "/account/sign-ins/end" Open Always => pages::account::end_one;
    post "/account/sign-ins/end-others" Open Always => pages::account::end_others;
    get "/account/second-factor" Open Always => pages::second_factor::show;
    get "/account/second-factor/code.svg" Open Always => pages::second_factor::picture;
    post "/account/second-factor/confirm" Entrance Always => pages::second_factor::confirm;
    post "/account/second-factor/recovery" Entrance Always => pages::second_factor::renew;
    post "/account/second-factor/remove" Entrance Always => pages::second_factor::remove;

    get "/health/live" Open Always => probe::live;
    get "/health/ready" Open Always => probe::ready;
    get "/metrics" Open Always => probe::metrics;
    any "/ws-echo" Open Echo => live::echo::open;
}
