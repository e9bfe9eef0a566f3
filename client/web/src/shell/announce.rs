//! Words for the ear: one polite region that is always in the page.

use std::cell::RefCell;
use std::rc::Rc;

use yew::prelude::*;

/// Says a sentence to whoever listens to the page. Cheap to copy.
#[derive(Clone, Default)]
pub struct Announcer(Rc<RefCell<Option<UseStateSetter<Said>>>>);

/// What was said, and how often, so that the same words are heard twice.
#[derive(Clone, Debug, Default, PartialEq)]
struct Said {
    words: AttrValue,
    n: u32,
}

impl Announcer {
    /// Says it.
    pub fn say(&self, words: impl Into<AttrValue>) {
        thread_local! {
            static N_SAID: std::cell::Cell<u32> = const { std::cell::Cell::new(0) };
        }
        let n = N_SAID.get().wrapping_add(1);
        N_SAID.set(n);
        if let Some(setter) = self.0.borrow().as_ref() {
            setter.set(Said {
                words: words.into(),
                n,
            });
        }
    }
}

impl PartialEq for Announcer {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

#[derive(Properties, PartialEq)]
pub(super) struct RegionProps {
    pub(super) announcer: Announcer,
}

/// The region. Two places take turns, because words that do not change are not heard again.
#[component]
pub(super) fn Region(props: &RegionProps) -> Html {
    let said = use_state_eq(Said::default);
    *props.announcer.0.borrow_mut() = Some(said.setter());
    let is_even = said.n.is_multiple_of(2);
    let (even, odd) = if is_even {
        (said.words.clone(), AttrValue::default())
    } else {
        (AttrValue::default(), said.words.clone())
    };
    html! {
        <div class="sr-only" aria-live="polite">
            <p>{ even }</p>
            <p>{ odd }</p>
        </div>
    }
}
