//! Yew, with the parts that it compiles anew for every type compiled once.
//!
//! Yew is generic to the ground: what mounts, compares, updates and removes a component is
//! compiled again for each component, two and a half kilobytes, sixty times in a phone's program;
//! an effect or a state is compiled again for each type that it holds. Here the types end at a
//! trait object:
//!
//! - [`VChild`], what `html!` makes of `<Button … />`, carries the function of the component and
//!   its properties; one component, the only one that Yew knows of, draws whichever it is given;
//! - [`use_effect_with`], [`use_state`] and [`use_state_eq`] are Yew's by name and manners.
//!
//! `html!` and `use yew::prelude::*` name the crate `yew`, and `lib.rs` makes that name ours. So
//! components are written, used and documented exactly as in any program with Yew. Without that
//! line of `lib.rs` they compile to the same pages and a larger program.

mod child;
mod effect;
mod state;

pub use child::VChild;
pub use effect::use_effect_with;
pub use state::{UseStateHandle, UseStateSetter, use_state, use_state_eq};

use full_yew::context::ContextProviderProps;
use full_yew::prelude::*;
use full_yew::virtual_dom::{VChild as YewChild, VNode};

/// Gives a value to whatever stands inside. A context is a component with a type of its own, so a
/// program should have one.
pub(crate) fn provide<T: Clone + PartialEq + 'static>(context: T, children: Html) -> Html {
    let props = ContextProviderProps { context, children };
    VNode::from(YewChild::<ContextProvider<T>>::new(props, None))
}
