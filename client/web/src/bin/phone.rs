//! The phone: a first page that proves the way from Rust to the browser.

use yew::prelude::*;

#[component]
fn Phone() -> Html {
    html! { <h1>{ "Régie" }</h1> }
}

fn main() {
    yew::Renderer::<Phone>::new().render();
}
