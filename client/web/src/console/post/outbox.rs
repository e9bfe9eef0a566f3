//! The outbox: everything that was written, newest first, by where it stands.

use protocol::id::LetterId;
use protocol::post::{LetterLine, LetterStanding, OutboxPage};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::desk;
use super::letter::LetterView;
use super::standing::{error_words, matter_words, standing_chip};
use super::switch::Switch;
use crate::console::asked::use_asked;
use crate::console::parts::parts_of;
use crate::shell::{Speech, use_announcer, use_handle, use_speech};
use crate::ui::{
    Banner, Button, ButtonKind, ButtonSize, Dialog, EmptyState, Glyph, Icon, Panel, Segment,
    Segmented,
};

/// Pause between two looks.
const LOOK_PAUSE_MS: u32 = 5_000;

#[derive(Properties, PartialEq)]
pub(super) struct OutboxProps {
    pub(super) is_up: bool,
}

/// The list, its filter, and one letter opened.
#[component]
pub(super) fn Outbox(props: &OutboxProps) -> Html {
    let say = use_speech();
    let only = use_state_eq(|| None::<LetterStanding>);
    // The last letter of each page before this one.
    let before = use_state_eq(Vec::<LetterId>::new);
    let opened = use_state_eq(|| None::<LetterId>);
    let asked = use_asked(
        (*only, before.last().copied()),
        Some(LOOK_PAUSE_MS),
        desk::outbox,
    );
    // Counts stay in sight while another page is on its way.
    let counted = use_state_eq(|| None::<OutboxPage>);
    {
        let counted = counted.setter();
        use_effect_with(asked.answer.clone(), move |answer| {
            if let Some(answer) = answer {
                counted.set(Some(answer.clone()));
            }
        });
    }
    let onfilter = {
        let (only, before) = (only.setter(), before.setter());
        Callback::from(move |key: AttrValue| {
            before.set(Vec::new());
            only.set(LetterStanding::parse(&key));
        })
    };
    let onopen = {
        let opened = opened.setter();
        Callback::from(move |id: Option<LetterId>| opened.set(id))
    };
    let onturn = {
        let before = before.setter();
        Callback::from(move |now: Vec<LetterId>| before.set(now))
    };
    let n_failed = counted
        .as_ref()
        .map_or(0, |page| n_of(page, LetterStanding::Failed));
    html! {
        <div class="stack">
            if let Some(page) = &*counted {
                if !page.has_server {
                    <Banner icon={Glyph::Info} is_boxed=true>{ say.t("console-letters-no-server") }</Banner>
                }
                <Switch is_on={page.is_on} is_up={props.is_up} onchange={asked.again.clone()} />
            }
            <div class="letters-filter">
                <Segmented
                    label={say.t("console-letters-filter")}
                    segments={segments(counted.as_ref(), &say)}
                    chosen={AttrValue::Static(only.map_or("all", LetterStanding::word))}
                    onchoose={onfilter}
                    size={ButtonSize::Small}
                />
                if n_failed > 0 {
                    <RetryAll {n_failed} is_up={props.is_up} ondone={asked.again.clone()} />
                }
            </div>
            <Panel title={say.t("console-letters-tab-outbox")}>
                { asked.show(&say, &desk::WORDS, |page| rows(page, &before, &onopen, &onturn, &say)) }
            </Panel>
            if let Some(id) = *opened {
                <LetterView
                    key={id.to_string()}
                    {id}
                    is_up={props.is_up}
                    onclose={onopen.reform(|()| None)}
                    onchange={asked.again.clone()}
                />
            }
        </div>
    }
}

fn n_of(page: &OutboxPage, standing: LetterStanding) -> u32 {
    let tally = page.tallies.iter().find(|tally| tally.standing == standing);
    tally.map_or(0, |tally| tally.n_letters)
}

fn segments(page: Option<&OutboxPage>, say: &Speech) -> Vec<Segment> {
    let segment = |key: &'static str, n_letters: Option<u32>| {
        let word = say.t(&format!("console-letters-only-{key}"));
        let label = match n_letters {
            Some(n) => AttrValue::from(format!("{word} ({})", say.number(n))),
            None => word,
        };
        Segment {
            key: AttrValue::Static(key),
            label,
            icon: None,
        }
    };
    let all = page.map(|page| page.tallies.iter().map(|tally| tally.n_letters).sum());
    let by_standing = LetterStanding::ALL
        .into_iter()
        .map(|standing| segment(standing.word(), page.map(|page| n_of(page, standing))));
    std::iter::once(segment("all", all))
        .chain(by_standing)
        .collect()
}

