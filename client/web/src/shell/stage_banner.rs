//! Says on every surface that the event is a project, called off or closed (EVT-10).

use client_core::words::small::event_stage;
use protocol::EventStage;
use yew::prelude::*;

use super::{Changes, use_live, use_speech};
use crate::ui::{Banner, Glyph, Tone};

/// A line across the page, unless the event is simply planned.
#[component]
pub fn StageBanner() -> Html {
    let say = use_speech();
    let stage = *use_live(Changes::STATE, (), |glance, ()| {
        glance.model.state().stage()
    });
    let Some(key) = event_stage(stage) else {
        return Html::default();
    };
    let (icon, tone) = if stage == EventStage::CalledOff {
        (Glyph::Warning, Tone::Crit)
    } else {
        (Glyph::Info, Tone::Neutral)
    };
    html! { <Banner {icon} {tone}>{ say.t(key) }</Banner> }
}
