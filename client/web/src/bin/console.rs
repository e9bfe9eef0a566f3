//! The console: a first page that proves the way from Rust to the browser.

use yew::prelude::*;

#[component]
fn Console() -> Html {
    html! { <h1>{ "Régie" }</h1> }
}

fn main() {
    yew::Renderer::<Console>::new().render();
}
