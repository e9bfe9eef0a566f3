//! The phone's program: a participant's day in the pocket.

fn main() {
    yew::Renderer::<client::phone::Phone>::new().render();
}
