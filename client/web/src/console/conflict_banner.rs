//! Conflicts that are not in sight: said across any page, with the ways on.

use gloo::utils::document;
use yew::prelude::*;

use super::floor::conflict::Seen;
use super::route::Route;
use crate::shell::{Changes, go_to, use_handle, use_live, use_speech};
use crate::ui::{Banner, Button, ButtonGroup, ButtonKind, ButtonSize, Glyph, Tone};

#[derive(Properties, PartialEq)]
pub(super) struct ConflictBannerProps {
    pub(super) route: Route,
}

/// How long the floor has to draw a conflict's card.
const SETTLING_MS: u64 = 1_500;

fn is_card_in_page() -> bool {
    document()
        .query_selector(".cell > .conflict")
        .is_ok_and(|card| card.is_some())
}

/// The oldest conflict that waits, and how many more do.
#[component]
pub(super) fn ConflictBanner(props: &ConflictBannerProps) -> Html {
    let say = use_speech();
    let live = use_handle();
    let parts = Changes::CONFLICTS
        .and(Changes::STATE)
        .and(Changes::CARDS)
        .and(Changes::CLOCK);
    let seen = use_live(parts, props.route, |glance, route| {
        let conflicts = glance.model.conflicts();
        let first = conflicts.iter().next()?;
        // On the floor its card says the same in place, as soon as it is drawn there.
        let is_fresh = glance.now.since(first.since) < SETTLING_MS;
        let has_card = *route == Route::Floor && first.spot.is_some();
        if has_card && (is_fresh || is_card_in_page()) {
            return None;
        }
        Some((Seen::of(first, glance), conflicts.len()))
    });
    let Some((conflict, n)) = &*seen else {
        return Html::default();
    };
    let id = conflict.id;
    let is_on_floor = props.route == Route::Floor;
    let show = Callback::from(|_: MouseEvent| {
        // The same address twice would change nothing.
        go_to("/floor");
        go_to("/floor?conflict");
    });
    let keep = {
        let live = live.clone();
        Callback::from(move |_: MouseEvent| live.close_conflict(id))
    };
    let can_replace = live.can_replace(id);
    let replace = Callback::from(move |_: MouseEvent| live.replace_with_mine(id));
    let action = html! {
        <ButtonGroup>
            if conflict.spot.is_some() {
                <Button size={ButtonSize::Small} icon={Glyph::Eye} onclick={show}>{ say.t("console-conflict-show") }</Button>
            }
            if !is_on_floor || conflict.spot.is_none() {
                <Button size={ButtonSize::Small} icon={Glyph::Check} onclick={keep}>{ say.t("console-conflict-keep") }</Button>
                if can_replace {
                    <Button size={ButtonSize::Small} kind={ButtonKind::Quiet} icon={Glyph::Redo} onclick={replace}>
                        { say.t("console-conflict-replace") }
                    </Button>
                }
            }
        </ButtonGroup>
    };
    html! {
        <Banner icon={Glyph::Swap} tone={Tone::Warn} {action}>
            <b>{ say.message(&conflict.title) }</b>
            { " " }
            { say.message(&conflict.reason) }
            if *n > 1 {
                { " " }{ say.tr("console-conflict-more", [("count", (*n - 1).into())]) }
            }
        </Banner>
    }
}
