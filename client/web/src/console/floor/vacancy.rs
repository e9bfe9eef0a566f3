//! A freed slot beside the floor: the same card as on the control room.

use client_core::view::console::vacancies::vacancy_row;
use protocol::id::VacancyId;
use yew::prelude::*;

use crate::console::parts::closes_on_escape;
use crate::console::room::Refill;
use crate::shell::{Changes, use_live, use_speech};
use crate::ui::{Chip, EmptyState, Glyph, IconButton, Tone};

#[derive(Properties, PartialEq)]
pub(super) struct VacancySideProps {
    pub(super) vacancy: VacancyId,
    pub(super) onclose: Callback<()>,
}

/// The panel of a freed slot.
#[component]
pub(super) fn VacancySide(props: &VacancySideProps) -> Html {
    let say = use_speech();
    let onkeydown = closes_on_escape(&props.onclose);
    let parts = Changes::STATE
        .and(Changes::CARDS)
        .and(Changes::PRESENCE)
        .and(Changes::PENDING)
        .and(Changes::CLOCK);
    let row = use_live(parts, props.vacancy, |glance, id| {
        let vacancy = glance.model.state().vacancy(*id)?;
        Some(vacancy_row(glance.model, vacancy, glance.now))
    });
    html! {
        <aside class="side" id="side" tabindex="-1" aria-label={say.t("console-freed-one")} onkeydown={onkeydown.clone()}>
            <header>
                <div class="spread">
                    <Chip tone={Tone::Accent} icon={Glyph::Freed}>{ say.t("console-cell-freed") }</Chip>
                    <IconButton glyph={Glyph::Cross} label={say.t("console-close")} onclick={props.onclose.reform(|_: MouseEvent| ())} />
                </div>
                if let Some(row) = &*row {
                    <h2>{ say.time(row.at.starts_at) }{ " – " }{ say.time(row.at.ends_at) }</h2>
                }
            </header>
            if let Some(row) = &*row {
                <ul class="list"><Refill row={row.clone()} is_open_first=true /></ul>
            } else {
                <EmptyState icon={Glyph::CheckCircle} title={say.t("console-freed-gone")} />
            }
        </aside>
    }
}
