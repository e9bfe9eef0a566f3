//! The console's frame: fascia, rail, the page, and what lies over it.

use client_core::sync::Program;
use yew::prelude::*;

use super::conflict_banner::ConflictBanner;
use super::conversations::ConversationsPage;
use super::fascia::Fascia;
use super::floor::FloorPage;
use super::link_banner::LinkBanner;
use super::messages::MessagesPage;
use super::opening::Opening;
use super::people::PeoplePage;
use super::plan::PlanPage;
use super::post::LettersPage;
use super::programme::ProgrammePage;
use super::rail::Rail;
use super::room::RoomPage;
use super::route::Route;
use super::settings::SettingsPage;
use super::site::SitePage;
use super::toasts::ConsoleToasts;
use super::words::WORDS;
use crate::shell::{Changes, Shell, StageBanner, use_hash, use_live, use_speech};

/// The console.
#[component]
pub fn Console() -> Html {
    html! {
        <Shell program={Program::CONSOLE} catalogue={WORDS} opening={html! { <Opening /> }}>
            <Frame />
        </Shell>
    }
}

#[component]
fn Frame() -> Html {
    let say = use_speech();
    let route = Route::of(&use_hash());
    // Without the event's clock nothing of it can be told: every page looks at the time.
    let parts = Changes::STATE.and(Changes::LINK).and(Changes::CLOCK);
    let is_loaded = *use_live(parts, (), |glance, ()| {
        glance.model.is_loaded() && glance.model.clock().is_some()
    });
    use_effect_with(
        (
            say.t(&format!("console-nav-{}", route.name())),
            say.t("console-app-name"),
        ),
        |(page, app)| gloo::utils::document().set_title(&format!("{page} – {app}")),
    );
    let page = match route {
        _ if !is_loaded => html! { <Opening is_inside=true /> },
        Route::Room => html! { <RoomPage /> },
        Route::Floor => html! { <FloorPage /> },
        Route::People(person) => html! { <PeoplePage {person} /> },
        Route::Programme => html! { <ProgrammePage /> },
        Route::Plan => html! { <PlanPage /> },
        Route::Messages => html! { <MessagesPage /> },
        Route::Letters(part) => html! { <LettersPage {part} /> },
        Route::Conversations(part) => html! { <ConversationsPage {part} /> },
        Route::Site(part) => html! { <SitePage {part} /> },
        Route::Settings => html! { <SettingsPage /> },
    };
    let skip = Callback::from(|event: MouseEvent| {
        event.prevent_default();
        super::parts::focus_by_id("stage");
    });
    html! {
        <>
            <a class="skip-link" href="#stage" onclick={skip}>{ say.t("console-skip-to-page") }</a>
            <div class="shell">
                <Fascia />
                <Rail {route} />
                <main class="stage" id="stage" tabindex="-1" aria-busy={(!is_loaded).then_some("true")}>
                    <LinkBanner />
                    <StageBanner />
                    <ConflictBanner {route} />
                    { page }
                </main>
            </div>
            <ConsoleToasts />
        </>
    }
}
