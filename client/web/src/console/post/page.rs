//! The page: the outbox, the templates, the settings, one at a time.

use protocol::Function;
use yew::prelude::*;

use super::outbox::Outbox;
use super::settings::Settings;
use super::templates::{Drafts, Templates};
use crate::console::route::{LettersPart, Route};
use crate::shell::{Changes, go_to, use_live, use_speech};
use crate::ui::{EmptyState, Glyph, Tab, TabPanel, Tabs};

#[derive(Properties, PartialEq)]
pub(in crate::console) struct LettersPageProps {
    pub(in crate::console) part: LettersPart,
}

/// Letters, for whom they are open and who sees everybody.
#[component]
pub(in crate::console) fn LettersPage(props: &LettersPageProps) -> Html {
    let say = use_speech();
    // Kept here, so that a look into the outbox loses nothing of what was typed.
    let drafts = use_state_eq(Drafts::default);
    let parts = Changes::STATE.and(Changes::LINK);
    let seen = use_live(parts, (), |glance, ()| {
        let model = glance.model;
        (
            model.may_for_everybody(Function::Letters),
            model.link().is_up(),
        )
    });
    let (may_see, is_up) = *seen;
    let tabs = LettersPart::ALL.map(|part| Tab {
        key: AttrValue::Static(part.name()),
        label: say.t(&format!("console-letters-tab-{}", part.name())),
        count: None,
    });
    let onopen = Callback::from(|name: AttrValue| {
        go_to(&Route::Letters(LettersPart::named(&name)).path());
    });
    let ondraft = {
        let drafts = drafts.setter();
        Callback::from(move |now: Drafts| drafts.set(now))
    };
    let open = AttrValue::Static(props.part.name());
    html! {
        <>
            <div class="stage-head"><h1>{ say.t("console-nav-letters") }</h1></div>
            if may_see {
                <div class="letters">
                    <Tabs id="letters" label={say.t("console-nav-letters")} tabs={tabs.to_vec()} open={open.clone()} {onopen} />
                    <TabPanel id="letters" {open}>
                        { match props.part {
                            LettersPart::Outbox => html! { <Outbox {is_up} /> },
                            LettersPart::Templates => html! { <Templates drafts={(*drafts).clone()} {is_up} {ondraft} /> },
                            LettersPart::Settings => html! { <Settings {is_up} /> },
                        } }
                    </TabPanel>
                </div>
            } else {
                <EmptyState
                    icon={Glyph::Lock}
                    title={say.t("console-letters-forbidden")}
                    text={say.t("console-letters-forbidden-text")}
                />
            }
        </>
    }
}