fn rows(
    page: &OutboxPage,
    before: &[LetterId],
    onopen: &Callback<Option<LetterId>>,
    onturn: &Callback<Vec<LetterId>>,
    say: &Speech,
) -> Html {
    let turned = |to: Option<Vec<LetterId>>| {
        let onturn = onturn.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(to) = &to {
                onturn.emit(to.clone());
            }
        })
    };
    let newer = before.split_last().map(|(_, rest)| rest.to_vec());
    let last = page.letters.last().filter(|_| page.has_more);
    let older = last.map(|last| [before, &[last.id]].concat());
    if page.letters.is_empty() {
        return html! {
            <EmptyState
                icon={Glyph::Mail}
                title={say.t("console-letters-none")}
                text={say.t("console-letters-none-text")}
            />
        };
    }
    html! {
        <>
            <ul class="list" aria-label={say.t("console-letters-tab-outbox")}>
                { for page.letters.iter().map(|line| row(line, onopen, say)) }
            </ul>
            if newer.is_some() || older.is_some() {
                <nav class="letters-pages" aria-label={say.t("console-letters-pages")}>
                    <Button size={ButtonSize::Small} icon={Glyph::Back} is_disabled={newer.is_none()} onclick={turned(newer)}>
                        { say.t("console-letters-newer") }
                    </Button>
                    <span class="soft" aria-current="page">
                        { say.tr("console-letters-page", [("page", (before.len() + 1).into())]) }
                    </span>
                    <Button size={ButtonSize::Small} icon={Glyph::Next} is_disabled={older.is_none()} onclick={turned(older)}>
                        { say.t("console-letters-older") }
                    </Button>
                </nav>
            }
        </>
    }
}

fn row(line: &LetterLine, onopen: &Callback<Option<LetterId>>, say: &Speech) -> Html {
    let id = line.id;
    let onclick = onopen.reform(move |_: MouseEvent| Some(id));
    let when = line.ended_at.unwrap_or(line.created_at);
    let when = format!("{} {}", say.day_short(when), say.time(when));
    let name = if line.name.is_empty() {
        &line.address
    } else {
        &line.name
    };
    let address = if line.name.is_empty() {
        ""
    } else {
        &line.address
    };
    html! {
        <li key={id.to_string()}>
            <button type="button" class="item" {onclick} aria-haspopup="dialog">
                <span class="lead"><Icon glyph={Glyph::Mail} /></span>
                <span>
                    <span class="title">{ parts_of([name.as_str(), &matter_words(&line.matter, say)]) }</span>
                    <span class="sub">{ parts_of([when.as_str(), address]) }</span>
                    if !line.error.is_empty() {
                        <span class="sub letters-why">{ error_words(&line.error, say) }</span>
                    }
                </span>
                <span class="end">{ standing_chip(line.standing, say) }</span>
            </button>
        </li>
    }
}

#[derive(Properties, PartialEq)]
struct RetryAllProps {
    n_failed: u32,
    is_up: bool,
    ondone: Callback<()>,
}

/// Tries every failed letter again; asks first.
#[component]
fn RetryAll(props: &RetryAllProps) -> Html {
    let (say, live, announcer) = (use_speech(), use_handle(), use_announcer());
    let is_asking = use_state_eq(|| false);
    let ask = |to: bool| {
        let is_asking = is_asking.setter();
        Callback::from(move |()| is_asking.set(to))
    };
    let onretry = {
        let (live, say, close) = (live.clone(), say.clone(), ask(false));
        let ondone = props.ondone.clone();
        Callback::from(move |_: MouseEvent| {
            close.emit(());
            let (live, say, announcer, ondone) =
                (live.clone(), say.clone(), announcer.clone(), ondone.clone());
            spawn_local(async move {
                announcer.say(match desk::retry(&live, None).await {
                    Ok(n) => say.tr("console-letters-retried-all", [("count", n.into())]),
                    Err(_) => say.t("console-letters-act-failed"),
                });
                ondone.emit(());
            });
        })
    };
    html! {
        <>
            <Button size={ButtonSize::Small} icon={Glyph::Sync} is_disabled={!props.is_up} onclick={ask(true).reform(|_: MouseEvent| ())}>
                { say.t("console-letters-retry-all") }
            </Button>
            if *is_asking {
                <Dialog
                    id="letters-retry-all"
                    title={say.t("console-letters-retry-all-title")}
                    close_label={say.t("console-close")}
                    onclose={ask(false)}
                    footer={html! {
                        <>
                            <Button onclick={ask(false).reform(|_: MouseEvent| ())}>{ say.t("console-letters-not-now") }</Button>
                            <Button kind={ButtonKind::Primary} icon={Glyph::Sync} onclick={onretry}>
                                { say.t("console-letters-retry-all") }
                            </Button>
                        </>
                    }}
                >
                    <p>{ say.tr("console-letters-retry-all-text", [("count", props.n_failed.into())]) }</p>
                </Dialog>
            }
        </>
    }
}
