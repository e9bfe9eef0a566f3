//! The organisers' console.

use client::console::Console;

fn main() {
    yew::Renderer::<Console>::new().render();
}
