//! Reading the model: a part of a page names what it needs and is drawn again only when that
//! changed.

use std::cell::RefCell;
use std::rc::Rc;

use client_core::{Model, Monotonic};
use protocol::Micros;
use yew::prelude::*;

use super::Changes;
use crate::shell::use_handle;

/// The model at a moment.
#[derive(Clone, Copy)]
pub struct Glance<'a> {
    /// Everything that is known.
    pub model: &'a Model,
    /// The device's time.
    pub now: Monotonic,
}

impl Glance<'_> {
    /// The event's time.
    #[must_use]
    pub fn event_now(&self) -> Micros {
        self.model.event_now(self.now)
    }
}

type Select<T, D> = dyn Fn(&Glance<'_>, &D) -> T;

/// What a part of a page chose, and how it chose it.
struct Chosen<T, D> {
    deps: D,
    select: Rc<Select<T, D>>,
    value: Rc<T>,
    version: u64,
}

/// View data of the model. `select` is computed again when one of `parts` changed, or when
/// `deps` did; the part is drawn again only when the result is another one. `select` must take
/// everything from its arguments: what it captures is not looked at.
///
/// [`Changes::CLOCK`] also stands for the passing of time: about once a second while the page is
/// in sight.
#[hook]
pub fn use_live<T, D, F>(parts: Changes, deps: D, select: F) -> Rc<T>
where
    T: PartialEq + 'static,
    D: PartialEq + 'static,
    F: Fn(&Glance<'_>, &D) -> T + 'static,
{
    let live = use_handle();
    let chosen = use_mut_ref(|| None::<Chosen<T, D>>);
    let is_stale = chosen.borrow().as_ref().is_none_or(|c| c.deps != deps);
    if is_stale {
        let value = Rc::new(live.glance(|glance| select(glance, &deps)));
        *chosen.borrow_mut() = Some(Chosen {
            deps,
            select: Rc::new(select),
            value,
            version: live.version(),
        });
    }
    let is_other = {
        let chosen = Rc::clone(&chosen);
        Rc::new(move || choose_again(&live, &chosen))
    };
    use_refresh(parts, is_other);
    let chosen = chosen.borrow();
    Rc::clone(&chosen.as_ref().expect("chosen above").value)
}

/// Draws again when one of `parts` changed and `is_other` says that it shows. Compiled once,
/// whatever is looked at.
#[hook]
fn use_refresh(parts: Changes, is_other: Rc<dyn Fn() -> bool>) {
    let live = use_handle();
    let draw_again = use_force_update();
    use_effect_with((), move |()| {
        let refresh = move || {
            if is_other() {
                draw_again.force_update();
            }
        };
        // Something may have changed between drawing and listening.
        refresh();
        let subscription = live.listen(move |changed| {
            if changed.touches(parts) {
                refresh();
            }
        });
        move || drop(subscription)
    });
}

/// Chooses from the model as it is now; tells whether the result is another one.
fn choose_again<T: PartialEq, D>(
    live: &super::LiveHandle,
    chosen: &RefCell<Option<Chosen<T, D>>>,
) -> bool {
    let mut chosen = chosen.borrow_mut();
    let Some(chosen) = chosen.as_mut() else {
        return false;
    };
    let value = live.glance(|glance| (chosen.select)(glance, &chosen.deps));
    chosen.version = live.version();
    if *chosen.value == value {
        return false;
    }
    chosen.value = Rc::new(value);
    true
}
