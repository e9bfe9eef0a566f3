//! Something that the desk was asked for: on its way, there, old, or not to be had.

use std::cell::Cell;
use std::future::Future;
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::desk::{Told, Trouble};
use crate::shell::{LiveHandle, Speech, use_handle};
use crate::ui::{Banner, Button, ButtonSize, EmptyState, Glyph, Skeleton, Tone};

/// What was asked for.
#[derive(Clone, PartialEq)]
pub(super) struct Asked<T> {
    /// What the desk said last about this.
    pub(super) answer: Option<T>,
    /// Why it said nothing when it was asked last.
    pub(super) trouble: Option<Trouble>,
    /// Asks again at once.
    pub(super) again: Callback<()>,
}

/// Asks the desk about something, asks again when told to, and after each pause if there is one.
#[hook]
pub(super) fn use_asked<K, T, F>(
    about: K,
    pause_ms: Option<u32>,
    ask: fn(LiveHandle, K) -> F,
) -> Asked<T>
where
    K: Clone + PartialEq + 'static,
    T: Clone + PartialEq + 'static,
    F: Future<Output = Told<T>> + 'static,
{
    let live = use_handle();
    let answer = use_state_eq(|| None::<(K, T)>);
    let trouble = use_state_eq(|| None::<Trouble>);
    let round = use_state_eq(|| 0_u32);
    let again = {
        let (now, round) = (*round, round.setter());
        use_callback(now, move |(), now| round.set(now.wrapping_add(1)))
    };
    {
        let (answer, trouble) = (answer.setter(), trouble.setter());
        let next = again.clone();
        use_effect_with((about.clone(), *round), move |(about, _)| {
            // What comes after the question has changed answers nothing.
            let is_over = Rc::new(Cell::new(false));
            let timer = Rc::new(Cell::new(None::<Timeout>));
            let (over, kept, about) = (is_over.clone(), timer.clone(), about.clone());
            spawn_local(async move {
                let told = ask(live, about.clone()).await;
                if over.get() {
                    return;
                }
                match told {
                    Ok(now) => {
                        answer.set(Some((about, now)));
                        trouble.set(None);
                    }
                    Err(why) => trouble.set(Some(why)),
                }
                if let Some(pause_ms) = pause_ms {
                    kept.set(Some(Timeout::new(pause_ms, move || next.emit(()))));
                }
            });
            move || {
                is_over.set(true);
                timer.set(None);
            }
        });
    }
    let answer = (*answer).clone().filter(|(of, _)| *of == about);
    Asked {
        answer: answer.map(|(_, answer)| answer),
        trouble: *trouble,
        again,
    }
}

impl<T> Asked<T> {
    /// What is there, or what stands in its place.
    pub(super) fn show(&self, say: &Speech, view: impl FnOnce(&T) -> Html) -> Html {
        let retry = self.again.reform(|_: MouseEvent| ());
        match (&self.answer, self.trouble) {
            (_, Some(Trouble::Forbidden)) => html! {
                <EmptyState
                    icon={Glyph::Lock}
                    title={say.t("console-letters-forbidden")}
                    text={say.t("console-letters-forbidden-text")}
                />
            },
            (None, Some(Trouble::Gone)) => html! {
                <EmptyState icon={Glyph::Mail} title={say.t("console-letters-gone")} />
            },
            (None, Some(Trouble::Unreachable)) => html! {
                <EmptyState
                    icon={Glyph::Offline}
                    tone={Tone::Crit}
                    title={say.t("console-letters-unreachable")}
                    action={html! { <Button icon={Glyph::Sync} onclick={retry}>{ say.t("console-retry") }</Button> }}
                />
            },
            (None, None) => html! {
                <div class="body stack" aria-busy="true"><Skeleton /><Skeleton /><Skeleton /></div>
            },
            (Some(answer), trouble) => html! {
                <>
                    if trouble.is_some() {
                        <Banner icon={Glyph::Offline} action={html! {
                            <Button size={ButtonSize::Small} icon={Glyph::Sync} onclick={retry}>{ say.t("console-retry") }</Button>
                        }}>
                            { say.t("console-letters-old") }
                        </Banner>
                    }
                    { view(answer) }
                </>
            },
        }
    }
}
