//! One letter, opened: how it looks, what became of it, and what can be done about it.

use gloo::utils::document;
use protocol::Micros;
use protocol::id::LetterId;
use protocol::post::{LetterAnswer, LetterStanding};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::desk;
use super::preview::{Forms, Look};
use super::standing::{error_words, matter_words, standing_chip};
use crate::console::asked::use_asked;
use crate::console::parts::focus_by_id;
use crate::shell::{Speech, use_announcer, use_handle, use_speech};
use crate::ui::{Banner, Button, ButtonKind, Drawer, Glyph, Tone};

/// Pause between two looks: a letter that is tried again goes within seconds.
const LOOK_PAUSE_MS: u32 = 3_000;

/// What is inside the drawer.
const INSIDE: &str = "letter-inside";

#[derive(Properties, PartialEq)]
pub(super) struct LetterViewProps {
    pub(super) id: LetterId,
    pub(super) is_up: bool,
    pub(super) onclose: Callback<()>,
    pub(super) onchange: Callback<()>,
}

/// What can be done about a letter.
#[derive(Clone, Copy, PartialEq)]
enum Act {
    Retry,
    Cancel,
}

/// The letter as it went out, or as it would go out now.
#[component]
pub(super) fn LetterView(props: &LetterViewProps) -> Html {
    let (say, live, announcer) = (use_speech(), use_handle(), use_announcer());
    let asked = use_asked(props.id, Some(LOOK_PAUSE_MS), desk::open);
    let is_sure = use_state_eq(|| false);
    let id = props.id;
    let act = |act: Act| {
        let (live, say, announcer) = (live.clone(), say.clone(), announcer.clone());
        let (again, onchange, is_sure) = (
            asked.again.clone(),
            props.onchange.clone(),
            is_sure.setter(),
        );
        Callback::from(move |_: MouseEvent| {
            let (live, say, announcer) = (live.clone(), say.clone(), announcer.clone());
            let (again, onchange) = (again.clone(), onchange.clone());
            is_sure.set(false);
            spawn_local(async move {
                let done = match act {
                    Act::Retry => desk::retry(&live, Some(id)).await.map(drop),
                    Act::Cancel => desk::cancel(&live, id).await,
                };
                announcer.say(say.t(match (done, act) {
                    (Ok(()), Act::Retry) => "console-letters-retried",
                    (Ok(()), Act::Cancel) => "console-letters-called-off",
                    (Err(_), _) => "console-letters-act-failed",
                }));
                again.emit(());
                onchange.emit(());
            });
        })
    };
    let sure = |to: bool| {
        let is_sure = is_sure.setter();
        Callback::from(move |_: MouseEvent| is_sure.set(to))
    };
    let answer = asked.answer.as_ref();
    let standing = answer.map(|letter| letter.line.standing);
    // A button that did its work is gone, and would take the keyboard's place with it.
    use_effect_with((*is_sure, standing), |_| {
        let page = document();
        let is_lost = page
            .active_element()
            .is_none_or(|at| at.tag_name() == "BODY");
        if is_lost {
            focus_by_id(INSIDE);
        }
    });
    let footer = match standing {
        Some(LetterStanding::Waiting) if *is_sure => Some(html! {
            <>
                <span class="grow">{ say.t("console-letters-call-off-sure") }</span>
                <Button onclick={sure(false)}>{ say.t("console-letters-not-now") }</Button>
                <Button kind={ButtonKind::Danger} icon={Glyph::Cross} is_disabled={!props.is_up} onclick={act(Act::Cancel)}>
                    { say.t("console-letters-call-off") }
                </Button>
            </>
        }),
        Some(LetterStanding::Waiting) => Some(html! {
            <Button icon={Glyph::Cross} is_disabled={!props.is_up} onclick={sure(true)}>{ say.t("console-letters-call-off") }</Button>
        }),
        Some(LetterStanding::Failed | LetterStanding::Kept) => Some(html! {
            <Button kind={ButtonKind::Primary} icon={Glyph::Sync} is_disabled={!props.is_up} onclick={act(Act::Retry)}>
                { say.t("console-letters-retry") }
            </Button>
        }),
        Some(LetterStanding::Sent | LetterStanding::Cancelled) | None => None,
    };
    let title = match answer.map(|letter| &letter.line) {
        Some(line) if !line.subject.is_empty() => AttrValue::from(line.subject.clone()),
        Some(line) => matter_words(&line.matter, &say),
        None => say.t("console-letters-letter"),
    };
    let src = desk::address(&live, &format!("letters/{id}/html"));
    html! {
        <Drawer id="letter" {title} {footer} close_label={say.t("console-close")} onclose={props.onclose.clone()}>
            { asked.show(&say, &desk::WORDS, |letter| inside(letter, src, &say)) }
        </Drawer>
    }
}

fn inside(letter: &LetterAnswer, src: String, say: &Speech) -> Html {
    let line = &letter.line;
    let moment = |at: Micros| format!("{} {}", say.day_short(at), say.time(at));
    let fact = |key: &str, value: AttrValue| {
        html! { <><dt>{ say.t(key) }</dt><dd>{ value }</dd></> }
    };
    html! {
        <div class="stack" id={INSIDE} tabindex="-1">
            <div class="row" data-wrap="">{ standing_chip(line.standing, say) }</div>
            if !line.error.is_empty() {
                <Banner icon={Glyph::Critical} tone={if line.standing == LetterStanding::Failed { Tone::Crit } else { Tone::Warn }} is_boxed=true>
                    { error_words(&line.error, say) }
                </Banner>
            }
            <dl class="facts">
                { fact("console-letters-about", matter_words(&line.matter, say)) }
                if !line.name.is_empty() {
                    { fact("console-letters-to", AttrValue::from(line.name.clone())) }
                }
                { fact("console-letters-address", AttrValue::from(line.address.clone())) }
                { fact("console-letters-written", AttrValue::from(moment(line.created_at))) }
                if line.n_attempts > 0 {
                    { fact("console-letters-attempts", say.number(line.n_attempts)) }
                }
                if let Some(at) = line.ended_at {
                    { fact("console-letters-ended", AttrValue::from(moment(at))) }
                }
                if let Some(at) = letter.due_at {
                    { fact("console-letters-due", AttrValue::from(moment(at))) }
                }
            </dl>
            if letter.text.is_empty() {
                <p class="soft">{ say.t("console-letters-no-text") }</p>
            } else {
                <Look id="letter" text={letter.text.clone()} html={Forms::At(AttrValue::from(src))} />
            }
        </div>
    }
}
