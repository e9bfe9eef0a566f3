//! The line that says that there is something to choose, and what opens from it.

use client_core::view::console::arbitration::demand;
use protocol::Function;
use protocol::id::PersonId;
use yew::prelude::*;

use super::choice::ChoiceDrawer;
use super::demand::DemandDrawer;
use crate::console::parts::focus_by_id;
use crate::shell::{Changes, use_live, use_speech};
use crate::ui::{Banner, Glyph, Tone};

/// The button that opens the drawer, to which the focus returns.
const OPENER: &str = "console-arbitration-open";

/// What lies above the page.
#[derive(Clone, Copy, PartialEq)]
enum Open {
    Nothing,
    Demand,
    Choice(PersonId),
}

/// Says how many experts have more applicants than time; nothing while none has.
#[component]
pub(in crate::console) fn ArbitrationCall() -> Html {
    let say = use_speech();
    let open = use_state_eq(|| Open::Nothing);
    let parts = Changes::STATE.and(Changes::CLOCK);
    let seen = use_live(parts, (), |glance, ()| {
        let n_over = demand(glance.model, glance.now)
            .iter()
            .filter(|row| row.n_applicants > row.n_free)
            .count();
        (n_over, glance.model.may(Function::Requests))
    });
    let (n_over, may_act) = *seen;
    let go = |to: Open| {
        let open = open.clone();
        Callback::from(move |()| {
            open.set(to);
            if to == Open::Nothing {
                focus_by_id(OPENER);
            }
        })
    };
    let onexpert = {
        let open = open.clone();
        Callback::from(move |expert| open.set(Open::Choice(expert)))
    };
    html! {
        <>
            if may_act && n_over > 0 {
                <div class="arbitration-call">
                    <Banner
                        icon={Glyph::Expert}
                        tone={Tone::Warn}
                        is_boxed=true
                        action={html! {
                            <button
                                id={OPENER}
                                type="button"
                                class="btn"
                                data-size="s"
                                onclick={go(Open::Demand).reform(|_: MouseEvent| ())}
                            >
                                { say.t("console-arbitration-open") }
                            </button>
                        }}
                    >
                        { say.tr("console-arbitration-call", [("count", n_over.into())]) }
                    </Banner>
                </div>
            }
            { match *open {
                Open::Nothing => Html::default(),
                Open::Demand => html! { <DemandDrawer {onexpert} onclose={go(Open::Nothing)} /> },
                Open::Choice(expert) => html! {
                    <ChoiceDrawer key={expert.to_string()} {expert} onclose={go(Open::Demand)} />
                },
            } }
        </>
    }
}
