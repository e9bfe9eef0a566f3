//! The door's program: check-in by badge, by hand scanner and by list.

fn main() {
    yew::Renderer::<client::door::Door>::new().render();
}
