//! Something that the desk was asked for: on its way, there, old, or not to be had.
//!
//! Pages whose matter is no live state ask the desk in this one way, each with words of its own.

use std::cell::Cell;
use std::future::Future;
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::shell::{LiveHandle, Speech, use_handle};
use crate::ui::{Banner, Button, ButtonSize, EmptyState, Glyph, Skeleton, Tone};

/// Why an answer is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// The server was not reached, or not in order.
    Unreachable,
    /// This member of the team may not read what was written.
    Forbidden,
    /// It is gone, or stands elsewhere by now.
    Gone,
}

/// What the desk is asked for, read or not.
pub(super) type Told<T> = Result<T, Trouble>;

/// The body of an answer of the desk.
pub(super) async fn answer(
    live: &LiveHandle,
    method: &str,
    way: &str,
    body: &[u8],
) -> Told<Vec<u8>> {
    let reply = live.desk(method, way, body).await;
    let (status, bytes) = reply.ok_or(Trouble::Unreachable)?;
    match status {
        // A flaw is an answer like another.
        200..=299 | 409 => Ok(bytes),
        401 | 403 => Err(Trouble::Forbidden),
        404 => Err(Trouble::Gone),
        _ => Err(Trouble::Unreachable),
    }
}

/// What the body says.
pub(super) fn read<T>(decoded: Result<T, String>) -> Told<T> {
    decoded.map_err(|_| Trouble::Unreachable)
}

/// What a page says in the place of an answer: keys of its sentences.
pub(super) struct AskedWords {
    pub(super) forbidden: &'static str,
    pub(super) forbidden_text: &'static str,
    pub(super) gone: &'static str,
    pub(super) gone_icon: Glyph,
    pub(super) unreachable: &'static str,
    pub(super) old: &'static str,
}

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
    pub(super) fn show(
        &self,
        say: &Speech,
        words: &AskedWords,
        view: impl FnOnce(&T) -> Html,
    ) -> Html {
        let retry = self.again.reform(|_: MouseEvent| ());
        match (&self.answer, self.trouble) {
            (_, Some(Trouble::Forbidden)) => html! {
                <EmptyState
                    icon={Glyph::Lock}
                    title={say.t(words.forbidden)}
                    text={say.t(words.forbidden_text)}
                />
            },
            (None, Some(Trouble::Gone)) => html! {
                <EmptyState icon={words.gone_icon} title={say.t(words.gone)} />
            },
            (None, Some(Trouble::Unreachable)) => html! {
                <EmptyState
                    icon={Glyph::Offline}
                    tone={Tone::Crit}
                    title={say.t(words.unreachable)}
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
                            { say.t(words.old) }
                        </Banner>
                    }
                    { view(answer) }
                </>
            },
        }
    }
}
