//! Effects whose types are erased.

use std::any::Any;

use full_yew::functional::{Hook, TearDown, use_effect_with as yew_effect_with};

/// What an effect depends on.
struct Deps(Box<dyn Comparable>);

impl PartialEq for Deps {
    fn eq(&self, other: &Self) -> bool {
        let other: &dyn Any = &*other.0;
        self.0.is_same(other)
    }
}

trait Comparable: Any {
    fn is_same(&self, other: &dyn Any) -> bool;
}

impl<T: PartialEq + 'static> Comparable for T {
    fn is_same(&self, other: &dyn Any) -> bool {
        other.downcast_ref() == Some(self)
    }
}

type Undo = Box<dyn FnOnce()>;
type Effect = Box<dyn FnOnce(&Deps) -> Undo>;

/// Runs `effect` after drawing when `deps` have changed, as the hook of Yew with this name.
pub fn use_effect_with<T, F, D>(deps: T, effect: F) -> impl Hook<Output = ()>
where
    T: PartialEq + 'static,
    F: FnOnce(&T) -> D + 'static,
    D: TearDown,
{
    let effect: Effect = Box::new(move |deps| {
        let deps: &dyn Any = &*deps.0;
        let deps = deps
            .downcast_ref()
            .expect("the effect got its own dependencies");
        let done = effect(deps);
        Box::new(move || done.tear_down())
    });
    erased(Deps(Box::new(deps)), effect)
}

fn erased(deps: Deps, effect: Effect) -> impl Hook<Output = ()> {
    yew_effect_with(deps, effect)
}
