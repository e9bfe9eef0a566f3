//! Conflicts that are not in sight: said across any page, with the ways on.

use yew::prelude::*;

use super::floor::conflict::Seen;
use super::route::Route;
use crate::shell::{Changes, go_to, use_handle, use_live, use_speech};
use crate::ui::{Banner, Button, ButtonGroup, ButtonKind, ButtonSize, Glyph, Tone};

#[derive(Properties, PartialEq)]
pub(super) struct ConflictBannerProps {
    pub(super) route: Route,
}

/// The oldest conflict that waits, and how many more do.
#[component]
pub(super) fn ConflictBanner(props: &ConflictBannerProps) -> Html {
    let say = use_speech();
    let live = use_handle();
    let parts = Changes::CONFLICTS.and(Changes::STATE).and(Changes::CARDS);
    let seen = use_live(parts, (), |glance, ()| {
        let conflicts = glance.model.conflicts();
        let first = conflicts.iter().next()?;
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
