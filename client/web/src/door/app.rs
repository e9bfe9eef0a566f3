//! The program around the door's only page.

use client_core::sync::Program;
use yew::prelude::*;

use super::page::DoorPage;
use crate::shell::{Catalogue, Shell, use_speech, words};
use crate::ui::{Skeleton, SkeletonShape};

/// The door's words.
const WORDS: Catalogue = words!("door");

/// The door.
#[component]
pub fn Door() -> Html {
    html! {
        <Shell program={Program::DOOR} catalogue={WORDS} opening={html! { <Opening /> }}>
            <DoorPage />
        </Shell>
    }
}

/// What stands there until it is known which event this is.
#[component]
fn Opening() -> Html {
    let say = use_speech();
    html! {
        <div class="door" aria-busy="true">
            <header class="fascia"><b>{ say.t("door-name") }</b></header>
            <main>
                <div class="col"><Skeleton shape={SkeletonShape::Block} /></div>
                <div class="col"><Skeleton shape={SkeletonShape::Block} /></div>
            </main>
        </div>
    }
}
