//! What was typed and not saved: kept for as long as the program runs, and warned about before
//! the browser leaves.

use std::cell::RefCell;
use std::collections::BTreeMap;

use gloo::events::{EventListener, EventListenerOptions};
use gloo::utils::window;
use protocol::id::PageId;
use protocol::site::{Language, PageDraft};
use yew::prelude::*;

/// Which text.
pub(super) type Key = (PageId, Language);

/// A text that was typed, with the version that it began from.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Draft {
    pub(super) text: PageDraft,
    pub(super) based_on: u32,
}

/// What was typed, by text.
pub(super) type Drafts = BTreeMap<Key, Draft>;

thread_local! {
    static KEPT: RefCell<Drafts> = const { RefCell::new(Drafts::new()) };
}

/// The drafts, and the way to put one, or to drop it with none.
#[hook]
pub(super) fn use_drafts() -> (Drafts, Callback<(Key, Option<Draft>)>) {
    let drafts = use_state_eq(|| KEPT.with_borrow(Clone::clone));
    let put = {
        let drafts = drafts.setter();
        use_callback((), move |(key, draft): (Key, Option<Draft>), ()| {
            KEPT.with_borrow_mut(|kept| {
                match draft {
                    Some(draft) => kept.insert(key, draft),
                    None => kept.remove(&key),
                };
                drafts.set(kept.clone());
            });
        })
    };
    use_effect_with(!drafts.is_empty(), |has_drafts| {
        let listener = has_drafts.then(|| {
            let options = EventListenerOptions::enable_prevent_default();
            EventListener::new_with_options(&window(), "beforeunload", options, |event| {
                // The browser asks in words of its own.
                event.prevent_default();
            })
        });
        move || drop(listener)
    });
    ((*drafts).clone(), put)
}

/// What is typed now. An edit takes a while, and somebody may go on typing meanwhile.
pub(super) fn typed(key: Key) -> Option<Draft> {
    KEPT.with_borrow(|kept| kept.get(&key).cloned())
}
