//! The badge: a code for the scanner, a name for people.

use yew::prelude::*;

use crate::phone::qr::Drawing;

/// What the badge shows.
#[derive(Properties, PartialEq)]
pub struct BadgeCardProps {
    /// The name of the region.
    pub label: AttrValue,
    /// What the picture is, for the ear.
    pub code_label: AttrValue,
    /// The picture.
    pub drawing: Drawing,
    /// The person.
    pub name: AttrValue,
    /// Whom the person represents.
    pub company: AttrValue,
    /// The code to read aloud or type.
    pub code: AttrValue,
}

/// The badge, dark on light whatever the theme.
#[component]
pub fn BadgeCard(props: &BadgeCardProps) -> Html {
    let Drawing { size, path } = &props.drawing;
    html! {
        <section class="badge-card" aria-label={props.label.clone()}>
            <div class="qr" role="img" aria-label={props.code_label.clone()}>
                <svg viewBox={format!("0 0 {size} {size}")} shape-rendering="crispEdges" aria-hidden="true">
                    <path fill="#fff" d={format!("M0 0h{size}v{size}H0z")} />
                    <path fill="#000" d={path.clone()} />
                </svg>
            </div>
            <div class="stack" data-gap="tight">
                <p class="name">{ &props.name }</p>
                <p class="company">{ &props.company }</p>
            </div>
            <p class="code">{ &props.code }</p>
        </section>
    }
}
