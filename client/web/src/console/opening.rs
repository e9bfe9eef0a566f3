//! What stands there until the event is here: the control room's outline.

use yew::prelude::*;

use crate::shell::use_speech;
use crate::ui::{Skeleton, SkeletonShape, SkeletonWidth};

#[derive(Properties, PartialEq)]
pub(super) struct OpeningProps {
    /// Whether the frame is already there around it.
    #[prop_or_default]
    pub(super) is_inside: bool,
}

/// Skeletons in the shape of what comes.
#[component]
pub(super) fn Opening(props: &OpeningProps) -> Html {
    let say = use_speech();
    let inside = html! {
        <div class="room" aria-busy="true">
            <p class="sr-only" role="status">{ say.t("console-opening") }</p>
            <div class="tiles">{ for (0..4).map(|_| tile()) }</div>
            { for (0..3).map(|_| column()) }
        </div>
    };
    if props.is_inside {
        inside
    } else {
        html! {
            <div class="shell">
                <header class="fascia" />
                <nav class="rail" />
                <main class="stage">{ inside }</main>
            </div>
        }
    }
}

fn tile() -> Html {
    html! {
        <div class="tile">
            <span class="label"><Skeleton width={SkeletonWidth::Middle} /></span>
            <span class="figure"><Skeleton shape={SkeletonShape::Figure} /></span>
            <span class="foot"><Skeleton /></span>
        </div>
    }
}

fn column() -> Html {
    html! {
        <div class="col">
            <section class="panel">
                <header><Skeleton width={SkeletonWidth::Short} /></header>
                <div class="body stack">
                    { for (0..5).map(|_| html! {
                        <div class="row">
                            <Skeleton shape={SkeletonShape::Disc} />
                            <span class="grow stack" data-gap="tight">
                                <Skeleton />
                                <Skeleton width={SkeletonWidth::Short} />
                            </span>
                        </div>
                    }) }
                </div>
            </section>
        </div>
    }
}
