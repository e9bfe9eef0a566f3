//! Whether participants are told by letter what happens to their agenda.

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::desk;
use crate::shell::{use_announcer, use_handle, use_speech};
use crate::ui::{Button, ButtonKind, ButtonSize, Chip, Dialog, Glyph, Tone};

#[derive(Properties, PartialEq)]
pub(super) struct SwitchProps {
    pub(super) is_on: bool,
    pub(super) is_up: bool,
    pub(super) onchange: Callback<()>,
}

/// The switch. It asks before it turns either way: a crowd is told, or is left untold.
#[component]
pub(super) fn Switch(props: &SwitchProps) -> Html {
    let (say, live, announcer) = (use_speech(), use_handle(), use_announcer());
    let is_asking = use_state_eq(|| false);
    let is_on = props.is_on;
    let word = if is_on { "on" } else { "off" };
    let ask = |to: bool| {
        let is_asking = is_asking.setter();
        Callback::from(move |()| is_asking.set(to))
    };
    let onturn = {
        let (say, close, onchange) = (say.clone(), ask(false), props.onchange.clone());
        Callback::from(move |_: MouseEvent| {
            close.emit(());
            let (live, say, announcer, onchange) = (
                live.clone(),
                say.clone(),
                announcer.clone(),
                onchange.clone(),
            );
            spawn_local(async move {
                announcer.say(say.t(match desk::switch(&live, !is_on).await {
                    Ok(()) if is_on => "console-letters-off",
                    Ok(()) => "console-letters-on",
                    Err(_) => "console-letters-act-failed",
                }));
                onchange.emit(());
            });
        })
    };
    let (tone, icon) = if is_on {
        (Tone::Live, Glyph::CheckCircle)
    } else {
        (Tone::Warn, Glyph::Ban)
    };
    let turn = say.t(&format!("console-letters-turn-from-{word}"));
    html! {
        <div class="letters-switch">
            <Chip {tone} {icon}>{ say.t(&format!("console-letters-chip-{word}")) }</Chip>
            <p class="grow">{ say.t(&format!("console-letters-{word}")) }</p>
            <Button size={ButtonSize::Small} is_disabled={!props.is_up} onclick={ask(true).reform(|_: MouseEvent| ())}>
                { turn.clone() }
            </Button>
            if *is_asking {
                <Dialog
                    id="letters-switch"
                    title={say.t(&format!("console-letters-turn-title-{word}"))}
                    close_label={say.t("console-close")}
                    onclose={ask(false)}
                    footer={html! {
                        <>
                            <Button onclick={ask(false).reform(|_: MouseEvent| ())}>{ say.t("console-letters-not-now") }</Button>
                            <Button kind={ButtonKind::Primary} onclick={onturn}>{ turn }</Button>
                        </>
                    }}
                >
                    <p>{ say.t(&format!("console-letters-turn-text-{word}")) }</p>
                </Dialog>
            }
        </div>
    }
}
